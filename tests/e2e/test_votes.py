"""Thumbs under answers."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from retrieval.model import Reason, Status, Verdict
from tests.e2e.bot_api import BotApi, Sent
from tests.e2e.conftest import GROUP
from tests.e2e.people import Person, from_channel, mention
from tests.e2e.texts import HARBOUR, QUESTION

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def answer(ada: Person) -> Sent:
    """An answer in Ada's chat."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    return await ada.asks(QUESTION)


async def votes(assistant: Assistant) -> list[tuple[int, Verdict, Reason | None]]:
    """Every vote there is."""
    return [
        (vote.person, vote.verdict, vote.reason)
        for one in await assistant.store.feedback()
        for vote in one.votes
    ]


async def test_thumbs_are_under_every_answer(ada: Person, answer: Sent) -> None:
    """Under what answers a question, and not under notices."""
    assert {"👍", "👎"} <= answer.buttons.keys()
    assert all(len(data.encode()) <= 64 for data in answer.buttons.values())
    assert not (await ada.asks("/help")).buttons


async def test_thumb_up_and_taken_back(ada: Person, assistant: Assistant, answer: Sent) -> None:
    """The first press counts, the second takes it back."""
    assert "Thank you" in await ada.sees(await ada.presses(answer, "👍"))
    (one,) = await assistant.store.feedback()
    assert one.answer.query.text == QUESTION
    assert one.answer.status is Status.ANSWERED
    assert one.answer.findings[0].claimant == "The mayor of Varelle"
    assert one.answer.chat.id == ada.chat
    assert await votes(assistant) == [(ada.id, Verdict.GOOD, None)]
    assert "Taken back" in await ada.sees(await ada.presses(answer, "👍"))
    assert await votes(assistant) == []


async def test_thumb_down_with_a_reason(ada: Person, assistant: Assistant, answer: Sent) -> None:
    """The vote counts at once; the reason is asked for, can be changed, and taken back."""
    assert not await ada.sees(await ada.presses(answer, "👎"))
    why = await ada.hears_one()
    assert "What is wrong" in why.text
    assert await votes(assistant) == [(ada.id, Verdict.BAD, None)]
    assert "wrong passage" in await ada.sees(await ada.presses(why, "wrong passage"))
    await ada.sees(await ada.presses(why, "wrong person or chain"))
    assert await votes(assistant) == [(ada.id, Verdict.BAD, Reason.SOURCE)]
    assert "Thank you" in await ada.sees(await ada.presses(answer, "👍"))
    assert await votes(assistant) == [(ada.id, Verdict.GOOD, None)]
    assert "Taken back" in await ada.sees(await ada.presses(why, "take it back"))
    assert "nothing of yours" in await ada.sees(await ada.presses(why, "take it back"))
    assert await votes(assistant) == []


async def test_of_findings_one_can_say_that_there_is_no_evidence(ada: Person, answer: Sent) -> None:
    """What should not have been answered is told so."""
    await ada.presses(answer, "👎")
    why = await ada.hears_one()
    assert "there is no evidence" in why.buttons
    assert "it is in the store" not in why.buttons


async def test_of_silence_one_can_say_that_there_is_some(ada: Person) -> None:
    """Under "no evidence" the other reasons would have no meaning."""
    nothing = await ada.asks(QUESTION)
    assert "no evidence" in nothing.text
    await ada.presses(nothing, "👎")
    assert set((await ada.hears_one()).buttons) == {"it is in the store", "take it back"}


async def test_reasons_are_in_the_persons_language(api: BotApi) -> None:
    """Who has Telegram in French chooses in French."""
    louise = Person(api, id=777, language="fr-CA")
    nothing = await louise.asks("Qui a dit que le port de Varelle serait dragué ?")
    await louise.presses(nothing, "👎")
    assert "c'est enregistré" in (await louise.hears_one()).buttons


async def test_each_person_of_a_group_has_a_vote(
    api: BotApi, reader: Person, assistant: Assistant
) -> None:
    """Under one answer two people may think two things, and neither undoes the other's."""
    answer = await reader.asks(mention(QUESTION))
    other = Person(api, id=503, group=GROUP)
    await reader.sees(await reader.presses(answer, "👍"))
    await other.sees(await other.presses(answer, "👎"))
    assert await votes(assistant) == [
        (reader.id, Verdict.GOOD, None),
        (other.id, Verdict.BAD, None),
    ]


async def test_another_chats_answer_cannot_be_judged(
    api: BotApi, assistant: Assistant, answer: Sent
) -> None:
    """Data copied from another chat is refused like that of an answer that is gone."""
    stranger = Person(api, id=666)
    start = await stranger.asks("/start")
    message = api.message(start.chat, start.id)
    for label in ("👍", "👎"):
        told = await stranger.sees(await stranger.sends_callback(message, answer.buttons[label]))
        assert "ask again" in told
    undo = answer.buttons["👍"].replace("good", "undo")
    assert "ask again" in await stranger.sees(await stranger.sends_callback(message, undo))
    assert await votes(assistant) == []


@pytest.mark.parametrize(
    "data",
    [
        *("good:0", "good:", "good:-1", "good:01", "good:1\n", "good:1:2", "good-passage:1"),
        *("bad-:1", "bad-x:1", "undo-passage:1", "GOOD:1", "good:٣", f"good:{2**63}", "good:1 "),
    ],
)
async def test_made_up_votes(
    api: BotApi, ada: Person, assistant: Assistant, answer: Sent, data: str
) -> None:
    """Whatever a program sends for a thumb gets a polite line, and nothing happens."""
    message = api.message(answer.chat, answer.id)
    assert "do not know this button" in await ada.sees(await ada.sends_callback(message, data))
    assert await votes(assistant) == []


async def test_a_thumb_without_a_message(ada: Person, answer: Sent) -> None:
    """Without a chat nobody can tell whose answer it is."""
    assert "do not know" in await ada.sees(await ada.sends_callback(None, answer.buttons["👍"]))


async def test_a_thumb_under_an_old_message(
    ada: Person, assistant: Assistant, answer: Sent
) -> None:
    """A message that Telegram no longer hands out can still be judged."""
    old = {"chat": {"id": ada.chat, "type": "private"}, "message_id": answer.id, "date": 0}
    await ada.sees(await ada.sends_callback(old, answer.buttons["👎"]))
    assert "What is wrong" in (await ada.hears_one()).text
    assert await votes(assistant) == [(ada.id, Verdict.BAD, None)]
