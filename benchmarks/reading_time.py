"""Where the time goes in which an article is read: ``python -m benchmarks.reading_time``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.articles import stand_in_articles
from bot import jsonl
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.tokens import tokens_of
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.embedding.bundled import prepare_bundled_model
from retrieval.embedding.states import StateEncoder, States
from retrieval.model import ArticleDraft

_USUAL: Final = 700  # tokens of a newspaper's article
_STAND_INS: Final = 240  # paragraphs, twenty articles


class TimedEncoder(StateEncoder):
    """The encoder with a clock."""

    seconds = 0.0

    def framed(self, windows: Sequence[NDArray[np.int32]]) -> Iterator[tuple[int, States]]:
        """As the encoder does it, all at once, so that no other work is counted."""
        began = time.perf_counter()
        found = list(super().framed(windows))
        self.seconds += time.perf_counter() - began
        return iter(found)


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds for 700 tokens."""

    tokens: float
    encoder: float
    heads: float

    @property
    def whole(self) -> float:
        """All of the reading."""
        return self.tokens + self.encoder + self.heads


def main(
    articles: Annotated[Path | None, typer.Option(help="articles.jsonl; else stand-ins.")] = None,
    rounds: Annotated[int, typer.Option(help="Times over all articles; the median counts.")] = 5,
    model: Annotated[Path, typer.Option(help="Where the encoder is prepared.")] = Path(
        "data/models/multilingual-e5-small"
    ),
) -> None:
    """Prints the seconds of tokens, encoder and heads for 700 tokens, and the heads' share."""
    weights = ReaderWeights.bundled()
    prepared = prepare_bundled_model(model)
    encoder = TimedEncoder.open(prepared, LAYERS, made_from=weights.encoder)
    reader = LearnedReader(encoder, weights)
    drafts = list(_drafts(articles))
    measured = [_measure(reader, encoder, drafts) for _ in range(rounds + 1)][1:]
    middle = Parts(
        median(each.tokens for each in measured),
        median(each.encoder for each in measured),
        median(each.heads for each in measured),
    )
    typer.echo(
        f"Seconds for {_USUAL} tokens, over {len(drafts)} articles, median of {rounds} rounds, "
        f"{len(os.sched_getaffinity(0))} cores"
    )
    for name, seconds in (
        ("cutting into tokens and sentences", middle.tokens),
        ("encoder", middle.encoder),
        ("heads: tags, spans, claimants, vias", middle.heads),
    ):
        typer.echo(f"{name:40}{seconds:8.3f}{seconds / middle.whole:7.0%}")
    typer.echo(f"{'whole':40}{middle.whole:8.3f}")


def _drafts(articles: Path | None) -> Iterator[ArticleDraft]:
    if articles is not None:
        yield from map(jsonl.draft_from, jsonl.read_records(articles, ("doc_id", "lang", "text")))
        return
    for submission in stand_in_articles(_STAND_INS):
        yield ArticleDraft(text=submission.text, language="en")


def _measure(reader: LearnedReader, encoder: TimedEncoder, drafts: Sequence[ArticleDraft]) -> Parts:
    encoder.seconds = 0.0
    began = time.perf_counter()
    for draft in drafts:
        reader.read(draft)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    count = sum(len(tokens_of(draft.text, encoder.tokenizer)) for draft in drafts)
    tokens = time.perf_counter() - began
    scale = _USUAL / count
    heads = whole - encoder.seconds - tokens
    return Parts(tokens * scale, encoder.seconds * scale, heads * scale)


if __name__ == "__main__":
    typer.run(main)
