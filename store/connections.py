"""One connection that writes, a few that read, and turns at them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiosqlite

from retrieval.errors import StoreError
from store.failures import told_as_store_errors

# Two, so that a question does not wait while a page of vectors is read; more would only take
# turns at the same cores.
_READERS: Final = 2
# How long SQLite waits for another process's transaction; ours last milliseconds.
_BUSY_SECONDS: Final = 5.0


class Connections:
    """The connections to one database.

    Readers see the last committed state and never wait for the writer (WAL).
    """

    def __init__(
        self, path: Path, writer: aiosqlite.Connection | None, readers: list[aiosqlite.Connection]
    ) -> None:
        self._path = path
        self._writer = writer
        self._readers = readers
        self._idle = list(readers)
        self._turn_to_write = asyncio.Lock()
        self._turns_to_read = asyncio.Semaphore(len(readers))
        self._closed = False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection that sees one and the same state, whatever is written meanwhile.

        Raises:
            StoreError: the database is closed or cannot be read.
        """
        async with self._turns_to_read:
            self._check_open()
            reader = self._idle.pop()
            try:
                with told_as_store_errors(self._path):
                    try:
                        await execute(reader, "BEGIN")
                        yield reader
                    finally:
                        await reader.rollback()
            finally:
                self._idle.append(reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[aiosqlite.Connection]:
        """A transaction: all that is done in it is on disk at its end, or none of it ever.

        Raises:
            StoreError: the database is closed, opened for reading only, or cannot be written.
        """
        async with self._turn_to_write:
            self._check_open()
            writer = self._writer
            if writer is None:
                raise StoreError(
                    f"The database {self._path} was opened for reading only.",
                    "Add articles through the process that writes to it.",
                    path=str(self._path),
                )
            with told_as_store_errors(self._path):
                try:
                    await execute(writer, "BEGIN IMMEDIATE")
                    yield writer
                    await writer.commit()
                except BaseException:
                    # Does nothing where SQLite has rolled back by itself (a full disk) or has
                    # committed (a task cancelled while it waited for that).
                    await writer.rollback()
                    raise

    async def close(self) -> None:
        """Ends them once what is under way is done; a second time does nothing."""
        async with self._turn_to_write:
            self._closed = True
            for _ in self._readers:
                await self._turns_to_read.acquire()
            try:
                await close_all(*self._readers, self._writer)
            finally:
                self._readers, self._writer = [], None
                for _ in self._idle:
                    self._turns_to_read.release()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(
                f"The database {self._path} is closed.", "Start again.", path=str(self._path)
            )


async def open_writer(path: Path) -> aiosqlite.Connection:
    """A connection that may write; the file is made where there is none."""
    connection = await _connect(path, "rwc")
    try:
        await execute(connection, "PRAGMA journal_mode = WAL")
        # Acknowledged means on disk: in WAL mode, FULL syncs the log at every commit, where
        # NORMAL would lose the last commits with the power. It costs milliseconds an article,
        # whose embedding takes a hundred times that.
        await execute(connection, "PRAGMA synchronous = FULL")
        await execute(connection, "PRAGMA foreign_keys = ON")
    except BaseException:
        await connection.close()
        raise
    return connection


async def open_readers(path: Path) -> list[aiosqlite.Connection]:
    """Connections that cannot write. The file must be there."""
    readers: list[aiosqlite.Connection] = []
    try:
        for _ in range(_READERS):
            readers.append(await _connect(path, "ro"))  # noqa: PERF401  # closed below if one fails
    except BaseException:
        await close_all(*readers)
        raise
    return readers


async def close_all(*connections: aiosqlite.Connection | None) -> None:
    """Closes each, in order; the last to close folds the log into the database file."""
    for connection in connections:
        if connection is not None:
            await connection.close()


async def execute(
    connection: aiosqlite.Connection, sql: str, parameters: tuple[object, ...] = ()
) -> list[aiosqlite.Row]:
    """All rows of a statement, in one exchange with the connection's thread."""
    return list(await connection.execute_fetchall(sql, parameters))


async def execute_many(
    connection: aiosqlite.Connection, sql: str, rows: list[tuple[object, ...]]
) -> None:
    """A statement once for each row."""
    if rows:
        cursor = await connection.executemany(sql, rows)
        await cursor.close()


async def _connect(path: Path, mode: str) -> aiosqlite.Connection:
    # Tried out first: where its own attempt fails, aiosqlite leaves a thread behind that complains
    # on standard error once the event loop is closed.
    uri = await asyncio.to_thread(_tried_uri, path, mode)
    # Without an isolation level, transactions begin and end where we say so.
    connection = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    connection.row_factory = aiosqlite.Row
    return connection


def _tried_uri(path: Path, mode: str) -> str:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    sqlite3.connect(uri, uri=True).close()
    return uri
