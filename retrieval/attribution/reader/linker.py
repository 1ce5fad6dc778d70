"""The trained linker, run in numpy: whom an attribution means, and what kind of source that is."""

from __future__ import annotations

import numpy as np

from retrieval.attribution.reader.numerics import Weights, gelu, linear
from retrieval.attribution.reader.tokens import Floats


class Linker:
    """Weights as ``training/linker.py`` names them; w is the width of ``span_states``."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def claimant(self, query: Floats, keys: Floats, features: Floats) -> Floats:
        """Scores of the candidates, shape (c,), from shapes (3 w,), (c, w), (c, FEATURES)."""
        asked = np.tanh(linear(self._weights, "query", query))
        told = np.tanh(linear(self._weights, "key", keys))
        same = np.broadcast_to(asked, told.shape)
        pairs = np.concatenate([same, told, asked * told, features], axis=-1)
        inner = gelu(linear(self._weights, "claimant_in", pairs))
        return linear(self._weights, "claimant_out", inner)[:, 0]

    def stance(self, cue: Floats) -> Floats:
        """Scores of ``STANCES`` from shape (w,)."""
        return linear(self._weights, "stance_out", gelu(linear(self._weights, "stance_in", cue)))

    def kind(self, source: Floats, claimant: Floats) -> Floats:
        """Scores of ``KINDS`` from two shapes (w,)."""
        x = linear(self._weights, "kind_in", np.concatenate([source, claimant]))
        return linear(self._weights, "kind_out", gelu(x))

    def outlet(self, keys: Floats) -> Floats:
        """Log-odds of mentions being outlets, shape (c,), from shape (c, w)."""
        return linear(self._weights, "outlet", keys)[:, 0]
