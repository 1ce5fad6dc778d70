"""Claimants, vias and kinds of what was found in an article, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.candidates import (
    Mention,
    Pairs,
    mentions_of,
    pairs_of,
)
from retrieval.attribution.reader.decoding import Found, Place, Tagged
from retrieval.attribution.reader.layout import KINDS, STANCES
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.outlets import (
    name_places,
    outlet_places,
    reference_places,
    without_hearers,
    without_outlets,
)
from retrieval.attribution.reader.spans import span_states
from retrieval.attribution.reader.tokens import Floats, Tokens
from retrieval.attribution.reader.vias import Vias
from retrieval.model import ClaimantKind, Stance

_OUTLET: Final = 0.0  # log-odds from which a mention counts as an outlet
_PASSED_ON: Final = 0.5  # of an outlet's words, which are then another's
_BESIDE: Final = 5  # attributions
_LONGEST_NAME: Final = 6  # words; a longer one is a description
_AROUND: Final = 200  # mentions in which a fuller name is looked for, on either side


@dataclass(frozen=True, slots=True)
class Linked:
    """An attribution with whom it means.

    Attributes:
        claimant: None where the article has nobody to link to.
        name: the mention with the claimant's fullest name.
        via: nearest to the reader first: the mention, and the one with the fullest name.
    """

    found: Found
    claimant: Mention | None
    name: Mention | None
    kind: ClaimantKind
    stance: Stance
    via: tuple[tuple[Mention, Mention], ...]


def linked(
    linker: Linker, text: str, tokens: Tokens, tagged: Tagged, states: NDArray[np.float16]
) -> list[Linked]:
    """Links what was found; ``states`` as ``stitched`` makes them.

    "According to RT, officials said": RT is a via there, and not somebody who says it as well.
    """
    every = list(_every(linker, text, tokens, tagged, states))
    return [
        each
        for n, each in enumerate(every)
        if not _passed_on(each, every[max(0, n - _BESIDE) : n + _BESIDE])
    ]


def _every(
    linker: Linker, text: str, tokens: Tokens, tagged: Tagged, states: NDArray[np.float16]
) -> Iterator[Linked]:
    outlets = outlet_places(text, tokens)
    outlets += _likely_outlets(linker, name_places(text, tokens), outlets, states)
    nouns = [
        each
        for each in reference_places(text, tokens)
        if not any(each[0] < end and each[1] > start for start, end in outlets)
    ]
    told = [*outlets, *nouns]
    found = [without_hearers(without_outlets(one, outlets), told) for one in tagged.found]
    tagged = replace(tagged, found=found)
    mentions = mentions_of(text, tokens, [*tagged.names, *outlets, *nouns], tagged.found)
    starts = np.array([each.place[0] for each in mentions], dtype=np.int32)
    article = _Article(linker, tokens, tagged.found, mentions, starts, states)
    claimants: list[int | None] = []
    for number in range(len(tagged.found)):
        claimants.append(article.claimant(number, claimants))
    references = _references(mentions, set(nouns), tokens)
    vias = Vias(tokens, tagged.found, mentions, claimants, frozenset(outlets), references)
    through = vias.all()
    for number, one in enumerate(tagged.found):
        who = claimants[number]
        yield Linked(
            found=one,
            claimant=mentions[who] if who is not None else None,
            name=_fullest(mentions, who) if who is not None else None,
            kind=article.kind(number, who),
            stance=article.stance(number),
            via=tuple((mentions[n], _named(mentions, vias.names(n))) for n in through[number]),
        )


def _references(mentions: Sequence[Mention], nouns: set[Place], tokens: Tokens) -> dict[int, int]:
    """For each noun for an outlet the mention of the outlet that was named last before it.

    "According to RT, they told the magazine": RT is not the magazine.
    """
    found = {}
    outlets: list[int] = []
    for number, each in enumerate(mentions):
        if each.outlet:
            outlets.append(number)
        elif each.place in nouns:
            sentence = tokens.sentence_of(each.place[0])
            recent = outlets[-_AROUND:]
            here = [n for n in recent if tokens.sentence_of(mentions[n].place[0]) == sentence]
            for other in reversed(recent):
                if not any(mentions[other].alike(mentions[n]) for n in here):
                    found[number] = other
                    break
    return found


def _passed_on(each: Linked, others: Sequence[Linked]) -> bool:
    """Whether an outlet's words are no more than somebody's whose words it passes on."""
    who = each.claimant
    if who is None or not who.outlet:
        return False
    mine = each.found.tokens
    return any(
        other is not each
        and any(mention.alike(who) for mention, _ in other.via)
        and len(other.found.tokens & mine) > _PASSED_ON * len(mine)
        for other in others
    )


def _likely_outlets(
    linker: Linker, names: Sequence[Place], known: Sequence[Place], states: NDArray[np.float16]
) -> list[Place]:
    """The names that are outlets by the company they keep."""
    others = [p for p in names if not any(p[0] < b and p[1] > a for a, b in known)]
    if not others:
        return []
    odds = linker.outlet(np.stack([span_states(states, [place]) for place in others]))
    return [place for place, each in zip(others, odds, strict=True) if each > _OUTLET]


@dataclass(frozen=True, slots=True)
class _Article:
    linker: Linker
    tokens: Tokens
    found: Sequence[Found]
    mentions: Sequence[Mention]
    starts: NDArray[np.int32]
    states: NDArray[np.float16]

    def claimant(self, number: int, before: Sequence[int | None]) -> int | None:
        """The mention that an attribution's source means."""
        one = self.found[number]
        pairs = pairs_of(one, self.mentions, self.tokens, self.starts, before)
        if not len(pairs.numbers):
            return None
        scores = self.linker.claimant(self._query(number), self._keys(pairs), pairs.features)
        return int(pairs.numbers[int(scores.argmax())])

    def stance(self, number: int) -> Stance:
        one = self.found[number]
        cue = one.cue or one.source or one.content[0]
        return Stance(STANCES[int(self.linker.stance(span_states(self.states, [cue])).argmax())])

    def kind(self, number: int, claimant: int | None) -> ClaimantKind:
        source = self._source(number)
        if claimant is not None and self.mentions[claimant].outlet:
            return ClaimantKind.OUTLET
        place = self.mentions[claimant].place if claimant is not None else source
        scores = self.linker.kind(
            span_states(self.states, [source]), span_states(self.states, [place])
        )
        return ClaimantKind(KINDS[int(scores.argmax())])

    def _source(self, number: int) -> tuple[int, int]:
        one = self.found[number]
        return one.source or one.cue or one.content[0]

    def _query(self, number: int) -> Floats:
        one, source = self.found[number], self._source(number)
        parts = ([source], [one.cue or source], one.content)
        return np.concatenate([span_states(self.states, part) for part in parts])

    def _keys(self, pairs: Pairs) -> Floats:
        return np.stack([span_states(self.states, [self.mentions[n].place]) for n in pairs.numbers])


def _named(mentions: Sequence[Mention], number: int) -> Mention:
    """An outlet of the tables has its name there; others go by their fullest."""
    return mentions[number] if mentions[number].outlet else _fullest(mentions, number)


def _fullest(mentions: Sequence[Mention], number: int) -> Mention:
    """The fullest name among the mentions that are alike, the nearest of several."""
    one = mentions[number]
    near = range(max(0, number - _AROUND), min(len(mentions), number + _AROUND))
    fitting = [
        mentions[other]
        for other in sorted(near, key=lambda place: abs(place - number))
        if one.key and one.key <= mentions[other].key and len(mentions[other].key) <= _LONGEST_NAME
    ]
    return max(fitting, key=lambda each: len(each.key), default=one)
