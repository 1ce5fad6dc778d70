"""Who the text says said what: attributions after PARC 3.0 and PolNeAR."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.model.spans import Span


class ClaimantKind(StrEnum):
    """What sort of source stands behind a claim."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    OUTLET = "outlet"
    DOCUMENT = "document"
    GROUP = "group"
    UNNAMED = "unnamed"


class Stance(StrEnum):
    """What the claimant does with the claim."""

    AFFIRM = "affirm"
    DENY = "deny"
    ACCUSE = "accuse"
    DOUBT = "doubt"
    DEMAND = "demand"
    PROMISE = "promise"


class SpeechType(StrEnum):
    """How the content is rendered: word for word, in the writer's words, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Via:
    """An intermediary that the text itself states.

    Attributes:
        name: the resolved name ("The Wall Street Journal" for "the American magazine").
        mention: where the text names it.
    """

    name: str
    mention: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One source, cue and content; nested reports are attributions of their own.

    Attributes:
        source: who said it, as written; None where the text leaves it out ("is said to have").
        cue: the verb or preposition that attributes ("a déclaré", "according to").
        content: what was said, in reading order; broken off and taken up again, several spans.
        claimant: the fullest name that the text has for the source; for an unnamed source its
            description; None where there is no source.
        via: what stands between the publisher and the claimant, nearest to the reader first.
        imprint: what questions are matched with (retrieval/matching); opaque, and empty where the
            extractor makes none.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    claimant: str | None
    claimant_kind: ClaimantKind
    stance: Stance
    type: SpeechType
    via: tuple[Via, ...] = ()
    imprint: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution has content")

    @property
    def extent(self) -> Span:
        """From the first to the last character of source, cue and content."""
        return Span.around(s for s in (self.source, self.cue, *self.content) if s is not None)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an extractor made of one article.

    Attributes:
        credits: intermediaries of the whole article (a closing "Selon RT", "(AFP)"), nearest to
            the reader first.
    """

    attributions: tuple[Attribution, ...] = ()
    credits: tuple[Via, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredAttribution:
    """An attribution in the store; ``id`` is never used again."""

    id: int
    article_id: int
    attribution: Attribution
