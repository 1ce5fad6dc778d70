"""The names in an article that may be of somebody who passed words on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.attribution.reader.candidates import Mention, mentions_of
from retrieval.attribution.reader.decoding import Place
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.passing import Passer, touches, traits_of
from retrieval.attribution.reader.spans import SpanStates
from retrieval.attribution.reader.tokens import Tokens
from retrieval.names.folding import words

_RECENT: Final = 200  # outlets that a noun may mean


@dataclass(frozen=True, slots=True)
class Naming:
    """Where an article names somebody.

    Attributes:
        outlets: by the tables of names.
        runs: of capitalised words, as ``name_places`` finds them.
        nouns: for outlets, as ``reference_places`` finds them.
        tagged: names and intermediaries by the tagger, for scripts without capitals.
        speakers: who says something in the article.
        states: of stretches of the article.
    """

    outlets: Sequence[Place]
    runs: Sequence[Place]
    nouns: Sequence[Place]
    tagged: Sequence[Place]
    speakers: Sequence[Mention]
    states: SpanStates


def passers_of(linker: Linker, text: str, tokens: Tokens, naming: Naming) -> list[Passer]:
    """All of them, in reading order."""
    outlets = naming.outlets
    nouns = [each for each in naming.nouns if not touches(each, outlets)]
    places = [*outlets, *(p for p in naming.runs if not touches(p, outlets))]
    places += [each for each in dict.fromkeys(naming.tagged) if not touches(each, places)]
    nouns = [each for each in nouns if not touches(each, places)]
    named = mentions_of(text, tokens, sorted({*places, *nouns}), ())
    every = [each for each in named if not each.key <= words().articles]
    if not every:
        return []
    odds = linker.outlet(naming.states.of([[each.place] for each in every]))
    return [
        Passer(
            each,
            traits_of(
                text,
                tokens,
                each,
                float(likely),
                speaks=any(each.alike(speaker) for speaker in naming.speakers),
            ),
            each.place in nouns,
        )
        for each, likely in zip(every, odds, strict=True)
    ]


def references_of(passers: Sequence[Passer], tokens: Tokens) -> dict[int, int]:
    """For each noun for an outlet the outlet that was named last before it.

    "According to RT, they told the magazine": RT is not the magazine.
    """
    found = {}
    outlets: list[int] = []
    for number, each in enumerate(passers):
        if each.mention.outlet:
            outlets.append(number)
        elif each.noun:
            sentence = tokens.sentence_of(each.mention.place[0])
            recent = outlets[-_RECENT:]
            here = [
                n for n in recent if tokens.sentence_of(passers[n].mention.place[0]) == sentence
            ]
            for other in reversed(recent):
                if not any(passers[other].mention.alike(passers[n].mention) for n in here):
                    found[number] = other
                    break
    return found
