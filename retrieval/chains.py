"""From what an article says of its sources to a source chain, and how many origins chains have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from retrieval.model import (
    Access,
    Article,
    Attribution,
    ChainEnd,
    Citation,
    ClaimantKind,
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


def independent_origins(chains: Iterable[SourceChain], registry: SourceRegistry) -> int:
    """How many different sources the chains end in, by whatever names they go.

    Two unnamed sources are the same only where they have the same description and come from the
    same hop before them.
    """
    traced = list(chains)
    hops = (hop for chain in traced for hop in chain.hops)
    keys = registry.together((hop.name, hop.kind) for hop in hops if hop.name is not None)
    return len({_origin(chain, keys) for chain in traced})


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


def _key(hop: Hop | None, keys: Mapping[Named, str]) -> str:
    return "" if hop is None or hop.name is None else keys[hop.name, hop.kind]


def _same(one: Hop, other: Hop, registry: SourceRegistry) -> bool:
    """Whether both are one source; who has no name is nobody else."""
    if one.name is None or other.name is None:
        return False
    return registry.same(one.name, other.name, (one.kind, other.kind))
