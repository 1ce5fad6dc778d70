"""The index's file: whole, or refused with a reason."""

from __future__ import annotations

import logging
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexUnusable
from retrieval.index.faiss_index import FaissIndex, open_or_empty
from retrieval.index.snapshot import write_snapshot
from retrieval.seams import EmbeddingModel, VectorBatch

MODEL = EmbeddingModel("model", "digest", 4)
DAMAGED = "The saved index is damaged."


def batch(*ids: int) -> VectorBatch:
    """Passages whose vectors tell them apart: the n-th unit vector for the n-th id."""
    return VectorBatch(np.array(ids, dtype=np.int64), np.eye(4, dtype=np.float32)[: len(ids)])


async def saved(path: Path) -> bytes:
    index, reason = open_or_empty(path, MODEL)
    assert reason is not None
    await index.add(batch(3, 9))
    await index.save()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "passages.faiss"


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """The system itself refuses to let a file grow further, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_saved_index_is_there_after_a_restart(path: Path) -> None:
    """What was found before the restart is found after it, and more can be added."""
    await saved(path)
    index, reason = open_or_empty(path, MODEL)
    assert reason is None
    assert (await index.ids()).tolist() == [3, 9]
    (hit,) = await index.search(np.eye(4, dtype=np.float32)[1], 1)
    assert (hit.passage_id, hit.score) == (9, 1.0)
    await index.add(batch(9, 12))
    await index.save()
    assert (await FaissIndex.open(path, MODEL).ids()).tolist() == [3, 9, 12]


async def test_an_index_of_many_pieces_comes_back_the_same(path: Path) -> None:
    """A file that is read and written in several pieces answers as it did before."""
    model = EmbeddingModel("wide", "digest", 384)
    vectors = np.random.default_rng(0).normal(size=(2_000, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = FaissIndex.empty(path, model)
    await index.add(VectorBatch(np.arange(2_000) * 7, vectors))
    await index.save()
    assert path.stat().st_size > 3_000_000
    again = FaissIndex.open(path, model)
    assert await again.search(vectors[0], 20) == await index.search(vectors[0], 20)


def test_a_first_start_says_that_there_is_none(path: Path) -> None:
    """Nothing is wrong with having no index yet."""
    assert open_or_empty(path, MODEL)[1] == "There is no saved index yet."


@pytest.mark.parametrize("tenths", range(10))
async def test_a_truncated_file_is_refused(path: Path, tenths: int) -> None:
    """However much of it is missing, it is never read into FAISS."""
    data = await saved(path)
    path.write_bytes(data[: len(data) * tenths // 10])
    index, reason = open_or_empty(path, MODEL)
    assert reason == DAMAGED
    assert len(await index.ids()) == 0


async def test_a_flipped_bit_is_noticed_wherever_it_is(path: Path) -> None:
    """A disk error in any byte of the file does not become a wrong answer."""
    data = await saved(path)
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(IndexUnusable):
            FaissIndex.open(path, MODEL)


async def test_bytes_after_the_end_are_noticed(path: Path) -> None:
    """Two files that were joined by accident are no index."""
    data = await saved(path)
    path.write_bytes(data + data)
    assert open_or_empty(path, MODEL)[1] == DAMAGED


def test_a_folder_in_place_of_the_file_is_refused(path: Path) -> None:
    """The reason says what is in the way."""
    path.mkdir(parents=True)
    assert "cannot be read" in str(open_or_empty(path, MODEL)[1])


async def test_an_index_of_another_model_is_refused(path: Path) -> None:
    """Vectors of two models are never compared; the reason names the model that made these."""
    await saved(path)
    for other in (EmbeddingModel("model", "other", 4), EmbeddingModel("model", "digest", 8)):
        reason = open_or_empty(path, other)[1]
        assert reason == "The saved index is of another embedding model (model)."


async def test_a_model_that_was_moved_is_the_same_model(path: Path) -> None:
    """Another path to the same weights does not cost a rebuild."""
    await saved(path)
    assert open_or_empty(path, EmbeddingModel("/elsewhere/model", "digest", 4))[1] is None


async def test_a_later_format_is_refused(path: Path) -> None:
    """A file of a later Hearsay is rebuilt, not guessed at."""
    data = bytearray(await saved(path))
    data[4] = 99
    path.write_bytes(bytes(data))
    assert "format 99" in str(open_or_empty(path, MODEL)[1])


def test_a_whole_file_that_faiss_does_not_understand_is_refused(path: Path) -> None:
    """A file from another version of FAISS is rebuilt, and stops no start."""
    with write_snapshot(path) as out:
        out.begin(MODEL, 1)
        out.write(b"IxQQ" + bytes(200))
    assert open_or_empty(path, MODEL)[1] == "The saved index is of another version of FAISS."


async def test_a_count_that_is_wrong_is_noticed(path: Path) -> None:
    """A file that says it has more than is in it is rebuilt."""
    data = await saved(path)
    header = data.index(b"}") + 1
    with write_snapshot(path) as out:
        out.begin(MODEL, 3)
        out.write(data[header:-32])
    assert open_or_empty(path, MODEL)[1] == "The saved index is of another kind."


async def test_a_run_killed_while_saving_leaves_the_old_file(path: Path) -> None:
    """What it left half-written is not read, and is gone after the next save."""
    before = await saved(path)
    left = path.parent / f".{path.name}.abc.part"
    left.write_bytes(before[:50])
    index, reason = open_or_empty(path, MODEL)
    assert reason is None
    await index.add(batch(4))
    await index.save()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_it_is_written_only_when_something_changed(path: Path) -> None:
    """Closing an assistant that was only asked costs no write."""
    await saved(path)
    before = path.stat()
    index, _ = open_or_empty(path, MODEL)
    await index.save()
    assert path.stat().st_ino == before.st_ino
    await index.remove(np.array([3]))
    await index.save()
    changed = path.stat()
    assert changed.st_ino != before.st_ino
    await index.save()
    assert path.stat().st_ino == changed.st_ino


async def test_a_rebuilt_index_is_written(path: Path) -> None:
    """A rebuild counts as a change."""
    await saved(path)
    index, _ = open_or_empty(path, MODEL)

    async def batches() -> AsyncIterator[VectorBatch]:
        yield batch(5, 6)

    await index.replace(batches())
    await index.save()
    assert (await FaissIndex.open(path, MODEL).ids()).tolist() == [5, 6]


async def test_a_file_that_was_refused_is_replaced(path: Path) -> None:
    """A damaged file is complained of once, even where the store is empty."""
    path.parent.mkdir()
    path.write_bytes(b"not an index")
    index, _ = open_or_empty(path, MODEL)
    await index.save()
    assert open_or_empty(path, MODEL)[1] is None


async def test_a_full_disk_leaves_the_old_file(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what to do, questions go on being answered, and a later save succeeds."""
    before = await saved(path)
    index, _ = open_or_empty(path, MODEL)
    await index.add(batch(3, 9, 12))
    with no_room_for_more_than(len(before)), caplog.at_level(logging.WARNING):
        await index.save()
    assert "was not saved" in caplog.text
    assert "see that there is room" in caplog.text
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert len(await index.search(np.eye(4, dtype=np.float32)[0], 5)) == 3
    await index.save()
    assert (await FaissIndex.open(path, MODEL).ids()).tolist() == [3, 9, 12]


async def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The index goes on in memory, and a later save succeeds."""
    blocked = tmp_path / "index"
    blocked.write_text("a file where the folder should be")
    index, _ = open_or_empty(blocked / "passages.faiss", MODEL)
    await index.add(batch(3))
    await index.save()
    assert str(blocked) in caplog.text
    blocked.unlink()
    await index.save()
    assert open_or_empty(blocked / "passages.faiss", MODEL)[1] is None


async def test_a_reading_session_writes_nothing(path: Path) -> None:
    """``hearsay ask`` beside a running bot leaves the bot's file alone."""
    before = await saved(path)
    index, _ = open_or_empty(path, MODEL, keep=False)
    await index.remove(np.array([3]))
    await index.save()
    assert path.read_bytes() == before
    path.unlink()
    index, _ = open_or_empty(path, MODEL, keep=False)
    await index.add(batch(3))
    await index.save()
    assert not path.exists()
