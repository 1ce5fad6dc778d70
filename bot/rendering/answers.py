"""Answers: the best finding in full, further ones in short, or that there is no evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Action, Block, Paragraph, Reply, Run, Style
from bot.rendering.evidence import chain_of, finding_quote, headline
from bot.rendering.others import also_in, also_in_actions, around
from bot.rendering.verdicts import verdict_line
from bot.rendering.votes import vote_actions
from bot.rendering.wording import worded
from retrieval.model import Answer, Finding, Span

# What a phone shows without much scrolling: one finding with its chain, and two quotations.
PAGE: Final = 3

Entry = Sequence[Finding]  # one claim of one claimant, and where else it is found


def answer_reply(answer: Answer, catalogue: Catalogue, offset: int = 0) -> Reply:
    """A page of an answer, from the entry at ``offset`` (of ``answer.entries``)."""
    if not answer.findings:
        return _no_evidence(answer, catalogue)
    page = answer.entries[offset : offset + PAGE]
    if not page:
        return Reply((_paragraph(catalogue.say("answer-no-more")),))
    blocks = (
        _first_page(answer, page, catalogue) if offset == 0 else _page(answer, offset, catalogue)
    )
    return Reply(tuple(blocks), tuple(_actions(answer, offset, catalogue)))


def highlight_of(answer: Answer, passage_id: int) -> Span | None:
    """The stretch that carries the claim in a passage of this answer."""
    for finding in answer.findings:
        if finding.passage.id == passage_id and finding.highlights:
            return Span.around(finding.highlights)
    return None


def _first_page(answer: Answer, page: Sequence[Entry], catalogue: Catalogue) -> Iterator[Block]:
    best, *others = page
    yield from verdict_line(answer, catalogue)
    yield _headline(answer, best, catalogue)
    yield chain_of(best[0], catalogue)
    yield finding_quote(best[0], catalogue)
    yield from also_in(best, catalogue)
    yield from around(answer, catalogue)
    yield from _in_short(answer, others, catalogue)
    yield from worded(answer, catalogue)


def _page(answer: Answer, offset: int, catalogue: Catalogue) -> Iterator[Block]:
    total = len(answer.entries)
    last = min(offset + PAGE, total)
    yield _paragraph(catalogue.say("answer-page", first=offset + 1, last=last, total=total))
    yield from _in_short(answer, answer.entries[offset:last], catalogue)


def _in_short(answer: Answer, entries: Sequence[Entry], catalogue: Catalogue) -> Iterator[Block]:
    """Close entries, then the others under a line that says so."""
    said = False
    for entry in entries:
        if not entry[0].close and not said:
            said = True
            yield _paragraph(catalogue.say("answer-further"))
        yield _headline(answer, entry, catalogue)
        yield finding_quote(entry[0], catalogue)
        yield from also_in(entry, catalogue)


def _headline(answer: Answer, entry: Entry, catalogue: Catalogue) -> Paragraph:
    """With the numbers by which a summary refers to it, where there is one."""
    line = headline(entry[0], catalogue)
    if answer.summary is None:
        return line
    numbers = (f"[{answer.findings.index(finding) + 1}] " for finding in entry)
    return Paragraph((Run("".join(numbers), Style.FAINT), *line.runs))


def _no_evidence(answer: Answer, catalogue: Catalogue) -> Reply:
    nearest = answer.nearest[:PAGE]
    blocks: list[Block] = [
        Paragraph((Run(catalogue.say("no-evidence"), Style.STRONG),)),
        _paragraph(catalogue.say("no-evidence-nearest" if nearest else "no-evidence-alone")),
    ]
    blocks += [finding_quote(finding, catalogue) for finding in nearest]
    passages = (
        Action(catalogue.say("action-passage-of", number=number), f"passage:{finding.passage.id}")
        for number, finding in enumerate(nearest, start=1)
    )
    return Reply(tuple(blocks), (*passages, *vote_actions(answer, catalogue)))


def _actions(answer: Answer, offset: int, catalogue: Catalogue) -> Iterator[Action]:
    """Passage and chain of the finding shown in full; one button for each shown in short."""
    page = answer.entries[offset : offset + PAGE]
    for number, entry in enumerate(page, start=offset + 1):
        yield from _opening(entry[0], number, catalogue)
        yield from also_in_actions(entry, catalogue)
    left = len(answer.entries) - offset - PAGE
    if left > 0:
        yield Action(catalogue.say("action-more", left=left), f"more:{offset + PAGE}")
    yield from vote_actions(answer, catalogue)


def _opening(finding: Finding, number: int, catalogue: Catalogue) -> Iterator[Action]:
    """What opens a finding; ``number`` is its entry's, from 1."""
    passage = f"passage:{finding.passage.id}"
    chain = None if finding.attribution is None else f"chain:{finding.attribution.id}"
    if number == 1:
        yield Action(catalogue.say("action-passage"), passage)
        if chain is not None:
            yield Action(catalogue.say("action-chain"), chain)
        # Of the whole answer; ids begin with 1.
        yield Action(catalogue.say("action-picture"), "picture:0")
    elif chain is not None:
        yield Action(catalogue.say("action-chain-of", number=number), chain)
    else:
        yield Action(catalogue.say("action-passage-of", number=number), passage)


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))
