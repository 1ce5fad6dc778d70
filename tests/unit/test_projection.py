"""The index stays equal to the store, whatever happens to it."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from retrieval.passages import embedding_text
from retrieval.projection import Projection
from retrieval.seams import VectorBatch
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.entries import make_entry
from tests.fakes.index import MemoryIndex
from tests.fakes.store import MemoryStore


class BrokenIndex(MemoryIndex):
    """Refuses what is added while ``broken``."""

    broken = False

    async def add(self, batch: VectorBatch) -> None:
        if self.broken:
            raise OSError("no memory")
        await super().add(batch)


def projection(store: MemoryStore, index: MemoryIndex, embedder: HashingEmbedder) -> Projection:
    return Projection(store, index, embedder, embedding_text)


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


async def test_an_empty_index_catches_up_without_embedding(embedder: HashingEmbedder) -> None:
    """A lost index file costs a read of the store, and no work of the model."""
    store, index = MemoryStore(), MemoryIndex(embedder.model.dimension)
    taken = await store.add(make_entry(model=embedder.model))
    caught = await projection(store, index, embedder).catch_up()
    assert (caught.added, caught.removed, caught.embedded) == (len(taken.passages), 0, 0)
    assert (await index.ids()).tolist() == [passage.id for passage in taken.passages]


async def test_a_changed_model_embeds_and_only_then(embedder: HashingEmbedder) -> None:
    """With another EMBEDDING_MODEL every stored passage gets a vector of that model, once."""
    store = MemoryStore()
    taken = await store.add(make_entry(model=HashingEmbedder("former").model))
    first = await projection(store, MemoryIndex(256), embedder).catch_up()
    again = await projection(store, MemoryIndex(256), embedder).catch_up()
    assert first.embedded == len(taken.passages) == embedder.passages_embedded
    assert again.embedded == 0


async def test_what_the_store_no_longer_has_is_removed(embedder: HashingEmbedder) -> None:
    """An index file that is newer than a restored database does not answer from the future."""
    index = MemoryIndex(256)
    await index.add(VectorBatch(np.array([999]), np.ones((1, 256), np.float32)))
    caught = await projection(MemoryStore(), index, embedder).catch_up()
    assert caught.removed == 1
    assert len(await index.ids()) == 0


async def test_a_failing_index_fails_no_article_and_is_mended(embedder: HashingEmbedder) -> None:
    """An acknowledged article is found again after the next catch-up."""
    store, index = MemoryStore(), BrokenIndex(256)
    kept = projection(store, index, embedder)
    entry = make_entry(model=embedder.model)
    taken = await store.add(entry)
    index.broken = True
    await kept.took([passage.id for passage in taken.passages], entry.vectors)
    index.broken = False
    assert len(await index.ids()) == 0
    assert (await kept.catch_up()).added == len(taken.passages)


async def test_questions_are_answered_while_it_is_rebuilt(embedder: HashingEmbedder) -> None:
    """Not one search during a rebuild comes back empty, and two rebuilds at once are one."""
    store, index = MemoryStore(), MemoryIndex(256)
    kept = projection(store, index, embedder)
    for number in range(20):
        await store.add(make_entry(f"Article {number} on the harbour.", model=embedder.model))
    await kept.catch_up()
    first, second = (asyncio.create_task(kept.rebuild()) for _ in range(2))
    while not first.done():
        assert await kept.search(embedder.embed_question("harbour"), 3)
        await asyncio.sleep(0)
    assert (await first) is (await second)
    assert (await first).passages == len(await index.ids())
