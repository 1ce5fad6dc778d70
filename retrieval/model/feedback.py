"""Answers as they were given, and what people said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from retrieval.model.answers import Answer, Finding, Query, Status
from retrieval.model.spans import Span


@dataclass(frozen=True, slots=True)
class Chat:
    """Where people talk to the assistant.

    Attributes:
        id: of the chat; 0 is the terminal, which no carrier's chat has.
        thread: the topic, in a chat that has topics.
    """

    id: int
    thread: int | None = None


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    GOOD = "good"
    BAD = "bad"


class Reason(StrEnum):
    """What is wrong with an answer."""

    PASSAGE = "passage"  # the passage does not say it
    SOURCE = "source"  # another person said it, or it came another way
    NO_ANSWER = "no-answer"  # true as it may be, it was not asked
    NO_EVIDENCE = "no-evidence"  # the store holds none, and that should have been said
    MISSED = "missed"  # "no evidence" was said, and there is some

    @property
    def fits_answered(self) -> bool:
        """Whether it can be said of an answer with findings; else of one without."""
        return self is not Reason.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What made an answer.

    Attributes:
        program: Hearsay's version.
        extractor: identity of the extractor that reads new articles.
        embedding_model: digest of the model that found the passages.
    """

    program: str
    extractor: str
    embedding_model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding as it was shown.

    Attributes:
        span: the stretch of the article that was quoted.
        claimant: as it was resolved; None where nobody says who it is.
        mention: the article's own words for the claimant, where it has any.
        chain: the names of the hops, from the publisher on; empty for one without a name.
    """

    article_id: int
    passage_id: int
    span: Span
    attribution_id: int | None = None
    claimant: str | None = None
    mention: str | None = None
    chain: tuple[str, ...] = ()

    @classmethod
    def of(cls, finding: Finding) -> Shown:
        """What is to be kept of a finding."""
        said = finding.attribution.attribution if finding.attribution else None
        source = said.source if said else None
        return cls(
            article_id=finding.article.id,
            passage_id=finding.passage.id,
            span=finding.quote,
            attribution_id=finding.attribution.id if finding.attribution else None,
            claimant=said.claimant if said else None,
            mention=source.of(finding.article.text) if source else None,
            chain=tuple(hop.name or "" for hop in finding.chain.hops),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer as it was given in a chat."""

    chat: Chat
    query: Query
    status: Status
    findings: tuple[Shown, ...]
    versions: Versions
    given_at: datetime

    @classmethod
    def of(cls, answer: Answer, chat: Chat, versions: Versions, given_at: datetime) -> GivenAnswer:
        """What is to be kept of an answer."""
        return cls(
            chat=chat,
            query=answer.query,
            status=answer.status,
            findings=tuple(map(Shown.of, answer.findings)),
            versions=versions,
            given_at=given_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person thinks of an answer.

    Attributes:
        person: the carrier's id of who voted; 0 in the terminal.
        reason: of a bad one, where the person gave it.
    """

    person: int
    verdict: Verdict
    voted_at: datetime
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answer that was voted on, and the votes in the order in which they came."""

    answer_id: int
    answer: GivenAnswer
    votes: Sequence[Vote]
