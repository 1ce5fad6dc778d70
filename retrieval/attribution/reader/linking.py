"""Claimants, vias, kinds and stances of what was found in an article, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.reader.article import fullest, prepared
from retrieval.attribution.reader.candidates import Mention
from retrieval.attribution.reader.decoding import Found, Tagged
from retrieval.attribution.reader.linker import Linker
from retrieval.attribution.reader.tokens import Tokens
from retrieval.model import ClaimantKind, Stance

_PASSED_ON: Final = 0.5  # of an outlet's words, which are then another's
_BESIDE: Final = 5  # attributions


@dataclass(frozen=True, slots=True)
class Linked:
    """An attribution with whom it means.

    Attributes:
        claimant: None where the article has nobody to link to.
        name: the mention with the claimant's fullest name.
        via: nearest to the reader first: the mention, and the one with the fullest name.
    """

    found: Found
    claimant: Mention | None
    name: Mention | None
    kind: ClaimantKind
    stance: Stance
    via: tuple[tuple[Mention, Mention], ...]


def linked(
    linker: Linker, text: str, tokens: Tokens, tagged: Tagged, states: NDArray[np.float16]
) -> list[Linked]:
    """Links what was found; ``states`` as ``stitched`` makes them.

    "According to RT, officials said": RT is a via there, and not somebody who says it as well.
    """
    every = list(_every(linker, text, tokens, tagged, states))
    return [
        each
        for n, each in enumerate(every)
        if not _passed_on(each, every[max(0, n - _BESIDE) : n + _BESIDE])
    ]


def _every(
    linker: Linker, text: str, tokens: Tokens, tagged: Tagged, states: NDArray[np.float16]
) -> Iterator[Linked]:
    article = prepared(linker, text, tokens, tagged, states)
    vias = article.vias()
    every = zip(article.found, vias.all(), article.kinds(), article.stances(), strict=True)
    for number, (one, through, kind, stance) in enumerate(every):
        who = article.claimants[number]
        yield Linked(
            found=one,
            claimant=article.mentions[who] if who is not None else None,
            name=fullest(article.mentions, who) if who is not None else None,
            kind=kind,
            stance=stance,
            via=tuple((each, article.named(vias.named(each))) for each in through),
        )


def _passed_on(each: Linked, others: Sequence[Linked]) -> bool:
    """Whether an outlet's words are no more than somebody's whose words it passes on."""
    who = each.claimant
    if who is None or not who.outlet:
        return False
    mine = each.found.tokens
    return any(
        other is not each
        and any(mention.alike(who) for mention, _ in other.via)
        and len(other.found.tokens & mine) > _PASSED_ON * len(mine)
        for other in others
    )
