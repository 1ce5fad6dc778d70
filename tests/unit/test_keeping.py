"""Answers are kept for a while, and votes belong to the chat of their answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from retrieval.errors import NotFound
from retrieval.keeping import Keeping
from retrieval.model import Chat, Reason, Verdict
from tests.fakes.answers import MemoryAnswers
from tests.fakes.findings import answer, finding
from tests.fakes.scripted import VERSIONS

HERE, ELSEWHERE = Chat(501), Chat(-100)
NOON = datetime(2024, 6, 20, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeping(clock: Clock) -> Keeping:
    return Keeping(MemoryAnswers(), VERSIONS, timedelta(hours=6), clock)


async def test_an_answer_gets_an_id(keeping: Keeping) -> None:
    """Two answers can be told apart, and what was shown is kept with what made it."""
    first = await keeping.keep(answer(finding()), HERE)
    second = await keeping.keep(answer(), HERE)
    assert first.id is not None
    assert second.id not in (None, first.id)
    given = await keeping.given(first.id, HERE.id)
    assert [shown.attribution_id for shown in given.findings] == [21]
    assert (given.versions, given.given_at) == (VERSIONS, NOON)


async def test_another_chats_answer_is_not_to_be_had(keeping: Keeping) -> None:
    """A number made up in another chat reveals nothing and changes nothing."""
    kept = await keeping.keep(answer(finding()), HERE)
    assert kept.id is not None
    for attempt in (
        keeping.given(kept.id, ELSEWHERE.id),
        keeping.vote(kept.id, ELSEWHERE.id, 1, Verdict.GOOD),
        keeping.take_back(kept.id, ELSEWHERE.id, 1),
        keeping.vote_of(kept.id, ELSEWHERE.id, 1),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await keeping.vote_of(kept.id, HERE.id, 1) is None


async def test_a_vote_is_changed_and_taken_back(keeping: Keeping) -> None:
    """The last word counts."""
    kept = await keeping.keep(answer(finding()), HERE)
    assert kept.id is not None
    await keeping.vote(kept.id, HERE.id, 1, Verdict.GOOD)
    await keeping.vote(kept.id, HERE.id, 1, Verdict.BAD, Reason.PASSAGE)
    vote = await keeping.vote_of(kept.id, HERE.id, 1)
    assert vote is not None
    assert (vote.verdict, vote.reason) == (Verdict.BAD, Reason.PASSAGE)
    assert await keeping.take_back(kept.id, HERE.id, 1)
    assert await keeping.vote_of(kept.id, HERE.id, 1) is None


async def test_a_conversation_lasts_for_a_while(keeping: Keeping, clock: Clock) -> None:
    """After the hours of the setting a question stands for itself, voted on or not."""
    kept = await keeping.keep(answer(finding()), HERE)
    assert kept.id is not None
    await keeping.vote(kept.id, HERE.id, 1, Verdict.GOOD)
    clock.time += timedelta(hours=5, minutes=59)
    assert await keeping.last(HERE) is not None
    clock.time += timedelta(minutes=1)
    assert await keeping.last(HERE) is None
    assert not await keeping.end(HERE)


async def test_a_conversation_that_cannot_be_read_is_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A damaged table costs the follow-up, and not the question."""
    broken = Keeping(MemoryAnswers(closed=True), VERSIONS, timedelta(hours=6))
    assert await broken.last(HERE) is None
    assert "could not be read" in caplog.text


async def test_what_is_old_is_forgotten_in_passing(keeping: Keeping, clock: Clock) -> None:
    """Nobody has to clear up: the answers that come later do."""
    first = await keeping.keep(answer(finding()), HERE)
    assert first.id is not None
    clock.time += timedelta(hours=6, seconds=1)
    for _ in range(64):
        await keeping.keep(answer(), HERE)
    with pytest.raises(NotFound):
        await keeping.given(first.id, HERE.id)


async def test_a_store_that_cannot_keep_does_not_keep_an_answer_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A full disk costs the thumbs under an answer, and not the answer."""
    broken = Keeping(MemoryAnswers(closed=True), VERSIONS, timedelta(hours=6))
    kept = await broken.keep(answer(finding()), HERE)
    assert kept == answer(finding())
    assert "could not be kept" in caplog.text
