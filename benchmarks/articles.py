"""Stand-in articles for measurements: as many as wanted, all different, none of them news."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from retrieval.model import Arrival, Channel, Submission

_SPEAKERS: Final = (
    "Mayor {name} Aldane", "the port authority", "unnamed officials", "Professor {name} Quist",
    "a spokeswoman for the ministry", "union leader {name} Brandt", "two people familiar with it",
)  # fmt: skip
_NAMES: Final = ("Ines", "Tomas", "Odile", "Pavel", "Mina", "Yusuf", "Greta", "Ivo", "Leila", "Sam")
_CUES: Final = ("said", "claimed", "denied", "promised", "told reporters", "warned", "confirmed")
_SUBJECTS: Final = (
    "the bridge", "the harvest", "the night train", "the dam", "the vaccine", "the new tariff",
    "the ferry line", "the old quarry", "the school fund", "the border post", "the reactor",
)  # fmt: skip
_VERBS: Final = ("would cost", "had already lost", "will bring in", "needs", "was short of", "hid")
_AMOUNTS: Final = ("million crowns", "workers", "tonnes of grain", "new homes", "lorries a day")


def stand_in_articles(passages: int, seed: int = 0) -> Iterator[Submission]:
    """Articles of twelve paragraphs, until they come to ``passages`` paragraphs."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    for number in range(0, passages, 12):
        paragraphs = [_paragraph(rng) for _ in range(min(12, passages - number))]
        yield Submission(
            text="\n\n".join(paragraphs),
            publisher=f"The {rng.choice(_NAMES)} Courier",
            arrival=Arrival(channel=Channel.IMPORT, received_at=datetime.now(UTC)),
        )


def _paragraph(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(rng.randint(2, 4)))


def _sentence(rng: random.Random) -> str:
    speaker = rng.choice(_SPEAKERS).format(name=rng.choice(_NAMES))
    claim = (
        f"{rng.choice(_SUBJECTS)} in district {rng.randint(1, 9_999)} {rng.choice(_VERBS)} "
        f"{rng.randint(2, 999_999)} {rng.choice(_AMOUNTS)}"
    )
    if rng.random() < 0.3:  # noqa: PLR2004 - about a third of news speech is direct
        return f'"{claim.capitalize()}," {speaker} {rng.choice(_CUES)}.'
    return f"{speaker[0].upper()}{speaker[1:]} {rng.choice(_CUES)} that {claim}."
