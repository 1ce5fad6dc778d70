"""Nearest passages by FAISS: exact inner product, keyed by passage id."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias

import faiss
import numpy as np

from retrieval.errors import IndexUnusable
from retrieval.index.snapshot import read_snapshot, write_snapshot
from retrieval.seams import EmbeddingModel, Hit, Ids, Vector, VectorBatch, Vectors

logger = logging.getLogger(__name__)

# FAISS ships no types.
_Faiss: TypeAlias = Any
_ABSENT: Final = -1  # FAISS pads with this id where there are fewer than k


def open_or_empty(
    path: Path, model: EmbeddingModel, *, keep: bool = True
) -> tuple[FaissIndex, str | None]:
    """The saved index, or an empty one with the reason why it is empty. Blocking.

    With ``keep`` False ``save`` does not write to ``path``: for sessions that only read.
    """
    target = path if keep else None
    try:
        return FaissIndex(model, _loaded(read_snapshot(path, model), model), target), None
    except IndexUnusable as error:
        return FaissIndex(model, _new(model.dimension), target), error.problem


class FaissIndex:
    """A ``VectorIndex`` in memory, with a snapshot on disk where ``path`` is given.

    Changes are made by one thread at a time, to the index that is in use; a search takes the lock
    for its own duration (20 ms at 100,000 vectors), since FAISS allows no search during a change.
    """

    def __init__(
        self, model: EmbeddingModel, index: _Faiss = None, path: Path | None = None
    ) -> None:
        self._model = model
        self._index = _new(model.dimension) if index is None else index
        self._path = path
        self._lock = Lock()
        self._replacing: list[tuple[Ids, Vectors | None]] | None = None
        self._dirty = False

    async def ids(self) -> Ids:
        """The ids it holds, ascending."""
        return await asyncio.to_thread(self._ids)

    async def add(self, batch: VectorBatch) -> None:
        """Takes vectors in; an id that it holds already is replaced."""
        ids, vectors = self._checked(batch)
        await asyncio.to_thread(self._change, ids, vectors)

    async def remove(self, ids: Ids) -> None:
        """Forgets these; ids that it does not hold are passed over."""
        await asyncio.to_thread(self._change, np.asarray(ids, dtype=np.int64), None)

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """At most ``k`` hits, best first; cosine in [-1, 1]."""
        if vector.shape != (self._model.dimension,):
            raise ValueError(f"a question of shape {vector.shape}, not ({self._model.dimension},)")
        return await asyncio.to_thread(self._search, vector, k)

    async def replace(self, batches: AsyncIterator[VectorBatch]) -> None:
        """Builds an index aside and swaps it in; what changes meanwhile is done to both."""
        if self._replacing is not None:
            raise RuntimeError("the index is being replaced already")
        self._replacing = []
        try:
            fresh = _new(self._model.dimension)
            async for batch in batches:
                ids, vectors = self._checked(batch)
                await asyncio.to_thread(_apply, fresh, ids, vectors)
            await asyncio.to_thread(self._swap, fresh)
        finally:
            self._replacing = None

    async def save(self) -> None:
        """Writes the snapshot where something changed since the last; a failure is logged.

        The snapshot only makes the next start quick, and the old one stays.
        """
        if self._path is not None and self._dirty:
            await asyncio.to_thread(self._save, self._path)

    async def close(self) -> None:
        """Ends it, without saving."""

    def _checked(self, batch: VectorBatch) -> tuple[Ids, Vectors]:
        """The batch with each id once, the last of its vectors."""
        if batch.vectors.shape != (len(batch.ids), self._model.dimension):
            raise ValueError(
                f"{batch.vectors.shape} vectors for {len(batch.ids)} ids of dimension "
                f"{self._model.dimension}"
            )
        _, last = np.unique(batch.ids[::-1], return_index=True)
        places = np.sort(len(batch.ids) - 1 - last)
        return (
            np.ascontiguousarray(batch.ids[places], dtype=np.int64),
            np.ascontiguousarray(batch.vectors[places], dtype=np.float32),
        )

    def _ids(self) -> Ids:
        with self._lock:
            return np.sort(faiss.vector_to_array(self._index.id_map))

    def _change(self, ids: Ids, vectors: Vectors | None) -> None:
        with self._lock:
            _apply(self._index, ids, vectors)
            if self._replacing is not None:
                self._replacing.append((ids, vectors))
            self._dirty = True

    def _swap(self, fresh: _Faiss) -> None:
        with self._lock:
            for ids, vectors in self._replacing or ():
                _apply(fresh, ids, vectors)
            self._index = fresh
            self._dirty = True

    def _search(self, vector: Vector, k: int) -> list[Hit]:
        with self._lock:
            k = min(k, self._index.ntotal)
            if k <= 0:
                return []
            scores, ids = self._index.search(np.ascontiguousarray(vector[None], np.float32), k)
        return [
            Hit(int(key), min(1.0, max(-1.0, float(score))))
            for key, score in zip(ids[0], scores[0], strict=True)
            if key != _ABSENT
        ]

    def _save(self, path: Path) -> None:
        with self._lock:
            payload = faiss.serialize_index(self._index).tobytes()
            count = self._index.ntotal
            self._dirty = False
        try:
            write_snapshot(path, self._model, count, payload)
        except OSError as error:
            self._dirty = True
            logger.warning("The index was not saved (%s); the next start takes longer.", error)


def _new(dimension: int) -> _Faiss:
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))


def _loaded(payload: bytes, model: EmbeddingModel) -> _Faiss:
    index = faiss.deserialize_index(np.frombuffer(payload, dtype=np.uint8))
    if not isinstance(index, faiss.IndexIDMap2) or index.d != model.dimension:
        raise IndexUnusable("The saved index is of another kind.", "It is rebuilt from the store.")
    return index


def _apply(index: _Faiss, ids: Ids, vectors: Vectors | None) -> None:
    if len(ids) and index.ntotal:
        index.remove_ids(ids)
    if vectors is not None and len(ids):
        index.add_with_ids(vectors, ids)
