"""What was understood of an article that came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.catalogue import Catalogue, yes_or_no
from bot.rendering.blocks import Block, Paragraph, Reply, Run, Style
from bot.rendering.evidence import attribution_line, publisher_name
from retrieval.ingest import Receipt

_SHOWN: Final = 6  # distinct attributions; more than that nobody reads in an acknowledgement


def receipt_reply(receipt: Receipt, catalogue: Catalogue) -> Reply:
    """Publisher, language, date, passages, and who is quoted via whom."""
    article, reading = receipt.article, receipt.reading
    credits_ = list(dict.fromkeys(via.name for via in reading.credits))
    head = catalogue.say(
        "receipt",
        known=yes_or_no(receipt.known),
        publisher=publisher_name(article, catalogue),
        language=catalogue.language_name(article.language),
        dated=yes_or_no(article.published),
        published=article.published or "",
        credited=yes_or_no(credits_),
        credits=catalogue.listing(credits_),
    )
    blocks: list[Block] = [
        Paragraph((Run(head, Style.STRONG),)),
        Paragraph((Run(_contents(receipt, catalogue)),)),
    ]
    blocks += [Paragraph((Run(line),)) for line in remarks(receipt, catalogue)]
    if article.publisher is None:
        blocks.append(Paragraph((Run(catalogue.say("receipt-publisher-unknown")),)))
    return Reply(tuple(blocks))


def remarks(receipt: Receipt, catalogue: Catalogue) -> Iterator[str]:
    """Whose text it is too, and what was told of a known article and not taken over."""
    article, twin = receipt.article, receipt.twin
    if twin is not None:
        yield catalogue.say(
            "receipt-twin",
            exact=yes_or_no(twin.wording == article.wording),
            publisher=publisher_name(twin, catalogue),
            dated=yes_or_no(twin.published),
            published=twin.published or "",
        )
    if receipt.other_date is not None:
        yield catalogue.say(
            "receipt-other-date", kept=article.published or "", given=receipt.other_date
        )
    if receipt.other_title is not None:
        yield catalogue.say(
            "receipt-other-title", kept=article.title or "", given=receipt.other_title
        )


def _contents(receipt: Receipt, catalogue: Catalogue) -> str:
    attributions = receipt.reading.attributions
    claims = list(dict.fromkeys(attribution_line(a, a.via, catalogue) for a in attributions))
    return catalogue.say(
        "receipt-contents",
        passages=receipt.passages,
        attributions=len(attributions),
        claims="; ".join(claims[:_SHOWN]),
        left=max(0, len(claims) - _SHOWN),
    )
