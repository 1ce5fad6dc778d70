"""Which findings are one claim: the same thing said, by the same claimant or by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from retrieval.matching.imprint import Projection
from retrieval.model import Attribution, ClaimantKind, Finding, Stance
from retrieval.names.folding import fold, in_han, tokens
from retrieval.names.registry import SourceRegistry

# Of the words of the shorter of two statements, the share that the longer one must have. Measured
# on the labelled articles: of two statements of one claimant in one article, 1 pair in 100 shares
# that much; half of the pairs share less than a twelfth.
_SHARED: Final = 0.75
# Fewer words than these are too few for a share to mean much: then all must be the same.
_FEWEST: Final = 3
# Agreement of imprints from which statements in two languages are one. Measured on the articles
# labelled in two languages: 3 of 4 translations reach it, and 1 in 100 of a claimant's other
# statements. Within one language it does not tell: short statements of one speech are too alike.
_AGREEING: Final = 0.46
_STEM: Final = 5  # letters by which a word is known in another form
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Grouping:
    """Compares findings.

    Attributes:
        projection: that imprints were made with; without one, words alone are compared.
    """

    registry: SourceRegistry
    projection: Projection | None = None

    def grouped(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings in their order, each with the numbers of its claim and its entry.

        A finding joins the first claim whose first finding says the same, and in it the first entry
        whose first finding is by the same claimant, who both denies it or neither.
        """
        claims: list[Finding] = []
        entries: list[Finding] = []
        made: list[Finding] = []
        for finding in findings:
            claim = next((n for n, o in enumerate(claims) if self.same_claim(o, finding)), None)
            if claim is None:
                claim = len(claims)
                claims.append(finding)
            entry = next((n for n, o in enumerate(entries) if self._same_entry(o, finding)), None)
            if entry is None:
                entry = len(entries)
                entries.append(finding)
            else:
                claim = made[_first(made, entry)].claim
            made.append(replace(finding, claim=claim, entry=entry))
        return tuple(made)

    def same_claim(self, one: Finding, other: Finding) -> bool:
        """Whether both say the same thing, by their words or, across languages, their imprints."""
        if one.attribution is not None and one.attribution == other.attribution:
            return True  # told over two passages
        return share_words(words_of(_said(one)), words_of(_said(other))) or self._agree(one, other)

    def same_claimant(self, one: Finding, other: Finding) -> bool:
        """Whether both are one source's word.

        Somebody without a name is the same only by the same description, in texts that are nearly
        the same or through the same intermediary. The own voice of an article is its publisher's,
        and that of articles with nearly the same text is one.
        """
        twins = one.article.cluster == other.article.cluster
        if one.attribution is None or other.attribution is None:
            own_voice = one.attribution is other.attribution
            return own_voice and (
                twins or self._same(one.article.publisher, other.article.publisher)
            )
        mine, theirs = one.attribution.attribution, other.attribution.attribution
        kinds = (mine.claimant_kind, theirs.claimant_kind)
        if mine.claimant is None or theirs.claimant is None:
            return twins and mine.claimant is theirs.claimant
        if ClaimantKind.UNNAMED in kinds:
            described = fold(mine.claimant) == fold(theirs.claimant)
            return described and (twins or self._same(_last_via(mine), _last_via(theirs)))
        return self.registry.same(mine.claimant, theirs.claimant, kinds)

    def _same_entry(self, one: Finding, other: Finding) -> bool:
        return (
            denies(one) == denies(other)
            and self.same_claimant(one, other)
            and self.same_claim(one, other)
        )

    def _same(self, one: str | None, other: str | None) -> bool:
        outlets = (ClaimantKind.OUTLET, ClaimantKind.OUTLET)
        return one is not None and other is not None and self.registry.same(one, other, outlets)

    def _agree(self, one: Finding, other: Finding) -> bool:
        if self.projection is None or one.attribution is None or other.attribution is None:
            return False
        if one.article.language == other.article.language:
            return False
        imprints = one.attribution.attribution.imprint, other.attribution.attribution.imprint
        agreement = self.projection.agreement(*imprints)
        return agreement is not None and agreement >= _AGREEING


def denies(finding: Finding) -> bool:
    """Whether its claimant denies the claim."""
    said = finding.attribution
    return said is not None and said.attribution.stance is Stance.DENY


@lru_cache(1_024)
def words_of(text: str) -> frozenset[str]:
    """The beginnings of its words without the shortest; of Chinese ones each pair of characters."""
    return frozenset(stem for word in tokens_of(text) for stem in _stems(word))


def share_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter of two statements is nearly all in the longer one, by their words."""
    fewest = min(len(one), len(other))
    if fewest < _FEWEST:
        return fewest > 0 and one == other
    return len(one & other) >= _SHARED * fewest


def tokens_of(text: str) -> list[str]:
    """The words of a text of any length; names are cut at some hundred characters."""
    return [token for word in text.split() for token in tokens(word)]


def _stems(word: str) -> tuple[str, ...]:
    if in_han(word):
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    return (word[:_STEM],) if len(word) >= _SHORTEST else ()


def _said(finding: Finding) -> str:
    """What is said, or in the article's own voice the whole passage."""
    if finding.attribution is None:
        return finding.quote.of(finding.article.text)
    content = finding.attribution.attribution.content
    return " ".join(span.of(finding.article.text) for span in content)


def _last_via(said: Attribution) -> str | None:
    return said.via[-1].name if said.via else None


def _first(made: Sequence[Finding], entry: int) -> int:
    return next(n for n, finding in enumerate(made) if finding.entry == entry)
