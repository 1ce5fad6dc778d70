"""What a language model had a part in, said as such; below the evidence, never in its place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.catalogue import Catalogue
from bot.rendering.blocks import Paragraph, Run, Style
from retrieval.model import Answer


def worded(answer: Answer, catalogue: Catalogue) -> Iterator[Paragraph]:
    """The question that was searched for instead, and the summary; nothing where no model was."""
    if answer.reworded is not None:
        line = catalogue.say("question-reworded", question=answer.reworded)
        yield Paragraph((Run(line, Style.FAINT),))
    if answer.summary is not None:
        label = catalogue.say("summary-label")
        yield Paragraph((Run(label, Style.FAINT), Run(" "), Run(answer.summary.text)))
