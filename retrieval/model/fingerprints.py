"""What a text is known by where it is nearly the same as another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from operator import eq
from typing import Final

# Two texts are twins from this likeness on. Among 7,875 pairs of different articles in seven
# languages the highest was 0.13 (two reports of one event). With another headline an article keeps
# 0.76 at the least, without any one of its paragraphs 0.70 in 95 of 100; copies that were cut in
# half, and series that fill one mould with other figures, are below.
TWINS_FROM: Final = 0.5

_VALUE_BYTES: Final = 4
# Four values a band, 64 bands: 984 in 1,000 texts that are alike by 0.5 share one of them, and all
# but one in 7,000 that are alike by 0.6; of those alike by 0.03, as two reports on one subject may
# be, one in 20,000. With three, a store whose articles come from one mould (alike by 0.2) has
# hundreds of them in every band. Stored bands are of this number: another needs another scheme.
_BAND_VALUES: Final = 4


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A MinHash signature. Texts that share many runs of words share many of its values.

    Attributes:
        scheme: how it was made; those of two schemes are never compared.
        signature: unsigned 32-bit values, little-endian, one after the other.
    """

    scheme: str
    signature: bytes

    @property
    def bands(self) -> tuple[int, ...]:
        """Signed 64-bit hashes; texts that are alike share at least one, almost surely (LSH)."""
        size = _BAND_VALUES * _VALUE_BYTES
        starts = range(0, len(self.signature) - size + 1, size)
        return tuple(_hash(start, self.signature[start : start + size]) for start in starts)

    def likeness(self, other: Fingerprint) -> float:
        """The share of runs of words that both texts have among all of both (Jaccard), estimated.

        Raises:
            ValueError: they were made in different ways.
        """
        if self.scheme != other.scheme or len(self.signature) != len(other.signature):
            raise ValueError(f"fingerprints of {self.scheme} and {other.scheme} do not compare")
        ours, theirs = (memoryview(one.signature).cast("I") for one in (self, other))
        shared: int = sum(map(eq, ours, theirs))
        return shared / len(ours)

    def twin_among(self, others: Iterable[tuple[int, Fingerprint]]) -> int | None:
        """The number of the one that is most like this one, the lowest among equals.

        None where none is a twin.
        """
        likeness = {number: self.likeness(other) for number, other in others}
        best = min(likeness, key=lambda number: (-likeness[number], number), default=None)
        return best if best is not None and likeness[best] >= TWINS_FROM else None


def _hash(start: int, values: bytes) -> int:
    digest = hashlib.blake2b(values, digest_size=8, salt=start.to_bytes(8, "little")).digest()
    return int.from_bytes(digest, "little", signed=True)
