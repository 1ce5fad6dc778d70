"""/alias, the same in every medium: which names are one source's."""

from __future__ import annotations

from typing import Final

from bot.catalogue import Catalogue
from bot.rendering.blocks import Paragraph, Reply, Run
from bot.rendering.notices import notice_reply
from retrieval.assistant import Assistant
from retrieval.model import Alias

# The longest name of an outlet or office in the tables has 62 characters; more is a slip.
LONGEST_NAME: Final = 200


async def alias_reply(assistant: Assistant, argument: str, catalogue: Catalogue) -> Reply:
    """Does what follows ``/alias``: "A = B" sets, "A =" removes, nothing lists.

    Raises:
        AliasCircle: B is, by what is set already, another name of A.
    """
    if not argument.strip():
        return _listed(await assistant.aliases(), catalogue)
    alias, equals, name = (" ".join(part.split()) for part in argument.partition("="))
    if not equals or not alias or "=" in name or max(len(alias), len(name)) > LONGEST_NAME:
        return notice_reply(catalogue, "alias-how", most=LONGEST_NAME)
    if name:
        await assistant.set_alias(alias, name)
        return notice_reply(catalogue, "alias-set", alias=alias, name=name)
    if await assistant.remove_alias(alias):
        return notice_reply(catalogue, "alias-removed", alias=alias)
    return notice_reply(catalogue, "alias-none-such", alias=alias)


def _listed(aliases: tuple[Alias, ...], catalogue: Catalogue) -> Reply:
    if not aliases:
        return notice_reply(catalogue, "alias-none")
    lines = [catalogue.say("alias-list", count=len(aliases))]
    lines += (catalogue.say("alias-line", alias=a.alias, name=a.name) for a in aliases)
    return Reply((Paragraph((Run("\n".join(lines)),)),))
