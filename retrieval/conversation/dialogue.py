"""A conversation: questions that stand for themselves, and those that refer to the last answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answering import Answering
from retrieval.chains import independent_origins
from retrieval.conversation.followups import FollowUp, followed
from retrieval.keeping import Keeping
from retrieval.language import detect
from retrieval.model import Answer, Chat, Finding, GivenAnswer, Shown
from retrieval.names.registry import SourceRegistry, registry_for
from retrieval.wording.assisted import Assisted


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Answers in a chat, and remembers each for the next question.

    Attributes:
        answering: for whole questions.
        searching: for queries, as a follow-up makes them.
    """

    answering: Answering | Assisted
    searching: Answering
    keeping: Keeping

    async def ask(self, question: str, chat: Chat) -> Answer:
        """The answer to a question, be it a whole one or one that refers to the last answer.

        Raises:
            BadInput: the question is empty or too long.
        """
        last = await self.keeping.last(chat)
        follow = None if last is None else await self._followed(last, question)
        if last is None or follow is None:
            return await self.keeping.keep(await self.answering.ask(question), chat)
        answer = await self.searching.ask_query(follow.query)
        registry = registry_for(await self.searching.store.aliases())
        meant = _meant(follow, last, registry)
        return await self.keeping.keep(_among(answer, meant, registry), chat)

    async def again(self, answer_id: int, chat: int) -> Answer:
        """An answer that was given in this chat: what of its findings is still there, as shown.

        Raises:
            NotFound: it is not kept any more, or was given in another chat.
        """
        given = await self.keeping.given(answer_id, chat)
        answer = await self.searching.ask_query(given.query)
        found = {_key(Shown.of(finding)): finding for finding in answer.findings}
        keys = map(_key, given.findings)
        findings = tuple(found[key] for key in keys if key in found)
        return replace(answer, findings=findings, id=answer_id)

    async def _followed(self, last: GivenAnswer, question: str) -> FollowUp | None:
        claimant = next((shown.claimant for shown in last.findings), None)
        language = detect(question) if question.strip() else last.query.language
        # In a thread: the first use of a language loads what there is of its dates.
        return await asyncio.to_thread(
            followed, last.query, claimant, question, language, _today(self.keeping)
        )


def _today(keeping: Keeping) -> date:
    return keeping.now().date()


def _meant(
    follow: FollowUp, last: GivenAnswer, registry: SourceRegistry
) -> Callable[[Finding], bool]:
    """Whether a finding is one that the follow-up can mean."""
    before = next((shown.claimant for shown in last.findings), None)
    shown = {_key(one) for one in last.findings[:1]} if follow.further else set()

    def by(finding: Finding, name: str) -> bool:
        said = finding.attribution.attribution if finding.attribution else None
        if said is None or said.claimant is None:
            return False
        return registry.same(said.claimant, name, (said.claimant_kind, None))

    def meant(finding: Finding) -> bool:
        who = follow.query.claimant
        if follow.only and (who is None or not by(finding, who)):
            return False
        if follow.others and before is not None and by(finding, before):
            return False
        return _key(Shown.of(finding)) not in shown

    return meant


def _among(answer: Answer, meant: Callable[[Finding], bool], registry: SourceRegistry) -> Answer:
    findings = tuple(filter(meant, answer.findings))
    if findings == answer.findings:
        return answer
    close = [finding for finding in findings if finding.close]
    if not close:  # what is left is further from the question than evidence may be
        return replace(answer, findings=(), nearest=findings[:2], origins=0)
    return replace(answer, findings=findings, origins=independent_origins(close, registry))


def _key(shown: Shown) -> tuple[int, int | None]:
    return shown.passage_id, shown.attribution_id
