"""What becomes of a plain message."""

from __future__ import annotations

import pytest

from bot.routing import Greeting, Nothing, Pasted, Question, route

PARAGRAPH = "The harbour master of Valdora said on Monday that no engine had left the port. "


@pytest.mark.parametrize(
    "text",
    [
        "who claimed Iran supplies drones?",
        "Valdora",
        "/path is what?",
        "Publisher: who is that?",
        PARAGRAPH * 3,
        "first line\n\nsecond paragraph",
        "谁说港口运送发动机？",
    ],
)
def test_a_short_message_is_a_question(text: str) -> None:
    """A line, a word, a few sentences: all that is not long enough to be an article is asked."""
    assert route(text, forwarded=False) == Question(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPH * 5,
        f"{PARAGRAPH * 2}\n\n{PARAGRAPH}",
        "港口负责人周一表示没有发动机离开港口。" * 7,
        "Publisher: Gazette\n\nThe port is closed.",
    ],
)
def test_a_long_message_is_an_article(text: str) -> None:
    """Pasted text, in paragraphs or not, in any script, or under a header, is taken in."""
    assert route(text, forwarded=False) == Pasted(text)


def test_a_forward_is_an_article_however_short() -> None:
    """Forwarding is handing in; whether it is enough for an article is said afterwards."""
    assert route("Port closed.", forwarded=True) == Pasted("Port closed.")


@pytest.mark.parametrize("text", ["", "  \n", "?!…", "👍", "—"])
@pytest.mark.parametrize("forwarded", [True, False])
def test_a_message_without_words_is_nothing(text: str, *, forwarded: bool) -> None:
    """A thumb or a dash is neither question nor article."""
    assert route(text, forwarded=forwarded) == Nothing()


@pytest.mark.parametrize(
    "text",
    ["hello", "Hello!", " BONJOUR ", "Привет!", "good  morning.", "Merci !", "你好"],
)
def test_small_talk_is_no_question(text: str) -> None:
    """Who says hello is told what can be asked, and not that there is no evidence for it."""
    assert route(text, forwarded=False) == Greeting()


@pytest.mark.parametrize("text", ["hello kitty?", "who said hello?", "Salut Putin"])
def test_what_has_content_is_asked(text: str) -> None:
    """A greeting within a question does not swallow it; a forward stays an article."""
    assert route(text, forwarded=False) == Question(text)
    assert route("hello", forwarded=True) == Pasted("hello")
