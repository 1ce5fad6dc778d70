"""A conversation in a terminal, and questions through a pipe."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from bot.terminal import chat
from retrieval.errors import StoreFull
from retrieval.model import Channel
from tests.fakes.findings import answer, finding
from tests.fakes.scripted import ScriptedAssistant

QUESTION = "who claimed that Valdora delivers engines?"
PARAGRAPH = "The harbour master of Valdora said on Monday that no engine had left the port."


async def said(assistant: ScriptedAssistant, text: str) -> str:
    """All that is written when ``text`` is piped in."""
    out = io.StringIO()
    await chat(assistant, io.StringIO(text), out)
    return out.getvalue()


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(answer(*(finding(number=number) for number in range(1, 6))))


async def test_each_line_of_a_pipe_is_answered(assistant: ScriptedAssistant) -> None:
    """Blank lines are passed over; what comes out is answers, without prompt or colour."""
    out = await said(assistant, f"{QUESTION}\n\n  \r\nand who denied it?")
    assert assistant.asked == [QUESTION, "and who denied it?"]
    assert out.count("5 articles, 1 origin.") == 2
    assert "you" not in out
    assert "\x1b" not in out


async def test_an_empty_pipe_says_nothing(assistant: ScriptedAssistant) -> None:
    """No question, no answer, and no error."""
    assert await said(assistant, "") == ""


async def test_refusals_are_answers(assistant: ScriptedAssistant) -> None:
    """A full disk, a question that is none: each is said, and the next line is read."""
    assistant = ScriptedAssistant(answer(), failing=StoreFull("Full.", "Make room."))
    out = await said(assistant, f"{QUESTION}\n/passage 99\n/stats\n")
    assert "There is no room left on the disk" in out
    assert "That is not in the store, or not any more." in out
    assert "1 article, 7 passages, 3 attributions." in out


async def test_what_nobody_foresaw_is_answered_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A defect costs one answer and not the conversation; the log has it."""
    broken = ScriptedAssistant(answer(), failing=RuntimeError("a defect"))
    out = await said(broken, f"{QUESTION}\n/stats\n")
    assert "Something went wrong on my side" in out
    assert "7 passages" in out
    assert "a defect" in caplog.text


async def test_an_unknown_command_is_answered_with_help(assistant: ScriptedAssistant) -> None:
    """A mistyped command says so, and lists those there are."""
    out = await said(assistant, "/stat\n")
    assert "There is no command /stat." in out
    assert "/stats says what the store holds" in out


async def test_every_command_of_the_help_exists(assistant: ScriptedAssistant) -> None:
    """What the help lists can be given."""
    listed = {
        word.strip(",.")
        for word in (await said(assistant, "/help\n")).split()
        if word.startswith("/")
    }
    assert listed == {
        "/add", "/paste", "/more", "/good", "/bad", "/cancel", "/passage", "/chain", "/picture",
        "/export", "/alias", "/stats", "/rebuild", "/quit",
    }  # fmt: skip
    for command in listed:
        assert "There is no command" not in await said(assistant, f"{command}\n")


async def test_more_goes_on_in_the_last_answer(assistant: ScriptedAssistant) -> None:
    """/more shows the next findings until there are none; before an answer there are none."""
    out = await said(assistant, f"/more\n{QUESTION}\n/more\n/more\n/more\n")
    assert out.count("There are no more findings.") == 3
    assert out.count("Findings 4 to 5 of 5.") == 1


async def test_passages_and_chains_are_opened_by_number(assistant: ScriptedAssistant) -> None:
    """The numbers that an answer gives open its passages and chains."""
    out = await said(assistant, f"{QUESTION}\n/passage 11\n/chain 21\n/chain x\n/passage\n")
    assert "Said in it: Radio Delta ← Le Phare" in out
    assert "The chain ends in a source that is left unnamed." in out
    assert "Which number? For instance: /chain 12" in out
    assert "Which number? For instance: /passage 12" in out


@pytest.mark.parametrize("number", ["-1", "²", "1.5", "9" * 30, str(2**63)])
async def test_a_number_that_is_none_is_asked_for(
    number: str, assistant: ScriptedAssistant
) -> None:
    """Whatever stands for a number reaches the store only as one that it can hold."""
    assert "Which number?" in await said(assistant, f"/passage {number}\n")


async def test_an_article_is_added_from_a_file(
    assistant: ScriptedAssistant, tmp_path: Path
) -> None:
    """/add takes a file; a missing one is refused by name."""
    file = tmp_path / "my article.txt"
    file.write_text(f"Publisher: Gazette\n\n{PARAGRAPH}", encoding="utf-8")
    out = await said(assistant, f"/add {file}\n/add {tmp_path}/none.txt\n/add\n")
    assert "Added: Gazette, English." in out
    assert "/none.txt cannot be read as text." in " ".join(out.split())
    assert "Which file?" in out
    assert [added.arrival.channel for added in assistant.added] == [Channel.FILE]


async def test_an_article_is_pasted_up_to_a_line_with_a_dot(
    assistant: ScriptedAssistant,
) -> None:
    """/paste takes all lines, empty ones too, until the dot; then questions are read again."""
    out = await said(assistant, f"/paste\n{PARAGRAPH}\n\n{PARAGRAPH}\n.\n{QUESTION}\n/paste\n.\n")
    assert [added.text for added in assistant.added] == [f"{PARAGRAPH}\n\n{PARAGRAPH}"]
    assert assistant.asked == [QUESTION]
    assert "There is no text in it." in out


async def test_the_rebuilt_index_is_reported(assistant: ScriptedAssistant) -> None:
    """/rebuild says what was done."""
    assert "built anew: 7 passages in 0.5 s." in await said(assistant, "/rebuild\n")


async def test_names_are_made_one_source_and_taken_apart(assistant: ScriptedAssistant) -> None:
    """/alias A = B sets, /alias lists, /alias A = removes; a circle and a slip are explained."""
    out = await said(
        assistant,
        "/alias\n/alias Le Phare = Le Phare du Cap\n/alias\n/alias Le Phare du Cap = le phare\n"
        "/alias le phare =\n/alias le phare =\n/alias le phare\n/alias = B\n/alias a = b = c\n",
    )
    assert "No name was set to stand for another." in out
    assert "From now on, “Le Phare” is the source “Le Phare du Cap”." in out
    assert "1 name stands for another:" in out
    assert "Le Phare = Le Phare du Cap\n" in out
    assert "round in a circle: Le Phare du Cap = le phare = Le Phare du Cap." in " ".join(
        out.split()
    )
    assert "“le phare” stands for itself again." in out
    assert "“le phare” was not set to stand for another name." in out
    assert out.count("Write /alias A = B") == 3


async def test_a_french_question_changes_the_language() -> None:
    """After a question in French the notices are French as well."""
    french = ScriptedAssistant(answer(finding(), language="fr"))
    out = await said(french, f"{QUESTION}\n/stats\n")
    assert "Non lu à la source" in out
    assert "7 passages, 3 propos attribués." in out


async def test_quit_ends_it(assistant: ScriptedAssistant) -> None:
    """Nothing is read after /quit."""
    await said(assistant, f"/quit\n{QUESTION}\n")
    assert assistant.asked == []


async def test_a_reader_who_leaves_ends_it_quietly(assistant: ScriptedAssistant) -> None:
    """With ``| head`` the conversation ends when nobody reads on, without an error."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out:
        await chat(assistant, io.StringIO(f"{QUESTION}\n" * 3), out)
    assert len(assistant.asked) == 1
