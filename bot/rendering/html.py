"""Replies as messages in Telegram's HTML, none longer than a message may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from bot.rendering.blocks import Block, Chain, Paragraph, Quote, Reply, Run, Style
from bot.rendering.splitting import cut_before

# Telegram counts 4,096 UTF-16 units after it has taken the tags away. The raw text is counted
# here, which is never less, and leaves room for one more character reference.
LIMIT: Final = 4_000
# Beyond about this, some eight lines on a phone, a quotation is folded up.
_FOLDED: Final = 350
# An address that is longer would crowd out the text; it is shown without its link.
_LONGEST_LINK: Final = 1_000
_WEB: Final = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_STYLES: Final = {
    Style.PLAIN: (),
    Style.STRONG: ("b",),
    Style.MARK: ("b",),
    Style.FAINT: ("i",),
    Style.CODE: ("code",),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text within tags, outermost first, each as it is opened (``a href="…"``)."""

    text: str
    tags: tuple[str, ...] = ()


def to_messages(reply: Reply) -> list[str]:
    """The reply as messages of HTML, in order; none where nothing of it can be seen.

    A message ends between blocks where it can, else after a paragraph, a sentence, a word; what
    is split goes on in the next one under the same tags.
    """
    messages: list[list[_Piece]] = []
    for block in reply.blocks:
        pieces = [piece for piece in _pieces(block) if piece.text]
        if not any(piece.text.strip() for piece in pieces):
            continue
        joined = [*messages[-1], _Piece("\n\n"), *pieces] if messages else pieces
        if messages and _length(joined) <= LIMIT:
            messages[-1] = joined
        else:
            messages += _split(pieces)
    return [_html(message) for message in messages]


def _pieces(block: Block) -> list[_Piece]:
    match block:
        case Paragraph():
            return _runs(block.runs)
        case Quote():
            folded = sum(len(run.text) for run in block.runs) > _FOLDED
            tag = "blockquote expandable" if folded else "blockquote"
            source = _runs(block.source)
            return [*_runs(block.runs, (tag,)), *([_Piece("\n"), *source] if source else [])]
        case Chain():
            return list(_chain(block))


def _chain(chain: Chain) -> Iterator[_Piece]:
    """The names in one line, those of articles that are here in bold; their notes in the next."""
    for number, hop in enumerate(chain.hops):
        if number:
            yield _Piece(" ← ")
        yield _Piece(_clean(hop.name), ("b",) if hop.read else ())
    yield _Piece("\n")
    yield _Piece(_clean(" ← ".join(hop.note for hop in chain.hops)), ("i",))


def _runs(runs: Iterable[Run], around: tuple[str, ...] = ()) -> list[_Piece]:
    return [
        _Piece(_clean(run.text), (*around, *_link(run.url), *_STYLES[run.style])) for run in runs
    ]


def _link(url: str | None) -> tuple[str, ...]:
    if url is None or _WEB.fullmatch(url) is None:
        return ()
    tag = f'a href="{escape(_clean(url))}"'
    return (tag,) if len(tag) <= _LONGEST_LINK else ()


def _clean(text: str) -> str:
    """Without halves of surrogate pairs, which no message can carry."""
    return _SURROGATE.sub("\ufffd", text)


def _html(pieces: Sequence[_Piece]) -> str:
    """The pieces, a tag that neighbours share opened once: a quotation is not two of them."""
    html = []
    for tag, group in groupby(pieces, key=lambda piece: piece.tags[0] if piece.tags else ""):
        if tag:
            inner = _html([_Piece(piece.text, piece.tags[1:]) for piece in group])
            html.append(f"<{tag}>{inner}</{tag.partition(' ')[0]}>")
        else:
            html += [escape(piece.text) for piece in group]
    return "".join(html)


def _length(pieces: Iterable[_Piece]) -> int:
    """UTF-16 units of the HTML, or a little more."""
    return sum(_overhead(piece) + sum(map(_units, piece.text)) for piece in pieces)


def _overhead(piece: _Piece) -> int:
    """Units of a piece's tags, opened and closed."""
    return sum(
        len("<></>") + len(tag) + sum(char > "\uffff" for char in tag) + len(tag.partition(" ")[0])
        for tag in piece.tags
    )


def _units(char: str) -> int:
    """UTF-16 units of one character once it is escaped."""
    return len(escape(char)) + (char > "\uffff")


def _split(pieces: list[_Piece]) -> list[list[_Piece]]:
    """The pieces in parts that fit in a message each; white space at a cut is dropped."""
    parts = []
    while (fitting := _fitting(pieces)) < (size := sum(len(piece.text) for piece in pieces)):
        text = "".join(piece.text for piece in pieces)
        cut = cut_before(text, fitting)
        head, tail = text[:cut].rstrip(), text[cut:].lstrip()
        if head.strip():
            parts.append(_slice(pieces, 0, len(head)))
        pieces = _slice(pieces, size - len(tail), size)
    return [*parts, pieces] if pieces else parts


def _fitting(pieces: Iterable[_Piece]) -> int:
    """How many characters, from the first on, fit in one message with their tags."""
    room, count = LIMIT, 0
    for piece in pieces:
        room -= _overhead(piece)
        for char in piece.text:
            room -= _units(char)
            if room < 0:
                return count
            count += 1
    return count


def _slice(pieces: Iterable[_Piece], start: int, end: int) -> list[_Piece]:
    """The pieces of the characters ``start`` to ``end``."""
    sliced, at = [], 0
    for piece in pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            sliced.append(_Piece(text, piece.tags))
    return sliced
