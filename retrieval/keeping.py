"""Keeps given answers for a while, so that a button can come back to one, and people's votes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from retrieval.answer_store import AnswerStore
from retrieval.errors import NotFound, StoreError
from retrieval.model import Answer, Chat, GivenAnswer, Reason, Verdict, Versions, Vote

logger = logging.getLogger(__name__)

# An answer may live so much longer than it must: one transaction in so many answers clears up.
_CLEARED_EVERY: Final = 64


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Answers that were given, by chat.

    Attributes:
        versions: what makes answers in this process.
        kept_for: how long an answer is kept that nobody votes on.
    """

    store: AnswerStore
    versions: Versions
    kept_for: timedelta
    now: Callable[[], datetime] = _now

    async def keep(self, answer: Answer, chat: Chat) -> Answer:
        """The answer with its id; without one where it cannot be kept, which harms nobody."""
        given = GivenAnswer.of(answer, chat, self.versions, self.now())
        try:
            answer_id = await self.store.keep_answer(given)
            if answer_id % _CLEARED_EVERY == 0:
                await self.clear()
        except StoreError as error:
            logger.warning("An answer could not be kept for feedback: %s", error)
            return answer
        return replace(answer, id=answer_id)

    async def given(self, answer_id: int, chat: int) -> GivenAnswer:
        """An answer that was given in this chat. Raises NotFound, for another chat's too."""
        given = await self.store.given_answer(answer_id)
        if given.chat.id != chat:
            raise NotFound("That answer was not given here.", "Ask again.")
        return given

    async def last(self, chat: Chat) -> GivenAnswer | None:
        """The answer that a follow-up in this chat refers to; None after a while, or a failure."""
        try:
            given = await self.store.last_answer(chat)
        except StoreError as error:
            logger.warning("The last answer of a chat could not be read: %s", error)
            return None
        fresh = given is not None and given.given_at > self.now() - self.kept_for
        return given if fresh else None

    async def end(self, chat: Chat) -> bool:
        """Ends a conversation: nothing refers to its last answer; False where there is none."""
        fresh = await self.last(chat) is not None
        return await self.store.end_conversation(chat) and fresh

    async def vote(
        self,
        answer_id: int,
        chat: int,
        person: int,
        verdict: Verdict,
        reason: Reason | None = None,
    ) -> GivenAnswer:
        """Notes what a person thinks of an answer, in place of what they thought before.

        Raises:
            NotFound: the answer is not kept any more, or was given in another chat.
        """
        given = await self.given(answer_id, chat)
        vote = Vote(person=person, verdict=verdict, reason=reason, voted_at=self.now())
        await self.store.vote(answer_id, vote)
        return given

    async def take_back(self, answer_id: int, chat: int, person: int) -> bool:
        """Forgets a person's vote; False where there is none. Raises NotFound as ``vote`` does."""
        await self.given(answer_id, chat)
        return await self.store.take_back(answer_id, person)

    async def vote_of(self, answer_id: int, chat: int, person: int) -> Vote | None:
        """What a person thinks of an answer. Raises NotFound as ``vote`` does."""
        await self.given(answer_id, chat)
        votes = await self.store.votes(answer_id)
        return next((vote for vote in votes if vote.person == person), None)

    async def clear(self) -> int:
        """Forgets what is old and was not voted on; how many answers."""
        return await self.store.forget_answers(self.now() - self.kept_for)
