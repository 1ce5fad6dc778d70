"""What every vector index promises, by brute force and by FAISS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.faiss_index import FaissIndex
from retrieval.seams import EmbeddingModel, VectorBatch, VectorIndex, Vectors
from tests.fakes.index import MemoryIndex

DIMENSION: Final = 16
MODEL: Final = EmbeddingModel("model", "digest", DIMENSION)

# A further index is a further line.
INDEXES: Final[dict[str, Callable[[], VectorIndex]]] = {
    "memory": lambda: MemoryIndex(DIMENSION),
    "faiss": lambda: FaissIndex.empty(None, MODEL),
}


@pytest.fixture(params=sorted(INDEXES))
def index(request: pytest.FixtureRequest) -> VectorIndex:
    return INDEXES[request.param]()


def rows(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


def batch(ids: list[int], vectors: Vectors) -> VectorBatch:
    return VectorBatch(np.array(ids, dtype=np.int64), vectors)


async def once(*batches: VectorBatch) -> AsyncIterator[VectorBatch]:
    for each in batches:
        yield each


async def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    """A passage is found by its own vector, and scores are cosines."""
    vectors = rows(50)
    await index.add(batch(list(range(100, 150)), vectors))
    hits = await index.search(vectors[7], 5)
    expected = vectors @ vectors[7]
    assert [hit.passage_id for hit in hits] == (100 + np.argsort(-expected)[:5]).tolist()
    assert hits[0].score == pytest.approx(1.0, abs=1e-5)
    assert [hit.score for hit in hits] == pytest.approx(np.sort(expected)[::-1][:5], abs=1e-5)


async def test_a_score_is_never_more_than_a_cosine_can_be(index: VectorIndex) -> None:
    """Rounding does not make a passage more than identical, or more than opposite."""
    vectors = rows(200)
    await index.add(batch(list(range(200)), vectors))
    for vector in vectors:
        hits = await index.search(vector, 200)
        assert len(hits) == 200
        assert all(-1.0 <= hit.score <= 1.0 for hit in hits)


async def test_of_equals_the_lower_id_comes_first(index: VectorIndex) -> None:
    """The same wire copy in three articles comes in the same order at every question."""
    vector = rows(1)
    await index.add(batch([9, 4, 7], np.repeat(vector, 3, axis=0)))
    assert [hit.passage_id for hit in await index.search(vector[0], 3)] == [4, 7, 9]


async def test_ids_are_ascending_in_whatever_order_they_came(index: VectorIndex) -> None:
    """Comparing with the store needs no sorting."""
    await index.add(batch([30, 10], rows(2)))
    await index.add(batch([20], rows(1)))
    assert (await index.ids()).tolist() == [10, 20, 30]


async def test_vectors_may_lie_in_memory_as_they_like(index: VectorIndex) -> None:
    """Slices and transposed arrays of vectors are taken for what they show."""
    vectors = rows(9)
    await index.add(batch([1, 2, 3, 4, 5], vectors[::-2]))
    await index.add(batch([6, 7], np.asfortranarray(vectors[1:3])))
    (hit,) = await index.search(vectors[::2][1], 1)
    assert hit.passage_id == 4
    (hit,) = await index.search(np.repeat(vectors[2], 2)[::2], 1)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_what_is_added_is_a_copy(index: VectorIndex) -> None:
    """A buffer that is used again does not change what is found."""
    vectors = rows(1)
    question = vectors[0].copy()
    await index.add(batch([5], vectors))
    vectors[:] = 0.0
    (hit,) = await index.search(question, 1)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


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
    vectors = rows(4)
    await index.add(batch([5, 8, 5, 8], vectors))
    assert (await index.ids()).tolist() == [5, 8]
    for vector, passage_id in ((vectors[2], 5), (vectors[3], 8)):
        hit = (await index.search(vector, 3))[0]
        assert hit.passage_id == passage_id
        assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_what_is_removed_is_not_found(index: VectorIndex) -> None:
    """A deleted passage is gone at once; unknown ids are passed over."""
    vectors = rows(3)
    await index.add(batch([1, 2, 3], vectors))
    await index.remove(np.array([2, 99], dtype=np.int64))
    assert (await index.ids()).tolist() == [1, 3]
    assert {hit.passage_id for hit in await index.search(vectors[1], 10)} == {1, 3}


async def test_nothing_added_or_removed_is_no_change(index: VectorIndex) -> None:
    """An article without passages harms nothing."""
    await index.add(batch([1], rows(1)))
    await index.add(batch([], rows(0)))
    await index.remove(np.array([], dtype=np.int64))
    assert (await index.ids()).tolist() == [1]


@pytest.mark.parametrize("k", [0, -1, 5])
async def test_an_empty_index_finds_nothing(index: VectorIndex, k: int) -> None:
    """No hit, and no error, whatever k is."""
    assert await index.search(rows(1)[0], k) == []
    assert (await index.ids()).tolist() == []


@pytest.mark.parametrize(("k", "found"), [(-3, 0), (0, 0), (1, 1), (3, 3), (100, 3)])
async def test_as_many_come_as_there_are(index: VectorIndex, k: int, found: int) -> None:
    """Asking for more than there is gives what there is."""
    await index.add(batch([1, 2, 3], rows(3)))
    assert len(await index.search(rows(1)[0], k)) == found


async def test_wrong_shapes_are_refused(index: VectorIndex) -> None:
    """A vector of another model is an error, not a wrong answer; the index stays as it was."""
    await index.add(batch([1], rows(1)))
    for ids, shape in (([2], (1, DIMENSION + 1)), ([2], (2, DIMENSION)), ([2], (DIMENSION,))):
        with pytest.raises(ValueError, match="shape"):
            await index.add(batch(ids, np.zeros(shape, np.float32)))
    with pytest.raises(ValueError, match="shape"):
        await index.search(np.zeros(DIMENSION + 1, np.float32), 1)
    assert (await index.ids()).tolist() == [1]


async def test_searches_go_on_while_it_is_replaced(index: VectorIndex) -> None:
    """The old content answers until the new is whole; what is added meanwhile is kept."""
    old, new, added = rows(4), rows(6, seed=1), rows(1, seed=2)
    await index.add(batch([1, 2, 3, 4], old))
    seen: list[int] = []

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch([11, 12, 13], new[:3])
        seen.append((await index.search(old[0], 1))[0].passage_id)
        await index.add(batch([77], added))
        seen.append((await index.search(added[0], 1))[0].passage_id)
        yield batch([14, 15, 16], new[3:])

    await index.replace(batches())
    assert seen == [1, 77]
    assert (await index.ids()).tolist() == [11, 12, 13, 14, 15, 16, 77]


async def test_what_changes_during_a_replacement_is_not_undone_by_it(index: VectorIndex) -> None:
    """An article deleted or added again during a rebuild stays deleted, and stays as it is now."""
    before, after = rows(3), rows(1, seed=1)
    await index.add(batch([1, 2, 3], before))

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch([1, 2, 3], before)
        await index.remove(np.array([2]))
        await index.add(batch([3], after))

    await index.replace(batches())
    assert (await index.ids()).tolist() == [1, 3]
    assert (await index.search(after[0], 1))[0].passage_id == 3
    assert (await index.search(after[0], 1))[0].score == pytest.approx(1.0, abs=1e-5)


async def test_a_replacement_that_fails_changes_nothing(index: VectorIndex) -> None:
    """When the store cannot be read to its end, the old index goes on, and so do changes to it."""
    vectors = rows(4)
    await index.add(batch([1, 2], vectors[:2]))

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch([50], rows(1))
        await index.add(batch([3], vectors[2:3]))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        await index.replace(batches())
    await index.add(batch([4], vectors[3:]))
    assert (await index.ids()).tolist() == [1, 2, 3, 4]


async def test_a_replacement_by_nothing_empties_it(index: VectorIndex) -> None:
    """After the last article is deleted, a rebuild leaves no passage behind."""
    await index.add(batch([1, 2], rows(2)))
    await index.replace(once())
    assert (await index.ids()).tolist() == []
    await index.replace(once(batch([7], rows(1)), batch([8], rows(1))))
    assert (await index.ids()).tolist() == [7, 8]


async def test_questions_articles_and_deletions_all_at_once(index: VectorIndex) -> None:
    """A passage that stays is found by every question, whatever comes and goes beside it."""
    vectors = rows(600)
    await index.add(batch(list(range(100)), vectors[:100]))

    begun = asyncio.Event()

    async def again() -> AsyncIterator[VectorBatch]:
        begun.set()
        for start in range(0, 100, 10):
            ids = list(range(start, start + 10))
            yield batch(ids, vectors[ids])
            await asyncio.sleep(0)

    async def ask(number: int) -> int:
        return (await index.search(vectors[number % 100], 3))[0].passage_id

    async def come_and_go(number: int) -> None:
        ids = list(range(100 + number * 10, 110 + number * 10))
        await index.add(batch(ids, vectors[ids]))
        await index.remove(np.array(ids[:5], dtype=np.int64))

    replacing = asyncio.create_task(index.replace(again()))
    await begun.wait()
    *found, _ = await asyncio.gather(
        *(ask(number) for number in range(100)),
        asyncio.gather(*(come_and_go(number) for number in range(50))),
    )
    await replacing
    assert found == list(range(100))
    stayed = [100 + number * 10 + place for number in range(50) for place in range(5, 10)]
    assert (await index.ids()).tolist() == [*range(100), *stayed]


KEYS = st.lists(st.integers(min_value=0, max_value=12), max_size=8)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove", "replace"]), KEYS), max_size=12)


@pytest.mark.parametrize("kind", sorted(INDEXES))
@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_any_sequence_of_changes_leaves_what_a_dictionary_would(
    kind: str, steps: list[tuple[str, list[int]]]
) -> None:
    """No history of additions, deletions and rebuilds loses a passage or keeps a stale vector."""
    index, model = INDEXES[kind](), dict[int, Vectors]()

    async def run() -> None:
        for seed, (step, keys) in enumerate(steps):
            vectors = rows(len(keys), seed=seed)
            if step == "remove":
                await index.remove(np.array(keys, dtype=np.int64))
                for key in keys:
                    model.pop(key, None)
                continue
            if step == "add":
                await index.add(batch(keys, vectors))
            else:
                await index.replace(once(batch(keys, vectors)))
                model.clear()
            model.update(zip(keys, vectors, strict=True))
        assert (await index.ids()).tolist() == sorted(model)
        question = rows(1, seed=99)[0]
        found = {hit.passage_id: hit.score for hit in await index.search(question, 50)}
        expected = {key: float(vector @ question) for key, vector in model.items()}
        assert found == pytest.approx(expected, abs=1e-5)
        assert list(found.values()) == sorted(found.values(), reverse=True)

    asyncio.run(run())
