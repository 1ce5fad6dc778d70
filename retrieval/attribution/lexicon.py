"""What the rules know of a language, read from TOML."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from retrieval.model import Stance

LANGUAGES: Final = ("en", "fr")
WORD: Final = re.compile(r"\w+")

_FOLDER: Final = files("retrieval.attribution") / "lexicons"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb that attributes: its words, and what follows it.

    Attributes:
        kind: ``finite``, ``participle`` (needs an auxiliary) or ``gerund``.
        takes: ``clause``, ``that``, ``object`` or ``hearer``, as the lexicon explains.
    """

    words: tuple[str, ...]
    kind: str
    stance: Stance
    takes: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of one language, in lower case.

    Attributes:
        forms: by first word, the longest first.
        words: single words by their part in a sentence.
        phrases: patterns of frames, and of words that tell what a source is.
        outlet_nouns: "magazine", and the kinds of outlet that it may mean.
    """

    forms: dict[str, list[Form]]
    words: dict[str, frozenset[str]]
    phrases: dict[str, re.Pattern[str]]
    outlet_nouns: dict[str, frozenset[str]]


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of a language, None where there is none."""
    if language not in LANGUAGES:
        return None
    data = _data(language)
    named = {**data["frames"], **data["kinds"]}
    return Lexicon(
        forms=_forms(data),
        words={
            part: frozenset(w for v in data["words"][part] for w in split(v))
            for part in data["words"]
        },
        phrases={name: any_of(values) for name, values in named.items()},
        outlet_nouns={noun: frozenset(kinds) for noun, kinds in data["outlet_nouns"].items()},
    )


@cache
def outlets() -> dict[str, tuple[str, str]]:
    """Name and kind of outlets of every language, by each of their names as written."""
    return {
        alias: (name, kind)
        for kind, names in _data("outlets").items()
        for name, aliases in names.items()
        for alias in (name, *aliases)
    }


@cache
def digest() -> str:
    """Twelve hexadecimal digits that change with any word of any lexicon."""
    texts = (_bytes(name) for name in (*LANGUAGES, "outlets"))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]


def split(text: str) -> tuple[str, ...]:
    """Its words in lower case."""
    return tuple(WORD.findall(text.lower()))


def any_of(values: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern for any of the phrases, as whole words, the longest first."""
    ordered = map(re.escape, sorted(values, key=len, reverse=True))
    either = "|".join(each.replace("'", "['’]").replace(r"\ ", r"\s") for each in ordered)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", flags)


def _forms(data: dict[str, Any]) -> dict[str, list[Form]]:
    """The first group of verbs that has a form decides on it."""
    forms: dict[tuple[tuple[str, ...], str], Form] = {}
    for verb in data["verbs"]:
        for kind in ("finite", "participle", "gerund"):
            regular = [
                stem + ending
                for name, endings in data["classes"].items()
                for stem in verb.get(name, ())
                for ending in endings[kind]
            ]
            for words in map(split, [*verb.get(kind, ()), *regular]):
                form = Form(words, kind, Stance(verb["stance"]), verb["takes"])
                forms.setdefault((words, kind), form)
    by_first: dict[str, list[Form]] = {}
    for form in sorted(forms.values(), key=lambda form: -len(form.words)):
        by_first.setdefault(form.words[0], []).append(form)
    return by_first


def _bytes(name: str) -> bytes:
    return (_FOLDER / f"{name}.toml").read_bytes()


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(_bytes(name).decode("utf-8"))


def reporting_verbs(language: str) -> dict[str, Stance]:
    """Every form of a verb that attributes, in lower case, with its stance."""
    known = lexicon(language)
    every = (form for forms in known.forms.values() for form in forms) if known else ()
    return {" ".join(form.words): form.stance for form in every}


def is_unnamed(known: Lexicon, claimant: str) -> bool:
    """Whether a claimant is said to be left without a name ("anonymous officials")."""
    return bool(known.phrases["unnamed"].search(claimant))
