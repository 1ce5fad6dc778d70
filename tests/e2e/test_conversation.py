"""Questions that refer to the last answer in the same chat."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from retrieval.model import Chat
from tests.e2e.conftest import GROUP
from tests.e2e.people import Person, from_channel, mention

SIGNAL = """\
The lighthouse of Varelle

The mayor of Varelle claimed that the lighthouse would be sold to a hotel.

The keeper of Varelle denied that the lighthouse would be sold to a hotel.

The mayor of Varelle claimed that the hotel would keep the lighthouse lit.
"""
QUESTION = "Who claimed that the lighthouse would be sold to a hotel?"


@pytest.fixture(autouse=True)
async def _stored(bot: None, ada: Person) -> None:  # noqa: ARG001 - it must serve by then
    """An article of 19 June 2024."""
    await ada.forwards(SIGNAL, from_channel())
    await ada.hears_one()


async def test_who_denied_it(ada: Person) -> None:
    """The claim need not be said again."""
    assert "The mayor of Varelle" in (await ada.asks(QUESTION)).text.split("\n")[0]
    denied = await ada.asks("and who denied it?")
    assert denied.text.startswith("The keeper of Varelle (deny).")


async def test_who_else_and_what_else(ada: Person) -> None:
    """Others than the first claimant; further words of the first one only."""
    await ada.asks(QUESTION)
    others = (await ada.asks("who else?")).text
    assert others.startswith("The keeper of Varelle")
    assert "The mayor of Varelle (" not in others
    await ada.asks(QUESTION)
    further = (await ada.asks("what else did he say?")).text
    assert "keep the lighthouse lit" in further
    assert "The keeper of Varelle (" not in further


async def test_since_and_only_from(ada: Person) -> None:
    """Narrowed down by date and publisher until nothing is left, and said so."""
    await ada.asks(QUESTION)
    assert "The mayor of Varelle" in (await ada.asks("only from Lagoon Gazette")).text
    assert "The mayor of Varelle" in (await ada.asks("since 2024?")).text
    assert "no evidence" in (await ada.asks("only from Reuters")).text
    assert "The mayor of Varelle" in (await ada.asks(QUESTION)).text
    assert "no evidence" in (await ada.asks("since last week?")).text


async def test_each_place_has_its_own_conversation(
    ada: Person, reader: Person, assistant: Assistant
) -> None:
    """What was asked in private is nothing to a group, nor one topic's to another."""

    async def asked_for(chat: Chat) -> str:
        last = await assistant.keeping.last(chat)
        return "" if last is None else last.query.content

    await ada.asks(QUESTION)
    claim = await asked_for(Chat(ada.chat))
    await reader.asks(mention("and who denied it?"))
    assert await asked_for(Chat(GROUP)) != claim
    for topic, text in ((7, QUESTION), (7, "and who denied it?"), (8, "and who denied it?")):
        await reader.says(mention(text), message_thread_id=topic, is_topic_message=True)
        await reader.hears_one()
    assert await asked_for(Chat(GROUP, 7)) == claim
    assert await asked_for(Chat(GROUP, 8)) != claim


async def test_cancel(ada: Person, assistant: Assistant) -> None:
    """After /cancel nothing is referred to, and a second time there is nothing to forget."""
    await ada.asks(QUESTION)
    assert (await ada.asks("/cancel")).text.startswith("Forgotten.")
    assert (await ada.asks("/cancel")).text.startswith("There is nothing to forget.")
    await ada.asks("since last week?")
    last = await assistant.keeping.last(Chat(ada.chat))
    assert last is not None
    assert last.query.since is None


async def test_a_new_question_begins_anew(ada: Person) -> None:
    """The filters of an old conversation do not stick to a whole question."""
    await ada.asks(QUESTION)
    await ada.asks("only from Radio Delta")
    assert "The mayor of Varelle" in (await ada.asks(QUESTION)).text.split("\n")[0]


async def test_buttons_of_a_follow_up(ada: Person) -> None:
    """Passage, picture and chain under a follow-up are those of its own findings."""
    await ada.asks(QUESTION)
    denied = await ada.asks("and who denied it?")
    await ada.asks(QUESTION)  # another last answer, by now
    await ada.sees(await ada.presses(denied, "passage"))
    passage = await ada.hears_one()
    assert ("b", "the lighthouse would be sold to a hotel") in passage.marked
    await ada.sees(await ada.presses(denied, "chain"))
    assert "The keeper of Varelle" in (await ada.hears_one()).text
