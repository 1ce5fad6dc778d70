"""Texts that are nearly the same are known to be, in whatever dress they come."""

from __future__ import annotations

import hashlib
import itertools
import random
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.duplicates import SCHEME, fingerprint_missing, fingerprint_of
from retrieval.model import Fingerprint
from retrieval.model.fingerprints import TWINS_FROM
from tests.fakes.entries import make_entry
from tests.fakes.store import MemoryStore

ENGLISH: Final = """\
Lighthouse of Cape Sorrel to go dark for the winter

The lighthouse on Cape Sorrel will be switched off from November to March, the coast guard said on
Monday, because its lamp can no longer be repaired at a price the county is willing to pay.

"We have looked for a spare part in four countries," said the keeper, Hanne Odell. "There is none
left, and nobody makes it any more."

Fishermen from Little Marrow called the decision reckless. Their boats come home after dark for
five months of the year, and the reef begins less than a mile from the harbour mouth.

The county council will vote in December on a new lamp, which would cost about 90,000 crowns. Two
earlier votes on it failed, the last of them by a single voice.
"""
RUSSIAN: Final = """\
Маяк на мысе Щавель погаснет на зиму

Маяк на мысе Щавель не будет работать с ноября по март, сообщила в понедельник береговая охрана:
починить его лампу за те деньги, которые готов заплатить округ, больше нельзя.

«Мы искали запасную часть в четырёх странах, — рассказала смотрительница Ханне Оделл. — Её нигде
нет, и никто её больше не делает».

Рыбаки из Малого Марроу назвали решение безрассудным. Пять месяцев в году их лодки возвращаются
затемно, а риф начинается меньше чем в миле от входа в гавань.

Совет округа проголосует за новую лампу в декабре. Она стоит около 90 000 крон. Два прошлых
голосования провалились, последнее из них из-за одного голоса.
"""
JAPANESE: Final = """\
灯台が冬のあいだ消灯へ

岬の灯台は十一月から三月まで消灯されると、沿岸警備隊が月曜日に発表した。電球の修理費用が高すぎるためだという。

「四つの国で部品を探しました。もうどこにもなく、作っている会社もありません」と灯台守の女性は語った。

近くの港の漁師たちは、この決定は無謀だと批判している。一年のうち五か月は暗くなってから船が戻り、港の入り口から一マイルも離れていないところに暗礁がある。

郡議会は十二月に新しい電球の購入を採決する予定だ。費用はおよそ九万クローネで、過去二回の採決はいずれも否決された。
"""
THAI: Final = """\
ประภาคารจะดับไฟตลอดฤดูหนาว

หน่วยยามฝั่งแถลงเมื่อวันจันทร์ว่าประภาคารบนแหลมจะปิดไฟตั้งแต่เดือนพฤศจิกายนถึงเดือนมีนาคม เพราะค่าซ่อมหลอดไฟแพงเกินไป

ผู้ดูแลประภาคารกล่าวว่าได้ค้นหาอะไหล่ในสี่ประเทศแล้วแต่ไม่มีเหลืออยู่เลย และไม่มีใครผลิตอีกต่อไป

ชาวประมงจากหมู่บ้านใกล้เคียงเรียกการตัดสินใจนี้ว่าประมาท เรือของพวกเขากลับเข้าฝั่งหลังมืดเป็นเวลาห้าเดือนต่อปี

สภาเทศมณฑลจะลงมติเรื่องหลอดไฟใหม่ในเดือนธันวาคม ซึ่งมีราคาประมาณเก้าหมื่นโครน
"""
TEXTS: Final = {"en": ENGLISH, "ru": RUSSIAN, "ja": JAPANESE, "th": THAI}

# The same event, told by another reporter who heard the same keeper.
OTHER_REPORT: Final = """\
Winter without a light on Cape Sorrel

For the first time since 1871 ships will pass Cape Sorrel in the dark. Hanne Odell, who has kept the
lighthouse for thirty years, pulled the lever herself on Monday afternoon while a dozen neighbours
watched from the rocks below.

"There is none left, and nobody makes it any more," she said of the part that broke in August.

The mayor of Little Marrow promised to bring buoys out to the reef before the first storms, and to
ask the ministry for money; the coast guard is to send a boat twice a week.
"""
MARKET: Final = """\
The exchange in Port Aldane closed {direction} on {day}. The leading index {verb} {points} points to
{level}, with {winner} the strongest of its thirty shares and {loser} the weakest. Traders spoke of
{reason}. A barrel of oil cost {oil} crowns in the evening, and the crown stood at {rate} to the
dollar.
"""


def likeness(one: str, other: str) -> float:
    return fingerprint_of(one).likeness(fingerprint_of(other))


def paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("place", range(4))
def test_a_paragraph_less_is_a_twin(text: str, place: int) -> None:
    """A paper that cuts any one paragraph of the agency's text has still printed that text."""
    kept = paragraphs(text)
    del kept[place]
    assert TWINS_FROM <= likeness(text, "\n\n".join(kept)) < 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_another_headline_and_a_credit_are_a_twin(text: str) -> None:
    """A headline of the paper's own above the text, and "(AFP)" below it, hide nothing."""
    _, *body = paragraphs(text)
    dressed = "\n\n".join(["Dark winter ahead at sea", *body, "(AFP)"])
    assert TWINS_FROM <= likeness(text, dressed) < 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_typography_changes_nothing(text: str) -> None:
    """Quotation marks, capitals, line ends, soft hyphens, accents and full-width figures."""
    styled = text.upper().replace("\n\n", "\r\n\u00a0\r\n")
    for plain, other in {
        '"': "”",
        "«": "„",
        "—": "–",
        "「": "『",
        "COAST": "CO\u00adAST",
        "Й": "И\u0306",
        "90": "90",
    }.items():
        styled = styled.replace(plain, other)
    assert styled != text
    assert fingerprint_of(styled) == fingerprint_of(text)


@pytest.mark.parametrize(("text", "space"), [(ENGLISH, " "), (RUSSIAN, " "), (JAPANESE, "")])
def test_a_few_other_words_are_a_twin(text: str, space: str) -> None:
    """An editor who replaces a word in thirty, or a character in fifty, makes no other text."""
    words = text.split(" ") if space else list(text)
    every = 30 if space else 50
    words[every // 2 :: every] = ["zinc"] * len(words[every // 2 :: every])
    assert TWINS_FROM <= likeness(text, space.join(words)) < 1


def test_different_texts_are_no_twins() -> None:
    """A translation, another reporter's story with the same quotation: each is its own text."""
    for one, other in itertools.combinations([*TEXTS.values(), OTHER_REPORT], 2):
        assert likeness(one, other) < TWINS_FROM / 2


def test_a_series_in_one_mould_is_no_twin() -> None:
    """Tomorrow's market report says the same with other figures and names, and is another."""
    reports = [
        MARKET.format(
            direction="higher", day="Monday", verb="gained", points=14, level="2,210",
            winner="Grain & Sons", loser="Aldane Ferries", reason="a good harvest", oil=71,
            rate=6.2,
        ),
        MARKET.format(
            direction="lower", day="Friday", verb="lost", points=9, level="2,198",
            winner="North Quarry", loser="the Sorrel Bank", reason="fears of a strike", oil=69,
            rate=6.4,
        ),
    ]  # fmt: skip
    assert 0 < likeness(*reports) < TWINS_FROM


@pytest.mark.parametrize("text", ["", "…", "🙂 🙂", "one", "one two", "灯"])
def test_a_text_of_hardly_a_word_is_like_itself_alone(text: str) -> None:
    """Next to nothing is not the same as something else that is next to nothing."""
    assert likeness(text, text) == 1
    assert likeness(text, "– !") < TWINS_FROM
    assert likeness(text, ENGLISH) < TWINS_FROM


def test_fingerprints_outlive_a_version() -> None:
    """What is stored was made with these numbers; a change of them needs another scheme."""
    assert SCHEME == "minhash affine32 256/1, runs of 3, unspaced 3, 1"
    made = fingerprint_of(ENGLISH + JAPANESE)
    assert made.bands[-1] == 5945284980418721212
    assert (
        hashlib.sha256(made.signature).hexdigest()
        == "b69c36dfaeed57453085eda84edb5cbc7e70fb72884d3b9e6b3ff6de86dd6ee9"
    )


def test_two_schemes_do_not_compare() -> None:
    """A fingerprint made in another way says nothing of this one."""
    ours = fingerprint_of(ENGLISH)
    for other in (Fingerprint("other", ours.signature), Fingerprint(SCHEME, ours.signature[:-4])):
        with pytest.raises(ValueError, match="do not compare"):
            ours.likeness(other)


def test_the_most_alike_is_the_twin() -> None:
    """Of several it is the nearest, of equals the first; of none there is none."""
    whole, cut = fingerprint_of(ENGLISH), fingerprint_of("\n\n".join(paragraphs(ENGLISH)[1:]))
    other = fingerprint_of(OTHER_REPORT)
    assert whole.twin_among([(3, other), (9, whole), (4, whole), (1, cut)]) == 4
    assert whole.twin_among([(3, other), (7, cut)]) == 7
    assert whole.twin_among([(3, other)]) is None
    assert whole.twin_among([]) is None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_twins_share_a_band(text: str) -> None:
    """By its bands a shortened copy is found among many articles; another report is not."""
    bands = set(fingerprint_of(text).bands)
    assert len(bands) == 64
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert bands & set(fingerprint_of("\n\n".join(paragraphs(text)[:-1])).bands)
    assert not bands & set(fingerprint_of(OTHER_REPORT).bands)


@given(st.integers(3, 400), st.integers(0, 400))
def test_the_estimate_is_near_the_truth(length: int, start: int) -> None:
    """Two stretches of one long text are as much alike as they share words, both ways."""
    words = [f"w{number}" for number in range(800)]
    one, other = " ".join(words[:length]), " ".join(words[start : start + length])
    shared = max(0, length - start - 2)
    truth = shared / (2 * (length - 2) - shared)
    assert likeness(one, other) == likeness(other, one) == pytest.approx(truth, abs=0.2)


@given(st.text(max_size=200))
def test_any_text_has_a_fingerprint(text: str) -> None:
    """Half characters, control characters, one script in the other: always the same 1,024 bytes."""
    made = fingerprint_of(text)
    assert len(made.signature) == 1024
    assert made == fingerprint_of(text)


def test_a_long_text_is_done_in_parts() -> None:
    """The longest article has the same fingerprint whether or not its words are hashed at once."""
    rng = random.Random(3)  # noqa: S311 - not for secrets
    words = [f"w{rng.randrange(9_999)}" for _ in range(5_000)]
    whole = fingerprint_of(" ".join(words))
    half = fingerprint_of(" ".join(words[:2_500]))
    assert whole.likeness(half) == pytest.approx(0.5, abs=0.1)


async def test_articles_of_an_older_version_get_theirs() -> None:
    """After an upgrade, the copies that two papers had printed before are known to be one text."""
    store = MemoryStore()
    for text, publisher in ((ENGLISH, "A"), (OTHER_REPORT, "B"), (ENGLISH, "C")):
        entry = make_entry(text, publisher=publisher)
        await store.add(replace(entry, fingerprint=Fingerprint(publisher, b"\0" * 1024)))
    assert await fingerprint_missing(store) == 3
    assert [(await store.article(number)).cluster for number in (1, 2, 3)] == [1, 2, 1]
    assert await fingerprint_missing(store) == 0
