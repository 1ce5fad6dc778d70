"""Provenance for other programs: W3C PROV and plain JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prov.model import (
    ProvAgent,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvRecord,
)

from retrieval.model import ClaimantKind, Finding, Span, SpeechType, StoredAttribution
from retrieval.provenance import plain_json, prov_document, prov_json, prov_n
from tests.fakes import findings

# Half a surrogate pair is in no stored text.
LETTERS = st.characters(exclude_categories=["Cs"])
NAMES = [
    "Gazette du Cap",
    "صحيفة «الخليج»",
    "新华社",
    'O\'Neill "Ltd" \\ <Co>',
    "हिन्दी समाचार",
    "Вестник: залив, (вечер)",
]


def read(text: str, form: str) -> ProvDocument:
    document = ProvDocument.deserialize(content=text, format=form)
    assert isinstance(document, ProvDocument)
    return document


def attributes(record: ProvRecord) -> dict[str, set[Any]]:
    gathered: dict[str, set[Any]] = {}
    for name, value in record.attributes:
        gathered.setdefault(str(name), set()).add(getattr(value, "value", value))
    return gathered


def values(document: ProvDocument, kind: type[ProvRecord], name: str) -> set[Any]:
    return {
        value
        for record in document.get_records(kind)
        for value in attributes(record).get(name, set())
    }


def direct(found: Finding) -> Finding:
    """The same finding, its claim word for word the claimant's."""
    assert found.attribution is not None
    said = replace(found.attribution.attribution, type=SpeechType.DIRECT)
    return replace(found, attribution=StoredAttribution(found.attribution.id, 1, said))


def relations(document: ProvDocument) -> list[tuple[str, str, str]]:
    """Each as (relation, label or beginning of an id, likewise)."""
    told = []
    for record in chain(
        document.get_records(ProvDerivation), document.get_records(ProvAttribution)
    ):
        (_, first), (_, second) = record.formal_attributes[:2]
        sort = next(iter(attributes(record).get("prov:type", {record.get_type()})))
        told.append((sort.localpart, _sort(first.localpart), _sort(second.localpart)))
    return told


def _sort(identifier: str) -> str:
    return identifier.partition("-")[0]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_exported_reads_back_as_the_same(name: str) -> None:
    """Names of any script and with any sign come back from PROV-JSON and PROV-N whole."""
    found = findings.finding(
        of=findings.article(publisher=name), said=findings.attribution(claimant=name)
    )
    document = prov_document([found])
    assert read(prov_json([found]), "json") == document
    assert read(prov_n([found]), "provn") == document
    assert name in values(document, ProvAgent, "prov:label")


@given(st.text(LETTERS, min_size=1, max_size=30))
def test_any_text_reads_back(name: str) -> None:
    """Whatever somebody is called, the export is well-formed."""
    found = findings.finding(of=findings.article(publisher=name, url=name))
    document = prov_document([found])
    assert read(prov_json([found]), "json") == document
    assert read(prov_n([found]), "provn") == document


def test_the_chain_is_told_in_prov_terms() -> None:
    """Stretch from article, statement from stretch and from the hop behind it, to the source."""
    told = relations(prov_document([findings.finding()]))
    assert told.count(("Derivation", "statement", "stretch")) == 1
    assert told.count(("Derivation", "statement", "statement")) == 3
    assert told.count(("PrimarySource", "statement", "statement")) == 1
    assert told.count(("Attribution", "article", "agent")) == 1
    assert told.count(("Attribution", "statement", "agent")) == 3
    assert told.count(("Attribution", "statement", "unnamed")) == 1
    assert ("Quotation", "stretch", "statement") not in told


def test_words_given_as_the_claimants_are_quoted_from_the_claimant() -> None:
    """Direct speech is quoted from the claimant's statement as well as from the article."""
    told = relations(prov_document([direct(findings.finding())]))
    assert told.count(("Quotation", "stretch", "statement")) == 1


def test_quotations_are_verbatim() -> None:
    """Every stretch is the article's text between its start and its end."""
    found = findings.finding()
    document = prov_document([found])
    stretches = [
        attributes(record)
        for record in document.get_records(ProvEntity)
        if "prov:value" in attributes(record)
    ]
    assert len(stretches) >= 4
    for stretch in stretches:
        (start,), (end,), (value,) = (
            stretch[name] for name in ("hearsay:start", "hearsay:end", "prov:value")
        )
        assert found.article.text[start:end] == value
    roles = values(document, ProvEntity, "hearsay:role")
    assert roles >= {"quote", "claim", "cue", "mention", "publisher", "via", "claimant"}


def test_read_is_told_from_reported() -> None:
    """The publisher's statement was read, the others were not."""
    document = prov_document([findings.finding()])
    access = [
        next(iter(attributes(record)["hearsay:access"]))
        for record in document.get_records(ProvEntity)
        if "hearsay:access" in attributes(record)
    ]
    assert access == ["read", "reported", "reported", "reported"]


def test_an_outlet_in_two_chains_is_one_agent() -> None:
    """Who is named alike is the same; what is unnamed in two articles is not."""
    one = findings.finding(number=1)
    two = findings.finding(number=2, of=findings.article(article_id=2, publisher="radio delta"))
    document = prov_document([one, two])
    labels = values(document, ProvAgent, "prov:label")
    assert {"Radio Delta", "radio delta"} <= labels
    agents = [str(record.identifier) for record in document.get_records(ProvAgent)]
    assert len(agents) == len(set(agents)) == 5
    assert sum("unnamed" in agent for agent in agents) == 2


def test_nobody_is_made_up() -> None:
    """Where the article does not say who, there is no agent and no primary source."""
    found = findings.finding(
        of=findings.article(publisher=None), said=findings.attribution(claimant=None, via=())
    )
    document = prov_document([found])
    assert not list(document.get_records(ProvAgent))
    assert not [told for told in relations(document) if told[0] == "PrimarySource"]


def test_an_articles_own_voice_is_the_publishers_statement() -> None:
    """Without an attribution the claim is the publisher's, and has no further source."""
    document = prov_document([findings.finding(own_voice=True)])
    told = relations(document)
    assert ("Derivation", "statement", "stretch") in told
    assert ("Derivation", "statement", "statement") not in told


def test_identifiers_do_not_depend_on_the_stores_numbers() -> None:
    """The same article in another store, under another number, is exported alike."""
    one = findings.finding(of=findings.article(article_id=1))
    other = findings.finding(number=4, of=findings.article(article_id=77))
    assert prov_document([one]) == prov_document([other])
    assert prov_document([one, one]) == prov_document([one])


def test_kinds_of_agents() -> None:
    """A person is a prov:Person; a document is an agent of its own kind."""
    kinds = {ClaimantKind.PERSON: "Person", ClaimantKind.GOVERNMENT: "Organization"}
    for kind, sort in kinds.items():
        found = findings.finding(said=findings.attribution(claimant="Ana Vell", kind=kind, via=()))
        document = prov_document([found])
        types = {str(value) for value in values(document, ProvAgent, "prov:type")}
        assert f"prov:{sort}" in types
        assert kind.value in values(document, ProvAgent, "hearsay:kind")


def test_plain_json_is_as_documented() -> None:
    """Articles once, findings with quote, claim, cue and chain; every stretch verbatim."""
    found = findings.finding()
    exported = json.loads(plain_json([found, found]))
    assert exported["format"] == "hearsay-provenance/1"
    (article,) = exported["articles"]
    assert article["publisher"] == "Gazette du Cap"
    assert article["published"] == "2024-06-19"
    first = exported["findings"][0]
    assert first["article"] == article["id"]
    assert (first["stance"], first["type"], first["chain_end"]) == ("accuse", "indirect", "unnamed")
    assert first["cue"]["text"] == "ont confié"
    assert [(hop["name"], hop["access"], hop["named"]) for hop in first["chain"]] == [
        ("Gazette du Cap", "read", True),
        ("Radio Delta", "reported", True),
        ("Le Phare", "reported", True),
        ("des officiers qui n'ont pas voulu être nommés", "reported", False),
    ]
    for stretch in (first["quote"], *first["claim"], first["chain"][1]["evidence"]):
        assert found.article.text[stretch["start"] : stretch["end"]] == stretch["text"]


def test_plain_json_of_an_own_voice() -> None:
    """What an article says itself has no cue and no stance; its claim is what it says."""
    exported = json.loads(plain_json([findings.finding(own_voice=True)]))
    (first,) = exported["findings"]
    assert (first["cue"], first["stance"], first["source"]) == (None, None, None)
    assert first["claim"][0]["text"] == findings.CLAIM


def test_a_span_that_the_article_does_not_have_is_no_quotation() -> None:
    """A wrong span is an error, never a false quotation."""
    found = replace(findings.finding(), quote=Span(0, 10_000))
    with pytest.raises(ValueError, match="runs past"):
        plain_json([found])
    with pytest.raises(ValueError, match="runs past"):
        prov_document([found])


def test_the_model_is_imported_without_prov() -> None:
    """Who does not export does not pay for it."""
    code = "import sys, retrieval.model, retrieval.assistant; print('prov' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "False\n"
