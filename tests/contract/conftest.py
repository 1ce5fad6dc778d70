"""The implementations that the contract suites run over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from retrieval.seams import ArticleStore
from store.sqlite import SqliteStore
from tests.fakes.store import MemoryStore


async def _memory(_folder: Path) -> ArticleStore:
    return MemoryStore()


async def _sqlite(folder: Path) -> ArticleStore:
    return await SqliteStore.open(folder / "hearsay.sqlite3")


# A further store is a further line.
STORES: Final[dict[str, Callable[[Path], Awaitable[ArticleStore]]]] = {
    "memory": _memory,
    "sqlite": _sqlite,
}


@pytest.fixture(params=sorted(STORES))
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ArticleStore]:
    """An empty store of each kind."""
    opened = await STORES[request.param](tmp_path)
    yield opened
    await opened.close()
