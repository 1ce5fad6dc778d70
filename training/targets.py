"""From labels to what each token is to be tagged with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.documents import Document, Label, Offsets

Tags = NDArray[np.int64]
_LEADING: Final = re.compile(r"^(?:(?:the|le|la|les|der|die|das|el|los|las)\s+|l['’]\s*)", re.IGNORECASE)
_LEAST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class CueTarget:
    """A cue with the tags of its article's tokens and its stance."""

    start: int
    end: int
    tags: Tags
    stance: int


def mentions(text: str, names: Iterable[str]) -> list[Offsets]:
    """Where any of the names stands in the text, the longest first, without overlaps."""
    found: list[Offsets] = []
    bare = {_LEADING.sub("", name) for name in names}
    for name in sorted(bare, key=len, reverse=True):
        if len(name) < _LEAST_NAME:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() or name[0].isalpha() else re.escape(name), text):
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


def begin_inside(document: Document, tags: Tags, spans: Iterable[Offsets], begin: int, inside: int) -> None:
    """Tags the tokens of each span, the first with ``begin``."""
    for span in spans:
        places = np.flatnonzero(document.covered([span]))
        if len(places):
            tags[places] = inside
            tags[places[0]] = begin


def flat_targets(document: Document) -> NDArray[np.int64]:
    """Shape (4, n): content, source, cue, name; 0 outside, 1 begin, 2 inside."""
    out = np.zeros((4, len(document.tokens)), dtype=np.int64)
    contents = sorted(
        (span for label in document.article.labels for span in label.content), key=lambda s: s[0] - s[1]
    )
    for span in contents:  # the outermost; what is nested is found through its own cue
        places = np.flatnonzero(document.covered([span]))
        if len(places) and not out[0][places].any():
            begin_inside(document, out[0], [span], 1, 2)
    begin_inside(document, out[1], (l.source for l in document.article.labels if l.source), 1, 2)
    begin_inside(document, out[2], (l.cue for l in document.article.labels if l.cue), 1, 2)
    names = {name for label in document.article.labels for name in (*label.names, *label.via)}
    begin_inside(document, out[3], mentions(document.article.text, names), 1, 2)
    return out


def cue_targets(document: Document) -> list[CueTarget]:
    """One for each cue; attributions that share one are tagged together."""
    targets: dict[tuple[int, int], CueTarget] = {}
    for label in document.article.labels:
        if label.cue is None:
            continue
        places = np.flatnonzero(document.covered([label.cue]))
        if not len(places):
            continue
        key = int(places[0]), int(places[-1]) + 1
        if key not in targets:
            tags = np.zeros(len(document.tokens), dtype=np.int64)
            targets[key] = CueTarget(*key, tags, STANCES.index(label.stance))
        tags = targets[key].tags
        for where in via_mentions(document, label):
            near = min(where, key=lambda span: _gap(span, label.cue), default=None)
            if near is not None:
                begin_inside(document, tags, [near], 5, 6)
        begin_inside(document, tags, label.content, 3, 4)
        if label.source:
            begin_inside(document, tags, [label.source], 1, 2)
    return list(targets.values())


def _gap(one: Offsets, other: Offsets) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


from retrieval.attribution.reader.layout import STANCES  # noqa: E402
