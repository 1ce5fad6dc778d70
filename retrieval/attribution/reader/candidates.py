"""Whom an attribution may mean: the names and descriptions of sources in the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats, Ints
from retrieval.attribution.reader.characters import EDGE
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.known import folded, known_as
from retrieval.attribution.reader.tokens import Tokens
from retrieval.model import ClaimantKind

FEATURES: Final = 25
_STANDING: Final = 19  # of them: what a candidate is to the source's place
_TIMES: Final = 22  # from here: whether the last speakers, the latest first, were alike
_BEFORE: Final = 64  # candidates looked at on either side, nearest first: keeps the work linear
_AFTER: Final = 16
_RECENT: Final = 3  # attributions before
_BESIDE: Final = 5  # tokens
# "Black-Daley" is one name, and no Daley.
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
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
    key = (folded(word) for word in _WORD.findall(words))
    known = frozenset(word for word in key if len(word) >= _LEAST_INITIAL)
    named = known_as(words, trusted=False)
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
    having: defaultdict[str, list[int]] = defaultdict(list)  # the mentions that have a word
    for n, each in enumerate(made):
        for word in each.key:
            having[word].append(n)
    counted = []
    for n, each in enumerate(made):
        near = {other for word in each.key for other in _within(having[word], n)}
        around = [made[other] for other in near if each.alike(made[other])]
        speaking = sum(other.place in sources for other in around)
        counted.append(replace(each, repeated=len(around), speaking=speaking))
    return counted


def _within(numbers: Sequence[int], n: int) -> Sequence[int]:
    """Those of ascending numbers that are near one of them."""
    return numbers[bisect_left(numbers, n - _BEFORE) : bisect_left(numbers, n + _BEFORE)]


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
    candidates = [mentions[n] for n in numbers.tolist()]
    last = [mentions[n] if n is not None else None for n in before[: -_RECENT - 1 : -1]]
    features = np.zeros((len(numbers), FEATURES), dtype=np.float32)
    if candidates:
        features[:, :_STANDING] = _standing(one, anchor, numbers - (here - 1), candidates, tokens)
        features[:, _STANDING:_TIMES] = _beside_cue(candidates, one, tokens)
        for column, each in enumerate(last, _TIMES):
            if each is not None:
                features[:, column] = [each.alike(other) for other in candidates]
    return Pairs(numbers, features)


def _standing(
    one: Found, anchor: Place, away: Ints, candidates: Sequence[Mention], tokens: Tokens
) -> NDArray[np.float64]:
    """What candidates are to the place where a source stands, shape (c, 19).

    ``away`` are their numbers, counted from the mention at that place.
    """
    starts, ends = np.array([each.place for each in candidates]).T
    source = one.source if one.source is not None else (0, 0)
    itself = (starts < source[1]) & (ends > source[0])
    apart = np.maximum(np.maximum(anchor[0] - ends, starts - anchor[1]), 0)
    paragraphs = _breaks(tokens, starts, anchor[0])
    sentences = _sentences_between(tokens, starts, anchor[0])
    spoken = np.zeros(len(starts), dtype=np.bool_)
    for start, end in one.content:
        spoken |= (starts >= start) & (ends <= end)
    alike = np.zeros(len(starts), dtype=np.bool_)
    if itself.any():
        nearest = candidates[int(np.flatnonzero(away == 0)[0])]
        alike[itself] = [nearest.alike(candidates[n]) for n in np.flatnonzero(itself).tolist()]
    counts = np.array([(each.repeated, each.outlet, each.speaking) for each in candidates]).T
    length = np.log1p(anchor[1] - anchor[0]) / 2 if one.source is not None else -1.0
    return np.stack(
        [
            itself,
            (starts == source[0]) & (ends == source[1]),
            starts > anchor[0],
            np.log1p(apart) / 4,
            np.minimum(paragraphs, 8) / 4,
            np.minimum(sentences, 12) / 6,
            sentences == 0,
            paragraphs == 0,
            np.log1p(np.abs(away)) / 3,
            spoken,
            tokens.flags[starts, 2],
            tokens.flags[starts, 3],
            np.log1p(ends - starts) / 2,
            np.log1p(counts[0]) / 3,
            alike,
            np.full(len(starts), length),
            counts[1],
            np.log1p(counts[2]) / 2,
            np.full(len(starts), float(one.cue is None)),
        ],
        axis=-1,
    )


def _breaks(tokens: Tokens, places: Ints, anchor: int) -> NDArray[np.int64]:
    """How many paragraphs begin between each place and the anchor."""
    first = min(int(places.min()), anchor)
    last = max(int(places.max()), anchor)
    begun = np.cumsum(tokens.flags[first : last + 1, 0]).astype(np.int64)
    apart: NDArray[np.int64] = np.abs(begun[places - first] - begun[anchor - first])
    return apart


def _sentences_between(tokens: Tokens, places: Ints, anchor: int) -> NDArray[np.int64]:
    """By how many sentences each place is apart from the anchor."""
    numbers = np.searchsorted(tokens.sentences, np.append(places, anchor), side="right")
    apart: NDArray[np.int64] = np.abs(numbers[:-1] - numbers[-1])
    return apart


def _beside_cue(
    candidates: Sequence[Mention], one: Found, tokens: Tokens
) -> NDArray[np.bool_] | float:
    """Whether they follow the cue at once, precede it, or stand in its sentence, shape (c, 3)."""
    if one.cue is None:
        return 0.0
    starts, ends = np.array([each.place for each in candidates]).T
    after, ahead = starts - one.cue[1], one.cue[0] - ends
    return np.stack(
        [
            (after >= 0) & (after <= _BESIDE),
            (ahead >= 0) & (ahead <= _BESIDE),
            _sentences_between(tokens, starts, one.cue[0]) == 0,
        ],
        axis=-1,
    )
