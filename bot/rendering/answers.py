"""Answers: the best finding in full, further ones in short, or that there is no evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Action, Block, Paragraph, Reply, Run, Style
from bot.rendering.evidence import (
    chain_of,
    claimant_name,
    finding_quote,
    headline,
)
from retrieval.model import Answer, Finding, Span, Stance

# What a phone shows without much scrolling: one finding with its chain, and two quotations.
PAGE: Final = 3


def answer_reply(answer: Answer, catalogue: Catalogue, offset: int = 0) -> Reply:
    """A page of an answer, from the finding at ``offset``."""
    if not answer.findings:
        return _no_evidence(answer, catalogue)
    page = answer.findings[offset : offset + PAGE]
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


def _first_page(answer: Answer, page: Sequence[Finding], catalogue: Catalogue) -> Iterator[Block]:
    best, *others = page
    yield headline(best, catalogue)
    yield chain_of(best, catalogue)
    yield finding_quote(best, catalogue)
    yield _totals(answer, catalogue)
    yield from _in_short(others, catalogue)


def _page(answer: Answer, offset: int, catalogue: Catalogue) -> Iterator[Block]:
    total = len(answer.findings)
    last = min(offset + PAGE, total)
    yield _paragraph(catalogue.say("answer-page", first=offset + 1, last=last, total=total))
    yield from _in_short(answer.findings[offset:last], catalogue)


def _in_short(findings: Sequence[Finding], catalogue: Catalogue) -> Iterator[Block]:
    """Close findings, then the others under a line that says so."""
    said = False
    for finding in findings:
        if not finding.close and not said:
            said = True
            yield _paragraph(catalogue.say("answer-further"))
        yield headline(finding, catalogue)
        yield finding_quote(finding, catalogue)


def _totals(answer: Answer, catalogue: Catalogue) -> Paragraph:
    """How many articles and origins, and who among the close findings denies it."""
    articles = len({finding.article.id for finding in answer.close})
    runs = [Run(catalogue.say("answer-totals", articles=articles, origins=answer.origins))]
    if Stance.DENY not in answer.query.stances:  # who asks for denials has them before him
        runs += [Run(" "), Run(_denials(answer, catalogue))]
    return Paragraph(tuple(runs))


def _denials(answer: Answer, catalogue: Catalogue) -> str:
    names = dict.fromkeys(
        claimant_name(finding.attribution.attribution, catalogue)
        for finding in answer.close
        if finding.attribution is not None and finding.attribution.attribution.stance is Stance.DENY
    )
    if not names:
        return catalogue.say("answer-undenied")
    return catalogue.say("answer-denied", names=catalogue.listing(names))


def _no_evidence(answer: Answer, catalogue: Catalogue) -> Reply:
    nearest = answer.nearest[:PAGE]
    blocks: list[Block] = [
        Paragraph((Run(catalogue.say("no-evidence"), Style.STRONG),)),
        _paragraph(catalogue.say("no-evidence-nearest" if nearest else "no-evidence-alone")),
    ]
    blocks += [finding_quote(finding, catalogue) for finding in nearest]
    return Reply(
        tuple(blocks),
        tuple(
            Action(
                catalogue.say("action-passage-of", number=number),
                f"passage:{finding.passage.id}",
            )
            for number, finding in enumerate(nearest, start=1)
        ),
    )


def _actions(answer: Answer, offset: int, catalogue: Catalogue) -> Iterator[Action]:
    """Passage and chain of the finding shown in full; one button for each shown in short."""
    total = len(answer.findings)
    for number in range(offset, min(offset + PAGE, total)):
        finding = answer.findings[number]
        if number == 0:
            yield Action(catalogue.say("action-passage"), f"passage:{finding.passage.id}")
            if finding.attribution is not None:
                yield Action(catalogue.say("action-chain"), f"chain:{finding.attribution.id}")
            # Of the whole answer; ids begin with 1.
            yield Action(catalogue.say("action-picture"), "picture:0")
        elif finding.attribution is not None:
            label = catalogue.say("action-chain-of", number=number + 1)
            yield Action(label, f"chain:{finding.attribution.id}")
        else:
            label = catalogue.say("action-passage-of", number=number + 1)
            yield Action(label, f"passage:{finding.passage.id}")
    left = total - offset - PAGE
    if left > 0:
        yield Action(catalogue.say("action-more", left=left), f"more:{offset + PAGE}")


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))
