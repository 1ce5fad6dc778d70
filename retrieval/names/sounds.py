"""Whether two words, each as its script and language spell it, can be the same name."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Final

_KEPT: Final = 8192  # as many words as folding keeps names

# What European spellings have for one sound, the longest first. Capitals are sounds of our own:
# S as in "ship" and "chip", J as in "Jim" and French "Jean".
_SPELLINGS: Final = {
    "tsch": "S", "dsch": "J", "shch": "S", "chtch": "S", "tsz": "J", "scht": "st", "sht": "st",
    "schp": "sp", "shp": "sp", "sch": "S", "tch": "S",
    "dzh": "J", "dj": "J", "sh": "S", "zh": "J", "kh": "h", "gh": "g", "ph": "f", "th": "t",
    "ck": "k", "ts": "s", "tz": "s", "z": "s", "q": "k", "w": "v", "f": "v",
}  # fmt: skip
_ABJAD_SPELLINGS: Final = _SPELLINGS | {"w": "w"}  # where it is a vowel
_SPELLED: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
# Letters that two languages read differently: each reading is tried.
_READINGS: Final = {"ch": ("S", "h", "k"), "j": ("J", "y"), "x": ("ks", "s"), "c": ("k", "s")}
_AMBIGUOUS: Final = re.compile("ch|j|x|c")
_SLAVIC_END: Final = re.compile(r"(?<=[^aeiouy])(?:[iyj]{1,2})$")  # Zelensky, -skyy, -skiy, -skyj
_DOUBLED: Final = re.compile(r"([^aeou])\1+")
_VOWELS: Final = re.compile(r"[aeiouy]+")

# The vowels of another alphabet, as anyascii writes them, and what Latin spellings may have there.
_HEARD: Final = {
    "a": "a u aa", "ai": "ai i y ei ie", "e": "e ai ie ea ae oe", "ei": "ei ai ea a e",
    "i": "i ee ea ie", "o": "o oa au eau oe", "oi": "oi oy u ou", "u": "u oo ou ue oe",
    "iu": "iu u ew eu ue ui", "iue": "ue uel", "ia": "ia a ea", "io": "io o eo eu", "ie": "ie e",
}  # fmt: skip
_HEARD_AS: Final = {
    written: frozenset(re.sub("y", "i", heard).split()) for written, heard in _HEARD.items()
}
# Arabic and Hebrew write long vowels only.
_LONG: Final = {"w": re.compile(r"[ou]"), "y": re.compile(r"[iey]"), "v": re.compile(r"[ouv]")}
# Fewer consonants than this tell too little where vowels are not written: "bn" is Ben, Bin, Bonn.
LEAST_CONSONANTS: Final = 3

Shape = tuple[tuple[str, ...], tuple[str, ...]]  # n consonants, and the n + 1 vowels around them


def spelled_alike(one: str, other: str, *, surname: bool = True) -> bool:
    """Two Latin spellings of one word: "poutine" and "putin", "lawrow" and "lavrov".

    Only spellings count that differ by the rules of a language: "petersen" is not "peterson".
    In a surname a silent e at the end says nothing; a first name is another with it ("martine").
    """
    return one == other or bool(_spellings(one, surname) & _spellings(other, surname))


def heard_alike(foreign: str, latin: str, *, surname: bool = True) -> bool:
    """A word from another alphabet, in Latin letters, and a Latin one: "bayden" and "biden"."""
    if spelled_alike(foreign, latin, surname=surname):
        return True
    return any(
        a[0] == b[0] and all(map(_vowels_alike, a[1], b[1]))
        for a, b in product(_shapes(foreign, surname), _shapes(latin, surname))
    )


def consonants_alike(abjad: str, latin: str) -> bool:
    """A word without its short vowels, and a Latin one: "bwtyn" and "putin"."""
    written, sounding = _abjad_shape(abjad), _shapes(latin, surname=True)
    return bool(written[0]) and any(
        _as_in_abjad(written[0]) == _as_in_abjad(shape[0])
        and all(map(_long_vowels_alike, written[1], shape[1]))
        for shape in sounding
    )


def _as_in_abjad(consonants: tuple[str, ...]) -> tuple[str, ...]:
    """Arabic has no p, and one letter for g and j."""
    return tuple({"p": "b", "J": "g"}.get(letter, letter) for letter in consonants)


def consonants_of(abjad: str) -> int:
    """How many consonants a word has that is written without its short vowels."""
    return len(_abjad_shape(abjad)[0])


@lru_cache(_KEPT)
def _spellings(word: str, surname: bool) -> frozenset[str]:  # noqa: FBT001 - keys of a cache
    """Every way to read it, spelled by one set of rules."""
    return frozenset(_respelled(reading, surname=surname) for reading in _readings(word))


def _respelled(word: str, *, surname: bool) -> str:
    word = re.sub(r"^iou", "yu", word).replace("ou", "u").replace("oo", "u")
    if surname:
        word = re.sub(r"(?<=\w{3}in)e$", "", word)  # Poutine
    word = _SLAVIC_END.sub("i", word)
    word = re.sub(r"(?<=[aeo])[iy]$", "i", word)
    return word.replace("ss", "s").replace("h", "")


def _readings(word: str) -> list[str]:
    """At most 3 to the 3rd readings: further letters with several are read as the first."""
    sounded = _SPELLED.sub(lambda match: _SPELLINGS[match.group()], word)
    parts = _AMBIGUOUS.split(sounded)
    between = [_READINGS[letters] for letters in _AMBIGUOUS.findall(sounded)]
    ways = [way if n < 3 else way[:1] for n, way in enumerate(between)]  # noqa: PLR2004 - see above
    return [
        "".join(part + letter for part, letter in zip(parts, (*choice, ""), strict=True))
        for choice in product(*ways)
    ]


@lru_cache(_KEPT)
def _shapes(word: str, surname: bool) -> tuple[Shape, ...]:  # noqa: FBT001 - keys of a cache
    spelled = (_respelled(reading, surname=surname) for reading in _readings(word))
    return tuple(_shape(word, surname=surname) for word in spelled)


def _shape(word: str, *, surname: bool) -> Shape:
    """Consonants and the vowels around them; the g of "ng", a silent e at the end are left out."""
    word = _DOUBLED.sub(r"\1", re.sub(r"(?<=n)g$", "", word.replace("y", "i")))
    if surname:
        word = re.sub(r"(?<=\w[^aeiu])e$", "", word)
    return (
        tuple(letter for letter in word if letter not in "aeiou"),
        tuple(re.split(r"[^aeiou]", word)),
    )


def _abjad_shape(word: str) -> Shape:
    word = re.sub(r"^w", "v", word.replace("kh", "h").replace("gh", "g"))
    word = _SPELLED.sub(lambda match: _ABJAD_SPELLINGS[match.group()], word)
    word = _DOUBLED.sub(r"\1", word.replace("j", "J").replace("p", "b")).replace("h", "")
    return (
        tuple(letter for letter in word if letter not in "aeiouwy"),
        tuple(re.split(r"[^aeiouwy]", word)),
    )


def _vowels_alike(written: str, heard: str) -> bool:
    return written == heard or heard in _HEARD_AS.get(written, ())


def _long_vowels_alike(written: str, heard: str) -> bool:
    """Whether a vowel that is written is heard; of two ("yw" in Furyk) one will do."""
    long = [letter for letter in written if letter in _LONG]
    return not long or any(_LONG[letter].search(heard) for letter in long)


def consonant_keys(word: str) -> frozenset[tuple[str, ...]]:
    """Its consonants, once for each way to read it; words that sound alike share one."""
    return frozenset(shape[0] for shape in _shapes(word, True))  # noqa: FBT003 - keys of a cache
