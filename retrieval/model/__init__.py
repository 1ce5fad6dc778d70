"""The model: frozen values, standard library only. Importing it is cheap."""

from retrieval.model.aliases import Alias, alias_key, leads_back
from retrieval.model.answers import Answer, Finding, Query, QuestionKind, Status
from retrieval.model.articles import (
    Arrival,
    Article,
    ArticleDraft,
    Channel,
    Passage,
    PassageDraft,
    Submission,
)
from retrieval.model.attributions import (
    Attribution,
    ClaimantKind,
    Reading,
    SpeechType,
    Stance,
    StoredAttribution,
    Via,
)
from retrieval.model.chains import Access, ChainEnd, Citation, Hop, HopRole, SourceChain
from retrieval.model.fingerprints import Fingerprint
from retrieval.model.spans import Span

__all__ = [
    "Access",
    "Alias",
    "Answer",
    "Arrival",
    "Article",
    "ArticleDraft",
    "Attribution",
    "ChainEnd",
    "Channel",
    "Citation",
    "ClaimantKind",
    "Finding",
    "Fingerprint",
    "Hop",
    "HopRole",
    "Passage",
    "PassageDraft",
    "Query",
    "QuestionKind",
    "Reading",
    "SourceChain",
    "Span",
    "SpeechType",
    "Stance",
    "Status",
    "StoredAttribution",
    "Submission",
    "Via",
    "alias_key",
    "leads_back",
]
