"""The reader's weights: whole, of this version, and for this encoder, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.weights import FILE, ReaderWeights
from retrieval.embedding.states import StateEncoder
from retrieval.errors import ModelDamaged

SHIPPED = Path(__file__).parents[2] / "retrieval" / "attribution" / "reader" / FILE


def about(path: Path) -> dict[str, str]:
    with safe_open(path, framework="numpy") as file:
        return dict(file.metadata())


def test_the_weights_that_ship_are_whole_and_small() -> None:
    """They load, and are below five megabytes."""
    assert len(ReaderWeights.bundled().encoder) == 64
    assert SHIPPED.stat().st_size < 5_000_000


def test_a_missing_or_cut_file(tmp_path: Path) -> None:
    """Named, with what to do."""
    path = tmp_path / FILE
    with pytest.raises(ModelDamaged, match=FILE):
        ReaderWeights.load(path)
    path.write_bytes(SHIPPED.read_bytes()[:-1_000])
    with pytest.raises(ModelDamaged, match=FILE):
        ReaderWeights.load(path)


def test_one_wrong_byte(tmp_path: Path) -> None:
    """A file of the right length with a bit turned over is not read from."""
    data = bytearray(SHIPPED.read_bytes())
    data[-500] ^= 1
    path = tmp_path / FILE
    path.write_bytes(data)
    with pytest.raises(ModelDamaged, match="damaged"):
        ReaderWeights.load(path)


def test_a_tensor_short(tmp_path: Path) -> None:
    """A file that lacks a part is not found out in the middle of an article."""
    tensors = load_file(SHIPPED)
    del tensors["linker.kind_out.bias"]
    path = tmp_path / FILE
    save_file(tensors, path, about(SHIPPED))
    with pytest.raises(ModelDamaged, match="damaged"):
        ReaderWeights.load(path)


def test_weights_of_another_version(tmp_path: Path) -> None:
    """The message names both formats."""
    path = tmp_path / FILE
    save_file(load_file(SHIPPED), path, about(SHIPPED) | {"format": "hearsay-reader-0"})
    with pytest.raises(ModelDamaged, match=r"hearsay-reader-0.*hearsay-reader-2"):
        ReaderWeights.load(path)


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    """A directory that was not prepared from the right weights is not read with."""
    with pytest.raises(ModelDamaged, match="not the one for which the reader was trained"):
        StateEncoder.open(tmp_path, LAYERS, made_from=ReaderWeights.bundled().encoder)
