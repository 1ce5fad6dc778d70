"""Chains followed from article to article: a hop with an article in the store is read there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.model import Access, Article, ChainEnd, ClaimantKind, Finding, Hop, SourceChain
from retrieval.names.registry import SourceRegistry


def stitched(finding: Finding, among: Sequence[Finding], registry: SourceRegistry) -> Finding:
    """The finding with its chain followed into the articles of its hops.

    Args:
        finding: whose chain is followed.
        among: findings of the same claim; the best of a hop's own article is taken.
        registry: by which a hop and a publisher are known to be one.
    """
    hops, end = list(finding.chain.hops), finding.chain.end
    path = [finding.article]
    place = 1
    while place < len(hops):
        hop = hops[place]
        if any(_is_of(hop, article, registry) for article in path):
            return replace(finding, chain=SourceChain(tuple(hops[: place + 1]), ChainEnd.CYCLE))
        own = _own(hop, path[-1], among, registry)
        if own is not None:
            hops[place] = replace(hop, access=Access.READ)
            path.append(own.article)
            if own.attribution is not None:  # its own voice does not tell whom it has it from
                hops[place + 1 :] = own.chain.hops[1:]
                end = own.chain.end
        place += 1
    return replace(finding, chain=SourceChain(tuple(hops), end))


def _own(
    hop: Hop, citing: Article, among: Sequence[Finding], registry: SourceRegistry
) -> Finding | None:
    """The best finding in an article by the hop, no later than the one that cites it."""
    for other in among:
        if _is_of(hop, other.article, registry) and not _later(other.article, citing):
            return other
    return None


def _is_of(hop: Hop, article: Article, registry: SourceRegistry) -> bool:
    if hop.name is None or article.publisher is None or hop.kind is not ClaimantKind.OUTLET:
        return False
    return registry.same(hop.name, article.publisher, (hop.kind, ClaimantKind.OUTLET))


def _later(one: Article, other: Article) -> bool:
    """Whether it is known to be later."""
    return (
        one.published is not None
        and other.published is not None
        and one.published > other.published
    )
