"""Stretches of text, by character offset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters (code points) of an article's text: ``text[start:end]``.

    Raises:
        ValueError: where the range is empty, reversed or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The stretch itself.

        Raises:
            ValueError: where the span runs past the end of ``text``; a quotation that is cut
                short without a word would be a false one.
        """
        if self.end > len(text):
            raise ValueError(f"span [{self.start}, {self.end}) runs past the text ({len(text)})")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same stretch, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)

    @classmethod
    def around(cls, spans: Iterable[Span]) -> Span:
        """The shortest span that contains all of ``spans`` (at least one)."""
        every = list(spans)
        return cls(min(s.start for s in every), max(s.end for s in every))
