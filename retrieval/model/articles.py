"""Articles, the passages they are cut into, and how they reached us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from retrieval.model.spans import Span


class Channel(StrEnum):
    """The way by which an article came in."""

    FORWARD = "forward"
    MESSAGE = "message"
    FILE = "file"
    INPUT = "input"
    IMPORT = "import"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How an article reached us: the provenance of the copy, not of what it says.

    Attributes:
        origin: who the carrier says it comes from (a channel's title, a file's name).
        reference: where the copy can be seen again (a post's link, a path, a ``doc_id``).
        person: the id of who handed it in, where the carrier tells; never the author.
    """

    channel: Channel
    received_at: datetime
    origin: str | None = None
    reference: str | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a person hands in, before anything is made of it."""

    text: str
    arrival: Arrival
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """A clean article that the store has not numbered yet.

    Attributes:
        text: the text that every span counts in; never changed once stored.
        language: two-letter code after ISO 639-1, ``und`` where it could not be told.
        publisher: who published it, None where neither the carrier nor the text says so.
    """

    text: str
    language: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None

    @property
    def wording(self) -> str:
        """The text with every run of white space made one space: what makes two texts the same."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleDraft):
    """An article in the store.

    Attributes:
        cluster: the same number for articles whose texts are nearly the same (twins), the id of
            the first of them that was stored; its own id where it has no twin.
    """

    id: int
    added_at: datetime
    cluster: int


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A contiguous stretch of an article, the unit of retrieval; ``paragraph`` counts from 1."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Passage(PassageDraft):
    """A passage in the store. ``id`` is never used again, even after its article is deleted."""

    id: int
    article_id: int
