"""What tests of SQLite alone share: raw access to a database, and a process that adds to it."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

from store.sqlite import SqliteStore

ROOT: Final = Path(__file__).parents[2]


@contextlib.asynccontextmanager
async def opened(database: Path, *, read_only: bool = False) -> AsyncIterator[SqliteStore]:
    """The store in a file, closed again also where the test fails."""
    store = await SqliteStore.open(database, read_only=read_only)
    try:
        yield store
    finally:
        await store.close()


def run_sql(database: Path, *statements: str) -> list[tuple[object, ...]]:
    """Runs statements beside the store, as another program would; the rows of the last."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        rows: list[tuple[object, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


def check_sound(database: Path) -> None:
    """SQLite finds nothing wrong with the file, its references and its word index."""
    assert run_sql(database, "PRAGMA integrity_check") == [("ok",)]
    assert run_sql(database, "PRAGMA foreign_key_check") == []
    run_sql(database, "INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')")


@contextlib.contextmanager
def adding_process(database: Path, first: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process that adds articles and prints their ids; killed with SIGKILL at the end."""
    process = subprocess.Popen(  # noqa: S603  # our own module, by our own interpreter
        [sys.executable, "-m", "tests.unit.sqlite_adder", str(database), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
