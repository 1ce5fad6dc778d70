"""Properties of a reading that hold whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.attribution.rules import RuleExtractor
from retrieval.model import ArticleDraft, Attribution, Span

EXTRACTOR = RuleExtractor()

# Random letters hold no attribution; these put cues, marks and names in every order.
_FRAGMENTS = st.sampled_from(
    [
        *"«»“”\"'‘’„「」,.:!()–…\n \0\xa0",
        *("\n\n", "selon ", "Selon RT", "d'après ", "pour ", "citant ", "cité par ", "accusant "),
        *("a déclaré que ", "a-t-il dit", " said ", " told Reuters that ", "according to "),
        *("citing ", "qu'", "et ", "and ", "Ada Quill", "Léo Daunat", "il ", "WSJ", "(AFP)", "M. "),
        *(
            "des sources anonymes",
            "le magazine",
            "the paper",
            "Le Monde",
            "U.S.",
            "👍🏽",
            "e\u0301",
        ),
        *("le pont est sûr", "the bridge is safe", "мост", "橋は安全", "جسر"),
    ]
)
# Nor do these hold a chain, unless the parts are put together in the order of a report.
_OUTLETS = st.sampled_from(["RT", "Le Monde", "Reuters", "The New York Times", "Ada Quill"])
_REPORTS = st.builds(
    str.format,
    st.sampled_from(
        [
            "Selon {0}, {1} a déclaré à {2} que le pont est sûr.\n",
            "Selon {0}, citant {1}, {2} a déclaré : « Le pont est sûr. »\n",
            "According to {0}, {1} told {2} that the bridge is safe.\n",
            "{0}, citing {1}, said that {2} said the bridge is safe.\n",
        ]
    ),
    *[_OUTLETS] * 3,
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_FRAGMENTS, max_size=40).map("".join),
    st.lists(_REPORTS | _FRAGMENTS, max_size=8).map("".join),
)
LANGUAGES = st.sampled_from(["fr", "en", "ru", "und"])


def spans(attribution: Attribution) -> list[Span]:
    """Every span of an attribution."""
    vias = (via.mention for via in attribution.via)
    named = (span for span in (attribution.source, attribution.cue) if span is not None)
    return [*named, *attribution.content, *vias]


@given(text=TEXTS, language=LANGUAGES)
@settings(max_examples=400, deadline=None)
def test_whatever_is_shown_is_a_stretch_of_the_text(text: str, language: str) -> None:
    """No text makes the reader fail, and each span can be shown, with no blank at its edges."""
    reading = EXTRACTOR.read(ArticleDraft(text=text, language=language))
    for attribution in reading.attributions:
        for span in spans(attribution):
            stretch = span.of(text)
            assert stretch == stretch.strip()
    for credit in reading.credits:
        assert credit.mention.of(text)


@given(text=TEXTS, language=LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_spans_end_at_words(text: str, language: str) -> None:
    """No word is cut in two at the edge of a source or of what was said."""
    for attribution in EXTRACTOR.read(ArticleDraft(text=text, language=language)).attributions:
        for span in spans(attribution):
            assert not text[max(0, span.start - 1) : span.start + 1].isalpha() or span.start == 0
            assert not (text[span.end - 1].isalpha() and text[span.end : span.end + 1].isalpha())


@given(text=TEXTS, language=LANGUAGES)
@settings(max_examples=100, deadline=None)
def test_the_same_text_is_read_the_same(text: str, language: str) -> None:
    """Adding an article twice shows the same attributions twice, in reading order."""
    article = ArticleDraft(text=text, language=language)
    reading = EXTRACTOR.read(article)
    assert reading == RuleExtractor().read(article)
    begins = [attribution.content[0].start for attribution in reading.attributions]
    assert begins == sorted(begins)


@given(text=TEXTS, language=LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_nobody_is_in_a_chain_twice(text: str, language: str) -> None:
    """A claimant is never a via of itself, and no via comes twice."""
    for attribution in EXTRACTOR.read(ArticleDraft(text=text, language=language)).attributions:
        names = [via.name for via in attribution.via]
        assert len(names) == len(set(names))
        assert attribution.claimant not in names
