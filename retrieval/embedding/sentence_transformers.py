"""Embeddings by the library sentence-transformers, on torch."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from retrieval.embedding.bundled import MANIFEST
from retrieval.embedding.model_directory import PROMPTS
from retrieval.errors import ModelDamaged, ModelUnavailable
from retrieval.seams import EmbeddingModel, Vector, Vectors

# On two cores small batches, which the library sorts by length, lose least to padding: 16 passages
# of 80 tokens a second at 8, 15 at 32.
_BATCH: Final = 8


class SentenceTransformerEmbedder:
    """Encodes with the prompts that the model wants; vectors are float32 and normalised.

    Args:
        source: a local directory, or a name on a model hub.
        name: how the model is called to people, where not by its source.

    Raises:
        ModelUnavailable: no such directory, and the hub has no such model or cannot be reached.
        ModelDamaged: its files cannot be read.
    """

    def __init__(self, source: str, name: str | None = None) -> None:
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        self._encoder = _load(source)
        prompts = _prompts(self._encoder, source)
        self._query_prompt, self._passage_prompt = prompts
        dimension = self._encoder.get_embedding_dimension()
        if dimension is None:
            raise ModelDamaged(f"{source} does not say its dimension.", "Choose another model.")
        self._model = EmbeddingModel(
            name or source, _digest(self._encoder, source, prompts), dimension
        )

    @property
    def model(self) -> EmbeddingModel:
        """Which model its vectors come from."""
        return self._model

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), in order; longer texts are cut to what the model reads."""
        if not texts:
            return np.zeros((0, self._model.dimension), dtype=np.float32)
        return self._encode([self._passage_prompt + text for text in texts])

    def embed_question(self, text: str) -> Vector:
        """Shape (dimension,)."""
        vector: Vector = self._encode([self._query_prompt + text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._encoder.encode(
            texts,
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _load(name: str) -> SentenceTransformer:
    local = Path(name).is_dir()
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=local)
    except (OSError, ValueError, RuntimeError) as error:
        if local:
            raise ModelDamaged(
                f"The model in {name} cannot be read: {error}.",
                "Set EMBEDDING_MODEL to a sentence-transformers directory or a hub name, or leave "
                "it out for the bundled model (that one is made anew where it is missing).",
            ) from error
        raise ModelUnavailable(
            f"The embedding model {name} is neither a directory here nor to be had from the hub.",
            "Check EMBEDDING_MODEL and the network, or leave it unset for the bundled model.",
        ) from error


def _prompts(encoder: SentenceTransformer, name: str) -> tuple[str, str]:
    """What goes before a question and before a passage: the model's own, or E5's by its name."""
    own = {key: value for key, value in (encoder.prompts or {}).items() if value}
    passage = own.get("passage", own.get("document"))
    if "query" in own or passage is not None:
        return own.get("query", ""), passage or ""
    if "e5" in Path(name).name.casefold().split("-"):
        return PROMPTS["query"], PROMPTS["passage"]
    return "", ""


def _digest(encoder: SentenceTransformer, name: str, prompts: tuple[str, str]) -> str:
    """The manifest's digest for a prepared directory, else a hash of all weights and prompts."""
    manifest = Path(name) / MANIFEST
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["digest"])
    digest = hashlib.sha256(json.dumps(prompts).encode())
    for key, tensor in sorted(encoder.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
