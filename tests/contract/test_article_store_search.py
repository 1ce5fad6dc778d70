"""What every store promises of lexical search."""

from __future__ import annotations

from typing import Final

import pytest

from retrieval.seams import ArticleStore
from tests.fakes.entries import HARBOUR, make_entry

LINES: Final = (
    "Le Président a nié toute livraison de drones à l'Élysée.",
    "The garden show opened on Sunday with a brass band.",
    "伊朗向俄罗斯提供无人机，五角大楼官员说。",
    "นายกรัฐมนตรีปฏิเสธข่าวการขายอาวุธ",
    "دَعَا الوزير إلى هدنة فورية في غزة",
    "Ngân hàng Nhà nước giữ nguyên lãi suất.",
    "प्रधानमंत्री ने दिल्ली में किसानों से वादा किया।",
)


async def add_lines(store: ArticleStore) -> list[int]:
    """The ids of the passages of ``LINES``, in their order."""
    return [p.id for p in (await store.add(make_entry("\n".join(LINES)))).passages]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("PRESIDENT elysee", 0),
        ("l’ÉLYSÉE", 0),
        ("E\u0301lyse\u0301e", 0),
        ("who played at the garden show?", 1),
        ("ＧＡＲＤＥＮ", 1),
        ("伊朗的无人机", 2),
        ("谁说无人机？", 2),
        ("ปฏิเสธ", 3),
        ("دعا إلى هدنة", 4),
        ("ngan hang nha nuoc", 5),
        ("दिल्ली", 6),
    ],
)
async def test_words_are_found_without_case_and_accents(
    store: ArticleStore, text: str, line: int
) -> None:
    """A question finds the passage in any script, however it is accented or capitalised."""
    ids = await add_lines(store)
    assert [hit.passage_id for hit in await store.match(text, 10)] == [ids[line]]


@pytest.mark.parametrize(
    "text", ["", " \n", "\0", "?!… «»", '"', "*", "^", "-", "()", "\ud800", "🙂", "_", "%"]
)
async def test_text_without_words_finds_nothing(store: ArticleStore, text: str) -> None:
    """A question of punctuation alone is answered, with nothing."""
    await add_lines(store)
    assert await store.match(text, 10) == []


@pytest.mark.parametrize(
    "text",
    [
        'garden"',
        '"garden',
        '"" garden """',
        "garden*",
        "NEAR(garden zebra, 2)",
        "terms:garden",
        "col:garden",
        "{terms}: garden",
        "-garden",
        "^garden",
        "garden AND zebra",
        "garden NOT show",
        "gar\0den garden",
        "garden; DROP TABLE passages --",
        "garden')",
        'garden \\ \\" ]]',
        "?1 :x @y $z garden",
    ],
)
async def test_a_persons_text_has_no_meaning_to_the_search(store: ArticleStore, text: str) -> None:
    """Quotation marks, stars, NEAR and the like in a question are just what was typed."""
    ids = await add_lines(store)
    assert [hit.passage_id for hit in await store.match(text, 10)] == [ids[1]]


async def test_the_best_passage_comes_first(store: ArticleStore) -> None:
    """The passage that shares most of the rare words is first, and no more are given than asked."""
    text = (
        "A ferry sank.\nA ferry left the old port.\nThe ferry of the old port sank at noon.\nRain."
    )
    ids = [p.id for p in (await store.add(make_entry(text))).passages]
    hits = await store.match("old ferry sank at the port at noon", 10)
    assert hits[0].passage_id == ids[2]
    assert {hit.passage_id for hit in hits} == set(ids[:3])
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert await store.match("old ferry sank at the port at noon", 1) == hits[:1]
    assert await store.match("ferry", 0) == []
    assert await store.match("ferry", -1) == []


async def test_a_word_that_nobody_wrote_finds_nothing(store: ArticleStore) -> None:
    """A question about something that no article mentions finds nothing."""
    await store.add(make_entry())
    assert await store.match("zebra", 10) == []


async def test_an_empty_store_finds_nothing(store: ArticleStore) -> None:
    """The first question to a new bot is answered, with nothing."""
    assert await store.match(HARBOUR, 10) == []


async def test_words_that_are_everywhere_do_not_count(store: ArticleStore) -> None:
    """Among many passages, a word of most finds none; a rare word beside it finds its own."""
    lines = [f"The minister spoke on day{n}." for n in range(80)]
    ids = [p.id for p in (await store.add(make_entry("\n".join(lines)))).passages]
    assert await store.match("the minister spoke", 10) == []
    hits = await store.match("what did the minister say on day17?", 10)
    assert [hit.passage_id for hit in hits] == [ids[17]]


async def test_of_a_long_text_the_rarest_words_count(store: ArticleStore) -> None:
    """A pasted paragraph finds what shares its rarest words, not its frequent ones."""
    common = [f"word{n}" for n in range(10)]
    lines = [f"rare{n} only" for n in range(8)] + [" ".join(common)] * 2
    ids = [p.id for p in (await store.add(make_entry("\n".join(lines)))).passages]
    question = " ".join(
        [*common, *(f"rare{n}" for n in range(8)), *("unheard" for _ in range(5000))]
    )
    hits = await store.match(question, 20)
    assert {hit.passage_id for hit in hits} == set(ids[:8])
