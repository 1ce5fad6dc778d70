"""The composition root: the only place that knows which model, store, index and extractor."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from bot.language_model import language_model
from bot.settings import BUNDLED_MODEL, Settings
from retrieval.answering import Answering
from retrieval.assistant import Assistant
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.attribution.rules import RuleExtractor
from retrieval.centroids import Centroids, Means
from retrieval.conversation.dialogue import Dialogue
from retrieval.duplicates import fingerprint_missing
from retrieval.embedding.bundled import prepare_bundled_model
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.states import StateEncoder
from retrieval.errors import ModelUnavailable, StoreDamaged
from retrieval.index.faiss_index import open_or_empty
from retrieval.ingest import Ingest
from retrieval.keeping import Keeping
from retrieval.model import Versions
from retrieval.passages import embedding_text
from retrieval.projection import Projection
from retrieval.questions.reader import QuestionReader
from retrieval.questions.understanding import Questions
from retrieval.questions.weights import QuestionWeights
from retrieval.seams import ArticleStore, AttributionExtractor, Embedder
from retrieval.search import Search
from retrieval.wording.assisted import Assisted
from retrieval.wording.guard import Guard
from store.lock import DataFolderLock
from store.sqlite import SqliteStore

logger = logging.getLogger(__name__)

Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DataFolder:
    """What lies where under ``DATA_DIR``."""

    root: Path

    @property
    def database(self) -> Path:
        """All that must not be lost."""
        return self.root / "hearsay.sqlite3"

    @property
    def index(self) -> Path:
        """A projection of the database; it may be deleted at any time."""
        return self.root / "index" / "passages.faiss"

    @property
    def models(self) -> Path:
        """Models prepared from what packages carry; they may be deleted at any time."""
        return self.root / "models"

    @property
    def encoder(self) -> Path:
        """The bundled encoder: it reads, and it searches where the settings name no other."""
        return self.models / "multilingual-e5-small"


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads articles, what reads questions, and the mean vectors that go with them."""

    articles: AttributionExtractor
    questions: Questions
    means: Means


def build_readers(
    settings: Settings,
    notice: Notice,
    embedder: Embedder | None = None,
    *,
    weights: Path | None = None,
) -> Readers:
    """The learned readers over the bundled encoder, whatever model searches. Blocking.

    Where that encoder cannot be had for the machine, rules read, and ``notice`` is told. They share
    what they can with ``embedder``.

    Args:
        settings: where models are.
        notice: told, in a line each, of what takes long or cannot be.
        embedder: what searches, where anything does.
        weights: other weights of the reader than those that ship.

    Raises:
        ModelDamaged: the encoder or the weights are not what they should be.
    """
    reading = ReaderWeights.load(weights) if weights else ReaderWeights.bundled()
    asking = QuestionWeights.bundled()
    try:
        directory = prepare_bundled_model(DataFolder(settings.data_dir).encoder, notice)
    except ModelUnavailable as error:
        notice(f"The learned reader cannot run, so simple rules read the articles. {error}")
        return Readers(RuleExtractor(), Questions(), Means())
    tokenizer = embedder.tokenizer if isinstance(embedder, OnnxEmbedder) else None
    encoder = StateEncoder.open(directory, LAYERS, made_from=reading.encoder, tokenizer=tokenizer)
    return Readers(
        LearnedReader(encoder, reading, asking.projection),
        Questions(QuestionReader(encoder, asking)),
        asking.means_for(embedder.model) if embedder else Means(),
    )


def build_embedder(settings: Settings, notice: Notice) -> Embedder:
    """The embedding model of the settings; the bundled one is prepared on first use. Blocking.

    Raises:
        ModelError: it is not to be had, or damaged.
    """
    if settings.embedding_model == BUNDLED_MODEL:
        directory = prepare_bundled_model(DataFolder(settings.data_dir).encoder, notice)
        return OnnxEmbedder.open(directory, "multilingual-e5-small")
    # Imported here alone: torch takes seconds to import, and the bundled model does without it.
    from retrieval.embedding.sentence_transformers import (  # noqa: PLC0415
        SentenceTransformerEmbedder,
    )

    return SentenceTransformerEmbedder(settings.embedding_model)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[ArticleStore]:
    """The store alone, for reading."""
    store = await SqliteStore.open(DataFolder(settings.data_dir).database, read_only=True)
    try:
        yield store
    finally:
        await store.close()


def _refuse_emptied(folder: DataFolder) -> None:
    """An empty file where there is an index is no new store: what was in it would be forgotten."""
    database = folder.database
    if folder.index.exists() and database.is_file() and database.stat().st_size == 0:
        raise StoreDamaged(
            f"The database {database} is empty, although there is an index of what was in it.",
            f"Put a backup in its place; or delete {folder.index.parent} as well, to start anew.",
            path=str(database),
        )


@asynccontextmanager
async def open_assistant(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    readers: Readers | None = None,
    read_only: bool = False,
    notice: Notice = logger.info,
) -> AsyncIterator[Assistant]:
    """The whole assistant over a data folder, closed again at the end.

    Args:
        settings: where the data is, and which model.
        embedder: used instead of the one that the settings name.
        readers: used instead of the learned ones.
        read_only: asks only; another process may be writing meanwhile.
        notice: told, in a line each, of what takes long.

    Raises:
        StoreInUse: another process writes to the data folder.
        HearsayError: model or store cannot be opened.
    """
    folder = DataFolder(settings.data_dir)
    async with AsyncExitStack() as stack:
        if not read_only:
            stack.enter_context(DataFolderLock(folder.root))
        _refuse_emptied(folder)
        store = await SqliteStore.open(folder.database, read_only=read_only)
        stack.push_async_callback(store.close)
        if embedder is None:
            embedder = await asyncio.to_thread(build_embedder, settings, notice)
        index, reason = await asyncio.to_thread(
            open_or_empty, folder.index, embedder.model, keep=not read_only
        )
        if reason is not None:
            logger.info("Index: %s", reason)
        projection = Projection(store, index, embedder, embedding_text)
        await projection.catch_up(embed=not read_only)
        stack.push_async_callback(projection.close)
        if not read_only:
            await fingerprint_missing(store)
        if readers is None:
            readers = await asyncio.to_thread(build_readers, settings, notice, embedder)
        centroids = Centroids.of(await store.centroids(embedder.model), readers.means)
        extractor = readers.articles
        versions = Versions(
            program=version("hearsay"),
            extractor=extractor.identity,
            embedding_model=embedder.model.digest,
        )
        kept_for = timedelta(hours=settings.conversation_hours)
        keeping = Keeping(store, versions, kept_for)
        if not read_only:
            await keeping.clear()
        search = Search(store, embedder, projection, centroids, readers.questions)
        answering = Answering(store, search)
        model = await stack.enter_async_context(language_model(settings))
        assisted = (
            answering
            if model is None
            else Assisted(answering, Guard(model), settings.llm_timeout_seconds)
        )
        yield Assistant(
            store=store,
            ingest=Ingest(store, embedder, extractor, projection, centroids),
            answering=assisted,
            projection=projection,
            keeping=keeping,
            dialogue=Dialogue(assisted, answering, keeping),
        )
