"""Reading and answering whole files of JSON lines, for measurements (docs/formats.md)."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot import jsonl
from bot.composition import build_embedder, build_readers, open_assistant
from bot.logs import configure
from bot.settings import Settings
from retrieval.assistant import Assistant
from retrieval.errors import BadInput
from retrieval.model import Answer, Arrival, Channel, Query, Submission

_errors = Console(stderr=True)


async def extract(settings: Settings, source: Path, out: Path) -> int:
    """Reads the attributions of each article of ``source``; nothing is stored.

    An article that cannot be read is named, and the rest goes on: 1 comes back instead of 0.

    Raises:
        BadInput: one of the files cannot be used at all.
    """
    jsonl.check_writable(out, [source])
    records = jsonl.read_records(source, ("doc_id", "lang", "text"))
    extractor = build_readers(settings, logging.getLogger(__name__).info).articles
    rows: list[jsonl.Record] = []
    for record in _track(records, "Reading"):
        try:
            draft = jsonl.draft_from(record)
        except BadInput as error:
            _tell(f"Article {record['doc_id']}: {error}")
        else:
            rows.append(jsonl.reading_record(record, extractor.read(draft)))
    jsonl.write_records(out, rows)
    return 0 if len(rows) == len(records) else 1


async def answer(settings: Settings, corpus: Path, questions: Path, out: Path) -> int:
    """Answers each question from the corpus alone, in a store that is thrown away afterwards.

    An article or question that is refused is named, and the rest goes on: 1 comes back instead
    of 0. To a refused question there is no evidence.

    Raises:
        BadInput: one of the files cannot be used at all.
    """
    configure(max(settings.log_level.number, logging.WARNING))
    jsonl.check_writable(out, [corpus, questions])
    articles = jsonl.read_records(corpus, ("doc_id", "lang", "text"))
    asked = jsonl.read_records(questions, ("id", "question"))
    notice = logging.getLogger(__name__).info
    embedder = build_embedder(settings, notice)
    readers = build_readers(settings, notice, embedder)
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "llm_base_url": None})
        async with open_assistant(own, embedder=embedder, readers=readers) as assistant:
            documents, refused = await added(assistant, articles)
            rows: list[jsonl.Record] = []
            for record in _track(asked, "Asking"):
                try:
                    answered = await assistant.ask(str(record["question"]))
                except BadInput as error:
                    _tell(f"Question {record['id']}: {error}")
                    refused += 1
                    answered = _no_answer(str(record["question"]))
                rows.append(jsonl.answer_record(str(record["id"]), answered, documents))
    jsonl.write_records(out, rows)
    return 1 if refused else 0


async def added(
    assistant: Assistant, articles: list[jsonl.Record]
) -> tuple[dict[int, jsonl.Record], int]:
    """Adds each; the record of each stored article by its id, and how many were refused."""
    documents: dict[int, jsonl.Record] = {}
    refused = 0
    for record in _track(articles, "Adding"):
        try:
            receipt = await assistant.add(_submission(record))
        except BadInput as error:
            _tell(f"Article {record['doc_id']}: {error}")
            refused += 1
        else:
            # The same article twice is stored once, under its first name.
            documents.setdefault(receipt.article.id, record)
    return documents, refused


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


def _no_answer(question: str) -> Answer:
    return Answer(query=Query(text=question, content=question, language="und"))


def _track(records: list[jsonl.Record], doing: str) -> Iterable[jsonl.Record]:
    """The records, with a progress bar where a person looks."""
    return track(records, doing, console=_errors, disable=not _errors.is_terminal)


def _tell(line: str) -> None:
    _errors.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)
