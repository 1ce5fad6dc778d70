"""The reader's parts: pieces of text, windows, best paths, and heads that compute as torch does."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from retrieval.attribution.reader.candidates import FEATURES
from retrieval.attribution.reader.layout import CONDITIONED, FLAT, LAYERS, STATE
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.passing import PASSING_FEATURES
from retrieval.attribution.reader.stances import STANCE_FEATURES
from retrieval.attribution.reader.tagger import Tagger
from retrieval.attribution.reader.tokens import FLAGS
from retrieval.attribution.reader.vias import CARRYING_FEATURES
from retrieval.attribution.reader.viterbi import best_path, spans_of
from retrieval.attribution.reader.windows import windows_of
from training.linker import Linker as TrainedLinker
from training.tagger import Tagger as TrainedTagger

Weights = dict[str, np.ndarray]


def weights_of(module: torch.nn.Module) -> Weights:
    return {name: tensor.numpy() for name, tensor in module.state_dict().items()}


@given(
    st.integers(0, 2_000),
    st.lists(st.integers(0, 1_999), unique=True).map(sorted),
)
def test_windows_cover_every_token(length: int, starts: list[int]) -> None:
    """No window is too long for the encoder, none is empty, and each token has an owner in it."""
    sentences = np.array([start for start in starts if start < length], dtype=np.int32)
    windows = windows_of(length, sentences)
    assert all(0 < end - start <= 254 for start, end in windows.spans)
    for token, owner in enumerate(windows.owner.tolist()):
        start, end = windows.spans[owner]
        assert start <= token < end
    assert len(windows.owner) == length


def test_windows_begin_and_end_with_sentences() -> None:
    """Where sentences are short enough, none is cut but at the overlap's beginning."""
    windows = windows_of(600, np.arange(0, 600, 20, dtype=np.int32))
    assert all(start % 20 == 0 and end % 20 == 0 for start, end in windows.spans)
    assert len(windows.spans) > 2


def test_the_best_path_is_the_best_of_all() -> None:
    """As found by trying every sequence in which no inside follows anything but its own."""
    scores = np.random.default_rng(5).normal(size=(20, 4, 5)).astype(np.float32)

    def allowed(path: tuple[int, ...]) -> bool:
        return all(
            tag not in {2, 4} or before in {tag - 1, tag}
            for before, tag in zip((0, *path), path, strict=False)
        )

    for row in scores:
        tried = [path for path in product(range(5), repeat=4) if allowed(path)]
        best = max(tried, key=lambda path: sum(row[i, tag] for i, tag in enumerate(path)))
        assert best_path(row[None], 2)[0].tolist() == list(best)


def test_rows_of_different_lengths_have_the_paths_they_have_alone() -> None:
    """What fills a row up to the longest changes none of its tags, and has none itself."""
    scores = np.random.default_rng(6).normal(size=(12, 9, 7)).astype(np.float32)
    lengths = np.arange(12, dtype=np.int32) % 9 + 1
    together = best_path(scores, 3, lengths)
    for row, length in enumerate(lengths.tolist()):
        alone = best_path(scores[row : row + 1, :length], 3)[0]
        assert together[row].tolist() == [*alone.tolist(), *[0] * (9 - length)]


def test_spans_of_a_row_of_tags() -> None:
    """Two that touch are two, and other groups are left alone."""
    tags = np.array([0, 1, 2, 1, 0, 3, 4, 4])
    assert spans_of(tags, 1) == [(1, 3), (3, 4)]
    assert spans_of(tags, 3) == [(5, 8)]


@pytest.fixture
def trained_tagger() -> TrainedTagger:
    """With weights as they are before training."""
    torch.manual_seed(3)
    return TrainedTagger().eval()


def test_the_tagger_computes_what_torch_trains(trained_tagger: TrainedTagger) -> None:
    """Flat tags and the parts of a cue, for windows of different lengths."""
    tagger = Tagger(weights_of(trained_tagger))
    chance = np.random.default_rng(7)
    lengths = np.array([230, 41], dtype=np.int32)
    states = chance.normal(size=(2, len(LAYERS), 230, STATE)).astype(np.float32)
    flags = chance.integers(0, 2, size=(2, 230, FLAGS)).astype(np.float32)
    cues = [(0, 5, 6), (0, 120, 123), (1, 38, 41)]
    with torch.no_grad():
        base = trained_tagger.base(
            torch.from_numpy(states), torch.from_numpy(flags), torch.from_numpy(lengths).long()
        )
        flat = trained_tagger.flat(base).view(2, 230, len(FLAT), 3).log_softmax(-1)
        about, first = trained_tagger.about(
            base, torch.from_numpy(flags), torch.from_numpy(lengths).long(), torch.tensor(cues)
        )
    made = tagger.base(states, flags, lengths)
    rows = [made[row, :n] for row, n in enumerate(lengths)]
    ours = tagger.about(rows, [flags[row, :n] for row, n in enumerate(lengths)], cues)
    for row, length in enumerate(lengths):
        np.testing.assert_allclose(made[row, :length], base[row, :length], atol=1e-5)
        wanted = flat[row, :length].numpy()
        np.testing.assert_allclose(tagger.flat(made[row, :length]), wanted, atol=1e-5)
    for row, each in enumerate(ours):
        assert each.first == int(first[row])
        wanted = about[row, : len(each.logits)].log_softmax(-1).numpy()
        assert each.logits.shape[1] == len(CONDITIONED)
        np.testing.assert_allclose(each.logits, wanted, atol=1e-5)


def test_the_linker_computes_what_torch_trains() -> None:
    """Claimants' scores, kinds, stances, outlets, and through whom words came."""
    torch.manual_seed(4)
    trained = TrainedLinker().eval()
    linker = Linker(weights_of(trained))
    chance = np.random.default_rng(8)

    def given(*shape: int) -> np.ndarray:
        return chance.normal(size=shape).astype(np.float32)

    width = STATE * len(LAYERS)
    query, keys, features = given(3 * width), given(9, width), given(9, FEATURES)
    states, words = given(2 * width), given(STANCE_FEATURES)
    beside, before = given(5, PASSING_FEATURES), given(6, CARRYING_FEATURES)
    ours = (
        linker.claimant(query, keys, features),
        linker.kind(keys[0], keys[1]),
        linker.stance(states, words),
        linker.outlet(keys),
        linker.passing(beside),
        linker.carrying(before),
    )
    rows = [torch.from_numpy(each) for each in (query, keys, features, states, words)]
    with torch.no_grad():
        theirs = (
            trained.claimant(*rows[:3]),
            trained.kind(rows[1][:1], rows[1][1:2])[0],
            trained.stances(rows[3][None], rows[4][None])[0],
            trained.outlet(rows[1])[:, 0],
            trained.passing(torch.from_numpy(beside))[:, 0],
            trained.carrying(torch.from_numpy(before))[:, 0],
        )
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
