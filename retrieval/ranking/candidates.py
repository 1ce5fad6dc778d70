"""What the search found, and the units that are ranked: a passage with one of its attributions."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.model import StoredAttribution
from retrieval.seams import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that the search found.

    Attributes:
        near: cosine with the question, each less the mean of its language; in [-1, 1].
        lexical_rank: its place in lexical search, from 1; None where that did not find it.
    """

    evidence: Evidence
    near: float
    lexical_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage with one of its attributions, or with none where it has none."""

    candidate: Candidate
    attribution: StoredAttribution | None
