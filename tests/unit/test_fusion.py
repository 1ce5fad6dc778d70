"""Several rankings made into one."""

from __future__ import annotations

import pytest

from retrieval.fusion import fuse
from retrieval.seams import Hit


def ranking(*passages: int) -> list[Hit]:
    """Best first, with scores of a scale of its own."""
    return [Hit(passage, 1_000.0 - place) for place, passage in enumerate(passages)]


def order(*rankings: tuple[float, list[Hit]]) -> list[int]:
    return [hit.passage_id for hit in fuse(rankings)]


def test_what_both_searches_find_comes_first() -> None:
    """A passage that is second in both searches goes before what only one of them put first."""
    assert order((1, ranking(1, 3)), (1, ranking(2, 3))) == [3, 1, 2]


def test_scores_of_two_searches_are_not_compared() -> None:
    """BM25 counts in tens, cosines in hundredths: only the places count."""
    cosines = [Hit(1, 0.9), Hit(2, 0.8)]
    bm25 = [Hit(2, 40.0), Hit(3, 30.0)]
    tiny = [Hit(2, 4e-9), Hit(3, 3e-9)]
    assert fuse([(1, cosines), (1, bm25)]) == fuse([(1, cosines), (1, tiny)])


def test_a_weight_decides_between_searches() -> None:
    """Where two searches disagree, the weightier has its way."""
    one, other = ranking(1, 2), ranking(2, 1)
    assert order((2, one), (1, other)) == [1, 2]
    assert order((1, one), (2, other)) == [2, 1]


def test_a_search_of_no_weight_changes_no_order() -> None:
    """What it alone found is listed last."""
    assert order((1, ranking(5, 4)), (0, ranking(3, 4))) == [5, 4, 3]


def test_equals_are_ordered_the_same_way_each_time() -> None:
    """The same question gives the same answer: ties go by the passage's number."""
    assert order((1, ranking(9)), (1, ranking(2)), (1, ranking(4))) == [2, 4, 9]


def test_the_score_is_what_its_description_says() -> None:
    """The sum of weight / (60 + place)."""
    (first, second) = fuse([(1.0, ranking(7, 8)), (0.5, ranking(7))])
    assert first.score == pytest.approx(1 / 61 + 0.5 / 61)
    assert second.score == pytest.approx(1 / 62)


def test_nothing_found_is_nothing_fused() -> None:
    """An empty store, or no search at all, gives an empty ranking."""
    assert fuse([]) == []
    assert fuse([(1, []), (0.3, [])]) == []
