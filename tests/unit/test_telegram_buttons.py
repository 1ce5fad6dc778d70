"""What may come back from a button, and what is shown for a moment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import catalogue_for
from bot.rendering.replies import answer_reply, error_reply, receipt_reply
from bot.telegram.buttons import Press, Verb, press_of
from bot.telegram.delivery import plain
from bot.telegram.votes import ballot_of
from retrieval.errors import NotFound
from retrieval.ingest import Receipt
from retrieval.model import Reading
from tests.fakes import findings


@given(st.sampled_from(Verb), st.integers(0, 2**63 - 1))
def test_what_buttons_send_is_understood(verb: Verb, number: int) -> None:
    """Every id that a store can give comes back whole."""
    assert press_of(f"{verb}:{number}") == Press(verb, number)


_FORGED = st.builds("{}:{}".format, st.sampled_from(Verb), st.text("0123456789+-_ :٣²"))


@given(st.text() | _FORGED)
def test_nothing_else_is_understood(data: str) -> None:
    """Whatever is understood is exactly what a button would have sent."""
    press = press_of(data)
    assert press is None or data == f"{press.verb}:{press.number}"


@pytest.mark.parametrize(
    "data", [None, "", "more:+1", "more: 1", "MORE:1", "more:1:2", f"chain:{2**63}", "chain:١"]
)
def test_junk(data: str | None) -> None:
    """Signs, blanks, other digits, other cases, too large a number."""
    assert press_of(data) is None


def test_every_button_of_an_answer_is_understood() -> None:
    """What is written under an answer can be pressed."""
    found = [findings.finding(number=number) for number in range(1, 6)]
    answer = replace(findings.answer(*found), id=12)
    reply = answer_reply(answer, catalogue_for("en"))
    assert all(press_of(a.data) or ballot_of(a.data) for a in reply.actions)
    assert not any(press_of(a.data) and ballot_of(a.data) for a in reply.actions)
    assert Press(Verb.MORE, 3) in [press_of(action.data) for action in reply.actions]


def test_a_toast_has_no_markup() -> None:
    """What is shown for a moment is one line of plain words."""
    reply = error_reply(NotFound("No such passage.", "Ask again."), catalogue_for("en"))
    assert plain(reply).startswith("That is not in the store")
    receipt = Receipt(findings.article(), known=True, passages=1, reading=Reading())
    assert "\n" not in plain(receipt_reply(receipt, catalogue_for("en")))
