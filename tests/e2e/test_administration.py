"""/stats and /rebuild."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from retrieval.assistant import Assistant
from tests.e2e.bot_api import BotApi
from tests.e2e.conftest import served
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import HARBOUR, QUESTION
from tests.fakes.assistant import BrokenAssistant, HeldAssistant


@pytest.fixture
def held(assistant: Assistant) -> HeldAssistant:
    """An assistant whose rebuilding takes as long as the test wants."""
    return HeldAssistant.around(assistant)


@pytest.mark.usefixtures("bot")
async def test_stats(administrator: Person) -> None:
    """An administrator sees what the store holds."""
    await administrator.forwards(HARBOUR, from_channel())
    await administrator.hears_one()
    stats = await administrator.asks("/stats")
    assert stats.text.startswith("1 article, 5 passages")
    assert "Lagoon Gazette 1" in stats.text


@pytest.mark.usefixtures("bot")
async def test_rebuild(administrator: Person) -> None:
    """The message that says it has begun says at the end what came of it."""
    await administrator.forwards(HARBOUR, from_channel())
    await administrator.hears_one()
    note = await administrator.asks("/rebuild")
    await administrator.api.until(lambda: note.edits == 1)
    assert note.text.startswith("The index was built anew: 5 passages")
    assert "The mayor" in (await administrator.asks(QUESTION)).text


async def test_questions_go_on_during_a_rebuild(
    settings: Settings, held: HeldAssistant, administrator: Person
) -> None:
    """The chat in which it was asked for is not held up; a second one is not begun."""
    async with served(settings, held):
        note = await administrator.asks("/rebuild")
        assert "no evidence" in (await administrator.asks(QUESTION)).text
        assert "already" in (await administrator.asks("/rebuild")).text
        assert note.edits == 0
        held.let.set()
        await administrator.api.until(lambda: note.edits == 1)
        assert held.begun == ["rebuild"]
        again = await administrator.asks("/rebuild")
        await administrator.api.until(lambda: again.edits == 1)


async def test_the_note_of_a_rebuild_was_deleted(
    settings: Settings, held: HeldAssistant, administrator: Person, api: BotApi
) -> None:
    """The outcome then comes as a message of its own."""
    async with served(settings, held):
        note = await administrator.asks("/rebuild")
        api.forget(note.chat, note.id)
        held.let.set()
        assert (await administrator.hears_one()).text.startswith("The index was built anew")


async def test_a_rebuild_that_fails(
    settings: Settings, assistant: Assistant, administrator: Person
) -> None:
    """The message does not say for ever that it is under way; it names the record in the log."""
    async with served(settings, BrokenAssistant.around(assistant)):
        note = await administrator.asks("/rebuild")
        await administrator.api.until(lambda: note.edits == 1)
        assert "logged under" in note.text
        assert "fire" not in note.text


async def test_strangers_are_refused(
    settings: Settings, held: HeldAssistant, ada: Person, reader: Person
) -> None:
    """Who is no administrator gets a polite line with their id, and nothing happens."""
    held.let.set()
    async with served(settings, held):
        for person in (ada, reader):
            for command in ("/rebuild", "/stats", "/alias Kap = Gazette"):
                refusal = await person.asks(command)
                assert f"your id, {person.id}," in refusal.text
        await ada.says("/rebuild", **{"from": None})
        await ada.hears_one()
    assert not held.begun
    assert await held.aliases() == ()


@pytest.mark.usefixtures("bot")
async def test_alias(administrator: Person, assistant: Assistant) -> None:
    """An administrator makes two names one source, sees it listed, and takes it back."""
    assert "No name was set" in (await administrator.asks("/alias")).text
    set_one = await administrator.asks("/alias Lagoon <Gazette> = Gazette du Cap")
    assert "“Lagoon <Gazette>” is the source “Gazette du Cap”" in set_one.text
    assert "Lagoon <Gazette> = Gazette du Cap" in (await administrator.asks("/alias")).text
    refused = await administrator.asks("/alias gazette du cap = lagoon gazette")
    assert "round in a circle" in refused.text
    assert "stands for itself again" in (await administrator.asks("/alias Lagoon Gazette =")).text
    assert await assistant.aliases() == ()


@pytest.mark.usefixtures("bot")
async def test_a_forwarded_command_is_no_command(administrator: Person) -> None:
    """Somebody else's "/rebuild" that an administrator sends on does nothing."""
    await administrator.forwards("/rebuild", from_channel())
    assert "1 word;" in (await administrator.hears_one()).text
