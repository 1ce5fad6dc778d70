"""A ranker whose weights can be read, in place of those fitted to another embedding model."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from retrieval.assistant import Assistant
from retrieval.ranking.ranker import Ranker
from retrieval.wording.assisted import Assisted

# Half a step of nearness (0.1) outweighs a shared word; nobody's words and the wrong stance cost
# two steps and more. A question and a passage that share one word in six are evidence.
BY_HAND: Final = Ranker(
    order={
        "near": 10.0,
        "said": 5.0,
        "lexical": 0.5,
        "speaker": 2.0,
        "stance": 4.0,
        "denial": -2.0,
        "unattributed": -2.0,
    },
    judgement={"bias": -3.2, "near": 20.0},
    least=0.5,
)


def ranked_by_hand(assistant: Assistant) -> Assistant:
    """The same assistant, ranking with ``BY_HAND``."""
    searching = replace(assistant.dialogue.searching, ranker=BY_HAND)
    answering = assistant.answering
    answering = (
        replace(answering, answering=searching) if isinstance(answering, Assisted) else searching
    )
    dialogue = replace(assistant.dialogue, answering=answering, searching=searching)
    return replace(assistant, answering=answering, dialogue=dialogue)
