"""Replies in a terminal: wrapped to its width, plain in a pipe."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply
from bot.rendering.blocks import Action, Chain, ChainHop, Paragraph, Quote, Reply, Run, Style
from bot.rendering.text import to_text
from tests.fakes.findings import answer, finding

HOPS = (
    ChainHop("Gazette du Cap", "read", read=True),
    ChainHop("RD", "reported", read=False),
    ChainHop("some officers", "unnamed", read=False),
)


def plain(*blocks: Paragraph | Quote | Chain, width: int = 80) -> str:
    return to_text(Reply(blocks), width, colour=False)


def test_an_answer_on_a_wide_terminal() -> None:
    """Headline, chain with its notes under it, the quotation set in, where it stands, counts."""
    reply = answer_reply(answer(finding()), catalogue_for("en"))
    assert to_text(reply, 100, colour=False) == (
        "Des officiers qui n'ont pas voulu être nommés (accuse). "
        "Not read at the source: 3 hops reported.\n"
        "\n"
        "Gazette du Cap  ←  Radio Delta  ←  Le Phare  ←  "
        "des officiers qui n'ont pas voulu être nommés\n"
        "read               reported        reported     unnamed\n"
        "\n"
        "  ❝Selon Radio Delta, des officiers qui n'ont pas voulu être nommés ont confié au "
        "quotidien Le Phare\n"
        "   que le port de Valdora livrait des moteurs à la flotte du Nord.❞\n"
        "  Gazette du Cap (French), 19 June 2024, 2nd paragraph · open\n"
        "  (https://gazette.example/moteurs?a=1&b=2)\n"
        "\n"
        "1 article, 1 origin. None of the passages found denies it."
    )


def test_notes_stand_under_their_hops() -> None:
    """Each note begins in the column in which its name begins."""
    names, notes = plain(Chain(HOPS)).split("\n")
    for hop in HOPS:
        assert names.index(hop.name) == notes.index(hop.note)


def test_notes_stand_under_wide_letters_too() -> None:
    """Chinese letters take two columns, and the notes under them are still in line."""
    hops = (ChainHop("新华社", "read", read=True), ChainHop("外交部", "reported", read=False))
    names, notes = plain(Chain(hops)).split("\n")
    left, right = names.split("外"), notes.split("reported")
    assert cell_len(left[0]) == cell_len(right[0])


def test_a_chain_that_is_too_wide_is_stacked() -> None:
    """On a narrow terminal each hop has a line, with the notes in a column."""
    assert plain(Chain(HOPS), width=30) == (
        "Gazette du Cap    read\n← RD              reported\n← some officers   unnamed"
    )


def test_a_hop_wider_than_the_terminal_is_wrapped() -> None:
    """A very long name runs over several lines and not past the edge."""
    shown = plain(Chain((*HOPS, ChainHop("x y " * 20, "reported", read=False))), width=24)
    assert max(map(cell_len, shown.split("\n"))) <= 24


def test_a_quotation_is_set_in_with_its_marks() -> None:
    """Quotation marks before and after, later lines under the first letter."""
    shown = plain(Quote((Run("alpha beta gamma delta epsilon"),), (Run("Gazette"),)), width=20)
    assert shown == "  ❝alpha beta gamma\n   delta epsilon❞\n  Gazette"


def test_lines_of_an_article_stay_lines() -> None:
    """The paragraphs of a quoted passage are still paragraphs."""
    assert plain(Quote((Run("one\n\ntwo"),))) == "  ❝one\n\n   two❞"


def test_no_colours_in_a_pipe() -> None:
    """What is piped on has no escape sequences; a terminal has them, and the same words."""
    reply = answer_reply(answer(finding()), catalogue_for("fr"))
    piped, coloured = (to_text(reply, 80, colour=colour) for colour in (False, True))
    assert "\x1b" not in piped
    assert "\x1b[1" in coloured
    assert Text.from_ansi(coloured).plain == piped


def test_an_article_cannot_steer_the_terminal() -> None:
    """Escape sequences in an article are shown as what they are: no text."""
    hostile = "red \x1b[31m, title \x1b]0;x\x07, back \x08\x9b"
    shown = plain(Quote((Run(hostile),)), Chain((ChainHop(hostile, "read", read=True),)))
    assert not set(shown) & set("\x1b\x07\x08\x9b")
    assert "red \ufffd[31m" in shown


def test_markup_of_the_library_is_text() -> None:
    """Square brackets in an article are no styles."""
    assert plain(Paragraph((Run("[bold]x[/bold] :smile:"),))) == "[bold]x[/bold] :smile:"


def test_a_link_shows_its_address() -> None:
    """A terminal shows where a link leads."""
    assert plain(Paragraph((Run("open", url="https://x.example/1"),))) == (
        "open (https://x.example/1)"
    )


def test_buttons_are_commands_in_a_conversation() -> None:
    """What is a button elsewhere is named as a command, only where it can be given."""
    actions = (Action("passage", "passage:12"), Action("2 more", "more:3"))
    reply = Reply((Paragraph((Run("x"),)),), actions)
    assert to_text(reply, 80, colour=False) == "x"
    assert to_text(reply, 80, colour=False, commands=True) == (
        "x\n\n[passage: /passage 12]  [2 more: /more]"
    )
    narrow = to_text(reply, 24, colour=False, commands=True)
    assert narrow == "x\n\n[passage: /passage 12]\n[2 more: /more]"


@pytest.mark.parametrize("width", [-1, 0, 1, 7])
def test_a_window_of_no_width_still_shows_words(width: int) -> None:
    """A terminal that reports nonsense gets lines of the least width."""
    assert "alpha" in plain(Paragraph((Run("alpha beta"),)), width=width)


texts = st.text(max_size=80) | st.sampled_from(["一二三四五六七八九十" * 9, "x" * 200, "سلام دنیا"])
runs = st.lists(st.builds(Run, texts, st.sampled_from(Style)), max_size=3).map(tuple)


@settings(max_examples=100, deadline=None)
@given(
    runs,
    st.lists(st.builds(ChainHop, texts, texts, st.booleans()), max_size=4),
    st.integers(20, 90),
)
def test_no_line_is_wider_than_the_terminal(
    text: tuple[Run, ...], hops: list[ChainHop], width: int
) -> None:
    """Whatever is shown keeps within the window, in any script."""
    shown = plain(Paragraph(text), Quote(text, text), Chain(tuple(hops)), width=width)
    assert all(cell_len(line) <= width for line in shown.split("\n"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "一二"]), min_size=1, max_size=60))
def test_wrapping_changes_white_space_alone(words: list[str]) -> None:
    """The words of a quotation stand in their order, none lost, none twice."""
    shown = plain(Quote((Run(" ".join(words)),)), width=30)
    assert shown.strip().removeprefix("❝").removesuffix("❞").split() == words
    assert all(first for first, _ in pairwise(shown.split("\n")))
