"""Whether the one who was asked about said so: yes, no, or others did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.grouping import share_words, tokens_of, words_of
from retrieval.matching.imprint import Asked, Projection
from retrieval.model import ClaimantKind, ClaimVerdict, Finding, Query, QuestionKind, Stance
from retrieval.names.registry import SourceRegistry

_STEM: Final = 5  # letters by which a name is known in another case or language
_WORD: Final = re.compile(r"[^\W\d_]+")
_TELLING: Final = 4  # letters; shorter words of a name may be small ("bin", "de la")
_OF_SOMEBODY: Final = frozenset({QuestionKind.DID_CLAIM, QuestionKind.WHAT_SAID})
# Likeness of the question to a statement from which a yes or a no rests on it. Measured on 201
# labelled questions whether somebody said something: with any statement of theirs, 20 of 53 times
# yes rested on a wrong passage; from this likeness on, 6 of 28 times.
_TO_THE_POINT: Final = 0.45
# Words that turn a statement round, in the languages that the questions were labelled in most.
_NEGATED: Final = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|without|cannot|\w+n't"
    r"|ne|n'\w+|pas|jamais|aucune?|sans"
    r"|nicht|nichts|kein\w*|nie|niemals|ohne"
    r"|nunca|jamás|nada|ningun[oa]?|ningún|sin"
    r"|не|нет|никогда|ничего|никто|без)\b"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the findings with the one that it rests on before the others."""

    verdict: ClaimVerdict | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Gives verdicts on one question.

    Attributes:
        query: with the claimant who is asked about; without one there is no verdict.
        registry: by which a name in the question and a claimant are known to be one.
        asked: the question's tokens, and ``projection`` what they are matched with; without them
            words alone tell what is to the point.
    """

    query: Query
    registry: SourceRegistry
    asked: Asked | None = None
    projection: Projection | None = None

    def judged(self, findings: Sequence[Finding]) -> Judged:
        """The verdict from the close findings, best first, grouped."""
        as_found, query = tuple(findings), self.query
        if query.claimant is None or query.kind not in _OF_SOMEBODY:
            return Judged(None, as_found)
        theirs = [each for each in findings if is_by(each, query.claimant, self.registry)]
        if not theirs:
            return Judged(self._missed(query.claimant, findings), as_found)
        if query.kind is QuestionKind.WHAT_SAID:
            return Judged(None, as_found)
        first = next(filter(self._to_the_point, theirs), theirs[0])
        rest = tuple(finding for finding in findings if finding is not first)
        return Judged(self._ruled(first), (first, *rest))

    def _missed(self, name: str, findings: Sequence[Finding]) -> ClaimVerdict | None:
        """That others are heard; None where one of them may yet be the one who is asked about.

        A description may be of anybody, and a name may be spelt otherwise, or stand among others.
        That others did say so takes a statement that is to the point.
        """
        if self.query.kind is QuestionKind.DID_CLAIM and not self._to_the_point(findings[0]):
            return None
        last = tuple(_stems(name)[-1:])  # "Iran" may be meant by "Iran's foreign ministry"
        called = (words for each in findings for words in _called(each))
        maybe = any(stem.startswith(last) for words in called for stem in _stems(words))
        named = _is_name(name) or self.registry.resolve(name).known
        return ClaimVerdict.BY_OTHERS if named and not maybe else None

    def _ruled(self, theirs: Finding) -> ClaimVerdict:
        """What a finding by who is asked about comes to; where that is not plain, people read."""
        said = theirs.attribution
        stance = Stance.AFFIRM if said is None else said.attribution.stance
        if not self._to_the_point(theirs):
            return ClaimVerdict.OTHERWISE
        if self.query.stances:
            as_asked = stance in self.query.stances
            return ClaimVerdict.CLAIMED if as_asked else ClaimVerdict.OTHERWISE
        # A doubt, or a "not" that only one of question and statement has, may turn it round.
        turned = _negated(self.query.text) != _negated(_statement(theirs))
        if stance is Stance.DENY:
            return ClaimVerdict.DENIED
        plain = stance is not Stance.DOUBT and not turned
        return ClaimVerdict.CLAIMED if plain else ClaimVerdict.OTHERWISE

    def _to_the_point(self, finding: Finding) -> bool:
        if share_words(words_of(self.query.content), words_of(_statement(finding))):
            return True
        if self.asked is None or self.projection is None or finding.attribution is None:
            return False
        imprint = finding.attribution.attribution.imprint
        likeness = self.projection.likeness(self.asked, imprint)
        return likeness is not None and likeness >= _TO_THE_POINT


def is_by(finding: Finding, name: str, registry: SourceRegistry) -> bool:
    """Whether it is the word of who goes by this name in a question."""
    if finding.attribution is None:
        publisher, kind = finding.article.publisher, ClaimantKind.OUTLET
        return publisher is not None and registry.same(publisher, name, (kind, None))
    said = finding.attribution.attribution
    if said.claimant is not None and registry.same(said.claimant, name, (said.claimant_kind, None)):
        return True
    return any(_names(words, name) for words in _called(finding))


def _called(finding: Finding) -> tuple[str, ...]:
    """The words for whose word it is: as it was resolved, and as the article has it."""
    if finding.attribution is None:
        return (finding.article.publisher or "",)
    said = finding.attribution.attribution
    mention = "" if said.source is None else said.source.of(finding.article.text)
    return (said.claimant or "", mention)


def _statement(finding: Finding) -> str:
    """Cue and content as written, or the passage in the article's own voice."""
    text = finding.article.text
    if finding.attribution is None:
        return finding.quote.of(text)
    said = finding.attribution.attribution
    cue = () if said.cue is None else (said.cue,)
    return " ".join(span.of(text) for span in (*cue, *said.content))


def _negated(text: str) -> bool:
    words = text.casefold().replace("’", "'")
    return _NEGATED.search(words) is not None


def _names(words: str, name: str) -> bool:
    """Whether words have all of a name's, next to each other.

    A title may go before a name and not after it: "Trump's lawyer" is not Trump. After a
    description the name may stand: "North Korea's foreign minister, Ri Yong Ho".
    """
    said, asked = _stems(words), _stems(name)
    places = [at for at in range(len(said) - len(asked) + 1) if said[at : at + len(asked)] == asked]
    if not asked or not places:
        return False
    described = len(asked) > 1 and not _is_name(name)
    return described or places[-1] + len(asked) == len(said)


def _is_name(name: str) -> bool:
    """Whether it is written as a name, and no description of somebody who may go by another."""
    words = [word for word in _WORD.findall(name) if len(word) >= _TELLING]
    return name != name.lower() and not any(word[0].islower() for word in words)


def _stems(name: str) -> list[str]:
    return [token[:_STEM] for token in tokens_of(name)]
