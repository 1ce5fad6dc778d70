"""The reader's weights: one file, bound to the encoder whose states it was trained on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from retrieval.attribution.reader.layout import FORMAT
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.tagger import Tagger
from retrieval.errors import ModelDamaged

FILE: Final = "reader.safetensors"
_REMEDY: Final = "Install Hearsay again, or train the reader anew (docs/training.md)."


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """Both heads, and what they are bound to.

    Attributes:
        digest: hash of the file, hexadecimal.
        encoder: SHA-256 of the weights of the encoder.
    """

    tagger: Tagger
    linker: Linker
    digest: str
    encoder: str

    @classmethod
    def bundled(cls) -> Self:
        """The weights that ship."""
        with as_file(files("retrieval.attribution.reader") / FILE) as path:
            return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads a weight file.

        Raises:
            ModelDamaged: it is missing, damaged or of another format.
        """
        about, tensors = read_tensors(path, FORMAT)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        parts: dict[str, dict[str, np.ndarray]] = {"tagger": {}, "linker": {}}
        for name, tensor in tensors.items():
            head, _, rest = name.partition(".")
            if head in parts:
                parts[head][rest] = tensor.astype(np.float32)
        try:
            return cls(Tagger(parts["tagger"]), Linker(parts["linker"]), digest, about["encoder"])
        except KeyError as error:
            raise ModelDamaged(f"The reader's weights in {path} lack {error}.", _REMEDY) from error


def read_tensors(path: Path, layout: str) -> tuple[dict[str, str], dict[str, NDArray[np.generic]]]:
    """What a weight file tells of itself, and its tensors by name.

    Raises:
        ModelDamaged: it is missing or damaged, or its format is not ``layout``.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            about = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise ModelDamaged(f"The weights in {path} cannot be read: {error}.", _REMEDY) from error
    if about.get("format") != layout:
        raise ModelDamaged(
            f"The weights in {path} are of format {about.get('format')!r}; this version reads "
            f"{layout!r}.",
            _REMEDY,
        )
    if about.get("sha256") != digest_of(tensors):
        raise ModelDamaged(f"The weights in {path} are damaged.", _REMEDY)
    return about, tensors


def digest_of(tensors: Mapping[str, NDArray[np.generic]]) -> str:
    """SHA-256 of names, shapes and values, hexadecimal; the file carries its own."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name}{tensor.dtype}{tensor.shape}".encode())
        digest.update(np.ascontiguousarray(tensor).tobytes())
    return digest.hexdigest()
