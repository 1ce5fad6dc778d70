"""From stretches of tokens to stretches of text that begin and end at words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from retrieval.attribution.reader.decoding import Place
from retrieval.attribution.reader.tokens import Tokens
from retrieval.model import Span

# Scripts that put no spaces between words: there a token's edge is as good as any.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
EDGE: Final = ' \t\n\r\u00a0\u202f\u2009,;:.!?…。！？«»“”„"‹›「」『』'
_SMALL_GAP: Final = re.compile(r"[\s\W]{0,4}")
_LEAST: Final = 2  # letters of a piece of content; less is a stray tag


def span_at(text: str, tokens: Tokens, place: Place) -> Span | None:
    """Where some tokens stand, in whole words, without marks and stops at the ends.

    None where nothing is left.
    """
    start, end = int(tokens.starts[place[0]]), int(tokens.ends[place[1] - 1])
    while 0 < start < len(text) and _joined(text, start):
        start -= 1
    while 0 < end < len(text) and _joined(text, end):
        end += 1
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None


def content_spans(text: str, tokens: Tokens, places: Iterable[Place]) -> tuple[Span, ...]:
    """What was said, in reading order; pieces with nothing but marks between them are one."""
    pieces: list[Span] = []
    for place in sorted(places):
        span = span_at(text, tokens, place)
        if span is None:
            continue
        if pieces and (
            span.start <= pieces[-1].end or _SMALL_GAP.fullmatch(text, pieces[-1].end, span.start)
        ):
            span = Span(pieces.pop().start, max(span.end, span.start))
        if sum(map(str.isalnum, span.of(text))) >= _LEAST:
            pieces.append(span)
    return tuple(pieces)


def _is_edge(char: str) -> bool:
    return char in EDGE or char.isspace()


def _joined(text: str, place: int) -> bool:
    """Whether a word goes on across ``place``."""
    left, right = text[place - 1], text[place]
    return left.isalnum() and right.isalnum() and not _UNSPACED.match(left)
