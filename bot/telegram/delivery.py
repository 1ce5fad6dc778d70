"""Sends replies: HTML, in as many messages as it takes, buttons under the last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import CallbackQueryLimit, ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.rendering.blocks import Action, Paragraph, Reply
from bot.rendering.captions import Picture
from bot.rendering.html import to_messages

# Three short labels fit beside each other on a phone.
_BUTTONS_IN_A_ROW: Final = 3
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
# Seconds. Most answers are there sooner than anybody would see that one is typing; each sign of
# it counts towards Telegram's limits. Telegram shows it for five seconds.
_TYPING_AFTER: Final = 0.5
_TYPING_EVERY: Final = 4.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes.

    Attributes:
        answers: the message that is replied to.
        thread: the topic, in a group that has topics.
    """

    chat: int
    answers: int | None = None
    thread: int | None = None

    @classmethod
    def of(cls, message: Message) -> Place:
        """In reply to a message."""
        thread = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat.id, message.message_id, thread)


async def deliver(bot: Bot, place: Place, reply: Reply) -> Message | None:
    """Sends a reply; the last message of it, None where there was nothing to send.

    Raises:
        TelegramError: it could not be sent, at least not all of it.
    """
    texts = to_messages(reply)
    sent = None
    for number, text in enumerate(texts, start=1):
        sent = await bot.send_message(
            place.chat,
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=place.thread,
            reply_parameters=_answering(place),
            reply_markup=_keyboard(reply.actions) if number == len(texts) else None,
        )
    return sent


async def deliver_picture(bot: Bot, place: Place, picture: Picture) -> Message:
    """Sends a picture as a photo, its caption under it.

    Raises:
        TelegramError: it could not be sent.
    """
    return await bot.send_photo(
        place.chat,
        picture.png,
        caption=picture.caption,
        filename="chain.png",
        message_thread_id=place.thread,
        reply_parameters=_answering(place),
    )


async def replace_text(bot: Bot, message: Message, reply: Reply) -> None:
    """Puts a reply in the place of a message that the bot sent; sends it anew where it is gone."""
    first, *rest = to_messages(reply)
    try:
        if rest:
            raise BadRequest("Message is too long")  # noqa: TRY301 - as Telegram would say
        await bot.edit_message_text(
            first,
            message.chat.id,
            message.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest:
        await deliver(bot, Place.of(message), reply)


async def toast(query: CallbackQuery, text: str | None = None) -> None:
    """Answers the press of a button, with a line that is shown for a moment."""
    most = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    if text is not None and len(text) > most:
        text = f"{text[: most - 1]}…"
    with suppress(BadRequest):  # pressed too long ago; nobody waits for it
        await query.answer(text)


def plain(reply: Reply) -> str:
    """The words of a reply in one line, for where there is no room for more."""
    paragraphs = (block for block in reply.blocks if isinstance(block, Paragraph))
    return " ".join("".join(run.text for run in paragraph.runs) for paragraph in paragraphs)


@asynccontextmanager
async def typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Shows that an answer is on its way, if it takes a while."""
    task = asyncio.create_task(_keep_typing(bot, place))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _keep_typing(bot: Bot, place: Place) -> None:
    await asyncio.sleep(_TYPING_AFTER)
    with suppress(TelegramError):  # only a courtesy
        while True:
            await bot.send_chat_action(place.chat, ChatAction.TYPING, place.thread)
            await asyncio.sleep(_TYPING_EVERY)


def _answering(place: Place) -> ReplyParameters | None:
    if place.answers is None:
        return None
    return ReplyParameters(place.answers, allow_sending_without_reply=True)


def _keyboard(actions: tuple[Action, ...]) -> InlineKeyboardMarkup | None:
    if not actions:
        return None
    buttons = [InlineKeyboardButton(a.label, callback_data=a.data) for a in actions]
    starts = range(0, len(buttons), _BUTTONS_IN_A_ROW)
    return InlineKeyboardMarkup([buttons[at : at + _BUTTONS_IN_A_ROW] for at in starts])
