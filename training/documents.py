"""Labelled articles, read from JSON lines and encoded: what the training looks at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.layout import KINDS, STANCES
from retrieval.attribution.reader.tokens import Tokens, tokens_of
from retrieval.attribution.reader.windows import Windows, windows_of
from retrieval.embedding.states import StateEncoder

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """An attribution as it was labelled; offsets in characters.

    Attributes:
        names: the claimant, then all other names under which the article has it.
    """

    source: Offsets | None
    cue: Offsets | None
    content: tuple[Offsets, ...]
    names: tuple[str, ...]
    kind: str
    stance: str
    type: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels."""

    doc_id: str
    language: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled article with the encoder's states.

    Attributes:
        states: for each window, float16, shape (layers, tokens, hidden).
    """

    article: Labelled
    tokens: Tokens
    windows: Windows
    states: tuple[NDArray[np.float16], ...]

    def covered(self, spans: Iterable[Offsets]) -> NDArray[np.bool_]:
        """The tokens that touch any of the spans, shape (n,)."""
        mask = np.zeros(len(self.tokens), dtype=np.bool_)
        filled = self.tokens.ends > self.tokens.starts
        for start, end in spans:
            mask |= (self.tokens.starts < end) & (self.tokens.ends > start) & filled
        return mask

    def place(self, span: Offsets | None) -> Offsets | None:
        """First token of a span and the one after its last; None where it has no token."""
        places = np.flatnonzero(self.covered([span])) if span else np.zeros(0, dtype=np.int64)
        return (int(places[0]), int(places[-1]) + 1) if len(places) else None


def read_labelled(articles: Path, gold: Path) -> list[Labelled]:
    """Articles with their labels, in the format of docs/formats.md.

    Raises:
        ValueError: a line is not as documented, a label has no article, or a span is not in its
            text.
    """
    texts = {key: text for key, text, _ in _rows(articles, "text")}
    labelled = []
    for key, rows, where in _rows(gold, "attributions"):
        if key not in texts:
            raise ValueError(f"{where}: the article {key} is not in {articles}")
        try:
            labels = tuple(_label(each) for each in rows if each["content"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"{where}: an attribution lacks {error}, or has it wrong") from error
        for label in labels:
            _check(label, texts[key], where)
        labelled.append(Labelled(*key, texts[key], labels))
    return labelled


def encode(articles: Sequence[Labelled], encoder: StateEncoder) -> Iterator[Document]:
    """Documents with the states of their windows."""
    for article in articles:
        tokens = tokens_of(article.text, encoder.tokenizer)
        windows = windows_of(len(tokens), tokens.sentences)
        states = dict(encoder.states([tokens.ids[a:b] for a, b in windows.spans]))
        halves = tuple(states[n].astype(np.float16) for n in range(len(windows.spans)))
        yield Document(article, tokens, windows, halves)


def _rows(path: Path, field: str) -> Iterator[tuple[tuple[str, str], Any, str]]:
    """Of each line the article's key, one field, and where the line stands."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            where = f"{path}, line {number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield (row["doc_id"], row["lang"]), row[field], where
            except json.JSONDecodeError as error:
                raise ValueError(f"{where}: not JSON ({error})") from error
            except (KeyError, TypeError) as error:
                raise ValueError(f"{where}: no {error} (docs/training.md)") from error


def _check(label: Label, text: str, where: str) -> None:
    spans = [*label.content, *(span for span in (label.source, label.cue) if span)]
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{where}: the span {start} to {end} is outside the text")
    for value, known in ((label.kind, KINDS), (label.stance, STANCES)):
        if value not in known:
            raise ValueError(f"{where}: {value!r} is none of {', '.join(known)}")


def _label(row: dict[str, Any]) -> Label:
    return Label(
        source=tuple(row["source"]) if row["source"] else None,
        cue=tuple(row["cue"]) if row["cue"] else None,
        content=tuple((start, end) for start, end in row["content"]),
        names=tuple(dict.fromkeys([row["claimant"], *row.get("aliases", [])])),
        kind=row["claimant_kind"],
        stance=row["stance"],
        type=row["type"],
        via=tuple(row["via"]),
    )
