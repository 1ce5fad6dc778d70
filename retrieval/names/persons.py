"""Names of persons: their parts, and whether two can be one person's, across scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval.names.folding import in_abjad, in_latin, latin, tokens, words
from retrieval.names.sounds import (
    LEAST_CONSONANTS,
    consonants_alike,
    consonants_of,
    heard_alike,
    spelled_alike,
)

_KEPT: Final = 8192  # as many as folding keeps
_LONGEST: Final = 5  # words of a person's name, titles left out
_INITIALS: Final = 6  # in capitals alone, as short as this, are an institution's
# "al-Sisi", "el-Sisi", "Sisi": the Arabic article is written or not, and as it sounds or not.
_ARABIC_ARTICLE: Final = re.compile(r"\b(?:al|el|an|ar|as|ash|at)-(?=\w)", re.IGNORECASE)
_WRITTEN_ARTICLE: Final = re.compile(r"(?<!\w)ال(?=\w{3})")
_INITIAL_M: Final = re.compile(r"^M\.\s+(?=\w)")  # Monsieur
# "Moon Jae-in": a second part in small letters is of a given name that comes last.
_GIVEN_LAST: Final = re.compile(r"^\w+\s+\w+-[^\W\d_A-Z]\w*$")

Alike = Callable[[str, str, bool], bool]  # two words, and whether they are surnames


@dataclass(frozen=True, slots=True)
class Person:
    """The parts of a name.

    Attributes:
        given: first names, or initials.
        surname: its last word, without particles ("von der").
        generation: "jr", "fils": what tells a son from his father.
    """

    given: tuple[str, ...]
    surname: str
    generation: str = ""


def persons_alike(one: str, other: str) -> bool:
    """Whether both can be names of one person: same surname, no other first name."""
    if not (_like_a_person(one) and _like_a_person(other)):
        return False
    if latin(one) == latin(other):
        return True
    alike = _way_of(one, other)
    return any(
        _alike(a, b, alike)
        for a, b in zip(readings_of(one), readings_of(other), strict=True)
        if a is not None and b is not None
    )


def is_short(name: str) -> bool:
    """True for a form that several persons can share: a surname alone, or with an initial."""
    person = readings_of(name)[0]
    return person is None or not person.given or any(len(word) == 1 for word in person.given)


@lru_cache(_KEPT)
def readings_of(name: str) -> tuple[Person | None, Person | None]:
    """Its parts with the surname last, and, where that is how it is built, with the surname first.

    A surname alone is both; None where it cannot be read so.
    """
    found = list(_words_of(name))
    generation = found.pop() if len(found) > 1 and found[-1] in words().generations else ""
    if not found:
        return None, None
    start = len(found) - 1
    while start > 0 and found[start - 1] in words().particles:
        start -= 1
    last = Person(tuple(found[:start]), found[-1], generation)
    if len(found) == 1:
        return last, last
    first = found[0] in words().family_first or _GIVEN_LAST.match(name) is not None
    return last, Person(("".join(found[1:]),), found[0], generation) if first else None


def _words_of(name: str) -> Iterator[str]:
    """Words of the name proper: without titles, a description before it, Arabic articles."""
    text = _WRITTEN_ARTICLE.sub("", _ARABIC_ARTICLE.sub("", _INITIAL_M.sub("", _named(name))))
    found = list(tokens(text))
    while len(found) > 1 and (
        found[0] in words().address
        or (found[0] in words().offices and found[1] not in words().prepositions)
    ):
        del found[0]
    yield from found


def _named(name: str) -> str:
    """Without what a person is in small letters: "le plongeur olympique Tom Daley".

    "Le maire de New York" is not of that form: his name does not stand there.
    """
    parts = name.split()
    start = len(parts)
    while start > 0 and not parts[start - 1][0].islower():
        start -= 1
    described = start > 0 and len(parts) - start > 1
    before = tokens(parts[start - 1])[:1] if described else ()
    if not before or before[0] in words().joining | words().particles:
        return name
    return " ".join(parts[start:])


def _like_a_person(name: str) -> bool:
    """A few words, capitalised where there are capitals, none of which names an institution."""
    found = tuple(_words_of(name))
    initials = name.isupper() and len(name) <= _INITIALS
    return (
        0 < len(found) <= _LONGEST
        and not initials
        and not any(letter.isdigit() for letter in name)
        and not words().institutions.intersection(found)
        and not (len(found) > 1 and found[0] in words().offices)
        and not any(_small(word) for word in _named(name).split())
    )


def _small(word: str) -> bool:
    """Whether it has a small letter where names have a capital."""
    known = words().particles | words().articles | words().address | words().offices
    return word[0].islower() and not known.intersection(tokens(word))


def _alike(a: Person, b: Person, alike: Alike) -> bool:
    if a.generation != b.generation or not alike(a.surname, b.surname, True):  # noqa: FBT003
        return False
    return not a.given or not b.given or _given_alike(a.given, b.given, alike)


def _given_alike(a: tuple[str, ...], b: tuple[str, ...], alike: Alike) -> bool:
    """The first ones agree; middle ones agree, or one name leaves them out."""
    if not _given_name_alike(a[0], b[0], alike):
        return False
    if len(a) == 1 or len(b) == 1:
        return True
    return len(a) == len(b) and all(
        _given_name_alike(x, y, alike) for x, y in zip(a[1:], b[1:], strict=True)
    )


def _given_name_alike(a: str, b: str, alike: Alike) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    known = words().given
    if a in known and b in known:
        return known[a] == known[b]
    return alike(a, b, False)  # noqa: FBT003


def _way_of(one: str, other: str) -> Alike:
    """How their scripts can be compared; takes the word of ``one`` first."""
    if in_abjad(one) != in_abjad(other):
        if in_abjad(one):
            return _abjad_and_latin
        return lambda a, b, surname: _abjad_and_latin(b, a, surname)
    if in_abjad(one):
        return lambda a, b, _: a == b
    if in_latin(one) == in_latin(other):
        return lambda a, b, surname: spelled_alike(a, b, surname=surname)
    if in_latin(other):
        return lambda a, b, surname: heard_alike(a, b, surname=surname)
    return lambda a, b, surname: heard_alike(b, a, surname=surname)


def _abjad_and_latin(abjad: str, other: str, surname: bool) -> bool:  # noqa: FBT001 - an Alike
    sounding = latin(abjad)
    if surname and consonants_of(sounding) < LEAST_CONSONANTS:
        return False
    return consonants_alike(sounding, other)
