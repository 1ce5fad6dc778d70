"""When a person means: "June", "lundi", "3 мая 2024", "two weeks"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from dateparser.date import DateDataParser

# Longer than any date that people write; what the library does grows with it.
_LONGEST: Final = 40
_SETTINGS: Final = {
    "PREFER_DATES_FROM": "past",
    "PREFER_DAY_OF_MONTH": "first",
    "PREFER_MONTH_OF_YEAR": "first",
    "RETURN_AS_TIMEZONE_AWARE": False,
}
_ENGLISH: Final = "en"  # what the tables translate into


@dataclass(frozen=True, slots=True)
class DateWords:
    """A language's phrases that the library does not know, by what it does know.

    Attributes:
        phrases: whole phrases in small letters, and what they mean in English.
        articles: words to leave out at the beginning.
        drop: words to leave out anywhere.
    """

    phrases: Mapping[str, str]
    articles: Sequence[str] = ()
    drop: Sequence[str] = ()


def day_of(text: str, language: str, words: DateWords, today: date) -> date | None:
    """The day on which a stretch of time begins; None where it names none, or one to come.

    Takes a millisecond or two once ``language`` has been used (up to 0.1 s the first time).
    """
    phrase = " ".join(text.casefold().split()).strip(" ,.")
    if len(phrase) > _LONGEST or not any(char.isalnum() for char in phrase):
        return None
    for candidate, spoken in _readings(phrase, language, words):
        found = _parsed(candidate, spoken, today)
        if found is not None:
            return found if found <= today else None
    return None


def warm_up(language: str) -> None:
    """Loads what the library knows of a language, so that the first question need not."""
    for spoken in (language, _ENGLISH):
        _parsed("2020-01-01", spoken, date(2020, 1, 2))
        _parsed("1 x", spoken, date(2020, 1, 2))


def _readings(phrase: str, language: str, words: DateWords) -> list[tuple[str, str]]:
    """The phrase and simpler forms of it, each with the language that it is in."""
    kept = [word for word in phrase.split() if word not in words.drop]
    bare = list(kept)
    while bare and bare[0] in words.articles:
        bare.pop(0)
    plain = " ".join(bare)
    for article in words.articles:
        if article.endswith("'"):
            plain = plain.removeprefix(article)
    forms = dict.fromkeys((phrase, " ".join(bare), plain))
    translated = [(words.phrases[form], _ENGLISH) for form in forms if form in words.phrases]
    return translated or [(form, language) for form in forms if _telling(form)]


def _telling(form: str) -> bool:
    """Whether it can be a date: with a letter, or at least the four digits of a year."""
    return any(char.isalpha() for char in form) or sum(map(str.isdigit, form)) >= len("2024")


def _parsed(phrase: str, language: str, today: date) -> date | None:
    try:
        found = _parser(language, today).get_date_data(phrase).date_obj
    except (ValueError, OverflowError, TypeError):  # "999999999 years ago" is beyond its calendar
        return None
    return found.date() if found is not None else None


@lru_cache(64)
def _parser(language: str, today: date) -> DateDataParser:
    base = datetime.combine(today, time(12))
    return DateDataParser(languages=[language], settings={**_SETTINGS, "RELATIVE_BASE": base})
