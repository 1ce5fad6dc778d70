"""What the words of a cue, and of what was said, tell of the stance, in many languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from retrieval.arrays import Floats
from retrieval.attribution.reader.characters import content_spans, span_at
from retrieval.attribution.reader.decoding import Found
from retrieval.attribution.reader.tokens import Tokens

_TOLD: Final = ("deny", "accuse", "doubt", "demand", "promise")
STANCE_FEATURES: Final = 4 * len(_TOLD) + 3
_AFTER: Final = 24  # characters after a cue that may belong to it ("hits | out at")
_HEAD: Final = 40  # characters with which what was said begins
_OFTEN: Final = 3  # words that tell the same; more tell no more
_STEM: Final = 4  # letters from which a word of what was said may go on otherwise
# In these scripts, and with an apostrophe, a word need not begin after a space.
_ANYWHERE: Final = re.compile(
    "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff'\u2019?\uff1f\u061f]"
)


def stance_features(text: str, tokens: Tokens, found: Found) -> Floats:
    """Shape (STANCE_FEATURES,): words for each stance in and after the cue, and in the content."""
    cue = span_at(text, tokens, found.cue) if found.cue is not None else None
    content = content_spans(text, tokens, found.content)
    said = " ".join(span.of(text) for span in content).lower()
    begins = cue.end if cue else 0
    inside = cue.of(text).lower() if cue else ""
    after = text[begins : begins + _AFTER].lower() if cue else ""
    words = _words()
    return np.array(
        [
            *(_count(pattern, inside, 1) for pattern in words["cue"]),
            *(_count(pattern, after, 1) for pattern in words["cue"]),
            *(_count(pattern, said[:_HEAD], 1) for pattern in words["content"]),
            *(_count(pattern, said, _OFTEN) / _OFTEN for pattern in words["content"]),
            float(cue is None),
            float(said.endswith("!")),
            np.log1p(len(said)) / 6,
        ],
        dtype=np.float32,
    )


def _count(pattern: re.Pattern[str], text: str, most: int) -> float:
    count = 0
    for _ in pattern.finditer(text):
        count += 1
        if count == most:
            break
    return float(count)


@cache
def _words() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = (files("retrieval.attribution.reader") / "stances.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    least = {"cue": 1, "content": _STEM}
    return {
        where: tuple(_pattern(data[where][stance], least[where]) for stance in _TOLD)
        for where in least
    }


def _pattern(stems: Iterable[str], least: int) -> re.Pattern[str]:
    """Matches at the beginning of a word; stems shorter than ``least`` are whole words.

    Whether a word begins is asked once at each place, and not for each stem.
    """
    ways, anywhere = [], []
    for stem in sorted(set(stems), key=lambda each: (-len(each), each)):
        escaped = re.escape(stem)
        if _ANYWHERE.search(stem):
            anywhere.append(escaped)
            ways.append(escaped)
        else:
            ways.append(escaped + (r"(?!\w)" if len(stem) < least else ""))
    return re.compile("|".join((rf"(?<!\w)(?:{'|'.join(ways)})", *anywhere)))
