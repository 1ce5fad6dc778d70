"""A finding as one of several to choose from: a title, a line under it, and what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Block, Reply
from bot.rendering.evidence import chain_of, finding_quote, headline, one_line
from bot.rendering.html import to_messages
from bot.rendering.others import also_in
from bot.rendering.verdicts import verdict_line
from retrieval.model import Answer, Finding, Span

# What Telegram shows of each on a phone: about two lines of title, and two below.
_TITLE: Final = 120
_DESCRIPTION: Final = 160


@dataclass(frozen=True, slots=True)
class Choice:
    """A finding to choose.

    Attributes:
        id: the same for the same finding, at most 64 bytes.
        html: the message that is sent when it is chosen.
    """

    id: str
    title: str
    description: str
    html: str


def choices_of(answer: Answer, catalogue: Catalogue) -> list[Choice]:
    """A choice for each claim of each claimant; a yes or no goes with the first."""
    entries = [entry for entry in answer.entries if entry[0].close]
    first = tuple(verdict_line(answer, catalogue))
    return [
        _choice(entry, () if number else first, catalogue) for number, entry in enumerate(entries)
    ]


def _choice(entry: Sequence[Finding], above: Sequence[Block], catalogue: Catalogue) -> Choice:
    """Whose word it is and through whom; the beginning of what they said; the finding in full."""
    finding = entry[0]
    said, chain = headline(finding, catalogue), chain_of(finding, catalogue)
    names = " ← ".join(one_line(hop.name) for hop in chain.hops)
    quoted = Span.around(finding.highlights) if finding.highlights else finding.quote
    attribution = finding.attribution.id if finding.attribution else 0
    quote = finding_quote(finding, catalogue)
    reply = Reply((*above, said, chain, quote, *also_in(entry, catalogue)))
    return Choice(
        id=f"{finding.passage.id}-{attribution}",
        title=_cut(f"{said.runs[0].text} {names}", _TITLE),
        description=_cut(one_line(quoted.of(finding.article.text)), _DESCRIPTION),
        # A passage has room in one message; of one that has not, the rest is a click away.
        html=to_messages(reply)[0],
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
