"""The assistant's own words by language: Project Fluent catalogues under ``locales/``."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

Value = str | int | float | date

DEFAULT_LANGUAGE: Final = "en"
# The locale whose plurals, numbers and dates a language takes; "19 June 2024" is British.
_LOCALES: Final = {"en": "en-GB", "fr": "fr"}
# Fluent refuses a value above 2,500 characters, and a name that long is no name.
_LONGEST_VALUE: Final = 1_000
_UNTOLD: Final = "und"


class CatalogueWarning(UserWarning):
    """A message is missing or cannot be filled in. Tests turn warnings into errors."""


class Catalogue:
    """The messages of one language, with its plurals, ordinals, dates and names of languages."""

    def __init__(self, language: str, source: str) -> None:
        tag = _LOCALES.get(language, language)
        self.language = language
        self._locale = Locale.parse(tag, sep="-")
        # Isolation marks would show as boxes in some terminals, and go along with copied text.
        functions: dict[str, Callable[[Any], Any]] = {"ORDINAL": self._ordinal}
        self._bundle = FluentBundle([tag], functions=functions, use_isolating=False)
        resource = FluentResource(source)
        self._bundle.add_resource(resource)
        self.variables: Mapping[str, frozenset[str]] = _variables(resource)

    def say(self, key: str, /, **values: Value) -> str:
        """The message, filled in. Where this language lacks it: the English one, and a warning."""
        if key not in self.variables:
            warnings.warn(f"{self.language}.ftl has no {key!r}", CatalogueWarning, stacklevel=2)
            english = catalogue_for(DEFAULT_LANGUAGE)
            return key if self.language == english.language else english.say(key, **values)
        pattern = self._bundle.get_message(key).value
        assert pattern is not None  # noqa: S101 - _variables takes no message without one
        clipped = {name: _clipped(value) for name, value in values.items()}
        text, errors = self._bundle.format_pattern(pattern, clipped)
        if errors:
            warnings.warn(f"{self.language}.ftl, {key}: {errors}", CatalogueWarning, stacklevel=2)
        return str(text)

    def can_say(self, key: str, values: Iterable[str]) -> bool:
        """Whether there is such a message, and ``values`` name all that it needs."""
        return key in self.variables and self.variables[key] <= set(values)

    def language_name(self, code: str) -> str:
        """The name of a language, in this one: "français"; of ``und`` that it is not known."""
        if code == _UNTOLD:
            return self.say("language-unknown")
        return self._locale.languages.get(code) or code

    def listing(self, items: Iterable[str]) -> str:
        """The items in a row: "a, b and c"."""
        return format_list(list(items), locale=self._locale)

    def _ordinal(self, number: int) -> str:
        """``ORDINAL($n)`` in a message: the plural category of a rank (1st, 2nd)."""
        return self._locale.ordinal_form(int(number))


@cache
def catalogue_for(language: str) -> Catalogue:
    """The catalogue of a language; where there is none, the English one."""
    if language not in languages():
        language = DEFAULT_LANGUAGE
    source = files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
    return Catalogue(language, source)


@cache
def languages() -> frozenset[str]:
    """The languages that have a catalogue."""
    names = (file.name for file in files("bot").joinpath("locales").iterdir())
    return frozenset(name.removesuffix(".ftl") for name in names if name.endswith(".ftl"))


def yes_or_no(condition: object) -> str:
    """A truth value as messages select by it: ``yes`` or ``no``."""
    return "yes" if condition else "no"


def _clipped(value: Value) -> Value:
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return value[: _LONGEST_VALUE - 1] + "…"
    return value


class _Variables(Visitor):
    """Collects the names of the variables below a node."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        """Named by Fluent's visitor after the class of the node."""
        self.names.add(node.id.name)


def _variables(resource: ast.Resource) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            raise ValueError(f"not Fluent: {entry.content!r}")  # noqa: TRY004 - a file's fault
        if isinstance(entry, ast.Message) and entry.value is not None:
            visitor = _Variables()
            visitor.visit(entry)
            found[entry.id.name] = frozenset(visitor.names)
    return found
