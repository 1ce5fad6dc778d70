"""Trains what questions are understood with: ``python -m training.questions --help``."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bot import jsonl
from retrieval.arrays import Floats
from retrieval.attribution.reader.layout import LAYERS, STATE
from retrieval.attribution.reader.reader import LearnedReader
from retrieval.attribution.reader.tokens import tokens_of
from retrieval.attribution.reader.weights import ReaderWeights, digest_of
from retrieval.embedding.bundled import bundled_source, prepare_bundled_model
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.states import StateEncoder
from retrieval.passages import embedding_text, passages_of
from retrieval.questions.layout import FORMAT, KINDS, PROMPT, STANCES, TAGS, WIDTH
from training.weight_file import write_weights

logger = logging.getLogger("training")

_Tensor = NDArray[np.floating]

DIMENSIONS: Final = 96  # kept of a token's state; 64 do 0.01 worse, 128 no better
_WHITENING: Final = 0.25  # of the variances' power: rare directions count for more
_PRIOR: Final = 200  # tokens by which a language's mean is drawn to that of all
_EPOCHS: Final = 12
_BATCH: Final = 32
_RATE: Final = 4e-3
_DROPOUT: Final = 0.35
_UNTOLD: Final = -1


class Head(nn.Module):
    """As ``retrieval/questions/head.py`` runs it in numpy."""

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(STATE) for _ in LAYERS])
        self.inlet = nn.Linear(STATE * len(LAYERS), WIDTH)
        self.lstm = nn.LSTM(WIDTH, WIDTH // 2, bidirectional=True, batch_first=True)
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.kind = nn.Linear(2 * WIDTH, len(KINDS))
        self.stance = nn.Linear(2 * WIDTH, len(STANCES))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, states: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(batch, layers, T, 384), (batch,) to logits of tags, kinds and stances."""
        parts = [norm(states[:, number]) for number, norm in enumerate(self.norms)]
        x = self.dropout(functional.gelu(self.inlet(torch.cat(parts, -1))))
        packed = nn.utils.rnn.pack_padded_sequence(
            x, lengths, batch_first=True, enforce_sorted=False
        )
        out, _ = nn.utils.rnn.pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True, total_length=x.shape[1]
        )
        x = self.dropout(x + out)
        inside = (torch.arange(x.shape[1])[None] < lengths[:, None])[..., None]
        mean = (x * inside).sum(1) / lengths[:, None]
        pooled = torch.cat([mean, x.masked_fill(~inside, float("-inf")).amax(1)], -1)
        return self.tags(x), self.kind(pooled), self.stance(pooled)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question: its states, and a tag for each token, -1 where nobody told."""

    language: str
    states: Floats  # shape (layers, tokens, 384)
    vector: Floats  # as the search embeds it, shape (384,)
    tags: np.ndarray
    kind: int
    stance: int


def examples_of(
    records: Iterable[Mapping[str, object]], encoder: StateEncoder, embedder: OnnxEmbedder
) -> list[Example]:
    """Questions with their states; those without stretches tell their kind alone."""
    return [_example(record, encoder, embedder) for record in records]


def _example(
    record: Mapping[str, object], encoder: StateEncoder, embedder: OnnxEmbedder
) -> Example:
    text = " ".join(str(record["question"]).split())
    tokens = tokens_of(PROMPT + text, encoder.tokenizer)
    own = int(np.searchsorted(tokens.starts, len(PROMPT)))
    ((_, states),) = encoder.states([tokens.ids])
    told = "cue" in record
    tags = np.full(len(tokens) - own, 0 if told else _UNTOLD)
    for number, tag in enumerate(TAGS):
        stretch = record.get(tag)
        if isinstance(stretch, str) and stretch in text:
            start = text.index(stretch) + len(PROMPT)
            inside = (tokens.starts >= start) & (tokens.ends <= start + len(stretch))
            tags[inside[own:]] = number
    stance = str(record.get("stance") or STANCES[0])
    return Example(
        language=str(record["lang"]),
        states=states[:, own:],
        vector=embedder.embed_question(text),
        tags=tags,
        kind=KINDS.index(str(record["kind"])),
        stance=STANCES.index(stance) if told else _UNTOLD,
    )


def fit(examples: Sequence[Example], seed: int) -> dict[str, Floats]:
    """The head's tensors by name."""
    torch.manual_seed(seed)
    head = Head()
    optimiser = torch.optim.AdamW(head.parameters(), _RATE, weight_decay=0.02)
    steps = -(-len(examples) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=_EPOCHS * steps)
    for epoch in range(1, _EPOCHS + 1):
        total = 0.0
        for numbers in torch.split(torch.randperm(len(examples)), _BATCH):
            loss = _loss(head, [examples[number] for number in numbers.tolist()])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total += loss.item()
        logger.info("Questions, epoch %d of %d: loss %.3f", epoch, _EPOCHS, total / steps)
    return {name: tensor.detach().numpy() for name, tensor in head.state_dict().items()}


def _loss(head: Head, batch: Sequence[Example]) -> Tensor:
    lengths = torch.tensor([len(each.tags) for each in batch])
    states = torch.zeros(len(batch), len(LAYERS), int(lengths.max()), STATE)
    tags = torch.full((len(batch), int(lengths.max())), _UNTOLD)
    for row, each in enumerate(batch):
        states[row, :, : lengths[row]] = torch.from_numpy(each.states)
        tags[row, : lengths[row]] = torch.from_numpy(each.tags)
    told, kinds, stances = head(states, lengths)
    loss = functional.cross_entropy(
        kinds, torch.tensor([each.kind for each in batch]), label_smoothing=0.05
    )
    stance = torch.tensor([each.stance for each in batch])
    if bool((stance != _UNTOLD).any()):
        loss = loss + 0.5 * functional.cross_entropy(
            told.transpose(1, 2), tags, ignore_index=_UNTOLD
        )
        loss = loss + 0.5 * functional.cross_entropy(stances, stance, ignore_index=_UNTOLD)
    return loss


def means(rows: Mapping[str, Sequence[Floats]], prior: int) -> dict[str, Floats]:
    """Mean row by language, drawn to that of all languages, which goes under ""."""
    own = {
        code: np.concatenate([np.atleast_2d(row) for row in some]) for code, some in rows.items()
    }
    overall = np.mean([part.mean(0) for part in own.values()], axis=0)
    drawn = {c: (p.sum(0) + prior * overall) / (len(p) + prior) for c, p in own.items()}
    return {"": overall, **drawn}


def projection(said: Mapping[str, Sequence[Floats]], centres: Mapping[str, Floats]) -> _Tensor:
    """The main directions of articles' tokens around their language's mean, (384, DIMENSIONS)."""
    centred = np.concatenate([np.concatenate(rows) - centres[code] for code, rows in said.items()])
    spread, directions = np.linalg.eigh(np.cov(centred.T.astype(np.float64)))
    kept = slice(None, -DIMENSIONS - 1, -1)
    matrix: _Tensor = directions[:, kept] * spread[kept] ** (-_WHITENING / 2)
    return matrix


def main(
    data: Annotated[list[Path], typer.Option(help="Folders with articles.jsonl, questions.jsonl.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")],
    questions: Annotated[Path, typer.Option(help="Questions with their stretches.")] = Path(
        "training/questions.jsonl"
    ),
    model: Annotated[Path, typer.Option(help="Where the encoder is prepared.")] = Path(
        "data/models/multilingual-e5-small"
    ),
    seed: Annotated[int, typer.Option()] = 0,
) -> None:
    """From labelled questions and articles to questions.safetensors."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    source = bundled_source()
    directory = prepare_bundled_model(model, logger.info)
    embedder = OnnxEmbedder.open(directory, model.name)
    encoder = StateEncoder.open(
        directory, LAYERS, made_from=source.sha256, tokenizer=embedder.tokenizer
    )
    fields = ("question", "lang", "kind")
    records = list(jsonl.read_records(questions, fields))
    for folder in data:
        records += jsonl.read_records(folder / "questions.jsonl", fields)
    examples = examples_of(records, encoder, embedder)
    logger.info("%d questions", len(examples))
    passages, said = _articles(data, encoder, embedder)
    head = fit(examples, seed)
    tensors: dict[str, _Tensor] = {f"head.{name}": tensor for name, tensor in head.items()}
    tensors |= _vectors(examples, passages, said)
    halves = {name: tensor.astype(np.float16) for name, tensor in tensors.items()}
    about = {
        "format": FORMAT,
        "sha256": digest_of(halves),
        "encoder": source.sha256,
        "embedding": embedder.model.digest,
        "questions": str(len(examples)),
        "seed": str(seed),
    }
    write_weights(out, halves, about)
    logger.info("Wrote %s: %s", out, json.dumps(about))


def _vectors(
    examples: Sequence[Example],
    passages: Mapping[str, Sequence[Floats]],
    said: Mapping[str, Sequence[Floats]],
) -> dict[str, _Tensor]:
    asked, vectors = defaultdict(list), defaultdict(list)
    for each in examples:
        asked[each.language].append(each.states[-1])
        vectors[each.language].append(each.vector)
    centres = means(said, _PRIOR)
    groups = {
        "said": centres,
        "asked": means(asked, _PRIOR),
        "passages": means(passages, 20),
        "questions": means(vectors, 50),
    }
    made: dict[str, _Tensor] = {
        f"{name}.{code}": row for name, rows in groups.items() for code, row in rows.items()
    }
    return made | {"projection.matrix": projection(said, centres)}


def _articles(
    data: Sequence[Path], encoder: StateEncoder, embedder: OnnxEmbedder
) -> tuple[dict[str, list[Floats]], dict[str, list[Floats]]]:
    """Vectors of the passages, and states of the attributed tokens, by language."""
    reader = LearnedReader(encoder, ReaderWeights.bundled())
    passages, said = defaultdict(list), defaultdict(list)
    for folder in data:
        for record in jsonl.read_records(folder / "articles.jsonl", ("doc_id", "lang", "text")):
            draft = jsonl.draft_from(record)
            texts = [embedding_text(draft, each.span) for each in passages_of(draft.text)]
            passages[draft.language].append(embedder.embed_passages(texts))
            states = [states for _, states in reader.spoken(draft)]
            if states:
                said[draft.language].append(np.concatenate(states).astype(np.float32))
    return passages, said


if __name__ == "__main__":
    typer.run(main)
