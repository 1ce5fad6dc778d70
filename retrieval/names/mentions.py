"""Stretches of a free text that may be names of known sources, the longest first at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from retrieval.model import Span

# An elided article or preposition is a word of its own; a genitive's "'s" belongs to none.
_WORD: Final = re.compile(r"(?:[ldnsLDNS]|[Qq]u)['’](?=\w)|[^\W_]+(?:[.'’\-](?!s\b)[^\W_]+)*")
_GAP: Final = re.compile(r"[ \u00a0.,&/'’-]{0,2}")
# The longest name of the tables has six words ("Islamic Republic of Iran Broadcasting" five).
_LONGEST: Final = 6
# Scripts that put no spaces between words; Hangul does, but lets particles follow a name.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_KATAKANA: Final = re.compile(r"[\u30a1-\u30fa\u30fc]")
_LONGEST_UNSPACED: Final = 16  # characters


def candidates(text: str) -> Iterator[list[Span]]:
    """For each place at which a name can begin, the stretches that may be one, longest first."""
    found = list(_WORD.finditer(text))
    for number, word in enumerate(found):
        start, end = word.span()
        if _UNSPACED.search(word.group()) or _HANGUL.search(word.group()):
            yield from _unspaced(text, start, end)
            continue
        spans = [Span(start, end)]
        for before, after in zip(
            found[number:], found[number + 1 : number + _LONGEST], strict=False
        ):
            if not _GAP.fullmatch(text, before.end(), after.start()):
                break
            spans.append(Span(start, after.end()))
        yield spans[::-1]


def stands_alone(text: str, span: Span) -> bool:
    """False where it follows a capitalised word, as a surname does ("George Washington").

    The first word of a text has a capital anyway.
    """
    before = re.search(r"(\w+) $", text[: span.start])
    return before is None or before.start() == 0 or not before.group()[0].isupper()


def _unspaced(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Within a run of characters; a word in Katakana is not cut, nor begun within one in Hangul."""
    for begin in range(start, end):
        if begin > start and (_HANGUL.match(text[begin]) or _cuts(text, begin)):
            continue
        last = min(end, begin + _LONGEST_UNSPACED)
        yield [Span(begin, stop) for stop in range(last, begin + 1, -1) if not _cuts(text, stop)]


def _cuts(text: str, position: int) -> bool:
    """Whether a word in Katakana goes on over this position."""
    return bool(_KATAKANA.match(text, position - 1) and _KATAKANA.match(text, position))
