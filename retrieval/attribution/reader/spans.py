"""States of stretches of an article, from those of its windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats
from retrieval.attribution.reader.windows import Windows

Place = tuple[int, int]  # first token, token after the last
_AT_ONCE: Final = 64  # stretches: bounds the memory that normalising takes


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


def span_states(states: NDArray[np.float16], places: Sequence[Place]) -> Floats:
    """Mean of the tokens' states, each layer normalised, shape (layers * hidden,)."""
    made: Floats = _means(states, [places])[0]
    return made


class SpanStates:
    """The same for many stretches of one article, each computed once."""

    def __init__(self, states: NDArray[np.float16]) -> None:
        self._states = states
        self._kept: dict[tuple[Place, ...], Floats] = {}

    def of(self, every: Sequence[Sequence[Place]]) -> Floats:
        """For each attribution or name its places' mean, shape (len(every), layers * hidden)."""
        keys = [tuple(places) for places in every]
        missing = [key for key in dict.fromkeys(keys) if key not in self._kept]
        for first in range(0, len(missing), _AT_ONCE):
            part = missing[first : first + _AT_ONCE]
            self._kept.update(zip(part, _means(self._states, part), strict=True))
        return np.stack([self._kept[key] for key in keys])


def _means(states: NDArray[np.float16], every: Sequence[Sequence[Place]]) -> Floats:
    tokens = [np.concatenate([np.arange(a, b) for a, b in places]) for places in every]
    sizes = np.array([len(each) for each in tokens])
    part = states[np.concatenate(tokens)].astype(np.float32)
    part -= part.mean(-1, keepdims=True)
    spread = np.sqrt(np.einsum("tlh,tlh->tl", part, part) / np.float32(part.shape[-1]))
    part /= spread[:, :, None] + np.float32(1e-5)
    flat = part.reshape(len(part), -1)
    means: Floats = np.add.reduceat(flat, np.cumsum(sizes) - sizes, axis=0, dtype=np.float32)
    means /= sizes[:, None].astype(np.float32)
    return means
