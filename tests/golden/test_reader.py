"""The learned reader on articles of our own, and on what is no article at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.embedding.states import StateEncoder
from retrieval.model import ArticleDraft, Attribution, ClaimantKind, Reading, Span, Stance

PIECES = (
    "Le maire de Varelle a déclaré à Radio Delta que le port serait dragué avant l'hiver. ",
    "« Nous ne paierons pas », a-t-il ajouté. ",
    'The minister said: "We will not pay." ',
    "According to Reuters, two officials denied it. ",
    "El alcalde aseguró que el puerto será dragado. ",
    "Министр заявил, что порт закроют. ",
    "市长说：“港口将在冬天之前疏浚。”",
    "\n\n",
    '"""«««',
    "»»” ",
    "MAYOR SAYS HARBOUR WILL BE DREDGED ",
    "a b c ",
    "\u200f\ufb01 \u0301é́ \U0001f600 ",
)


@pytest.fixture(scope="module")
def reader(model_directory: Path) -> LearnedReader:
    """As the bot composes it."""
    weights = ReaderWeights.bundled()
    return LearnedReader(
        StateEncoder.open(model_directory, LAYERS, made_from=weights.encoder), weights
    )


@dataclass(frozen=True)
class Report:
    """A made-up sentence in its language, with what must be read in it."""

    language: str
    text: str
    claim: str
    claimant: str | None  # None where the pronoun is not resolved


REPORTS = (
    Report(
        "fr",
        "Le port de Varelle\n\nLa maire de Varelle, Jeanne Roux, a rencontré les pêcheurs lundi. "
        "Elle a affirmé que le port serait dragué avant l'hiver.",
        "le port serait dragué avant l'hiver",
        "Jeanne Roux",
    ),
    Report(
        "en",
        "Dredging in Varelle\n\nThe mayor, Jeanne Roux, met the fishermen on Monday. "
        "She said the harbour would be dredged before winter.",
        "the harbour would be dredged before winter",
        "Jeanne Roux",
    ),
    Report(
        "ru",
        "Порт Варелля\n\nМэр города Анна Белова встретилась с рыбаками в понедельник. "
        "Она заявила, что порт углубят до зимы.",
        "порт углубят до зимы",
        None,
    ),
    Report(
        "es",
        "El puerto de Varelle\n\nLa alcaldesa, Juana Robles, vio a los pescadores el lunes. "
        "Aseguró que el puerto será dragado antes del invierno.",
        "el puerto será dragado antes del invierno",
        "Juana Robles",
    ),
    Report(
        "de",
        "Der Hafen von Varelle\n\nDie Bürgermeisterin Johanna Roth traf am Montag die Fischer. "
        "Sie sagte, der Hafen werde vor dem Winter ausgebaggert.",
        "der Hafen werde vor dem Winter ausgebaggert",
        None,
    ),
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.language)
def test_indirect_speech_of_a_pronoun_in_five_languages(
    report: Report, reader: LearnedReader
) -> None:
    """What she said is found word for word; in three, she is who was named before."""
    reading = reader.read(ArticleDraft(text=report.text, language=report.language))
    said = {
        " ".join(span.of(report.text) for span in each.content): each
        for each in reading.attributions
    }
    claims = [
        each for claim, each in said.items() if claim in report.claim or report.claim in claim
    ]
    assert claims, said
    if report.claimant is not None:
        assert report.claimant in str(claims[0].claimant)
        assert claims[0].claimant_kind is ClaimantKind.PERSON


def test_the_way_from_the_speaker_to_the_reader(reader: LearnedReader) -> None:
    """Selon RT, officials told the magazine: RT first, then the magazine by its name."""
    text = (
        "Des ingénieurs en route\n\nLe Wall Street Journal suit l'affaire depuis mai.\n\n"
        "Selon RT, des responsables anonymes du Pentagone ont déclaré au magazine américain que la "
        "Valdorie livrait désormais au Nord « l'essentiel de ses moteurs », accusant le Nord de "
        "payer en or."
    )
    reading = reader.read(ArticleDraft(text=text, language="fr"))
    said = [each for each in reading.attributions if "livrait" in _said(each, text)][-1]
    assert [via.name for via in said.via] == ["RT", "The Wall Street Journal"]
    assert [via.mention.of(text) for via in said.via] == ["RT", "magazine"]
    assert "responsables anonymes" in str(said.claimant)
    assert said.claimant_kind is ClaimantKind.UNNAMED


def test_a_denial_is_one(reader: LearnedReader) -> None:
    """The stance is read from the words, not from a list of verbs."""
    text = (
        "Nothing was sold\n\nThe ministry met reporters on Friday. "
        "Its spokesman Ivan Petrov denied that the ministry had sold engines to anybody."
    )
    reading = reader.read(ArticleDraft(text=text, language="en"))
    assert Stance.DENY in {each.stance for each in reading.attributions}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=14).map("".join))
def test_whatever_the_text_spans_are_exact(reader: LearnedReader, text: str) -> None:
    """Every span slices, none begins or ends with white space, nothing is read in itself."""
    article = ArticleDraft(text=text, language="und")
    reading = reader.read(article)
    _check(reading, text)
    assert reader.read(article) == reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "« " * 200 + "Nous partons, a dit le maire" + " »" * 200,
        "THE MAYOR SAID THE HARBOUR WOULD BE DREDGED BEFORE WINTER AND NOBODY OBJECTED",
        "the mayor said the harbour would be dredged and the fishermen said nothing at all " * 20,
        "a" * 50_000,
        "\ud800 broken \udfff",
    ],
    ids=["empty", "blank", "nested", "capitals", "no punctuation", "one word", "surrogates"],
)
def test_what_is_hardly_an_article(text: str, reader: LearnedReader) -> None:
    """Nothing breaks."""
    _check(reader.read(ArticleDraft(text=text, language="und")), text)


def test_a_megabyte_takes_bounded_time(reader: LearnedReader) -> None:
    """What comes after the stated limit is not read; ten times the text costs little more."""
    text = "".join(PIECES[:4]) * 5_000
    assert len(text) > 900_000
    began = time.monotonic()
    reading = reader.read(ArticleDraft(text=text, language="fr"))
    assert time.monotonic() - began < 100
    assert reading.attributions
    assert max(each.extent.end for each in reading.attributions) < 200_000


def _check(reading: Reading, text: str) -> None:
    for each in reading.attributions:
        spans = [*each.content, *(s for s in (each.source, each.cue) if s is not None)]
        spans += [via.mention for via in each.via]
        for span in spans:
            assert isinstance(span, Span)
            assert span.end <= len(text)
            assert span.of(text).strip() == span.of(text) != ""
        for before, after in zip(each.content, each.content[1:], strict=False):
            assert before.end <= after.start
    contents = [each.content for each in reading.attributions]
    assert len(contents) == len(set(contents))


def _said(attribution: Attribution, text: str) -> str:
    return " ".join(span.of(text) for span in attribution.content)
