"""The day since which a question asks."""

from __future__ import annotations

from datetime import date
from typing import Final

from retrieval.conversation.dates import DateWords, day_of
from retrieval.conversation.grammar import LANGUAGES, grammar

_LEADS: Final = 3  # words before the date itself: "in the last two weeks"


def begins(stretch: str, language: str, today: date | None = None) -> date | None:
    """The day that a stretch such as "since last Monday" names; None where it names none."""
    known = grammar(language).dates if language in LANGUAGES else DateWords({})
    words = stretch.split()
    for lead in range(min(_LEADS, len(words))):
        found = day_of(" ".join(words[lead:]), language, known, today or date.today())  # noqa: DTZ011
        if found is not None:
            return found
    return None
