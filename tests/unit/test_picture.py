"""The picture of an answer's chains."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.catalogue import catalogue_for
from bot.rendering.captions import (
    LONGEST_CAPTION,
    caption_of,
    picture_of_answer,
    picture_of_finding,
)
from bot.rendering.picture import HIGHEST, WIDTH, answer_picture, finding_picture
from retrieval.model import Access, ClaimantKind, Finding
from tests.fakes.findings import answer, article, attribution, finding, with_hop

EN, FR = catalogue_for("en"), catalogue_for("fr")
NAMES = ["Estuary Post", "Вестник залива", "صحيفة الميناء", "港口日报", "עיתון הנמל", "ท่าเรือ"]


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def grey(png: bytes) -> Image.Image:
    """As somebody sees it who cannot tell colours apart."""
    return opened(png).convert("L")


def of(publisher: str, number: int, **said: object) -> Finding:
    spoken = attribution(claimant=f"Minister {number}", kind=ClaimantKind.PERSON)
    return finding(
        number=number,
        of=article(article_id=number, publisher=publisher),
        said=replace(spoken, **said),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("catalogue", [EN, FR])
def test_it_fits_a_phone(catalogue: object) -> None:
    """A PNG as wide as a phone in portrait, and no higher than one, however many findings."""
    catalogue = EN if catalogue is EN else FR
    heights = []
    for count in (1, 3, 6, 10):
        found = [of(NAMES[n % 6] + f" {n}", n + 1) for n in range(count)]
        picture = opened(answer_picture(answer(*found), catalogue))
        assert picture.format == "PNG"
        assert picture.width == WIDTH
        heights.append(picture.height)
    assert heights[0] < heights[1] < HIGHEST
    assert max(heights) <= HIGHEST


def test_endless_names_and_chains_fit() -> None:
    """A forged chain of long names is cut; the picture stays a picture."""
    spoken = attribution(claimant="officers " * 200, via=("Radio Delta",) * 40)
    found = finding(of=article(publisher="G" * 5_000), said=spoken)
    hops = found.chain.hops
    for place in range(1, len(hops) - 1):
        found = with_hop(found, place, replace(hops[place], name=f"Wire {place} " * 60))
    picture = opened(answer_picture(answer(found), EN))
    assert (picture.width, picture.height) <= (WIDTH, HIGHEST)


def test_read_is_told_from_reported_without_colour() -> None:
    """In grey, a hop that was read does not look like one that was only reported."""
    reported = finding()
    read = with_hop(reported, 1, replace(reported.chain.hops[1], access=Access.READ))
    pictures = [grey(finding_picture(found, EN)) for found in (reported, read)]
    assert pictures[0].size == pictures[1].size
    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_the_same_answer_gives_the_same_picture() -> None:
    """Nothing in it depends on chance or on the hour."""
    shown = answer(of("A", 1), of("B", 2))
    assert answer_picture(shown, EN) == answer_picture(shown, EN)


def test_the_words_are_in_the_askers_language() -> None:
    """Kinds, marks and legend differ between English and French; names do not."""
    assert finding_picture(finding(), EN) != finding_picture(finding(), FR)


def test_only_close_findings_are_drawn() -> None:
    """What was only offered beside the evidence is in no picture of it."""
    far = replace(of("B", 2), close=False)
    both, one = answer(of("A", 1), far), answer(of("A", 1))
    assert answer_picture(both, EN) == answer_picture(one, EN)
    assert answer_picture(answer(far), EN)


def test_nobody_and_nowhere_are_drawn() -> None:
    """No publisher, no claimant, no date, no letters at all: each is drawn as such."""
    nobody = finding(
        of=article(publisher=None, published=None), said=attribution(claimant=None, via=())
    )
    blank = finding(of=article(publisher="\u200e"))
    for found in (nobody, blank, finding(own_voice=True)):
        assert opened(finding_picture(found, EN)).width == WIDTH


def test_the_caption_says_who_through_whom() -> None:
    """A line for each chain, the reader's side first."""
    picture = picture_of_finding(finding(), EN)
    assert picture.caption == (
        "Gazette du Cap ← Radio Delta ← Le Phare ← des officiers qui n'ont pas voulu être nommés"
    )
    assert opened(picture.png).format == "PNG"
    two = picture_of_answer(answer(of("A", 1), of("B", 2), of("B", 2)), EN)
    assert two.caption.splitlines() == [
        "A ← Radio Delta ← Le Phare ← Minister 1",
        "B ← Radio Delta ← Le Phare ← Minister 2",
    ]


@pytest.mark.parametrize("name", ["Gazette", "𝒢azette " * 40, "😀" * 2_000])
def test_a_caption_is_as_long_as_telegram_takes(name: str) -> None:
    """1,024 UTF-16 units at most; chains for which there is no room are counted."""
    found = [of(f"{name} {n}", n) for n in range(1, 40)]
    caption = caption_of(found, EN)
    assert len(caption.encode("utf-16-le")) // 2 <= LONGEST_CAPTION
    assert caption.endswith(" more findings")


def test_a_single_endless_chain_is_cut_in_the_caption() -> None:
    """What does not fit is left out with a sign."""
    found = finding(said=attribution(via=("Radio Delta",) * 200))
    caption = caption_of([found], EN)
    assert len(caption) == LONGEST_CAPTION
    assert caption.endswith("…")
