"""What the commands do, over a real store and a model that hashes words."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot import commands
from bot.composition import DataFolder, open_store
from bot.settings import Settings
from retrieval.errors import EmptyText, StoreError, StoreInUse
from retrieval.seams import Counts
from store.lock import DataFolderLock
from tests.fakes.entries import HARBOUR

pytestmark = pytest.mark.usefixtures("kept_logging", "hashing_model")

QUESTION = "who said that the harbour would be dredged before winter?"
CLAIM = "the harbour would be dredged before winter"

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def article(tmp_path: Path) -> str:
    """The path of an article in a file."""
    file = tmp_path / "harbour.txt"
    file.write_text(f"Publisher: Lagoon Gazette\n\n{HARBOUR}", encoding="utf-8")
    return str(file)


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """What is on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


async def counts(settings: Settings) -> Counts:
    async with open_store(settings) as store:
        return await store.counts()


async def test_an_article_is_added_once(
    own_settings: Settings, article: str, capsys: Captured
) -> None:
    """A line says what became of each file; the same again is known, and no failure."""
    assert await commands.add(own_settings, [article]) == 0
    assert await commands.add(own_settings, [article]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith(f"{article}: added, 3 passages, ")
    assert out[1] == out[0].replace(": added,", ": known already,")
    stored = await counts(own_settings)
    assert (stored.articles, stored.publishers) == (1, (("Lagoon Gazette", 1),))


async def test_a_republication_and_another_date_are_said(
    own_settings: Settings, tmp_path: Path, capsys: Captured
) -> None:
    """Whose text it is too, and that an article keeps its date, stand under the file's line."""
    file = tmp_path / "harbour.txt"
    for header in (
        "Publisher: Lagoon Gazette\nDate: 2024-06-19",
        "Publisher: Estuary Post",
        "Publisher: Lagoon Gazette\nDate: 2024-06-20",
    ):
        file.write_text(f"{header}\n\n{HARBOUR}", encoding="utf-8")
        assert await commands.add(own_settings, [str(file)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [out[2], out[4]] == [
        "    The same text as: Lagoon Gazette, 19 June 2024 (counts as one origin).",
        "    You gave the date 20 June 2024; it stays 19 June 2024, as I had it.",
    ]


async def test_one_passage_is_not_said_to_be_passages(
    own_settings: Settings, tmp_path: Path, capsys: Captured
) -> None:
    """1 passage, 0 attributions."""
    file = tmp_path / "short.txt"
    file.write_text("It rained all day on the quay, and nobody went out to fish.", encoding="utf-8")
    await commands.add(own_settings, [str(file)])
    assert capsys.readouterr().out == f"{file}: added, 1 passage, 0 attributions\n"


async def test_what_is_refused_is_said_and_the_rest_goes_on(
    own_settings: Settings, article: str, tmp_path: Path, capsys: Captured
) -> None:
    """A missing file, a folder, another encoding, two words: each named once, with a remedy."""
    missing, latin, short = (tmp_path / name for name in ("missing.txt", "latin.txt", "short.txt"))
    latin.write_bytes("Le port est fermé.".encode("latin-1"))
    short.write_text("Harbour closed", encoding="utf-8")
    sources = [str(missing), str(tmp_path), str(latin), str(short), article]
    assert await commands.add(own_settings, sources) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith(f"{article}: added")
    too_short = f"{short}: This has 2 words; an article has at least 12. Send the whole article."
    *unreadable, last = captured.err.splitlines()
    assert last.startswith(too_short)
    assert unreadable == [
        f"{missing} cannot be read (No such file or directory). Name a readable text file.",
        f"{tmp_path} cannot be read (Is a directory). Name a readable text file.",
        f"{latin} is not UTF-8 text. Save it as UTF-8 text.",
    ]
    assert (await counts(own_settings)).articles == 1


async def test_an_article_is_piped_in(
    own_settings: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """- reads standard input, header and all."""
    piped(monkeypatch, f"\ufeffPublisher: Bay Herald\r\n\r\n{HARBOUR}".encode())
    assert await commands.add(own_settings, ["-"]) == 0
    assert capsys.readouterr().out.startswith("-: added, 3 passages")
    assert (await counts(own_settings)).publishers == (("Bay Herald", 1),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "-: There is no text in it. Send the article's text."),
        ("Le port est fermé.".encode("latin-1"), "Standard input is not UTF-8 text. Save it"),
        (b"a" * 800_001, "Standard input has more than 800,000 bytes; one article has less."),
        (b"Date: tomorrow\n\nText.", "-: The line “Date: tomorrow” is not of the form I know."),
    ],
    ids=["nothing", "another encoding", "too much", "a wrong date"],
)
async def test_what_is_piped_in_may_be_refused(
    own_settings: Settings,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    told: str,
) -> None:
    """Whatever comes through a pipe, a line says what is wrong with it."""
    piped(monkeypatch, content)
    assert await commands.add(own_settings, ["-"]) == 1
    assert capsys.readouterr().err.startswith(told)
    assert (await counts(own_settings)).articles == 0


async def test_a_question_is_answered(
    own_settings: Settings, article: str, capsys: Captured
) -> None:
    """The claimant and the passage, word for word, without colour where nobody looks."""
    await commands.add(own_settings, [article])
    capsys.readouterr()
    assert await commands.ask(own_settings, QUESTION) == 0
    out = capsys.readouterr().out
    assert CLAIM in " ".join(out.split())
    assert "Lagoon Gazette" in out
    assert "\x1b" not in out


async def test_a_question_is_answered_in_its_language(
    own_settings: Settings, capsys: Captured
) -> None:
    """Who asks in French is told in French that there is no evidence."""
    await commands.ask(own_settings, "qui a affirmé que le port serait fermé cet hiver ?")
    assert capsys.readouterr().out.startswith("Je n'ai trouvé aucune preuve")


async def test_a_question_of_nothing_is_refused(own_settings: Settings) -> None:
    """A question mark alone is no question."""
    with pytest.raises(EmptyText, match="Ask, say"):
        await commands.ask(own_settings, "?")


async def test_questions_are_answered_beside_a_running_bot(
    own_settings: Settings, article: str, capsys: Captured
) -> None:
    """While another process holds the data folder, asking and counting go on; adding does not."""
    await commands.add(own_settings, [article])
    with DataFolderLock(own_settings.data_dir):
        assert await commands.ask(own_settings, QUESTION) == 0
        assert CLAIM in " ".join(capsys.readouterr().out.split())
        assert await commands.stats(own_settings) == 0
        with pytest.raises(StoreInUse, match="DATA_DIR"):
            await commands.add(own_settings, [article])
        with pytest.raises(StoreInUse, match="DATA_DIR"):
            await commands.rebuild(own_settings)


async def test_the_index_is_built_anew(
    own_settings: Settings, article: str, capsys: Captured
) -> None:
    """Passages are counted, and found afterwards although the index file was lost."""
    await commands.add(own_settings, [article])
    DataFolder(own_settings.data_dir).index.unlink()
    capsys.readouterr()
    assert await commands.rebuild(own_settings) == 0
    assert capsys.readouterr().out.startswith("The index was built anew: 3 passages in ")
    assert DataFolder(own_settings.data_dir).index.exists()


async def test_figures(own_settings: Settings, article: str, capsys: Captured) -> None:
    """What the store holds; of a store that is not there, how to begin one, and none is made."""
    with pytest.raises(StoreError, match="hearsay add FILE"):
        await commands.stats(own_settings)
    assert not own_settings.data_dir.exists()
    await commands.add(own_settings, [article])
    capsys.readouterr()
    assert await commands.stats(own_settings) == 0
    assert capsys.readouterr().out.startswith("1 article, 3 passages, ")


async def test_without_a_token_it_is_the_terminal(
    own_settings: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line each says so and that samples were added; the piped question is answered."""
    piped(monkeypatch, b"who claimed Iran supplies drones?\n")
    assert await commands.run(own_settings) == 0
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        "No TELEGRAM_BOT_TOKEN is set, so this is the assistant in the terminal.",
        "The store was empty: added 5 sample articles to ask about.",
    ]
    assert "drones" in captured.out


async def test_samples_are_for_an_empty_store_only(
    own_settings: Settings, article: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has added an article finds no made-up ones beside it."""
    await commands.add(own_settings, [article])
    capsys.readouterr()
    piped(monkeypatch, b"")
    assert await commands.chat(own_settings) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert (await counts(own_settings)).articles == 1
