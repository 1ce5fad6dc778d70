"""What stands in an article: verbatim quotations, whose word they are, and their chains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.catalogue import Catalogue, yes_or_no
from bot.rendering.blocks import Chain, ChainHop, Paragraph, Quote, Run, Style
from retrieval.model import (
    Access,
    Article,
    Attribution,
    ClaimantKind,
    Finding,
    Hop,
    HopRole,
    Passage,
    Span,
    Stance,
    Via,
)

_WORD: Final = re.compile(r"\w+")
_TELLING: Final = 4  # letters: shorter words of a name are articles and prepositions, as a rule


def quote_of(
    article: Article, passage: Passage, span: Span, marked: Iterable[Span], catalogue: Catalogue
) -> Quote:
    """A stretch of an article, word for word, and the line that says where it stands.

    What lies of ``marked`` within ``span`` is marked.
    """
    return Quote(
        runs=tuple(_marked(article.text, span, marked)),
        source=source_line(article, passage, catalogue),
    )


def finding_quote(finding: Finding, catalogue: Catalogue) -> Quote:
    """The quotation of a finding, with the claim marked."""
    return quote_of(finding.article, finding.passage, finding.quote, finding.highlights, catalogue)


def headline(finding: Finding, catalogue: Catalogue) -> Paragraph:
    """Whose word it is, what they do with the claim, and how far from the source we are."""
    hops = len(finding.chain.reported)
    return Paragraph(
        (
            Run(_claim(finding, catalogue), Style.STRONG),
            Run(" "),
            Run(catalogue.say("hops-reported", hops=hops)),
        )
    )


def chain_of(finding: Finding, catalogue: Catalogue) -> Chain:
    """The source chain with the note that belongs under each hop."""
    return Chain(
        tuple(
            ChainHop(
                name=hop_name(hop, finding.article, catalogue),
                note=_note(hop, catalogue),
                read=hop.access is Access.READ,
            )
            for hop in finding.chain.hops
        )
    )


def hop_name(hop: Hop, article: Article, catalogue: Catalogue) -> str:
    """A hop's name; an intermediary by the article's own words too, where they are others."""
    if hop.name is None:
        publisher = hop.role is HopRole.PUBLISHER
        return catalogue.say("publisher-unknown" if publisher else "claimant-unknown")
    mention = mention_of(hop, article)
    if hop.role is HopRole.VIA and mention is not None and not _names(mention, hop.name):
        return catalogue.say("via-mentioned", mention=mention, name=hop.name)
    return hop.name


def mention_of(hop: Hop, article: Article) -> str | None:
    """The words by which this article names a hop; None where it is another's, or none does."""
    if hop.evidence is None or hop.evidence.article_id != article.id:
        return None
    return one_line(hop.evidence.span.of(article.text))


def claimant_name(attribution: Attribution, catalogue: Catalogue) -> str:
    """The claimant; an unnamed one by the article's own description."""
    return attribution.claimant or catalogue.say("claimant-unknown")


def speaker_name(finding: Finding, catalogue: Catalogue) -> str:
    """Whose word a finding is, in one line: the claimant's, or in its own voice the publisher's."""
    if finding.attribution is None:
        return publisher_name(finding.article, catalogue)
    return one_line(claimant_name(finding.attribution.attribution, catalogue))


def stance_of(finding: Finding) -> Stance:
    """What is done with the claim; what an article says in its own voice it affirms."""
    said = finding.attribution
    return Stance.AFFIRM if said is None else said.attribution.stance


def publisher_name(article: Article, catalogue: Catalogue) -> str:
    """The publisher, or that it is unknown."""
    return article.publisher or catalogue.say("publisher-unknown")


def attribution_line(attribution: Attribution, via: Sequence[Via], catalogue: Catalogue) -> str:
    """An attribution in short: "RT ← unnamed officials"."""
    names = [hop.name for hop in via]
    return " ← ".join(dict.fromkeys([*names, claimant_name(attribution, catalogue)]))


def source_line(article: Article, passage: Passage, catalogue: Catalogue) -> tuple[Run, ...]:
    """Publisher, language, date, paragraph, and the link where there is one."""
    line = catalogue.say(
        "source-line",
        publisher=publisher_name(article, catalogue),
        language=catalogue.language_name(article.language),
        dated=yes_or_no(article.published),
        published=article.published or "",
        paragraph=passage.paragraph,
    )
    runs = (Run(line, Style.FAINT),)
    if article.url is None:
        return runs
    return (*runs, Run(" · ", Style.FAINT), Run(catalogue.say("source-open"), url=article.url))


def one_line(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())


def _claim(finding: Finding, catalogue: Catalogue) -> str:
    if finding.attribution is None:
        publisher = finding.article.publisher
        if publisher is None:
            return catalogue.say("claim-own-voice-unknown")
        return catalogue.say("claim-own-voice", publisher=publisher)
    attribution = finding.attribution.attribution
    stance = catalogue.say(f"stance-{attribution.stance}")
    if attribution.claimant is None:
        return catalogue.say("claim-unattributed", stance=stance)
    claimant = _capitalised(one_line(attribution.claimant))
    return catalogue.say("claim", claimant=claimant, stance=stance)


def _capitalised(name: str) -> str:
    """A capital to begin the line with, unless the first word has one inside ("eBay")."""
    first = name.partition(" ")[0]
    return name[:1].upper() + name[1:] if first.islower() else name


def _note(hop: Hop, catalogue: Catalogue) -> str:
    if hop.role is HopRole.PUBLISHER:
        return catalogue.say(f"note-{hop.access}")
    if hop.name is None:
        return catalogue.say("note-unknown")
    if hop.kind is ClaimantKind.UNNAMED:
        return catalogue.say("note-unnamed")
    if hop.kind is ClaimantKind.DOCUMENT and hop.access is Access.REPORTED:
        return catalogue.say("note-document")
    return catalogue.say(f"note-{hop.access}")


def _names(mention: str, name: str) -> bool:
    """Whether a mention says the name itself: "le Wall Street Journal", not "le quotidien"."""
    said, meant = (set(_WORD.findall(words.casefold())) for words in (mention, name))
    telling = {word for word in meant if len(word) >= _TELLING} or meant
    return said <= meant or telling <= said


def _marked(text: str, span: Span, marked: Iterable[Span]) -> Iterable[Run]:
    """The runs of ``span``; together they are exactly ``span.of(text)``."""
    whole = span.of(text)  # raises where the text does not reach so far
    at = 0
    for mark in sorted(marked):
        start, end = max(mark.start - span.start, at), min(mark.end - span.start, len(whole))
        if start < end:
            if at < start:
                yield Run(whole[at:start])
            yield Run(whole[start:end], Style.MARK)
            at = end
    if at < len(whole):
        yield Run(whole[at:])
