"""The connection to Telegram: made, kept up, and ended in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application

from bot.settings import TELEGRAM_API
from retrieval.errors import Misconfigured

logger = logging.getLogger(__name__)

# Seconds between attempts: a short outage is over soon, a long one is not made worse.
_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 30.0
# The library's name for its task that asks for updates. It ends, and nothing else happens, when
# the token is withdrawn.
_POLLING_TASK: Final = "Updater:start_polling:polling_task"


async def keep_polling(
    application: Application[Any, Any, Any, Any, Any, Any],
    address: str,
    updates: Sequence[str],
    stop: asyncio.Event,
) -> None:
    """Connects, and handles updates until ``stop`` is set; then finishes what was taken up.

    While Telegram cannot be reached, that is logged, and it is tried again for ever.

    Raises:
        Misconfigured: Telegram does not know the token, from the start or any more.
    """
    try:
        await _connect(application, address, stop)
        if not stop.is_set():
            await application.start()
            await _poll(application, updates, stop)
    except InvalidToken:
        raise _unknown_token(address) from None  # the library's error has the token in it
    finally:
        if application.updater is not None and application.updater.running:
            with suppress(InvalidToken):  # what polling ended with comes up again here
                await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()  # what ``initialize`` opened before it failed


async def _connect(
    application: Application[Any, Any, Any, Any, Any, Any], address: str, stop: asyncio.Event
) -> None:
    wait = _FIRST_WAIT
    while not stop.is_set():
        try:
            await _unless(stop, application.initialize())
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning(
                "Telegram cannot be reached at %s (%s). Trying again in %d s.",
                address,
                error.message,
                wait,
            )
            await _unless(stop, asyncio.sleep(wait))
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return


async def _poll(
    application: Application[Any, Any, Any, Any, Any, Any],
    updates: Sequence[str],
    stop: asyncio.Event,
) -> None:
    if application.updater is None:
        raise TypeError("the application is built with an updater")
    await _unless(
        stop,
        application.updater.start_polling(
            allowed_updates=list(updates),
            bootstrap_retries=-1,
            error_callback=_polling_failed,
        ),
    )
    if stop.is_set():
        return
    logger.info("Serving Telegram as %s.", application.bot.name)
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == _POLLING_TASK]
    await _unless(stop, *(_result(task) for task in tasks))


async def _result(task: asyncio.Task[Any]) -> None:
    """Passes on what the task ends with, but does not end it."""
    await asyncio.wait({task})
    task.result()


async def _unless(stop: asyncio.Event, *work: Coroutine[Any, Any, Any]) -> None:
    """Runs until the first of ``work`` is done, and raises what it raised; or until ``stop``."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in (*work, stop.wait())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def _polling_failed(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        logger.error("Another program receives this bot's messages. Stop it, or use another bot.")
    else:
        logger.warning("Telegram cannot be reached (%s). Trying again.", error.message)


def _unknown_token(address: str) -> Misconfigured:
    server = "Telegram" if address == TELEGRAM_API else f"The server at {address}"
    return Misconfigured(
        f"{server} does not know the token in TELEGRAM_BOT_TOKEN.",
        "Copy it again from @BotFather in Telegram (/mybots), put it in .env, and start again.",
        variable="TELEGRAM_BOT_TOKEN",
        takes="a token as @BotFather gives it",
    )
