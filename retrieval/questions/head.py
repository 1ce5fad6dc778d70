"""The trained head over a question's states, run in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.lstm import Lstm
from retrieval.attribution.reader.numerics import Weights, gelu, layer_norm, linear, log_softmax


@dataclass(frozen=True, slots=True)
class Told:
    """What the head says of a question, as probabilities.

    Attributes:
        tags: shape (tokens, TAGS).
        kinds: shape (KINDS,).
        stances: shape (STANCES,).
    """

    tags: Floats
    kinds: Floats
    stances: Floats


class QuestionHead:
    """Weights as ``training/questions.py`` names them."""

    def __init__(self, weights: Weights) -> None:
        self._w = weights
        self._lstm = Lstm.of(weights, "lstm")

    def __call__(self, states: Floats) -> Told:
        """From the question's states, shape (layers, tokens, 384), at least one token."""
        parts = [layer_norm(self._w, f"norms.{n}", states[n]) for n in range(len(LAYERS))]
        x = gelu(linear(self._w, "inlet", np.concatenate(parts, axis=-1)))
        x = x + self._lstm(x[None], np.array([len(x)], dtype=np.int32))[0]
        pooled = np.concatenate([x.mean(0), x.max(0)])
        return Told(
            tags=np.exp(log_softmax(linear(self._w, "tags", x))),
            kinds=np.exp(log_softmax(linear(self._w, "kind", pooled))),
            stances=np.exp(log_softmax(linear(self._w, "stance", pooled))),
        )
