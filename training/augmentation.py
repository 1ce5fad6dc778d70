"""More articles out of the labelled ones: other names, other quotation marks, other paragraphs.

Each way changes a surface that the heads could lean on instead of the meaning.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from training.documents import Label, Labelled, Offsets
from training.targets import mentions

_QUOTES: Final = re.compile(r"«[ \u00a0\u202f]?|[ \u00a0\u202f]?»|[“”„\"]")
_STYLES: Final = (("«\u00a0", "\u00a0»"), ("“", "”"), ('"', '"'), ("„", "“"), ("«", "»"), ("", ""))
_PERSON: Final = re.compile(r"[^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]+){1,2}")
_OFTEN: Final = 0.6  # of the variants
_SELDOM: Final = 0.3
_DROPPED: Final = 0.15  # of the paragraphs
_JOINED: Final = 0.5  # of the paragraph breaks, where any are joined


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text and what takes its place."""

    start: int
    end: int
    text: str


def edited(article: Labelled, edits: Iterable[Edit]) -> Labelled:
    """The article with the edits made; labels whose content is gone are dropped."""
    out: list[str] = []
    made: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]  # old stretch, new stretch
    done = length = 0
    for edit in sorted(edits, key=lambda each: each.start):
        if edit.start < done:
            continue
        kept = article.text[done : edit.start]
        new = length + len(kept)
        length = new + len(edit.text)
        out += [kept, edit.text]
        done = edit.end
        made.append((edit.start, edit.end, new, length))
    out.append(article.text[done:])
    starts = [start for start, *_ in made]

    def moved(place: int) -> int:
        start, end, new, new_end = made[bisect_right(starts, place) - 1]
        return new_end + place - end if place >= end else min(new + place - start, new_end)

    def span(old: Offsets | None) -> Offsets | None:
        if old is None:
            return None
        start, end = moved(old[0]), moved(old[1])
        return (start, end) if start < end else None

    labels = []
    for label in article.labels:
        content = tuple(new for new in map(span, label.content) if new is not None)
        if content:
            labels.append(
                replace(label, content=content, source=span(label.source), cue=span(label.cue))
            )
    return replace(article, text="".join(out), labels=tuple(labels))


def varied(
    article: Labelled, names: Mapping[str, Sequence[str]], chance: random.Random
) -> Labelled:
    """One variant of an article; ``names``: full names of persons by language."""
    if chance.random() < _OFTEN:
        article = _renamed(article, names.get(article.language, ()), chance)
    edits: list[Edit] = []
    if chance.random() < _OFTEN:
        edits += _requoted(article.text, chance)
    if chance.random() < _SELDOM:
        edits += [
            Edit(m.start(), m.end(), " ")
            for m in re.finditer(r"\n+", article.text)
            if chance.random() < _JOINED
        ]
    article = edited(article, edits)
    if chance.random() < _OFTEN:
        article = edited(article, _shortened(article, chance))
    return article


def full_names(articles: Iterable[Labelled]) -> dict[str, list[str]]:
    """Names of persons of two or three words in the labels, by language of the article."""
    found: dict[str, set[str]] = {}
    for article in articles:
        for label in article.labels:
            if label.kind == "person":
                fitting = (n for n in label.names if _is_person(n) and n in article.text)
                found.setdefault(article.language, set()).update(fitting)
    return {language: sorted(names) for language, names in found.items()}


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) and not any(word[0].islower() for word in name.split(" "))


def _requoted(text: str, chance: random.Random) -> Iterator[Edit]:
    opening, closing = chance.choice(_STYLES)
    inside = False
    for match in _QUOTES.finditer(text):
        mark = match.group().strip()
        inside = True if mark in "«“„" and mark else False if mark in "»”" else not inside
        yield Edit(match.start(), match.end(), opening if inside else closing)


def _shortened(article: Labelled, chance: random.Random) -> Iterator[Edit]:
    """Some paragraphs taken out whole, where no label goes over their edge."""
    spans = [
        span
        for label in article.labels
        for span in (*label.content, label.source, label.cue)
        if span
    ]
    for match in re.finditer(r"[^\n]+\n+", article.text):
        crossed = any(a < match.start() < b or a < match.end() < b for a, b in spans)
        if not crossed and chance.random() < _DROPPED:
            yield Edit(match.start(), match.end(), "")


def _renamed(article: Labelled, pool: Sequence[str], chance: random.Random) -> Labelled:
    """Persons under other names, the same wherever they are named by the full or the last name."""
    if not pool:
        return article
    edits: list[Edit] = []
    other: dict[str, str] = {}
    for label in article.labels:
        if label.kind != "person":
            continue
        for name in label.names:
            if _is_person(name) and name not in other and name in article.text:
                new = chance.choice(pool)
                other.setdefault(name, new)
                other.setdefault(name.split(" ")[-1], new.split(" ")[-1])
    for name in sorted(other, key=len, reverse=True):
        for start, end in mentions(article.text, [name]):
            if not any(start < e.end and end > e.start for e in edits):
                edits.append(Edit(start, end, other[name]))
    made = edited(article, edits)
    return replace(made, labels=tuple(_with_names(label, other) for label in made.labels))


def _with_names(label: Label, other: Mapping[str, str]) -> Label:
    return replace(
        label,
        names=tuple(dict.fromkeys(other.get(name, name) for name in label.names)),
        via=tuple(other.get(name, name) for name in label.via),
    )
