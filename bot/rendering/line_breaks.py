"""Where lines may end, in any script."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import regex

# What is never divided: a letter with its marks; in Thai and Lao, with the vowels beside it too.
_CLUSTER: Final = regex.compile(
    r"[\u0e40-\u0e44\u0ec0-\u0ec4]?\X[\u0e2f\u0e30\u0e32\u0e45\u0e46\u0eb0\u0eb2\u0ec6]*"
)
# « guillemets » are not to stand alone at a line's end.
_NO_BREAK: Final = frozenset("\u00a0\u202f")
_IDEOGRAPH: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3000-\u303f\uff00-\uff60]")
# In Chinese and Japanese no line begins, or ends, with these.
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！」』）】〉》〕｝”’ー々ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョ…"
)
_NOT_LAST: Final = frozenset("「『（【〈《〔｛“‘")
_BREAK_AFTER: Final = frozenset("-‐–—/")


def clusters_of(text: str) -> list[str]:
    """What a reader takes for letters: none of them is ever divided."""
    return list(_CLUSTER.findall(text))


def units_of(text: str) -> list[str]:
    """The parts between which a line may end, each with the blank after it."""
    units: list[str] = []
    clusters = clusters_of(text)
    start = 0
    for at, (cluster, following) in enumerate(pairwise([*clusters, ""]), start=1):
        if not following or _may_break(cluster, following):
            units.append("".join(clusters[start:at]))
            start = at
    return units


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() and not {before, after} & _NO_BREAK
    if after[0] in _NOT_FIRST or before[-1] in _NOT_LAST:
        return False
    if before[-1] in _BREAK_AFTER:
        return after[0].isalpha()
    return bool(_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after))
