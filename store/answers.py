"""Given answers and votes on them; each function works within the transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import Final

import aiosqlite
from pydantic import TypeAdapter, ValidationError

from retrieval.errors import NotFound, StoreDamaged
from retrieval.model import (
    Chat,
    Feedback,
    GivenAnswer,
    Query,
    Reason,
    Shown,
    Status,
    Verdict,
    Versions,
    Vote,
)
from store.connections import execute

_KEEP: Final = (
    "INSERT INTO answers (chat, thread, given_at, query, status, findings, program, extractor, "
    "embedding_model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_LAST: Final = "INSERT OR REPLACE INTO conversations (chat, thread, answer_id) VALUES (?, ?, ?)"
_OF_CHAT: Final = (
    "SELECT answers.* FROM conversations JOIN answers ON answers.id = answer_id "
    "WHERE conversations.chat = ? AND conversations.thread = ?"
)
_END: Final = "DELETE FROM conversations WHERE chat = ? AND thread = ? RETURNING answer_id"
_FORGET: Final = (
    "DELETE FROM answers WHERE given_at < ? "
    "AND NOT EXISTS (SELECT 1 FROM votes WHERE answer_id = answers.id) RETURNING id"
)
# A new row in place of the old one: a vote that was changed comes after those given meanwhile.
_VOTE: Final = (
    "INSERT OR REPLACE INTO votes (answer_id, person, verdict, reason, voted_at) "
    "VALUES (?, ?, ?, ?, ?)"
)
_TAKE_BACK: Final = "DELETE FROM votes WHERE answer_id = ? AND person = ? RETURNING id"
_VOTES: Final = "SELECT * FROM votes WHERE answer_id = ? ORDER BY id"
_FEEDBACK: Final = (
    "SELECT answers.*, person, verdict, reason, voted_at FROM votes "
    "JOIN answers ON answers.id = answer_id ORDER BY answer_id, votes.id"
)


async def insert_answer(connection: aiosqlite.Connection, given: GivenAnswer) -> int:
    """Stores an answer, as the last one of its chat; its id."""
    rows = await execute(
        connection,
        _KEEP,
        (
            given.chat.id,
            given.chat.thread or 0,
            _moment(given.given_at),
            _queries().dump_json(given.query).decode(),
            given.status.value,
            _findings().dump_json(given.findings).decode(),
            given.versions.program,
            given.versions.extractor,
            given.versions.embedding_model,
        ),
    )
    answer_id = int(rows[0]["id"])
    await execute(connection, _LAST, (given.chat.id, given.chat.thread or 0, answer_id))
    return answer_id


async def last_answer_in(connection: aiosqlite.Connection, chat: Chat) -> GivenAnswer | None:
    """What a follow-up in this chat refers to."""
    rows = await execute(connection, _OF_CHAT, (chat.id, chat.thread or 0))
    return answer_of(rows[0]) if rows else None


async def delete_conversation(connection: aiosqlite.Connection, chat: Chat) -> bool:
    """Forgets which answer was the last; False where there is none."""
    return bool(await execute(connection, _END, (chat.id, chat.thread or 0)))


async def answer_by_id(connection: aiosqlite.Connection, answer_id: int) -> GivenAnswer:
    """Raises NotFound."""
    rows = await execute(connection, "SELECT * FROM answers WHERE id = ?", (answer_id,))
    if not rows:
        raise _gone()
    return answer_of(rows[0])


async def delete_unvoted(connection: aiosqlite.Connection, before: datetime) -> int:
    """Deletes answers that were given earlier and have no vote; how many."""
    return len(await execute(connection, _FORGET, (_moment(before),)))


async def put_vote(connection: aiosqlite.Connection, answer_id: int, vote: Vote) -> None:
    """Stores a vote in place of the person's earlier one. Raises NotFound."""
    if not await execute(connection, "SELECT 1 FROM answers WHERE id = ?", (answer_id,)):
        raise _gone()
    reason = vote.reason.value if vote.reason else None
    row = (answer_id, vote.person, vote.verdict.value, reason, _moment(vote.voted_at))
    await execute(connection, _VOTE, row)


async def drop_vote(connection: aiosqlite.Connection, answer_id: int, person: int) -> bool:
    """Deletes a person's vote; False where there is none."""
    return bool(await execute(connection, _TAKE_BACK, (answer_id, person)))


async def votes_on(connection: aiosqlite.Connection, answer_id: int) -> tuple[Vote, ...]:
    """In the order in which they came."""
    return _votes_of(await execute(connection, _VOTES, (answer_id,)))


async def all_feedback(connection: aiosqlite.Connection) -> tuple[Feedback, ...]:
    """Answers with votes, in the order in which they were given."""
    rows = await execute(connection, _FEEDBACK)
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row["id"])]
    return tuple(
        Feedback(group[0]["id"], answer_of(group[0]), _votes_of(group)) for group in grouped
    )


def answer_of(row: aiosqlite.Row) -> GivenAnswer:
    """From all columns of ``answers``. Raises StoreDamaged where its JSON says nothing to us."""
    try:
        query = _queries().validate_json(row["query"])
        findings = _findings().validate_json(row["findings"])
        status = Status(row["status"])
    except (ValidationError, ValueError) as error:
        raise StoreDamaged(
            f"The answer {row['id']} in the database cannot be read.",
            "Ask again; articles are not touched by it.",
        ) from error
    return GivenAnswer(
        chat=Chat(row["chat"], row["thread"] or None),
        query=query,
        status=status,
        findings=findings,
        versions=Versions(
            program=row["program"],
            extractor=row["extractor"],
            embedding_model=row["embedding_model"],
        ),
        given_at=datetime.fromisoformat(row["given_at"]),
    )


def _votes_of(rows: Iterable[aiosqlite.Row]) -> tuple[Vote, ...]:
    return tuple(
        Vote(
            person=row["person"],
            verdict=Verdict(row["verdict"]),
            reason=Reason(row["reason"]) if row["reason"] else None,
            voted_at=datetime.fromisoformat(row["voted_at"]),
        )
        for row in rows
    )


def _gone() -> NotFound:
    return NotFound("That answer is not kept any more.", "Ask again.")


def _moment(time: datetime) -> str:
    """Moments in one zone are in order as texts are."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


@cache
def _queries() -> TypeAdapter[Query]:
    """Fields that another version had are passed over, those that it lacked are as by default."""
    return TypeAdapter(Query)


@cache
def _findings() -> TypeAdapter[tuple[Shown, ...]]:
    return TypeAdapter(tuple[Shown, ...])
