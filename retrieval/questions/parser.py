"""From a typed question to a query: what is claimed, by whom, with which stance.

A first version by the forms of English and French questions, kept as data; a question of another
form or language is searched for as a whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from retrieval.attribution.lexicon import reporting_verbs
from retrieval.language import detect
from retrieval.model import Query, QuestionKind, Stance
from retrieval.questions.text import checked

_ANY: Final = r".{1,300}?"


@dataclass(frozen=True, slots=True)
class _Form:
    kind: QuestionKind
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Grammar:
    forms: tuple[_Form, ...]
    stances: Mapping[str, Stance]


def parse(text: str) -> Query:
    """Takes a question apart.

    Raises:
        EmptyText: there is no letter or digit in it.
        TooLong: it has over 1,000 characters.
    """
    question = checked(text)
    language = detect(question)
    bare = question.rstrip("?!.…؟？ \u00a0\u202f").replace("’", "'")
    grammar = _grammar(language)
    for form in grammar.forms if grammar else ():
        match = form.pattern.fullmatch(bare)
        if match:
            return _query(question, language, form.kind, match.groupdict(), grammar)
    return Query(text=question, content=question, language=language)


def _query(
    question: str,
    language: str,
    kind: QuestionKind,
    parts: Mapping[str, str | None],
    grammar: _Grammar | None,
) -> Query:
    cue = (parts.get("cue") or "").casefold()
    stance = grammar.stances.get(cue) if grammar else None
    named = kind in (QuestionKind.WHAT_SAID, QuestionKind.DID_CLAIM)
    return Query(
        text=question,
        content=parts.get("claim") or question,
        language=language,
        kind=kind,
        claimant=parts.get("source") if named else None,
        # "Who said" asks for any stance: what is denied or promised was said as well.
        stances=frozenset({stance}) if stance not in (None, Stance.AFFIRM) else frozenset(),
    )


@cache
def _grammar(language: str) -> _Grammar | None:
    source = files("retrieval.questions") / f"{language}.toml"
    if not source.is_file():
        return None
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    stances = _with_infinitives(reporting_verbs(language), data["infinitives"])
    cue = f"(?:(?:{_either(data['auxiliaries'])}) ){{0,3}}(?P<cue>{_either(stances)})"
    lead = f"(?:(?:{_either(data['and'])}),? )?"
    forms = tuple(
        _Form(QuestionKind(group["kind"]), _compiled(lead, pattern, cue))
        for group in data["forms"]
        for pattern in group["patterns"]
    )
    return _Grammar(forms, stances)


def _with_infinitives(
    forms: Mapping[str, Stance], endings: Iterable[tuple[str, str]]
) -> dict[str, Stance]:
    made = {
        form.removesuffix(ending) + instead: stance
        for ending, instead in reversed(list(endings))
        for form, stance in forms.items()
        if form.endswith(ending)
    }
    return made | dict(forms)


def _compiled(lead: str, pattern: str, cue: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\ ", " ")
    for name in ("claim", "source"):
        escaped = escaped.replace(rf"\{{{name}\}}", f"(?P<{name}>{_ANY})")
    return re.compile(lead + escaped.replace(r"\{cue\}", cue), re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    """An alternation, longest first, so that "a déclaré" is not cut to "a"."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
