"""Did she say so? Yes, no, others did, or that cannot be told."""

from __future__ import annotations

import pytest

from retrieval.grouping import Grouping
from retrieval.model import ClaimVerdict, Finding, Query, QuestionKind, Stance
from retrieval.names.registry import registry_for
from retrieval.verdicts import Judge, is_by
from tests.unit.test_grouping import DREDGED, TOLL, own_voice, said

REGISTRY = registry_for(())


def asked(
    claimant: str | None = "Ada Quill",
    kind: QuestionKind = QuestionKind.DID_CLAIM,
    text: str | None = None,
    stances: frozenset[Stance] = frozenset(),
) -> Query:
    """Whether somebody said that the harbour would be dredged."""
    return Query(
        text=text or f"Did {claimant} say that {DREDGED}?",
        content=DREDGED,
        language="en",
        kind=kind,
        claimant=claimant,
        stances=stances,
    )


def verdict(query: Query, *findings: Finding) -> ClaimVerdict | None:
    """On findings, grouped as an answer's are."""
    return Judge(query, REGISTRY).judged(Grouping(REGISTRY).grouped(findings)).verdict


def test_yes() -> None:
    """She said it, by a shorter name."""
    assert verdict(asked("Quill"), said(DREDGED)) is ClaimVerdict.CLAIMED


def test_no_she_denies_it() -> None:
    """What she is found to deny she did not claim."""
    assert verdict(asked(), said(DREDGED, stance=Stance.DENY)) is ClaimVerdict.DENIED


def test_somebody_else_did() -> None:
    """Another person's word is not hers."""
    assert verdict(asked("Olaf Brandt"), said(DREDGED)) is ClaimVerdict.BY_OTHERS


def test_others_word_on_something_else_is_no_no() -> None:
    """Where others speak of something else, neither yes nor no is said."""
    assert verdict(asked("Olaf Brandt"), said(TOLL)) is None


def test_whoever_may_be_meant_is_not_said_to_be_another() -> None:
    """Two people speak as one, and one of them was asked about."""
    both = said(DREDGED, claimant="Olaf Brandt and Ada Quill, of the harbour office")
    assert verdict(asked("Capt. Harbour Office"), both) is None


def test_a_description_may_be_of_anybody() -> None:
    """That "the mayor" did not say so cannot be told from names alone."""
    assert verdict(asked("the mayor of Varelle"), said(DREDGED)) is None


@pytest.mark.parametrize("stance", [Stance.AFFIRM, Stance.DENY])
def test_did_she_deny_it(stance: Stance) -> None:
    """A denial that was asked for is a yes; an affirmation is no plain no to that."""
    query = asked(text="Did Ada Quill deny it?", stances=frozenset({Stance.DENY}))
    expected = {
        Stance.DENY: ClaimVerdict.CLAIMED,
        Stance.AFFIRM: ClaimVerdict.OTHERWISE,
    }
    assert verdict(query, said(DREDGED, stance=stance)) is expected[stance]


@pytest.mark.parametrize(
    "words",
    [
        "the harbour of Varelle would not be dredged before winter",
        "le port de Varelle ne serait pas dragué avant l'hiver",
        "порт Варелле не углубят до зимы",
        "el puerto de Varelle no se dragará antes del invierno",
        "der Hafen von Varelle wird vor dem Winter nicht ausgebaggert",
        "the harbour of Varelle won’t be dredged before winter",
    ],
)
def test_a_not_on_one_side_only_makes_no_plain_yes(words: str) -> None:
    """She said the contrary: near in words, and no yes."""
    assert verdict(asked(), said(words)) is ClaimVerdict.OTHERWISE


def test_a_doubt_is_no_yes() -> None:
    """Who doubts it did not claim it."""
    assert verdict(asked(), said(DREDGED, stance=Stance.DOUBT)) is ClaimVerdict.OTHERWISE


def test_her_word_on_something_else_is_no_yes() -> None:
    """Another person states the claim, and she is found with another one."""
    brandt, hers = said(DREDGED, claimant="Olaf Brandt"), said(TOLL, number=2)
    assert verdict(asked(), brandt, hers) is ClaimVerdict.OTHERWISE


def test_the_finding_that_a_yes_rests_on_comes_first() -> None:
    """What is read first is her statement, though another's was nearer to the question."""
    brandt, hers = said(DREDGED, claimant="Olaf Brandt"), said(DREDGED, number=2)
    result = Judge(asked(), REGISTRY).judged(Grouping(REGISTRY).grouped((brandt, hers)))
    assert result.verdict is ClaimVerdict.CLAIMED
    assert [one.article.id for one in result.findings] == [2, 1]


@pytest.mark.parametrize(
    ("kind", "claimant", "expected"),
    [
        (QuestionKind.WHAT_SAID, "Ada Quill", None),
        (QuestionKind.WHAT_SAID, "Olaf Brandt", ClaimVerdict.BY_OTHERS),
        (QuestionKind.WHO_CLAIMED, "Ada Quill", None),
        (QuestionKind.DID_CLAIM, None, None),
    ],
)
def test_other_questions(
    kind: QuestionKind, claimant: str | None, expected: ClaimVerdict | None
) -> None:
    """Yes and no are for who was asked yes or no; and whoever is not heard, that is said."""
    assert verdict(asked(claimant, kind), said(DREDGED)) is expected


@pytest.mark.parametrize(
    ("claimant", "name", "same"),
    [
        ("North Korean Foreign Minister Ri Yong Ho", "North Korea's foreign minister", True),
        ("le chef de la diplomatie, Ri Yong Ho", "le chef de la diplomatie", True),
        ("Harbourmaster Ada Quill", "Ada Quill", True),
        ("Quill's lawyer Olaf Brandt", "Quill", False),
        ("Ada Quill", "Olaf Brandt", False),
        ("Ada Quill", "???", False),
    ],
)
def test_who_is_meant(claimant: str, name: str, same: bool) -> None:  # noqa: FBT001
    """Titles may go before a name, and a name may come after a description."""
    assert is_by(said(DREDGED, claimant=claimant), name, REGISTRY) is same


def test_a_papers_own_voice_is_its_word() -> None:
    """Did the Herald say so? Its article does, in its own voice."""
    paper = own_voice(DREDGED, number=1, publisher="Island Herald", cluster=1)
    assert verdict(asked("the Island Herald"), paper) is ClaimVerdict.CLAIMED
    nameless = own_voice(DREDGED, number=1, publisher=None, cluster=1)
    assert verdict(asked("Island Herald"), nameless) is ClaimVerdict.BY_OTHERS
