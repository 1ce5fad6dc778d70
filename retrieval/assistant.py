"""The use cases: add an article, ask a question, rebuild the index, say what is there."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answering import Answering
from retrieval.ingest import Ingest, Receipt
from retrieval.model import Answer, Finding, Submission
from retrieval.projection import Projection, Rebuilt
from retrieval.seams import ArticleStore, Counts, Evidence


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a person can ask of Hearsay, the same in every medium."""

    store: ArticleStore
    ingest: Ingest
    answering: Answering
    projection: Projection

    async def add(self, submission: Submission) -> Receipt:
        """Takes an article in; when this returns, it is on disk and can be found.

        Raises:
            BadInput: it is empty, too short, too long or no text.
            StoreError: it could not be stored; nothing of it was.
        """
        return await self.ingest.add(submission)

    async def ask(self, question: str) -> Answer:
        """Answers from the stored articles alone.

        Raises:
            BadInput: the question is empty or too long.
        """
        return await self.answering.ask(question)

    async def passage(self, passage_id: int) -> Evidence:
        """A passage with its article. Raises NotFound."""
        return await self.answering.passage(passage_id)

    async def finding(self, attribution_id: int) -> Finding:
        """An attribution with its chain and the passage it stands in. Raises NotFound."""
        return await self.answering.finding(attribution_id)

    async def rebuild(self) -> Rebuilt:
        """Builds the index anew from the stored vectors; the old one answers until it is done."""
        return await self.projection.rebuild()

    async def counts(self) -> Counts:
        """What the store holds."""
        return await self.store.counts()
