"""Lines of text as pictures: any script, shaped, in its direction, with a font for each letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final
from unicodedata import bidirectional

import regex
import uharfbuzz as hb
from bidi import algorithm as bidi
from PIL import Image

from bot.rendering.fonts import UNITS, Face, covers, face_for, faces_for, font, written_in
from bot.rendering.line_breaks import clusters_of, units_of

Colour = tuple[int, int, int]

# Directions set by hand, and controls: they have no shape, and names do not need them.
_INVISIBLE: Final = regex.compile(
    r"[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Variation_Selector}]+"
)
# No-break spaces stay what they are.
_BLANKS: Final = regex.compile(r"[^\S\u00a0\u202f]+")
_COMMON: Final = regex.compile(r"\p{Script=Common}")
_MARK: Final = regex.compile(r"\p{Script=Inherited}")
# Of the size: what letters of most scripts take above and below the line they stand on.
_ABOVE: Final = 0.98
_BELOW: Final = 0.32
_LONGEST: Final = 400  # characters; no picture has room for more of one text


@dataclass(frozen=True, slots=True)
class Lettering:
    """How text is set. ``language`` is the article's; ``size`` in pixels to the em."""

    size: int
    bold: bool = False
    language: str = "und"


@dataclass(frozen=True, slots=True)
class _Glyph:
    font: hb.Font
    number: int
    x: int  # both in units, from where the line begins on its base
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is laid out. In pixels; ``above`` and ``below`` what its letters stand on."""

    text: str
    width: int
    above: int
    below: int
    right_to_left: bool
    glyphs: tuple[_Glyph, ...]

    @property
    def height(self) -> int:
        """From the top of the line to the top of the next."""
        return self.above + self.below

    def draw(self, image: Image.Image, left: int, top: int, colour: Colour) -> None:
        """Draws it into a picture."""
        raster = hb.RasterDraw()
        raster.scale_factor = (UNITS, UNITS)
        for glyph in self.glyphs:
            raster.transform = (1, 0, 0, 1, glyph.x, glyph.y)
            raster.draw_glyph(glyph.font, glyph.number)
        drawn = raster.render()
        size = drawn.extents
        if not size.width or not size.height:
            return  # blanks only
        pixels = (size.width, size.height)
        # HarfBuzz has the lowest row first.
        mask = Image.frombytes("L", pixels, drawn.buffer, "raw", "L", size.stride, -1)
        place = (left + size.x_origin, top + self.above - size.y_origin - size.height)
        image.paste(colour, place, mask)


def one_line(text: str, lettering: Lettering) -> Line:
    """The whole text in one line, however wide."""
    clean = clean_text(text)
    return _setter(clean, lettering)(clean)


def wrapped(text: str, lettering: Lettering, width: int, most: int) -> list[Line]:
    """The text in at most ``most`` lines that are no wider than ``width``; cut with an ellipsis."""
    clean = clean_text(text)
    laid_out = _setter(clean, lettering)
    lines: list[Line] = []
    rest = units_of(clean)
    while rest and len(lines) < most:
        taken = _fitting(rest, laid_out, width)
        if len(lines) == most - 1 and taken < len(rest):
            return [*lines, _cut("".join(rest), laid_out, width)]
        lines.append(laid_out("".join(rest[:taken]).strip()))
        rest = rest[taken:]
    return lines


def clean_text(text: str) -> str:
    """Without what has no shape; every run of white space one space; cut where it is endless."""
    visible = _INVISIBLE.sub("", _BLANKS.sub(" ", text[:_LONGEST]))
    return str(_BLANKS.sub(" ", visible)).strip()


def _setter(whole: str, lettering: Lettering) -> Callable[[str], Line]:
    """Sets parts of a text, all in the direction and with the fonts of the whole."""
    language = written_in(whole, lettering.language)
    lettering, faces = replace(lettering, language=language), faces_for(language)
    base: int = bidi.get_base_level(whole)  # 1 where it runs from right to left
    return lambda part: _laid_out(part, lettering, faces, base)


def _laid_out(text: str, lettering: Lettering, faces: Sequence[Face], base: int) -> Line:
    glyphs: list[_Glyph] = []
    x = 0
    above, below = round(_ABOVE * lettering.size), round(_BELOW * lettering.size)
    for run, face, level in _in_sight_order(list(_runs(text, faces, base))):
        shape = font(face, lettering.size, bold=lettering.bold)
        buffer = _shaped(run, shape, lettering.language, right_to_left=bool(level % 2))
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyph = _Glyph(shape, info.codepoint, x + place.x_offset, place.y_offset)
            glyphs.append(glyph)
            x += place.x_advance
            ink = shape.get_glyph_extents(info.codepoint)
            if ink is not None and ink.height:
                top, bottom = glyph.y + ink.y_bearing, glyph.y + ink.y_bearing + ink.height
                above, below = max(above, top // UNITS + 2), max(below, -bottom // UNITS + 2)
    return Line(text, -(-x // UNITS), above, below, base == 1, tuple(glyphs))


def _shaped(text: str, shape: hb.Font, language: str, *, right_to_left: bool) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.language = language
    buffer.guess_segment_properties()  # the script
    hb.shape(shape, buffer)
    return buffer


Run = tuple[str, Face, int]  # of one face and one level; odd levels run from right to left


def _runs(text: str, faces: Sequence[Face], base: int) -> Iterator[Run]:
    letters = zip(text, _faces(text, faces), _levels(text, base), strict=True)
    for (face, level), group in groupby(letters, key=lambda letter: letter[1:]):
        yield "".join(letter for letter, _, _ in group), face, level


def _in_sight_order(runs: list[Run]) -> list[Run]:
    """From left to right as they are seen (rule L2 of the bidirectional algorithm)."""
    highest = max((level for _, _, level in runs), default=0)
    for limit in range(highest, 0, -1):
        runs = list(_reversed_from(limit, runs))
    return runs


def _reversed_from(limit: int, runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, every sequence of those from a level on reversed."""
    for reverse, group in groupby(runs, key=lambda run: run[2] >= limit):
        sequence = list(group)
        yield from reversed(sequence) if reverse else sequence


def _faces(text: str, faces: Sequence[Face]) -> Iterator[Face]:
    """A face for each letter; marks and punctuation stay with what they follow."""
    last: Face | None = None
    for letter in text:
        stays = last is not None and (
            _MARK.match(letter)
            or (_COMMON.match(letter) and covers(last, letter) and not last.is_symbols)
        )
        if last is None or not stays:
            last = face_for(letter, faces) or last or faces[0]
        yield last


def _levels(text: str, base: int) -> list[int]:
    """The embedding level of each letter."""
    # Letters newer than Python's tables have no direction there; they are taken as Latin ones are.
    text = "".join(letter if bidirectional(letter) else "x" for letter in text)
    storage = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    resolved = iter(storage["chars"])
    levels: list[int] = []
    following = next(resolved, None)
    for letter in text:
        if following is not None and following["ch"] == letter:
            levels.append(following["level"])
            following = next(resolved, None)
        else:  # rule X9 leaves joiners out; they go with what they follow
            levels.append(levels[-1] if levels else base)
    return levels


def _fitting(units: list[str], laid_out: Callable[[str], Line], width: int) -> int:
    """How many units fit in a line; a first one that is too wide by itself is divided."""
    count = 0
    while count < len(units) and laid_out("".join(units[: count + 1]).strip()).width <= width:
        count += 1
    if count:
        return count
    clusters = clusters_of(units[0])
    part = 1
    while part < len(clusters) and laid_out("".join(clusters[: part + 1])).width <= width:
        part += 1
    units[:1] = ["".join(clusters[:part]), *filter(None, ["".join(clusters[part:])])]
    return 1


def _cut(text: str, laid_out: Callable[[str], Line], width: int) -> Line:
    """As much as fits before an ellipsis."""
    clusters = clusters_of(text)
    line = laid_out("…")
    for part in range(1, len(clusters) + 1):
        longer = laid_out("".join(clusters[:part]).rstrip() + "…")
        if longer.width > width:
            break
        line = longer
    return line
