"""What questions are understood and matched with: one file, bound to the encoder."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, Self

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.weights import read_tensors
from retrieval.centroids import Means
from retrieval.errors import ModelDamaged
from retrieval.matching.imprint import Projection
from retrieval.questions.head import QuestionHead
from retrieval.questions.layout import FORMAT
from retrieval.seams import EmbeddingModel

FILE: Final = "questions.safetensors"
_SAME_MODEL: Final = "multilingual-e5-small"  # from a hub: the same weights in full precision
_DIMENSION: Final = 384
_REMEDY: Final = "Install Hearsay again, or train it anew (docs/training.md)."


@dataclass(frozen=True, slots=True)
class QuestionWeights:
    """The head, the projection of imprints, and the mean vectors by language.

    Attributes:
        means: mean vectors by language of the model that ``embedding`` is the digest of.
        encoder: SHA-256 of the weights of the encoder that all of it is bound to.
    """

    head: QuestionHead
    projection: Projection
    means: Means
    embedding: str
    encoder: str

    @classmethod
    def bundled(cls) -> Self:
        """The weights that ship."""
        with as_file(files("retrieval.questions") / FILE) as path:
            return cls.load(path)

    def means_for(self, model: EmbeddingModel) -> Means:
        """Those of the model's vectors; none where they are of another model."""
        same = model.digest == self.embedding or model.name.endswith(_SAME_MODEL)
        return self.means if same and model.dimension == _DIMENSION else Means()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads a weight file.

        Raises:
            ModelDamaged: it is missing, damaged or of another format.
        """
        about, tensors = read_tensors(path, FORMAT)
        parts: dict[str, dict[str, Floats]] = {}
        for name, tensor in tensors.items():
            part, _, rest = name.partition(".")
            parts.setdefault(part, {})[rest] = tensor.astype(np.float32)
        try:
            return cls(
                head=QuestionHead(parts["head"]),
                projection=Projection(
                    matrix=parts["projection"]["matrix"],
                    said=parts["said"],
                    asked=parts["asked"],
                    mark=bytes.fromhex(about["sha256"])[:4],
                ),
                means=Means(parts["passages"], parts["questions"]),
                embedding=about["embedding"],
                encoder=about["encoder"],
            )
        except KeyError as error:
            raise ModelDamaged(f"The weights in {path} lack {error}.", _REMEDY) from error
