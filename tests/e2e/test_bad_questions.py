"""Questions that are none, or that are meant to do harm."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import HARBOUR, QUESTION


@pytest.fixture(autouse=True)
async def _stored(bot: None, ada: Person) -> None:  # noqa: ARG001 - it must serve by then
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()


@pytest.mark.parametrize("text", ["hello", "Bonjour !", "привет"])
async def test_a_greeting_is_answered_with_what_can_be_asked(ada: Person, text: str) -> None:
    """Not with "no evidence"."""
    assert "forward a post" in (await ada.asks(text)).text


async def test_a_question_of_ten_thousand_characters(ada: Person) -> None:
    """How long it is, how long it may be, and what to do instead."""
    told = (await ada.asks("/ask " + "who said it, " * 800)).text
    assert "characters" in told
    assert "at most" in told


@pytest.mark.parametrize(
    "text",
    [
        *("the of and to", "who that the", "qui que le la", "Varelle", "The mayor of Varelle?"),
        *('"', '"harbour', "harbour NEAR dredging", "terms: harbour", "harbour*", "harbour OR"),
        *("NOT harbour", "(harbour AND", "harbour^2", "{harbour}: x", "-harbour", "'; DROP TABLE"),
        *("谁说港口会疏浚？", "कौन?", "🙂🙂🙂 x", "harbour\u0000dredged", "\u202eharbour"),
    ],
)
async def test_odd_questions_get_a_clear_reply(
    ada: Person, assistant: Assistant, text: str
) -> None:
    """Findings, "no evidence", or what to send; never an error, and the next question works."""
    reply = (await ada.asks(text)).text
    assert reply
    assert "went wrong" not in reply
    assert "Error" not in reply
    assert "The mayor of Varelle" in (await ada.asks(QUESTION)).text
    assert (await assistant.counts()).articles == 1
