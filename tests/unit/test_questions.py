"""Taking questions apart."""

from __future__ import annotations

import pytest

from retrieval.errors import EmptyText, TooLong
from retrieval.model import QuestionKind, Stance
from retrieval.questions.parser import parse
from retrieval.questions.text import LONGEST_QUESTION


@pytest.mark.parametrize(
    ("question", "kind", "content", "claimant"),
    [
        ("who claimed Iran supplies drones?", "who_claimed", "Iran supplies drones", None),
        ("Who said that the port closes?", "who_claimed", "the port closes", None),
        ("and who denied helping Russia?", "who_claimed", "helping Russia", None),
        ("What did Ana Lim say about the port?", "what_said", "the port", "Ana Lim"),
        ("Did the mayor promise a bridge?", "did_claim", "a bridge", "the mayor"),
        ("Where does the story of the dam come from?", "origin", "the story of the dam", None),
        ("Qui a dit que le port ferme ?", "who_claimed", "le port ferme", None),
        ("Selon qui le port ferme-t-il ?", "who_claimed", "le port ferme-t-il", None),
        ("D’où vient cette histoire de barrage ?", "origin", "cette histoire de barrage", None),
    ],
)
def test_forms_of_questions(question: str, kind: str, content: str, claimant: str | None) -> None:
    """The frame is told from what is claimed, in English and French."""
    query = parse(question)
    assert (query.kind, query.content, query.claimant) == (QuestionKind(kind), content, claimant)


def test_a_stance_that_is_asked_for_is_noticed() -> None:
    """A question for denials wants denials; who "said" a thing may have taken any stance."""
    assert parse("who denied helping Russia?").stances == {Stance.DENY}
    assert parse("who said the port closes?").stances == frozenset()


def test_a_question_of_another_language_is_searched_for_as_a_whole() -> None:
    """No form is known for Russian: nothing is cut off, and the language is told."""
    query = parse("Кто обвинил Иран в поставках беспилотников?")
    assert query.kind is QuestionKind.TOPIC
    assert query.content == query.text
    assert query.language == "ru"


@pytest.mark.parametrize("text", ["", "  ", "?!…", "\u200b"])
def test_an_empty_question_is_said_to_be_empty(text: str) -> None:
    """Nothing but punctuation is no question."""
    with pytest.raises(EmptyText):
        parse(text)


def test_an_endless_question_is_refused() -> None:
    """Ten thousand characters are not searched for."""
    with pytest.raises(TooLong):
        parse("why " * LONGEST_QUESTION)


def test_signs_of_a_search_language_mean_nothing() -> None:
    """Quotation marks and operators are a person's text."""
    assert parse('who said "NEAR(a, b)" * col:x OR?').text == 'who said "NEAR(a, b)" * col:x OR?'
