"""What every kind of test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.embedding.bundled import prepare_bundled_model


@pytest.fixture(scope="session")
def model_directory(request: pytest.FixtureRequest) -> Path:
    """The bundled model, prepared once and kept in pytest's cache."""
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("hearsay-model")
    return prepare_bundled_model(folder / "multilingual-e5-small")
