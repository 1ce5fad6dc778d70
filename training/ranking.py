"""Fits the ranking to labelled questions: ``python -m training.ranking --help``."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, cast

import numpy as np
import torch
import typer
from torch import Tensor

from bot import jsonl
from bot.composition import build_embedder, build_readers, open_assistant
from bot.datasets import added
from bot.settings import Settings
from retrieval.assistant import Assistant
from retrieval.ranking.candidates import Unit
from retrieval.ranking.features import NAMES, Rows, features_of
from retrieval.ranking.judging import JUDGED, judged
from retrieval.ranking.ranker import Ranker
from retrieval.ranking.ranking import units_for

logger = logging.getLogger("training")

Supports = dict[str, list[list[int]]]  # by language, the stretches that answer

_FOLDS: Final = 3
_ORDER_DECAY: Final = 0.003
_JUDGEMENT_DECAY: Final = 0.003
# Of the questions that have an answer, the share that the decision may refuse. Many of these are
# harder than what people ask (17 languages, little in common with the text): of the labelled
# questions on other articles it then refuses 0.06.
_REFUSED: Final = 0.22


@dataclass(frozen=True, slots=True)
class Trial:
    """A question asked of the corpus: its units' features, and which units answer it."""

    document: str
    rows: Rows
    right: np.ndarray  # shape (units,), bool
    passages: np.ndarray  # shape (units,): passages that touch the answer, bool
    keys: np.ndarray  # shape (units,): ids of the passages
    clusters: np.ndarray  # shape (units,): of the articles
    answerable: bool


def labelled(questions: Path, folders: Sequence[Path]) -> list[jsonl.Record]:
    """All questions with document and support, the hand-written ones from their attributions."""
    records: list[jsonl.Record] = []
    gold: dict[str, dict[str, list[Mapping[str, object]]]] = {}
    for folder in folders:
        records += jsonl.read_records(folder / "questions.jsonl", ("question", "doc_id"))
        for row in jsonl.read_records(folder / "gold.jsonl", ("doc_id", "lang")):
            attributions = cast("list[Mapping[str, object]]", row["attributions"])
            gold.setdefault(str(row["doc_id"]), {})[str(row["lang"])] = attributions
    for record in jsonl.read_records(questions, ("question", "doc_id")):
        versions = gold.get(str(record["doc_id"]))
        if versions is not None:
            records.append({**record, **_supported(record, versions)})
    return records


def _supported(
    record: jsonl.Record, versions: Mapping[str, Sequence[Mapping[str, object]]]
) -> Mapping[str, object]:
    """Where the attribution stands in each version of the article that has as many."""
    number = record.get("attribution")
    if not isinstance(number, int):
        return {"answerable": False, "support": {}}
    first = "en" if "en" in versions else "fr"
    alike = {
        code: said[number]["content"]
        for code, said in versions.items()
        if len(said) == len(versions[first])
        and said[number]["claimant"] == versions[first][number]["claimant"]
    }
    return {"answerable": True, "support": alike}


async def trials(
    assistant: Assistant, records: Sequence[jsonl.Record], documents: Mapping[int, jsonl.Record]
) -> list[Trial]:
    """Asks each question; and each answerable one again as if its article were not there."""
    made: list[Trial] = []
    search = assistant.dialogue.searching.search
    for record in records:
        query = await search.parse(str(record["question"]))
        found = await search.candidates(query)
        units = units_for(query, found.candidates)

        def trial(chosen: list[Unit], *, answerable: bool) -> Trial:
            rows = features_of(query, found.asked, chosen, search.questions.projection)  # noqa: B023
            return _trial(record, chosen, rows, documents, answerable=answerable)  # noqa: B023

        answerable = bool(record["answerable"])
        made.append(trial(units, answerable=answerable))
        if answerable:
            others = [u for u in units if _document(u, documents) != record["doc_id"]]
            if others:
                made.append(trial(others, answerable=False))
    return made


def _document(unit: Unit, documents: Mapping[int, jsonl.Record]) -> str:
    return str(documents[unit.candidate.evidence.article.id]["doc_id"])


def _trial(
    record: jsonl.Record,
    units: Sequence[Unit],
    rows: Rows,
    documents: Mapping[int, jsonl.Record],
    *,
    answerable: bool,
) -> Trial:
    support = cast("Supports", record["support"]) if answerable else {}
    right = np.zeros(len(units), dtype=bool)
    passages = np.zeros(len(units), dtype=bool)
    for number, unit in enumerate(units):
        evidence = unit.candidate.evidence
        stretches = support.get(evidence.article.language, [])
        if answerable and _document(unit, documents) == record["doc_id"]:
            said = unit.attribution.attribution.content if unit.attribution else ()
            own = [(span.start, span.end) for span in said]
            right[number] = _touch(own, stretches)
            span = evidence.passage.span
            passages[number] = _touch([(span.start, span.end)], stretches)
    return Trial(
        document=str(record["doc_id"]),
        rows=rows,
        right=right,
        passages=passages,
        keys=np.array([unit.candidate.evidence.passage.id for unit in units]),
        clusters=np.array([unit.candidate.evidence.article.cluster for unit in units]),
        answerable=answerable,
    )


def _touch(own: Sequence[tuple[int, int]], others: Sequence[Sequence[int]]) -> bool:
    return any(start < b and a < end for start, end in own for a, b in others)


def fit_order(some: Sequence[Trial]) -> dict[str, float]:
    """Weights that put the right units first: cross-entropy over each question's units."""
    sets = [(torch.from_numpy(t.rows), torch.from_numpy(t.right)) for t in some if t.right.any()]
    scale = torch.cat([rows for rows, _ in sets]).std(0) + 1e-6

    def loss(weights: Tensor) -> Tensor:
        total = torch.zeros(())
        for rows, right in sets:
            scores = rows / scale @ weights
            total = total + torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
        return total / len(sets) + _ORDER_DECAY * weights.square().sum()

    weights = _least(loss, len(NAMES)) / scale.numpy()
    return dict(zip(NAMES, map(float, weights), strict=True))


def fit_judgement(some: Sequence[Trial], order: Mapping[str, float]) -> dict[str, float]:
    """Logistic regression: is there an answer, by the first unit's features."""
    ranker = Ranker(order, {"bias": 0.0}, 0.0)
    rows = torch.from_numpy(np.stack([_judged(trial, ranker) for trial in some]))
    answerable = torch.tensor([float(trial.answerable) for trial in some])
    scale, middle = rows.std(0) + 1e-6, rows.mean(0)

    def loss(weights: Tensor) -> Tensor:
        odds = (rows - middle) / scale @ weights[1:] + weights[0]
        entropy = torch.nn.functional.binary_cross_entropy_with_logits(odds, answerable)
        return entropy + _JUDGEMENT_DECAY * weights[1:].square().sum()

    weights = _least(loss, len(JUDGED) + 1)
    own = weights[1:] / scale.numpy()
    bias = float(weights[0] - own @ middle.numpy())
    return {"bias": bias, **dict(zip(JUDGED, map(float, own), strict=True))}


def _least(loss: Callable[[Tensor], Tensor], width: int) -> np.ndarray:
    weights = torch.zeros(width, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def step() -> Tensor:
        optimiser.zero_grad()
        value = loss(weights)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(step)  # type: ignore[no-untyped-call]
    return weights.detach().numpy()


def _judged(trial: Trial, ranker: Ranker) -> np.ndarray:
    return judged(trial.rows, ranker.scores(trial.rows), trial.keys, trial.clusters)


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a ranker does on some trials."""

    first: float
    third: float
    certainties: np.ndarray
    answerable: np.ndarray


def measured(some: Sequence[Trial], ranker: Ranker) -> Figures:
    """Evidence among the first, among the first three, and the certainties."""
    hits = [_hits(trial, ranker) for trial in some if trial.answerable]
    certain = [ranker.certainty(_judged(trial, ranker)) for trial in some]
    return Figures(
        first=float(np.mean([any(hit[:1]) for hit in hits])),
        third=float(np.mean([any(hit[:3]) for hit in hits])),
        certainties=np.array(certain),
        answerable=np.array([trial.answerable for trial in some]),
    )


def _hits(trial: Trial, ranker: Ranker) -> list[bool]:
    """For the passages in order whether each touches the answer."""
    hits: dict[int, bool] = {}
    for number in np.argsort(-ranker.scores(trial.rows), kind="stable").tolist():
        hits.setdefault(int(trial.keys[number]), bool(trial.passages[number]))
    return list(hits.values())


def fitted(some: Sequence[Trial]) -> Ranker:
    """All weights, and the certainty below which a share of the answerable ones is refused."""
    order = fit_order(some)
    judgement = fit_judgement(some, order)
    figures = measured(some, Ranker(order, judgement, 0.0))
    least = float(np.quantile(figures.certainties[figures.answerable], _REFUSED))
    return Ranker(order, judgement, least)


def cross_validated(some: Sequence[Trial]) -> Iterator[str]:
    """What the fit does on documents that it has not seen, and the curve of the decision."""
    documents = sorted({trial.document for trial in some})
    fold = {document: number % _FOLDS for number, document in enumerate(documents)}
    every = []
    for held in range(_FOLDS):
        ranker = fitted([trial for trial in some if fold[trial.document] != held])
        every.append(measured([t for t in some if fold[t.document] == held], ranker))
    weights = [figures.answerable.sum() for figures in every]
    first = np.average([figures.first for figures in every], weights=weights)
    third = np.average([figures.third for figures in every], weights=weights)
    yield f"{int(sum(weights))} questions: evidence@1 {first:.3f}, @3 {third:.3f}"
    certain = np.concatenate([figures.certainties for figures in every])
    answerable = np.concatenate([figures.answerable for figures in every])
    for refused in (0.02, 0.05, 0.1, 0.15, 0.22, 0.3):
        least = np.quantile(certain[answerable], refused)
        silent = float((certain[~answerable] < least).mean())
        yield f"wrongly abstained {refused:.2f}: rightly abstained {silent:.2f}"


def main(
    data: Annotated[list[Path], typer.Option(help="Folders with labelled articles, questions.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")],
    reader: Annotated[Path | None, typer.Option(help="A reader that has not seen these.")] = None,
    questions: Annotated[Path, typer.Option(help="Further questions.")] = Path(
        "training/questions.jsonl"
    ),
) -> None:
    """Fits ranking and decision, and prints what they do on documents held out."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    asked = labelled(questions, data)
    made = asyncio.run(_asked(data, asked, reader))
    lines = list(cross_validated(made))
    ranker = fitted(made)
    out.write_text(_toml(ranker, lines), encoding="utf-8")
    typer.echo("\n".join(lines))


async def _asked(
    data: Sequence[Path], records: Sequence[jsonl.Record], reader: Path | None
) -> list[Trial]:
    settings = Settings()
    embedder = build_embedder(settings, logger.info)
    readers = build_readers(settings, logger.info, embedder, weights=reader)
    corpus = [
        record
        for folder in data
        for record in jsonl.read_records(folder / "corpus.jsonl", ("doc_id", "lang", "text"))
    ]
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "llm_base_url": None})
        async with open_assistant(own, embedder=embedder, readers=readers) as assistant:
            documents, _ = await added(assistant, corpus)
            return await trials(assistant, records, documents)


def _toml(ranker: Ranker, lines: Sequence[str]) -> str:
    head = [
        "# Made by `python -m training.ranking` (docs/training.md). On documents held out:",
        *(f"# {line}" for line in lines),
    ]
    tables = {
        "order": ranker.order,
        "judgement": ranker.judgement,
        "decision": {"least": ranker.least},
    }
    for name, table in tables.items():
        head += ["", f"[{name}]", *(f"{key} = {value:.4f}" for key, value in table.items())]
    return "\n".join(head) + "\n"


if __name__ == "__main__":
    typer.run(main)
