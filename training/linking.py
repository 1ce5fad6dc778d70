"""Fitting the linker: whom attributions mean, of what kind, and which names are outlets'."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.attribution.reader.candidates import Mention, mentions_of, pairs_of
from retrieval.attribution.reader.decoding import Found, Place, Tagged
from retrieval.attribution.reader.layout import KINDS
from retrieval.attribution.reader.outlets import outlet_places, without_outlets
from retrieval.attribution.reader.spans import span_states, stitched
from training.averaging import RunningMean
from training.classes import fit_outlet, fit_stance
from training.documents import Document, Label
from training.linker import Linker
from training.matching import Pair, labelled, matched, places_of

logger = logging.getLogger(__name__)

_CORRUPTED: Final = 0.15  # of the speakers before, as the reader will not know all of them either
_EPOCHS: Final = 6
_BATCH: Final = 16
_RATE: Final = 1e-3
_AVERAGED: Final = 0.99  # of the running mean of the weights
_KIND: Final = 0.5  # of the kind's loss


@dataclass(frozen=True, slots=True)
class Case:
    """An attribution with its candidates; ``right``: those that are its claimant."""

    query: Tensor
    keys: Tensor
    features: Tensor
    right: Tensor
    source: Tensor
    claimant: Tensor
    kind: int


def cases_of(document: Document, tagged: Tagged | None, chance: random.Random) -> list[Case]:
    """What there is to learn from what a tagger found; from the labels themselves without one."""
    outlets = outlet_places(document.article.text, document.tokens)
    if tagged is None:
        pairs: list[Pair] = list(labelled(document))
        names = _names(document)
    else:
        pairs = [(without_outlets(f, outlets), each) for f, each in matched(document, tagged)]
        names = tagged.names
    found = [each for each, _ in pairs]
    mentions = mentions_of(document.article.text, document.tokens, [*names, *outlets], found)
    return _cases(document, pairs, mentions, chance) if mentions else []


def fit_linker(cases: Sequence[Case], documents: Sequence[Document], seed: int) -> Linker:
    """A linker from cases, and from the names in documents for what an outlet is."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 -- for training, not for secrets
    net, items = Linker(), list(cases)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.02)
    steps = _EPOCHS * ((len(items) + _BATCH - 1) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    average = RunningMean(net, _AVERAGED)
    for epoch in range(_EPOCHS):
        chance.shuffle(items)
        total = 0.0
        for start in range(0, len(items), _BATCH):
            part = items[start : start + _BATCH]
            loss = _loss(net, part)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            if epoch >= _EPOCHS // 3:
                average.update(net)
            total += loss.item() * len(part) / len(items)
        logger.info("Linker, epoch %d of %d: loss %.3f", epoch + 1, _EPOCHS, total)
    fit_outlet(average.model, documents)
    fit_stance(average.model, documents, seed)
    return average.model.eval()


def _loss(net: Linker, part: Sequence[Case]) -> Tensor:
    loss = torch.zeros(())
    for case in part:
        for head in net.claimants:
            scores = head(case.query, case.keys, case.features)
            each = torch.logsumexp(scores, 0) - torch.logsumexp(scores[case.right], 0)
            loss = loss + each
    kinds = net.kind(
        torch.stack([case.source for case in part]), torch.stack([case.claimant for case in part])
    )
    wanted = torch.tensor([case.kind for case in part])
    return (loss + _KIND * functional.cross_entropy(kinds, wanted, reduction="sum")) / len(part)


def _cases(
    document: Document, pairs: Sequence[Pair], mentions: Sequence[Mention], chance: random.Random
) -> list[Case]:
    starts = np.array([each.place[0] for each in mentions], dtype=np.int32)
    states = stitched(document.windows, document.states, len(document.tokens))
    keys = np.stack([span_states(states, [each.place]) for each in mentions])
    rights = [_right(document, label, mentions) if label else [] for _, label in pairs]
    claimants = [
        min(right, key=lambda n: abs(mentions[n].place[0] - _anchor(found)[0]), default=None)
        for (found, _), right in zip(pairs, rights, strict=True)
    ]
    cases = []
    for number, (found, label) in enumerate(pairs):
        claimant = claimants[number]
        if label is None or claimant is None:
            continue
        before = [
            chance.randrange(len(mentions)) if chance.random() < _CORRUPTED else each
            for each in claimants[:number]
        ]
        among = pairs_of(found, mentions, document.tokens, starts, before)
        right = np.isin(among.numbers, rights[number])
        if not right.any():
            continue
        source = [_anchor(found)]
        parts = (source, [found.cue or source[0]], found.content)
        query = np.concatenate([span_states(states, part) for part in parts])
        cases.append(
            Case(
                query=torch.from_numpy(query),
                keys=torch.from_numpy(keys[among.numbers]),
                features=torch.from_numpy(among.features),
                right=torch.from_numpy(right),
                source=torch.from_numpy(span_states(states, source)),
                claimant=torch.from_numpy(keys[claimant]),
                kind=KINDS.index(label.kind),
            )
        )
    return cases


def _anchor(found: Found) -> Place:
    return found.source or found.cue or found.content[0]


def _right(document: Document, label: Label, mentions: Sequence[Mention]) -> list[int]:
    """The mentions that name the claimant; of an unnamed one its description."""
    places = places_of(document, label.names)
    right = [n for n, each in enumerate(mentions) if _touches(each.place, places)]
    source = document.place(label.source)
    if source is not None and (label.kind == "unnamed" or not right):
        right += [n for n, each in enumerate(mentions) if _touches(each.place, [source])]
    return right


def _names(document: Document) -> list[Place]:
    labels = document.article.labels
    return places_of(document, {name for each in labels for name in (*each.names, *each.via)})


def _touches(place: Place, others: Sequence[Place]) -> bool:
    """Whether it shares at least half of the shorter with one of the others."""
    return any(
        min(place[1], end) - max(place[0], start)
        >= max(1, 0.5 * min(place[1] - place[0], end - start))
        for start, end in others
    )
