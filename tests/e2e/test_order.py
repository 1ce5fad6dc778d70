"""Chats side by side, each in its own order."""

from __future__ import annotations

from bot.settings import Settings
from retrieval.assistant import Assistant
from tests.e2e.bot_api import BotApi
from tests.e2e.conftest import served
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import HARBOUR, QUESTION
from tests.fakes.assistant import HeldAssistant, SlowAssistant


async def test_a_chat_keeps_its_order_and_holds_up_no_other(
    settings: Settings, assistant: Assistant, api: BotApi, ada: Person
) -> None:
    """A question right behind an article finds it; somebody else is answered meanwhile."""
    held = HeldAssistant.around(assistant)
    bo = Person(api, id=503)
    async with served(settings, held):
        article = await ada.forwards(HARBOUR, from_channel())
        question = await ada.says(QUESTION)
        assert "no evidence" in (await bo.asks(QUESTION)).text
        assert not ada.heard
        held.let.set()
        receipt, answer = await ada.hears(2)
    assert (receipt.answers, answer.answers) == (article, question)
    assert "The mayor of Varelle" in answer.text


async def test_buttons_do_not_wait_for_an_article(
    settings: Settings, assistant: Assistant, ada: Person
) -> None:
    """Who presses a button while an article is read in the same chat sees the passage at once."""
    held = HeldAssistant.around(assistant)
    held.let.set()
    async with served(settings, held):
        await ada.forwards(HARBOUR, from_channel())
        await ada.hears_one()
        answer = await ada.asks(QUESTION)
        held.let.clear()
        await ada.forwards(f"{HARBOUR}\nAnd more of it.", from_channel(number=78))
        await ada.presses(answer, "passage")
        assert "The mayor of Varelle" in (await ada.hears_one()).text
        held.let.set()
        assert (await ada.hears_one()).text.startswith("Added")


async def test_what_was_taken_up_is_finished_before_the_bot_stops(
    settings: Settings, assistant: Assistant, api: BotApi, ada: Person
) -> None:
    """An article that was on its way when the bot was stopped is still acknowledged."""
    held = HeldAssistant.around(assistant)
    async with served(settings, held):
        await ada.forwards(HARBOUR, from_channel())
        await api.until(lambda: held.begun == ["add"] or bool(ada.heard))
        held.let.set()
    assert ada.heard[0].text.startswith("Added")


async def test_a_slow_answer_shows_that_it_is_coming(
    settings: Settings, assistant: Assistant, api: BotApi, ada: Person
) -> None:
    """It says "typing …" while an answer takes more than a moment, and not otherwise."""
    async with served(settings, SlowAssistant.taking(0.7, assistant)):
        await ada.asks(QUESTION)
        actions = [fields for method, fields in api.calls if method == "sendChatAction"]
        assert [action["action"] for action in actions] == ["typing"]
        await ada.asks("/help")
    assert sum(method == "sendChatAction" for method, _ in api.calls) == 1
