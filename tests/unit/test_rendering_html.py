"""Replies as Telegram messages: nothing escapes, nothing is lost, nothing is too long."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply
from bot.rendering.blocks import Block, Chain, ChainHop, Paragraph, Quote, Reply, Run, Style
from bot.rendering.html import to_messages
from bot.rendering.splitting import cut_before
from tests.fakes.findings import SENTENCE, answer, finding

MESSAGE_LIMIT = 4_096
ALLOWED = {"b", "i", "u", "code", "a", "blockquote"}


class Telegram(HTMLParser):
    """Reads a message as Telegram does, strictly: known tags, balanced, properly nested."""

    def __init__(self, message: str) -> None:
        super().__init__(convert_charrefs=True)
        self.visible = ""
        self.links: list[str] = []
        self.quoted = ""
        self._open: list[str] = []
        self.feed(message)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert tag not in self._open
        names = {name for name, _ in attrs}
        assert names <= {"a": {"href"}, "blockquote": {"expandable"}}.get(tag, set())
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.visible += data
        if "blockquote" in self._open:
            self.quoted += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def squeezed(text: str) -> str:
    return "".join(text.split())


texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "<b>",
        "</blockquote>",
        "&amp;",
        "a & b",
        '"><script>',
        "😀" * 30,
        "𝔘",
        "\n\n",
        " ",
        "…\u202f»",
    ]
)
runs = st.builds(
    Run,
    texts | st.builds(lambda text, times: text * times, texts, st.integers(1, 400)),
    st.sampled_from(Style),
    st.none() | st.just("https://gazette.example/?a=1&b=<2>") | texts,
)
groups = st.lists(runs, max_size=4).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, groups),
    st.builds(Quote, groups, groups),
    st.builds(Chain, st.lists(st.builds(ChainHop, texts, texts, st.booleans())).map(tuple)),
)
replies = st.builds(Reply, st.lists(blocks, max_size=5).map(tuple))


@settings(max_examples=150, deadline=None)
@given(replies)
def test_any_reply_is_well_formed_and_fits(reply: Reply) -> None:
    """Whatever an article holds, Telegram can read each message, and none is too long."""
    for message in to_messages(reply):
        assert units(message) <= MESSAGE_LIMIT
        assert Telegram(message).visible.strip()


@settings(max_examples=150, deadline=None)
@given(replies)
def test_nothing_is_lost_where_a_reply_is_split(reply: Reply) -> None:
    """All messages together say what the reply says, in its order."""
    shown = "".join(Telegram(message).visible for message in to_messages(reply))
    assert squeezed(shown) == squeezed("".join(_said(reply)))


def _said(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        match block:
            case Paragraph():
                yield from (run.text for run in block.runs)
            case Quote():
                yield from (run.text for run in (*block.runs, *block.source))
            case Chain():
                said = "←".join(h.name for h in block.hops), "←".join(h.note for h in block.hops)
                if squeezed("".join(said)):
                    yield from said


def test_an_answer() -> None:
    """The chain in one line with its notes below, the evidence in a block, then the link."""
    (message,) = to_messages(answer_reply(answer(finding()), catalogue_for("en")))
    assert message == (
        "<b>Des officiers qui n&#x27;ont pas voulu être nommés (accuse).</b> "
        "Not read at the source: 3 hops reported.\n\n"
        "<b>Gazette du Cap</b> ← Radio Delta ← Le Phare ← "
        "des officiers qui n&#x27;ont pas voulu être nommés\n"
        "<i>read ← reported ← reported ← unnamed</i>\n\n"
        "<blockquote>Selon Radio Delta, des officiers qui n&#x27;ont pas voulu être nommés ont "
        "confié au quotidien Le Phare <b>que le port de Valdora livrait des moteurs à la flotte "
        "du Nord</b>.</blockquote>\n"
        "<i>Gazette du Cap (French), 19 June 2024, 2nd paragraph · </i>"
        '<a href="https://gazette.example/moteurs?a=1&amp;b=2">open</a>\n\n'
        "1 article, 1 origin. None of the passages found denies it."
    )


def test_a_quotation_is_shown_as_the_article_has_it() -> None:
    """Markup in an article is text, and what is quoted is the article's to the letter."""
    hostile = "</blockquote><a href='tg://user?id=1'>x</a> & <i>y</i>"
    (message,) = to_messages(Reply((Quote((Run(hostile),)),)))
    read = Telegram(message)
    assert read.quoted == hostile
    assert read.links == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://user?id=1", "https://x y", "https://" + "x" * 3_000, ""]
)
def test_only_web_addresses_are_linked(url: str) -> None:
    """A link that is none, or too long to be one, is shown as its text."""
    (message,) = to_messages(Reply((Paragraph((Run("open", url=url),)),)))
    assert message == "open"


def test_a_quote_in_an_address_stays_in_it() -> None:
    """An address cannot close its own attribute."""
    url = 'https://gazette.example/"onclick="x'
    (message,) = to_messages(Reply((Paragraph((Run("open", url=url),)),)))
    assert Telegram(message).links == [url]


def test_a_long_quotation_is_folded_up() -> None:
    """Above some lines a quotation can be unfolded, and does not fill the screen."""
    short, long = (
        to_messages(Reply((Quote((Run(text),)),)))[0] for text in ("a " * 99, "a " * 200)
    )
    assert short.startswith("<blockquote>")
    assert long.startswith("<blockquote expandable>")


def test_an_over_long_answer_is_split_between_sentences() -> None:
    """Each message of a long quotation is a quotation again, and ends with a sentence."""
    messages = to_messages(Reply((Quote((Run(f"{SENTENCE} " * 60, Style.MARK),)),)))
    assert len(messages) == 3
    for message in messages:
        read = Telegram(message)
        assert read.visible == read.quoted
        assert read.visible.startswith("Selon")
        assert read.visible.strip().endswith("du Nord.")
        assert message.startswith("<blockquote expandable><b>")


def test_blocks_are_kept_whole_where_they_fit() -> None:
    """A message ends between two quotations rather than within one."""
    reply = Reply((Quote((Run("x" * 1_500),)),) * 3)
    assert [Telegram(m).visible.count("x") for m in to_messages(reply)] == [3_000, 1_500]


def test_half_a_character_is_replaced() -> None:
    """A broken character in an article does not keep the answer from being sent."""
    (message,) = to_messages(Reply((Paragraph((Run("a\ud83db"),)),)))
    assert message == "a\ufffdb"


def test_a_reply_of_nothing_sends_nothing() -> None:
    """Telegram refuses empty messages, so none is made."""
    assert to_messages(Reply(())) == []
    assert to_messages(Reply((Paragraph((Run(" \n"),)),))) == []


@pytest.mark.parametrize(
    ("text", "limit", "head"),
    [
        ("first line\nsecond line", 15, "first line"),
        ("One two. Three four", 13, "One two."),
        ("一二三四五。六七八九", 8, "一二三四五。"),
        ("alpha beta gamma", 13, "alpha beta "),
        ("x" * 20, 7, "x" * 7),
        ("a\u0301" * 10, 7, "a\u0301" * 3),
        ("👩\u200d🚀" * 5, 8, "👩\u200d🚀" * 2),
    ],
)
def test_cuts_are_at_sensible_places(text: str, limit: int, head: str) -> None:
    """After a paragraph, else a sentence, else a word; never within a letter or an emoji."""
    assert text[: cut_before(text, limit)] == head
