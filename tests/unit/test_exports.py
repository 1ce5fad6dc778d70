"""Provenance written to files, on the command line and in the terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from prov.model import ProvDocument
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.provenance_files import Format, write_new
from bot.terminal import chat
from retrieval.errors import BadInput
from tests.fakes.entries import HARBOUR
from tests.fakes.findings import answer, finding
from tests.fakes.scripted import ScriptedAssistant

QUESTION = "who said that the harbour would be dredged?"

commands = pytest.mark.usefixtures("kept_logging", "hashing_model", "own_settings")


def hearsay(*words: str, piped: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=piped, catch_exceptions=False)


def read(form: str, content: bytes) -> str:
    """What kind of thing it turns out to be."""
    match form:
        case "json":
            return str(json.loads(content)["format"])
        case "png":
            return str(Image.open(io.BytesIO(content)).format)
        case _:
            parser = {"prov-json": "json", "prov-n": "provn"}[form]
            document = ProvDocument.deserialize(content=content.decode(), format=parser)
            return f"{len(list(document.get_records())) > 5}"


@commands
@pytest.mark.parametrize(
    ("form", "kind"),
    [("json", "hearsay-provenance/1"), ("prov-json", "True"), ("prov-n", "True"), ("png", "PNG")],
)
def test_an_answers_provenance_is_written(form: str, kind: str) -> None:
    """Each format can be read again by what reads that format; the file's name is said."""
    assert hearsay("add", "-", piped=f"Publisher: Lagoon Gazette\n\n{HARBOUR}").exit_code == 0
    result = hearsay("export", *QUESTION.split(), "--format", form, "--out", "out.file")
    assert (result.exit_code, result.stdout) == (0, "out.file\n")
    content = Path("out.file").read_bytes()
    assert read(form, content) == kind
    assert form == "png" or b"Lagoon Gazette" in content


@commands
def test_without_evidence_nothing_is_written() -> None:
    """Exit code 1, what to do next, and no empty file."""
    result = hearsay("export", "who said it?", "--out", "out.json")
    assert result.exit_code == 1
    assert "nothing to export. Add an article about it" in result.stderr
    assert not Path("out.json").exists()


@commands
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["export", "who?", "--out", "none/x.json"], 1, "there is no folder none"),
        (["export", "who?"], 2, "--out"),
        (["export", "who?", "--out", "x", "--format", "xml"], 2, "'xml'"),
        (["export", "?", "--out", "x"], 1, "Ask"),
    ],
)
def test_a_wrong_argument_is_named(words: list[str], code: int, told: str) -> None:
    """It is said at once, and nothing is written."""
    result = hearsay(*words)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.split())
    assert not Path("x").exists()


def test_a_new_file_takes_no_others_place(tmp_path: Path) -> None:
    """What is there stays as it is."""
    (tmp_path / "hearsay-1.png").write_bytes(b"mine")
    assert write_new(tmp_path, Format.PNG, b"new") == tmp_path / "hearsay-2.png"
    assert write_new(tmp_path, Format.PROV_JSON, b"new").name == "hearsay-1.prov.json"
    assert (tmp_path / "hearsay-1.png").read_bytes() == b"mine"
    with pytest.raises(BadInput, match="cannot be written"):
        write_new(tmp_path / "none", Format.PNG, b"new")


async def said(text: str) -> str:
    assistant = ScriptedAssistant(answer(*(finding(number=number) for number in range(1, 4))))
    out = io.StringIO()
    await chat(assistant, io.StringIO(text), out)
    return " ".join(out.getvalue().split())


async def test_the_terminal_draws_and_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/picture and /export write a file each, and say where."""
    monkeypatch.chdir(tmp_path)
    out = await said("who claimed it?\n/picture\n/picture 21\n/export\n/export prov-n\n")
    assert "The picture is in hearsay-1.png." in out
    assert "The picture is in hearsay-2.png." in out
    assert "is written down in hearsay-1.json." in out
    assert "is written down in hearsay-1.provn." in out
    assert read("png", Path("hearsay-2.png").read_bytes()) == "PNG"
    assert read("prov-n", Path("hearsay-1.provn").read_bytes()) == "True"
    exported = json.loads(Path("hearsay-1.json").read_text(encoding="utf-8"))
    assert len(exported["findings"]) == 3


async def test_the_terminal_has_nothing_to_draw_or_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an answer, of a number that is gone, in a format that there is not."""
    monkeypatch.chdir(tmp_path)
    out = await said("/picture\n/export\n/picture x\n/picture 99\n/export xml\n")
    assert out.count("Ask something first.") == 2
    assert "Which number? For instance: /picture 12" in out
    assert "not in the store" in out
    assert "The formats are json, prov-json, prov-n and png" in out
    assert not list(tmp_path.iterdir())


async def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversation goes on."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    out = await said("who claimed it?\n/export\nand who denied it?\n")
    assert out.count("3 articles") == 2
    assert "hearsay-1.json cannot be written. Go to a folder where you may write" in out
