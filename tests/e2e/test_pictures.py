"""The button "chain picture", from press to photo."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from PIL import Image

from bot.settings import Settings
from retrieval.assistant import Assistant
from tests.e2e.bot_api import BotApi, Json, running
from tests.e2e.conftest import served
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import FRENCH_QUESTION, HARBOUR, QUESTION
from tests.fakes.assistant import SlowAssistant

CLAIMED = "Lagoon Gazette ← Sky News ← The mayor of Varelle"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that the bot sent."""

    chat: int
    image: Image.Image
    caption: str
    answers: int | None


class PhotoApi(BotApi):
    """The server, which also keeps the photos."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: list[Photo] = []

    def validate(self, method: str, fields: Json, uploads: Json) -> object:
        result = super().validate(method, fields, uploads)
        if method == "sendPhoto":
            chat = int(fields["chat_id"])
            image = Image.open(io.BytesIO(uploads["photo"]["data"]))
            answers = self._answers(chat, fields)
            self.photos.append(Photo(chat, image, fields["caption"], answers))
        return result


@pytest.fixture
async def api() -> AsyncIterator[PhotoApi]:
    server = PhotoApi()
    async with running(server):
        yield server


async def photo(api: PhotoApi, count: int = 1) -> Photo:
    """The photo of this number, once it is there."""
    await api.until(lambda: len(api.photos) >= count)
    return api.photos[count - 1]


@pytest.mark.usefixtures("bot")
async def test_an_answers_chains_come_as_a_photo(api: PhotoApi, ada: Person) -> None:
    """The picture answers the question; its caption says who, through whom."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    number = await ada.says(QUESTION)
    answer = await ada.hears_one()
    assert not await ada.sees(await ada.presses(answer, "chain picture"))
    sent = await photo(api)
    assert (sent.chat, sent.answers) == (ada.chat, number)
    assert sent.image.format == "PNG"
    assert sent.image.size >= (1_080, 400)
    assert CLAIMED in sent.caption.splitlines()
    assert len(sent.caption) <= 1_024


@pytest.mark.usefixtures("bot")
async def test_a_single_chain_comes_as_a_photo(api: PhotoApi, ada: Person) -> None:
    """Under a chain, the button draws that chain alone."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    await ada.presses(answer, "chain")
    chain = await ada.hears_one()
    await ada.presses(chain, "chain picture")
    assert (await photo(api)).caption == CLAIMED


@pytest.mark.usefixtures("bot")
async def test_the_button_speaks_the_questions_language(api: PhotoApi, ada: Person) -> None:
    """Who asks in French has a French button; it does the same."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(FRENCH_QUESTION)
    await ada.presses(answer, "image de la chaîne")
    assert (await photo(api)).caption.startswith("Lagoon Gazette ← ")


@pytest.mark.usefixtures("bot")
async def test_a_picture_after_the_question_was_deleted(api: PhotoApi, ada: Person) -> None:
    """Without the question nothing is drawn: the person is asked to ask again."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    del api.message(answer.chat, answer.id)["reply_to_message"]
    assert "ask again" in await ada.sees(await ada.presses(answer, "chain picture"))
    assert not api.photos


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("data", "told"), [("picture:4711", "not in the store"), ("picture:x", "do not know")]
)
async def test_a_picture_of_what_is_not_there(
    api: PhotoApi, ada: Person, data: str, told: str
) -> None:
    """A chain that is gone, or made up, is said to be so."""
    start = await ada.asks("/start")
    query = await ada.sends_callback(api.message(start.chat, start.id), data)
    assert told in await ada.sees(query)
    assert not api.photos


# The library warns of an attribute that it reads itself.
@pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
@pytest.mark.usefixtures("bot")
async def test_a_picture_that_telegram_wants_later_comes_later(api: PhotoApi, ada: Person) -> None:
    """A 429 delays the photo, and loses nothing."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    api.refuse("sendPhoto", 429, "Too Many Requests: retry after 1", retry_after=1)
    await ada.presses(answer, "chain picture")
    assert CLAIMED in (await photo(api)).caption


async def test_a_photo_that_telegram_refuses_is_noted(
    api: PhotoApi,
    ada: Person,
    settings: Settings,
    assistant: Assistant,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The bot goes on: the next question is answered."""
    async with served(settings, assistant):
        await ada.forwards(HARBOUR, from_channel())
        await ada.hears_one()
        answer = await ada.asks(QUESTION)
        api.refuse("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
        await ada.presses(answer, "chain picture")
        await api.until(lambda: any("sendPhoto" in call for call, _ in api.calls))
        assert (await ada.asks(QUESTION)).buttons
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage().partition(": ")[2] for record in errors] == [
        "Telegram refused a request"
    ]


async def test_messages_are_answered_while_a_picture_is_made(
    api: PhotoApi, ada: Person, settings: Settings, assistant: Assistant
) -> None:
    """Drawing holds nobody up: /start is answered before the photo is there."""
    slow = SlowAssistant.taking(0.5, assistant)
    async with served(settings, slow):
        await ada.forwards(HARBOUR, from_channel())
        await ada.hears_one()
        answer = await ada.asks(QUESTION)
        await ada.presses(answer, "chain picture")
        assert "forward a post" in (await ada.asks("/start")).text
        assert not api.photos
        await photo(api)
