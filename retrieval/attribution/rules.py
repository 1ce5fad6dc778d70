"""The first reader: quotation marks, and cues and frames from lexicons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from retrieval.attribution.clauses import Clauses, Found
from retrieval.attribution.credits import credits_of
from retrieval.attribution.lexicon import WORD, Lexicon, digest, lexicon
from retrieval.attribution.names import Names, name_runs
from retrieval.attribution.segments import Quotation, masked, quotations, sentences
from retrieval.model import (
    ArticleDraft,
    Attribution,
    ClaimantKind,
    Reading,
    Span,
    SpeechType,
    Stance,
    Via,
)

_LEAST_QUOTED: Final = 4  # words; a scare-quote is shorter, and nobody is said to have said it
_NEAR: Final = 200  # characters between a quotation and whom it may be of

_Resolved = tuple[str | None, ClaimantKind, tuple[Via, ...]]


class RuleExtractor:
    """Reads attributions by rule: French and English, elsewhere quotations alone."""

    @property
    def identity(self) -> str:
        """Changes with the lexicons."""
        return f"rules-1-{digest()}"

    def read(self, article: ArticleDraft) -> Reading:
        """All attributions in reading order, and the credits of the whole article."""
        reader = _Reader(article.text, lexicon(article.language))
        found = sorted(reader.found(), key=lambda each: each.content[0])
        return Reading(tuple(reader.resolved(found)), credits_of(article.text))


class _Reader:
    """Reads one article."""

    def __init__(self, text: str, known: Lexicon | None) -> None:
        self._text = text
        self._names = Names(text, known)
        self._quoted = quotations(text)
        self._starts = [quotation.span.start for quotation in self._quoted]
        self._outer = masked(text, self._quoted)
        self._clauses = Clauses(text, self._outer, self._quoted, known) if known else None

    def found(self) -> Iterator[Found]:
        """Sentence by sentence; what is nothing but a quotation goes on with the one before."""
        last: Found | None = None
        for sentence in sentences(self._text, self._outer):
            here = self._clauses.read(sentence) if self._clauses else []
            claimed = {q for each in here for span in each.content for q in self._touching(span)}
            alone = not WORD.search(self._outer, sentence.start, sentence.end)
            for quotation in self._touching(sentence):
                if quotation in claimed:
                    continue
                if alone and last is not None:
                    last.content += quotation.content
                elif len(WORD.findall(quotation.span.of(self._text))) >= _LEAST_QUOTED:
                    source = self._nearest(sentence, quotation.span)
                    here.append(Found(None, source, quotation.content))
            yield from here
            spoken = [each for each in here if self._type(each.content) is SpeechType.DIRECT]
            last = last if alone and not here else next(reversed(spoken), None)

    def resolved(self, found: list[Found]) -> Iterator[Attribution]:
        """With claimants and vias; a "selon RT" that only passes on a word is a via alone."""
        done: dict[int, _Resolved] = {}
        passed_on = {id(each.within) for each in found}
        for each in found:
            claimant, kind, via = self._resolve(each, done)
            frame = each.cue is not None and each.cue.takes == "frame"
            if frame and kind is ClaimantKind.OUTLET and id(each) in passed_on:
                continue
            yield Attribution(
                source=each.source,
                cue=each.cue.span if each.cue else None,
                content=each.content,
                claimant=claimant,
                claimant_kind=kind,
                stance=each.cue.stance if each.cue else Stance.AFFIRM,
                type=self._type(each.content),
                via=via,
            )

    def _resolve(self, each: Found, done: dict[int, _Resolved]) -> _Resolved:
        """Claimant, kind and vias, those of what it stands within first; each once."""
        if id(each) in done:
            return done[id(each)]
        hops: dict[str, Via] = {}
        if each.within is not None and each.within.source is not None:
            outer, _, via = self._resolve(each.within, done)
            hops = {hop.name: hop for hop in via}
            hops.setdefault(outer or "", Via(outer or "", each.within.source))
        for mention in each.via:
            if outlet := self._names.outlet(mention, next(reversed(hops), None)):
                hops.setdefault(outlet, Via(outlet, mention))
        claimant, kind = None, ClaimantKind.UNNAMED
        if each.source is not None:
            claimant, kind = self._names.resolve(each.source, next(reversed(hops), None))
        hops.pop(claimant or "", None)
        done[id(each)] = claimant, kind, tuple(hops.values())
        return done[id(each)]

    def _nearest(self, sentence: Span, quotation: Span) -> Span | None:
        """The name nearest to a quotation in its sentence."""
        start = max(sentence.start, quotation.start - _NEAR)
        runs = name_runs(self._outer, start, min(sentence.end, quotation.end + _NEAR))
        return min(runs, key=lambda run: _gap(run, quotation), default=None)

    def _type(self, content: tuple[Span, ...]) -> SpeechType:
        quoted = [self._touching(span) for span in content]
        if not any(quoted):
            return SpeechType.INDIRECT
        pairs = zip(content, quoted, strict=True)
        whole = all(any(q.span.contains(span) for q in quotes) for span, quotes in pairs)
        return SpeechType.DIRECT if whole else SpeechType.MIXED

    def _touching(self, span: Span) -> list[Quotation]:
        first = max(0, bisect_left(self._starts, span.start) - 1)
        near = self._quoted[first : bisect_left(self._starts, span.end)]
        return [quotation for quotation in near if quotation.span.overlaps(span)]


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)
