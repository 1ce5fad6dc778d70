"""A vector index that compares with everything: what the fast ones must agree with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np

from retrieval.seams import Hit, Ids, Vector, VectorBatch


class MemoryIndex:
    """A ``VectorIndex`` in a dictionary."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._vectors: dict[int, Vector] = {}

    async def ids(self) -> Ids:
        """Ascending."""
        return np.array(sorted(self._vectors), dtype=np.int64)

    async def add(self, batch: VectorBatch) -> None:
        """Takes vectors in."""
        if batch.vectors.shape != (len(batch.ids), self._dimension):
            raise ValueError("shapes do not agree")
        self._vectors |= dict(zip(batch.ids.tolist(), batch.vectors, strict=True))

    async def remove(self, ids: Ids) -> None:
        """Forgets them."""
        for key in ids.tolist():
            self._vectors.pop(key, None)

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """Best first."""
        if vector.shape != (self._dimension,):
            raise ValueError("shapes do not agree")
        hits = [Hit(key, float(row @ vector)) for key, row in self._vectors.items()]
        return sorted(hits, key=lambda hit: -hit.score)[: max(k, 0)]

    async def replace(self, batches: AsyncIterator[VectorBatch]) -> None:
        """Takes the batches for its whole content."""
        before = dict(self._vectors)
        fresh: dict[int, Vector] = {}
        async for batch in batches:
            fresh |= dict(zip(batch.ids.tolist(), batch.vectors, strict=True))
        came = {key: row for key, row in self._vectors.items() if key not in before}
        self._vectors = fresh | came

    async def save(self) -> None:
        """Nothing to save."""

    async def close(self) -> None:
        """Nothing to close."""
