"""States by any of their names: CLDR's in every language, and a table of our own."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from retrieval.names.folding import in_latin, keys_of, without_article
from retrieval.names.tables import Government, governments

# Whose names of states are looked at for a name in this script, beside those of its own language
# and of English. About 3 ms a language, once.
_LANGUAGES: Final = {
    "LATIN": (
        "en", "fr", "de", "es", "pt", "it", "nl", "pl", "tr", "id", "sv", "ro", "cs", "hu",
        "da", "nb", "fi", "hr", "sk",
    ),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "kk", "mk"),
    "ARABIC": ("ar", "fa", "ur"),
    "CJK": ("zh", "zh_Hant", "ja"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "THAI": ("th",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
}  # fmt: skip
# CLDR's names of what has no government: the euro area, nowhere, Outlying Oceania, Antarctica, and
# two languages that programmers invented.
_NO_GOVERNMENT: Final = frozenset(("EZ", "ZZ", "QO", "AQ", "XA", "XB"))
_ENGLISH: Final = "en"
# A Latin name as short as "Ý" (Vietnamese for Italy) is a word in other languages.
_SHORTEST: Final = 4
_INITIALS: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A state that a name stands for; ``capital`` where the name is a town's."""

    code: str
    capital: bool = False


def place_named(name: str, language: str) -> Place | None:
    """The state of this name, in its language or another of the same script; None for no state.

    Args:
        name: as written.
        language: of the text that it stands in, ISO 639-1, ``und`` where it is not known.
    """
    exact, own = _own()
    found = exact.get(without_article(name))
    for key in keys_of(name) if found is None else ():
        found = found or own.get(key) or _in_cldr(key, name, language)
    return found


@cache
def english_name(code: str) -> str:
    """What CLDR calls a state in English: "United States"."""
    return str(Locale.parse(_ENGLISH).territories.get(code, code))


@cache
def further_names(code: str) -> tuple[str, ...]:
    """Its seats and capitals, and names that CLDR does not have."""
    return next(((*g.names, *g.seats, *g.capitals) for g in governments() if g.code == code), ())


def _in_cldr(key: str, name: str, language: str) -> Place | None:
    """The language of the text comes first: names that are another state's elsewhere are rare."""
    code = names_in(language).get(key)
    if code is None and (len(key) >= _SHORTEST or not in_latin(name)):
        others = _LANGUAGES.get(script_of(name), ())
        code = next((found for other in others if (found := names_in(other).get(key))), None)
    return None if code is None else Place(code)


@cache
def names_in(language: str) -> dict[str, str]:
    """Codes by the keys of the names in one language; empty for one that CLDR does not know."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        key: code
        for code, name in sorted(territories.items())
        if code.isalpha() and code not in _NO_GOVERNMENT
        for key in keys_of(name)
    }


@cache
def _own() -> tuple[dict[str, Place], dict[str, Place]]:
    """Places of our own table by name as written, where it is initials, and by key.

    A name comes before a seat, and a seat before a capital.
    """
    exact: dict[str, Place] = {}
    keys: dict[str, Place] = {}
    for government in governments():
        for names, capital in _ranked(government):
            for name in names:
                place = Place(government.code, capital)
                if _is_initials(name):
                    exact.setdefault(without_article(name), place)
                else:
                    for key in keys_of(name):
                        keys.setdefault(key, place)
    return exact, keys


def _is_initials(name: str) -> bool:
    """Such as "US", "ЕС", "U.K.": in small letters they are words."""
    letters = name.replace(".", "").replace(" ", "")
    return letters != letters.lower() and letters.isupper() and len(letters) <= _INITIALS


def _ranked(government: Government) -> tuple[tuple[tuple[str, ...], bool], ...]:
    return (
        (government.names, False),
        (government.seats, False),
        (government.capitals, True),
    )


def script_of(name: str) -> str:
    """Of its first letter, by Unicode's name of it: "LATIN", "CJK"; empty where it has none."""
    letter = next((letter for letter in name if letter.isalpha()), "")
    return unicodedata.name(letter, "").split(" ", maxsplit=1)[0] if letter else ""
