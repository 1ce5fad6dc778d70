"""A running mean of a model's weights, steadier than the weights of any one step."""

from __future__ import annotations

import copy
from typing import Generic, TypeVar

import torch
from torch import nn

Model = TypeVar("Model", bound=nn.Module)


class RunningMean(Generic[Model]):
    """Weights averaged with exponential forgetting."""

    def __init__(self, model: Model, kept: float) -> None:
        """``kept`` is the share of the old mean that stays at each update."""
        self.model = copy.deepcopy(model)
        self._kept = kept
        self._begun = False

    def update(self, model: Model) -> None:
        """Takes the weights of a step in."""
        with torch.no_grad():
            pairs = zip(self.model.parameters(), model.parameters(), strict=True)
            for mean, now in pairs:
                mean.lerp_(now, 1 - self._kept if self._begun else 1.0)
        self._begun = True
