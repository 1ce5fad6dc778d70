"""The forms of follow-up questions, by language: tables beside the code, made into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from retrieval.conversation.dates import DateWords
from retrieval.model import Stance

LANGUAGES: Final = ("en", "fr", "ru", "de", "es")
_NAME: Final = r"\S.{0,58}?"
_TOPIC: Final = r"\S.{0,98}?"
_WHEN: Final = r"\S.{0,38}"


class Form(StrEnum):
    """What a follow-up asks for."""

    WHO = "who"  # who says, denies, … it
    WHO_ELSE = "who_else"  # the same, without whom the last answer began with
    SAID = "said"  # what the last claimant said
    SAID_ELSE = "said_else"  # the same, without what the last answer showed
    DID = "did"  # whether the last claimant said, denied, … it
    NAMED = "named"  # what somebody else says of it
    NAMED_DID = "named_did"  # whether somebody else said, denied, … it
    ORIGIN = "origin"  # where it comes from


@dataclass(frozen=True, slots=True)
class Grammar:
    """The tables of one language, as patterns that match a whole stretch of text.

    Attributes:
        lead: the words before a follow-up, with what follows as ``rest``.
        core: each form with its patterns, tried in this order.
        since: a stretch that ends in a moment, as ``when``; before it, ``rest``.
        lasting: the same for a length of time up to now.
        publisher: the same for a publisher, as ``name``.
        stances: by verb, in small letters.
        no_name: first words of a question that are nobody's name.
    """

    language: str
    lead: re.Pattern[str]
    core: tuple[tuple[Form, re.Pattern[str]], ...]
    since: re.Pattern[str]
    lasting: re.Pattern[str]
    publisher: tuple[re.Pattern[str], ...]
    stances: Mapping[str, Stance]
    no_name: frozenset[str]
    dates: DateWords


@cache
def grammar(language: str) -> Grammar:
    """The grammar of one of ``LANGUAGES``."""
    source = files("retrieval.conversation") / f"{language}.toml"
    data: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    stances = {verb: Stance(name) for name, verbs in data["verbs"].items() for verb in verbs}
    filters, dates = data["filters"], data["dates"]
    parts = _parts(data, stances)
    return Grammar(
        language=language,
        lead=_compiled(f"(?:{_either(data['lead'])})(?:,? |$)(?P<rest>.*)"),
        core=tuple(
            (form, _compiled(_filled(pattern, parts)))
            for form in Form
            for pattern in data["forms"][form]
        ),
        since=_ending(f"(?:{_either(filters['since'])}) (?P<when>{_WHEN})"),
        lasting=_ending(f"(?:{_either(filters['lasting'])}) (?P<when>{_WHEN})"),
        publisher=tuple(_ending(_filled(pattern, parts)) for pattern in filters["publisher"]),
        stances={verb.casefold(): stance for verb, stance in stances.items()},
        no_name=frozenset(data["no_name"]),
        dates=DateWords(
            phrases={key: value for key, value in dates.items() if isinstance(value, str)},
            articles=dates["articles"],
            drop=dates["drop"],
        ),
    )


def _parts(data: Mapping[str, Any], stances: Iterable[str]) -> dict[str, str]:
    auxiliary = f"(?:(?:{_either(data['auxiliaries'])}) ){{0,2}}"
    verb = _either(stances)
    return {
        "verb": f"{auxiliary}(?P<verb>{verb})",
        "it": f"(?:{_either(data['it'])})",
        "he": f"(?:{_either(data['he'])})",
        "him": "(?:him|her|them)",
        "name": f"(?P<name>{_NAME})",
        "topic": f"(?P<topic>{_TOPIC})",
    }


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern's own words escaped, its places filled; "l'" and the like take no blank."""
    filled = re.escape(pattern).replace(r"\ ", " ")
    for name, part in parts.items():
        filled = filled.replace(rf"\{{{name}\}}", part)
    return filled


def _ending(pattern: str) -> re.Pattern[str]:
    return _compiled(rf"(?P<rest>.*?)(?:^|,? ){pattern}")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    """An alternation, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
