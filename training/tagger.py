"""The tagger as torch trains it; retrieval/attribution/reader/tagger.py runs the same in numpy."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from retrieval.attribution.reader.layout import (
    CONDITIONED,
    CROP,
    DISTANCES,
    FLAT,
    LAYERS,
    STANCES,
    STATE,
)
from retrieval.attribution.reader.tokens import FLAGS


class Tagger(nn.Module):
    """Flat tags for every token, then the source, content and via of every cue."""

    def __init__(self, hidden: int = 128, inner: int = 64, dropout: float = 0.35) -> None:
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(STATE) for _ in LAYERS])
        self.inlet = nn.Linear(STATE * len(LAYERS) + FLAGS, 2 * hidden)
        self.lstm = nn.LSTM(2 * hidden, hidden, bidirectional=True, batch_first=True)
        self.flat = nn.Linear(2 * hidden, 3 * len(FLAT))
        self.inner = nn.Linear(2 * hidden + FLAGS, 2 * inner)
        self.gain = nn.Linear(2 * hidden, 2 * inner)
        self.shift = nn.Linear(2 * hidden, 2 * inner)
        self.place = nn.Embedding(DISTANCES, 2 * inner)
        self.cue_lstm = nn.LSTM(2 * inner, inner, bidirectional=True, batch_first=True)
        self.conditioned = nn.Linear(2 * inner, len(CONDITIONED))
        self.stance = nn.Sequential(
            nn.Linear(2 * hidden + 4 * inner, 2 * inner), nn.GELU(), nn.Dropout(dropout),
            nn.Linear(2 * inner, len(STANCES)),
        )
        self.states_dropout = nn.Dropout(0.15)
        self.dropout = nn.Dropout(dropout)

    def base(self, states, flags, lengths):
        """(batch, layers, T, 384), (batch, T, flags), (batch,) → (batch, T, 2 hidden)."""
        parts = [norm(states[:, number]) for number, norm in enumerate(self.norms)]
        x = functional.gelu(self.inlet(self.states_dropout(torch.cat([*parts, flags], -1))))
        inside = torch.arange(x.shape[1])[None] < lengths[:, None]
        x = self.dropout(x) * inside[..., None]
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.shape[1])
        return self.dropout(out + x)

    def about(self, base, flags, lengths, window, cues):
        """Logits of each cue's crop (cues, crop, tags), its first token (cues,), its states."""
        inner = self.inner(torch.cat([base, flags], -1))
        first = (cues[:, 0] - CROP).clamp(min=0)
        last = torch.minimum(cues[:, 1] + CROP, lengths[window])
        crop = last - first
        place = first[:, None] + torch.arange(int(crop.max()))[None]
        inside = place < last[:, None]
        x = inner[window[:, None], place.clamp(max=base.shape[1] - 1)]
        tokens = torch.arange(base.shape[1])[None]
        own = ((tokens >= cues[:, :1]) & (tokens < cues[:, 1:])).float()
        cue = (base[window] * own[..., None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1)
        x = x * (1 + self.gain(cue))[:, None] + self.shift(cue)[:, None]
        x = functional.gelu(x + self.place(distance(place, cues)))
        x = self.dropout(x) * inside[..., None]
        packed = nn.utils.rnn.pack_padded_sequence(x, crop, batch_first=True, enforce_sorted=False)
        out, _ = nn.utils.rnn.pad_packed_sequence(self.cue_lstm(packed)[0], batch_first=True, total_length=x.shape[1])
        x = x + out
        return self.conditioned(self.dropout(x)), first, x, cue

    def stances(self, cue, x, content):
        """Stance logits from the cue, and the mean and maximum of its content's states."""
        share = content.float()
        mean = (x * share[..., None]).sum(1) / share.sum(1, keepdim=True).clamp(min=1)
        most = x.masked_fill(~content[..., None], -1e4).max(1).values
        most = torch.where(content.any(1, keepdim=True), most, torch.zeros_like(most))
        return self.stance(torch.cat([cue, mean, most], -1))


def distance(place, cues):
    """Bucket of the signed distance of each place to its cue: exact to 8, then logarithmic."""
    before, after = place - cues[:, :1], place - cues[:, 1:] + 1
    apart = torch.where(before < 0, before, torch.where(after > 0, after, torch.zeros_like(place)))
    far = (8 + (torch.log2(apart.abs().clamp(min=1).float() / 8) * 4)).long().clamp(max=28)
    return torch.sign(apart) * torch.where(apart.abs() <= 8, apart.abs(), far) + DISTANCES // 2
