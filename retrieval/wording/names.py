"""Names and numbers of a sentence, and whether the evidence has them: docs/decisions/0007."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import regex

from retrieval.model import ClaimantKind, Span
from retrieval.names.comparing import same_name
from retrieval.names.folding import fold, in_latin
from retrieval.names.mentions import candidates
from retrieval.names.registry import Source, registry_for

_TABLES: Final = registry_for(())
_WORD: Final = regex.compile(r"[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*")
_ELIDED: Final = regex.compile(r"^(?:[cdjlmnst]|qu)['’ʼ](?=.)", regex.IGNORECASE)
_GENITIVE: Final = regex.compile(r"['’ʼ][sS]$")
# "1,000", "1 000" and "1.000" are one number; so is "2.5" and "2,5".
_NUMBER: Final = regex.compile(
    r"(?<![\d.,])\d{1,3}([.,' \u00a0\u202f\u2009’٬])\d{3}(?:\1\d{3})*(?!\d)(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫]\d+)?"
)
_SEPARATOR: Final = regex.compile(r"[.,' \u00a0\u202f\u2009’٬](?=\d{3}(?!\d))")
# Case endings have two letters ("Путиным"); a people's name or a foreign form may have three
# ("Iranian"). With more, "Peter" would stand for "Peterson".
_ENDING: Final = 2
_FOREIGN_ENDING: Final = 3
_SHORTEST_STEM: Final = 4  # "Iran"; of shorter words too many are the beginning of another
_LONG_STEM: Final = 6  # so many letters alike at the beginning: "américain", "American"
_VOWELS: Final = "aeiouy"

# Words that begin a sentence as a rule and are no names, folded. A model is asked to begin with a
# small letter; many do not.
_OPENERS: Final = frozenset(
    """
    a an the this that these those it he she they there according unnamed anonymous officials
    sources some several other others another two three in on at by for from as while but and
    however both neither one no nobody none
    un une le la les l ce cet cette ces il elle ils elles selon d des plusieurs certains aucun
    aucune dans en mais et toutefois deux trois tandis personne
    der die das den dem ein eine einen laut nach es er sie diese dieser mehrere im in aber und
    el los las una segun varios en pero y este esta
    soglasno po v on ona oni eto no i neskolko neizvestnye
    """.split()  # noqa: SIM905 - a hundred quoted words would hide the list
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that names may stand in, with its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    foreign: bool
    capital: bool


class Evidence:
    """What is named and counted in some texts; made once for each sentence that goes by them."""

    def __init__(self, texts: Iterable[Text], language: str) -> None:
        """Takes the texts, and the language of the sentences that will be held against them."""
        given = [Text(unicodedata.normalize("NFKC", each.text), each.language) for each in texts]
        self._language = language
        self._text = "\n".join(each.text for each in given)
        self._numbers = frozenset(_numbers(self._text))
        self._known = frozenset(
            source.key for each in given for _, source in _known_in(each.text, each.language)
        )
        words = {
            _Word(word, fold(word), each.language != language, _may_be_name(word))
            for each in given
            for _, word in _words(each.text)
        }
        self._folded = frozenset(word.folded for word in words)
        self._words = sorted(words, key=lambda word: word.text)

    def strange_number(self, sentence: str) -> str | None:
        """A number of the sentence that no text has."""
        plain = unicodedata.normalize("NFKC", sentence)
        return next((one for one in _numbers(plain) if one not in self._numbers), None)

    def strange_name(self, sentence: str) -> str | None:
        """A word of the sentence that may be a name, and that no text has in any form."""
        plain = unicodedata.normalize("NFKC", sentence)
        covered = [span for span, source in _known_in(plain, self._language) if self._has(source)]
        for start, word in _words(plain):
            if not _may_be_name(word) or any(s.start <= start < s.end for s in covered):
                continue
            if start == 0 and fold(word) in _OPENERS:
                continue
            if not self._has_word(word):
                return word
        return None

    def _has(self, source: Source) -> bool:
        return source.key in self._known

    def _has_word(self, word: str) -> bool:
        folded = fold(word)
        if folded in self._folded or (_has_caseless(word) and word in self._text):
            return True
        return any(
            _alike(word, folded, other) and not _known_apart(word, other.text)
            for other in self._words
        )


def _known_apart(one: str, other: str) -> bool:
    """Whether the tables have both, as two: "Niger" is no form of "Nigeria"."""
    first, second = _TABLES.resolve(one), _TABLES.resolve(other)
    return first.known and second.known and first.key != second.key


def _alike(word: str, folded: str, other: _Word) -> bool:
    """Whether they can be one name in two forms; small letters only in another language."""
    if not (other.capital or other.foreign):
        return False
    if other.capital and same_name(word, other.text):
        return True
    state = _TABLES.resolve(other.text, kind=ClaimantKind.GOVERNMENT).known
    longest = _FOREIGN_ENDING if other.foreign or state else _ENDING
    if _inflected(folded, other.folded, longest):
        return True
    return other.foreign and _common(folded, other.folded)


def _inflected(one: str, other: str, longest: int) -> bool:
    """Whether the longer is the shorter with an ending; a vowel at the end may go for it."""
    short, long = sorted((one, other), key=len)
    stem = short[:-1] if len(short) > _SHORTEST_STEM and short[-1] in _VOWELS else short
    if len(stem) < _SHORTEST_STEM or not in_latin(short):
        return False
    return long.startswith(stem) and len(long) - len(stem) <= longest


def _common(one: str, other: str) -> bool:
    """Whether they begin alike over many letters, and differ in their endings only."""
    alike = 0
    while alike < min(len(one), len(other)) and one[alike] == other[alike]:
        alike += 1
    return alike >= _LONG_STEM and max(len(one), len(other)) - alike <= _FOREIGN_ENDING


def _known_in(text: str, language: str) -> Iterator[tuple[Span, Source]]:
    """The sources of the tables that a text names, the longest names first, without overlap."""
    end = 0
    for spans in candidates(text):
        for span in spans:
            name = span.of(text)
            # What follows a comma would pass for a description: "RT, Moscou dément".
            if span.start < end or "," in name or not _may_be_name(name):
                continue
            source = _TABLES.resolve(name, language)
            if not source.known:
                source = _without_ending(name, language) or source
            if source.known:
                yield span, source
                end = span.end
                break


def _without_ending(name: str, language: str) -> Source | None:
    """The source of a name in another case, where the script is not Latin: "Тегерана"."""
    if in_latin(name) or _has_caseless(name) or len(name) < _SHORTEST_STEM + 1:
        return None
    stems = (name[:-cut] for cut in range(1, _ENDING + 1))
    found = (_TABLES.resolve(stem, language) for stem in stems)
    return next((source for source in found if source.known), None)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Each word without an elided article and a genitive's ending, with where it begins."""
    for match in _WORD.finditer(text):
        bare = _GENITIVE.sub("", _ELIDED.sub("", match.group()))
        if bare:
            yield match.start(), bare


def _may_be_name(word: str) -> bool:
    """Whether it has a capital, or is of a script that has none."""
    return any(letter.isupper() or letter.istitle() for letter in word) or _has_caseless(word)


def _has_caseless(word: str) -> bool:
    """Georgian has capitals in Unicode, and does not write names with them."""
    return any(
        unicodedata.category(letter) in ("Lo", "Lm") or "\u10a0" <= letter <= "\u10ff"
        for letter in word
    )


def _numbers(text: str) -> Iterator[str]:
    """Each number in one form: digits of any script, "1000" for "1,000", "2.5" for "2,5"."""
    for match in _NUMBER.finditer(text):
        joined = _SEPARATOR.sub("", match.group())
        yield (
            "".join(
                str(unicodedata.digit(char)) if char.isdigit() else "." for char in joined
            ).lstrip("0")
            or "0"
        )
