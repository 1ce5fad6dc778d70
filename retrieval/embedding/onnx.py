"""Embeddings of the bundled model by onnxruntime: the same vectors as torch's, in less memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
from tokenizers import Tokenizer

from retrieval.embedding.bundled import MANIFEST
from retrieval.embedding.model_directory import PROMPTS
from retrieval.embedding.states import StateEncoder
from retrieval.seams import EmbeddingModel, Vector, Vectors

_LAYERS: Final = (12,)
_MOST: Final = 510  # tokens beside the marks of beginning and end


class OnnxEmbedder:
    """Mean of the last layer's states, normalised; prompts as the model wants them."""

    def __init__(self, encoder: StateEncoder, model: EmbeddingModel) -> None:
        """Made by ``open``."""
        self._encoder = encoder
        self._model = model

    @classmethod
    def open(cls, directory: Path, name: str, tokenizer: Tokenizer | None = None) -> Self:
        """The model that ``prepare_bundled_model`` has made in a directory.

        Raises:
            ModelDamaged: it cannot be read.
        """
        encoder = StateEncoder.open(directory, _LAYERS, tokenizer=tokenizer)
        digest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["digest"]
        return cls(encoder, EmbeddingModel(name, str(digest), encoder.hidden))

    @property
    def model(self) -> EmbeddingModel:
        """Which model its vectors come from."""
        return self._model

    @property
    def tokenizer(self) -> Tokenizer:
        """For others that read with the same model."""
        return self._encoder.tokenizer

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), in order; longer texts are cut to what the model reads."""
        return self._encode([PROMPTS["passage"] + text for text in texts])

    def embed_question(self, text: str) -> Vector:
        """Shape (dimension,)."""
        vector: Vector = self._encode([PROMPTS["query"] + text])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        tokenizer = self._encoder.tokenizer
        windows = [
            np.array(tokenizer.encode(text, add_special_tokens=False).ids[:_MOST], dtype=np.int32)
            for text in texts
        ]
        vectors = np.zeros((len(texts), self._model.dimension), dtype=np.float32)
        for number, states in self._encoder.framed(windows):
            mean = states[0].mean(0)
            vectors[number] = mean / np.linalg.norm(mean)
        return vectors
