"""From the text of an article, with the header that may stand above it, to a submission."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final

from retrieval.drafts import LONGEST_ARTICLE
from retrieval.errors import BadRecord, NotText, TooLong
from retrieval.model import Arrival, Channel, Submission

_FIELDS: Final = {
    "publisher": "publisher",
    "éditeur": "publisher",
    "editeur": "publisher",
    "title": "title",
    "titre": "title",
    "date": "date",
    "url": "url",
    "language": "language",
    "langue": "language",
}
# One line of a header; French puts a space, often a no-break one, before the colon.
_LINE: Final = re.compile(rf"({'|'.join(_FIELDS)})[ \t\u00a0\u202f]*:(.*)", re.IGNORECASE)
# The form that each field takes, and an example of it; a title or a publisher is free.
_FORMS: Final = {
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "2024-06-19"),
    "url": (re.compile(r"https?://\S+", re.IGNORECASE), "https://example.org/article"),
    "language": (re.compile(r"[a-z]{2}", re.IGNORECASE), "fr"),
}
# UTF-8 takes at most four bytes a character: a larger file cannot be one article.
_LARGEST_FILE: Final = 4 * LONGEST_ARTICLE


def submission_of(text: str, arrival: Arrival) -> Submission:
    """A submission with the fields of the header, if there is one, and the text below it.

    A header is made of the first lines where all of them up to an empty line are of the form
    ``Publisher: …`` (also Title, Date, URL, Language; Éditeur, Titre, Langue).

    Raises:
        BadRecord: a date, address or language that is not of its form.
    """
    fields, body = _split(text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n"))
    published = fields.get("date")
    language = fields.get("language")
    return Submission(
        text=body,
        arrival=arrival,
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        published=None if published is None else _date(published),
        url=fields.get("url"),
        language=None if language is None else language.lower(),
    )


def has_header(text: str) -> bool:
    """Whether the text begins with a header, as only an article does."""
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    return any(_LINE.fullmatch(line.strip()) for line in lines[:1]) and _header_length(lines) > 0


def read_submission(path: Path) -> Submission:
    """The article in a text file; ``~`` is the person's home. Blocking.

    Raises:
        NotText: the file cannot be read, or is not UTF-8.
        TooLong: it is too large to be one article.
        BadRecord: as in ``submission_of``.
    """
    path = path.expanduser()
    arrival = Arrival(
        channel=Channel.FILE, received_at=datetime.now(UTC), origin=path.name, reference=str(path)
    )
    try:
        with path.open("rb") as file:
            return submission_in(file, str(path), arrival)
    except OSError as error:
        raise NotText(
            f"{path} cannot be read ({error.strerror}).",
            "Name a readable text file.",
            file=str(path),
        ) from error


def submission_in(stream: BinaryIO, name: str, arrival: Arrival) -> Submission:
    """The article that a stream of bytes holds; ``name`` is what refusals call it. Blocking.

    Raises:
        NotText: it is not UTF-8.
        TooLong: it is too large to be one article; the rest of it was not read.
        BadRecord: as in ``submission_of``.
        OSError: the stream cannot be read.
    """
    content = stream.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        raise TooLong(
            f"{name} has more than {_LARGEST_FILE:,} bytes; one article has less.",
            "Split it, or take only the part that matters.",
            file=name,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText(f"{name} is not UTF-8 text.", "Save it as UTF-8 text.", file=name) from error
    return submission_of(text, arrival)


def _split(text: str) -> tuple[dict[str, str], str]:
    """The fields of the header, and the text below it."""
    lines = text.split("\n")
    length = _header_length(lines)
    fields: dict[str, str] = {}
    for line in lines[:length]:
        match = _LINE.fullmatch(line.strip())
        if match is not None and (value := match[2].strip()):
            field = _FIELDS[match[1].lower()]
            _check(field, label=match[1], value=value)
            fields[field] = value
    return fields, "\n".join(lines[length:]).lstrip("\n") if length else text


def _header_length(lines: list[str]) -> int:
    """How many lines the header has; 0 where there is none."""
    for number, line in enumerate(lines):
        if not line.strip():
            return number
        if _LINE.fullmatch(line.strip()) is None:
            return 0
    return 0


def _check(field: str, *, label: str, value: str) -> None:
    form, example = _FORMS.get(field, (None, ""))
    if form is not None and form.fullmatch(value) is None:
        raise _bad(label, value, example)


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _bad("Date", value, _FORMS["date"][1]) from error


def _bad(label: str, value: str, example: str) -> BadRecord:
    return BadRecord(
        f"The line “{label}: {value}” is not of the form I know.",
        f"Write it like {example}, or leave the line out.",
        field=label,
        given=value,
        form=example,
    )
