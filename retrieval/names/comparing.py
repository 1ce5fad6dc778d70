"""Whether two names that no table knows can be one source's. In doubt they are not."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA

from retrieval.names.folding import bare_name, fold, in_han, latin, tokens, words
from retrieval.names.persons import persons_alike

# "esa", "wsj"; two letters stand for too much.
_SHORTEST_INITIALS: Final = 3
_LONGEST_INITIALS: Final = 6
# A slip or a spelling of another country ("organization"), in a long word of a long name only.
_SHORTEST_SLIP: Final = 7
_JOINED: Final = 5  # letters; "xi jinping" and "xijinping"
_PIECE: Final = re.compile(r"[^\W\d_]+")


def same_name(one: str, other: str, *, person: bool | None = None) -> bool:
    """Whether both can be names of one source.

    Args:
        one: a name as written, of any language and script.
        other: another.
        person: whether they are a person's; None where nobody says.
    """
    one, other = bare_name(one), bare_name(other)
    if fold(one) == fold(other):
        return True
    if in_han(one) or in_han(other):
        return _pinyin_alike(one, other)
    if person is not False and persons_alike(one, other):
        return True
    if person is True:
        return False
    joined = latin(one) == latin(other) and len(latin(one)) >= _JOINED
    return joined or _initials_of(one, other) or _initials_of(other, one) or _slip(one, other)


def _pinyin_alike(one: str, other: str) -> bool:
    """A Chinese name and its Latin form; two in Chinese characters must be written alike."""
    if in_han(one) and in_han(other):
        return False
    return latin(one) == latin(other) and len(latin(one)) >= _JOINED


def _initials_of(short: str, full: str) -> bool:
    """As "WSJ" of "Wall Street Journal": one capital a word, with or without "of" and "the"."""
    letters = latin(short)
    upper = short.strip().replace(".", "").isupper()
    if not (upper and _SHORTEST_INITIALS <= len(letters) <= _LONGEST_INITIALS):
        return False
    parts = [fold(piece) for piece in _PIECE.findall(full)]
    significant = [part for part in parts if part and part not in words().joining]
    if len(significant) < _SHORTEST_INITIALS - 1:
        return False
    return letters in {"".join(p[0] for p in some if p) for some in (parts, significant)}


def _slip(one: str, other: str) -> bool:
    """Long names of organisations that differ by a letter: "Organisation", "Organization"."""
    a, b = tokens(one), tokens(other)
    joining = any(word in words().joining for word in a) and len(a) == len(b) > 2  # noqa: PLR2004
    if not joining:
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) == 1 and all(
        min(len(x), len(y)) >= _SHORTEST_SLIP and x[0] == y[0] and OSA.distance(x, y) == 1
        for x, y in differing
    )
