"""Questions read by the encoder: which stretch states the claim, and whose word is asked for.

The same in every language: "who claimed Iran supplies drones?" has a source that is asked for, a
cue and a content, as a sentence of an article has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

from retrieval.arrays import Floats, Ints
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.tokens import tokens_of
from retrieval.embedding.states import StateEncoder
from retrieval.language import detect
from retrieval.matching.imprint import Asked, Projection
from retrieval.model import Query, QuestionKind, Stance
from retrieval.names.registry import registry_for
from retrieval.questions.dates import begins
from retrieval.questions.head import Told
from retrieval.questions.layout import KINDS, PROMPT, STANCES, TAGS
from retrieval.questions.text import checked
from retrieval.questions.weights import QuestionWeights

_LAYER: Final = LAYERS.index(6)  # the one that imprints are made of
_BESIDE: Final = 0.15  # weight of a word beside the claim: it may name who is asked for
_LEAST_STANCE: Final = 0.5  # of the probability, for a stance to be asked for
_LEAST_STRETCH: Final = 0.5  # mean probability of a stretch that restricts the answer
_GAP: Final = 2  # tokens that may part a stretch ("Patricia Schroeders … Wahl")
# Han, kana, Thai, Lao, Burmese and Khmer: pieces there end where the tokens do.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_KEPT: Final = 64  # questions whose states are kept


@dataclass(frozen=True, slots=True)
class _Seen:
    text: str
    ids: Ints
    starts: Ints
    ends: Ints
    states: Floats  # shape (layers, tokens, 384)


class QuestionReader:
    """Takes questions apart, and makes them ready for matching."""

    def __init__(self, encoder: StateEncoder, weights: QuestionWeights) -> None:
        self._encoder = encoder
        self._weights = weights
        self._seen = lru_cache(_KEPT)(self._see)

    @property
    def projection(self) -> Projection:
        """What imprints are matched with."""
        return self._weights.projection

    def parse(self, text: str, today: date | None = None) -> Query:
        """Takes a question apart. Blocking: about 10 ms.

        Raises:
            EmptyText: there is no letter or digit in it.
            TooLong: it has over 1,000 characters.
        """
        question = checked(text)
        seen, language = self._seen(question), detect(question)
        if not len(seen.ids):
            return Query(text=question, content=question, language=language)
        told = self._weights.head(seen.states)
        kind = KINDS[int(told.kinds.argmax())]
        found = {tag: _stretch(seen, told, number) for number, tag in enumerate(TAGS) if number}
        named = kind in {"what_said", "did_claim"}
        since = found["since"]
        return Query(
            text=question,
            content=_words(found["content"]) or question,
            language=language,
            kind=QuestionKind.WHO_CLAIMED if kind == "who_denied" else QuestionKind(kind),
            claimant=_words(found["source"]) if named else None,
            stances=_stances(kind, told),
            publisher=_publisher(found["publisher"], language),
            since=begins(since[0], language, today)
            if since and since[1] >= _LEAST_STRETCH
            else None,
        )

    def asked(self, query: Query) -> Asked | None:
        """The tokens of the question with those of its claim before all; None where it has none."""
        text = query.text if query.content in query.text else query.content  # of a follow-up
        seen = self._seen(text)
        if not len(seen.ids):
            return None
        first = text.find(query.content)
        inside = (seen.starts >= first) & (seen.ends <= first + len(query.content))
        weights = np.where(inside, np.float32(1), np.float32(_BESIDE))
        return self._weights.projection.asked_with(seen.states[_LAYER], weights, query.language)

    def _see(self, text: str) -> _Seen:
        tokens = tokens_of(PROMPT + text, self._encoder.tokenizer)
        own = int(np.searchsorted(tokens.starts, len(PROMPT)))
        if own == len(tokens):
            empty = np.zeros((len(LAYERS), 0, 1), dtype=np.float32)
            return _Seen(text, tokens.ids[own:], tokens.starts[own:], tokens.ends[own:], empty)
        ((_, states),) = self._encoder.states([tokens.ids])
        return _Seen(
            text,
            tokens.ids[own:],
            tokens.starts[own:] - len(PROMPT),
            tokens.ends[own:] - len(PROMPT),
            states[:, own:],
        )


def _stretch(seen: _Seen, told: Told, tag: int) -> tuple[str, float] | None:
    """The likeliest stretch of a tag, whole words, with its mean probability."""
    mine = np.flatnonzero(told.tags.argmax(1) == tag)
    if not len(mine):
        return None
    runs = np.split(mine, np.flatnonzero(np.diff(mine) > _GAP + 1) + 1)
    best = max(runs, key=lambda run: float(told.tags[run, tag].sum()))
    start, end = int(seen.starts[best[0]]), int(seen.ends[best[-1]])
    while start > 0 and _in_word(seen.text[start - 1]) and _in_word(seen.text[start]):
        start -= 1
    while end < len(seen.text) and _in_word(seen.text[end]) and _in_word(seen.text[end - 1]):
        end += 1
    return seen.text[start:end].strip(), float(told.tags[best, tag].mean())


def _in_word(char: str) -> bool:
    """Whether a word goes on with it, in scripts that put spaces between words."""
    if _UNSPACED.match(char):
        return False
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _words(stretch: tuple[str, float] | None) -> str | None:
    return stretch[0] if stretch else None


def _stances(kind: str, told: Told) -> frozenset[Stance]:
    if kind == "who_denied":
        return frozenset({Stance.DENY, Stance.DOUBT})
    best = int(told.stances.argmax())
    stance = Stance(STANCES[best])
    # "Who said" asks for any stance: what is denied or promised was said as well.
    asked = stance is not Stance.AFFIRM and told.stances[best] >= _LEAST_STANCE
    return frozenset({stance}) if asked else frozenset()


def _publisher(stretch: tuple[str, float] | None, language: str) -> str | None:
    """The outlet that the stretch names, without the words around it."""
    if stretch is None or stretch[1] < _LEAST_STRETCH:
        return None
    named: Sequence[str] = [each.name for each in registry_for(()).match(stretch[0], language)]
    return named[0] if named else stretch[0]
