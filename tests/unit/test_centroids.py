"""What a similarity is judged against in each language."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retrieval.centroids import Centroids
from retrieval.seams import Centroid, Vector, Vectors
from tests.fakes.entries import make_entry, make_vectors
from tests.fakes.store import MemoryStore

LARGE = 5_000  # passages enough for a language's own mean to stand


def toward(axis: int, count: int, lean: float = 1.0) -> Vectors:
    """Passages in one direction: so near the axis that ``vector @ axis`` is ``lean``."""
    rows = np.zeros((count, 4), dtype=np.float32)
    rows[:, axis] = lean
    rows[:, 3] = np.sqrt(1 - lean * lean)
    return rows


def question(axis: int) -> Vector:
    vector: Vector = toward(axis, 1)[0]
    return vector


def test_without_articles_nothing_is_taken_off() -> None:
    """An empty store has no usual similarity."""
    assert Centroids().baselines(question(0), ["en", "fr"]) == {"en": 0.0, "fr": 0.0}


def test_each_language_is_judged_against_its_own() -> None:
    """French passages that all lie near a French question must be nearer still to count."""
    centroids = Centroids()
    centroids.took("fr", toward(0, LARGE, 0.7))
    centroids.took("vi", toward(0, LARGE, 0.5))
    baselines = centroids.baselines(question(0), ["fr", "vi"])
    assert baselines["fr"] == pytest.approx(0.7, abs=0.01)
    assert baselines["vi"] == pytest.approx(0.5, abs=0.01)


def test_a_language_seen_for_the_first_time_is_judged_against_all() -> None:
    """One passage is no mean: it is drawn to that of all languages; of none, it is that."""
    centroids = Centroids()
    centroids.took("fr", toward(0, LARGE, 0.6))
    centroids.took("en", toward(0, LARGE, 0.4))
    unseen = centroids.baselines(question(0), ["ru"])["ru"]
    assert unseen == pytest.approx(0.5, abs=0.01)
    centroids.took("ru", toward(0, 1, 0.0))
    first = centroids.baselines(question(0), ["ru"])["ru"]
    assert 0.25 < first < unseen
    centroids.took("ru", toward(0, LARGE, 0.0))
    assert centroids.baselines(question(0), ["ru"])["ru"] == pytest.approx(0.0, abs=0.01)


def test_a_language_with_many_articles_does_not_outweigh_the_others() -> None:
    """What is usual is the mean over languages, not over passages."""
    centroids = Centroids()
    centroids.took("fr", toward(0, 10 * LARGE, 0.6))
    centroids.took("en", toward(0, LARGE, 0.4))
    assert centroids.baselines(question(0), ["ru"])["ru"] == pytest.approx(0.5, abs=0.01)


def test_a_lone_article_is_not_judged_against_itself() -> None:
    """The only passage of a store, word for word the question, stands out from the usual."""
    centroids = Centroids()
    centroids.took("en", toward(0, 1))
    assert centroids.baselines(question(0), ["en"])["en"] < 0.8
    centroids.took("en", toward(0, LARGE - 1))
    assert centroids.baselines(question(0), ["en"])["en"] > 0.99


def test_a_small_store_far_from_the_question_is_not_brought_nearer() -> None:
    """The relief for small stores lowers what a similarity must exceed, and never raises it."""
    centroids = Centroids()
    centroids.took("en", toward(0, 2, 0.1))
    assert centroids.baselines(question(0), ["en"])["en"] == pytest.approx(0.1, abs=1e-6)


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
    assert running.baselines(asked, codes) == pytest.approx(restarted.baselines(asked, codes))


def test_an_article_without_passages_changes_nothing() -> None:
    """Nor does it bring a language in."""
    centroids = Centroids()
    centroids.took("en", toward(0, LARGE, 0.6))
    before = centroids.baselines(question(0), ["en", "fr"])
    centroids.took("fr", toward(0, 0))
    assert centroids.baselines(question(0), ["en", "fr"]) == before


def test_what_the_store_handed_over_stays_as_it_is() -> None:
    """Articles that come in later do not change the store's own figures."""
    handed = {"en": Centroid(2, np.ones(4))}
    kept = replace(handed["en"], total=handed["en"].total.copy())
    Centroids.of(handed).took("en", toward(0, 3))
    assert set(handed) == {"en"}
    assert handed["en"].count == kept.count
    assert handed["en"].total.tolist() == kept.total.tolist()
