"""A few articles for an empty store, written for Hearsay; they report nothing that happened."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from bot.submissions import submission_of
from retrieval.assistant import Assistant
from retrieval.model import Arrival, Channel, Submission


def sample_submissions() -> list[Submission]:
    """The samples that ship with the package, by file name."""
    now = datetime.now(UTC)
    return [
        submission_of(
            file.read_text(encoding="utf-8"),
            Arrival(channel=Channel.SAMPLE, received_at=now, reference=file.name),
        )
        for file in sorted(files(__name__).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".txt")
    ]


async def fill_if_empty(assistant: Assistant) -> int:
    """Adds the samples to an empty store; how many were added, 0 where it was not empty."""
    if (await assistant.counts()).articles:
        return 0
    samples = sample_submissions()
    for sample in samples:
        await assistant.add(sample)
    return len(samples)
