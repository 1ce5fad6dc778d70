"""From what an article says of its sources to a source chain, and how many origins chains have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from retrieval.model import (
    Access,
    Article,
    Attribution,
    ChainEnd,
    Citation,
    ClaimantKind,
    Finding,
    Hop,
    HopRole,
    SourceChain,
    Span,
    StoredAttribution,
    Via,
)
from retrieval.names.folding import fold
from retrieval.names.registry import SourceRegistry

Named = tuple[str, ClaimantKind | None]


def chain_of(
    article: Article,
    stored: StoredAttribution | None,
    credits: tuple[Via, ...],  # noqa: A002 -- the field's word; ``credits()`` is for the prompt
    registry: SourceRegistry,
) -> SourceChain:
    """The chain of an attribution; without one, of what the article says in its own voice.

    From the publisher over the article's credits and the attribution's vias to the claimant. Nobody
    is in it twice, by whatever names: who is publisher, via and claimant is so where the word comes
    from.
    """
    publisher = Hop(
        role=HopRole.PUBLISHER,
        name=article.publisher,
        kind=ClaimantKind.OUTLET,
        access=Access.READ,
    )
    if stored is None:
        hops = (publisher, *_vias(article, credits, (publisher,), registry))
        return SourceChain(hops, ChainEnd.UNKNOWN if hops[-1].name is None else ChainEnd.NAMED)
    attribution = stored.attribution
    claimant = _claimant(article, attribution)
    vias = tuple(_vias(article, attribution.via, (publisher, claimant), registry))
    if _same(claimant, publisher, registry):
        return SourceChain((publisher, *vias), ChainEnd.NAMED)
    credited = _vias(article, credits, (publisher, claimant, *vias), registry)
    return SourceChain((publisher, *credited, *vias, claimant), _end(attribution))


def independent_origins(findings: Iterable[Finding], registry: SourceRegistry) -> int:
    """How many different sources the findings' chains end in, by whatever names they go.

    Two unnamed sources are the same only where they have the same description and come from the
    same hop before them. Articles with nearly the same text are one: but for claimants with a name,
    the article that tells most of its sources speaks for all of them, though another may not say
    whom it has the text from.
    """
    traced = list(findings)
    hops = (hop for finding in traced for hop in finding.chain.hops)
    keys = registry.together((hop.name, hop.kind) for hop in hops if hop.name is not None)
    twins: defaultdict[int, defaultdict[int, list[SourceChain]]]
    twins = defaultdict(lambda: defaultdict(list))
    for finding in traced:
        twins[finding.article.cluster][finding.article.id].append(finding.chain)
    return len({key for texts in twins.values() for key in _of_one_text(texts.values(), keys)})


def _vias(
    article: Article, vias: Iterable[Via], known: Iterable[Hop], registry: SourceRegistry
) -> Iterator[Hop]:
    """Hops for those that are not known yet, each once."""
    seen = list(known)
    for via in vias:
        hop = Hop(
            role=HopRole.VIA,
            name=via.name,
            kind=ClaimantKind.OUTLET,
            access=Access.REPORTED,
            evidence=Citation(article.id, via.mention),
        )
        if not any(_same(hop, other, registry) for other in seen):
            seen.append(hop)
            yield hop


def _claimant(article: Article, attribution: Attribution) -> Hop:
    return Hop(
        role=HopRole.CLAIMANT,
        name=attribution.claimant,
        kind=attribution.claimant_kind,
        access=Access.REPORTED,
        evidence=_citation(article, attribution.source),
    )


def _citation(article: Article, span: Span | None) -> Citation | None:
    return None if span is None else Citation(article.id, span)


def _end(attribution: Attribution) -> ChainEnd:
    if attribution.claimant is None:
        return ChainEnd.UNKNOWN
    ends = {
        ClaimantKind.UNNAMED: ChainEnd.UNNAMED,
        ClaimantKind.DOCUMENT: ChainEnd.DOCUMENT,
    }
    return ends.get(attribution.claimant_kind, ChainEnd.NAMED)


def _origin(chain: SourceChain, keys: Mapping[Named, str]) -> tuple[str, ...]:
    last = chain.hops[-1]
    if chain.end in {ChainEnd.UNNAMED, ChainEnd.UNKNOWN}:
        before = chain.hops[-2] if len(chain.hops) > 1 else None
        return (chain.end, fold(last.name or ""), _key(before, keys))
    return (ChainEnd.DOCUMENT if chain.end is ChainEnd.DOCUMENT else "", _key(last, keys))


def _of_one_text(
    articles: Iterable[Sequence[SourceChain]], keys: Mapping[Named, str]
) -> set[tuple[str, ...]]:
    """The origins of articles with one text, each article given by its chains.

    One of them stands for all: the one with most origins, else with most claimants that have a
    name, else with the longest chain. A claimant with a name counts wherever it is found.
    """
    told = [
        (
            {_origin(chain, keys) for chain in chains},
            {_origin(chain, keys) for chain in chains if _names_claimant(chain)},
            max(len(chain.hops) for chain in chains),
        )
        for chains in articles
    ]
    best, _, _ = max(told, key=lambda one: (len(one[0]), len(one[1]), one[2]))
    return best.union(*(named for _, named, _ in told))


def _names_claimant(chain: SourceChain) -> bool:
    return chain.hops[-1].role is HopRole.CLAIMANT and chain.end in {
        ChainEnd.NAMED,
        ChainEnd.DOCUMENT,
    }


def _key(hop: Hop | None, keys: Mapping[Named, str]) -> str:
    return "" if hop is None or hop.name is None else keys[hop.name, hop.kind]


def _same(one: Hop, other: Hop, registry: SourceRegistry) -> bool:
    """Whether both are one source; who has no name is nobody else."""
    if one.name is None or other.name is None:
        return False
    return registry.same(one.name, other.name, (one.kind, other.kind))
