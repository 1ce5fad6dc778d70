"""The terminal's /good and /bad: what whoever sits there thinks of the last answer."""

from __future__ import annotations

from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Reply
from bot.rendering.replies import notice_reply
from bot.rendering.votes import reasons_for
from retrieval.assistant import Assistant
from retrieval.errors import NotFound
from retrieval.model import Answer, Chat, Reason, Verdict

TERMINAL: Final = Chat(0)
_SOMEBODY: Final = 0  # one vote an answer in the terminal, whoever sits there


async def good_reply(assistant: Assistant, answer: Answer | None, catalogue: Catalogue) -> Reply:
    """Notes that an answer is right; the second time, takes that back."""
    if answer is None or answer.id is None:
        return _nothing(answer, catalogue)
    place = answer.id, TERMINAL.id, _SOMEBODY
    try:
        before = await assistant.vote_of(*place)
        if before is not None and before.verdict is Verdict.GOOD:
            await assistant.take_back(*place)
            return notice_reply(catalogue, "vote-taken-back")
        await assistant.vote(*place, Verdict.GOOD)
    except NotFound:  # the conversation has lasted for longer than answers are kept
        return _nothing(answer, catalogue)
    return notice_reply(catalogue, "vote-good", again="/good")


async def bad_reply(
    assistant: Assistant, answer: Answer | None, reason: str, catalogue: Catalogue
) -> Reply:
    """Notes that an answer is wrong; with a reason that it may have, also why."""
    if answer is None or answer.id is None:
        return _nothing(answer, catalogue)
    reasons = reasons_for(answer.status)
    given = Reason(reason) if reason in reasons else None
    try:
        await assistant.vote(answer.id, TERMINAL.id, _SOMEBODY, Verdict.BAD, given)
    except NotFound:
        return _nothing(answer, catalogue)
    if given is None:
        named = catalogue.listing(reasons)
        return notice_reply(catalogue, "vote-which", example=reasons[0], reasons=named)
    told = catalogue.say(f"reason-{given}")
    return notice_reply(catalogue, "vote-reason", reason=told)


def _nothing(answer: Answer | None, catalogue: Catalogue) -> Reply:
    return notice_reply(catalogue, "vote-nothing" if answer is None else "vote-gone")
