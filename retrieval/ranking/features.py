"""What a unit of evidence is ranked by: a row of figures, each with a meaning."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.matching.imprint import Asked, Projection
from retrieval.model import Query, QuestionKind, Stance
from retrieval.names.folding import tokens
from retrieval.names.folding import words as name_words
from retrieval.ranking.candidates import Candidate, Unit

NAMES: Final = (
    "near",  # the passage to the question
    "article",  # the nearest passage of the article
    "said",  # the attribution's words to the question's, by their imprint
    "length",  # of what was said, logarithmic
    "names",  # share of the question's names and numbers in the passage or title
    "article_names",  # the same for all passages of the article that were found
    "words",  # share of the claim's words in the passage or title, whatever their language
    "lexical",  # 1 for the first of lexical search, 1/2 for the fourth
    "speaker",  # the claimant is named in a question that asks what somebody said
    "stranger",  # in such a question, somebody else is the claimant
    "subject",  # the claimant is named in a question that asks who said it
    "stance",  # the stance is the one that was asked for
    "denial",  # a denial, in a question that asks who claims it
    "unattributed",  # nobody's words but the article's
)
_KINDS_OF_SPEAKER: Final = (QuestionKind.WHAT_SAID, QuestionKind.DID_CLAIM)
KINDS_OF_CLAIM: Final = (QuestionKind.WHO_CLAIMED, QuestionKind.ORIGIN)
_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*")
_STEM: Final = 5  # letters by which a name is known in another case or language
_SHORTEST: Final = 3
# Median likeness of the first unit, over 1,211 labelled questions that have an answer.
_USUAL: Final = 0.40
_UNTOLD: Final = 0.5  # share of names, where a question has none

Rows = NDArray[np.float32]  # shape (units, NAMES)


def units_of(candidates: Sequence[Candidate]) -> list[Unit]:
    """Each attribution with its passage; a passage without any by itself."""
    return [
        Unit(candidate, attribution)
        for candidate in candidates
        for attribution in candidate.evidence.attributions or (None,)
    ]


def features_of(
    query: Query,
    asked: Asked | None,
    units: Sequence[Unit],
    projection: Projection | None,
) -> Rows:
    """A row a unit."""
    rows = np.zeros((len(units), len(NAMES)), dtype=np.float32)
    names, meant = _names_of(query.text), _meant(query)
    words = _stems(query.content)
    articles = _by_article(units)
    shares = {
        number: _share(names, frozenset().union(*(_of_passage(c) for c in found)))
        for number, found in articles.items()
    }
    nearest = {number: max(c.near for c in found) for number, found in articles.items()}
    for number, unit in enumerate(units):
        candidate, article = unit.candidate, unit.candidate.evidence.article
        rank = candidate.lexical_rank
        told: dict[str, float] = {
            "near": candidate.near,
            "article": nearest[article.id],
            "names": _share(names, _of_passage(candidate)),
            "article_names": shares[article.id],
            "lexical": 0.0 if rank is None else rank**-0.5,
            "unattributed": float(unit.attribution is None),
            "said": _said(asked, unit, projection),
            "words": _share(words, _of_passage(candidate)),
            **_attributed(query, meant, unit),
        }
        rows[number] = [told.get(name, 0.0) for name in NAMES]
    return _filled(rows)


def _attributed(query: Query, meant: frozenset[str], unit: Unit) -> Mapping[str, float]:
    """What depends on who said it and how."""
    speaking = query.kind in _KINDS_OF_SPEAKER
    if unit.attribution is None:
        return {"stranger": float(speaking)}
    said = unit.attribution.attribution
    named = bool(_named(said.claimant or "") & meant)
    wanted = said.stance in query.stances
    return {
        "length": math.log1p(sum(map(len, said.content))) / 5,
        "speaker": float(speaking and named),
        "stranger": float(speaking and not named),
        "subject": float(named and not speaking),
        "stance": float(wanted),
        "denial": float(
            query.kind in KINDS_OF_CLAIM and not query.stances and said.stance is Stance.DENY
        ),
    }


def _said(asked: Asked | None, unit: Unit, projection: Projection | None) -> float:
    if asked is None or projection is None or unit.attribution is None:
        return math.nan
    likeness = projection.likeness(asked, unit.attribution.attribution.imprint)
    return math.nan if likeness is None else likeness


def _filled(rows: Rows) -> Rows:
    """Where there is no imprint, what is usual among the others stands for it.

    Where nothing has one (read by rules, or by an earlier version), what answers usually have: it
    must not speak against them.
    """
    column = rows[:, NAMES.index("said")]
    known = column[~np.isnan(column)]
    column[np.isnan(column)] = np.median(known) if len(known) else _USUAL
    return rows


def _by_article(units: Sequence[Unit]) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = defaultdict(list)
    for unit in units:
        found[unit.candidate.evidence.article.id].append(unit.candidate)
    return found


def _of_passage(candidate: Candidate) -> frozenset[str]:
    """The stems of a passage and its article's title."""
    article, span = candidate.evidence.article, candidate.evidence.passage.span
    return _stems(span.of(article.text)) | _stems(article.title or "")


def _meant(query: Query) -> frozenset[str]:
    """Stems of the names whose word may be asked for."""
    if query.claimant is not None:
        return _named(query.claimant) or _stems(query.claimant)
    return _names_of(query.text)


def _names_of(question: str) -> frozenset[str]:
    """Stems of what has a capital within the question, or is a number."""
    _, _, rest = question.partition(" ")  # the first word has a capital anyway
    return _named(rest)


@lru_cache(4_096)
def _named(text: str) -> frozenset[str]:
    """Stems of the words with a capital, of numbers, and of words of scripts without capitals."""
    return frozenset(
        stem
        for word in _WORD.findall(text)
        if not word[0].islower()
        for stem in _stem_of(word)
        if len(stem) > 1 and stem not in name_words().articles
    )


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else _UNTOLD


@lru_cache(4_096)
def _stems(text: str) -> frozenset[str]:
    """Beginnings of the words in Latin letters, without the shortest."""
    return frozenset(
        stem for word in _WORD.findall(text) for stem in _stem_of(word) if len(stem) >= _SHORTEST
    )


@lru_cache(65_536)
def _stem_of(word: str) -> tuple[str, ...]:
    return tuple(token[:_STEM] for token in tokens(word))
