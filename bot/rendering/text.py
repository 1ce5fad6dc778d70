"""Replies as text for a terminal, wrapped to its width; plain where nobody looks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.rendering.blocks import Action, Block, Chain, ChainHop, Paragraph, Quote, Reply, Run, Style

_NARROWEST: Final = 20  # columns; below this a line has no room for a word and its margin
_ARROW: Final = "  ←  "
_GAP: Final = "   "
_MARGIN: Final = "  "
_OF_THE_ANSWER: Final = frozenset({"more", "good", "bad"})
_STYLES: Final = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.MARK: "bold yellow",
    Style.FAINT: "dim",
    Style.CODE: "cyan",
}
# Escape sequences in an article must not steer the reader's terminal, nor lone surrogates end it.
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def to_text(reply: Reply, width: int, *, colour: bool, commands: bool = False) -> str:
    """The reply as lines of at most ``width`` columns, without a line end at the end.

    Args:
        reply: what is said.
        width: columns; CJK characters take two.
        colour: with ANSI sequences, for a terminal.
        commands: also name the commands that do what buttons do elsewhere.
    """
    console = _console(max(width, _NARROWEST))
    blocks = [lines for block in reply.blocks if (lines := _lines(block, console))]
    if commands and reply.actions:
        blocks.append(_actions(reply.actions, console))
    return "\n\n".join("\n".join(_line(line, colour=colour) for line in block) for block in blocks)


def _lines(block: Block, console: Console) -> list[Text]:
    match block:
        case Paragraph():
            return _wrapped(_text(block.runs), console, console.width)
        case Quote():
            return _quote(block, console)
        case Chain():
            return _chain(block, console)


def _quote(quote: Quote, console: Console) -> list[Text]:
    """The quotation between ❝ ❞, set in; under it, where it stands."""
    text = Text.assemble(_text(quote.runs), "❞")
    lines = _wrapped(text, console, console.width - cell_len(_MARGIN) - cell_len("❝"))
    first, later = f"{_MARGIN}❝", f"{_MARGIN} "
    shown = [Text.assemble(later if at else first, line) for at, line in enumerate(lines)]
    for line in shown:
        line.rstrip()
    room = console.width - cell_len(_MARGIN)
    source = _wrapped(_text(quote.source), console, room) if quote.source else []
    return shown + [Text.assemble(_MARGIN, line) for line in source]


def _chain(chain: Chain, console: Console) -> list[Text]:
    """Hops side by side with their notes below; one under the other where that is too wide."""
    hops = [_shown(hop) for hop in chain.hops]
    columns = [max(cell_len(hop.name), cell_len(hop.note)) for hop in hops]
    across = sum(columns) + cell_len(_ARROW) * (len(hops) - 1)
    if across <= console.width:
        names, notes = Text(), Text()
        for at, (hop, column) in enumerate(zip(hops, columns, strict=True)):
            names.append(_ARROW if at else "")
            names.append(_padded(hop.name, column), style="bold" if hop.read else "")
            notes.append(" " * cell_len(_ARROW) if at else "")
            notes.append(_padded(hop.note, column), style="dim")
        names.rstrip()
        notes.rstrip()
        return [names, notes]
    return _stacked(hops, console)


def _stacked(hops: Sequence[ChainHop], console: Console) -> list[Text]:
    """A hop a line; its note beside it, in a column of its own where all names leave room."""
    names = ["← " * bool(at) + hop.name for at, hop in enumerate(hops)]
    column = max(map(cell_len, names), default=0)
    notes = max((cell_len(hop.note) for hop in hops), default=0)
    aligned = column + cell_len(_GAP) + notes <= console.width
    lines: list[Text] = []
    for name, hop in zip(names, hops, strict=True):
        shown = _padded(name, column) if aligned else name
        text = Text.assemble(
            (shown, "bold" if hop.read else ""),
            _GAP if aligned else " · ",
            (hop.note, "dim"),
        )
        lines += _wrapped(text, console, console.width)
    return lines


def _shown(hop: ChainHop) -> ChainHop:
    return ChainHop(" ".join(_safe(hop.name).split()), _safe(hop.note), hop.read)


def _actions(actions: Iterable[Action], console: Console) -> list[Text]:
    """Each action as the command that does it: ``passage: /passage 12``."""
    shown = []
    for action in actions:
        verb, _, argument = action.data.partition(":")
        # What is about the whole answer needs no number: "more:3", "picture:0", "good:12".
        whole = verb in _OF_THE_ANSWER or argument == "0"
        command = f"/{verb}" if whole else f"/{verb} {argument}"
        # No-break spaces keep an action together; they go again once the line is laid out.
        shown.append(f"[{_safe(action.label)}: {command}]".replace(" ", "\u00a0"))
    lines = _wrapped(Text("  ".join(shown), style="dim"), console, console.width)
    return [Text(line.plain.replace("\u00a0", " "), style="dim") for line in lines]


def _text(runs: Iterable[Run]) -> Text:
    text = Text()
    for run in runs:
        text.append(_safe(run.text), style=_STYLES[run.style])
        if run.url is not None:
            text.append(f" ({_safe(run.url)})", style="dim")
    return text


def _safe(text: str) -> str:
    return _UNSAFE.sub("\ufffd", text).replace("\t", " ")


def _wrapped(text: Text, console: Console, width: int) -> list[Text]:
    lines = list(text.wrap(console, width))
    for line in lines:
        line.rstrip()
    return lines


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _console(width: int, *, colour: bool = False) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        _environ={},
    )


def _line(line: Text, *, colour: bool) -> str:
    if not colour:
        return line.plain
    console = _console(max(line.cell_len, 1), colour=True)
    with console.capture() as capture:
        console.print(line, end="", soft_wrap=True, highlight=False, markup=False, emoji=False)
    return capture.get()
