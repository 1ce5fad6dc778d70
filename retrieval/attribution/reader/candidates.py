"""Whom an attribution may mean: the names and descriptions of sources in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from retrieval.attribution.reader.characters import EDGE
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.tokens import Floats, Ints, Tokens
from retrieval.model import ClaimantKind
from retrieval.names.folding import fold
from retrieval.names.lookup import find_known

FEATURES: Final = 25
_BEFORE: Final = 64  # candidates looked at on either side, nearest first: keeps the work linear
_AFTER: Final = 16
_RECENT: Final = 3  # attributions before
_BESIDE: Final = 5  # tokens
_WORD: Final = re.compile(r"\w+")
_LEAST_INITIAL: Final = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that may name a source.

    Attributes:
        key: its words, folded, for comparison.
        repeated: how many of the mentions around are alike, itself among them.
        outlet: whether the tables of names have it as one.
        speaking: how many of the sources around are alike.
    """

    place: Place
    text: str
    key: frozenset[str]
    repeated: int = 1
    outlet: bool = False
    speaking: int = 0

    def alike(self, other: Mention) -> bool:
        """Whether one's words are among the other's."""
        return bool(self.key and other.key) and (self.key <= other.key or other.key <= self.key)


def mention(text: str, tokens: Tokens, place: Place) -> Mention:
    """The mention at a place of the article."""
    words = text[int(tokens.starts[place[0]]) : int(tokens.ends[place[1] - 1])].strip(EDGE)
    key = (fold(word) for word in _WORD.findall(words))
    known = frozenset(word for word in key if len(word) >= _LEAST_INITIAL)
    named = find_known(words, trusted=False)
    return Mention(
        place, words, known, outlet=named is not None and named.kind is ClaimantKind.OUTLET
    )


def mentions_of(
    text: str, tokens: Tokens, names: Sequence[Place], found: Sequence[Found]
) -> list[Mention]:
    """All candidates of an article in reading order, each stretch once."""
    places = {*names}
    for one in found:
        places.update(one.via)
        if one.source is not None:
            places.add(one.source)
    made = [mention(text, tokens, place) for place in sorted(places)]
    sources = {one.source for one in found}
    counted = []
    for n, each in enumerate(made):
        around = [other for other in made[max(0, n - _BEFORE) : n + _BEFORE] if each.alike(other)]
        speaking = sum(other.place in sources for other in around)
        counted.append(replace(each, repeated=len(around), speaking=speaking))
    return counted


@dataclass(frozen=True, slots=True)
class Pairs:
    """An attribution with its candidates.

    Attributes:
        numbers: of the candidates among the article's mentions, shape (c,).
        features: shape (c, FEATURES).
    """

    numbers: Ints
    features: Floats


def pairs_of(
    one: Found,
    mentions: Sequence[Mention],
    tokens: Tokens,
    starts: Ints,
    before: Sequence[int | None],
) -> Pairs:
    """The candidates of an attribution and what tells them apart.

    ``starts`` are the first tokens of the mentions, ascending; ``before`` the mentions that the
    attributions before it were linked to.
    """
    anchor = one.source or one.cue or one.content[0]
    here = int(np.searchsorted(starts, anchor[0], side="right"))
    numbers = np.arange(max(0, here - _BEFORE), min(len(mentions), here + _AFTER), dtype=np.int32)
    scene = _Scene(one, anchor, here, mentions, tokens)
    last = [mentions[n] if n is not None else None for n in before[: -_RECENT - 1 : -1]]
    rows = [[*scene.features(int(n)), *_recent(mentions[int(n)], last)] for n in numbers]
    return Pairs(numbers, np.array(rows, dtype=np.float32).reshape(len(numbers), FEATURES))


@dataclass(frozen=True, slots=True)
class _Scene:
    """The place where a source stands, among the mentions of its article."""

    one: Found
    anchor: Place
    here: int
    mentions: Sequence[Mention]
    tokens: Tokens

    def features(self, n: int) -> list[float]:
        """What candidate ``n`` is to that place."""
        candidate = self.mentions[n]
        start, end = candidate.place
        itself = (
            self.one.source is not None and start < self.one.source[1] and end > self.one.source[0]
        )
        apart = (
            self.anchor[0] - end
            if end <= self.anchor[0]
            else start - self.anchor[1]
            if start >= self.anchor[1]
            else 0
        )
        first, last = sorted((start, self.anchor[0]))
        paragraphs = float(self.tokens.flags[first + 1 : last + 1, 0].sum())
        sentences = int(np.searchsorted(self.tokens.sentences, last, side="right")) - int(
            np.searchsorted(self.tokens.sentences, first, side="right")
        )
        source = self.mentions[self.here - 1] if itself else None
        spoken = any(start >= a and end <= b for a, b in self.one.content)
        return [
            float(itself),
            float(self.one.source == candidate.place),
            float(start > self.anchor[0]),
            np.log1p(max(apart, 0)) / 4,
            min(paragraphs, 8) / 4,
            min(sentences, 12) / 6,
            float(sentences == 0),
            float(paragraphs == 0),
            np.log1p(abs(self.here - 1 - n)) / 3,
            float(spoken),
            float(self.tokens.flags[start, 2]),
            float(self.tokens.flags[start, 3]),
            np.log1p(end - start) / 2,
            np.log1p(candidate.repeated) / 3,
            float(source is not None and source.alike(candidate)),
            np.log1p(self.anchor[1] - self.anchor[0]) / 2 if self.one.source is not None else -1.0,
            float(candidate.outlet),
            np.log1p(candidate.speaking) / 2,
            float(self.one.cue is None),
            *_beside_cue(candidate.place, self.one, self.tokens),
        ]


def _recent(candidate: Mention, last: Sequence[Mention | None]) -> list[float]:
    """Whether the last speakers, the latest first, were alike."""
    alike = [float(each is not None and each.alike(candidate)) for each in last]
    return alike + [0.0] * (_RECENT - len(alike))


def _beside_cue(place: Place, one: Found, tokens: Tokens) -> tuple[float, float, float]:
    """Whether a candidate follows the cue at once, precedes it, or stands in its sentence."""
    if one.cue is None:
        return 0.0, 0.0, 0.0
    after, ahead = place[0] - one.cue[1], one.cue[0] - place[1]
    first, last = sorted((place[0], one.cue[0]))
    between = np.searchsorted(tokens.sentences, [first, last], side="right")
    return (
        float(0 <= after <= _BESIDE),
        float(0 <= ahead <= _BESIDE),
        float(between[0] == between[1]),
    )
