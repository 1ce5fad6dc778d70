"""Receipts, errors, help and figures as a person reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.catalogue import Catalogue, catalogue_for
from bot.rendering.blocks import Paragraph, Reply
from bot.rendering.replies import (
    error_reply,
    help_reply,
    rebuilt_reply,
    receipt_reply,
    start_reply,
    stats_reply,
)
from retrieval.errors import BadRecord, Misconfigured, NotFound, StoreFull, TooShort
from retrieval.ingest import Receipt
from retrieval.model import Attribution, Reading, Via
from retrieval.projection import Rebuilt
from retrieval.seams import Counts
from tests.fakes.findings import TEXT, article, attribution, span_of

EN = catalogue_for("en")
FR = catalogue_for("fr")


def lines(reply: Reply) -> list[str]:
    return [
        "".join(run.text for run in block.runs)
        for block in reply.blocks
        if isinstance(block, Paragraph)
    ]


def receipt(
    *attributions: Attribution, known: bool = False, credited: bool = False, bare: bool = False
) -> Receipt:
    """A receipt; ``bare`` where neither publisher nor date is known."""
    credit = Via("Radio Delta", span_of("Radio Delta"))
    reading = Reading(attributions, (credit,) if credited else ())
    added = article(publisher=None, published=None) if bare else article()
    return Receipt(added, known, 12, reading)


def test_an_added_article_is_acknowledged_with_what_was_understood() -> None:
    """Publisher, language, date, credit, and who is quoted via whom."""
    unnamed, mayor = attribution(), attribution(claimant="Jeanne Roux", via=())
    assert lines(receipt_reply(receipt(unnamed, mayor, unnamed, credited=True), EN)) == [
        "Added: Gazette du Cap, French, 19 June 2024, credited to Radio Delta as a whole.",
        f"12 passages, 3 attributions: Radio Delta ← Le Phare ← {unnamed.claimant}; Jeanne Roux.",
    ]


def test_an_article_that_is_there_already_is_said_to_be() -> None:
    """The same article twice is no second article."""
    assert lines(receipt_reply(receipt(known=True), EN)) == [
        "I have it already: Gazette du Cap, French, 19 June 2024.",
        "12 passages, no attributions.",
    ]


@pytest.mark.parametrize(
    ("catalogue", "text", "published", "expected"),
    [
        (EN, TEXT, date(2024, 6, 19), "The same text as: Le Phare, 19 June 2024"),
        (EN, f" {TEXT}\n\n", None, "The same text as: Le Phare"),
        (EN, f"{TEXT} (AFP)", None, "Nearly the same text as: Le Phare"),
        (FR, TEXT, date(2024, 6, 19), "Même texte que\u00a0: Le Phare, 19 juin 2024"),
        (FR, f"{TEXT} (AFP)", None, "Presque le même texte que\u00a0: Le Phare"),
    ],
)
def test_a_republication_names_its_twin(
    catalogue: Catalogue, text: str, published: date | None, expected: str
) -> None:
    """Who adds another paper's print of a text is told that both count as one origin."""
    twin = article(article_id=7, text=text, publisher="Le Phare", published=published)
    shown = lines(receipt_reply(replace(receipt(), twin=twin), catalogue))
    one = {EN: "counts as one origin", FR: "compte pour une seule origine"}[catalogue]
    assert shown[2:] == [f"{expected} ({one})."]


def test_what_was_given_and_not_taken_over_is_said() -> None:
    """Another date or title than the stored one is named, with the one that stays."""
    told = replace(receipt(known=True), other_date=date(2024, 6, 20), other_title="Engines")
    assert lines(receipt_reply(told, EN))[2:] == [
        "You gave the date 20 June 2024; it stays 19 June 2024, as I had it.",
        "You gave the title “Engines”; it stays “Moteurs pour le Nord”, as I had it.",
    ]
    assert lines(receipt_reply(told, FR))[2:] == [
        "Vous donnez la date du 20 juin 2024\u00a0; je garde celle que j'avais, le 19 juin 2024.",
        (
            "Vous donnez le titre «\u00a0Engines\u00a0»\u00a0; je garde celui que j'avais, "
            "«\u00a0Moteurs pour le Nord\u00a0»."
        ),
    ]


def test_a_long_list_of_speakers_is_cut_and_counted() -> None:
    """Six speakers are named, the others counted."""
    nine = [attribution(claimant=f"Speaker {number}", via=()) for number in range(9)]
    (_, contents) = lines(receipt_reply(receipt(*nine), EN))
    assert contents.endswith("Speaker 5; and 3 more.")
    assert "Speaker 6" not in contents


def test_an_unknown_publisher_can_be_told() -> None:
    """Who handed in a text without a publisher learns how to name one."""
    shown = lines(receipt_reply(receipt(bare=True), EN))
    assert shown[0] == "Added: unknown publisher, French."
    assert "“Publisher: …”" in shown[-1]
    french = lines(receipt_reply(receipt(bare=True), FR))
    assert french[0] == "Ajouté\u00a0: éditeur inconnu, français."
    assert "Éditeur" in french[-1]


def test_an_error_is_said_in_the_language_of_the_reader() -> None:
    """A refusal gives its figures and what to do next, in French too."""
    error = TooShort("This has 5 words; at least 12.", "Send more.", words=5, fewest=12)
    assert lines(error_reply(error, EN))[0].startswith("This has 5 words; an article has at least")
    assert lines(error_reply(error, FR))[0].startswith("Cela fait 5 mots")
    one = TooShort("This has 1 word; at least 12.", "Send more.", words=1, fewest=12)
    assert lines(error_reply(one, EN))[0].startswith("This has 1 word; an article")
    assert lines(error_reply(one, FR))[0].startswith("Cela fait 1 mot\u00a0;")
    assert lines(error_reply(StoreFull("full"), FR))[0].startswith("Il n'y a plus de place")
    assert lines(error_reply(NotFound("gone"), EN))[0].startswith("That is not in the store")


@pytest.mark.parametrize("catalogue", [EN, FR])
def test_an_error_without_the_figures_speaks_for_itself(catalogue: Catalogue) -> None:
    """A refusal that the catalogue cannot fill in is shown as it was raised."""
    error = BadRecord("Line 3 is no JSON.", "Put one object on a line.")
    assert lines(error_reply(error, catalogue)) == ["Line 3 is no JSON. Put one object on a line."]


def test_an_error_of_settings_names_the_variable() -> None:
    """A wrong setting is named with what it takes."""
    error = Misconfigured("…", "…", variable="ADMIN_IDS", takes="numbers")
    assert "ADMIN_IDS" in lines(error_reply(error, FR))[0]


@pytest.mark.parametrize("catalogue", [EN, FR])
def test_help_names_the_commands(catalogue: Catalogue) -> None:
    """The help names every command of the bot, in either language."""
    shown = "\n".join([*lines(start_reply(catalogue)), *lines(help_reply(catalogue))])
    for command in ("/help", "/ask", "/stats", "/rebuild"):
        assert command in shown


def test_figures() -> None:
    """Counts with the languages and publishers by name."""
    counts = Counts(
        articles=1,
        passages=1_200,
        attributions=2,
        languages=(("fr", 1), ("und", 3)),
        publishers=(("Gazette du Cap", 1),),
    )
    assert lines(stats_reply(counts, EN)) == [
        "1 article, 1,200 passages, 2 attributions.",
        "Languages: French 1, language unknown 3.",
        "Publishers: Gazette du Cap 1.",
    ]


def test_an_empty_store_has_no_empty_lists() -> None:
    """Nothing stored: one line of noughts."""
    counts = Counts(articles=0, passages=0, attributions=0)
    assert lines(stats_reply(counts, EN)) == ["0 articles, 0 passages, 0 attributions."]


def test_a_rebuilt_index_is_reported() -> None:
    """How many passages, and how long it took."""
    assert lines(rebuilt_reply(Rebuilt(1_000, 0.2345), EN)) == [
        "The index was built anew: 1,000 passages in 0.2 s."
    ]
