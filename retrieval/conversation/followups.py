"""Questions that only make sense after the last answer, made into whole ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from retrieval.conversation.dates import day_of
from retrieval.conversation.grammar import LANGUAGES, Form, Grammar, grammar
from retrieval.model import Query, QuestionKind, Stance

# Longer than any follow-up: what has more to it is a question of its own. It also bounds the work.
_LONGEST: Final = 120  # characters
_END: Final = "?!.…؟？¿¡ \u00a0\u202f"
_NAME_WORDS: Final = 5
_FILTERS: Final = 2  # "only from RT since June"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up question as a whole query.

    Attributes:
        only: nobody's findings are meant but the query's claimant's.
        others: everybody's but the last claimant's ("who else?").
        further: not those that the last answer showed ("what else?").
    """

    query: Query
    only: bool = False
    others: bool = False
    further: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What is left of a question once leads and filters are taken off."""

    core: str
    led: bool = False
    since: date | None = None
    publisher: str | None = None


def followed(
    last: Query, claimant: str | None, text: str, language: str, today: date
) -> FollowUp | None:
    """The whole question that an elliptical one stands for; None where it stands for itself.

    Takes a few milliseconds, whatever ``text`` is, and raises nothing.

    Args:
        last: the query of the last answer.
        claimant: of its first finding: who "he" and "they" are.
        text: as typed.
        language: that it was taken for; short texts are often taken for another.
        today: what "last week" counts from.
    """
    asked = " ".join(text.replace("’", "'").split()).strip(_END)
    if not asked or len(asked) > _LONGEST:
        return None
    order = dict.fromkeys((language, last.language, *LANGUAGES))
    for code in order:
        if code in LANGUAGES:
            tables = grammar(code)
            part = _taken_apart(asked, tables, today)
            found = _whole(part, last, claimant, tables)
            if found is not None:
                query = replace(found.query, text=" ".join(text.split()), language=code)
                return replace(found, query=query)
    return None


def _taken_apart(asked: str, tables: Grammar, today: date) -> _Part:
    led = tables.lead.fullmatch(asked)
    part = _Part(led["rest"].strip(_END), led=True) if led and led["rest"] else _Part(asked)
    for _ in range(_FILTERS):
        less = _dated(part, tables, today) or _published(part, tables)
        if less is None:
            break
        part = less
    return part


def _dated(part: _Part, tables: Grammar, today: date) -> _Part | None:
    """Without a moment at its end ("… since June")."""
    if part.since is not None:
        return None
    for pattern in (tables.lasting, tables.since):
        match = pattern.fullmatch(part.core)
        if match is not None:
            day = day_of(match["when"], tables.language, tables.dates, today)
            if day is not None:
                return replace(part, core=match["rest"].strip(_END + ","), since=day)
    return None


def _published(part: _Part, tables: Grammar) -> _Part | None:
    """Without a publisher at its end ("… only from RT")."""
    if part.publisher is not None:
        return None
    for pattern in tables.publisher:
        match = pattern.fullmatch(part.core)
        if match is not None and _is_name(match["name"], tables):
            return replace(part, core=match["rest"].strip(_END + ","), publisher=match["name"])
    return None


def _whole(part: _Part, last: Query, claimant: str | None, tables: Grammar) -> FollowUp | None:
    narrowed = replace(
        last, since=part.since or last.since, publisher=part.publisher or last.publisher
    )
    if not part.core:
        return None if narrowed == last else FollowUp(narrowed)
    for form, pattern in tables.core:
        match = pattern.fullmatch(part.core)
        if match is not None:
            groups = match.groupdict()
            stance = tables.stances.get((groups.get("verb") or "").casefold())
            found = _asked(form, groups, narrowed, claimant, _stances(stance))
            if found is not None and _names_somebody(groups, tables):
                return found
    if part.led and _is_name(part.core, tables) and part.core[:1].isupper():
        return FollowUp(_of(narrowed, part.core, QuestionKind.WHAT_SAID), only=True)
    return None


def _asked(
    form: Form,
    groups: dict[str, str | None],
    last: Query,
    claimant: str | None,
    stances: frozenset[Stance],
) -> FollowUp | None:
    """The query of a form; None where it is about the last claimant, and there was none."""
    match form:
        case Form.WHO | Form.WHO_ELSE:
            query = replace(last, kind=QuestionKind.WHO_CLAIMED, claimant=None, stances=stances)
            return FollowUp(query, others=form is Form.WHO_ELSE)
        case Form.ORIGIN:
            query = replace(last, kind=QuestionKind.ORIGIN, claimant=None, stances=frozenset())
            return FollowUp(query)
        case Form.SAID | Form.SAID_ELSE | Form.DID:
            who, kind = claimant or last.claimant, QuestionKind.WHAT_SAID
        case Form.NAMED | Form.NAMED_DID:
            who, kind = groups["name"], QuestionKind.WHAT_SAID
    if who is None:
        return None
    if form in (Form.DID, Form.NAMED_DID):
        kind = QuestionKind.DID_CLAIM
    query = replace(_of(last, who, kind), stances=stances)
    topic = groups.get("topic")
    if topic is not None:
        query = replace(query, content=topic)
    return FollowUp(query, only=True, further=form is Form.SAID_ELSE)


def _of(last: Query, claimant: str, kind: QuestionKind) -> Query:
    return replace(last, kind=kind, claimant=claimant, stances=frozenset())


def _stances(stance: Stance | None) -> frozenset[Stance]:
    """Those asked for; "who said" asks for any, as what is denied or promised was said as well."""
    if stance in (None, Stance.AFFIRM):
        return frozenset()
    return frozenset({stance})


def _names_somebody(groups: dict[str, str | None], tables: Grammar) -> bool:
    name = groups.get("name")
    return name is None or _is_name(name, tables)


def _is_name(text: str, tables: Grammar) -> bool:
    words = text.split()
    return (
        1 <= len(words) <= _NAME_WORDS
        and any(map(str.isalpha, text))
        and words[0].casefold() not in tables.no_name
        and not any(char in '?!:;"' for char in text)
    )
