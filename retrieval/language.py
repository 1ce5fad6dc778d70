"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN: Final = "und"

# Of the library's 140 labels those that much news is written in. Without the choice its near
# relatives win on one line of text: "Qui a dit que l'Iran fournit des drones ?" is Catalan to it.
# With it all 388 labelled questions (en, fr, de, ru, ar) are told rightly.
_LANGUAGES: Final = """
    af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id
    is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si
    sk sl so sq sr sv sw ta te tg th tl tr tt uk ur uz vi yo zh zu
""".split()  # noqa: SIM905 - sixty quoted codes would hide the list

# A few words are enough as a rule; of "Putin" or "hi" nothing can be told, and the best label
# gets less than this share of the probability (labelled questions: 0.6 and more).
_LEAST_SHARE: Final = 0.4

# Enough of an article to be sure of, and little enough that a 1 MB text costs no more.
_SAMPLE: Final = 4_000


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier


def detect(text: str) -> str:
    """The text's language as a two-letter code (ISO 639-1), ``und`` where it cannot be told.

    Source: py3langid, which is deterministic.
    """
    code, share = _identifier().rank(text[:_SAMPLE])[0]
    return str(code) if share >= _LEAST_SHARE else UNKNOWN
