"""Keeps the bot's token out of the log, at every level."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_INSTEAD: Final = "…"


class Redaction(logging.Filter):
    """Takes the secret half of a token out of each record that passes, and of its traceback.

    Telegram's addresses contain the token, so it is in what HTTP clients log and in the messages
    of some errors.
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        # The bot's id before the colon is public; the colon may be written as %3A.
        self._secret = token.rpartition(":")[2]

    def filter(self, record: logging.LogRecord) -> bool:
        """Changes the record where it must; drops none."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # a slip in a log call, which the handler will report
            message = f"{record.msg} {record.args}"
        if self._secret in message:
            record.msg, record.args = self._clean(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        return True

    def _clean(self, text: str) -> str:
        return text.replace(self._secret, _INSTEAD)


@contextmanager
def redacted(token: str) -> Iterator[None]:
    """Within, nothing that the root logger's handlers write contains the token."""
    redaction = Redaction(token)
    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(redaction)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(redaction)
