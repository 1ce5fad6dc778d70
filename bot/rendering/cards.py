"""A station of the graph as a card: its texts laid out, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.canvas import Canvas
from bot.rendering.graph import Gap, Station
from bot.rendering.lettering import Colour, Lettering, Line, one_line, wrapped

INK: Final[Colour] = (27, 31, 42)
QUIET: Final[Colour] = (88, 94, 108)
PAPER: Final[Colour] = (250, 249, 245)
# Told apart by shape as well (whole and dashed, full and hollow), and by lightness to the
# colour-blind: against paper, contrasts of 6.7 and 5.3 to 1.
READ: Final[Colour] = (13, 99, 84)
REPORTED: Final[Colour] = (158, 84, 14)
_READ_CARD: Final[Colour] = (226, 241, 235)
_REPORTED_CARD: Final[Colour] = (255, 255, 255)

_NAME: Final = 40
_DETAIL: Final = 28
_PAD: Final = 20
_RADIUS: Final = 20
_BETWEEN: Final = 8
_PILL_PAD: Final = 16
_PILL_GAP: Final = 12
_BESIDE: Final = 32
_TELLING: Final = 2  # details: kind and date
_MARK: Final = Lettering(26, bold=True)
_DETAILS: Final = Lettering(_DETAIL)


@dataclass(frozen=True, slots=True)
class Card:
    """A station's texts in a width. Pixels.

    Attributes:
        cue: the words that attribute the claim to it; they stand above the card.
        marks: in pills: whether it was read, whether it is an origin.
        beside: marks and details stand beside the name, not below it.
    """

    read: bool
    origin: bool
    cue: tuple[Line, ...]
    name: tuple[Line, ...]
    mention: tuple[Line, ...]
    marks: tuple[Line, ...]
    details: tuple[Line, ...]
    beside: bool

    @property
    def colour(self) -> Colour:
        """That of its outline, its pill and its disc."""
        return READ if self.read else REPORTED

    @property
    def cue_height(self) -> int:
        """Above the card."""
        return sum(line.height for line in self.cue)

    @property
    def height(self) -> int:
        """Of the card itself."""
        lines = sum(line.height for line in (*self.name, *self.mention))
        return 2 * _PAD + lines + (0 if self.beside else _BETWEEN + self._marks_height)

    @property
    def middle(self) -> int:
        """Of the first line of the name, from the top of the card."""
        return _PAD + self.name[0].height // 2

    @property
    def _pill_height(self) -> int:
        return max(line.height for line in self.marks) + 4

    @property
    def _marks_height(self) -> int:
        return max(self._pill_height, sum(line.height for line in self.details))

    def draw(self, canvas: Canvas, left: int, top: int, right: int) -> None:
        """Draws the card; its cue goes above ``top``."""
        canvas.block(self.cue, left + _PAD, top - self.cue_height - _BETWEEN, INK)
        canvas.box(
            (left, top, right, top + self.height),
            _RADIUS,
            fill=_READ_CARD if self.read else _REPORTED_CARD,
            outline=self.colour,
            dashed=not self.read,
        )
        y = canvas.block(self.name, left + _PAD, top + _PAD, INK)
        y = canvas.block(self.mention, left + _PAD, y, QUIET)
        if self.beside:
            width = _marks_width(self.marks) + max((d.width for d in self.details), default=0)
            x = right - _PAD - width
            self._draw_marks(canvas, x, top + self.middle - self._pill_height // 2)
        else:
            self._draw_marks(canvas, left + _PAD, y + _BETWEEN)

    def _draw_marks(self, canvas: Canvas, left: int, top: int) -> None:
        x = left
        for number, line in enumerate(self.marks):
            full = self.read or number > 0
            colour = INK if number else self.colour
            canvas.box(
                (x, top, x + line.width + 2 * _PILL_PAD, top + self._pill_height),
                self._pill_height / 2,
                fill=colour if full else _REPORTED_CARD,
                outline=None if full else colour,
                dashed=not full,
            )
            canvas.text(line, x + _PILL_PAD, top + 2, PAPER if full else colour)
            x += line.width + 2 * _PILL_PAD + _PILL_GAP
        canvas.block(self.details, x, top + 1, QUIET)


def card_of(station: Station, width: int, catalogue: Catalogue, *, most: int, dense: bool) -> Card:
    """Lays a station out.

    Args:
        station: what is shown.
        width: of the card.
        catalogue: the asker's language.
        most: lines of the name.
        dense: the least telling is left out, and the rest goes beside a name that leaves room.
    """
    room = width - 2 * _PAD
    marks = [one_line(catalogue.say(f"note-{_access(station)}"), _MARK)]
    if station.origin and not dense:  # the ring around its disc says so too
        marks.append(one_line(catalogue.say("picture-origin"), _MARK))
    taken = _marks_width(marks)
    named = Lettering(_NAME, bold=True, language=station.language)
    quoted = Lettering(_DETAIL, language=station.language)

    def quote(words: str) -> str:
        return catalogue.say("picture-quoted", words=words)

    name = wrapped(station.name, named, room, most) or [one_line("?", named)]
    told = station.details[:_TELLING] if dense else station.details
    details = wrapped(" · ".join(told), _DETAILS, room - taken, min(most, 2))
    across = name[0].width + _BESIDE + taken + max((line.width for line in details), default=0)
    return Card(
        read=station.read,
        origin=station.origin,
        cue=tuple(wrapped(" · ".join(map(quote, station.cues)), quoted, room, 1)),
        name=tuple(name),
        mention=tuple(wrapped(quote(station.mention), quoted, room, min(most, 2)))
        if station.mention
        else (),
        marks=tuple(marks),
        details=tuple(details),
        beside=dense and len(name) == 1 and len(details) <= 1 and across <= room,
    )


def _marks_width(marks: Sequence[Line]) -> int:
    """Of the pills, with the gap after each."""
    return sum(line.width + 2 * _PILL_PAD + _PILL_GAP for line in marks)


def gap_line(gap: Gap, catalogue: Catalogue) -> Line:
    """That some hops are left out."""
    return one_line(catalogue.say("picture-more-hops", hops=gap.hops), Lettering(_DETAIL))


def _access(station: Station) -> str:
    return "read" if station.read else "reported"
