"""The part of the SQLite store that keeps answers, and what people said of them."""

from __future__ import annotations

from datetime import datetime

from retrieval.model import Chat, Feedback, GivenAnswer, Vote
from store import answers
from store.connections import Connections


class SqliteAnswers:
    """An ``AnswerStore`` over the connections of the whole store."""

    _connections: Connections

    async def keep_answer(self, given: GivenAnswer) -> int:
        """Keeps an answer, the last one of its chat from now on; its id."""
        async with self._connections.writing() as connection:
            return await answers.insert_answer(connection, given)

    async def given_answer(self, answer_id: int) -> GivenAnswer:
        """Raises NotFound, also where it was forgotten."""
        async with self._connections.reading() as connection:
            return await answers.answer_by_id(connection, answer_id)

    async def last_answer(self, chat: Chat) -> GivenAnswer | None:
        """The last answer in a chat; None where there is none, or it was forgotten."""
        async with self._connections.reading() as connection:
            return await answers.last_answer_in(connection, chat)

    async def end_conversation(self, chat: Chat) -> bool:
        """From now on the chat has no last answer; False where it had none."""
        async with self._connections.writing() as connection:
            return await answers.delete_conversation(connection, chat)

    async def forget_answers(self, before: datetime) -> int:
        """Forgets answers that were given earlier and that nobody voted on; how many."""
        async with self._connections.writing() as connection:
            return await answers.delete_unvoted(connection, before)

    async def vote(self, answer_id: int, vote: Vote) -> None:
        """Notes what a person thinks of an answer, in place of an earlier vote. Raises NotFound."""
        async with self._connections.writing() as connection:
            await answers.put_vote(connection, answer_id, vote)

    async def take_back(self, answer_id: int, person: int) -> bool:
        """Forgets a person's vote; False where there is none."""
        async with self._connections.writing() as connection:
            return await answers.drop_vote(connection, answer_id, person)

    async def votes(self, answer_id: int) -> tuple[Vote, ...]:
        """The votes on an answer, in the order in which they came."""
        async with self._connections.reading() as connection:
            return await answers.votes_on(connection, answer_id)

    async def feedback(self) -> tuple[Feedback, ...]:
        """Every answer that was voted on, in the order in which they were given."""
        async with self._connections.reading() as connection:
            return await answers.all_feedback(connection)
