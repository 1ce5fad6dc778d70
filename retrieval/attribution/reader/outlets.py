"""Where an article names outlets that the tables of names have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from retrieval.attribution.names import name_runs
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.known import folded, known_as
from retrieval.attribution.reader.tokens import Tokens
from retrieval.model import ClaimantKind, Span
from retrieval.names.folding import words
from retrieval.names.mentions import candidates

_HEARER: Final = 4  # tokens of "au magazine américain"
# "Radio 4", "60 Minutes": a number of few digits is part of a name.
_DIGITS: Final = 4
_NUMBER: Final = re.compile(r"(?:[ \u00a0]\d{1,3}(?![\w.,]))?")
_NUMBER_BEFORE: Final = re.compile(r"(?<![\w.,])\d{1,3}[ \u00a0]$")
_NOUN: Final = re.compile(r"[^\W\d_]{3,}")


def outlet_spans(text: str) -> Iterator[Span]:
    """Names of outlets, the longest at each place, without overlaps."""
    end = 0
    for spans in candidates(text):
        for span in spans:
            if span.start < end or text[span.start].islower():
                break
            known = known_as(span.of(text), trusted=False)
            if known is not None and known.kind is ClaimantKind.OUTLET:
                yield span
                end = span.end
                break


def outlet_places(text: str, tokens: Tokens) -> list[Place]:
    """The same in tokens."""
    return list(_in_tokens(outlet_spans(text[: int(tokens.ends[-1])]), tokens))


def reference_places(text: str, tokens: Tokens) -> list[Place]:
    """Nouns for outlets ("magazine", "quotidien"), which may refer to one named before."""
    nouns = words().outlets
    last = int(tokens.ends[-1])
    found = (m for m in _NOUN.finditer(text, 0, last) if folded(m.group()) in nouns)
    return list(_in_tokens((Span(*m.span()) for m in found), tokens))


def name_places(text: str, tokens: Tokens) -> list[Place]:
    """Runs of capitalised words with numbers among them ("Radio 4"): names, of outlets perhaps."""
    end = int(tokens.ends[-1])
    runs: list[Span] = []
    for run in name_runs(text, 0, end):
        grown = Span(run.start, _NUMBER.match(text, run.end).end())  # type: ignore[union-attr]
        before = _NUMBER_BEFORE.search(text, max(0, run.start - _DIGITS), run.start)
        if before and not (runs and runs[-1].end > before.start()):
            grown = Span(before.start(), grown.end)
        if runs and runs[-1].end + 1 >= run.start and runs[-1].of(text)[-1:].isdigit():
            grown = Span(runs.pop().start, grown.end)
        runs.append(grown)
    return list(_in_tokens(runs, tokens))


def _in_tokens(spans: Iterable[Span], tokens: Tokens) -> Iterator[Place]:
    for span in spans:
        first = int(np.searchsorted(tokens.ends, span.start, side="right"))
        after = int(np.searchsorted(tokens.starts, span.end, side="left"))
        if first < after:
            yield first, after


def without_hearers(found: Found, outlets: Sequence[Place]) -> Found:
    """The attribution without pieces of its content that are no more than whom it was told.

    "told the magazine that …": the magazine is no part of what was said.
    """
    kept = tuple(
        piece
        for piece in found.content
        if piece[1] - piece[0] > _HEARER
        or not any(piece[0] < end and piece[1] > start for start, end in outlets)
    )
    return replace(found, content=kept) if kept else found


def without_outlets(found: Found, outlets: Sequence[Place]) -> Found:
    """The attribution without an outlet at the head of its source ("told Reuters a spokesman").

    A source that is an outlet, with or without an article before it, stays.
    """
    if found.source is None:
        return found
    start, end = found.source
    for first, after in outlets:
        if first == start and after < end - 1:
            start = after
    source = (start, end)
    return found if source == found.source else replace(found, source=source)
