"""What SQLite and the operating system report, told as errors of ours: the only place for it."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from retrieval.errors import HearsayError, NotText, StoreDamaged, StoreError, StoreFull, StoreInUse

_PRIMARY: Final = 0xFF  # an extended result code carries the primary one in its low byte
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_IN_USE: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
# With less than this left, an input/output error of SQLite is taken for a full disk: it reports
# one where it cannot enlarge its shared-memory file (32 KiB a step) or a file beside it.
_NEARLY_FULL: Final = 1 << 20  # bytes


@contextmanager
def told_as_store_errors(path: Path) -> Iterator[None]:
    """Turns what goes wrong with the database at ``path`` into a StoreError.

    Raises:
        StoreError: in place of an error of SQLite or of the operating system.
        NotText: in place of text that has no UTF-8 form (half a surrogate pair).
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours, which no remedy helps
    except sqlite3.Error as error:
        raise database_error(error, path) from error
    except OSError as error:
        raise folder_error(error, path) from error
    except UnicodeEncodeError as error:
        raise NotText(
            "The text has half a character in it, which cannot be stored.",
            "Copy the article's text again and paste it.",
        ) from error


def database_error(error: sqlite3.Error, path: Path) -> StoreError:
    """The StoreError that says what SQLite reported."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & _PRIMARY
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _nearly_full(path)):
        return _full(path)
    if primary in _DAMAGED:
        return StoreDamaged(
            f"The database {path} is damaged: {error}.",
            "Put a backup in its place; or move it away, with the files beside it that begin "
            "with its name, to start with an empty one.",
            path=str(path),
        )
    if primary in _IN_USE:
        return StoreInUse(
            f"Another program is writing to the database {path}.",
            "End that program, or wait until it is done, then try again.",
            path=str(path),
        )
    if primary in _REFUSED:
        return _not_allowed(path, str(error))
    return StoreError(
        f"The database {path} cannot be used: {error} "
        f"({getattr(error, 'sqlite_errorname', 'SQLITE_ERROR')}).",
        "Check the disk that it is on, then start again; what was acknowledged is kept.",
        path=str(path),
    )


def folder_error(error: OSError, path: Path) -> HearsayError:
    """The StoreError that says what the operating system reported of ``path``."""
    if error.errno in _NO_ROOM:
        return _full(path)
    if error.errno in _NOT_ALLOWED:
        return _not_allowed(path, error.strerror or str(error))
    return StoreError(
        f"{path} cannot be used: {error.strerror or error}.",
        "Check DATA_DIR and the disk that it is on, then start again.",
        path=str(path),
    )


def _full(path: Path) -> StoreFull:
    return StoreFull(
        f"No room is left on the disk for {path}; nothing was stored.",
        "Free some space, then send it again; what was stored before is kept.",
        path=str(path),
    )


def _not_allowed(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"{path} cannot be opened or written: {reason}.",
        "Give the account that runs Hearsay the right to write to this folder and all in it, "
        "or set DATA_DIR to a folder of its own.",
        path=str(path),
    )


def _nearly_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NEARLY_FULL
    except OSError:
        return False
