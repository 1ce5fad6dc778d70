"""What the reader saves itself changes nothing: names looked up, states kept, threads limited."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from retrieval.attribution.reader.known import folded, known_as
from retrieval.attribution.reader.spans import SpanStates, span_states
from retrieval.attribution.reader.threads import one_thread
from retrieval.names.folding import fold
from retrieval.names.lookup import find_known
from retrieval.names.tables import known_sources


@pytest.mark.parametrize("trusted", [True, False])
def test_every_name_of_the_tables_is_found_as_ever(*, trusted: bool) -> None:
    """Also with a noun, an article, in capitals or with hyphens; and what is no name is not."""
    for known in known_sources():
        for name in (*known.aliases, *known.ambiguous):
            for way in (
                name, name.upper(), f"The {name}", f"{name} magazine", name.replace(" ", "-"),
                f"{name} Quill",
            ):  # fmt: skip
                assert known_as(way, trusted=trusted) == find_known(way, trusted=trusted)


@pytest.mark.parametrize("word", ["Said", "BBC", "Éva", "İzmir", "the", "4", "Black-Daley", "北京"])
def test_a_word_is_folded_as_a_name_is(word: str) -> None:
    """Plain letters by the short way, all others by the long one."""
    assert folded(word) == fold(word)


def test_states_that_are_kept_are_those_of_each_stretch() -> None:
    """Asked for together, twice, or alone, a stretch has the mean of its own tokens."""
    states = np.random.default_rng(4).normal(size=(50, 2, 8)).astype(np.float16)
    every = [[(0, 3)], [(10, 11)], [(4, 9), (20, 30)], [(0, 3)]] * 40
    kept = SpanStates(states)
    for _ in range(2):
        for row, places in zip(kept.of(every), every, strict=True):
            part = np.concatenate([states[a:b] for a, b in places]).astype(np.float64)
            part = (part - part.mean(-1, keepdims=True)) / part.std(-1, keepdims=True)
            np.testing.assert_allclose(row, part.mean(0).reshape(-1), atol=1e-3)
            np.testing.assert_allclose(row, span_states(states, places), atol=1e-6)


def test_numpy_multiplies_on_one_thread() -> None:
    """And other libraries keep theirs."""
    before = {each["filepath"]: each["num_threads"] for each in threadpool_info()}
    one_thread()
    for each in threadpool_info():
        own = Path(each["filepath"]).parent.name == "numpy.libs"
        assert each["num_threads"] == (1 if own else before[each["filepath"]])
