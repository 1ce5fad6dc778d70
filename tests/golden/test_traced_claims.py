"""The main job: a claim traced to its origin, on real input and the bundled model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.composition import open_assistant
from bot.samples import fill_if_empty
from bot.settings import Settings
from retrieval.assistant import Assistant
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.model import Answer, Arrival, ChainEnd, Channel, Submission

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.fixture
async def assistant(model_directory: Path, tmp_path: Path) -> AsyncIterator[Assistant]:
    settings = Settings().model_copy(update={"data_dir": tmp_path})
    embedder = OnnxEmbedder.open(model_directory, "multilingual-e5-small")
    async with open_assistant(settings, embedder=embedder) as opened:
        yield opened


def chains(answer: Answer) -> list[list[str | None]]:
    return [[hop.name for hop in finding.chain.hops] for finding in answer.findings]


async def test_an_english_question_is_answered_from_the_french_sample(assistant: Assistant) -> None:
    """Publisher ← RT ← The Wall Street Journal ← unnamed officials, quoted verbatim."""
    assert await fill_if_empty(assistant) == 5
    answer = await assistant.ask("who claimed Iran supplies drones?")
    wanted: list[str | None] = [
        "Le Courrier du Littoral",
        "RT",
        "The Wall Street Journal",
        "des responsables anonymes du Pentagone",
    ]
    assert wanted in chains(answer)[:3]
    finding = answer.findings[chains(answer).index(wanted)]
    assert finding.chain.end is ChainEnd.UNNAMED
    assert "l'essentiel de ses drones d'attaque" in finding.quote.of(finding.article.text)
    for hop in finding.chain.hops[1:]:
        assert hop.evidence is not None
        assert hop.evidence.span.of(finding.article.text)


async def test_who_denied_it_is_another_question(assistant: Assistant) -> None:
    """A denial is found, with its stance, where one is asked for."""
    await fill_if_empty(assistant)
    answer = await assistant.ask("who denied that Iran supplies drones?")
    first = answer.findings[0].attribution
    assert first is not None
    assert first.attribution.claimant == "Iran's foreign ministry"


async def test_the_first_real_article_answers_its_question(assistant: Assistant) -> None:
    """The seed article gives the chain of the design, by the same general rules."""
    if not SEED.is_dir():
        pytest.skip("the first real article is not at hand")
    (file,) = SEED.glob("*.txt")
    await assistant.add(
        Submission(
            text=file.read_text(encoding="utf-8"),
            publisher="Journal Nghe An",
            arrival=Arrival(channel=Channel.FILE, received_at=datetime.now(UTC)),
        )
    )
    answer = await assistant.ask("who claimed Iran supplies drones?")
    assert chains(answer)[0] == [
        "Journal Nghe An",
        "RT",
        "The Wall Street Journal",
        "des responsables anonymes du Pentagone",
    ]
