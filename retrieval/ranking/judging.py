"""By what it is judged whether the best unit is evidence: its features, and how it stands out.

A similarity alone cannot tell: on questions without an answer it is as high as on others.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats
from retrieval.ranking.features import NAMES, Rows

JUDGED: Final = (
    *NAMES,  # of the best unit
    "score",  # its score
    "ahead",  # by how much that exceeds the best one of another article
    "peak",  # how many standard deviations the nearest passage is above the mean of those found
    "drop",  # from the nearest passage to the tenth
    "usual",  # median nearness of the passages found
    "apart",  # the best unit's likeness less the median of the units found
)
# What no other article contends with is as far ahead as the labelled questions ever are.
_FARTHEST: Final = 5.0
_TENTH: Final = 9
_NEAR: Final = NAMES.index("near")
_SAID: Final = NAMES.index("said")


def judged(
    rows: Rows, scores: Floats, passages: NDArray[np.int64], articles: NDArray[np.int64]
) -> Floats:
    """The figures of ``JUDGED``, shape (JUDGED,).

    Args:
        rows: features of all units found, at least one.
        scores: of the units, shape (units,).
        passages: id of each unit's passage.
        articles: id of each unit's article, the same for articles of one text.
    """
    first = int(np.argmax(scores))
    others = scores[articles != articles[first]]
    _, own = np.unique(passages, return_index=True)
    near = np.sort(rows[own, _NEAR])[::-1]
    told = (
        scores[first],
        min(_FARTHEST, float(scores[first] - others.max())) if len(others) else _FARTHEST,
        (near[0] - near.mean()) / max(float(near.std()), 1e-6),
        near[0] - near[min(_TENTH, len(near) - 1)],
        np.median(near),
        rows[first, _SAID] - np.median(rows[:, _SAID]),
    )
    return np.append(rows[first], np.array(told, dtype=np.float32)).astype(np.float32)
