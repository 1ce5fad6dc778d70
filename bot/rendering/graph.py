"""The chains of several findings as one graph: who is met twice is one station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.evidence import hop_name, mention_of, one_line
from retrieval.attribution.names import name_key
from retrieval.model import Access, ClaimantKind, Finding, Hop, HopRole

# Hops of a chain that are shown. Longer ones are forged, as a rule; no phone has room for them.
_LONGEST: Final = 8
_CUES: Final = 3

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """Somebody in the graph, as shown.

    Attributes:
        name: as people call it, or that nobody says who it is.
        language: that of the article which names it.
        details: what is known of it, the most telling first: its kind, its article's date and
            language.
        mention: the article's words for it, where they are others.
        cues: the words that attribute the claim to it.
        read: whether its own article is in the store.
        origin: whether the trace ends here.
    """

    name: str
    language: str
    details: tuple[str, ...]
    mention: str | None
    cues: tuple[str, ...]
    read: bool
    origin: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Hops that are left out of a long chain."""

    hops: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Stations from the reader towards the origins; each before all that it leads to.

    Attributes:
        links: from a station to the next one towards an origin, by their numbers.
    """

    stations: tuple[Station | Gap, ...]
    links: tuple[tuple[int, int], ...]


def graph_of(findings: Iterable[Finding], catalogue: Catalogue) -> Graph:
    """The graph of the findings' chains."""
    drafts = _Drafts()
    for number, finding in enumerate(findings):
        drafts.add(number, finding)
    return drafts.graph(catalogue)


@dataclass(slots=True)
class _Draft:
    hop: Hop | None
    first: Finding
    articles: dict[int, Finding] = field(default_factory=dict)
    cues: dict[str, None] = field(default_factory=dict)
    gap: int = 0


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Stations by what makes them the same, and where each leads."""

    stations: dict[Key, _Draft] = field(default_factory=dict)
    onwards: dict[Key, dict[Key, None]] = field(default_factory=dict)

    def add(self, number: int, finding: Finding) -> None:
        before: Key | None = None
        for place, hop in _shown(finding.chain.hops):
            key = _key(hop, finding, before, number)
            if before is not None and self._leads(key, before):
                # A cites B, and B cites A: a second station, since an arrow back would be no trace.
                key = (*key, "again", str(number))
            draft = self.stations.setdefault(key, _Draft(hop, finding))
            if hop is None:
                draft.gap = place
            elif hop.role is HopRole.PUBLISHER:
                draft.articles[finding.article.id] = finding
            self.onwards.setdefault(key, {})
            if before is not None:
                self.onwards[before][key] = None
            before = key
        said = finding.attribution.attribution if finding.attribution else None
        if before is not None and said is not None and said.cue is not None:
            cue = one_line(said.cue.of(finding.article.text))
            self.stations[before].cues[cue] = None

    def graph(self, catalogue: Catalogue) -> Graph:
        order = self._ordered()
        numbers = {key: number for number, key in enumerate(order)}
        return Graph(
            tuple(self._station(key, catalogue) for key in order),
            tuple(
                (numbers[key], numbers[following])
                for key in order
                for following in self.onwards[key]
            ),
        )

    def _leads(self, start: Key, end: Key) -> bool:
        """Whether a way leads from one station to another."""
        if start == end:
            return True
        return any(self._leads(key, end) for key in self.onwards.get(start, ()))

    def _ordered(self) -> list[Key]:
        """Chain by chain; before a station all that lead to it, so that they stand together."""
        before: dict[Key, list[Key]] = {key: [] for key in self.stations}
        for key, following in self.onwards.items():
            for further in following:
                before[further].append(key)
        order: dict[Key, None] = {}
        followed: set[Key] = set()

        def place(key: Key) -> None:
            if key not in order:
                for nearer in before[key]:
                    place(nearer)
                order[key] = None

        def follow(key: Key) -> None:
            if key not in followed:
                followed.add(key)
                place(key)
                for further in self.onwards[key]:
                    follow(further)

        for key in self.stations:
            follow(key)
        return list(order)

    def _station(self, key: Key, catalogue: Catalogue) -> Station | Gap:
        draft = self.stations[key]
        if draft.hop is None:
            return Gap(draft.gap)
        article = draft.first.article
        name = hop_name(draft.hop, article, catalogue) if draft.hop.name is None else draft.hop.name
        return Station(
            name=name,
            language=article.language,
            details=tuple(_details(draft, draft.hop, catalogue)),
            mention=_mention(draft.hop, draft.first, catalogue),
            cues=tuple(draft.cues)[:_CUES],
            read=draft.hop.access is Access.READ,
            origin=not self.onwards[key],
        )


def _shown(hops: Sequence[Hop]) -> Iterator[tuple[int, Hop | None]]:
    """The hops; for those left out of the middle, how many they are, and None."""
    if len(hops) <= _LONGEST:
        yield from enumerate(hops)
        return
    yield from enumerate(hops[: _LONGEST - 2])
    yield len(hops) - _LONGEST + 1, None
    yield len(hops) - 1, hops[-1]


def _key(hop: Hop | None, finding: Finding, before: Key | None, number: int) -> Key:
    """What makes two hops the same: the name; without one, the way that leads there."""
    if hop is None:
        return ("gap", str(number))
    if hop.role is HopRole.PUBLISHER and hop.name is None:
        return ("article", str(finding.article.id))
    if hop.name is None or hop.kind is ClaimantKind.UNNAMED:
        return (*(before or ()), "unnamed", name_key(hop.name or ""))
    return ("named", name_key(hop.name), hop.access.value)


def _details(draft: _Draft, hop: Hop, catalogue: Catalogue) -> Iterator[str]:
    if hop.name is not None:
        yield catalogue.say(f"picture-kind-{hop.kind}")
    if len(draft.articles) > 1:
        yield catalogue.say("picture-articles", articles=len(draft.articles))
    for finding in draft.articles.values():
        if len(draft.articles) == 1:
            article = finding.article
            if article.published is not None:
                yield catalogue.say("picture-date", published=article.published)
            yield catalogue.language_name(article.language)


def _mention(hop: Hop, finding: Finding, catalogue: Catalogue) -> str | None:
    """The article's own words for a hop, unless they say its name."""
    mention = mention_of(hop, finding.article)
    if mention is None or hop.name is None:
        return None
    if hop.role is HopRole.VIA:
        return mention if hop_name(hop, finding.article, catalogue) != hop.name else None
    return None if mention.casefold() in one_line(hop.name).casefold() else mention
