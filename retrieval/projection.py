"""Keeping the index equal to the store, of which it is a projection."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.errors import HearsayError
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

# A snapshot of 100,000 vectors is 150 MB, written in about a second: not after each article, yet
# often enough that the next start has little to catch up with.
_SAVE_AFTER_VECTORS: Final = 2_000
_SAVE_AFTER_SECONDS: Final = 60.0


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
        text_of: what is embedded for a passage of an article.
    """

    def __init__(
        self,
        store: ArticleStore,
        index: VectorIndex,
        embedder: Embedder,
        text_of: Callable[[ArticleDraft, Span], str],
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._text_of = text_of
        self._rebuilding: asyncio.Task[Rebuilt] | None = None
        self._unsaved = 0
        self._saved_at = time.monotonic()

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """At most ``k`` passages, nearest first."""
        return await self._index.search(vector, k)

    async def took(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Takes in what the store has just stored.

        Never raises for the index's sake: the article is acknowledged, and the next start (or
        rebuild) mends the index.
        """
        try:
            await self._index.add(VectorBatch(np.array(ids, dtype=np.int64), vectors))
        except Exception:
            logger.exception("The index missed %d passages; a rebuild mends it.", len(ids))
            return
        self._unsaved += len(ids)
        waited = time.monotonic() - self._saved_at > _SAVE_AFTER_SECONDS
        if self._unsaved >= _SAVE_AFTER_VECTORS or waited:
            await self._save()

    async def catch_up(self, *, embed: bool = True) -> CaughtUp:
        """Adds what the index lacks and removes what the store no longer has.

        Passages without a vector of this model are embedded first, unless ``embed`` is False.
        """
        embedded = await self._embed_missing() if embed else 0
        ours = await self._index.ids()
        theirs = await self._store.ids_with_vectors(self._embedder.model)
        extra, missing = np.setdiff1d(ours, theirs), np.setdiff1d(theirs, ours)
        if len(extra):
            await self._index.remove(extra)
        if len(missing):
            await self._add(missing)
        if len(extra) or len(missing):
            await self._save()
            logger.info("Index caught up: %d added, %d removed.", len(missing), len(extra))
        return CaughtUp(len(missing), len(extra), embedded)

    async def rebuild(self) -> Rebuilt:
        """Builds the index anew from stored vectors; the old one answers until it is done.

        A second call while one is under way waits for it and returns its result.
        """
        if self._rebuilding is None or self._rebuilding.done():
            self._rebuilding = asyncio.create_task(self._rebuild())
        return await asyncio.shield(self._rebuilding)

    async def close(self) -> None:
        """Ends a rebuild, saves and closes the index."""
        if self._rebuilding is not None and not self._rebuilding.done():
            self._rebuilding.cancel()
            await asyncio.wait([self._rebuilding])
        await self._save()
        await self._index.close()

    async def _rebuild(self) -> Rebuilt:
        started = time.monotonic()
        await self._index.replace(self._store.vectors(self._embedder.model))
        await self.catch_up()
        await self._save()
        return Rebuilt(len(await self._index.ids()), time.monotonic() - started)

    async def _embed_missing(self) -> int:
        model, done = self._embedder.model, 0
        async for batch in self._store.without_vectors(model):
            texts = [self._text_of(article, passage.span) for passage, article in batch]
            vectors = await asyncio.to_thread(self._embedder.embed_passages, texts)
            ids = np.array([passage.id for passage, _ in batch], dtype=np.int64)
            await self._store.add_vectors(model, VectorBatch(ids, vectors))
            done += len(batch)
        if done:
            logger.info("Embedded %d passages that had no vector of %s.", done, model.name)
        return done

    async def _add(self, missing: Ids) -> None:
        async for batch in self._store.vectors(self._embedder.model, missing):
            await self._index.add(batch)

    async def _save(self) -> None:
        self._unsaved, self._saved_at = 0, time.monotonic()
        try:
            await self._index.save()
        except (OSError, HearsayError) as error:
            logger.warning("The index was not saved (%s); the next start takes longer.", error)
