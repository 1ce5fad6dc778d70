"""Aliases, from the command that sets one to the answers in which it counts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.aliases import LONGEST_NAME, alias_reply
from bot.catalogue import catalogue_for
from bot.composition import open_assistant
from bot.rendering.blocks import Paragraph
from bot.settings import Settings
from retrieval.assistant import Assistant
from retrieval.errors import AliasCircle
from retrieval.model import Alias, Arrival, Channel, Submission
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.ranker import ranked_by_hand
from tests.fakes.readers import rule_readers

LOCK = """\
A lock for the canal

{} told Radio Delta that the lock of the canal would open in June.

Schools close for the holidays, and the market is open on Sundays only, as it was last year.
"""
QUESTION = "Who said that the lock of the canal would open in June?"


@pytest.fixture
async def assistant(tmp_path: Path) -> AsyncIterator[Assistant]:
    """Over a store of its own."""
    settings = Settings.model_validate({"data_dir": tmp_path})
    async with open_assistant(
        settings, embedder=HashingEmbedder(), readers=rule_readers()
    ) as opened:
        yield ranked_by_hand(opened)


async def add(assistant: Assistant, text: str, publisher: str) -> None:
    arrival = Arrival(channel=Channel.INPUT, received_at=datetime.now(UTC))
    await assistant.add(Submission(text=text, arrival=arrival, publisher=publisher))


async def told(assistant: Assistant, argument: str, language: str = "en") -> str:
    """What is said to "/alias" with this argument."""
    reply = await alias_reply(assistant, argument, catalogue_for(language))
    return "\n".join(
        run.text for block in reply.blocks if isinstance(block, Paragraph) for run in block.runs
    )


async def test_an_alias_counts_in_answers_at_once(assistant: Assistant) -> None:
    """Two names of one mayor are two origins, until an administrator says that they are one."""
    await add(assistant, LOCK.format("Ada Quill"), "Gazette du Cap")
    await add(assistant, LOCK.format("Mayor Marlow"), "Island Herald")
    assert (await assistant.ask(QUESTION)).origins == 2
    await told(assistant, "Marlow = Ada Quill")
    assert (await assistant.ask(QUESTION)).origins == 1
    await told(assistant, "Marlow =")
    assert (await assistant.ask(QUESTION)).origins == 2


async def test_a_name_stands_for_one_other_however_it_is_written(assistant: Assistant) -> None:
    """Setting it again without its article or accents replaces it, and so does removing it."""
    await told(assistant, "Le Phare = Le Phare du Cap")
    await told(assistant, "pharé = Radio Delta")
    assert await assistant.aliases() == (Alias("pharé", "Radio Delta"),)
    assert "stands for itself again" in await told(assistant, "LE PHARE =")
    assert await assistant.aliases() == ()
    assert not await assistant.remove_alias("Le Phare")


async def test_a_circle_is_refused_by_what_names_mean(assistant: Assistant) -> None:
    """Articles, accents and scripts do not hide a circle."""
    await assistant.set_alias("Le Phare", "Радио Дельта")
    with pytest.raises(AliasCircle, match="radio Del'ta = le Pharé = Радио Дельта"):
        await assistant.set_alias("radio Del'ta", "le Pharé")
    assert len(await assistant.aliases()) == 1


async def test_a_slip_is_answered_with_how_to_write_it(assistant: Assistant) -> None:
    """Nothing is set by half a command or by a page of text."""
    for argument in ("Le Phare", "= B", "a = b = c", "=", f"A = {'b' * (LONGEST_NAME + 1)}"):
        assert "Write /alias A = B" in await told(assistant, argument)
    assert await assistant.aliases() == ()


async def test_the_list_is_in_the_administrators_language(assistant: Assistant) -> None:
    """In French, one to a line."""
    assert "Aucun nom" in await told(assistant, "", "fr")
    await told(assistant, "Радио Дельта = Radio Delta")
    await told(assistant, "  Le   Phare  =  Le Phare du Cap ")
    assert await told(assistant, " ", "fr") == (
        "2 noms en désignent d'autres :\nLe Phare = Le Phare du Cap\nРадио Дельта = Radio Delta"
    )
