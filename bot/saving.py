"""The terminal's /picture and /export: into a new file in the folder in which one is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.catalogue import Catalogue
from bot.provenance_files import Format, exported, write_new
from bot.rendering.blocks import Reply
from bot.rendering.picture import finding_picture
from bot.rendering.replies import notice_reply
from retrieval.model import Answer, Finding


async def picture_reply(drawn: Answer | Finding | None, catalogue: Catalogue) -> Reply:
    """Draws an answer's chains or a single one, off the event loop, and says where it is.

    Raises:
        BadInput: the file cannot be written.
    """
    match drawn:
        case Finding():
            png = await asyncio.to_thread(finding_picture, drawn, catalogue)
        case Answer(findings=(_, *_)):
            png = await asyncio.to_thread(exported, drawn, Format.PNG)
        case _:
            return notice_reply(catalogue, "export-nothing")
    path = await asyncio.to_thread(write_new, Path(), Format.PNG, png)
    return notice_reply(catalogue, "picture-saved", file=str(path))


async def export_reply(answer: Answer | None, form: str, catalogue: Catalogue) -> Reply:
    """Writes an answer's provenance down, in plain JSON unless told otherwise.

    Raises:
        BadInput: the file cannot be written.
    """
    if form and form not in set(Format):
        names, example = catalogue.listing(Format), Format.PROV_JSON.value
        return notice_reply(catalogue, "export-formats", formats=names, example=example)
    if answer is None or not answer.findings:
        return notice_reply(catalogue, "export-nothing")
    chosen = Format(form or Format.JSON)
    content = await asyncio.to_thread(exported, answer, chosen)
    path = await asyncio.to_thread(write_new, Path(), chosen, content)
    return notice_reply(catalogue, "export-saved", file=str(path))
