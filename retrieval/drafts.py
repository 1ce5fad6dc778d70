"""From what a person handed in to an article worth keeping, or a clear refusal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from retrieval.errors import EmptyText, NotText, TooLong, TooShort
from retrieval.language import detect
from retrieval.model import ArticleDraft, Submission

# About 60 pages. More is a book or a mistake, and would hold up everybody else's articles.
LONGEST_ARTICLE: Final = 200_000
# A headline says nothing of who said it; the shortest real news items run to two sentences.
FEWEST_WORDS: Final = 12

_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)
_CHARACTERS_PER_WORD: Final = 2  # in scripts that put no space between words
_NOISE: Final = 0.02  # share of control and replacement characters; prose has none
_LONGEST_TITLE: Final = 250
_TITLE_WORDS: Final = 4


def draft_of(submission: Submission) -> ArticleDraft:
    """A clean draft: one sort of line ends, no byte-order mark, no blank edges, language told.

    Raises:
        BadInput: the text is empty, no text, too short or too long to be one article.
    """
    text = submission.text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \t\n")
    _check(text)
    return ArticleDraft(
        text=text,
        language=submission.language or detect(text),
        title=submission.title or _title(text),
        publisher=submission.publisher,
        published=submission.published,
        url=submission.url,
    )


def count_words(text: str) -> int:
    """Runs of letters and digits; in scripts without spaces, two characters count as one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + unspaced // _CHARACTERS_PER_WORD


def _check(text: str) -> None:
    if not text:
        raise EmptyText("There is no text in it.", "Send the article's text.")
    if len(text) > LONGEST_ARTICLE:
        raise TooLong(
            f"This has {len(text):,} characters; one article may have {LONGEST_ARTICLE:,}.",
            "Send it in parts, or send only the part that matters.",
            characters=len(text),
            most=LONGEST_ARTICLE,
        )
    noise = sum(
        char == "\ufffd" or (unicodedata.category(char) == "Cc" and char not in "\n\t")
        for char in text
    )
    if noise > _NOISE * len(text):
        raise NotText(
            "This is not readable as text.",
            "Copy the article's text and paste it, or save the file as UTF-8 text.",
        )
    words = count_words(text)
    if words < FEWEST_WORDS:
        counted = "1 word" if words == 1 else f"{words} words"
        raise TooShort(
            f"This has {counted}; an article has at least {FEWEST_WORDS}.",
            "Send the whole article.",
            words=words,
            fewest=FEWEST_WORDS,
        )


def _title(text: str) -> str | None:
    """The first of the opening lines that reads like a headline."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:3]:
        headline = len(line) <= _LONGEST_TITLE and not line.endswith((".", "。", "।", "۔"))
        if len(lines) > 1 and headline and count_words(line) >= _TITLE_WORDS:
            return line
    return None
