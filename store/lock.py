"""One process at a time may write to a data folder."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from filelock import FileLock, Timeout

from retrieval.errors import StoreError, StoreInUse

_LOCK: Final = "hearsay.lock"
_HOLDER: Final = "hearsay.lock.json"  # beside the lock: Windows lets nobody read a locked file


class DataFolderLock:
    """Held while this process writes; the system lets go of it when the process ends, however.

    Raises:
        StoreInUse: another process holds it.
        StoreError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / _LOCK)

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self._write_holder()
        except Timeout:
            raise StoreInUse(
                f"The data folder {self._folder} is in use by {self._holder()}.",
                "Stop that process, send the article to the running bot, or set another DATA_DIR.",
            ) from None
        except OSError as error:
            self._lock.release()
            raise StoreError(
                f"The data folder {self._folder} cannot be written ({error.strerror or error}).",
                "Make it writable, make room, or set DATA_DIR to another folder.",
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()

    def _write_holder(self) -> None:
        holder = {
            "pid": os.getpid(),
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        (self._folder / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")

    def _holder(self) -> str:
        try:
            holder = json.loads((self._folder / _HOLDER).read_text(encoding="utf-8"))
            return f"process {holder['pid']} ({holder['command']}, since {holder['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
