"""Around the evidence: where else the claim is printed, who else makes it, who denies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Action, Block, Paragraph, Run, Style
from bot.rendering.evidence import publisher_name, source_line, speaker_name, stance_of
from retrieval.model import Answer, Finding, QuestionKind, Stance

REPEATS: Final = 3  # places where a claim is printed too; each has a line and a button
_NAMES: Final = 5  # of a list within a sentence
# Whoever asks these wants to know whether the claim stands; to others its denial is beside it.
_CONTESTED: Final = frozenset(
    {QuestionKind.WHO_CLAIMED, QuestionKind.DID_CLAIM, QuestionKind.ORIGIN}
)


def also_in(entry: Sequence[Finding], catalogue: Catalogue) -> Iterator[Block]:
    """The other places where the same claimant's claim is found, each with its link."""
    shown = entry[1 : 1 + REPEATS]
    if shown:
        lines = (
            (Run("; ", Style.FAINT), *source_line(finding.article, finding.passage, catalogue))
            for finding in shown
        )
        runs = tuple(chain.from_iterable(lines))[1:]
        yield Paragraph((Run(catalogue.say("answer-also-in"), Style.FAINT), Run(" "), *runs))


def also_in_actions(entry: Sequence[Finding], catalogue: Catalogue) -> Iterator[Action]:
    """A button for each of these places."""
    for finding in entry[1 : 1 + REPEATS]:
        name = publisher_name(finding.article, catalogue)
        label = catalogue.say("action-passage-in", publisher=name)
        yield Action(label, f"passage:{finding.passage.id}")


def around(answer: Answer, catalogue: Catalogue) -> Iterator[Block]:
    """Who else says so; then how many articles and origins there are, and who denies it."""
    said = _also_said(answer, catalogue)
    if said is not None:
        yield Paragraph((Run(said),))
    articles = len({finding.article.id for finding in answer.close})
    runs = [Run(catalogue.say("answer-totals", articles=articles, origins=answer.origins))]
    denied = _denied(answer, catalogue)
    yield Paragraph((*runs, *((Run(" "), Run(denied)) if denied is not None else ())))


def _also_said(answer: Answer, catalogue: Catalogue) -> str | None:
    """Those who make the claim of the best finding as well; of one that is denied, who makes it."""
    best = answer.findings[0]
    names = _names(
        (
            finding
            for finding in answer.close
            if finding.claims_as(best)
            and finding.entry != best.entry
            and stance_of(finding) not in {Stance.DENY, Stance.DOUBT}
        ),
        best,
        catalogue,
    )
    if not names:
        return None
    denied = stance_of(best) is Stance.DENY
    return catalogue.say("answer-said" if denied else "answer-also-said", names=names)


def _denied(answer: Answer, catalogue: Catalogue) -> str | None:
    if Stance.DENY in answer.query.stances:  # who asks for denials has them before him
        return None
    best = answer.findings[0]
    denials = [finding for finding in answer.close if stance_of(finding) is Stance.DENY]
    if not denials:
        undenied = answer.query.kind in _CONTESTED
        return catalogue.say("answer-undenied") if undenied else None
    others = (denial for denial in denials if denial is not best and not _in_entry_of(denial, best))
    names = _names(others, best, catalogue)
    return catalogue.say("answer-denied", names=names) if names else None


def _in_entry_of(finding: Finding, best: Finding) -> bool:
    return finding.entry is not None and finding.entry == best.entry


def _names(findings: Iterable[Finding], best: Finding, catalogue: Catalogue) -> str:
    """Names in a row, each with the paper that has it where that is another; empty for none."""
    named: dict[str, str] = {}
    for finding in findings:
        name = speaker_name(finding, catalogue)
        if finding.attribution is None or finding.article.publisher == best.article.publisher:
            named.setdefault(name, name)
        else:
            paper = publisher_name(finding.article, catalogue)
            named.setdefault(name, catalogue.say("answer-in", name=name, publisher=paper))
    return catalogue.listing(list(named.values())[:_NAMES]) if named else ""
