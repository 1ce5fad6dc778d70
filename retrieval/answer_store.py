"""The part of the store's seam that keeps answers, and what people said of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from retrieval.model import Chat, Feedback, GivenAnswer, Vote


class AnswerStore(Protocol):
    """Where given answers are kept. Every method may raise a ``StoreError``."""

    async def keep_answer(self, given: GivenAnswer) -> int:
        """Keeps an answer, the last one of its chat from now on; its id, never used again."""
        ...

    async def given_answer(self, answer_id: int) -> GivenAnswer:
        """Raises NotFound, also where it was forgotten."""
        ...

    async def last_answer(self, chat: Chat) -> GivenAnswer | None:
        """The last answer in a chat or topic; None where there is none, or it was forgotten."""
        ...

    async def end_conversation(self, chat: Chat) -> bool:
        """From now on the chat has no last answer; False where it had none. Votes stay."""
        ...

    async def forget_answers(self, before: datetime) -> int:
        """Forgets answers that were given earlier and that nobody voted on; how many."""
        ...

    async def vote(self, answer_id: int, vote: Vote) -> None:
        """Notes what a person thinks of an answer, in place of an earlier vote. Raises NotFound."""
        ...

    async def take_back(self, answer_id: int, person: int) -> bool:
        """Forgets a person's vote; False where there is none (any more)."""
        ...

    async def votes(self, answer_id: int) -> tuple[Vote, ...]:
        """The votes on an answer, in the order in which they came; none for one that is gone."""
        ...

    async def feedback(self) -> tuple[Feedback, ...]:
        """Every answer that was voted on, in the order in which they were given."""
        ...
