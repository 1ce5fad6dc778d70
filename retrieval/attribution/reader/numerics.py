"""The few functions that the heads are made of, as torch computes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from retrieval.arrays import Floats

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
    made: Floats = x - x.mean(-1, keepdims=True)
    spread = np.einsum("...h,...h->...", made, made)[..., None] / np.float32(x.shape[-1])
    made /= np.sqrt(spread + _EPSILON)
    made *= weights[f"{name}.weight"]
    made += weights[f"{name}.bias"]
    return made


def gelu(x: Floats) -> Floats:
    """``x`` times the normal distribution's share below x."""
    size = np.abs(x)
    size *= np.float32(np.sqrt(0.5))
    t = size * np.float32(_SLOPE)
    t += 1
    np.reciprocal(t, out=t)
    series = t * np.float32(_SERIES[0])
    for factor in _SERIES[1:]:
        series += np.float32(factor)
        series *= t
    np.multiply(size, size, out=size)
    np.negative(size, out=size)
    series *= np.exp(size, out=size)
    np.subtract(1, series, out=series)
    np.copysign(series, x, out=series)
    series += 1
    series *= x
    series *= np.float32(0.5)
    return series


def log_softmax(x: Floats) -> Floats:
    """Over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    made: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return made
