"""The part of the store in memory that keeps answers, and what people said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from retrieval.errors import NotFound, StoreError
from retrieval.model import Chat, Feedback, GivenAnswer, Vote


@dataclass(slots=True)
class MemoryAnswers:
    """An ``AnswerStore``."""

    given: dict[int, GivenAnswer] = field(default_factory=dict)
    cast: dict[int, dict[int, Vote]] = field(default_factory=dict)  # by answer, by person
    last_id: int = 0
    last: dict[Chat, int] = field(default_factory=dict)
    closed: bool = False

    async def keep_answer(self, given: GivenAnswer) -> int:
        self._check_open()
        self.last_id += 1
        self.given[self.last_id] = given
        self.last[given.chat] = self.last_id
        return self.last_id

    async def last_answer(self, chat: Chat) -> GivenAnswer | None:
        self._check_open()
        return self.given.get(self.last.get(chat, 0))

    async def end_conversation(self, chat: Chat) -> bool:
        self._check_open()
        return self.given.get(self.last.pop(chat, 0)) is not None

    async def given_answer(self, answer_id: int) -> GivenAnswer:
        self._check_open()
        if answer_id not in self.given:
            raise NotFound(f"There is no answer {answer_id}.", "Ask again.")
        return self.given[answer_id]

    async def forget_answers(self, before: datetime) -> int:
        self._check_open()
        old = [key for key, one in self.given.items() if one.given_at < before]
        forgotten = [key for key in old if not self.cast.get(key)]
        for key in forgotten:
            del self.given[key]
        return len(forgotten)

    async def vote(self, answer_id: int, vote: Vote) -> None:
        await self.given_answer(answer_id)
        votes = self.cast.setdefault(answer_id, {})
        votes.pop(vote.person, None)  # the new one comes last
        votes[vote.person] = vote

    async def take_back(self, answer_id: int, person: int) -> bool:
        self._check_open()
        return self.cast.get(answer_id, {}).pop(person, None) is not None

    async def votes(self, answer_id: int) -> tuple[Vote, ...]:
        self._check_open()
        return tuple(self.cast.get(answer_id, {}).values())

    async def feedback(self) -> tuple[Feedback, ...]:
        self._check_open()
        return tuple(
            Feedback(key, self.given[key], tuple(votes.values()))
            for key, votes in sorted(self.cast.items())
            if votes
        )

    def _check_open(self) -> None:
        if self.closed:
            raise StoreError("The store is closed.", "Start again.")
