"""Fitting what is told by states alone: which names are outlets, and the stance of a cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import torch
from torch.nn import functional

from retrieval.arrays import Floats
from retrieval.attribution.reader.layout import STANCES
from retrieval.attribution.reader.outlets import name_places, outlet_places
from retrieval.attribution.reader.spans import span_states, stitched
from retrieval.attribution.reader.stances import stance_features
from training.documents import Document
from training.linker import Linker
from training.matching import labelled, places_of

_BATCH: Final = 64
_STANCE_EPOCHS: Final = 30


def fit_outlet(net: Linker, documents: Sequence[Document]) -> None:
    """Linear, with half of the states dropped."""
    rows = [row for document in documents for row in _outlet_rows(document)]
    states = torch.from_numpy(np.stack([state for state, _ in rows]))
    wanted = torch.tensor([float(outlet) for _, outlet in rows])
    weight = (wanted == 0).sum() / (wanted == 1).sum().clamp(min=1)
    optimiser = torch.optim.AdamW(net.outlet.parameters(), lr=3e-3, weight_decay=0.3)
    for _ in range(300):
        scores = net.outlet(functional.dropout(states, 0.5)).squeeze(-1)
        loss = functional.binary_cross_entropy_with_logits(scores, wanted, pos_weight=weight)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def fit_stance(net: Linker, documents: Sequence[Document], seed: int) -> None:
    """Linear, and held back: there are few labels that are no affirmation."""
    torch.manual_seed(seed)
    rows = [row for document in documents for row in _stance_rows(document)]
    states = torch.from_numpy(np.stack([state for state, _, _ in rows]))
    words = torch.from_numpy(np.stack([word for _, word, _ in rows]))
    wanted = torch.tensor([STANCES.index(stance) for _, _, stance in rows])
    seldom = torch.bincount(wanted, minlength=len(STANCES)).clamp(min=1).float().rsqrt()
    weight = seldom * len(rows) / seldom[wanted].sum()
    optimiser = torch.optim.AdamW(
        [
            {"params": net.stance.parameters(), "weight_decay": 20.0},
            {"params": net.stance_words.parameters(), "weight_decay": 0.01, "lr": 5e-3},
        ],
        lr=2e-4,
    )
    for _ in range(_STANCE_EPOCHS):
        order = torch.randperm(len(rows))
        for start in range(0, len(rows), _BATCH):
            part = order[start : start + _BATCH]
            scores = net.stances(functional.dropout(states[part], 0.7), words[part])
            loss = functional.cross_entropy(scores, wanted[part], weight=weight)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()


def _stance_rows(document: Document) -> Iterator[tuple[Floats, Floats, str]]:
    states = stitched(document.windows, document.states, len(document.tokens))
    for found, label in labelled(document):
        if label is not None:
            parts = [
                span_states(states, part)
                for part in ([found.cue or found.source or found.content[0]], found.content)
            ]
            words = stance_features(document.article.text, document.tokens, found)
            yield np.concatenate(parts), words, label.stance


def _outlet_rows(document: Document) -> list[tuple[Floats, bool]]:
    """States of the names in an article, and whether each is an outlet's."""
    article = document.article
    states = stitched(document.windows, document.states, len(document.tokens))
    people = {name for label in article.labels for name in label.names}
    through = {via for label in article.labels for via in label.via} - people
    outlets = {*outlet_places(article.text, document.tokens), *places_of(document, through)}
    others = {*places_of(document, people), *name_places(article.text, document.tokens)}
    others = {p for p in others if not any(p[0] < b and p[1] > a for a, b in outlets)}
    return [(span_states(states, [place]), True) for place in sorted(outlets)] + [
        (span_states(states, [place]), False) for place in sorted(others)
    ]
