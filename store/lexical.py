"""Lexical search: BM25 over the passages that share the rarest words of a text (FTS5)."""

from __future__ import annotations

import json

import aiosqlite

from retrieval.seams import Hit
from store.connections import execute
from store.rows import AMONG
from store.terms import distinctive, terms_of


async def match_terms(connection: aiosqlite.Connection, text: str, k: int) -> list[Hit]:
    """At most ``k`` hits, best first."""
    terms = list(dict.fromkeys(terms_of(text)))
    if not terms or k <= 0:
        return []
    rows = await execute(
        connection,
        f"SELECT term, doc FROM passage_vocabulary WHERE term {AMONG}",  # noqa: S608  # a constant
        (json.dumps(terms),),
    )
    frequencies = {row["term"]: row["doc"] for row in rows}
    (total,) = await execute(connection, "SELECT count(*) AS passages FROM passages")
    chosen = distinctive(terms, frequencies, total["passages"])
    if not chosen:
        return []
    # Terms are letters, digits and signs of letters alone: between quotation marks, nothing of a
    # person's text has a meaning to FTS5.
    expression = " OR ".join(f'"{term}"' for term in chosen)
    rows = await execute(
        connection,
        "SELECT rowid AS id, rank AS cost FROM passage_terms WHERE passage_terms MATCH ? "
        "ORDER BY rank, rowid LIMIT ?",
        (expression, k),
    )
    return [Hit(row["id"], -row["cost"]) for row in rows]
