"""What every vector index promises, by brute force and by FAISS."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest

from retrieval.index.faiss_index import FaissIndex
from retrieval.seams import EmbeddingModel, VectorBatch, VectorIndex, Vectors
from tests.fakes.index import MemoryIndex

DIMENSION = 16
MODEL = EmbeddingModel("model", "digest", DIMENSION)


@pytest.fixture(params=["memory", "faiss"])
def index(request: pytest.FixtureRequest) -> VectorIndex:
    return MemoryIndex(DIMENSION) if request.param == "memory" else FaissIndex(MODEL)


def rows(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


def batch(ids: list[int], vectors: Vectors) -> VectorBatch:
    return VectorBatch(np.array(ids, dtype=np.int64), vectors)


async def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    """A passage is found by its own vector, and scores are cosines."""
    vectors = rows(50)
    await index.add(batch(list(range(100, 150)), vectors))
    hits = await index.search(vectors[7], 5)
    expected = vectors @ vectors[7]
    assert [hit.passage_id for hit in hits] == (100 + np.argsort(-expected)[:5]).tolist()
    assert hits[0].score == pytest.approx(1.0, abs=1e-5)
    assert [hit.score for hit in hits] == pytest.approx(np.sort(expected)[::-1][:5], abs=1e-5)


async def test_an_id_that_is_there_is_replaced(index: VectorIndex) -> None:
    """Adding a passage again does not make it stand twice."""
    vectors = rows(2)
    await index.add(batch([5], vectors[:1]))
    await index.add(batch([5], vectors[1:]))
    assert (await index.ids()).tolist() == [5]
    (hit,) = await index.search(vectors[1], 3)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_the_last_of_two_in_a_batch_counts(index: VectorIndex) -> None:
    """A batch with an id twice keeps the later vector."""
    vectors = rows(2)
    await index.add(batch([5, 5], vectors))
    (hit,) = await index.search(vectors[1], 3)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_what_is_removed_is_not_found(index: VectorIndex) -> None:
    """A deleted passage is gone at once; unknown ids are passed over."""
    vectors = rows(3)
    await index.add(batch([1, 2, 3], vectors))
    await index.remove(np.array([2, 99], dtype=np.int64))
    assert (await index.ids()).tolist() == [1, 3]
    assert 2 not in {hit.passage_id for hit in await index.search(vectors[1], 10)}


@pytest.mark.parametrize("k", [0, -1, 5])
async def test_an_empty_index_finds_nothing(index: VectorIndex, k: int) -> None:
    """No hit, and no error, whatever k is."""
    assert await index.search(rows(1)[0], k) == []


async def test_wrong_shapes_are_refused(index: VectorIndex) -> None:
    """A vector of another model is an error, not a wrong answer."""
    with pytest.raises(ValueError, match=r"\d|shapes"):
        await index.add(VectorBatch(np.array([1]), np.zeros((1, DIMENSION + 1), np.float32)))
    with pytest.raises(ValueError, match=r"\d|shapes"):
        await index.search(np.zeros(DIMENSION + 1, np.float32), 1)


async def test_searches_go_on_while_it_is_replaced(index: VectorIndex) -> None:
    """The old content answers until the new is whole; what is added meanwhile is kept."""
    old, new, added = rows(4), rows(6, seed=1), rows(1, seed=2)
    await index.add(batch([1, 2, 3, 4], old))
    seen: list[int] = []

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch([11, 12, 13], new[:3])
        seen.append((await index.search(old[0], 1))[0].passage_id)
        await index.add(batch([77], added))
        yield batch([14, 15, 16], new[3:])

    await index.replace(batches())
    assert seen == [1]
    assert (await index.ids()).tolist() == [11, 12, 13, 14, 15, 16, 77]
