"""Fonts for every script, from packages: which has a letter, and the letters' shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import regex
import uharfbuzz as hb

# HarfBuzz counts in whole units; with 64 to a pixel letters keep their places between pixels.
UNITS: Final = 64

_NOTO: Final = "manimgx_fonts"
_CJK: Final = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
_CJK_FACES: Final = {"ja": 0, "ko": 1, "zh": 2}
_KANA: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HANGUL: Final = regex.compile(r"\p{Hangul}")
# The one face without bold shapes is emboldened by this share of its size, as Noto's bold looks.
_EMBOLDENED: Final = 0.035
_BOLD: Final = 700
_REGULAR: Final = 400


@dataclass(frozen=True, slots=True)
class Face:
    """A font in a file; ``index`` in a collection."""

    package: str
    file: str
    index: int = 0

    @property
    def is_symbols(self) -> bool:
        """Whether its blanks and digits are made for symbols, and too wide for words."""
        return self.file.startswith(("NotoSansSymbols", "NotoEmoji"))

    @property
    def has_weights(self) -> bool:
        """Whether it has bold shapes of its own."""
        return self.package == _NOTO


def face_for(letter: str, faces: Iterable[Face]) -> Face | None:
    """The first of the faces that has the letter."""
    return next((face for face in faces if covers(face, letter)), None)


def written_in(text: str, language: str) -> str:
    """The language whose forms of letters a text takes: the article's, unless its letters tell.

    Characters that Chinese, Japanese and Korean share are written differently; kana and Hangul
    tell which it is.
    """
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else language


def faces_for(language: str) -> tuple[Face, ...]:
    """All faces, in the order in which they are asked for a letter."""
    cjk = Face(*_CJK, _CJK_FACES.get(language, _CJK_FACES["zh"]))
    first, *scripts, symbols, emoji = _noto()
    return (first, *scripts, cjk, symbols, emoji)


def covers(face: Face, letter: str) -> bool:
    """Whether a face has a letter."""
    return ord(letter) in _coverage(face)


@cache
def font(face: Face, size: int, *, bold: bool) -> hb.Font:
    """A face in a size, in pixels to the em, scaled to ``UNITS`` a pixel."""
    made = hb.Font(_loaded(face))
    made.scale = (size * UNITS, size * UNITS)
    if face.has_weights:
        made.set_variations({"wght": _BOLD if bold else _REGULAR})
    elif bold:
        made.synthetic_bold = (_EMBOLDENED, _EMBOLDENED, False)
    return made


@cache
def _noto() -> tuple[Face, ...]:
    """Latin, Greek and Cyrillic first; then one script each; symbols and emoji last."""
    return tuple(Face(_NOTO, name) for name in sorted(_upright(), key=_order))


def _upright() -> Iterator[str]:
    for file in files(_NOTO).iterdir():
        if file.name.endswith(".ttf") and "Italic" not in file.name:
            yield file.name


def _order(name: str) -> tuple[int, str]:
    # Some faces of other scripts have Latin letters too, and emoji have digits.
    places = {"NotoSans": 0, "NotoSansSymbols": 2, "NotoEmoji": 3}
    return places.get(name.partition("[")[0], 1), name


@cache
def _loaded(face: Face) -> hb.Face:
    path = files(face.package).joinpath(face.file)
    # From the path, so that the 19 MB of CJK are mapped and not read.
    return hb.Face(hb.Blob.from_file_path(str(path)), face.index)


@cache
def _coverage(face: Face) -> hb.Set:
    return _loaded(face).unicodes
