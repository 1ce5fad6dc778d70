"""Readers that need no encoder."""

from __future__ import annotations

from bot.composition import Readers
from retrieval.attribution.rules import RuleExtractor
from retrieval.centroids import Means
from retrieval.questions.understanding import Questions
from retrieval.seams import AttributionExtractor


def rule_readers(extractor: AttributionExtractor | None = None) -> Readers:
    """Rules for articles and questions, and no mean vectors."""
    return Readers(extractor or RuleExtractor(), Questions(), Means())
