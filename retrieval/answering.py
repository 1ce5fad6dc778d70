"""From a question to an answer: search, judge, choose, trace."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from retrieval.chains import chain_of, independent_origins
from retrieval.errors import NotFound
from retrieval.grouping import Grouping
from retrieval.model import Answer, ClaimantKind, Finding, Query, StoredAttribution
from retrieval.names.registry import SourceRegistry, registry_for
from retrieval.questions.text import LONGEST_QUESTION
from retrieval.ranking.candidates import Candidate, Unit
from retrieval.ranking.ranker import Ranker, bundled_ranker
from retrieval.ranking.ranking import Ranked, ranked
from retrieval.seams import ArticleStore, Evidence
from retrieval.search import Search
from retrieval.stitching import stitched
from retrieval.verdicts import Judge, Judged

# More than this nobody reads; the rest would only be less to the point.
_FINDINGS: Final = 10
_NEAREST: Final = 2

Scored = tuple[Unit, float]


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions from the store alone."""

    store: ArticleStore
    search: Search
    ranker: Ranker = field(default_factory=bundled_ranker)

    async def ask(self, question: str) -> Answer:
        """The findings for a question, best first; none where the store holds no evidence.

        Raises:
            BadInput: the question is empty or too long.
        """
        query = await self.search.parse(question)
        if query.publisher is not None and not await self._publishes(query.publisher):
            query = replace(query, publisher=None)
        return await self.ask_query(query)

    async def _publishes(self, name: str) -> bool:
        """Whether a name that was read out of a question is a publisher's.

        What no table and no article has for one was hardly meant for one.
        """
        registry = await self._registry()
        if registry.resolve(name, kind=ClaimantKind.OUTLET).known:
            return True
        counts = await self.store.counts()
        return any(registry.same(name, publisher) for publisher, _ in counts.publishers)

    async def ask_query(self, query: Query) -> Answer:
        """As ``ask``, for a question that has been taken apart."""
        registry = await self._registry()
        found = await self._ranked(query, registry)
        if not found.evidence:
            nearest = tuple(_finding(unit, 0.0, registry) for unit in found.units[:_NEAREST])
            return Answer(query=query, nearest=nearest)
        near, further = _by_closeness(found)
        traced = [_finding(unit, score, registry) for unit, score in near]
        findings = [stitched(finding, traced, registry) for finding in traced[:_FINDINGS]]
        left = further[: _FINDINGS - len(findings)]
        others = [_finding(unit, score, registry) for unit, score in left]
        close = await asyncio.to_thread(self._judged, query, findings, registry)
        return Answer(
            query=query,
            findings=(
                *close.findings,
                *(replace(finding, close=False) for finding in others),
            ),
            origins=independent_origins(findings, registry),
            verdict=close.verdict,
        )

    async def passage(self, passage_id: int) -> Evidence:
        """A passage with its article. Raises NotFound."""
        found = await self.store.evidence([passage_id])
        if not found:
            raise NotFound("That passage is not in the store any more.", "Ask again.")
        return found[0]

    async def finding(self, attribution_id: int) -> Finding:
        """An attribution with its chain and passage. Raises NotFound."""
        evidence, attribution = await self.store.evidence_of(attribution_id)
        registry = await self._registry()
        text = evidence.article.text
        claim = " ".join(span.of(text) for span in attribution.attribution.content)
        words = claim[:LONGEST_QUESTION]
        query = Query(text=words, content=words, language=evidence.article.language)
        found = await self._ranked(query, registry)
        among = [_finding(unit, score, registry) for unit, score in _by_closeness(found)[0]]
        return stitched(_traced(evidence, attribution, 0.0, registry), among, registry)

    def _judged(
        self, query: Query, findings: Sequence[Finding], registry: SourceRegistry
    ) -> Judged:
        """The close findings grouped, and the verdict on them. Blocking."""
        questions = self.search.questions
        grouped = Grouping(registry, questions.projection).grouped(findings)
        judge = Judge(query, registry, questions.asked(query), questions.projection)
        return judge.judged(grouped)

    async def _registry(self) -> SourceRegistry:
        """As the aliases are now, which another process may have set."""
        return registry_for(await self.store.aliases())

    async def _ranked(self, query: Query, registry: SourceRegistry) -> Ranked:
        found = await self.search.candidates(query)
        admitted = _admitted(query, found.candidates, registry)
        projection = self.search.questions.projection
        return await asyncio.to_thread(
            ranked, query, found.asked, admitted, self.ranker, projection
        )


def _by_closeness(found: Ranked) -> tuple[list[Scored], list[Scored]]:
    """Those that are close to the question, and the others, each with its score."""
    pairs = list(zip(found.units, found.scores, strict=True))
    close = [pair for place, pair in enumerate(pairs) if found.close(place)]
    return close, pairs[len(close) :]


def _admitted(
    query: Query, candidates: Sequence[Candidate], registry: SourceRegistry
) -> list[Candidate]:
    """Those of the publisher and time that were asked for."""
    since = query.since
    kept = [each for each in candidates if since is None or (_published(each) or date.min) >= since]
    if query.publisher is None:
        return kept
    return [each for each in kept if _is_from(each, query.publisher, registry)]


def _published(candidate: Candidate) -> date | None:
    return candidate.evidence.article.published


def _is_from(candidate: Candidate, publisher: str, registry: SourceRegistry) -> bool:
    name = candidate.evidence.article.publisher
    return name is not None and registry.same(name, publisher)


def _finding(unit: Unit, score: float, registry: SourceRegistry) -> Finding:
    return _traced(unit.candidate.evidence, unit.attribution, score, registry)


def _traced(
    evidence: Evidence,
    attribution: StoredAttribution | None,
    score: float,
    registry: SourceRegistry,
) -> Finding:
    passage = evidence.passage
    content = attribution.attribution.content if attribution else ()
    return Finding(
        article=evidence.article,
        passage=passage,
        quote=passage.span,
        highlights=tuple(span for span in content if passage.span.overlaps(span)),
        chain=chain_of(evidence.article, attribution, evidence.credits, registry),
        attribution=attribution,
        score=score,
    )
