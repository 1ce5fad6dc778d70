"""From a question to an answer, over real parts and an embedder that hashes words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import catalogue_for
from bot.composition import open_assistant
from bot.rendering.answers import answer_reply
from bot.rendering.blocks import Paragraph
from bot.settings import Settings
from retrieval.assistant import Assistant
from retrieval.chains import independent_origins
from retrieval.errors import BadInput, NotFound, StoreDamaged
from retrieval.model import Arrival, Channel, Status, Submission
from retrieval.names.registry import registry_for
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.ranker import ranked_by_hand
from tests.fakes.readers import rule_readers

FERRY = """\
Winter at the quay

The captain of the ferry told Sky News that the boats would stop for a week in March.

Schools on the islands close for the holidays, and the market is open on Sundays only.
"""
POST = """\
No boats in March

The postman said that the boats would stop for a week in March.

He asks for patience, and will carry what is urgent across the sound in his own dinghy.
"""
QUESTION = "Who said that the boats would stop for a week in March?"


@pytest.fixture
async def assistant(tmp_path: Path) -> AsyncIterator[Assistant]:
    """Over a store of its own."""
    settings = Settings.model_validate({"data_dir": tmp_path})
    async with open_assistant(
        settings, embedder=HashingEmbedder(), readers=rule_readers()
    ) as opened:
        yield ranked_by_hand(opened)


def submitted(text: str, publisher: str) -> Submission:
    """As a person hands it in."""
    return Submission(
        text=text,
        arrival=Arrival(channel=Channel.INPUT, received_at=datetime.now(UTC)),
        publisher=publisher,
    )


async def test_an_empty_store_has_no_evidence(assistant: Assistant) -> None:
    """Nothing found, nothing offered."""
    answer = await assistant.ask(QUESTION)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.nearest == ()


async def test_a_claim_is_found_with_its_chain(assistant: Assistant) -> None:
    """The quotation is the article's own words, and the chain goes by the radio to the captain."""
    await assistant.add(submitted(FERRY, "Island Herald"))
    answer = await assistant.ask(QUESTION)
    best = answer.findings[0]
    assert "told Sky News" in best.quote.of(best.article.text)
    assert [hop.name for hop in best.chain.hops] == [
        "Island Herald",
        "Sky News",
        "The captain of the ferry",
    ]
    assert [span.of(FERRY) for span in best.highlights] == [
        "the boats would stop for a week in March"
    ]


async def test_the_same_claim_in_two_papers_has_one_origin(assistant: Assistant) -> None:
    """Two articles are close; the captain behind both is counted once."""
    for publisher in ("Island Herald", "Coast Herald"):
        await assistant.add(submitted(FERRY, publisher))
    answer = await assistant.ask(QUESTION)
    assert {finding.article.publisher for finding in answer.close} == {
        "Island Herald",
        "Coast Herald",
    }
    assert answer.origins == 1


async def test_an_agencys_text_in_two_papers_is_one_origin(assistant: Assistant) -> None:
    """Two papers print the agency's text, a third has its own: three articles, two origins.

    One of the two has another headline, and a credit to the agency that the other leaves out.
    """
    wire = FERRY.replace("The captain of the ferry told Sky News", "An official said")
    reprint = wire.replace("Winter at the quay", "The sound stays empty")
    for text, publisher in (
        (wire, "Island Herald"),
        (f"{reprint}\n(Gull Press Agency)\n", "Coast Herald"),
        (POST, "Quay Weekly"),
    ):
        await assistant.add(submitted(text, publisher))
    answer = await assistant.ask(QUESTION)
    assert {finding.article.publisher for finding in answer.close} == {
        "Island Herald",
        "Coast Herald",
        "Quay Weekly",
    }
    assert answer.origins == 2
    apart = [replace(f, article=replace(f.article, cluster=f.article.id)) for f in answer.close]
    assert independent_origins(apart, registry_for(())) == 3
    (line,) = [
        "".join(run.text for run in block.runs)
        for block in answer_reply(answer, catalogue_for("en")).blocks
        if isinstance(block, Paragraph) and "origin" in block.runs[0].text
    ]
    assert line.startswith("3 articles, 2 origins.")


async def test_what_is_far_from_the_question_is_not_close(assistant: Assistant) -> None:
    """The market is offered at most as less close, after what was asked for."""
    await assistant.add(submitted(FERRY, "Island Herald"))
    answer = await assistant.ask(QUESTION)
    assert not any("market" in f.quote.of(f.article.text) for f in answer.close)
    closeness = [finding.close for finding in answer.findings]
    assert closeness == sorted(closeness, reverse=True)


async def test_another_subject_is_not_answered(assistant: Assistant) -> None:
    """Where nothing comes near, there is no evidence, and the nearest is offered as such."""
    await assistant.add(submitted(FERRY, "Island Herald"))
    answer = await assistant.ask("Which zebras gallop through Kenya?")
    assert answer.status is Status.NO_EVIDENCE
    assert answer.nearest


async def test_an_emptied_database_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """Where an index says that there were articles, an empty file is refused, and left alone."""
    settings = Settings.model_validate({"data_dir": tmp_path})
    embedder = HashingEmbedder()
    async with open_assistant(settings, embedder=embedder, readers=rule_readers()) as opened:
        await opened.add(submitted(FERRY, "Island Herald"))
    (database,) = tmp_path.glob("*.sqlite3")
    database.write_bytes(b"")
    with pytest.raises(StoreDamaged, match="Put a backup in its place"):
        async with open_assistant(settings, embedder=embedder, readers=rule_readers()):
            pass
    assert database.read_bytes() == b""


async def test_what_cannot_be_asked_or_opened(assistant: Assistant) -> None:
    """An empty question and ids that are gone have errors of their own."""
    with pytest.raises(BadInput):
        await assistant.ask("  ")
    with pytest.raises(NotFound):
        await assistant.passage(4711)
    with pytest.raises(NotFound):
        await assistant.finding(4711)
