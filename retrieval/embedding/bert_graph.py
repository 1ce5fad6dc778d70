"""A BERT encoder as an ONNX graph, written from its tensors without torch.

The fused operators are those that onnxruntime's own optimiser puts in for BERT
(https://onnxruntime.ai/docs, "ContribOperators"): attention, residual with normalisation, GELU.
The word table stays outside: 96 million of the 118 million weights, of which a text needs a few
rows, so that callers can map it from disk instead of holding it in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Tensors = Callable[[str], NDArray[np.float32]]

EMBEDDED: Final = "embedded"  # float32 (batch, tokens, hidden): word, place and type, summed
MASK: Final = "mask"  # int32 (batch, tokens): 1 where there is a token
_OPSET: Final = 17
_CONTRIB: Final = "com.microsoft"


@dataclass(frozen=True, slots=True)
class BertSizes:
    """What the graph needs to know of the model beside its tensors."""

    hidden: int
    heads: int
    epsilon: float


def state_name(layer: int) -> str:
    """Name of the output with the states after ``layer``, float32 (batch, tokens, hidden)."""
    return f"states_{layer}"


def bert_graph(tensors: Tensors, sizes: BertSizes, outputs: Sequence[int]) -> ModelProto:
    """The graph up to the last of ``outputs``, the layers whose states it returns.

    Args:
        tensors: the model's tensors by their names in transformers' ``BertModel``.
        sizes: of the model.
        outputs: numbers of layers, from 1.
    """
    graph = _Graph(tensors, sizes)
    graph.build(max(outputs))
    axes = ["batch", "tokens"]
    made = helper.make_graph(
        graph.nodes,
        "bert",
        [
            helper.make_tensor_value_info(EMBEDDED, TensorProto.FLOAT, [*axes, sizes.hidden]),
            helper.make_tensor_value_info(MASK, TensorProto.INT32, axes),
        ],
        [
            helper.make_tensor_value_info(
                state_name(layer), TensorProto.FLOAT, [*axes, sizes.hidden]
            )
            for layer in outputs
        ],
        graph.weights,
    )
    imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(made, opset_imports=imports, ir_version=8)


@dataclass(slots=True)
class _Graph:
    tensors: Tensors
    sizes: BertSizes
    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)

    def build(self, layers: int) -> None:
        norm = [self._weight(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
        epsilon = self.sizes.epsilon
        self._node("LayerNormalization", [EMBEDDED, *norm], state_name(0), "", epsilon=epsilon)
        for layer in range(layers):
            self._layer(f"encoder.layer.{layer}.", state_name(layer), state_name(layer + 1))

    def _layer(self, stem: str, states: str, out: str) -> None:
        attended = self._node(
            "Attention",
            [states, *self._attention_weights(f"{stem}attention.self."), MASK],
            f"{stem}attended",
            num_heads=self.sizes.heads,
        )
        projected = self._matmul(attended, f"{stem}attention.output.dense")
        normed = self._residual(projected, states, f"{stem}attention.output", f"{stem}normed")
        wide = self._matmul(normed, f"{stem}intermediate.dense")
        bias = self._weight(f"{stem}intermediate.dense.bias")
        active = self._node("BiasGelu", [wide, bias], f"{stem}active")
        self._residual(self._matmul(active, f"{stem}output.dense"), normed, f"{stem}output", out)

    def _attention_weights(self, stem: str) -> list[str]:
        """Query, key and value side by side, as the operator takes them."""
        parts = ("query", "key", "value")
        weight = np.concatenate([self.tensors(f"{stem}{p}.weight").T for p in parts], axis=1)
        bias = np.concatenate([self.tensors(f"{stem}{p}.bias") for p in parts])
        return [self._put(f"{stem}weight", weight), self._put(f"{stem}bias", bias)]

    def _matmul(self, value: str, module: str) -> str:
        weight = self._put(f"{module}.weight", self.tensors(f"{module}.weight").T)
        return self._node("MatMul", [value, weight], f"{module}.product", "")

    def _residual(self, value: str, skip: str, module: str, out: str) -> str:
        norm = [self._weight(f"{module}.LayerNorm.{part}") for part in ("weight", "bias")]
        bias = self._weight(f"{module}.dense.bias")
        inputs = [value, skip, *norm, bias]
        return self._node("SkipLayerNormalization", inputs, out, epsilon=self.sizes.epsilon)

    def _weight(self, name: str) -> str:
        return self._put(name, self.tensors(name))

    def _put(self, name: str, value: NDArray[np.float32]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _node(
        self,
        kind: str,
        inputs: list[str],
        out: str,
        domain: str = _CONTRIB,
        **attributes: float,
    ) -> str:
        node = helper.make_node(kind, inputs, [out], domain=domain)
        node.attribute.extend(
            helper.make_attribute(key, value) for key, value in attributes.items()
        )
        self.nodes.append(node)
        return out
