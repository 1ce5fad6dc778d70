"""From labelled articles to the reader's weights: ``python -m training --data DIR … --out FILE``."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import multiprocessing
import os
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from safetensors.numpy import save_file

from retrieval.attribution.reader.decoding import Tagged, decode
from retrieval.attribution.reader.layout import FORMAT, LAYERS
from retrieval.attribution.reader.tagger import Tagger
from retrieval.embedding.bundled import bundled_source, prepare_bundled_model
from retrieval.embedding.states import StateEncoder
from training.augmentation import full_names, varied
from training.documents import Document, Labelled, encode, read_labelled
from training.fit import fit
from training.linking import cases_of, fit_linker, fit_outlet

logger = logging.getLogger("training")

_VARIANTS: Final = 6
_TRIED: Final = 3  # variants on which the linker sees what a tagger finds
_FOLDS: Final = 2


@dataclass(frozen=True)
class Corpus:
    """Encoded articles, and variants of each in the same order."""

    documents: list[Document]
    variants: list[list[Document]]

    def part(self, numbers: list[int]) -> Corpus:
        """Some of the articles, with their variants."""
        return Corpus(
            [self.documents[n] for n in numbers],
            [[variant[n] for n in numbers] for variant in self.variants],
        )


Arrays = dict[str, np.ndarray]
_corpus: Corpus | None = None  # what forked workers share with their parent


def main() -> None:
    """Reads the arguments, trains, and writes the weights and what they were made of."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    labelled = [a for folder in arguments.data for a in read_labelled(folder / "articles.jsonl", folder / "gold.jsonl")]
    source = bundled_source()
    model = prepare_bundled_model(arguments.model, logger.info)
    tensors = train(labelled, StateEncoder.open(model, LAYERS), arguments.seed, arguments.epochs)
    about = {"format": FORMAT, "encoder": source.sha256, "articles": str(len(labelled)),
             "attributions": str(sum(len(a.labels) for a in labelled)), "seed": str(arguments.seed)}
    save_file({name: tensor.astype(np.float16) for name, tensor in tensors.items()}, arguments.out, about)
    logger.info("Wrote %s: %s", arguments.out, json.dumps(about))


def train(labelled: list[Labelled], encoder: StateEncoder, seed: int, epochs: int) -> Arrays:
    """Both heads, from articles in the order given."""
    global _corpus
    chance = random.Random(seed)
    names = full_names(labelled)
    logger.info("Encoding %d articles and %d variants of each", len(labelled), _VARIANTS)
    variants = [[varied(a, names, chance) for a in labelled] for _ in range(_VARIANTS)]
    _corpus = Corpus(list(encode(labelled, encoder)), [list(encode(v, encoder)) for v in variants])
    ids = sorted({a.doc_id for a in labelled})
    folds = [set(ids[n::_FOLDS]) for n in range(_FOLDS)]
    held = [[n for n, a in enumerate(labelled) if a.doc_id in fold] for fold in folds]
    everything = list(range(len(labelled)))
    tasks = [(everything, [], seed, epochs)]
    tasks += [([n for n in everything if n not in part], part, seed + 1 + k, epochs) for k, part in enumerate(held)]
    logger.info("Training a tagger on everything, and %d on parts", _FOLDS)
    torch.set_num_threads(1)
    with ProcessPoolExecutor(min(len(tasks), os.cpu_count() or 1), multiprocessing.get_context("fork")) as pool:
        (weights, _), *parts = pool.map(_tagger, tasks)
    tagged = {n: found for _, out in parts for n, found in out.items()}
    logger.info("Training the linker")
    linker = _linker(_corpus, tagged, seed)
    out = {f"tagger.{name}": tensor for name, tensor in weights.items()}
    return out | {f"linker.{name}": tensor.numpy() for name, tensor in linker.state_dict().items()}


def _tagger(task: tuple[list[int], list[int], int, int]) -> tuple[Arrays, dict[int, list[Tagged]]]:
    """A tagger's weights, and what it finds in articles that it has not seen."""
    numbers, held, seed, epochs = task
    assert _corpus is not None
    part = _corpus.part(numbers)
    net = fit(part.documents, part.variants, epochs=epochs, seed=seed, log=True)
    weights = {name: tensor.numpy().astype(np.float32) for name, tensor in net.state_dict().items()}
    tagger = Tagger(weights)
    tagged = {
        n: [decode(tagger, d.tokens, d.windows, d.states) for d in (_corpus.documents[n], *(v[n] for v in _corpus.variants[:_TRIED]))]
        for n in held
    }
    return weights, tagged


def _linker(corpus: Corpus, tagged: dict[int, list[Tagged]], seed: int):
    items = []
    for n, document in enumerate(corpus.documents):
        items += cases_of(document, None)
        for variant, found in zip((document, *(v[n] for v in corpus.variants)), tagged[n]):
            items += cases_of(variant, found)
    linker = fit_linker(items, seed=seed, log=True)
    fit_outlet(linker, [*corpus.documents, *corpus.variants[0], *corpus.variants[1]])
    return linker


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with articles.jsonl and gold.jsonl")
    parser.add_argument("--model", type=Path, default=Path("data/models/multilingual-e5-small"), help="where the encoder is prepared")
    parser.add_argument("--out", type=Path, required=True, help="the weight file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
