"""Other names of a source, as an administrator sets them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """Two names of one source: who is called ``alias`` is the one called ``name``."""

    alias: str
    name: str


def alias_key(name: str) -> str:
    """What makes two aliases the same one: the name without case and outer or double spaces."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def leads_back(
    aliases: Iterable[Alias], new: Alias, key: Callable[[str], str] = alias_key
) -> tuple[str, ...] | None:
    """The circle that a new alias would close, from its name on; None where it closes none.

    Args:
        aliases: those that are set; one of the same key as ``new`` would be replaced by it.
        new: the alias to be set.
        key: what makes two names the same.
    """
    targets = {key(alias.alias): alias.name for alias in aliases}
    targets[key(new.alias)] = new.name
    path, name = [new.name], new.name
    while key(name) != key(new.alias):
        target = targets.get(key(name))
        if target is None or target in path:
            return None
        name = target
        path.append(name)
    return tuple(path)
