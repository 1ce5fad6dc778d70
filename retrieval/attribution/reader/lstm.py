"""A bidirectional LSTM with the weights of ``torch.nn.LSTM``, run by onnxruntime.

Its steps are many small products, for which onnxruntime keeps the weights laid out in advance: in
numpy they take three times as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import onnxruntime
from onnx import TensorProto, ValueInfoProto, helper, numpy_helper

from retrieval.arrays import Floats, Ints

_OPSET: Final = 17
_IR_VERSION: Final = 8  # of that opset's release


@dataclass(frozen=True, slots=True)
class Lstm:
    """Weights of both directions, ready to run."""

    session: onnxruntime.InferenceSession

    @classmethod
    def of(cls, weights: Mapping[str, Floats], name: str) -> Self:
        """From tensors as torch names them."""
        into, back, bias_into, bias_back = (
            np.stack([_gates(weights[f"{name}.{part}_l0{end}"]) for end in ("", "_reverse")])
            for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads wait for each other at every step
        options.enable_cpu_mem_arena = False  # it never gives back what the longest batch took
        options.log_severity_level = 3
        graph = _graph(into, back, np.concatenate([bias_into, bias_back], axis=1))
        return cls(onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]))

    def __call__(self, x: Floats, lengths: Ints) -> Floats:
        """States of both directions side by side.

        Args:
            x: shape (batch, T, inputs).
            lengths: shape (batch,); what comes after a row's length is not looked at.

        Returns:
            Shape (batch, T, 2 hidden); zero after a row's length.
        """
        rows, steps, _ = x.shape
        given = {"x": np.ascontiguousarray(x.transpose(1, 0, 2)), "lengths": lengths}
        (made,) = self.session.run(None, given)  # (T, 2, batch, hidden)
        states: Floats = made.transpose(2, 0, 1, 3).reshape(rows, steps, -1)
        return states


def _gates(tensor: Floats) -> Floats:
    """From torch's order of gates (in, forget, cell, out) to ONNX's (in, out, forget, cell)."""
    inlet, forget, cell, outlet = np.split(tensor, 4)
    return np.concatenate([inlet, outlet, forget, cell])


def _graph(into: Floats, back: Floats, bias: Floats) -> bytes:
    """One node, serialised; shapes (2, 4 hidden, inputs), (2, 4 hidden, hidden), (2, 8 hidden)."""
    hidden = back.shape[2]
    node = helper.make_node(
        "LSTM",
        ["x", "into", "back", "bias", "lengths"],
        ["states"],
        hidden_size=hidden,
        direction="bidirectional",
    )

    def tensor(name: str, kind: int, shape: Sequence[int | str]) -> ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    graph = helper.make_graph(
        [node],
        "lstm",
        [
            tensor("x", TensorProto.FLOAT, ("steps", "rows", into.shape[2])),
            tensor("lengths", TensorProto.INT32, ("rows",)),
        ],
        [tensor("states", TensorProto.FLOAT, ("steps", 2, "rows", hidden))],
        [
            numpy_helper.from_array(np.ascontiguousarray(each), name)
            for name, each in (("into", into), ("back", back), ("bias", bias))
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = _IR_VERSION
    serialised: bytes = model.SerializeToString()
    return serialised
