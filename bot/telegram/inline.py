"""Inline mode: ``@bot who claimed …`` in any chat gives findings to choose from."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.catalogue import catalogue_for
from bot.rendering.inline import Choice, choices_of
from bot.telegram.messages import catalogue_of
from retrieval.assistant import Assistant
from retrieval.errors import BadInput
from retrieval.model import Answer

# Telegram sends a query at every key. Fewer characters than this are no question yet, and whoever
# goes on typing within the pause has not finished one.
_SHORTEST: Final = 8
_PAUSE: Final = 0.25  # seconds
# So many last answers are kept: what one person asks, others in the same chat often repeat.
_KEPT: Final = 256
_PEOPLE: Final = 4_096  # who have typed last; far more than type within one pause
# Seconds for which Telegram may repeat an answer by itself; articles added meanwhile are missing.
_REPEATED: Final = 10
_START: Final = "ask"  # what /start gets when the person comes over by the button
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(slots=True)
class Inline:
    """The handler of inline queries. Of each person only the newest query is answered."""

    assistant: Assistant
    pause: float = _PAUSE
    _newest: OrderedDict[int, str] = field(default_factory=OrderedDict, init=False)
    _answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict, init=False)
    _revision: int = field(default=-1, init=False)

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers a query, unless the person has typed on meanwhile."""
        query = update.inline_query
        if query is None:
            raise TypeError("the handler is registered for inline queries only")
        self._newest[query.from_user.id] = query.id
        self._newest.move_to_end(query.from_user.id)
        if len(self._newest) > _PEOPLE:
            self._newest.popitem(last=False)
        question = " ".join(query.query.split())
        catalogue = catalogue_of(query.from_user)
        if len(question) < _SHORTEST:
            await _tell(query, catalogue.say("inline-ask"))
            return
        if question.casefold() not in self._answers:
            await asyncio.sleep(self.pause)
        if self._is_old(query):
            return
        try:
            answer = await self._found(question)
        except BadInput:
            await _tell(query, catalogue.say("inline-ask"))
            return
        if self._is_old(query):
            return
        if answer.close:
            words = catalogue_for(answer.query.language)
            await _offer(query, choices_of(answer, words))
        else:
            await _tell(query, catalogue.say("inline-nothing"))

    async def _found(self, question: str) -> Answer:
        """From what is kept, as long as nothing has been added since."""
        revision = self.assistant.revision.number
        if revision != self._revision:
            self._answers.clear()
            self._revision = revision
        key = question.casefold()
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        answer = await self.assistant.ask(question)
        if revision == self.assistant.revision.number == self._revision:
            self._answers[key] = answer
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return answer

    def _is_old(self, query: InlineQuery) -> bool:
        return self._newest.get(query.from_user.id) != query.id


async def _offer(query: InlineQuery, choices: list[Choice]) -> None:
    distinct = {choice.id: choice for choice in choices}
    results = [
        InlineQueryResultArticle(
            choice.id,
            choice.title,
            InputTextMessageContent(
                choice.html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
            ),
            description=choice.description,
        )
        for choice in distinct.values()
    ]
    with _too_late_is_fine():
        await query.answer(results, cache_time=_REPEATED)


async def _tell(query: InlineQuery, line: str) -> None:
    """A line in place of results; pressed, it leads to the chat with the bot."""
    button = InlineQueryResultsButton(line, start_parameter=_START)
    with _too_late_is_fine():
        # The line is in the person's language, and not for others who type the same.
        await query.answer([], cache_time=_REPEATED, is_personal=True, button=button)


@contextmanager
def _too_late_is_fine() -> Iterator[None]:
    """The person has typed on, or gone away; any other refusal is a mistake of ours."""
    try:
        yield
    except BadRequest as refusal:
        if "query is too old" not in refusal.message.lower():
            raise
