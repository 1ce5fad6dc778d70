"""Opening a database: new, old, newer, damaged, somebody else's, for reading only."""
# nothing else runs in a test's event loop

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from pathlib import Path
from typing import Final

import pytest

from retrieval.duplicates import fingerprint_missing
from retrieval.errors import StoreDamaged, StoreError, StoreTooNew
from store.connections import execute, open_writer
from store.migrate import Migration, migrate, shipped_migrations
from store.sqlite import SqliteStore
from tests.fakes.entries import HARBOUR, TINY_MODEL, harbour_reading, make_entry
from tests.unit.sqlite_helpers import check_sound, opened, run_sql

NEXT: Final = Migration("0002_moods", "CREATE TABLE moods (id INTEGER);\n-- no more\n")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database of a test is, in a folder whose name is not plain."""
    return tmp_path / "données ?#%20" / "hearsay.sqlite3"


async def fill(database: Path, articles: int = 1) -> None:
    """A database with articles, closed."""
    async with opened(database) as store:
        for n in range(articles):
            await store.add(make_entry(f"{HARBOUR}Number {n}.", reading=harbour_reading()))


async def test_a_first_start_makes_the_database(database: Path) -> None:
    """The data folder and the database are made where there are none."""
    await fill(database)
    assert database.exists()
    check_sound(database)
    names = [name for (name,) in run_sql(database, "SELECT name FROM migrations ORDER BY name")]
    assert names == [migration.name for migration in shipped_migrations()]


async def test_articles_outlive_the_process(database: Path) -> None:
    """After a restart everything is there."""
    await fill(database, 3)
    async with opened(database) as store:
        assert (await store.counts()).articles == 3
        assert await store.reading(1) == harbour_reading()
    assert not database.with_name(database.name + "-wal").exists()


async def test_a_database_of_the_first_version_is_brought_up_to_date(database: Path) -> None:
    """An upgrade applies what is new to the database that is there, and keeps what is in it."""
    database.parent.mkdir()
    writer = await open_writer(database)
    await migrate(writer, database, shipped_migrations()[:1])
    await writer.close()
    await fill(database)
    writer = await open_writer(database)
    await migrate(writer, database, (*shipped_migrations(), NEXT))
    await migrate(writer, database, (*shipped_migrations(), NEXT))
    await writer.close()
    assert run_sql(database, "SELECT count(*) FROM moods") == [(0,)]
    assert run_sql(database, "SELECT count(*) FROM articles") == [(1,)]
    assert ("0002_moods",) in run_sql(database, "SELECT name FROM migrations")


async def test_articles_of_the_second_version_are_linked_after_the_upgrade(
    database: Path,
) -> None:
    """Copies of one text that an older version stored are known to be twins after a start."""
    database.parent.mkdir()
    writer = await open_writer(database)
    await migrate(writer, database, shipped_migrations()[:2])
    await writer.close()
    for publisher, text in (("A", HARBOUR), ("B", HARBOUR), ("A", "Quite another text.")):
        with contextlib.closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(
                "INSERT INTO articles "
                "(text_sha256, language, publisher, extractor, added_at, text) "
                "VALUES (?, 'en', ?, 'x', '2024-06-19T08:00:00+00:00', ?)",
                (hashlib.sha256(text.encode()).digest(), publisher, text),
            )
    async with opened(database) as store:
        assert [(await store.article(number)).cluster for number in (1, 2, 3)] == [1, 2, 3]
        assert (await store.add(make_entry(HARBOUR, publisher="A"))).known
        assert await fingerprint_missing(store) == 3
        assert [(await store.article(number)).cluster for number in (1, 2, 3)] == [1, 1, 3]
        assert (await store.add(make_entry(f"{HARBOUR}\n", publisher="B"))).known
    async with opened(database, read_only=True) as store:
        assert (await store.article(2)).cluster == 1
    check_sound(database)


async def test_a_deleted_article_leaves_no_fingerprint(database: Path) -> None:
    """What goes with an article goes whole, and the twins that stay are still of one cluster."""
    async with opened(database) as store:
        for publisher in "ABC":
            await store.add(make_entry(publisher=publisher))
        run_sql(database, "DELETE FROM articles WHERE id = 1")
        assert run_sql(database, "SELECT DISTINCT article_id FROM fingerprint_bands") == [
            (2,),
            (3,),
        ]
        taken = await store.add(make_entry(publisher="D"))
        assert taken.twin == await store.article(2)
        assert taken.article.cluster == 1 == (await store.article(3)).cluster
    check_sound(database)


async def test_a_migration_is_applied_whole_or_not_at_all(database: Path) -> None:
    """An upgrade that fails half-way leaves the database as it was, and it still opens."""
    await fill(database)
    broken = Migration(
        "0002_broken", "CREATE TABLE moods (id INTEGER);\nINSERT INTO gone VALUES (1);"
    )
    writer = await open_writer(database)
    with pytest.raises(Exception, match="gone"):
        await migrate(writer, database, (*shipped_migrations(), broken))
    await writer.close()
    assert run_sql(database, "SELECT name FROM sqlite_master WHERE name = 'moods'") == []
    await fill(database)


def test_a_statement_with_semicolons_in_it_is_one() -> None:
    """Triggers and texts with semicolons in a migration are not torn apart."""
    trigger = "CREATE TRIGGER t AFTER DELETE ON a BEGIN\n  DELETE FROM b;\n  DELETE FROM c;\nEND;\n"
    migration = Migration("x", f"-- first; a comment\nCREATE TABLE a (x DEFAULT ';');\n{trigger}")
    first, second = migration.statements()
    assert first.endswith("(x DEFAULT ';');\n")
    assert second == trigger


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_newer_database_is_refused(database: Path, *, read_only: bool) -> None:
    """After a downgrade the start stops with what to do, and the database is not touched."""
    await fill(database)
    run_sql(database, "INSERT INTO migrations VALUES ('9999_from_the_future', '', '')")
    with pytest.raises(StoreTooNew, match="9999_from_the_future") as caught:
        await SqliteStore.open(database, read_only=read_only)
    assert "newest" in caught.value.remedy


async def test_a_migration_that_was_edited_is_noticed(database: Path) -> None:
    """A database made by an unreleased edition of the schema is not used as if it were ours."""
    await fill(database)
    run_sql(database, "UPDATE migrations SET digest = 'other'")
    with pytest.raises(StoreError, match="another edition"):
        await SqliteStore.open(database)


@pytest.mark.parametrize("read_only", [False, True])
async def test_another_programs_database_is_left_alone(database: Path, *, read_only: bool) -> None:
    """A database that is not Hearsay's is refused, and nothing is made in it."""
    database.parent.mkdir()
    run_sql(database, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreDamaged, match="not one of Hearsay's"):
        await SqliteStore.open(database, read_only=read_only)
    assert run_sql(database, "SELECT name FROM sqlite_master") == [("songs",)]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"short", b"not a database\n" * 1000, b"\0" * 5000])
async def test_a_file_that_is_no_database_is_refused(
    database: Path, content: bytes, *, read_only: bool
) -> None:
    """A corrupt file is named, with what to do; it is not overwritten."""
    database.parent.mkdir()
    database.write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        await SqliteStore.open(database, read_only=read_only)
    assert str(database) in caught.value.problem
    assert "backup" in caught.value.remedy
    assert database.read_bytes() == content


@pytest.mark.parametrize("kept", [50, 1000, 4096, 30_000])
async def test_a_truncated_database_is_refused(database: Path, kept: int) -> None:
    """A file cut short, by a full disk elsewhere or a broken copy, is named as damaged."""
    await fill(database, 20)
    content = database.read_bytes()
    assert len(content) > 2 * kept
    database.write_bytes(content[:kept])
    with pytest.raises(StoreDamaged):
        await SqliteStore.open(database)


async def test_damage_within_is_reported_when_it_is_met(database: Path) -> None:
    """Where pages inside the file are overwritten, reading says "damaged" and what to do."""
    await fill(database, 200)
    content = bytearray(database.read_bytes())
    schema = 40 * 4096  # the first pages hold the schema, and the tables' roots
    assert len(content) > 2 * schema
    content[schema:] = b"\xa5" * (len(content) - schema)
    database.write_bytes(content)
    async with opened(database) as store:
        with pytest.raises(StoreDamaged) as caught:
            await store.evidence(list(range(1, 1000)))
        assert "backup" in caught.value.remedy
        with pytest.raises(StoreDamaged):
            await anext(store.vectors(TINY_MODEL))


async def test_reading_only_needs_a_database(database: Path) -> None:
    """Asking before anything was added says what to do first, and makes no file."""
    with pytest.raises(StoreError, match="no database") as caught:
        await SqliteStore.open(database, read_only=True)
    assert "hearsay add" in caught.value.remedy
    assert not database.parent.exists()


async def test_reading_only_needs_a_current_database(database: Path) -> None:
    """An older database cannot be brought up to date without writing: start the assistant once."""
    await fill(database)
    run_sql(database, "DELETE FROM migrations")
    with pytest.raises(StoreError, match="older") as caught:
        await SqliteStore.open(database, read_only=True)
    assert "hearsay run" in caught.value.remedy


async def test_reading_only_writes_nothing(database: Path) -> None:
    """A store opened to answer questions refuses articles, with what to do."""
    await fill(database)
    async with opened(database, read_only=True) as store:
        with pytest.raises(StoreError, match="reading only"):
            await store.add(make_entry("Another."))
        assert (await store.counts()).articles == 1
        assert len(await store.ids_with_vectors(TINY_MODEL)) == 4


async def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A data folder that is a file, or a database that is a folder, stops the start with why."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.sqlite3").mkdir()
    for path in (tmp_path / "file" / "hearsay.sqlite3", tmp_path / "folder.sqlite3"):
        with pytest.raises(StoreError) as caught:
            await SqliteStore.open(path)
        assert "DATA_DIR" in caught.value.remedy
    # A thread that stayed would print a traceback under the message.
    assert not [thread for thread in threading.enumerate() if "connection" in thread.name]


async def test_a_refused_write_says_what_right_is_missing(database: Path) -> None:
    """Where the system does not let the database be written, the message says so."""
    await fill(database)
    async with opened(database) as store:
        with pytest.raises(StoreError, match="readonly") as caught:
            async with store._connections.reading() as reader:
                await execute(reader, "DELETE FROM articles")
        assert "right to write" in caught.value.remedy
        assert (await store.counts()).articles == 1
