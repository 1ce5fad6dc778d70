"""From candidates to ranked findings, one a passage, and the decision whether there is evidence."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.arrays import Floats
from retrieval.matching.imprint import Asked, Projection
from retrieval.model import Query, Stance, StoredAttribution
from retrieval.ranking.candidates import Candidate, Unit
from retrieval.ranking.features import KINDS_OF_CLAIM, features_of, units_of
from retrieval.ranking.judging import judged
from retrieval.ranking.ranker import Ranker

# A unit is close to the question where its odds are at least a twelfth of the first one's
# (exp -2.5). Of 1,325 labelled questions those leave the answer among the first three in 0.745
# (all units: 0.756), and are 5 on average instead of 48.
_CLOSE: Final = 2.5
# Who denies a thing says the same words, and is often nearest of all. Where somebody else is within
# this of such a denial, "who claims it?" is answered from them on, and the denial comes after.
_BEHIND_A_DENIAL: Final = 6.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """Units best first, one a passage.

    Attributes:
        least: score from which a unit is about as likely the answer as the best.
        certainty: probability that the best of them answers the question.
        evidence: whether that is enough.
    """

    units: tuple[Unit, ...]
    scores: tuple[float, ...]
    least: float
    certainty: float
    evidence: bool

    def close(self, place: int) -> bool:
        """Whether the unit at a place is about as likely the answer as the best."""
        return self.scores[place] >= self.least


def ranked(
    query: Query,
    asked: Asked | None,
    candidates: Sequence[Candidate],
    ranker: Ranker,
    projection: Projection | None,
) -> Ranked:
    """The candidates' units, best first, each passage with the attribution that answers best."""
    units = units_for(query, candidates)
    if not units:
        return Ranked((), (), 0.0, 0.0, evidence=False)
    rows = features_of(query, asked, units, projection)
    scores = ranker.scores(rows)
    order = np.argsort(-scores, kind="stable").tolist()
    best: dict[int, int] = {}
    for number in order:
        best.setdefault(units[number].candidate.evidence.passage.id, number)
    figures = judged(
        rows,
        scores,
        np.array([unit.candidate.evidence.passage.id for unit in units]),
        np.array([unit.candidate.evidence.article.cluster for unit in units]),
    )
    certainty = ranker.certainty(figures)
    denials = {number for number in best.values() if _is_unasked_denial(query, units[number])}
    least = _least(scores, best.values(), denials)
    places = sorted(best.values(), key=lambda n: (scores[n] < least, n in denials))
    return Ranked(
        units=tuple(units[number] for number in places),
        scores=tuple(float(scores[number]) for number in places),
        least=least,
        certainty=certainty,
        evidence=certainty >= ranker.least,
    )


def _least(scores: Floats, places: Collection[int], denials: Container[int]) -> float:
    """From which score on units are close; ``places`` best first."""
    best = [float(scores[number]) for number in places]
    others = [float(scores[number]) for number in places if number not in denials]
    first = others[0] if others and others[0] >= best[0] - _BEHIND_A_DENIAL else best[0]
    return first - _CLOSE


def _is_unasked_denial(query: Query, unit: Unit) -> bool:
    said = unit.attribution
    denies = said is not None and said.attribution.stance is Stance.DENY
    return denies and query.kind in KINDS_OF_CLAIM and not query.stances


def units_for(query: Query, candidates: Sequence[Candidate]) -> list[Unit]:
    """The units that answer a question; who denies a thing is ranked as denying it."""
    return [_denied(query, unit) for unit in units_of(candidates)]


def _denied(query: Query, unit: Unit) -> Unit:
    """Who denies a thing in a passage, and says something else of it there, denies it."""
    said = unit.attribution
    if said is None or query.stances:
        return unit
    denials = [
        other
        for other in unit.candidate.evidence.attributions
        if other.attribution.stance is Stance.DENY
        and _overlap(other, said)
        and other.attribution.claimant == said.attribution.claimant
    ]
    return Unit(unit.candidate, max(denials, key=_length)) if denials else unit


def _overlap(one: StoredAttribution, other: StoredAttribution) -> bool:
    return one.attribution.extent.overlaps(other.attribution.extent)


def _length(stored: StoredAttribution) -> int:
    return sum(map(len, stored.attribution.content))
