"""Every error that Hearsay raises on purpose.

    HearsayError
    ├── BadInput                what was handed in cannot be used
    │   ├── EmptyText           nothing in it
    │   ├── TooShort            not enough to be an article
    │   ├── TooLong             more than one article may hold, or a question
    │   ├── NotText             binary noise, an encoding we cannot tell
    │   ├── BadRecord           a line of JSON that is not of the documented form
    │   └── AliasCircle         a name that would stand for itself in the end
    ├── Misconfigured           a setting is missing or wrong
    ├── ModelError
    │   ├── ModelUnavailable    the embedding model is not to be had
    │   └── ModelDamaged        its files are not what they should be
    ├── LanguageModelFailed     the optional language model gave no reply that can be used
    ├── IndexUnusable           a saved index is missing, damaged or of another model
    └── StoreError
        ├── StoreInUse          another process writes to the data folder
        ├── StoreDamaged        the database is not readable
        ├── StoreTooNew         a newer Hearsay wrote it
        ├── StoreFull           no room left on the disk
        └── NotFound            no such article or passage (any more)

Each says what is wrong (``problem``) and what to do next (``remedy``). ``code`` and ``details``
let a message catalogue say the same in another language.
"""

from __future__ import annotations

from typing import ClassVar


class HearsayError(Exception):
    """Base of all errors; ``str()`` gives the problem, then the remedy."""

    code: ClassVar[str] = "error"

    def __init__(self, problem: str, remedy: str = "", **details: str | int) -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.problem = problem
        self.remedy = remedy
        self.details = details


class BadInput(HearsayError):
    """What was handed in cannot be used as it is."""

    code = "bad-input"


class EmptyText(BadInput):
    """There is nothing in it."""

    code = "empty-text"


class TooShort(BadInput):
    """Not enough text to be an article."""

    code = "too-short"


class TooLong(BadInput):
    """More text than one article, or one question, may hold."""

    code = "too-long"


class NotText(BadInput):
    """Binary noise, or an encoding that cannot be told."""

    code = "not-text"


class BadRecord(BadInput):
    """A record that is not of the documented form."""

    code = "bad-record"


class AliasCircle(BadInput):
    """A name that would stand for itself in the end: A = B, where B = A is set."""

    code = "alias-circle"


def refused_alias(alias: str, circle: tuple[str, ...]) -> AliasCircle:
    """The error for an alias that leads over the names of ``circle`` back to itself."""
    path = " = ".join((alias, *circle))
    return AliasCircle(
        f"That goes round in a circle: {path}.",
        "Remove one of these first (/alias NAME =), then set this one again.",
        path=path,
    )


class Misconfigured(HearsayError):
    """A setting is missing or wrong; the message names it."""

    code = "misconfigured"


class ModelError(HearsayError):
    """Something about the embedding model."""

    code = "model"


class ModelUnavailable(ModelError):
    """The embedding model is not to be had: no such path, no network, package missing."""

    code = "model-unavailable"


class ModelDamaged(ModelError):
    """The model's files are not what they should be."""

    code = "model-damaged"


class LanguageModelFailed(HearsayError):
    """The optional language model gave no reply that can be used; answers go on without it."""

    code = "language-model"


class IndexUnusable(HearsayError):
    """A saved index is missing, damaged or of another model; it can be rebuilt from the store."""

    code = "index-unusable"


class StoreError(HearsayError):
    """Something about the store."""

    code = "store"


class StoreInUse(StoreError):
    """Another process writes to the data folder."""

    code = "store-in-use"


class StoreDamaged(StoreError):
    """The database cannot be read."""

    code = "store-damaged"


class StoreTooNew(StoreError):
    """The database was written by a newer Hearsay."""

    code = "store-too-new"


class StoreFull(StoreError):
    """No room is left on the disk."""

    code = "store-full"


class NotFound(StoreError):
    """No such article, passage or attribution, or none any more."""

    code = "not-found"
