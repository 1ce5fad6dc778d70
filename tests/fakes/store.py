"""A store in memory: no disk, no SQL, the same promises but the one to outlive the process."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from retrieval.errors import NotFound, NotText, refused_alias
from retrieval.model import (
    Alias,
    Arrival,
    Article,
    ArticleDraft,
    Fingerprint,
    Passage,
    Reading,
    StoredAttribution,
    alias_key,
    leads_back,
)
from retrieval.seams import (
    Centroid,
    Counts,
    EmbeddingModel,
    Entry,
    Evidence,
    Hit,
    Ids,
    Taken,
    Vector,
    VectorBatch,
)
from store.terms import distinctive, terms_of
from tests.fakes.answers import MemoryAnswers

Key = tuple[str, str]
Identity = tuple[str, int]


@dataclass(slots=True)
class MemoryStore(MemoryAnswers):
    """An ``ArticleStore`` for tests of what stands on one."""

    articles: dict[int, Article] = field(default_factory=dict)
    arrivals: dict[int, list[Arrival]] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    attributions: dict[int, StoredAttribution] = field(default_factory=dict)
    rows: dict[Identity, dict[int, Vector]] = field(default_factory=dict)
    fingerprints: dict[int, Fingerprint] = field(default_factory=dict)
    named: dict[str, Alias] = field(default_factory=dict)

    async def known(self, draft: ArticleDraft) -> Article | None:
        self._check_open()
        _check_text(draft.text)
        return next((a for a in self.articles.values() if _key(a) == _key(draft)), None)

    async def arrived(
        self, article_id: int, arrival: Arrival, told: ArticleDraft | None = None
    ) -> Article:
        self._check_open()
        article = self._article(article_id)
        self.arrivals[article_id].append(arrival)
        if told is not None:
            self.articles[article_id] = replace(
                article,
                title=told.title if article.title is None else article.title,
                published=article.published or told.published,
                url=told.url if article.url is None else article.url,
                language=told.language if article.language == "und" else article.language,
            )
        return self.articles[article_id]

    async def add(self, entry: Entry) -> Taken:
        self._check_open()
        _check_shape(entry.vectors.shape, len(entry.passages), entry.model)
        known = await self.known(entry.draft)
        if known is not None:
            article = await self.arrived(known.id, entry.arrival, entry.draft)
            return Taken(article, tuple(self._passages_of(known.id)), known=True)
        article = self._number(entry.draft, entry.fingerprint)
        twin = next((a for a in self.articles.values() if a.cluster == article.cluster), None)
        passages = tuple(
            Passage(draft.span, draft.paragraph, id=key, article_id=article.id)
            for key, draft in enumerate(entry.passages, start=len(self.passages) + 1)
        )
        first = len(self.attributions) + 1
        self.articles[article.id] = article
        self.fingerprints[article.id] = entry.fingerprint
        self.arrivals[article.id] = [entry.arrival]
        self.readings[article.id] = entry.reading
        self.passages |= {passage.id: passage for passage in passages}
        self.attributions |= {
            key: StoredAttribution(key, article.id, attribution)
            for key, attribution in enumerate(entry.reading.attributions, start=first)
        }
        self._vectors_of(entry.model).update(
            {passage.id: row.copy() for passage, row in zip(passages, entry.vectors, strict=True)}
        )
        return Taken(article, passages, known=False, twin=twin)

    async def article(self, article_id: int) -> Article:
        self._check_open()
        return self._article(article_id)

    async def reading(self, article_id: int) -> Reading:
        self._check_open()
        return self.readings[self._article(article_id).id]

    async def evidence(self, passage_ids: Sequence[int]) -> list[Evidence]:
        self._check_open()
        return [self._evidence(self.passages[int(i)]) for i in passage_ids if i in self.passages]

    async def evidence_of(self, attribution_id: int) -> tuple[Evidence, StoredAttribution]:
        self._check_open()
        stored = self.attributions.get(attribution_id)
        if stored is None:
            raise NotFound(f"There is no attribution {attribution_id}.", "Ask again.")
        begins = stored.attribution.extent.start
        passages = self._passages_of(stored.article_id)
        passage = next((p for p in passages if begins < p.span.end), passages[-1])
        return self._evidence(passage), stored

    async def match(self, text: str, k: int) -> list[Hit]:
        self._check_open()
        words = {p.id: Counter(terms_of(self._text_of(p))) for p in self.passages.values()}
        frequencies = Counter(term for counts in words.values() for term in counts)
        terms = distinctive(terms_of(text), frequencies, len(words))
        scores = {
            key: sum(
                math.log1p(len(words) / frequencies[term]) * counts[term] / (counts[term] + 1.2)
                for term in terms
            )
            / math.log1p(len(counts))
            for key, counts in words.items()
            if any(term in counts for term in terms)
        }
        best = sorted(scores, key=lambda key: (-scores[key], key))
        return [Hit(key, scores[key]) for key in best[: max(k, 0)]]

    async def ids_with_vectors(self, model: EmbeddingModel) -> Ids:
        self._check_open()
        return np.array(sorted(self._vectors_of(model)), dtype=np.int64)

    async def vectors(
        self, model: EmbeddingModel, ids: Ids | None = None, size: int = 1024
    ) -> AsyncIterator[VectorBatch]:
        held = await self.ids_with_vectors(model)
        wanted = held if ids is None else np.intersect1d(held, ids)
        rows = self._vectors_of(model)
        for start in range(0, len(wanted), size):
            part = wanted[start : start + size]
            yield VectorBatch(part, np.stack([rows[int(key)] for key in part]))

    async def without_vectors(
        self, model: EmbeddingModel, size: int = 64
    ) -> AsyncIterator[list[tuple[Passage, Article]]]:
        self._check_open()
        missing = [p for key, p in self.passages.items() if key not in self._vectors_of(model)]
        for start in range(0, len(missing), size):
            yield [(p, self.articles[p.article_id]) for p in missing[start : start + size]]

    async def add_vectors(self, model: EmbeddingModel, batch: VectorBatch) -> None:
        self._check_open()
        _check_shape(batch.vectors.shape, len(batch.ids), model)
        rows = zip(batch.ids.tolist(), batch.vectors, strict=True)
        self._vectors_of(model).update({k: row.copy() for k, row in rows if k in self.passages})

    async def centroids(self, model: EmbeddingModel) -> dict[str, Centroid]:
        self._check_open()
        sums: dict[str, Centroid] = {}
        for key, row in self._vectors_of(model).items():
            language = self.articles[self.passages[key].article_id].language
            before = sums.get(language, Centroid(0, np.zeros(model.dimension)))
            sums[language] = Centroid(before.count + 1, before.total + row.astype(np.float64))
        return sums

    async def without_fingerprint(
        self, scheme: str, size: int = 64
    ) -> AsyncIterator[list[Article]]:
        self._check_open()
        made = {key for key, one in self.fingerprints.items() if one.scheme == scheme}
        missing = [article for key, article in self.articles.items() if key not in made]
        for start in range(0, len(missing), size):
            yield missing[start : start + size]

    async def add_fingerprints(self, made: Mapping[int, Fingerprint]) -> None:
        self._check_open()
        for key in sorted(made.keys() & self.articles.keys()):
            cluster = self._cluster(key, made[key])
            self.articles[key] = replace(self.articles[key], cluster=cluster)
            self.fingerprints[key] = made[key]

    async def aliases(self) -> tuple[Alias, ...]:
        self._check_open()
        return tuple(self.named[key] for key in sorted(self.named))

    async def set_alias(self, alias: str, name: str) -> None:
        self._check_open()
        _check_text(alias + name)
        circle = leads_back(self.named.values(), Alias(alias, name))
        if circle is not None:
            raise refused_alias(alias, circle)
        self.named[alias_key(alias)] = Alias(alias, name)

    async def remove_alias(self, alias: str) -> bool:
        self._check_open()
        return self.named.pop(alias_key(alias), None) is not None

    async def counts(self) -> Counts:
        self._check_open()
        every = self.articles.values()
        return Counts(
            articles=len(self.articles),
            passages=len(self.passages),
            attributions=len(self.attributions),
            languages=_most_first([a.language for a in every]),
            publishers=_most_first([a.publisher for a in every if a.publisher is not None]),
        )

    async def close(self) -> None:
        self.closed = True

    def _cluster(self, article_id: int, fingerprint: Fingerprint) -> int:
        others = (
            (key, other)
            for key, other in self.fingerprints.items()
            if key != article_id and other.scheme == fingerprint.scheme
        )
        twin = fingerprint.twin_among(others)
        return article_id if twin is None else self.articles[twin].cluster

    def _number(self, draft: ArticleDraft, fingerprint: Fingerprint) -> Article:
        number = len(self.articles) + 1
        return Article(
            id=number,
            cluster=self._cluster(number, fingerprint),
            added_at=datetime.now(UTC),
            text=draft.text,
            language=draft.language,
            title=draft.title,
            publisher=draft.publisher,
            published=draft.published,
            url=draft.url,
        )

    def _article(self, article_id: int) -> Article:
        if article_id not in self.articles:
            raise NotFound(f"There is no article {article_id}.", "Ask again.")
        return self.articles[article_id]

    def _passages_of(self, article_id: int) -> list[Passage]:
        return [p for p in self.passages.values() if p.article_id == article_id]

    def _text_of(self, passage: Passage) -> str:
        return passage.span.of(self.articles[passage.article_id].text)

    def _evidence(self, passage: Passage) -> Evidence:
        return Evidence(
            passage=passage,
            article=self.articles[passage.article_id],
            attributions=tuple(
                stored
                for stored in self.attributions.values()
                if stored.article_id == passage.article_id and _touches(stored, passage)
            ),
            credits=self.readings[passage.article_id].credits,
        )

    def _vectors_of(self, model: EmbeddingModel) -> dict[int, Vector]:
        return self.rows.setdefault((model.digest, model.dimension), {})


def _key(draft: ArticleDraft) -> Key:
    return (draft.wording, draft.publisher or "")


def _touches(stored: StoredAttribution, passage: Passage) -> bool:
    parts = (stored.attribution.source, stored.attribution.cue, *stored.attribution.content)
    return any(part is not None and part.overlaps(passage.span) for part in parts)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotText("The text has half a character in it.", "Copy it again.") from error


def _check_shape(shape: tuple[int, ...], count: int, model: EmbeddingModel) -> None:
    if shape != (count, model.dimension):
        raise ValueError(f"vectors of shape {shape}, not {(count, model.dimension)}")


def _most_first(names: list[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))
