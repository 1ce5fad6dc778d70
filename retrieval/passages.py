"""Cutting an article into passages, the units of retrieval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from retrieval.model import ArticleDraft, PassageDraft, Span

# The encoder reads 512 tokens; the densest scripts here need about one token for two characters.
_LONGEST: Final = 900
# A line below this is a byline, a heading or a caption, too little to be found or shown by itself.
_SHORTEST: Final = 25

_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_END: Final = re.compile(r"[.!?…]+[»”\"’')\]]*(?=\s)|[。！？]+[」』”]?|[।۔؟]+")


def passages_of(text: str) -> tuple[PassageDraft, ...]:
    """Passages in reading order: paragraphs, long ones cut between sentences.

    A short line goes with the paragraph after it. No passage begins or ends with white space,
    and every character that is not white space is in exactly one passage.
    """
    return tuple(
        PassageDraft(piece, paragraph)
        for block, paragraph in _paragraphs(text)
        for piece in _pieces(text, block)
    )


def embedding_text(article: ArticleDraft, span: Span) -> str:
    """What is embedded for a passage: the passage under its article's title.

    A paragraph rarely names all that it is about; the title does.
    """
    passage = span.of(article.text)
    if article.title is None or article.title in passage:
        return passage
    return f"{article.title}\n{passage}"


def _paragraphs(text: str) -> Iterator[tuple[Span, int]]:
    """Paragraphs with their number, counted from 1; short lines joined to the next."""
    start: int | None = None
    number = end = first = 0
    for number, line in enumerate(_LINE.finditer(text), start=1):
        left, right = _trimmed(text, line.start(), line.end())
        if start is None:
            start, first = left, number
        end = right
        if right - left >= _SHORTEST:
            yield Span(start, end), first
            start = None
    if start is not None:
        yield Span(start, end), first


def _pieces(text: str, block: Span) -> Iterator[Span]:
    """The block whole, or cut at the last sentence end (else space) that keeps it short enough."""
    start = block.start
    while block.end - start > _LONGEST:
        cut = _cut(text, start, start + _LONGEST)
        left, right = _trimmed(text, start, cut)
        yield Span(left, right)
        start, _ = _trimmed(text, cut, block.end)
    yield Span(start, block.end)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut ``text[start:limit]``: not in its first half, else at the limit."""
    middle = start + (limit - start) // 2
    ends = [match.end() for match in _SENTENCE_END.finditer(text, middle, limit)]
    if ends:
        return ends[-1]
    space = max(text.rfind(" ", middle, limit), text.rfind("\n", middle, limit))
    return space if space > 0 else limit


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
