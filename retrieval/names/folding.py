"""Keys by which names are compared: without case, accents, articles, or another script."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from anyascii import anyascii

# More than this is no name; names of any length are cut so that comparing takes bounded time.
_LONGEST: Final = 200  # characters
# The keys of the names of a few thousand articles; each is some hundred bytes.
_KEPT: Final = 8192

# Within a word: they go, and what they join is one word ("Jean-Luc", "O'Brien").
_JOINTS: Final = frozenset("'’ʼ`-‐‑\u200c\u200d")
_ELISION: Final = re.compile(r"\b[Ll]['’ʼ](?=\w)")
_INITIALISM: Final = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?")
_BRACKETS: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_HAN_LETTERS: Final = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_ABJAD_LETTERS: Final = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_HAN: Final = re.compile(f"[{_HAN_LETTERS}]")
_ABJAD: Final = re.compile(f"[{_ABJAD_LETTERS}]")
_STAYS: Final = re.compile(f"([{_HAN_LETTERS}{_ABJAD_LETTERS}]+)")
# Final forms and Persian letters, and the lengthening stroke.
_VARIANTS: Final = str.maketrans("ىیکةۀ", "ييكهه", "ـ")
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Words:
    """What ``words.toml`` lists."""

    articles: frozenset[str]
    address: frozenset[str]
    offices: frozenset[str]
    prepositions: frozenset[str]
    generations: frozenset[str]
    particles: frozenset[str]
    institutions: frozenset[str]
    outlets: frozenset[str]
    joining: frozenset[str]
    family_first: frozenset[str]
    given: dict[str, int]


@cache
def words() -> Words:
    """Articles, titles and the like, of a few languages."""
    text = (files("retrieval.names") / "words.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    return Words(
        articles=frozenset(data["articles"]),
        address=frozenset(data["address"]),
        offices=frozenset(map(_plain, data["offices"])),
        prepositions=frozenset(data["prepositions"]),
        generations=frozenset(data["generations"]),
        particles=frozenset(data["particles"]),
        outlets=frozenset(data["outlets"]),
        institutions=frozenset(data["institutions"]),
        joining=frozenset(data["joining"]),
        family_first=frozenset(data["family_first"]),
        given={_plain(name): n for n, names in enumerate(data["given"]) for name in names},
    )


@lru_cache(_KEPT)
def fold(name: str) -> str:
    """The key of a name: equal for "Le Washington Post", "the washington post", "WASHINGTON POST".

    In Latin letters where a script says how words sound. Chinese characters and scripts without
    vowels stay: what is alike in Latin letters there need not be one name.
    Folding a key changes nothing.
    """
    return " ".join(tokens(name))


@lru_cache(_KEPT)
def tokens(name: str) -> tuple[str, ...]:
    """The words of the key of a name."""
    found = [plain for word in _spaced(_prepared(name)) for plain in _plain(word).split()]
    while len(found) > 1 and found[0] in words().articles:
        del found[0]
    if found:
        return tuple(found)
    bare = "".join(unicodedata.normalize("NFKC", name[:_LONGEST]).casefold().split())
    return (unicodedata.normalize("NFKC", bare),) if bare else ()


def keys_of(name: str) -> tuple[str, ...]:
    """Its key, and where it has hyphens also the one with spaces for them."""
    return tuple(dict.fromkeys((fold(name), fold(name.replace("-", " ")))))


def bare_name(name: str) -> str:
    """Without what describes it after a comma or in brackets.

    "Ada Quill, who has run the port for years" is Ada Quill; "Kap, Texas" stays as it is.
    """
    head, comma, tail = _BRACKETS.sub("", name).strip().partition(",")
    described = comma and any(word[0].islower() for word in _spaced(tail))
    return (head if described else f"{head}{comma}{tail}").strip() or name


@lru_cache(_KEPT)
def latin(name: str) -> str:
    """The key in Latin letters throughout, without spaces: "xijinping" for "习近平"."""
    return _NOT_PLAIN.sub("", anyascii(fold(name)).lower()).replace(" ", "")


def written(name: str) -> str:
    """The name as it is written, but for what tells nothing: spaces, dots, the article's case.

    "U.S." is "US", "the Times" is "The Times"; "the times" is neither.
    """
    text = unicodedata.normalize("NFKC", name[:_LONGEST]).replace("’", "'").replace(".", "")
    first, _, rest = " ".join(text.split()).partition(" ")
    if rest:
        return f"{first.lower() if first.lower() in words().articles else first} {rest}"
    return re.sub(r"^[Ll](?=')", "l", first)


def without_article(name: str) -> str:
    """The name as it is written, without a leading article: "the US", "l'ONU"."""
    text = re.sub(r"^l'", "", written(name))
    first, _, rest = text.partition(" ")
    return rest if rest and first in words().articles else text


def in_han(name: str) -> bool:
    """True where it is written in Chinese characters, or has some."""
    return _HAN.search(name) is not None


def in_abjad(name: str) -> bool:
    """True where its script leaves short vowels out (Arabic, Hebrew)."""
    return _ABJAD.search(name) is not None


def in_latin(name: str) -> bool:
    """True where every letter of it is a Latin one."""
    letters = (letter for letter in name if letter.isalpha())
    return all(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters)


def _prepared(name: str) -> str:
    text = unicodedata.normalize("NFKC", name[:_LONGEST])
    text = text.replace("İ", "I")  # whose small letter would take a dot along as a mark
    text = _INITIALISM.sub(lambda match: match.group().replace(".", "") + " ", text)
    return _ELISION.sub("", text)


def _spaced(text: str) -> list[str]:
    """Its words: letters with their marks (Devanagari's vowels are), digits, and joints."""
    return "".join(
        letter
        if letter.isalnum() or letter in _JOINTS or unicodedata.category(letter)[0] == "M"
        else " "
        for letter in text
    ).split()


def _plain(word: str) -> str:
    """Lower case, no accents, hyphens or apostrophes; Latin but for scripts that stay."""
    return "".join(
        _bare(part) if _STAYS.match(part) else _NOT_PLAIN.sub("", anyascii(part).lower())
        for part in _STAYS.split(word)
        if part
    )


def _bare(part: str) -> str:
    """Without marks: vowels written above and below, hamzas; one form of each letter."""
    decomposed = unicodedata.normalize("NFKD", part).translate(_VARIANTS)
    return "".join(letter for letter in decomposed if letter.isalpha() or letter in "々〇")
