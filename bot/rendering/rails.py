"""Where the lines between stations run: a row for each station, lanes side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rail:
    """From the station in one row to that in a later one, down a lane."""

    start: int
    end: int
    lane: int


@dataclass(frozen=True, slots=True)
class Rails:
    """The lane of each row's station, and the rails.

    Attributes:
        width: how many lanes there are.
    """

    lanes: tuple[int, ...]
    rails: tuple[Rail, ...]
    width: int


def rails_of(rows: int, links: Iterable[tuple[int, int]]) -> Rails:
    """Lays the links out. All that lead to one station join in one lane, which ends there."""
    onwards: dict[int, list[int]] = {}
    for start, end in sorted(links):
        onwards.setdefault(start, []).append(end)
    bound: list[int | None] = []  # where each lane leads just now
    lanes: list[int] = []
    rails: list[Rail] = []
    for row in range(rows):
        lane = bound.index(row) if row in bound else _free(bound)
        bound[lane] = None
        lanes.append(lane)
        for end in onwards.get(row, ()):
            taken = bound.index(end) if end in bound else _free(bound, lane)
            bound[taken] = end
            rails.append(Rail(row, end, taken))
    return Rails(tuple(lanes), tuple(rails), len(bound))


def _free(bound: list[int | None], preferred: int = 0) -> int:
    """A lane that leads nowhere; a new one where all lead somewhere."""
    if preferred < len(bound) and bound[preferred] is None:
        return preferred
    if None in bound:
        return bound.index(None)
    bound.append(None)
    return len(bound) - 1
