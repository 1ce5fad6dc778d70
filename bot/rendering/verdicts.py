"""The first line of an answer to "did S claim X?": yes, no, or that others did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Paragraph, Run, Style
from bot.rendering.evidence import speaker_name, stance_of
from retrieval.model import Answer, ClaimVerdict, Finding, QuestionKind, Stance

_LISTED: Final = 3  # names; more are a list, and not a line


def verdict_line(answer: Answer, catalogue: Catalogue) -> Iterator[Paragraph]:
    """Yes or no, where that was asked; that who was asked about is not heard, where so."""
    if answer.verdict is not None and answer.close:
        yield Paragraph((Run(_line(answer, answer.verdict, catalogue), Style.STRONG),))


def _line(answer: Answer, verdict: ClaimVerdict, catalogue: Catalogue) -> str:
    if verdict is not ClaimVerdict.BY_OTHERS:
        return catalogue.say(f"verdict-{verdict}")
    if answer.query.kind is QuestionKind.WHAT_SAID:
        return catalogue.say("verdict-silent", claimant=answer.query.claimant or "")
    best = answer.close[0]
    named = dict.fromkeys(
        speaker_name(finding, catalogue)
        for finding in answer.close
        if (finding is best or finding.claims_as(best)) and _as_asked(finding, answer)
    )
    if not named:
        return catalogue.say("verdict-by-nobody")
    return catalogue.say("verdict-by_others", names=catalogue.listing(list(named)[:_LISTED]))


def _as_asked(finding: Finding, answer: Answer) -> bool:
    """Whether it has a stance that was asked for; where none was, no denial and no doubt."""
    stances, stance = answer.query.stances, stance_of(finding)
    return stance in stances if stances else stance not in {Stance.DENY, Stance.DOUBT}
