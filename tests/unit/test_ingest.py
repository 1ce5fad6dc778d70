"""An article comes in."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from retrieval.centroids import Centroids
from retrieval.errors import StoreError, StoreFull, TooShort
from retrieval.ingest import Ingest
from retrieval.model import ArticleDraft, Channel, Reading, Submission
from retrieval.passages import embedding_text, passages_of
from retrieval.projection import Projection
from retrieval.seams import Entry, Taken, VectorBatch, Vectors
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.entries import HARBOUR, harbour_reading, make_arrival
from tests.fakes.index import MemoryIndex
from tests.fakes.store import MemoryStore

DIMENSION = 256
SUBMISSION = Submission(
    text=HARBOUR.strip(),
    arrival=make_arrival(Channel.FORWARD, origin="Lagoon Gazette", reference="t.me/lagoon/7"),
    publisher="Lagoon Gazette",
)


class ByHand:
    """Reads the same in every article."""

    identity = "by-hand 2"

    def read(self, article: ArticleDraft) -> Reading:
        assert article.text
        return harbour_reading()


class FailingEmbedder(HashingEmbedder):
    """Runs out of memory while ``failing``."""

    failing = True

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.failing:
            raise MemoryError
        return super().embed_passages(texts)


class FailingIndex(MemoryIndex):
    """Takes nothing in while ``failing``."""

    failing = True

    async def add(self, batch: VectorBatch) -> None:
        if self.failing:
            raise OSError("no memory")
        await super().add(batch)


@dataclass(slots=True)
class TroubledStore(MemoryStore):
    """Is full while ``full``; cannot be read back; remembers what was handed to it."""

    full: bool = False
    entries: list[Entry] = field(default_factory=list)

    async def add(self, entry: Entry) -> Taken:
        if self.full:
            raise StoreFull("No room is left on the disk.", "Make room.")
        self.entries.append(entry)
        return await MemoryStore.add(self, entry)

    async def reading(self, article_id: int) -> Reading:
        raise StoreError(f"Article {article_id} cannot be read.", "Try again.")


@dataclass(slots=True)
class Parts:
    """An ingest with what stands behind it."""

    store: MemoryStore = field(default_factory=MemoryStore)
    index: MemoryIndex = field(default_factory=lambda: MemoryIndex(DIMENSION))
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)
    centroids: Centroids = field(default_factory=Centroids)
    ingest: Ingest = field(init=False)

    def __post_init__(self) -> None:
        projection = Projection(self.store, self.index, self.embedder, embedding_text)
        self.ingest = Ingest(self.store, self.embedder, ByHand(), projection, self.centroids)

    async def close(self) -> None:
        await self.ingest.projection.close()


async def test_an_article_is_stored_and_can_be_found() -> None:
    """The receipt says what was understood; its passages are in the index at once."""
    parts = Parts()
    receipt = await parts.ingest.add(SUBMISSION)
    assert not receipt.known
    assert receipt.article.text == SUBMISSION.text
    assert (receipt.article.language, receipt.article.publisher) == ("en", "Lagoon Gazette")
    assert receipt.passages == len(passages_of(SUBMISSION.text)) == len(parts.store.passages)
    assert receipt.reading == harbour_reading()
    assert parts.store.arrivals[receipt.article.id] == [SUBMISSION.arrival]
    assert (await parts.index.ids()).tolist() == sorted(parts.store.passages)
    for passage in parts.store.passages.values():
        vector = parts.embedder.embed_question(embedding_text(receipt.article, passage.span))
        assert (await parts.index.search(vector, 1))[0].passage_id == passage.id
    await parts.close()


async def test_what_made_it_is_noted_with_an_article() -> None:
    """Model and extractor are stored, so that what another one made can be told apart."""
    store = TroubledStore()
    parts = Parts(store)
    await parts.ingest.add(SUBMISSION)
    (entry,) = store.entries
    assert (entry.model, entry.extractor) == (parts.embedder.model, "by-hand 2")
    await parts.close()


async def test_an_article_counts_towards_what_is_usual() -> None:
    """Later questions are judged against the new article too, as after a restart."""
    parts = Parts()
    await parts.ingest.add(SUBMISSION)
    asked = parts.embedder.embed_question("who dredges the harbour?")
    restarted = Centroids.of(await parts.store.centroids(parts.embedder.model))
    passages = parts.embedder.embed_passages([HARBOUR, "Schools close on Friday."])
    running, again, without = (
        centroids.nearness(asked, "en", passages, ["en", "en"]).tolist()
        for centroids in (parts.centroids, restarted, Centroids())
    )
    assert running == pytest.approx(again)
    assert running != pytest.approx(without)
    await parts.close()


async def test_the_same_article_again_is_known() -> None:
    """It is not embedded or stored again; how the second copy came is."""
    parts = Parts()
    first = await parts.ingest.add(SUBMISSION)
    embedded = parts.embedder.passages_embedded
    copy = replace(
        SUBMISSION, text=f"\r\n{HARBOUR}\r\n", arrival=make_arrival(Channel.FILE, origin="h.txt")
    )
    second = await parts.ingest.add(copy)
    assert second == replace(first, known=True)
    assert parts.embedder.passages_embedded == embedded
    assert len(parts.store.articles) == 1
    assert parts.store.arrivals[first.article.id] == [SUBMISSION.arrival, copy.arrival]
    await parts.close()


async def test_the_same_text_from_another_publisher_is_another_article() -> None:
    """A republication is evidence of its own; the receipt names the article that it repeats."""
    parts = Parts()
    first = await parts.ingest.add(SUBMISSION)
    credited = f"{HARBOUR}\n(Lagoon News Agency)"
    second = await parts.ingest.add(replace(SUBMISSION, text=credited, publisher="Bay Herald"))
    assert not second.known
    assert second.article.id != first.article.id
    assert (first.twin, second.twin) == (None, first.article)
    assert second.article.cluster == first.article.id
    assert (await parts.index.ids()).tolist() == sorted(parts.store.passages)
    await parts.close()


async def test_a_date_that_was_missing_comes_with_a_copy() -> None:
    """Who sends an article again with its date and title has told us, and nothing is amiss."""
    parts = Parts()
    await parts.ingest.add(replace(SUBMISSION, title="Harbour"))
    copy = replace(SUBMISSION, published=date(2024, 6, 19), url="https://lagoon.example/7")
    receipt = await parts.ingest.add(copy)
    assert receipt.known
    assert (receipt.article.published, receipt.article.url) == (copy.published, copy.url)
    assert (receipt.other_date, receipt.other_title) == (None, None)
    await parts.close()


async def test_another_date_is_not_dropped_in_silence() -> None:
    """The date and title that an article has stay; the receipt has those that were given now."""
    parts = Parts()
    first = replace(SUBMISSION, published=date(2024, 6, 19), title="Harbour")
    await parts.ingest.add(first)
    receipt = await parts.ingest.add(replace(first, published=date(2024, 6, 20), title="Dredging"))
    assert receipt.known
    assert (receipt.article.published, receipt.article.title) == (first.published, "Harbour")
    assert (receipt.other_date, receipt.other_title) == (date(2024, 6, 20), "Dredging")
    await parts.close()


async def test_three_people_forward_it_in_the_same_second() -> None:
    """One article is stored, the work is done once, and all three arrivals are noted."""
    parts = Parts()
    receipts = await asyncio.gather(*(parts.ingest.add(SUBMISSION) for _ in range(3)))
    assert [receipt.known for receipt in receipts] == [False, True, True]
    assert {receipt.article.id for receipt in receipts} == {1}
    assert parts.embedder.passages_embedded == receipts[0].passages
    assert len(parts.store.arrivals[1]) == 3
    await parts.close()


async def test_a_refused_text_costs_nothing() -> None:
    """Two words are refused before the model is asked, and nothing is stored."""
    parts = Parts()
    with pytest.raises(TooShort, match="Send the whole article"):
        await parts.ingest.add(replace(SUBMISSION, text="Harbour closed"))
    assert parts.embedder.passages_embedded == 0
    assert not parts.store.articles
    await parts.close()


async def test_a_full_disk_leaves_no_trace() -> None:
    """What was not stored cannot be found either, and is taken once there is room."""
    store = TroubledStore(full=True)
    parts = Parts(store)
    with pytest.raises(StoreFull):
        await parts.ingest.add(SUBMISSION)
    assert len(await parts.index.ids()) == 0
    asked = parts.embedder.embed_question("who dredges the harbour?")
    passages = parts.embedder.embed_passages([HARBOUR])
    assert parts.centroids.nearness(asked, "en", passages, ["en"]).tolist() == (
        Centroids().nearness(asked, "en", passages, ["en"]).tolist()
    )
    store.full = False
    assert not (await parts.ingest.add(SUBMISSION)).known
    await parts.close()


async def test_what_is_stored_is_acknowledged() -> None:
    """Once the article is on disk nobody is told that it is not, even if it cannot be read back."""
    parts = Parts(TroubledStore())
    receipt = await parts.ingest.add(SUBMISSION)
    assert receipt.reading == harbour_reading()
    await parts.close()


async def test_a_model_that_fails_holds_up_nobody() -> None:
    """The article is not stored without its vectors, and the next one is taken."""
    embedder = FailingEmbedder()
    parts = Parts(embedder=embedder)
    with pytest.raises(MemoryError):
        await parts.ingest.add(SUBMISSION)
    assert not parts.store.articles
    embedder.failing = False
    async with asyncio.timeout(5):
        assert not (await parts.ingest.add(SUBMISSION)).known
    await parts.close()


async def test_an_index_that_fails_loses_no_article(caplog: pytest.LogCaptureFixture) -> None:
    """The article is acknowledged, and found once the next one is in."""
    index = FailingIndex(DIMENSION)
    parts = Parts(index=index)
    with caplog.at_level(logging.CRITICAL):
        receipt = await parts.ingest.add(SUBMISSION)
    assert not receipt.known
    index.failing = False
    await parts.ingest.add(replace(SUBMISSION, publisher="Bay Herald"))
    assert (await index.ids()).tolist() == sorted(parts.store.passages)
    await parts.close()


async def test_questions_go_on_while_an_article_is_read() -> None:
    """The model's and the extractor's work is not done on the event loop."""
    threads: set[threading.Thread] = set()

    class Watched(HashingEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            threads.add(threading.current_thread())
            return super().embed_passages(texts)

    class WatchedByHand(ByHand):
        def read(self, article: ArticleDraft) -> Reading:
            threads.add(threading.current_thread())
            return super().read(article)

    parts = Parts(embedder=Watched())
    await replace(parts.ingest, extractor=WatchedByHand()).add(SUBMISSION)
    assert threads
    assert threading.current_thread() not in threads
    await parts.close()
