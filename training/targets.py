"""From labels to what each token is to be tagged with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.layout import CONDITIONED, FLAT
from training.documents import Document, Label, Offsets

Tags = NDArray[np.int64]

SOURCE: Final = CONDITIONED.index("begin source"), CONDITIONED.index("source")
CONTENT: Final = CONDITIONED.index("begin content"), CONDITIONED.index("content")
VIA: Final = CONDITIONED.index("begin via"), CONDITIONED.index("via")
_FLAT: Final = 1, 2  # begin, inside
_LEADING: Final = re.compile(
    r"^(?:(?:the|le|la|les|der|die|das|el|los|las)\s+|l['’]\s*)", re.IGNORECASE
)
_LEAST_NAME: Final = 3  # letters


@dataclass(frozen=True, slots=True)
class CueTarget:
    """A cue with the tags of the tokens around it."""

    start: int
    end: int
    tags: Tags


def mentions(text: str, names: Iterable[str]) -> list[Offsets]:
    """Where any of the names stands in the text, the longest first, without overlaps."""
    found: list[Offsets] = []
    bare = {_LEADING.sub("", name) for name in names}
    for name in sorted(bare, key=lambda each: (-len(each), each)):
        if len(name) < _LEAST_NAME:
            continue
        pattern = re.escape(name)
        if name[0].isalpha():
            pattern = rf"(?<!\w){pattern}(?!\w)"
        for match in re.finditer(pattern, text):
            if not any(match.start() < end and match.end() > start for start, end in found):
                found.append(match.span())
    return sorted(found)


def via_mentions(document: Document, label: Label) -> Iterator[list[Offsets]]:
    """For each via of an attribution, where the article names it."""
    for via in label.via:
        names = {via}
        for other in document.article.labels:
            if via in other.names:
                names.update(other.names)
        yield mentions(document.article.text, names)


def flat_targets(document: Document) -> Tags:
    """Shape (groups, n): 0 outside, 1 begin, 2 inside."""
    out = np.zeros((len(FLAT), len(document.tokens)), dtype=np.int64)
    labels = document.article.labels
    contents = sorted(
        (span for label in labels for span in label.content),
        key=lambda span: span[0] - span[1],
    )
    for span in contents:  # the outermost; what is nested is found through its own cue
        if not out[0][document.covered([span])].any():
            _tag(document, out[0], [span], _FLAT)
    _tag(document, out[1], (label.source for label in labels if label.source), _FLAT)
    _tag(document, out[2], (label.cue for label in labels if label.cue), _FLAT)
    names = {name for label in labels for name in (*label.names, *label.via)}
    _tag(document, out[3], mentions(document.article.text, names), _FLAT)
    return out


def cue_targets(document: Document) -> list[CueTarget]:
    """One for each cue; attributions that share one are tagged together."""
    targets: dict[Offsets, CueTarget] = {}
    for label in document.article.labels:
        place = document.place(label.cue)
        if label.cue is None or place is None:
            continue
        if place not in targets:
            tags = np.zeros(len(document.tokens), dtype=np.int64)
            targets[place] = CueTarget(*place, tags)
        tags = targets[place].tags
        for where in via_mentions(document, label):
            near = min(where, key=lambda span: _gap(span, label.cue or span), default=None)
            if near is not None:
                _tag(document, tags, [near], VIA)
        _tag(document, tags, label.content, CONTENT)
        if label.source:
            _tag(document, tags, [label.source], SOURCE)
    return list(targets.values())


def _tag(document: Document, tags: Tags, spans: Iterable[Offsets], kinds: tuple[int, int]) -> None:
    """Tags the tokens of each span, the first as its beginning."""
    begin, inside = kinds
    for span in spans:
        places = np.flatnonzero(document.covered([span]))
        if len(places):
            tags[places] = inside
            tags[places[0]] = begin


def _gap(one: Offsets, other: Offsets) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
