"""A vector index that compares with everything: what the fast ones must agree with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np

from retrieval.seams import Hit, Ids, Vector, VectorBatch


class MemoryIndex:
    """A ``VectorIndex`` in a dictionary; ``saves`` counts how often it was asked to save."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._vectors: dict[int, Vector] = {}
        self._meanwhile: dict[int, Vector | None] = {}  # changes since a replacement began
        self.saves = 0
        self.closed = False

    async def ids(self) -> Ids:
        """Ascending."""
        return np.array(sorted(self._vectors), dtype=np.int64)

    async def add(self, batch: VectorBatch) -> None:
        """Takes vectors in."""
        rows = self._rows(batch)
        self._vectors |= rows
        self._meanwhile |= rows

    async def remove(self, ids: Ids) -> None:
        """Forgets them."""
        for key in ids.tolist():
            self._vectors.pop(key, None)
            self._meanwhile[key] = None

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """Best first."""
        if vector.shape != (self._dimension,):
            raise ValueError("shapes do not agree")
        scores = {key: float(row @ vector) for key, row in self._vectors.items()}
        hits = [Hit(key, min(1.0, max(-1.0, score))) for key, score in scores.items()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(k, 0)]

    async def replace(self, batches: AsyncIterator[VectorBatch]) -> None:
        """Takes the batches for its whole content."""
        self._meanwhile = {}
        fresh: dict[int, Vector | None] = {}
        async for batch in batches:
            fresh |= self._rows(batch)
        fresh |= self._meanwhile
        self._vectors = {key: row for key, row in fresh.items() if row is not None}

    async def save(self) -> None:
        """Nothing to save."""
        self.saves += 1

    async def close(self) -> None:
        """Nothing to close."""
        self.closed = True

    def _rows(self, batch: VectorBatch) -> dict[int, Vector]:
        if batch.vectors.shape != (len(batch.ids), self._dimension):
            raise ValueError("shapes do not agree")
        return dict(zip(batch.ids.tolist(), batch.vectors.copy(), strict=True))
