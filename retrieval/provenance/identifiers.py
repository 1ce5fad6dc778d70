"""Identifiers that are the same in every export, and plain ASCII whatever the script of a name."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from retrieval.attribution.names import name_key
from retrieval.model import Article, ClaimantKind, Finding, Hop, Span

# Hexadecimal digits. Of a million names, two share 64 bits with a chance of 1 in 37 million.
_DIGITS: Final = 16
_NAMELESS: Final = frozenset({ClaimantKind.UNNAMED})


def article_id(article: Article) -> str:
    """By text and publisher, which make an article the same; no number of some store's."""
    return _identifier("article", article.text, article.publisher or "")


def stretch_id(article: Article, span: Span) -> str:
    """A stretch of an article."""
    return _identifier("stretch", article_id(article), str(span.start), str(span.end))


def statement_id(finding: Finding, place: int) -> str:
    """The claim of a finding as the hop at ``place`` of its chain states it."""
    spans = [str(number) for span in claim_of(finding) for number in (span.start, span.end)]
    return _identifier("statement", article_id(finding.article), *spans, str(place))


def agent_id(finding: Finding, place: int) -> str | None:
    """Who the hop at ``place`` is; None where nobody says.

    By name alone, whatever the article. Unnamed sources are the same only within one article, with
    one description, and behind the same hop.
    """
    hops = finding.chain.hops
    hop = hops[place]
    if hop.name is None:
        return None
    key = name_key(hop.name)
    if hop.kind not in _NAMELESS:
        return _identifier("agent", key)
    before = hops[place - 1].name if place else None
    return _identifier("unnamed", article_id(finding.article), name_key(before or ""), key)


def is_named(hop: Hop) -> bool:
    """Whether a hop has a name of its own, and not a description only."""
    return hop.name is not None and hop.kind not in _NAMELESS


def claim_of(finding: Finding) -> tuple[Span, ...]:
    """The stretches that carry the claim: what was said; in an article's own voice, the quote."""
    if finding.attribution is not None:
        return finding.attribution.attribution.content
    return finding.highlights or (finding.quote,)


def _identifier(sort: str, *parts: str) -> str:
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{sort}-{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"
