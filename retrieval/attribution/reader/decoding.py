"""From tag scores to attributions as stretches of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.arrays import Floats
from retrieval.attribution.reader.tagger import About, Tagger
from retrieval.attribution.reader.tokens import Tokens
from retrieval.attribution.reader.viterbi import best_path, spans_of
from retrieval.attribution.reader.windows import Windows

States = NDArray[np.float16] | NDArray[np.float32]
Place = tuple[int, int]  # first token, token after the last

_CUE_BIAS: Final = 1.0
_LEAST_SOURCE: Final = 0.05
_SAME: Final = 0.6
_COVERED: Final = 0.3
_LEAST_CONTENT: Final = 3
_NEAR_CUE: Final = 25
_NEAR_SOURCE: Final = 30
_CUES_AT_ONCE: Final = 64


@dataclass(slots=True)
class Found:
    """An attribution, in tokens of the article.

    Attributes:
        via: where the cue's own surroundings name an intermediary.
        score: mean log-probability of its content.
        passing: for each token from ``first`` on, how likely it names an intermediary, shape (n,).
    """

    source: Place | None
    cue: Place | None
    content: tuple[Place, ...]
    via: tuple[Place, ...] = ()
    score: float = 0.0
    tokens: frozenset[int] = field(default_factory=frozenset)
    passing: Floats | None = field(default=None, compare=False, repr=False)
    first: int = 0

    def passed(self, place: Place) -> float:
        """How likely the tokens of a place name an intermediary, by the cue's surroundings."""
        if self.passing is None:
            return 0.0
        part = self.passing[max(0, place[0] - self.first) : max(0, place[1] - self.first)]
        return float(part.max()) if len(part) else 0.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """Attributions and the names by which sources are called in the article."""

    found: list[Found]
    names: list[Place]


def decode(tagger: Tagger, tokens: Tokens, windows: Windows, states: Sequence[States]) -> Tagged:
    """Reads one article; ``states``: for each window, shape (layers, length, 384)."""
    flags = [tokens.flags[a:b] for a, b in windows.spans]
    base = _base(tagger, states, flags)
    flat = np.empty((len(tokens), 4, 3), dtype=np.float32)
    for number, (start, end) in enumerate(windows.spans):
        mine = windows.owner[start:end] == number
        flat[start:end][mine] = tagger.flat(base[number][mine])
    scores = flat.transpose(1, 0, 2).copy()
    scores[2, :, 1:] += _CUE_BIAS
    tags = best_path(scores, 1)
    contents, sources, cues, names = (spans_of(row, 1) for row in tags)
    placed = []
    for start, end in cues:
        window = int(windows.owner[start])
        a, b = windows.spans[window]
        placed.append((window, start - a, min(end, b) - a))
    abouts = [
        about
        for first in range(0, len(placed), _CUES_AT_ONCE)
        for about in tagger.about(base, flags, placed[first : first + _CUES_AT_ONCE])
    ]
    found = []
    paths = [
        path
        for first in range(0, len(abouts), _CUES_AT_ONCE)
        for path in _paths(abouts[first : first + _CUES_AT_ONCE])
    ]
    for cue, (window, _, _), about, path in zip(cues, placed, abouts, paths, strict=True):
        one = _found(cue, about, path, windows.spans[window][0] + about.first, sources)
        if one is not None:
            found.append(one)
    kept = _distinct(found)
    kept += _uncued(contents, sources, cues, kept)
    kept.sort(key=lambda each: each.content[0])
    return Tagged(kept, [_in_paragraph(name, tokens) for name in names])


def _in_paragraph(name: Place, tokens: Tokens) -> Place:
    """A name without what stands in the next paragraph."""
    breaks = np.flatnonzero(tokens.flags[name[0] + 1 : name[1], 0])
    return (name[0], name[0] + 1 + int(breaks[0])) if len(breaks) else name


def _base(tagger: Tagger, states: Sequence[States], flags: Sequence[Floats]) -> list[Floats]:
    out: list[Floats] = []
    for first in range(0, len(states), 8):
        part = states[first : first + 8]
        lengths = np.array([each.shape[1] for each in part], dtype=np.int32)
        longest = int(lengths.max())
        x = np.zeros((len(part), part[0].shape[0], longest, part[0].shape[2]), dtype=np.float32)
        f = np.zeros((len(part), longest, flags[0].shape[1]), dtype=np.float32)
        for row, each in enumerate(part):
            x[row, :, : lengths[row]] = each
            f[row, : lengths[row]] = flags[first + row]
        made = tagger.base(x, f, lengths)
        out += [made[row, :n] for row, n in enumerate(lengths.tolist())]
    return out


def _paths(abouts: Sequence[About]) -> list[NDArray[np.int64]]:
    """The best tags about each cue."""
    lengths = np.array([len(each.logits) for each in abouts], dtype=np.int32)
    scores = np.zeros((len(abouts), int(lengths.max()), abouts[0].logits.shape[1]), np.float32)
    for row, each in enumerate(abouts):
        scores[row, : lengths[row]] = each.logits
    tags = best_path(scores, 3, lengths)
    return [tags[row, :n] for row, n in enumerate(lengths.tolist())]


def _found(
    cue: Place, about: About, tags: NDArray[np.int64], first: int, sources: Sequence[Place]
) -> Found | None:
    """The source and content of one cue, moved to the article's tokens."""
    contents = spans_of(tags, 3)
    if not contents:
        return None
    chance = np.exp(about.logits[:, 1:3]).sum(1)
    spoken = spans_of(tags, 1) or _likely_source(about.logits, chance, first, sources)
    source = max(
        spoken,
        key=lambda s: float(chance[max(s[0], 0) : max(s[1], 1)].max(initial=0.0)),
        default=None,
    )
    moved = tuple((a + first, b + first) for a, b in contents)
    return Found(
        source=(source[0] + first, source[1] + first) if source else None,
        cue=cue,
        content=moved,
        via=tuple((a + first, b + first) for a, b in spans_of(tags, 5)),
        score=float(np.mean([about.logits[a:b, 3:5].max() for a, b in contents])),
        tokens=frozenset(t for a, b in moved for t in range(a, b)),
        passing=np.exp(about.logits[:, 5:7]).sum(1),
        first=first,
    )


def _likely_source(
    logits: Floats, chance: Floats, first: int, sources: Sequence[Place]
) -> list[Place]:
    """The likeliest source where none was tagged: one tagged apart, or its neighbourhood."""
    peak = int(chance.argmax())
    if chance[peak] <= _LEAST_SOURCE:
        return []
    for start, end in sources:
        if start <= peak + first < end:
            return [(start - first, end - first)]
    left = right = peak
    while left > 0 and chance[left - 1] > 0.4 * chance[peak] and logits[left, 1] < logits[left, 2]:
        left -= 1
    while (
        right + 1 < len(chance)
        and chance[right + 1] > 0.4 * chance[peak]
        and logits[right + 1, 2] > logits[right + 1, 1]
    ):
        right += 1
    return [(left, right + 1)]


def _distinct(found: list[Found]) -> list[Found]:
    """Without those that say again what a surer one says."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: -each.score):
        if not any(_alike(one, other) for other in kept):
            kept.append(one)
    return kept


def _alike(one: Found, other: Found) -> bool:
    """Whether both have nearly the same content, or the same source by two cues of one frame.

    "According to RT, officials told …" are two: the cue of one is in the content of the other.
    """
    shared = len(one.tokens & other.tokens)
    nested = any(
        a.cue is not None and a.cue[0] in b.tokens for a, b in ((one, other), (other, one))
    )
    if nested and one.source != other.source:
        return False
    if shared > _SAME * len(one.tokens | other.tokens):
        return True
    framed = one.source is not None and one.source == other.source and one.cue and other.cue
    return bool(framed) and not nested and shared > _SAME * min(len(one.tokens), len(other.tokens))


def _uncued(
    contents: Sequence[Place], sources: Sequence[Place], cues: Sequence[Place], kept: list[Found]
) -> list[Found]:
    """Contents that no cue claimed, with the nearest source and cue."""
    covered = frozenset(t for each in kept for t in each.tokens)
    found = []
    for start, end in contents:
        if end - start < _LEAST_CONTENT:
            continue
        if sum(t in covered for t in range(start, end)) > _COVERED * (end - start):
            continue

        def gap(place: Place, start: int = start, end: int = end) -> int:
            return max(place[0] - end, start - place[1], 0)

        cue = min((c for c in cues if gap(c) < _NEAR_CUE), key=gap, default=None)
        source = min(
            (s for s in sources if gap(s) < _NEAR_SOURCE),
            key=lambda s: gap(s) + (min(abs(s[0] - cue[1]), abs(s[1] - cue[0])) if cue else 0),
            default=None,
        )
        if source is not None or cue is not None:
            found.append(
                Found(source, cue, ((start, end),), tokens=frozenset(range(start, end)), score=-9.0)
            )
    return found
