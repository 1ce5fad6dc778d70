"""What every store promises of articles, attributions and evidence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
import pytest

from retrieval.errors import NotFound, NotText, StoreError
from retrieval.model import (
    Channel,
    ClaimantKind,
    Reading,
    SpeechType,
    Stance,
    Via,
)
from retrieval.seams import ArticleStore, Counts
from tests.fakes.entries import (
    HARBOUR,
    TINY_MODEL,
    harbour_reading,
    make_arrival,
    make_attribution,
    make_entry,
    span_of,
)

SCRIPTS: Final = (
    "🇳🇴 Le « café » 👩‍👩‍👧 rouvre, dit la mairie.\n"
    "Cafe\u0301 in two characters, and \u200fعمدة المدينة\u200e says so.\n"
    "市長は「港を深くする」と述べた。𠮷野家も賛成した。\n"
    "นายกเทศมนตรีบอกว่าจะขุดท่าเรือ\n"
)
HUGE: Final = 10**30  # what a forged button may carry; no database counts so far


async def test_an_article_comes_back_as_it_went_in(store: ArticleStore) -> None:
    """Publisher, date, link, title and text of an added article are shown as they were given."""
    before = datetime.now(UTC)
    entry = make_entry(
        title="Harbour to be dredged again",
        published=date(2024, 6, 19),
        url="https://gazette.example/harbour?page=1",
        language="fr",
    )
    taken = await store.add(entry)

    assert not taken.known
    assert taken.article == await store.article(taken.article.id)
    for name in ("text", "language", "title", "publisher", "published", "url"):
        assert getattr(taken.article, name) == getattr(entry.draft, name)
    assert before <= taken.article.added_at <= before + timedelta(minutes=1)
    assert [(p.span, p.paragraph) for p in taken.passages] == [
        (p.span, p.paragraph) for p in entry.passages
    ]
    assert {p.article_id for p in taken.passages} == {taken.article.id}


async def test_what_was_not_told_stays_untold(store: ArticleStore) -> None:
    """An article without publisher, title, date and link is shown without them."""
    taken = await store.add(make_entry(publisher=None))
    article = await store.article(taken.article.id)
    assert (article.publisher, article.title, article.published, article.url) == (None,) * 4


async def test_an_article_is_known_by_text_and_publisher(store: ArticleStore) -> None:
    """An article sent again is recognised, whatever else was said of it."""
    entry = make_entry()
    assert await store.known(entry.draft) is None
    taken = await store.add(entry)
    assert await store.known(replace(entry.draft, title="Another title")) == taken.article
    assert await store.known(replace(entry.draft, text=HARBOUR + "!")) is None
    assert await store.known(replace(entry.draft, publisher="Estuary Post")) is None
    assert await store.known(replace(entry.draft, publisher=None)) is None


@pytest.mark.parametrize("publisher", ["Lagoon Gazette", None])
async def test_the_same_article_twice_is_one(store: ArticleStore, publisher: str | None) -> None:
    """Sent twice, an article is stored once, and the second time it is said to be there."""
    entry = make_entry(publisher=publisher, reading=harbour_reading())
    first = await store.add(entry)
    second = await store.add(replace(entry, arrival=make_arrival(Channel.FORWARD)))

    assert second == replace(first, known=True)
    counts = await store.counts()
    assert (counts.articles, counts.passages, counts.attributions) == (1, 3, 2)


async def test_two_publishers_make_two_articles(store: ArticleStore) -> None:
    """The same wire copy in two papers is two articles: each is evidence."""
    first = await store.add(make_entry(publisher="Lagoon Gazette"))
    second = await store.add(make_entry(publisher="Estuary Post"))
    third = await store.add(make_entry(publisher=None))
    assert not second.known
    assert not third.known
    assert len({taken.article.id for taken in (first, second, third)}) == 3


async def test_the_same_article_at_the_same_time_is_one(store: ArticleStore) -> None:
    """Three people forward an article in the same second: one is stored, three are answered."""
    every = await asyncio.gather(*(store.add(make_entry()) for _ in range(3)))
    assert sorted(taken.known for taken in every) == [False, True, True]
    assert len({taken.article for taken in every}) == 1
    assert len({taken.passages for taken in every}) == 1
    assert (await store.counts()).articles == 1


async def test_articles_at_the_same_time_do_not_mix(store: ArticleStore) -> None:
    """Twenty articles that come at once are all there, each with its own passages."""
    texts = [f"Report {n} has its own words.\nAnd a second paragraph, {n}." for n in range(20)]
    every = await asyncio.gather(*(store.add(make_entry(text)) for text in texts))
    for text, taken in zip(texts, every, strict=True):
        found = await store.evidence([passage.id for passage in taken.passages])
        assert "\n".join(e.passage.span.of(e.article.text) for e in found) == text


async def test_a_further_copy_is_noted(store: ArticleStore) -> None:
    """Another copy of a stored article changes nothing of it."""
    taken = await store.add(make_entry())
    await store.arrived(taken.article.id, make_arrival(Channel.FORWARD, origin="A channel"))
    assert await store.article(taken.article.id) == taken.article


@pytest.mark.parametrize("missing", [0, -1, 4711, HUGE])
async def test_what_is_not_there_is_said_to_be_gone(store: ArticleStore, missing: int) -> None:
    """A button of a deleted or forged article is answered with what to do, not with a failure."""
    await store.add(make_entry(reading=harbour_reading()))
    for call in (
        store.article(missing),
        store.reading(missing),
        store.evidence_of(missing),
        store.arrived(missing, make_arrival()),
    ):
        with pytest.raises(NotFound) as caught:
            await call
        assert caught.value.remedy
    assert await store.evidence([missing]) == []


async def test_text_of_any_script_is_cited_exactly(store: ArticleStore) -> None:
    """Emoji, combining accents, Arabic, Chinese, Thai: each passage is shown letter by letter."""
    entry = make_entry(SCRIPTS)
    taken = await store.add(entry)
    found = await store.evidence([passage.id for passage in taken.passages])
    assert [e.passage.span.of(e.article.text) for e in found] == SCRIPTS.splitlines()
    assert found[0].article.text == SCRIPTS


async def test_nul_and_odd_characters_are_kept(store: ArticleStore) -> None:
    """A text with a NUL or a byte-order mark in it is cited with it, not cut short."""
    text = "Before\0after, said the\ufeff mayor\u2028of the town.\nNext\x7f line."
    taken = await store.add(make_entry(text))
    (first, second) = await store.evidence([passage.id for passage in taken.passages])
    assert first.article.text == text
    assert second.passage.span.of(text) == "Next\x7f line."


async def test_half_a_character_is_refused(store: ArticleStore) -> None:
    """Text that no file can hold is refused with what to do, and the store goes on."""
    entry = make_entry("An article of quite ordinary words.")
    half = entry.draft.text.replace("quite", "quit\ud83d")
    broken = replace(entry, draft=replace(entry.draft, text=half))
    with pytest.raises(NotText):
        await store.add(broken)
    with pytest.raises(NotText):
        await store.known(broken.draft)
    assert not (await store.add(entry)).known


async def test_every_field_of_an_attribution_comes_back(store: ArticleStore) -> None:
    """Kinds, stances, types, broken contents and the chain of an attribution are as they were."""
    full = make_attribution(
        HARBOUR,
        ["the harbour would be dredged", "before winter"],
        source="The mayor",
        cue="told",
        claimant="Ana Prow, mayor of Lagoon",
        via=[("Radio Lagoon", "Radio Lagoon"), ("Harbour Board", "Harbour")],
    )
    bare = replace(full, source=None, cue=None, claimant=None, via=())
    every = [
        *(replace(full, claimant_kind=kind) for kind in ClaimantKind),
        *(replace(full, stance=stance) for stance in Stance),
        *(replace(full, type=speech) for speech in SpeechType),
        bare,
    ]
    reading = Reading(
        tuple(every),
        (
            Via("Agence Lagune", span_of(HARBOUR, "Harbour")),
            Via("RT", span_of(HARBOUR, "Two")),
        ),
    )
    taken = await store.add(make_entry(reading=reading))
    assert await store.reading(taken.article.id) == reading


async def test_an_article_without_attributions_has_an_empty_reading(store: ArticleStore) -> None:
    """Nothing is made up for an article in which nobody says anything."""
    taken = await store.add(make_entry())
    assert await store.reading(taken.article.id) == Reading()


async def test_evidence_comes_in_the_order_asked_for(store: ArticleStore) -> None:
    """Passages are shown best first, across articles; one that is gone is left out."""
    first = await store.add(make_entry())
    second = await store.add(make_entry(publisher="Estuary Post"))
    ids = [second.passages[2].id, first.passages[0].id, second.passages[0].id]
    found = await store.evidence([ids[0], 4711, *ids[1:], ids[0]])
    assert [e.passage.id for e in found] == [*ids, ids[0]]
    assert [e.article for e in found] == [
        second.article,
        first.article,
        second.article,
        second.article,
    ]
    assert await store.evidence([]) == []


async def test_evidence_takes_ids_as_the_index_gives_them(store: ArticleStore) -> None:
    """Ids may be numpy's integers, and many thousands of them."""
    taken = await store.add(make_entry())
    ids = np.arange(1, 40_001, dtype=np.int64)
    found = await store.evidence(list(ids))
    assert [e.passage for e in found] == list(taken.passages)


async def test_a_passage_has_the_attributions_that_touch_it(store: ArticleStore) -> None:
    """Under a passage stands who speaks in it, and nobody who speaks elsewhere in the article."""
    across = make_attribution(
        HARBOUR, ["Harbour to be dredged", "nobody had asked"], claimant="A poster"
    )
    reading = harbour_reading()
    reading = replace(
        reading,
        attributions=(*reading.attributions, across),
        credits=(Via("RT", span_of(HARBOUR, "Two")),),
    )
    taken = await store.add(make_entry(reading=reading))
    other = await store.add(make_entry(publisher="Estuary Post", reading=harbour_reading()))

    title, mayor, fishermen = await store.evidence([p.id for p in taken.passages])
    promise, complaint, _ = reading.attributions
    assert [a.attribution for a in title.attributions] == [across]
    assert [a.attribution for a in mayor.attributions] == [promise]
    assert [a.attribution for a in fishermen.attributions] == [complaint, across]
    assert {e.credits for e in (title, mayor, fishermen)} == {reading.credits}
    (elsewhere,) = await store.evidence([other.passages[1].id])
    assert [a.article_id for a in elsewhere.attributions] == [other.article.id]
    assert elsewhere.credits == ()


async def test_an_attribution_leads_to_where_it_begins(store: ArticleStore) -> None:
    """The button under a finding opens the passage in which the attribution begins."""
    across = make_attribution(
        HARBOUR, "nobody had asked them", source="The mayor", claimant="The mayor"
    )
    taken = await store.add(make_entry(reading=Reading((across,))))
    (evidence,) = await store.evidence([taken.passages[2].id])
    (stored,) = evidence.attributions
    assert await store.evidence_of(stored.id) == (
        (await store.evidence([taken.passages[1].id]))[0],
        stored,
    )


async def test_an_attribution_outside_all_passages_still_has_one(store: ArticleStore) -> None:
    """A source in a part that no passage covers leads to the passage after it, or to the last."""
    entry = make_entry(reading=harbour_reading())
    promise, complaint = entry.reading.attributions
    for kept, publisher in ((entry.passages[:1], "A"), (entry.passages[2:], "B")):
        taken = await store.add(
            replace(
                entry,
                passages=kept,
                vectors=entry.vectors[: len(kept)],
                draft=replace(entry.draft, publisher=publisher),
            )
        )
        assert len(taken.passages) == 1
    for attribution_id, attribution, passage in (
        (1, promise, 1),
        (2, complaint, 1),
        (3, promise, 2),
    ):
        evidence, stored = await store.evidence_of(attribution_id)
        assert (stored.attribution, evidence.passage.id) == (attribution, passage)


async def test_vectors_of_another_shape_are_refused(store: ArticleStore) -> None:
    """An article whose vectors do not fit its passages is not stored, nor any part of it."""
    entry = make_entry()
    for vectors in (entry.vectors[:2], entry.vectors[:, :4]):
        with pytest.raises(ValueError, match="shape"):
            await store.add(replace(entry, vectors=vectors))
    assert (await store.counts()).articles == 0


async def test_counts_say_what_is_there(store: ArticleStore) -> None:
    """Statistics list languages and publishers with most articles first."""
    assert await store.counts() == Counts(articles=0, passages=0, attributions=0)
    await store.add(make_entry(language="fr", reading=harbour_reading()))
    await store.add(make_entry("A second one.", language="en"))
    await store.add(make_entry("A third one.", language="en", publisher="Estuary Post"))
    await store.add(make_entry("Nobody's.", language="de", publisher=None))
    assert await store.counts() == Counts(
        articles=4,
        passages=6,
        attributions=2,
        languages=(("en", 2), ("de", 1), ("fr", 1)),
        publishers=(("Lagoon Gazette", 2), ("Estuary Post", 1)),
    )


async def test_a_closed_store_says_so(store: ArticleStore) -> None:
    """After the end every call says that the store is closed; closing twice is harmless."""
    entry = make_entry()
    taken = await store.add(entry)
    await store.close()
    await store.close()
    for call in (
        store.add(entry),
        store.known(entry.draft),
        store.article(taken.article.id),
        store.evidence([1]),
        store.match("harbour", 3),
        store.ids_with_vectors(TINY_MODEL),
        store.counts(),
    ):
        with pytest.raises(StoreError, match="closed"):
            await call
    with pytest.raises(StoreError, match="closed"):
        await anext(store.vectors(TINY_MODEL))


async def test_an_imprint_comes_back_byte_for_byte(store: ArticleStore) -> None:
    """What questions are matched with is kept whole; where an extractor made none, there is none.

    Any byte may be in it, zero and half characters too.
    """
    bare, plain = harbour_reading().attributions
    imprint = bytes(range(256)) * 36
    said = (replace(bare, imprint=imprint), plain)
    taken = await store.add(make_entry(reading=Reading(said)))
    assert (await store.reading(taken.article.id)).attributions == said
    found = await store.evidence([passage.id for passage in taken.passages])
    stored = {each.id: each.attribution for one in found for each in one.attributions}
    assert [each.imprint for _, each in sorted(stored.items())] == [imprint, b""]
    for key, attribution in stored.items():
        _, again = await store.evidence_of(key)
        assert again.attribution == attribution
