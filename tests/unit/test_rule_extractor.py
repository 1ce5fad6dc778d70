"""Who said what, by rule: quotation marks, cues and frames."""

from __future__ import annotations

import time

import pytest

from retrieval.attribution import lexicon
from retrieval.attribution.rules import RuleExtractor
from retrieval.model import (
    ArticleDraft,
    Attribution,
    ClaimantKind,
    Reading,
    SpeechType,
    Stance,
)

WIRE = """Un chantier naval fait parler de lui

Le Wall Street Journal, citant des sources diplomatiques anonymes, a affirmé que le chantier de \
Sarnaq construisait des vedettes pour la flotte du Nord.

Selon RT, des responsables anonymes du Pentagone ont confié au magazine américain que Sarnaq était \
devenu « le premier fournisseur de la flotte », accusant son directeur d'avoir caché les contrats.

Le directeur, Anton Belik, a démenti toute livraison.

Selon RT
Partager
"""


def read(text: str, language: str = "en") -> Reading:
    return RuleExtractor().read(ArticleDraft(text=text, language=language))


def only(text: str, language: str = "en") -> Attribution:
    (attribution,) = read(text, language).attributions
    return attribution


def said(attribution: Attribution, text: str) -> list[str]:
    return [span.of(text) for span in attribution.content]


def hops(attribution: Attribution) -> list[str]:
    return [via.name for via in attribution.via]


def test_officials_who_told_a_magazine_as_an_agency_has_it() -> None:
    """The agency comes first, then the magazine by its name, though only "the magazine" is said."""
    found = next(a for a in read(WIRE, "fr").attributions if "RT" in hops(a))
    assert found.source is not None
    assert found.cue is not None
    assert found.source.of(WIRE) == "des responsables anonymes du Pentagone"
    assert found.cue.of(WIRE) == "ont confié"
    assert said(found, WIRE) == ["Sarnaq était devenu « le premier fournisseur de la flotte »"]
    assert [(via.name, via.mention.of(WIRE)) for via in found.via] == [
        ("RT", "RT"),
        ("The Wall Street Journal", "magazine américain"),
    ]
    assert found.claimant_kind is ClaimantKind.UNNAMED
    assert found.type is SpeechType.MIXED


def test_a_participle_goes_on_with_the_same_officials() -> None:
    """An "… accusant X" is the officials' accusation, through the same two outlets."""
    found = next(a for a in read(WIRE, "fr").attributions if a.stance is Stance.ACCUSE)
    assert found.claimant == "des responsables anonymes du Pentagone"
    assert hops(found) == ["RT", "The Wall Street Journal"]
    assert said(found, WIRE) == ["son directeur d'avoir caché les contrats"]


def test_an_outlet_that_cites_is_a_via() -> None:
    """The paper cites; the diplomats speak."""
    found = read(WIRE, "fr").attributions[0]
    assert found.claimant == "des sources diplomatiques anonymes"
    assert found.claimant_kind is ClaimantKind.UNNAMED
    assert hops(found) == ["The Wall Street Journal"]


def test_the_agency_that_passes_on_is_no_claimant() -> None:
    """Nothing is put into the agency's own mouth."""
    claimants = {a.claimant for a in read(WIRE, "fr").attributions}
    assert claimants
    assert "RT" not in claimants


def test_a_closing_line_credits_the_whole_article() -> None:
    """A "Selon RT" under the text, menus after it or not."""
    (credit,) = read(WIRE, "fr").credits
    assert credit.name == "RT"
    assert credit.mention.start == WIRE.rindex("RT")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(AFP)", ["AFP"]),
        ("The strike ended on Friday. (AFP)", ["AFP"]),
        ("With Reuters and AFP", ["Reuters", "AFP"]),
        ("(avec AFP, Reuters)", ["AFP", "Reuters"]),
        ("LISBON (Reuters) - The strike ended on Friday.", ["Reuters"]),
        ("He told Reuters (a news agency) that it had ended.", []),
        ("With Reuters reporters at the gate, nobody left.", []),
    ],
)
def test_credits(line: str, names: list[str]) -> None:
    """Agencies in a line of their own, in closing brackets or in a dateline; none in prose."""
    assert [via.name for via in read(f"A title\n\n{line}\n").credits] == names


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The mayor, Ada Quill, said the bridge is safe.", "The mayor", "the bridge is safe"),
        ('"The bridge is safe," said Ada Quill.', "Ada Quill", "The bridge is safe"),
        ('"The bridge is safe," Ada Quill said on Monday.', "Ada Quill", "The bridge is safe"),
        ('Ada Quill said: "The bridge is safe."', "Ada Quill", "The bridge is safe."),
        ("“The bridge is safe,” Ada Quill wrote.", "Ada Quill", "The bridge is safe"),
        ("'The bridge is safe,' Ada Quill added.", "Ada Quill", "The bridge is safe"),
        ("The bridge is safe, according to Ada Quill.", "Ada Quill", "The bridge is safe"),
        ("According to Ada Quill, the bridge is safe.", "Ada Quill", "the bridge is safe"),
        ("In the words of Ada Quill, the bridge is safe.", "Ada Quill", "the bridge is safe"),
        ("Ada Quill told reporters that the bridge is safe.", "Ada Quill", "the bridge is safe"),
        ("On Monday Ada Quill denied closing the bridge.", "Ada Quill", "closing the bridge"),
    ],
)
def test_english_frames(text: str, source: str, content: str) -> None:
    """Before or after what is said, quoted or not: the same source, and only what is said."""
    found = only(text)
    assert found.source is not None
    assert source in found.source.of(text)
    assert found.claimant == "Ada Quill"
    assert said(found, text) == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Le maire, Léo Daunat, a déclaré que le pont est sûr.", "le pont est sûr"),
        ("« Le pont est sûr », a déclaré Léo Daunat.", "Le pont est sûr"),
        ("« Le pont est sûr », a-t-il déclaré.", "Le pont est sûr"),
        ("Léo Daunat a ajouté : « Le pont est sûr. »", "Le pont est sûr."),
        ("Le pont est sûr, explique Léo Daunat.", "Le pont est sûr"),
        ("Selon Léo Daunat, le pont est sûr.", "le pont est sûr"),
        ("Le pont est sûr, d’après Léo Daunat.", "Le pont est sûr"),
        ("Hier, Léo Daunat a également affirmé lundi soir que le pont est sûr.", "le pont est sûr"),
    ],
)
def test_french_frames(text: str, content: str) -> None:
    """Inverted or not, with either apostrophe; "il" is the person whom the article names."""
    text = f"Léo Daunat a promis que tout irait bien. {text}"
    found = read(text, "fr").attributions[-1]
    assert found.claimant == "Léo Daunat"
    assert said(found, text) == [content]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ada Quill denied that the bridge had cracks.", Stance.DENY),
        ("Ada Quill accused the builders of fraud.", Stance.ACCUSE),
        ("Ada Quill called on the builders to pay.", Stance.DEMAND),
        ("Ada Quill promised that the bridge would open.", Stance.PROMISE),
        ("Ada Quill questioned the builders' figures.", Stance.DOUBT),
        ("Ada Quill said that the bridge had cracks.", Stance.AFFIRM),
    ],
)
def test_stance(text: str, stance: Stance) -> None:
    """A denial is not shown as a claim."""
    assert only(text).stance is stance


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Quill told CNN that the bridge is safe.", ["CNN"]),
        ("Ada Quill told Boris Hale that the bridge is safe.", []),
        ("It is safe, Ada Quill said in an interview with the WSJ.", ["The Wall Street Journal"]),
        ("The BBC, citing Ada Quill, said the bridge is safe.", ["BBC"]),
        (
            "According to Reuters, Ada Quill told the New York Times that the bridge is safe.",
            ["Reuters", "The New York Times"],
        ),
        ("Reuters says that Ada Quill promised that the bridge will open.", ["Reuters"]),
    ],
)
def test_what_stands_between(text: str, names: list[str]) -> None:
    """Outlets that pass a word on are vias, nearest to the reader first; hearers are not."""
    found = next(a for a in read(text).attributions if a.claimant == "Ada Quill")
    assert hops(found) == names


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Der Spiegel ran it. The magazine said that the bridge is shut.", "en", "Der Spiegel"),
        ("Der Spiegel met Reuters. The magazine said that it is shut.", "en", "Der Spiegel"),
        ("L'AFP était là. L'agence a indiqué que le pont est fermé.", "fr", "AFP"),
        ("Le Monde était là. Le quotidien a indiqué que le pont est fermé.", "fr", "Le Monde"),
        ("Reuters was there. The magazine said that the bridge had cracks.", "en", "The magazine"),
    ],
)
def test_an_outlet_by_what_it_is(text: str, language: str, name: str) -> None:
    """As "the magazine", the last magazine named is meant; an agency never is."""
    assert read(text, language).attributions[-1].claimant == name


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("Unnamed officials", ClaimantKind.UNNAMED, "Unnamed officials"),
        (
            "People familiar with the matter",
            ClaimantKind.UNNAMED,
            "People familiar with the matter",
        ),
        ("A police spokesman", ClaimantKind.UNNAMED, "A police spokesman"),
        ("A leaked report", ClaimantKind.DOCUMENT, "A leaked report"),
        ("The Kremlin", ClaimantKind.GOVERNMENT, "The Kremlin"),
        ("The WSJ", ClaimantKind.OUTLET, "The Wall Street Journal"),
        ("The steel company", ClaimantKind.ORGANISATION, "The steel company"),
        ("Prime Minister Ada Quill", ClaimantKind.PERSON, "Ada Quill"),
        ("Its spokesman Ada Quill", ClaimantKind.PERSON, "Ada Quill"),
        ("Dozens of angry drivers", ClaimantKind.GROUP, "Dozens of angry drivers"),
    ],
)
def test_kinds_of_claimant(source: str, kind: ClaimantKind, name: str) -> None:
    """Who is not named stays unnamed, with the article's own description."""
    found = only(f"{source} said that the bridge had cracks.")
    assert (found.claimant_kind, found.claimant) == (kind, name)


def test_a_short_name_is_shown_in_full() -> None:
    """The "Quill" further down is the Ada Quill of the first line."""
    text = "Ada Quill opened the bridge. It is safe, Quill said. She added that it is new."
    assert [a.claimant for a in read(text).attributions] == ["Ada Quill", "Ada Quill"]


def test_they_are_the_last_that_are_not_one_person() -> None:
    """What "they" said is not put into the mouth of unnamed officials of another paragraph."""
    text = (
        "Des responsables anonymes ont dit que le port est fermé. Les États-Unis ont déclaré que "
        "le canal est ouvert. Ils ont ajouté que le pont est sûr."
    )
    assert read(text, "fr").attributions[-1].claimant == "Les États-Unis"


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    """A speech that goes on for paragraphs is the speaker's to its closing mark, line by line."""
    text = "Ada Quill said: “It is safe.\n\nIt is new.\n\nIt is ours.” Nobody laughed."
    assert said(only(text), text) == ["It is safe.", "It is new.", "It is ours."]


def test_a_quotation_that_stands_alone_goes_on_with_the_last_speaker() -> None:
    """The next paragraph's quotation, with no name to it, is the same person's."""
    text = '"It is safe," said Ada Quill.\n\n"It is new and it is ours."\n\nNobody laughed.'
    assert said(only(text), text) == ["It is safe", "It is new and it is ours."]


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    """A lost closing mark does not put the rest of the article into somebody's mouth."""
    text = "Léo Daunat a déclaré : « Le pont est sûr.\n\nIl pleuvait sur le port."
    assert said(only(text, "fr"), text) == ["Le pont est sûr."]


def test_quotations_within_quotations() -> None:
    """The outer quotation is what was said, with the inner one in it."""
    text = "« Il m'a dit « non » deux fois », a raconté Léo Daunat."
    assert said(only(text, "fr"), text) == ["Il m'a dit « non » deux fois"]


@pytest.mark.parametrize("text", ["It's the builders' bridge.", "He called it a 'bridge' once."])
def test_apostrophes_are_no_quotations(text: str) -> None:
    """Nothing is attributed where nobody is quoted."""
    assert read(text).attributions == ()


@pytest.mark.parametrize(
    "text",
    [
        "The claim was never tested.",
        "Ada Quill has not said that the bridge is safe.",
        "Le pont a été critiqué par les pêcheurs.",
        "The Harbour Post opened in May.",
    ],
)
def test_what_only_looks_like_a_cue(text: str) -> None:
    """Nouns, denials of having said, passives and parts of names attribute nothing."""
    assert read(text, "fr" if text.startswith("Le ") else "en").attributions == ()


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("«Мост совершенно безопасен для всех», — заявил Пётр Лунин.", "ru", "Пётр Лунин"),
        ("„Die Brücke ist völlig sicher“, sagte Jana Feld.", "de", "Jana Feld"),
        ("「橋は、とても、安全、です」と市長は述べた。", "ja", None),
    ],
)
def test_other_languages(text: str, language: str, name: str | None) -> None:
    """Quotations are found in any language, with the nearest name where letters tell names."""
    found = only(text, language)
    assert found.claimant == name
    assert found.type is SpeechType.DIRECT


def test_another_lexicon_is_another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a word is added, stored readings are known to be of the older reader."""
    before = RuleExtractor().identity
    lexicon.digest.cache_clear()
    monkeypatch.setattr(lexicon, "LANGUAGES", ("en",))
    assert RuleExtractor().identity != before
    lexicon.digest.cache_clear()


@pytest.mark.parametrize(
    "text",
    ['« a "b ' * 10_000, "Bob said that " * 15_000, "'a " * 60_000, "." * 200_000, "A B " * 50_000],
)
def test_hostile_text_takes_a_moment(text: str) -> None:
    """The longest article that is taken in, of nothing but marks, holds nobody up."""
    started = time.perf_counter()
    read(text, "fr")
    assert time.perf_counter() - started < 3
