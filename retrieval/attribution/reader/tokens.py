"""An article as the encoder sees it: pieces of words with their offsets and surface."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from retrieval.arrays import Floats, Ints

FLAGS: Final = 5  # paragraph start, quotation mark, inside quotation marks, capital, word start

_OPENING: Final = {"«": "»", "“": "”", "„": "“”", "‹": "›", "「": "」", "『": "』", "»": "«"}
_AMBIGUOUS: Final = frozenset('"”')  # opens where nothing is open, else closes
_MARKS: Final = frozenset("".join(_OPENING)) | frozenset("".join(_OPENING.values())) | _AMBIGUOUS
_SENTENCE_END: Final = re.compile(r"[.!?…»”\"。！？」』।۔؟]")


_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNSPACED_END: Final = "。！？"  # after these a sentence begins without a space


@dataclass(frozen=True, slots=True)
class Tokens:
    """The pieces of a text.

    Attributes:
        ids: vocabulary ids, shape (n,).
        starts: first character of each, white space left out, shape (n,).
        ends: character after the last, shape (n,).
        flags: 0 or 1, shape (n, 5): what ``FLAGS`` counts.
        sentences: where sentences and paragraphs begin, ascending token numbers.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    flags: Floats
    sentences: Ints

    def sentence_of(self, token: int) -> int:
        """Number of the sentence in which a token stands, from 1; 0 before the first."""
        return int(np.searchsorted(self.sentences, token, side="right"))

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.ids)


def tokens_of(text: str, tokenizer: Tokenizer, most: int | None = None) -> Tokens:
    """The pieces of ``text``, at most ``most`` of them."""
    # Half a surrogate pair is no character to the tokenizer; offsets stay.
    encoding = tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    ids, offsets = encoding.ids[:most], encoding.offsets[:most]
    marks, inside = _quoted(text)
    flags = np.zeros((len(ids), FLAGS), dtype=np.float32)
    starts = np.zeros(len(ids), dtype=np.int32)
    ends = np.zeros(len(ids), dtype=np.int32)
    sentences = []
    before = 0
    for number, (left, end) in enumerate(offsets):
        start = left
        while start < end and text[start].isspace():
            start += 1
        starts[number], ends[number] = start, end
        gap = text[before:start]
        paragraph = number == 0 or "\n" in gap
        ended = before > 0 and (
            (bool(gap) and _SENTENCE_END.match(text[before - 1]))
            or text[before - 1] in _UNSPACED_END
        )
        if paragraph or ended:
            sentences.append(number)
        piece = slice(start, end)
        flags[number] = (
            paragraph,
            any(marks[piece]),
            start < len(text) and inside[start],
            start < end and text[start].isupper(),
            bool(gap) or number == 0,
        )
        before = max(before, end)
    return Tokens(
        np.array(ids, dtype=np.int32), starts, ends, flags, np.array(sentences, dtype=np.int32)
    )


def _ends_sentence(char: str, *, spaced: bool) -> bool:
    return char in _UNSPACED_END or (spaced and bool(_SENTENCE_END.match(char)))


def _quoted(text: str) -> tuple[list[bool], list[bool]]:
    """For each character whether it is a quotation mark, and whether it stands within a pair.

    A paragraph's end closes what was left open.
    """
    marks, inside = [False] * len(text), [False] * len(text)
    closing: str | None = None
    for place, char in enumerate(text):
        if char == "\n":
            closing = None
        elif char in _MARKS:
            marks[place] = inside[place] = True
            if closing is not None and char in closing:
                closing = None
                continue
            if closing is None and (char in _OPENING or char in _AMBIGUOUS):
                closing = _OPENING.get(char, char)
        inside[place] = inside[place] or closing is not None
    return marks, inside
