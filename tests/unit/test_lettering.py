"""Letters of every script, set and wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.rendering.fonts import Face, covers, face_for, faces_for
from bot.rendering.lettering import Lettering, Line, clean_text, one_line, wrapped

SET = Lettering(40)
WORDS = {
    "Latin": "Gazette du Cap, Báo Nghệ An",
    "Greek": "Η εφημερίδα του λιμανιού",
    "Cyrillic": "Вестник залива, їжак",
    "Arabic": "صحيفة «الميناء» الأسبوعية",
    "Persian": "روزنامهٔ بندر می‌نویسد",
    "Hebrew": "עיתון הנמל",
    "Devanagari": "बंदरगाह समाचार पत्रिका",
    "Bengali": "বন্দর সংবাদ",
    "Tamil": "துறைமுக செய்தி",
    "Thai": "หนังสือพิมพ์ท่าเรือ",
    "Georgian": "ნავსადგურის გაზეთი",
    "Armenian": "Նավահանգիստ",
    "Ethiopic": "የወደብ ጋዜጣ",
    "Chinese": "港口日报：「两名官员」",
    "Japanese": "港の新聞、ニュース",
    "Korean": "항구 신문",
    "Emoji": "📰 ✈ 🇫🇷",
    "Mixed": "RT 阿拉伯语 قناة RT → Reuters 2024",
}


def numbers(line: Line) -> list[int]:
    return [glyph.number for glyph in line.glyphs]


def inked(line: Line) -> Image.Image:
    """The line, black on white."""
    image = Image.new("L", (line.width + 20, line.height), 255)
    line.draw(image.convert("RGB"), 10, 0, (0, 0, 0))
    coloured = Image.new("RGB", image.size, (255, 255, 255))
    line.draw(coloured, 10, 0, (0, 0, 0))
    return coloured.convert("L")


@pytest.mark.parametrize("script", WORDS)
@pytest.mark.parametrize("bold", [False, True])
def test_every_script_has_its_letters(script: str, *, bold: bool) -> None:
    """No box stands in the place of a letter, and something is drawn."""
    line = one_line(WORDS[script], Lettering(40, bold=bold))
    assert line.glyphs
    assert 0 not in numbers(line)
    darkest, lightest = inked(line).getextrema()
    assert (darkest, lightest) == (0, 255)


@pytest.mark.parametrize("script", WORDS)
def test_bold_is_bolder(script: str) -> None:
    """Names stand out in every script, also in the one whose font has no bold shapes."""

    def ink(*, bold: bool) -> int:
        histogram = inked(one_line(WORDS[script], Lettering(40, bold=bold))).histogram()
        return sum((255 - grey) * count for grey, count in enumerate(histogram))

    assert ink(bold=True) > 1.1 * ink(bold=False)


def test_arabic_letters_join() -> None:
    """Arabic is not a row of separate letters."""
    joined = numbers(one_line("الميناء", SET))
    apart = [number for letter in "الميناء" for number in numbers(one_line(letter, SET))]
    assert sorted(joined) != sorted(apart)


def test_devanagari_letters_form_clusters() -> None:
    """The vowel that is written before its consonant stands before it."""
    assert numbers(one_line("कि", SET)) != [
        *numbers(one_line("क", SET)),
        *numbers(one_line("ि", SET)),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [("שלום עולם", "ם"), ("(שלום)", "("), ("שלום 24", "2"), ("RT שלום", "R"), ("שלום RT", "R")],
)
def test_hebrew_runs_from_right_to_left(text: str, first: str) -> None:
    """What is leftmost: the last Hebrew letter, or figures and Latin letters after it."""
    line = one_line(text, SET)
    leftmost = min(line.glyphs, key=lambda glyph: glyph.x)
    assert leftmost.number == one_line(first, SET).glyphs[0].number


def test_brackets_are_mirrored() -> None:
    """From right to left, an opening bracket opens towards the left."""
    line = one_line("(שלום)", SET)
    assert numbers(line)[0] == numbers(one_line("(", SET))[0]
    assert numbers(line)[-1] == numbers(one_line(")", SET))[0]


def test_japanese_and_chinese_write_a_character_each_in_their_way() -> None:
    """直 differs; the article's language, or kana beside it, decide."""
    chinese, japanese = (
        numbers(one_line("直", Lettering(40, language=code))) for code in ("zh", "ja")
    )
    assert chinese != japanese
    assert numbers(one_line("直の", Lettering(40, language="zh")))[0] == japanese[0]


def test_marks_and_punctuation_keep_the_face_of_their_word() -> None:
    """An accent is not taken from another font than its letter; emoji lend no wide blanks."""
    faces = faces_for("und")
    latin = face_for("x", faces)
    assert isinstance(latin, Face)
    assert latin.file.startswith("NotoSans[")
    assert covers(latin, "x")
    accent, space = one_line("e\u0301", SET), one_line("📰 x", SET)
    assert len({id(glyph.font) for glyph in accent.glyphs}) == 1
    assert space.glyphs[1].font is one_line("x", SET).glyphs[0].font


@pytest.mark.parametrize("script", WORDS)
@pytest.mark.parametrize("width", [90, 150, 400])
def test_no_line_is_too_wide(script: str, width: int) -> None:
    """Whatever the script, lines end before the edge, and nothing gets lost."""
    lines = wrapped(WORDS[script], SET, width, 100)
    assert max(line.width for line in lines) <= width
    squeezed = "".join(line.text for line in lines)
    assert squeezed.replace(" ", "") == clean_text(WORDS[script]).replace(" ", "")


def test_lines_end_between_words() -> None:
    """Words stay whole where they can; French punctuation stays with its word."""
    lines = wrapped("qui a dit que le port serait\u00a0« fermé\u00a0» ?", SET, 420, 9)
    assert lines[0].text == "qui a dit que le port"
    assert not any(
        line.text.startswith(("»", "?")) for line in wrapped("port fermé\u00a0?", SET, 210, 9)
    )


def test_chinese_lines_do_not_begin_with_a_full_stop() -> None:
    """No line begins with a closing mark, nor ends with an opening one."""
    for width in range(80, 400, 40):
        lines = wrapped("港口日报，报道。「两名」官员（昨天）说", SET, width, 99)
        assert not any(line.text[0] in "，。」）" for line in lines if len(line.text) > 1)
        assert not any(line.text[-1] in "「（" for line in lines[:-1] if len(line.text) > 1)


def test_thai_vowels_stay_with_their_consonants() -> None:
    """Where a Thai word must be divided, no line begins with a vowel that follows."""
    for width in range(60, 400, 20):
        for line in wrapped("กระทรวงการต่างประเทศไทยแถลงว่าอาวุธ", SET, width, 99)[1:]:
            assert line.text[0] not in "ะาำๅ"


def test_what_does_not_fit_is_cut_visibly() -> None:
    """The last line ends in an ellipsis, and is no wider than the others may be."""
    lines = wrapped("a very long name of a source " * 9, SET, 300, 2)
    assert len(lines) == 2
    assert lines[-1].text.endswith("…")
    assert lines[-1].width <= 300
    assert wrapped("short", SET, 300, 2)[-1].text == "short"


def test_nothing_is_no_line() -> None:
    """Blanks and invisible characters leave nothing to draw."""
    assert wrapped(" \u200e\n\x07\ufeff", SET, 300, 2) == []
    assert one_line("", SET).width == 0


def test_directions_set_by_hand_have_no_effect() -> None:
    """A name cannot turn the rest of the picture around."""
    assert numbers(one_line("RT\u202e news", SET)) == numbers(one_line("RT news", SET))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_set(text: str) -> None:
    """Whatever somebody is called, it is drawn, in the width that there is."""
    image = Image.new("RGB", (400, 400))
    for line in wrapped(text, Lettering(24), 300, 3):
        assert line.width <= 300 or len(line.text) <= 2
        line.draw(image, 10, 10, (255, 255, 255))
