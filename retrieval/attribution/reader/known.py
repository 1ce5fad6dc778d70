"""Words of an article as the tables of names know them, without looking most of them up."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from retrieval.names.folding import fold, words
from retrieval.names.lookup import find_known, lookup
from retrieval.names.tables import Known

# Stretches that may be names, of some twenty articles; each is some hundred bytes.
_KEPT: Final = 8192
_LATIN: Final = "\u0250"  # up to here all letters are; names in other scripts go by their sound


def known_as(name: str, *, trusted: bool) -> Known | None:
    """As ``find_known``, at a fraction of its cost for stretches that are no name of a table.

    A word by itself, in plain letters, is in the key of whatever it may name.
    """
    if name and max(name) < _LATIN:
        for word in name.split():
            if word.isascii() and word.isalnum() and word.lower() not in _vocabulary():
                return None
    return _known(name, trusted=trusted)


def folded(word: str) -> str:
    """As ``fold``, for a single word: plain letters only change their case."""
    return word.lower() if word.isascii() and word.isalnum() else fold(word)


@lru_cache(_KEPT)
def _known(name: str, *, trusted: bool) -> Known | None:
    return find_known(name, trusted=trusted)


@cache
def _vocabulary() -> frozenset[str]:
    """All words of names in the tables, and those that a name may have beside its own."""
    tables = lookup()
    keys = (*tables.keys, *tables.loose, *map(fold, tables.exact), *map(fold, tables.initials))
    return (
        frozenset(word for key in keys for word in key.split())
        | words().articles
        | (words().outlets)
    )
