"""Telegram's HTML, read as strictly as the Bot API reads it."""

from __future__ import annotations

import re
from typing import Final

_TAGS: Final = frozenset(
    {
        *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del"),
        *("span", "tg-spoiler", "tg-emoji", "a", "code", "pre", "blockquote"),
    }
)
_TAG: Final = re.compile(r"""<(/?)([a-z0-9-]+)((?:\s+[a-z-]+(?:=(?:"[^"]*"|'[^']*'))?)*)\s*>""")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE: Final = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));?")


class BadEntities(Exception):
    """The text cannot be parsed; the message is what Telegram says."""


def parsed(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The text as a person sees it, and each tag with the stretch that it marks, as they end.

    Raises:
        BadEntities: there is a tag that Telegram does not know, or one not closed in order.
    """
    text, open_tags, marked, at = "", [], [], 0
    while at < len(html):
        if html[at] != "<":
            end = html.find("<", at)
            end = len(html) if end < 0 else end
            text += _REFERENCE.sub(_character, html[at:end])
            at = end
            continue
        match = _TAG.match(html, at)
        if match is None or match[2] not in _TAGS:
            name = html[at + 1 :].split(">", maxsplit=1)[0].split(" ", maxsplit=1)[0]
            raise BadEntities(f'Unsupported start tag "{name}" at byte offset {at}')
        at = match.end()
        if not match[1]:
            open_tags.append((match[2], match[3], len(text)))
        elif not open_tags or open_tags[-1][0] != match[2]:
            raise BadEntities(f"Unexpected end tag at byte offset {match.start()}")
        else:
            name, attributes, start = open_tags.pop()
            marked.append((name + attributes, text[start:]))
    if open_tags:
        raise BadEntities(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text, marked


def _character(match: re.Match[str]) -> str:
    named, decimal, hexadecimal = match.groups()
    if named:
        return _NAMED[named]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number <= 0x10FFFF else match[0]
