"""From what an article says of its sources to a source chain, and how many origins chains have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retrieval.attribution.names import name_key
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


def chain_of(
    article: Article,
    stored: StoredAttribution | None,
    credits: tuple[Via, ...],  # noqa: A002 -- the field's word; ``credits()`` is for the prompt
) -> SourceChain:
    """The chain of an attribution; without one, of what the article says in its own voice.

    From the publisher over the article's credits and the attribution's vias to the claimant. Nobody
    is in it twice: who is publisher, via and claimant is so where the word comes from.
    """
    publisher = Hop(
        role=HopRole.PUBLISHER,
        name=article.publisher,
        kind=ClaimantKind.OUTLET,
        access=Access.READ,
    )
    if stored is None:
        hops = (publisher, *_vias(article, credits, {_key(publisher.name)}))
        return SourceChain(hops, ChainEnd.UNKNOWN if hops[-1].name is None else ChainEnd.NAMED)
    attribution = stored.attribution
    claimant = _claimant(article, attribution)
    named = {_key(publisher.name), _key(claimant.name)}
    vias = tuple(_vias(article, attribution.via, named))
    if claimant.name is not None and _key(claimant.name) == _key(publisher.name):
        return SourceChain((publisher, *vias), ChainEnd.NAMED)
    credited = _vias(article, credits, named | {_key(via.name) for via in vias})
    return SourceChain((publisher, *credited, *vias, claimant), _end(attribution))


def independent_origins(chains: Iterable[SourceChain]) -> int:
    """How many different sources the chains end in.

    Two unnamed sources are the same only where they have the same description and come from the
    same hop before them.
    """
    return len({_origin(chain) for chain in chains})


def _vias(article: Article, vias: Iterable[Via], known: set[str]) -> Iterator[Hop]:
    """Hops for those that are not known yet, each once."""
    seen = set(known)
    for via in vias:
        if _key(via.name) not in seen:
            seen.add(_key(via.name))
            yield Hop(
                role=HopRole.VIA,
                name=via.name,
                kind=ClaimantKind.OUTLET,
                access=Access.REPORTED,
                evidence=Citation(article.id, via.mention),
            )


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


def _origin(chain: SourceChain) -> tuple[str, ...]:
    last = chain.hops[-1]
    origin = (_key(last.name), last.kind.value)
    if chain.end not in {ChainEnd.UNNAMED, ChainEnd.UNKNOWN}:
        return origin
    before = chain.hops[-2].name if len(chain.hops) > 1 else None
    return (*origin, _key(before))


def _key(name: str | None) -> str:
    return name_key(name or "")
