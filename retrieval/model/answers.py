"""Questions and what the store has to say to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.model.articles import Article, Passage
from retrieval.model.attributions import Stance, StoredAttribution
from retrieval.model.chains import SourceChain
from retrieval.model.spans import Span


class QuestionKind(StrEnum):
    """What a question wants to know."""

    WHO_CLAIMED = "who_claimed"
    WHAT_SAID = "what_said"
    DID_CLAIM = "did_claim"
    ORIGIN = "origin"
    TOPIC = "topic"


class ClaimVerdict(StrEnum):
    """Whether the one who was asked about said so, as the close findings have it."""

    CLAIMED = "claimed"
    DENIED = "denied"
    OTHERWISE = "otherwise"  # said something of it, and not plainly that
    BY_OTHERS = "by_others"  # is not heard of it; others are


class Status(StrEnum):
    """Whether the store holds evidence."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question, taken apart.

    Attributes:
        text: the question as typed.
        content: the part that states the claim, without its frame ("who said that …").
        language: language of the question, ISO 639-1.
        stances: the stances asked for; empty where any will do.
    """

    text: str
    content: str
    language: str
    kind: QuestionKind = QuestionKind.TOPIC
    claimant: str | None = None
    stances: frozenset[Stance] = frozenset()
    publisher: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A passage that bears on a question, and whose word it is.

    Attributes:
        quote: the stretch that is shown, verbatim, of ``article.text``.
        highlights: the stretches of the article that carry the claim, within ``quote``.
        attribution: None where the passage speaks in the article's own voice.
        score: the higher the better; comparable within one answer only.
        close: about as near to the question as the nearest; the others are offered, not counted.
        claim: the same number for close findings that state the same claim, whoever does; None
            where they were not compared.
        entry: the same number for those of them in which the same claimant does; None as above.
    """

    article: Article
    passage: Passage
    quote: Span
    chain: SourceChain
    score: float
    attribution: StoredAttribution | None = None
    highlights: tuple[Span, ...] = ()
    close: bool = True
    claim: int | None = None
    entry: int | None = None

    def claims_as(self, other: Finding) -> bool:
        """Whether both are known to state the same claim."""
        return self.claim is not None and self.claim == other.claim


@dataclass(frozen=True, slots=True)
class Summary:
    """What a language model says of findings, held against them; never evidence itself.

    Attributes:
        text: each sentence ends in references such as ``[2]``.
        cited: the numbers of the findings referred to, ascending; the answer's first is 1.
    """

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the store has to say to a question.

    Attributes:
        findings: evidence, best first, the close ones before the others; empty where there is
            none.
        nearest: the nearest passages, offered as no more than that, where there is no evidence.
        origins: how many independent origins the close findings come down to.
        id: under which the store keeps it for a while; None where it does not.
        summary: of a language model, where one is set up and what it said held.
        reworded: the question that was searched for, where a language model put it in these words.
        verdict: on "did S claim X?"; on "what did S say?" only where S is not heard
            (``by_others``); None for all other questions, and where there is no evidence.
    """

    query: Query
    findings: tuple[Finding, ...] = ()
    nearest: tuple[Finding, ...] = ()
    origins: int = 0
    id: int | None = None
    summary: Summary | None = None
    reworded: str | None = None
    verdict: ClaimVerdict | None = None

    @property
    def close(self) -> tuple[Finding, ...]:
        """The findings that are close to the question."""
        return tuple(finding for finding in self.findings if finding.close)

    @property
    def entries(self) -> tuple[tuple[Finding, ...], ...]:
        """The findings in order; those that are one claim of one claimant stand together."""
        found: dict[tuple[bool, int], list[Finding]] = {}
        for place, finding in enumerate(self.findings):
            key = (False, place) if finding.entry is None else (True, finding.entry)
            found.setdefault(key, []).append(finding)
        return tuple(map(tuple, found.values()))

    @property
    def status(self) -> Status:
        """``answered`` where there is at least one finding."""
        return Status.ANSWERED if self.findings else Status.NO_EVIDENCE
