"""What may be a question at all."""

from __future__ import annotations

import re
from typing import Final

from retrieval.errors import EmptyText, TooLong

# Longer than any question that people asked (labelled questions: 160 characters at most); more is
# an article that was taken for a question, or an attack.
LONGEST_QUESTION: Final = 1_000
_WORD: Final = re.compile(r"\w")


def checked(text: str) -> str:
    """The question with single spaces.

    Raises:
        EmptyText: there is no letter or digit in it.
        TooLong: it has over 1,000 characters.
    """
    question = " ".join(text.split())
    if not _WORD.search(question):
        raise EmptyText("There is no question in it.", "Ask, say: who denied that …?")
    if len(question) > LONGEST_QUESTION:
        raise TooLong(
            f"The question has {len(question):,} characters; it may have {LONGEST_QUESTION:,}.",
            "Ask for one claim at a time. To add an article, send it as a file or forward it.",
            characters=len(question),
            most=LONGEST_QUESTION,
        )
    return question
