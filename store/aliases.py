"""Aliases of sources; each function works within the transaction of its caller."""

from __future__ import annotations

from typing import Final

import aiosqlite

from retrieval.errors import refused_alias
from retrieval.model import Alias, alias_key, leads_back
from store.connections import execute

_SET: Final = (
    "INSERT INTO aliases (alias_key, alias, name) VALUES (?, ?, ?) "
    "ON CONFLICT (alias_key) DO UPDATE SET alias = excluded.alias, name = excluded.name"
)


async def all_aliases(connection: aiosqlite.Connection) -> tuple[Alias, ...]:
    """By alias."""
    rows = await execute(connection, "SELECT alias, name FROM aliases ORDER BY alias_key")
    return tuple(Alias(row["alias"], row["name"]) for row in rows)


async def put_alias(connection: aiosqlite.Connection, alias: Alias) -> None:
    """Sets an alias, in place of what was set for it. Raises AliasCircle."""
    circle = leads_back(await all_aliases(connection), alias)
    if circle is not None:
        raise refused_alias(alias.alias, circle)
    await execute(connection, _SET, (alias_key(alias.alias), alias.alias, alias.name))


async def drop_alias(connection: aiosqlite.Connection, alias: str) -> bool:
    """Removes an alias; False where there is none."""
    key = (alias_key(alias),)
    rows = await execute(connection, "SELECT 1 FROM aliases WHERE alias_key = ?", key)
    await execute(connection, "DELETE FROM aliases WHERE alias_key = ?", key)
    return bool(rows)
