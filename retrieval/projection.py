"""Keeping the index equal to the store, of which it is a projection."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.model import ArticleDraft, Span
from retrieval.seams import (
    ArticleStore,
    Embedder,
    Hit,
    Ids,
    Vector,
    VectorBatch,
    VectorIndex,
    Vectors,
)

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # passages embedded so far, and in all

# What the snapshot lacks is read from the store at the next start, 10,000 vectors in 0.05 s; to
# write one of 100,000 vectors takes 155 MB and 0.2 s: too much for every article.
_SAVE_AFTER_VECTORS: Final = 10_000
_SAVE_AFTER_SECONDS: Final = 300.0
# Passages whose vectors are compared with the store's, by a search each: 8 ms among 100,000.
# Histories that parted differ in what came last, files of two stores from the first passage on.
_COMPARED_LATEST: Final = 8
_COMPARED_SPREAD: Final = 8
_SAME_COSINE: Final = 1e-3  # float32 sums in another order differ by less than 1e-5


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What it took to make the index equal to the store, in passages."""

    added: int
    removed: int
    embedded: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    passages: int
    seconds: float


class Projection:
    """An index beside its store. Whatever happens to the index, the store has it all.

    Args:
        store: what the index is made equal to.
        index: closed by ``close``.
        embedder: its model is the one that the index is of.
        text_of: what is embedded for a passage of an article.
        save_after_vectors: so many unsaved changes are saved at once.
        save_after_seconds: fewer are saved after this time.
    """

    def __init__(  # noqa: PLR0913  # three parts, what joins them, and two limits with defaults
        self,
        store: ArticleStore,
        index: VectorIndex,
        embedder: Embedder,
        text_of: Callable[[ArticleDraft, Span], str],
        *,
        save_after_vectors: int = _SAVE_AFTER_VECTORS,
        save_after_seconds: float = _SAVE_AFTER_SECONDS,
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._text_of = text_of
        self._save_after_vectors = save_after_vectors
        self._save_after_seconds = save_after_seconds
        self._turn = asyncio.Lock()  # catching up and rebuilding, one at a time
        self._behind = False
        self._rebuilding: asyncio.Task[Rebuilt] | None = None
        self._unsaved = 0
        self._save_is_due = asyncio.Event()
        self._saver: asyncio.Task[None] | None = None

    @property
    def behind(self) -> bool:
        """Whether the index is known to lack passages that the store has."""
        return self._behind

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """At most ``k`` passages, nearest first."""
        return await self._index.search(vector, k)

    async def took(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Takes in what the store has just stored; ``vectors`` has a row an id.

        Never raises for the index's sake: the article is acknowledged. What the index missed it
        gets with the next article, rebuild or start.
        """
        try:
            await self._index.add(VectorBatch(np.array(ids, dtype=np.int64), vectors))
            if self._behind and not self._turn.locked():
                await self.catch_up(embed=False)
        except asyncio.CancelledError:
            self._behind = True
            raise
        except Exception:
            self._behind = True
            logger.exception("The index missed passages; it gets them with the next article.")
        self._save_later(len(ids))

    async def catch_up(self, progress: Progress | None = None, *, embed: bool = True) -> CaughtUp:
        """Adds what the index lacks and removes what the store no longer has.

        Passages without a vector of this model are embedded first, unless ``embed`` is False;
        ``progress`` is told after each batch of them. An index that turns out to be of another
        store is replaced, and all its passages count as added.

        Raises:
            StoreError: the store cannot be read, or new vectors not be stored.
        """
        async with self._turn:
            return await self._catch_up(progress, embed=embed)

    async def rebuild(self) -> Rebuilt:
        """Builds the index anew from stored vectors; the old one answers until it is done.

        Only passages without a vector of the model are embedded. A second call while one is under
        way waits for it and returns its result; whoever stops waiting does not stop it.

        Raises:
            StoreError: the store cannot be read; the old index stays in use.
        """
        if self._rebuilding is None or self._rebuilding.done():
            self._rebuilding = asyncio.create_task(self._rebuild())
        return await asyncio.shield(self._rebuilding)

    async def close(self) -> None:
        """Gives up a rebuild under way, saves, and closes the index."""
        if self._rebuilding is not None and not self._rebuilding.done():
            self._rebuilding.cancel()
            await asyncio.wait([self._rebuilding])
        self._save_is_due.set()
        if self._saver is not None:
            await self._saver
        await self._save()
        await self._index.close()

    async def _catch_up(self, progress: Progress | None, *, embed: bool) -> CaughtUp:
        self._behind = False
        embedded = await self._embed_missing(progress) if embed else 0
        # In this order: what is stored in between counts as missing, never as too much.
        ours = await self._index.ids()
        theirs = await self._store.ids_with_vectors(self._embedder.model)
        if not await self._agrees(np.intersect1d(ours, theirs)):
            logger.warning("The index has other passages than the store; it is built anew.")
            await self._index.replace(self._store.vectors(self._embedder.model))
            self._save_later(len(theirs))
            return CaughtUp(len(theirs), len(ours), embedded)
        extra, missing = np.setdiff1d(ours, theirs), np.setdiff1d(theirs, ours)
        if len(extra):
            await self._index.remove(extra)
        if len(missing):
            async for batch in self._store.vectors(self._embedder.model, missing):
                await self._index.add(batch)
        if len(extra) or len(missing):
            self._save_later(len(extra) + len(missing))
            logger.info("Index caught up: %d added, %d removed.", len(missing), len(extra))
        return CaughtUp(len(missing), len(extra), embedded)

    async def _rebuild(self) -> Rebuilt:
        started = time.monotonic()
        async with self._turn:
            await self._embed_missing(None)  # first, so that nothing is lost at the swap
            await self._index.replace(self._store.vectors(self._embedder.model))
            await self._catch_up(None, embed=True)
        await self._save()
        return Rebuilt(len(await self._index.ids()), time.monotonic() - started)

    async def _embed_missing(self, progress: Progress | None) -> int:
        model, done, total = self._embedder.model, 0, 0
        async for batch in self._store.without_vectors(model):
            if not done:
                total = await self._count_missing()
                logger.info("Embedding %d passages that have no vector of %s.", total, model.name)
            texts = [self._text_of(article, passage.span) for passage, article in batch]
            vectors = await asyncio.to_thread(self._embedder.embed_passages, texts)
            ids = np.array([passage.id for passage, _ in batch], dtype=np.int64)
            await self._store.add_vectors(model, VectorBatch(ids, vectors))
            done += len(batch)
            if progress is not None:
                progress(done, max(done, total))
        return done

    async def _count_missing(self) -> int:
        counts = await self._store.counts()
        return counts.passages - len(await self._store.ids_with_vectors(self._embedder.model))

    async def _agrees(self, common: Ids) -> bool:
        """Whether some of the passages in both have the same vectors in both.

        Ids alone do not tell: beside a database that was put back from a backup, or begun anew, an
        index file may hold other passages under the same ids.
        """
        spread = common[:: max(1, len(common) // _COMPARED_SPREAD)]
        sample = np.union1d(spread, common[-_COMPARED_LATEST:])
        if not len(sample):
            return True
        async for batch in self._store.vectors(self._embedder.model, sample):
            for passage_id, vector in zip(batch.ids.tolist(), batch.vectors, strict=True):
                if not await self._finds(passage_id, vector):
                    return False
        return True

    async def _finds(self, passage_id: int, vector: Vector) -> bool:
        """Whether the passage is found by its vector, or hidden among others just like it."""
        least = float(vector @ vector) - _SAME_COSINE
        hits = await self._index.search(vector, _COMPARED_LATEST)
        near = [hit.passage_id for hit in hits if hit.score >= least]
        return passage_id in near or len(near) == _COMPARED_LATEST

    def _save_later(self, changes: int) -> None:
        self._unsaved += changes
        if self._unsaved >= self._save_after_vectors:
            self._save_is_due.set()
        if self._saver is None or self._saver.done():
            self._saver = asyncio.create_task(self._save_when_due())

    async def _save_when_due(self) -> None:
        while self._unsaved:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._save_after_seconds):
                    await self._save_is_due.wait()
            await self._save()

    async def _save(self) -> None:
        self._unsaved = 0
        self._save_is_due.clear()
        try:
            await self._index.save()
        except Exception:
            logger.exception("The index was not saved; the next start takes longer.")
