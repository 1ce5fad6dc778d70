"""Through whom a claimant's word came: reports within reports, outlets beside, carried over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.attribution.reader.candidates import Mention
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.tokens import Tokens

# Attributions by other speakers after which what a speaker told an outlet is no longer carried on.
_CARRIED: Final = 40
# Sentences back to where the speaker was named, in which an outlet counts as well.
_NAMED: Final = 2
_TOLD: Final = 3  # tokens between a cue and the outlet that is told ("a déclaré au …")


@dataclass(frozen=True, slots=True)
class Vias:
    """The intermediaries of an article's attributions, asked for in reading order.

    Three things are looked at, none of them a language's own. A report within another's words came
    through that speaker. An outlet named in the sentence of the cue, outside what was said, is the
    one that was told. And a speaker who told an outlet goes on doing so.
    """

    tokens: Tokens
    found: Sequence[Found]
    mentions: Sequence[Mention]
    claimants: Sequence[int | None]
    outlets: frozenset[Place]
    references: Mapping[int, int]

    def all(self) -> list[tuple[int, ...]]:
        """Those of each attribution; what one source says at once came the same way."""
        through: list[tuple[int, ...]] = []
        for number in range(len(self.found)):
            through.append(self.of(number, through))
        longest: dict[Place, tuple[int, ...]] = {}
        for one, way in zip(self.found, through, strict=True):
            if one.source is not None and len(way) > len(longest.get(one.source, ())):
                longest[one.source] = way
        return [
            longest.get(one.source, way) if one.source is not None else way
            for one, way in zip(self.found, through, strict=True)
        ]

    def of(self, number: int, before: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
        """Mentions nearest to the reader first; ``before``: those of the attributions before."""
        outer = self._outer(number)
        if outer is not None:
            speaker = self.claimants[outer]
            if speaker is not None and not self._speaks(number, speaker):
                inherited = before[outer] if outer < number else ()
                return (*inherited, speaker, *self._told(number, speaker))
        return self._beside(number) or self._carried(number, before)

    def _outer(self, number: int) -> int | None:
        """The smallest attribution that has this one's cue, or what was said, in its content."""
        one = self.found[number]
        place = one.cue or one.content[0]
        best, size = None, 0
        for other in range(max(0, number - _CARRIED), min(len(self.found), number + _CARRIED)):
            each = self.found[other]
            if other == number or each.content == one.content:
                continue
            for start, end in each.content:
                within = start <= place[0] and place[1] <= end
                if within and (best is None or end - start < size):
                    best, size = other, end - start
        return best

    def _beside(self, number: int) -> tuple[int, ...]:
        """Outlets in the sentence of source, cue, or beginning or end of what was said.

        Of two, the one that the cue is followed by was told, and stands next to the speaker.
        """
        places = self._places(number)
        sentences = {self._sentence(place) for place in places}
        fitting = [
            n
            for n, each in self._near(places)
            if self._sentence(each.place[0]) in sentences and self._passes_on(number, n)
        ]
        if not fitting:
            return ()
        cue = self.found[number].cue or self.found[number].content[0]
        nearest = min(fitting, key=lambda n: abs(self.mentions[n].place[0] - cue[0]))
        told = next((n for n in fitting if self._is_told(cue, n)), None)
        if told is None:
            return (nearest,)
        others = [n for n in fitting if self.names(n) != self.names(told)]
        first = min(others, key=lambda n: abs(self.mentions[n].place[0] - cue[0]), default=None)
        return (told,) if first is None else (first, told)

    def _told(self, number: int, speaker: int) -> tuple[int, ...]:
        """The outlet that the cue is followed by, where it is not who reports that."""
        one = self.found[number]
        cue = one.cue or one.content[0]
        told = (n for n, _ in self._near([cue[0]]) if self._is_told(cue, n))
        fitting = (n for n in told if self._passes_on(number, n))
        others = (
            n for n in fitting if not self.mentions[self.names(n)].alike(self.mentions[speaker])
        )
        return tuple(others)[:1]

    def names(self, number: int) -> int:
        """The outlet that a mention names: another mention where it is a noun that refers to it."""
        return self.references.get(number, number)

    def _places(self, number: int) -> list[int]:
        """The tokens by whose sentences an outlet is looked for."""
        one = self.found[number]
        places = [place[0] for place in (one.source, one.cue) if place is not None]
        places += [one.content[0][0], one.content[-1][1] - 1]
        who = self.claimants[number]
        if who is not None:
            named = self.mentions[who].place[0]
            if 0 <= self._sentence(min(places)) - self._sentence(named) <= _NAMED:
                places.append(named)
        return places

    def _passes_on(self, number: int, mention: int) -> bool:
        one, each = self.found[number], self.mentions[mention]
        outlet = each.outlet or each.place in self.outlets or _touches(each.place, one.via)
        if mention in self.references:
            outlet = self._is_told(one.cue or one.content[0], mention)
        spoken = _touches(each.place, one.content)
        return outlet and not spoken and not self._speaks(number, mention)

    def _is_told(self, cue: Place, mention: int) -> bool:
        return 0 <= self.mentions[mention].place[0] - cue[1] <= _TOLD

    def _near(self, places: Sequence[int]) -> list[tuple[int, Mention]]:
        starts = [each.place[0] for each in self.mentions]
        first = self._sentence_start(min(places))
        last = self._sentence_end(max(places))
        return [
            (n, self.mentions[n])
            for n in range(bisect_right(starts, first - 1), bisect_right(starts, last))
        ]

    def _carried(self, number: int, before: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
        """The vias of the same speaker's words before."""
        who = self.claimants[number]
        if who is None:
            return ()
        for other in range(number - 1, max(-1, number - _CARRIED), -1):
            spoke = self.claimants[other]
            if spoke is not None and self.mentions[spoke].alike(self.mentions[who]):
                return before[other]
        return ()

    def _speaks(self, number: int, mention: int) -> bool:
        who = self.claimants[number]
        return who is not None and self.mentions[who].alike(self.mentions[mention])

    def _sentence(self, place: int) -> int:
        return bisect_right(self.tokens.sentences, place)

    def _sentence_start(self, place: int) -> int:
        number = self._sentence(place)
        return int(self.tokens.sentences[number - 1]) if number else 0

    def _sentence_end(self, place: int) -> int:
        number = self._sentence(place)
        sentences = self.tokens.sentences
        return int(sentences[number]) if number < len(sentences) else len(self.tokens)


def _touches(place: Place, others: Sequence[Place]) -> bool:
    return any(place[0] < end and place[1] > start for start, end in others)
