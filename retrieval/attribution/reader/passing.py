"""Who may have passed words on: names beside an attribution, and what makes them an outlet's."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.candidates import Mention
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.known import folded, known_as
from retrieval.attribution.reader.tokens import Tokens
from retrieval.model import ClaimantKind

PASSING_FEATURES: Final = 33
_WORD: Final = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_DOMAIN: Final = re.compile(r"\w\.(?:com|org|net|info|news|co|tv|fr|de|ru|uk|es|it|vn|cn|eu)\b")
_BESIDE: Final = 30  # characters on either side of a name in which a noun says what it is
_WORDS: Final = 3  # of them
_TOLD: Final = 3  # tokens between a cue and the outlet that is told ("a déclaré au …")
_NEAR: Final = 12
_SENTENCES: Final = 64  # of late, kept
_NAMED: Final = 2  # sentences back to where the speaker was named, in which an outlet counts


@dataclass(frozen=True, slots=True)
class Passer:
    """A name that may be that of somebody who passed words on.

    Attributes:
        mention: where, and by which words.
        traits: what it is by itself, shape (t,).
        noun: whether it is a noun that refers to an outlet named before.
    """

    mention: Mention
    traits: Floats
    noun: bool = False


@cache
def _frames() -> dict[str, frozenset[str]]:
    text = (files("retrieval.attribution.reader") / "frames.toml").read_text(encoding="utf-8")
    return {part: frozenset(words) for part, words in tomllib.loads(text).items()}


def _folded(text: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(text)]


def _has(part: str, words: Iterable[str]) -> float:
    return float(not _frames()[part].isdisjoint(words))


@lru_cache(_SENTENCES)
def _tells(sentence: str) -> float:
    """Whether a sentence says that somebody was told; names in it ask one after the other."""
    return _has("told", _folded(sentence))


def _framed(left: Sequence[str]) -> float:
    """Whether "interview with", "published in" or the like comes right before."""
    frames = _frames()
    linked = left[-1:] and (left[-1] in frames["hearer"] or left[-1] in frames["place"])
    ahead = left[:-1] if linked else left[-1:]
    return float(bool(linked) and not frames["published"].isdisjoint(ahead))


def traits_of(text: str, tokens: Tokens, each: Mention, likely: float, *, speaks: bool) -> Floats:
    """What a name is by its words and those around it.

    Args:
        text: of the article.
        tokens: its pieces.
        each: the name.
        likely: log-odds of its states being an outlet's.
        speaks: whether the article has words of its own.
    """
    start, end = int(tokens.starts[each.place[0]]), int(tokens.ends[each.place[1] - 1])
    name = _folded(each.text)
    left = _folded(text[max(0, start - _BESIDE) : start].rpartition("\n")[2])[-_WORDS:]
    right = _folded(text[end : end + _BESIDE].partition("\n")[0])[:_WORDS]
    trusted = known_as(each.text, trusted=True)
    loose = trusted is not None and trusted.kind is ClaimantKind.OUTLET
    return np.array(
        [
            float(each.outlet),
            float(loose),
            _has("outlet", (*name[-1:], *name[:1])) * float(len(name) > 1),
            _has("outlet", name) * float(len(name) == 1),
            float(bool(_DOMAIN.search(text[start : end + 5]))),
            _has("noun", left),
            _has("noun", right[:1]),
            _has("hearer", left[-1:]),
            _framed(left),
            _has("told", left),
            _has("told", right[:2]),
            max(0.0, min(4.0, likely)) / 4,
            float(speaks),
            np.log1p(len(name)) / 2,
            np.log1p(each.repeated) / 2,
            float(text[start : start + 1].isupper()),
            float(tokens.flags[each.place[0], 2]),
            _has("report", name),
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """An attribution and the place where it stands, among those who may have passed it on."""

    text: str
    tokens: Tokens
    one: Found
    claimant: Mention | None
    passers: Sequence[Passer]
    starts: Sequence[int]

    def near(self) -> list[int]:
        """The passers in the sentences of the attribution, outside of what was said."""
        places = self._places()
        sentences = {self.tokens.sentence_of(place) for place in places}
        first = bisect_left(self.starts, _sentence_start(self.tokens, min(places)))
        last = bisect_right(self.starts, _sentence_end(self.tokens, max(places)))
        return [
            n
            for n in range(first, last)
            if self.tokens.sentence_of(self.starts[n]) in sentences
            and not touches(self.passers[n].mention.place, self.one.content)
            and not self._speaks(self.passers[n].mention)
        ]

    def features(self, n: int) -> Floats:
        """What passer ``n`` is to the attribution, shape (PASSING_FEATURES,)."""
        passer, one = self.passers[n], self.one
        place = passer.mention.place
        cue = one.cue or one.content[0]
        after, ahead = place[0] - cue[1], cue[0] - place[1]
        here = self.tokens.sentence_of(place[0])
        source = one.source
        ends = one.content[-1][1] - 1
        start = int(self.tokens.starts[_sentence_start(self.tokens, place[0])])
        end = int(self.tokens.ends[_sentence_end(self.tokens, place[0]) - 1])
        return np.concatenate(
            [
                passer.traits,
                np.array(
                    [
                        float(passer.noun),
                        float(0 <= after <= _TOLD),
                        float(0 <= after <= _NEAR),
                        float(0 <= ahead <= _NEAR),
                        float(one.cue is not None and here == self.tokens.sentence_of(cue[0])),
                        float(source is not None and here == self.tokens.sentence_of(source[0])),
                        float(here == self.tokens.sentence_of(ends)),
                        float(source is not None and touches(place, [source])),
                        one.passed(place),
                        np.log1p(max(after, ahead, 0)) / 4,
                        _tells(self.text[start:end]),
                        float(one.cue is None),
                        float(source is None),
                        float(place[0] > ends),
                        float(touches(place, [cue])),
                    ],
                    dtype=np.float32,
                ),
            ]
        )

    def _speaks(self, mention: Mention) -> bool:
        return self.claimant is not None and self.claimant.alike(mention)

    def _places(self) -> list[int]:
        """The tokens by whose sentences somebody is looked for."""
        one = self.one
        places = [place[0] for place in (one.source, one.cue) if place is not None]
        places += [one.content[0][0], one.content[-1][1] - 1]
        if self.claimant is not None:
            named = self.claimant.place[0]
            back = self.tokens.sentence_of(min(places)) - self.tokens.sentence_of(named)
            if 0 <= back <= _NAMED:
                places.append(named)
        return places


def touches(place: Place, others: Sequence[Place]) -> bool:
    """Whether a stretch shares a token with one of the others."""
    return any(place[0] < end and place[1] > start for start, end in others)


def _sentence_start(tokens: Tokens, place: int) -> int:
    number = tokens.sentence_of(place)
    return int(tokens.sentences[number - 1]) if number else 0


def _sentence_end(tokens: Tokens, place: int) -> int:
    number = tokens.sentence_of(place)
    return int(tokens.sentences[number]) if number < len(tokens.sentences) else len(tokens)
