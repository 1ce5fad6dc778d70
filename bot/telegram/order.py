"""In which order updates are handled: one after another in a chat, chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# Handled at once. Embedding shares two or so cores anyhow; the rest wait for Telegram.
_RUNNING: Final = 64
# Taken up and waiting, the running ones included; a flood in one chat must not fill this up and
# keep all others out. An update is some kilobytes.
_HELD: Final = 4_096


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class OrderPerChat(BaseUpdateProcessor):
    """Keeps the order within each chat. A chat costs memory only while something is under way.

    Buttons have a lane of their own beside their chat's messages: nothing that is said depends on
    them, and Telegram drops an answer to a button that comes later than some seconds.
    """

    __slots__ = ("_lanes", "_running")

    def __init__(self, running: int = _RUNNING, held: int = _HELD) -> None:
        super().__init__(held)
        self._running = asyncio.Semaphore(running)
        self._lanes: dict[tuple[int, bool], _Lane] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the updates of the same lane that came before."""
        async with self._turn(update), self._running:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @asynccontextmanager
    async def _turn(self, update: object) -> AsyncIterator[None]:
        if not isinstance(update, Update) or update.effective_chat is None:
            yield
            return
        key = (update.effective_chat.id, update.callback_query is not None)
        lane = self._lanes.setdefault(key, _Lane())
        lane.users += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[key]
