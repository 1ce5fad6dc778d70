"""The best sequence of tags of which no inside tag follows anything but its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats, Ints

_NEVER = np.float32(-1e9)


def best_path(scores: Floats, groups: int, lengths: Ints | None = None) -> NDArray[np.int64]:
    """Tags with the highest sum of scores.

    Args:
        scores: shape (rows, T, 1 + 2 groups): outside, then begin and inside of each group.
        groups: how many kinds of span there are.
        lengths: shape (rows,), where rows are shorter than T; what comes after is outside.

    Returns:
        Shape (rows, T).
    """
    rows, steps, tags = scores.shape
    path = np.zeros((rows, steps), dtype=np.int64)
    if not steps:
        return path
    # Outside and begins, which may follow anything, then insides, which follow their own only.
    order = [0, *range(1, tags, 2), *range(2, tags, 2)]
    sums = np.ascontiguousarray(scores.transpose(1, 2, 0)[:, order])  # (T, tags, rows)
    if lengths is not None:
        after = np.arange(steps)[:, None] >= lengths
        sums = np.where(after[:, None], _NEVER, sums)
        sums[:, 0][after] = 0.0
    free = 1 + groups
    sums[0, free:] = _NEVER
    for step in range(1, steps):
        before, now = sums[step - 1], sums[step]
        now[:free] += before.max(0)
        now[free:] += np.maximum(before[1:free], before[free:])
    ways = np.empty((steps, tags, rows), dtype=np.int64)  # the tag before, for each tag
    back = np.argsort(order)
    ways[:, order[:free]] = sums[:, back].argmax(1)[:, None]
    begins = np.array(order[1:free])[:, None]
    ways[:, order[free:]] = begins + (sums[:, free:] > sums[:, 1:free])
    path[:, -1] = sums[-1, back].argmax(0)
    row = np.arange(rows)
    for step in range(steps - 1, 0, -1):
        path[:, step - 1] = ways[step - 1, path[:, step], row]
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
