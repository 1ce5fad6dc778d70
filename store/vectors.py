"""Stored vectors, a page at a time, so that no read lasts while its caller works."""
# ruff: noqa: S608  # the statements are put together from constants of ours alone

from __future__ import annotations

from typing import Final

import aiosqlite
import numpy as np

from retrieval.model import Article, Passage
from retrieval.seams import Centroid, EmbeddingModel, Ids, VectorBatch
from store.connections import execute
from store.reading import articles_by_id
from store.rows import AMONG, ids_parameter, passage_of

# The model's number in the database; NULL, which equals nothing, where it has no vector yet.
_MODEL: Final = "(SELECT id FROM embedding_models WHERE digest = ? AND dimension = ?)"
_IDS: Final = f"SELECT passage_id FROM vectors WHERE model_id = {_MODEL} ORDER BY passage_id"
_PAGE: Final = (
    f"SELECT passage_id, vector FROM vectors WHERE model_id = {_MODEL} AND passage_id > ? "
    "ORDER BY passage_id LIMIT ?"
)
_AMONG: Final = (
    f"SELECT passage_id, vector FROM vectors WHERE model_id = {_MODEL} AND passage_id {AMONG} "
    "ORDER BY passage_id"
)
_PAGE_WITH_LANGUAGE: Final = (
    "SELECT passage_id, vector, language FROM vectors "
    "JOIN passages ON passages.id = passage_id JOIN articles ON articles.id = article_id "
    f"WHERE model_id = {_MODEL} AND passage_id > ? ORDER BY passage_id LIMIT ?"
)
_PAGE_WITHOUT: Final = (
    "SELECT * FROM passages WHERE id > ? AND NOT EXISTS "
    f"(SELECT 1 FROM vectors WHERE passage_id = passages.id AND model_id = {_MODEL}) "
    "ORDER BY id LIMIT ?"
)


async def passage_ids(connection: aiosqlite.Connection, model: EmbeddingModel) -> Ids:
    """Ids of the passages that have a vector of this model, ascending."""
    return _ids_of(await execute(connection, _IDS, _identity(model)))


async def page(
    connection: aiosqlite.Connection, model: EmbeddingModel, after: int, size: int
) -> VectorBatch:
    """The vectors of the next ``size`` passages that come after id ``after`` and have one."""
    rows = await execute(connection, _PAGE, (*_identity(model), after, size))
    return _batch(rows, model)


async def among(connection: aiosqlite.Connection, model: EmbeddingModel, ids: Ids) -> VectorBatch:
    """The vectors of those of ``ids`` that have one, ascending."""
    rows = await execute(connection, _AMONG, (*_identity(model), ids_parameter(ids.tolist())))
    return _batch(rows, model)


async def page_without(
    connection: aiosqlite.Connection, model: EmbeddingModel, after: int, size: int
) -> list[tuple[Passage, Article]]:
    """The next ``size`` passages after id ``after`` that have no vector of this model."""
    rows = await execute(connection, _PAGE_WITHOUT, (after, *_identity(model), size))
    passages = [passage_of(row) for row in rows]
    articles = await articles_by_id(connection, {passage.article_id for passage in passages})
    return [(passage, articles[passage.article_id]) for passage in passages]


async def add_page_to_centroids(
    connection: aiosqlite.Connection,
    model: EmbeddingModel,
    after: int,
    size: int,
    centroids: dict[str, Centroid],
) -> int | None:
    """Adds the next page's vectors to the sums; returns the last id seen, None at the end."""
    rows = await execute(connection, _PAGE_WITH_LANGUAGE, (*_identity(model), after, size))
    if not rows:
        return None
    batch = _batch(rows, model)
    languages = np.array([row["language"] for row in rows])
    for language in {row["language"] for row in rows}:
        own = batch.vectors[languages == language]
        before = centroids.get(language, Centroid(0, np.zeros(model.dimension)))
        centroids[language] = Centroid(
            before.count + len(own), before.total + own.sum(axis=0, dtype=np.float64)
        )
    return int(batch.ids[-1])


def _identity(model: EmbeddingModel) -> tuple[object, ...]:
    """What tells models apart: a folder may be moved, its weights stay the same."""
    return (model.digest, model.dimension)


def _ids_of(rows: list[aiosqlite.Row]) -> Ids:
    return np.fromiter((row["passage_id"] for row in rows), dtype=np.int64, count=len(rows))


def _batch(rows: list[aiosqlite.Row], model: EmbeddingModel) -> VectorBatch:
    joined = bytearray().join(row["vector"] for row in rows)
    vectors = np.frombuffer(joined, dtype="<f4").reshape(len(rows), model.dimension)
    return VectorBatch(_ids_of(rows), vectors.astype(np.float32, copy=False))
