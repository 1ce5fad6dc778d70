"""Source chains: publisher ← via … ← claimant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retrieval.model.attributions import ClaimantKind
from retrieval.model.spans import Span


class HopRole(StrEnum):
    """The place of a hop in its chain."""

    PUBLISHER = "publisher"
    VIA = "via"
    CLAIMANT = "claimant"


class Access(StrEnum):
    """Whether we hold the hop's own article, or know of it from the hop before it only."""

    READ = "read"
    REPORTED = "reported"


class ChainEnd(StrEnum):
    """What a chain ends in."""

    NAMED = "named"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    UNKNOWN = "unknown"
    CYCLE = "cycle"  # two articles that cite each other


@dataclass(frozen=True, slots=True)
class Citation:
    """A stretch of a stored article."""

    article_id: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link of a source chain.

    Attributes:
        name: None where nobody says who it is (a publisher we were not told of, no source).
        evidence: where the article names the hop; None for a publisher, whom the carrier told.
    """

    role: HopRole
    name: str | None
    kind: ClaimantKind
    access: Access
    evidence: Citation | None = None


@dataclass(frozen=True, slots=True)
class SourceChain:
    """Hops from the reader towards the origin; the first is the publisher."""

    hops: tuple[Hop, ...]
    end: ChainEnd

    @property
    def reported(self) -> tuple[Hop, ...]:
        """The hops whose own article we have not read."""
        return tuple(hop for hop in self.hops if hop.access is Access.REPORTED)
