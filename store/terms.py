"""How a text is told into the terms that lexical search compares, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

# An OR of stop-words reads most of the index: seconds at a million passages, for nothing.
MOST_TERMS: Final = 8
# A word in more than this share of the passages tells none of them apart …
COMMON_SHARE: Final = 0.25
# … unless there are so few that a quarter of them is a handful.
FEW_PASSAGES: Final = 50

# Scripts without spaces: Thai, Lao, Burmese, Khmer, kana, Han with its extensions.
_UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u108f\u1780-\u17d3"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs of the Indic scripts are no letters to ``\w``, and yet hold a word together.
_INDIC: Final = "\u0900-\u0963\u0966-\u0dff"
_TERM: Final = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])(?:[^\W_]|[{_INDIC}]))+"
)


def terms_of(text: str) -> list[str]:
    """The terms of a text in reading order, without case and accents.

    A run in a script without spaces becomes its pairs of neighbouring characters: single ones
    would tell nothing apart, since nearly every Thai passage has nearly every Thai letter.
    """
    return list(_terms(_folded(text)))


def distinctive(
    terms: Sequence[str], frequencies: Mapping[str, int], passages: int
) -> tuple[str, ...]:
    """The terms worth searching for, rarest first, at most ``MOST_TERMS``.

    ``frequencies`` has in how many of all ``passages`` each term occurs that occurs at all.
    """
    most = passages * COMMON_SHARE if passages > FEW_PASSAGES else passages
    telling = [term for term in dict.fromkeys(terms) if 0 < frequencies.get(term, 0) <= most]
    return tuple(sorted(telling, key=lambda term: frequencies[term])[:MOST_TERMS])


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).casefold()


def _terms(folded: str) -> Iterator[str]:
    for match in _TERM.finditer(folded):
        run = match.group()
        if match.lastgroup is None or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
