"""Which passages come first, which of their attributions is meant, and whether any is evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.fusion import fuse
from retrieval.model import Query, QuestionKind, Stance, StoredAttribution
from retrieval.seams import Evidence, Hit

# Weights of the three rankings. Passages that say who said it come before others that are as near;
# words shared help within one language and harm across, so they count least.
_DENSE: Final = 1.0
_ATTRIBUTED: Final = 0.5
_LEXICAL: Final = 0.2
# On the labelled questions (six languages) a tenth of the best passages of answerable questions is
# below this, and 0.63 of those found where the articles are missing.
_LEAST_MARGIN: Final = 0.0726


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
    fused = fuse([(_DENSE, dense), (_ATTRIBUTED, attributed), (_LEXICAL, lexical)])
    return [by_id[hit.passage_id] for hit in fused]


def is_evidence(candidates: Sequence[Candidate]) -> bool:
    """Whether the nearest is near enough to the question for an answer to be offered."""
    margins = (c.margin for c in candidates if c.margin is not None)
    return max(margins, default=0.0) >= _LEAST_MARGIN


def choose_attribution(query: Query, candidate: Candidate) -> StoredAttribution | None:
    """The attribution of the passage that answers the query: its stance first, then most said."""
    return max(
        candidate.evidence.attributions,
        key=lambda stored: (_fits(query, stored), sum(map(len, stored.attribution.content))),
        default=None,
    )


def _answers(query: Query, candidate: Candidate) -> bool:
    return any(_fits(query, stored) for stored in candidate.evidence.attributions)


def _fits(query: Query, stored: StoredAttribution) -> bool:
    """Whether the stance is one that was asked for; who claims a thing does not deny it."""
    stance = stored.attribution.stance
    if query.stances:
        return stance in query.stances
    return query.kind is not QuestionKind.WHO_CLAIMED or stance is not Stance.DENY
