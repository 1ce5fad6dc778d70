"""From candidates to ranked findings, one a passage, and the decision whether there is evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.matching.imprint import Asked, Projection
from retrieval.model import Query, Stance, StoredAttribution
from retrieval.ranking.candidates import Candidate, Unit
from retrieval.ranking.features import features_of, units_of
from retrieval.ranking.judging import judged
from retrieval.ranking.ranker import Ranker

# A unit is close to the question where its odds are at least a twelfth of the first one's
# (exp -2.5). Of 1,325 labelled questions those leave the answer among the first three in 0.745
# (all units: 0.756), and are 5 on average instead of 48.
_CLOSE: Final = 2.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """Units best first, one a passage.

    Attributes:
        certainty: probability that the first of them answers the question.
        evidence: whether that is enough.
    """

    units: tuple[Unit, ...]
    scores: tuple[float, ...]
    certainty: float
    evidence: bool

    def close(self, place: int) -> bool:
        """Whether the unit at a place is about as likely the answer as the first."""
        return self.scores[place] >= self.scores[0] - _CLOSE


def ranked(
    query: Query,
    asked: Asked | None,
    candidates: Sequence[Candidate],
    ranker: Ranker,
    projection: Projection | None,
) -> Ranked:
    """The candidates' units, best first, each passage with the attribution that answers best."""
    units = units_of(candidates)
    if not units:
        return Ranked((), (), 0.0, evidence=False)
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
    return Ranked(
        units=tuple(_denied(query, units[number]) for number in best.values()),
        scores=tuple(float(scores[number]) for number in best.values()),
        certainty=certainty,
        evidence=certainty >= ranker.least,
    )


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
