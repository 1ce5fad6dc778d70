"""The chains of an answer as a picture for a phone: from what was read down to the origins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.canvas import Canvas, Point, bend
from bot.rendering.cards import INK, PAPER, QUIET, READ, REPORTED, Card, card_of, gap_line
from bot.rendering.graph import Gap, Graph, graph_of
from bot.rendering.lettering import Colour, Lettering, Line, wrapped
from bot.rendering.rails import Rails, rails_of
from retrieval.model import Answer, Finding, Span

# A phone in portrait is about 1,080 pixels wide and shows 2,400 of height at once; Telegram keeps
# photos up to 2,560 as they are.
WIDTH: Final = 1_080
HIGHEST: Final = 2_400

_MARGIN: Final = 44
_RAIL: Final[Colour] = (74, 80, 98)
_LANE: Final = 56
_LANES_ROOM: Final = 300  # beyond this lanes come closer, so that names keep their room
_DISC: Final = 17
_GAP: Final = 40
_APART: Final = 26
_LEGEND_GAP: Final = 12
_LEGEND_ROOM: Final = WIDTH - 2 * _MARGIN - 2 * _LANE
_NAME_LINES: Final = 3
_TITLE: Final = Lettering(42, bold=True)
_SMALL: Final = Lettering(27)
_STRONG: Final = Lettering(32, bold=True)
_LEGEND: Final = ("read", "reported", "origin")


def answer_picture(answer: Answer, catalogue: Catalogue) -> bytes:
    """The chains of the close findings, as PNG, under the question. Takes some 0.1 s of CPU.

    Findings for which there is no room are counted at the bottom. The answer must have findings.
    """
    findings = pictured(answer)
    articles = len({finding.article.id for finding in findings})
    totals = catalogue.say("answer-totals", articles=articles, origins=answer.origins)
    title = Lettering(_TITLE.size, bold=True, language=answer.query.language)
    heads = _Heads(_lines(answer.query.text, title, 3), _lines(totals, _SMALL, 2))
    return _picture(findings, heads, catalogue)


def pictured(answer: Answer) -> tuple[Finding, ...]:
    """The findings that stand for an answer: the close ones; where none is, all."""
    return answer.close or answer.findings


def finding_picture(finding: Finding, catalogue: Catalogue) -> bytes:
    """The chain of one finding, as PNG, under the words that carry the claim."""
    marked = Span.around(finding.highlights) if finding.highlights else finding.quote
    title = Lettering(36, bold=True, language=finding.article.language)
    words = catalogue.say("picture-quoted", words=marked.of(finding.article.text))
    heads = _Heads(_lines(words, title, 3), [])
    return _picture([finding], heads, catalogue)


@dataclass(frozen=True, slots=True)
class _Heads:
    """What stands above the graph."""

    title: Sequence[Line]
    subtitle: Sequence[Line]

    @property
    def height(self) -> int:
        return _height(self.title) + _height(self.subtitle)


def _picture(findings: Sequence[Finding], heads: _Heads, catalogue: Catalogue) -> bytes:
    """With all findings if they fit, set densely if they must; else with as many as fit."""
    sheet = _Sheet.of(findings, 0, heads, catalogue)
    for count in range(len(findings), 0, -1):
        if sheet.height <= HIGHEST:
            return sheet.png()
        sheet = _Sheet.of(findings[:count], len(findings) - count, heads, catalogue, dense=True)
    if sheet.height > HIGHEST:  # one chain alone is too long: its names in one line each
        rest = len(findings) - 1
        sheet = _Sheet.of(findings[:1], rest, heads, catalogue, dense=True, name_lines=1)
    return sheet.png()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All that the picture shows, with where it stands."""

    heads: _Heads
    rows: Sequence[Card | Line]
    rails: Rails
    feet: Sequence[Line]
    legend: Sequence[Sequence[Line]]

    @classmethod
    def of(  # noqa: PLR0913 - what is shown, and how
        cls,
        findings: Sequence[Finding],
        left_out: int,
        heads: _Heads,
        catalogue: Catalogue,
        *,
        dense: bool = False,
        name_lines: int = _NAME_LINES,
    ) -> _Sheet:
        graph: Graph = graph_of(findings, catalogue)
        rails = rails_of(len(graph.stations), graph.links)
        width = WIDTH - _MARGIN - _cards_left(rails)
        return cls(
            heads=heads,
            rows=[
                gap_line(station, catalogue)
                if isinstance(station, Gap)
                else card_of(station, width, catalogue, most=name_lines, dense=dense)
                for station in graph.stations
            ],
            rails=rails,
            feet=_lines(catalogue.say("picture-more", findings=left_out), _STRONG, 1)
            if left_out
            else (),
            legend=[
                wrapped(catalogue.say(f"picture-legend-{mark}"), _SMALL, _LEGEND_ROOM, 2)
                for mark in _LEGEND
            ],
        )

    @property
    def height(self) -> int:
        """In pixels."""
        legend = sum(_height(lines) + _LEGEND_GAP for lines in self.legend)
        return self._legend_top + legend + _MARGIN - _LEGEND_GAP

    @property
    def _tops(self) -> list[int]:
        """Of each row."""
        tops, y = [], _MARGIN + self.heads.height + 28 - _GAP
        reached = 0
        for number, row in enumerate(self.rows):
            apart = _APART if number > reached else 0  # no rail leads on: another story begins
            y += _GAP + apart + (row.cue_height if isinstance(row, Card) else 0)
            ends = (rail.end for rail in self.rails.rails if rail.start == number)
            reached = max(reached, number, *ends)
            tops.append(y)
            y += row.height
        return tops

    @property
    def _feet_top(self) -> int:
        return self._tops[-1] + self.rows[-1].height + 30

    @property
    def _legend_top(self) -> int:
        return self._feet_top + _height(self.feet) + (26 if self.feet else 8)

    def png(self) -> bytes:
        canvas = Canvas(WIDTH, self.height, PAPER)
        y = canvas.block(self.heads.title, _MARGIN, _MARGIN, INK)
        canvas.block(self.heads.subtitle, _MARGIN, y, QUIET)
        self._draw_rails(canvas)
        left = _cards_left(self.rails)
        for row, top in zip(self.rows, self._tops, strict=True):
            if isinstance(row, Card):
                row.draw(canvas, left, top, WIDTH - _MARGIN)
            else:
                canvas.text(row, left, top, QUIET)
        for number in range(len(self.rows)):
            self._draw_disc(canvas, number)
        canvas.block(self.feet, left, self._feet_top, INK)
        self._draw_legend(canvas)
        return canvas.png()

    def _disc(self, number: int) -> Point:
        row, top = self.rows[number], self._tops[number]
        middle = row.middle if isinstance(row, Card) else row.height // 2
        return _lane_x(self.rails, self.rails.lanes[number]), top + middle

    def _draw_rails(self, canvas: Canvas) -> None:
        ends = {rail.end for rail in self.rails.rails}
        for rail in self.rails.rails:
            start, end = self._disc(rail.start), self._disc(rail.end)
            x = _lane_x(self.rails, rail.lane)
            row = self.rows[rail.start]
            bent = (x, self._tops[rail.start] + row.height + _GAP // 2)
            path = [start, *bend((start[0], start[1] + _DISC), bent), end]
            canvas.path(path, _RAIL, 6, dashed=False)
        for number in ends:
            x, y = self._disc(number)
            tip = y - _DISC - 8
            canvas.triangle([(x - 15, tip - 22), (x + 15, tip - 22), (x, tip)], _RAIL)

    def _draw_disc(self, canvas: Canvas, number: int) -> None:
        x, y = self._disc(number)
        row = self.rows[number]
        if isinstance(row, Card):
            _draw_station(canvas, (x, y), read=row.read, origin=row.origin)
        else:
            for offset in (-14, 0, 14):
                canvas.disc((x, y + offset), 8, PAPER)
                canvas.disc((x, y + offset), 4, _RAIL)

    def _draw_legend(self, canvas: Canvas) -> None:
        y = self._legend_top
        for mark, lines in zip(_LEGEND, self.legend, strict=True):
            centre = (_MARGIN + _DISC + 8, y + lines[0].height / 2)
            read, origin = mark == "read", mark == "origin"
            _draw_station(canvas, centre, read=read, origin=origin, small=True)
            y = canvas.block(lines, _MARGIN + _LANE + 12, y, QUIET) + _LEGEND_GAP


def _draw_station(
    canvas: Canvas, centre: Point, *, read: bool, origin: bool, small: bool = False
) -> None:
    """A disc, full with a tick where it was read, else hollow; in a ring where the trace ends."""
    x, y = centre
    radius = _DISC - 4 if small else _DISC
    colour = READ if read else REPORTED
    if origin and small:
        colour = INK
    if origin:
        canvas.disc(centre, radius + 9, colour)
        canvas.disc(centre, radius + 5, PAPER)
    canvas.disc(centre, radius, colour)
    if read:
        reach = radius / 17
        tick = [(x - 7 * reach, y), (x - 2 * reach, y + 6 * reach), (x + 8 * reach, y - 6 * reach)]
        canvas.path(tick, PAPER, 4, dashed=False)
    else:
        canvas.disc(centre, radius - 6, PAPER)


def _cards_left(rails: Rails) -> int:
    return round(_lane_x(rails, rails.width - 1)) + _DISC + 30


def _lane_x(rails: Rails, lane: int) -> float:
    step = min(_LANE, _LANES_ROOM / max(rails.width, 1))
    return _MARGIN + _DISC + 9 + lane * step


def _lines(text: str, lettering: Lettering, most: int) -> list[Line]:
    return wrapped(text, lettering, WIDTH - 2 * _MARGIN, most)


def _height(lines: Sequence[Line]) -> int:
    return sum(line.height for line in lines)
