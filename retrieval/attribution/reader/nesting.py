"""Reports within reports: in whose words an attribution stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from retrieval.attribution.reader.decoding import Found
from retrieval.attribution.reader.passing import touches
from retrieval.attribution.reader.tokens import Tokens

_NEAR: Final = 40  # attributions on either side that are looked at: keeps the work linear
_BESIDE: Final = 4  # attributions of one quotation


def outer_of(number: int, found: Sequence[Found], tokens: Tokens) -> int | None:
    """The smallest attribution that has this one's cue, or what was said, in its content."""
    one = found[number]
    place = one.cue or one.content[0]
    best, size = None, 0
    for other in range(max(0, number - _NEAR), min(len(found), number + _NEAR)):
        each = found[other]
        if other == number or each.content == one.content:
            continue
        for start, end in each.content:
            within = start <= place[0] and place[1] <= end
            if within and (best is None or end - start < size):
                best, size = other, end - start
    return best if best is not None else _quoting(number, found, tokens)


def _quoting(number: int, found: Sequence[Found], tokens: Tokens) -> int | None:
    """The attribution of the quotation in which this one's cue and source stand."""
    one = found[number]
    inside = tokens.flags[:, 2]
    if one.cue is None or one.source is None or not inside[[one.cue[0], one.source[0]]].all():
        return None
    start, end = one.cue
    while start > 0 and inside[start - 1]:
        start -= 1
    while end < len(inside) and inside[end]:
        end += 1
    for other in range(max(0, number - _BESIDE), min(len(found), number + _BESIDE)):
        each = found[other]
        outside = each.cue is None or not start <= each.cue[0] < end
        if other != number and outside and touches((start, end), each.content):
            return other
    return None
