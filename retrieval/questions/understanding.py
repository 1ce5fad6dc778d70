"""Questions understood by the encoder where it can run, by the forms of two languages elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.matching.imprint import Asked, Projection
from retrieval.model import Query
from retrieval.questions.parser import parse
from retrieval.questions.reader import QuestionReader


@dataclass(frozen=True, slots=True)
class Questions:
    """What is made of a question before anything is searched.

    Attributes:
        reader: None where the encoder cannot be had.
    """

    reader: QuestionReader | None = None

    @property
    def projection(self) -> Projection | None:
        """What imprints are matched with."""
        return self.reader.projection if self.reader else None

    def parse(self, text: str) -> Query:
        """Takes a question apart. Blocking.

        Raises:
            EmptyText: there is no letter or digit in it.
            TooLong: it has over 1,000 characters.
        """
        return self.reader.parse(text) if self.reader else parse(text)

    def asked(self, query: Query) -> Asked | None:
        """Its tokens, to be matched with imprints. Blocking."""
        return self.reader.asked(query) if self.reader else None
