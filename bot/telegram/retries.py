"""Messages that Telegram failed to take are sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import AIORateLimiter

# Seconds before each further attempt. A gateway that restarts is back within them.
_WAITS: Final = (1.0, 3.0)
_SENDING: Final = ("send", "edit")  # other calls have somebody who tries again


class RetryingLimiter(AIORateLimiter):
    """Keeps to Telegram's limits, and bears short failures of its servers.

    A call that timed out is not made again: it may have been served, and would come twice.
    """

    async def process_request(  # noqa: PLR0913, PLR0917 -- the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 -- the library's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401 -- the library's signature
        """As the base class; what sends or edits a message up to twice more."""
        request = (callback, args, kwargs, endpoint, data, rate_limit_args)
        for wait in _WAITS if endpoint.startswith(_SENDING) else ():
            try:
                return await super().process_request(*request)
            except (BadRequest, TimedOut):
                raise
            except NetworkError:
                await asyncio.sleep(wait)
        return await super().process_request(*request)
