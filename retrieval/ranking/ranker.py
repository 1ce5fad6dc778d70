"""Weights over the features: which unit comes first, and how sure it is that any is evidence."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Self

import numpy as np

from retrieval.arrays import Floats
from retrieval.ranking.features import NAMES, Rows
from retrieval.ranking.judging import JUDGED

FILE: Final = "weights.toml"
_STEEPEST: Final = 50.0  # beyond it a probability is 0 or 1 anyway


@dataclass(frozen=True, slots=True)
class Ranker:
    """Fitted by ``training/ranking.py`` on labelled questions.

    Attributes:
        order: weight of each of ``NAMES``.
        judgement: weight of each of ``JUDGED``, and of "bias".
        least: probability from which an answer is given.
    """

    order: Mapping[str, float]
    judgement: Mapping[str, float]
    least: float

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, float]]) -> Self:
        """From the tables of the weight file."""
        return cls(data["order"], data["judgement"], data["decision"]["least"])

    def scores(self, rows: Rows) -> Floats:
        """The higher, the more likely the answer; comparable within one question only."""
        weights = np.array([self.order.get(name, 0.0) for name in NAMES], dtype=np.float32)
        made: Floats = rows @ weights
        return made

    def certainty(self, judged: Floats) -> float:
        """Probability that the best unit answers the question, from the figures of ``JUDGED``."""
        weights = np.array([self.judgement.get(name, 0.0) for name in JUDGED])
        odds = float(judged @ weights) + self.judgement["bias"]
        return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, odds))))


@cache
def bundled_ranker() -> Ranker:
    """The weights that ship."""
    text = (files("retrieval.ranking") / FILE).read_text(encoding="utf-8")
    return Ranker.of(tomllib.loads(text))
