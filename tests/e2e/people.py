"""People in Telegram: what they send, and what they get to see."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from typing import Any, Final

from tests.e2e.bot_api import USERNAME, BotApi, Json, Sent

_QUERIES: Final = itertools.count(1)
_ENTITIES: Final = {"bot_command": r"^/\w+(@\w+)?", "mention": r"(?<!\w)@\w+"}
CHANNEL: Final[Json] = {"id": -1001234567890, "type": "channel", "title": "Lagoon Gazette"}


def _unix_now() -> int:
    return int(time.time())


@dataclass(slots=True)
class Person:
    """A person's Telegram; ``heard`` holds what the bot said in the chat."""

    api: BotApi
    id: int = 501
    language: str | None = "en"
    group: int | None = None
    _read: int = field(default=0, init=False)

    @property
    def chat(self) -> int:
        """The chat's id: the person's own in private."""
        return self.id if self.group is None else self.group

    @property
    def heard(self) -> list[Sent]:
        """All that the bot has said in this chat."""
        return [sent for sent in self.api.sent if sent.chat == self.chat]

    async def says(self, text: str, **more: Any) -> int:  # noqa: ANN401 - fields of a message
        """Sends a text; the message's id."""
        return await self.sends(text=text, entities=_entities(text), **more)

    async def forwards(self, text: str, origin: Json) -> int:
        """Forwards a text."""
        return await self.says(text, forward_origin=origin)

    async def sends(self, **content: Any) -> int:  # noqa: ANN401 - fields of a message
        """Sends a message of any content; its id."""
        number = self.api.new_id()
        message = {"message_id": number, "date": _unix_now(), "chat": self._chat(), **content}
        message.setdefault("from", self._self())
        await self.api.receive("message", message)
        return number

    async def sends_file(self, name: str, data: bytes, **more: Any) -> int:  # noqa: ANN401
        """Sends a document; its size is told unless ``more`` says otherwise."""
        reference = f"file-{self.api.new_id()}"
        self.api.assets[reference] = {"data": data}
        document = {
            "file_id": reference,
            "file_unique_id": f"{reference}-unique",
            "file_name": name,
            "file_size": len(data),
        }
        return await self.sends(document={**document, **more})

    async def presses(self, sent: Sent, label: str) -> str:
        """Presses the button of this label; the callback query's id."""
        message = self.api.message(sent.chat, sent.id)
        return await self.sends_callback(message, sent.buttons[label])

    async def sends_callback(self, message: Json | None, data: str) -> str:
        """Sends callback data, which programs can make up; the callback query's id."""
        query: Json = {
            "id": str(next(_QUERIES)),
            "from": self._self(),
            "chat_instance": "1",
            "data": data,
        }
        if message is not None:
            query["message"] = message
        await self.api.receive("callback_query", query)
        return str(query["id"])

    async def types(self, text: str) -> str:
        """Types into an inline query, in whichever chat; the query's id."""
        query = {"id": str(next(_QUERIES)), "from": self._self(), "query": text, "offset": ""}
        await self.api.receive("inline_query", query)
        return str(query["id"])

    async def is_offered(self, query: str) -> Json:
        """What is offered for an inline query."""
        await self.api.until(lambda: query in self.api.offers)
        return self.api.offers[query]

    async def hears(self, count: int = 1) -> list[Sent]:
        """The next messages from the bot, once there are so many."""
        start = self._read
        await self.api.until(lambda: len(self.heard) >= start + count)
        self._read = start + count
        return self.heard[start : self._read]

    async def hears_one(self) -> Sent:
        """The next message from the bot."""
        return (await self.hears())[0]

    async def asks(self, text: str) -> Sent:
        """Sends a text, and waits for what the bot says to it."""
        await self.says(text)
        return await self.hears_one()

    async def sees(self, query: str) -> str:
        """The line that is shown after the press of a button; empty where there is none."""
        await self.api.until(lambda: query in self.api.toasts)
        return self.api.toasts[query]

    def _self(self) -> Json:
        person: Json = {"id": self.id, "is_bot": False, "first_name": "Ada"}
        return person if self.language is None else {**person, "language_code": self.language}

    def _chat(self) -> Json:
        if self.group is None:
            return {"id": self.id, "type": "private", "first_name": "Ada"}
        return {"id": self.group, "type": "supergroup", "title": "Readers"}


def from_channel(username: str | None = "lagoon_gazette", *, number: int = 77) -> Json:
    """A post of a channel, 19 June 2024."""
    chat = CHANNEL if username is None else {**CHANNEL, "username": username}
    return {"type": "channel", "date": 1718791200, "chat": chat, "message_id": number}


def _entities(text: str) -> list[Json]:
    """What Telegram finds in a text; it counts in UTF-16 units."""
    return [
        {
            "type": kind,
            "offset": len(text[: match.start()].encode("utf-16-le")) // 2,
            "length": len(match[0].encode("utf-16-le")) // 2,
        }
        for kind, pattern in _ENTITIES.items()
        for match in re.finditer(pattern, text)
    ]


def mention(text: str) -> str:
    """A text that is said to the bot in a group."""
    return f"@{USERNAME} {text}"
