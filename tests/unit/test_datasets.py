"""Whole files read and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import datasets
from bot.settings import Settings
from retrieval.drafts import LONGEST_ARTICLE
from retrieval.errors import BadInput, BadRecord
from tests.fakes.embedder import HashingEmbedder
from tests.fakes.entries import HARBOUR

pytestmark = pytest.mark.usefixtures("kept_logging", "hashing_model")

ARTICLE = {"doc_id": "harbour", "lang": "en", "publisher": "Lagoon Gazette", "text": HARBOUR}
QUESTION = {"id": "q1", "question": "who said that the harbour would be dredged before winter?"}

Row = dict[str, object]


def write(path: Path, *records: Mapping[str, object]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def test_each_article_gets_a_row(own_settings: Settings, tmp_path: Path) -> None:
    """In the order of the file; the spans are cut from the article's own text."""
    source = write(tmp_path / "in", ARTICLE, {"doc_id": "empty", "lang": "fr", "text": ""})
    out = tmp_path / "out"
    assert await datasets.extract(own_settings, source, out) == 0
    first, second = rows(out)
    assert (first["doc_id"], first["lang"]) == ("harbour", "en")
    assert isinstance(first["attributions"], list)
    claims = {
        HARBOUR[start:end] for said in first["attributions"] for start, end in said["content"]
    }
    assert any("the harbour would be dredged before winter" in claim for claim in claims)
    assert second == {"doc_id": "empty", "lang": "fr", "attributions": []}


async def test_an_article_too_long_to_read_is_named_and_the_rest_is_read(
    own_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One book among the articles does not cost the others; the exit code tells."""
    book = ARTICLE | {"doc_id": "book", "text": "a" * (LONGEST_ARTICLE + 1)}
    out = tmp_path / "out"
    assert await datasets.extract(own_settings, write(tmp_path / "in", book, ARTICLE), out) == 1
    assert [row["doc_id"] for row in rows(out)] == ["harbour"]
    assert capsys.readouterr().err.startswith("Article book: The text has 200,001 characters")


async def test_a_line_that_is_no_record_stops_it_before_anything_is_written(
    own_settings: Settings, tmp_path: Path
) -> None:
    """A file of another form is not half used, and what was written last time stays."""
    out = write(tmp_path / "out", {"from": "last time"})
    source = write(tmp_path / "in", ARTICLE, {"doc_id": "x", "text": "No language."})
    with pytest.raises(BadRecord, match="line 2: no text under lang"):
        await datasets.extract(own_settings, source, out)
    assert rows(out) == [{"from": "last time"}]


async def test_articles_are_not_written_over(own_settings: Settings, tmp_path: Path) -> None:
    """--in and --out alike: refused, and the articles are still there."""
    source = write(tmp_path / "in", ARTICLE)
    with pytest.raises(BadInput, match="another file after --out"):
        await datasets.extract(own_settings, source, source)
    assert rows(source) == [ARTICLE]


async def test_each_question_gets_a_row(own_settings: Settings, tmp_path: Path) -> None:
    """Answered from the corpus; the person's own data folder is not touched, nor even made."""
    corpus, questions = write(tmp_path / "c", ARTICLE), write(tmp_path / "q", QUESTION)
    out = tmp_path / "out"
    assert await datasets.answer(own_settings, corpus, questions, out) == 0
    (row,) = rows(out)
    assert (row["id"], row["status"]) == ("q1", "answered")
    assert isinstance(row["findings"], list)
    assert {found["doc_id"] for found in row["findings"]} == {"harbour"}
    start, end = row["findings"][0]["span"]
    assert "dredged before winter" in HARBOUR[start:end]
    assert not own_settings.data_dir.exists()


async def test_an_empty_corpus_answers_nothing(own_settings: Settings, tmp_path: Path) -> None:
    """No articles, no evidence, and no error."""
    corpus, questions = write(tmp_path / "c"), write(tmp_path / "q", QUESTION)
    out = tmp_path / "out"
    assert await datasets.answer(own_settings, corpus, questions, out) == 0
    assert rows(out) == [{"id": "q1", "status": "no_evidence", "findings": []}]


async def test_what_is_refused_is_named_and_the_rest_goes_on(
    own_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A headline among the articles, a question of nothing: told by id, and the others answered."""
    headline = ARTICLE | {"doc_id": "headline", "text": "Harbour closed"}
    corpus = write(tmp_path / "c", headline, ARTICLE)
    questions = write(tmp_path / "q", {"id": "q0", "question": " ?! "}, QUESTION)
    out = tmp_path / "out"
    assert await datasets.answer(own_settings, corpus, questions, out) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["Article headline", "Question q0"]
    refused, answered = rows(out)
    assert refused == {"id": "q0", "status": "no_evidence", "findings": []}
    assert (answered["id"], answered["status"]) == ("q1", "answered")


async def test_an_article_that_is_there_twice_keeps_its_first_name(
    own_settings: Settings, tmp_path: Path
) -> None:
    """Findings name the record whose language and text the store has."""
    again = ARTICLE | {"doc_id": "again", "lang": "fr", "text": f"\n\n{HARBOUR}"}
    corpus, questions = write(tmp_path / "c", ARTICLE, again), write(tmp_path / "q", QUESTION)
    out = tmp_path / "out"
    await datasets.answer(own_settings, corpus, questions, out)
    (row,) = rows(out)
    assert isinstance(row["findings"], list)
    assert {(found["doc_id"], found["lang"]) for found in row["findings"]} == {("harbour", "en")}


async def test_nothing_is_embedded_for_files_that_cannot_be_used(
    own_settings: Settings, tmp_path: Path, hashing_model: HashingEmbedder
) -> None:
    """Questions without a question, a folder that is not there: said before the articles."""
    corpus, out = write(tmp_path / "c", ARTICLE), tmp_path / "out"
    with pytest.raises(BadRecord, match="no text under question"):
        await datasets.answer(own_settings, corpus, write(tmp_path / "q", {"id": "q1"}), out)
    questions = write(tmp_path / "q", QUESTION)
    with pytest.raises(BadInput, match="no folder"):
        await datasets.answer(own_settings, corpus, questions, tmp_path / "none" / "out")
    with pytest.raises(BadInput, match="written over"):
        await datasets.answer(own_settings, corpus, questions, questions)
    assert hashing_model.passages_embedded == 0
    assert not out.exists()
