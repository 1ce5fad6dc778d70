"""Passages and chains as a person reads them."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import catalogue_for
from bot.rendering.answers import answer_reply, highlight_of
from bot.rendering.blocks import Style
from bot.rendering.passages import chain_reply, passage_reply
from retrieval.model import Access, ClaimantKind
from retrieval.seams import Evidence
from tests.fakes.findings import (
    CLAIM,
    SENTENCE,
    answer,
    attribution,
    finding,
    with_hop,
)
from tests.unit.shown import chain, paragraphs, quotes, text_of

EN = catalogue_for("en")
FR = catalogue_for("fr")
UNNAMED = "des officiers qui n'ont pas voulu être nommés"


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
    found = with_hop(found, 1, replace(found.chain.hops[1], access=Access.READ))
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
    here, there = (chain_reply(with_hop(found, 1, hop), EN) for hop in (renamed, elsewhere))
    assert chain(here)[1][0] == "“Le Phare” (Journal de la Marine)"
    assert chain(there)[1][0] == "Journal de la Marine"
    assert "Journal de la Marine: reported only, by the hop before it." in paragraphs(there)
