"""The tagger as torch trains it; retrieval/attribution/reader/tagger.py runs the same in numpy."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.attribution.reader.layout import (
    CONDITIONED,
    CROP,
    DISTANCES,
    EXACT,
    FLAT,
    LAYERS,
    STATE,
)
from retrieval.attribution.reader.tokens import FLAGS

_HIDDEN = 128  # of each direction
_INNER = 64
_DROPOUT = 0.35
_STATES_DROPOUT = 0.15


class Tagger(nn.Module):
    """Flat tags for every token, then the source, content and via of every cue."""

    def __init__(self) -> None:
        super().__init__()
        wide, inner = 2 * _HIDDEN, 2 * _INNER
        self.norms = nn.ModuleList([nn.LayerNorm(STATE) for _ in LAYERS])
        self.inlet = nn.Linear(STATE * len(LAYERS) + FLAGS, wide)
        self.lstm = nn.LSTM(wide, _HIDDEN, bidirectional=True, batch_first=True)
        self.flat = nn.Linear(wide, 3 * len(FLAT))
        self.inner = nn.Linear(wide + FLAGS, inner)
        self.gain = nn.Linear(wide, inner)
        self.shift = nn.Linear(wide, inner)
        self.place = nn.Embedding(DISTANCES, inner)
        self.cue_lstm = nn.LSTM(inner, _INNER, bidirectional=True, batch_first=True)
        self.conditioned = nn.Linear(inner, len(CONDITIONED))
        self.states_dropout = nn.Dropout(_STATES_DROPOUT)
        self.dropout = nn.Dropout(_DROPOUT)

    def base(self, states: Tensor, flags: Tensor, lengths: Tensor) -> Tensor:
        """(batch, layers, T, 384), (batch, T, flags), (batch,) → (batch, T, 256)."""
        parts = [norm(states[:, number]) for number, norm in enumerate(self.norms)]
        x = functional.gelu(self.inlet(self.states_dropout(torch.cat([*parts, flags], -1))))
        inside = torch.arange(x.shape[1])[None] < lengths[:, None]
        x = self.dropout(x) * inside[..., None]
        made: Tensor = self.dropout(_run(self.lstm, x, lengths) + x)
        return made

    def about(
        self, base: Tensor, flags: Tensor, lengths: Tensor, cues: Tensor
    ) -> tuple[Tensor, Tensor]:
        """What belongs to each cue.

        Args:
            base: as ``base`` makes it.
            flags: shape (batch, T, flags).
            lengths: shape (batch,).
            cues: window, first token, token after the last of each, shape (cues, 3).

        Returns:
            Logits (cues, crop, tags), and the crops' first tokens (cues,).
        """
        window, bounds = cues[:, 0], cues[:, 1:]
        inner = self.inner(torch.cat([base, flags], -1))
        first = (bounds[:, 0] - CROP).clamp(min=0)
        last = torch.minimum(bounds[:, 1] + CROP, lengths[window])
        place = first[:, None] + torch.arange(int((last - first).max()))[None]
        inside = place < last[:, None]
        x = inner[window[:, None], place.clamp(max=base.shape[1] - 1)]
        tokens = torch.arange(base.shape[1])[None]
        own = ((tokens >= bounds[:, :1]) & (tokens < bounds[:, 1:])).float()
        cue = (base[window] * own[..., None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1)
        x = x * (1 + self.gain(cue))[:, None] + self.shift(cue)[:, None]
        x = functional.gelu(x + self.place(_distance(place, bounds)))
        x = self.dropout(x) * inside[..., None]
        x = x + _run(self.cue_lstm, x, last - first)
        return self.conditioned(self.dropout(x)), first


def _run(lstm: nn.LSTM, x: Tensor, lengths: Tensor) -> Tensor:
    """Each row to its own length; zero after it."""
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, _ = nn.utils.rnn.pad_packed_sequence(
        lstm(packed)[0], batch_first=True, total_length=x.shape[1]
    )
    made: Tensor = out
    return made


def _distance(place: Tensor, cues: Tensor) -> Tensor:
    """Bucket of the signed distance of each place to its cue: exact near it, then logarithmic."""
    before, after = place - cues[:, :1], place - cues[:, 1:] + 1
    apart = torch.where(before < 0, before, torch.where(after > 0, after, torch.zeros_like(place)))
    size, middle = apart.abs(), DISTANCES // 2
    far = (EXACT + (torch.log2(size.clamp(min=1).float() / EXACT) * 4)).long()
    return torch.sign(apart) * torch.where(size <= EXACT, size, far.clamp(max=middle - 1)) + middle
