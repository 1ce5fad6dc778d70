"""Between rows of the database and values of the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

import aiosqlite

from retrieval.model import (
    Arrival,
    Article,
    ArticleDraft,
    Attribution,
    ClaimantKind,
    Passage,
    PassageDraft,
    Span,
    SpeechType,
    Stance,
    StoredAttribution,
    Via,
)

Parameters = tuple[object, ...]

# Before the JSON of a list of ids: one variable however many, where SQLite allows 32,766 at most.
AMONG: Final = "IN (SELECT value FROM json_each(?))"


def ids_parameter(ids: Iterable[int]) -> str:
    """The parameter that goes with ``AMONG``. Takes numpy's integers, and integers of any size."""
    return json.dumps([int(one) for one in ids])


def text_digest(text: str) -> bytes:
    """SHA-256 of the text. Raises UnicodeEncodeError where it has no UTF-8 form."""
    return hashlib.sha256(text.encode()).digest()


def wording_digest(draft: ArticleDraft) -> bytes:
    """The same for texts that differ in white space at the most. Raises as ``text_digest``."""
    return text_digest(draft.wording)


def article_parameters(article: Article, extractor: str) -> Parameters:
    """In the order of ``writing.py``'s statement."""
    return (
        article.id,
        text_digest(article.text),
        article.language,
        article.title,
        article.publisher,
        article.published.isoformat() if article.published else None,
        article.url,
        extractor,
        article.added_at.isoformat(),
        article.text,
    )


def arrival_parameters(article_id: int, arrival: Arrival) -> Parameters:
    """In the order of ``writing.py``'s statement."""
    return (
        article_id,
        arrival.channel.value,
        arrival.received_at.isoformat(),
        arrival.origin,
        arrival.reference,
        arrival.person,
    )


def attribution_parameters(key: int, article_id: int, attribution: Attribution) -> Parameters:
    """In the order of ``writing.py``'s statement."""
    source, cue, extent = attribution.source, attribution.cue, attribution.extent
    return (
        key,
        article_id,
        extent.start,
        extent.end,
        source and source.start,
        source and source.end,
        cue and cue.start,
        cue and cue.end,
        json.dumps([(span.start, span.end) for span in attribution.content]),
        attribution.claimant,
        attribution.claimant_kind.value,
        attribution.stance.value,
        attribution.type.value,
        attribution.imprint,
    )


def via_parameters(key: int, vias: Sequence[Via]) -> list[Parameters]:
    """A row each; ``key`` is an attribution's id, or an article's for its credits."""
    return [
        (key, place, via.name, via.mention.start, via.mention.end) for place, via in enumerate(vias)
    ]


def article_of(row: aiosqlite.Row) -> Article:
    """From all columns of ``articles``, and ``cluster``."""
    return Article(
        id=row["id"],
        text=row["text"],
        language=row["language"],
        title=row["title"],
        publisher=row["publisher"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        url=row["url"],
        added_at=datetime.fromisoformat(row["added_at"]),
        cluster=row["cluster"],
    )


def numbered_article(
    article_id: int, draft: ArticleDraft, added_at: datetime, cluster: int
) -> Article:
    """The draft as it is stored."""
    return Article(
        id=article_id,
        text=draft.text,
        language=draft.language,
        title=draft.title,
        publisher=draft.publisher,
        published=draft.published,
        url=draft.url,
        added_at=added_at,
        cluster=cluster,
    )


def passage_of(row: aiosqlite.Row) -> Passage:
    """From all columns of ``passages``."""
    return Passage(
        span=Span(row["span_start"], row["span_end"]),
        paragraph=row["paragraph"],
        id=row["id"],
        article_id=row["article_id"],
    )


def numbered_passages(
    article_id: int, first: int, drafts: Sequence[PassageDraft]
) -> tuple[Passage, ...]:
    """The passages with ids from ``first`` on."""
    return tuple(
        Passage(span=draft.span, paragraph=draft.paragraph, id=key, article_id=article_id)
        for key, draft in enumerate(drafts, start=first)
    )


def via_of(row: aiosqlite.Row) -> Via:
    """From a row of ``vias`` or ``credits``."""
    return Via(row["name"], Span(row["span_start"], row["span_end"]))


def attribution_of(row: aiosqlite.Row, via: Sequence[Via]) -> StoredAttribution:
    """From all columns of ``attributions``, and the intermediaries that go with it."""
    return StoredAttribution(
        id=row["id"],
        article_id=row["article_id"],
        attribution=Attribution(
            source=_span_of(row["source_start"], row["source_end"]),
            cue=_span_of(row["cue_start"], row["cue_end"]),
            content=tuple(Span(start, end) for start, end in json.loads(row["content"])),
            claimant=row["claimant"],
            claimant_kind=ClaimantKind(row["claimant_kind"]),
            stance=Stance(row["stance"]),
            type=SpeechType(row["type"]),
            via=tuple(via),
            imprint=row["imprint"],
        ),
    )


def _span_of(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
