"""To whom a message is said, in which words, and in whose language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Chat, Message, MessageEntity, MessageOriginHiddenUser, User

from bot.telegram.messages import addressed, catalogue_of, words_of

_NOW = datetime(2024, 6, 19, tzinfo=UTC)
_ADA = User(1, "Ada", is_bot=False)
_GROUP = Chat(-100, Chat.SUPERGROUP, title="Readers")
_PRIVATE = Chat(1, Chat.PRIVATE)
_FORWARD = MessageOriginHiddenUser(_NOW, "Bo")


class _Bot(Bot):
    """A bot that knows who it is without asking Telegram."""

    @property
    def bot(self) -> User:
        return User(7, "Hearsay", is_bot=True, username="Hearsay_bot")


@pytest.fixture
def bot() -> Bot:
    """@Hearsay_bot."""
    return _Bot("7:made-up")


def _said(text: str, chat: Chat = _GROUP, *, by: User | None = _ADA, **more: Any) -> Message:  # noqa: ANN401
    return Message(2, _NOW, chat, from_user=by, text=text, **more)


def _mention(offset: int, length: int = 12) -> list[MessageEntity]:
    return [MessageEntity(MessageEntity.MENTION, offset, length)]


def test_everything_in_private_is_for_the_bot(bot: Bot) -> None:
    """In a private chat there is nobody else."""
    assert addressed(_said("hello", _PRIVATE), bot)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("@hearsay_BOT who?", _mention(0)),
        ("who, @Hearsay_bot?", _mention(5)),
        ("😀😀 @Hearsay_bot", _mention(5)),  # Telegram counts an emoji twice
        ("Hearsay, who?", [MessageEntity("text_mention", 0, 7, user=User(7, "H", is_bot=True))]),
    ],
)
def test_in_a_group_a_mention_is_needed(bot: Bot, text: str, entities: list[MessageEntity]) -> None:
    """Small and capital letters are the same; a mention may stand anywhere."""
    assert addressed(_said(text, entities=entities), bot)
    assert not addressed(_said(text), bot)
    assert addressed(Message(2, _NOW, _GROUP, caption=text, caption_entities=entities), bot)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("@Hearsay_bot2 who?", _mention(0, 13)),
        ("@other_bot who?", _mention(0, 10)),
        ("who?", [MessageEntity("text_mention", 0, 3, user=User(8, "H", is_bot=True))]),
    ],
)
def test_somebody_elses_name_is_no_mention(
    bot: Bot, text: str, entities: list[MessageEntity]
) -> None:
    """A longer name, another bot, another person."""
    assert not addressed(_said(text, entities=entities), bot)


def test_a_reply_to_the_bot_is_for_the_bot(bot: Bot) -> None:
    """Not a reply to somebody else."""
    to_bot = Message(1, _NOW, _GROUP, from_user=bot.bot, text="Added")
    assert addressed(_said("and who denied it?", reply_to_message=to_bot), bot)
    to_ada = Message(1, _NOW, _GROUP, from_user=_ADA, text="well")
    assert not addressed(_said("and who denied it?", reply_to_message=to_ada), bot)


def test_other_bots_are_left_alone_but_not_anonymous_administrators(bot: Bot) -> None:
    """Telegram sends an anonymous administrator's message as a bot's, on behalf of the group."""
    text, other = "@Hearsay_bot who?", User(1087968824, "Group", is_bot=True)
    assert not addressed(_said(text, by=other, entities=_mention(0)), bot)
    assert addressed(_said(text, by=other, entities=_mention(0), sender_chat=_GROUP), bot)


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("@Hearsay_bot who said so?", _mention(0), "who said so?"),
        ("who said so? @Hearsay_bot", _mention(13), "who said so?"),
        ("/ask who said so?", [MessageEntity("bot_command", 0, 4)], "who said so?"),
        ("/ask@Hearsay_bot who?", [MessageEntity("bot_command", 0, 16)], "who?"),
        ("/ask", [MessageEntity("bot_command", 0, 4)], ""),
        ("what does /ask do?", [MessageEntity("bot_command", 10, 4)], "what does /ask do?"),
        ("who is @somebody?", _mention(7, 9), "who is @somebody?"),
        ("👩‍👩‍👧 @Hearsay_bot and?", _mention(9), "👩‍👩‍👧  and?"),
        ("half \ud83d a smile", [], "half \ufffd a smile"),
    ],
)
def test_the_words_are_left_without_the_address(
    bot: Bot, text: str, entities: list[MessageEntity], words: str
) -> None:
    """The bot's name and the command are not part of a question."""
    assert words_of(_said(text, entities=entities), bot) == words


def test_a_forwarded_text_is_left_as_it_is(bot: Bot) -> None:
    """It is an article's, verbatim, and a name in it speaks to nobody."""
    message = _said("@Hearsay_bot is new\n", entities=_mention(0), forward_origin=_FORWARD)
    assert words_of(message, bot) == "@Hearsay_bot is new\n"
    assert not addressed(message, bot)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("FR", "fr"), ("en-GB", "en"), ("vi", "en"), (None, "en")],
)
def test_the_language_of_a_persons_telegram(tag: str | None, language: str) -> None:
    """A regional variety is its language; what is not spoken is answered in English."""
    assert catalogue_of(User(1, "Ada", is_bot=False, language_code=tag)).language == language
    assert catalogue_of(None).language == "en"
