"""Source chains, and how many independent origins they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from retrieval.chains import chain_of, independent_origins
from retrieval.model import (
    Access,
    Alias,
    Article,
    Attribution,
    ChainEnd,
    Citation,
    ClaimantKind,
    Finding,
    HopRole,
    Passage,
    SourceChain,
    Span,
    SpeechType,
    Stance,
    StoredAttribution,
    Via,
)
from retrieval.names.registry import SourceRegistry, registry_for

REGISTRY = registry_for(())
TEXT = "Selon Reuters, Ada Quill a dit au Monde que le pont est sûr. (AFP)"


def span_of(stretch: str) -> Span:
    start = TEXT.index(stretch)
    return Span(start, start + len(stretch))


def article(publisher: str | None = "Gazette du Cap") -> Article:
    return Article(
        id=7,
        cluster=7,
        added_at=datetime(2024, 6, 20, tzinfo=UTC),
        text=TEXT,
        language="fr",
        publisher=publisher,
    )


def stored(
    claimant: str | None = "Ada Quill",
    kind: ClaimantKind = ClaimantKind.PERSON,
    via: tuple[str, ...] = (),
) -> StoredAttribution:
    said = Attribution(
        source=None if claimant is None else span_of("Ada Quill"),
        cue=span_of("a dit"),
        content=(span_of("le pont est sûr"),),
        claimant=claimant,
        claimant_kind=kind,
        stance=Stance.AFFIRM,
        type=SpeechType.INDIRECT,
        via=tuple(Via(name, span_of("Reuters")) for name in via),
    )
    return StoredAttribution(id=3, article_id=7, attribution=said)


def credit(name: str = "AFP") -> Via:
    return Via(name, span_of("AFP"))


def names(chain: SourceChain) -> list[str | None]:
    return [hop.name for hop in chain.hops]


def found(chain: SourceChain, number: int, cluster: int | None = None) -> Finding:
    """A finding in an article of its own, alone in its cluster unless told otherwise."""
    return Finding(
        article=replace(article(), id=number, cluster=cluster or number),
        passage=Passage(Span(0, len(TEXT)), 1, number, number),
        quote=Span(0, len(TEXT)),
        chain=chain,
        score=1.0,
    )


def origins_of(chains: Iterable[SourceChain], registry: SourceRegistry) -> int:
    """Independent origins of chains that are each found in another text."""
    return independent_origins(
        [found(chain, number) for number, chain in enumerate(chains, start=1)], registry
    )


def test_from_the_reader_to_the_claimant() -> None:
    """The publisher, whom the article is credited to, who passed it on, and whose word it is."""
    chain = chain_of(article(), stored(via=("Reuters", "Le Monde")), (credit(),), REGISTRY)
    assert names(chain) == ["Gazette du Cap", "AFP", "Reuters", "Le Monde", "Ada Quill"]
    assert [hop.role for hop in chain.hops] == [
        HopRole.PUBLISHER,
        *[HopRole.VIA] * 3,
        HopRole.CLAIMANT,
    ]
    assert chain.end is ChainEnd.NAMED


def test_only_the_article_itself_was_read() -> None:
    """Every other hop is reported, and shows where the article names it."""
    chain = chain_of(article(), stored(via=("Reuters",)), (), REGISTRY)
    assert [hop.access for hop in chain.hops] == [Access.READ, Access.REPORTED, Access.REPORTED]
    assert [hop.evidence for hop in chain.hops] == [
        None,
        Citation(7, span_of("Reuters")),
        Citation(7, span_of("Ada Quill")),
    ]


@pytest.mark.parametrize(
    ("claimant", "kind", "end"),
    [
        ("Ada Quill", ClaimantKind.PERSON, ChainEnd.NAMED),
        ("Reuters", ClaimantKind.OUTLET, ChainEnd.NAMED),
        ("un responsable", ClaimantKind.UNNAMED, ChainEnd.UNNAMED),
        ("un rapport", ClaimantKind.DOCUMENT, ChainEnd.DOCUMENT),
        (None, ClaimantKind.UNNAMED, ChainEnd.UNKNOWN),
    ],
)
def test_a_chain_ends_honestly(claimant: str | None, kind: ClaimantKind, end: ChainEnd) -> None:
    """An unnamed source is called unnamed; where no source is given, nobody is made up."""
    chain = chain_of(article(), stored(claimant, kind), (), REGISTRY)
    assert chain.end is end
    assert chain.hops[-1].name == claimant


def test_no_source_has_no_evidence() -> None:
    """There is no stretch to show for a source that the text leaves out."""
    assert (
        chain_of(article(), stored(None, ClaimantKind.UNNAMED), (), REGISTRY).hops[-1].evidence
        is None
    )


@pytest.mark.parametrize("name", ["Reuters", "reuters"])
def test_a_credit_that_is_a_via_already_is_not_doubled(name: str) -> None:
    """A "Selon Reuters" above and below the text is one hop."""
    chain = chain_of(article(), stored(via=("Reuters",)), (credit(name),), REGISTRY)
    assert names(chain) == ["Gazette du Cap", "Reuters", "Ada Quill"]


def test_a_credited_agency_that_speaks_itself_is_not_doubled() -> None:
    """The agency's own word comes from the agency, once."""
    chain = chain_of(article(), stored("AFP", ClaimantKind.OUTLET), (credit(),), REGISTRY)
    assert names(chain) == ["Gazette du Cap", "AFP"]


@pytest.mark.parametrize("publisher", ["Le Monde", "le monde", "Monde"])
def test_a_publisher_is_not_its_own_via(publisher: str) -> None:
    """Having "told this paper" adds no hop, however the name is written."""
    chain = chain_of(article(publisher), stored(via=("Le Monde",)), (), REGISTRY)
    assert names(chain) == [publisher, "Ada Quill"]


def test_a_publisher_that_speaks_itself_is_one_hop() -> None:
    """With "Le Monde a appris que …" in Le Monde: the paper's own word."""
    chain = chain_of(
        article("Le Monde"), stored("le Monde", ClaimantKind.OUTLET), (credit(),), REGISTRY
    )
    assert names(chain) == ["Le Monde"]
    assert chain.end is ChainEnd.NAMED


def test_the_articles_own_voice() -> None:
    """Without an attribution the chain is the publisher, and whom it credits."""
    chain = chain_of(article(), None, (credit(),), REGISTRY)
    assert names(chain) == ["Gazette du Cap", "AFP"]
    assert chain.end is ChainEnd.NAMED


def test_nobody_knows_the_publisher() -> None:
    """The first hop is there without a name, and a chain of it alone has an unknown end."""
    chain = chain_of(article(None), None, (), REGISTRY)
    assert names(chain) == [None]
    assert chain.end is ChainEnd.UNKNOWN
    assert names(chain_of(article(None), stored(), (), REGISTRY)) == [None, "Ada Quill"]


def test_one_official_behind_three_papers_is_one_origin() -> None:
    """Three papers that all repeat what the AFP has from an official: one origin."""
    official = stored("un responsable", ClaimantKind.UNNAMED)
    chains = [chain_of(article(name), official, (credit(),), REGISTRY) for name in ("A", "B", "C")]
    assert origins_of(chains, REGISTRY) == 1


def test_unnamed_sources_of_two_papers_are_two_origins() -> None:
    """The "responsable" in two papers that credit nobody need not be the same man."""
    official = stored("un responsable", ClaimantKind.UNNAMED)
    assert (
        origins_of([chain_of(article(name), official, (), REGISTRY) for name in "AB"], REGISTRY)
        == 2
    )


def test_a_named_source_is_one_origin_wherever_it_is_heard() -> None:
    """The same minister in two papers is one origin; another minister is a second."""
    chains = [chain_of(article(name), stored(), (), REGISTRY) for name in "AB"]
    assert origins_of(chains, REGISTRY) == 1
    assert (
        origins_of([*chains, chain_of(article("A"), stored("Léo Daunat"), (), REGISTRY)], REGISTRY)
        == 2
    )
    assert origins_of([], REGISTRY) == 0


@pytest.mark.parametrize(
    "via", ["WSJ", "Уолл-стрит джорнал", "华尔街日报", "the wall street journal"]
)
def test_a_publisher_is_not_its_own_via_in_any_language(via: str) -> None:
    """A paper that quotes itself by its initials, or by its name abroad, is one hop."""
    chain = chain_of(article("The Wall Street Journal"), stored(via=(via,)), (), REGISTRY)
    assert names(chain) == ["The Wall Street Journal", "Ada Quill"]


def test_one_outlet_under_two_names_is_one_hop() -> None:
    """Two vias that are one agency are shown once, and so is a credit to it."""
    chain = chain_of(
        article(), stored(via=("Agence France-Presse", "Reuters", "AFP")), (credit(),), REGISTRY
    )
    assert names(chain) == ["Gazette du Cap", "Agence France-Presse", "Reuters", "Ada Quill"]


@pytest.mark.parametrize(
    ("claimants", "origins"),
    [
        (("Poutine", "Путин", "Vladimir Putin"), 1),
        (("Ada Quill", "Quill"), 1),
        (("Ada Quill", "Quill", "Bea Quill"), 3),
        (("Ada Quill", "Ada Quill Jr."), 2),
        (("Ada Quill", "A. Quill", "Ada M. Quill"), 1),
    ],
)
def test_a_person_is_one_origin_by_whatever_name(claimants: tuple[str, ...], origins: int) -> None:
    """Other languages and short forms add no origin; a surname of two persons is neither's."""
    chains = [chain_of(article("A"), stored(name), (), REGISTRY) for name in claimants]
    assert origins_of(chains, REGISTRY) == origins


def test_a_government_is_one_origin_by_its_seat_or_name() -> None:
    """The White House in one paper and Washington in another: one origin, and Moscow a second."""
    government = ClaimantKind.GOVERNMENT
    chains = [
        chain_of(article("A"), stored(name, government), (), REGISTRY)
        for name in ("la Maison-Blanche", "Washington", "les États-Unis", "Moscou")
    ]
    assert origins_of(chains, REGISTRY) == 2


def test_officials_that_one_agency_has_are_one_origin_under_any_name_of_it() -> None:
    """What two papers have from the same unnamed man by "AFP" and "l'Agence France-Presse"."""
    official = stored("un responsable", ClaimantKind.UNNAMED)
    chains = [
        chain_of(article("A"), official, (credit("AFP"),), REGISTRY),
        chain_of(article("B"), official, (credit("l'Agence France-Presse"),), REGISTRY),
    ]
    assert origins_of(chains, REGISTRY) == 1


def test_an_alias_makes_one_source_of_two() -> None:
    """What an administrator has set counts in chains and origins."""
    registry = SourceRegistry.of((Alias("The Cape Paper", "Gazette du Cap"),))
    chain = chain_of(article(), stored(via=("The Cape Paper",)), (), registry)
    assert names(chain) == ["Gazette du Cap", "Ada Quill"]
    assert len(chain_of(article(), stored(via=("The Cape Paper",)), (), REGISTRY).hops) == 3


OFFICIAL = stored("un responsable", ClaimantKind.UNNAMED)


@pytest.mark.parametrize(
    ("said", "credits_"),
    [
        ((OFFICIAL, OFFICIAL), ("", "")),  # nobody says that both have it from one agency
        ((None, None), ("", "")),
        ((None, None), ("AFP", "")),
        ((stored(), OFFICIAL), ("", "")),
        ((stored(), None), ("", "AFP")),
    ],
)
def test_twins_are_one_origin_whatever_their_chains(
    said: tuple[StoredAttribution | None, StoredAttribution | None], credits_: tuple[str, str]
) -> None:
    """Two papers print one text; that one leaves the credit out, or is read otherwise, is no more.

    As articles of their own they are two origins.
    """
    chains = [
        chain_of(article(name), one, (credit(by),) if by else (), REGISTRY)
        for name, one, by in zip("AB", said, credits_, strict=True)
    ]
    twins = [found(chain, number, cluster=7) for number, chain in enumerate(chains, start=7)]
    assert independent_origins(twins, REGISTRY) == 1
    assert origins_of(chains, REGISTRY) == 2


def test_twins_name_the_agency_that_one_of_them_credits() -> None:
    """A third paper with the agency's word is no further origin, whichever twin comes first."""
    credited = found(chain_of(article("A"), None, (credit(),), REGISTRY), 7, cluster=7)
    silent = found(chain_of(article("B"), None, (), REGISTRY), 8, cluster=7)
    third = found(chain_of(article("C"), None, (credit(),), REGISTRY), 9)
    assert independent_origins([credited, silent, third], REGISTRY) == 1
    assert independent_origins([silent, third, credited], REGISTRY) == 1
    assert independent_origins([silent, third], REGISTRY) == 2


def test_two_names_in_nearly_one_text_are_two_origins() -> None:
    """Where the words are the same and the speaker is another, nobody is passed over."""
    chains = [
        chain_of(article(paper), stored(name), (), REGISTRY)
        for paper, name in (("A", "Ada Quill"), ("B", "Léo Daunat"))
    ]
    twins = [found(chain, number, cluster=7) for number, chain in enumerate(chains, start=7)]
    assert independent_origins(twins, REGISTRY) == 2


def test_twins_have_the_origins_of_the_one_that_tells_most() -> None:
    """Two speakers in one text are two origins, also where another paper prints it too."""
    both = [
        found(chain_of(article("A"), stored(name), (), REGISTRY), 7, cluster=7)
        for name in ("Ada Quill", "Léo Daunat")
    ]
    one = found(chain_of(article("B"), OFFICIAL, (), REGISTRY), 8, cluster=7)
    own = found(chain_of(article("C"), None, (), REGISTRY), 9)
    assert independent_origins([one, *both], REGISTRY) == 2
    assert independent_origins([one, *both, own], REGISTRY) == 3
