"""The use cases: add an article, ask a question, rebuild the index, say what is there."""

from __future__ import annotations

from dataclasses import dataclass, field

from retrieval.answering import Answering
from retrieval.conversation.dialogue import Dialogue
from retrieval.errors import refused_alias
from retrieval.ingest import Ingest, Receipt
from retrieval.keeping import Keeping
from retrieval.model import (
    Alias,
    Answer,
    Chat,
    Finding,
    GivenAnswer,
    Reason,
    Submission,
    Verdict,
    Vote,
    leads_back,
)
from retrieval.names.folding import fold
from retrieval.projection import Projection, Rebuilt
from retrieval.seams import ArticleStore, Counts, Evidence
from retrieval.wording.assisted import Assisted


@dataclass(slots=True)
class Revision:
    """A number that grows with every change to what can be found; answers are kept by it."""

    number: int = 0

    def grow(self) -> None:
        """Something has changed."""
        self.number += 1


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a person can ask of Hearsay, the same in every medium."""

    store: ArticleStore
    ingest: Ingest
    answering: Answering | Assisted
    projection: Projection
    keeping: Keeping
    dialogue: Dialogue
    revision: Revision = field(default_factory=Revision)

    async def add(self, submission: Submission) -> Receipt:
        """Takes an article in; when this returns, it is on disk and can be found.

        Raises:
            BadInput: it is empty, too short, too long or no text.
            StoreError: it could not be stored; nothing of it was.
        """
        receipt = await self.ingest.add(submission)
        self.revision.grow()
        return receipt

    async def ask(self, question: str, chat: Chat | None = None) -> Answer:
        """Answers from the stored articles alone.

        In a ``chat`` a question may refer to the last answer there ("and who denied it?"), and the
        answer is kept for a while.

        Raises:
            BadInput: the question is empty or too long.
        """
        if chat is None:
            return await self.answering.ask(question)
        return await self.dialogue.ask(question, chat)

    async def again(self, answer_id: int, chat: int) -> Answer:
        """What is still there of an answer that was given in this chat. Raises NotFound."""
        return await self.dialogue.again(answer_id, chat)

    async def forget_conversation(self, chat: Chat) -> bool:
        """The next question in the chat stands for itself; False where it would anyway."""
        return await self.keeping.end(chat)

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
        return await self.keeping.vote(answer_id, chat, person, verdict, reason)

    async def vote_of(self, answer_id: int, chat: int, person: int) -> Vote | None:
        """What a person thinks of an answer. Raises NotFound as ``vote`` does."""
        return await self.keeping.vote_of(answer_id, chat, person)

    async def take_back(self, answer_id: int, chat: int, person: int) -> bool:
        """Forgets a person's vote; False where there is none. Raises NotFound as ``vote`` does."""
        return await self.keeping.take_back(answer_id, chat, person)

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
        self.revision.grow()

    async def remove_alias(self, alias: str) -> bool:
        """Takes it back; False where there is none."""
        found = [other for other in await self.store.aliases() if fold(other.alias) == fold(alias)]
        self.revision.grow()
        return any([await self.store.remove_alias(other.alias) for other in found])

    async def rebuild(self) -> Rebuilt:
        """Builds the index anew from the stored vectors; the old one answers until it is done."""
        return await self.projection.rebuild()

    async def counts(self) -> Counts:
        """What the store holds."""
        return await self.store.counts()
