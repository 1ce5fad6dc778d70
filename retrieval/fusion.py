"""Reciprocal rank fusion: one ranking out of several whose scores cannot be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from retrieval.seams import Hit

# The constant of the method's authors (Cormack, Clarke and Büttcher, SIGIR 2009): the higher, the
# less a first place counts against a tenth.
_RANK_CONSTANT: Final = 60


def fuse(rankings: Sequence[tuple[float, Sequence[Hit]]]) -> list[Hit]:
    """Fuses rankings, each given with its weight; best first, ties by passage id.

    The scores that come out are sums of ``weight / (60 + rank)``.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for weight, hits in rankings:
        for rank, hit in enumerate(hits, start=1):
            scores[hit.passage_id] += weight / (_RANK_CONSTANT + rank)
    return [
        Hit(passage_id, score)
        for passage_id, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    ]
