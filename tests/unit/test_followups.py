"""Questions that refer to the last answer."""

from __future__ import annotations

import time
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.conversation.dates import DateWords, day_of
from retrieval.conversation.followups import FollowUp, followed
from retrieval.conversation.grammar import LANGUAGES, Form, grammar
from retrieval.model import Query, QuestionKind, Stance

TODAY: Final = date(2024, 6, 20)  # a Thursday
LAST: Final = Query(
    text="who claimed that Valdora delivers engines?",
    content="Valdora delivers engines",
    language="en",
    kind=QuestionKind.WHO_CLAIMED,
)
MINISTER: Final = "Anna Orlova"


def asked(text: str, last: Query = LAST, claimant: str | None = MINISTER) -> FollowUp | None:
    """What becomes of a text after the last answer."""
    return followed(last, claimant, text, "en", TODAY)


def query(text: str, last: Query = LAST) -> Query:
    """The whole question that a follow-up stands for."""
    found = asked(text, last)
    assert found is not None
    return found.query


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("and who denied it?", "en"),
        ("Who has denied that", "en"),
        ("who disagrees?", "en"),
        ("et qui l’a démenti ?", "fr"),
        ("Qui a démenti cela ?", "fr"),
        ("и кто это отрицал?", "ru"),
        ("кто опроверг это?", "ru"),
        ("Und wer hat das bestritten?", "de"),
        ("wer bestreitet das?", "de"),
        ("¿y quién lo negó?", "es"),
        ("¿Quién lo ha desmentido?", "es"),
    ],
)
def test_who_denied_it(text: str, language: str) -> None:
    """The last claim is asked for again with another stance, in the language of the follow-up."""
    whole = query(text)
    assert whole.content == LAST.content
    assert whole.stances == {Stance.DENY}
    assert (whole.kind, whole.claimant) == (QuestionKind.WHO_CLAIMED, None)
    assert whole.language == language
    assert whole.text == text


@pytest.mark.parametrize(
    "text",
    [
        "what else did he say?",
        "And what else did she say",
        "qu'a-t-il dit d'autre ?",
        "Qu’est-ce qu’elle a dit d’autre ?",
        "что ещё она сказала?",
        "was hat er noch gesagt?",
        "¿qué más dijo?",
    ],
)
def test_what_else_did_they_say(text: str) -> None:
    """He, she, they: the claimant of the first finding; what was shown is not meant."""
    found = asked(text)
    assert found is not None
    assert (found.query.claimant, found.query.kind) == (MINISTER, QuestionKind.WHAT_SAID)
    assert (found.only, found.further, found.others) == (True, True, False)


@pytest.mark.parametrize(
    "text", ["who else?", "and who else said so?", "qui d'autre ?", "кто ещё?", "wer noch?",
             "¿quién más?"],
)  # fmt: skip
def test_who_else(text: str) -> None:
    """The same claim, by others than the first claimant."""
    found = asked(text)
    assert found is not None
    assert (found.query.content, found.query.claimant) == (LAST.content, None)
    assert (found.only, found.others) == (False, True)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("since June?", date(2024, 6, 1)),
        ("and since 3 May 2024?", date(2024, 5, 3)),
        ("in the last two weeks", date(2024, 6, 6)),
        ("since last Monday", date(2024, 6, 17)),
        ("since 2023", date(2023, 1, 1)),
        ("since November", date(2023, 11, 1)),
        ("over the past week", date(2024, 6, 13)),
        ("depuis lundi ?", date(2024, 6, 17)),
        ("et depuis le 3 mai 2024 ?", date(2024, 5, 3)),
        ("ces deux dernières semaines", date(2024, 6, 6)),
        ("с июня?", date(2024, 6, 1)),
        ("а с понедельника?", date(2024, 6, 17)),
        ("за последние две недели", date(2024, 6, 6)),
        ("seit Juni?", date(2024, 6, 1)),
        ("in den letzten drei Tagen", date(2024, 6, 17)),
        ("desde junio", date(2024, 6, 1)),
        ("en las últimas dos semanas", date(2024, 6, 6)),
    ],
)
def test_since(text: str, since: date) -> None:
    """The last question again, for articles from that day on; months and weekdays are past ones."""
    whole = query(text)
    assert whole.since == since
    assert (whole.content, whole.kind) == (LAST.content, LAST.kind)


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("only from RT", "RT"),
        ("from Le Monde?", "Le Monde"),
        ("in the Varelle Times only", "the Varelle Times"),
        ("seulement de RT", "RT"),
        ("только от РИА Новости", "РИА Новости"),
        ("nur von RT", "RT"),
        ("solo de El País", "El País"),
    ],
)
def test_only_from(text: str, publisher: str) -> None:
    """The last question again, for the articles of one publisher."""
    assert query(text).publisher == publisher


def test_both_at_once_and_one_after_the_other() -> None:
    """Filters add up until a whole question comes."""
    both = query("who denied it, only from RT since Monday?")
    assert (both.publisher, both.since) == ("RT", date(2024, 6, 17))
    assert both.stances == {Stance.DENY}
    then = query("and who promised it?", both)
    assert (then.publisher, then.since, then.stances) == (
        "RT",
        both.since,
        frozenset({Stance.PROMISE}),
    )
    assert query("since June?", both).since == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("text", "kind", "claimant"),
    [
        ("did he deny it?", QuestionKind.DID_CLAIM, MINISTER),
        ("did the Pentagon deny it?", QuestionKind.DID_CLAIM, "the Pentagon"),
        ("and Paul Keller?", QuestionKind.WHAT_SAID, "Paul Keller"),
        ("what about the harbour master?", QuestionKind.WHAT_SAID, "the harbour master"),
        ("what did Keller say about it?", QuestionKind.WHAT_SAID, "Keller"),
        ("where does it come from?", QuestionKind.ORIGIN, None),
        ("d'où ça vient ?", QuestionKind.ORIGIN, None),
    ],
)
def test_other_questions(text: str, kind: QuestionKind, claimant: str | None) -> None:
    """About the last claimant, about somebody else, about where it comes from."""
    whole = query(text)
    assert (whole.kind, whole.claimant, whole.content) == (kind, claimant, LAST.content)


def test_another_topic() -> None:
    """What he said about something else is a question about that."""
    assert query("what did he say about ferries?").content == "ferries"


def test_without_a_claimant_nobody_is_he() -> None:
    """After "no evidence" a pronoun means nobody; a claimant who was asked for is still one."""
    assert asked("what else did he say?", claimant=None) is None
    about = Query(text="what did Keller say?", content="x", language="en", claimant="Keller")
    found = asked("what else did he say?", about, claimant=None)
    assert found is not None
    assert found.query.claimant == "Keller"


@pytest.mark.parametrize(
    "text",
    [
        *("who claimed that Iran supplies drones?", "and who denied helping Russia?"),
        *("what did Lavrov say?", "and in French articles?", "and since the invasion?"),
        *("hello", "thanks", "who", "only", "and", "et", "", "?", "since", "only from"),
        *("where does the drone come from?", "Qui a dit que le port serait dragué ?"),
        *("and why?", "and what is the weather?", "Кто заявил, что порт закрыт?"),
        *("since 3 May 2099", "who said so " * 20),
    ],
)
def test_whole_questions_stand_for_themselves(text: str) -> None:
    """A question that can be answered alone is not bent to the last one."""
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("since " * 20, "a " * 60, "only from " + "x " * 50, "what did " + "he say " * 15),
        *("and " * 30, "с " * 59, "'" * 120, "who " + "has " * 28, "since 9999999999 years ago"),
        *("\ud800 who", "who\u0000else", "since " + "1" * 40, "in the last " + "9" * 30 + " days"),
    ],
)
def test_hostile_texts_are_quick(text: str) -> None:
    """Nothing that can be typed keeps the assistant busy, or breaks it."""
    asked("since June")
    asked("x")  # tables and dates of every language are loaded by now
    times = []
    for _ in range(3):
        start = time.perf_counter()
        asked(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02


_TYPED: Final = (
    "and who denied it what else did he say since June only from RT et qui l'a démenti depuis "
    "lundi кто это с июня wer hat das seit quién lo negó in the last two weeks ago 3 May 2024"
)
_WORDS = st.sampled_from(sorted(set(_TYPED.split())))


@given(st.text(max_size=140) | st.lists(_WORDS, max_size=14).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed(text: str) -> None:
    """A whole query with the last content or a topic, or None; the same again each time."""
    found = asked(text)
    if found is not None:
        assert found.query.content
        assert found.query.since is None or found.query.since <= TODAY
        assert asked(text) == found


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    """A day that has come, or None."""
    day = day_of(text, "en", DateWords({}), TODAY)
    assert day is None or day <= TODAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_form(language: str) -> None:
    """What can be asked on in one language can be in all, and no verb has two stances."""
    tables = grammar(language)
    assert {form for form, _ in tables.core} == set(Form)
    assert set(tables.stances.values()) == set(Stance)
    assert tables.publisher
