"""Where a long text may be cut in two."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?…]+[»”\"’')\]]*(?=\s)|[。！？]+[」』”]?|[।۔؟]+")
_SPACE: Final = re.compile(r"\s")
_JOINER: Final = "\u200d"
_LONGEST_CLUSTER: Final = 32  # characters; a longer pile of accents is no letter of any script


def cut_before(text: str, limit: int) -> int:
    """The best place to cut, in 1 … ``limit`` (which is at least 1 and within the text).

    After the last paragraph, else sentence, else word that ends in the second half of what fits;
    else at the limit, but not within a letter and its accents, or a joined emoji.
    """
    middle = limit // 2
    line = text.rfind("\n", middle, limit)
    if line > 0:
        return line
    for pattern in (_SENTENCE_END, _SPACE):
        ends = [match.end() for match in pattern.finditer(text, middle, limit)]
        if ends:
            return ends[-1]
    for cut in range(limit, max(0, limit - _LONGEST_CLUSTER), -1):
        if not _joined(text, cut):
            return cut
    return limit


def _joined(text: str, cut: int) -> bool:
    """Whether the characters on both sides of ``cut`` are seen as one."""
    return cut < len(text) and (
        unicodedata.category(text[cut]).startswith("M") or _JOINER in text[cut - 1 : cut + 1]
    )
