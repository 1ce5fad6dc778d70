"""The trained tagger, run in numpy: flat tags, then the parts of every cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats, Ints
from retrieval.attribution.reader.layout import CROP, DISTANCES, EXACT, FLAT, LAYERS
from retrieval.attribution.reader.lstm import Lstm
from retrieval.attribution.reader.numerics import Weights, gelu, layer_norm, linear, log_softmax


@dataclass(frozen=True, slots=True)
class About:
    """What belongs to one cue.

    Attributes:
        first: token at which the crop begins.
        logits: shape (crop, tags of ``CONDITIONED``).
    """

    first: int
    logits: Floats


class Tagger:
    """Weights as ``training/tagger.py`` names them."""

    def __init__(self, weights: Weights) -> None:
        self._w = weights
        self._lstm = Lstm.of(weights, "lstm")
        self._cue_lstm = Lstm.of(weights, "cue_lstm")

    def base(self, states: Floats, flags: Floats, lengths: Ints) -> Floats:
        """Shapes (batch, layers, T, 384), (batch, T, flags), (batch,) to (batch, T, 256)."""
        parts = [
            layer_norm(self._w, f"norms.{number}", states[:, number])
            for number in range(len(LAYERS))
        ]
        x = np.concatenate([*parts, flags], axis=-1).reshape(-1, self._w["inlet.weight"].shape[1])
        x = gelu(linear(self._w, "inlet", x)).reshape(*flags.shape[:2], -1)
        return self._lstm(x, lengths) + x

    def flat(self, base: Floats) -> Floats:
        """Log-probabilities, shape (..., groups, 3)."""
        return log_softmax(linear(self._w, "flat", base).reshape(*base.shape[:-1], len(FLAT), 3))

    def about(
        self, base: Sequence[Floats], flags: Sequence[Floats], cues: Sequence[tuple[int, int, int]]
    ) -> list[About]:
        """For each cue, given as (window, first token, token after the last) in that window."""
        if not cues:
            return []
        inner = {
            window: linear(self._w, "inner", np.concatenate([base[window], flags[window]], -1))
            for window in {window for window, _, _ in cues}
        }
        first = np.array([max(0, start - CROP) for _, start, _ in cues])
        last = np.array([min(end + CROP, len(base[window])) for window, _, end in cues])
        lengths = (last - first).astype(np.int32)
        x = np.zeros((len(cues), int(lengths.max()), inner[cues[0][0]].shape[-1]), dtype=np.float32)
        for row, (window, _, _) in enumerate(cues):
            x[row, : lengths[row]] = inner[window][first[row] : last[row]]
        means = np.stack([base[window][start:end].mean(0) for window, start, end in cues])
        place = first[:, None] + np.arange(x.shape[1])[None]
        bounds = np.array([(start, end) for _, start, end in cues])
        x = (
            x * (1 + linear(self._w, "gain", means))[:, None]
            + linear(self._w, "shift", means)[:, None]
        )
        x = gelu(x + self._w["place.weight"][_bucket(place, bounds)])
        x = x + self._cue_lstm(x, lengths)
        logits = log_softmax(linear(self._w, "conditioned", x))
        return [About(int(first[row]), logits[row, :n]) for row, n in enumerate(lengths.tolist())]


def _bucket(place: NDArray[np.int64], cues: NDArray[np.int64]) -> NDArray[np.int64]:
    """As ``distance`` of training/tagger.py: exact near the cue, then logarithmic."""
    before, after = place - cues[:, :1], place - cues[:, 1:] + 1
    apart = np.where(before < 0, before, np.where(after > 0, after, 0))
    size = np.abs(apart)
    far = EXACT + (np.log2(np.maximum(size, 1) / EXACT) * 4).astype(np.int64)
    farthest = DISTANCES // 2 - 1
    return (
        np.sign(apart) * np.where(size <= EXACT, size, np.minimum(far, farthest)) + DISTANCES // 2
    )
