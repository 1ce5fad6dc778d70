"""The store on one machine: a single SQLite database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from retrieval.errors import StoreError
from retrieval.model import (
    Alias,
    Arrival,
    Article,
    ArticleDraft,
    Fingerprint,
    Passage,
    Reading,
    StoredAttribution,
)
from retrieval.seams import (
    Centroid,
    Counts,
    EmbeddingModel,
    Entry,
    Evidence,
    Hit,
    Ids,
    Taken,
    VectorBatch,
)
from store import aliases, fingerprints, reading, vectors, writing
from store.connections import Connections, close_all, open_readers, open_writer
from store.failures import told_as_store_errors
from store.lexical import match_terms
from store.migrate import check_current, migrate, shipped_migrations
from store.sqlite_answers import SqliteAnswers


class SqliteStore(SqliteAnswers):
    """An ``ArticleStore`` in a file. Made by ``open``; used from one event loop."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> SqliteStore:
        """Opens the database, made or brought up to date where it must be.

        With ``read_only`` it answers questions only: the database must be there and up to date, and
        another process may write to it meanwhile.

        Raises:
            StoreDamaged: it cannot be read, or is another program's.
            StoreTooNew: a newer Hearsay wrote it.
            StoreInUse: another program has it locked.
            StoreFull: no room is left to make it or to bring it up to date.
            StoreError: it may not be written to; or, for ``read_only``, is missing or out of date.
        """
        if read_only:
            return cls(await _open_to_read(path))
        return cls(await _open_to_write(path))

    async def known(self, draft: ArticleDraft) -> Article | None:
        """The stored article with the same text (but for white space) and publisher, if any."""
        async with self._connections.reading() as connection:
            return await reading.known_article(connection, draft)

    async def arrived(
        self, article_id: int, arrival: Arrival, told: ArticleDraft | None = None
    ) -> Article:
        """Notes a further copy; what the article lacks is taken from ``told``. Raises NotFound."""
        async with self._connections.writing() as connection:
            return await writing.note_copy(connection, article_id, arrival, told)

    async def add(self, entry: Entry) -> Taken:
        """Takes an article in, whole or not at all; one that is there already is not stored again.

        Raises:
            ValueError: the vectors are not one a passage, or not of the model's dimension.
        """
        expected = (len(entry.passages), entry.model.dimension)
        if entry.vectors.shape != expected:
            raise ValueError(f"vectors of shape {entry.vectors.shape}, not {expected}")
        terms = await asyncio.to_thread(writing.terms_of_passages, entry)
        async with self._connections.writing() as connection:
            return await writing.take_in(connection, entry, terms)

    async def article(self, article_id: int) -> Article:
        """Raises NotFound."""
        async with self._connections.reading() as connection:
            return await reading.article_by_id(connection, article_id)

    async def reading(self, article_id: int) -> Reading:
        """All attributions, in reading order, and credits of an article. Raises NotFound."""
        async with self._connections.reading() as connection:
            return await reading.reading_of(connection, article_id)

    async def evidence(self, passage_ids: Sequence[int]) -> list[Evidence]:
        """In the order of ``passage_ids``; ids that are gone are left out."""
        async with self._connections.reading() as connection:
            return await reading.evidence_for(connection, passage_ids)

    async def evidence_of(self, attribution_id: int) -> tuple[Evidence, StoredAttribution]:
        """An attribution with the passage in which it begins. Raises NotFound."""
        async with self._connections.reading() as connection:
            return await reading.evidence_of_attribution(connection, attribution_id)

    async def match(self, text: str, k: int) -> list[Hit]:
        """The passages that share the rarest words of ``text``, by BM25, best first."""
        async with self._connections.reading() as connection:
            return await match_terms(connection, text, k)

    async def ids_with_vectors(self, model: EmbeddingModel) -> Ids:
        """Ids of the passages that have a vector of this model, ascending."""
        async with self._connections.reading() as connection:
            return await vectors.passage_ids(connection, model)

    async def vectors(
        self, model: EmbeddingModel, ids: Ids | None = None, size: int = 1024
    ) -> AsyncIterator[VectorBatch]:
        """Stored vectors of all passages or of ``ids``, ascending by id, ``size`` a batch."""
        if ids is not None:
            wanted = np.unique(ids)
            for start in range(0, len(wanted), size):
                async with self._connections.reading() as connection:
                    batch = await vectors.among(connection, model, wanted[start : start + size])
                if len(batch.ids):
                    yield batch
            return
        after = 0
        while True:
            async with self._connections.reading() as connection:
                batch = await vectors.page(connection, model, after, size)
            if not len(batch.ids):
                return
            after = int(batch.ids[-1])
            yield batch

    async def without_vectors(
        self, model: EmbeddingModel, size: int = 64
    ) -> AsyncIterator[list[tuple[Passage, Article]]]:
        """Passages that have no vector of this model yet, with their articles, in batches."""
        after = 0
        while True:
            async with self._connections.reading() as connection:
                found = await vectors.page_without(connection, model, after, size)
            if not found:
                return
            after = found[-1][0].id
            yield found

    async def add_vectors(self, model: EmbeddingModel, batch: VectorBatch) -> None:
        """Stores vectors of a further model; ids that are gone are passed over.

        Raises:
            ValueError: the vectors are not one an id, or not of the model's dimension.
        """
        expected = (len(batch.ids), model.dimension)
        if batch.vectors.shape != expected:
            raise ValueError(f"vectors of shape {batch.vectors.shape}, not {expected}")
        async with self._connections.writing() as connection:
            await writing.insert_vectors(connection, model, batch.ids, batch.vectors)

    async def centroids(self, model: EmbeddingModel) -> dict[str, Centroid]:
        """Sums of the stored vectors of this model by the language of their articles."""
        sums: dict[str, Centroid] = {}
        after: int | None = 0
        while after is not None:
            async with self._connections.reading() as connection:
                after = await vectors.add_page_to_centroids(connection, model, after, 1024, sums)
        return sums

    async def without_fingerprint(
        self, scheme: str, size: int = 64
    ) -> AsyncIterator[list[Article]]:
        """Articles that have no fingerprint of this scheme yet, ascending by id, in batches."""
        after = 0
        while True:
            async with self._connections.reading() as connection:
                found = await fingerprints.page_without(connection, scheme, after, size)
            if not found:
                return
            after = found[-1].id
            yield found

    async def add_fingerprints(self, made: Mapping[int, Fingerprint]) -> None:
        """Stores fingerprints by the ids of their articles; each article joins its twins."""
        async with self._connections.writing() as connection:
            await fingerprints.insert_all(connection, made)

    async def aliases(self) -> tuple[Alias, ...]:
        """Every alias of a source that was set, ordered by ``alias_key``."""
        async with self._connections.reading() as connection:
            return await aliases.all_aliases(connection)

    async def set_alias(self, alias: str, name: str) -> None:
        """Who is called ``alias`` is the one called ``name``. Raises AliasCircle."""
        async with self._connections.writing() as connection:
            await aliases.put_alias(connection, Alias(alias, name))

    async def remove_alias(self, alias: str) -> bool:
        """Forgets an alias; False where there is none."""
        async with self._connections.writing() as connection:
            return await aliases.drop_alias(connection, alias)

    async def counts(self) -> Counts:
        """What it holds."""
        async with self._connections.reading() as connection:
            return await reading.count_all(connection)

    async def close(self) -> None:
        """Ends it; every later call raises a StoreError."""
        await self._connections.close()


async def _open_to_write(path: Path) -> Connections:
    with told_as_store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await open_writer(path)
        try:
            await migrate(writer, path, shipped_migrations())
            return Connections(path, writer, await open_readers(path))
        except BaseException:
            await close_all(writer)
            raise


async def _open_to_read(path: Path) -> Connections:
    _check_there(path)
    with told_as_store_errors(path):
        readers = await open_readers(path)
        try:
            await check_current(readers[0], path, shipped_migrations())
        except BaseException:
            await close_all(*readers)
            raise
        return Connections(path, None, readers)


def _check_there(path: Path) -> None:
    if not path.exists():
        raise StoreError(
            f"There is no database {path} yet.",
            "Add an article first (hearsay add FILE), or set DATA_DIR to the folder that has one.",
            path=str(path),
        )
