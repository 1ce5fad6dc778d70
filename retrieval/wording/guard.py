"""A language model that may fail: bounded in time, let alone for a while once it keeps failing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from retrieval.errors import LanguageModelFailed
from retrieval.seams import LanguageModel
from retrieval.wording.prompts import Prompt

logger = logging.getLogger(__name__)

T = TypeVar("T")

# One failure may be chance, and each costs the asker a time-out.
MOST_FAILURES: Final = 3
# Seconds without it then: a server that restarts is back, and an hour of outage costs 60 tries.
PAUSE: Final = 60.0
# Seconds between two lines in the log about failures.
QUIET: Final = 600.0


@dataclass(slots=True)
class Guard:
    """Asks a model, and never raises because of it.

    Attributes:
        clock: seconds that only grow.
    """

    model: LanguageModel
    clock: Callable[[], float] = time.monotonic
    _failures: int = field(default=0, init=False)
    _closed_until: float = field(default=float("-inf"), init=False)
    _logged_at: float = field(default=float("-inf"), init=False)

    async def ask(self, prompt: Prompt, read: Callable[[str], T], until: float) -> T | None:
        """What ``read`` makes of the reply; None where there is none by ``until``.

        Args:
            prompt: what is asked.
            read: takes the reply apart; raises LanguageModelFailed where it cannot be used.
            until: when nobody waits any more, by the event loop's clock.
        """
        if asyncio.get_running_loop().time() >= until or not self._open():
            return None
        try:
            async with asyncio.timeout_at(until):
                found = read(await self.model.complete(prompt.system, prompt.user))
        except LanguageModelFailed as error:
            self._failed(error.problem)
        except TimeoutError:
            self._failed("The language model took too long.")
        else:
            self._failures = 0
            return found
        return None

    def _open(self) -> bool:
        """Whether to try; after a pause, one question tries for all."""
        if self._failures < MOST_FAILURES:
            return True
        if self.clock() < self._closed_until:
            return False
        self._closed_until = self.clock() + PAUSE
        return True

    def _failed(self, reason: str) -> None:
        self._failures += 1
        now = self.clock()
        self._closed_until = now + PAUSE
        if now - self._logged_at >= QUIET:
            self._logged_at = now
            logger.warning(
                "%s Answers go on without it. Further failures are not logged for %d minutes.",
                reason,
                QUIET // 60,
            )
