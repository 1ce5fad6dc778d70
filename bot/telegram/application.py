"""The Telegram bot: how it is put together, started and stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from telegram.constants import UpdateType
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.settings import Settings
from bot.telegram.administration import Administration
from bot.telegram.buttons import Buttons
from bot.telegram.connection import keep_polling
from bot.telegram.conversation import Conversation
from bot.telegram.failures import answer_failure
from bot.telegram.inline import Inline
from bot.telegram.messages import Addressed
from bot.telegram.order import OrderPerChat
from bot.telegram.redaction import redacted
from bot.telegram.retries import RetryingLimiter
from bot.telegram.votes import VOTE_DATA, Votes
from retrieval.assistant import Assistant
from retrieval.errors import Misconfigured

App = Application[Any, Any, Any, Any, Any, Any]

# Edited messages are not asked for yet: an edit is neither a new question nor a new article.
_UPDATES: Final = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.INLINE_QUERY)
# The library's default is none: a message that Telegram wants later (429) would be lost.
_RETRIES: Final = 3
_READ_SECONDS: Final = 20  # Telegram takes its time under load; 5, the default, loses answers


async def serve(
    settings: Settings, assistant: Assistant, stop: asyncio.Event | None = None
) -> None:
    """Serves Telegram until ``stop`` is set or the process is told to end (SIGINT, SIGTERM).

    What has been taken up by then is finished first.

    Raises:
        Misconfigured: there is no token, or Telegram does not know it.
    """
    token = _token(settings)
    stop = stop or asyncio.Event()
    with redacted(token), _set_on_signals(stop):
        application = build_application(settings, assistant)
        await keep_polling(application, settings.telegram_api_url, _UPDATES, stop)


def build_application(settings: Settings, assistant: Assistant) -> App:
    """The application with all its handlers; it has asked Telegram for nothing yet.

    Raises:
        Misconfigured: there is no token.
    """
    application: App = (
        ApplicationBuilder()
        .token(_token(settings))
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(RetryingLimiter(max_retries=_RETRIES))
        .concurrent_updates(OrderPerChat())
        .read_timeout(_READ_SECONDS)
        .build()
    )
    _register(application, assistant, settings.admin_ids)
    return application


def _register(application: App, assistant: Assistant, administrators: frozenset[int]) -> None:
    """Every handler there is. The first one whose filter fits gets the message."""
    conversation = Conversation(assistant)
    administration = Administration(assistant, administrators)
    new = filters.UpdateType.MESSAGE
    # A forwarded "/start …" is somebody else's text, not a command.
    typed = new & ~filters.FORWARDED
    command = filters.COMMAND & ~filters.FORWARDED
    to_us = new & Addressed()
    private = new & filters.ChatType.PRIVATE

    # Commands, in groups too (/ask and /ask@thisbot; those of other bots are passed over).
    application.add_handler(CommandHandler("start", conversation.start, typed))
    application.add_handler(CommandHandler("help", conversation.help, typed))
    application.add_handler(CommandHandler("ask", conversation.ask, typed))
    application.add_handler(CommandHandler("cancel", conversation.cancel, typed))
    # Commands for ADMIN_IDS; everybody else is refused.
    application.add_handler(CommandHandler("stats", administration.stats, typed))
    application.add_handler(CommandHandler("rebuild", administration.rebuild, typed))
    application.add_handler(CommandHandler("alias", administration.alias, typed))
    # A command that there is not, in private: the help says which there are.
    application.add_handler(MessageHandler(private & command, conversation.help))
    # Questions and articles: all in private, in groups what is said to the bot.
    application.add_handler(
        MessageHandler(to_us & filters.Document.ALL & ~command, conversation.document)
    )
    application.add_handler(
        MessageHandler(to_us & (filters.TEXT | filters.CAPTION) & ~command, conversation.text)
    )
    # Anything else that a person sends in private: what can be sent.
    application.add_handler(
        MessageHandler(private & ~filters.StatusUpdate.ALL, conversation.unreadable)
    )
    # Buttons under answers.
    application.add_handler(CallbackQueryHandler(Votes(assistant).press, VOTE_DATA))
    application.add_handler(CallbackQueryHandler(Buttons(assistant).press))
    # "@bot who claimed …" in any chat, where @BotFather's /setinline has allowed it.
    application.add_handler(InlineQueryHandler(Inline(assistant).answer))
    # Whatever goes wrong in one of the above.
    application.add_error_handler(answer_failure)


def _token(settings: Settings) -> str:
    if settings.telegram_bot_token is None:
        raise Misconfigured(
            "TELEGRAM_BOT_TOKEN is not set.",
            "Get a token from @BotFather in Telegram, put it in .env, and start again.",
            variable="TELEGRAM_BOT_TOKEN",
        )
    return settings.telegram_bot_token.get_secret_value()


@contextmanager
def _set_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """Within, the first SIGINT or SIGTERM sets ``stop``; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def tell() -> None:
        logging.getLogger(__name__).info("Stopping; what has been taken up is finished first.")
        stop.set()
        release()

    def release() -> None:
        for number in signals:
            loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows: Ctrl-C then cancels the task
        for number in signals:
            loop.add_signal_handler(number, tell)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            release()
