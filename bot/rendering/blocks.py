"""What a reply is made of, before any medium: paragraphs, quotations, chains, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a run of text looks. ``MARK`` is the stretch that carries the claim."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    CODE = "code"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in one style; with ``url`` a link."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the assistant's own words."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of an article, with the line that says where it stands."""

    runs: tuple[Run, ...]
    source: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainHop:
    """A hop of a source chain as shown: its name, and the note under it ("reported")."""

    name: str
    note: str
    read: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A source chain, nearest to the reader first."""

    hops: tuple[ChainHop, ...]


Block = Paragraph | Quote | Chain


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do next: a button in Telegram, a command in the terminal.

    Attributes:
        data: what the button sends back, at most 64 bytes: ``verb:argument``.
    """

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply."""

    blocks: tuple[Block, ...]
    actions: tuple[Action, ...] = ()
