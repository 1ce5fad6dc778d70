"""What every store promises of articles with nearly the same text."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from retrieval.duplicates import SCHEME, fingerprint_of
from retrieval.errors import NotFound
from retrieval.model import Article, Fingerprint
from retrieval.seams import ArticleStore
from tests.fakes.entries import HARBOUR, make_arrival, make_entry

WIRE: Final = (
    "Dredger runs aground off Lagoon\n"
    "A dredger with nine men on board ran aground on the bar of Lagoon on Tuesday night, the coast "
    "guard said.\n"
    "Nobody was hurt, and the ship will be pulled free at the next high tide, according to its "
    "owner in Port Aldane.\n"
    "The harbour board had been warned of the bar twice this year, said two pilots who know it.\n"
)
SHORTER: Final = "Ship stuck in Lagoon\n" + WIRE.split("\n", 1)[1].rsplit("The harbour", 1)[0]
OLD: Final = Fingerprint("an older scheme", b"\x01" * 1024)


async def clusters(store: ArticleStore, *articles: Article) -> list[int]:
    return [(await store.article(article.id)).cluster for article in articles]


async def test_a_republication_is_linked_to_its_twin(store: ArticleStore) -> None:
    """Another paper's print of the text is an article of its own, in the cluster of the first."""
    first = await store.add(make_entry(WIRE))
    assert (first.twin, first.article.cluster) == (None, first.article.id)
    other = await store.add(make_entry())
    same = await store.add(make_entry(WIRE, publisher="Estuary Post"))
    shorter = await store.add(make_entry(SHORTER, publisher=None))
    assert not same.known
    assert not shorter.known
    assert same.twin == shorter.twin == first.article
    articles = [taken.article for taken in (first, other, same, shorter)]
    assert await clusters(store, *articles) == [1, 2, 1, 1] == [a.cluster for a in articles]
    found = await store.evidence([shorter.passages[0].id, other.passages[0].id])
    assert [evidence.article.cluster for evidence in found] == [1, 2]


async def test_a_new_version_by_the_same_publisher_is_kept(store: ArticleStore) -> None:
    """A paper's updated article is stored beside the first one, and linked to it."""
    first = await store.add(make_entry(WIRE))
    updated = await store.add(make_entry(WIRE.replace("nine men", "ten men")))
    assert not updated.known
    assert updated.twin == first.article
    assert (await store.counts()).articles == 2


async def test_white_space_makes_no_version(store: ArticleStore) -> None:
    """The same words with other line ends and blanks, from the same paper, are known."""
    first = await store.add(make_entry(WIRE))
    spaced = "  " + WIRE.replace("\n", "\n\n\u00a0\n").replace("coast", "coast ")
    known = await store.add(make_entry(spaced))
    assert known.known
    assert known.article == first.article
    assert await store.known(make_entry(spaced).draft) == first.article
    assert not (await store.add(make_entry(spaced, publisher="Estuary Post"))).known


async def test_a_copy_fills_in_what_was_not_known(store: ArticleStore) -> None:
    """Date, title, address and language that come with a later copy are kept; none is replaced."""
    taken = await store.add(make_entry(WIRE, language="und"))
    fuller = make_entry(
        WIRE, title="Aground", published=date(2024, 6, 19), url="https://a.example", language="en"
    )
    filled = await store.arrived(taken.article.id, make_arrival(), fuller.draft)
    assert filled == replace(
        taken.article,
        title="Aground",
        published=date(2024, 6, 19),
        url="https://a.example",
        language="en",
    )
    assert filled == await store.article(taken.article.id)
    other = make_entry(
        WIRE, title="?", published=date(2024, 6, 20), url="https://b.example", language="fr"
    )
    assert await store.arrived(taken.article.id, make_arrival(), other.draft) == filled
    assert (await store.add(other)).article == filled
    assert await store.arrived(taken.article.id, make_arrival()) == filled
    with pytest.raises(NotFound):
        await store.arrived(4711, make_arrival(), other.draft)


async def test_a_copy_that_comes_through_add_fills_in_too(store: ArticleStore) -> None:
    """Of two that come at once, the one that is second still tells its date."""
    dated = make_entry(WIRE, published=date(2024, 6, 19))
    first, second = await asyncio.gather(store.add(make_entry(WIRE)), store.add(dated))
    assert [first.known, second.known] == [False, True]
    assert (await store.article(first.article.id)).published == date(2024, 6, 19)


async def test_twins_that_come_at_once_are_linked(store: ArticleStore) -> None:
    """Ten papers' copies in the same second: ten articles, one cluster."""
    every = await asyncio.gather(
        *(store.add(make_entry(WIRE, publisher=f"Paper {number}")) for number in range(10))
    )
    assert len({taken.article.id for taken in every}) == 10
    assert {taken.article.cluster for taken in every} == {every[0].article.cluster}


async def test_an_article_joins_the_one_that_it_is_most_like(store: ArticleStore) -> None:
    """Between two texts that overlap, the nearer one is its twin."""
    half = "\n".join(WIRE.splitlines()[:3])
    both = f"{half}\n{HARBOUR}"
    await store.add(make_entry(WIRE))
    await store.add(make_entry(both, publisher="B"))
    nearer = await store.add(make_entry(both.replace("nine", "ten"), publisher="C"))
    assert nearer.article.cluster == 2


async def test_hundreds_of_copies_are_one_cluster(store: ArticleStore) -> None:
    """A text that hundreds of papers print is found in the first of them as in the last."""
    every = [
        await store.add(make_entry(WIRE, publisher=f"Paper {number}")) for number in range(150)
    ]
    assert {taken.article.cluster for taken in every} == {1}
    assert {taken.twin for taken in every[1:]} == {every[0].article}


async def test_articles_without_a_fingerprint_are_named_and_given_one(store: ArticleStore) -> None:
    """What an older version stored is linked as soon as its fingerprints are made."""
    texts = [WIRE, HARBOUR, SHORTER, "One more, of few words."]
    for number, text in enumerate(texts):
        await store.add(replace(make_entry(text, publisher=f"P{number}"), fingerprint=OLD))
    missing = [batch async for batch in store.without_fingerprint(SCHEME, size=3)]
    assert [[article.text for article in batch] for batch in missing] == [texts[:3], texts[3:]]
    assert [batch async for batch in store.without_fingerprint(OLD.scheme)] == []

    made = {article.id: fingerprint_of(article.text) for batch in missing for article in batch}
    await store.add_fingerprints({**made, 4711: fingerprint_of("Gone.")})
    await store.add_fingerprints(made)
    assert [batch async for batch in store.without_fingerprint(SCHEME)] == []
    articles = [article for batch in missing for article in batch]
    assert await clusters(store, *articles) == [1, 2, 1, 4]
    again = await store.add(make_entry(SHORTER, publisher="Estuary Post"))
    assert again.article.cluster == 1


async def test_other_schemes_are_not_compared(store: ArticleStore) -> None:
    """A fingerprint of another making says nothing, even where its numbers are the same."""
    first = make_entry(WIRE)
    await store.add(replace(first, fingerprint=replace(first.fingerprint, scheme="other")))
    second = await store.add(make_entry(WIRE, publisher="Estuary Post"))
    assert second.twin is None
    assert second.article.cluster == second.article.id
