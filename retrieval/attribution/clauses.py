"""From the cues of a sentence to its attributions: source, content, and what stands between."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from retrieval.attribution.cues import Cue, cues
from retrieval.attribution.lexicon import WORD, Lexicon, split
from retrieval.attribution.names import name_runs
from retrieval.attribution.segments import LOOSE, MASK, Quotation, trimmed
from retrieval.model import Span

_LONGEST_SOURCE: Final = 260  # characters; the longest labelled one has 164
_NEAR: Final = 90  # characters from a verb to its "that"
_SHORT: Final = 6  # words after a verb that are no content: "he said on Monday in Paris"
# A text without full stops is not to take for ever: no labelled sentence has more than four cues,
# and 6,000 characters hold the longest quotation that is looked for.
_MOST_CUES: Final = 16
_LONGEST_SENTENCE: Final = 6000

_COMMA: Final = re.compile(r"[,;:()\0]|\s[–—-]\s")
_COLON: Final = re.compile(r"[^:\0]{0,90}:\s{0,9}")


@dataclass(slots=True)
class Found:
    """An attribution in the making.

    Attributes:
        via: mentions of what stands between, nearest to the reader first.
        within: the attribution whose content this one is a part of.
    """

    cue: Cue | None
    source: Span | None
    content: tuple[Span, ...]
    via: tuple[Span, ...] = ()
    within: Found | None = field(default=None, repr=False)


class Clauses:
    """The clauses of one article in a language that has a lexicon."""

    def __init__(self, text: str, outer: str, quoted: list[Quotation], known: Lexicon) -> None:
        self._text, self._outer, self._quoted, self._known = text, outer, quoted, known
        self._starts = [quotation.span.start for quotation in quoted]
        words = "|".join(sorted(known.words["complementisers"], key=len, reverse=True))
        self._that = re.compile(rf"(?<!\w)({words})(?:['’]|(?!\w))", re.IGNORECASE)
        to = "|".join(sorted(known.words["to"]))
        hearer = r"([^,:.\0]{1,60}?)(?=\s(?:que|qu['’]|that)(?!\w)|[,:.\0]|$)"
        self._to = re.compile(rf"\s(?:{to})\s{hearer}")
        self._told = re.compile(
            rf"\s((?:the\s)?[A-Z][\w.]*(?:\s[A-Z][\w.]*){{0,4}}|\w+)|\s{hearer}"
        )

    def read(self, sentence: Span) -> list[Found]:
        """The attributions of a sentence, outer ones before those within them."""
        found: list[Found] = []
        sentence = Span(sentence.start, min(sentence.end, sentence.start + _LONGEST_SENTENCE))
        marks = cues(self._outer, sentence, self._known)[:_MOST_CUES]
        for i, cue in enumerate(marks):
            breaks = (at for later in marks[i + 1 :] if (at := self._break(later)) is not None)
            stop = next(breaks, sentence.end)
            within = next((f for f in reversed(found) if _covers(f, cue)), None)
            clause = Span(within.content[0].start if within else sentence.start, sentence.end)
            if cue.takes == "frame":
                made = self._frame(cue, clause)
            else:
                made = self._verb(cue, clause, stop, found[-1] if found else None)
            if made.source and made.content:
                made.within = made.within or within
                found.append(made)
        self._through(sentence, found)
        return found

    def quotations(self, start: int, end: int) -> list[Quotation]:
        """Those that begin in a stretch."""
        return self._quoted[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    # What was said

    def _frame(self, cue: Cue, clause: Span) -> Found:
        """In "selon X, content"; "content, selon X"; "con-, selon X, -tent"."""
        start, at, begin = clause.start, cue.span.start, cue.span.end
        comma = _COMMA.search(self._outer, begin, min(clause.end, begin + _LONGEST_SOURCE))
        end = comma.start() if comma else clause.end
        content = self._content(end, clause.end)
        if len(split(self._outer[start:at])) > 1 or MASK in self._outer[start:at]:
            content = self._content(start, at) + (() if self._said(start, at) else content)
        return Found(cue, self._noun_phrase(begin, end), content)

    def _verb(self, cue: Cue, clause: Span, stop: int, previous: Found | None) -> Found:
        """In "X a dit que content"; "content, a dit X"; "content, X a dit"."""
        start, at, end = clause.start, cue.span.start, cue.span.end
        if cue.pronoun is None and self._is_inverted(cue, start, stop):
            source = self._following(end, stop)
            end = source.end if source else end
            heard = self._to.match(self._outer, end, stop)
            content = self._content(start, at) + self._quoted_in(end, clause.end)
            return Found(cue, source, content, (Span(*heard.span(1)),) if heard else ())
        subject, via = (cue.pronoun, ()) if cue.pronoun else self._subject(start, at)
        cut = subject.start if subject and subject is not cue.pronoun else at
        content, hearer = self._after(cue, stop)
        if (cue.gerund or subject is None) and previous and not via:
            return Found(cue, previous.source, content, previous.via, previous.within)
        tail = self._outer[end:stop].split(MASK)[0]
        short = len(split(tail)) <= _SHORT and ":" not in tail and not self._that.search(tail)
        if short and self._said(start, cut):
            content = self._content(start, cut) + self._quoted_in(end, clause.end)
        return Found(cue, subject, content, via + hearer)

    def _content(self, start: int, end: int) -> tuple[Span, ...]:
        """A stretch without loose ends; of nothing but quotations, what they quote."""
        if not WORD.search(self._outer, start, end):
            return self._quoted_in(start, end)
        span = trimmed(self._text, start, end)
        if span and self._text[span.end - 1] == ".":
            span = trimmed(self._text, span.start, span.end - 1)
        return (span,) if span else ()

    def _quoted_in(self, start: int, end: int) -> tuple[Span, ...]:
        return tuple(span for q in self.quotations(start, end) for span in q.content)

    def _after(self, cue: Cue, stop: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """What follows a cue as its content, and whom it was said to."""
        to = self._told if cue.takes == "hearer" else self._to
        heard = to.match(self._outer, cue.span.end, stop) if cue.takes != "object" else None
        start = heard.end() if heard else cue.span.end
        hearer = (Span(*heard.span(heard.lastindex or 0)),) if heard else ()
        tail = self._outer[start:stop]
        if colon := _COLON.match(tail):
            return self._content(start + colon.end(), stop), hearer
        that = self._that.search(tail, 0, _NEAR)
        if that and cue.takes == "object" and tail[: that.start()].strip():
            that = None  # "a rejeté l'idée que …": the idea is part of it
        if that and MASK not in tail[: that.start()]:
            kept = that.group(1).lower() in self._known.words["kept_complementisers"]
            return self._content(start + (that.start() if kept else that.end()), stop), hearer
        bare = cue.takes != "that" and len(split(tail)) > 1 and not tail.startswith(",")
        if bare or tail.lstrip(LOOSE).startswith(MASK):
            return self._content(start, stop), hearer
        return (), hearer

    def _said(self, start: int, end: int) -> bool:
        """True where a stretch may be what was said: it ends in a quotation or is a clause."""
        ahead = self._outer[start:end].rstrip(LOOSE)
        return ahead.endswith(MASK) or not self._known.words["finite_signs"].isdisjoint(
            split(ahead)
        )

    def _break(self, cue: Cue) -> int | None:
        """Where content before a cue ends, if the cue goes on with the same source."""
        start = max(0, cue.span.start - 12)
        ahead = re.search(r"(,\s)?(\w*)\s?$", self._outer[start : cue.span.start])
        if ahead is None or not ahead.group().strip():
            return None
        goes_on = self._has(ahead.group(2), "coordinators")
        apart = ahead.group(1) and (cue.gerund or cue.takes == "frame")
        return start + ahead.start() if goes_on or apart else None

    # Who said it

    def _is_inverted(self, cue: Cue, start: int, stop: int) -> bool:
        """True where the subject comes after the cue, and the content before it."""
        part, words = self._known.words, split(self._outer[cue.span.end : stop])
        ahead = self._outer[start : cue.span.start].rstrip()
        if (
            cue.gerund
            or not words
            or not ahead.endswith((",", MASK))
            or not self._said(start, cue.span.start)
        ):
            return False
        if words[0] in part["complementisers"] | part["to"] | part["adverbials"]:
            return False
        named = self._outer[cue.span.end : stop].lstrip()[:1].isupper()
        named = named or words[0] in part["articles"] | part["indefinite"]
        alone = len(words) <= 2 * _SHORT and part["finite_signs"].isdisjoint(words)
        return ahead.rstrip(LOOSE).endswith(MASK) or (named and alone)

    def _following(self, begin: int, stop: int) -> Span | None:
        """The subject after an inverted cue, with its appositions."""
        limit = min(stop, begin + _LONGEST_SOURCE)
        stops = (at for mark in "\0;:()" if (at := self._outer.find(mark, begin, limit)) >= 0)
        end = min(stops, default=limit)
        for run in [*name_runs(self._outer, begin, end)][:1]:
            word = WORD.search(self._outer, run.end, end)
            if word and word.start() == run.end + 1 and self._has(word.group(), "adverbials"):
                end = run.end
        return self._noun_phrase(begin, end)

    def _subject(self, start: int, at: int) -> tuple[Span | None, tuple[Span, ...]]:
        """The subject before a cue, and who is said to cite it."""
        parts = self._parts(max(start, at - _LONGEST_SOURCE), at)
        for i, (part, words) in enumerate(parts):
            if self._has(words[0], "citing"):
                citer = self._noun_phrase(*_ends(parts[i - 1][0]))
                cited = self._noun_phrase(part.start + len(words[0]), part.end)
                return cited, (citer,) if citer else ()
        first = len(parts) - 1
        apposed = self._outer[start:at].rstrip().endswith(",")
        while (
            first > 0
            and (apposed or _is_name(self._outer, parts[first][0]))
            and not self._aside(parts[first - 1][1])
        ):
            first -= 1
        return (self._noun_phrase(parts[first][0].start, at) if parts else None), ()

    def _parts(self, start: int, end: int) -> list[tuple[Span, tuple[str, ...]]]:
        """What lies between commas, with its words."""
        cuts = [*(comma.span() for comma in _COMMA.finditer(self._outer, start, end)), (end, end)]
        begins = [start, *(after for _, after in cuts)]
        spans = [trimmed(self._outer, a, b) for a, (b, _) in zip(begins, cuts, strict=False)]
        return [(span, words) for span in spans if span and (words := split(span.of(self._outer)))]

    def _aside(self, words: tuple[str, ...]) -> bool:
        """True where a part before a subject does not belong to it."""
        clause = not self._known.words["finite_signs"].isdisjoint(words)
        return not self._has(words[0], "relatives") and (
            clause or self._has(words[0], "adverbials")
        )

    def _noun_phrase(self, start: int, end: int) -> Span | None:
        """A stretch without what is loose at its edges; None where it ends in "and"."""
        words = [Span(*m.span()) for m in WORD.finditer(self._outer, start, end)]
        anew = [i for i, w in enumerate(words) if self._has(w.of(self._outer), "subordinators")]
        words = words[anew[-1] + 1 if anew else 0 :]
        if not words or self._has(words[-1].of(self._outer), "coordinators"):
            return None
        while len(words) > 1 and self._has(words[0].of(self._outer), "clause_starts"):
            del words[0]
        while len(words) > 1 and self._has(words[-1].of(self._outer), "clitics", "times"):
            del words[-1]
        last = words[-1].of(self._outer)
        return words[-1] if self._has(last, "persons", "plurals", "self") else Span.around(words)

    def _has(self, word: str, *parts: str) -> bool:
        return any(word.lower() in self._known.words[part] for part in parts)

    def _through(self, sentence: Span, found: list[Found]) -> None:
        """Adds who is said to cite, or to have interviewed, the sources of a sentence."""
        for match in self._known.phrases["through"].finditer(self._outer, *_ends(sentence)):
            comma = _COMMA.search(self._outer, match.end(), sentence.end)
            name = self._noun_phrase(match.end(), comma.start() if comma else sentence.end)
            for each in found if name else ():
                each.via = (name, *each.via) if name else each.via
                if each.source and each.source.start < match.start() < each.source.end:
                    each.source = self._noun_phrase(each.source.start, match.start())


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_name(text: str, part: Span) -> bool:
    """True for the last part of "le ministre russe, Sergueï Lavrov"."""
    return next(name_runs(text, *_ends(part)), None) == part


def _covers(found: Found, cue: Cue) -> bool:
    """True where a cue stands in the content of what was found before."""
    return any(span.start <= cue.span.start < span.end for span in found.content)
