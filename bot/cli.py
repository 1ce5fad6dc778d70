"""The command line: ``hearsay``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import commands, datasets, exports
from bot import feedback as feedback_export
from bot.provenance_files import Format
from bot.settings import Settings, load_settings
from retrieval.errors import HearsayError, Misconfigured

app = typer.Typer(
    help="Hearsay traces facts: who said it, and through whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

feedback = typer.Typer(help="What people said of answers (👍, 👎).", no_args_is_help=True)
app.add_typer(feedback, name="feedback")

InFile = Annotated[Path, typer.Option("--in", help="Articles as JSON lines.", dir_okay=False)]
OutFile = Annotated[Path, typer.Option("--out", help="Where to write JSON lines.", dir_okay=False)]
CorpusFile = Annotated[
    Path, typer.Option(help="Articles to ask against, as JSON lines.", dir_okay=False)
]
ArticlesFile = Annotated[
    Path | None, typer.Option(help="Where to write the articles that were cited.", dir_okay=False)
]
QuestionsFile = Annotated[Path, typer.Option(help="Questions, as JSON lines.", dir_okay=False)]
Sources = Annotated[list[str], typer.Argument(help="Text files with an article each; - reads one.")]
ExportFile = Annotated[Path, typer.Option("--out", help="Where to write it.", dir_okay=False)]
ExportFormat = Annotated[
    Format, typer.Option("--format", help="Plain JSON, W3C PROV, or a picture of the chains.")
]
QuestionWords = Annotated[list[str], typer.Argument(help="The question.")]


@app.command()
def run() -> None:
    """Start the assistant: in Telegram with TELEGRAM_BOT_TOKEN, else in the terminal."""
    _main(commands.run)


@app.command()
def chat() -> None:
    """Talk to the assistant in the terminal, or pipe one question a line into it."""
    _main(commands.chat)


@app.command()
def add(sources: Sources) -> None:
    """Add articles. Exit code 1 if any was refused."""
    _main(lambda settings: commands.add(settings, sources))


@app.command()
def ask(question: QuestionWords) -> None:
    """Ask one question; also while the bot is running on the same data."""
    _main(lambda settings: commands.ask(settings, " ".join(question)))


@app.command()
def export(question: QuestionWords, out: ExportFile, form: ExportFormat = Format.JSON) -> None:
    """Write down where the claims in an answer come from. Exit code 1 without evidence."""
    _main(lambda settings: exports.export(settings, " ".join(question), form, out))


@feedback.command("export")
def export_feedback(out: OutFile, articles: ArticlesFile = None) -> None:
    """Write answers that people judged as questions of the benchmark (JSON lines)."""
    _main(lambda settings: feedback_export.export(settings, out, articles))


@app.command()
def rebuild() -> None:
    """Build the vector index anew from the store."""
    _main(commands.rebuild)


@app.command()
def stats() -> None:
    """Say what the store holds."""
    _main(commands.stats)


@app.command()
def extract(source: InFile, out: OutFile) -> None:
    """Read who said what in articles (JSON lines), without storing them."""
    _main(lambda settings: datasets.extract(settings, source, out))


@app.command()
def answer(corpus: CorpusFile, questions: QuestionsFile, out: OutFile) -> None:
    """Answer questions (JSON lines) from a corpus (JSON lines), in a store of its own."""
    _main(lambda settings: datasets.answer(settings, corpus, questions, out))


def _main(command: Callable[[Settings], Awaitable[int]]) -> None:
    """Runs a command; errors become one line on standard error and exit code 1 (settings: 2)."""
    try:
        code = asyncio.run(_awaited(command))
    except KeyboardInterrupt:
        code = 130
    except HearsayError as error:
        Console(stderr=True).print(
            f"hearsay: {error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        code = 2 if isinstance(error, Misconfigured) else 1
    except (OSError, UnicodeError) as error:  # a full disk, a closed pipe, output in ASCII
        code = _failed(error)
    sys.exit(code)


def _failed(error: OSError | UnicodeError) -> int:
    """Says what the machine refused; even that may not be possible."""
    remedy = (
        "Set PYTHONIOENCODING=utf-8."
        if isinstance(error, UnicodeError)
        else "Mend it and try again."
    )
    with suppress(OSError, ValueError):
        sys.stderr.write(f"hearsay: {error}. {remedy}\n")
    with suppress(OSError, ValueError):  # what is left to write would fail again at exit
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return 1


async def _awaited(command: Callable[[Settings], Awaitable[int]]) -> int:
    return await command(load_settings())


def main() -> None:
    """Entry point of the ``hearsay`` script."""
    app()
