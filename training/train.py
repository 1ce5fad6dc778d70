"""Both heads from labelled articles: encode, vary, tag, and link what taggers find unseen."""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.attribution.reader.decoding import Tagged, decode
from retrieval.attribution.reader.linker import Linker as Running
from retrieval.attribution.reader.tagger import Tagger
from retrieval.embedding.states import StateEncoder
from training.augmentation import full_names, varied
from training.documents import Document, Labelled, encode
from training.fit import fit
from training.linker import Linker
from training.linking import Case, cases_of, fit_linker
from training.vias import ViaRows, fit_carrying, fit_passing, via_rows

logger = logging.getLogger(__name__)

Arrays = dict[str, NDArray[np.float32]]

_VARIANTS: Final = 6  # of each article; measured: content F1@0.8 0.54 without any, 0.55 with six
_TRIED: Final = 3  # variants on which the linker sees what a tagger finds
_FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class Corpus:
    """Encoded articles, and variants of each in the same order."""

    documents: tuple[Document, ...]
    variants: tuple[tuple[Document, ...], ...]

    def part(self, numbers: Sequence[int]) -> Corpus:
        """Some of the articles, with their variants."""
        return Corpus(
            tuple(self.documents[n] for n in numbers),
            tuple(tuple(variant[n] for n in numbers) for variant in self.variants),
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A tagger to train on some articles, and others on which to try it."""

    numbers: tuple[int, ...]
    held: tuple[int, ...]
    seed: int
    epochs: int


@dataclass(slots=True)
class _Shared:
    """What forked workers have from their parent, too large to send."""

    corpus: Corpus | None = None


_shared: Final = _Shared()


def train(articles: Sequence[Labelled], encoder: StateEncoder, *, seed: int, epochs: int) -> Arrays:
    """Weights of both heads. The same articles, in the same order, give the same weights.

    The linker learns from what taggers find in articles that they were not trained on, as it will
    have to work with that.
    """
    chance = random.Random(seed)  # noqa: S311 -- for training, not for secrets
    names = full_names(articles)
    logger.info("Encoding %d articles, and %d variants of each", len(articles), _VARIANTS)
    variants = [[varied(each, names, chance) for each in articles] for _ in range(_VARIANTS)]
    corpus = Corpus(
        tuple(encode(articles, encoder)), tuple(tuple(encode(each, encoder)) for each in variants)
    )
    logger.info("Training a tagger on all articles, and %d on parts of them", _FOLDS)
    weights, tagged = _taggers(corpus, _tasks(articles, seed, epochs))
    logger.info("Training the linker")
    cases: list[Case] = []
    for number, document in enumerate(corpus.documents):
        cases += cases_of(document, None, chance)
        tried = (document, *(each[number] for each in corpus.variants[:_TRIED]))
        for each, found in zip(tried, tagged[number], strict=True):
            cases += cases_of(each, found, chance)
    named = [*corpus.documents, *corpus.variants[0], *corpus.variants[1]]
    linker = fit_linker(cases, named, seed)
    _fit_vias(linker, corpus, tagged)
    return {f"tagger.{name}": tensor for name, tensor in weights.items()} | {
        f"linker.{name}": tensor.numpy() for name, tensor in linker.state_dict().items()
    }


def _fit_vias(linker: Linker, corpus: Corpus, tagged: dict[int, list[Tagged]]) -> None:
    """Fits through whom words came, from what the taggers found and the linker made of it."""
    rows = ViaRows()
    running = Running({name: tensor.numpy() for name, tensor in linker.state_dict().items()})
    for number, document in enumerate(corpus.documents):
        tried = (document, *(each[number] for each in corpus.variants[:_TRIED]))
        for each, found in zip(tried, tagged[number], strict=True):
            via_rows(running, each, found, rows)
    fit_passing(linker, rows.passing)
    fit_carrying(linker, rows.carrying)


def _tasks(articles: Sequence[Labelled], seed: int, epochs: int) -> list[Task]:
    """All articles, then all but a fold; translations of one article are in the same fold."""
    ids = sorted({each.doc_id for each in articles})
    every = tuple(range(len(articles)))
    tasks = [Task(every, (), seed, epochs)]
    for fold in range(_FOLDS):
        out = set(ids[fold::_FOLDS])
        held = tuple(n for n in every if articles[n].doc_id in out)
        tasks.append(Task(tuple(n for n in every if n not in held), held, seed + 1 + fold, epochs))
    return tasks


def _taggers(corpus: Corpus, tasks: Sequence[Task]) -> tuple[Arrays, dict[int, list[Tagged]]]:
    """The weights of the first, and what the others find in the articles held out from them."""
    _shared.corpus = corpus
    torch.set_num_threads(1)  # a worker a core: two threads on one small LSTM are no faster
    workers = min(len(tasks), len(os.sched_getaffinity(0)))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        (weights, _), *parts = pool.map(_tagger, tasks)
    return weights, {number: found for _, out in parts for number, found in out.items()}


def _tagger(task: Task) -> tuple[Arrays, dict[int, list[Tagged]]]:
    corpus = _shared.corpus
    if corpus is None:
        raise RuntimeError("a worker has no articles")
    part = corpus.part(task.numbers)
    net = fit(part.documents, part.variants, epochs=task.epochs, seed=task.seed)
    weights = {name: tensor.numpy() for name, tensor in net.state_dict().items()}
    tagger = Tagger(weights)
    found = {}
    for number in task.held:
        tried = (corpus.documents[number], *(each[number] for each in corpus.variants[:_TRIED]))
        found[number] = [decode(tagger, d.tokens, d.windows, d.states) for d in tried]
    return weights, found
