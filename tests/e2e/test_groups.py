"""In groups the bot speaks when it is spoken to."""

from __future__ import annotations

import pytest

from tests.e2e.bot_api import BOT, USERNAME, BotApi
from tests.e2e.people import Person, from_channel, mention
from tests.e2e.texts import HARBOUR, QUESTION

pytestmark = pytest.mark.usefixtures("bot")


async def test_silent_unless_spoken_to(reader: Person) -> None:
    """Talk, forwards, pictures, other bots' commands and names pass without a word."""
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    await reader.says(QUESTION)
    await reader.says(f"{QUESTION} @another_bot")
    await reader.says("/ask@another_bot who said so?")
    await reader.says("/hlep")
    await reader.forwards(HARBOUR, from_channel())
    await reader.forwards(mention(HARBOUR), from_channel())
    await reader.sends(sticker={**sticker, "is_animated": False, "is_video": False})
    await reader.sends(new_chat_title="Readers of news")
    last = await reader.says("/help")
    assert (await reader.hears_one()).answers == last
    assert len(reader.heard) == 1


@pytest.mark.parametrize(
    "text",
    [
        mention(QUESTION),
        f"{QUESTION} @{USERNAME.upper()}",
        f"👩‍👩‍👧 @{USERNAME} {QUESTION}",
        f"/ask {QUESTION}",
        f"/ask@{USERNAME} {QUESTION}",
    ],
)
async def test_answers_when_mentioned_or_commanded(reader: Person, text: str) -> None:
    """By name, wherever it stands, or by command."""
    number = await reader.says(text)
    answer = await reader.hears_one()
    assert answer.answers == number
    assert "no evidence" in answer.text


async def test_answers_a_reply(reader: Person, api: BotApi) -> None:
    """Who replies to the bot speaks to it."""
    said = await reader.asks("/help")
    await reader.says(QUESTION, reply_to_message=api.message(said.chat, said.id))
    assert "no evidence" in (await reader.hears_one()).text


async def test_a_pasted_article_with_a_mention_is_added(reader: Person) -> None:
    """A group can hand in articles; the mention is not part of the text."""
    await reader.says(mention(HARBOUR))
    assert (await reader.hears_one()).text.startswith("Added:")
    answer = await reader.asks(f"/ask {QUESTION}")
    assert USERNAME not in answer.text


async def test_more_works_on_a_mention(reader: Person) -> None:
    """The question is found again without the bot's name."""
    await reader.says(mention(HARBOUR))
    await reader.hears_one()
    answer = await reader.asks(mention(QUESTION))
    await reader.presses(answer, next(label for label in answer.buttons if "more" in label))
    assert (await reader.hears_one()).text.startswith("Findings 4 to 5 of 5.")


async def test_a_command_without_a_question(reader: Person) -> None:
    """/ask alone is answered with how to use it."""
    assert "For instance: /ask" in (await reader.asks("/ask")).text


async def test_bots_are_not_answered(reader: Person) -> None:
    """Two assistants in a group do not talk to each other for ever."""
    stranger = {**BOT, "id": 8, "username": "another_bot"}
    await reader.says(mention(QUESTION), **{"from": stranger})
    await reader.says("/help")
    await reader.hears_one()
    assert len(reader.heard) == 1


async def test_a_topic_keeps_its_answers(reader: Person) -> None:
    """In a group with topics the answer stays in the question's topic."""
    await reader.says(mention(QUESTION), message_thread_id=5, is_topic_message=True)
    assert (await reader.hears_one()).fields["message_thread_id"] == "5"
