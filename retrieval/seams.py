"""The five places where an implementation can be changed, and nothing else abstract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.answer_store import AnswerStore
from retrieval.model import (
    Alias,
    Arrival,
    Article,
    ArticleDraft,
    Fingerprint,
    Passage,
    PassageDraft,
    Reading,
    StoredAttribution,
    Via,
)

Vector = NDArray[np.float32]  # shape (dimension,), L2-normalised
Vectors = NDArray[np.float32]  # shape (n, dimension), each row L2-normalised
Ids = NDArray[np.int64]  # shape (n,)


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """Which model made a vector; vectors of two models are never compared.

    Attributes:
        name: the path or hub name under which it was asked for.
        digest: hash of its weights and settings, hexadecimal.
    """

    name: str
    digest: str
    dimension: int


class Embedder(Protocol):
    """Turns text into vectors. Blocking: callers keep it off the event loop."""

    @property
    def model(self) -> EmbeddingModel:
        """Which model its vectors come from."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; shape (0, dimension) for none."""
        ...

    def embed_question(self, text: str) -> Vector:
        """Shape (dimension,)."""
        ...


class AttributionExtractor(Protocol):
    """Reads who said what in an article. Blocking, and deterministic."""

    @property
    def identity(self) -> str:
        """Name and version; readings of another identity may be made anew."""
        ...

    def read(self, article: ArticleDraft) -> Reading:
        """All attributions in reading order, and the credits of the whole article."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; ``score`` is comparable within one search only, higher is better."""

    passage_id: int
    score: float


@dataclass(frozen=True, slots=True)
class VectorBatch:
    """Vectors with the ids of their passages."""

    ids: Ids
    vectors: Vectors


class VectorIndex(Protocol):
    """Nearest passages by cosine. A projection of the store, never the only copy."""

    async def ids(self) -> Ids:
        """The ids it holds, ascending."""
        ...

    async def add(self, batch: VectorBatch) -> None:
        """Takes vectors in; an id that it holds already is replaced.

        Raises:
            ValueError: where shapes do not agree with each other or with the index.
        """
        ...

    async def remove(self, ids: Ids) -> None:
        """Forgets these; ids that it does not hold are passed over."""
        ...

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """At most ``k`` hits, best first; cosine in [-1, 1]."""
        ...

    async def replace(self, batches: AsyncIterator[VectorBatch]) -> None:
        """Takes the batches for its whole content. Searches go on in the old until the end."""
        ...

    async def save(self) -> None:
        """Makes the next start quick, where the backend keeps a file."""
        ...

    async def close(self) -> None:
        """Ends it, without saving."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that one transaction takes in: an article with what was made of it.

    Attributes:
        vectors: shape (len(passages), model.dimension).
        extractor: identity of the extractor that made ``reading``.
        fingerprint: of the draft's text; by it the store finds the article's twins.
    """

    draft: ArticleDraft
    arrival: Arrival
    passages: tuple[PassageDraft, ...]
    vectors: Vectors
    model: EmbeddingModel
    reading: Reading
    extractor: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an entry.

    Attributes:
        known: the store had the article already.
        twin: the earliest other article whose text is nearly the same; of a new article only.
    """

    article: Article
    passages: tuple[Passage, ...]
    known: bool
    twin: Article | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with its article, the attributions that touch it, and the article's credits."""

    passage: Passage
    article: Article
    attributions: tuple[StoredAttribution, ...]
    credits: tuple[Via, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the store holds. Publishers and languages with their number of articles, most first."""

    articles: int
    passages: int
    attributions: int
    languages: tuple[tuple[str, int], ...] = ()
    publishers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Centroid:
    """Sum of a language's passage vectors, shape (dimension,), float64, and how many they are."""

    count: int
    total: NDArray[np.float64]


class ArticleStore(AnswerStore, Protocol):
    """Where articles live. What it has acknowledged is on disk.

    Every method may raise a ``StoreError``.
    """

    async def known(self, draft: ArticleDraft) -> Article | None:
        """The stored article with the same text and publisher, if any.

        Texts are the same that differ in white space at the most (``ArticleDraft.wording``).
        """
        ...

    async def arrived(
        self, article_id: int, arrival: Arrival, told: ArticleDraft | None = None
    ) -> Article:
        """Notes that another copy of a stored article came in. Raises NotFound.

        Where the article had no title, date, address or language, it has that of ``told`` from now
        on; what it had stays. Text and publisher are never changed.
        """
        ...

    async def add(self, entry: Entry) -> Taken:
        """Takes an article in, whole or not at all.

        An article that the store has already (same text and publisher) is not stored again, also
        where two come at once: the arrival is noted as ``arrived`` does, and the stored article
        comes back. One whose text is nearly the same as a stored article's is stored, and joins
        the cluster of the one that it is most like.
        """
        ...

    async def article(self, article_id: int) -> Article:
        """Raises NotFound."""
        ...

    async def reading(self, article_id: int) -> Reading:
        """All attributions, in reading order, and credits of an article. Raises NotFound."""
        ...

    async def evidence(self, passage_ids: Sequence[int]) -> list[Evidence]:
        """In the order of ``passage_ids``; ids that are gone are left out."""
        ...

    async def evidence_of(self, attribution_id: int) -> tuple[Evidence, StoredAttribution]:
        """An attribution with the passage in which it begins. Raises NotFound."""
        ...

    async def match(self, text: str, k: int) -> list[Hit]:
        """The passages that share the rarest words of ``text``, by BM25, best first.

        ``text`` is a person's: no character of it has a meaning to the search.
        """
        ...

    async def ids_with_vectors(self, model: EmbeddingModel) -> Ids:
        """Ids of the passages that have a vector of this model, ascending."""
        ...

    def vectors(
        self, model: EmbeddingModel, ids: Ids | None = None, size: int = 1024
    ) -> AsyncIterator[VectorBatch]:
        """Stored vectors of all passages or of ``ids``, ascending by id, ``size`` a batch."""
        ...

    def without_vectors(
        self, model: EmbeddingModel, size: int = 64
    ) -> AsyncIterator[list[tuple[Passage, Article]]]:
        """Passages that have no vector of this model yet, with their articles, in batches."""
        ...

    async def add_vectors(self, model: EmbeddingModel, batch: VectorBatch) -> None:
        """Stores vectors of a further model; ids that are gone are passed over."""
        ...

    async def centroids(self, model: EmbeddingModel) -> dict[str, Centroid]:
        """Sums of the stored vectors of this model by the language of their articles."""
        ...

    def without_fingerprint(self, scheme: str, size: int = 64) -> AsyncIterator[list[Article]]:
        """Articles that have no fingerprint of this scheme yet, ascending by id, in batches."""
        ...

    async def add_fingerprints(self, made: Mapping[int, Fingerprint]) -> None:
        """Stores fingerprints by the ids of their articles, ascending; each joins its twins.

        What an article had of another scheme is replaced; ids that are gone are passed over.
        """
        ...

    async def aliases(self) -> tuple[Alias, ...]:
        """Every alias of a source that was set, ordered by ``alias_key``."""
        ...

    async def set_alias(self, alias: str, name: str) -> None:
        """From now on, who is called ``alias`` is the one called ``name``.

        What was set for the alias is replaced. Raises AliasCircle where ``name`` leads back to it.
        """
        ...

    async def remove_alias(self, alias: str) -> bool:
        """Forgets an alias; False where there is none (any more)."""
        ...

    async def counts(self) -> Counts:
        """What it holds."""
        ...

    async def close(self) -> None:
        """Ends it; every later call raises a StoreError."""
        ...


class LanguageModel(Protocol):
    """Words things, where somebody has set one up. Nothing that it says is believed unchecked."""

    async def complete(self, system: str, user: str) -> str:
        """Its reply to instructions (``system``) about data (``user``).

        Raises:
            LanguageModelFailed: there is none; the message has no secret in it.
        """
        ...
