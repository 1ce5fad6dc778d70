"""Thumbs under answers: one vote a person, with a reason where they give one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.catalogue import Catalogue
from bot.rendering.replies import reasons_reply
from bot.telegram.delivery import Place, deliver, toast
from bot.telegram.messages import catalogue_of
from retrieval.assistant import Assistant
from retrieval.errors import NotFound
from retrieval.model import Reason, Status, Verdict

_UNDO: Final = "undo"
_LARGEST_ID: Final = 2**63 - 1  # of a row in SQLite
# What a vote's button sends back; \Z, as $ would let a line end through.
VOTE_DATA: Final = re.compile(
    rf"(?P<verb>{'|'.join(Verdict)}|{_UNDO})(?:-(?P<reason>{'|'.join(Reason)}))?"
    r":(?P<answer>[1-9][0-9]{0,18})\Z"
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a vote's button sends back; to take a vote back, there is no verdict."""

    answer_id: int
    verdict: Verdict | None
    reason: Reason | None = None


def ballot_of(data: str | None) -> Ballot | None:
    """The ballot in callback data; None for whatever else somebody may have sent."""
    match = VOTE_DATA.match(data or "")
    if match is None or int(match["answer"]) > _LARGEST_ID:
        return None
    verdict = None if match["verb"] == _UNDO else Verdict(match["verb"])
    reason = Reason(match["reason"]) if match["reason"] else None
    if reason is not None and verdict is not Verdict.BAD:
        return None
    return Ballot(int(match["answer"]), verdict, reason)


@dataclass(frozen=True, slots=True)
class Votes:
    """Handlers of presses. A vote counts in the chat in which the answer was given, and once."""

    assistant: Assistant

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers every press, be it with a line that says why nothing comes."""
        query = update.callback_query
        if query is None:
            raise TypeError("the handler is registered for callback queries only")
        ballot, catalogue = ballot_of(query.data), catalogue_of(query.from_user)
        if ballot is None or query.message is None:
            await toast(query, catalogue.say("button-unknown"))
            return
        try:
            await self._cast(ballot, query, query.message.chat.id, context, catalogue)
        except NotFound:  # forgotten, or another chat's
            await toast(query, catalogue.say("vote-gone"))

    async def _cast(
        self,
        ballot: Ballot,
        query: CallbackQuery,
        chat: int,
        context: ContextTypes.DEFAULT_TYPE,
        catalogue: Catalogue,
    ) -> None:
        person = query.from_user.id
        before = await self.assistant.vote_of(ballot.answer_id, chat, person)
        again = before is not None and before.verdict is Verdict.GOOD is ballot.verdict
        if ballot.verdict is None or again:
            taken = await self.assistant.take_back(ballot.answer_id, chat, person)
            await toast(query, catalogue.say("vote-taken-back" if taken else "vote-none"))
            return
        given = await self.assistant.vote(
            ballot.answer_id, chat, person, ballot.verdict, ballot.reason
        )
        if ballot.verdict is Verdict.GOOD:
            await toast(query, catalogue.say("vote-good", again=catalogue.say("thumb-good")))
        elif ballot.reason is not None:
            reason = catalogue.say(f"reason-{ballot.reason}")
            await toast(query, catalogue.say("vote-reason", reason=reason))
        else:
            await toast(query)
            await self._ask_why(ballot.answer_id, given.status, query, context, catalogue)

    async def _ask_why(
        self,
        answer_id: int,
        status: Status,
        query: CallbackQuery,
        context: ContextTypes.DEFAULT_TYPE,
        catalogue: Catalogue,
    ) -> None:
        if isinstance(query.message, Message):
            place = Place.of(query.message)
        else:
            assert query.message is not None  # noqa: S101 - looked at in ``press``
            place = Place(query.message.chat.id)
        await deliver(context.bot, place, reasons_reply(answer_id, status, catalogue))
