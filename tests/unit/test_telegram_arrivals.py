"""Who published an article that came by Telegram, when, and where it can be seen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from telegram import (
    Chat,
    Document,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)

from bot.telegram.arrivals import submission_from
from retrieval.model import Channel, Submission

_RECEIVED = datetime(2024, 6, 22, 8, 30, tzinfo=UTC)
_SENT = datetime(2024, 6, 19, 23, 59, tzinfo=UTC)
_ADA = User(501, "Ada", is_bot=False, last_name="Lovelace")
_TEXT = "The ferry is late again, said the harbour office."


def _submission(text: str = _TEXT, **message: Any) -> Submission:  # noqa: ANN401
    return submission_from(
        Message(9, _RECEIVED, Chat(501, Chat.PRIVATE), from_user=_ADA, **message), text
    )


def _forwarded(origin: MessageOrigin, text: str = _TEXT) -> Submission:
    return _submission(text, forward_origin=origin)


def test_a_post_of_a_public_channel() -> None:
    """The channel is the publisher, the post has a date and a link."""
    channel = Chat(-100777, Chat.CHANNEL, title="Lagoon Gazette", username="lagoon")
    submission = _forwarded(MessageOriginChannel(_SENT, channel, 42))
    assert submission.publisher == "Lagoon Gazette"
    assert submission.published == date(2024, 6, 19)
    assert submission.url == "https://t.me/lagoon/42"
    arrival = submission.arrival
    assert arrival.channel is Channel.FORWARD
    assert arrival.origin == "Lagoon Gazette"
    assert arrival.reference == "https://t.me/lagoon/42"
    assert arrival.person == 501
    assert arrival.received_at == _RECEIVED


def test_a_post_of_a_private_channel() -> None:
    """Its link is of use to members only: it is kept, but not shown as the article's."""
    channel = Chat(-1001777, Chat.CHANNEL, title="Lagoon Insiders")
    submission = _forwarded(MessageOriginChannel(_SENT, channel, 42))
    assert submission.publisher == "Lagoon Insiders"
    assert submission.url is None
    assert submission.arrival.reference == "https://t.me/c/1777/42"


def test_a_post_on_behalf_of_a_group() -> None:
    """The group is the publisher."""
    group = Chat(-100778, Chat.SUPERGROUP, title="Harbour Desk", username="desk")
    submission = _forwarded(MessageOriginChat(_SENT, group))
    assert submission.publisher == "Harbour Desk"
    assert submission.published == date(2024, 6, 19)
    assert submission.url is None


def test_a_persons_message_that_is_sent_on() -> None:
    """Neither who wrote the message nor who sent it on is the publisher."""
    bo = User(502, "Bo", is_bot=False)
    for origin in (MessageOriginUser(_SENT, bo), MessageOriginHiddenUser(_SENT, "Bo")):
        submission = _forwarded(origin)
        assert submission.publisher is None
        assert submission.published == date(2024, 6, 19)
        assert submission.arrival.origin == "Bo"
        assert submission.arrival.person == 501


def test_an_origin_that_telegram_may_add() -> None:
    """An unknown kind of origin does not keep an article out."""
    submission = _forwarded(MessageOrigin("somewhere", _SENT))
    assert submission.publisher is None
    assert submission.arrival.channel is Channel.FORWARD


def test_a_header_in_the_text_goes_before_the_origin() -> None:
    """A channel that passes on an article with its publisher named is not taken for it."""
    channel = Chat(-100777, Chat.CHANNEL, title="Clippings", username="clippings")
    text = f"Publisher: Harbour Times\nDate: 2024-06-01\nURL: https://times.example/1\n\n{_TEXT}"
    submission = _forwarded(MessageOriginChannel(_SENT, channel, 42), text)
    assert submission.publisher == "Harbour Times"
    assert submission.published == date(2024, 6, 1)
    assert submission.url == "https://times.example/1"
    assert submission.text == _TEXT
    assert submission.arrival.origin == "Clippings"


def test_a_pasted_text() -> None:
    """Nothing is known of it but who sent it and when."""
    submission = _submission()
    assert submission.arrival.channel is Channel.MESSAGE
    assert submission.arrival.person == 501
    assert (submission.publisher, submission.published, submission.url) == (None, None, None)
    assert submission.arrival.origin is None


def test_a_file() -> None:
    """Of a file its name is kept."""
    submission = _submission(document=Document("f", "f", file_name="ferry.txt"))
    assert submission.arrival.channel is Channel.FILE
    assert submission.arrival.origin == "ferry.txt"
    assert submission.publisher is None
