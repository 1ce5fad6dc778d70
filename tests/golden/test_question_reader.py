"""The learned question reader on questions of our own, in many languages, and on what is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.attribution.reader.layout import LAYERS
from retrieval.embedding.states import StateEncoder
from retrieval.errors import EmptyText, TooLong
from retrieval.model import Query, QuestionKind, Stance
from retrieval.questions.reader import QuestionReader
from retrieval.questions.weights import QuestionWeights

TODAY = date(2024, 6, 19)  # a Wednesday
DENIED = frozenset({Stance.DENY, Stance.DOUBT})
WHO, SAID, DID, ORIGIN = "who_claimed", "what_said", "did_claim", "origin"


@pytest.fixture(scope="module")
def reader(model_directory: Path) -> QuestionReader:
    """As the bot composes it."""
    weights = QuestionWeights.bundled()
    return QuestionReader(
        StateEncoder.open(model_directory, LAYERS, made_from=weights.encoder), weights
    )


@dataclass(frozen=True)
class Asked:
    """A question, and what must be understood of it."""

    question: str
    kind: str
    claim: str
    claimant: str | None = None


QUESTIONS = (
    Asked("Who claimed that the harbour of Varelle would be dredged?", WHO, "would be dredged"),
    Asked("What did Jeanne Roux say about the ferry?", SAID, "the ferry", "Jeanne Roux"),
    Asked(
        "Did Jeanne Roux promise that the bridge would be open by Easter?",
        DID,
        "the bridge would be open by Easter",
        "Jeanne Roux",
    ),
    Asked("Where does the story about the sunken lighthouse come from?", ORIGIN, "lighthouse"),
    Asked("Qui a affirmé que le port serait dragué avant l'hiver ?", WHO, "le port serait dragué"),
    Asked("Qu'a dit Jeanne Roux à propos du pont ?", SAID, "pont", "Jeanne Roux"),
    Asked("D'où vient l'histoire du phare englouti ?", ORIGIN, "phare englouti"),
    Asked("Wer hat behauptet, dass der Hafen ausgebaggert wird?", WHO, "der Hafen ausgebaggert"),
    Asked("Was sagte Bürgermeisterin Roth über die Brücke?", SAID, "Brücke", "Roth"),
    Asked("¿Qué dijo Juana Robles sobre el puente?", SAID, "el puente", "Juana Robles"),
    Asked("Кто утверждал, что порт углубят до зимы?", WHO, "порт углубят до зимы"),
    Asked("Что сказала Анна Белова о мосте?", SAID, "мосте", "Анна Белова"),
    Asked("Chi ha detto che il porto sarà dragato prima dell'inverno?", WHO, "porto sarà dragato"),
    Asked("Quem afirmou que o porto seria dragado?", WHO, "o porto seria dragado"),
    Asked("Kto twierdził, że port zostanie zamknięty przed zimą?", WHO, "port zostanie zamknięty"),
    Asked("من قال إن الميناء سيُغلق قبل الشتاء؟", WHO, "الميناء سيُغلق قبل الشتاء"),
    Asked("ماذا قال الوزير عن الجسر؟", SAID, "الجسر", "الوزير"),
    Asked("谁声称港口将在冬天之前关闭?", WHO, "港口将在冬天之前关闭"),
    Asked("市长对大桥说了什么?", SAID, "大桥", "市长"),
    Asked("港が冬までに閉鎖されると主張したのは誰ですか?", WHO, "港が冬までに閉鎖される"),
    Asked("市長は橋について何と言いましたか?", SAID, "橋", "市長"),
    Asked("किसने दावा किया कि बंदरगाह सर्दियों से पहले बंद हो जाएगा?", WHO, "बंदरगाह सर्दियों से पहले बंद"),
    Asked("मंत्री ने पुल के बारे में क्या कहा?", SAID, "पुल", "मंत्री"),
    Asked("Ai nói rằng cảng sẽ đóng cửa trước mùa đông?", WHO, "cảng sẽ đóng cửa"),
    Asked("Thị trưởng đã nói gì về cây cầu?", SAID, "cây cầu", "Thị trưởng"),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.question)
def test_what_is_asked_in_thirteen_languages(asked: Asked, reader: QuestionReader) -> None:
    """The kind of question, the claim, and whose word it is that is asked for."""
    query = reader.parse(asked.question, TODAY)
    assert query.kind is QuestionKind(asked.kind)
    assert asked.claim in query.content
    if asked.claimant is None:
        assert query.claimant is None
    else:
        assert asked.claimant in str(query.claimant)
    assert query.text == asked.question


@pytest.mark.parametrize(
    "question",
    [
        "Who denied that the factory had dumped oil in the river?",
        "Qui a démenti que l'usine ait déversé du pétrole dans la rivière ?",
        "¿Quién negó que la fábrica vertiera petróleo en el río?",
    ],
)
def test_who_asks_for_denials_wants_denials(question: str, reader: QuestionReader) -> None:
    """And nobody else does: who "said" a thing may have taken any stance."""
    assert reader.parse(question).stances == DENIED
    assert reader.parse("Who said that the factory had dumped oil?").stances == frozenset()


def test_the_frame_is_not_searched_for(reader: QuestionReader) -> None:
    """Who claimed it is not part of the claim, where words are parted by spaces."""
    query = reader.parse("Who claimed that the harbour of Varelle would be dredged?")
    assert query.content == "the harbour of Varelle would be dredged"


def test_publisher_and_time(reader: QuestionReader) -> None:
    """A newspaper and a day restrict the answer, and are no part of the claim."""
    query = reader.parse("Who said in the Guardian that the ferry would stop?", TODAY)
    assert "Guardian" in str(query.publisher)
    assert "Guardian" not in query.content
    since = reader.parse("What has the mayor said about the bridge since last Monday?", TODAY)
    assert since.since == date(2024, 6, 17)
    plain = reader.parse("Who said that the ferry would stop?", TODAY)
    assert (plain.publisher, plain.since) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "the of and",
        "who?",
        "Jeanne Roux",
        "市长",
        "who said " + "the harbour " * 82,
        "x" * 1_000,
        'who said "NEAR(a, b)" OR col:x* -- AND NOT (',
        "\ud800 who said that the port closes? \udfff",
        "😀 who said 😀👩‍👩‍👧?",
        "١٢٣",
        "e\u0301" * 20,
        "who\u200fsaid\u202e that\u0000 it?",
    ],
    ids=repr,
)
def test_what_is_hardly_a_question(text: str, reader: QuestionReader) -> None:
    """It is understood somehow, twice alike, and can be matched."""
    _check(reader, text)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=80))
def test_whatever_is_asked(reader: QuestionReader, text: str) -> None:
    """Nothing but the two promised refusals comes of it."""
    try:
        _check(reader, text)
    except EmptyText:
        assert not any(char.isalnum() for char in text)


@pytest.mark.parametrize("text", ["", " \n", "?!…"])
def test_an_empty_question(text: str, reader: QuestionReader) -> None:
    """Is said to be empty, as the rules say."""
    with pytest.raises(EmptyText):
        reader.parse(text)


def test_an_endless_question(reader: QuestionReader) -> None:
    """An article is not taken for a question."""
    with pytest.raises(TooLong):
        reader.parse("why " * 1_000)


def test_the_claim_counts_for_more_than_its_frame(reader: QuestionReader) -> None:
    """A token of the claim weighs several times one of "who said that"."""
    query = reader.parse("Who said that the harbour of Varelle would be dredged?")
    asked = reader.asked(query)
    assert asked is not None
    assert asked.weights.sum() == pytest.approx(1.0, abs=1e-5)
    assert asked.weights.max() > 5 * asked.weights.min()


def test_a_follow_up_is_matched_by_its_claim(reader: QuestionReader) -> None:
    """Its own words ("and who denied it?") do not have the claim in them."""
    follow = Query(text="and who denied it?", content="the ferry would stop", language="en")
    whole = Query(text="the ferry would stop", content="the ferry would stop", language="en")
    one, other = reader.asked(follow), reader.asked(whole)
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.tokens, other.tokens)


def _check(reader: QuestionReader, text: str) -> None:
    query = reader.parse(text, TODAY)
    assert query.text == " ".join(text.split())
    assert query.content
    assert query == reader.parse(text, TODAY)
    asked = reader.asked(query)
    assert asked is None or np.isfinite(asked.tokens).all()
