"""Scores attributions and answers on labelled articles: ``make quality SHARED=folder``.

The folder holds ``gold/dev`` and ``eval/score.py`` in the layout of docs/formats.md.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer


def main(shared: Annotated[Path, typer.Option(help="Folder with gold/ and eval/.")]) -> None:
    """Prints the scorer's tables: attributions, answers, answers from a corpus that has none."""
    gold, scorer = shared / "gold" / "dev", shared / "eval" / "score.py"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        _hearsay("extract", "--in", gold / "articles.jsonl", "--out", out)
        _run(sys.executable, scorer, "attributions", gold / "gold.jsonl", out)
        questions = gold / "questions.jsonl"
        for corpus, flags in (("corpus", ()), ("corpus_without", ("--absent",))):
            files = ("--corpus", gold / f"{corpus}.jsonl", "--questions", questions)
            _hearsay("answer", *files, "--out", out)
            _run(sys.executable, scorer, "answers", questions, out, *flags)


def _hearsay(*arguments: object) -> None:
    _run(sys.executable, "-m", "bot", *arguments)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)  # noqa: S603 - our own commands


if __name__ == "__main__":
    typer.run(main)
