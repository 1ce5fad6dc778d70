"""How near a passage is to a question once the languages are taken out of both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retrieval.arrays import Floats
from retrieval.centroids import Centroids, Means
from retrieval.seams import Centroid, Vector, Vectors
from tests.fakes.entries import make_entry, make_vectors
from tests.fakes.store import MemoryStore

LARGE = 5_000  # passages enough for a language's own mean to stand
SUBJECT, OTHER, FRENCH, ENGLISH = range(4)  # axes: two subjects, two languages


def leaning(subject: int, language: int, lean: float = 0.5) -> Vector:
    """A vector on a subject in a language; ``lean`` of it is the subject."""
    row = np.zeros(4, dtype=np.float32)
    row[subject] = lean
    row[language] = np.sqrt(1 - lean * lean)
    return row


def usual(language: int, count: int = LARGE) -> Vectors:
    """What passages of a language have in common, whatever they are about."""
    row = leaning(SUBJECT, language)
    row[SUBJECT] = 0
    return np.tile(row, (count, 1))


def two_languages() -> Centroids:
    """A large store, French and English."""
    centroids = Centroids()
    centroids.took("fr", usual(FRENCH))
    centroids.took("en", usual(ENGLISH))
    return centroids


def near(centroids: Centroids, question: Vector, passages: Vectors, *codes: str) -> list[float]:
    """Of a French question."""
    found: list[float] = centroids.nearness(question, "fr", passages, codes).tolist()
    return found


def shipped(language: int) -> Means:
    """Means of a model that puts this much of French in all that is French."""
    mean: Floats = usual(language, 1)[0]
    return Means({"": 0 * mean, "fr": mean}, {"": 0 * mean, "fr": mean})


def test_without_articles_nearness_is_the_cosine() -> None:
    """An empty store takes nothing off."""
    question = leaning(SUBJECT, FRENCH)
    passages = np.stack([question, leaning(OTHER, FRENCH), leaning(SUBJECT, ENGLISH)])
    assert near(Centroids(), question, passages, "fr", "fr", "en") == pytest.approx(
        (passages @ question).tolist()
    )


def test_what_is_said_counts_and_not_in_which_language() -> None:
    """An English passage on the subject is as near to a French question as a French one is."""
    question = leaning(SUBJECT, FRENCH)
    passages = np.stack(
        [leaning(SUBJECT, FRENCH), leaning(SUBJECT, ENGLISH), leaning(OTHER, FRENCH)]
    )
    assert near(two_languages(), question, passages, "fr", "en", "fr") == pytest.approx(
        [1.0, 1.0, 0.0], abs=0.02
    )


def test_a_language_seen_for_the_first_time_is_not_taken_off() -> None:
    """One passage is no mean; of many, the mean is that language's own."""
    centroids = two_languages()
    question, passages = leaning(SUBJECT, FRENCH), leaning(SUBJECT, OTHER)[None]
    unseen = near(centroids, question, passages, "ru")[0]
    assert unseen == pytest.approx(0.5, abs=0.01)
    centroids.took("ru", usual(OTHER, 1))
    first = near(centroids, question, passages, "ru")[0]
    assert unseen < first < 0.6
    centroids.took("ru", usual(OTHER))
    assert near(centroids, question, passages, "ru")[0] == pytest.approx(1.0, abs=0.02)


def test_a_lone_article_is_not_judged_against_itself() -> None:
    """The only passage of a store, word for word the question, is as near as can be."""
    centroids = Centroids()
    question = leaning(SUBJECT, FRENCH)
    centroids.took("fr", question[None])
    assert near(centroids, question, question[None], "fr") == pytest.approx([1.0])


def test_the_means_that_ship_stand_until_there_are_articles() -> None:
    """In a small store a French question is apart from what is merely French already."""
    question, passages = leaning(SUBJECT, FRENCH), leaning(OTHER, FRENCH)[None]
    bare, prior = Centroids(), Centroids.of({}, shipped(FRENCH))
    assert near(bare, question, passages, "fr")[0] == pytest.approx(0.75)
    assert near(prior, question, passages, "fr")[0] == pytest.approx(0.0, abs=1e-6)
    prior.took("fr", usual(FRENCH, 1))
    assert near(prior, question, passages, "fr")[0] == pytest.approx(0.0, abs=1e-6)


def test_a_language_that_no_mean_ships_for_has_that_of_all() -> None:
    """Which is then taken off of question and passage alike."""
    mean = usual(ENGLISH, 1)[0]
    means = Means({"": mean}, {"": mean})
    question, passages = leaning(SUBJECT, ENGLISH), leaning(OTHER, ENGLISH)[None]
    found = Centroids.of({}, means).nearness(question, "sw", passages, ["yo"])
    assert found.tolist() == pytest.approx([0.0], abs=1e-6)


def test_what_is_usual_itself_is_near_to_nothing() -> None:
    """A passage that is its language's mean, and no passages at all, divide by nothing."""
    prior = Centroids.of({}, shipped(FRENCH))
    question = leaning(SUBJECT, FRENCH)
    assert near(prior, question, usual(FRENCH, 1), "fr") == [0.0]
    assert near(prior, usual(FRENCH, 1)[0], question[None], "fr") == [0.0]
    assert near(prior, question, np.zeros((0, 4), dtype=np.float32)) == []


def test_a_search_is_not_drawn_to_the_questions_own_language() -> None:
    """A French question finds the English passage on its subject before French ones on others."""
    question = leaning(SUBJECT, FRENCH)
    same, french = leaning(SUBJECT, ENGLISH, 0.4), leaning(OTHER, FRENCH)
    assert question @ same < question @ french
    bare = two_languages().unbiased(question)
    assert bare @ same > bare @ french
    assert bare.dtype == np.float32
    assert np.linalg.norm(bare) == pytest.approx(1.0)


def test_with_one_language_or_none_a_question_is_searched_for_as_it_is() -> None:
    """There is nothing to tell apart; nor is anything left of a mere difference of languages."""
    question, one = leaning(SUBJECT, FRENCH), Centroids()
    one.took("fr", usual(FRENCH))
    for centroids in (Centroids(), one):
        assert centroids.unbiased(question) is question
    difference = np.array([0, 0, 1, -1], dtype=np.float32) / np.sqrt(np.float32(2))
    assert two_languages().unbiased(difference) is difference


async def test_articles_one_by_one_are_as_good_as_all_at_the_start() -> None:
    """After a restart, answers are what they were before it."""
    store, running = MemoryStore(), Centroids()
    for number, language in enumerate(["en", "fr", "en", "vi", "fr"]):
        entry = make_entry(f"Harbour news, number {number}\nThe quay is open.", language=language)
        await store.add(entry)
        running.took(language, entry.vectors)
    restarted = Centroids.of(await store.centroids(entry.model))
    asked = make_vectors(["who closed the quay?"])[0]
    codes = ["en", "fr", "vi", "ru"]
    passages = make_vectors(codes)
    np.testing.assert_allclose(
        running.nearness(asked, "fr", passages, codes),
        restarted.nearness(asked, "fr", passages, codes),
        rtol=1e-5,
    )
    np.testing.assert_allclose(running.unbiased(asked), restarted.unbiased(asked), rtol=1e-4)


def test_an_article_without_passages_changes_nothing() -> None:
    """Nor does it bring a language in."""
    centroids = Centroids()
    centroids.took("en", usual(ENGLISH))
    question = leaning(SUBJECT, FRENCH)
    before = near(centroids, question, question[None], "fr")
    centroids.took("fr", usual(FRENCH, 0))
    assert near(centroids, question, question[None], "fr") == before
    assert centroids.unbiased(question) is question


def test_what_the_store_handed_over_stays_as_it_is() -> None:
    """Articles that come in later do not change the store's own figures."""
    handed = {"en": Centroid(2, np.ones(4))}
    kept = replace(handed["en"], total=handed["en"].total.copy())
    Centroids.of(handed).took("en", usual(ENGLISH, 3))
    assert set(handed) == {"en"}
    assert handed["en"].count == kept.count
    assert handed["en"].total.tolist() == kept.total.tolist()
