"""The trained linker, run in numpy: whom an attribution means, and what kind of source that is."""

from __future__ import annotations

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.layout import CLAIMANTS
from retrieval.attribution.reader.numerics import Weights, gelu, linear, log_softmax


class Linker:
    """Weights as ``training/linker.py`` names them; w is the width of ``span_states``."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        heads = [f"claimants.{n}" for n in range(CLAIMANTS)]
        # One product for all heads: their outputs side by side.
        self._sides = {
            side: (
                np.concatenate([weights[f"{head}.{side}.weight"] for head in heads]).T,
                np.concatenate([weights[f"{head}.{side}.bias"] for head in heads]),
            )
            for side in ("query", "key")
        }
        width = len(weights["claimants.0.key.bias"])
        inner = np.stack([weights[f"{head}.inner.weight"].T for head in heads])
        self._asked, self._told, self._both, self._features = np.split(
            inner, [width, 2 * width, 3 * width], axis=1
        )
        self._inner = np.stack([weights[f"{head}.inner.bias"] for head in heads])[:, None]
        self._out = np.stack([weights[f"{head}.out.weight"][0] for head in heads])[:, :, None]

    def claimant(self, query: Floats, keys: Floats, features: Floats) -> Floats:
        """Scores of the candidates, shape (c,), from shapes (3 w,), (c, w), (c, FEATURES)."""
        return self.scores(self.asked(query[None])[0], self.told(keys), features)

    def asked(self, queries: Floats) -> Floats:
        """What each head makes of attributions, (a, 3 w) → (a, heads, width)."""
        return self._side("query", queries)

    def told(self, keys: Floats) -> Floats:
        """What each head makes of mentions, (c, w) → (c, heads, width)."""
        return self._side("key", keys)

    def scores(self, asked: Floats, told: Floats, features: Floats) -> Floats:
        """As ``claimant``, from shapes (heads, width), (c, heads, width), (c, FEATURES).

        The inner layer reads what is asked, what is told and the product of both. Its weights for
        the product, times what is asked, are weights for what is told.
        """
        query = asked[:, :, None]
        inner = told.transpose(1, 0, 2) @ (self._told + query * self._both)
        inner += features @ self._features
        inner += asked[:, None] @ self._asked + self._inner
        # The bias of the last layer is the same for all candidates.
        heads = (gelu(inner) @ self._out)[:, :, 0]
        made: Floats = log_softmax(heads).mean(axis=0)
        return made

    def _side(self, side: str, states: Floats) -> Floats:
        weights, bias = self._sides[side]
        made: Floats = np.tanh(states @ weights + bias).reshape(len(states), CLAIMANTS, -1)
        return made

    def stance(self, states: Floats, words: Floats) -> Floats:
        """Scores of ``STANCES`` from shapes (..., 2 w) and (..., STANCE_FEATURES)."""
        told = linear(self._weights, "stance", states)
        made: Floats = told + words @ self._weights["stance_words.weight"].T
        return made

    def passing(self, features: Floats) -> Floats:
        """Log-odds of names having passed words on, (c, PASSING_FEATURES) → (c,)."""
        return linear(self._weights, "passing", features)[:, 0]

    def carrying(self, features: Floats) -> Floats:
        """Log-odds of words having come as others did, (c, CARRYING_FEATURES) → (c,)."""
        return linear(self._weights, "carrying", features)[:, 0]

    def kind(self, source: Floats, claimant: Floats) -> Floats:
        """Scores of ``KINDS`` from two shapes (..., w)."""
        x = linear(self._weights, "kind_in", np.concatenate([source, claimant], axis=-1))
        return linear(self._weights, "kind_out", gelu(x))

    def outlet(self, keys: Floats) -> Floats:
        """Log-odds of mentions being outlets, shape (c,), from shape (c, w)."""
        return linear(self._weights, "outlet", keys)[:, 0]
