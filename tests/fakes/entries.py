"""Builders of entries: from a text to all that a store takes in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from retrieval.duplicates import fingerprint_of
from retrieval.model import (
    Arrival,
    ArticleDraft,
    Attribution,
    Channel,
    ClaimantKind,
    PassageDraft,
    Reading,
    Span,
    SpeechType,
    Stance,
    Via,
)
from retrieval.seams import EmbeddingModel, Entry, Vectors

TINY_MODEL: Final = EmbeddingModel(name="tiny", digest="c0ffee", dimension=8)
EXTRACTOR: Final = "by-hand 1"

HARBOUR: Final = (
    "Harbour to be dredged again\n"
    "The mayor told Radio Lagoon that the harbour would be dredged before winter.\n"
    "Two fishermen, who would not be named, said nobody had asked them.\n"
)


def span_of(text: str, part: str) -> Span:
    """Where ``part`` stands first in ``text``. Raises ValueError where it does not."""
    start = text.index(part)
    return Span(start, start + len(part))


def make_passages(text: str) -> tuple[PassageDraft, ...]:
    """Each line that is not blank is a passage and a paragraph."""
    lines = re.finditer(r"[^\n]*\S[^\n]*", text)
    return tuple(
        PassageDraft(Span(line.start(), line.end()), number)
        for number, line in enumerate(lines, start=1)
    )


def make_vectors(texts: Sequence[str], dimension: int = TINY_MODEL.dimension) -> Vectors:
    """Unit vectors that depend on the text alone; shape (len(texts), dimension)."""
    rows = np.empty((len(texts), dimension), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
        direction = np.random.default_rng(seed).standard_normal(dimension)
        row[:] = direction / np.linalg.norm(direction)
    return rows


def make_arrival(
    channel: Channel = Channel.INPUT,
    *,
    origin: str | None = None,
    reference: str | None = None,
    person: int | None = None,
) -> Arrival:
    """An arrival at a moment that is the same in every test."""
    return Arrival(
        channel=channel,
        received_at=datetime(2024, 6, 19, 8, 30, 15, 250, tzinfo=UTC),
        origin=origin,
        reference=reference,
        person=person,
    )


def make_entry(  # noqa: PLR0913  # every field that a test may care for, each with a default
    text: str = HARBOUR,
    *,
    language: str = "en",
    title: str | None = None,
    publisher: str | None = "Lagoon Gazette",
    published: date | None = None,
    url: str | None = None,
    arrival: Arrival | None = None,
    model: EmbeddingModel = TINY_MODEL,
    reading: Reading | None = None,
) -> Entry:
    """An entry for ``text``: a passage a line, vectors that follow from the text, no attributions.

    ``reading`` is what an extractor would have made of the text.
    """
    passages = make_passages(text)
    return Entry(
        draft=ArticleDraft(
            text=text,
            language=language,
            title=title,
            publisher=publisher,
            published=published,
            url=url,
        ),
        arrival=arrival or make_arrival(),
        passages=passages,
        vectors=make_vectors([p.span.of(text) for p in passages], model.dimension),
        model=model,
        reading=reading or Reading(),
        extractor=EXTRACTOR,
        fingerprint=fingerprint_of(text),
    )


def make_attribution(  # noqa: PLR0913  # every field of an attribution, each with a default
    text: str,
    content: str | Sequence[str],
    *,
    source: str | None = None,
    cue: str | None = None,
    claimant: str | None = None,
    claimant_kind: ClaimantKind = ClaimantKind.PERSON,
    stance: Stance = Stance.AFFIRM,
    type: SpeechType = SpeechType.INDIRECT,  # noqa: A002  # the model's own name for it
    via: Sequence[tuple[str, str]] = (),
) -> Attribution:
    """An attribution whose spans are given as the words that they cover.

    ``via`` has pairs of a resolved name and its mention.
    """
    contents = [content] if isinstance(content, str) else content
    return Attribution(
        source=None if source is None else span_of(text, source),
        cue=None if cue is None else span_of(text, cue),
        content=tuple(span_of(text, part) for part in contents),
        claimant=source if claimant is None else claimant,
        claimant_kind=claimant_kind,
        stance=stance,
        type=type,
        via=tuple(Via(name, span_of(text, mention)) for name, mention in via),
    )


def harbour_reading() -> Reading:
    """Who says what in ``HARBOUR``."""
    return Reading(
        attributions=(
            make_attribution(
                HARBOUR,
                "the harbour would be dredged before winter",
                source="The mayor",
                cue="told",
                claimant_kind=ClaimantKind.GOVERNMENT,
                stance=Stance.PROMISE,
                via=[("Radio Lagoon", "Radio Lagoon")],
            ),
            make_attribution(
                HARBOUR,
                "nobody had asked them",
                source="Two fishermen",
                cue="said",
                claimant_kind=ClaimantKind.UNNAMED,
            ),
        ),
    )
