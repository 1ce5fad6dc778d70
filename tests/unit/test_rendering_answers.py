"""Answers as a person reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply
from bot.rendering.blocks import Style
from retrieval.model import ClaimantKind, Span, Stance, StoredAttribution
from tests.fakes.findings import (
    CLAIM,
    SENTENCE,
    TEXT,
    answer,
    article,
    attribution,
    finding,
    with_hop,
)
from tests.unit.shown import chain, paragraphs, quotes, text_of

EN = catalogue_for("en")
FR = catalogue_for("fr")
UNNAMED = "des officiers qui n'ont pas voulu être nommés"


def test_claimant_and_distance_come_first() -> None:
    """The first line says whose word it is and that we have it at third hand."""
    assert paragraphs(answer_reply(answer(finding()), EN))[0] == (
        "Des officiers qui n'ont pas voulu être nommés (accuse). "
        "Not read at the source: 3 hops reported."
    )


def test_every_hop_says_whether_it_was_read() -> None:
    """Under each name of the chain stands how we know of it."""
    assert chain(answer_reply(answer(finding()), EN)) == [
        ("Gazette du Cap", "read"),
        ("Radio Delta", "reported"),
        ("Le Phare", "reported"),
        (UNNAMED, "unnamed"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Journal de la Marine", "“Le Phare” (Journal de la Marine)"),
        ("Le Phare", "Le Phare"),
        ("The Phare", "The Phare"),
        ("Le Phare de Valdora", "Le Phare de Valdora"),
    ],
)
def test_an_intermediary_is_named_by_the_article_s_words_too(name: str, shown: str) -> None:
    """A resolved name stands beside the words that were resolved, where those are others."""
    found = finding(said=attribution(via=("Le Phare",)))
    found = with_hop(found, 1, replace(found.chain.hops[1], name=name))
    assert chain(answer_reply(answer(found), EN))[1][0] == shown


def test_the_evidence_is_verbatim_with_the_claim_marked() -> None:
    """What stands in quotation marks is the article's text and nothing else."""
    (quote,) = quotes(answer_reply(answer(finding()), EN))
    assert text_of(quote.runs) == SENTENCE
    assert [run.text for run in quote.runs if run.style is Style.MARK] == [CLAIM]


def test_a_quotation_past_the_end_of_the_text_is_never_shown() -> None:
    """A damaged span ends in an error and not in half a quotation."""
    broken = replace(finding(), quote=Span(5, len(TEXT) + 1))
    with pytest.raises(ValueError, match="runs past"):
        answer_reply(answer(broken), EN)


@pytest.mark.parametrize(
    "marked",
    [
        (Span(0, 2),),
        (Span(0, 40), Span(30, 60)),
        (Span(30, 60), Span(35, 40)),
        (Span(len(TEXT) - 3, len(TEXT)),),
        (Span(0, len(TEXT)),),
    ],
)
def test_marks_never_change_the_quotation(marked: tuple[Span, ...]) -> None:
    """Marks that overlap or lie outside leave the quotation word for word."""
    (quote,) = quotes(answer_reply(answer(replace(finding(), highlights=marked)), EN))
    assert text_of(quote.runs) == SENTENCE


def test_the_line_below_says_where_it_stands() -> None:
    """Publisher, language, date, paragraph, and a link to the article."""
    (quote,) = quotes(answer_reply(answer(finding()), EN))
    assert text_of(quote.source) == "Gazette du Cap (French), 19 June 2024, 2nd paragraph · open"
    assert quote.source[-1].url == "https://gazette.example/moteurs?a=1&b=2"


def test_what_is_not_known_of_an_article_is_not_made_up() -> None:
    """Without publisher, date and link the line says so, or leaves them out."""
    bare = finding(of=article(publisher=None, published=None, url=None))
    reply = answer_reply(answer(bare), EN)
    assert text_of(quotes(reply)[0].source) == "unknown publisher (French), 2nd paragraph"
    assert chain(reply)[0] == ("unknown publisher", "read")


def test_a_claim_without_a_source_says_that_nobody_is_named() -> None:
    """A bare "it is said" ends in nobody, and the chain says that."""
    nobody = attribution(claimant=None, stance=Stance.AFFIRM)
    reply = answer_reply(answer(finding(said=nobody)), EN)
    assert paragraphs(reply)[0].startswith("The article does not say who (affirm).")
    assert chain(reply)[-1] == ("the article does not say who", "unknown")


def test_a_document_is_called_one() -> None:
    """A leaked report at the end of a chain is no person."""
    report = attribution(claimant="le rapport", kind=ClaimantKind.DOCUMENT, via=())
    assert chain(answer_reply(answer(finding(said=report)), EN))[-1] == ("le rapport", "document")


def test_the_article_s_own_voice_is_the_publisher_s() -> None:
    """Where nobody is cited the publisher answers for it, read at the source."""
    reply = answer_reply(answer(finding(own_voice=True)), EN)
    assert paragraphs(reply)[0] == "Gazette du Cap, in its own words. Read at the source."
    assert [action.data for action in reply.actions] == ["passage:11", "picture:0"]


def test_origins_are_counted_and_denials_looked_for() -> None:
    """Two articles, one origin; and that nobody among them denies it."""
    reply = answer_reply(answer(finding(), finding(number=2)), EN)
    expected = "2 articles, 1 origin. None of the passages found denies it."
    assert expected in paragraphs(reply)


def test_what_is_less_close_is_said_to_be_so_and_not_counted() -> None:
    """Weak findings are offered under a line of their own; totals leave them out."""
    far = [replace(finding(number=number), close=False) for number in (2, 3)]
    shown = paragraphs(answer_reply(answer(finding(), *far), EN))
    assert "1 article, 1 origin. None of the passages found denies it." in shown
    assert shown.count("Less close to the question:") == 1


def test_who_denies_it_is_named() -> None:
    """A denial among the findings is said beside the count."""
    denial = attribution(claimant="Le maire", kind=ClaimantKind.PERSON, stance=Stance.DENY)
    reply = answer_reply(answer(finding(), finding(number=2, said=denial)), EN)
    assert "2 articles, 1 origin. Denied by Le maire." in paragraphs(reply)


def test_who_asks_for_denials_is_not_told_of_them_twice() -> None:
    """The answer to "who denied …?" does not add who denied it."""
    asked = answer(finding(said=attribution(stance=Stance.DENY)))
    asked = replace(asked, query=replace(asked.query, stances=frozenset({Stance.DENY})))
    assert "1 article, 1 origin." in paragraphs(answer_reply(asked, EN))


def test_a_page_has_three_findings_and_a_button_for_the_rest() -> None:
    """Seven findings: one in full, two in short, then three, then one."""
    seven = answer(*(finding(number=number) for number in range(1, 8)))
    pages = [answer_reply(seven, EN, offset) for offset in (0, 3, 6, 9)]
    assert [len(quotes(page)) for page in pages] == [3, 3, 1, 0]
    assert [(a.label, a.data) for a in pages[0].actions] == [
        ("passage", "passage:11"),
        ("chain", "chain:21"),
        ("chain picture", "picture:0"),
        ("chain 2", "chain:22"),
        ("chain 3", "chain:23"),
        ("4 more", "more:3"),
    ]
    assert paragraphs(pages[1])[0] == "Findings 4 to 6 of 7."
    assert pages[1].actions[-1].data == "more:6"
    assert paragraphs(pages[2])[0] == "Findings 7 to 7 of 7."
    assert not [a for a in pages[2].actions if a.data.startswith("more")]
    assert paragraphs(pages[3]) == ["There are no more findings."]


def test_button_data_fits_in_a_button() -> None:
    """Telegram takes 64 bytes, also of the largest number a store can give."""
    large = StoredAttribution(2**63 - 1, 1, attribution())
    reply = answer_reply(answer(replace(finding(), attribution=large)), EN)
    assert max(len(action.data.encode()) for action in reply.actions) <= 64


def test_no_evidence_is_said_first_and_plainly() -> None:
    """Near passages are offered as no more than that, without a claimant."""
    reply = answer_reply(answer(nearest=(finding(), finding(number=2))), EN)
    assert paragraphs(reply) == [
        "I found no evidence for this in the stored articles.",
        "The nearest passages, offered as no more than that:",
    ]
    assert len(quotes(reply)) == 2
    assert [action.data for action in reply.actions] == ["passage:11", "passage:12"]


def test_no_evidence_and_nothing_near() -> None:
    """An empty store says what to do next."""
    reply = answer_reply(answer(), EN)
    assert paragraphs(reply)[-1].endswith("Send me an article about it, and ask again.")
    assert reply.actions == ()


def test_a_french_question_is_answered_in_french() -> None:
    """All of the assistant's own words are French, the quotation is as it was."""
    reply = answer_reply(answer(finding()), FR)
    assert paragraphs(reply)[0].endswith("Non lu à la source\u00a0: 3 maillons rapportés.")
    assert [note for _, note in chain(reply)] == ["lu", "rapporté", "rapporté", "anonyme"]
    assert text_of(quotes(reply)[0].source) == (
        "Gazette du Cap (français), 19 juin 2024, 2e paragraphe · ouvrir"
    )
