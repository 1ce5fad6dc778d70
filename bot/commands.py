"""What the commands do; each returns its exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.catalogue import DEFAULT_LANGUAGE, catalogue_for
from bot.composition import open_assistant, open_store
from bot.logs import configure
from bot.rendering.blocks import Reply
from bot.rendering.receipts import remarks
from bot.rendering.replies import answer_reply, rebuilt_reply, stats_reply
from bot.rendering.text import to_text
from bot.samples import fill_if_empty
from bot.settings import Settings
from bot.submissions import read_submission, submission_in
from bot.telegram.application import serve
from bot.terminal import chat as converse
from retrieval.assistant import Assistant
from retrieval.errors import HearsayError, StoreInUse
from retrieval.model import Arrival, Channel, Submission

_errors = Console(stderr=True)


async def run(settings: Settings) -> int:
    """Serves Telegram where there is a token; else the terminal."""
    if settings.telegram_bot_token is None:
        _tell("No TELEGRAM_BOT_TOKEN is set, so this is the assistant in the terminal.")
        return await chat(settings)
    configure(settings.log_level.number)
    async with open_assistant(settings, notice=_tell) as assistant:
        await _fill(assistant)
        await serve(settings, assistant)
    return 0


async def chat(settings: Settings) -> int:
    """The assistant in the terminal."""
    configure(max(settings.log_level.number, logging.WARNING))
    async with open_assistant(settings, notice=_tell) as assistant:
        await _fill(assistant)
        await converse(assistant, sys.stdin, sys.stdout)
    return 0


async def add(settings: Settings, sources: Sequence[str]) -> int:
    """Adds an article a source; what is refused is said, and the rest goes on."""
    configure(max(settings.log_level.number, logging.WARNING))
    refused = 0
    async with open_assistant(settings, notice=_tell) as assistant:
        for source in track(sources, "Adding", console=_errors, disable=not _errors.is_terminal):
            try:
                receipt = await assistant.add(_submission(source))
            except HearsayError as error:
                refused += 1
                # What is wrong with a file as such names it already.
                _tell(str(error) if "file" in error.details else f"{source}: {error}")
            else:
                state = "known already" if receipt.known else "added"
                passages = _counted(receipt.passages, "passage")
                attributions = _counted(len(receipt.reading.attributions), "attribution")
                sys.stdout.write(f"{source}: {state}, {passages}, {attributions}\n")
                for remark in remarks(receipt, catalogue_for("en")):
                    sys.stdout.write(f"    {remark}\n")
    return 1 if refused else 0


async def ask(settings: Settings, question: str) -> int:
    """Answers one question, in the question's language."""
    configure(max(settings.log_level.number, logging.WARNING))
    async with for_reading(settings) as assistant:
        answer = await assistant.ask(question)
    _print(answer_reply(answer, catalogue_for(answer.query.language)))
    return 0


async def rebuild(settings: Settings) -> int:
    """Builds the index anew from the store."""
    configure(max(settings.log_level.number, logging.WARNING))
    async with open_assistant(settings, notice=_tell) as assistant:
        rebuilt = await assistant.rebuild()
    _print(rebuilt_reply(rebuilt, catalogue_for(DEFAULT_LANGUAGE)))
    return 0


async def stats(settings: Settings) -> int:
    """Says what the store holds."""
    configure(max(settings.log_level.number, logging.WARNING))
    async with open_store(settings) as store:
        counts = await store.counts()
    _print(stats_reply(counts, catalogue_for(DEFAULT_LANGUAGE)))
    return 0


@asynccontextmanager
async def for_reading(settings: Settings) -> AsyncIterator[Assistant]:
    """The assistant; where a running bot holds the data folder, for reading alone."""
    async with AsyncExitStack() as stack:
        try:
            assistant = await stack.enter_async_context(open_assistant(settings, notice=_tell))
        except StoreInUse:
            assistant = await stack.enter_async_context(
                open_assistant(settings, read_only=True, notice=_tell)
            )
        yield assistant


async def _fill(assistant: Assistant) -> None:
    added = await fill_if_empty(assistant)
    if added:
        _tell(f"The store was empty: added {added} sample articles to ask about.")


def _submission(source: str) -> Submission:
    """The article in a text file, or on standard input."""
    if source != "-":
        return read_submission(Path(source))
    arrival = Arrival(channel=Channel.INPUT, received_at=datetime.now(UTC), reference="-")
    return submission_in(sys.stdin.buffer, "Standard input", arrival)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print(reply: Reply) -> None:
    out = Console()
    sys.stdout.write(
        to_text(reply, width=out.width, colour=out.is_terminal and not out.no_color) + "\n"
    )


def _tell(line: str) -> None:
    """A line for the person, beside the output: standard error."""
    _errors.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
