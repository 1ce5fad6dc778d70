"""The documented way from labelled articles to weights that the reader reads with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.embedding.states import StateEncoder
from retrieval.model import ArticleDraft
from training.documents import read_labelled

ROOT = Path(__file__).parents[2]
EPOCHS = 20  # a few seconds; enough for four articles to be learned by heart


@dataclass(frozen=True)
class Said:
    """A label in words: each stands once in its article, or the nearest to the cue counts."""

    source: str
    cue: str
    content: str
    kind: str = "person"
    stance: str = "affirm"

    def record(self, text: str) -> dict[str, Any]:
        """As labels are handed in, with offsets."""
        cue = text.index(self.cue)
        places = [n for n in range(len(text)) if text.startswith(self.source, n)]
        source = min(places, key=lambda place: abs(place - cue))
        content = text.index(self.content)
        return {
            "source": [source, source + len(self.source)],
            "cue": [cue, cue + len(self.cue)],
            "content": [[content, content + len(self.content)]],
            "claimant": self.source,
            "aliases": [self.source],
            "claimant_kind": self.kind,
            "via": [],
            "stance": self.stance,
            "type": "indirect",
        }


@dataclass(frozen=True)
class Example:
    """A made-up article with its labels."""

    doc_id: str
    lang: str
    text: str
    labels: tuple[Said, ...]


EXAMPLES = (
    Example(
        "quay",
        "fr",
        "Le quai de Varelle fermé\n\nLa maire Jeanne Roux a déclaré que le quai resterait fermé "
        "tout l'hiver. « Nous n'avons pas le choix », a ajouté Jeanne Roux.",
        (
            Said("Jeanne Roux", "déclaré", "le quai resterait fermé tout l'hiver"),
            Said("Jeanne Roux", "ajouté", "Nous n'avons pas le choix"),
        ),
    ),
    Example(
        "quay",
        "en",
        "Varelle's quay closed\n\nMayor Jeanne Roux said that the quay would stay closed all "
        'winter. "We have no choice," added Jeanne Roux.',
        (
            Said("Jeanne Roux", "said", "the quay would stay closed all winter"),
            Said("Jeanne Roux", "added", "We have no choice"),
        ),
    ),
    Example(
        "mill",
        "en",
        "Mill sold\n\nThe Aldane Company denied that it had sold the mill to Peter Quist. "
        "Peter Quist told the Delta Courier that the mill was his since May.",
        (
            Said("The Aldane Company", "denied", "it had sold the mill to Peter Quist",
                 "organisation", "deny"),
            Said("Peter Quist", "told", "the mill was his since May"),
        ),
    ),
    Example(
        "mill",
        "ru",
        "Мельница продана\n\nКомпания «Алдан» заявила, что не продавала мельницу. "
        "Пётр Квист сообщил, что мельница принадлежит ему с мая.",
        (
            Said("Компания «Алдан»", "заявила", "не продавала мельницу", "organisation", "deny"),
            Said("Пётр Квист", "сообщил", "мельница принадлежит ему с мая"),
        ),
    ),
)  # fmt: skip

LABEL: dict[str, Any] = EXAMPLES[0].labels[0].record(EXAMPLES[0].text)


def _labelled(folder: Path) -> Path:
    """The articles as a newsroom would hand them in."""
    folder.mkdir()
    _write(
        folder / "articles.jsonl",
        [{"doc_id": each.doc_id, "lang": each.lang, "text": each.text} for each in EXAMPLES],
    )
    _write(
        folder / "gold.jsonl",
        [
            _labels(each.doc_id, each.lang, [label.record(each.text) for label in each.labels])
            for each in EXAMPLES
        ],
    )
    return folder


def _labels(doc_id: str, lang: str, attributions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"doc_id": doc_id, "lang": lang, "attributions": attributions}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )


def _train(data: Path, out: Path, model: Path, epochs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "training", "--data", data, "--out", out, "--model", model]
    return subprocess.Popen(  # noqa: S603 - our own command
        [*map(str, command), "--epochs", str(epochs)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},  # two at once
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.timeout(300)  # ten seconds on two free cores
def test_from_labels_to_a_reader_that_has_learned_them(
    model_directory: Path, tmp_path: Path
) -> None:
    """One command gives weights; the same again gives the same; what was labelled is read."""
    data = _labelled(tmp_path / "labelled")
    files = [tmp_path / "one.safetensors", tmp_path / "two.safetensors"]
    runs = [_train(data, file, model_directory, epochs=EPOCHS) for file in files]
    told = [run.communicate(timeout=250)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert f"Epoch {EPOCHS} of {EPOCHS}" in told[0]
    assert files[0].read_bytes() == files[1].read_bytes()
    weights = ReaderWeights.load(files[0])
    reader = LearnedReader(
        StateEncoder.open(model_directory, LAYERS, made_from=weights.encoder), weights
    )
    for each in EXAMPLES:
        reading = reader.read(ArticleDraft(text=each.text, language=each.lang))
        read = {span.of(each.text) for one in reading.attributions for span in one.content}
        assert read & {label.content for label in each.labels}, (each.lang, read)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{", "not JSON"),
        ({"doc_id": "quay", "lang": "fr"}, "no 'attributions'"),
        (_labels("quai", "fr", []), "is not in"),
        (_labels("quay", "fr", [{"content": [[0, 2]]}]), "an attribution lacks 'source'"),
        (_labels("quay", "fr", [LABEL | {"content": [[0, 9999]]}]), "0 to 9999 is outside"),
        (_labels("quay", "fr", [LABEL | {"claimant_kind": "mayor"}]), "'mayor' is none of person"),
        (_labels("quay", "fr", [LABEL | {"stance": "hope"}]), "'hope' is none of affirm"),
    ],
    ids=["JSON", "labels", "article", "half a label", "place", "kind", "stance"],
)
def test_bad_labels_are_told_with_their_line(
    row: str | dict[str, Any], problem: str, tmp_path: Path
) -> None:
    """Whoever labels learns which line of which file to mend."""
    data = _labelled(tmp_path / "labelled")
    line = row if isinstance(row, str) else json.dumps(row)
    (data / "gold.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl, line 1: ") as raised:
        read_labelled(data / "articles.jsonl", data / "gold.jsonl")
    assert problem in str(raised.value)


def test_the_command_says_so_and_writes_nothing(model_directory: Path, tmp_path: Path) -> None:
    """No traceback: a line that says what is wrong, and exit code 1."""
    data = _labelled(tmp_path / "labelled")
    (data / "gold.jsonl").write_text("{\n", encoding="utf-8")
    out = tmp_path / "weights.safetensors"
    run = _train(data, out, model_directory, epochs=1)
    told = run.communicate(timeout=60)[0]
    assert run.returncode == 1
    assert "Cannot train" in told
    assert "gold.jsonl, line 1: not JSON" in told
    assert "Traceback" not in told
    assert not out.exists()
