"""Where a claim comes from, for other programs: W3C PROV, and plain JSON.

Not imported by the model or the assistant: who exports pays for the package ``prov``.
"""

from retrieval.provenance.plain import plain_json
from retrieval.provenance.prov_document import prov_document, prov_json, prov_n

__all__ = ["plain_json", "prov_document", "prov_json", "prov_n"]
