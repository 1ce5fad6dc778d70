"""Assistants that are slow or broken where a test wants them to be, and real otherwise."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, fields
from typing import Self

from retrieval.assistant import Assistant
from retrieval.ingest import Receipt
from retrieval.model import Answer, Chat, Submission
from retrieval.projection import Rebuilt
from retrieval.seams import Counts


@dataclass(frozen=True, kw_only=True)
class _Wrapped(Assistant):
    @classmethod
    def around(cls, assistant: Assistant) -> Self:
        """The same, over a real assistant."""
        return cls(**{part.name: getattr(assistant, part.name) for part in fields(Assistant)})


@dataclass(frozen=True, kw_only=True)
class HeldAssistant(_Wrapped):
    """Adds and rebuilds only once it is ``let``; ``begun`` says what it was asked to do."""

    let: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)

    async def add(self, submission: Submission) -> Receipt:
        self.begun.append("add")
        await self.let.wait()
        return await super().add(submission)

    async def rebuild(self) -> Rebuilt:
        self.begun.append("rebuild")
        await self.let.wait()
        return await super().rebuild()

    async def counts(self) -> Counts:
        self.begun.append("counts")
        return await super().counts()


@dataclass(frozen=True, kw_only=True)
class CountingAssistant(_Wrapped):
    """Remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    async def ask(self, question: str, chat: Chat | None = None) -> Answer:
        self.asked.append(question)
        return await super().ask(question, chat)


@dataclass(frozen=True, kw_only=True)
class BrokenAssistant(_Wrapped):
    """Fails in a way that nobody foresaw."""

    async def ask(self, question: str, chat: Chat | None = None) -> Answer:
        raise RuntimeError(f"the model caught fire in {chat} after {len(question)} characters")

    async def rebuild(self) -> Rebuilt:
        raise RuntimeError("the index caught fire")


@dataclass(frozen=True, kw_only=True)
class SlowAssistant(_Wrapped):
    """Takes its time to answer."""

    seconds: float = 0.0

    @classmethod
    def taking(cls, seconds: float, assistant: Assistant) -> Self:
        """An answer takes at least so many seconds."""
        parts = {part.name: getattr(assistant, part.name) for part in fields(Assistant)}
        return cls(**parts, seconds=seconds)

    async def ask(self, question: str, chat: Chat | None = None) -> Answer:
        await asyncio.sleep(self.seconds)
        return await super().ask(question, chat)
