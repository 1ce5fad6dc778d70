"""The file in which an index is kept: checked in full before a byte of it is used.

Layout, little-endian: magic ``HSIX``, format version (u16), length of the header (u32), header
(JSON: ``model``, ``digest``, ``dimension``, ``vectors``), payload, SHA-256 of all before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from retrieval.errors import IndexUnusable
from retrieval.seams import EmbeddingModel

CHUNK: Final = 1 << 20  # bytes read or written at once; more is no faster
_MAGIC: Final = b"HSIX"
_VERSION: Final = 1
_PREFIX: Final = struct.Struct("<4sHI")
_DIGEST_SIZE: Final = hashlib.sha256().digest_size


class SnapshotWriter:
    """Takes a snapshot's bytes, and keeps their hash."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()

    def begin(self, model: EmbeddingModel, count: int) -> None:
        """Says whose ``count`` vectors follow; the payload is written next."""
        header = json.dumps(
            {
                "model": model.name,
                "digest": model.digest,
                "dimension": model.dimension,
                "vectors": count,
            }
        ).encode()
        self.write(_PREFIX.pack(_MAGIC, _VERSION, len(header)) + header)

    def write(self, data: bytes) -> int:
        """Appends to the payload; returns how many bytes."""
        self._hash.update(data)
        return self._out.write(data)

    def end(self) -> None:
        """Writes the checksum, and waits until everything is on the disk."""
        self._out.write(self._hash.digest())
        self._out.flush()
        os.fsync(self._out.fileno())


@contextmanager
def write_snapshot(path: Path) -> Iterator[SnapshotWriter]:
    """Replaces the file in one step at the end; on any error the old one is untouched.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            writer = SnapshotWriter(out)
            yield writer
            writer.end()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def read_snapshot(path: Path, model: EmbeddingModel) -> Iterator[tuple[BinaryIO, int]]:
    """The file at the beginning of its payload, checked, and the number of vectors in it.

    Raises:
        IndexUnusable: there is none, it is damaged, of another model or of another format.
    """
    try:
        with path.open("rb") as file:
            yield file, _check(file, model)
    except FileNotFoundError:
        raise unusable("There is no saved index yet.") from None
    except OSError as error:
        raise unusable(f"The saved index cannot be read ({error}).") from error


def unusable(problem: str) -> IndexUnusable:
    """The error for it; the remedy is always the same."""
    return IndexUnusable(problem, "It is rebuilt from the store.")


def _check(file: BinaryIO, model: EmbeddingModel) -> int:
    """Leaves the file at the payload; returns the number of vectors."""
    prefix = file.read(_PREFIX.size)
    if len(prefix) < _PREFIX.size or not prefix.startswith(_MAGIC):
        raise unusable("The saved index is damaged.")
    _, version, length = _PREFIX.unpack(prefix)
    if version != _VERSION:  # before the checksum, which another format may keep elsewhere
        raise unusable(f"The saved index has format {version}, not {_VERSION}.")
    if not _is_whole(file):
        raise unusable("The saved index is damaged.")
    file.seek(_PREFIX.size)
    header: dict[str, Any] = json.loads(file.read(length))
    if (header["digest"], header["dimension"]) != (model.digest, model.dimension):
        raise unusable(f"The saved index is of another embedding model ({header['model']}).")
    return int(header["vectors"])


def _is_whole(file: BinaryIO) -> bool:
    """True where the checksum at the end agrees with all before it."""
    left = file.seek(0, os.SEEK_END) - _DIGEST_SIZE
    file.seek(0)
    found = hashlib.sha256()
    while left > 0 and (data := file.read(min(CHUNK, left))):
        found.update(data)
        left -= len(data)
    return file.read() == found.digest()


def _remove_leftovers(path: Path) -> None:
    """Parts of killed runs: the data folder's lock lets one process write at a time."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        left.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot; the file itself is synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
