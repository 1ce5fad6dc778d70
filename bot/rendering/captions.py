"""Pictures as they are sent: with a caption that says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.evidence import chain_of, one_line
from bot.rendering.picture import answer_picture, finding_picture, pictured
from retrieval.model import Answer, Finding

# Telegram's limit, in UTF-16 units.
LONGEST_CAPTION: Final = 1_024
_LONGEST_NAME: Final = 120  # characters; a caption is for reading at a glance


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the words under it, plain and short enough for Telegram."""

    png: bytes
    caption: str


def picture_of_answer(answer: Answer, catalogue: Catalogue) -> Picture:
    """The chains of an answer that has findings. Takes some tenths of a second of CPU."""
    caption = caption_of(pictured(answer), catalogue)
    return Picture(answer_picture(answer, catalogue), caption)


def picture_of_finding(finding: Finding, catalogue: Catalogue) -> Picture:
    """The chain of one finding. Takes some tenths of a second of CPU."""
    return Picture(finding_picture(finding, catalogue), caption_of([finding], catalogue))


def caption_of(findings: Sequence[Finding], catalogue: Catalogue) -> str:
    """Who ← through whom, a chain a line; those that do not fit are counted."""
    lines = list(dict.fromkeys(_line(finding, catalogue) for finding in findings))
    for count in range(len(lines), 0, -1):
        left = len(lines) - count
        rest = [catalogue.say("picture-more", findings=left)] if left else []
        caption = "\n".join([*lines[:count], *rest])
        if _units(caption) <= LONGEST_CAPTION:
            return caption
    return _cut(lines[0], LONGEST_CAPTION)


def _line(finding: Finding, catalogue: Catalogue) -> str:
    hops = chain_of(finding, catalogue).hops
    return " ← ".join(_cut(one_line(hop.name), _LONGEST_NAME) for hop in hops)


def _cut(text: str, most: int) -> str:
    """The text, in no more UTF-16 units than ``most``."""
    if _units(text) <= most:
        return text
    text = text[: most - 1]
    while _units(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)
