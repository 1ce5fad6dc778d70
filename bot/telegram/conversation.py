"""What people say: commands that everybody may use, questions, articles, and all the rest."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from telegram import Document, Message, Update
from telegram.error import BadRequest, NetworkError
from telegram.ext import ContextTypes

from bot.catalogue import catalogue_for
from bot.rendering.blocks import Reply
from bot.rendering.replies import (
    answer_reply,
    help_reply,
    notice_reply,
    receipt_reply,
    start_reply,
)
from bot.routing import Greeting, Nothing, Pasted, Question, route
from bot.telegram.arrivals import submission_from
from bot.telegram.delivery import Place, deliver, typing
from bot.telegram.documents import LARGEST_MEGABYTES, decoded, is_text, is_too_large
from bot.telegram.messages import catalogue_of, chat_of, words_of
from retrieval.assistant import Assistant

_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Handlers of messages. Errors are left to ``failures.answer_failure``."""

    assistant: Assistant

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/start."""
        message = _message(update)
        await _deliver(message, start_reply(catalogue_of(message.from_user)))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/help, and commands that there are not."""
        message = _message(update)
        await _deliver(message, help_reply(catalogue_of(message.from_user)))

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask: what follows is a question, whatever it looks like."""
        message = _message(update)
        question = words_of(message, context.bot)
        if question:
            await self._answer(message, question)
        else:
            await _deliver(message, notice_reply(catalogue_of(message.from_user), "ask-what"))

    async def cancel(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/cancel: the next question does not refer to the last answer."""
        message = _message(update)
        ended = await self.assistant.forget_conversation(chat_of(message))
        catalogue = catalogue_of(message.from_user)
        key = "cancelled" if ended else "cancelled-nothing"
        await _deliver(message, notice_reply(catalogue, key))

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text or a caption: a question, or an article."""
        message = _message(update)
        words = words_of(message, context.bot)
        catalogue = catalogue_of(message.from_user)
        match route(words, forwarded=message.forward_origin is not None):
            case Pasted(text):
                await self._add(message, text)
            case Question(text) if _LINK.fullmatch(text):
                await _deliver(message, notice_reply(catalogue, "link-alone"))
            case Question(text):
                await self._answer(message, text)
            case Greeting():
                await _deliver(message, start_reply(catalogue))
            case Nothing():
                await _deliver(message, notice_reply(catalogue, "nothing-said"))

    async def document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file: text is taken in; of another kind, its caption is what counts."""
        message = _message(update)
        document = message.document
        if document is not None and is_text(document):
            await self._add_file(message, document)
        elif message.caption:
            await self.text(update, context)
        else:
            await self.unreadable(update, context)

    async def unreadable(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A sticker, a voice message, a picture without a caption: says what can be sent."""
        message = _message(update)
        if message.media_group_id is not None:
            return  # an album has its caption under one of its pictures
        await _deliver(message, notice_reply(catalogue_of(message.from_user), "can-be-sent"))

    async def _answer(self, message: Message, question: str) -> None:
        place = Place.of(message)
        async with typing(message.get_bot(), place):
            answer = await self.assistant.ask(question, chat_of(message))
        await _deliver(message, answer_reply(answer, catalogue_for(answer.query.language)))

    async def _add(self, message: Message, text: str) -> None:
        place = Place.of(message)
        async with typing(message.get_bot(), place):
            receipt = await self.assistant.add(submission_from(message, text))
        await _deliver(message, receipt_reply(receipt, catalogue_of(message.from_user)))

    async def _add_file(self, message: Message, document: Document) -> None:
        catalogue = catalogue_of(message.from_user)
        too_large = notice_reply(catalogue, "file-too-large", megabytes=LARGEST_MEGABYTES)
        if is_too_large(document):
            await _deliver(message, too_large)
            return
        try:
            file = await document.get_file()
            content = await file.download_as_bytearray()
        except BadRequest:  # too large after all, or gone
            await _deliver(message, too_large)
        except NetworkError:
            await _deliver(message, notice_reply(catalogue, "file-unfetched"))
        else:
            await self._add(message, await asyncio.to_thread(decoded, bytes(content)))


def _message(update: Update) -> Message:
    """The message that a handler of messages was called with."""
    if update.message is None:
        raise TypeError("the handler is registered for new messages only")
    return update.message


async def _deliver(message: Message, reply: Reply) -> None:
    await deliver(message.get_bot(), Place.of(message), reply)
