"""What questions are understood with: whole and of this version, or refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from retrieval.attribution.reader.layout import LAYERS, STATE
from retrieval.attribution.reader.weights import ReaderWeights, digest_of
from retrieval.centroids import Means
from retrieval.errors import ModelDamaged
from retrieval.questions.head import QuestionHead
from retrieval.questions.layout import KINDS, STANCES, TAGS
from retrieval.questions.weights import FILE, QuestionWeights
from retrieval.seams import EmbeddingModel
from training.questions import Head

SHIPPED = Path(__file__).parents[2] / "retrieval" / "questions" / FILE


def about(path: Path) -> dict[str, str]:
    with safe_open(path, framework="numpy") as file:
        return dict(file.metadata())


def test_the_weights_that_ship_are_whole_and_small() -> None:
    """They load, are of the encoder that articles are read with, and below two megabytes."""
    weights = QuestionWeights.bundled()
    assert weights.encoder == ReaderWeights.bundled().encoder
    assert SHIPPED.stat().st_size < 2_000_000
    assert weights.projection.matrix.shape[0] == STATE
    assert "" in weights.projection.said
    assert "" in weights.projection.asked


def test_a_missing_or_cut_file(tmp_path: Path) -> None:
    """Named, with what to do."""
    path = tmp_path / FILE
    with pytest.raises(ModelDamaged, match=FILE) as refused:
        QuestionWeights.load(path)
    assert "Install Hearsay again" in refused.value.remedy
    path.write_bytes(SHIPPED.read_bytes()[:-1_000])
    with pytest.raises(ModelDamaged, match=FILE):
        QuestionWeights.load(path)


def test_one_wrong_byte(tmp_path: Path) -> None:
    """A file of the right length with a bit turned over is not asked with."""
    data = bytearray(SHIPPED.read_bytes())
    data[-500] ^= 1
    path = tmp_path / FILE
    path.write_bytes(data)
    with pytest.raises(ModelDamaged, match="damaged"):
        QuestionWeights.load(path)


def test_weights_of_another_version(tmp_path: Path) -> None:
    """What an older release was trained for is not taken for this one's."""
    path = tmp_path / FILE
    save_file(load_file(SHIPPED), path, about(SHIPPED) | {"format": "hearsay-questions-0"})
    with pytest.raises(ModelDamaged, match="are of format 'hearsay-questions-0'"):
        QuestionWeights.load(path)


def test_the_readers_weights_are_not_the_questions(tmp_path: Path) -> None:
    """A sound file of another kind in its place is refused; so is one without a description."""
    path = tmp_path / FILE
    save_file(load_file(SHIPPED), path)
    with pytest.raises(ModelDamaged, match=FILE):
        QuestionWeights.load(path)


@pytest.mark.parametrize("part", ["projection.matrix", "head.", "said.", "passages."])
def test_a_part_short(tmp_path: Path, part: str) -> None:
    """Found when it is loaded, not at the first question."""
    tensors = {n: t for n, t in load_file(SHIPPED).items() if not n.startswith(part)}
    path = tmp_path / FILE
    save_file(tensors, path, about(SHIPPED) | {"sha256": digest_of(tensors)})
    with pytest.raises(ModelDamaged, match=f"{FILE} lack"):
        QuestionWeights.load(path)


def test_mean_vectors_are_of_one_model() -> None:
    """Vectors of another model are not judged against them; the model from a hub is the same."""
    weights = QuestionWeights.bundled()
    ours = EmbeddingModel("multilingual-e5-small", weights.embedding, STATE)
    hub = EmbeddingModel("intfloat/multilingual-e5-small", "of-another-file", STATE)
    other = EmbeddingModel("somebody/else", "of-another-model", STATE)
    assert weights.means_for(ours) == weights.means
    assert weights.means_for(hub) == weights.means
    assert weights.means_for(other) == Means()


@pytest.mark.parametrize("length", [1, 2, 13])
def test_numpy_gives_what_was_trained(length: int) -> None:
    """The head without torch says what it says in training, to the fourth digit."""
    torch.manual_seed(length)
    trained = Head().eval()
    weights = {name: tensor.detach().numpy() for name, tensor in trained.state_dict().items()}
    states = torch.randn(1, len(LAYERS), length, STATE)
    with torch.no_grad():
        tags, kinds, stances = (out.softmax(-1)[0].numpy() for out in _run(trained, states))
    told = QuestionHead(weights)(states[0].numpy())
    assert told.tags.shape == (length, len(TAGS))
    assert (told.kinds.shape, told.stances.shape) == ((len(KINDS),), (len(STANCES),))
    np.testing.assert_allclose(told.tags, tags, atol=1e-4)
    np.testing.assert_allclose(told.kinds, kinds, atol=1e-4)
    np.testing.assert_allclose(told.stances, stances, atol=1e-4)


def _run(head: Head, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Beside a longer question, as in a batch: padding must not count."""
    longer = torch.zeros(2, states.shape[1], states.shape[2] + 4, states.shape[3])
    longer[0, :, : states.shape[2]] = states[0]
    longer[1] = torch.randn(longer.shape[1:])
    lengths = torch.tensor([states.shape[2], longer.shape[2]])
    tags, kinds, stances = head(longer, lengths)
    return tags[:1, : states.shape[2]], kinds[:1], stances[:1]
