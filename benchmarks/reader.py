"""Scores any weights of the reader, and times it: ``python -m benchmarks.reader --help``.

With weights that were trained on other articles than those that are scored, this is the honest
figure; the weights that ship have seen every labelled article.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from bot import jsonl
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.tokens import tokens_of
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.embedding.bundled import prepare_bundled_model
from retrieval.embedding.states import StateEncoder

_USUAL = 700  # tokens of a newspaper's article


def main(
    gold: Annotated[Path, typer.Option(help="Folder with articles.jsonl and gold.jsonl.")],
    scorer: Annotated[Path, typer.Option(help="The scorer, score.py.")],
    weights: Annotated[Path | None, typer.Option(help="Weights; else those that ship.")] = None,
    model: Annotated[Path, typer.Option(help="Where the encoder is prepared.")] = Path(
        "data/models/multilingual-e5-small"
    ),
) -> None:
    """Prints the scorer's table and the seconds for an article of 700 tokens."""
    chosen = ReaderWeights.load(weights) if weights else ReaderWeights.bundled()
    encoder = StateEncoder.open(prepare_bundled_model(model), LAYERS, made_from=chosen.encoder)
    reader = LearnedReader(encoder, chosen)
    records = jsonl.read_records(gold / "articles.jsonl", ("doc_id", "lang", "text"))
    drafts = [jsonl.draft_from(record) for record in records]
    tokens = sum(len(tokens_of(draft.text, encoder.tokenizer)) for draft in drafts)
    began = time.perf_counter()
    readings = [reader.read(draft) for draft in drafts]
    seconds = (time.perf_counter() - began) / tokens * _USUAL
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        rows = map(jsonl.reading_record, records, readings)
        jsonl.write_records(out, list(rows))
        command = [sys.executable, scorer, "attributions", gold / "gold.jsonl", out]
        subprocess.run([str(part) for part in command], check=True)  # noqa: S603 - our own command
    typer.echo(f"\n{seconds:.2f} s for {_USUAL} tokens, over {len(drafts)} articles")


if __name__ == "__main__":
    typer.run(main)
