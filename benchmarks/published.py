"""The learned reader beside a published extractor, on the same articles in one run.

``make published GOLD=folder SCORER=score.py`` (READER=file for other weights) sets up what the
other one needs in a virtual environment of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.textacy_quotations import PIPELINES, Quotations
from bot import jsonl
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.embedding.bundled import prepare_bundled_model
from retrieval.embedding.states import StateEncoder

Read = Callable[[jsonl.Record], jsonl.Record]  # an article's record to that of its attributions

_SEEN: Final = (
    "The weights that ship were trained on every labelled article that their makers have: on those "
    "the figures of Hearsay are too good. Name others with --weights (docs/training.md)."
)
_NAMED: Final = (
    "Hearsay's weights: {}. The figures are fair where these were trained on other articles."
)
_SCOPE: Final = (
    "textacy looks for direct quotations only. By paragraph: the same, read paragraph by paragraph "
    "where it refuses an article because its quotation marks are uneven."
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one extractor made of the articles of one language.

    Attributes:
        figures: the scorer's, by their names.
        seconds: for an article, its words already in memory.
    """

    extractor: str
    figures: dict[str, Any]
    seconds: float


def main(
    gold: Annotated[Path, typer.Option(help="Folder with articles.jsonl and gold.jsonl.")],
    scorer: Annotated[Path, typer.Option(help="The scorer, score.py.")],
    weights: Annotated[Path | None, typer.Option(help="Weights; else those that ship.")] = None,
    model: Annotated[Path, typer.Option(help="Where the encoder is prepared.")] = Path(
        "data/models/multilingual-e5-small"
    ),
) -> None:
    """Prints the scorer's figures and the seconds for an article, in French and in English."""
    reader = _reader(weights, model)
    articles = jsonl.read_records(gold / "articles.jsonl", ("doc_id", "lang", "text"))
    labels = jsonl.read_records(gold / "gold.jsonl", ("doc_id", "lang"))
    for language in PIPELINES:
        ours = [record for record in articles if record["lang"] == language]
        answers = [record for record in labels if record["lang"] == language]
        if not ours:
            continue
        typer.echo(f"\n[{language}: {len(ours)} articles]")
        runs = [
            _run(name, read, ours, answers, scorer) for name, read in _extractors(reader, language)
        ]
        typer.echo("\n".join(_table(runs)))
    typer.echo(f"\n{_SCOPE}")
    typer.echo(_NAMED.format(weights) if weights else _SEEN)


def _reader(weights: Path | None, model: Path) -> LearnedReader:
    chosen = ReaderWeights.load(weights) if weights else ReaderWeights.bundled()
    prepared = prepare_bundled_model(model)
    return LearnedReader(StateEncoder.open(prepared, LAYERS, made_from=chosen.encoder), chosen)


def _extractors(reader: LearnedReader, language: str) -> Iterator[tuple[str, Read]]:
    yield "textacy", _reading(Quotations(language, insist=False))
    yield "by paragraph", _reading(Quotations(language, insist=True))
    yield (
        "Hearsay",
        lambda record: jsonl.reading_record(record, reader.read(jsonl.draft_from(record))),
    )


def _reading(quotations: Quotations) -> Read:
    def read(record: jsonl.Record) -> jsonl.Record:
        found = quotations(str(record["text"]))
        return {"doc_id": record["doc_id"], "lang": record["lang"], "attributions": found}

    return read


def _run(
    name: str,
    read: Read,
    articles: Sequence[jsonl.Record],
    labels: Sequence[jsonl.Record],
    scorer: Path,
) -> Run:
    read(articles[0])  # what is set up with the first article is not its cost
    began = time.perf_counter()
    rows = [read(record) for record in articles]
    seconds = (time.perf_counter() - began) / len(articles)
    with tempfile.TemporaryDirectory() as folder:
        gold, out = Path(folder) / "gold.jsonl", Path(folder) / "out.jsonl"
        jsonl.write_records(gold, labels)
        jsonl.write_records(out, rows)
        command = [sys.executable, scorer, "attributions", gold, out, "--json"]
        printed = subprocess.run(  # noqa: S603 - our own command
            [str(part) for part in command], check=True, capture_output=True, text=True
        ).stdout
    return Run(name, json.loads(printed)["all"], seconds)


def _table(runs: Sequence[Run]) -> Iterator[str]:
    """The scorer's figures as it names them, a column for each extractor."""
    yield _row("", [run.extractor for run in runs])
    for name in runs[0].figures:
        yield _row(name, [_shown(run.figures[name]) for run in runs])
    cores = len(os.sched_getaffinity(0))
    yield _row(f"seconds an article ({cores} cores)", [f"{run.seconds:.2f}" for run in runs])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:54}" + "".join(f"{cell:>18}" for cell in cells)


def _shown(figure: Any) -> str:  # noqa: ANN401 - the scorer has two forms
    """F1 with precision and recall, or a share with the number of cases."""
    if isinstance(figure, dict):
        return f"{figure['f1']:.2f} ({figure['precision']:.2f}/{figure['recall']:.2f})"
    share, cases = figure
    return f"{share:.2f} of {cases}"


if __name__ == "__main__":
    typer.run(main)
