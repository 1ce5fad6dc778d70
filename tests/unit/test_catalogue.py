"""The assistant's own words, in each of its languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

import bot
from bot.catalogue import Catalogue, CatalogueWarning, catalogue_for, languages
from retrieval import errors
from retrieval.model import Access, ChainEnd, ClaimantKind, ClaimVerdict, Reason, Stance, Verdict

# Keys that the code makes of a fixed beginning and a value, with all values there are.
FAMILIES: dict[str, frozenset[str]] = {
    "stance-": frozenset(Stance),
    "thumb-": frozenset(Verdict),
    "verdict-": frozenset(ClaimVerdict),
    "reason-": frozenset(Reason),
    "note-": frozenset(Access),
    "chain-end-": frozenset(ChainEnd),
    "picture-kind-": frozenset(ClaimantKind),
    "picture-legend-": frozenset({"read", "reported", "origin"}),
    "error-": frozenset(
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.HearsayError)
    )
    - {errors.HearsayError.code},
    "file-error-": frozenset({errors.BadInput.code, errors.NotText.code, errors.TooLong.code}),
}


def test_english_and_french_are_spoken() -> None:
    """A person is answered in English or French."""
    assert languages() >= {"en", "fr"}


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_catalogue_has_the_same_messages_with_the_same_variables(language: str) -> None:
    """No sentence is missing in a language, and none leaves out a figure or a name."""
    assert dict(catalogue_for(language).variables) == dict(catalogue_for("en").variables)


def test_every_message_the_code_says_exists_and_no_other() -> None:
    """Nobody is shown the name of a message, and no translator works on dead ones."""
    used = set(_keys_in_the_code())
    for beginning, values in FAMILIES.items():
        used |= {beginning + value for value in values}
    assert used == set(catalogue_for("en").variables)


def test_families_are_those_the_code_uses() -> None:
    """A message put together from a value has a text for every value."""
    assert set(_beginnings_in_the_code()) == set(FAMILIES)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Kap (French), 19 June 2024, 8th paragraph"),
        ("fr", "Kap (français), 19 juin 2024, 8e paragraphe"),
        ("de", "Kap (French), 19 June 2024, 8th paragraph"),
    ],
)
def test_dates_ordinals_and_languages_are_the_readers(language: str, expected: str) -> None:
    """The line under a quotation is in the reader's language, or in English."""
    assert _source_line(catalogue_for(language), 8) == expected


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1st paragraph"),
        ("en", 2, "2nd paragraph"),
        ("en", 3, "3rd paragraph"),
        ("en", 11, "11th paragraph"),
        ("en", 21, "21st paragraph"),
        ("fr", 1, "1er paragraphe"),
        ("fr", 2, "2e paragraphe"),
        ("fr", 21, "21e paragraphe"),
    ],
)
def test_paragraphs_are_counted_as_people_do(language: str, number: int, expected: str) -> None:
    """1st, 2nd, 3rd, 11th; 1er, 2e."""
    assert _source_line(catalogue_for(language), number).endswith(f", {expected}")


@pytest.mark.parametrize(
    ("language", "hops", "expected"),
    [
        ("en", 0, "Read at the source."),
        ("en", 1, "Not read at the source: 1 hop reported."),
        ("en", 3, "Not read at the source: 3 hops reported."),
        ("fr", 1, "Non lu à la source\u00a0: 1 maillon rapporté."),
        ("fr", 2, "Non lu à la source\u00a0: 2 maillons rapportés."),
    ],
)
def test_plurals(language: str, hops: int, expected: str) -> None:
    """One hop, several hops."""
    assert catalogue_for(language).say("hops-reported", hops=hops) == expected


def test_an_unknown_language_is_said_to_be_unknown() -> None:
    """An article whose language could not be told is not called "und"."""
    assert catalogue_for("en").language_name("und") == "language unknown"
    assert catalogue_for("fr").language_name("vi") == "vietnamien"


def test_lists_are_joined_as_the_language_does() -> None:
    """a, b and c; a, b et c."""
    assert catalogue_for("en").listing(["a", "b", "c"]) == "a, b and c"
    assert catalogue_for("fr").listing(["a", "b", "c"]) == "a, b et c"


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_isolation_marks(language: str) -> None:
    """What is copied from an answer has no invisible characters in it."""
    said = catalogue_for(language).say("claim", claimant="وزير", stance="x")
    assert not set(said) & set("\u2066\u2067\u2068\u2069")


def test_a_missing_message_is_said_in_english_with_a_warning() -> None:
    """In a language half translated the rest is in English; tests stop at it."""
    partial = Catalogue("fr", "terminal-bye = Au revoir.\n")
    with pytest.warns(CatalogueWarning, match="source-open"):
        assert partial.say("source-open") == "open"


def test_a_missing_variable_is_warned_of() -> None:
    """A message is never shown with a hole in it unnoticed."""
    with pytest.warns(CatalogueWarning, match="claimant"):
        catalogue_for("en").say("claim", stance="deny")


def test_a_name_of_any_length_is_shown() -> None:
    """A forged name of many pages is cut, and the message stands."""
    said = catalogue_for("en").say("claim", claimant="x" * 100_000, stance="deny")
    assert said.startswith("xxx")
    assert said.endswith("… (deny).")
    assert len(said) < 1_100


def test_a_broken_catalogue_is_refused() -> None:
    """A slip in a translation is found when it is read, not when it is needed."""
    with pytest.raises(ValueError, match="not Fluent"):
        Catalogue("fr", "no message at all\n")


def _source_line(catalogue: Catalogue, paragraph: int) -> str:
    return catalogue.say(
        "source-line",
        publisher="Kap",
        language=catalogue.language_name("fr"),
        dated="yes",
        published=date(2024, 6, 19),
        paragraph=paragraph,
    )


def _said() -> Iterator[ast.expr]:
    """What is passed as a key to ``say`` and ``notice_reply``, or named so, in all of bot/."""
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="say"), args=[key, *_]):
                    yield key
                case ast.Call(func=ast.Name(id="notice_reply"), args=[_, key, *_]):
                    yield key
                case ast.Assign(targets=[ast.Name(id="key")], value=key):
                    yield key


def _choices(key: ast.expr) -> Iterator[ast.expr]:
    """Both sides of "a if condition else b"; else the expression itself."""
    if isinstance(key, ast.IfExp):
        yield from _choices(key.body)
        yield from _choices(key.orelse)
    else:
        yield key


def _keys_in_the_code() -> Iterator[str]:
    for key in chain.from_iterable(map(_choices, _said())):
        if isinstance(key, ast.Constant):
            yield str(key.value)


def _beginnings_in_the_code() -> Iterator[str]:
    for key in chain.from_iterable(map(_choices, _said())):
        if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            yield str(key.values[0].value)
