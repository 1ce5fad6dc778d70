"""Cutting a long article into stretches that the encoder reads at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.arrays import Ints

# Measured: 254 pieces that overlap by 60 do as well as the encoder's full 510, at less cost.
_LONGEST: Final = 254
_OVERLAP: Final = 60
_SHORTEST: Final = 140
_LEAST_STEP: Final = 40


@dataclass(frozen=True, slots=True)
class Windows:
    """Overlapping stretches of an article.

    Attributes:
        spans: first token and the one after the last, of each.
        owner: for each token the window in which it stands deepest, shape (n,).
    """

    spans: tuple[tuple[int, int], ...]
    owner: Ints


def windows_of(length: int, sentences: Ints) -> Windows:
    """Windows over ``length`` tokens that begin and end with sentences where that is possible."""
    spans: list[tuple[int, int]] = []
    start = 0
    while start < length:
        end = min(start + _LONGEST, length)
        if end < length:
            end = _last(sentences, start + _SHORTEST, end) or end
        spans.append((start, end))
        if end == length:
            break
        back = _last(sentences, start + _LEAST_STEP, end - _OVERLAP)
        start = back if back is not None else end - _OVERLAP
    return Windows(tuple(spans), _owner(length, spans))


def _last(sentences: Ints, after: int, until: int) -> int | None:
    """The last sentence start in (after, until]."""
    place = int(np.searchsorted(sentences, until, side="right"))
    return int(sentences[place - 1]) if place and sentences[place - 1] > after else None


def _owner(length: int, spans: list[tuple[int, int]]) -> Ints:
    owner = np.zeros(length, dtype=np.int32)
    depth = np.full(length, -1.0)
    for number, (start, end) in enumerate(spans):
        place = np.arange(start, end)
        left = np.where(start == 0, np.inf, place - start)
        right = np.where(end == length, np.inf, end - 1 - place)
        deep = np.minimum(left, right)
        better = deep > depth[start:end]
        owner[start:end][better] = number
        depth[start:end][better] = deep[better]
    return owner
