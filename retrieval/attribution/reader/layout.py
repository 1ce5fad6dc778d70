"""What the reader's weights are made for: layers, tags and classes, in their order."""

from __future__ import annotations

from typing import Final

LAYERS: Final = (3, 6)  # of the encoder; measured: more do no better, the last alone far worse
STATE: Final = 384  # of the encoder
CROP: Final = 90  # tokens on either side of a cue in which its source and content are looked for
DISTANCES: Final = 58  # buckets of a token's place relative to a cue

EXACT: Final = 8  # tokens to which a distance has a bucket of its own

FLAT: Final = ("content", "source", "cue", "name")  # each outside, begin, inside
CONDITIONED: Final = (
    "outside", "begin source", "source", "begin content", "content", "begin via", "via",
)  # fmt: skip
STANCES: Final = ("affirm", "deny", "accuse", "doubt", "demand", "promise")
KINDS: Final = (
    "person", "organisation", "government", "outlet", "document", "group", "unnamed",
)  # fmt: skip
CLAIMANTS: Final = 3  # heads whose scores are averaged; one alone varies by 0.02 from seed to seed
FORMAT: Final = "hearsay-reader-2"
