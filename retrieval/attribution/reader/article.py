"""An article while its attributions are linked: who says each, how, and through whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats
from retrieval.attribution.reader.candidates import Mention, mentions_of, pairs_of
from retrieval.attribution.reader.decoding import Found, Place, Tagged
from retrieval.attribution.reader.layout import KINDS, STANCES
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.numerics import log_softmax
from retrieval.attribution.reader.outlets import (
    name_places,
    outlet_places,
    reference_places,
    without_hearers,
    without_outlets,
)
from retrieval.attribution.reader.passers import Naming, passers_of, references_of
from retrieval.attribution.reader.passing import touches
from retrieval.attribution.reader.spans import SpanStates
from retrieval.attribution.reader.stances import stance_features
from retrieval.attribution.reader.tokens import Tokens
from retrieval.attribution.reader.vias import Vias
from retrieval.model import ClaimantKind, Stance

_OUTLET: Final = 0.0  # log-odds from which a mention counts as an outlet
_LONGEST_NAME: Final = 6  # words; a longer one is a description
_LIKELIEST: Final = 8  # mentions that are compared
_NEVER: Final = np.float32(-1e4)
_LEAST_ODDS: Final = 0.01  # of a candidate that is remembered
_AROUND: Final = 200  # mentions in which a fuller name is looked for, on either side


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article while it is linked.

    Attributes:
        starts: first tokens of the mentions.
        asked: what the linker makes of each attribution.
        told: what it makes of each mention.
        names: by the tagger.
        outlets: by the tables of names.
        nouns: for outlets, where no outlet is named.
        runs: of capitalised words.
        references: all nouns for outlets.
    """

    linker: Linker
    text: str
    tokens: Tokens
    found: Sequence[Found]
    mentions: Sequence[Mention]
    starts: NDArray[np.int32]
    states: SpanStates
    asked: Floats
    told: Floats
    names: Sequence[Place]
    outlets: Sequence[Place]
    nouns: Sequence[Place]
    runs: Sequence[Place]
    references: Sequence[Place]
    claimants: list[int | None] = field(default_factory=list)
    odds: list[dict[int, float]] = field(default_factory=list)

    def link(self, number: int) -> None:
        """Finds the mention that an attribution's source means, after those before it."""
        one = self.found[number]
        pairs = pairs_of(one, self.mentions, self.tokens, self.starts, self.claimants)
        if not len(pairs.numbers):
            self.claimants.append(None)
            self.odds.append({})
            return
        scores = self.linker.scores(self.asked[number], self.told[pairs.numbers], pairs.features)
        scores = np.where(self._foreign(one, pairs.numbers), _NEVER, scores)
        shares = np.exp(log_softmax(scores))
        self.claimants.append(self._likeliest(pairs.numbers, shares))
        self.odds.append(
            {
                int(n): float(each)
                for n, each in zip(pairs.numbers, shares, strict=True)
                if each > _LEAST_ODDS
            }
        )

    def _likeliest(self, numbers: NDArray[np.int32], shares: Floats) -> int:
        """The likeliest mention of whoever is likeliest, taken all mentions of them together."""
        order = np.argsort(-shares, kind="stable")[:_LIKELIEST]
        every = [self.mentions[n] for n in numbers]
        sums: dict[frozenset[str], float] = {}

        def whole(place: int) -> float:
            key = every[place].key
            if not key:
                return float(shares[place])
            if key not in sums:
                alike = [bool(each.key) and (key <= each.key or each.key <= key) for each in every]
                sums[key] = float(shares[alike].sum())
            return sums[key]

        return int(numbers[max(order.tolist(), key=whole)])

    def _foreign(self, one: Found, numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
        """The outlets among candidates that the source does not name: they do not say "he"."""
        if one.source is None or self._refers(one.source):
            return np.zeros(len(numbers), dtype=np.bool_)
        mine = [self.mentions[n] for n in numbers if touches(self.mentions[n].place, [one.source])]
        return np.array(
            [
                self.mentions[n].outlet
                and not touches(self.mentions[n].place, [one.source])
                and not any(self.mentions[n].alike(each) for each in mine)
                for n in numbers
            ],
            dtype=np.bool_,
        )

    def _refers(self, source: Place) -> bool:
        """Whether a source is a noun for an outlet."""
        return touches(source, self.nouns)

    def vias(self) -> Vias:
        """Through whom the attributions came."""
        tagged = [*self.names, *(place for one in self.found for place in one.via)]
        known = {n.key: n for n in (self.mentions[c] for c in self.claimants if c is not None)}
        speakers = list(known.values())
        naming = Naming(self.outlets, self.runs, self.references, tagged, speakers, self.states)
        passers = passers_of(self.linker, self.text, self.tokens, naming)
        return Vias(
            self.linker, self.text, self.tokens, self.found, self.mentions, self.claimants,
            passers, references_of(passers, self.tokens), self.odds,
        )  # fmt: skip

    def named(self, mention: Mention) -> Mention:
        """An outlet has its name there; others go by their fullest."""
        numbers = [n for n, each in enumerate(self.mentions) if each is mention]
        return mention if mention.outlet or not numbers else fullest(self.mentions, numbers[0])

    def stances(self) -> list[Stance]:
        """How each attribution is said."""
        if not self.found:
            return []
        cues = [one.cue or one.source or one.content[0] for one in self.found]
        states = [self.states.of([[cue] for cue in cues])]
        states.append(self.states.of([one.content for one in self.found]))
        words = np.stack([stance_features(self.text, self.tokens, one) for one in self.found])
        scores = self.linker.stance(np.concatenate(states, axis=-1), words)
        told = np.where(_admitted_stances(words), scores, -np.inf)
        return [Stance(STANCES[best]) for best in told.argmax(-1).tolist()]

    def kinds(self) -> list[ClaimantKind]:
        """What kind of source the claimant of each attribution is."""
        if not self.found:
            return []
        sources = [_source(one) for one in self.found]
        who = [self.mentions[n] if n is not None else None for n in self.claimants]
        places = [each.place if each else source for each, source in zip(who, sources, strict=True)]
        scores = self.linker.kind(
            *(self.states.of([[place] for place in part]) for part in (sources, places))
        )
        return [
            ClaimantKind.OUTLET if each and each.outlet else ClaimantKind(KINDS[best])
            for each, best in zip(who, scores.argmax(-1).tolist(), strict=True)
        ]


def _admitted_stances(words: Floats) -> NDArray[np.bool_]:
    """Which stances each cue's own words allow, shape (found, STANCES).

    "Denied" is a denial or, in "denied a request", a plain report; it is no demand, however much
    of one its neighbours have. A cue with words of no stance, or of several, allows all.
    """
    cue = words[:, : len(STANCES) - 1] > 0
    allowed = np.ones((len(words), len(STANCES)), dtype=bool)
    single = cue.sum(1) == 1
    allowed[single, 1:] = cue[single]
    return allowed


def _source(one: Found) -> Place:
    return one.source or one.cue or one.content[0]


def _asked(linker: Linker, states: SpanStates, found: Sequence[Found]) -> Floats:
    sources = [_source(one) for one in found]
    cues = [one.cue or source for one, source in zip(found, sources, strict=True)]
    parts = ([[each] for each in sources], [[each] for each in cues], [e.content for e in found])
    return linker.asked(np.concatenate([states.of(part) for part in parts], axis=-1))


def prepared(
    linker: Linker, text: str, tokens: Tokens, tagged: Tagged, states: NDArray[np.float16]
) -> Article:
    """An article with its mentions and claimants, as they are linked."""
    held = SpanStates(states)
    known = outlet_places(text, tokens)
    runs, references = name_places(text, tokens), reference_places(text, tokens)
    outlets = known + _likely_outlets(linker, runs, known, held)
    nouns = [each for each in references if not touches(each, outlets)]
    told = [*outlets, *nouns]
    found = [without_hearers(without_outlets(one, outlets), told) for one in tagged.found]
    mentions = mentions_of(text, tokens, [*tagged.names, *outlets, *nouns], found)
    starts = np.array([each.place[0] for each in mentions], dtype=np.int32)
    nothing = np.empty(0, dtype=np.float32)
    asked = _asked(linker, held, found) if found else nothing
    keys = linker.told(held.of([[m.place] for m in mentions])) if mentions else nothing
    article = Article(
        linker, text, tokens, found, mentions, starts, held, asked, keys,
        tagged.names, known, nouns, runs, references,
    )  # fmt: skip
    for number in range(len(found)):
        article.link(number)
    return article


def _likely_outlets(
    linker: Linker, names: Sequence[Place], known: Sequence[Place], states: SpanStates
) -> list[Place]:
    """The names that are outlets by the company they keep."""
    others = [p for p in names if not any(p[0] < b and p[1] > a for a, b in known)]
    if not others:
        return []
    odds = linker.outlet(states.of([[place] for place in others]))
    return [place for place, each in zip(others, odds, strict=True) if each > _OUTLET]


def fullest(mentions: Sequence[Mention], number: int) -> Mention:
    """The fullest name of whom a mention names, the nearest of several.

    Of two who share a name it is the one who is called by the full one more often.
    """
    one = mentions[number]
    near = range(max(0, number - _AROUND), min(len(mentions), number + _AROUND))
    fitting = [
        mentions[other]
        for other in sorted(near, key=lambda place: abs(place - number))
        if one.key and one.key < mentions[other].key and len(mentions[other].key) <= _LONGEST_NAME
    ]
    if not fitting:
        return one

    def called(each: Mention) -> int:
        return sum(other.key >= each.key or each.key >= other.key for other in fitting)

    meant = max(fitting, key=called)
    return max((e for e in fitting if e.alike(meant)), key=lambda each: len(each.key))
