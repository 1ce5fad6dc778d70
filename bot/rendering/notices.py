"""Everything that is said beside answers: greetings, help, errors, what the store holds."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Catalogue, Value
from bot.rendering.blocks import Paragraph, Reply, Run
from retrieval.errors import HearsayError
from retrieval.projection import Rebuilt
from retrieval.seams import Counts


def notice_reply(catalogue: Catalogue, key: str, **values: Value) -> Reply:
    """A message of the catalogue; an empty line in it begins a new paragraph."""
    return _reply(catalogue.say(key, **values))


def start_reply(catalogue: Catalogue) -> Reply:
    """Who Hearsay is, in Telegram."""
    return notice_reply(catalogue, "start")


def help_reply(catalogue: Catalogue) -> Reply:
    """What can be asked and sent, in Telegram."""
    return notice_reply(catalogue, "help")


def failure_reply(catalogue: Catalogue) -> Reply:
    """Something broke that nobody foresaw."""
    return notice_reply(catalogue, "failure")


def error_reply(error: HearsayError, catalogue: Catalogue) -> Reply:
    """What is wrong and what to do next; in English where the catalogue cannot say it."""
    if "file" in error.details:  # noqa: SIM108 - a test reads the keys, one to a line
        key = f"file-error-{error.code}"
    else:
        key = f"error-{error.code}"
    if catalogue.can_say(key, error.details):
        return notice_reply(catalogue, key, **error.details)
    return _reply(str(error))


def stats_reply(counts: Counts, catalogue: Catalogue) -> Reply:
    """What the store holds."""
    total = catalogue.say(
        "stats",
        articles=counts.articles,
        passages=counts.passages,
        attributions=counts.attributions,
    )
    paragraphs = [total]
    if counts.languages:
        named = ((catalogue.language_name(code), number) for code, number in counts.languages)
        paragraphs.append(catalogue.say("stats-languages", list=_shares(named, catalogue)))
    if counts.publishers:
        shares = _shares(counts.publishers, catalogue)
        paragraphs.append(catalogue.say("stats-publishers", list=shares))
    return Reply(tuple(Paragraph((Run(text),)) for text in paragraphs))


def rebuilt_reply(rebuilt: Rebuilt, catalogue: Catalogue) -> Reply:
    """That the index was built anew, and how long it took."""
    return notice_reply(catalogue, "rebuilt", passages=rebuilt.passages, seconds=rebuilt.seconds)


def _shares(shares: Iterable[tuple[str, int]], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.say("stats-share", name=name, count=count) for name, count in shares)


def _reply(text: str) -> Reply:
    return Reply(tuple(Paragraph((Run(paragraph),)) for paragraph in text.split("\n\n")))
