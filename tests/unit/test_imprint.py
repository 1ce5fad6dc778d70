"""What is kept of an attribution's tokens is enough to match them with a question's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.arrays import Floats
from retrieval.matching.imprint import MOST_TOKENS, Asked, Projection
from retrieval.questions.weights import QuestionWeights

WIDTH, DIMENSIONS = 384, 96
ROTATION = np.linalg.qr(np.random.default_rng(1).standard_normal((WIDTH, DIMENSIONS)))[0]
NOWHERE = np.zeros(WIDTH, dtype=np.float32)


def projection(mark: bytes = b"ours", *, french: Floats = NOWHERE) -> Projection:
    """One that loses no more than a cut to 96 dimensions must."""
    means = {"": NOWHERE, "fr": french}
    return Projection(matrix=ROTATION.astype(np.float32), said=means, asked=means, mark=mark)


def states(count: int, seed: int) -> Floats:
    """Tokens in any direction, shape (count, 384)."""
    drawn = np.random.default_rng(seed).standard_normal((count, WIDTH))
    return drawn.astype(np.float32)


def asked(ours: Projection, tokens: Floats) -> Asked:
    """A question whose tokens all count the same."""
    return ours.asked_with(tokens, np.ones(len(tokens), dtype=np.float32), "en")


def exact(question: Floats, said: Floats) -> float:
    """The same by the definition, with nothing rounded: mean of the largest cosines."""
    one, other = (
        cut / np.linalg.norm(cut, axis=1, keepdims=True)
        for cut in (rows.astype(np.float64) @ ROTATION for rows in (question, said))
    )
    return float((one @ other.T).max(1).mean())


@given(st.integers(1, 20), st.integers(1, MOST_TOKENS), st.integers(0, 2**16))
def test_a_byte_a_component_is_enough(question: int, said: int, seed: int) -> None:
    """A likeness from the store is that of the states themselves, to a fiftieth."""
    ours = projection()
    mine, theirs = states(question, seed), states(said, seed + 1)
    found = ours.likeness(asked(ours, mine), ours.imprint(theirs, "en"))
    assert found == pytest.approx(exact(mine, theirs), abs=0.02)


def test_the_same_words_are_as_like_as_can_be() -> None:
    """Whatever stands around them; and their opposite is as unlike."""
    ours, tokens = projection(), states(5, 7)
    around = np.concatenate([states(20, 8), tokens, states(20, 9)])
    assert ours.likeness(asked(ours, tokens), ours.imprint(around, "en")) == pytest.approx(
        1, abs=0.02
    )
    assert ours.likeness(asked(ours, tokens[:1]), ours.imprint(-tokens[:1], "en")) == (
        pytest.approx(-1, abs=0.02)
    )


def test_words_that_count_more_decide() -> None:
    """The claim's words are looked for, and those around it only a little."""
    ours, tokens = projection(), states(2, 3)
    first, second = (ours.imprint(tokens[[number]], "en") for number in (0, 1))
    weights = np.array([1.0, 0.1], dtype=np.float32)
    question = ours.asked_with(tokens, weights, "en")
    assert question.weights.sum() == pytest.approx(1)
    like = [ours.likeness(question, imprint) for imprint in (first, second)]
    assert like[0] is not None
    assert like[1] is not None
    assert like[0] > like[1] + 0.5


def test_an_imprint_of_another_projection_is_not_compared() -> None:
    """After an update of Hearsay, what an older one made counts as missing, not as unlike."""
    ours, theirs = projection(b"ours"), projection(b"mine")
    imprint = theirs.imprint(states(3, 0), "en")
    question = asked(ours, states(3, 0))
    assert ours.likeness(question, imprint) is None
    assert theirs.likeness(question, imprint) is not None


def test_no_imprint_has_no_likeness() -> None:
    """An article that was read by rules has none; nor has an attribution without a token."""
    ours = projection()
    question = asked(ours, states(3, 0))
    for imprint in (b"", ours.imprint(states(0, 0), "en"), b"our", ours.mark):
        assert ours.likeness(question, imprint) is None


def test_a_long_quotation_is_kept_by_its_beginning() -> None:
    """What a store holds of one attribution is bounded."""
    ours, tokens = projection(), states(3 * MOST_TOKENS, 5)
    long, cut = (ours.imprint(tokens[:end], "en") for end in (None, MOST_TOKENS))
    assert long == cut
    assert len(long) == len(ours.mark) + MOST_TOKENS * DIMENSIONS


def test_the_language_is_taken_out() -> None:
    """What all French tokens have in common makes no two of them alike."""
    french = 5 * states(1, 11)[0]
    ours = projection(french=french)
    one, other = states(4, 1) + french, states(4, 2) + french
    weights = np.ones(4, dtype=np.float32)
    kept = ours.likeness(ours.asked_with(one, weights, "fr"), ours.imprint(other, "fr"))
    told = ours.likeness(ours.asked_with(one, weights, "en"), ours.imprint(other, "en"))
    assert kept is not None
    assert told is not None
    assert kept < 0.4
    assert told > 0.8
    again = ours.likeness(asked(ours, one), ours.imprint(one, "sw"))
    assert again == pytest.approx(1, abs=0.02)


def test_the_same_states_make_the_same_bytes() -> None:
    """In half precision as they are handed over, and in the full one."""
    ours, tokens = projection(), states(6, 4).astype(np.float16)
    assert ours.imprint(tokens, "en") == ours.imprint(tokens, "en")
    assert ours.imprint(tokens, "en") == ours.imprint(tokens.astype(np.float32), "en")


def test_the_projection_that_ships_rounds_as_little() -> None:
    """With its directions a byte is enough as well, and an imprint stays below ten kilobytes."""
    shipped = QuestionWeights.bundled().projection
    mean = shipped.said[""]
    tokens = (mean + states(40, 2) * np.abs(mean).mean()).astype(np.float32)
    question = Asked(shipped._cut(tokens[:6], shipped.said, ""), np.full(6, 1 / 6, np.float32))
    imprint = shipped.imprint(tokens, "")
    found = shipped.likeness(question, imprint)
    assert found is not None
    assert found == pytest.approx(1, abs=0.02)
    assert len(imprint) < 10_000
