"""The reader's tables of words: what a cue tells of the stance, and a name of an outlet."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from retrieval.attribution.reader.candidates import mention
from retrieval.attribution.reader.decoding import Found, Place
from retrieval.attribution.reader.nesting import outer_of
from retrieval.attribution.reader.outlets import name_places
from retrieval.attribution.reader.passing import Beside, Passer, traits_of
from retrieval.attribution.reader.stances import STANCE_FEATURES, stance_features
from retrieval.attribution.reader.tokens import Tokens, tokens_of

STANCES = ("deny", "accuse", "doubt", "demand", "promise")


@pytest.fixture
def tokenizer() -> Tokenizer:
    """Every word and mark is a piece."""
    made = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))  # noqa: S106 - no password
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def place_of(text: str, words: str, tokens: Tokens) -> Place:
    start = text.index(words)
    inside = np.flatnonzero((tokens.starts >= start) & (tokens.ends <= start + len(words)))
    return int(inside[0]), int(inside[-1]) + 1


@pytest.mark.parametrize(
    ("text", "cue", "said", "stance"),
    [
        ("The mayor denied that the port was sold", "denied", "the port was sold", "deny"),
        ("La maire accuse le port de mentir", "accuse", "le port de mentir", "accuse"),
        ("Sie bezweifelt die Zahlen des Hafens", "bezweifelt", "die Zahlen des Hafens", "doubt"),
        ("Мэр потребовал закрыть порт", "потребовал", "закрыть порт", "demand"),
        ("La alcaldesa prometió dragar el puerto", "prometió", "dragar el puerto", "promise"),
        ("市长 否认 港口 出售", "否认", "港口 出售", "deny"),
    ],
    ids=["en", "fr", "de", "ru", "es", "zh"],
)
def test_a_cue_tells_its_stance(
    text: str, cue: str, said: str, stance: str, tokenizer: Tokenizer
) -> None:
    """In six languages, and no other stance by the same cue."""
    tokens = tokens_of(text, tokenizer)
    found = Found(None, place_of(text, cue, tokens), (place_of(text, said, tokens),))
    features = stance_features(text, tokens, found)
    assert features.shape == (STANCE_FEATURES,)
    told = dict(zip(STANCES, features[: len(STANCES)].tolist(), strict=True))
    assert told == {each: float(each == stance) for each in STANCES}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He spoke to Radio 4 yesterday", "Radio 4"),
        ('She told "60 Minutes" on Sunday', "60 Minutes"),
        ("In 1999 Varelle was small", "Varelle"),
    ],
    ids=["after", "before", "year"],
)
def test_numbers_in_names(text: str, name: str, tokenizer: Tokenizer) -> None:
    """A programme's number is part of its name; a year is not."""
    tokens = tokens_of(text, tokenizer)
    assert place_of(text, name, tokens) in name_places(text, tokens)


def test_an_outlet_that_no_table_has(tokenizer: Tokenizer) -> None:
    """The Varelle Examiner is told by its name and its frame; the mayor of Varelle is not."""
    text = "In an interview with Varelle Examiner the mayor Jeanne Roux said the port would close"
    tokens = tokens_of(text, tokenizer)
    names = [place_of(text, each, tokens) for each in ("Varelle Examiner", "Jeanne Roux")]
    outlet, person = (
        traits_of(text, tokens, mention(text, tokens, name), 0.0, speaks=False) for name in names
    )
    assert (outlet[2], outlet[8]) == (1.0, 1.0)
    assert (person[2], person[8]) == (0.0, 0.0)


def test_who_is_named_in_what_was_said_did_not_pass_it_on(tokenizer: Tokenizer) -> None:
    """Of two names in a sentence only the one outside of the content is considered."""
    text = "Roux told Varelle Examiner that Delta Gazette was sold"
    tokens = tokens_of(text, tokenizer)
    places = [place_of(text, each, tokens) for each in ("Varelle Examiner", "Delta Gazette")]
    passers = [Passer(mention(text, tokens, each), np.zeros(1, np.float32)) for each in places]
    said = place_of(text, "Delta Gazette was sold", tokens)
    found = Found(place_of(text, "Roux", tokens), place_of(text, "told", tokens), (said,))
    beside = Beside(text, tokens, found, None, passers, [each[0] for each in places])
    assert beside.near() == [0]


def test_a_report_within_a_quotation(tokenizer: Tokenizer) -> None:
    """What the driver told Roux came through Roux, also where her words were found in pieces."""
    text = 'Roux wrote : " It was late . The driver said the bridge was shut . "'
    tokens = tokens_of(text, tokenizer)

    def found(source: str, cue: str, said: str) -> Found:
        places = [place_of(text, each, tokens) for each in (source, cue, said)]
        return Found(places[0], places[1], (places[2],))

    outer = found("Roux", "wrote", "It was late")
    inner = found("The driver", "said", "the bridge was shut")
    assert outer_of(1, [outer, inner], tokens) == 0
    assert outer_of(0, [outer, inner], tokens) is None
