"""What is taken for an article, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.drafts import LONGEST_ARTICLE, count_words, draft_of
from retrieval.errors import BadInput, EmptyText, NotText, TooLong, TooShort
from retrieval.model import Arrival, Channel, Submission

BODY = "The harbour stays open over the holidays, the port office of Varelle said on Monday."


def submission(text: str) -> Submission:
    arrival = Arrival(channel=Channel.INPUT, received_at=datetime.now(UTC))
    return Submission(text=text, arrival=arrival)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyText),
        (" \n\ufeff\t", EmptyText),
        ("Five words are no article", TooShort),
        ("word " * (LONGEST_ARTICLE // 5 + 1), TooLong),
        ("\x00\x01\x02\x03\x04" * 100, NotText),
        ("\ufffd" * 200, NotText),
    ],
)
def test_what_is_no_article_is_refused_and_said_why(text: str, error: type[BadInput]) -> None:
    """The refusal names the problem and what to do next."""
    with pytest.raises(error) as raised:
        draft_of(submission(text))
    assert raised.value.problem
    assert raised.value.remedy


@pytest.mark.parametrize(("text", "counted"), [("Harbour", "1 word;"), ("Two words", "2 words;")])
def test_too_few_words_are_counted(text: str, counted: str) -> None:
    """One word is not called words."""
    with pytest.raises(TooShort, match=f"This has {counted}"):
        draft_of(submission(text))


def test_a_clean_draft_knows_title_and_language() -> None:
    """The headline becomes the title, line ends are of one sort, edges are blank no more."""
    draft = draft_of(submission(f"\ufeffHarbour open over the holidays\r\n\r\n{BODY}\r\n"))
    assert draft.title == "Harbour open over the holidays"
    assert draft.language == "en"
    assert "\r" not in draft.text
    assert draft.text.endswith("Monday.")


def test_chinese_is_counted_without_spaces() -> None:
    """An article in a script without spaces is not too short for its lack of them."""
    assert count_words("港务局表示,新码头将在秋天开工。" * 3) >= 12
