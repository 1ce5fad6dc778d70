"""Lines of a stream, read without holding up the event loop."""

from __future__ import annotations

import asyncio
import io
import os
import select
import threading
from typing import Final, TextIO

# What Linux passes on of a typed line; it drops the rest without a word (n_tty, 4,096 with the
# line end).
TERMINAL_LINE: Final = 4_095
# A paste arrives at once; nobody types the next line within this time. Seconds.
_PASTE_GAP: Final = 0.05
_CHUNK: Final = 65_536


class LineCut(Exception):
    """A terminal passed on the beginning of a line only."""


class Lines:
    """The lines of a text stream, one by one, without their line ends.

    A thread of its own waits for each: the thread pool would hold up the end of the process
    until a person presses Enter. It reads the descriptor itself: a thread that waits in Python's
    buffer at that moment would bring the interpreter down.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._descriptor = _descriptor(stream)
        self._pending = b""
        self._ended = False

    async def next(self) -> str | None:
        """The next line; None at the end.

        Raises:
            LineCut: a terminal has dropped the rest of it.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[str | None] = loop.create_future()

        def settle(line: str | None, error: Exception | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(line)
            else:
                done.set_exception(error)

        def work() -> None:
            line, failure = None, None
            try:
                line = self._read()
            except (LineCut, OSError, ValueError) as error:
                failure = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, line, failure)

        threading.Thread(target=work, name="input", daemon=True).start()
        return await done

    async def pasted(self) -> list[str]:
        """The lines that have come in along with the last one, as a paste does."""
        lines: list[str] = []
        while await asyncio.to_thread(self._at_hand):
            line = await self.next()
            if line is None:
                break
            lines.append(line)
        return lines

    def _at_hand(self) -> bool:
        if b"\n" in self._pending:
            return True
        if self._descriptor is None or self._ended:
            return False
        try:
            return bool(select.select([self._descriptor], [], [], _PASTE_GAP)[0])
        except OSError:  # Windows can wait for sockets only
            return False

    def _read(self) -> str | None:
        if self._descriptor is None:
            text = self._stream.readline()
            return text.rstrip("\r\n") if text else None
        while b"\n" not in self._pending and not self._ended:
            chunk = os.read(self._descriptor, _CHUNK)
            self._pending += chunk
            self._ended = not chunk
        line, newline, self._pending = self._pending.partition(b"\n")
        if not line and not newline:
            return None
        if len(line) >= TERMINAL_LINE and os.isatty(self._descriptor):
            raise LineCut
        return line.decode("utf-8", "replace").rstrip("\r")


def _descriptor(stream: TextIO) -> int | None:
    """The stream's file descriptor; None for text in memory."""
    try:
        return stream.fileno()
    except (AttributeError, io.UnsupportedOperation):
        return None
