"""The header above an article, and articles in files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.submissions import has_header, read_submission, submission_of
from retrieval.drafts import LONGEST_ARTICLE
from retrieval.errors import BadRecord, NotText, TooLong
from retrieval.model import Arrival, Channel

ARRIVAL = Arrival(channel=Channel.INPUT, received_at=datetime(2024, 6, 20, tzinfo=UTC))
BODY = "The port is closed.\n\nThe mayor said so."


def test_a_header_names_what_the_text_does_not() -> None:
    """Publisher, title, date, link and language above the text are not part of it."""
    header = (
        "Publisher: Gazette du Cap\nTitle: Port closed: why\nDate: 2024-06-19\n"
        "URL: https://gazette.example/1\nLanguage: EN\n\n"
    )
    submission = submission_of(header + BODY, ARRIVAL)
    assert submission.text == BODY
    assert submission.publisher == "Gazette du Cap"
    assert submission.title == "Port closed: why"
    assert submission.published == date(2024, 6, 19)
    assert submission.url == "https://gazette.example/1"
    assert submission.language == "en"
    assert submission.arrival == ARRIVAL


def test_a_header_may_be_french() -> None:
    """Éditeur, Titre, Langue, with the space that French puts before a colon."""
    header = "\ufeffÉditeur\u00a0: Gazette du Cap\r\nTITRE : Port fermé\r\nLangue : fr\r\n\r\n"
    submission = submission_of(header + BODY, ARRIVAL)
    assert (submission.publisher, submission.title) == ("Gazette du Cap", "Port fermé")
    assert (submission.language, submission.text) == ("fr", BODY)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Publisher: Gazette\n{BODY}",
        f"Publisher: Gazette\nThe port is closed.\n\n{BODY}",
        "Title: a first line and nothing more",
        f"Note: this\n\n{BODY}",
    ],
)
def test_what_is_no_header_stays_in_the_text(text: str) -> None:
    """Lines of another form, or without an empty line below them, belong to the article."""
    submission = submission_of(text, ARRIVAL)
    assert submission.text == text
    assert submission.publisher is None
    assert not has_header(text)


def test_an_empty_field_says_nothing() -> None:
    """A field left blank is as good as none."""
    submission = submission_of(f"Publisher:\nDate: \n\n{BODY}", ARRIVAL)
    assert (submission.publisher, submission.published, submission.text) == (None, None, BODY)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("Date: 19/06/2024", "2024-06-19"),
        ("Date: 2024-02-30", "2024-06-19"),
        ("Date: 20240619", "2024-06-19"),
        ("URL: gazette.example", "https://"),
        ("URL: javascript:alert(1)", "https://"),
        ("Language: French", "fr"),
    ],
)
def test_a_field_of_another_form_is_refused_with_the_form(line: str, form: str) -> None:
    """A date that cannot be read is not guessed at; the refusal shows how to write it."""
    with pytest.raises(BadRecord) as refusal:
        submission_of(f"{line}\n\n{BODY}", ARRIVAL)
    assert form in str(refusal.value)
    assert refusal.value.details["given"] == line.partition(": ")[2]


def test_a_file_is_read_with_its_header(tmp_path: Path) -> None:
    """An article in a file is handed in under the file's name."""
    file = tmp_path / "port.txt"
    file.write_text(f"Publisher: Gazette\n\n{BODY}", encoding="utf-8")
    submission = read_submission(file)
    assert (submission.publisher, submission.text) == ("Gazette", BODY)
    assert submission.arrival.channel is Channel.FILE
    assert submission.arrival.reference == str(file)


def test_what_is_no_text_file_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder, noise, or a file far too large: each says what to do."""
    noise, large = tmp_path / "noise", tmp_path / "large"
    noise.write_bytes(bytes(range(256)))
    large.write_bytes(b"a" * (4 * LONGEST_ARTICLE + 1))
    for path in (tmp_path / "missing", tmp_path, noise):
        with pytest.raises(NotText, match=str(path)):
            read_submission(path)
    with pytest.raises(TooLong, match="Split it"):
        read_submission(large)
