"""Articles, attributions, questions and answers as JSON lines (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from retrieval.drafts import LONGEST_ARTICLE
from retrieval.errors import BadInput, BadRecord, TooLong
from retrieval.model import Answer, ArticleDraft, Attribution, Finding, Reading, Span

Record = dict[str, object]


def read_records(path: Path, required: Sequence[str]) -> list[Record]:
    """The records of a file, in order; blank lines are passed over.

    Raises:
        BadRecord: a line that is no JSON object, or lacks one of the ``required`` texts.
    """
    records: list[Record] = []
    try:
        # Not splitlines(): JSON leaves U+2028 and U+0085 as they are, and news texts have them.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise BadRecord(
            f"{path} cannot be read ({reason}).", "Name a readable file of JSON lines in UTF-8."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            records.append(_record(line, f"{path}, line {number}", required))
    return records


def write_records(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Writes one JSON object a line, as UTF-8.

    Raises:
        BadInput: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    except OSError as error:
        raise _unwritable(path, error) from error


def check_writable(path: Path, sources: Sequence[Path]) -> None:
    """Looks ahead to ``write_records``, before work that may take hours.

    Raises:
        BadInput: there is no such folder, or the file is one of those that are read.
    """
    try:
        if not path.parent.is_dir():
            raise BadInput(
                f"{path} cannot be written: there is no folder {path.parent}.",
                "Make it, or name a file in another folder.",
            )
        if path.is_file() and any(source.is_file() and path.samefile(source) for source in sources):
            raise BadInput(
                f"{path} is to be read, and would be written over.",
                "Name another file after --out.",
            )
    except OSError as error:
        raise _unwritable(path, error) from error


def draft_from(record: Mapping[str, object]) -> ArticleDraft:
    """The article of a record ``{doc_id, lang, publisher, title, text}``, its text untouched."""
    text = str(record["text"])
    if len(text) > LONGEST_ARTICLE:
        raise TooLong(
            f"The text has {len(text):,} characters, over {LONGEST_ARTICLE:,}.",
            "Split it, or leave it out.",
        )
    return ArticleDraft(
        text=text,
        language=str(record["lang"]),
        title=_optional(record, "title"),
        publisher=_optional(record, "publisher"),
    )


def reading_record(record: Mapping[str, object], reading: Reading) -> Record:
    """The row of an article's attributions; credits of the whole article come first in ``via``."""
    return {
        "doc_id": record["doc_id"],
        "lang": record["lang"],
        "attributions": [_attribution(a, reading) for a in reading.attributions],
    }


def answer_record(question_id: str, answer: Answer, documents: Mapping[int, Record]) -> Record:
    """The row of an answer; ``documents`` gives the record of each stored article by its id."""
    return {
        "id": question_id,
        "status": str(answer.status),
        "findings": [
            _finding(finding, documents[finding.article.id]) for finding in answer.findings
        ],
    }


def _record(line: str, where: str, required: Sequence[str]) -> Record:
    try:
        record = json.loads(line)
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadRecord(
            f"{where}: half a character (\\ud800 to \\udfff without its other half).",
            "Write the text again from its source.",
        ) from error
    except RecursionError as error:
        raise BadRecord(
            f"{where}: too deeply nested.", f"Each record needs {', '.join(required)} and no more."
        ) from error
    except ValueError as error:
        raise BadRecord(
            f"{where}: not JSON ({error}).", "Put one JSON object on a line."
        ) from error
    if not isinstance(record, dict):
        raise BadRecord(f"{where}: not a JSON object.", "Put one JSON object on a line.")
    missing = [name for name in required if not isinstance(record.get(name), str)]
    if missing:
        raise BadRecord(
            f"{where}: no text under {', '.join(missing)}.",
            f"Each record needs {', '.join(required)}.",
        )
    return record


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be written ({error.strerror}).",
        "Name a file where you may write, on a disk with room left.",
    )


def _optional(record: Mapping[str, object], name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _attribution(attribution: Attribution, reading: Reading) -> Record:
    vias = [via.name for via in (*reading.credits, *attribution.via)]
    return {
        "source": _pair(attribution.source),
        "cue": _pair(attribution.cue),
        "content": [_pair(span) for span in attribution.content],
        "claimant": attribution.claimant,
        "claimant_kind": str(attribution.claimant_kind),
        "via": list(dict.fromkeys(vias)),
        "stance": str(attribution.stance),
        "type": str(attribution.type),
    }


def _finding(finding: Finding, record: Record) -> Record:
    claimant = finding.attribution.attribution.claimant if finding.attribution else None
    return {
        "doc_id": record["doc_id"],
        "lang": record["lang"],
        "span": _pair(_as_given(finding.quote, str(record["text"]))),
        "claimant": claimant,
        "chain": [hop.name or "" for hop in finding.chain.hops],
    }


def _as_given(span: Span, text: str) -> Span:
    """Where a stretch of the stored text stands in the record's, which may differ from it.

    What is stored has one sort of line ends and no blank edges (``draft_of``).
    """
    kept = [place for place in range(len(text)) if not text.startswith("\r\n", place)]
    before = len(kept) - len("".join(text[place] for place in kept).lstrip("\ufeff \t\r\n"))
    return Span(kept[before + span.start], kept[before + span.end - 1] + 1)


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
