"""A process that adds articles to a database until it is killed: python -m … DATABASE FIRST."""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from store.lock import DataFolderLock
from store.sqlite import SqliteStore
from tests.fakes.entries import HARBOUR, harbour_reading, make_entry


async def add_for_ever(database: Path, first: int) -> None:
    """Prints the id and the number of each article once it is acknowledged."""
    with DataFolderLock(database.parent):
        store = await SqliteStore.open(database)
        for number in itertools.count(first):
            text = f"{HARBOUR}Report number {number}.\n"
            taken = await store.add(make_entry(text, reading=harbour_reading()))
            sys.stdout.write(f"{taken.article.id} {number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(add_for_ever(Path(sys.argv[1]), int(sys.argv[2])))
