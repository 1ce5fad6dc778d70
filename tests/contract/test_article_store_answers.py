"""What every store promises of the answers that it keeps, and of the votes on them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from retrieval.errors import NotFound, StoreError
from retrieval.model import (
    Chat,
    Feedback,
    GivenAnswer,
    Query,
    QuestionKind,
    Reason,
    Stance,
    Status,
    Verdict,
    Versions,
    Vote,
)
from retrieval.seams import ArticleStore
from tests.fakes.findings import answer, finding

ADA = Chat(501)
NOON = datetime(2024, 6, 20, 12, tzinfo=UTC)
VERSIONS = Versions(program="0.1", extractor="by-hand 1", embedding_model="c0ffee")


def given(*, chat: Chat = ADA, at: datetime = NOON) -> GivenAnswer:
    """An answer of two findings, one of them in the article's own voice."""
    said = answer(finding(number=1), finding(number=2, own_voice=True))
    return GivenAnswer.of(said, chat, VERSIONS, at)


def vote(person: int = 1, verdict: Verdict = Verdict.GOOD, reason: Reason | None = None) -> Vote:
    """A vote, an hour after the answer."""
    return Vote(person=person, verdict=verdict, reason=reason, voted_at=NOON + timedelta(hours=1))


async def test_an_answer_comes_back_as_it_was_given(store: ArticleStore) -> None:
    """Question, ids, spans, names, versions, chat and topic: all that an export needs."""
    whole = Query(
        text="Кто отрицал ❝это❞?",
        content="это",
        language="ru",
        kind=QuestionKind.WHO_CLAIMED,
        claimant="Le Phare",
        stances=frozenset({Stance.DENY, Stance.DOUBT}),
        publisher="RT",
        since=date(2024, 6, 1),
    )
    one = replace(given(chat=Chat(-100123, 7)), query=whole)
    two = replace(given(), findings=(), status=Status.NO_EVIDENCE)
    first, second = await store.keep_answer(one), await store.keep_answer(two)
    assert first != second
    assert await store.given_answer(first) == one
    assert await store.given_answer(second) == two


async def test_an_answer_that_is_not_kept(store: ArticleStore) -> None:
    """A button of an answer that is gone is told apart from a defect."""
    with pytest.raises(NotFound):
        await store.given_answer(1)
    with pytest.raises(NotFound):
        await store.vote(1, vote())
    assert not await store.take_back(1, 1)
    assert await store.votes(1) == ()
    assert await store.feedback() == ()


async def test_old_answers_are_forgotten_unless_somebody_voted(store: ArticleStore) -> None:
    """What nobody judged does not stay; the moment counts, whatever zone it is told in."""
    old = await store.keep_answer(given())
    judged = await store.keep_answer(given())
    await store.vote(judged, vote())
    new = await store.keep_answer(given(at=NOON + timedelta(hours=2)))
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert await store.forget_answers((NOON + timedelta(minutes=1)).astimezone(tehran)) == 1
    with pytest.raises(NotFound):
        await store.given_answer(old)
    assert (await store.given_answer(judged)).given_at == NOON
    assert (await store.given_answer(new)).given_at > NOON
    assert await store.forget_answers(NOON) == 0


async def test_the_id_of_a_forgotten_answer_is_not_used_again(store: ArticleStore) -> None:
    """An old button never votes on a new answer."""
    first = await store.keep_answer(given())
    await store.forget_answers(NOON + timedelta(days=1))
    assert await store.keep_answer(given()) > first


async def test_each_chat_and_topic_has_its_last_answer(store: ArticleStore) -> None:
    """A follow-up refers to what was said in the same place, and nowhere else."""
    assert await store.last_answer(ADA) is None
    for chat in (ADA, Chat(-100), Chat(-100, 7)):
        await store.keep_answer(given(chat=chat))
        await store.keep_answer(given(chat=chat, at=NOON + timedelta(hours=1)))
    for chat in (ADA, Chat(-100), Chat(-100, 7)):
        assert await store.last_answer(chat) == given(chat=chat, at=NOON + timedelta(hours=1))
    assert await store.last_answer(Chat(501, 7)) is None


async def test_a_conversation_is_ended(store: ArticleStore) -> None:
    """The place has no last answer any more; the answer itself, and other places, stay."""
    key = await store.keep_answer(given())
    await store.keep_answer(given(chat=Chat(-100)))
    assert await store.end_conversation(ADA)
    assert not await store.end_conversation(ADA)
    assert await store.last_answer(ADA) is None
    assert await store.last_answer(Chat(-100)) is not None
    assert await store.given_answer(key) == given()


async def test_a_forgotten_answer_is_nobodys_last(store: ArticleStore) -> None:
    """What is deleted cannot be referred to."""
    await store.keep_answer(given())
    await store.forget_answers(NOON + timedelta(days=1))
    assert await store.last_answer(ADA) is None
    assert not await store.end_conversation(ADA)


async def test_a_person_has_one_vote_an_answer(store: ArticleStore) -> None:
    """A changed mind replaces the vote; other people and other answers keep theirs."""
    one, two = await store.keep_answer(given()), await store.keep_answer(given())
    await store.vote(one, vote(1))
    await store.vote(one, vote(2))
    await store.vote(two, vote(1))
    await store.vote(one, vote(1, Verdict.BAD))
    await store.vote(one, vote(1, Verdict.BAD, Reason.SOURCE))
    assert await store.votes(one) == (vote(2), vote(1, Verdict.BAD, Reason.SOURCE))
    assert await store.votes(two) == (vote(1),)


async def test_a_vote_is_taken_back(store: ArticleStore) -> None:
    """It is gone from the feedback; taking it back again says that there is none."""
    key = await store.keep_answer(given())
    await store.vote(key, vote(2**52))
    assert await store.take_back(key, 2**52)
    assert not await store.take_back(key, 2**52)
    assert await store.feedback() == ()
    assert await store.forget_answers(NOON + timedelta(days=1)) == 1


async def test_feedback_has_each_answer_with_its_votes(store: ArticleStore) -> None:
    """Answers in the order in which they were given, votes as they came."""
    keys = [await store.keep_answer(given(chat=Chat(number))) for number in (1, 2, 3)]
    await store.vote(keys[2], vote(5))
    await store.vote(keys[0], vote(8, Verdict.BAD, Reason.NO_EVIDENCE))
    await store.vote(keys[0], vote(6))
    assert await store.feedback() == (
        Feedback(keys[0], given(chat=Chat(1)), (vote(8, Verdict.BAD, Reason.NO_EVIDENCE), vote(6))),
        Feedback(keys[2], given(chat=Chat(3)), (vote(5),)),
    )


async def test_answers_and_votes_at_once(store: ArticleStore) -> None:
    """Two chats and two people at the same time: each gets what is theirs."""
    keys = await asyncio.gather(*(store.keep_answer(given(chat=Chat(n))) for n in range(1, 9)))
    assert len(set(keys)) == 8
    await asyncio.gather(*(store.vote(keys[0], vote(person)) for person in range(1, 9)))
    assert {one.person for one in await store.votes(keys[0])} == set(range(1, 9))
    assert [(await store.given_answer(key)).chat.id for key in keys] == list(range(1, 9))


async def test_a_closed_store_keeps_nothing(store: ArticleStore) -> None:
    """After the end nothing is kept any more."""
    await store.close()
    with pytest.raises(StoreError):
        await store.keep_answer(given())
    with pytest.raises(StoreError):
        await store.feedback()
