"""What every store promises of vectors: the index can be thrown away at any moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from retrieval.seams import ArticleStore, EmbeddingModel, VectorBatch
from tests.fakes.entries import TINY_MODEL, make_entry, make_vectors

OTHER_MODEL: Final = EmbeddingModel(name="other", digest="decaf", dimension=5)


async def all_vectors(
    store: ArticleStore, model: EmbeddingModel, size: int = 2
) -> dict[int, bytes]:
    """Each vector by the id of its passage, as bytes."""
    found: dict[int, bytes] = {}
    async for batch in store.vectors(model, size=size):
        assert 0 < len(batch.ids) <= size
        assert batch.ids.dtype == np.int64
        assert batch.vectors.dtype == np.float32
        assert batch.vectors.shape == (len(batch.ids), model.dimension)
        found |= {
            int(key): row.tobytes() for key, row in zip(batch.ids, batch.vectors, strict=True)
        }
    return found


async def test_vectors_come_back_bit_for_bit(store: ArticleStore) -> None:
    """A rebuilt index answers exactly as the old one did."""
    entry = make_entry()
    odd = entry.vectors.copy()
    odd[0, :4] = [-0.0, 1e-40, 3.4e38, np.pi]  # a signed zero, a denormal, nearly the largest
    taken = await store.add(replace(entry, vectors=np.asfortranarray(odd)))
    assert await all_vectors(store, TINY_MODEL) == {
        passage.id: row.tobytes() for passage, row in zip(taken.passages, odd, strict=True)
    }


async def test_vectors_come_in_batches_by_id(store: ArticleStore) -> None:
    """A rebuild goes through all passages once, in order, whatever the size of a batch."""
    for n in range(5):
        await store.add(make_entry(f"One {n}.\nTwo {n}.\nThree {n}."))
    ids = (await store.ids_with_vectors(TINY_MODEL)).tolist()
    assert len(ids) == 15
    assert ids == sorted(ids)
    for size in (1, 4, 15, 1000):
        assert list(await all_vectors(store, TINY_MODEL, size)) == ids


async def test_vectors_of_some_passages(store: ArticleStore) -> None:
    """Catching up reads only what the index lacks; ids that are gone are passed over."""
    taken = await store.add(make_entry())
    ids = [p.id for p in taken.passages]
    wanted = np.array([ids[2], 4711, ids[0], ids[2]], dtype=np.int64)
    batches = [batch async for batch in store.vectors(TINY_MODEL, wanted, size=1)]
    assert [batch.ids.tolist() for batch in batches] == [[ids[0]], [ids[2]]]
    none = np.array([], dtype=np.int64)
    assert [batch async for batch in store.vectors(TINY_MODEL, none)] == []


async def test_a_batch_can_be_changed(store: ArticleStore) -> None:
    """Who reads vectors may work in place; the store keeps its own."""
    await store.add(make_entry())
    before = await all_vectors(store, TINY_MODEL)
    async for batch in store.vectors(TINY_MODEL):
        np.negative(batch.vectors, out=batch.vectors)
    assert await all_vectors(store, TINY_MODEL) == before


async def test_articles_may_arrive_while_vectors_are_read(store: ArticleStore) -> None:
    """Articles are added during a rebuild, and neither waits for the other."""
    await store.add(make_entry())
    seen = []
    async for batch in store.vectors(TINY_MODEL, size=1):
        seen += batch.ids.tolist()
        if len(seen) == 1:
            await store.add(make_entry("A late one."))
    assert len(seen) == len(set(seen))
    assert set(seen) >= {1, 2, 3}


async def test_two_models_stand_side_by_side(store: ArticleStore) -> None:
    """With another embedding model the passages are embedded again, and the old vectors stay."""
    taken = await store.add(make_entry(language="fr"))
    ids = [p.id for p in taken.passages]
    before = await all_vectors(store, TINY_MODEL)
    assert (await store.ids_with_vectors(OTHER_MODEL)).tolist() == []
    assert await all_vectors(store, OTHER_MODEL) == {}

    fresh = make_vectors(["a", "b"], OTHER_MODEL.dimension)
    await store.add_vectors(OTHER_MODEL, VectorBatch(np.array(ids[:2], dtype=np.int64), fresh))
    assert (await store.ids_with_vectors(OTHER_MODEL)).tolist() == ids[:2]
    assert list((await all_vectors(store, OTHER_MODEL)).values()) == [v.tobytes() for v in fresh]
    assert await all_vectors(store, TINY_MODEL) == before


async def test_a_model_is_known_by_its_digest(store: ArticleStore) -> None:
    """A model folder that was moved is the same model: nothing is embedded again."""
    await store.add(make_entry())
    moved = replace(TINY_MODEL, name="/elsewhere/tiny")
    assert len(await store.ids_with_vectors(moved)) == 3
    assert [batch async for batch in store.without_vectors(moved)] == []


async def test_passages_without_vectors_are_named(store: ArticleStore) -> None:
    """After a change of model each passage comes up for embedding once, with its article."""
    first = await store.add(make_entry())
    second = await store.add(make_entry("A line.\nAnother line.", publisher="Estuary Post"))
    expected = [(p, taken.article) for taken in (first, second) for p in taken.passages]
    batches = [batch async for batch in store.without_vectors(OTHER_MODEL, size=2)]
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert [pair for batch in batches for pair in batch] == expected
    assert [batch async for batch in store.without_vectors(TINY_MODEL)] == []


async def test_embedding_again_ends(store: ArticleStore) -> None:
    """Passages are embedded as they are named, to the last one, and then none is left."""
    for n in range(4):
        await store.add(make_entry(f"One {n}.\nTwo {n}.\nThree {n}."))
    embedded = 0
    async for batch in store.without_vectors(OTHER_MODEL, size=5):
        ids = np.array([passage.id for passage, _ in batch], dtype=np.int64)
        texts = [passage.span.of(article.text) for passage, article in batch]
        vectors = make_vectors(texts, OTHER_MODEL.dimension)
        await store.add_vectors(OTHER_MODEL, VectorBatch(ids, vectors))
        embedded += len(batch)
    assert embedded == 12
    assert [batch async for batch in store.without_vectors(OTHER_MODEL)] == []


async def test_vectors_of_passages_that_are_gone_are_passed_over(store: ArticleStore) -> None:
    """An article deleted while embedded again leaves nothing; a second run replaces the first."""
    taken = await store.add(make_entry())
    key = taken.passages[0].id
    for text in ("before", "after"):
        vectors = make_vectors([text, "gone"])
        await store.add_vectors(TINY_MODEL, VectorBatch(np.array([key, 4711]), vectors))
    assert (await store.ids_with_vectors(TINY_MODEL)).tolist() == [p.id for p in taken.passages]
    assert (await all_vectors(store, TINY_MODEL))[key] == make_vectors(["after"])[0].tobytes()


async def test_further_vectors_must_fit(store: ArticleStore) -> None:
    """Vectors that do not fit their ids or their model are refused."""
    await store.add(make_entry())
    ids = np.array([1, 2], dtype=np.int64)
    for vectors in (make_vectors(["one"]), make_vectors(["one", "two"], 4)):
        with pytest.raises(ValueError, match="shape"):
            await store.add_vectors(TINY_MODEL, VectorBatch(ids, vectors))


async def test_each_language_has_its_sum(store: ArticleStore) -> None:
    """The mean passage of each language is that of all its stored passages."""
    assert await store.centroids(TINY_MODEL) == {}
    french = [make_entry(f"Un {n}.\nDeux {n}.", language="fr") for n in range(2)]
    english = make_entry()
    for entry in (french[0], english, french[1]):
        await store.add(entry)
    found = await store.centroids(TINY_MODEL)
    assert {language: centroid.count for language, centroid in found.items()} == {"fr": 4, "en": 3}
    for language, rows in (
        ("fr", np.concatenate([entry.vectors for entry in french])),
        ("en", english.vectors),
    ):
        assert found[language].total.dtype == np.float64
        np.testing.assert_allclose(found[language].total, rows.sum(axis=0, dtype=np.float64))
    assert await store.centroids(OTHER_MODEL) == {}
