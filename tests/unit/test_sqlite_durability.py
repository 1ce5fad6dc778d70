"""Nothing that was acknowledged is lost: full disk, kill, cancellation, others at the database."""
# ruff: noqa: S608  # statements of the tests' own

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from retrieval.errors import StoreFull, StoreInUse
from retrieval.model import Channel
from store.connections import execute
from store.sqlite import SqliteStore
from tests.fakes.entries import (
    HARBOUR,
    TINY_MODEL,
    harbour_reading,
    make_arrival,
    make_entry,
)
from tests.unit.sqlite_helpers import adding_process, check_sound, opened, run_sql

KILLS: Final = 4
LONG: Final = HARBOUR + "\n".join(
    f"Line {n} of a long report about the harbour." for n in range(60)
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database of a test is."""
    return tmp_path / "hearsay.sqlite3"


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    async with opened(database) as store:
        yield store


async def pragma(store: SqliteStore, text: str) -> int:
    """Sets or asks a pragma of the connection that writes."""
    writer = store._connections._writer
    assert writer is not None
    (row,) = await execute(writer, f"PRAGMA {text}")
    return int(row[0])


def numbers(line: str) -> tuple[int, int]:
    """Id and number of an article that the process has acknowledged."""
    key, number = line.split()
    return int(key), int(number)


async def test_a_full_disk_loses_nothing(store: SqliteStore, database: Path) -> None:
    """On a full disk an article is refused, the others stay, and with room again it goes on."""
    pages = await pragma(store, "page_count")
    await pragma(store, f"max_page_count = {pages + 60}")
    acknowledged = []
    with contextlib.suppress(StoreFull):
        for n in range(1000):
            taken = await store.add(make_entry(f"{LONG} {n}", reading=harbour_reading()))
            acknowledged.append(taken)
    assert 0 < len(acknowledged) < 1000
    with pytest.raises(StoreFull) as caught:
        await store.add(make_entry(f"{LONG} once more"))
    assert "space" in caught.value.remedy

    counts = await store.counts()
    assert counts.articles == len(acknowledged)
    for taken in acknowledged:
        assert await store.article(taken.article.id) == taken.article
        assert await store.reading(taken.article.id) == harbour_reading()
    ids = [p.id for taken in acknowledged for p in taken.passages]
    assert (await store.ids_with_vectors(TINY_MODEL)).tolist() == ids

    await pragma(store, f"max_page_count = {pages + 10_000}")
    assert not (await store.add(make_entry(f"{LONG} once more"))).known
    check_sound(database)


async def test_a_kill_loses_nothing_acknowledged(database: Path) -> None:
    """Killed at any moment while articles come in, each acknowledged one is there, whole."""
    acknowledged: dict[int, int] = {}
    for kill in range(KILLS):
        with adding_process(database, first=1000 * kill) as process:
            assert process.stdout is not None
            for _ in range(3 + 2 * kill):
                acknowledged |= [numbers(process.stdout.readline())]
            process.kill()
            acknowledged |= dict(map(numbers, process.stdout))
    assert len(acknowledged) >= sum(3 + 2 * kill for kill in range(KILLS))

    check_sound(database)
    async with opened(database) as store:
        counts = await store.counts()
        assert len(acknowledged) <= counts.articles <= len(acknowledged) + KILLS
        assert counts.passages == 4 * counts.articles
        assert counts.attributions == 2 * counts.articles
        assert len(await store.ids_with_vectors(TINY_MODEL)) == counts.passages
        for article_id, number in acknowledged.items():
            assert f"Report number {number}." in (await store.article(article_id)).text
            assert await store.reading(article_id) == harbour_reading()


@pytest.mark.parametrize("turns", range(0, 60, 4))
async def test_a_cancelled_add_is_whole_or_nothing(
    store: SqliteStore, database: Path, turns: int
) -> None:
    """Where the bot is stopped in the midst of adding, the article is there whole or not at all."""
    task = asyncio.create_task(store.add(make_entry(reading=harbour_reading())))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    counts = await store.counts()
    assert (counts.articles, counts.passages, counts.attributions) in {(0, 0, 0), (1, 3, 2)}
    assert not (await store.add(make_entry("The next one."))).known
    check_sound(database)


async def test_questions_are_answered_while_an_article_is_written(store: SqliteStore) -> None:
    """Reading does not wait for writing, and sees nothing half-written."""
    await store.add(make_entry())
    async with store._connections.writing() as writer:
        await execute(writer, "DELETE FROM articles")
        async with asyncio.timeout(2):
            assert (await store.counts()).articles == 1
            assert len(await store.evidence([1, 2, 3])) == 3
            assert len(await store.match("harbour", 5)) == 2
    assert (await store.counts()).articles == 0


async def test_a_read_sees_one_state(store: SqliteStore) -> None:
    """An article deleted while its evidence is put together is shown whole, as it was."""
    await store.add(make_entry(reading=harbour_reading()))
    async with store._connections.reading() as reader:
        assert (await execute(reader, "SELECT count(*) FROM passages"))[0][0] == 3
        async with store._connections.writing() as writer:
            await execute(writer, "DELETE FROM articles")
        assert (await execute(reader, "SELECT count(*) FROM attributions"))[0][0] == 2
    assert (await store.counts()).attributions == 0


async def test_a_reader_in_another_process_sees_what_is_added(database: Path) -> None:
    """Asked in a terminal, Hearsay answers from the same folder while the bot adds to it."""
    with adding_process(database) as process:
        assert process.stdout is not None
        process.stdout.readline()
        async with opened(database, read_only=True) as store:
            first = await store.counts()
            for _ in range(100):
                last, _number = numbers(process.stdout.readline())
            counts = await store.counts()
            assert counts.articles >= last > first.articles
            assert counts.passages == 4 * counts.articles
            assert (await store.match("number 7", 5))[0].passage_id == 4 * 8


async def test_a_locked_database_is_waited_for_and_then_named(
    store: SqliteStore, database: Path
) -> None:
    """Where another program keeps the database locked, adding fails with a reason, then goes on."""
    await pragma(store, "busy_timeout = 50")
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreInUse):
            await store.add(make_entry())
        other.execute("ROLLBACK")
        assert not (await store.add(make_entry())).known


async def test_two_writers_keep_an_article_once(store: SqliteStore, database: Path) -> None:
    """Even two processes without the lock do not store the same article twice."""
    async with opened(database) as other:
        taken = await asyncio.gather(*(s.add(make_entry()) for s in (store, other, store, other)))
    assert sorted(t.known for t in taken) == [False, True, True, True]
    assert len({t.article for t in taken}) == 1


async def test_the_database_itself_keeps_articles_apart(store: SqliteStore, database: Path) -> None:
    """No program can put the same text of the same publisher in twice, known or unknown."""
    for publisher in ("Lagoon Gazette", None):
        await store.add(make_entry(publisher=publisher))
    for condition in ("publisher IS NULL", "publisher IS NOT NULL"):
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            run_sql(
                database,
                "INSERT INTO articles (text_sha256, language, publisher, extractor, added_at, text)"
                " SELECT text_sha256, language, publisher, extractor, added_at, text FROM articles"
                f" WHERE {condition}",
            )


async def test_each_way_by_which_an_article_came_is_kept(
    store: SqliteStore, database: Path
) -> None:
    """How each copy reached us is on record: channel, origin, link, person, moment."""
    forward = make_arrival(
        Channel.FORWARD, origin="Harbour news", reference="https://t.me/h/1", person=2**40
    )
    taken = await store.add(make_entry())
    await store.add(make_entry(arrival=forward))
    await store.arrived(taken.article.id, forward)
    rows = run_sql(database, "SELECT article_id, channel, origin, reference, person FROM arrivals")
    forwarded = (1, "forward", "Harbour news", "https://t.me/h/1", 2**40)
    assert rows == [(1, "input", None, None, None), forwarded, forwarded]
    moments = run_sql(database, "SELECT DISTINCT received_at FROM arrivals")
    assert moments == [(forward.received_at.isoformat(),)]


async def test_ids_are_never_used_again(store: SqliteStore, database: Path) -> None:
    """A button of a deleted article never opens another one, and its words are not found."""
    gone = await store.add(make_entry(reading=harbour_reading()))
    run_sql(database, "DELETE FROM articles")
    assert await store.evidence([p.id for p in gone.passages]) == []
    assert len(await store.ids_with_vectors(TINY_MODEL)) == 0
    fresh = await store.add(make_entry(reading=harbour_reading()))
    assert fresh.article.id == gone.article.id + 1
    assert [p.id for p in fresh.passages] == [4, 5, 6]
    assert {hit.passage_id for hit in await store.match("harbour", 5)} == {4, 5}
    (evidence,) = await store.evidence([5])
    assert [a.id for a in evidence.attributions] == [3]
    check_sound(database)


async def test_evidence_takes_as_many_statements_for_many_passages(store: SqliteStore) -> None:
    """A long answer costs no more statements than a short one."""
    for n in range(20):
        await store.add(make_entry(f"{HARBOUR}{n}", reading=harbour_reading()))
    statements: list[str] = []
    for reader in store._connections._readers:
        await reader.set_trace_callback(statements.append)
    await store.evidence([2])
    few = len(statements)
    assert len(await store.evidence(list(range(1, 80)))) == 79
    assert len(statements) == 2 * few


async def test_what_is_acknowledged_is_synced(store: SqliteStore) -> None:
    """Each commit waits for the disk: 2 is FULL."""
    assert await pragma(store, "synchronous") == 2
    assert await pragma(store, "foreign_keys") == 1
