"""Reading articles and evidence; each function works on the one state that its caller sees."""
# ruff: noqa: S608  # the statements are put together from constants of ours alone

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import aiosqlite

from retrieval.errors import NotFound
from retrieval.model import (
    Article,
    ArticleDraft,
    Attribution,
    Passage,
    Reading,
    Span,
    StoredAttribution,
    Via,
)
from retrieval.seams import Counts, Evidence
from store.connections import execute
from store.rows import (
    AMONG,
    article_of,
    attribution_of,
    ids_parameter,
    passage_of,
    text_digest,
    via_of,
    wording_digest,
)

# An article without a fingerprint, as an older version stored it, is alone in its cluster.
_ARTICLES: Final = (
    "SELECT articles.*, coalesce(cluster, id) AS cluster "
    f"FROM articles LEFT JOIN fingerprints ON article_id = id WHERE id {AMONG}"
)
_KNOWN: Final = (
    "SELECT min(id) AS id FROM ("
    "SELECT id, publisher FROM articles WHERE text_sha256 = ? UNION "
    "SELECT id, publisher FROM fingerprints JOIN articles ON id = article_id "
    "WHERE wording_sha256 = ?) WHERE coalesce(publisher, '') = ?"
)
_PASSAGES: Final = f"SELECT * FROM passages WHERE id {AMONG}"
_ATTRIBUTIONS: Final = f"SELECT * FROM attributions WHERE id {AMONG}"
# Those that may touch the passages; one whose parts lie apart can span a passage without a word.
_ATTRIBUTIONS_NEAR: Final = (
    "SELECT DISTINCT attributions.* FROM passages JOIN attributions USING (article_id) "
    f"WHERE passages.id {AMONG} "
    "AND extent_start < span_end AND span_start < extent_end ORDER BY attributions.id"
)


async def known_article(connection: aiosqlite.Connection, draft: ArticleDraft) -> Article | None:
    """The stored article with the same wording and publisher."""
    rows = await execute(
        connection,
        _KNOWN,
        (text_digest(draft.text), wording_digest(draft), draft.publisher or ""),
    )
    known = rows[0]["id"]
    return None if known is None else await article_by_id(connection, known)


async def article_by_id(connection: aiosqlite.Connection, article_id: int) -> Article:
    """Raises NotFound."""
    found = await articles_by_id(connection, [article_id])
    if article_id not in found:
        raise NotFound(
            f"There is no article {article_id}.",
            "It may have been deleted; ask again to see what there is.",
            article=article_id,
        )
    return found[article_id]


async def passages_of_article(connection: aiosqlite.Connection, article_id: int) -> list[Passage]:
    """In reading order."""
    rows = await execute(
        connection, "SELECT * FROM passages WHERE article_id = ? ORDER BY span_start", (article_id,)
    )
    return [passage_of(row) for row in rows]


async def reading_of(connection: aiosqlite.Connection, article_id: int) -> Reading:
    """Raises NotFound."""
    await article_by_id(connection, article_id)
    rows = await execute(
        connection, "SELECT * FROM attributions WHERE article_id = ? ORDER BY id", (article_id,)
    )
    attributions = await _attributions(connection, rows)
    credited = await _vias(connection, "credits", "article_id", [article_id])
    return Reading(tuple(a.attribution for a in attributions), tuple(credited[article_id]))


async def evidence_for(
    connection: aiosqlite.Connection, passage_ids: Sequence[int]
) -> list[Evidence]:
    """Evidence in the order of ``passage_ids``, by five statements however many they are."""
    wanted = ids_parameter(passage_ids)
    rows = await execute(connection, _PASSAGES, (wanted,))
    passages = {row["id"]: passage_of(row) for row in rows}
    article_ids = {passage.article_id for passage in passages.values()}
    articles = await articles_by_id(connection, article_ids)
    credited = await _vias(connection, "credits", "article_id", article_ids)
    rows = await execute(
        connection,
        _ATTRIBUTIONS_NEAR,
        (wanted,),
    )
    attributions = defaultdict(list)
    for attribution in await _attributions(connection, rows):
        attributions[attribution.article_id].append(attribution)
    return [
        Evidence(
            passage=passage,
            article=articles[passage.article_id],
            attributions=tuple(
                stored
                for stored in attributions[passage.article_id]
                if touches(stored.attribution, passage.span)
            ),
            credits=tuple(credited[passage.article_id]),
        )
        for passage in (passages[key] for key in passage_ids if key in passages)
    ]


async def evidence_of_attribution(
    connection: aiosqlite.Connection, attribution_id: int
) -> tuple[Evidence, StoredAttribution]:
    """Raises NotFound."""
    rows = await execute(connection, _ATTRIBUTIONS, (ids_parameter([attribution_id]),))
    attributions = await _attributions(connection, rows)
    if not attributions:
        raise NotFound(
            f"There is no attribution {attribution_id}.",
            "Its article may have been deleted; ask again to see what there is.",
            attribution=attribution_id,
        )
    attribution = attributions[0]
    passages = await passages_of_article(connection, attribution.article_id)
    begins = attribution.attribution.extent.start
    passage = next((p for p in passages if begins < p.span.end), passages[-1])
    (evidence,) = await evidence_for(connection, [passage.id])
    return evidence, attribution


def touches(attribution: Attribution, span: Span) -> bool:
    """True where source, cue or content have a character in ``span``."""
    parts = (attribution.source, attribution.cue, *attribution.content)
    return any(part is not None and part.overlaps(span) for part in parts)


async def count_all(connection: aiosqlite.Connection) -> Counts:
    """What the database holds."""
    (totals,) = await execute(
        connection,
        "SELECT (SELECT count(*) FROM articles) AS articles, "
        "(SELECT count(*) FROM passages) AS passages, "
        "(SELECT count(*) FROM attributions) AS attributions",
    )
    return Counts(
        articles=totals["articles"],
        passages=totals["passages"],
        attributions=totals["attributions"],
        languages=await _articles_by(connection, "language"),
        publishers=await _articles_by(connection, "publisher"),
    )


async def _articles_by(
    connection: aiosqlite.Connection, column: str
) -> tuple[tuple[str, int], ...]:
    """Values of a column with their number of articles, most first, then by name."""
    rows = await execute(
        connection,
        f"SELECT {column} AS name, count(*) AS articles FROM articles "
        f"WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY articles DESC, name",
    )
    return tuple((row["name"], row["articles"]) for row in rows)


async def articles_by_id(
    connection: aiosqlite.Connection, article_ids: Iterable[int]
) -> dict[int, Article]:
    """Those of them that are there."""
    rows = await execute(connection, _ARTICLES, (ids_parameter(article_ids),))
    return {row["id"]: article_of(row) for row in rows}


async def _attributions(
    connection: aiosqlite.Connection, rows: Sequence[aiosqlite.Row]
) -> list[StoredAttribution]:
    """The attributions of these rows, with their intermediaries."""
    vias = await _vias(connection, "vias", "attribution_id", [row["id"] for row in rows])
    return [attribution_of(row, vias[row["id"]]) for row in rows]


async def _vias(
    connection: aiosqlite.Connection, table: str, key: str, ids: Iterable[int]
) -> defaultdict[int, list[Via]]:
    """Intermediaries by what they belong to, nearest to the reader first."""
    rows = await execute(
        connection,
        f"SELECT * FROM {table} WHERE {key} {AMONG} ORDER BY {key}, position",
        (ids_parameter(ids),),
    )
    found: defaultdict[int, list[Via]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(via_of(row))
    return found
