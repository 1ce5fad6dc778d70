"""Where a sentence attributes: verbs in their forms, with their auxiliaries, and frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from retrieval.attribution.lexicon import WORD, Form, Lexicon
from retrieval.model import Span, Stance

_REACH: Final = 7  # words between an auxiliary and its participle: "a-t-il par la suite également"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, and how its content and source stand to it.

    Attributes:
        span: auxiliaries, adverbs and verb, or the preposition.
        takes: as in the lexicon; ``frame`` for a preposition ("selon").
        gerund: it goes on with the source of another cue.
        pronoun: a subject within or right after it ("a-t-il déclaré").
    """

    span: Span
    stance: Stance
    takes: str
    gerund: bool = False
    pronoun: Span | None = None


def cues(outer: str, sentence: Span, known: Lexicon) -> list[Cue]:
    """The cues of a sentence in reading order."""
    frames = known.phrases["prepositions"].finditer(outer, sentence.start, sentence.end)
    found = [Cue(Span(*frame.span()), Stance.AFFIRM, "frame") for frame in frames]
    taken = {at for cue in found for at in range(cue.span.start, cue.span.end)}
    verbs = (verb for verb in _verbs(outer, sentence, known) if verb.span.start not in taken)
    return sorted((*found, *verbs), key=lambda cue: cue.span)


def _verbs(outer: str, sentence: Span, known: Lexicon) -> Iterator[Cue]:
    words = [Span(*m.span()) for m in WORD.finditer(outer, sentence.start, sentence.end)]
    lower = [word.of(outer).lower() for word in words]
    pronouns = known.words["persons"] | known.words["plurals"] | known.words["self"]
    after = 0
    for i, word in enumerate(lower):
        forms = known.forms.get(word, ()) if i >= after else ()
        form = next((f for f in forms if tuple(lower[i : i + len(f.words)]) == f.words), None)
        first = _first(lower, i, form, known) if form else None
        in_title = i > 0 and outer[words[i].start].isupper() and outer[words[i].start - 1] == " "
        if form is None or first is None or in_title:  # "the Washington Post"
            continue
        after = i + len(form.words)
        near = (*range(first, i), *range(after, min(after + 2, len(words))))
        inverted = (j for j in near if lower[j] in pronouns and outer[words[j].start - 1] == "-")
        pronoun = next((words[j] for j in inverted), None)
        span = Span.around((words[first], words[after - 1], pronoun or words[first]))
        yield Cue(span, form.stance, form.takes, form.kind == "gerund", pronoun)


def _first(lower: list[str], at: int, form: Form, known: Lexicon) -> int | None:
    """The word with which the cue begins; None where the form does not attribute here."""
    part, first, begin = known.words, at, at
    while begin > max(0, at - _REACH):
        word = lower[begin - 1]
        if word in part["negations"]:
            return None
        if word in part["auxiliaries"]:
            first = begin - 1
        elif word not in part["between"] and not word.endswith(tuple(part["adverb_ending"])):
            break
        begin -= 1
    auxiliaries = part["auxiliaries"].intersection(lower[first:at])
    before = lower[first - 1] if first else ""
    passive = auxiliaries & part["passive"] and before not in part["reflexive"]
    if passive and form.kind != "gerund":  # "ont été accusés": by whom, nobody says
        return None
    if not auxiliaries and (
        form.kind == "participle" or (form.kind == "finite" and before in part["nominal"])
    ):
        return None
    adverb = (
        begin == at - 1 and lower[begin] not in part["persons"] | part["plurals"] | part["self"]
    )
    return begin if adverb and not auxiliaries else first  # "also denied"
