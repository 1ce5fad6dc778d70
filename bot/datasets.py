"""Reading and answering whole files of JSON lines, for measurements (docs/formats.md)."""

from __future__ import annotations

import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot import jsonl
from bot.composition import build_embedder, build_extractor, open_assistant
from bot.logs import configure
from bot.settings import Settings
from retrieval.model import Arrival, Channel, Submission

_errors = Console(stderr=True)


async def extract(source: Path, out: Path) -> int:
    """Reads the attributions of each article of ``source``; nothing is stored."""
    extractor = build_extractor()
    records = jsonl.read_records(source, ("doc_id", "lang", "text"))
    rows = [
        jsonl.reading_record(record, extractor.read(jsonl.draft_from(record)))
        for record in track(records, "Reading", console=_errors, disable=not _errors.is_terminal)
    ]
    jsonl.write_records(out, rows)
    return 0


async def answer(settings: Settings, corpus: Path, questions: Path, out: Path) -> int:
    """Answers each question from the corpus alone, in a store that is thrown away afterwards."""
    configure(max(settings.log_level.number, logging.WARNING))
    articles = jsonl.read_records(corpus, ("doc_id", "lang", "text"))
    asked = jsonl.read_records(questions, ("id", "question"))
    embedder = build_embedder(settings, logging.getLogger(__name__).info)
    quiet = not _errors.is_terminal
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        async with open_assistant(own, embedder=embedder) as assistant:
            documents: dict[int, tuple[str, str]] = {}
            for record in track(articles, "Adding", console=_errors, disable=quiet):
                receipt = await assistant.add(_submission(record))
                documents[receipt.article.id] = (str(record["doc_id"]), str(record["lang"]))
            rows = [
                jsonl.answer_record(
                    str(record["id"]), await assistant.ask(str(record["question"])), documents
                )
                for record in track(asked, "Asking", console=_errors, disable=quiet)
            ]
    jsonl.write_records(out, rows)
    return 0


def _submission(record: jsonl.Record) -> Submission:
    draft = jsonl.draft_from(record)
    return Submission(
        text=draft.text,
        title=draft.title,
        publisher=draft.publisher,
        language=draft.language,
        arrival=Arrival(
            channel=Channel.IMPORT,
            received_at=datetime.now(UTC),
            reference=str(record["doc_id"]),
        ),
    )
