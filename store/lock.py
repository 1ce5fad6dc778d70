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

from retrieval.errors import StoreInUse
from store.failures import folder_error

_LOCK: Final = "hearsay.lock"
_HOLDER: Final = "hearsay.lock.json"  # beside the lock: Windows lets nobody read a locked file


class DataFolderLock:
    """Held while this process writes; the system lets go of it when the process ends, however."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Not bound to a thread: what is opened in one may be closed in another.
        self._lock = FileLock(folder / _LOCK, thread_local=False)

    def acquire(self) -> None:
        """Takes the lock, or fails at once; makes the folder where there is none.

        Raises:
            StoreInUse: another process holds it; the message says which.
            StoreFull: no room is left on the disk.
            StoreError: the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            self._write_holder()
        except Timeout:
            raise StoreInUse(
                f"The data folder {self._folder} is in use by {self._holder()}.",
                "End that process, or hand the article to it; or set DATA_DIR to another folder.",
                path=str(self._folder),
            ) from None
        except OSError as error:
            self._lock.release()
            raise folder_error(error, self._folder) from error

    def release(self) -> None:
        """Lets go of it; does nothing where it is not held."""
        if self._lock.is_locked:
            (self._folder / _HOLDER).unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _write_holder(self) -> None:
        holder = {
            "pid": os.getpid(),
            # The first argument is the command; those after it may hold what a person asked.
            "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        # Put in place whole: who is refused meanwhile reads the old one or the new one.
        draft = self._folder / f"{_HOLDER}.new"
        draft.write_text(json.dumps(holder), encoding="utf-8")
        draft.replace(self._folder / _HOLDER)

    def _holder(self) -> str:
        try:
            holder = json.loads((self._folder / _HOLDER).read_text(encoding="utf-8"))
            return f"process {holder['pid']} ({holder['command']}, since {holder['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
