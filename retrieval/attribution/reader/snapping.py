"""What was said, moved to where a quotation or clause ends by rule."""

from __future__ import annotations

from typing import Final

from retrieval.attribution.rules import RuleExtractor
from retrieval.model import ArticleDraft, Span

# Jaccard overlap in characters from which both are about the same stretch. Measured on labelled
# articles (docs/quality.md): French content F1@0.8 0.57 to 0.63, Russian 0.51 to 0.53, English
# 0.57 to 0.56.
_SAME: Final = 0.5
_NEAR: Final = 20  # of the rules' attributions, on either side, that are compared


class Snapped:
    """The contents that the rules see in an article: sure of ends, where they see any."""

    def __init__(self, text: str, language: str) -> None:
        article = ArticleDraft(text=text, language=language)
        self._contents = [each.content for each in RuleExtractor().read(article).attributions]
        self._used: set[tuple[Span, ...]] = set()

    def content(self, found: tuple[Span, ...], cue: Span | None) -> tuple[Span, ...]:
        """The rules' stretch where it is about the same, each once; else what was found.

        Not one that has the cue in it: that is another's, around this one.
        """
        near = sorted(self._contents, key=lambda each: _gap(each, found))[:_NEAR] if found else []
        best = max(near, key=lambda each: _overlap(each, found), default=None)
        if best is None or best in self._used or _overlap(best, found) < _SAME:
            return found
        if cue is not None and any(span.overlaps(cue) for span in best):
            return found
        self._used.add(best)
        return best


def _gap(one: tuple[Span, ...], other: tuple[Span, ...]) -> int:
    return abs(one[0].start - other[0].start)


def _overlap(one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """Shared characters over all characters of either."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared / (sum(map(len, one)) + sum(map(len, other)) - shared)
