"""Which passages come first, which attribution is meant, what counts as evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retrieval.arrays import Floats
from retrieval.matching.imprint import Projection
from retrieval.model import Attribution, Query, QuestionKind, Span, Stance, StoredAttribution
from retrieval.ranking.candidates import Candidate
from retrieval.ranking.features import NAMES, features_of, units_of
from retrieval.ranking.ranker import Ranker, bundled_ranker
from retrieval.ranking.ranking import Ranked, ranked
from retrieval.seams import Evidence
from tests.fakes.findings import attribution, finding, span_of
from tests.fakes.ranker import BY_HAND

WHO = Query(
    text="who claimed that Valdora delivers engines?",
    content="Valdora delivers engines",
    language="en",
    kind=QuestionKind.WHO_CLAIMED,
)
WHO_DENIED = replace(
    WHO, text="who denied that Valdora delivers engines?", stances=frozenset({Stance.DENY})
)
WHAT_PAUL_SAID = replace(
    WHO, text="what did Paul say?", kind=QuestionKind.WHAT_SAID, claimant="Paul"
)
PROJECTION = Projection(
    # A rotation in which no component is beyond what an imprint's byte holds.
    matrix=np.array(
        [
            [0.5, 0.5, 0.5, 0.5],
            [0.5, -0.5, 0.5, -0.5],
            [0.5, 0.5, -0.5, -0.5],
            [0.5, -0.5, -0.5, 0.5],
        ],
        dtype=np.float32,
    ),
    said={"": np.zeros(4, dtype=np.float32)},
    asked={"": np.zeros(4, dtype=np.float32)},
    mark=b"test",
)


def with_attributions(number: int, near: float, *said: Attribution) -> Candidate:
    """Passage ``10 + number`` of article ``number``."""
    found = finding(number=number, own_voice=True)
    stored = tuple(
        StoredAttribution(100 * number + place, number, each) for place, each in enumerate(said)
    )
    return Candidate(evidence=Evidence(found.passage, found.article, stored, ()), near=near)


def candidate(number: int, near: float, *stances: Stance, lexical: int | None = None) -> Candidate:
    """A passage with an attribution of each stance."""
    made = with_attributions(number, near, *(attribution(stance=stance) for stance in stances))
    return replace(made, lexical_rank=lexical)


def ranks(query: Query, *candidates: Candidate, by: Ranker = BY_HAND) -> Ranked:
    """Without imprints."""
    return ranked(query, None, candidates, by, None)


def order(query: Query, *candidates: Candidate) -> list[int]:
    """The numbers of the candidates as they are ranked."""
    return [unit.candidate.evidence.passage.id - 10 for unit in ranks(query, *candidates).units]


def shown(query: Query, *candidates: Candidate) -> StoredAttribution:
    """What is shown of the first passage."""
    said = ranks(query, *candidates).units[0].attribution
    assert said is not None
    return said


def toward(*axes: int) -> Floats:
    """A token a row, each in the direction of an axis."""
    return np.eye(4, dtype=np.float32)[list(axes)]


def test_the_nearest_comes_first() -> None:
    """Nearness in meaning decides where nothing else tells passages apart."""
    assert order(WHO, candidate(1, 0.2), candidate(2, 0.4), candidate(3, 0.3)) == [2, 3, 1]


def test_who_says_it_comes_before_a_passage_that_says_nothing_of_it() -> None:
    """Of two passages about as near, the one with an attribution comes first."""
    assert order(WHO, candidate(1, 0.4), candidate(2, 0.35, Stance.AFFIRM)) == [2, 1]


def test_a_denial_does_not_answer_who_claimed_it() -> None:
    """Who asks for claims gets the claim before the denial, and the other way round."""
    claim, denial = candidate(1, 0.35, Stance.AFFIRM), candidate(2, 0.4, Stance.DENY)
    assert order(WHO, claim, denial) == [1, 2]
    claim, denial = candidate(1, 0.4, Stance.AFFIRM), candidate(2, 0.35, Stance.DENY)
    assert order(WHO_DENIED, claim, denial) == [2, 1]


def test_whose_words_are_asked_for_comes_first() -> None:
    """In a passage with two speakers, the one who is named in the question is shown."""
    paul, anna = (attribution(claimant=name) for name in ("Paul Morel", "Anna Morel"))
    assert shown(WHAT_PAUL_SAID, with_attributions(1, 0.4, anna, paul)).attribution is paul
    apart = (with_attributions(1, 0.4, anna), with_attributions(2, 0.35, paul))
    assert order(WHAT_PAUL_SAID, *apart) == [2, 1]


def test_words_shared_help_among_equals() -> None:
    """A passage that lexical search found as well moves up, its first more than its second."""
    first, second = candidate(1, 0.4, lexical=2), candidate(2, 0.4, lexical=1)
    assert order(WHO, candidate(3, 0.4), first, second) == [2, 1, 3]


def test_what_was_said_decides_among_passages_as_near() -> None:
    """The attribution whose words are those of the claim is the one that is meant."""
    asked = PROJECTION.asked_with(toward(0, 1), np.ones(2, dtype=np.float32), "en")
    said = [
        replace(attribution(), imprint=PROJECTION.imprint(toward(*axes), "en"))
        for axes in ((2, 3), (0, 1), (0, 2))
    ]
    both = with_attributions(1, 0.4, *said)
    found = ranked(WHO, asked, [both], BY_HAND, PROJECTION)
    assert [unit.attribution for unit in found.units] == [both.evidence.attributions[1]]


def test_where_an_imprint_is_missing_the_others_are_not_favoured_for_it() -> None:
    """An article read by rules stands in the middle of those with imprints."""
    asked = PROJECTION.asked_with(toward(0), np.ones(1, dtype=np.float32), "en")
    imprints = [PROJECTION.imprint(toward(axis), "en") for axis in (0, 1)]
    there, away, none = (
        with_attributions(number, 0.4, replace(attribution(), imprint=imprint))
        for number, imprint in enumerate([*imprints, b""], start=1)
    )
    units = units_of([there, away, none])
    column = features_of(WHO, asked, units, PROJECTION)[:, NAMES.index("said")]
    assert column.tolist() == pytest.approx([1.0, 0.0, 0.5], abs=0.01)
    assert not np.isnan(features_of(WHO, None, units, None)).any()


def test_nothing_to_rank() -> None:
    """No candidates, no findings, no evidence."""
    assert ranks(WHO) == Ranked((), (), 0.0, 0.0, evidence=False)


def test_one_unit_a_passage_best_first() -> None:
    """Three attributions in one passage are one finding; scores fall."""
    found = ranks(
        WHO, candidate(1, 0.3, *Stance), candidate(2, 0.5), candidate(3, 0.4, Stance.AFFIRM)
    )
    passages = [unit.candidate.evidence.passage.id for unit in found.units]
    assert len(passages) == len(set(passages)) == 3
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_the_same_candidates_are_ranked_the_same() -> None:
    """Asked twice, answered twice alike; equals keep their order."""
    every = [candidate(number, 0.4, Stance.AFFIRM) for number in range(1, 6)]
    assert order(WHO, *every) == [1, 2, 3, 4, 5]
    assert ranks(WHO, *every) == ranks(WHO, *every)


@pytest.mark.parametrize(("near", "enough"), [(0.5, True), (0.01, False), (-0.3, False)])
def test_evidence_is_near_enough(near: float, enough: bool) -> None:  # noqa: FBT001
    """What the ranker is not certain of is no evidence, whatever words are shared."""
    found = ranks(WHO, candidate(2, -0.4, lexical=1), candidate(1, near, lexical=2))
    assert found.evidence is enough
    assert (found.certainty >= BY_HAND.least) is enough


def test_certainty_is_a_probability_however_large_the_figures() -> None:
    """Nothing overflows."""
    for bias in (-1e6, 0.0, 1e6):
        found = ranks(WHO, candidate(1, 0.4), by=replace(BY_HAND, judgement={"bias": bias}))
        assert 0.0 <= found.certainty <= 1.0


def test_close_ones_are_told_from_the_others() -> None:
    """What is much less likely the answer than the first is not counted; the first always is."""
    by = replace(BY_HAND, order={"near": 100.0})
    found = ranks(WHO, candidate(1, 0.5), candidate(2, 0.1), candidate(3, 0.499), by=by)
    assert [unit.candidate.evidence.passage.id - 10 for unit in found.units] == [1, 3, 2]
    assert [found.close(place) for place in range(3)] == [True, True, False]


def test_the_attribution_of_the_stance_asked_for_is_meant() -> None:
    """In a passage with a claim and its denial, the question says which is shown."""
    claim = attribution(stance=Stance.AFFIRM)
    denial = attribution(stance=Stance.DENY, claimant="the minister")
    both = with_attributions(1, 0.4, claim, denial)
    assert shown(WHO, both).attribution is claim
    assert shown(WHO_DENIED, both).attribution is denial


def test_who_denies_it_in_a_passage_is_not_shown_as_claiming_it() -> None:
    """The same ministry denies it and calls the reports a story: it denies it."""
    said = shown(WHO, candidate(1, 0.4, Stance.ACCUSE, Stance.DENY))
    assert said.attribution.stance is Stance.DENY


def test_another_denial_of_the_same_speaker_elsewhere_is_not_taken_for_it() -> None:
    """Who denies another thing in the next sentence still claims this one."""
    claim = attribution(stance=Stance.AFFIRM)
    mayor = span_of("Le maire <Paul & Cie>")
    elsewhere = replace(
        attribution(stance=Stance.DENY), source=mayor, cue=None, content=(span_of("dément"),)
    )
    assert shown(WHO, with_attributions(1, 0.4, claim, elsewhere)).attribution is claim


def test_of_two_denials_the_one_that_says_more_is_shown() -> None:
    """A word in quotation marks is not taken for the sentence around it."""
    long = attribution(stance=Stance.DENY)
    start = long.content[0].start
    short = replace(long, content=(Span(start, start + 3),))
    claim = attribution(stance=Stance.AFFIRM)
    assert shown(WHO, with_attributions(1, 0.4, claim, short, long)).attribution is long


def test_the_weights_that_ship_are_of_these_features() -> None:
    """A feature renamed without fitting anew would be passed over in silence."""
    ranker = bundled_ranker()
    assert set(ranker.order) <= set(NAMES)
    assert "bias" in ranker.judgement
    assert 0 < ranker.least < 1
    assert all(np.isfinite([*ranker.order.values(), *ranker.judgement.values()]))


def test_who_claims_it_comes_before_who_denies_it() -> None:
    """A denial is nearest of all, as it says the same words; the claim is answered first."""
    denied, claimed = candidate(1, 0.6, Stance.DENY), candidate(2, 0.5, Stance.AFFIRM)
    found = ranks(WHO, denied, claimed)
    assert [unit.candidate.evidence.passage.id for unit in found.units] == [12, 11]
    assert found.close(0)
    asked = ranks(WHO_DENIED, denied, claimed)
    assert [unit.candidate.evidence.passage.id for unit in asked.units] == [11, 12]


def test_articles_read_without_imprints_are_not_taken_for_no_evidence() -> None:
    """Of a store that an earlier version filled nothing is known to be unlike the question."""
    units = units_of([candidate(1, 0.5, Stance.AFFIRM), candidate(2, 0.1, Stance.AFFIRM)])
    column = features_of(WHO, None, units, PROJECTION)[:, NAMES.index("said")]
    assert column.tolist() == pytest.approx([0.4, 0.4])
    found = ranked(WHO, None, [candidate(1, 0.5, Stance.AFFIRM)], bundled_ranker(), PROJECTION)
    assert found.evidence
