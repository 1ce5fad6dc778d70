"""What people can say of an answer: thumbs under it, and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from bot.catalogue import Catalogue
from bot.rendering.blocks import Action, Paragraph, Reply, Run
from retrieval.model import Answer, Reason, Status, Verdict


def vote_actions(answer: Answer, catalogue: Catalogue) -> Iterator[Action]:
    """A thumb up and one down, for an answer that is kept."""
    if answer.id is not None:
        for verdict in Verdict:
            yield Action(catalogue.say(f"thumb-{verdict}"), f"{verdict}:{answer.id}")


def reasons_for(status: Status) -> list[Reason]:
    """What can be wrong with an answer of this status."""
    answered = status is Status.ANSWERED
    return [reason for reason in Reason if reason.fits_answered == answered]


def reasons_reply(answer_id: int, status: Status, catalogue: Catalogue) -> Reply:
    """Asks what is wrong with an answer; the vote counts without a reason too."""
    actions = [
        Action(catalogue.say(f"reason-{reason}"), f"{Verdict.BAD}-{reason}:{answer_id}")
        for reason in reasons_for(status)
    ]
    actions.append(Action(catalogue.say("action-take-back"), f"undo:{answer_id}"))
    return Reply((Paragraph((Run(catalogue.say("vote-bad")),)),), tuple(actions))
