"""Fitting the ranking: what tells right from wrong on labelled questions is found and weighed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from retrieval.ranking.features import NAMES, Rows
from retrieval.ranking.judging import JUDGED
from retrieval.ranking.ranker import Ranker
from training.ranking import (
    Trial,
    _toml,
    cross_validated,
    fit_judgement,
    fit_order,
    fitted,
    labelled,
    measured,
)

UNITS: Final = 6
NEAR, SAID = NAMES.index("near"), NAMES.index("said")


def trial(number: int, *, answerable: bool = True) -> Trial:
    """Six units of as many articles; the right one is that whose words are the claim's.

    Nearness is drawn by lot, so that it is no help.
    """
    drawn = np.random.default_rng(number)
    rows: Rows = np.zeros((UNITS, len(NAMES)), dtype=np.float32)
    rows[:, NEAR] = drawn.uniform(0.2, 0.6, UNITS)
    rows[:, SAID] = drawn.uniform(0.1, 0.3, UNITS)
    right = np.zeros(UNITS, dtype=bool)
    if answerable:
        right[number % UNITS] = True
        rows[right, SAID] = drawn.uniform(0.6, 0.9)
    return Trial(
        document=f"document {number % 12}",
        rows=rows,
        right=right,
        passages=right,
        keys=np.arange(UNITS) + 10,
        clusters=np.arange(UNITS) + 1,
        answerable=answerable,
    )


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """Each question once with its article and once without."""
    return [trial(number, answerable=told) for number in range(36) for told in (True, False)]


def by(order: dict[str, float]) -> Ranker:
    return Ranker(order, {"bias": 0.0}, 0.0)


def test_what_tells_the_right_unit_is_weighed_most(trials: Sequence[Trial]) -> None:
    """With the fitted order every right unit comes first; by nearness alone few do."""
    order = fit_order(trials)
    assert set(order) == set(NAMES)
    assert order["said"] > 5 * abs(order["near"]) > 0
    assert measured(trials, by(order)).first == 1.0
    assert measured(trials, by({"near": 1.0})).first < 0.5


def test_a_feature_that_never_varies_has_no_weight(trials: Sequence[Trial]) -> None:
    """Nor does the fit divide by its spread."""
    assert abs(fit_order(trials)["stance"]) < 1e-3


def test_questions_without_an_answer_are_less_certain(trials: Sequence[Trial]) -> None:
    """The judgement tells them apart, and has a weight for each of its figures."""
    order = fit_order(trials)
    judgement = fit_judgement(trials, order)
    assert set(judgement) == {"bias", *JUDGED}
    figures = measured(trials, Ranker(order, judgement, 0.5))
    silent = figures.certainties[~figures.answerable]
    assert figures.certainties[figures.answerable].min() > silent.max()


def test_the_threshold_refuses_few_that_have_an_answer(trials: Sequence[Trial]) -> None:
    """About the share that is meant to be refused, and more of the others."""
    ranker = fitted(trials)
    figures = measured(trials, ranker)
    refused = figures.certainties < ranker.least
    assert 0 < refused[figures.answerable].mean() < 0.3
    assert refused[~figures.answerable].mean() > refused[figures.answerable].mean()


def test_evidence_further_down_counts_among_the_first_three() -> None:
    """A passage counts once, however many of its attributions are ranked."""
    one = trial(0)
    order = np.array([3.0, 9, 8, 7, 2, 1], dtype=np.float32)
    rows = one.rows * 0
    rows[:, NEAR] = order
    second = replace(one, rows=rows, keys=np.array([10, 20, 20, 20, 30, 40]))
    figures = measured([second], by({"near": 1.0}))
    assert (figures.first, figures.third) == (0.0, 1.0)


def test_documents_held_out_are_reported(trials: Sequence[Trial]) -> None:
    """The first line counts the answerable questions; the others are the curve of the decision."""
    first, *curve = cross_validated(trials)
    assert first == "36 questions: evidence@1 1.000, @3 1.000"
    assert curve
    for line in curve:
        wrongly, _, rightly = line.partition(": ")
        assert wrongly.startswith("wrongly abstained 0.")
        assert 0.9 < float(rightly.removeprefix("rightly abstained ")) <= 1.0


def test_the_weight_file_is_read_as_it_was_written(trials: Sequence[Trial]) -> None:
    """To four digits, with the figures above it as comments."""
    ranker = fitted(trials)
    text = _toml(ranker, ["36 questions"])
    assert "# 36 questions" in text
    again = Ranker.of(tomllib.loads(text))
    assert again.order == pytest.approx(dict(ranker.order), abs=1e-4)
    assert again.judgement == pytest.approx(dict(ranker.judgement), abs=1e-4)
    assert again.least == pytest.approx(ranker.least, abs=1e-4)


def said(claimant: str, start: int) -> dict[str, Any]:
    """An attribution as far as it matters here."""
    return {"claimant": claimant, "content": [[start, start + 5]]}


def write(path: Path, records: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")


def test_a_question_is_joined_with_its_attribution_in_each_language(tmp_path: Path) -> None:
    """What answers it in the English version answers it in the French, where both agree.

    A question of an attribution that there is none of has no answer; one of another folder's
    document is left out.
    """
    english, french = [said("Roux", 3), said("Belov", 20)], [said("Roux", 5), said("Belov", 30)]
    gold = [
        {"doc_id": "quay", "lang": "en", "attributions": english},
        {"doc_id": "quay", "lang": "fr", "attributions": french},
        {"doc_id": "dam", "lang": "en", "attributions": english},
        {"doc_id": "dam", "lang": "fr", "attributions": [said("Roux", 5)]},
        {"doc_id": "pier", "lang": "fr", "attributions": [said("Lim", 1), said("Roux", 9)]},
        {"doc_id": "pier", "lang": "en", "attributions": english},
    ]
    folder = tmp_path / "labelled"
    folder.mkdir()
    write(folder / "gold.jsonl", gold)
    own = {"question": "who?", "doc_id": "quay", "answerable": True, "support": {"en": [[1, 2]]}}
    write(folder / "questions.jsonl", [own])
    asked = tmp_path / "questions.jsonl"
    numbered = [("quay", 1), ("quay", None), ("dam", 0), ("pier", 0), ("elsewhere", 0)]
    write(asked, [{"question": "?", "doc_id": d, "attribution": n} for d, n in numbered])
    first, *others = labelled(asked, [folder])
    assert dict(first) == own
    assert [(each["doc_id"], each["answerable"], each["support"]) for each in others] == [
        ("quay", True, {"en": [[20, 25]], "fr": [[30, 35]]}),
        ("quay", False, {}),
        ("dam", True, {"en": [[3, 8]]}),
        ("pier", True, {"en": [[3, 8]]}),
    ]
