"""Numbered migrations, applied in order, each once, whole or not at all; none is ever changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import aiosqlite

from retrieval.errors import StoreDamaged, StoreError, StoreTooNew
from store.connections import execute


@dataclass(frozen=True, slots=True)
class Migration:
    """A step of the schema: its name (``0001_what_it_does``) and its SQL."""

    name: str
    script: str

    @property
    def digest(self) -> str:
        """SHA-256 of the SQL, hexadecimal."""
        return hashlib.sha256(self.script.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """One statement after the other.

        ``executescript`` would commit before it begins, and leave a half-made schema on failure.
        """
        statement = ""
        for line in self.script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""
        if statement.strip():
            yield statement


def shipped_migrations() -> tuple[Migration, ...]:
    """All migrations of this version, in order."""
    files = resources.files("store.migrations").iterdir()
    scripts = sorted((file for file in files if file.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(
        Migration(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in scripts
    )


async def migrate(
    writer: aiosqlite.Connection, path: Path, migrations: tuple[Migration, ...]
) -> None:
    """Applies what the database lacks.

    Raises:
        StoreTooNew: it has migrations that this version does not know.
        StoreDamaged: it is another program's database.
    """
    pending = _pending(await _applied(writer, path), migrations, path)
    for migration in pending:
        await execute(writer, "BEGIN IMMEDIATE")
        try:
            # Once more, now that nobody else can: another process may have been quicker.
            if migration in _pending(await _applied(writer, path), migrations, path):
                await _apply(writer, migration)
            await writer.commit()
        except BaseException:
            await writer.rollback()
            raise


async def check_current(
    reader: aiosqlite.Connection, path: Path, migrations: tuple[Migration, ...]
) -> None:
    """Makes sure that the database can be read as it is.

    Raises:
        StoreTooNew: it has migrations that this version does not know.
        StoreError: it lacks some, and may not be written to here.
    """
    if _pending(await _applied(reader, path), migrations, path):
        raise StoreError(
            f"The database {path} was written by an older Hearsay.",
            "Start the assistant once (hearsay run): it brings the database up to date.",
            path=str(path),
        )


async def _applied(connection: aiosqlite.Connection, path: Path) -> dict[str, str]:
    """Names and digests of the migrations that the database has."""
    rows = await execute(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {row["name"] for row in rows}
    if "migrations" in tables:
        rows = await execute(connection, "SELECT name, digest FROM migrations")
        return {row["name"]: row["digest"] for row in rows}
    if tables:
        raise StoreDamaged(
            f"{path} is a database, but not one of Hearsay's.",
            "Move it away, or set DATA_DIR to another folder.",
            path=str(path),
        )
    return {}


def _pending(
    applied: Mapping[str, str], migrations: tuple[Migration, ...], path: Path
) -> list[Migration]:
    unknown = sorted(applied.keys() - {migration.name for migration in migrations})
    if unknown:
        raise StoreTooNew(
            f"The database {path} was written by a newer Hearsay ({unknown[-1]}).",
            "Install the newest Hearsay, or set DATA_DIR to another folder.",
            path=str(path),
        )
    for migration in migrations:
        if applied.get(migration.name, migration.digest) != migration.digest:
            raise StoreError(
                f"The database {path} was made by another edition of {migration.name}.",
                "Install a released version of Hearsay; or move the database away to start with "
                "an empty one.",
                path=str(path),
            )
    return [migration for migration in migrations if migration.name not in applied]


async def _apply(writer: aiosqlite.Connection, migration: Migration) -> None:
    await execute(
        writer,
        "CREATE TABLE IF NOT EXISTS migrations "
        "(name TEXT PRIMARY KEY, digest TEXT NOT NULL, applied_at TEXT NOT NULL)",
    )
    for statement in migration.statements():
        await execute(writer, statement)
    await execute(
        writer,
        "INSERT INTO migrations (name, digest, applied_at) VALUES (?, ?, ?)",
        (migration.name, migration.digest, datetime.now(UTC).isoformat()),
    )
