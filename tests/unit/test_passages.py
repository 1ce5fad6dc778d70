"""Cutting articles into passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import ArticleDraft, Span
from retrieval.passages import embedding_text, passages_of


@given(st.text(alphabet=st.sampled_from("ab .!?\n«»。中\u00a0é"), max_size=3_000))
def test_every_character_is_in_exactly_one_passage(text: str) -> None:
    """Nothing of an article is lost between passages, or found in two of them."""
    passages = passages_of(text)
    covered = [place for p in passages for place in range(p.span.start, p.span.end)]
    assert len(covered) == len(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))
    for passage in passages:
        quoted = passage.span.of(text)
        assert quoted == quoted.strip()


def test_a_paragraph_is_a_passage_and_a_short_line_goes_with_the_next() -> None:
    """A byline is no passage by itself; paragraphs count from one."""
    text = "By Ana Lim\n\nThe harbour stays open, the office said.\n\nFerries will run until noon."
    first, second = passages_of(text)
    assert first.span.of(text).startswith("By Ana Lim")
    assert (first.paragraph, second.paragraph) == (1, 3)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """No passage is longer than the encoder reads well, and none ends in the middle of a word."""
    text = "The mayor said that the bridge would close for repairs in May. " * 40
    passages = passages_of(text)
    assert len(passages) > 2
    assert all(len(p.span) <= 900 and p.span.of(text).endswith(".") for p in passages)


def test_a_passage_is_embedded_under_its_title() -> None:
    """A paragraph that names nobody is still found by what the headline is about."""
    draft = ArticleDraft(text="Nobody was hurt in it.", language="en", title="Ferry runs aground")
    text = embedding_text(draft, Span(0, len(draft.text)))
    assert text == "Ferry runs aground\nNobody was hurt in it."
