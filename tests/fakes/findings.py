"""A made-up article, what is read in it, and findings, for what renders them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from retrieval.model import (
    Access,
    Answer,
    Article,
    Attribution,
    ChainEnd,
    Citation,
    ClaimantKind,
    Finding,
    Hop,
    HopRole,
    Passage,
    Query,
    QuestionKind,
    SourceChain,
    Span,
    SpeechType,
    Stance,
    StoredAttribution,
    Via,
)

CLAIM = "que le port de Valdora livrait des moteurs à la flotte du Nord"
SENTENCE = (
    "Selon Radio Delta, des officiers qui n'ont pas voulu être nommés ont confié au quotidien "
    f"Le Phare {CLAIM}."
)
TEXT = f"Moteurs pour le Nord\n\n{SENTENCE}\n\nLe maire <Paul & Cie> dément."


def span_of(stretch: str, text: str = TEXT) -> Span:
    """Where a stretch stands in the text."""
    start = text.index(stretch)
    return Span(start, start + len(stretch))


def article(
    *,
    article_id: int = 1,
    text: str = TEXT,
    publisher: str | None = "Gazette du Cap",
    published: date | None = date(2024, 6, 19),
    url: str | None = "https://gazette.example/moteurs?a=1&b=2",
) -> Article:
    """An article in the store."""
    return Article(
        id=article_id,
        cluster=article_id,
        added_at=datetime(2024, 6, 20, tzinfo=UTC),
        text=text,
        language="fr",
        title="Moteurs pour le Nord",
        publisher=publisher,
        published=published,
        url=url,
    )


def attribution(
    *,
    claimant: str | None = "des officiers qui n'ont pas voulu être nommés",
    kind: ClaimantKind = ClaimantKind.UNNAMED,
    stance: Stance = Stance.ACCUSE,
    via: tuple[str, ...] = ("Radio Delta", "Le Phare"),
) -> Attribution:
    """Who said what in the article's one long sentence."""
    return Attribution(
        source=span_of("des officiers qui n'ont pas voulu être nommés"),
        cue=span_of("ont confié"),
        content=(span_of(CLAIM),),
        claimant=claimant,
        claimant_kind=kind,
        stance=stance,
        type=SpeechType.INDIRECT,
        via=tuple(Via(name, span_of(name)) for name in via),
    )


def finding(
    *,
    number: int = 1,
    said: Attribution | None = None,
    of: Article | None = None,
    own_voice: bool = False,
) -> Finding:
    """A finding with the chain that goes with what is said."""
    source = of or article(article_id=number)
    spoken = said or attribution()
    hops = [
        Hop(
            role=HopRole.PUBLISHER,
            name=source.publisher,
            kind=ClaimantKind.OUTLET,
            access=Access.READ,
        )
    ]
    if not own_voice:
        hops += [
            Hop(
                role=HopRole.VIA,
                name=via.name,
                kind=ClaimantKind.OUTLET,
                access=Access.REPORTED,
                evidence=Citation(source.id, via.mention),
            )
            for via in spoken.via
        ]
        hops.append(
            Hop(
                role=HopRole.CLAIMANT,
                name=spoken.claimant,
                kind=spoken.claimant_kind,
                access=Access.REPORTED,
                evidence=None if spoken.source is None else Citation(source.id, spoken.source),
            )
        )
    return Finding(
        article=source,
        passage=Passage(span_of(SENTENCE), 2, 10 + number, source.id),
        quote=span_of(SENTENCE),
        highlights=(span_of(CLAIM),),
        chain=SourceChain(tuple(hops), _end(spoken, own_voice=own_voice)),
        score=1.0 / number,
        attribution=None if own_voice else StoredAttribution(20 + number, source.id, spoken),
    )


def with_hop(found: Finding, number: int, hop: Hop) -> Finding:
    """The finding with another hop in its chain."""
    hops = list(found.chain.hops)
    hops[number] = hop
    return replace(found, chain=replace(found.chain, hops=tuple(hops)))


def answer(*findings: Finding, nearest: tuple[Finding, ...] = (), language: str = "en") -> Answer:
    """An answer to a question in English."""
    question = "who claimed that Valdora delivers engines?"
    return Answer(
        query=Query(
            text=question,
            content=question,
            language=language,
            kind=QuestionKind.WHO_CLAIMED,
        ),
        findings=findings,
        nearest=nearest,
        origins=min(1, len(findings)),
    )


def _end(said: Attribution, *, own_voice: bool) -> ChainEnd:
    if own_voice:
        return ChainEnd.NAMED
    if said.claimant is None:
        return ChainEnd.UNKNOWN
    kinds = {
        ClaimantKind.UNNAMED: ChainEnd.UNNAMED,
        ClaimantKind.DOCUMENT: ChainEnd.DOCUMENT,
    }
    return kinds.get(said.claimant_kind, ChainEnd.NAMED)
