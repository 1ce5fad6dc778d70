"""Records as JSON lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jsonl import (
    Record,
    answer_record,
    check_writable,
    draft_from,
    read_records,
    reading_record,
    write_records,
)
from retrieval.drafts import LONGEST_ARTICLE, draft_of
from retrieval.errors import BadInput, BadRecord, TooLong
from retrieval.model import Reading, Span, Submission, Via
from tests.fakes.entries import make_arrival
from tests.fakes.findings import CLAIM, SENTENCE, TEXT, answer, article, attribution, finding
from tests.fakes.findings import span_of as place_of

LINE = json.dumps({"doc_id": "a", "text": "Word."})
PADDING = (". " * 12) + "one two three four five six seven eight nine ten eleven twelve"


def records_of(tmp_path: Path, content: str | bytes) -> list[Record]:
    """What is read from a file with this content."""
    file = tmp_path / "records.jsonl"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_records(file, ("doc_id", "text"))


def refusal(tmp_path: Path, content: str | bytes) -> BadRecord:
    with pytest.raises(BadRecord) as caught:
        records_of(tmp_path, content)
    return caught.value


def test_each_line_is_a_record(tmp_path: Path) -> None:
    """In order; blank lines, a missing last line end and Windows line ends do not matter."""
    found = records_of(tmp_path, f'{LINE}\r\n\n  \n{{"doc_id": "b", "text": "", "more": [1]}}')
    assert found == [{"doc_id": "a", "text": "Word."}, {"doc_id": "b", "text": "", "more": [1]}]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    """Nothing in it is no error."""
    assert records_of(tmp_path, "") == []


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\u0085"])
def test_only_a_line_feed_ends_a_record(tmp_path: Path, char: str) -> None:
    """Texts from web pages have Unicode's own line ends in them, as JSON allows."""
    text = f"First line{char}second line"
    written = json.dumps({"doc_id": "a", "text": text}, ensure_ascii=False)
    assert records_of(tmp_path, f"{written}\n")[0]["text"] == text


def test_a_byte_order_mark_is_no_part_of_the_first_record(tmp_path: Path) -> None:
    """Files that Windows programs saved begin with one."""
    assert records_of(tmp_path, b"\xef\xbb\xbf" + LINE.encode())[0]["doc_id"] == "a"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """In any script, and readable without unescaping."""
    file = tmp_path / "out.jsonl"
    rows: list[Record] = [{"doc_id": "1", "text": "Порт\u2028закрыт"}, {"doc_id": "é", "text": ""}]
    write_records(file, rows)
    assert read_records(file, ("doc_id", "text")) == rows
    assert "Порт" in file.read_text(encoding="utf-8")
    assert file.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"doc_id": "b"', "not JSON"),
        ("doc_id,text", "not JSON"),
        ("\0", "not JSON"),
        ('["b", "Word."]', "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"doc_id": "b"}', "no text under text"),
        ('{"doc_id": 7, "text": "Word."}', "no text under doc_id"),
        ('{"doc_id": null}', "no text under doc_id, text"),
        ('{"doc_id": "b", "text": "\\ud800"}', "half a character"),
        ('{"doc_id": "b", "text": "Word.", "title": "\\udfff"}', "half a character"),
        ("[" * 100_000, "too deeply nested"),
        ('{"doc_id": ' + "9" * 5_000 + "}", "not JSON"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, problem: str) -> None:
    """The refusal says in which line of which file, what is wrong, and what to write."""
    error = refusal(tmp_path, f"{LINE}\n\n{line}\n")
    assert error.problem.startswith(f"{tmp_path / 'records.jsonl'}, line 3: {problem}")
    assert error.remedy


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or not UTF-8: the reason is said as a person would."""
    with pytest.raises(BadRecord, match=r"none\.jsonl cannot be read \(No such file"):
        read_records(tmp_path / "none.jsonl", ())
    with pytest.raises(BadRecord, match=r"cannot be read \(Is a directory\)"):
        read_records(tmp_path, ())
    assert "it is not UTF-8" in refusal(tmp_path, '{"doc_id": "é"}'.encode("latin-1")).problem


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder under that name, or none to write in, gives a reason and a remedy."""
    with pytest.raises(BadInput, match=r"cannot be written \(Is a directory\)") as refused:
        write_records(tmp_path, [])
    assert refused.value.remedy
    with pytest.raises(BadInput, match="cannot be written"):
        write_records(tmp_path / "none" / "out.jsonl", [])


def test_no_work_is_begun_for_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A missing folder, a name no disk takes: said before the first article is read."""
    with pytest.raises(BadInput, match=f"no folder {tmp_path / 'none'}"):
        check_writable(tmp_path / "none" / "out.jsonl", [])
    with pytest.raises(BadInput, match="cannot be written"):
        check_writable(tmp_path / ("x" * 300), [])


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    """The articles survive a slip of the pen, also under another name of the same file."""
    articles, other, link = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "link"))
    articles.write_text(LINE, encoding="utf-8")
    link.symlink_to(articles)
    for out in (articles, link, tmp_path / "." / "a.jsonl"):
        with pytest.raises(BadInput, match="written over"):
            check_writable(out, [other, articles])
    other.write_text("from last time", encoding="utf-8")
    check_writable(other, [articles])
    check_writable(Path("/dev/null"), [Path("/dev/null")])


def test_an_articles_text_is_untouched() -> None:
    """Offsets that come out count in the text that went in, blank edges and all."""
    record = {"doc_id": "a", "lang": "fr", "text": "\r\n Un mot.\r\n", "title": " ", "publisher": 7}
    draft = draft_from(record)
    assert (draft.text, draft.language) == (record["text"], "fr")
    assert (draft.title, draft.publisher) == (None, None)
    named = draft_from(record | {"title": "Un titre", "publisher": "Gazette du Cap"})
    assert (named.title, named.publisher) == ("Un titre", "Gazette du Cap")


def test_a_text_too_long_for_an_article_is_refused() -> None:
    """A book among the articles is not read for hours."""
    record = {"doc_id": "a", "lang": "en", "text": "a" * LONGEST_ARTICLE}
    assert len(draft_from(record).text) == LONGEST_ARTICLE
    with pytest.raises(TooLong, match="Split it"):
        draft_from(record | {"text": "a" * (LONGEST_ARTICLE + 1)})


def test_the_row_of_a_reading_is_as_documented() -> None:
    """Spans as pairs, enumerations as words, vias from the reader's side, credits first."""
    said = attribution(via=("Radio Delta", "Le Phare"))
    credited = Reading((said,), (Via("AFP", place_of("Moteurs")), Via("Radio Delta", Span(0, 4))))
    row = json.loads(json.dumps(reading_record({"doc_id": "a", "lang": "fr"}, credited)))
    claim = place_of(CLAIM)
    source, cue = place_of("des officiers qui n'ont pas voulu être nommés"), place_of("ont confié")
    assert row == {
        "doc_id": "a",
        "lang": "fr",
        "attributions": [
            {
                "source": [source.start, source.end],
                "cue": [cue.start, cue.end],
                "content": [[claim.start, claim.end]],
                "claimant": "des officiers qui n'ont pas voulu être nommés",
                "claimant_kind": "unnamed",
                "via": ["AFP", "Radio Delta", "Le Phare"],
                "stance": "accuse",
                "type": "indirect",
            }
        ],
    }


def test_what_an_attribution_lacks_is_null() -> None:
    """No source and no cue in the text: null, and not an empty span."""
    bare = replace(attribution(claimant=None, via=()), source=None, cue=None)
    (row,) = listed(reading_record({"doc_id": "a", "lang": "fr"}, Reading((bare,))), "attributions")
    assert (row["source"], row["cue"], row["claimant"], row["via"]) == (None, None, None, [])


def test_the_row_of_an_answer_is_as_documented() -> None:
    """Findings best first, each with its document, span, claimant and chain by name."""
    documents = {number: record(TEXT, f"doc-{number}") for number in (1, 2)}
    anonymous = finding(number=2, own_voice=True, of=article(article_id=2, publisher=None))
    row = answer_record("q1", answer(finding(number=1), anonymous), documents)
    sentence = place_of(SENTENCE)
    claimant = "des officiers qui n'ont pas voulu être nommés"
    assert row == {
        "id": "q1",
        "status": "answered",
        "findings": [
            {
                "doc_id": "doc-1",
                "lang": "fr",
                "span": [sentence.start, sentence.end],
                "claimant": claimant,
                "chain": ["Gazette du Cap", "Radio Delta", "Le Phare", claimant],
            },
            {
                "doc_id": "doc-2",
                "lang": "fr",
                "span": [sentence.start, sentence.end],
                "claimant": None,
                "chain": [""],
            },
        ],
    }


def test_the_nearest_passages_are_no_findings() -> None:
    """Where there is no evidence the row has none, whatever is offered to people."""
    row = answer_record("q2", answer(nearest=(finding(),)), {})
    assert row == {"id": "q2", "status": "no_evidence", "findings": []}


@pytest.mark.parametrize(
    "given_text",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        f"\ufeff \t\r\n\n{TEXT}\r\n",
        f"\r\n{TEXT}".replace("\n\n", "\r\r\n"),
    ],
)
def test_an_answers_offsets_count_in_the_text_that_was_handed_in(given_text: str) -> None:
    """Windows line ends and blank edges are cleaned away in the store, and counted in the file."""
    row = answer_record("q", answer(finding()), {1: record(given_text)})
    ((start, end),) = [found["span"] for found in listed(row, "findings")]
    assert given_text[start:end] == SENTENCE


@given(
    st.text(st.sampled_from("a\r\n \t\ufeff\u2028é"), max_size=12),
    st.text(st.sampled_from("b\r\n \t\ufeff"), max_size=12),
    st.data(),
)
def test_offsets_agree_with_how_articles_are_cleaned(
    before: str, after: str, data: st.DataObject
) -> None:
    """Whatever is cleaned away, a stretch of the store is the same stretch of the file."""
    given_text = before + PADDING + after
    stored = draft_of(Submission(text=given_text, arrival=make_arrival(), language="en")).text
    start = data.draw(st.integers(0, len(stored) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(stored))))
    found = replace(finding(), article=article(text=stored), quote=span)
    row = answer_record("q", answer(found), {1: record(given_text)})
    ((left, right),) = [shown["span"] for shown in listed(row, "findings")]
    stretch = given_text[left:right].replace("\r\n", "\n").replace("\r", "\n")
    assert stretch == span.of(stored)


def listed(row: Record, name: str) -> list[dict[str, Any]]:
    """The list that a row has under a name, as it is read back from a file."""
    found: list[dict[str, Any]] = json.loads(json.dumps(row))[name]
    return found


def record(text: str, doc_id: str = "a") -> Record:
    return {"doc_id": doc_id, "lang": "fr", "text": text}
