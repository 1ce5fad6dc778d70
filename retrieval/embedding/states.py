"""Hidden states of an encoder's layers, by onnxruntime."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from retrieval.embedding.bert_graph import EMBEDDED, MASK, BertSizes, bert_graph, state_name
from retrieval.embedding.bundled import is_complete
from retrieval.errors import ModelDamaged

States = NDArray[np.float32]  # shape (layers, tokens, hidden)

# Measured on two cores: batches of 8 windows are as fast as larger ones, and take less memory.
_BATCH: Final = 8


class StateEncoder:
    """Runs the lower layers of a BERT encoder from a sentence-transformers directory."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        words: WordTable,
        places: NDArray[np.float32],
        tokenizer: Tokenizer,
        layers: tuple[int, ...],
    ) -> None:
        """Made by ``open``."""
        self._session = session
        self._words = words
        self._places = places
        self._outputs = [state_name(layer) for layer in layers]
        self.tokenizer = tokenizer
        self._begin, self._end = (_id(tokenizer, token) for token in ("<s>", "</s>"))

    @classmethod
    def open(
        cls,
        directory: Path,
        layers: tuple[int, ...],
        *,
        made_from: str | None = None,
        tokenizer: Tokenizer | None = None,
    ) -> Self:
        """Reads a prepared model.

        Args:
            directory: as ``prepare_bundled_model`` makes it.
            layers: those whose states are wanted, from 1.
            made_from: SHA-256 of the weights from which the directory must have been prepared.
            tokenizer: of this model, where it is loaded already: it takes 280 MB.

        Raises:
            ModelDamaged: a file is missing or is not what it should be.
        """
        if made_from is not None and not is_complete(directory, made_from):
            raise ModelDamaged(
                f"The encoder in {directory} is not the one for which the reader was trained "
                f"(weights {made_from[:12]}…).",
                "Install Hearsay again, or train the reader anew (docs/training.md).",
            )
        try:
            config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
            sizes = BertSizes(
                hidden=config["hidden_size"],
                heads=config["num_attention_heads"],
                epsilon=config["layer_norm_eps"],
            )
            weights = directory / "model.safetensors"
            with safe_open(weights, framework="numpy") as tensors:
                graph = bert_graph(tensors.get_tensor, sizes, layers)
                table = tensors.get_tensor("embeddings.position_embeddings.weight")
                places = table + tensors.get_tensor("embeddings.token_type_embeddings.weight")[0]
            words = WordTable(weights, "embeddings.word_embeddings.weight")
            if tokenizer is None:
                tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        except Exception as error:  # the libraries raise types of their own
            raise ModelDamaged(
                f"The encoder in {directory} cannot be read: {error}.",
                "Delete that folder; it is prepared anew at the next start.",
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = len(os.sched_getaffinity(0))
        options.enable_cpu_mem_arena = False  # it never gives back what the longest batch took
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return cls(session, words, places, tokenizer, layers)

    @property
    def hidden(self) -> int:
        """Width of a state."""
        return int(self._places.shape[1])

    def states(self, windows: Sequence[NDArray[np.int32]]) -> Iterator[tuple[int, States]]:
        """For each window of token ids its number and states, in no certain order."""
        for number, states in self.framed(windows):
            yield number, states[:, 1:-1]

    def framed(self, windows: Sequence[NDArray[np.int32]]) -> Iterator[tuple[int, States]]:
        """The same with the states of the marks of beginning and end.

        Windows of like length go together, so that little is wasted on filling them up.
        """
        order = sorted(range(len(windows)), key=lambda number: len(windows[number]))
        for start in range(0, len(order), _BATCH):
            numbers = order[start : start + _BATCH]
            yield from self._batch([(number, windows[number]) for number in numbers])

    def _batch(
        self, windows: Sequence[tuple[int, NDArray[np.int32]]]
    ) -> Iterator[tuple[int, States]]:
        longest = max(len(ids) for _, ids in windows) + 2
        hidden = self._places.shape[1]
        embedded = np.zeros((len(windows), longest, hidden), dtype=np.float32)
        mask = np.zeros((len(windows), longest), dtype=np.int32)
        for row, (_, ids) in enumerate(windows):
            framed = [self._begin, *ids.tolist(), self._end]
            embedded[row, : len(framed)] = self._words.rows(framed) + self._places[: len(framed)]
            mask[row, : len(framed)] = 1
        outputs = self._session.run(self._outputs, {EMBEDDED: embedded, MASK: mask})
        for row, (number, ids) in enumerate(windows):
            yield number, np.stack([output[row, : len(ids) + 2] for output in outputs])


def _id(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"the tokenizer has no {token}")
    return number


class WordTable:
    """A float32 matrix of a safetensors file, of which single rows are read.

    Format: https://github.com/huggingface/safetensors (eight bytes of header length, JSON header,
    tensors in row order). Reading is a matter of microseconds: the system keeps the file's pages,
    and gives them up where memory is short.

    Raises:
        ValueError: the tensor is not float32.
    """

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            entry = json.loads(file.read(length))[name]
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} is {entry['dtype']}, not float32")
        self._size = 4 * entry["shape"][1]
        self._first = 8 + length + entry["data_offsets"][0]
        self._file = path.open("rb", buffering=0)

    def rows(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Shape (len(numbers), columns)."""
        handle, size, first = self._file.fileno(), self._size, self._first
        data = b"".join(os.pread(handle, size, first + number * size) for number in numbers)
        return np.frombuffer(data, dtype="<f4").reshape(len(numbers), -1)

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()

    def __del__(self) -> None:
        """Closed with the last use of the encoder."""
        if hasattr(self, "_file"):
            self.close()
