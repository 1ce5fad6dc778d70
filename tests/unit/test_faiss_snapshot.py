"""The index's file: whole, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.index.faiss_index import FaissIndex, open_or_empty
from retrieval.seams import EmbeddingModel, VectorBatch

MODEL = EmbeddingModel("model", "digest", 4)


async def saved(path: Path) -> bytes:
    index, reason = open_or_empty(path, MODEL)
    assert reason is not None
    await index.add(VectorBatch(np.array([3, 9]), np.eye(4, dtype=np.float32)[:2]))
    await index.save()
    return path.read_bytes()


async def test_a_saved_index_is_there_after_a_restart(tmp_path: Path) -> None:
    """What was found before the restart is found after it."""
    path = tmp_path / "index" / "passages.faiss"
    await saved(path)
    index, reason = open_or_empty(path, MODEL)
    assert reason is None
    assert (await index.ids()).tolist() == [3, 9]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 0.9, 0.99])
async def test_a_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    """However much of it is missing, it is never read into FAISS."""
    path = tmp_path / "passages.faiss"
    data = await saved(path)
    path.write_bytes(data[: int(len(data) * share)])
    index, reason = open_or_empty(path, MODEL)
    assert reason == "The saved index is damaged."
    assert len(await index.ids()) == 0


async def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """A disk error in the payload does not become a wrong answer."""
    path = tmp_path / "passages.faiss"
    data = bytearray(await saved(path))
    data[-5] ^= 1
    path.write_bytes(bytes(data))
    assert open_or_empty(path, MODEL)[1] == "The saved index is damaged."


async def test_an_index_of_another_model_is_refused(tmp_path: Path) -> None:
    """Vectors of two models are never compared."""
    path = tmp_path / "passages.faiss"
    await saved(path)
    reason = open_or_empty(path, EmbeddingModel("other", "other", 4))[1]
    assert reason == "The saved index is of another embedding model."


async def test_a_later_format_is_refused(tmp_path: Path) -> None:
    """A file of a later Hearsay is rebuilt, not guessed at."""
    path = tmp_path / "passages.faiss"
    data = bytearray(await saved(path))
    data[4] = 99
    path.write_bytes(bytes(data))
    assert "format 99" in str(open_or_empty(path, MODEL)[1])


async def test_left_over_parts_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    """They neither disturb nor pile up."""
    path = tmp_path / "passages.faiss"
    left = tmp_path / ".passages.faiss.abc.part"
    left.write_bytes(b"half")
    await saved(path)
    assert [file.name for file in tmp_path.iterdir()] == ["passages.faiss"]


async def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    """The index goes on in memory, and a later save succeeds."""
    blocked = tmp_path / "index"
    blocked.write_text("a file where the folder should be")
    index, _ = open_or_empty(blocked / "passages.faiss", MODEL)
    await index.add(VectorBatch(np.array([3]), np.eye(4, dtype=np.float32)[:1]))
    await index.save()
    blocked.unlink()
    await index.save()
    assert open_or_empty(blocked / "passages.faiss", MODEL)[1] is None


async def test_a_reading_session_writes_nothing(tmp_path: Path) -> None:
    """``hearsay ask`` beside a running bot leaves the bot's file alone."""
    path = tmp_path / "passages.faiss"
    before = await saved(path)
    index, _ = open_or_empty(path, MODEL, keep=False)
    await index.remove(np.array([3]))
    await index.save()
    assert path.read_bytes() == before
    assert isinstance(index, FaissIndex)
