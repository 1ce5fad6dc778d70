"""Where log records go, and which never do."""

from __future__ import annotations

import logging
import sys
from typing import Final

# These log every address they call, and Telegram's addresses contain the bot's token.
_TELLTALES: Final = ("httpx", "httpcore")
# Says at every start which instruction sets it looked for.
_CHATTERERS: Final = ("faiss.loader",)


def configure(level: int) -> None:
    """Logs to standard error from ``level`` up; client libraries from WARNING up only."""
    logging.basicConfig(
        level=level,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    for name in (*_TELLTALES, *_CHATTERERS):
        logging.getLogger(name).setLevel(logging.WARNING)
