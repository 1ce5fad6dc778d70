"""Answers, passages and chains as a person reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply, highlight_of
from bot.rendering.blocks import Chain, Paragraph, Quote, Reply, Run, Style
from bot.rendering.passages import chain_reply, passage_reply
from retrieval.model import Access, ClaimantKind, Finding, Hop, Span, Stance, StoredAttribution
from retrieval.seams import Evidence
from tests.fakes.findings import CLAIM, SENTENCE, TEXT, answer, article, attribution, finding

EN = catalogue_for("en")
FR = catalogue_for("fr")
UNNAMED = "des officiers qui n'ont pas voulu être nommés"


def text_of(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def paragraphs(reply: Reply) -> list[str]:
    return [text_of(block.runs) for block in reply.blocks if isinstance(block, Paragraph)]


def quotes(reply: Reply) -> list[Quote]:
    return [block for block in reply.blocks if isinstance(block, Quote)]


def chain(reply: Reply) -> list[tuple[str, str]]:
    (shown,) = [block for block in reply.blocks if isinstance(block, Chain)]
    return [(hop.name, hop.note) for hop in shown.hops]


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
    found = _with_hop(found, 1, replace(found.chain.hops[1], name=name))
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
    assert [action.data for action in reply.actions] == ["passage:11"]


def test_origins_are_counted_and_denials_looked_for() -> None:
    """Two articles, one origin; and that nobody among them denies it."""
    reply = answer_reply(answer(finding(), finding(number=2)), EN)
    expected = "2 articles, 1 origin. None of the passages found denies it."
    assert expected in paragraphs(reply)


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


def test_the_whole_passage_is_shown_with_who_speaks_in_it() -> None:
    """The passage under its title, the claim marked, each speaker with the way to us."""
    found = finding()
    assert found.attribution is not None
    evidence = Evidence(found.passage, found.article, (found.attribution,), ())
    reply = passage_reply(evidence, found.highlights[0], EN)
    assert paragraphs(reply) == [
        "Moteurs pour le Nord",
        "Said in it: Radio Delta ← Le Phare ← des officiers qui n'ont pas voulu être nommés.",
    ]
    (quote,) = quotes(reply)
    assert text_of(quote.runs) == SENTENCE
    assert [run.text for run in quote.runs if run.style is Style.MARK] == [CLAIM]
    assert [action.data for action in reply.actions] == ["chain:21"]


def test_a_passage_of_the_last_answer_keeps_its_mark() -> None:
    """The stretch that was marked in the answer is marked in the passage as well."""
    given = answer(finding(), finding(number=2))
    assert highlight_of(given, 12) == given.findings[1].highlights[0]
    assert highlight_of(given, 99) is None


def test_a_chain_gives_the_words_that_each_hop_rests_on() -> None:
    """Every arrow is evidence: the article's own words for each hop, and the cue."""
    mayor = attribution(claimant="Jeanne Roux", kind=ClaimantKind.PERSON)
    assert paragraphs(chain_reply(finding(said=mayor), EN))[1:] == [
        "Gazette du Cap: its article is in the store.",
        "Radio Delta: reported only, by the hop before it.",
        "Le Phare: reported only, by the hop before it.",
        f"Jeanne Roux: reported only; the article says “{UNNAMED}”.",
        "The claim is attributed by “ont confié”.",
        "The chain ends in a source with a name.",
    ]


def test_a_chain_that_ends_in_nobody_says_so() -> None:
    """The last hop is not filled in with a guess."""
    said = paragraphs(chain_reply(finding(said=attribution(claimant=None)), EN))
    assert "Before that, the article does not say who." in said
    assert said[-1] == "Where the chain begins is not said."


def test_a_hop_whose_article_is_here_is_called_read() -> None:
    """A hop whose own article is stored is told apart from a reported one."""
    found = finding()
    found = _with_hop(found, 1, replace(found.chain.hops[1], access=Access.READ))
    assert chain(answer_reply(answer(found), EN))[1] == ("Radio Delta", "read")
    assert "Radio Delta: its own article is in the store as well." in paragraphs(
        chain_reply(found, EN)
    )


def test_a_hop_known_from_another_article_is_not_quoted_from_this_one() -> None:
    """Offsets of one article are never applied to the text of another."""
    found = finding(said=attribution(via=("Le Phare",)))
    renamed = replace(found.chain.hops[1], name="Journal de la Marine")
    assert renamed.evidence is not None
    elsewhere = replace(renamed, evidence=replace(renamed.evidence, article_id=99))
    here, there = (chain_reply(_with_hop(found, 1, hop), EN) for hop in (renamed, elsewhere))
    assert chain(here)[1][0] == "“Le Phare” (Journal de la Marine)"
    assert chain(there)[1][0] == "Journal de la Marine"
    assert "Journal de la Marine: reported only, by the hop before it." in paragraphs(there)


def _with_hop(found: Finding, number: int, hop: Hop) -> Finding:
    hops = list(found.chain.hops)
    hops[number] = hop
    return replace(found, chain=replace(found.chain, hops=tuple(hops)))
