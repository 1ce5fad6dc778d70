"""How many threads the heads' products take."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from threadpoolctl import ThreadpoolController


@cache
def one_thread() -> None:
    """Keeps numpy's products on one thread from now on, in the whole process.

    The heads' are so small that threads only wait for each other: on busy cores fifteen times as
    long as the work takes. Once for all, as a limit that is lifted again would be lifted under
    another thread that reads. The encoder, torch and FAISS have threads of their own.
    """
    libraries = ThreadpoolController()
    own = [
        each["filepath"]
        for each in libraries.info()
        if each["user_api"] == "blas" and _is_numpy(Path(each["filepath"]))
    ]
    libraries.select(filepath=own).limit(limits=1)


def _is_numpy(library: Path) -> bool:
    """Whether it is the one that numpy's wheel carries."""
    return library.parent.name == "numpy.libs" or library.parts[-3:-1] == ("numpy", ".dylibs")
