"""What a language model says, held against the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import LanguageModelFailed
from retrieval.model import Finding, Summary
from retrieval.wording.checks import rewritten, summary_of
from retrieval.wording.names import Evidence, Text
from retrieval.wording.replies import Sentence, read_choice, read_rewrite
from tests.fakes.findings import finding

QUESTION = "who claimed that Valdora delivers engines?"
# The made-up article is French: officers told Le Phare, as Radio Delta has it.
HOLDS = "unnamed officers told Le Phare that the port of Valdora delivers engines"


def summary(text: str, *ids: int, findings: tuple[Finding, ...] = ()) -> Summary | str:
    """Of one sentence on the one finding."""
    return summary_of([Sentence(text, ids or (1,))], findings or (finding(),), QUESTION, "en")


def test_what_the_evidence_says_may_be_said() -> None:
    """A sentence whose names are all in the passage is shown, with its reference."""
    found = summary(HOLDS)
    assert isinstance(found, Summary)
    assert found.text == f"U{HOLDS[1:]} [1]."
    assert found.cited == (1,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("officers told Le Monde that Valdora delivers engines", "a name"),
        ("Carmen Ortiz told Le Phare that Valdora delivers engines", "a name"),
        ("officers told Le Phare that Valdora delivers 40 engines", "a number"),
        ("officers told Le Phare of engines in ４０ ships", "a number"),
        ('officers told Le Phare that engines are sent: "it is true"', "quotation marks"),
        ("officers told Le Phare: 'we send engines' to the fleet", "quotation marks"),
        ("officers told Le Phare that « engines » are sent", "quotation marks"),
        ("officers told Le Phare that 「engines」 are sent", "quotation marks"),
        ("officers told Le Phare that ''engines'' are sent", "quotation marks"),
        ("officers told Le Phare, see https://valdora.example", "links"),
        ("officers told Le Phare, see valdora.example", "links"),
        ("officers told Le Phare, write to @valdora", "links"),
        ("officers told Le Phare to press /rebuild now", "links"),
        ("officers told <b>Le Phare</b> of engines", "links"),
        ("officers told Le Phare of engines [1] and of more", "links"),
        ("officers told Le Phare\u202e of engines", "links"),
        ("officers told Le Phare of engines. Valdora delivers them", "two sentences"),
        ("officers told Le Phare of engines; Valdora delivers them", "two sentences"),
        ("officers told Le Phare " + "of engines " * 40, "too long"),
        ("", "empty"),
        ("des officiers ont confié au quotidien que le port livrait des moteurs", "language"),
        ("伊朗向俄罗斯提供发动机", "a name"),
    ],
)
def test_what_the_evidence_does_not_have_is_not_said(text: str, reason: str) -> None:
    """Foreign names, numbers, quotations, links, essays: nothing of the summary is shown."""
    found = summary(text)
    assert isinstance(found, str)
    assert reason in found


def test_a_sentence_goes_by_its_own_findings() -> None:
    """A name that only another finding has does not hold; without a finding none does."""
    other = finding(number=2, own_voice=True)
    assert isinstance(summary(HOLDS, 1, 2, findings=(finding(), other)), Summary)
    none = summary_of([Sentence(HOLDS, ())], (finding(),), QUESTION, "en")
    assert none == "a sentence without a finding"


@pytest.mark.parametrize("count", [0, 4])
def test_a_summary_is_short(count: int) -> None:
    """No sentence is no summary, and four are an essay."""
    found = summary_of([Sentence(HOLDS, (1,))] * count, (finding(),), QUESTION, "en")
    assert isinstance(found, str)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Selon RT, Moscou dément 1 200 envois au Pentagone.", "fr", "Moscow denies, RT says"),
        ("Selon RT, Moscou dément 1 200 envois au Pentagone.", "fr", "the Pentagon got 1,200"),
        ("L'armée russe et des Américains.", "fr", "the Russian army and Americans"),
        ("Представитель Тегерана говорил с Путиным.", "ru", "Tehran spoke with Putin"),
        ("قال بوتين إن إيران لم ترسل شيئا", "ar", "Putin said that Iran sent nothing"),
        ("Iran's minister said so.", "en", "the Iranian minister said so"),
        ("the WSJ said so", "en", "The Wall Street Journal said so"),
        ("Нет.", "ru", "according to nobody"),
    ],
)
def test_a_name_holds_in_another_language_or_form(text: str, language: str, said: str) -> None:
    """A French, Russian or Arabic passage has the names of an English sentence."""
    evidence = Evidence([Text(text, language)], "en")
    assert evidence.strange_name(said) is None
    assert evidence.strange_number(said) is None


@pytest.mark.parametrize(
    ("text", "said", "strange"),
    [
        ("Nigeria denies it.", "Niger denies it", "Niger"),
        ("Peter said so.", "Peterson said so", "Peterson"),
        ("Johnson said so.", "Johnston said so", "Johnston"),
        ("Iran said so.", "Iraq said so", "Iraq"),
        ("the market is open", "it was Mark who said so", "Mark"),
        ("Iran said so.", "Иран и Ирак", "Ирак"),
        ("ايران", "قال ايران", "قال"),
    ],
)
def test_a_name_that_only_looks_alike_does_not_hold(text: str, said: str, strange: str) -> None:
    """Niger is not Nigeria, and Peterson not Peter."""
    assert Evidence([Text(text, "en")], "en").strange_name(said) == strange


@pytest.mark.parametrize(
    ("text", "said", "strange"),
    [
        ("1,000 drones", "1 000 drones", None),
        ("1.000.000 drones", "1,000,000 drones", None),
        ("2,5 percent", "2.5 percent", None),
        ("٤٠ طائرة", "40 drones", None),
        ("2.5 percent", "25 percent", "25"),
        ("in 1999 and 2001", "in 1998", "1998"),
        ("10 ships", "100 ships", "100"),
    ],
)
def test_numbers_hold_in_any_form_and_no_other(text: str, said: str, strange: str | None) -> None:
    """A thousand is one however it is written; two and a half is not twenty-five."""
    assert Evidence([Text(text, "en")], "en").strange_number(said) == strange


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_held_against_any_other(passage: str, text: str) -> None:
    """Nothing that a model says ends in an error; and each text holds against itself."""
    evidence = Evidence([Text(passage, "en")], "en")
    evidence.strange_name(text)
    evidence.strange_number(text)
    assert evidence.strange_name(passage) is None
    assert evidence.strange_number(passage) is None
    assert isinstance(summary(text), Summary | str)
    rewritten(passage, text, "en")


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=10**6, max_value=10**12))
def test_no_number_gets_in(number: int) -> None:
    """Whatever figure is made up, the summary is dropped."""
    assert isinstance(summary(f"{HOLDS} worth {number}"), str)


@settings(max_examples=60, deadline=None)
@given(st.text("bcdfgkmprtvz", min_size=5, max_size=9))
def test_no_name_gets_in(letters: str) -> None:
    """Whoever is made up, the summary is dropped."""
    assert isinstance(summary(f"{HOLDS} for Q{letters}"), str)


def test_a_question_is_only_put_in_other_words() -> None:
    """Another name, number, language or a novel is no other wording of a question."""
    asked = "hello, who on earth said that Iran sells drones?"
    assert rewritten(asked, "Who said that Iran sells drones?", "en") is not None
    for proposal in (
        asked,
        "",
        "?",
        "Who said that Iraq sells drones?",
        "Who said that Iran sells 40 drones?",
        "Qui a dit que l'Iran vend des drones ?",
        "Who said that Iran sells drones? " * 20,
        "Who said\u0000 that Iran sells drones?",
    ):
        assert rewritten(asked, proposal, "en") is None


@pytest.mark.parametrize(
    "around",
    ["{}", "```json\n{}\n```", "Sure! Here it is:\n{}\nAnything else?", "<think>{{ hm</think>{}"],
)
def test_json_is_found_in_what_models_put_around_it(around: str) -> None:
    """Code fences, greetings and thoughts are passed over."""
    reply = around.format('{"chosen": [2, 2, 1], "summary": [{"sentence": "a  b", "ids": [1]}]}')
    choice = read_choice(reply, 2)
    assert choice.chosen == (2, 1)
    assert choice.sentences == (Sentence("a b", (1,)),)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "no JSON",
        "{",
        "[1]",
        "{}",
        '{"chosen": 1}',
        '{"chosen": [0]}',
        '{"chosen": [3]}',
        '{"chosen": [-1]}',
        '{"chosen": ["1"]}',
        '{"chosen": [true]}',
        '{"chosen": [1.0]}',
        '{"chosen": [null]}',
        '{"chosen": [1], "summary": "Iran did"}',
        '{"chosen": [1], "summary": ["Iran did"]}',
        '{"chosen": [1], "summary": [{"sentence": 1, "ids": [1]}]}',
        '{"chosen": [1], "summary": [{"sentence": "x", "ids": [9]}]}',
        '{"chosen": [1], "summary": [{"sentence": "x"}]}',
        '{"chosen": ' + "[" * 100_000,
    ],
)
def test_any_other_reply_is_refused(reply: str) -> None:
    """An id that was not given, or another form, voids the reply."""
    with pytest.raises(LanguageModelFailed):
        read_choice(reply, 2)
    with pytest.raises(LanguageModelFailed):
        read_rewrite(reply)
