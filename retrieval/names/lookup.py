"""Outlets and organisations by their names: as written, by key, and by sound from other scripts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from retrieval.model import ClaimantKind
from retrieval.names.folding import (
    fold,
    in_abjad,
    in_han,
    in_latin,
    keys_of,
    tokens,
    without_article,
    words,
    written,
)
from retrieval.names.sounds import consonant_keys, heard_alike
from retrieval.names.tables import Known, known_sources

# Initials as short as these are words too, so they count as written only: "MAP", "WHO", "APP". Of
# organisations four letters are safe in any case ("Nato").
_SHORT_INITIALS: Final = {ClaimantKind.OUTLET: 4, ClaimantKind.ORGANISATION: 3}
# A single word from another script must be this long to be told by its sound.
_LONG_WORD: Final = 6


@dataclass(frozen=True, slots=True)
class Lookup:
    """Entries of the tables by their names.

    Attributes:
        exact: by name as written.
        initials: by short initials as written, without an article.
        keys: by key, for names that mean nothing else.
        loose: by key, for all others; for where the text itself says that it names an outlet.
        sounds: with two words or more, by the consonants of the last one.
    """

    exact: dict[str, Known]
    initials: dict[str, Known]
    keys: dict[str, Known]
    loose: dict[str, Known]
    sounds: dict[tuple[str, ...], list[tuple[tuple[str, ...], Known]]]


def find_known(name: str, *, trusted: bool) -> Known | None:
    """The entry of this name; None where there is none, or where it may mean something else.

    "Le journal Le Monde" says itself that it names an outlet.

    Args:
        name: as written.
        trusted: whether the text itself says that it names an outlet.
    """
    found = _find(name, trusted=trusted)
    for rest in _without_noun(name) if found is None else ():
        found = found or _find(rest, trusted=True)
    return found


def _without_noun(name: str) -> tuple[str, ...]:
    """What is left without "newspaper" before or after it; nothing where there is no such word."""
    parts = without_article(name).split()
    if len(parts) < 2:  # noqa: PLR2004 - a noun and a name
        return ()
    nouns = words().outlets
    before = (" ".join(parts[1:]),) if fold(parts[0]) in nouns else ()
    return (*before, *((" ".join(parts[:-1]),) if fold(parts[-1]) in nouns else ()))


def _find(name: str, *, trusted: bool) -> Known | None:
    table = lookup()
    keys = keys_of(name)
    found = table.exact.get(written(name)) or table.initials.get(without_article(name))
    found = found or _first(table.keys, keys)
    if found is None and trusted:
        found = _first(table.loose, keys)
    return found or _by_sound(name)


@cache
def lookup() -> Lookup:
    """The tables that ship, indexed."""
    exact: dict[str, Known] = {}
    initials: dict[str, Known] = {}
    keys: defaultdict[str, set[Known]] = defaultdict(set)
    loose: defaultdict[str, set[Known]] = defaultdict(set)
    sounds: defaultdict[tuple[str, ...], list[tuple[tuple[str, ...], Known]]] = defaultdict(list)
    for known in known_sources():
        for name in (*known.aliases, *known.ambiguous):
            exact.setdefault(written(name), known)
            ambiguous = name in known.ambiguous or _is_short(name, known.kind)
            if _is_short(name, known.kind):
                initials.setdefault(without_article(name), known)
            for key in keys_of(name):
                (loose if ambiguous else keys)[key].add(known)
        for name in known.aliases:
            if in_latin(name):
                for consonants in consonant_keys(tokens(name)[-1]):
                    sounds[consonants].append((tokens(name), known))
    return Lookup(exact, initials, _sole(keys), _sole(loose), dict(sounds))


def _first(entries: dict[str, Known], keys: tuple[str, ...]) -> Known | None:
    return next((entries[key] for key in keys if key in entries), None)


def _sole(entries: defaultdict[str, set[Known]]) -> dict[str, Known]:
    """A key that two entries share ("Presse") is nobody's."""
    return {key: next(iter(known)) for key, known in entries.items() if len(known) == 1}


def _is_short(name: str, kind: ClaimantKind) -> bool:
    letters = name.replace(".", "")
    return letters.isupper() and len(letters) <= _SHORT_INITIALS[kind]


def _by_sound(name: str) -> Known | None:
    """The only entry that a name from another alphabet sounds like."""
    if in_latin(name) or in_abjad(name) or in_han(name):
        return None
    heard = tokens(name)
    if len(heard) == 1 and len(heard[0]) < _LONG_WORD:
        return None
    found = {
        known
        for consonants in consonant_keys(heard[-1])
        for spelled, known in lookup().sounds.get(consonants, ())
        if len(spelled) == len(heard) and all(map(heard_alike, heard, spelled))
    }
    return next(iter(found)) if len(found) == 1 else None
