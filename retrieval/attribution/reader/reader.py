"""The learned reader behind the `AttributionExtractor` seam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retrieval.attribution.credits import credits_of
from retrieval.attribution.lexicon import is_unnamed, lexicon
from retrieval.attribution.reader.characters import content_spans, span_at
from retrieval.attribution.reader.decoding import Found, decode
from retrieval.attribution.reader.known import known_as
from retrieval.attribution.reader.layout import LAYERS
from retrieval.attribution.reader.linking import Linked, linked
from retrieval.attribution.reader.snapping import Snapped
from retrieval.attribution.reader.spans import stitched
from retrieval.attribution.reader.threads import one_thread
from retrieval.attribution.reader.tokens import Tokens, tokens_of
from retrieval.attribution.reader.weights import ReaderWeights
from retrieval.attribution.reader.windows import windows_of
from retrieval.embedding.states import StateEncoder
from retrieval.matching.imprint import Projection
from retrieval.model import ArticleDraft, Attribution, ClaimantKind, Reading, Span, SpeechType, Via

# Of an article, about 130,000 characters of a European language: memory stays under 100 MB, and a
# newspaper's longest pieces are a quarter of it. What comes after is stored and searched, not read.
MOST_TOKENS: Final = 32_768
_QUOTED: Final = 0.9  # of the tokens of a direct quotation
_UNQUOTED: Final = 0.1


@dataclass(frozen=True, slots=True)
class LearnedReader:
    """Reads attributions in any language from the encoder's states."""

    encoder: StateEncoder
    weights: ReaderWeights
    projection: Projection | None = None  # what imprints are made with, where any are wanted

    @property
    def identity(self) -> str:
        """Changes with the weights."""
        return f"reader-{self.weights.digest[:12]}"

    def read(self, article: ArticleDraft) -> Reading:
        """All attributions in reading order, and the credits of the whole article."""
        return Reading(tuple(self._imprinted(article)), credits_of(article.text))

    def _imprinted(self, article: ArticleDraft) -> Iterator[Attribution]:
        for made, states in self.spoken(article):
            if self.projection is None:
                yield made
            else:
                imprint = self.projection.imprint(states, article.language)
                yield replace(made, imprint=imprint)

    def spoken(self, article: ArticleDraft) -> Iterator[tuple[Attribution, NDArray[np.float16]]]:
        """Each attribution, with the sixth layer's states of its tokens, shape (tokens, 384)."""
        one_thread()
        text, language = article.text, article.language
        tokens = tokens_of(text, self.encoder.tokenizer, MOST_TOKENS)
        if not len(tokens):
            return
        windows = windows_of(len(tokens), tokens.sentences)
        read = dict(self.encoder.states([tokens.ids[a:b] for a, b in windows.spans]))
        states = [read[number].astype(np.float16) for number in range(len(windows.spans))]
        tagged = decode(self.weights.tagger, tokens, windows, states)
        whole = stitched(windows, states, len(tokens))
        snapped, known = Snapped(text, language), lexicon(language)
        seen = set()
        for each in linked(self.weights.linker, text, tokens, tagged, whole):
            cue = span_at(text, tokens, each.found.cue) if each.found.cue else None
            content = snapped.content(content_spans(text, tokens, each.found.content), cue)
            if content and content not in seen:
                seen.add(content)
                made = _attribution(text, tokens, each, content)
                unnamed = known is not None and is_unnamed(known, made.claimant or "")
                if unnamed:
                    made = replace(made, claimant_kind=ClaimantKind.UNNAMED)
                yield made, whole[_tokens_of(each.found), LAYERS.index(6)]


def _tokens_of(found: Found) -> list[int]:
    """The tokens of source, cue and content, in order."""
    places = [*found.content, *(place for place in (found.source, found.cue) if place)]
    return sorted({token for start, end in places for token in range(start, end)})


def _attribution(text: str, tokens: Tokens, each: Linked, content: tuple[Span, ...]) -> Attribution:
    found = each.found
    name = each.name or each.claimant
    return Attribution(
        source=span_at(text, tokens, found.source) if found.source else None,
        cue=span_at(text, tokens, found.cue) if found.cue else None,
        content=content,
        claimant=" ".join(name.text.split()) if name else None,
        claimant_kind=each.kind,
        stance=each.stance,
        type=_type(tokens, found),
        via=tuple(_vias(text, tokens, each)),
    )


def _vias(text: str, tokens: Tokens, each: Linked) -> Iterator[Via]:
    for mention, name in each.via:
        span = span_at(text, tokens, mention.place)
        if span is not None:
            yield Via(_via_name(name.text), span)


def _via_name(words: str) -> str:
    """What an outlet is called by itself, where the tables have it."""
    known = known_as(words, trusted=False)
    return known.name if known is not None else " ".join(words.split())


def _type(tokens: Tokens, found: Found) -> SpeechType:
    """By how much of the content stands in quotation marks."""
    inside = np.concatenate([tokens.flags[a:b, 2] for a, b in found.content]).mean()
    if inside >= _QUOTED:
        return SpeechType.DIRECT
    return SpeechType.INDIRECT if inside <= _UNQUOTED else SpeechType.MIXED
