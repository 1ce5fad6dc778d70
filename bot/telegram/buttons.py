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
from bot.telegram.votes import ballot_of
from retrieval.assistant import Assistant
from retrieval.errors import BadInput, HearsayError, NotFound
from retrieval.language import detect
from retrieval.model import Answer, Span

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
class _Asked:
    """What a button stands under.

    Attributes:
        question: in the message replied to; empty where it cannot be told any more.
        answer_id: of the answer; None under what is no answer, or was not kept.
    """

    question: str
    answer_id: int | None
    chat: int


@dataclass(frozen=True, slots=True)
class Buttons:
    """Handlers of presses. Once an answer is forgotten, its question is asked again."""

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
            reply = await self._reply(press, _asked(query, question, place), catalogue)
        except HearsayError as error:
            await toast(query, plain(error_reply(error, catalogue)))
            return
        await toast(query)
        if isinstance(reply, Picture):
            await deliver_picture(context.bot, place, reply)
        else:
            await deliver(context.bot, place, reply)

    async def _reply(self, press: Press, asked: _Asked, catalogue: Catalogue) -> Reply | Picture:
        match press.verb:
            case Verb.PASSAGE:
                evidence = await self.assistant.passage(press.number)
                highlight = await self._highlight(asked, press.number)
                return passage_reply(evidence, highlight, catalogue)
            case Verb.CHAIN:
                return chain_reply(await self.assistant.finding(press.number), catalogue)
            case Verb.PICTURE if press.number:
                finding = await self.assistant.finding(press.number)
                return await asyncio.to_thread(picture_of_finding, finding, catalogue)
            case Verb.PICTURE:
                answer = await self._answer(asked)
                if not answer.findings:
                    return answer_reply(answer, catalogue)  # what it showed has been taken out
                return await asyncio.to_thread(picture_of_answer, answer, catalogue)
            case Verb.MORE:
                return answer_reply(await self._answer(asked), catalogue, press.number)

    async def _answer(self, asked: _Asked) -> Answer:
        """As it was given, which a follow-up cannot be found again without."""
        if asked.answer_id is not None:
            try:
                return await self.assistant.again(asked.answer_id, asked.chat)
            except NotFound:  # forgotten
                pass
        return await self.assistant.ask(asked.question)

    async def _highlight(self, asked: _Asked, passage_id: int) -> Span | None:
        """What in a passage carries the claim that was asked for."""
        if not asked.question:
            return None
        try:
            return highlight_of(await self._answer(asked), passage_id)
        except BadInput:  # the passage was under an article's receipt, or the text was edited
            return None


def _question(query: CallbackQuery, bot: Bot) -> str:
    """The question whose answer has the button; empty where it cannot be told any more."""
    if not isinstance(query.message, Message) or query.message.reply_to_message is None:
        return ""
    return words_of(query.message.reply_to_message, bot)


def _asked(query: CallbackQuery, question: str, place: Place) -> _Asked:
    """The thumbs under an answer tell which one it is; they are there as long as the message."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    rows = markup.inline_keyboard if markup is not None else ()
    ballots = (ballot_of(str(button.callback_data)) for row in rows for button in row)
    answer_id = next((ballot.answer_id for ballot in ballots if ballot is not None), None)
    return _Asked(question, answer_id, place.chat)


def _place(query: CallbackQuery) -> Place | None:
    """In reply to the question again, so that the next button finds it."""
    if not isinstance(query.message, Message):
        return None if query.message is None else Place(query.message.chat.id)
    return Place.of(query.message.reply_to_message or query.message)


def _catalogue(query: CallbackQuery, question: str) -> Catalogue:
    if not question:
        return catalogue_of(query.from_user)
    return catalogue_for(detect(" ".join(question.split())))
