"""An assistant with prepared answers, for what talks to one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from retrieval.assistant import Assistant
from retrieval.errors import EmptyText, NotFound
from retrieval.ingest import Receipt
from retrieval.keeping import Keeping
from retrieval.model import (
    Alias,
    Answer,
    Article,
    Chat,
    Finding,
    Reading,
    Submission,
    Versions,
)
from retrieval.projection import Rebuilt
from retrieval.seams import Counts, Evidence
from tests.fakes.answers import MemoryAnswers
from tests.fakes.store import MemoryStore

VERSIONS = Versions(program="0.1", extractor="by-hand 1", embedding_model="c0ffee")


class ScriptedAssistant(Assistant):
    """Gives one answer to every question, and remembers what it was asked and handed."""

    def __init__(self, answer: Answer, *, failing: Exception | None = None) -> None:
        scripted: dict[str, object] = {
            "answer": answer,
            "failing": failing,
            "asked": [],
            "added": [],
            "named": MemoryStore(),
        }
        self.__dict__.update(scripted)  # the base is frozen
        # A slot of the base goes before an entry of the dictionary.
        keeping = Keeping(MemoryAnswers(), VERSIONS, timedelta(hours=6))
        object.__setattr__(self, "keeping", keeping)

    answer: Answer
    failing: Exception | None
    asked: list[str]
    added: list[Submission]
    named: MemoryStore

    async def ask(self, question: str, chat: Chat | None = None) -> Answer:
        self.asked.append(question)
        await asyncio.sleep(0)
        if self.failing is not None:
            raise self.failing
        return self.answer if chat is None else await self.keeping.keep(self.answer, chat)

    async def add(self, submission: Submission) -> Receipt:
        if not submission.text.strip():
            raise EmptyText("There is no text in it.", "Send the article's text.")
        self.added.append(submission)
        article = Article(
            id=1,
            cluster=1,
            added_at=datetime(2024, 6, 20, tzinfo=UTC),
            text=submission.text,
            language="en",
            publisher=submission.publisher,
        )
        return Receipt(article, known=False, passages=2, reading=Reading())

    async def passage(self, passage_id: int) -> Evidence:
        for finding in self.answer.findings:
            if finding.passage.id == passage_id:
                said = () if finding.attribution is None else (finding.attribution,)
                return Evidence(finding.passage, finding.article, said, ())
        raise NotFound("No such passage.", "Ask again.")

    async def finding(self, attribution_id: int) -> Finding:
        for finding in self.answer.findings:
            if finding.attribution is not None and finding.attribution.id == attribution_id:
                return finding
        raise NotFound("No such attribution.", "Ask again.")

    async def aliases(self) -> tuple[Alias, ...]:
        return await self.named.aliases()

    async def set_alias(self, alias: str, name: str) -> None:
        await self.named.set_alias(alias, name)

    async def remove_alias(self, alias: str) -> bool:
        return await self.named.remove_alias(alias)

    async def rebuild(self) -> Rebuilt:
        return Rebuilt(passages=7, seconds=0.5)

    async def counts(self) -> Counts:
        return Counts(articles=1, passages=7, attributions=3)
