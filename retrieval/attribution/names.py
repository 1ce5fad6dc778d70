"""Who a source is: the fullest name that the article has for it, and what kind of source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from retrieval.attribution.lexicon import LANGUAGES, Lexicon, any_of, lexicon, outlets, split
from retrieval.model import ClaimantKind, Span

OUTLET: Final = any_of(outlets(), re.NOFLAG)

_TOKEN: Final = re.compile(r"(?:O['’])?\w[\w-]*")
_ARTICLE: Final = re.compile(r"^(?:(?:the|le|la|les)\s|l['’])\s*", re.IGNORECASE)
_PARTICLES: Final = frozenset(
    ("de", "du", "van", "von", "der", "bin", "al", "el", "di", "da", "of")
)
# "Dozens of angry drivers": capitalised at the head of a sentence only.
_PLURAL: Final = re.compile(r"[^\W\d_a-zß-ÿ]\w*s [^\W\d_A-ZÀ-Þ]")
_OF: Final = re.compile(r"(?:^|\s)(?:of|of the|de|du|de la|d['’])\s?$")
_LONGEST_RUN: Final = 6  # words, titles among them
_LONGEST_NAME: Final = 4  # words; longer runs are headlines in capitals
_NOT_NAMES: Final = frozenset(
    word
    for known in map(lexicon, LANGUAGES)
    if known is not None
    for part, words in known.words.items()
    if part not in {"titles", "times"}
    for word in words - known.words["titles"]
)


def name_key(name: str) -> str:
    """The same for "Le Monde" and "le monde", "The Times" and "Times"."""
    return _ARTICLE.sub("", " ".join(name.casefold().split()))


def outlet_named(alias: str) -> tuple[str, str]:
    """Name and kind of an outlet by what ``OUTLET`` found."""
    return outlets()[re.sub(r"\s", " ", alias.replace("’", "'"))]


def name_runs(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of capitalised words, each at most six words long."""
    run: list[Span] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        capital = word[0].isupper() and word.lower() not in _NOT_NAMES
        joined = bool(run) and text[run[-1].end : match.start()] in {" ", "\xa0", "-", ".", ". "}
        if run and not (joined and len(run) < _LONGEST_RUN and (capital or word in _PARTICLES)):
            yield from _named(text, run)
            run = []
        if capital or run:
            run.append(Span(*match.span()))
    yield from _named(text, run)


def _named(text: str, run: list[Span]) -> Iterator[Span]:
    while run and run[-1].of(text) in _PARTICLES:
        run.pop()
    if run:
        yield Span.around(run)


class Names:
    """The names of one article. Sources are to be resolved in reading order."""

    def __init__(self, text: str, known: Lexicon | None) -> None:
        self._text = text
        self._known = known
        self._outlets = [(m.start(), *outlet_named(m.group())) for m in OUTLET.finditer(text)]
        self._full: dict[str, str] = {}
        for span in name_runs(text, 0, len(text)):
            words = self._bare(span.of(text)).split(" ")
            if 1 < len(words) <= _LONGEST_NAME:
                for word in (words[-1], words[0]):
                    self._full.setdefault(word, " ".join(words))
        self._person: str | None = None
        self._several: tuple[str, ClaimantKind] | None = None

    def outlet(self, span: Span, hop: str | None = None) -> str | None:
        """The outlet that a stretch names, or refers to; a reference never means ``hop``."""
        phrase = span.of(self._text)
        kinds = self._outlet_kinds(phrase)
        named = OUTLET.search(phrase)
        if named and (
            kinds or _ARTICLE.sub("", phrase).startswith(_ARTICLE.sub("", named.group()))
        ):
            return outlet_named(named.group())[0]
        before = bisect_left(self._outlets, (span.start,))
        nearest = reversed(self._outlets[max(0, before - 50) : before])
        fitting = (name for _, name, kind in nearest if kind in kinds and name != hop)
        return None if any(_runs(phrase)) else next(fitting, None)

    def resolve(self, span: Span, hop: str | None = None) -> tuple[str, ClaimantKind]:
        """The claimant that a source stands for, and its kind."""
        phrase = " ".join(span.of(self._text).split())
        if outlet := self.outlet(span, hop):
            return outlet, ClaimantKind.OUTLET
        name, kind = self._referred(phrase) or self._described(phrase)
        if kind is ClaimantKind.PERSON:
            self._person = name
        else:
            self._several = name, kind
        return name, kind

    def _referred(self, phrase: str) -> tuple[str, ClaimantKind] | None:
        """What a pronoun, or a description of one person, refers back to."""
        words = split(phrase)
        if words[:1] == words and self._part(words, "plurals"):
            return self._several
        other = ("documents", "governments", "unnamed", "organisations")
        described = self._part(words, "definite_singular") and not any(_runs(phrase))
        described = described and not any(self._is(kind, phrase) for kind in other)
        if self._part(words, "persons") or (described and self._person):
            return self._person or phrase, ClaimantKind.PERSON
        return None

    def _described(self, phrase: str) -> tuple[str, ClaimantKind]:
        """Name and kind by the words of the source itself."""
        name, head = self._name(phrase), phrase.split(",", maxsplit=1)[0]
        person = name is not None and " " in name and not self._is("organisations", name)
        person = person and not self._is("governments", name or "")
        some = self._part(split(phrase), "indefinite")
        if not person and (self._is("unnamed", phrase) or (some and self._is("roles", head))):
            return phrase, ClaimantKind.UNNAMED
        if self._is("documents", head) and (name is None or not head.startswith(name)):
            return phrase, ClaimantKind.DOCUMENT
        if name is None and (some or self._is("roles", head)):
            return phrase, ClaimantKind.UNNAMED
        if not person and self._is("governments", head):
            return head, ClaimantKind.GOVERNMENT
        if not person and (self._is("organisations", head) or (name and name.isupper())):
            return name if name and name.isupper() else head, ClaimantKind.ORGANISATION
        if name and head.endswith(name) and _OF.search(head.removesuffix(name)):
            name = head  # the mayor of Varelle is not Varelle
        return (name, ClaimantKind.PERSON) if name else (phrase, ClaimantKind.GROUP)

    def _name(self, phrase: str) -> str | None:
        """Of several names in a source, its head rather than a complement, in its fullest form."""
        names, parts = list(_runs(phrase)), [part.strip() for part in phrase.split(",")]
        if names and phrase.startswith(names[0]) and names[0] not in self._full:
            del names[: bool(_PLURAL.match(phrase))]
        ways = (
            (name for name in names if name in parts),
            (name for name in names if " " in name and parts[0].endswith(name)),
            (name for name in names if phrase.startswith(name) or " " in name),
            names,
        )
        name = next((self._bare(name) for way in ways for name in way), None)
        return self._full.get(name, name) if name else None

    def _bare(self, name: str) -> str:
        """Without what stands before and within a title ("North Korean Foreign Minister")."""
        words = name.split()
        last = max(
            (i for i, word in enumerate(words) if self._part(split(word), "titles")), default=-1
        )
        return " ".join(words[last + 1 :] or words)

    def _is(self, kind: str, phrase: str) -> bool:
        return self._known is not None and bool(self._known.phrases[kind].search(phrase))

    def _part(self, words: tuple[str, ...], part: str) -> bool:
        """True where the first word is of a part."""
        return self._known is not None and bool(words) and words[0] in self._known.words[part]

    def _outlet_kinds(self, phrase: str) -> frozenset[str]:
        nouns = self._known.outlet_nouns if self._known else {}
        return next((nouns[word] for word in split(phrase)[:3] if word in nouns), frozenset())


def _runs(phrase: str) -> Iterator[str]:
    return (run.of(phrase) for run in name_runs(phrase, 0, len(phrase)))
