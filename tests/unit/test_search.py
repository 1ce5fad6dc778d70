"""What a question finds in the store, and what of it is admitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pytest

from retrieval.answering import Answering
from retrieval.centroids import Centroids
from retrieval.errors import EmptyText
from retrieval.model import Query, Reading, Status
from retrieval.passages import embedding_text
from retrieval.projection import Projection
from retrieval.questions.understanding import Questions
from retrieval.seams import Entry
from retrieval.search import Search
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.entries import make_attribution, make_entry
from tests.fakes.index import MemoryIndex
from tests.fakes.ranker import BY_HAND
from tests.fakes.store import MemoryStore

BRIDGE: Final = "The mayor said the bridge would open by Easter.\nSchools close on Friday.\n"
FERRY: Final = "A captain said the ferry would stop in March.\nThe market opens on Sundays.\n"
QUESTION: Final = "who said the bridge would open by Easter?"
NEAREST: Final = "The mayor said the bridge would open by Easter."


@dataclass(frozen=True)
class Place:
    """A store with its index, and what searches them."""

    store: MemoryStore
    embedder: HashingEmbedder
    projection: Projection
    search: Search

    async def add(self, text: str, *, vectors: bool = True, **told: object) -> None:
        """An article; without ``vectors`` those are of a model that is not used any more."""
        entry = self._entry(text, **told)
        if not vectors:
            entry = replace(entry, model=replace(entry.model, digest="of-another-model"))
        await self.store.add(entry)
        self.search.centroids.took(entry.draft.language, entry.vectors)
        await self.projection.catch_up(embed=False)

    async def found(self, **asked: object) -> list[str]:
        """The passages that a question finds."""
        query = replace(await self.search.parse(QUESTION), **asked)  # type: ignore[arg-type]
        candidates = (await self.search.candidates(query)).candidates
        return [c.evidence.passage.span.of(c.evidence.article.text) for c in candidates]

    async def publishers(self, **asked: object) -> list[str | None]:
        """Of the findings."""
        query = replace(await self.search.parse(QUESTION), **asked)  # type: ignore[arg-type]
        answer = await Answering(self.store, self.search, BY_HAND).ask_query(query)
        return [finding.article.publisher for finding in answer.close]

    def _entry(self, text: str, **told: object) -> Entry:
        said = make_attribution(text, text.partition(" said ")[2].partition(".")[0])
        entry = make_entry(text, reading=Reading((said,)), model=self.embedder.model, **told)  # type: ignore[arg-type]
        texts = [embedding_text(entry.draft, each.span) for each in entry.passages]
        return replace(entry, vectors=self.embedder.embed_passages(texts))


@dataclass(frozen=True)
class Guessing(Questions):
    """Takes some words of every question for the name of a publisher."""

    guessed: str = ""

    def parse(self, text: str) -> Query:
        return replace(super().parse(text), publisher=self.guessed)


@pytest.fixture
def place() -> Place:
    """An empty one."""
    store, embedder = MemoryStore(), HashingEmbedder()
    index = MemoryIndex(embedder.model.dimension)
    projection = Projection(store, index, embedder, embedding_text)
    search = Search(store, embedder, projection, Centroids(), Questions())
    return Place(store, embedder, projection, search)


async def test_an_empty_store(place: Place) -> None:
    """Nothing is found, and nothing fails."""
    assert await place.found() == []
    assert await place.publishers() == []


async def test_what_is_near_and_what_shares_words(place: Place) -> None:
    """Each passage once, with its nearness and its place among those that share words."""
    await place.add(BRIDGE)
    await place.add(FERRY, publisher="Quay Weekly")
    found = await place.search.candidates(await place.search.parse(QUESTION))
    keys = [each.evidence.passage.id for each in found.candidates]
    assert keys == sorted(set(keys)) == [1, 2, 3, 4]
    best = max(found.candidates, key=lambda each: each.near)
    assert best.evidence.passage.span.of(BRIDGE) == NEAREST
    assert best.lexical_rank == 1
    assert all(-1.001 <= each.near <= 1.001 for each in found.candidates)
    assert found.asked is None  # without the encoder there is nothing to match imprints with


async def test_passages_without_a_vector_wait_for_it(place: Place) -> None:
    """After a change of model, what is not embedded yet is passed over, whatever words match."""
    await place.add(FERRY)
    await place.add(BRIDGE, vectors=False)
    assert await place.store.match(QUESTION, 1)
    assert not [text for text in await place.found() if "bridge" in text]


async def test_a_follow_up_is_searched_for_by_its_claim(place: Place) -> None:
    """Its own words, "and who denied it?", have nothing of the claim."""
    await place.add(BRIDGE)
    query = Query(text="and who denied it?", content="the bridge would open", language="en")
    found = await place.search.candidates(query)
    near = {each.evidence.passage.id: each.near for each in found.candidates}
    whole = await place.search.candidates(replace(query, text=query.content))
    assert near == {each.evidence.passage.id: each.near for each in whole.candidates}


async def test_only_one_publisher(place: Place) -> None:
    """However its name is written; the others' articles are left out."""
    await place.add(BRIDGE, publisher="Lagoon Gazette")
    await place.add(BRIDGE, publisher="Quay Weekly")
    assert sorted(map(str, await place.publishers())) == ["Lagoon Gazette", "Quay Weekly"]
    assert await place.publishers(publisher="the lagoon gazette") == ["Lagoon Gazette"]


async def test_a_publisher_asked_for_in_so_many_words(place: Place) -> None:
    """A person who says "only from X" means it, though nothing of X is stored."""
    await place.add(BRIDGE, publisher="Lagoon Gazette")
    assert await place.publishers(publisher="a bottle in the sea") == []


@pytest.mark.parametrize(
    ("guessed", "found"), [("a bottle in the sea", 1), ("lagoon gazette", 1), ("Reuters", 0)]
)
async def test_a_publisher_that_was_read_out_of_a_question(
    place: Place, guessed: str, found: int
) -> None:
    """Words that were taken for a paper's name, and are nobody's, leave the answer whole."""
    await place.add(BRIDGE, publisher="Lagoon Gazette")
    search = replace(place.search, questions=Guessing(guessed=guessed))
    answer = await Answering(place.store, search, BY_HAND).ask(QUESTION)
    assert len(answer.close) == found


async def test_a_known_publisher_without_articles(place: Place) -> None:
    """Nothing of Reuters is stored: other papers' articles are no answer."""
    await place.add(BRIDGE, publisher="Lagoon Gazette")
    assert await place.publishers(publisher="Reuters") == []


async def test_since_a_day(place: Place) -> None:
    """That day counts, the one before does not, nor does an article without a date."""
    days = (date(2024, 6, 18), date(2024, 6, 19), None)
    for number, day in enumerate(days, start=1):
        await place.add(BRIDGE, publisher=f"Paper {number}", published=day)
    assert await place.publishers(since=date(2024, 6, 19)) == ["Paper 2"]
    assert await place.publishers(since=date(2024, 6, 20)) == []


async def test_where_nothing_is_admitted_nothing_is_offered(place: Place) -> None:
    """Not even as the nearest: it was ruled out."""
    await place.add(BRIDGE, published=date(2024, 6, 18))
    query = replace(await place.search.parse(QUESTION), since=date(2024, 6, 19))
    answer = await Answering(place.store, place.search, BY_HAND).ask_query(query)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.nearest == ()


async def test_the_same_question_finds_the_same(place: Place) -> None:
    """To the last digit."""
    await place.add(BRIDGE)
    await place.add(FERRY)
    query = await place.search.parse(QUESTION)
    one, other = [(await place.search.candidates(query)).candidates for _ in range(2)]
    assert one == other


async def test_an_empty_question(place: Place) -> None:
    """Is refused before anything is searched."""
    with pytest.raises(EmptyText):
        await place.search.parse("  ?")


async def test_a_question_of_no_word_that_is_known(place: Place) -> None:
    """Passages come with their low nearness; the ranking says that they are no evidence."""
    await place.add(BRIDGE)
    query = await place.search.parse("zzz qqq?")
    found = await place.search.candidates(query)
    assert np.isfinite([each.near for each in found.candidates]).all()
    answer = await Answering(place.store, place.search, BY_HAND).ask_query(query)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.nearest
