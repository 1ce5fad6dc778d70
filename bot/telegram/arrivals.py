"""From a message with an article in it to a submission: who published it, when, where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from telegram import (
    Chat,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.submissions import submission_of
from retrieval.model import Arrival, Channel, Submission


@dataclass(frozen=True, slots=True)
class _Origin:
    """What Telegram tells of where a forwarded message was first sent.

    Attributes:
        publisher: a channel or group; a person who sent a text on is not its publisher.
        reference: the post's link; members only can follow it where ``public`` is False.
    """

    name: str | None
    sent: date
    publisher: str | None = None
    reference: str | None = None
    public: bool = False


def submission_from(message: Message, text: str) -> Submission:
    """The article ``text`` that came with a message. A header in the text goes before its origin.

    Raises:
        BadRecord: a line of the header is not of its form.
    """
    person = message.from_user.id if message.from_user is not None else None
    if message.forward_origin is not None:
        return _forwarded(message.forward_origin, text, message, person)
    document = message.document
    arrival = Arrival(
        channel=Channel.MESSAGE if document is None else Channel.FILE,
        received_at=message.date,
        origin=document.file_name if document is not None else None,
        person=person,
    )
    return submission_of(text, arrival)


def _forwarded(
    forward: MessageOrigin, text: str, message: Message, person: int | None
) -> Submission:
    origin = _origin(forward)
    arrival = Arrival(
        channel=Channel.FORWARD,
        received_at=message.date,
        origin=origin.name,
        reference=origin.reference,
        person=person,
    )
    submission = submission_of(text, arrival)
    return replace(
        submission,
        publisher=submission.publisher or origin.publisher,
        published=submission.published or origin.sent,
        url=submission.url or (origin.reference if origin.public else None),
    )


def _origin(forward: MessageOrigin) -> _Origin:
    sent = forward.date.date()
    match forward:
        case MessageOriginChannel(chat=chat, message_id=number):
            return _Origin(
                chat.title,
                sent,
                publisher=chat.title,
                reference=_post(chat, number),
                public=chat.username is not None,
            )
        case MessageOriginChat(sender_chat=chat):
            return _Origin(chat.title, sent, publisher=chat.title)
        case MessageOriginUser(sender_user=user):
            return _Origin(user.full_name, sent)
        case MessageOriginHiddenUser(sender_user_name=name):
            return _Origin(name, sent)
        case _:  # a kind that Telegram may add
            return _Origin(None, sent)


def _post(chat: Chat, number: int) -> str:
    """A channel post's link. The id of a channel is -100 and then what links have."""
    place = chat.username or f"c/{str(chat.id).removeprefix('-100')}"
    return f"https://t.me/{place}/{number}"
