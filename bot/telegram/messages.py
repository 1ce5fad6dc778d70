"""What a message of Telegram's says: to whom, in which words, in whose language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from telegram import Bot, Message, MessageEntity, User
from telegram.constants import ChatType, MessageEntityType
from telegram.ext import filters

from bot.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue_for
from retrieval.model import Chat

_UNIT = 2  # bytes of a UTF-16 unit, in which Telegram counts


def catalogue_of(user: User | None) -> Catalogue:
    """The assistant's words in the language of a person's Telegram ("fr-CA" is French)."""
    tag = (user.language_code if user is not None else None) or DEFAULT_LANGUAGE
    return catalogue_for(tag.lower().partition("-")[0])


def chat_of(message: Message) -> Chat:
    """The chat that a message is in, and its topic in a group that has topics."""
    return Chat(message.chat.id, message.message_thread_id if message.is_topic_message else None)


def addressed(message: Message, bot: Bot) -> bool:
    """Whether a message is for the bot: all in private, in groups by mention or as a reply."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    writer = message.from_user
    if writer is not None and writer.is_bot and message.sender_chat is None:
        return False  # two assistants must not go on talking to each other
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot.id:
        return True
    # Whoever forwards a text has not written the mention in it.
    return message.forward_origin is None and any(_mentions(message, bot))


class Addressed(filters.MessageFilter):
    """Lets the messages through that are for the bot."""

    def filter(self, message: Message) -> bool:
        """See ``addressed``."""
        return addressed(message, message.get_bot())


def words_of(message: Message, bot: Bot) -> str:
    """The text or caption, without the command or mention by which the bot was addressed.

    A forwarded text is left as it is: it is an article's.
    """
    text = message.text or message.caption or ""
    if message.forward_origin is not None:
        return _without(text, ())
    return _without(text, [*_command(message), *_mentions(message, bot)]).strip()


def _mentions(message: Message, bot: Bot) -> Iterator[MessageEntity]:
    text = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in _entities(message):
        start, end = entity.offset * _UNIT, (entity.offset + entity.length) * _UNIT
        named = text[start:end].decode("utf-16-le", "replace").lower()
        by_name = entity.type == MessageEntityType.MENTION and named == bot.name.lower()
        by_id = (
            entity.type == MessageEntityType.TEXT_MENTION
            and entity.user is not None
            and entity.user.id == bot.id
        )
        if by_name or by_id:
            yield entity


def _command(message: Message) -> Iterator[MessageEntity]:
    for entity in _entities(message):
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            yield entity


def _entities(message: Message) -> Iterable[MessageEntity]:
    return message.entities or message.caption_entities


def _without(text: str, entities: Iterable[MessageEntity]) -> str:
    """The text without these stretches; halves of surrogate pairs, which no file can hold, go."""
    units = text.encode("utf-16-le", "surrogatepass")
    kept, at = bytearray(), 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        kept += units[at : entity.offset * _UNIT]
        at = max(at, (entity.offset + entity.length) * _UNIT)
    return bytes(kept + units[at:]).decode("utf-16-le", "replace")
