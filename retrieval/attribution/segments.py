"""Quotations and sentences of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from retrieval.model import Span

MASK: Final = "\0"  # stands for every character of a quotation, so that no rule looks into it
LOOSE: Final = " \t\n\xa0\u202f\u200b,;:–—-"

# Every quantifier is bounded and possessive: a megabyte of marks takes a moment only. A quotation
# of more than 5,000 characters has lost its closing mark; the longest labelled has 929.
_PAIRED: Final = (
    r"{0}(?:[^{0}{1}]++|{0}[^{0}{1}]{{0,800}}+{1}){{1,200}}+{1}"  # may hold another of its kind
    r"|{0}[^\n{0}{1}]{{1,5000}}+"  # never closed: to the end of its paragraph
)
_QUOTATION: Final = re.compile(
    "|".join(_PAIRED.format(*pair) for pair in ("«»", "“”", "「」", "『』"))
    + r"|„[^„“”]{1,5000}+[“”]"
    r'|(?<!\w)"(?=\S)(?:[^"]{1,5000}+(?<=\S)"(?!\w)|[^"\n]{1,5000}+)'
    # An apostrophe looks the same: only what closes again in its paragraph is a quotation.
    r"|(?<!\w)['‘](?=\w)[^\n]{1,600}?(?<=[^\s'’])['’](?!\w)"
)
_MARKS: Final = "«»“”„‘’'\"「」『』"
_ABBREVIATED: Final = r"(?<!\b\w)(?<!\b[MDS][rte])(?<!\bM[rm][se])(?<!\b(?:Sen|Rep|Gen|Det|Gov))"
_SENTENCE_END: Final = re.compile(
    _ABBREVIATED + r"(?<![.!?…])[.!?…]++[»”)\]]{0,3}(?=\s{1,9}(?:\0|[^\w\0]{0,9}[^\W\d_a-zß-ÿ]))"
    r"|[。！？।۔؟]|(?<![:\s])[ \t]*+\n|(?<=\0)(?=\s{1,9}[^\W\d_a-zß-ÿ\0])"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks (``span``), and what is quoted, line by line, without them."""

    span: Span
    content: tuple[Span, ...]


def trimmed(text: str, start: int, end: int, edge: str = LOOSE) -> Span | None:
    """``text[start:end]`` without white space and the characters of ``edge`` around it."""
    while start < end and (text[start] in edge or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in edge or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else None


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations in reading order; an unclosed one ends with its paragraph."""
    found = []
    for quoted in _QUOTATION.finditer(text):
        lines = re.compile(r"[^\n]+").finditer(text, *quoted.span())
        spans = (trimmed(text, *line.span(), LOOSE + _MARKS) for line in lines)
        if content := tuple(span for span in spans if span):
            found.append(Quotation(Span(*quoted.span()), content))
    return found


def masked(text: str, quoted: list[Quotation]) -> str:
    """``text``, as long as before, with its quotations made unreadable."""
    pieces, end = [], 0
    for quotation in quoted:
        span = quotation.span
        pieces += [text[end : span.start].replace(MASK, " "), MASK * len(span)]
        end = span.end
    return "".join([*pieces, text[end:].replace(MASK, " ")])


def sentences(text: str, outer: str) -> Iterator[Span]:
    """Sentences of the article; a quotation is never cut, nor what goes on after it."""
    start = 0
    for match in _SENTENCE_END.finditer(outer):
        at, end = match.span()
        after_quotation = at == end
        if after_quotation and text[max(0, end - 3) : end].rstrip(LOOSE + _MARKS)[-1:] not in ".…":
            continue
        if span := trimmed(text, start, end, ""):
            yield span
        start = end
    if span := trimmed(text, start, len(text), ""):
        yield span
