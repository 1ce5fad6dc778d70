"""The use cases: add an article, ask a question, rebuild the index, say what is there."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answering import Answering
from retrieval.errors import refused_alias
from retrieval.ingest import Ingest, Receipt
from retrieval.model import Alias, Answer, Finding, Submission, leads_back
from retrieval.names.folding import fold
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

    async def aliases(self) -> tuple[Alias, ...]:
        """The names of sources that were set to stand for others."""
        return await self.store.aliases()

    async def set_alias(self, alias: str, name: str) -> None:
        """From now on both are names of one source, in articles that are there too.

        Raises:
            AliasCircle: ``name`` is another name of ``alias`` already.
        """
        before, new = await self.store.aliases(), Alias(alias, name)
        circle = leads_back(before, new, key=fold)
        if circle is not None and fold(alias) != fold(name):  # else they are one source anyway
            raise refused_alias(alias, circle)
        for other in before:
            # "Le Phare" and "phare" are one name to the registry, and two to the store.
            if fold(other.alias) == fold(alias):
                await self.store.remove_alias(other.alias)
        await self.store.set_alias(alias, name)

    async def remove_alias(self, alias: str) -> bool:
        """Takes it back; False where there is none."""
        found = [other for other in await self.store.aliases() if fold(other.alias) == fold(alias)]
        return any([await self.store.remove_alias(other.alias) for other in found])

    async def rebuild(self) -> Rebuilt:
        """Builds the index anew from the stored vectors; the old one answers until it is done."""
        return await self.projection.rebuild()

    async def counts(self) -> Counts:
        """What the store holds."""
        return await self.store.counts()
