"""Which passages come first, which attribution is meant, what counts as evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.model import Query, QuestionKind, Span, Stance, StoredAttribution
from retrieval.ranking import Candidate, by_closeness, choose_attribution, is_evidence, rank
from retrieval.seams import Evidence
from tests.fakes.findings import attribution, finding

WHO = Query(
    text="who claimed that Valdora delivers engines?",
    content="Valdora delivers engines",
    language="en",
    kind=QuestionKind.WHO_CLAIMED,
)
WHO_DENIED = Query(
    text="who denied that Valdora delivers engines?",
    content="Valdora delivers engines",
    language="en",
    kind=QuestionKind.WHO_CLAIMED,
    stances=frozenset({Stance.DENY}),
)


def candidate(
    number: int,
    margin: float | None,
    *stances: Stance,
    lexical_rank: int | None = None,
) -> Candidate:
    """Passage ``10 + number``, with an attribution of each stance."""
    found = finding(number=number, own_voice=True)
    said = tuple(
        StoredAttribution(100 * number + place, number, attribution(stance=stance))
        for place, stance in enumerate(stances)
    )
    evidence = Evidence(found.passage, found.article, said, ())
    return Candidate(evidence=evidence, margin=margin, lexical_rank=lexical_rank)


def order(query: Query, *candidates: Candidate) -> list[int]:
    """The numbers of the candidates as they are ranked."""
    return [c.evidence.passage.id - 10 for c in rank(query, candidates)]


def test_the_nearest_comes_first() -> None:
    """Nearness in meaning decides where nothing else tells passages apart."""
    assert order(WHO, candidate(1, 0.05), candidate(2, 0.2), candidate(3, 0.1)) == [2, 3, 1]


def test_who_says_it_comes_before_a_passage_that_says_nothing_of_it() -> None:
    """Of two passages about as near, the one with an attribution comes first."""
    assert order(WHO, candidate(1, 0.2), candidate(2, 0.19, Stance.AFFIRM)) == [2, 1]


def test_a_denial_does_not_answer_who_claimed_it() -> None:
    """Who asks for claims gets the claim before the denial, and the other way round."""
    claim, denial = candidate(1, 0.19, Stance.AFFIRM), candidate(2, 0.2, Stance.DENY)
    assert order(WHO, claim, denial) == [1, 2]
    assert order(WHO_DENIED, candidate(1, 0.2, Stance.AFFIRM), candidate(2, 0.19, Stance.DENY)) == [
        2,
        1,
    ]


def test_words_shared_help_among_equals() -> None:
    """A passage that lexical search found as well moves up by a place."""
    near, nearer = candidate(1, 0.19, lexical_rank=1), candidate(2, 0.2)
    assert order(WHO, near, nearer) == [1, 2]


def test_a_passage_found_by_its_words_alone_is_kept() -> None:
    """What dense search passed over comes last, and is not lost."""
    found = order(WHO, candidate(1, None, lexical_rank=1), candidate(2, 0.1), candidate(3, 0.05))
    assert found == [2, 3, 1]


def test_nothing_to_rank() -> None:
    """No candidates, no findings."""
    assert rank(WHO, []) == []


@pytest.mark.parametrize(("margin", "enough"), [(0.2, True), (0.01, False), (None, False)])
def test_evidence_is_near_enough(margin: float | None, enough: bool) -> None:  # noqa: FBT001
    """The nearest decides; words in common alone are no evidence."""
    further = candidate(2, -0.1, lexical_rank=1)
    assert is_evidence([further, candidate(1, margin, lexical_rank=2)]) is enough


def test_close_ones_are_told_from_the_others() -> None:
    """What is much further away than the nearest is not counted; the order stays."""
    first, far = candidate(1, 0.15), candidate(2, 0.05)
    nearest, words = candidate(3, 0.2), candidate(4, None, lexical_rank=1)
    assert by_closeness([first, far, nearest, words]) == ([first, nearest], [far, words])
    assert by_closeness([]) == ([], [])


def test_the_attribution_of_the_stance_asked_for_is_meant() -> None:
    """In a passage with a claim and its denial, the question says which is shown."""
    both = candidate(1, 0.2, Stance.AFFIRM, Stance.DENY)
    claim, denial = both.evidence.attributions
    denial = replace(denial, attribution=replace(denial.attribution, claimant="the minister"))
    both = replace(both, evidence=replace(both.evidence, attributions=(claim, denial)))
    stances = [
        found.attribution.stance
        for query in (WHO, WHO_DENIED)
        if (found := choose_attribution(query, both)) is not None
    ]
    assert stances == [Stance.AFFIRM, Stance.DENY]
    assert choose_attribution(WHO, candidate(1, 0.2)) is None


def test_who_denies_it_in_a_passage_is_not_shown_as_claiming_it() -> None:
    """The same ministry denies it and calls the reports a story: it denies it."""
    both = candidate(1, 0.2, Stance.ACCUSE, Stance.DENY)
    chosen = choose_attribution(WHO, both)
    assert chosen is not None
    assert chosen.attribution.stance is Stance.DENY


def test_of_two_the_one_that_says_more_is_meant() -> None:
    """A word in quotation marks is not taken for the sentence around it."""
    long = attribution()
    start = long.content[0].start
    short = replace(long, content=(Span(start, start + 3),))
    one = candidate(1, 0.2)
    said = (StoredAttribution(1, 1, short), StoredAttribution(2, 1, long))
    evidence = replace(one.evidence, attributions=said)
    chosen = choose_attribution(WHO, replace(one, evidence=evidence))
    assert chosen is not None
    assert chosen.id == 2
