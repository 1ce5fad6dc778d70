"""The model: frozen values, standard library only. Importing it is cheap."""

from retrieval.model.aliases import Alias, alias_key, leads_back
from retrieval.model.answers import (
    Answer,
    ClaimVerdict,
    Finding,
    Query,
    QuestionKind,
    Status,
    Summary,
)
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
from retrieval.model.feedback import (
    Chat,
    Feedback,
    GivenAnswer,
    Reason,
    Shown,
    Verdict,
    Versions,
    Vote,
)
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
    "Chat",
    "Citation",
    "ClaimVerdict",
    "ClaimantKind",
    "Feedback",
    "Finding",
    "Fingerprint",
    "GivenAnswer",
    "Hop",
    "HopRole",
    "Passage",
    "PassageDraft",
    "Query",
    "QuestionKind",
    "Reading",
    "Reason",
    "Shown",
    "SourceChain",
    "Span",
    "SpeechType",
    "Stance",
    "Status",
    "StoredAttribution",
    "Submission",
    "Summary",
    "Verdict",
    "Versions",
    "Via",
    "Vote",
    "alias_key",
    "leads_back",
]
