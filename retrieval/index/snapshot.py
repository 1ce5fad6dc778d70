"""The file in which an index is kept: checked in full before a byte of it is used.

Layout, little-endian: magic ``HSIX``, format version (u16), header length (u32), header (JSON),
payload. The header has the model's digest, the dimension, the number of vectors and the SHA-256 of
the payload.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from retrieval.errors import IndexUnusable
from retrieval.seams import EmbeddingModel

_MAGIC: Final = b"HSIX"
_VERSION: Final = 1
_PREFIX: Final = struct.Struct("<4sHI")
_REMEDY: Final = "It is rebuilt from the store."


def write_snapshot(path: Path, model: EmbeddingModel, count: int, payload: bytes) -> None:
    """Replaces the file in one step; whatever happens, the old one or the new one is there.

    Raises:
        OSError: it cannot be written; the old file is untouched.
    """
    header = json.dumps(
        {
            "model": model.digest,
            "dimension": model.dimension,
            "vectors": count,
            "sha256": hashlib.sha256(payload).hexdigest(),
        }
    ).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(_PREFIX.pack(_MAGIC, _VERSION, len(header)))
            out.write(header)
            out.write(payload)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def read_snapshot(path: Path, model: EmbeddingModel) -> bytes:
    """The payload.

    Raises:
        IndexUnusable: there is none, it is damaged, of another model or of a later format.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise IndexUnusable("There is no saved index yet.", _REMEDY) from None
    except OSError as error:
        raise IndexUnusable(f"The saved index cannot be read ({error}).", _REMEDY) from error
    try:
        magic, version, length = _PREFIX.unpack_from(data)
        header = json.loads(data[_PREFIX.size : _PREFIX.size + length])
        payload = data[_PREFIX.size + length :]
        found = header["model"], header["dimension"]
        sound = hashlib.sha256(payload).hexdigest() == header["sha256"]
    except (struct.error, ValueError, KeyError, TypeError):
        raise IndexUnusable("The saved index is damaged.", _REMEDY) from None
    if magic != _MAGIC or not sound:
        raise IndexUnusable("The saved index is damaged.", _REMEDY)
    if version != _VERSION:
        raise IndexUnusable(f"The saved index has format {version}, not {_VERSION}.", _REMEDY)
    if found != (model.digest, model.dimension):
        raise IndexUnusable("The saved index is of another embedding model.", _REMEDY)
    return payload


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
