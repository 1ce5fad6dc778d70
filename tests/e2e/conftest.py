"""The server, the assistant behind it, and people."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.composition import open_assistant
from bot.settings import Settings
from bot.telegram.application import serve
from retrieval.assistant import Assistant
from tests.e2e.bot_api import TOKEN, BotApi, running
from tests.e2e.people import Person
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.ranker import ranked_by_hand
from tests.fakes.readers import rule_readers

ADMINISTRATOR = 900
GROUP = -1009876543210


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server of its own for each test."""
    server = BotApi()
    async with running(server):
        yield server


@pytest.fixture
def settings(api: BotApi, tmp_path: Path) -> Settings:
    """As somebody would set it up, but for the environment of whoever runs the tests."""
    return Settings.model_validate(
        {
            "telegram_bot_token": TOKEN,
            "telegram_api_url": api.address,
            "admin_ids": str(ADMINISTRATOR),
            "data_dir": tmp_path,
        }
    )


@pytest.fixture
async def assistant(settings: Settings) -> AsyncIterator[Assistant]:
    """The real one, with a model that hashes words."""
    async with open_assistant(
        settings, embedder=HashingEmbedder(), readers=rule_readers()
    ) as opened:
        yield ranked_by_hand(opened)


@asynccontextmanager
async def served(settings: Settings, assistant: Assistant) -> AsyncIterator[None]:
    """Within, the bot serves Telegram; at the end it is stopped in order."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings, assistant, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, timeout=5)


@pytest.fixture
async def bot(
    settings: Settings, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[None]:
    """The bot, serving; that something failed in it is not overlooked."""
    async with served(settings, assistant):
        yield
    records = [*caplog.get_records("call"), *caplog.records]
    assert not [record.getMessage() for record in records if record.levelno >= logging.ERROR]


@pytest.fixture
def ada(api: BotApi) -> Person:
    """A person in a private chat, with Telegram in English."""
    return Person(api)


@pytest.fixture
def administrator(api: BotApi) -> Person:
    """Somebody whose id is in ADMIN_IDS."""
    return Person(api, id=ADMINISTRATOR)


@pytest.fixture
def reader(api: BotApi) -> Person:
    """A person in a group."""
    return Person(api, id=502, group=GROUP)
