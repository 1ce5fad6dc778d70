"""Shapes on a sheet: rounded boxes, discs, rails, whole or dashed, without jagged edges."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

from bot.rendering.lettering import Colour, Line

Point = tuple[float, float]

# Shapes are drawn so many times as large, and made smaller again: Pillow draws hard edges.
_FINER: Final = 2
_DASH: Final = (11.0, 8.0)  # pixels drawn, pixels left out
_STEPS: Final = 10  # chords of a quarter circle, or of a bend; at these sizes nobody sees them


class Canvas:
    """A sheet on which shapes are drawn, and text above them. Pixels from the top left."""

    def __init__(self, width: int, height: int, background: Colour) -> None:
        self._size = (width, height)
        self._shapes = Image.new("RGB", (width * _FINER, height * _FINER), background)
        self._draw = ImageDraw.Draw(self._shapes)
        self._lines: list[tuple[Line, int, int, Colour]] = []

    def box(
        self,
        edges: tuple[float, float, float, float],
        radius: float,
        *,
        fill: Colour,
        outline: Colour | None = None,
        dashed: bool = False,
    ) -> None:
        """A box with round corners; ``edges`` are left, top, right, bottom."""
        self._draw.rounded_rectangle([edge * _FINER for edge in edges], radius * _FINER, fill=fill)
        if outline is not None:
            self.path(list(_perimeter(edges, radius)), outline, 3, dashed=dashed)

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        """A filled circle."""
        x, y = (part * _FINER for part in centre)
        reach = radius * _FINER
        self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=fill)

    def triangle(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled triangle."""
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)

    def path(self, points: Sequence[Point], colour: Colour, width: int, *, dashed: bool) -> None:
        """A line through the points, with round joints."""
        pieces = _dashes(points) if dashed else [points]
        for piece in pieces:
            scaled = [(x * _FINER, y * _FINER) for x, y in piece]
            self._draw.line(scaled, fill=colour, width=width * _FINER, joint="curve")

    def text(self, line: Line, left: int, top: int, colour: Colour) -> None:
        """A line of text."""
        self._lines.append((line, left, top, colour))

    def block(self, lines: Sequence[Line], left: int, top: int, colour: Colour) -> int:
        """Lines below each other, from the side on which they begin; where the next would stand."""
        width = max((line.width for line in lines), default=0)
        for line in lines:
            indent = width - line.width if line.right_to_left else 0
            self.text(line, left + indent, top, colour)
            top += line.height
        return top

    def png(self) -> bytes:
        """The picture."""
        image = self._shapes.resize(self._size, Image.Resampling.BOX)
        for line, left, top, colour in self._lines:
            line.draw(image, left, top, colour)
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()


def bend(start: Point, end: Point) -> Iterator[Point]:
    """From one point to another below and beside it, leaving and arriving upright (Bézier)."""
    pull = (end[1] - start[1]) * 0.6  # how far it goes on upright, so that it leaves no corner
    for step in range(4 * _STEPS + 1):
        share = step / (4 * _STEPS)
        rest = 1 - share
        sideways = share**2 * (3 - 2 * share)
        down = (
            rest**3 * start[1]
            + 3 * rest**2 * share * (start[1] + pull)
            + 3 * rest * share**2 * (end[1] - pull)
            + share**3 * end[1]
        )
        yield start[0] + (end[0] - start[0]) * sideways, down


def _perimeter(edges: tuple[float, float, float, float], radius: float) -> Iterator[Point]:
    left, top, right, bottom = edges
    corners = [
        (right - radius, top + radius, -90),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    ]
    for x, y, start in corners:
        for step in range(_STEPS + 1):
            angle = math.radians(start + 90 * step / _STEPS)
            yield x + radius * math.cos(angle), y + radius * math.sin(angle)
    yield right - radius, top


def _dashes(points: Iterable[Point]) -> Iterator[list[Point]]:
    """The path in dashes that bend with it."""
    drawn: list[Point] = []
    left, drawing = _DASH[0], True
    for start, end in pairwise(points):
        length = math.dist(start, end)
        done = 0.0
        while length - done > left:
            done += left
            share = done / length
            at = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if drawing:
                yield [*drawn, at] if drawn else [start, at]
            drawing = not drawing
            drawn, left = [at] if drawing else [], _DASH[0] if drawing else _DASH[1]
        left -= length - done
        if drawing:
            drawn = [*(drawn or [start]), end]
    if drawing and len(drawn) > 1:
        yield drawn
