"""Which passages come first, which of their attributions is meant, and whether any is evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.fusion import fuse
from retrieval.model import Query, QuestionKind, Stance, StoredAttribution
from retrieval.seams import Evidence, Hit

# Weights of the rankings, chosen on 203 labelled questions (docs/quality.md): words shared help a
# little; passages that say who said it come first among equals, and well before others where the
# question asks for a stance.
_DENSE: Final = 1.0
_LEXICAL: Final = 0.1
_ATTRIBUTED: Final = 0.1
_OF_THE_STANCE: Final = 0.5
# On those questions the nearest passage of one in ten that has an answer is below this.
_LEAST_MARGIN: Final = 0.0626
# A passage is close to the question from this share of the nearest one's margin on: evidence@3 on
# the labelled questions is the same with the others left out.
_CLOSE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that the search found.

    Attributes:
        margin: cosine with the question, less that of the language's mean passage; None where
            dense search did not find the passage.
        lexical_rank: its place in lexical search, from 1; None where that did not find it.
    """

    evidence: Evidence
    margin: float | None
    lexical_rank: int | None


def rank(query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Best first: near in meaning, sharing rare words, and saying who said it."""
    by_id = {candidate.evidence.passage.id: candidate for candidate in candidates}
    dense = sorted(
        (Hit(key, c.margin) for key, c in by_id.items() if c.margin is not None),
        key=lambda hit: (-hit.score, hit.passage_id),
    )
    attributed = [hit for hit in dense if _answers(query, by_id[hit.passage_id])]
    lexical = sorted(
        (Hit(key, -c.lexical_rank) for key, c in by_id.items() if c.lexical_rank is not None),
        key=lambda hit: -hit.score,
    )
    weight = _OF_THE_STANCE if query.stances else _ATTRIBUTED
    fused = fuse([(_DENSE, dense), (weight, attributed), (_LEXICAL, lexical)])
    return [by_id[hit.passage_id] for hit in fused]


def is_evidence(candidates: Sequence[Candidate]) -> bool:
    """Whether the nearest is near enough to the question for an answer to be offered."""
    margins = (c.margin for c in candidates if c.margin is not None)
    return max(margins, default=0.0) >= _LEAST_MARGIN


def by_closeness(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Those about as near to the question as the nearest, and the others; each in order."""
    least = _CLOSE * max((c.margin for c in candidates if c.margin is not None), default=0.0)
    close = [c for c in candidates if c.margin is not None and c.margin >= least]
    return close, [c for c in candidates if c.margin is None or c.margin < least]


def choose_attribution(query: Query, candidate: Candidate) -> StoredAttribution | None:
    """The attribution of the passage that answers the query: its stance first, then most said.

    Who denies a thing in a passage, and says something else of it there, is shown as denying it.
    """
    said = candidate.evidence.attributions
    best = max(said, key=lambda stored: (_fits(query, stored), _length(stored)), default=None)
    if best is None or query.stances:
        return best
    denials = [
        stored
        for stored in said
        if stored.attribution.stance is Stance.DENY
        and stored.attribution.claimant == best.attribution.claimant
    ]
    return max(denials, key=_length, default=best)


def _length(stored: StoredAttribution) -> int:
    return sum(map(len, stored.attribution.content))


def _answers(query: Query, candidate: Candidate) -> bool:
    return any(_fits(query, stored) for stored in candidate.evidence.attributions)


def _fits(query: Query, stored: StoredAttribution) -> bool:
    """Whether the stance is one that was asked for; who claims a thing does not deny it."""
    stance = stored.attribution.stance
    if query.stances:
        return stance in query.stances
    return query.kind is not QuestionKind.WHO_CLAIMED or stance is not Stance.DENY
