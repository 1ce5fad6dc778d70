"""A Bot API server on loopback: lo-bot-api-emulator, and what it lacks.

Added are a username, newer parameters, a memory for messages, refusals on demand, and those of the
real server that matter here: an unknown token, text that cannot be parsed or is too long once it
is, a reply to a message that is not there, an edit that changes nothing, a callback query that is
answered twice, a file above 20 MB; an answer to an inline query that is over, or whose messages
cannot be parsed.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from lo_bot_api_emulator import (  # type: ignore[import-untyped]
    ApiRefusal,
    LoBotApiEmulator,
)

from tests.e2e.entities import BadEntities, parsed

Json = dict[str, Any]

TOKEN: Final = "7:AAF-made-up-for-the-emulator-0123456789"  # noqa: S105 - opens nothing
USERNAME: Final = "hearsay_test_bot"
BOT: Final[Json] = {"id": 7, "is_bot": True, "first_name": "Hearsay", "username": USERNAME}
FILE_LIMIT: Final = 20 * 1024 * 1024
_NEWER: Final = ("link_preview_options", "message_thread_id")
_PATIENCE: Final = 5.0  # seconds, for what takes some milliseconds


@dataclass(slots=True)
class Sent:
    """A message that the bot sent, as it looks now.

    Attributes:
        html: as it was sent.
        text: as a person sees it.
        marked: each tag with the stretch that it marks.
        answers: the id of the message that it replies to.
        edits: how often it was changed.
    """

    chat: int
    id: int
    html: str
    text: str
    marked: list[tuple[str, str]]
    markup: Json
    answers: int | None
    fields: Json
    edits: int = 0

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data by label."""
        rows = self.markup.get("inline_keyboard", [])
        return {button["text"]: button["callback_data"] for row in rows for button in row}


class BotApi(LoBotApiEmulator):  # type: ignore[misc]
    """The server."""

    def __init__(self) -> None:
        super().__init__()
        self.next_id: int = 1
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        self.toasts: dict[str, str] = {}  # by callback query
        self.offers: dict[str, Json] = {}  # answers to inline queries
        self.revoked = False
        self.address = ""
        self._faults: list[tuple[str, ApiRefusal]] = []
        self._chats: dict[int, Json] = {}
        self._messages: dict[tuple[int, int], Json] = {}
        self._queries: set[str] = set()
        self._changed = asyncio.Condition()
        self._polling = asyncio.Lock()

    async def receive(self, kind: str, content: Json) -> None:
        """Puts an update into the bot's queue, and remembers what is in it."""
        if kind == "message":
            chat = content["chat"]
            self._chats[chat["id"]] = chat
            self._messages[chat["id"], content["message_id"]] = content
        elif kind in ("callback_query", "inline_query"):
            self._queries.add(content["id"])
        await self.enqueue_update({kind: content}, token=TOKEN)

    def new_id(self) -> int:
        """The id of the next message, a person's or the bot's."""
        self.next_id += 1
        return self.next_id - 1

    def message(self, chat: int, number: int) -> Json:
        """A message as Telegram would hand it out again."""
        return self._messages[chat, number]

    def forget(self, chat: int, number: int) -> None:
        """A person deletes a message."""
        del self._messages[chat, number]

    def refuse(self, method: str, code: int, description: str, **parameters: int) -> None:
        """Refuses the next call of a method."""
        self._faults.append((method, ApiRefusal(description, code, parameters or None)))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Waits until it holds; it is looked at after each call.

        Raises:
            TimeoutError: that took too long.
        """
        async with asyncio.timeout(_PATIENCE), self._changed:
            await self._changed.wait_for(condition)

    async def read_request(self, request: web.Request) -> tuple[Json, Json]:
        """Refuses other tokens than the bot's."""
        if self.revoked or request.match_info["token"] != TOKEN:
            raise ApiRefusal("Unauthorized", 401)
        fields, uploads = await super().read_request(request)
        return fields, uploads

    async def handle(self, request: web.Request) -> web.Response:
        """Handles a call, and tells those that wait."""
        if request.match_info["method"] == "getUpdates":
            # The package notices within 0.1 s that a poll was left, and says "Conflict" until then.
            inbox = self._update_queues._state(TOKEN).condition
            async with inbox:
                inbox.notify_all()
            async with self._polling:
                return await self._handled(request)
        response = await self._handled(request)
        async with self._changed:
            self._changed.notify_all()
        return response

    async def _handled(self, request: web.Request) -> web.Response:
        response: web.Response = await super().handle(request)
        return response

    def validate(self, method: str, fields: Json, uploads: Json) -> object:
        """What the call returns, or the refusal that it meets with."""
        if method != "getUpdates":
            self.calls.append((method, dict(fields)))
        for number, (refused, refusal) in enumerate(self._faults):
            if refused == method:
                del self._faults[number]
                raise refusal
        handlers: dict[str, Callable[[Json, Json], object]] = {
            "getFile": self._file,
            "answerCallbackQuery": self._answered,
            "answerInlineQuery": self._offered,
            "sendMessage": self._sent,
            "editMessageText": self._edited,
        }
        handler = handlers.get(method)
        if handler is not None:
            return handler(fields, uploads)
        result = super().validate(method, _without(fields, *_NEWER), uploads)
        return {**result, **BOT} if method == "getMe" else result

    def _file(self, fields: Json, uploads: Json) -> object:
        asset = self.assets.get(fields.get("file_id"))
        if asset is not None and len(asset["data"]) > FILE_LIMIT:
            raise ApiRefusal("Bad Request: file is too big")
        return super().validate("getFile", fields, uploads)

    def _answered(self, fields: Json, uploads: Json) -> object:
        result = super().validate("answerCallbackQuery", fields, uploads)
        query = fields["callback_query_id"]
        if query not in self._queries:
            raise ApiRefusal(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self._queries.remove(query)
        self.toasts[query] = fields.get("text", "")
        return result

    def _offered(self, fields: Json, uploads: Json) -> object:
        super().validate("answerInlineQuery", _without(fields, "button"), uploads)
        query = fields["inline_query_id"]
        if query not in self._queries:
            raise ApiRefusal(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        results = json.loads(fields["results"])
        for result in results:
            content = result["input_message_content"]
            content["shown"], content["marked"] = _parsed(
                {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
            )
        button = json.loads(fields.get("button", "{}"))
        parameter = button.get("start_parameter", "none")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter):
            raise ApiRefusal("Bad Request: BUTTON_START_PARAMETER_INVALID")
        self._queries.remove(query)
        self.offers[query] = {**fields, "results": results, "button": button}
        return True

    def _sent(self, fields: Json, uploads: Json) -> object:
        text, marked = _parsed(fields)
        result = super().validate(
            "sendMessage", {**_without(fields, *_NEWER), "text": text}, uploads
        )
        chat = int(fields["chat_id"])
        answers = self._answers(chat, fields)
        result |= {"from": BOT, "chat": self._chats.get(chat, result["chat"])}
        if answers is not None:
            result["reply_to_message"] = self._messages[chat, answers]
        self._messages[chat, result["message_id"]] = result
        markup = result.get("reply_markup", {})
        self.sent.append(
            Sent(chat, result["message_id"], fields["text"], text, marked, markup, answers, fields)
        )
        return result

    def _edited(self, fields: Json, uploads: Json) -> object:
        text, marked = _parsed(fields)
        content = {**_without(fields, *_NEWER), "text": text}
        result = super().validate("editMessageText", content, uploads)
        place = int(fields["chat_id"]), int(fields["message_id"])
        sent = next((sent for sent in self.sent if (sent.chat, sent.id) == place), None)
        if sent is None or place not in self._messages:
            raise ApiRefusal("Bad Request: message to edit not found")
        markup = result.get("reply_markup", {})
        if (sent.text, sent.marked, sent.markup) == (text, marked, markup):
            raise ApiRefusal(
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message"
            )
        sent.html, sent.text, sent.marked, sent.markup = fields["text"], text, marked, markup
        sent.edits += 1
        edited = {**self._messages[place], "text": text, "reply_markup": markup}
        self._messages[place] = edited if markup else _without(edited, "reply_markup")
        return self._messages[place]

    def _answers(self, chat: int, fields: Json) -> int | None:
        """The message replied to, if it is still there."""
        reply = json.loads(fields.get("reply_parameters", "{}"))
        number: int | None = reply.get("message_id")
        if number is None or (chat, number) in self._messages:
            return number
        if not reply.get("allow_sending_without_reply"):
            raise ApiRefusal("Bad Request: message to be replied not found")
        return None


@asynccontextmanager
async def running(api: BotApi) -> AsyncIterator[None]:
    """Serves on a free port of the loopback address."""
    runner = web.AppRunner(api.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    api.address = f"http://{host}:{port}"
    try:
        yield
    finally:
        await runner.cleanup()


def _without(fields: Mapping[str, Any], *names: str) -> Json:
    return {name: value for name, value in fields.items() if name not in names}


def _parsed(fields: Json) -> tuple[str, list[tuple[str, str]]]:
    text = fields.get("text", "")
    if fields.get("parse_mode") != "HTML":
        return text, []
    try:
        return parsed(text)
    except BadEntities as error:
        raise ApiRefusal(f"Bad Request: can't parse entities: {error}") from error
