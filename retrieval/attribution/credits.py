"""Credits of a whole article: a closing "Selon RT", "(AFP)", "With Reuters"."""

from __future__ import annotations

import re
from typing import Final

from retrieval.attribution.lexicon import LANGUAGES, lexicon
from retrieval.attribution.names import OUTLET, outlet_named
from retrieval.model import Span, Via

_LEAD: Final = "|".join(lex.phrases["credits"].pattern for lex in map(lexicon, LANGUAGES) if lex)
_NAME: Final = rf"(?:(?:the|le|la|l['’])\s?)?{OUTLET.pattern}"
_NAMES: Final = rf"{_NAME}(?:(?:\s?[,/&-]\s?|\s(?:et|and)\s){_NAME}){{0,4}}"
# A line of its own, or in brackets at an end of one ("PARIS (Reuters) - …"): a credit is no
# sentence, and a dateline is short.
_CREDIT: Final = re.compile(
    rf"^[ \t]{{0,9}}(?i:{_LEAD})\s?{_NAMES}[ \t]{{0,9}}\.?[ \t]{{0,9}}$"
    rf"|(?:^[^\n()]{{1,40}}|(?<=[ \t\n]))\((?:(?i:{_LEAD})\s)?{_NAMES}\)"
    r"(?=\s?[-–—]|\.?[ \t]{0,9}$)",
    re.MULTILINE,
)


def credits_of(text: str) -> tuple[Via, ...]:
    """The outlets to which an article is credited as a whole, in reading order, each once."""
    found: dict[str, Via] = {}
    for credit in _CREDIT.finditer(text):
        for named in OUTLET.finditer(text, *credit.span()):
            name, _ = outlet_named(named.group())
            found.setdefault(name, Via(name, Span(*named.span())))
    return tuple(found.values())
