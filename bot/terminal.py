"""The assistant in a terminal, or in a pipe: a line asked, an answer given."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console

from bot.aliases import alias_reply
from bot.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue_for
from bot.lines import TERMINAL_LINE, LineCut, Lines
from bot.rendering.answers import PAGE, highlight_of
from bot.rendering.blocks import Reply
from bot.rendering.replies import (
    answer_reply,
    chain_reply,
    error_reply,
    failure_reply,
    notice_reply,
    passage_reply,
    rebuilt_reply,
    receipt_reply,
    stats_reply,
)
from bot.rendering.text import to_text
from bot.routing import Greeting, Nothing, Pasted, Question, route
from bot.saving import export_reply, picture_reply
from bot.submissions import read_submission, submission_of
from bot.voting import TERMINAL, bad_reply, good_reply
from retrieval.assistant import Assistant
from retrieval.errors import HearsayError
from retrieval.model import Answer, Arrival, Channel

logger = logging.getLogger(__name__)

_PASTE_END: Final = "."
_LARGEST_ID: Final = 2**63 - 1  # of a row in SQLite


async def chat(assistant: Assistant, stdin: TextIO, stdout: TextIO) -> None:
    """Talks until the input ends, or /quit.

    Where ``stdin`` is a terminal, lines that come in at once are one message, as a pasted article
    is; elsewhere each line is a message, empty lines are passed over, and nothing is said but
    the answers.
    """
    await _Conversation(assistant, Lines(stdin), stdout, interactive=stdin.isatty()).hold()


@dataclass(slots=True)
class _Conversation:
    """What has been said so far matters for /more, and for the language of the next notice."""

    assistant: Assistant
    lines: Lines
    stdout: TextIO
    interactive: bool
    catalogue: Catalogue = field(default_factory=lambda: catalogue_for(DEFAULT_LANGUAGE))
    answer: Answer | None = None
    offset: int = 0
    heard: deque[str] = field(default_factory=deque)

    async def hold(self) -> None:
        if self.interactive:
            self._show(notice_reply(self.catalogue, "terminal-start"))
        try:
            while (message := await self._heard()) is not None and message.strip() != "/quit":
                self._show(await self._reply(message))
        except BrokenPipeError:
            _leave_unread(self.stdout)
        finally:  # also when Ctrl-C cancels the task
            if self.interactive:
                self.stdout.write(f"\n{self.catalogue.say('terminal-bye')}\n")

    async def _heard(self) -> str | None:
        """The next message, with something in it; None at the end."""
        while not self.heard:
            self._prompt()
            try:
                line = await self.lines.next()
                if line is None:
                    return None
                typed = not line.strip() or line.startswith("/") or not self.interactive
                message = "\n".join([line, *([] if typed else await self.lines.pasted())])
            except LineCut:
                await self._drop_paste()
                self._show(notice_reply(self.catalogue, "terminal-line-cut", most=TERMINAL_LINE))
                continue
            article = self.interactive and isinstance(route(message, forwarded=False), Pasted)
            # What is no article was typed ahead, while an answer was being looked for.
            self.heard.extend([message] if article else filter(str.strip, message.splitlines()))
        return self.heard.popleft()

    async def _reply(self, message: str) -> Reply:
        """Answers a message, whatever becomes of it."""
        try:
            return await self._handled(message)
        except HearsayError as error:
            return error_reply(error, self.catalogue)
        except Exception:  # one message must not end the conversation
            logger.exception("A message could not be answered")
            return failure_reply(self.catalogue)

    async def _handled(self, message: str) -> Reply:
        if message.startswith("/"):
            return await self._command(message)
        if not self.interactive:
            return await self._ask(message)
        match route(message, forwarded=False):
            case Pasted(text):
                return await self._add(text)
            case Question(text):
                return await self._ask(text)
            case Greeting():
                return notice_reply(self.catalogue, "terminal-start")
            case Nothing():
                return notice_reply(self.catalogue, "nothing-said")

    async def _command(self, message: str) -> Reply:
        name, _, argument = message.strip().partition(" ")
        commands: dict[str, Callable[[str], Awaitable[Reply]]] = {
            "/help": self._help,
            "/add": self._add_file,
            "/paste": self._paste,
            "/passage": self._passage,
            "/chain": self._chain,
            "/picture": self._picture,
            "/export": self._export,
            "/more": self._more,
            "/good": self._good,
            "/bad": self._bad,
            "/cancel": self._cancel,
            "/alias": self._alias,
            "/rebuild": self._rebuild,
            "/stats": self._stats,
        }
        command = commands.get(name.lower())
        if command is not None:
            return await command(argument.strip())
        unknown = notice_reply(self.catalogue, "terminal-no-such-command", command=name)
        return Reply(unknown.blocks + (await self._help("")).blocks)

    async def _ask(self, question: str) -> Reply:
        answer = await self.assistant.ask(question, TERMINAL)
        self.answer, self.offset = answer, 0
        self.catalogue = catalogue_for(answer.query.language)
        return answer_reply(answer, self.catalogue)

    async def _more(self, _: str) -> Reply:
        if self.answer is None:
            return notice_reply(self.catalogue, "answer-no-more")
        self.offset += PAGE
        if self.offset >= len(self.answer.entries):
            return notice_reply(self.catalogue, "answer-no-more")
        return answer_reply(self.answer, self.catalogue, self.offset)

    async def _good(self, _: str) -> Reply:
        return await good_reply(self.assistant, self.answer, self.catalogue)

    async def _bad(self, reason: str) -> Reply:
        return await bad_reply(self.assistant, self.answer, reason, self.catalogue)

    async def _cancel(self, _: str) -> Reply:
        ended = await self.assistant.forget_conversation(TERMINAL)
        key = "cancelled" if ended else "cancelled-nothing"
        return notice_reply(self.catalogue, key)

    async def _add(self, text: str) -> Reply:
        arrival = Arrival(channel=Channel.INPUT, received_at=datetime.now(UTC))
        receipt = await self.assistant.add(submission_of(text, arrival))
        return receipt_reply(receipt, self.catalogue)

    async def _add_file(self, path: str) -> Reply:
        if not path:
            return notice_reply(self.catalogue, "terminal-needs-file")
        submission = await asyncio.to_thread(read_submission, Path(path))
        return receipt_reply(await self.assistant.add(submission), self.catalogue)

    async def _paste(self, _: str) -> Reply:
        if self.interactive:
            self._show(notice_reply(self.catalogue, "terminal-paste"))
        text: list[str] = []
        try:
            while (line := await self.lines.next()) is not None and line.strip() != _PASTE_END:
                text.append(line)
        except LineCut:
            await self._drop_paste()
            return notice_reply(self.catalogue, "terminal-line-cut", most=TERMINAL_LINE)
        return await self._add("\n".join(text))

    async def _passage(self, number: str) -> Reply:
        passage_id = _id(number)
        if passage_id is None:
            return notice_reply(self.catalogue, "terminal-needs-number", command="/passage")
        evidence = await self.assistant.passage(passage_id)
        highlight = None if self.answer is None else highlight_of(self.answer, passage_id)
        return passage_reply(evidence, highlight, self.catalogue)

    async def _chain(self, number: str) -> Reply:
        attribution_id = _id(number)
        if attribution_id is None:
            return notice_reply(self.catalogue, "terminal-needs-number", command="/chain")
        return chain_reply(await self.assistant.finding(attribution_id), self.catalogue)

    async def _alias(self, argument: str) -> Reply:
        return await alias_reply(self.assistant, argument, self.catalogue)

    async def _picture(self, number: str) -> Reply:
        """Of one chain; without a number (or 0, as buttons have it) of the whole last answer."""
        attribution_id = _id(number or "0")
        if attribution_id is None:
            return notice_reply(self.catalogue, "terminal-needs-number", command="/picture")
        finding = await self.assistant.finding(attribution_id) if attribution_id else None
        return await picture_reply(finding or self.answer, self.catalogue)

    async def _export(self, form: str) -> Reply:
        return await export_reply(self.answer, form, self.catalogue)

    async def _rebuild(self, _: str) -> Reply:
        return rebuilt_reply(await self.assistant.rebuild(), self.catalogue)

    async def _stats(self, _: str) -> Reply:
        return stats_reply(await self.assistant.counts(), self.catalogue)

    async def _help(self, _: str) -> Reply:
        return notice_reply(self.catalogue, "terminal-help")

    async def _drop_paste(self) -> None:
        """Passes over what is left of a paste that a terminal has cut."""
        while True:
            try:
                await self.lines.pasted()
            except LineCut:
                continue
            return

    def _prompt(self) -> None:
        if self.interactive:
            prompt = f"{self.catalogue.say('terminal-prompt')}  "
            self._console().print(prompt, end="", style="bold cyan", markup=False)
            self.stdout.flush()

    def _show(self, reply: Reply) -> None:
        console = self._console()
        colour = console.is_terminal and not console.no_color
        text = to_text(reply, console.width, colour=colour, commands=self.interactive)
        edge = "\n" if self.interactive else ""
        self.stdout.write(f"{edge}{text}\n\n")
        self.stdout.flush()

    def _console(self) -> Console:
        """Made anew each time: windows change their width."""
        return Console(file=self.stdout, highlight=False)


def _id(text: str) -> int | None:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_ID))
    number = int(text) if digits else None
    return number if number is not None and number <= _LARGEST_ID else None


def _leave_unread(stream: TextIO) -> None:
    """Nobody reads on (``| head``): what is still buffered must not fail at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
