"""Sources by any of their names: which names are one source's, and who is named in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from retrieval.model import Alias, ClaimantKind, Span, leads_back
from retrieval.names.comparing import same_name
from retrieval.names.countries import english_name, further_names, place_named
from retrieval.names.folding import bare_name, fold
from retrieval.names.lookup import find_known
from retrieval.names.mentions import candidates, stands_alone
from retrieval.names.persons import is_short
from retrieval.names.tables import Known

_UNTOLD: Final = "und"
# What an entry of the tables, or a state, may be called by a reader of articles; a person called
# Jordan is no state, and one called Forbes no magazine.
_INSTITUTIONS: Final = frozenset((None, ClaimantKind.OUTLET, ClaimantKind.ORGANISATION))
_STATES: Final = frozenset((None, ClaimantKind.GOVERNMENT, ClaimantKind.ORGANISATION))
_GROUPS: Final = frozenset((ClaimantKind.GROUP, ClaimantKind.GOVERNMENT))
_UNITED_NATIONS: Final = "UN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Somebody who says things, or passes them on.

    Attributes:
        key: the same for all names of the source, and for none of another's.
        name: what it is called; of a source that no table has, the name that was asked for.
        kind: None where nobody says.
        aliases: other names that are known; empty for a source that no table has.
        known: whether a table has it.
    """

    key: str
    name: str
    kind: ClaimantKind | None
    aliases: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class SourceRegistry:
    """The tables that ship, and the aliases that an administrator has set. Made by ``of``.

    Pure: the same question has the same answer, whatever was asked before.
    """

    targets: Mapping[str, str]  # what an alias, as a key, leads to; never in a circle

    @classmethod
    def of(cls, aliases: Iterable[Alias]) -> SourceRegistry:
        """With these aliases; one that would close a circle is passed over."""
        kept: dict[str, Alias] = {}
        for alias in aliases:
            if leads_back(kept.values(), alias, key=fold) is None:
                kept[fold(alias.alias)] = alias
        return cls({key: alias.name for key, alias in kept.items()})

    def resolve(
        self, name: str, language: str = _UNTOLD, kind: ClaimantKind | None = None
    ) -> Source:
        """The source of this name; a name that nothing is known of is a source of its own.

        Args:
            name: as an article has it.
            language: of the article, ISO 639-1, ``und`` where it could not be told.
            kind: what the article takes the source for; None where nobody says.
        """
        final = self._final(name)
        if final != name:
            found = _resolved(final, language, None)
            return found if found.known else _unknown(final, kind)
        return _resolved(name, language, kind)

    def same(
        self,
        one: str,
        other: str,
        kinds: tuple[ClaimantKind | None, ClaimantKind | None] = (None, None),
    ) -> bool:
        """Whether both can be names of one source, across languages, scripts and short forms.

        A short form ("Zinke") goes with each of its full forms ("Ryan Zinke", "Lola Zinke"), which
        do not go with each other; ``together`` decides between them.
        """
        return _same(self.resolve(one, kind=kinds[0]), self.resolve(other, kind=kinds[1]))

    def together(
        self, names: Iterable[tuple[str, ClaimantKind | None]]
    ) -> dict[tuple[str, ClaimantKind | None], str]:
        """Keys by name and kind: the same key for names that are one source's among these.

        A short form goes with the full form that it fits; where it fits several, with none.
        """
        asked = {pair: self.resolve(pair[0], kind=pair[1]) for pair in names}
        distinct = {source.key: source for source in asked.values()}
        heads = _heads(sorted(distinct.values(), key=lambda s: (is_short(s.name), s.key)))
        return {pair: heads[source.key] for pair, source in asked.items()}

    def match(self, text: str, language: str = _UNTOLD) -> tuple[Source, ...]:
        """The sources that a text names, in order, each once; only those of tables and aliases."""
        small = text == text.lower()
        found: dict[str, Source] = {}
        end = 0
        for spans in candidates(text):
            for span in spans:
                if span.start < end:
                    break
                source = self._mentioned(text, span, language, small=small)
                if source is not None:
                    found.setdefault(source.key, source)
                    end = span.end
                    break
        return tuple(found.values())

    def _mentioned(self, text: str, span: Span, language: str, *, small: bool) -> Source | None:
        """Whom a stretch names; in a text without capitals they are not asked for."""
        name = span.of(text)
        aliased = fold(name) in self.targets
        kind = ClaimantKind.GOVERNMENT if small else None
        source = self.resolve(name, language)
        if small and not source.known and not aliased:
            source = self.resolve(name, language, kind)
        if not (aliased or (source.known and (small or _has_capital(name)))):
            return None
        if span.start == 0 and name.istitle() and not self.resolve(name.lower()).known:
            return None  # "Time is running out": the capital is the sentence's
        state = source.kind is ClaimantKind.GOVERNMENT and not aliased
        return None if state and not stands_alone(text, span) else source

    def _final(self, name: str) -> str:
        while (target := self.targets.get(fold(name))) is not None:
            name = target
        return name


@lru_cache(4)
def registry_for(aliases: tuple[Alias, ...]) -> SourceRegistry:
    """The registry with these aliases, made once."""
    return SourceRegistry.of(aliases)


def _heads(sources: list[Source]) -> dict[str, str]:
    """The key under which each source goes; full forms must come before short ones."""
    heads: dict[str, str] = {}
    first: dict[str, list[Source]] = {}
    for source in sources:
        fitting = [
            key
            for key, members in first.items()
            if any(_same(source, member) for member in members)
        ]
        heads[source.key] = fitting[0] if len(fitting) == 1 else source.key
        first.setdefault(heads[source.key], []).append(source)
    return heads


def _same(one: Source, other: Source) -> bool:
    if one.key == other.key:
        return True
    if one.known or other.known:
        return False
    kinds = {one.kind, other.kind}
    if ClaimantKind.UNNAMED in kinds:
        return False
    if ClaimantKind.PERSON in kinds:
        return kinds <= {ClaimantKind.PERSON, None} and same_name(one.name, other.name, person=True)
    return same_name(one.name, other.name, person=None if None in kinds else False)


@lru_cache(8192)
def _resolved(name: str, language: str, kind: ClaimantKind | None) -> Source:
    if kind in _INSTITUTIONS or kind in _GROUPS:
        known = find_known(name, trusted=kind is ClaimantKind.OUTLET)
        if known is not None and (kind not in _GROUPS or known.kind is ClaimantKind.ORGANISATION):
            return _of_table(known)
    if kind in _STATES:
        place = place_named(name, language)
        if place is not None and (kind is ClaimantKind.GOVERNMENT or _has_capital(name)):
            return _of_state(place.code)
    bare = bare_name(name)
    if bare != name and kind is not ClaimantKind.UNNAMED:
        found = _resolved(bare, language, kind)
        return found if found.known else replace(found, name=name)
    return _unknown(name, kind)


def _has_capital(name: str) -> bool:
    """Whether it has a capital, or is of a script without them: "turkey" is no state."""
    return name != name.lower() or name == name.upper()


@cache
def _of_table(known: Known) -> Source:
    names = (*known.aliases, *known.ambiguous)
    return Source(
        key=f"{known.kind}:{known.name}",
        name=known.name,
        kind=known.kind,
        aliases=tuple(name for name in names if name != known.name),
        known=True,
    )


@cache
def _of_state(code: str) -> Source:
    united_nations = code == _UNITED_NATIONS
    kind = ClaimantKind.ORGANISATION if united_nations else ClaimantKind.GOVERNMENT
    return Source(
        key=f"{kind}:{code}",
        name=english_name(code),
        kind=kind,
        aliases=further_names(code),
        known=True,
    )


def _unknown(name: str, kind: ClaimantKind | None) -> Source:
    part = "unnamed" if kind is ClaimantKind.UNNAMED else "name"
    return Source(key=f"{part}:{fold(name)}", name=name, kind=kind)
