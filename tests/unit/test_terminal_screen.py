"""A conversation at a terminal, keys and screen; and reading without waiting."""

from __future__ import annotations

import asyncio
import os
import pty
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.lines import TERMINAL_LINE, Lines
from bot.terminal import chat
from tests.fakes.findings import CLAIM, answer, finding
from tests.fakes.scripted import ScriptedAssistant

QUESTION = "who claimed that Valdora delivers engines?"
PARAGRAPH = "The harbour master of Valdora said on Monday that no engine had left the port."


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(answer(*(finding(number=number) for number in range(1, 6))))


async def test_waiting_for_input_leaves_the_loop_free() -> None:
    """While a person thinks, everything else goes on."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as stream:
        line = asyncio.create_task(Lines(stream).next())
        await asyncio.sleep(0.05)
        assert not line.done()
        os.write(writing, "déjà vu\r\n".encode())
        assert await asyncio.wait_for(line, 5) == "déjà vu"
        os.close(writing)


async def test_lines_of_a_pipe_are_read_whole() -> None:
    """Lines that come in pieces, several at once, in bad UTF-8, without an end: all are read."""
    reading, writing = os.pipe()
    os.write(writing, b"one\ntwo \xff\n\nlast")
    os.close(writing)
    with os.fdopen(reading) as stream:
        lines = Lines(stream)
        assert [await lines.next() for _ in range(6)] == [
            "one",
            "two \ufffd",
            "",
            "last",
            None,
            None,
        ]


class Person:
    """Sits at a terminal: types, and sees what is on the screen."""

    def __init__(self, keyboard: int) -> None:
        self._keyboard = keyboard
        self._seen = b""

    async def types(self, text: str) -> None:
        for start in range(0, len(text.encode()), 1_000):  # a terminal's buffer is small
            await asyncio.to_thread(os.write, self._keyboard, text.encode()[start : start + 1_000])

    async def sees(self, text: str) -> str:
        """What is on the screen once ``text`` is; fails when that takes too long."""
        until = time.monotonic() + 10
        while text not in self.screen:
            assert time.monotonic() < until, self.screen
            await asyncio.sleep(0.01)
            self.look()
        return self.screen

    @property
    def screen(self) -> str:
        return self._seen.decode().replace("\r\n", "\n")

    def look(self) -> None:
        try:
            self._seen += os.read(self._keyboard, 65_536)
        except BlockingIOError:
            return


@contextmanager
def at_a_terminal(assistant: ScriptedAssistant) -> Iterator[tuple[Person, asyncio.Task[None]]]:
    """A conversation at a pseudo-terminal."""
    keyboard, terminal = pty.openpty()
    os.set_blocking(keyboard, False)
    with (
        os.fdopen(terminal, "r", closefd=False) as stdin,
        os.fdopen(os.dup(terminal), "w") as stdout,
    ):
        yield Person(keyboard), asyncio.create_task(chat(assistant, stdin, stdout))
    os.close(terminal)
    os.close(keyboard)


async def test_a_conversation_at_a_terminal(
    assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Greeting, prompt, answer in colour with its commands, and goodbye at Ctrl-D."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with at_a_terminal(assistant) as (person, talk):
        await person.sees("/help lists the commands.")
        await person.types(f"{QUESTION}\n")
        screen = await person.sees("[2 more: /more]")
        assert f"\x1b[1;33m{CLAIM[:30]}" in screen
        await person.types("\x04")
        await asyncio.wait_for(talk, 5)
        assert (await person.sees("Goodbye.")).endswith("Goodbye.\n")
    assert assistant.asked == [QUESTION]


async def test_a_pasted_article_is_one_article(assistant: ScriptedAssistant) -> None:
    """Lines pasted at once are taken in together, as in Telegram."""
    article = f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n{PARAGRAPH}"
    with at_a_terminal(assistant) as (person, talk):
        await person.sees("you")
        await person.types(f"{article}\n")
        await person.sees("Added: unknown publisher, English.")
        await person.types("/quit\n")
        await asyncio.wait_for(talk, 5)
    assert [added.text for added in assistant.added] == [article]
    assert assistant.asked == []


async def test_lines_typed_ahead_are_questions_of_their_own(
    assistant: ScriptedAssistant,
) -> None:
    """Who does not wait for the answer gets one for each question, and for each command."""
    with at_a_terminal(assistant) as (person, talk):
        await person.sees("you")
        await person.types(f"{QUESTION}\n/more\nand who denied it?\n...\n/quit\n")
        await person.sees("Ask a question, or send the text of an article.")
        await asyncio.wait_for(talk, 5)
        assert "Findings 4 to 5 of 5." in person.screen
    assert assistant.asked == [QUESTION, "and who denied it?"]


@pytest.mark.parametrize("before", ["", "/paste\n"])
async def test_a_line_that_the_terminal_cuts_is_not_added(
    before: str, assistant: ScriptedAssistant
) -> None:
    """A paragraph too long for a terminal is refused whole, and not stored short."""
    with at_a_terminal(assistant) as (person, talk):
        await person.sees("you")
        await person.types(before)
        await person.types("word " * (TERMINAL_LINE // 5 + 200) + f"\n{PARAGRAPH}\n")
        await person.sees("nothing was added")
        await person.types("/stats\n/quit\n")
        await asyncio.wait_for(talk, 5)
    assert assistant.added == []
    assert assistant.asked == []


async def test_ctrl_c_says_goodbye(assistant: ScriptedAssistant) -> None:
    """Ctrl-C leaves at once, also while nothing is typed, and the screen is left in order."""
    with at_a_terminal(assistant) as (person, talk):
        await person.sees("you")
        talk.cancel()  # what asyncio.run makes of Ctrl-C
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(talk, 5)
        await person.sees("Goodbye.")
        await person.types("\n")  # the thread that waits for a line ends with this test
