"""The command ``hearsay export``: where an answer's claims come from, as a file."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from bot.commands import for_reading
from bot.jsonl import check_writable
from bot.logs import configure
from bot.provenance_files import Format, exported, write
from bot.settings import Settings


async def export(settings: Settings, question: str, form: Format, out: Path) -> int:
    """Asks the question, and writes the provenance of what is found.

    Raises:
        NotFound: there is no evidence; nothing is written.
        BadInput: the question is empty or too long, or the file cannot be written.
    """
    configure(max(settings.log_level.number, logging.WARNING))
    check_writable(out, ())
    async with for_reading(settings) as assistant:
        answer = await assistant.ask(question)
    content = await asyncio.to_thread(exported, answer, form)
    await asyncio.to_thread(write, out, content)
    sys.stdout.write(f"{out}\n")
    return 0
