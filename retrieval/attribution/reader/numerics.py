"""The few functions that the heads are made of, as torch computes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from retrieval.attribution.reader.tokens import Floats

Weights = Mapping[str, Floats]

_EPSILON: Final = np.float32(1e-5)  # torch.nn.LayerNorm's
# Abramowitz and Stegun, 7.1.26: the error function to 1.5e-7, as near as float32 can tell.
_SERIES: Final = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_SLOPE: Final = 0.3275911


def linear(weights: Weights, name: str, x: Floats) -> Floats:
    """``torch.nn.Linear``."""
    made: Floats = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return made


def layer_norm(weights: Weights, name: str, x: Floats) -> Floats:
    """``torch.nn.LayerNorm`` over the last axis."""
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt(np.square(centred).mean(-1, keepdims=True) + _EPSILON)
    made: Floats = centred / scale * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return made


def gelu(x: Floats) -> Floats:
    """``x`` times the normal distribution's share below x."""
    size = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(_SLOPE) * size)
    series = np.zeros_like(t)
    for factor in _SERIES:
        series = (series + np.float32(factor)) * t
    erf = np.copysign(1 - series * np.exp(-size * size), x)
    made: Floats = x * (erf + 1) * np.float32(0.5)
    return made


def sigmoid(x: Floats) -> Floats:
    """By the hyperbolic tangent, which does not overflow."""
    made: Floats = np.tanh(x * np.float32(0.5)) * np.float32(0.5) + np.float32(0.5)
    return made


def log_softmax(x: Floats) -> Floats:
    """Over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    made: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return made
