"""Answers whose findings are one claim, another's word for it, or a yes or no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply, highlight_of
from bot.rendering.html import to_messages
from bot.rendering.inline import choices_of
from bot.rendering.text import to_text
from retrieval.model import (
    Answer,
    ClaimantKind,
    ClaimVerdict,
    Finding,
    QuestionKind,
    Stance,
    Summary,
)
from tests.fakes.findings import CLAIM, answer, article, attribution, finding
from tests.unit.shown import paragraphs, quotes, text_of

EN = catalogue_for("en")
FR = catalogue_for("fr")
PAPERS = ("Gazette du Cap", "Quay Weekly", "Island Herald", "Coast Herald", "Sound Post")


def by(
    claimant: str, number: int, entry: int, *, claim: int = 0, stance: Stance = Stance.AFFIRM
) -> Finding:
    """Somebody's word in a paper of its own."""
    said = attribution(claimant=claimant, kind=ClaimantKind.PERSON, stance=stance, via=())
    paper = article(article_id=number, publisher=PAPERS[number - 1])
    return replace(finding(number=number, said=said, of=paper), claim=claim, entry=entry)


def did(
    verdict: ClaimVerdict, *findings: Finding, stances: frozenset[Stance] = frozenset()
) -> Answer:
    """An answer to "did Roux say so?"."""
    made = answer(*findings)
    query = replace(
        made.query, kind=QuestionKind.DID_CLAIM, claimant="Jeanne Roux", stances=stances
    )
    return replace(made, query=query, verdict=verdict)


def test_a_claim_printed_in_three_papers_is_shown_once() -> None:
    """One quotation, a line with the other two papers, and a button for each of them."""
    made = answer(*(by("Jeanne Roux", number, entry=0) for number in (1, 2, 3)))
    reply = answer_reply(made, EN)
    assert len(quotes(reply)) == 1
    assert paragraphs(reply)[1] == (
        "Also in Quay Weekly (French), 19 June 2024, 2nd paragraph · open; "
        "Island Herald (French), 19 June 2024, 2nd paragraph · open"
    )
    assert [(a.label, a.data) for a in reply.actions] == [
        ("passage", "passage:11"),
        ("chain", "chain:21"),
        ("chain picture", "picture:0"),
        ("passage in Quay Weekly", "passage:12"),
        ("passage in Island Herald", "passage:13"),
    ]
    assert highlight_of(made, 13) is not None
    assert "3 articles, 1 origin." in paragraphs(reply)[2]


def test_pages_count_claims() -> None:
    """Five findings that are four claims: three on the first page, one more."""
    made = answer(*(by(f"Person {n}", n, entry=min(n, 4), claim=n) for n in range(1, 6)))
    first, second = answer_reply(made, EN), answer_reply(made, EN, 3)
    assert [(a.label, a.data) for a in first.actions][-1] == ("1 more", "more:3")
    assert paragraphs(second)[0] == "Findings 4 to 4 of 4."
    assert "Also in Sound Post" in paragraphs(second)[2]


def test_a_summarys_numbers_stand_before_the_claim_they_are_of() -> None:
    """Who reads [2] in a summary finds it at the entry in which the second finding is."""
    made = answer(by("Jeanne Roux", 1, 0), by("Paul Cie", 2, 1), by("Jeanne Roux", 3, 0))
    made = replace(made, summary=Summary("Roux says so [1] [3].", (1, 3)))
    shown = paragraphs(answer_reply(made, EN))
    assert shown[0].startswith("[1] [3] Jeanne Roux (affirm).")
    assert any(line.startswith("[2] Paul Cie (affirm).") for line in shown)


def test_who_else_says_so_and_who_denies_it() -> None:
    """Others who make the claim, with their papers; who denies it; not who speaks of another."""
    reply = answer_reply(
        answer(
            by("Jeanne Roux", 1, 0),
            by("Paul Cie", 2, 1),
            by("Ada Quill", 3, 2, claim=1),
            by("Olaf Brandt", 4, 3, stance=Stance.DENY),
        ),
        EN,
    )
    assert "Also said by Paul Cie (Quay Weekly)." in paragraphs(reply)
    assert "4 articles, 1 origin. Denied by Olaf Brandt (Coast Herald)." in paragraphs(reply)


def test_of_a_denial_it_is_told_who_says_so() -> None:
    """Where the best finding is a denial, who makes the claim is named."""
    made = answer(by("Jeanne Roux", 1, 0, stance=Stance.DENY), by("Paul Cie", 2, 1))
    shown = paragraphs(answer_reply(made, EN))
    assert "Said by Paul Cie (Quay Weekly)." in shown
    assert "2 articles, 1 origin." in shown


@pytest.mark.parametrize("kind", [QuestionKind.TOPIC, QuestionKind.WHAT_SAID])
def test_that_nobody_denies_it_is_said_of_claims_only(kind: QuestionKind) -> None:
    """Whoever asks what somebody said is not told that nobody denies it."""
    made = answer(finding())
    made = replace(made, query=replace(made.query, kind=kind))
    assert "1 article, 1 origin." in paragraphs(answer_reply(made, EN))


@pytest.mark.parametrize(
    ("verdict", "line"),
    [
        (ClaimVerdict.CLAIMED, "Yes, as I read it."),
        (ClaimVerdict.DENIED, "No, as I read it: it is denied."),
        (ClaimVerdict.OTHERWISE, "Neither a plain yes nor a plain no; this comes nearest:"),
        (ClaimVerdict.BY_OTHERS, "No, not that I can find; but Paul Cie and Ada Quill did."),
    ],
)
def test_yes_or_no_comes_first(verdict: ClaimVerdict, line: str) -> None:
    """The first line answers, the second says whose word it rests on."""
    made = did(verdict, by("Paul Cie", 1, 0), by("Ada Quill", 2, 1), by("Olaf", 3, 2, claim=1))
    reply = answer_reply(made, EN)
    assert paragraphs(reply)[0] == line
    assert paragraphs(reply)[1].startswith("Paul Cie (affirm).")
    assert line in to_messages(reply)[0]
    assert to_text(reply, 100, colour=False).startswith(line)
    choices = choices_of(made, EN)
    assert [line in choice.html for choice in choices] == [True, False, False]


@pytest.mark.parametrize(
    ("stances", "stance"),
    [(frozenset(), Stance.DENY), (frozenset({Stance.DENY}), Stance.AFFIRM)],
)
def test_nobody_did(stances: frozenset[Stance], stance: Stance) -> None:
    """Where others only deny it, or none denies what was asked to be denied, nobody did."""
    made = did(ClaimVerdict.BY_OTHERS, by("Paul Cie", 1, 0, stance=stance), stances=stances)
    assert paragraphs(answer_reply(made, EN))[0] == "No, not that I can find."


def test_who_is_not_heard_is_told_to_be() -> None:
    """Asked what she says of it, others' words are announced as others'."""
    made = did(ClaimVerdict.BY_OTHERS, by("Paul Cie", 1, 0))
    made = replace(made, query=replace(made.query, kind=QuestionKind.WHAT_SAID))
    assert paragraphs(answer_reply(made, EN))[0] == (
        "Nothing by Jeanne Roux on this, that I can find; others say:"
    )
    assert paragraphs(answer_reply(made, FR))[0].startswith("Rien de Jeanne Roux à ce sujet")


def test_an_answer_without_evidence_has_no_verdict() -> None:
    """That nothing was found is said, and no more."""
    made = did(ClaimVerdict.BY_OTHERS)
    assert paragraphs(answer_reply(made, EN))[0].startswith("I found no evidence")


def test_a_choice_is_a_claim() -> None:
    """Two papers with one claim are one line to choose; the message names the second paper."""
    (choice,) = choices_of(answer(by("Jeanne Roux", 1, 0), by("Jeanne Roux", 2, 0)), EN)
    assert choice.title.startswith("Jeanne Roux (affirm).")
    assert choice.description == CLAIM
    assert "Also in" in choice.html
    assert "Quay Weekly" in choice.html


def test_evidence_stays_word_for_word() -> None:
    """Grouping changes nothing in a quotation."""
    alone = quotes(answer_reply(answer(by("Jeanne Roux", 1, 0)), EN))[0]
    grouped = quotes(answer_reply(answer(by("Jeanne Roux", 1, 0), by("Jeanne Roux", 2, 0)), EN))[0]
    assert text_of(alone.runs) == text_of(grouped.runs)
