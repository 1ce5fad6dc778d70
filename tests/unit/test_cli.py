"""The command line as a person types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import _main, app
from bot.settings import Settings
from tests.fakes.entries import HARBOUR

pytestmark = pytest.mark.usefixtures("kept_logging", "hashing_model", "own_settings")

COMMANDS = ["run", "chat", "add", "ask", "rebuild", "stats", "extract", "answer"]


def hearsay(*words: str, piped: str | bytes = "") -> Result:
    """What ``hearsay`` does; errors that nobody foresaw stop the test."""
    return CliRunner().invoke(app, list(words), input=piped, catch_exceptions=False)


def plain(text: str) -> str:
    """Without the frames and line breaks that a narrow terminal makes."""
    return re.sub(r"[\s│╭╮╰╯─]+", " ", text)


def test_without_a_command_the_commands_are_listed() -> None:
    """Whoever types ``hearsay`` alone learns what there is; it is no success."""
    result = hearsay()
    assert result.exit_code == 2
    for command in COMMANDS:
        assert re.search(rf"^│ {command}\b", result.output, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("run", ["TELEGRAM_BOT_TOKEN"]),
        ("chat", []),
        ("add", ["SOURCES", "- reads one", "Exit code 1"]),
        ("ask", ["QUESTION"]),
        ("rebuild", []),
        ("stats", []),
        ("extract", ["--in", "--out", "JSON lines"]),
        ("answer", ["--corpus", "--questions", "--out", "a store of its own"]),
    ],
)
def test_every_command_has_help(command: str, named: list[str]) -> None:
    """--help names what a command takes, and does nothing else."""
    result = hearsay(command, "--help")
    assert result.exit_code == 0
    shown = plain(result.output)
    assert f"hearsay {command}" in shown or f"{command} [OPTIONS]" in shown
    for name in named:
        assert name.casefold() in shown.casefold()
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sing"], "No such command 'sing'"),
        (["ask"], "Missing argument"),
        (["add"], "Missing argument"),
        (["extract", "--in", "a.jsonl"], "Missing option '--out'"),
        (["extract", "--in", ".", "--out", "o"], "'--in'"),
        (["extract", "--in", "a.jsonl", "--out", "."], "'--out'"),
        (["answer", "--corpus", ".", "--questions", "q", "--out", "o"], "'--corpus'"),
        (["answer", "--corpus", "c", "--questions", ".", "--out", "o"], "'--questions'"),
        (["stats", "--loud"], "No such option"),
    ],
)
def test_a_wrong_argument_is_named(words: list[str], told: str) -> None:
    """Exit code 2, and a line that names what is wrong."""
    result = hearsay(*words)
    assert result.exit_code == 2
    assert told in plain(result.stderr)
    assert result.stdout == ""


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, and what the variable takes."""
    monkeypatch.setenv("LOG_LEVEL", "loud")
    result = hearsay("stats")
    assert result.exit_code == 2
    assert result.stderr.startswith("hearsay: LOG_LEVEL is 'loud'; it takes one of DEBUG")


def test_an_error_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the terminal, what a script reads from standard error is a line."""
    monkeypatch.setenv("COLUMNS", "20")
    folder = "a folder [bold]with a long name[/bold]"
    result = hearsay("extract", "--in", f"{folder}/a.jsonl", "--out", "o.jsonl")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"hearsay: {folder}/a.jsonl cannot be read (No such file or directory).")
    assert line.endswith("Name a readable file of JSON lines in UTF-8.")


def test_a_record_without_a_field_is_named() -> None:
    """File, line and field; nothing is written."""
    Path("a.jsonl").write_text('{"doc_id": "1", "lang": "en"}\n', encoding="utf-8")
    result = hearsay("extract", "--in", "a.jsonl", "--out", "o.jsonl")
    assert result.exit_code == 1
    assert result.stderr == (
        "hearsay: a.jsonl, line 1: no text under text. Each record needs doc_id, lang, text.\n"
    )
    assert not Path("o.jsonl").exists()


def test_an_output_folder_that_is_not_there_is_named() -> None:
    """It is said at once, and not after the work."""
    result = hearsay("extract", "--in", "a.jsonl", "--out", "none/o.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("hearsay: none/o.jsonl cannot be written")


def test_files_are_read_and_answered() -> None:
    """``extract`` and ``answer`` write a row a record; a pipe gets neither bar nor colour."""
    article = {"doc_id": "1", "lang": "en", "text": HARBOUR}
    question = {"id": "q", "question": "who said that the harbour would be dredged?"}
    Path("a.jsonl").write_text(json.dumps(article), encoding="utf-8")
    Path("q.jsonl").write_text(json.dumps(question), encoding="utf-8")
    extracted = hearsay("extract", "--in", "a.jsonl", "--out", "b.jsonl")
    answered = hearsay(
        "answer", "--corpus", "a.jsonl", "--questions", "q.jsonl", "--out", "d.jsonl"
    )
    assert [(r.exit_code, r.output) for r in (extracted, answered)] == [(0, ""), (0, "")]
    assert json.loads(Path("b.jsonl").read_text(encoding="utf-8"))["doc_id"] == "1"
    assert json.loads(Path("d.jsonl").read_text(encoding="utf-8"))["id"] == "q"


def test_an_article_is_added_and_asked_about() -> None:
    """Piped in with -; the words of a question need no quotation marks."""
    assert hearsay("add", "-", piped=HARBOUR).exit_code == 0
    asked = hearsay("ask", "who", "said", "that", "the", "harbour", "would", "be", "dredged?")
    assert asked.exit_code == 0
    assert asked.stdout.startswith("The mayor (")
    assert "dredged before winter" in plain(asked.stdout)
    assert hearsay("stats").stdout.startswith("1 article, ")


def test_refusals_have_exit_code_1() -> None:
    """A question of nothing, a file that is not there, a store that is not there."""
    for words in (["stats"], ["ask", "?"], ["add", "none.txt"]):
        result = hearsay(*words)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1


def test_each_line_of_a_pipe_is_answered() -> None:
    """``echo question | hearsay chat`` answers it and ends."""
    result = hearsay("chat", piped="who claimed Iran supplies drones?\n")
    assert result.exit_code == 0
    assert "drones" in result.stdout
    assert result.stderr == "The store was empty: added 5 sample articles to ask about.\n"


def test_an_interrupted_command_has_exit_code_130() -> None:
    """Ctrl-C ends a command as shells expect, without a traceback."""

    async def interrupted(_settings: Settings) -> int:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        _main(interrupted)
    assert ended.value.code == 130
