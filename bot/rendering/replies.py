"""From what the core says to replies: one function for each thing that can be said."""

from bot.rendering.answers import answer_reply
from bot.rendering.notices import (
    error_reply,
    failure_reply,
    help_reply,
    notice_reply,
    rebuilt_reply,
    start_reply,
    stats_reply,
)
from bot.rendering.passages import chain_reply, passage_reply
from bot.rendering.receipts import receipt_reply
from bot.rendering.votes import reasons_reply

__all__ = [
    "answer_reply",
    "chain_reply",
    "error_reply",
    "failure_reply",
    "help_reply",
    "notice_reply",
    "passage_reply",
    "reasons_reply",
    "rebuilt_reply",
    "receipt_reply",
    "start_reply",
    "stats_reply",
]
