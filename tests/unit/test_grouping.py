"""One claim printed in several papers is one, and two claims of one speaker stay two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retrieval.grouping import Grouping
from retrieval.matching.imprint import Projection
from retrieval.model import Attribution, ClaimantKind, Finding, Span, Stance, StoredAttribution, Via
from retrieval.names.registry import registry_for
from tests.fakes.findings import article, attribution, finding

PERSON = ClaimantKind.PERSON
DREDGED = "the harbour of Varelle would be dredged before winter"
REWORDED = "the harbour of Varelle will be dredged by winter"
TOLL = "ships will pay no toll until the spring"
_WIDTH = 16  # an imprint keeps no component of a unit vector beyond a half
GROUPING = Grouping(registry_for(()))


def said(
    words: str,
    *,
    number: int = 1,
    claimant: str = "Ada Quill",
    stance: Stance = Stance.AFFIRM,
) -> Finding:
    """A finding whose whole article is what was said."""
    paper = article(article_id=number, text=words, publisher=f"Paper {number}")
    whole = Span(0, len(words))
    spoken = replace(
        attribution(claimant=claimant, kind=PERSON, stance=stance, via=()),
        source=None,
        cue=None,
        content=(whole,),
    )
    return replace(finding(number=number, said=spoken, of=paper), quote=whole, highlights=(whole,))


def officials(number: int, cluster: int | None, via: str | None) -> Finding:
    """What people without a name say, in an article of a cluster, through somebody."""
    found = said(DREDGED, number=number)
    assert found.attribution is not None
    spoken = replace(
        found.attribution.attribution,
        claimant="officials",
        claimant_kind=ClaimantKind.UNNAMED,
        via=() if via is None else (Via(via, Span(0, 3)),),
    )
    return replace(
        found,
        article=replace(found.article, cluster=cluster or number),
        attribution=replace(found.attribution, attribution=spoken),
    )


def own_voice(words: str, *, number: int, publisher: str | None, cluster: int) -> Finding:
    """A finding in an article's own voice."""
    paper = replace(article(article_id=number, text=words, publisher=publisher), cluster=cluster)
    return replace(finding(number=number, of=paper, own_voice=True), quote=Span(0, len(words)))


def numbers(*findings: Finding) -> list[tuple[int | None, int | None]]:
    """Of claim and entry, each."""
    return [(one.claim, one.entry) for one in GROUPING.grouped(findings)]


def test_one_claim_in_two_papers_is_one_entry() -> None:
    """The same person's same words, a little different in the second paper."""
    assert numbers(said(DREDGED), said(REWORDED, number=2)) == [(0, 0), (0, 0)]


def test_a_short_form_of_the_name_is_the_same_person() -> None:
    """Quill in one paper is Ada Quill in the other."""
    two = (said(DREDGED), said(DREDGED, number=2, claimant="Quill"))
    assert numbers(*two) == [(0, 0), (0, 0)]


def test_two_claims_of_one_person_are_two_entries() -> None:
    """What she says of the toll is no repetition of what she says of the harbour."""
    assert numbers(said(DREDGED), said(TOLL, number=1)) == [(0, 0), (1, 1)]


def test_the_same_claim_of_another_person_is_another_entry() -> None:
    """Who else says so has an entry of his own, of the same claim."""
    two = (said(DREDGED), said(DREDGED, number=2, claimant="Olaf Brandt"))
    assert numbers(*two) == [(0, 0), (0, 1)]


def test_a_denial_is_not_the_claim() -> None:
    """Who is said to have said it, and denies it, has both told apart."""
    two = (said(DREDGED), said(DREDGED, number=2, stance=Stance.DENY))
    assert numbers(*two) == [(0, 0), (0, 1)]


def test_the_order_is_kept() -> None:
    """What comes third stays third, though it belongs to the first."""
    three = (said(DREDGED), said(TOLL, number=2), said(DREDGED, number=3))
    grouped = GROUPING.grouped(three)
    assert [one.article.id for one in grouped] == [1, 2, 3]
    assert [one.entry for one in grouped] == [0, 1, 0]


@pytest.mark.parametrize(
    ("cluster", "vias", "entries"),
    [
        (7, (None, None), [0, 0]),
        (None, (None, None), [0, 1]),
        (None, ("Radio Delta", "Radio Delta"), [0, 0]),
        (None, ("Radio Delta", "Le Phare"), [0, 1]),
    ],
)
def test_officials_without_a_name(
    cluster: int | None, vias: tuple[str | None, str | None], entries: list[int]
) -> None:
    """Two papers' "officials" are the same in one text, or where both have them from one radio."""
    two = [officials(number, cluster, via) for number, via in enumerate(vias, start=1)]
    assert [entry for _, entry in numbers(*two)] == entries


def test_a_text_without_attribution_in_two_papers() -> None:
    """Printed twice it is one entry; the like of it in another text is another paper's word."""
    first = own_voice(DREDGED, number=1, publisher="Island Herald", cluster=1)
    reprint = own_voice(DREDGED, number=2, publisher="Coast Herald", cluster=1)
    other = own_voice(REWORDED, number=3, publisher="Quay Weekly", cluster=3)
    again = own_voice(REWORDED, number=4, publisher="Island Herald", cluster=4)
    assert numbers(first, reprint, other, again) == [(0, 0), (0, 0), (0, 1), (0, 0)]


def test_one_statement_over_two_passages_is_one_entry() -> None:
    """Shown once, with its other half beside it."""
    first = said(DREDGED)
    second = replace(first, passage=replace(first.passage, id=99))
    assert numbers(first, second) == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Yes", "Yes, and the harbour will be dredged", False),
        ("Nothing new", "nothing new", True),
        ("港口将在冬天之前疏浚", "市长说港口将在冬天之前疏浚完毕", True),
        ("港口将在冬天之前疏浚", "船只在春天之前不付通行费", False),
        ("", "", False),
    ],
)
def test_short_statements_and_scripts_without_spaces(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    """Two words must be the same ones; Chinese is compared by pairs of characters."""
    pair = said(one or "—"), said(other or "—", number=2)
    assert GROUPING.same_claim(*pair) is same


def test_a_translation_is_the_same_claim() -> None:
    """Across languages what was said is compared in the encoder's terms, and only there."""
    mark = b"test"
    zero = np.zeros(_WIDTH, dtype=np.float32)
    projection = Projection(np.eye(_WIDTH, dtype=np.float32), {"": zero}, {"": zero}, mark)

    def imprinted(one: Finding, language: str, signs: tuple[int, int]) -> Finding:
        states = np.tile(np.array(signs, dtype=np.float32), (1, _WIDTH // 2))
        assert one.attribution is not None
        spoken: Attribution = replace(
            one.attribution.attribution, imprint=projection.imprint(states, language)
        )
        stored = StoredAttribution(one.attribution.id, one.article.id, spoken)
        return replace(one, attribution=stored, article=replace(one.article, language=language))

    english = imprinted(said(DREDGED), "en", (1, 1))
    alike = imprinted(said("le port sera dragué avant l'hiver", number=2), "fr", (1, 1))
    unlike = imprinted(said("les navires ne paieront rien", number=3), "fr", (1, -1))
    grouping = Grouping(registry_for(()), projection)
    assert [one.entry for one in grouping.grouped((english, alike, unlike))] == [0, 0, 1]
    assert [one.entry for one in GROUPING.grouped((english, alike, unlike))] == [0, 1, 2]
    beside = replace(alike, article=replace(alike.article, language="en"))
    assert not grouping.same_claim(english, beside)
