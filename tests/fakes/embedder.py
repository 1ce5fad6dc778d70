"""An embedder that needs no model: words and their beginnings, hashed."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from retrieval.seams import EmbeddingModel, Vector, Vectors

_DIMENSION: Final = 256
_PREFIX: Final = 5  # "claimed" and "claims" share a feature


class HashingEmbedder:
    """Texts that share words are near each other; case and accents do not count."""

    def __init__(self, name: str = "hashing") -> None:
        self._model = EmbeddingModel(name, f"digest-of-{name}", _DIMENSION)
        self.passages_embedded = 0

    @property
    def model(self) -> EmbeddingModel:
        """Which model its vectors come from."""
        return self._model

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 256)."""
        self.passages_embedded += len(texts)
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), _DIMENSION)

    def embed_question(self, text: str) -> Vector:
        """Shape (256,)."""
        return self._vector(text)

    def _vector(self, text: str) -> Vector:
        apart = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(char for char in apart if not unicodedata.combining(char))
        vector = np.zeros(_DIMENSION, dtype=np.float32)
        for word in re.findall(r"\w+", plain):
            for feature in {word, word[:_PREFIX]}:
                vector[zlib.crc32(feature.encode("utf-8", "surrogatepass")) % _DIMENSION] += 1
        norm = float(np.linalg.norm(vector))
        return vector / norm if norm else vector
