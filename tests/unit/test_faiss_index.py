"""Who waits for whom in the FAISS index: locks are held here as a slow disk or core holds them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from retrieval.index.faiss_index import FaissIndex
from retrieval.seams import EmbeddingModel, VectorBatch

MODEL = EmbeddingModel("model", "digest", 4)
A_MOMENT = 0.03  # seconds in which what may go on does go on


def batch(*ids: int) -> VectorBatch:
    return VectorBatch(np.array(ids, dtype=np.int64), np.eye(4, dtype=np.float32)[: len(ids)])


@pytest.fixture
async def index() -> FaissIndex:
    index = FaissIndex.empty(None, MODEL)
    await index.add(batch(3, 9))
    return index


async def first(index: FaissIndex) -> int:
    async with asyncio.timeout(5):
        return (await index.search(np.eye(4, dtype=np.float32)[0], 1))[0].passage_id


async def test_questions_are_answered_while_it_is_saved(index: FaissIndex) -> None:
    """A slow disk holds up additions to the index, never a search in it."""
    with index._changes:  # as a save holds it
        added = asyncio.create_task(index.add(batch(1)))
        await asyncio.sleep(A_MOMENT)
        for _ in range(20):
            assert await first(index) == 3
        assert not added.done()
    await added
    assert (await index.ids()).tolist() == [1, 3, 9]


async def test_a_change_waits_for_the_questions_under_way(index: FaissIndex) -> None:
    """FAISS allows no search during a change; another question does not have to wait."""
    with index._searches.reading():
        asked = asyncio.create_task(first(index))
        assert await asked == 3
        removed = asyncio.create_task(index.remove(np.array([3])))
        await asyncio.sleep(A_MOMENT)
        assert not removed.done()
    await removed
    assert (await index.ids()).tolist() == [9]


async def test_a_question_waits_for_the_change_under_way(index: FaissIndex) -> None:
    """It is answered from the index as it is after the change."""
    with index._searches.writing():
        asked = asyncio.create_task(first(index))
        await asyncio.sleep(A_MOMENT)
        assert not asked.done()
    assert await asked == 3


async def test_a_replacement_given_up_at_the_last_moment_loses_nothing(index: FaissIndex) -> None:
    """The bot is stopped as a rebuild ends: the old index stays, with what came since."""

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch(50)

    with index._changes:
        replacing = asyncio.create_task(index.replace(batches()))
        await asyncio.sleep(A_MOMENT)  # it waits to swap
        replacing.cancel()
        await asyncio.wait([replacing])
    await index.add(batch(1))
    assert (await index.ids()).tolist() == [1, 3, 9]
