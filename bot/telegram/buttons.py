"""Buttons under answers: a passage, a chain, a picture of chains, further findings."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram import Bot, CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.catalogue import Catalogue, catalogue_for
from bot.rendering.answers import highlight_of
from bot.rendering.blocks import Reply
from bot.rendering.captions import Picture, picture_of_answer, picture_of_finding
from bot.rendering.replies import answer_reply, chain_reply, error_reply, passage_reply
from bot.telegram.delivery import Place, deliver, deliver_picture, plain, toast
from bot.telegram.messages import catalogue_of, words_of
from retrieval.assistant import Assistant
from retrieval.errors import BadInput, HearsayError
from retrieval.language import detect
from retrieval.model import Span

_DATA: Final = re.compile(r"(passage|chain|picture|more):(0|[1-9][0-9]{0,18})")
_LARGEST_ID: Final = 2**63 - 1  # of a row in SQLite


class Verb(StrEnum):
    """What a button does."""

    PASSAGE = "passage"
    CHAIN = "chain"
    PICTURE = "picture"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Press:
    """What a button sends back.

    Attributes:
        number: an id, or how many findings have been shown; of a picture, 0 for a whole answer's.
    """

    verb: Verb
    number: int

    @property
    def needs_question(self) -> bool:
        """Whether the answer has to be found again."""
        return self.verb is Verb.MORE or (self.verb is Verb.PICTURE and not self.number)


def press_of(data: str | None) -> Press | None:
    """The press in callback data; None for whatever else somebody may have sent."""
    match = _DATA.fullmatch(data or "")
    if match is None or int(match[2]) > _LARGEST_ID:
        return None
    return Press(Verb(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True)
class Buttons:
    """Handlers of presses. They need no memory: the question is in the message replied to."""

    assistant: Assistant

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers every press, be it with a line that says why nothing comes."""
        query = update.callback_query
        if query is None:
            raise TypeError("the handler is registered for callback queries only")
        press = press_of(query.data)
        question, place = _question(query, context.bot), _place(query)
        catalogue = _catalogue(query, question)
        if press is None or place is None:
            await toast(query, catalogue.say("button-unknown"))
            return
        if press.needs_question and not question:
            await toast(query, catalogue.say("question-gone"))
            return
        try:
            reply = await self._reply(press, question, catalogue)
        except HearsayError as error:
            await toast(query, plain(error_reply(error, catalogue)))
            return
        await toast(query)
        if isinstance(reply, Picture):
            await deliver_picture(context.bot, place, reply)
        else:
            await deliver(context.bot, place, reply)

    async def _reply(self, press: Press, question: str, catalogue: Catalogue) -> Reply | Picture:
        match press.verb:
            case Verb.PASSAGE:
                evidence = await self.assistant.passage(press.number)
                highlight = await self._highlight(question, press.number)
                return passage_reply(evidence, highlight, catalogue)
            case Verb.CHAIN:
                return chain_reply(await self.assistant.finding(press.number), catalogue)
            case Verb.PICTURE if press.number:
                finding = await self.assistant.finding(press.number)
                return await asyncio.to_thread(picture_of_finding, finding, catalogue)
            case Verb.PICTURE:
                answer = await self.assistant.ask(question)
                if not answer.findings:
                    return answer_reply(answer, catalogue)  # what it showed has been taken out
                return await asyncio.to_thread(picture_of_answer, answer, catalogue)
            case Verb.MORE:
                answer = await self.assistant.ask(question)
                return answer_reply(answer, catalogue, press.number)

    async def _highlight(self, question: str, passage_id: int) -> Span | None:
        """What in a passage carries the claim that was asked for."""
        if not question:
            return None
        try:
            return highlight_of(await self.assistant.ask(question), passage_id)
        except BadInput:  # the passage was under an article's receipt, or the text was edited
            return None


def _question(query: CallbackQuery, bot: Bot) -> str:
    """The question whose answer has the button; empty where it cannot be told any more."""
    if not isinstance(query.message, Message) or query.message.reply_to_message is None:
        return ""
    return words_of(query.message.reply_to_message, bot)


def _place(query: CallbackQuery) -> Place | None:
    """In reply to the question again, so that the next button finds it."""
    if not isinstance(query.message, Message):
        return None if query.message is None else Place(query.message.chat.id)
    return Place.of(query.message.reply_to_message or query.message)


def _catalogue(query: CallbackQuery, question: str) -> Catalogue:
    if not question:
        return catalogue_of(query.from_user)
    return catalogue_for(detect(" ".join(question.split())))
