"""What goes wrong between the bot and Telegram."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

import pytest

from bot.settings import Settings
from bot.telegram.application import serve
from retrieval.assistant import Assistant
from retrieval.errors import Misconfigured
from tests.e2e.bot_api import TOKEN, BotApi
from tests.e2e.conftest import served
from tests.e2e.people import Person
from tests.e2e.texts import QUESTION
from tests.fakes.assistant import BrokenAssistant

_SECRET = TOKEN.partition(":")[2]


# The library warns of an attribute that it reads itself.
@pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
@pytest.mark.usefixtures("bot")
async def test_too_many_requests(api: BotApi, ada: Person) -> None:
    """When Telegram wants a message later, it comes later, once."""
    api.refuse("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    assert "no evidence" in (await ada.asks(QUESTION)).text
    await ada.asks("/help")
    assert len(ada.heard) == 2


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_cannot_be_sent(api: BotApi, ada: Person) -> None:
    """Who blocks the bot does not stop it."""
    api.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await ada.says(QUESTION)
    assert "/ask" in (await ada.asks("/help")).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("code", "description"), [(502, "Bad Gateway"), (500, "Internal Error")])
async def test_a_failure_of_telegram_s_is_borne(
    api: BotApi, ada: Person, code: int, description: str
) -> None:
    """The answer comes all the same, once, a second later."""
    api.refuse("sendMessage", code, description)
    assert "no evidence" in (await ada.asks(QUESTION)).text
    await ada.asks("/help")
    assert len(ada.heard) == 2


async def test_a_refused_answer_is_owned_up_to(
    settings: Settings,
    assistant: Assistant,
    api: BotApi,
    ada: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If Telegram does not take an answer, the person gets a reference that is in the log."""
    async with served(settings, assistant):
        api.refuse("sendMessage", 400, "Bad Request: can't parse entities")
        notice = await ada.asks(QUESTION)
    reference = notice.text.partition("logged under ")[2].partition(".")[0]
    assert any(reference in record.getMessage() for record in caplog.records)


@pytest.mark.usefixtures("bot")
async def test_a_press_that_comes_too_late(api: BotApi, ada: Person) -> None:
    """A callback query that Telegram has given up does no harm."""
    start = await ada.asks("/start")
    api.refuse("answerCallbackQuery", 400, "Bad Request: query is too old")
    await ada.sends_callback(api.message(start.chat, start.id), "junk")
    assert "/ask" in (await ada.asks("/help")).text


async def test_an_unforeseen_failure(
    settings: Settings,
    assistant: Assistant,
    api: BotApi,
    ada: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person gets a reference, the log the traceback, and neither the other's part."""
    async with served(settings, BrokenAssistant.around(assistant)):
        notice = await ada.asks(QUESTION)
        assert "RuntimeError" not in notice.text
        reference = notice.text.partition("logged under ")[2].partition(".")[0]
        query = await ada.sends_callback(api.message(notice.chat, notice.id), "more:3")
        assert "logged under" in await ada.sees(query)
    record = next(r for r in caplog.records if reference in r.getMessage())
    assert record.exc_info is not None
    assert QUESTION not in caplog.text
    assert str(ada.id) not in record.getMessage()


async def test_a_wrong_token(
    api: BotApi, settings: Settings, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    """The start stops with a line that names the variable and @BotFather, and not the token."""
    caplog.set_level(logging.DEBUG)
    api.revoked = True
    with pytest.raises(Misconfigured, match=r"TELEGRAM_BOT_TOKEN.*@BotFather") as raised:
        await serve(settings, assistant)
    assert _SECRET not in str(raised.value)
    assert raised.value.__suppress_context__
    assert caplog.text
    assert _SECRET not in caplog.text


async def test_a_token_that_is_withdrawn(
    api: BotApi, settings: Settings, assistant: Assistant, ada: Person
) -> None:
    """A bot whose token was revoked does not go on without a sign."""
    serving = asyncio.create_task(serve(settings, assistant))
    await ada.asks("/help")
    api.revoked = True
    await ada.says("/help")
    with pytest.raises(Misconfigured, match="TELEGRAM_BOT_TOKEN"):
        await asyncio.wait_for(serving, timeout=5)


async def test_no_token(settings: Settings, assistant: Assistant) -> None:
    """Without a token there is a line that says where to get one."""
    without = settings.model_copy(update={"telegram_bot_token": None})
    with pytest.raises(Misconfigured, match=r"TELEGRAM_BOT_TOKEN.*@BotFather"):
        await serve(without, assistant)


async def test_telegram_is_out_of_reach_at_the_start(
    api: BotApi,
    settings: Settings,
    assistant: Assistant,
    ada: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """That is said, and the bot serves as soon as Telegram is there."""
    api.refuse("getMe", 502, "Bad Gateway")
    async with served(settings, assistant):
        assert "/ask" in (await ada.asks("/help")).text
    assert "Telegram cannot be reached" in caplog.text


async def test_stopping_while_telegram_is_out_of_reach(
    settings: Settings, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody has to wait for a connection to stop the bot."""
    elsewhere = settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"})
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(elsewhere, assistant, stop))
    asyncio.get_running_loop().call_later(0.3, stop.set)
    await asyncio.wait_for(serving, timeout=1)
    assert "cannot be reached" in caplog.text


async def test_stopping_before_the_bot_is_at_work(
    api: BotApi, settings: Settings, assistant: Assistant
) -> None:
    """Nor for what comes between connecting and serving."""
    api.refuse("deleteWebhook", 502, "Bad Gateway")
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(settings, assistant, stop))
    await api.until(lambda: any(method == "deleteWebhook" for method, _ in api.calls))
    stop.set()
    await asyncio.wait_for(serving, timeout=1)


async def test_another_program_uses_the_token(
    api: BotApi,
    settings: Settings,
    assistant: Assistant,
    ada: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log says what is the matter, and the bot goes on when it is over."""
    api.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    async with served(settings, assistant):
        assert "/ask" in (await ada.asks("/help")).text
    assert "Another program receives this bot's messages" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_stop_it_in_order(
    settings: Settings, assistant: Assistant, ada: Person, number: signal.Signals
) -> None:
    """Ctrl-C and a service manager end the bot; what was asked before is answered."""
    serving = asyncio.create_task(serve(settings, assistant))
    await ada.asks("/help")
    os.kill(os.getpid(), number)
    await asyncio.wait_for(serving, timeout=5)


@pytest.mark.usefixtures("bot")
async def test_the_log_at_its_most_talkative(ada: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Even with LOG_LEVEL=DEBUG the token is not in the log."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")
    await ada.asks("/help")
    await ada.asks("/help")  # the first one's response has been read, and logged, by now
    assert "/sendMessage" in caplog.text  # with the address, in which the token was
    assert _SECRET not in caplog.text
