"""How texts are told into terms, and that FTS5 tells them the same way."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from store.migrate import shipped_migrations
from store.terms import distinctive, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("L'Été à Nghệ An", ["l", "ete", "a", "nghe", "an"]),
        ("STRASSE Straße ﬁn ①", ["strasse", "strasse", "fin", "1"]),
        ("İstanbul’da", ["istanbul", "da"]),
        ("e\u0301te\u0301", ["ete"]),
        ("снабжает дронами Ёлка", ["снабжает", "дронами", "елка"]),
        ("حَرْبٌ", ["حرب"]),
        ("दिल्ली की।", ["दिलली", "की"]),
        ("한국어 말", ["한국어", "말"]),
        ("无人机 A国", ["无人", "人机", "a", "国"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("ข่าว", ["ขา", "าว"]),
        ("MQ-9 3,5", ["mq", "9", "3", "5"]),
        ("snake_case", ["snake", "case"]),
        ("\0\ud800 «» 🙂", []),
    ],
)
def test_terms_have_neither_case_nor_accents(text: str, terms: list[str]) -> None:
    """What people type and what papers print come down to the same terms."""
    assert terms_of(text) == terms


def test_fts5_tells_terms_as_we_do() -> None:
    """A term of any script is one term to FTS5 as well, else its frequency would not be found."""
    text = (
        "L'Été à Nghệ Đà Straße снабжает Ёлка حَرْبٌ إلى דובר שָׁלוֹם 한국어 无人机 𠮷野家 ドローン カﾞ "
        "ข่าวการขาย ພາສາລາວ မြန်မာဘာသာ ខ្មែរ दिल्ली বাংলাদেশ தமிழ் ಕನ್ನಡ తెలుగు മലയാളം සිංහල "
        "ελληνικά ὀρθός հայերեն ქართული አማርኛ ქ Ⅷ ½ x² ١٢٣ 42"
    )
    terms = terms_of(text)
    (migration, *_) = shipped_migrations()
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in migration.statements():
            connection.execute(statement)
        connection.execute("INSERT INTO passage_terms (terms) VALUES (?)", (" ".join(terms),))
        stored = {term for (term,) in connection.execute("SELECT term FROM passage_vocabulary")}
    assert stored == set(terms)


def test_the_rarest_terms_are_taken() -> None:
    """Of many words the eight rarest count; unheard ones don't, nor the common ones of many."""
    terms = [*"abcdefghijkl", "a"]
    frequencies = {term: 20 - place for place, term in enumerate("abcdefghijk")}
    assert distinctive(terms, frequencies, 100) == tuple("kjihgfed")
    assert distinctive(terms, frequencies, 60) == tuple("kjihgf")
    assert distinctive(["a", "b"], {"a": 50, "b": 40}, 50) == ("b", "a")
    assert distinctive([], {}, 0) == ()
