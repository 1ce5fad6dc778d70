"""Finding and joining twins; each function works within the transaction of its caller."""
# ruff: noqa: S608  # the statements are put together from constants of ours alone

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import aiosqlite

from retrieval.model import Article, Fingerprint
from store.connections import execute, execute_many
from store.reading import articles_by_id
from store.rows import wording_digest

# So many articles of a band are looked at, and so many of those that share most bands compared:
# a text that a thousand papers print is found by the first of them as well as by all.
_OF_A_BAND: Final = 128
_COMPARED: Final = 64
# A part a band: where one statement looks bands up in a list, its limit is worked out for every
# article of the band anew (40 ms where 300 papers print one text, against 0.5 ms).
_OF_ONE_BAND: Final = (
    "SELECT article_id FROM (SELECT article_id FROM fingerprint_bands WHERE band = ? "
    f"ORDER BY article_id LIMIT {_OF_A_BAND})"
)
_NEAR: Final = (
    "SELECT article_id, signature FROM "
    "(SELECT article_id, count(*) AS shared FROM ({bands}) GROUP BY article_id) "
    "JOIN fingerprints USING (article_id) WHERE scheme = ? AND article_id <> ? "
    f"ORDER BY shared DESC, article_id LIMIT {_COMPARED}"
)
_FINGERPRINT: Final = (
    "INSERT OR REPLACE INTO fingerprints (article_id, scheme, cluster, wording_sha256, signature) "
    "VALUES (?, ?, ?, ?, ?)"
)
_BAND: Final = "INSERT OR IGNORE INTO fingerprint_bands (band, article_id) VALUES (?, ?)"
_PAGE_WITHOUT: Final = (
    "SELECT id FROM articles WHERE id > ? AND NOT EXISTS "
    "(SELECT 1 FROM fingerprints WHERE article_id = articles.id AND scheme = ?) "
    "ORDER BY id LIMIT ?"
)


async def cluster_for(
    connection: aiosqlite.Connection, fingerprint: Fingerprint, article_id: int
) -> int:
    """The cluster of the article that is most like this one; else the article's own id."""
    bands = fingerprint.bands
    near = _NEAR.replace("{bands}", " UNION ALL ".join([_OF_ONE_BAND] * len(bands)))
    rows = await execute(connection, near, (*bands, fingerprint.scheme, article_id))
    stored = (
        (row["article_id"], Fingerprint(fingerprint.scheme, row["signature"])) for row in rows
    )
    twin = fingerprint.twin_among(stored)
    if twin is None:
        return article_id
    rows = await execute(
        connection, "SELECT cluster FROM fingerprints WHERE article_id = ?", (twin,)
    )
    return int(rows[0]["cluster"])


async def insert_fingerprint(
    connection: aiosqlite.Connection, article: Article, fingerprint: Fingerprint
) -> None:
    """Stores the fingerprint of an article that is there, with its cluster, in place of another."""
    await execute(connection, "DELETE FROM fingerprint_bands WHERE article_id = ?", (article.id,))
    await execute(
        connection,
        _FINGERPRINT,
        (
            article.id,
            fingerprint.scheme,
            article.cluster,
            wording_digest(article),
            fingerprint.signature,
        ),
    )
    await execute_many(connection, _BAND, [(band, article.id) for band in fingerprint.bands])


async def insert_all(connection: aiosqlite.Connection, made: Mapping[int, Fingerprint]) -> None:
    """Stores fingerprints of articles that have none, ascending by id; who is gone, not."""
    found = await articles_by_id(connection, made)
    for key in sorted(found):
        cluster = await cluster_for(connection, made[key], key)
        await insert_fingerprint(connection, replace(found[key], cluster=cluster), made[key])


async def first_twin(connection: aiosqlite.Connection, article: Article) -> Article | None:
    """The earliest other article of the cluster."""
    rows = await execute(
        connection,
        "SELECT min(article_id) AS first FROM fingerprints WHERE cluster = ? AND article_id <> ?",
        (article.cluster, article.id),
    )
    first = rows[0]["first"]
    return None if first is None else (await articles_by_id(connection, [first]))[first]


async def page_without(
    connection: aiosqlite.Connection, scheme: str, after: int, size: int
) -> list[Article]:
    """The next ``size`` articles after id ``after`` that have no fingerprint of this scheme."""
    rows = await execute(connection, _PAGE_WITHOUT, (after, scheme, size))
    found = await articles_by_id(connection, [row["id"] for row in rows])
    return [found[key] for key in sorted(found)]
