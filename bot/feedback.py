"""The command ``hearsay feedback export``: what people said of answers, as questions."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.console import Console

from bot import jsonl
from bot.composition import open_store
from bot.logs import configure
from bot.settings import Settings
from retrieval.errors import NotFound
from retrieval.model import (
    Article,
    Feedback,
    GivenAnswer,
    Query,
    QuestionKind,
    Reason,
    Shown,
    Stance,
    Verdict,
    Vote,
)
from retrieval.provenance.identifiers import article_id
from retrieval.seams import ArticleStore

_errors = Console(stderr=True)

_UNLABELLED: Final[jsonl.Record] = {"claimant": None, "aliases": [], "chain": [], "support": {}}


async def export(settings: Settings, out: Path, articles: Path | None = None) -> int:
    """Writes answers that were voted on as questions, and the articles that they cite.

    Raises:
        BadInput: a file cannot be written.
    """
    configure(max(settings.log_level.number, logging.WARNING))
    jsonl.check_writable(out, ())
    if articles is not None:
        jsonl.check_writable(articles, [out])
    async with open_store(settings) as store:
        feedback = await store.feedback()
        cited = await _cited(store, feedback)
    rows = [row for one in feedback for row in question_rows(one, cited)]
    jsonl.write_records(out, rows)
    if articles is not None:
        jsonl.write_records(articles, map(_article_row, cited.values()))
    votes = sum(len(one.votes) for one in feedback)
    _errors.print(f"{len(rows)} questions from {votes} votes.", style="dim", highlight=False)
    return 0


def question_rows(feedback: Feedback, cited: Mapping[int, Article]) -> Iterator[jsonl.Record]:
    """A row for each opinion of an answer, with how many people hold it, and not who they are.

    An answer that was found right, and whose article has been deleted since, is no question.
    """
    votes = sorted(feedback.votes, key=_opinion)
    for (verdict, reason), group in groupby(votes, key=_opinion):
        holders = list(group)
        row = _question(feedback.answer, holders[0], cited)
        if row is not None:
            name = "-".join(filter(None, (f"feedback-{feedback.answer_id}", verdict, reason)))
            yield {"id": name, **row, "votes": len(holders)}


def _question(given: GivenAnswer, vote: Vote, cited: Mapping[int, Article]) -> jsonl.Record | None:
    first = given.findings[0] if given.findings else None
    article = cited.get(first.article_id) if first is not None else None
    asked: jsonl.Record = {
        "lang": given.query.language,
        "kind": _kind(given.query),
        "question": given.query.text,
        "doc_id": article_id(article) if article is not None else None,
    }
    if vote.verdict is Verdict.GOOD and first is not None:
        return {**asked, "answerable": True, **_label(first, article)} if article else None
    if vote.verdict is Verdict.GOOD or vote.reason is Reason.NO_EVIDENCE:
        return {**asked, "answerable": False, **_UNLABELLED}
    known = True if vote.reason is Reason.MISSED else None
    return {**asked, "answerable": known, **_UNLABELLED, "reason": vote.reason or "unsaid"}


def _label(first: Shown, article: Article) -> jsonl.Record:
    """What the right answer is: the first finding of one that was found right."""
    names = filter(None, (first.claimant, first.mention))
    return {
        "claimant": first.claimant,
        "aliases": list(dict.fromkeys(names)),
        "chain": list(first.chain),
        "support": {article.language: [[first.span.start, first.span.end]]},
    }


def _opinion(vote: Vote) -> tuple[str, str]:
    return vote.verdict.value, vote.reason.value if vote.reason else ""


def _kind(query: Query) -> str:
    """The benchmark has a kind of its own for denials."""
    if query.kind is QuestionKind.WHO_CLAIMED and query.stances == {Stance.DENY}:
        return "who_denied"
    return query.kind.value


def _article_row(article: Article) -> jsonl.Record:
    return {
        "doc_id": article_id(article),
        "lang": article.language,
        "publisher": article.publisher,
        "title": article.title,
        "text": article.text,
    }


async def _cited(store: ArticleStore, feedback: Iterable[Feedback]) -> dict[int, Article]:
    """The articles of all findings, by id; without those that have been deleted."""
    ids = {shown.article_id for one in feedback for shown in one.answer.findings}
    found = {}
    for key in sorted(ids):
        with suppress(NotFound):
            found[key] = await store.article(key)
    return found
