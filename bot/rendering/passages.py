"""A passage with what is said in it; a chain with the evidence for each of its hops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Action, Block, Paragraph, Reply, Run, Style
from bot.rendering.evidence import (
    attribution_line,
    chain_of,
    finding_quote,
    headline,
    hop_name,
    mention_of,
    one_line,
    quote_of,
)
from retrieval.model import Access, Finding, Hop, HopRole, Span
from retrieval.seams import Evidence

_CHAINS: Final = 3  # buttons: as many as fit in one row of a phone


def passage_reply(evidence: Evidence, highlight: Span | None, catalogue: Catalogue) -> Reply:
    """The whole passage, with ``highlight`` marked in it, and who says what there."""
    article, passage = evidence.article, evidence.passage
    blocks: list[Block] = []
    if article.title is not None:
        blocks.append(Paragraph((Run(one_line(article.title), Style.STRONG),)))
    marked = () if highlight is None else (highlight,)
    blocks.append(quote_of(article, passage, passage.span, marked, catalogue))
    lines = {
        stored.id: attribution_line(
            stored.attribution, (*evidence.credits, *stored.attribution.via), catalogue
        )
        for stored in evidence.attributions
    }
    if lines:
        claims = "; ".join(dict.fromkeys(lines.values()))
        blocks.append(Paragraph((Run(catalogue.say("passage-attributions", claims=claims)),)))
    actions = tuple(
        Action(catalogue.say("action-chain-of", number=number), f"chain:{attribution_id}")
        for number, attribution_id in enumerate(islice(lines, _CHAINS), start=1)
    )
    return Reply(tuple(blocks), actions)


def chain_reply(finding: Finding, catalogue: Catalogue) -> Reply:
    """A chain, hop by hop, with the words of the article that each rests on."""
    blocks: tuple[Block, ...] = (
        headline(finding, catalogue),
        chain_of(finding, catalogue),
        *(Paragraph((Run(line),)) for line in _grounds(finding, catalogue)),
        finding_quote(finding, catalogue),
    )
    actions = [Action(catalogue.say("action-passage"), f"passage:{finding.passage.id}")]
    if finding.attribution is not None:
        label = catalogue.say("action-picture")
        actions.append(Action(label, f"picture:{finding.attribution.id}"))
    return Reply(blocks, tuple(actions))


def _grounds(finding: Finding, catalogue: Catalogue) -> Iterator[str]:
    for hop in finding.chain.hops:
        yield _ground(hop, finding, catalogue)
    cue = finding.attribution.attribution.cue if finding.attribution is not None else None
    if cue is not None:
        yield catalogue.say("chain-cue", cue=one_line(cue.of(finding.article.text)))
    yield catalogue.say(f"chain-end-{finding.chain.end}")


def _ground(hop: Hop, finding: Finding, catalogue: Catalogue) -> str:
    """Why a hop is in the chain."""
    if hop.name is None and hop.role is not HopRole.PUBLISHER:
        return catalogue.say("chain-hop-unknown")
    name = hop_name(hop, finding.article, catalogue)
    if hop.role is HopRole.PUBLISHER:
        return catalogue.say("chain-hop-publisher", name=name)
    if hop.access is Access.READ:
        return catalogue.say("chain-hop-read", name=name)
    mention = mention_of(hop, finding.article)
    if mention is None or mention == hop.name:
        return catalogue.say("chain-hop-reported-elsewhere", name=name)
    return catalogue.say("chain-hop-reported", name=hop.name or name, mention=mention)
