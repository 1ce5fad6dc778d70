"""Time per near-duplicate check against a full store: ``python -m benchmarks.duplicates``."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import aiosqlite
import numpy as np

from benchmarks.articles import stand_in_articles
from retrieval.duplicates import fingerprint_of
from retrieval.model import ArticleDraft, Reading, Submission
from retrieval.seams import EmbeddingModel, Entry
from store.connections import execute, open_writer
from store.fingerprints import cluster_for
from store.migrate import migrate, shipped_migrations
from store.reading import known_article
from store.writing import take_in

_PARAGRAPHS: Final = 12  # of a stand-in article
_MODEL: Final = EmbeddingModel("none", "none", 1)  # no vectors: fingerprints alone are measured
_FREE: Final = 10**12  # an id that no article has: an article without a twin gets it as cluster
_TRANSACTION: Final = 1_000  # articles stored at once, so that the disk is not what is measured


def main() -> None:
    """Fills a store with stand-in articles, then checks copies of some of them and new ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--checks", type=int, default=1_000, help="of copies, and of new articles")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hearsay-benchmark-") as folder:
        path = Path(folder) / "store.sqlite3"
        asyncio.run(_measure(path, arguments.articles, arguments.checks))
        _say("database", f"{path.stat().st_size / 2**20:.0f} MB")


async def _measure(path: Path, articles: int, checks: int) -> None:
    connection = await open_writer(path)
    try:
        await migrate(connection, path, shipped_migrations())
        started = time.perf_counter()
        rng = random.Random(1)  # noqa: S311 - not for secrets
        chosen = set(rng.sample(range(articles), min(checks, articles)))
        copied = await _fill(connection, articles, chosen)
        seconds = time.perf_counter() - started
        _say(f"storing {articles:,} articles, each checked", f"{seconds:.0f} s")
        copies = [(_altered(text, rng), cluster) for text, cluster in copied]
        await _check(connection, "copies with a paragraph less and a credit more", copies)
        new = islice(stand_in_articles(checks * _PARAGRAPHS, seed=2), checks)
        await _check(connection, "new articles", [(one.text, None) for one in new])
    finally:
        await connection.close()


async def _fill(
    connection: aiosqlite.Connection, articles: int, chosen: set[int]
) -> list[tuple[str, int]]:
    """Stores the articles; the texts of the chosen ones, with their clusters."""
    kept: list[tuple[str, int]] = []
    submissions = stand_in_articles(articles * _PARAGRAPHS)
    for first in range(0, articles, _TRANSACTION):
        await execute(connection, "BEGIN IMMEDIATE")
        for number, one in enumerate(islice(submissions, _TRANSACTION), start=first):
            taken = await take_in(connection, _entry(one), [])
            if number in chosen:
                kept.append((one.text, taken.article.cluster))
        await connection.commit()
    return kept


async def _check(
    connection: aiosqlite.Connection, what: str, texts: Sequence[tuple[str, int | None]]
) -> None:
    """Times fingerprint and search of each text, and counts those put in the cluster expected."""
    making, searching, right = [], [], 0
    for text, expected in texts:
        started = time.perf_counter()
        fingerprint = fingerprint_of(text)
        made = time.perf_counter()
        await known_article(connection, ArticleDraft(text=text, language="en"))
        found = await cluster_for(connection, fingerprint, _FREE)
        searching.append(time.perf_counter() - made)
        making.append(made - started)
        right += found == (_FREE if expected is None else expected)
    _say(f"{len(texts):,} {what}: rightly told", f"{right / len(texts):.3f}")
    for name, times in (
        ("fingerprint", np.array(making)),
        ("search", np.array(searching)),
        ("both", np.add(making, searching)),
    ):
        p50, p95 = np.percentile(times * 1_000, [50, 95])
        _say(f"  {name}", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _entry(one: Submission) -> Entry:
    return Entry(
        draft=ArticleDraft(text=one.text, language="en", publisher=one.publisher),
        arrival=one.arrival,
        passages=(),
        vectors=np.zeros((0, _MODEL.dimension), dtype=np.float32),
        model=_MODEL,
        reading=Reading(),
        extractor="none",
        fingerprint=fingerprint_of(one.text),
    )


def _altered(text: str, rng: random.Random) -> str:
    paragraphs = text.split("\n\n")
    del paragraphs[rng.randrange(len(paragraphs))]
    return "\n\n".join([*paragraphs, "(with agencies)"])


def _say(what: str, value: str) -> None:
    sys.stdout.write(f"{what:66} {value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
