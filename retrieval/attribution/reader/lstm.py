"""A bidirectional LSTM in numpy, with the weights and gate order of ``torch.nn.LSTM``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retrieval.attribution.reader.numerics import sigmoid
from retrieval.attribution.reader.tokens import Floats, Ints


@dataclass(frozen=True, slots=True)
class Lstm:
    """Weights of both directions, one after the other.

    Attributes:
        inlet: shape (2, inputs, 4 hidden).
        recurrent: shape (2, hidden, 4 hidden).
        bias: shape (2, 1, 4 hidden), both of torch's biases summed.
    """

    inlet: Floats
    recurrent: Floats
    bias: Floats

    def __call__(self, x: Floats, lengths: Ints) -> Floats:
        """States of both directions side by side.

        Args:
            x: shape (batch, T, inputs).
            lengths: shape (batch,); what comes after a row's length is not looked at.

        Returns:
            Shape (batch, T, 2 hidden); zero after a row's length.
        """
        rows, steps, _ = x.shape
        hidden = self.recurrent.shape[1]
        back = _reversed(steps, lengths)
        forth = np.broadcast_to(np.arange(steps), back.shape)
        row = np.arange(rows)[:, None]
        both = np.stack([x[row, order] for order in (forth, back)])  # (2, batch, T, inputs)
        gates = both.reshape(2, rows * steps, -1) @ self.inlet + self.bias
        gates = np.ascontiguousarray(gates.reshape(2, rows, steps, -1).transpose(2, 0, 1, 3))
        out = np.empty((steps, 2, rows, hidden), dtype=np.float32)
        state = np.zeros((2, rows, hidden), dtype=np.float32)
        cell = np.zeros((2, rows, hidden), dtype=np.float32)
        for step in range(steps):
            gate = gates[step]
            if step:
                gate += state @ self.recurrent
            cell = sigmoid(gate[..., hidden : 2 * hidden]) * cell + sigmoid(
                gate[..., :hidden]
            ) * np.tanh(gate[..., 2 * hidden : 3 * hidden])
            state = sigmoid(gate[..., 3 * hidden :]) * np.tanh(cell)
            out[step] = state
        merged = np.concatenate(
            [out[:, 0].transpose(1, 0, 2), out[:, 1].transpose(1, 0, 2)[row, back]], -1
        )
        merged[forth >= lengths[:, None]] = 0.0
        return merged


def _reversed(steps: int, lengths: Ints) -> Ints:
    """For each row the places 0 … T-1 with those before its length turned round."""
    place = np.arange(steps)[None]
    turned = lengths[:, None] - 1 - place
    return np.where(turned >= 0, turned, place)
