"""What of a language model's words may be shown. In doubt they may not: docs/decisions/0007."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import regex

from retrieval.language import UNKNOWN, detect
from retrieval.model import Finding, Summary
from retrieval.wording.names import Evidence, Text
from retrieval.wording.replies import Sentence

# What a phone shows beside the evidence without scrolling; more is an essay.
MOST_SENTENCES: Final = 3
LONGEST_SENTENCE: Final = 280
# Labelled questions have 160 characters at most.
LONGEST_REWRITE: Final = 300

# Of any script. A letter's apostrophe is none of them, nor the mark within a Hebrew abbreviation.
_QUOTED: Final = regex.compile(
    r"""[“”„‟«»‹›「」『』《》〈〉﹁﹂﹃﹄〝〞〟❝❞❛❜‚‛＂｢｣`´]|<<|>>|''|,,"""
    r"""|(?<!\p{Hebrew})"|"(?!\p{Hebrew})"""
    r"""|(?<![\p{L}\p{M}\p{N}])['‘’].*?['’](?![\p{L}\p{N}])"""
    r"""|(?<!\p{L})‘|‘(?!\p{L})"""
)
# What a medium would make something of: addresses, handles, commands, tags, markup, references.
_ACTIVE: Final = regex.compile(
    r"://|www\.|[<>{}\[\]|\\*_#=]|@|(?:^|\s)/\p{L}|\p{L}\.\p{L}{2,}", regex.IGNORECASE
)
_INVISIBLE: Final = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
_JOINERS: Final = "\u200c\u200d"  # Persian and the Indic scripts spell with them
_SEVERAL: Final = regex.compile(r"(?<=\p{L}{4})[.!?…]+\s+(?=\p{Lu})|[。！？।؟](?!\s*$)|[;；]")


def rewritten(question: str, proposal: str, language: str) -> str | None:
    """The proposal, where it can be searched for instead of the question; None where not.

    It must be in the same language and add no name and no number.
    """
    if not proposal or proposal == question or len(proposal) > LONGEST_REWRITE:
        return None
    if _is_unfit(proposal) or not regex.search(r"\p{L}", proposal):
        return None
    if not _in(language, proposal):
        return None
    evidence = Evidence([Text(question, language)], language)
    if evidence.strange_number(proposal) or evidence.strange_name(proposal):
        return None
    return proposal


def summary_of(
    sentences: Sequence[Sentence], findings: Sequence[Finding], question: str, language: str
) -> Summary | str:
    """The summary, where every sentence of it holds; else why not, for the log.

    Args:
        sentences: what the model said; ids count from 1 in the order of ``findings``.
        findings: all that were given to it.
        question: as it was asked.
        language: of the question, ISO 639-1; ``und`` where it could not be told.
    """
    if not 0 < len(sentences) <= MOST_SENTENCES:
        return "no sentence, or too many"
    for sentence in sentences:
        objection = _objection(sentence, findings, question, language)
        if objection is not None:
            return objection
    if not _in(language, " ".join(sentence.text for sentence in sentences)):
        return "another language"
    return Summary(
        text=" ".join(map(_shown, sentences)),
        cited=tuple(sorted({number for sentence in sentences for number in sentence.ids})),
    )


def _objection(
    sentence: Sentence, findings: Sequence[Finding], question: str, language: str
) -> str | None:
    objection = _form_of(sentence)
    if objection is not None:
        return objection
    cited = [findings[number - 1] for number in sentence.ids]
    texts = [text for finding in cited for text in _texts(finding)]
    evidence = Evidence([*texts, Text(question, language)], language)
    if evidence.strange_number(sentence.text):
        return "a number that the evidence does not have"
    if evidence.strange_name(sentence.text):
        return "a name that the evidence does not have"
    return None


def _form_of(sentence: Sentence) -> str | None:
    """What a sentence may not be or have, whatever the evidence."""
    text = sentence.text
    faults = {
        "a sentence without a finding": not sentence.ids,
        "a sentence too long, or empty": len(text) > LONGEST_SENTENCE
        or not regex.search(r"\p{L}", text),
        "quotation marks": _QUOTED.search(text),
        "links, markup or invisible characters": _ACTIVE.search(text) or _is_unfit(text),
        "two sentences in one": _SEVERAL.search(text),
    }
    return next((fault for fault, found in faults.items() if found), None)


def _texts(finding: Finding) -> list[Text]:
    """The passage, and the names of the chain, which may stand elsewhere in the article."""
    language = finding.article.language
    names = [hop.name for hop in finding.chain.hops if hop.name is not None]
    passage = finding.quote.of(finding.article.text)
    return [Text(passage, language), *(Text(name, language) for name in names)]


def _is_unfit(text: str) -> bool:
    """Whether a character of it cannot be seen, or turns others round."""
    return any(unicodedata.category(char) in _INVISIBLE and char not in _JOINERS for char in text)


def _in(language: str, text: str) -> bool:
    found = detect(text)
    return UNKNOWN in (found, language) or found == language


def _shown(sentence: Sentence) -> str:
    """With a capital to begin with, and its references before the full stop."""
    text = sentence.text[0].upper() + sentence.text[1:]
    body = text.rstrip(".!?…。।؟")
    references = "".join(f"[{number}]" for number in sorted(sentence.ids))
    return f"{body.rstrip()} {references}{text[len(body) :] or '.'}"
