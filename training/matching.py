"""What was found beside what was labelled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from retrieval.attribution.reader.decoding import Found, Place, Tagged
from training.documents import Document, Label
from training.targets import mentions as named_at

Pair = tuple[Found, Label | None]
_SAME: Final = 0.3  # of the content, for what was found to be a labelled attribution


def labelled(document: Document) -> list[Pair]:
    """The labels as if they had been found; those without a token are left out."""
    out: list[Pair] = []
    for label in document.article.labels:
        content = tuple(p for p in map(document.place, label.content) if p is not None)
        if content:
            found = Found(document.place(label.source), document.place(label.cue), content)
            out.append((found, label))
    return sorted(out, key=lambda pair: pair[0].content[0])


def matched(document: Document, tagged: Tagged) -> list[Pair]:
    """Each found attribution with the label whose content it overlaps most, if enough."""
    known = [(_tokens(found), label) for found, label in labelled(document)]
    out: list[Pair] = []
    for found in tagged.found:
        mine = _tokens(found)
        shares = [(len(mine & other) / len(mine | other), label) for other, label in known]
        share, label = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        out.append((found, label if share >= _SAME else None))
    return out


def _tokens(found: Found) -> frozenset[int]:
    return frozenset(token for start, end in found.content for token in range(start, end))


def places_of(document: Document, names: Iterable[str]) -> list[Place]:
    """Where an article has any of the names."""
    found = map(document.place, named_at(document.article.text, names))
    return [place for place in found if place is not None]
