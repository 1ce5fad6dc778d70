"""Provenance after W3C PROV: articles, stretches and statements; publishers, vias and claimants.

    stretch    wasQuotedFrom    article      word for word, with the span that it has there
    article    wasAttributedTo  publisher
    statement  wasDerivedFrom   stretch      the publisher's statement of the claim
    statement  wasDerivedFrom   statement    that of the next hop towards the origin
    statement  hadPrimarySource statement    the claimant's, unless nobody says who that is
    statement  wasAttributedTo  agent        whoever the hop is
    stretch    wasQuotedFrom    statement    the claimant's, where the words are given as theirs

The attribute ``hearsay:access`` tells what was *read* from what was only *reported*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from prov.constants import (
    PROV_LABEL,
    PROV_TYPE,
    PROV_VALUE,
    XSD_ANYURI,
    XSD_DATE,
)
from prov.identifier import Namespace, QualifiedName
from prov.model import PROV, Literal, ProvDocument, ProvRecord

from retrieval.model import (
    Article,
    ChainEnd,
    Citation,
    ClaimantKind,
    Finding,
    Hop,
    Span,
    SpeechType,
)
from retrieval.provenance.identifiers import (
    agent_id,
    article_id,
    claim_of,
    is_named,
    statement_id,
    stretch_id,
)

# ``.invalid`` is reserved (RFC 2606): nobody will ever own it and mean something else by it.
HEARSAY: Final = Namespace("hearsay", "https://hearsay.invalid/ns#")
_SORTS: Final = {
    ClaimantKind.PERSON: PROV["Person"],
    ClaimantKind.ORGANISATION: PROV["Organization"],
    ClaimantKind.GOVERNMENT: PROV["Organization"],
    ClaimantKind.OUTLET: PROV["Organization"],
}

Attribute = tuple[QualifiedName, str | int | bool | Literal | QualifiedName]
# An attribute may have several values, each once; a dictionary keeps them in order.
Attributes = dict[Attribute, None]
_NO_ORIGIN: Final = frozenset((ChainEnd.UNKNOWN, ChainEnd.CYCLE))


def prov_document(findings: Iterable[Finding]) -> ProvDocument:
    """What the findings say of their sources; the same findings give an equal document."""
    draft = _Draft()
    for finding in findings:
        _add_finding(draft, finding)
    return draft.document()


def prov_json(findings: Iterable[Finding]) -> str:
    """The document in PROV-JSON; ends with a line end."""
    text = prov_document(findings).serialize(format="json", indent=2, ensure_ascii=False)
    return f"{text}\n"


def prov_n(findings: Iterable[Finding]) -> str:
    """The document in PROV-N; ends with a line end."""
    return f"{prov_document(findings).get_provn()}\n"


@dataclass(frozen=True, slots=True)
class _Draft:
    """Records before they are written: each once, however many findings speak of it."""

    entities: dict[str, Attributes] = field(default_factory=dict)
    agents: dict[str, Attributes] = field(default_factory=dict)
    relations: dict[tuple[str, str, str], None] = field(default_factory=dict)

    def entity(self, identifier: str, *attributes: Attribute) -> str:
        self.entities.setdefault(identifier, {}).update(dict.fromkeys(attributes))
        return identifier

    def agent(self, identifier: str, *attributes: Attribute) -> str:
        self.agents.setdefault(identifier, {}).update(dict.fromkeys(attributes))
        return identifier

    def relate(self, relation: str, first: str, second: str) -> None:
        self.relations[relation, first, second] = None

    def document(self) -> ProvDocument:
        document = ProvDocument()
        document.add_namespace(HEARSAY)
        for identifier, attributes in self.entities.items():
            document.entity(HEARSAY[identifier], list(attributes))
        for identifier, attributes in self.agents.items():
            document.agent(HEARSAY[identifier], list(attributes))
        writers: dict[str, Callable[[QualifiedName, QualifiedName], ProvRecord]] = {
            "wasDerivedFrom": document.wasDerivedFrom,
            "wasQuotedFrom": document.quotation,
            "hadPrimarySource": document.primary_source,
            "wasAttributedTo": document.wasAttributedTo,
        }
        for relation, first, second in self.relations:
            writers[relation](HEARSAY[first], HEARSAY[second])
        return document


def _add_finding(draft: _Draft, finding: Finding) -> None:
    article = _add_article(draft, finding.article)
    _add_stretch(draft, finding.article, finding.quote, "quote")
    claims = [_add_stretch(draft, finding.article, span, "claim") for span in claim_of(finding)]
    if finding.attribution is not None and finding.attribution.attribution.cue is not None:
        _add_stretch(draft, finding.article, finding.attribution.attribution.cue, "cue")
    hops = finding.chain.hops
    statements = [_add_statement(draft, finding, place) for place in range(len(hops))]
    publisher = agent_id(finding, 0)
    if publisher is not None:
        draft.relate("wasAttributedTo", article, publisher)
    for claim in claims:
        draft.relate("wasDerivedFrom", statements[0], claim)
    for nearer, further in pairwise(statements):
        draft.relate("wasDerivedFrom", nearer, further)
    if len(statements) > 1 and finding.chain.end not in _NO_ORIGIN:
        draft.relate("hadPrimarySource", statements[0], statements[-1])
        if _is_verbatim(finding):
            for claim in claims:
                draft.relate("wasQuotedFrom", claim, statements[-1])


def _add_article(draft: _Draft, article: Article) -> str:
    attributes: list[Attribute] = [
        (PROV_TYPE, HEARSAY["Article"]),
        (HEARSAY["language"], article.language),
    ]
    if article.title is not None:
        attributes.append((PROV_LABEL, article.title))
    if article.published is not None:
        published = Literal(article.published.isoformat(), XSD_DATE)
        attributes.append((HEARSAY["published"], published))
    if article.url is not None:
        attributes.append((HEARSAY["url"], Literal(article.url, XSD_ANYURI)))
    return draft.entity(article_id(article), *attributes)


def _add_stretch(draft: _Draft, article: Article, span: Span, role: str) -> str:
    """Quoted from its article, ``prov:value`` word for word."""
    stretch = draft.entity(
        stretch_id(article, span),
        (PROV_TYPE, HEARSAY["Stretch"]),
        (PROV_VALUE, span.of(article.text)),
        (HEARSAY["start"], span.start),
        (HEARSAY["end"], span.end),
        (HEARSAY["role"], role),
    )
    draft.relate("wasQuotedFrom", stretch, article_id(article))
    return stretch


def _add_statement(draft: _Draft, finding: Finding, place: int) -> str:
    """The claim as a hop states it, attributed to whoever that is."""
    hop = finding.chain.hops[place]
    attributes: list[Attribute] = [
        (PROV_TYPE, HEARSAY["Statement"]),
        (HEARSAY["place"], place),
        (HEARSAY["role"], hop.role.value),
        (HEARSAY["access"], hop.access.value),
    ]
    if place == len(finding.chain.hops) - 1:
        attributes.append((HEARSAY["chainEnd"], finding.chain.end.value))
        if finding.attribution is not None:
            attributes.append((HEARSAY["stance"], finding.attribution.attribution.stance.value))
    match hop.evidence:
        case Citation(article_id=number, span=span) if number == finding.article.id:
            mention = _add_stretch(draft, finding.article, span, "mention")
            attributes.append((HEARSAY["mention"], HEARSAY[mention]))
        case _:  # a publisher, or a hop that another article names: its text is not at hand
            pass
    statement = draft.entity(statement_id(finding, place), *attributes)
    agent = agent_id(finding, place)
    if agent is not None:
        draft.agent(agent, *_of_agent(hop))
        draft.relate("wasAttributedTo", statement, agent)
    return statement


def _of_agent(hop: Hop) -> Iterable[Attribute]:
    if hop.name is not None:
        yield PROV_LABEL, hop.name
    if hop.kind in _SORTS:
        yield PROV_TYPE, _SORTS[hop.kind]
    yield HEARSAY["kind"], hop.kind.value
    yield HEARSAY["named"], is_named(hop)


def _is_verbatim(finding: Finding) -> bool:
    if finding.attribution is None:
        return False
    return finding.attribution.attribution.type is SpeechType.DIRECT
