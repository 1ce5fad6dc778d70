"""The index stays equal to the store, whatever happens to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import StoreDamaged, StoreError
from retrieval.index.faiss_index import FaissIndex, open_or_empty
from retrieval.passages import embedding_text
from retrieval.projection import Projection
from retrieval.seams import EmbeddingModel, Ids, VectorBatch, VectorIndex, Vectors
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.entries import make_entry
from tests.fakes.index import MemoryIndex
from tests.fakes.store import MemoryStore

DIMENSION = 256


class BrokenIndex(MemoryIndex):
    """Refuses what is added while ``broken``."""

    broken = False

    async def add(self, batch: VectorBatch) -> None:
        if self.broken:
            raise OSError("no memory")
        await super().add(batch)


class UnsavableIndex(MemoryIndex):
    """Fails at every save in a way that nobody foresaw."""

    async def save(self) -> None:
        raise RuntimeError("the index caught fire")


@dataclass(slots=True)
class UnreadableStore(MemoryStore):
    """Breaks off after the first vectors while ``damaged``; waits before them until ``let``."""

    damaged: bool = False
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def vectors(
        self, model: EmbeddingModel, ids: Ids | None = None, size: int = 1
    ) -> AsyncIterator[VectorBatch]:
        async for batch in MemoryStore.vectors(self, model, ids, size):
            await self.let.wait()
            yield batch
            if self.damaged:
                raise StoreDamaged("The database is damaged.", "Restore a backup.")


def projection(
    store: MemoryStore, index: VectorIndex, embedder: HashingEmbedder, *, after: int = 1_000
) -> Projection:
    return Projection(
        store, index, embedder, embedding_text, save_after_vectors=after, save_after_seconds=60
    )


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex(DIMENSION)


async def stored(
    store: MemoryStore, model: EmbeddingModel, *texts: str
) -> tuple[list[int], Vectors]:
    """Passages of articles with these texts, in the store and not in the index."""
    ids, vectors = list[int](), list[Vectors]()
    for text in texts:
        entry = make_entry(text, model=model)
        taken = await store.add(entry)
        ids += [passage.id for passage in taken.passages]
        vectors.append(entry.vectors)
    return ids, np.concatenate(vectors)


def articles(count: int, about: str = "the harbour") -> list[str]:
    return [f"Article {number} is on {about}." for number in range(count)]


async def eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  # what is waited for may be a line in the log
            await asyncio.sleep(0.001)


async def test_an_empty_index_catches_up_without_embedding(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """A lost index file costs a read of the store, and no work of the model."""
    store = MemoryStore()
    ids, vectors = await stored(store, embedder.model, *articles(3))
    caught = await projection(store, index, embedder).catch_up()
    assert (caught.added, caught.removed, caught.embedded) == (3, 0, 0)
    assert embedder.passages_embedded == 0
    assert (await index.ids()).tolist() == ids
    assert (await index.search(vectors[1], 1))[0].passage_id == ids[1]


async def test_a_stale_file_gets_only_what_it_lacks(
    embedder: HashingEmbedder, tmp_path: Path
) -> None:
    """After a crash, the articles added since the last save are found again."""
    path, store = tmp_path / "passages.faiss", MemoryStore()
    for texts in (articles(2), articles(5)):
        await stored(store, embedder.model, *texts)
        opened, _ = open_or_empty(path, embedder.model)
        kept = projection(store, opened, embedder)
        caught = await kept.catch_up()
        await kept.close()
    assert (caught.added, caught.removed) == (3, 0)
    assert (await FaissIndex.open(path, embedder.model).ids()).tolist() == [1, 2, 3, 4, 5]


async def test_what_the_store_no_longer_has_is_removed(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """An index file that is newer than a restored database does not answer from the future."""
    store = MemoryStore()
    ids, vectors = await stored(store, embedder.model, *articles(2))
    await index.add(VectorBatch(np.array([*ids, 998, 999]), vectors[[0, 1, 0, 1]]))
    caught = await projection(store, index, embedder).catch_up()
    assert (caught.added, caught.removed) == (0, 2)
    assert (await index.ids()).tolist() == ids


@pytest.mark.parametrize("shared", [0, 30])
async def test_an_index_of_another_history_is_built_anew(
    embedder: HashingEmbedder, index: MemoryIndex, shared: int
) -> None:
    """A database put back from a backup, or begun anew, is not searched by its former index."""
    former, store = MemoryStore(), MemoryStore()
    for each, about in ((former, "the storm"), (store, "the strike")):
        await stored(each, embedder.model, *articles(shared), *articles(20, about))
    await projection(former, index, embedder).catch_up()
    caught = await projection(store, index, embedder).catch_up()
    assert caught.added == shared + 20
    async for batch in store.vectors(embedder.model):
        for passage_id, vector in zip(batch.ids.tolist(), batch.vectors, strict=True):
            assert (await index.search(vector, 1))[0].passage_id == passage_id


async def test_twins_are_no_other_history(embedder: HashingEmbedder, index: MemoryIndex) -> None:
    """Forty copies of one wire report do not make every start a rebuild."""
    store = MemoryStore()
    for number in range(40):
        await store.add(
            make_entry("One report.", publisher=f"Paper {number}", model=embedder.model)
        )
    kept = projection(store, index, embedder)
    assert (await kept.catch_up()).added == 40
    assert (await kept.catch_up()).added == 0


async def test_a_changed_model_embeds_once(embedder: HashingEmbedder, index: MemoryIndex) -> None:
    """With another EMBEDDING_MODEL every stored passage gets a vector of it, with progress."""
    store, told = MemoryStore(), list[tuple[int, int]]()
    await stored(store, HashingEmbedder("former").model, *articles(100))
    await stored(store, embedder.model, *articles(10, "the weather"))
    first = await projection(store, index, embedder).catch_up(lambda *each: told.append(each))
    again = await projection(store, MemoryIndex(DIMENSION), embedder).catch_up()
    assert (first.embedded, first.added) == (100, 110)
    assert (again.embedded, again.added) == (0, 110)
    assert embedder.passages_embedded == 100
    assert told == [(64, 100), (100, 100)]


async def test_a_reading_session_embeds_nothing(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """It may not write to the store, and uses the vectors that are there."""
    store = MemoryStore()
    await stored(store, HashingEmbedder("former").model, *articles(2))
    caught = await projection(store, index, embedder).catch_up(embed=False)
    assert (caught.added, caught.embedded, embedder.passages_embedded) == (0, 0, 0)


async def test_what_was_stored_is_found_at_once(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """An article can be asked about as soon as it is acknowledged."""
    store = MemoryStore()
    kept = projection(store, index, embedder)
    ids, vectors = await stored(store, embedder.model, *articles(2))
    await kept.took(ids, vectors)
    assert (await kept.search(vectors[1], 1))[0].passage_id == ids[1]


@pytest.mark.parametrize("mended_by", ["the next article", "catching up", "a rebuild"])
async def test_a_failing_index_fails_no_article_and_is_mended(
    embedder: HashingEmbedder, caplog: pytest.LogCaptureFixture, mended_by: str
) -> None:
    """An acknowledged article that the index could not take is found after a while."""
    store, index = MemoryStore(), BrokenIndex(DIMENSION)
    kept = projection(store, index, embedder)
    missed, vectors = await stored(store, embedder.model, *articles(2))
    index.broken = True
    await kept.took(missed, vectors)
    index.broken = False
    assert "missed passages" in caplog.text
    assert kept.behind
    assert len(await index.ids()) == 0
    if mended_by == "the next article":
        await kept.took(*await stored(store, embedder.model, "Another article."))
    elif mended_by == "catching up":
        await kept.catch_up()
    else:
        await kept.rebuild()
    assert not kept.behind
    assert (await index.ids()).tolist() == (await store.ids_with_vectors(embedder.model)).tolist()


async def test_questions_are_answered_while_it_is_rebuilt(embedder: HashingEmbedder) -> None:
    """Not one search during a rebuild comes back empty, and two rebuilds at once are one."""
    store, index = MemoryStore(), FaissIndex.empty(None, embedder.model)
    kept = projection(store, index, embedder)
    await stored(store, embedder.model, *articles(200))
    await kept.catch_up()
    first, second = (asyncio.create_task(kept.rebuild()) for _ in range(2))
    asked = 0
    while not first.done():
        assert len(await kept.search(embedder.embed_question("harbour"), 3)) == 3
        asked += 1
    assert asked
    assert (await first) is (await second)
    assert (await first).passages == 200
    assert embedder.passages_embedded == 0


async def test_an_article_that_comes_during_a_rebuild_is_in_the_new_index(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """It is found before the rebuild ends, and after."""
    store = UnreadableStore()
    kept = projection(store, index, embedder)
    await stored(store, embedder.model, *articles(3))
    rebuilding = asyncio.create_task(kept.rebuild())
    await asyncio.sleep(0.01)
    ids, vectors = await stored(store, embedder.model, "It came meanwhile.")
    await kept.took(ids, vectors)
    assert (await kept.search(vectors[0], 1))[0].passage_id == ids[0]
    assert not rebuilding.done()
    store.let.set()
    assert (await rebuilding).passages == 4
    assert (await kept.search(vectors[0], 1))[0].passage_id == ids[0]


async def test_a_rebuild_that_fails_leaves_the_old_index(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """Whoever asked for it is told, questions are answered as before, and it can be asked again."""
    store = UnreadableStore()
    store.let.set()
    kept = projection(store, index, embedder)
    ids, _ = await stored(store, embedder.model, *articles(3))
    await kept.catch_up()
    store.damaged = True
    with pytest.raises(StoreError, match="damaged"):
        await kept.rebuild()
    assert (await index.ids()).tolist() == ids
    store.damaged = False
    assert (await kept.rebuild()).passages == 3


async def test_a_rebuild_goes_on_when_nobody_waits_for_it(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """An admin who goes away does not leave it half done."""
    store = UnreadableStore()
    kept = projection(store, index, embedder)
    await stored(store, embedder.model, *articles(3))
    gone, waiting = (asyncio.create_task(kept.rebuild()) for _ in range(2))
    await asyncio.sleep(0.01)
    gone.cancel()
    store.let.set()
    assert (await waiting).passages == 3


async def test_closing_gives_up_a_rebuild(embedder: HashingEmbedder, index: MemoryIndex) -> None:
    """Stopping the bot does not wait for it; the old index is saved."""
    store = UnreadableStore()
    kept = projection(store, index, embedder)
    await stored(store, embedder.model, *articles(3))
    rebuilding = asyncio.create_task(kept.rebuild())
    await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        await kept.close()
    assert rebuilding.done()
    assert (index.saves, index.closed) == (1, True)


async def test_many_articles_are_saved_together(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """The file is not written for every article, but once so many have come, and at the end."""
    store = MemoryStore()
    kept = projection(store, index, embedder, after=10)
    for number in range(9):
        await kept.took(*await stored(store, embedder.model, f"Article number {number}."))
        await asyncio.sleep(0)
    assert index.saves == 0
    await kept.took(*await stored(store, embedder.model, "The tenth article."))
    await eventually(lambda: index.saves == 1)
    await kept.took(*await stored(store, embedder.model, "One more article."))
    await asyncio.sleep(0.01)
    assert index.saves == 1
    await kept.close()
    assert index.saves >= 2


async def test_a_single_article_is_saved_after_a_while(
    embedder: HashingEmbedder, index: MemoryIndex
) -> None:
    """A quiet bot does not keep its last articles out of the file for ever."""
    store = MemoryStore()
    kept = Projection(store, index, embedder, embedding_text, save_after_seconds=0.02)
    await kept.took(*await stored(store, embedder.model, "An article."))
    assert index.saves == 0
    await eventually(lambda: index.saves == 1)
    await kept.took(*await stored(store, embedder.model, "Another, later."))
    assert index.saves == 1
    await eventually(lambda: index.saves == 2)
    await kept.close()


async def test_an_index_that_cannot_be_saved_stops_nothing(
    embedder: HashingEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    """Articles are taken and the assistant ends as it should; the log says what was wrong."""
    store, index = MemoryStore(), UnsavableIndex(DIMENSION)
    kept = projection(store, index, embedder, after=1)
    with caplog.at_level(logging.ERROR):
        await kept.took(*await stored(store, embedder.model, "An article."))
        await eventually(lambda: "was not saved" in caplog.text)
        await kept.close()
    assert index.closed
