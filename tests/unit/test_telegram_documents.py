"""Which files are read, and in which encodings."""

from __future__ import annotations

import pytest
from telegram import Document

from bot.telegram.documents import decoded, is_text, is_too_large
from retrieval.errors import NotText

_TEXT = "Le maire de Varelle a démenti, « jamais », 市長は否定した。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read(encoding: str) -> None:
    """UTF-8 with or without its mark; others by their mark."""
    assert decoded(_TEXT.encode(encoding)) == _TEXT


def test_big_endian_is_read() -> None:
    """As some programs on old machines write it."""
    assert decoded("\ufeffcafé".encode("utf-16-be")) == "café"
    assert decoded("\ufeffcafé".encode("utf-32-be")) == "café"


@pytest.mark.parametrize(
    "content",
    [
        "Le maire a été entendu".encode("cp1252"),
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",  # half of a surrogate pair
        b"\xff\xfe\x00\x00\xff\xff\xff\xff",
        b"\xef\xbb\xbf\xff",
    ],
)
def test_what_is_no_unicode_is_refused(content: bytes) -> None:
    """An old encoding is not guessed at: quotations would have wrong letters in them."""
    with pytest.raises(NotText, match="UTF-8"):
        decoded(content)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("a.txt", None, True),
        ("A.MD", "application/octet-stream", True),
        ("a.pdf", "text/plain", False),
        ("a.txt.exe", None, False),
        ("notes", "text/plain", True),
        (None, "text/markdown", True),
        (None, None, False),
        ("notes", "application/pdf", False),
        ("../../etc/passwd.txt", None, True),
    ],
)
def test_text_is_told_by_its_name(name: str | None, kind: str | None, *, expected: bool) -> None:
    """The type that a program gave counts only where the name says nothing."""
    assert is_text(Document("f", "f", file_name=name, mime_type=kind)) is expected


@pytest.mark.parametrize(
    ("size", "expected"), [(None, False), (20 * 1024 * 1024, False), (20 * 1024 * 1024 + 1, True)]
)
def test_telegrams_limit(size: int | None, *, expected: bool) -> None:
    """20 MB pass, a byte more does not; a size that is not told is found out later."""
    assert is_too_large(Document("f", "f", file_size=size)) is expected
