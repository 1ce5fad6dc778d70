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
from retrieval.index.read_write_lock import ReadWriteLock
from retrieval.index.snapshot import CHUNK, read_snapshot, unusable, write_snapshot
from retrieval.seams import EmbeddingModel, Hit, Ids, Vector, VectorBatch, Vectors

logger = logging.getLogger(__name__)

_faiss: Final[Any] = faiss  # its stubs leave out the readers and writers that call back
_Faiss: TypeAlias = Any
_Change: TypeAlias = "tuple[Ids, Vectors | None]"  # added, or removed where there are no vectors

_ABSENT: Final = -1  # FAISS pads with this id where it finds fewer than k


def open_or_empty(
    path: Path, model: EmbeddingModel, *, keep: bool = True
) -> tuple[FaissIndex, str | None]:
    """The saved index, or an empty one with the reason why it is empty. Blocking.

    With ``keep`` False ``save`` does not write to ``path``: for sessions that only read.
    """
    try:
        return FaissIndex.open(path, model, keep=keep), None
    except IndexUnusable as error:
        return FaissIndex.empty(path if keep else None, model), error.problem


class FaissIndex:
    """A ``VectorIndex`` in memory, with a snapshot on disk where it has a path.

    Searches run side by side, in threads. A change waits for the searches under way and holds up
    later ones for as long as it takes, since FAISS allows no search meanwhile: at 100,000 vectors
    0.2 ms to add an article's passages, 12 ms to remove them. Replacing and saving hold up none.
    """

    def __init__(
        self, model: EmbeddingModel, index: _Faiss = None, path: Path | None = None
    ) -> None:
        self._model = model
        self._index = _new(model.dimension) if index is None else index
        self._path = path
        self._searches = ReadWriteLock()  # what is under way in the index itself
        self._changes = Lock()  # one change, swap or copy to disk at a time
        self._saving = Lock()
        self._replacing = asyncio.Lock()
        self._journal: list[_Change] | None = None  # what changed since a replacement began
        self._version = 0
        self._saved_version = 0 if index is not None else -1  # an empty one is on no disk

    @classmethod
    def open(cls, path: Path, model: EmbeddingModel, *, keep: bool = True) -> FaissIndex:
        """The saved index. Blocking: 0.2 s for 100,000 vectors of 384 dimensions.

        With ``keep`` False ``save`` does not write to ``path``.

        Raises:
            IndexUnusable: there is none, it is damaged, of another model or of another format.
        """
        with read_snapshot(path, model) as (file, count):
            try:
                index = _faiss.read_index(_faiss.PyCallbackIOReader(file.read, CHUNK))
            except RuntimeError as error:  # whole, yet not understood
                raise unusable("The saved index is of another version of FAISS.") from error
        if (type(index), index.d, index.ntotal) != (faiss.IndexIDMap2, model.dimension, count):
            raise unusable("The saved index is of another kind.")
        return cls(model, index, path if keep else None)

    @classmethod
    def empty(cls, path: Path | None, model: EmbeddingModel) -> FaissIndex:
        """An index without vectors, saved to ``path`` if any; None keeps it in memory only."""
        return cls(model, path=path)

    async def ids(self) -> Ids:
        """The ids it holds, ascending."""
        return await asyncio.to_thread(self._ids)

    async def add(self, batch: VectorBatch) -> None:
        """Takes vectors in; an id that it holds already is replaced.

        Of an id that comes twice in the batch, the last counts.

        Raises:
            ValueError: where shapes do not agree with each other or with the index.
        """
        ids, vectors = self._checked(batch)
        await asyncio.to_thread(self._change, ids, vectors)

    async def remove(self, ids: Ids) -> None:
        """Forgets these; ids that it does not hold are passed over."""
        await asyncio.to_thread(self._change, np.asarray(ids, dtype=np.int64), None)

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """At most ``k`` hits, best first, those of one score by id; cosine in [-1, 1].

        Raises:
            ValueError: where the vector is not of the index's dimension.
        """
        if vector.shape != (self._model.dimension,):
            raise ValueError(f"a question of shape {vector.shape}, not ({self._model.dimension},)")
        return await asyncio.to_thread(self._search, vector, k)

    async def replace(self, batches: AsyncIterator[VectorBatch]) -> None:
        """Builds an index aside and swaps it in; what changes meanwhile is done to both.

        Where ``batches`` fails, the old content stays. A second replacement waits for the first.

        Raises:
            ValueError: where shapes do not agree with each other or with the index.
        """
        async with self._replacing:
            fresh, journal = _new(self._model.dimension), list[_Change]()
            self._journal = journal
            try:
                async for batch in batches:
                    await asyncio.to_thread(_apply, fresh, *self._checked(batch))
                await asyncio.to_thread(self._swap, fresh, journal)
            finally:
                self._journal = None

    async def save(self) -> None:
        """Writes the snapshot where something changed since the last.

        A failure is logged, no more: the snapshot only makes the next start quick, the old one
        stays, and the next call tries again.
        """
        if self._path is not None:
            await asyncio.to_thread(self._save, self._path)

    async def close(self) -> None:
        """Ends it, without saving."""

    def _checked(self, batch: VectorBatch) -> _Change:
        """The batch with each id once, with the last of its vectors."""
        ids, vectors = np.asarray(batch.ids, dtype=np.int64), batch.vectors
        if ids.ndim != 1 or vectors.shape != (len(ids), self._model.dimension):
            raise ValueError(
                f"vectors of shape {vectors.shape} for ids of shape {ids.shape}, "
                f"in an index of dimension {self._model.dimension}"
            )
        _, places = np.unique(ids[::-1], return_index=True)
        if len(places) < len(ids):
            last = np.sort(len(ids) - 1 - places)
            ids, vectors = ids[last], vectors[last]
        return np.ascontiguousarray(ids), np.ascontiguousarray(vectors, dtype=np.float32)

    def _ids(self) -> Ids:
        with self._searches.reading():
            return np.sort(_ids_of(self._index))

    def _change(self, ids: Ids, vectors: Vectors | None) -> None:
        with self._changes:
            self._version += 1
            with self._searches.writing():
                _apply(self._index, ids, vectors)
            if (journal := self._journal) is not None:
                journal.append((ids, vectors))

    def _swap(self, fresh: _Faiss, journal: list[_Change]) -> None:
        with self._changes:
            if self._journal is not journal:
                return  # cancelled while this thread waited: later changes are not in the journal
            for ids, vectors in journal:
                _apply(fresh, ids, vectors)
            self._index = fresh
            self._version += 1

    def _search(self, vector: Vector, k: int) -> list[Hit]:
        question = np.ascontiguousarray(vector[np.newaxis], dtype=np.float32)
        with self._searches.reading():
            index = self._index
            k = min(k, index.ntotal)
            if k <= 0:
                return []
            scores, ids = index.search(question, k)
        hits = [
            Hit(key, min(1.0, max(-1.0, score)))
            for key, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True)
            if key != _ABSENT
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))

    def _save(self, path: Path) -> None:
        with self._saving:
            if self._saved_version == self._version:
                return
            try:
                # Searches go on, and changes again once the bytes are on their way to the disk.
                with write_snapshot(path) as out, self._changes:
                    version = self._version
                    out.begin(self._model, self._index.ntotal)
                    # In pieces: a copy in memory would be as large as the index.
                    writer = _faiss.PyCallbackIOWriter(out.write, CHUNK)
                    _faiss.write_index(self._index, writer)
                self._saved_version = version
            except OSError as error:
                logger.warning(
                    "The index was not saved to %s (%s). Nothing is lost, but the next start takes "
                    "longer; see that there is room and that the folder may be written to.",
                    path,
                    error,
                )


def _new(dimension: int) -> _Faiss:
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))


def _ids_of(index: _Faiss) -> Ids:
    return np.asarray(faiss.vector_to_array(index.id_map), dtype=np.int64)


def _apply(index: _Faiss, ids: Ids, vectors: Vectors | None) -> None:
    # Removing walks through the whole index even for ids that it does not have.
    held = ids[np.isin(ids, _ids_of(index))]
    if len(held):
        index.remove_ids(held)
    if vectors is not None and len(ids):
        index.add_with_ids(vectors, ids)
