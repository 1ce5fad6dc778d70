"""The linker as torch trains it; retrieval/attribution/reader/linker.py runs the same in numpy."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.attribution.reader.candidates import FEATURES
from retrieval.attribution.reader.layout import KINDS, LAYERS, STANCES, STATE

_WIDTH = STATE * len(LAYERS)
_INNER = 64
_DROPOUT = 0.5


class Linker(nn.Module):
    """Scores of each candidate as claimant, the claimant's kind, stances, and outlets."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(3 * _WIDTH, _INNER)
        self.key = nn.Linear(_WIDTH, _INNER)
        self.claimant_in = nn.Linear(3 * _INNER + FEATURES, _INNER)
        self.claimant_out = nn.Linear(_INNER, 1)
        self.kind_in = nn.Linear(2 * _WIDTH, _INNER)
        self.kind_out = nn.Linear(_INNER, len(KINDS))
        self.outlet = nn.Linear(_WIDTH, 1)
        self.stance_in = nn.Linear(_WIDTH, _INNER)
        self.stance_out = nn.Linear(_INNER, len(STANCES))
        self.dropout = nn.Dropout(_DROPOUT)

    def claimant(self, query: Tensor, keys: Tensor, features: Tensor) -> Tensor:
        """(3 width,), (c, width), (c, features) → (c,)."""
        asked = torch.tanh(self.query(self.dropout(query)))
        told = torch.tanh(self.key(self.dropout(keys)))
        states = torch.cat([asked.expand_as(told), told, asked * told], -1)
        pairs = torch.cat([self.dropout(states), features], -1)
        made: Tensor = self.claimant_out(functional.gelu(self.claimant_in(pairs))).squeeze(-1)
        return made

    def stance(self, cue: Tensor) -> Tensor:
        """(n, width) → (n, stances)."""
        x = self.dropout(functional.gelu(self.stance_in(self.dropout(cue))))
        made: Tensor = self.stance_out(x)
        return made

    def kind(self, source: Tensor, claimant: Tensor) -> Tensor:
        """(n, width) twice → (n, kinds)."""
        x = functional.gelu(self.kind_in(self.dropout(torch.cat([source, claimant], -1))))
        made: Tensor = self.kind_out(self.dropout(x))
        return made
