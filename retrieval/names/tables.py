"""What ships of outlets, organisations, states and seats of government, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from retrieval.model import ClaimantKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source of a table.

    Attributes:
        medium: "agency", "newspaper", "magazine", "broadcaster", "site"; of an organisation, that.
        country: ISO 3166-1, None where it belongs to several.
        aliases: all names, the first of them ``name``, but for the ambiguous ones.
        ambiguous: names that mean something else as well; they count only as written here.
    """

    name: str
    kind: ClaimantKind
    medium: str
    country: str | None
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """What a state or union is called beside its names in CLDR, by its code."""

    code: str
    names: tuple[str, ...]
    seats: tuple[str, ...]
    capitals: tuple[str, ...]


@cache
def known_sources() -> tuple[Known, ...]:
    """Outlets, then organisations, in the order of their files."""
    return (
        *_known("outlets", ClaimantKind.OUTLET),
        *_known("organisations", ClaimantKind.ORGANISATION),
    )


@cache
def governments() -> tuple[Government, ...]:
    """Further names, seats and capitals."""
    return tuple(
        Government(code=code, **{part: tuple(names) for part, names in entry.items()})
        for code, entry in _data("metonyms").items()
    )


def _known(table: str, kind: ClaimantKind) -> tuple[Known, ...]:
    return tuple(
        Known(
            name=name,
            kind=kind,
            medium=medium,
            country=entry.get("country"),
            aliases=tuple(n for n in (name, *entry.get("aliases", ())) if n not in ambiguous),
            ambiguous=ambiguous,
        )
        for medium, entries in _data(table).items()
        for name, entry in entries.items()
        for ambiguous in (tuple(entry.get("ambiguous", ())),)
    )


def _data(table: str) -> dict[str, Any]:
    return tomllib.loads((files("retrieval.names") / f"{table}.toml").read_text(encoding="utf-8"))
