"""Articles sent, questions asked, buttons pressed."""

from __future__ import annotations

import pytest

from tests.e2e.bot_api import BotApi
from tests.e2e.people import Person, from_channel
from tests.e2e.texts import AMPERSANDS, HARBOUR, MARKUP, QUESTION

pytestmark = pytest.mark.usefixtures("bot")


async def test_start_and_help(ada: Person) -> None:
    """Whoever presses Start is told what to send and what to ask."""
    start = await ada.asks("/start")
    assert "forward a post" in start.text
    assert "who claimed" in start.text
    assert "/ask" in (await ada.asks("/help")).text


async def test_a_command_that_there_is_not(ada: Person) -> None:
    """A mistyped command is answered with those that there are."""
    assert "/ask" in (await ada.asks("/hlep")).text


async def test_a_forwarded_post_is_added_and_then_answers(ada: Person) -> None:
    """The acknowledgement names publisher, date and language; the answer quotes the post."""
    await ada.forwards(HARBOUR, from_channel())
    receipt = await ada.hears_one()
    assert receipt.text.startswith("Added: Lagoon Gazette, English, 19 June 2024")

    number = await ada.says(QUESTION)
    answer = await ada.hears_one()
    assert answer.answers == number
    assert "The mayor of Varelle" in answer.text.split("\n")[0]
    quotes = [text for tag, text in answer.marked if tag.startswith("blockquote")]
    assert "told Sky News that the harbour would be dredged before winter." in quotes[0]
    assert "Lagoon Gazette (English), 19 June 2024, 1st paragraph" in answer.text
    assert ('a href="https://t.me/lagoon_gazette/77"', "open") in answer.marked
    assert '"is_disabled": true' in answer.fields["link_preview_options"]


async def test_a_second_forward_is_recognised(ada: Person) -> None:
    """The same post again is not added twice."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.forwards(HARBOUR, from_channel())
    _, second = await ada.hears(2)
    assert second.text.startswith("I have it already: Lagoon Gazette")


async def test_a_pasted_article_is_added(ada: Person) -> None:
    """A long text without a question is an article; its first lines may say who published it."""
    receipt = await ada.asks(f"Publisher: Varelle Times\nDate: 2024-06-20\n\n{HARBOUR}")
    assert receipt.text.startswith("Added: Varelle Times, English, 20 June 2024")


async def test_a_caption_counts_as_text(ada: Person) -> None:
    """A forwarded picture with the article under it is an article."""
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    await ada.sends(photo=photo, caption=HARBOUR, forward_origin=from_channel())
    assert (await ada.hears_one()).text.startswith("Added: Lagoon Gazette")


async def test_buttons_show_the_chain_and_the_passage(ada: Person) -> None:
    """Chain: hop by hop, with the article's words. Passage: the paragraph, the claim in bold."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    number = await ada.says(QUESTION)
    answer = await ada.hears_one()

    assert not await ada.sees(await ada.presses(answer, "chain"))
    chain = await ada.hears_one()
    assert "Lagoon Gazette: its article is in the store." in chain.text
    assert "Sky News: reported only" in chain.text

    assert not await ada.sees(await ada.presses(answer, "passage"))
    passage = await ada.hears_one()
    assert ("b", "the harbour would be dredged before winter") in passage.marked
    assert chain.answers == passage.answers == number


async def test_more_shows_the_next_findings(ada: Person) -> None:
    """More: the findings after those shown, and no button for more once there are none."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    label = next(label for label in answer.buttons if label.endswith("more"))

    await ada.presses(answer, label)
    page = await ada.hears_one()
    assert page.text.startswith("Findings 4 to 5 of 5.")
    assert not any(data.startswith("more:") for data in page.buttons.values())


async def test_more_after_the_question_was_deleted(api: BotApi, ada: Person) -> None:
    """Without the question nothing is guessed: the person is asked to ask again."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    del api.message(answer.chat, answer.id)["reply_to_message"]
    label = next(label for label in answer.buttons if label.endswith("more"))
    assert "ask again" in await ada.sees(await ada.presses(answer, label))


@pytest.mark.parametrize(
    "data",
    [
        *("", "passage", "passage:", "passage:x", "passage:-1", "passage:01", "passage:٣"),
        *("more:9999999999999999999", "chain:1;drop", "chain:1\n", "rebuild:1", "\u0000"),
    ],
)
async def test_made_up_callback_data(api: BotApi, ada: Person, data: str) -> None:
    """Whatever a program sends for a button gets a polite line, and nothing happens."""
    start = await ada.asks("/start")
    assert "do not know this button" in await ada.sees(
        await ada.sends_callback(api.message(start.chat, start.id), data)
    )
    assert len(ada.heard) == 1


@pytest.mark.parametrize("data", ["passage:4711", "chain:4711", f"passage:{2**63 - 1}"])
async def test_a_button_for_what_is_gone(api: BotApi, ada: Person, data: str) -> None:
    """A passage that is not there any more is said to be so."""
    start = await ada.asks("/start")
    assert "not in the store" in await ada.sees(
        await ada.sends_callback(api.message(start.chat, start.id), data)
    )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who claimed <b>that</b>?", "no evidence"),
        ("who denied &amp; why?", "no evidence"),
        ("what of </blockquote><a href=x>?", "no evidence"),
        ("?!", "Ask a question"),
    ],
)
async def test_html_in_a_question(ada: Person, question: str, told: str) -> None:
    """Tags and references in a question do no harm."""
    assert told in (await ada.asks(question)).text


async def test_html_in_an_article_is_shown_as_it_is(ada: Person) -> None:
    """An article about tags is quoted with its tags, letter for letter."""
    await ada.forwards(MARKUP, from_channel())
    await ada.hears_one()
    answer = await ada.asks("Who said that every tag is shown?")
    assert "<b>every</b> tag & every </blockquote> is &amp;shown." in answer.text


async def test_a_long_answer_comes_in_several_messages(ada: Person) -> None:
    """No message is longer than Telegram takes; the buttons are under the last one."""
    await ada.forwards(AMPERSANDS, from_channel())
    await ada.hears_one()
    await ada.says("Who said that signs would be counted by hand?")
    *parts, last = await ada.hears(3)
    assert not any(part.buttons for part in parts)
    assert last.buttons
    text = "\n".join(part.text for part in (*parts, last))
    assert text.count("counted") == 3
    assert text.count("& ") > 1_000


async def test_no_evidence(ada: Person) -> None:
    """An empty store has no answer, and says so."""
    assert "no evidence" in (await ada.asks(QUESTION)).text


async def test_a_fragment_forwarded_is_refused_with_the_reason(ada: Person) -> None:
    """Five words are no article."""
    await ada.forwards("Harbour closed again this morning", from_channel())
    assert "5 words" in (await ada.hears_one()).text


async def test_the_words_are_in_the_askers_language(ada: Person, api: BotApi) -> None:
    """Answers are in the question's language, all else in that of the person's Telegram."""
    louise = Person(api, id=777, language="fr-CA")
    assert "Transférez" in (await louise.asks("https://example.org/a")).text
    assert "aucun" in (await ada.asks("Qui a dit que le port de Varelle serait dragué ?")).text


async def test_a_link_alone(ada: Person) -> None:
    """A bare link is not taken for a question."""
    assert "cannot open links" in (await ada.asks("https://example.org/harbour")).text


async def test_a_button_under_a_message_that_telegram_no_longer_hands_out(ada: Person) -> None:
    """After two days a passage can still be opened; further findings need the question again."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    answer = await ada.asks(QUESTION)
    old = {"chat": {"id": ada.chat, "type": "private"}, "message_id": answer.id, "date": 0}
    assert "ask again" in await ada.sees(await ada.sends_callback(old, "more:3"))
    assert not await ada.sees(await ada.sends_callback(old, answer.buttons["passage"]))
    assert "The mayor of Varelle" in (await ada.hears_one()).text


async def test_a_button_without_a_message(ada: Person) -> None:
    """Where there is no chat to answer in, the person is told."""
    assert "do not know" in await ada.sees(await ada.sends_callback(None, "passage:1"))
