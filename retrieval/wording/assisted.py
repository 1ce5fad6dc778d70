"""Answers with a language model beside them, which may word and choose, and add nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar

from retrieval.answering import Answering
from retrieval.model import Answer, Finding, Summary
from retrieval.seams import Evidence
from retrieval.wording.checks import rewritten, summary_of
from retrieval.wording.guard import Guard
from retrieval.wording.prompts import choose_prompt, rewrite_prompt
from retrieval.wording.replies import Choice, read_choice, read_rewrite

logger = logging.getLogger(__name__)

# Buttons under an answer ask again; so many last questions are not put to the model twice.
_KEPT: Final = 256

_K = TypeVar("_K")
_V = TypeVar("_V")
_Key = tuple[str, tuple[tuple[int, int | None], ...]]


@dataclass(frozen=True, slots=True)
class Assisted:
    """As ``Answering``, with a language model that is held against the store.

    It rewrites the question, chooses among the findings by their numbers and words a summary.
    Whatever it says or fails to say, the findings are those of the store, word for word.

    Attributes:
        seconds: how long an answer may wait for the model, over all that it is asked.
    """

    answering: Answering
    guard: Guard
    seconds: float
    _rewrites: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _choices: OrderedDict[_Key, Choice] = field(default_factory=OrderedDict)

    async def ask(self, question: str) -> Answer:
        """As ``Answering.ask``, and within ``seconds`` of it.

        Raises:
            BadInput: the question is empty or too long.
        """
        until = asyncio.get_running_loop().time() + self.seconds
        proposing = asyncio.create_task(self._proposal(question, until))
        try:
            answer = await self.answering.ask(question)
            proposal = await proposing
        finally:
            proposing.cancel()
        if proposal is not None:
            answer = await self._searched_instead(answer, proposal)
        return await self._worded(answer, until)

    async def passage(self, passage_id: int) -> Evidence:
        """A passage with its article. Raises NotFound."""
        return await self.answering.passage(passage_id)

    async def finding(self, attribution_id: int) -> Finding:
        """An attribution with its chain and passage. Raises NotFound."""
        return await self.answering.finding(attribution_id)

    async def _proposal(self, question: str, until: float) -> str | None:
        """The question in other words, not checked yet."""
        if question in self._rewrites:
            return self._rewrites[question]
        said = await self.guard.ask(rewrite_prompt(question), read_rewrite, until)
        if said is not None:
            _keep(self._rewrites, question, said)
        return said

    async def _searched_instead(self, answer: Answer, proposal: str) -> Answer:
        """What the store says to the question in other words; the answer as it is to nothing."""
        query = answer.query
        words = await asyncio.to_thread(rewritten, query.text, proposal, query.language)
        if words is None:
            return answer
        other = await self.answering.ask(words)
        if not other.findings:
            return answer
        asked = replace(other.query, text=query.text, language=query.language)
        return replace(other, query=asked, reworded=words)

    async def _worded(self, answer: Answer, until: float) -> Answer:
        """The chosen findings first, and a summary that holds; else as it is."""
        if not answer.findings:
            return answer
        choice = await self._choice(answer, until)
        if choice is None or not choice.chosen:
            return answer
        order = _order(answer.findings, choice)
        ordered = replace(answer, findings=tuple(answer.findings[at] for at in order))
        summary = await asyncio.to_thread(_checked, choice, order, ordered)
        return replace(ordered, summary=summary)

    async def _choice(self, answer: Answer, until: float) -> Choice | None:
        question = answer.reworded or answer.query.text
        key = (question, tuple(map(_identity, answer.findings)))
        if key in self._choices:
            return self._choices[key]
        prompt = choose_prompt(question, answer.findings)
        read = partial(read_choice, count=len(answer.findings))
        choice = await self.guard.ask(prompt, read, until)
        if choice is not None:
            _keep(self._choices, key, choice)
        return choice


def _order(findings: tuple[Finding, ...], choice: Choice) -> list[int]:
    """Places of the findings, the chosen first; but none that is further goes before a close one.

    Which findings are close, and how many origins they have, is not the model's to say.
    """
    ranks = {number - 1: rank for rank, number in enumerate(choice.chosen)}
    places = range(len(findings))
    return sorted(places, key=lambda at: (not findings[at].close, ranks.get(at, len(ranks)), at))


def _checked(choice: Choice, order: list[int], answer: Answer) -> Summary | None:
    """The summary by the new numbers of the findings; None where it does not hold."""
    if not choice.sentences:
        return None
    numbers = {old + 1: new for new, old in enumerate(order, start=1)}
    if any(not set(sentence.ids) <= set(choice.chosen) for sentence in choice.sentences):
        verdict: Summary | str = "a finding that was not chosen"
    else:
        renumbered = [
            replace(sentence, ids=tuple(numbers[number] for number in sentence.ids))
            for sentence in choice.sentences
        ]
        query = answer.query
        verdict = summary_of(renumbered, answer.findings, query.text, query.language)
    if isinstance(verdict, Summary):
        return verdict
    logger.debug("A summary was dropped: %s.", verdict)
    return None


def _identity(finding: Finding) -> tuple[int, int | None]:
    said = finding.attribution
    return finding.passage.id, None if said is None else said.id


def _keep(cache: OrderedDict[_K, _V], key: _K, value: _V) -> None:
    cache[key] = value
    if len(cache) > _KEPT:
        cache.popitem(last=False)
