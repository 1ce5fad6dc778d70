"""What becomes of an error: the log has it, the person gets a polite answer, the bot goes on."""

from __future__ import annotations

import logging
import secrets
from typing import Final

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.catalogue import Catalogue
from bot.rendering.blocks import Reply
from bot.rendering.replies import error_reply, notice_reply
from bot.telegram.delivery import Place, deliver, plain, toast
from bot.telegram.messages import catalogue_of
from retrieval.errors import BadInput, HearsayError, NotFound

logger = logging.getLogger(__name__)

_REFERENCE_BYTES: Final = 4  # eight letters: enough to find a record by, short enough to pass on


async def answer_failure(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The application's error handler."""
    error = context.error
    if error is None:
        return
    reference = note_failure(error)
    if not isinstance(update, Update) or _is_telegrams(error):
        return  # nobody to tell, or no way to
    catalogue = catalogue_of(update.effective_user)
    if isinstance(error, HearsayError):
        reply = error_reply(error, catalogue)
    else:
        reply = failure_notice(reference, catalogue)
    try:
        await _tell(update, context, reply)
    except TelegramError as second:
        note_failure(second)


def note_failure(error: BaseException) -> str:
    """Logs an error; the reference under which it can be found. What people sent is not logged."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    match error:
        case BadInput() | NotFound():
            logger.debug("Refused: %s", error)
        case Forbidden():
            logger.info("A message could not be sent: %s", error.message)
        case BadRequest():
            logger.error("%s: Telegram refused a request", reference, exc_info=error)
        case TelegramError():
            logger.warning("Telegram: %s", error.message)
        case HearsayError():
            logger.error("%s: %s", error.code, error)
        case _:
            logger.error("%s: an update could not be handled", reference, exc_info=error)
    return reference


def failure_notice(reference: str, catalogue: Catalogue) -> Reply:
    """Something broke that nobody foresaw."""
    return notice_reply(catalogue, "failure-noted", reference=reference)


def _is_telegrams(error: BaseException) -> bool:
    """Telegram did not take a message, and will not take another one about it either."""
    return isinstance(error, TelegramError) and not isinstance(error, BadRequest)


async def _tell(update: Update, context: ContextTypes.DEFAULT_TYPE, reply: Reply) -> None:
    if update.callback_query is not None:
        await toast(update.callback_query, plain(reply))
    elif update.effective_message is not None:
        await deliver(context.bot, Place.of(update.effective_message), reply)
