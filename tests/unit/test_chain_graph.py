"""Chains of several findings drawn together: who is one station, and where the lines run."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import catalogue_for
from bot.rendering.graph import Gap, Graph, Station, graph_of
from bot.rendering.rails import rails_of
from retrieval.model import Access, ClaimantKind, Finding, Hop, HopRole, SourceChain
from tests.fakes.findings import article, attribution, finding, with_hop

EN = catalogue_for("en")
OFFICERS = "des officiers qui n'ont pas voulu être nommés"


def names(graph: Graph) -> list[str]:
    return [station.name for station in graph.stations if isinstance(station, Station)]


def station(graph: Graph, name: str) -> Station:
    (found,) = [s for s in graph.stations if isinstance(s, Station) and s.name == name]
    return found


def linked(graph: Graph) -> set[tuple[str, str]]:
    shown = [getattr(station, "name", "…") for station in graph.stations]
    return {(shown[start], shown[end]) for start, end in graph.links}


def by(publisher: str | None, number: int = 1, *vias: str, claimant: str = OFFICERS) -> Finding:
    """A finding in an article of this publisher, through these."""
    hops = [
        Hop(role=HopRole.PUBLISHER, name=publisher, kind=ClaimantKind.OUTLET, access=Access.READ),
        *(
            Hop(role=HopRole.VIA, name=via, kind=ClaimantKind.OUTLET, access=Access.REPORTED)
            for via in vias
        ),
        Hop(
            role=HopRole.CLAIMANT,
            name=claimant,
            kind=ClaimantKind.UNNAMED if claimant == OFFICERS else ClaimantKind.PERSON,
            access=Access.REPORTED,
        ),
    ]
    found = finding(number=number, of=article(article_id=number, publisher=publisher))
    return replace(found, chain=SourceChain(tuple(hops), found.chain.end))


def test_one_chain_is_drawn_from_the_reader_to_the_origin() -> None:
    """Publisher, vias and claimant, each with kind, the article's words and the cue."""
    graph = graph_of([finding()], EN)
    assert names(graph) == ["Gazette du Cap", "Radio Delta", "Le Phare", OFFICERS]
    assert graph.links == ((0, 1), (1, 2), (2, 3))
    publisher, source = station(graph, "Gazette du Cap"), station(graph, OFFICERS)
    assert publisher.details == ("outlet", "19 Jun 2024", "French")
    assert (publisher.read, publisher.origin, publisher.cues) == (True, False, ())
    assert source.details == ("unnamed source",)
    assert (source.read, source.origin, source.cues) == (False, True, ("ont confié",))


def test_a_shared_hop_is_one_station() -> None:
    """Three articles through one agency to one source: one agency, one source."""
    graph = graph_of([by("A", 1, "Wire"), by("B", 2, "the wire"), by("C", 3, "Wire")], EN)
    assert names(graph) == ["A", "B", "C", "Wire", OFFICERS]
    assert linked(graph) == {("A", "Wire"), ("B", "Wire"), ("C", "Wire"), ("Wire", OFFICERS)}


def test_unnamed_sources_behind_different_hops_stay_apart() -> None:
    """Nobody knows whether they are the same officers."""
    graph = graph_of([by("A", 1, "Wire"), by("B", 2, "Agency")], EN)
    assert names(graph).count(OFFICERS) == 2


def test_a_hop_that_was_read_is_not_the_one_that_was_only_reported() -> None:
    """The agency's own article is here in one chain, and not in the other."""
    read = with_hop(
        by("B", 2, "Wire"),
        1,
        Hop(role=HopRole.VIA, name="Wire", kind=ClaimantKind.OUTLET, access=Access.READ),
    )
    graph = graph_of([by("A", 1, "Wire"), read], EN)
    assert names(graph).count("Wire") == 2


def test_articles_of_one_publisher_are_one_station() -> None:
    """They are counted; where publishers are unknown, each article is by itself."""
    graph = graph_of([by("A", 1, "Wire"), by("A", 2, "Wire")], EN)
    assert station(graph, "A").details == ("outlet", "2 articles")
    unknown = graph_of([by(None, 1, "Wire"), by(None, 2, "Wire")], EN)
    assert names(unknown).count("unknown publisher") == 2


def test_a_circle_is_not_drawn_as_one() -> None:
    """A cites B, and B cites A: two traces side by side, and no arrow back to the reader."""
    there = by("A", 1, "B", claimant="Ana Vell")
    back = by("B", 2, "A", claimant="Ana Vell")
    hops = [
        replace(hop, access=Access.READ) if hop.role is HopRole.VIA else hop
        for hop in back.chain.hops
    ]
    read_back = replace(back, chain=SourceChain(tuple(hops), back.chain.end))
    forth = [
        replace(hop, access=Access.READ) if hop.role is HopRole.VIA else hop
        for hop in there.chain.hops
    ]
    read_there = replace(there, chain=SourceChain(tuple(forth), there.chain.end))
    graph = graph_of([read_there, read_back], EN)
    assert names(graph).count("A") == 2
    assert all(start < end for start, end in graph.links)


def test_a_long_chain_has_a_gap() -> None:
    """Of fourteen hops the first six and the last are drawn, and the rest is counted."""
    graph = graph_of([by("A", 1, *(f"Wire {n}" for n in range(12)))], EN)
    assert len(graph.stations) == 8
    assert graph.stations[6] == Gap(7)
    assert names(graph)[-1] == OFFICERS


def test_the_articles_words_are_shown_where_they_say_something_else() -> None:
    """“quotidien” for Le Phare; not "Le Phare" for Le Phare, and not “il” for nobody."""
    said = attribution(via=("Radio Delta",))
    found = finding(said=said)
    renamed = with_hop(found, 1, replace(found.chain.hops[1], name="Radio Omega"))
    assert station(graph_of([renamed], EN), "Radio Omega").mention == "Radio Delta"
    assert station(graph_of([found], EN), "Radio Delta").mention is None
    nobody = finding(said=attribution(claimant=None))
    assert station(graph_of([nobody], EN), "the article does not say who").mention is None


def test_who_cites_nobody_is_the_origin() -> None:
    """An article in its own words is read and origin in one."""
    graph = graph_of([finding(own_voice=True)], EN)
    (only,) = graph.stations
    assert isinstance(only, Station)
    assert (only.read, only.origin) == (True, True)


def test_lines_that_meet_share_a_lane() -> None:
    """Three publishers that lead to one agency need two lanes."""
    rails = rails_of(5, [(0, 3), (1, 3), (2, 3), (3, 4)])
    assert rails.lanes == (0, 1, 1, 0, 0)
    assert rails.width == 2
    assert {(rail.start, rail.end): rail.lane for rail in rails.rails} == {
        (0, 3): 0,
        (1, 3): 0,
        (2, 3): 0,
        (3, 4): 0,
    }


def test_a_line_that_branches_takes_a_lane_of_its_own() -> None:
    """From one agency to two sources."""
    rails = rails_of(3, [(0, 1), (0, 2)])
    assert rails.lanes == (0, 0, 1)


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.sets(
                st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(
                    lambda link: link[0] < link[1]
                )
            ),
        )
    )
)
def test_no_line_runs_through_somebody_else(drawn: tuple[int, set[tuple[int, int]]]) -> None:
    """In no row does a station stand in a lane in which a line passes by."""
    rows, links = drawn
    rails = rails_of(rows, links)
    assert {(rail.start, rail.end) for rail in rails.rails} == links
    for rail in rails.rails:
        assert rails.lanes[rail.end] == rail.lane
        for row in range(rail.start + 1, rail.end):
            assert rails.lanes[row] != rail.lane
