"""The linker as torch trains it; retrieval/attribution/reader/linker.py runs the same in numpy."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.attribution.reader.candidates import FEATURES
from retrieval.attribution.reader.layout import CLAIMANTS, KINDS, LAYERS, STANCES, STATE
from retrieval.attribution.reader.passing import PASSING_FEATURES
from retrieval.attribution.reader.stances import STANCE_FEATURES
from retrieval.attribution.reader.vias import CARRYING_FEATURES

_WIDTH = STATE * len(LAYERS)
_INNER = 64
_DROPOUT = 0.5


class Claimant(nn.Module):
    """Scores of each candidate as claimant."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(3 * _WIDTH, _INNER)
        self.key = nn.Linear(_WIDTH, _INNER)
        self.inner = nn.Linear(3 * _INNER + FEATURES, _INNER)
        self.out = nn.Linear(_INNER, 1)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, query: Tensor, keys: Tensor, features: Tensor) -> Tensor:
        """(3 width,), (c, width), (c, features) → (c,)."""
        asked = torch.tanh(self.query(self.dropout(query)))
        told = torch.tanh(self.key(self.dropout(keys)))
        states = torch.cat([asked.expand_as(told), told, asked * told], -1)
        pairs = torch.cat([self.dropout(states), features], -1)
        made: Tensor = self.out(functional.gelu(self.inner(pairs))).squeeze(-1)
        return made


class Linker(nn.Module):
    """Who the claimant is, of what kind and stance; which names are outlets, and passed it on."""

    def __init__(self) -> None:
        super().__init__()
        self.claimants = nn.ModuleList([Claimant() for _ in range(CLAIMANTS)])
        self.kind_in = nn.Linear(2 * _WIDTH, _INNER)
        self.kind_out = nn.Linear(_INNER, len(KINDS))
        self.outlet = nn.Linear(_WIDTH, 1)
        self.stance = nn.Linear(2 * _WIDTH, len(STANCES))
        self.stance_words = nn.Linear(STANCE_FEATURES, len(STANCES), bias=False)
        self.passing = nn.Linear(PASSING_FEATURES, 1)
        self.carrying = nn.Linear(CARRYING_FEATURES, 1)
        self.dropout = nn.Dropout(_DROPOUT)

    def claimant(self, query: Tensor, keys: Tensor, features: Tensor) -> Tensor:
        """Mean log-probabilities, (3 width,), (c, width), (c, features) → (c,)."""
        made = [head(query, keys, features).log_softmax(0) for head in self.claimants]
        return torch.stack(made).mean(0)

    def stances(self, states: Tensor, words: Tensor) -> Tensor:
        """(n, 2 width), (n, features) → (n, stances)."""
        made: Tensor = self.stance(states) + self.stance_words(words)
        return made

    def kind(self, source: Tensor, claimant: Tensor) -> Tensor:
        """(n, width) twice → (n, kinds)."""
        x = functional.gelu(self.kind_in(self.dropout(torch.cat([source, claimant], -1))))
        made: Tensor = self.kind_out(self.dropout(x))
        return made
