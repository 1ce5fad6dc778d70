"""Chains that go on in another stored article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from retrieval.chains import independent_origins
from retrieval.model import Access, ChainEnd, ClaimantKind, Finding
from retrieval.names.registry import SourceRegistry
from retrieval.stitching import stitched
from tests.fakes.findings import article, attribution, finding

REGISTRY = SourceRegistry.of(())


def report(number: int, publisher: str, *via: str, claimant: str, day: int = 19) -> Finding:
    """What a paper reports of somebody, through others."""
    of = replace(article(article_id=number), publisher=publisher, published=date(2024, 6, day))
    kind = ClaimantKind.OUTLET if claimant.startswith("Radio") else ClaimantKind.PERSON
    return finding(number=number, of=of, said=attribution(claimant=claimant, kind=kind, via=via))


def names(found: Finding) -> list[tuple[str | None, Access]]:
    return [(hop.name, hop.access) for hop in found.chain.hops]


def test_a_hop_is_read_in_its_own_article() -> None:
    """The radio's own article is in the store: it is read, and says whom it has it from."""
    paper = report(1, "Gazette du Cap", "Radio Delta", claimant="officers")
    radio = report(2, "Radio Delta", "Le Phare", claimant="Jeanne Roux", day=18)
    found = stitched(paper, [paper, radio], REGISTRY)
    assert names(found) == [
        ("Gazette du Cap", Access.READ),
        ("Radio Delta", Access.READ),
        ("Le Phare", Access.REPORTED),
        ("Jeanne Roux", Access.REPORTED),
    ]
    assert found.chain.end is ChainEnd.NAMED
    assert independent_origins([found, radio], REGISTRY) == 1


def test_a_later_article_is_no_source() -> None:
    """Who writes of it two days later cannot be where it comes from."""
    paper = report(1, "Gazette du Cap", "Radio Delta", claimant="officers", day=17)
    radio = report(2, "Radio Delta", claimant="Jeanne Roux", day=19)
    assert stitched(paper, [paper, radio], REGISTRY) == paper


def test_a_claimant_that_is_an_outlet_is_followed() -> None:
    """A claim ascribed to the radio goes on in the radio's article, and in that of the next."""
    paper = report(1, "Gazette du Cap", claimant="Radio Delta")
    radio = report(2, "Radio Delta", "Le Phare", claimant="officers", day=18)
    lighthouse = report(3, "Le Phare", claimant="Jeanne Roux", day=17)
    found = stitched(paper, [paper, radio, lighthouse], REGISTRY)
    assert [name for name, _ in names(found)] == [
        "Gazette du Cap",
        "Radio Delta",
        "Le Phare",
        "Jeanne Roux",
    ]
    assert [access for _, access in names(found)] == [Access.READ] * 3 + [Access.REPORTED]


def test_two_that_cite_each_other_are_a_cycle() -> None:
    """Neither is where it comes from, and the chain says so."""
    paper = report(1, "Le Phare", claimant="Radio Delta")
    radio = report(2, "Radio Delta", "Le Phare", claimant="officers")
    found = stitched(paper, [paper, radio], REGISTRY)
    assert [name for name, _ in names(found)] == ["Le Phare", "Radio Delta", "Le Phare"]
    assert found.chain.end is ChainEnd.CYCLE


def test_an_article_in_its_own_voice_does_not_end_the_chain() -> None:
    """It is read, but whom it has it from is known by report only."""
    paper = report(1, "Gazette du Cap", "Radio Delta", claimant="officers")
    of = replace(article(article_id=2), publisher="Radio Delta")
    found = stitched(paper, [paper, finding(number=2, of=of, own_voice=True)], REGISTRY)
    assert names(found)[1:] == [("Radio Delta", Access.READ), ("officers", Access.REPORTED)]
