"""One process at a time writes to a data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import StoreError, StoreInUse
from store.lock import DataFolderLock
from tests.unit.sqlite_helpers import adding_process


def test_the_lock_makes_the_folder_and_is_let_go_of(tmp_path: Path) -> None:
    """One after the other may write; the folder is made by the first."""
    folder = tmp_path / "new" / "data"
    for _ in range(2):
        with DataFolderLock(folder):
            assert folder.is_dir()
    lock = DataFolderLock(folder)
    lock.acquire()
    lock.release()
    lock.release()


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    """A second start in the same folder stops, and says which process is there and what to do."""
    with DataFolderLock(tmp_path):
        with pytest.raises(StoreInUse) as caught, DataFolderLock(tmp_path):
            pass
        assert f"process {os.getpid()} (" in caught.value.problem
        assert str(tmp_path) in caught.value.problem
        assert "End that process" in caught.value.remedy
        with pytest.raises(StoreInUse):
            DataFolderLock(tmp_path).acquire()
    with DataFolderLock(tmp_path):
        pass


def test_a_holder_that_cannot_be_read_is_another_process(tmp_path: Path) -> None:
    """Where the note on the holder is missing or damaged, the refusal still comes."""
    with DataFolderLock(tmp_path):
        (tmp_path / "hearsay.lock.json").write_text("[]")
        with pytest.raises(StoreInUse, match="another process"):
            DataFolderLock(tmp_path).acquire()


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    """While the bot runs nobody else writes; when it is killed, the next start goes through."""
    with adding_process(tmp_path / "hearsay.sqlite3") as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreInUse, match=f"process {process.pid} "):
            DataFolderLock(tmp_path).acquire()
    assert (tmp_path / "hearsay.lock.json").exists()
    with DataFolderLock(tmp_path):
        pass
    assert not (tmp_path / "hearsay.lock.json").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A data folder whose place is taken by a file stops the start with a reason."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError) as caught:
        DataFolderLock(tmp_path / "file" / "data").acquire()
    assert "DATA_DIR" in caught.value.remedy
