"""What tests of commands share: settings, a model and logging that are nobody else's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot import composition, datasets
from bot.composition import Notice
from bot.settings import Settings
from retrieval.answering import Answering
from retrieval.seams import Embedder
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.ranker import BY_HAND
from tests.fakes.readers import rule_readers


@pytest.fixture
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Those of a person who has set nothing but DATA_DIR, in an empty folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return Settings()


@pytest.fixture
def hashing_model(monkeypatch: pytest.MonkeyPatch) -> HashingEmbedder:
    """Composed, with the simple rules, in place of the bundled model, which takes seconds."""
    embedder = HashingEmbedder()

    def build(_settings: Settings, _notice: Notice) -> Embedder:
        return embedder

    monkeypatch.setattr(composition, "build_embedder", build)
    monkeypatch.setattr(datasets, "build_embedder", build)
    by_hand = partial(Answering, ranker=BY_HAND)
    monkeypatch.setattr(composition, "Answering", by_hand)
    for module in (composition, datasets):
        monkeypatch.setattr(module, "build_readers", lambda *_: rule_readers())
    return embedder


@pytest.fixture
def kept_logging() -> Iterator[None]:
    """Commands direct the log to their standard error; afterwards it is pytest's again."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
