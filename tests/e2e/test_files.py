"""Files and everything that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.bot_api import FILE_LIMIT, BotApi
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import HARBOUR

pytestmark = pytest.mark.usefixtures("bot")

_PLAIN = {"file_id": "x", "file_unique_id": "x"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
async def test_a_text_file_is_added(ada: Person, encoding: str) -> None:
    """A .txt file in any Unicode encoding is an article."""
    await ada.sends_file("harbour.TXT", f"Publisher: Café Gazette\n\n{HARBOUR}".encode(encoding))
    assert (await ada.hears_one()).text.startswith("Added: Café Gazette, English")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bytes(range(256)) * 20, "save it as UTF-8 text"),
        ("Le maire a été entendu. ".encode("latin-1") * 9, "save it as UTF-8 text"),
        (b"", "There is no text in it."),
        (b" \n", "There is no text in it."),
    ],
)
async def test_a_file_that_is_no_text(ada: Person, data: bytes, told: str) -> None:
    """Noise, an old encoding or nothing at all is refused, with what to do."""
    await ada.sends_file("noise.txt", data)
    assert told in (await ada.hears_one()).text


async def test_a_file_of_another_kind(ada: Person) -> None:
    """A PDF is not opened; the answer says what can be sent."""
    await ada.sends_file("report.pdf", b"%PDF-1.7")
    assert ".txt" in (await ada.hears_one()).text


@pytest.mark.parametrize("told", [FILE_LIMIT + 1, None])
async def test_a_file_above_telegrams_limit(ada: Person, told: int | None) -> None:
    """20 MB are Telegram's limit, whether it is told beforehand or not."""
    await ada.sends_file("big.txt", bytes(FILE_LIMIT + 1), file_size=told)
    assert "up to 20 MB" in (await ada.hears_one()).text


async def test_a_file_that_cannot_be_fetched(api: BotApi, ada: Person) -> None:
    """When Telegram fails to hand it out, the person is asked to send it again."""
    api.refuse("getFile", 502, "Bad Gateway")
    await ada.sends_file("harbour.txt", HARBOUR.encode())
    assert "send it again" in (await ada.hears_one()).text


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {**_PLAIN, "type": "regular", "width": 1, "height": 1, "is_animated": False}},
        {"photo": [{**_PLAIN, "width": 1, "height": 1}]},
        {"photo": [{**_PLAIN, "width": 1, "height": 1}], "forward_origin": from_channel()},
        {"voice": {**_PLAIN, "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "Bo"}},
        {"dice": {"emoji": "🎲", "value": 6}},
    ],
)
async def test_what_has_no_text(ada: Person, content: dict[str, Any]) -> None:
    """A sticker, a picture, a voice: the answer says what can be sent."""
    if "sticker" in content:
        content["sticker"]["is_video"] = False
    await ada.sends(**content)
    assert "I read text" in (await ada.hears_one()).text


async def test_an_album_is_not_scolded(ada: Person) -> None:
    """Of an album, the picture with the caption counts; the others are passed over."""
    photo = [{**_PLAIN, "width": 1, "height": 1}]
    await ada.sends(photo=photo, media_group_id="1", caption=HARBOUR)
    await ada.sends(photo=photo, media_group_id="1")
    await ada.says("/help")
    receipt, _ = await ada.hears(2)
    assert receipt.text.startswith("Added:")
    assert len(ada.heard) == 2


@pytest.mark.parametrize("text", ["👍", "...", "\u200b"])
async def test_a_message_without_a_word(ada: Person, text: str) -> None:
    """Nothing to go by: the answer says what can be asked or sent."""
    assert "Ask a question" in (await ada.asks(text)).text
