"""Provenance as plain JSON, for programs that know nothing of PROV (``docs/formats.md``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from retrieval.model import Article, Citation, Finding, Hop, Span
from retrieval.provenance.identifiers import agent_id, article_id, claim_of, is_named

FORMAT: Final = "hearsay-provenance/1"

Json = dict[str, Any]


def plain_json(findings: Sequence[Finding]) -> str:
    """The findings with their chains and the articles they stand in; ends with a line end."""
    articles = {finding.article.id: finding.article for finding in findings}
    document = {
        "format": FORMAT,
        "articles": [_article(article) for article in articles.values()],
        "findings": [_finding(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _article(article: Article) -> Json:
    published = article.published
    return {
        "id": article_id(article),
        "publisher": article.publisher,
        "title": article.title,
        "published": published.isoformat() if published else None,
        "language": article.language,
        "url": article.url,
    }


def _finding(finding: Finding) -> Json:
    text = finding.article.text
    said = finding.attribution.attribution if finding.attribution else None
    return {
        "article": article_id(finding.article),
        "paragraph": finding.passage.paragraph,
        "quote": _stretch(finding.quote, text),
        "claim": [_stretch(span, text) for span in claim_of(finding)],
        "source": _stretch(said.source, text) if said and said.source else None,
        "cue": _stretch(said.cue, text) if said and said.cue else None,
        "stance": said.stance.value if said else None,
        "type": said.type.value if said else None,
        "chain": list(_chain(finding)),
        "chain_end": finding.chain.end.value,
    }


def _chain(finding: Finding) -> Iterable[Json]:
    for place, hop in enumerate(finding.chain.hops):
        yield {
            "id": agent_id(finding, place),
            "role": hop.role.value,
            "name": hop.name,
            "named": is_named(hop),
            "kind": hop.kind.value,
            "access": hop.access.value,
            "evidence": _evidence(hop, finding.article),
        }


def _evidence(hop: Hop, article: Article) -> Json | None:
    match hop.evidence:
        case Citation(article_id=number, span=span) if number == article.id:
            return _stretch(span, article.text)
        case _:  # of another article, whose text is not at hand here
            return None


def _stretch(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "text": span.of(text)}
