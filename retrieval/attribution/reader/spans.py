"""States of stretches of an article, from those of its windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.tokens import Floats
from retrieval.attribution.reader.windows import Windows


def stitched(
    windows: Windows, states: Sequence[NDArray[np.floating]], length: int
) -> NDArray[np.float16]:
    """Each token's states from the window in which it stands deepest.

    From, for each window, shape (layers, tokens, hidden) to (length, layers, hidden), in half
    precision: long articles have many tokens.
    """
    layers, _, hidden = states[0].shape
    out = np.empty((length, layers, hidden), dtype=np.float16)
    for number, (start, end) in enumerate(windows.spans):
        mine = windows.owner[start:end] == number
        out[start:end][mine] = states[number].transpose(1, 0, 2)[mine]
    return out


def span_states(states: NDArray[np.float16], places: Sequence[tuple[int, int]]) -> Floats:
    """Mean of the tokens' states, each layer normalised, shape (layers * hidden,)."""
    part = np.concatenate([states[a:b] for a, b in places]).astype(np.float32)
    part -= part.mean(-1, keepdims=True)
    part /= part.std(-1, keepdims=True) + 1e-5
    mean: Floats = part.mean(0).reshape(-1)
    return mean
