"""Through whom a claimant's word came: reports within reports, outlets beside, carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.candidates import Mention
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.nesting import outer_of
from retrieval.attribution.reader.passing import Beside, Passer
from retrieval.attribution.reader.tokens import Tokens

CARRYING_FEATURES: Final = 24
# Attributions between which what a speaker told an outlet is carried on.
_CARRIED: Final = 40
_TOLD: Final = 3  # tokens between a cue and the outlet that is told ("a déclaré au …")
# Log-odds, chosen by cross-validation on the articles trained on.
PASSED: Final = 0.0
CARRIED: Final = 0.0
_LEAD: Final = 3  # sentences at the head of an article


class Judge(Protocol):
    """What of the linker is asked here."""

    def passing(self, features: Floats) -> Floats:
        """Log-odds, shape (c,)."""

    def carrying(self, features: Floats) -> Floats:
        """Log-odds, shape (c,)."""


@dataclass(frozen=True, slots=True)
class Told:
    """An outlet beside an attribution.

    Attributes:
        passer: its number.
        odds: that it passed the words on.
    """

    passer: int
    odds: float


@dataclass
class Vias:
    """The intermediaries of an article's attributions.

    A report within another's words came through that speaker. An outlet named beside, outside what
    was said, was told. And what a speaker told an outlet goes on coming through it.

    Attributes:
        passers: in reading order.
        references: for nouns among them the passer that is meant.
        odds: for each attribution how likely each mention is its claimant, by mention.
    """

    judge: Judge
    text: str
    tokens: Tokens
    found: Sequence[Found]
    mentions: Sequence[Mention]
    claimants: Sequence[int | None]
    passers: Sequence[Passer]
    references: Mapping[int, int]
    odds: Sequence[Mapping[int, float]]

    def all(self) -> list[tuple[Mention, ...]]:
        """Those of each attribution, nearest to the reader first."""
        through: list[tuple[Mention, ...]] = [()] * len(self.found)
        done: set[int] = set()
        for number in range(len(self.found)):
            self._fill(number, through, done)
        longest: dict[Place, tuple[Mention, ...]] = {}
        for one, way in zip(self.found, through, strict=True):
            if one.source is not None and len(way) > len(longest.get(one.source, ())):
                longest[one.source] = way
        return [
            longest.get(one.source, way) if one.source is not None else way
            for one, way in zip(self.found, through, strict=True)
        ]

    def named(self, mention: Mention) -> Mention:
        """The outlet's own name, where a noun refers to it."""
        for n, each in enumerate(self.passers):
            if each.mention is mention:
                return self.passers[self.references.get(n, n)].mention
        return mention

    def _fill(self, number: int, through: list[tuple[Mention, ...]], done: set[int]) -> None:
        """Sets the way of an attribution, after that of the one around it."""
        if number in done:
            return
        done.add(number)
        outer = self.outer(number)
        speaker = self.claimant(outer) if outer is not None else None
        if outer is not None and speaker is not None and not self._speaks(number, speaker):
            self._fill(outer, through, done)
            told = [n for n in self.beside[number] if self._is_told(number, n.passer)]
            others = [self.passers[n.passer].mention for n in told]
            others = [m for m in others if not self.named(m).alike(speaker)]
            through[number] = (*through[outer], speaker, *others[:1])
        else:
            through[number] = self._ordered(number) or self._carried(number)

    def _ordered(self, number: int) -> tuple[Mention, ...]:
        """Of two outlets, the one that the cue is followed by stands next to the speaker."""
        beside = self.beside[number]
        if not beside:
            return ()
        best = max(beside, key=lambda each: each.odds)
        told = next((n for n in beside if self._is_told(number, n.passer)), None)
        if told is None:
            return (self.passers[best.passer].mention,)
        mention = self.passers[told.passer].mention
        name = self.named(mention)
        others = [n for n in beside if not self._same_outlet(n.passer, name)]
        if not others:
            return (mention,)
        first = max(others, key=lambda each: each.odds)
        return (self.passers[first.passer].mention, mention)

    def _same_outlet(self, passer: int, name: Mention) -> bool:
        other = self.passers[self.references.get(passer, passer)].mention
        return other is name or other.alike(name) or other.place[1] == name.place[0]

    def _carried(self, number: int) -> tuple[Mention, ...]:
        anchors = self.anchors(number)
        if not anchors:
            return ()
        odds = self.judge.carrying(np.stack([self.carrying(number, n) for n in anchors]))
        best = int(odds.argmax())
        return self._ordered(anchors[best]) if odds[best] > CARRIED else ()

    @cached_property
    def considered(self) -> list[list[Told]]:
        """For each attribution all names beside it with their odds."""
        starts = [each.mention.place[0] for each in self.passers]
        out = []
        for number, one in enumerate(self.found):
            beside = Beside(
                self.text, self.tokens, one, self.claimant(number), self.passers, starts
            )
            near = beside.near()
            odds = self.judge.passing(np.stack([beside.features(n) for n in near])) if near else ()
            out.append([Told(n, float(each)) for n, each in zip(near, odds, strict=True)])
        return out

    @cached_property
    def beside(self) -> list[list[Told]]:
        """For each attribution the outlets that passed it on."""
        return [
            [each for each in every if self._passed(number, each)]
            for number, every in enumerate(self.considered)
        ]

    def _passed(self, number: int, told: Told) -> bool:
        """A noun alone counts where it is told, and refers to an outlet named before."""
        if self.passers[told.passer].noun:
            return told.passer in self.references and self._is_told(number, told.passer)
        return told.odds > PASSED

    def anchors(self, number: int) -> list[int]:
        """The attributions before that an outlet was told."""
        first = max(0, number - _CARRIED)
        return [n for n in range(first, number) if self.beside[n] and self.outer(n) is None]

    @cached_property
    def _outers(self) -> list[int | None]:
        return [outer_of(number, self.found, self.tokens) for number in range(len(self.found))]

    def outer(self, number: int) -> int | None:
        """The attribution within which this one is reported."""
        return self._outers[number]

    def claimant(self, number: int) -> Mention | None:
        """Who said it."""
        who = self.claimants[number]
        return self.mentions[who] if who is not None else None

    def carrying(self, number: int, anchor: int) -> Floats:
        """What an attribution is to another that an outlet was told, (CARRYING_FEATURES,)."""
        one, other = self.found[number], self.found[anchor]
        who, whose = self.claimant(number), self.claimant(anchor)
        first, last = sorted((number, anchor))
        between = [self.claimant(n) for n in range(first + 1, last)]
        here, there = one.content[0][0], other.content[0][0]
        a, b = sorted((here, there))
        flags = self.tokens.flags
        odds = self.odds[number]
        likely = sum(p for n, p in odds.items() if whose and self.mentions[n].alike(whose))
        sentence = self.tokens.sentence_of(here)
        outlets = [n for n in range(first + 1, last) if self.beside[n]]
        around = range(max(0, anchor - _CARRIED), min(len(self.found), anchor + _CARRIED))
        spoken = [self.claimant(n) for n in around]
        speaks = [each for each in spoken if each and whose and each.alike(whose)]
        paragraphs = float(flags[a + 1 : b + 1, 0].sum())
        best = max((each.odds for each in self.considered[number]), default=-4.0)
        return np.array(
            [
                float(bool(who and whose and who.alike(whose))),
                float(who is whose),
                likely,
                float(anchor > number),
                np.log1p(b - a) / 4,
                min(paragraphs, 8) / 4,
                float(paragraphs <= 1),
                min(last - first, 12) / 6,
                min(sum(bool(c and whose and not c.alike(whose)) for c in between), 6) / 3,
                min(len(outlets), 4) / 2,
                float(one.source is None),
                float(one.cue is None),
                _length(one.source),
                self._named(one.source),
                float(flags[here, 2]),
                float(flags[there, 2]),
                float(sentence <= 1),
                float(sentence <= _LEAD),
                float(self.tokens.sentence_of(there) <= _LEAD),
                len(speaks) / len(around),
                max(each.odds for each in self.beside[anchor]) / 4,
                max(-4.0, best) / 4,
                float(self.outer(number) is not None),
                float(any(self._is_told(anchor, each.passer) for each in self.beside[anchor])),
            ],
            dtype=np.float32,
        )

    def _named(self, source: Place | None) -> float:
        """Whether a source has a capital after its first token."""
        if source is None:
            return 0.0
        return float(self.tokens.flags[source[0] + 1 : source[1], 3].any())

    def _is_told(self, number: int, passer: int) -> bool:
        cue = self.found[number].cue or self.found[number].content[0]
        return 0 <= self.passers[passer].mention.place[0] - cue[1] <= _TOLD

    def _speaks(self, number: int, mention: Mention) -> bool:
        who = self.claimant(number)
        return who is not None and mention.alike(who)


def _length(place: Place | None) -> float:
    return float(np.log1p(place[1] - place[0])) / 2 if place is not None else -1.0
