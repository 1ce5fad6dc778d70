"""``@bot who claimed …`` in any chat."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from retrieval.assistant import Assistant
from tests.e2e.bot_api import BotApi
from tests.e2e.conftest import served
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import AMPERSANDS, HARBOUR, MARKUP, QUESTION
from tests.fakes.assistant import CountingAssistant


@pytest.fixture
async def harbour(bot: None, ada: Person) -> None:  # noqa: ARG001 - it must serve by then
    """An article in the store."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()


@pytest.mark.usefixtures("harbour")
async def test_findings_are_offered(ada: Person) -> None:
    """Each has claimant, chain and the beginning of the quotation, and is sent in full."""
    offer = await ada.is_offered(await ada.types(QUESTION))
    best = offer["results"][0]
    assert best["title"].startswith("The mayor of Varelle (affirm).")
    assert "Lagoon Gazette ← Sky News ← The mayor of Varelle" in best["title"]
    assert best["description"] == "the harbour would be dredged before winter"
    shown = best["input_message_content"]["shown"]
    assert "told Sky News that the harbour would be dredged before winter." in shown
    assert "Lagoon Gazette (English), 19 June 2024, 1st paragraph" in shown
    assert len({result["id"] for result in offer["results"]}) == len(offer["results"])
    again = await ada.is_offered(await ada.types(f"  {QUESTION.upper()} "))
    assert again["results"][0]["id"] == best["id"]


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize("text", ["", "who", "who den", "   who   ", "???!!!...???"])
async def test_an_unfinished_question_is_not_looked_for(ada: Person, text: str) -> None:
    """The line says what to type, and leads to the chat."""
    offer = await ada.is_offered(await ada.types(text))
    assert offer["results"] == []
    assert "whole question" in offer["button"]["text"]
    assert "forward a post" in (await ada.asks(f"/start {offer['button']['start_parameter']}")).text


@pytest.mark.usefixtures("bot")
async def test_nothing_found(ada: Person, api: BotApi) -> None:
    """That there is no evidence is said in the person's language, to that person."""
    offer = await ada.is_offered(await ada.types(QUESTION))
    assert offer["results"] == []
    assert "No evidence" in offer["button"]["text"]
    assert offer["is_personal"] in (True, "True", "true")
    louise = Person(api, id=777, language="fr")
    french = await louise.is_offered(await louise.types(QUESTION))
    assert "Aucune preuve" in french["button"]["text"]


@pytest.mark.usefixtures("bot")
async def test_an_article_added_meanwhile_is_found(ada: Person) -> None:
    """What was not there a moment ago is, once it was acknowledged."""
    assert not (await ada.is_offered(await ada.types(QUESTION)))["results"]
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    assert (await ada.is_offered(await ada.types(QUESTION)))["results"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("article", "question"),
    [
        (MARKUP, "Who said that every tag is shown?"),
        (AMPERSANDS, "Who said that signs would be counted by hand?"),
    ],
)
async def test_what_telegram_takes(ada: Person, article: str, question: str) -> None:
    """Tags in an article, and passages of thousands of signs, are offered all the same."""
    await ada.forwards(article, from_channel())
    await ada.hears_one()
    assert (await ada.is_offered(await ada.types(question)))["results"]


async def test_only_the_newest_query_is_answered(
    settings: Settings, assistant: Assistant, ada: Person, api: BotApi
) -> None:
    """Who goes on typing is answered once; the same question again is not looked for again."""
    counting = CountingAssistant.around(assistant)
    async with served(settings, counting):
        queries = [await ada.types(QUESTION[:end]) for end in range(12, len(QUESTION) + 1)]
        await ada.is_offered(queries[-1])
        assert set(api.offers) == {queries[-1]}
        assert counting.asked == [QUESTION]
        await ada.is_offered(await Person(api, id=503).types(QUESTION))
        assert counting.asked == [QUESTION]


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_comes_too_late(ada: Person, api: BotApi) -> None:
    """Telegram has dropped the query: nothing breaks, and the next one is answered."""
    late = "query is too old and response timeout expired or query ID is invalid"
    api.refuse("answerInlineQuery", 400, f"Bad Request: {late}")
    await ada.types("who")
    assert "/ask" in (await ada.asks("/help")).text
    assert (await ada.is_offered(await ada.types("who denied")))["button"]
