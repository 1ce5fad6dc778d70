"""One claim in several papers, and questions that are answered with yes or no."""

from __future__ import annotations

import pytest

from tests.e2e.people import Person, from_channel
from tests.e2e.texts import HARBOUR, QUESTION

pytestmark = pytest.mark.usefixtures("bot")

REPRINT = HARBOUR.replace("Dredging in Varelle", "Before winter, says the town")


@pytest.fixture(autouse=True)
async def papers(bot: None, ada: Person) -> None:  # noqa: ARG001 - it must serve by then
    """The same text in two papers."""
    await ada.forwards(HARBOUR, from_channel())
    await ada.hears_one()
    await ada.asks(f"Publisher: Varelle Times\nDate: 2024-06-20\n\n{REPRINT}")


async def test_a_claim_in_two_papers_is_shown_once_and_both_can_be_opened(ada: Person) -> None:
    """One quotation, "also in" the other paper, and that paper's passage behind a button."""
    answer = await ada.asks(QUESTION)
    assert answer.text.count("told Sky News that the harbour would be dredged") == 1
    assert "Also in" in answer.text
    (label,) = [label for label in answer.buttons if label.startswith("passage in")]
    assert not await ada.sees(await ada.presses(answer, label))
    passage = await ada.hears_one()
    assert ("b", "the harbour would be dredged before winter") in passage.marked
    other = label.removeprefix("passage in ")
    assert other in {"Varelle Times", "Lagoon Gazette"}
    assert f"{other} (English)" in passage.text


async def test_more_goes_on_after_the_claims_shown(ada: Person) -> None:
    """All claims are shown once over the pages."""
    answer = await ada.asks(QUESTION)
    label = next(label for label in answer.buttons if label.endswith("more"))
    await ada.presses(answer, label)
    page = await ada.hears_one()
    assert page.text.startswith("Findings 4 to ")
    assert "told Sky News" not in page.text


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Did the mayor of Varelle say that the harbour would be dredged?", "Yes, as I read it."),
        (
            "Did Olaf Brandt say that the harbour would be dredged before winter?",
            "No, not that I can find; but The mayor of Varelle did.",
        ),
    ],
)
async def test_did_somebody_say_so(ada: Person, question: str, line: str) -> None:
    """Yes, or no and who did; then the claimant, the chain and the words."""
    answer = await ada.asks(question)
    assert answer.text.startswith(line)
    assert "The mayor of Varelle (affirm)." in answer.text
    offer = await ada.is_offered(await ada.types(question))
    assert offer["results"][0]["input_message_content"]["shown"].startswith(line)
