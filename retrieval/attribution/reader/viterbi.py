"""The best sequence of tags of which no inside tag follows anything but its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.tokens import Floats

_NEVER = np.float32(-1e9)


def best_path(scores: Floats, groups: int) -> NDArray[np.int64]:
    """Tags with the highest sum of scores.

    Args:
        scores: shape (rows, T, 1 + 2 groups): outside, then begin and inside of each group.
        groups: how many kinds of span there are.

    Returns:
        Shape (rows, T).
    """
    rows, steps, tags = scores.shape
    allowed = np.zeros((tags, tags), dtype=np.float32)
    for group in range(groups):
        begin, inside = 1 + 2 * group, 2 + 2 * group
        allowed[:, inside] = _NEVER
        allowed[begin, inside] = allowed[inside, inside] = 0.0
    best = scores[:, 0].copy()
    best[:, 2::2] = _NEVER
    back = np.zeros((steps, rows, tags), dtype=np.int8)
    for step in range(1, steps):
        ways = best[:, :, None] + allowed
        back[step] = ways.argmax(1)
        best = ways.max(1) + scores[:, step]
    path = np.zeros((rows, steps), dtype=np.int64)
    if not steps:
        return path
    path[:, -1] = best.argmax(1)
    row = np.arange(rows)
    for step in range(steps - 1, 0, -1):
        path[:, step - 1] = back[step, row, path[:, step]]
    return path


def spans_of(tags: NDArray[np.int64], begin: int) -> list[tuple[int, int]]:
    """Spans of one group in a row of tags, by first token and the one after the last."""
    spans = []
    start: int | None = None
    for place, tag in enumerate([*tags.tolist(), 0]):
        if start is not None and tag != begin + 1:
            spans.append((start, place))
            start = None
        if tag == begin:
            start = place
    return spans
