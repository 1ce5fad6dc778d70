"""Taking an article in; each function works within the transaction of its caller."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import aiosqlite

from retrieval.model import Arrival, Article, ArticleDraft, Passage, PassageDraft, Reading
from retrieval.seams import EmbeddingModel, Entry, Ids, Taken, Vectors
from store.connections import execute, execute_many
from store.fingerprints import cluster_for, first_twin, insert_fingerprint
from store.reading import article_by_id, known_article, passages_of_article
from store.rows import (
    arrival_parameters,
    article_parameters,
    attribution_parameters,
    numbered_article,
    numbered_passages,
    via_parameters,
)
from store.terms import terms_of

_ARTICLE: Final = (
    "INSERT INTO articles (id, text_sha256, language, title, publisher, published, url, extractor, "
    "added_at, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FILL: Final = (
    "UPDATE articles SET title = coalesce(title, ?), published = coalesce(published, ?), "
    "url = coalesce(url, ?), language = iif(language = 'und', ?, language) WHERE id = ?"
)
_ARRIVAL: Final = (
    "INSERT INTO arrivals (article_id, channel, received_at, origin, reference, person) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
_PASSAGE: Final = (
    "INSERT INTO passages (id, article_id, span_start, span_end, paragraph) VALUES (?, ?, ?, ?, ?)"
)
_TERMS: Final = "INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)"
_VECTOR: Final = (
    "INSERT INTO vectors (passage_id, model_id, vector) "
    "SELECT id, ?, ? FROM passages WHERE id = ? "
    "ON CONFLICT (passage_id, model_id) DO UPDATE SET vector = excluded.vector"
)
_ATTRIBUTION: Final = (
    "INSERT INTO attributions (id, article_id, extent_start, extent_end, source_start, source_end, "
    "cue_start, cue_end, content, claimant, claimant_kind, stance, type, "
    "imprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_VIA: Final = (
    "INSERT INTO vias (attribution_id, position, name, span_start, span_end) VALUES (?, ?, ?, ?, ?)"
)
_CREDIT: Final = (
    "INSERT INTO credits (article_id, position, name, span_start, span_end) VALUES (?, ?, ?, ?, ?)"
)


def terms_of_passages(entry: Entry) -> list[str]:
    """The terms of each passage, between spaces. Blocking: milliseconds for a long article."""
    return [" ".join(terms_of(draft.span.of(entry.draft.text))) for draft in entry.passages]


async def take_in(connection: aiosqlite.Connection, entry: Entry, terms: list[str]) -> Taken:
    """Stores an entry, or notes its arrival where the article is there already."""
    known = await known_article(connection, entry.draft)
    if known is not None:
        article = await note_copy(connection, known.id, entry.arrival, entry.draft)
        return Taken(article, tuple(await passages_of_article(connection, known.id)), known=True)
    article = await _insert_article(connection, entry)
    await note_arrival(connection, article.id, entry.arrival)
    passages = await _insert_passages(connection, article, entry.passages, terms)
    await insert_vectors(connection, entry.model, [p.id for p in passages], entry.vectors)
    await _insert_reading(connection, article.id, entry.reading)
    return Taken(article, passages, known=False, twin=await first_twin(connection, article))


async def note_arrival(connection: aiosqlite.Connection, article_id: int, arrival: Arrival) -> None:
    """One more copy of the article came in."""
    await execute(connection, _ARRIVAL, arrival_parameters(article_id, arrival))


async def note_copy(
    connection: aiosqlite.Connection, article_id: int, arrival: Arrival, told: ArticleDraft | None
) -> Article:
    """One more copy came in, and what the article lacked is taken from it. Raises NotFound."""
    await article_by_id(connection, article_id)
    await note_arrival(connection, article_id, arrival)
    if told is not None:
        published = told.published.isoformat() if told.published else None
        parameters = (told.title, published, told.url, told.language, article_id)
        await execute(connection, _FILL, parameters)
    return await article_by_id(connection, article_id)


async def insert_vectors(
    connection: aiosqlite.Connection,
    model: EmbeddingModel,
    passage_ids: list[int] | Ids,
    vectors: Vectors,
) -> None:
    """Stores the vectors of one model; a passage that is gone is passed over."""
    await execute(
        connection,
        "INSERT INTO embedding_models (name, digest, dimension) VALUES (?, ?, ?) "
        "ON CONFLICT (digest, dimension) DO NOTHING",
        (model.name, model.digest, model.dimension),
    )
    rows = await execute(
        connection,
        "SELECT id FROM embedding_models WHERE digest = ? AND dimension = ?",
        (model.digest, model.dimension),
    )
    model_id = rows[0]["id"]
    stored = vectors.astype("<f4", order="C", copy=False)
    await execute_many(
        connection,
        _VECTOR,
        [
            (model_id, vector.tobytes(), int(key))
            for key, vector in zip(passage_ids, stored, strict=True)
        ],
    )


async def _insert_article(connection: aiosqlite.Connection, entry: Entry) -> Article:
    number = await _next_id(connection, "articles")
    cluster = await cluster_for(connection, entry.fingerprint, number)
    article = numbered_article(number, entry.draft, datetime.now(UTC), cluster)
    await execute(connection, _ARTICLE, article_parameters(article, entry.extractor))
    await insert_fingerprint(connection, article, entry.fingerprint)
    return article


async def _insert_passages(
    connection: aiosqlite.Connection,
    article: Article,
    drafts: tuple[PassageDraft, ...],
    terms: list[str],
) -> tuple[Passage, ...]:
    first = await _next_id(connection, "passages")
    passages = numbered_passages(article.id, first, drafts)
    await execute_many(
        connection,
        _PASSAGE,
        [(p.id, p.article_id, p.span.start, p.span.end, p.paragraph) for p in passages],
    )
    await execute_many(
        connection, _TERMS, [(p.id, words) for p, words in zip(passages, terms, strict=True)]
    )
    return passages


async def _insert_reading(
    connection: aiosqlite.Connection, article_id: int, reading: Reading
) -> None:
    first = await _next_id(connection, "attributions")
    numbered = list(enumerate(reading.attributions, start=first))
    await execute_many(
        connection,
        _ATTRIBUTION,
        [attribution_parameters(key, article_id, attribution) for key, attribution in numbered],
    )
    vias = [row for key, attribution in numbered for row in via_parameters(key, attribution.via)]
    await execute_many(connection, _VIA, vias)
    await execute_many(connection, _CREDIT, via_parameters(article_id, reading.credits))


async def _next_id(connection: aiosqlite.Connection, table: str) -> int:
    """The id that AUTOINCREMENT gives next; the transaction keeps it ours."""
    rows = await execute(connection, "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return int(rows[0]["seq"]) + 1 if rows else 1
