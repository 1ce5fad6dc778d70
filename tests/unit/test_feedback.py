"""What people said of answers, written down as questions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.feedback import question_rows
from retrieval.model import Chat, Feedback, GivenAnswer, Reason, Verdict, Vote
from tests.fakes.entries import HARBOUR
from tests.fakes.findings import SENTENCE, TEXT, answer, article, finding
from tests.fakes.scripted import VERSIONS

NOON = datetime(2024, 6, 20, 12, tzinfo=UTC)
QUESTION = "who said that the harbour would be dredged?"

commands = pytest.mark.usefixtures("kept_logging", "hashing_model", "own_settings")


def hearsay(*words: str, piped: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=piped, catch_exceptions=False)


def rows_of(path: str) -> list[dict[str, object]]:
    """The records of a file."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def feedback(*votes: tuple[Verdict, Reason | None], found: bool = True) -> Feedback:
    """An answer with the votes of as many people."""
    said = answer(finding(number=1)) if found else answer()
    return Feedback(
        12,
        GivenAnswer.of(said, Chat(501), VERSIONS, NOON),
        tuple(
            Vote(person=person, verdict=verdict, reason=reason, voted_at=NOON)
            for person, (verdict, reason) in enumerate(votes, start=9001)
        ),
    )


def test_a_right_answer_is_a_question_with_its_support() -> None:
    """👍: the first finding's stretch, claimant, names and chain are the right answer."""
    one = feedback((Verdict.GOOD, None), (Verdict.GOOD, None))
    (row,) = question_rows(one, {1: article()})
    assert row["id"] == "feedback-12-good"
    assert row["answerable"] is True
    assert row["claimant"] == "des officiers qui n'ont pas voulu être nommés"
    assert row["aliases"] == ["des officiers qui n'ont pas voulu être nommés"]
    assert row["chain"] == ["Gazette du Cap", "Radio Delta", "Le Phare", row["claimant"]]
    start = TEXT.index(SENTENCE)
    assert row["support"] == {"fr": [[start, start + len(SENTENCE)]]}
    assert row["votes"] == 2
    assert "reason" not in row


@pytest.mark.parametrize(
    ("vote", "found", "answerable", "reason"),
    [
        ((Verdict.BAD, Reason.NO_EVIDENCE), True, False, None),
        ((Verdict.GOOD, None), False, False, None),
        ((Verdict.BAD, Reason.MISSED), False, True, "missed"),
        ((Verdict.BAD, Reason.SOURCE), True, None, "source"),
        ((Verdict.BAD, None), True, None, "unsaid"),
    ],
)
def test_other_answers_have_no_support(
    *,
    vote: tuple[Verdict, Reason | None],
    found: bool,
    answerable: bool | None,
    reason: str | None,
) -> None:
    """What should be silent is a question without an answer; the rest waits for a label."""
    (row,) = question_rows(feedback(vote, found=found), {1: article()})
    assert (row["answerable"], row.get("reason"), row["support"]) == (answerable, reason, {})
    assert (row["claimant"], row["chain"], row["aliases"]) == (None, [], [])


def test_people_who_disagree_are_rows_of_their_own() -> None:
    """Each opinion is a row; nobody's id is in it."""
    one = feedback((Verdict.BAD, Reason.PASSAGE), (Verdict.GOOD, None), (Verdict.BAD, None))
    rows = list(question_rows(one, {1: article()}))
    assert [row["id"] for row in rows] == [
        "feedback-12-bad",
        "feedback-12-bad-passage",
        "feedback-12-good",
    ]
    assert "900" not in json.dumps(rows)


def test_a_right_answer_whose_article_is_gone_is_left_out() -> None:
    """Without its article nobody could find it again."""
    both = feedback((Verdict.GOOD, None), (Verdict.BAD, Reason.PASSAGE))
    (row,) = question_rows(both, {})
    assert (row["reason"], row["doc_id"]) == ("passage", None)


@commands
def test_from_the_terminal_to_the_benchmark() -> None:
    """/good in a conversation, then two files: the articles and a question that has an answer."""
    assert hearsay("add", "-", piped=f"Publisher: Lagoon Gazette\n\n{HARBOUR}").exit_code == 0
    assert "Thank you" in hearsay("chat", piped=f"{QUESTION}\n/good\n").stdout
    written = hearsay("feedback", "export", "--out", "q.jsonl", "--articles", "c.jsonl")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "1 questions from 1 votes" in written.stderr
    (question,) = rows_of("q.jsonl")
    (cited,) = rows_of("c.jsonl")
    assert question["question"] == QUESTION
    assert question["doc_id"] == cited["doc_id"]
    support = question["support"]
    assert isinstance(support, dict)
    ((start, end),) = support["en"]
    assert "dredged" in str(cited["text"])[start:end]
    answered = hearsay(
        "answer", "--corpus", "c.jsonl", "--questions", "q.jsonl", "--out", "a.jsonl"
    )
    assert answered.exit_code == 0
    (row,) = rows_of("a.jsonl")
    findings = row["findings"]
    assert isinstance(findings, list)
    assert findings[0]["doc_id"] == cited["doc_id"]


@commands
def test_nothing_was_said_yet() -> None:
    """Without votes an empty file; without a store, a line that says so."""
    assert hearsay("feedback", "export", "--out", "q.jsonl").exit_code == 1
    assert hearsay("add", "-", piped=HARBOUR).exit_code == 0
    assert hearsay("chat", piped=f"{QUESTION}\n").exit_code == 0
    assert hearsay("feedback", "export", "--out", "q.jsonl").exit_code == 0
    assert rows_of("q.jsonl") == []


@commands
def test_the_files_are_not_one() -> None:
    """The questions are not written over by the articles."""
    assert hearsay("add", "-", piped=HARBOUR).exit_code == 0
    Path("q.jsonl").touch()
    refused = hearsay("feedback", "export", "--out", "q.jsonl", "--articles", "q.jsonl")
    assert refused.exit_code == 1
    assert "would be written over" in " ".join(refused.stderr.split())
