"""The linker as torch trains it: whom an attribution means, through whom, and what kind it is."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from retrieval.attribution.reader.candidates import FEATURES
from retrieval.attribution.reader.layout import KINDS, LAYERS, STATE

WIDTH = STATE * len(LAYERS)


class Linker(nn.Module):
    """Scores of each candidate as claimant and as via, and the claimant's kind."""

    def __init__(self, inner: int = 64, dropout: float = 0.5) -> None:
        super().__init__()
        self.query = nn.Linear(3 * WIDTH, inner)
        self.key = nn.Linear(WIDTH, inner)
        self.claimant_in = nn.Linear(3 * inner + FEATURES, inner)
        self.claimant_out = nn.Linear(inner, 1)
        self.kind_in = nn.Linear(2 * WIDTH, inner)
        self.kind_out = nn.Linear(inner, len(KINDS))
        self.outlet = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(dropout)

    def claimant(self, query, keys, features):
        """(3 width,), (c, width), (c, features) → (c,)."""
        q = torch.tanh(self.query(self.dropout(query)))
        k = torch.tanh(self.key(self.dropout(keys)))
        pair = torch.cat([self.dropout(torch.cat([q.expand_as(k), k, q * k], -1)), features], -1)
        return self.claimant_out(functional.gelu(self.claimant_in(pair))).squeeze(-1)

    def kind(self, source, claimant):
        """(n, width) twice → (n, kinds)."""
        x = functional.gelu(self.kind_in(self.dropout(torch.cat([source, claimant], -1))))
        return self.kind_out(self.dropout(x))
