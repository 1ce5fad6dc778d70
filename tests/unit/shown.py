"""Replies taken apart again: what a test looks for in them."""

from __future__ import annotations

from bot.rendering.blocks import Chain, Paragraph, Quote, Reply, Run


def text_of(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def paragraphs(reply: Reply) -> list[str]:
    return [text_of(block.runs) for block in reply.blocks if isinstance(block, Paragraph)]


def quotes(reply: Reply) -> list[Quote]:
    return [block for block in reply.blocks if isinstance(block, Quote)]


def chain(reply: Reply) -> list[tuple[str, str]]:
    (shown,) = [block for block in reply.blocks if isinstance(block, Chain)]
    return [(hop.name, hop.note) for hop in shown.hops]
