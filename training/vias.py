"""Fitting what tells through whom words came: names beside, and carrying over."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.arrays import Floats
from retrieval.attribution.reader.article import prepared
from retrieval.attribution.reader.decoding import Place, Tagged
from retrieval.attribution.reader.linker import Linker as Running
from retrieval.attribution.reader.passing import Beside, touches
from retrieval.attribution.reader.spans import stitched
from retrieval.attribution.reader.vias import Told, Vias
from training.documents import Document, Label
from training.linker import Linker
from training.matching import matched
from training.targets import via_mentions

logger = logging.getLogger(__name__)

# What is known beforehand of who passes words on, by number of the feature in the reader's
# passing.py and vias.py: the labelled articles have some twenty outlets, too few to learn it from.
_PASSING: Final = {
    0: 6.0, 1: 1.5, 2: 4.2, 3: 0.5, 4: 3.5, 5: 2.5, 6: 1.5, 8: 2.5, 9: 1.0, 10: 1.0, 11: 4.0,
    12: -0.5, 19: 0.5, 26: 4.0, 28: 0.5,
}  # fmt: skip
_PASSING_BIAS: Final = -3.5
_CARRYING: Final = {0: 4.0, 2: 2.5, 3: -2.0, 4: -0.5, 8: -0.5, 9: -1.0, 22: -0.5}
_CARRYING_BIAS: Final = -2.5
_SURE: Final = 4.0  # log-odds of an outlet that was told
_HELD: Final = 0.1  # how strongly the fit is drawn to it


@dataclass(slots=True)
class Rows:
    """Features, and whether each is right."""

    features: list[Floats] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, features: Floats, *, right: bool) -> None:
        """One more."""
        self.features.append(features)
        self.right.append(right)


@dataclass(slots=True)
class ViaRows:
    """What is learned from: names beside attributions, and pairs of attributions."""

    passing: Rows = field(default_factory=Rows)
    carrying: Rows = field(default_factory=Rows)


def via_rows(linker: Running, document: Document, tagged: Tagged, into: ViaRows) -> None:
    """Adds what an article teaches, with what a tagger found there."""
    states = stitched(document.windows, document.states, len(document.tokens))
    article = prepared(linker, document.article.text, document.tokens, tagged, states)
    labels = [label for _, label in matched(document, Tagged(list(article.found), []))]
    vias = article.vias()
    persons = {n for each in document.article.labels if each.kind == "person" for n in each.names}
    right = [_right(document, vias, n, label, persons) for n, label in enumerate(labels)]
    for number, label in enumerate(labels):
        for n, each in _near(vias, number) if label is not None else ():
            into.passing.add(each, right=n in right[number])
    # Carrying is learned from outlets that were told indeed.
    vias.beside = [
        [Told(n, _SURE) for n, _ in _near(vias, number) if n in right[number]]
        for number in range(len(labels))
    ]
    for number, label in enumerate(labels):
        if label is not None and not vias.beside[number] and not _nested(vias, number):
            for anchor in vias.anchors(number):
                other = labels[anchor]
                if other is not None:
                    same = bool(label.via) and label.via == other.via
                    into.carrying.add(vias.carrying(number, anchor), right=same)


def _nested(vias: Vias, number: int) -> bool:
    """Whether it stands in somebody else's words."""
    outer = vias.outer(number)
    who = vias.claimant(outer) if outer is not None else None
    mine = vias.claimant(number)
    return who is not None and not (mine is not None and who.alike(mine))


def _near(vias: Vias, number: int) -> list[tuple[int, Floats]]:
    starts = [each.mention.place[0] for each in vias.passers]
    beside = Beside(
        vias.text, vias.tokens, vias.found[number], vias.claimant(number), vias.passers, starts
    )
    return [(n, beside.features(n)) for n in beside.near()]


def _right(
    document: Document, vias: Vias, number: int, label: Label | None, persons: set[str]
) -> set[int]:
    """The names beside an attribution that are those of its intermediaries."""
    if label is None or not label.via:
        return set()
    wanted: list[Place] = []
    for name, where in zip(label.via, via_mentions(document, label), strict=True):
        if name not in persons:
            wanted += [p for p in map(document.place, where) if p is not None]
    keys = [frozenset(k) for k in _keys(label.via, persons)]
    right = set()
    for n, _ in _near(vias, number):
        each = vias.passers[vias.references.get(n, n)].mention
        if touches(each.place, wanted) or any(_alike(each.key, key) for key in keys):
            right.add(n)
    return right


def _keys(names: Iterable[str], persons: set[str]) -> list[set[str]]:
    return [set(name.casefold().split()) for name in names if name not in persons]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and 2 * len(one & other) >= 0.7 * (len(one) + len(other))


def fit_passing(net: Linker, rows: Rows) -> None:
    """Fits what a name beside has to be."""
    _fit(net.passing, rows, _PASSING, _PASSING_BIAS)


def fit_carrying(net: Linker, rows: Rows) -> None:
    """Fits when words came as others did."""
    _fit(net.carrying, rows, _CARRYING, _CARRYING_BIAS)


def _fit(layer: nn.Linear, rows: Rows, prior: Mapping[int, float], bias: float) -> None:
    """A logistic regression that is drawn to what is known beforehand."""
    with torch.no_grad():
        layer.weight.zero_()
        for place, weight in prior.items():
            layer.weight[0, place] = weight
        layer.bias.fill_(bias)
    if not rows.features:
        return
    before = layer.weight.detach().clone()
    x = torch.from_numpy(np.stack(rows.features))
    wanted = torch.tensor([float(each) for each in rows.right])
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=200)

    def closure() -> Tensor:
        optimiser.zero_grad()
        fitting = functional.binary_cross_entropy_with_logits(layer(x).squeeze(-1), wanted)
        loss = (
            fitting
            + _HELD * (layer.weight - before).square().sum()
            + _HELD * (layer.bias - bias).square().sum()
        )
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    logger.info("Of %d rows %d right", len(x), int(wanted.sum()))
