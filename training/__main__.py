"""From labelled articles to the reader's weights: ``python -m training --data DIR --out FILE``."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

import numpy as np

from retrieval.attribution.reader.layout import FORMAT, LAYERS
from retrieval.attribution.reader.weights import digest_of
from retrieval.embedding.bundled import bundled_source, prepare_bundled_model
from retrieval.embedding.states import StateEncoder
from retrieval.errors import HearsayError
from training.documents import read_labelled
from training.train import train
from training.weight_file import write_weights

logger = logging.getLogger("training")


def main() -> int:
    """Trains, and writes the weights with what they were made of; 1 where that cannot be."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    try:
        articles = [
            article
            for folder in arguments.data
            for article in read_labelled(folder / "articles.jsonl", folder / "gold.jsonl")
        ]
        source = bundled_source()
        model = prepare_bundled_model(arguments.model, logger.info)
        encoder = StateEncoder.open(model, LAYERS, made_from=source.sha256)
    except (HearsayError, OSError, ValueError, KeyError) as error:
        logger.error("Cannot train: %s", error)  # noqa: TRY400 -- the message says what to mend
        return 1
    tensors = train(articles, encoder, seed=arguments.seed, epochs=arguments.epochs)
    halves = {name: tensor.astype(np.float16) for name, tensor in tensors.items()}
    about = {
        "format": FORMAT,
        "sha256": digest_of(halves),
        "encoder": source.sha256,
        "articles": str(len(articles)),
        "attributions": str(sum(len(article.labels) for article in articles)),
        "seed": str(arguments.seed),
        "epochs": str(arguments.epochs),
    }
    write_weights(arguments.out, halves, about)
    logger.info("Wrote %s: %s", arguments.out, about)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        help="folders with articles.jsonl and gold.jsonl (docs/training.md)",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=Path("data/models/multilingual-e5-small"),
        help="where the encoder is prepared",
    )
    parser.add_argument("--out", type=Path, required=True, help="the weight file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
