"""What every store promises of the aliases of sources."""

from __future__ import annotations

import asyncio

import pytest

from retrieval.errors import AliasCircle, NotText, StoreError
from retrieval.model import Alias
from retrieval.seams import ArticleStore

CIRCLES = (
    ("Le Phare", "Le Phare"),
    ("Le Phare", " le  PHARE "),
    ("Delta", "Radio Delta"),
    ("Radio Delta SA", "radio delta"),
)


async def test_none_at_first(store: ArticleStore) -> None:
    """An empty list, until an administrator sets one."""
    assert await store.aliases() == ()


async def test_they_come_back_as_they_were_set(store: ArticleStore) -> None:
    """Listed in one order, in the letters of whoever set them."""
    await store.set_alias("Радио Дельта", "Radio Delta")
    await store.set_alias("le Phare", "Le Phare du Cap")
    await store.set_alias("灯塔报", "Le Phare du Cap")
    assert await store.aliases() == (
        Alias("le Phare", "Le Phare du Cap"),
        Alias("Радио Дельта", "Radio Delta"),
        Alias("灯塔报", "Le Phare du Cap"),
    )


async def test_setting_it_again_replaces_it(store: ArticleStore) -> None:
    """An alias stands for one name, however its capitals and spaces are typed."""
    await store.set_alias("Le Phare", "Le Phare du Cap")
    await store.set_alias("LE  phare", "Le Phare des Îles")
    assert await store.aliases() == (Alias("LE  phare", "Le Phare des Îles"),)


async def test_removing_it(store: ArticleStore) -> None:
    """It is gone; and whoever removes it again hears that there is none."""
    await store.set_alias("Le Phare", "Le Phare du Cap")
    assert await store.remove_alias(" le phare")
    assert await store.aliases() == ()
    assert not await store.remove_alias("Le Phare")


@pytest.mark.parametrize(("alias", "name"), CIRCLES)
async def test_a_circle_is_refused(store: ArticleStore, alias: str, name: str) -> None:
    """A name cannot stand for itself, at once or over others: the way round is shown."""
    before = (Alias("Radio Delta", "Radio Delta SA"), Alias("Radio Delta SA", "Delta"))
    for set_before in before:
        await store.set_alias(set_before.alias, set_before.name)
    with pytest.raises(AliasCircle, match="circle") as caught:
        await store.set_alias(alias, name)
    assert "Remove one" in caught.value.remedy
    assert await store.aliases() == before


async def test_of_two_that_close_a_circle_one_is_set(store: ArticleStore) -> None:
    """Two administrators at once cannot make a circle between them."""
    outcomes = await asyncio.gather(
        store.set_alias("A", "B"), store.set_alias("B", "A"), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes].count(AliasCircle) == 1
    assert len(await store.aliases()) == 1


async def test_a_way_that_branches_is_no_circle(store: ArticleStore) -> None:
    """Many names may stand for one, and an alias for another alias."""
    for alias, name in (("A", "C"), ("B", "C"), ("C", "D"), ("E", "A")):
        await store.set_alias(alias, name)
    assert len(await store.aliases()) == 4


async def test_half_a_character_is_refused(store: ArticleStore) -> None:
    """What cannot be stored is named as what it is, and nothing is set."""
    with pytest.raises(NotText):
        await store.set_alias("Le Phare \ud83d", "Le Phare")
    assert await store.aliases() == ()


async def test_a_closed_store_refuses(store: ArticleStore) -> None:
    """After the end nothing is set any more."""
    await store.close()
    with pytest.raises(StoreError):
        await store.aliases()
    with pytest.raises(StoreError):
        await store.set_alias("A", "B")
    with pytest.raises(StoreError):
        await store.remove_alias("A")
