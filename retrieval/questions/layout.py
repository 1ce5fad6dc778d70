"""What the question head's weights are made for: tags, kinds and stances, in their order."""

from __future__ import annotations

from typing import Final

from retrieval.model import Stance

WIDTH: Final = 96  # of the head; 48 did 0.01 worse on kinds
# A token is of one stretch at most; stretches are whole, so they need no beginning mark.
TAGS: Final = ("outside", "source", "cue", "content", "publisher", "since")
KINDS: Final = ("who_claimed", "what_said", "did_claim", "origin", "who_denied")
STANCES: Final = tuple(stance.value for stance in Stance)
PROMPT: Final = "query: "  # as the encoder was trained to see a question
FORMAT: Final = "hearsay-questions-1"
