"""The registry of sources: tables, states, aliases, and who is named in a text."""

from __future__ import annotations

import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Alias, ClaimantKind
from retrieval.names.countries import place_named
from retrieval.names.folding import fold, written
from retrieval.names.registry import SourceRegistry, registry_for
from retrieval.names.tables import governments, known_sources

REGISTRY = registry_for(())
KINDS = (None, *ClaimantKind)

# Letters of several scripts, marks, and what stands around names.
NAMES = st.text(alphabet="aAeé'’-. \u0301TMЖжя中国نوリंन", max_size=12)
REAL = st.sampled_from(
    [alias for known in known_sources() for alias in (*known.aliases, *known.ambiguous)]
)


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("WSJ", None, "outlet:The Wall Street Journal"),
        ("le Washington Post", None, "outlet:The Washington Post"),
        ("The Guardian", None, "outlet:The Guardian"),
        ("the Guardian", None, "outlet:The Guardian"),
        ("guardian", None, "name:guardian"),
        ("guardian", ClaimantKind.OUTLET, "outlet:The Guardian"),
        ("le monde", None, "name:monde"),
        ("le monde", ClaimantKind.OUTLET, "outlet:Le Monde"),
        ("map", None, "name:map"),
        ("MAP", None, "outlet:MAP"),
        ("Вашингтон Таймс", None, "outlet:The Washington Times"),
        ("Чикаго Трибюн", None, "outlet:Chicago Tribune"),
        ("Forbes", ClaimantKind.PERSON, "name:forbes"),
        ("Jordan", ClaimantKind.PERSON, "name:jordan"),
        ("Jordan", None, "government:JO"),
        ("turkey", None, "name:turkey"),
        ("Turkey", None, "government:TR"),
        ("l'Otan", ClaimantKind.GOVERNMENT, "organisation:NATO"),
        ("les talibans", ClaimantKind.GROUP, "organisation:Taliban"),
        ("l'ONU", None, "organisation:UN"),
        ("un responsable", ClaimantKind.UNNAMED, "unnamed:un responsable"),
        ("Reuters", ClaimantKind.UNNAMED, "unnamed:reuters"),
        ("Gazette du Cap", ClaimantKind.OUTLET, "name:gazette du cap"),
    ],
)
def test_a_name_is_looked_up_by_what_the_article_takes_it_for(
    name: str, kind: ClaimantKind | None, key: str
) -> None:
    """A person called Forbes is no magazine, and the guardian of a child no paper."""
    assert REGISTRY.resolve(name, "und", kind).key == key


def test_an_unknown_name_is_its_own_source() -> None:
    """It keeps its letters and its kind, and has no other names."""
    source = REGISTRY.resolve("Le Phare du Cap", "fr", ClaimantKind.OUTLET)
    assert (source.name, source.kind) == ("Le Phare du Cap", ClaimantKind.OUTLET)
    assert not source.known
    assert source.aliases == ()


def test_every_name_of_the_tables_is_its_own() -> None:
    """No outlet takes the name of another: each leads to the entry that lists it."""
    astray = [
        (known.name, name)
        for known in known_sources()
        for name in (*known.aliases, *known.ambiguous)
        if REGISTRY.resolve(name).name != known.name
    ]
    assert astray == []


def test_the_tables_have_outlets_of_the_whole_world() -> None:
    """From seventy countries and more, each of a code that there is, and of every sort."""
    outlets = [known for known in known_sources() if known.kind is ClaimantKind.OUTLET]
    countries = {known.country for known in outlets}
    assert len(outlets) >= 250
    assert len(countries) >= 70
    assert countries <= set(Locale.parse("en").territories)
    assert {known.medium for known in outlets} == {
        "agency", "newspaper", "magazine", "broadcaster", "site",
    }  # fmt: skip


def test_every_seat_and_capital_leads_to_its_government() -> None:
    """The Kremlin is Moscow is Russia, and no place stands for two."""
    for government in governments():
        for name in (*government.names, *government.seats, *government.capitals):
            place = place_named(name, "und")
            assert place is not None, name
            assert place.code == government.code, name
    capitals = [fold(name) for government in governments() for name in government.capitals]
    assert len({*capitals}) > 250


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "zh", "ja", "ko", "de", "hi", "vi"])
def test_states_by_their_names_in_any_language(language: str) -> None:
    """Whatever the article's language, its word for a state leads to that state."""
    names = Locale.parse(language).territories
    for code in ("US", "RU", "CN", "IR", "FR", "DE", "BR", "NG", "ZA", "UA", "MX", "ID"):
        found = REGISTRY.resolve(names[code], language, ClaimantKind.GOVERNMENT)
        assert found.key == f"government:{code}", names[code]
        assert found.name == Locale.parse("en").territories[code]


def test_a_language_that_nobody_knows() -> None:
    """An article whose language could not be told is read all the same."""
    for language in ("und", "", "xx", "no-such-language", "en_XX"):
        assert REGISTRY.resolve("Germany", language).key == "government:DE"


def test_aliases_lead_to_what_they_are_set_to() -> None:
    """An alias is followed to its end, comes before the tables, and whatever the kind."""
    registry = SourceRegistry.of(
        (
            Alias("Le Phare", "Le Phare du Cap"),
            Alias("the lighthouse", "Le Phare"),
            Alias("Forbes", "Ada Forbes"),
            Alias("das Blatt", "FAZ"),
        )
    )
    assert registry.resolve("The Lighthouse").name == "Le Phare du Cap"
    assert registry.resolve("forbes", kind=ClaimantKind.OUTLET).name == "Ada Forbes"
    assert registry.resolve("Blatt").key == "outlet:Frankfurter Allgemeine Zeitung"
    assert registry.same("the lighthouse", "le phare du cap")
    assert REGISTRY.resolve("Forbes").key == "outlet:Forbes"


def test_aliases_that_go_round_in_a_circle_end() -> None:
    """Whatever a store holds, every name has an answer, and the same one each time."""
    registry = SourceRegistry.of((Alias("A", "B"), Alias("B", "Á"), Alias("C", "the C")))
    assert registry.resolve("A").key == registry.resolve("B").key == "name:b"
    assert registry.resolve("c").key == "name:c"


def test_a_short_form_goes_with_the_only_full_form() -> None:
    """A "Zinke" beside one Zinke is he; beside two it is neither."""
    person = ClaimantKind.PERSON
    one = REGISTRY.together([("Zinke", person), ("Ryan Zinke", person), ("R. Zinke", None)])
    assert len(set(one.values())) == 1
    two = REGISTRY.together([("Zinke", person), ("Ryan Zinke", person), ("Lola Zinke", person)])
    assert len(set(two.values())) == 3


def test_grouping_does_not_depend_on_the_order() -> None:
    """The same names are the same groups, whichever article came first."""
    names = [(name, None) for name in ("Путин", "Putin", "Vladimir Poutine", "Lavrov", "TASS")]
    assert REGISTRY.together(names) == REGISTRY.together(names[::-1])
    assert len(set(REGISTRY.together(names).values())) == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("who claimed Iran supplies drones?", ["Iran"]),
        ("who claimed iran supplies drones, says reuters", ["Iran", "Reuters"]),
        ("Qu'a dit l'ONU à l'AFP ?", ["United Nations", "AFP"]),
        (
            "Did the Kremlin's spokesman tell The Times of Israel?",
            ["Russia", "The Times of Israel"],
        ),
        ("Что сообщил Рейтер о Китае? А ТАСС?", ["Reuters", "TASS"]),
        ("路透社说中国和美国什么了？", ["Reuters", "China", "United States"]),
        ("ロイター通信によると、インドネシアは", ["Reuters", "Indonesia"]),
        ("로이터는 판타스틱", ["Reuters"]),
        ("ماذا قالت رويترز عن إيران؟", ["Reuters", "Iran"]),
        ("Did George Washington say so?", []),
        ("Did they tell us in time, the whole world?", []),
        ("Time is short", []),
        ("Iran, Iran and again l'Iran", ["Iran"]),
        ("", []),
    ],
)
def test_who_is_named_in_a_question(text: str, named: list[str]) -> None:
    """Sources by any of their names, in order, each once; no words that only look like names."""
    assert [source.name for source in REGISTRY.match(text)] == named


def test_aliases_are_found_in_a_question() -> None:
    """What an administrator calls a source is found as well."""
    registry = SourceRegistry.of((Alias("the lighthouse", "Le Phare du Cap"),))
    assert [s.name for s in registry.match("what did the Lighthouse say?")] == ["Le Phare du Cap"]


@given(st.one_of(NAMES, REAL), st.sampled_from(KINDS))
def test_resolving_is_deterministic_and_idempotent(name: str, kind: ClaimantKind | None) -> None:
    """The same name is the same source each time, and so is the name that it was resolved to."""
    source = REGISTRY.resolve(name, "und", kind)
    assert REGISTRY.resolve(name, "und", kind) == source
    again = REGISTRY.resolve(source.name, "und", source.kind)
    assert again.key == source.key


@given(st.one_of(NAMES, REAL), st.one_of(NAMES, REAL))
def test_being_one_source_goes_both_ways(one: str, other: str) -> None:
    """If A is B, B is A; and everybody is himself."""
    assert REGISTRY.same(one, other) == REGISTRY.same(other, one)
    assert REGISTRY.same(one, one)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    """No text is too strange to be searched for names."""
    assert len(REGISTRY.match(text)) <= len(text)


def test_comparing_is_fast() -> None:
    """A thousand pairs that were never seen before take less than half a second."""
    REGISTRY.same("Warm Up", "Уорм Ап")
    begun = time.perf_counter()
    for number in range(1000):
        REGISTRY.same(f"Ada Quill{number}x", f"Ада Квилл{number}й")
    assert time.perf_counter() - begun < 0.5


def test_the_names_of_the_tables_are_written_once() -> None:
    """No entry lists a name twice."""
    for known in known_sources():
        names = [written(name) for name in (*known.aliases, *known.ambiguous)]
        assert len(names) == len(set(names)), known.name
