"""An article comes in: checked, cut, embedded, read, stored, and found from then on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date

from retrieval.centroids import Centroids
from retrieval.drafts import draft_of
from retrieval.duplicates import fingerprint_of
from retrieval.model import (
    Article,
    ArticleDraft,
    Fingerprint,
    PassageDraft,
    Reading,
    Submission,
)
from retrieval.passages import embedding_text, passages_of
from retrieval.projection import Projection
from retrieval.seams import ArticleStore, AttributionExtractor, Embedder, Entry, Vectors


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was made of a submission.

    Attributes:
        known: the store had the article already; nothing was added but how it came, and what of
            title, date, address and language was not known before.
        twin: the earliest other article in the store with nearly the same text; both count as one
            origin. Looked for where the article is new.
        other_date: the date that was given with it, where a known article keeps another.
        other_title: the title that was given with it, where a known article keeps another.
    """

    article: Article
    known: bool
    passages: int
    reading: Reading
    twin: Article | None = None
    other_date: date | None = None
    other_title: str | None = None


@dataclass(frozen=True, slots=True)
class Ingest:
    """Takes articles in, one at a time: two at once would only share the same cores."""

    store: ArticleStore
    embedder: Embedder
    extractor: AttributionExtractor
    projection: Projection
    centroids: Centroids
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, submission: Submission) -> Receipt:
        """Stores an article with its passages, vectors and attributions in one transaction.

        Raises:
            BadInput: it cannot be used as an article.
            StoreError: it could not be stored; nothing of it was.
        """
        async with self._turn:
            draft = await asyncio.to_thread(draft_of, submission)
            known = await self.store.known(draft)
            if known is not None:
                kept = await self.store.arrived(known.id, submission.arrival, draft)
                return await self._receipt_of_known(kept, submission)
            passages, vectors, reading, fingerprint = await asyncio.to_thread(self._work, draft)
            taken = await self.store.add(
                Entry(
                    draft=draft,
                    arrival=submission.arrival,
                    passages=passages,
                    vectors=vectors,
                    model=self.embedder.model,
                    reading=reading,
                    extractor=self.extractor.identity,
                    fingerprint=fingerprint,
                )
            )
            if taken.known:
                return await self._receipt_of_known(taken.article, submission)
            await self.projection.took([passage.id for passage in taken.passages], vectors)
            self.centroids.took(draft.language, vectors)
            return Receipt(
                taken.article,
                known=False,
                passages=len(passages),
                reading=reading,
                twin=taken.twin,
            )

    async def _receipt_of_known(self, article: Article, given: Submission) -> Receipt:
        return Receipt(
            article,
            known=True,
            passages=len(passages_of(article.text)),
            reading=await self.store.reading(article.id),
            other_date=given.published if given.published != article.published else None,
            other_title=given.title if given.title != article.title else None,
        )

    def _work(
        self, draft: ArticleDraft
    ) -> tuple[tuple[PassageDraft, ...], Vectors, Reading, Fingerprint]:
        passages = passages_of(draft.text)
        vectors = self.embedder.embed_passages([embedding_text(draft, p.span) for p in passages])
        return passages, vectors, self.extractor.read(draft), fingerprint_of(draft.text)
