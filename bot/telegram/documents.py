"""Text files that people send."""

from __future__ import annotations

import codecs
from pathlib import PurePath
from typing import Final

from telegram import Document

from retrieval.errors import NotText

# What the Bot API gives out of one file; larger ones it refuses. Megabytes of 1024 × 1024 bytes.
LARGEST_MEGABYTES: Final = 20
_SUFFIXES: Final = frozenset({".txt", ".md"})
_KINDS: Final = frozenset({"text/plain", "text/markdown"})
# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def is_text(document: Document) -> bool:
    """By its name; by the type that the sender's program gave where the name has no ending."""
    suffix = PurePath(document.file_name or "").suffix.lower()
    return suffix in _SUFFIXES or (not suffix and document.mime_type in _KINDS)


def is_too_large(document: Document) -> bool:
    """Whether Telegram says so beforehand."""
    return (document.file_size or 0) > LARGEST_MEGABYTES * 1024 * 1024


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in what its byte-order mark says.

    A guess at an old one-byte encoding would put wrong letters into what is quoted word for
    word, so there is none.

    Raises:
        NotText: it is in no such encoding.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"The file is not text in {encoding.upper()}.", "Save it as UTF-8 text, or paste it."
        ) from error
