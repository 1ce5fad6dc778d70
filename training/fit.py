"""Fitting the tagger to encoded articles."""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from retrieval.attribution.reader.layout import CONDITIONED, FLAT, LAYERS, STATE
from retrieval.attribution.reader.tokens import FLAGS
from training.averaging import RunningMean
from training.documents import Document
from training.tagger import Tagger
from training.targets import CONTENT, CueTarget, cue_targets, flat_targets

logger = logging.getLogger(__name__)

_BATCH: Final = 8  # windows; measured: better than 16
_CUES: Final = 3  # of a window, drawn anew each time; measured: no worse than 6
_RATE: Final = 2e-3
_DECAY: Final = 0.01
_WARM: Final = 0.1  # of the steps
_AVERAGED: Final = 0.97  # of the running mean of the weights; content F1@0.8 +0.01
_ORIGINAL: Final = 0.4  # of the time an article is taken as it is, else in a variant
_IGNORED: Final = -1
# Without them a third of the sources come out empty.
_WEIGHTS: Final = (1.0, 4.0, 4.0, 2.0, 1.0, 3.0, 3.0)


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its targets, in its own tokens.

    Attributes:
        flat: shape (T, groups).
    """

    states: NDArray[np.float16]
    flags: NDArray[np.float32]
    flat: NDArray[np.int64]
    cues: tuple[CueTarget, ...]

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.flags)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, with some of their cues."""

    lengths: Tensor
    states: Tensor
    flags: Tensor
    flat: Tensor
    cues: Tensor
    tags: list[NDArray[np.int64]]


def examples(document: Document) -> list[Example]:
    """The windows of an article; a cue counts where most of its content is in the window."""
    flat, cues = flat_targets(document), cue_targets(document)
    return [
        Example(
            states=document.states[number],
            flags=document.tokens.flags[start:end],
            flat=flat[:, start:end].T,
            cues=tuple(
                CueTarget(c.start - start, c.end - start, c.tags[start:end])
                for c in cues
                if c.start >= start and c.end <= end and _mostly_in(c, start, end)
            ),
        )
        for number, (start, end) in enumerate(document.windows.spans)
    ]


def fit(
    documents: Sequence[Document],
    variants: Sequence[Sequence[Document]],
    *,
    epochs: int,
    seed: int,
) -> Tagger:
    """A tagger, its weights averaged over the later steps; ``variants``: of each document."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 -- for training, not for secrets
    pools = [[examples(each) for each in pool] for pool in (documents, *variants)]
    net = Tagger()
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = math.ceil(sum(map(len, pools[0])) / _BATCH) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (_WARM * steps)) * max(0.02, 1 - step / steps)
    )
    average = RunningMean(net, _AVERAGED)
    began = time.monotonic()
    for epoch in range(epochs):
        total = 0.0
        for chosen in _batches(pools, chance):
            loss = _loss(net, batch_of(chosen, chance))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            if epoch >= epochs // 3:
                average.update(net)
            total += loss.item()
        seconds = time.monotonic() - began
        logger.info("Epoch %d of %d: loss %.2f, %.0f s", epoch + 1, epochs, total, seconds)
    return average.model.eval()


def batch_of(chosen: Sequence[Example], chance: random.Random) -> Batch:
    """Windows side by side, each with a few of its cues."""
    lengths = torch.tensor([len(each) for each in chosen])
    longest = int(lengths.max())
    states = torch.zeros(len(chosen), len(LAYERS), longest, STATE)
    flags = torch.zeros(len(chosen), longest, FLAGS)
    flat = torch.full((len(chosen), longest, len(FLAT)), _IGNORED)
    cues: list[tuple[int, int, int]] = []
    tags: list[NDArray[np.int64]] = []
    for row, each in enumerate(chosen):
        states[row, :, : len(each)] = torch.from_numpy(each.states.astype(np.float32))
        flags[row, : len(each)] = torch.from_numpy(each.flags)
        flat[row, : len(each)] = torch.from_numpy(each.flat)
        drawn = each.cues if len(each.cues) <= _CUES else chance.sample(each.cues, _CUES)
        for cue in drawn:
            cues.append((row, cue.start, cue.end))
            tags.append(cue.tags)
    places = torch.tensor(cues, dtype=torch.long).reshape(-1, 3)
    return Batch(lengths, states, flags, flat, places, tags)


def _loss(net: Tagger, batch: Batch) -> Tensor:
    base = net.base(batch.states, batch.flags, batch.lengths)
    logits = net.flat(base).view(*base.shape[:2], len(FLAT), 3)
    loss = torch.zeros(())
    for groups, weight in ((slice(0, 3), 3.0), (slice(3, 4), 1.0)):
        part, wanted = logits[:, :, groups].reshape(-1, 3), batch.flat[:, :, groups].reshape(-1)
        loss = loss + functional.cross_entropy(part, wanted, ignore_index=_IGNORED) * weight
    if not len(batch.cues):
        return loss
    about, first = net.about(base, batch.flags, batch.lengths, batch.cues)
    tags = torch.full(about.shape[:2], _IGNORED)
    for row, (each, start) in enumerate(zip(batch.tags, first.tolist(), strict=True)):
        crop = each[start : start + about.shape[1]]
        tags[row, : len(crop)] = torch.from_numpy(crop)
    return loss + 2 * functional.cross_entropy(
        about.reshape(-1, len(CONDITIONED)),
        tags.reshape(-1),
        ignore_index=_IGNORED,
        weight=torch.tensor(_WEIGHTS),
    )


def _batches(
    pools: Sequence[Sequence[Sequence[Example]]], chance: random.Random
) -> list[list[Example]]:
    """Each article once, as it is or in a variant; windows of like length together."""
    chosen: list[Example] = []
    for number in range(len(pools[0])):
        whole = len(pools) == 1 or chance.random() < _ORIGINAL
        pool = pools[0] if whole else chance.choice(pools[1:])
        chosen += pool[number]
    chance.shuffle(chosen)
    size = _BATCH * 8
    chunks = [sorted(chosen[i : i + size], key=len) for i in range(0, len(chosen), size)]
    return [chunk[i : i + _BATCH] for chunk in chunks for i in range(0, len(chunk), _BATCH)]


def _mostly_in(cue: CueTarget, start: int, end: int) -> bool:
    content = np.isin(cue.tags, CONTENT)
    return bool(content[start:end].sum() >= 0.9 * content.sum())
