"""Writing the weights so that the same weights are the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

_ALIGNED: Final = 8  # bytes; the format wants the tensors to begin at a multiple


def write_weights(
    path: Path, tensors: Mapping[str, NDArray[np.float16]], about: Mapping[str, str]
) -> None:
    """Writes a safetensors file with what is told of it in a fixed order.

    The library writes that in the order of a hash table, another one each time; the reader's
    identity is a hash of the file, and would change with nothing changed.
    """
    whole = save(dict(tensors), dict(about))
    length = int.from_bytes(whole[:8], "little")
    header = json.loads(whole[8 : 8 + length])
    header["__metadata__"] = dict(sorted(about.items()))
    told = json.dumps(header, separators=(",", ":")).encode()
    told += b" " * (-len(told) % _ALIGNED)
    path.write_bytes(len(told).to_bytes(8, "little") + told + whole[8 + length :])
