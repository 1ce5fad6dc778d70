"""A language model over HTTP, by the protocol that OpenAI's servers and many others speak."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx

from bot.settings import Settings
from retrieval.errors import LanguageModelFailed

# A reply of the length that is asked for has some 2 KB; a body without an end is not read on.
_LARGEST_REPLY: Final = 256 * 1024  # bytes
_HINTS: Final = {
    401: "check LLM_API_KEY",
    403: "check LLM_API_KEY",
    404: "check LLM_BASE_URL and LLM_MODEL",
    429: "too many requests",
}


@dataclass(frozen=True, slots=True)
class ChatCompletions:
    """A ``LanguageModel`` behind ``POST {base}/chat/completions``.

    Only fields that every such server knows are sent: some refuse a temperature, or a limit by
    one of its two names.
    """

    client: httpx.AsyncClient
    model: str | None = None

    async def complete(self, system: str, user: str) -> str:
        """The content of the first choice.

        Raises:
            LanguageModelFailed: the server is not there, refuses, or replies something else.
        """
        request = {
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
            "stream": False,
        }
        if self.model is not None:
            request["model"] = self.model
        return _content(await self._post(request))

    async def _post(self, request: dict[str, Any]) -> bytes:
        body = bytearray()
        try:
            async with self.client.stream(
                "POST", "chat/completions", content=_encoded(request)
            ) as response:
                if response.status_code != httpx.codes.OK:
                    raise _refused(response.status_code)
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > _LARGEST_REPLY:
                        raise _failed("replied without an end")
        except httpx.TimeoutException as error:
            raise _failed("took too long") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # What the error says may have the address in it, and an address a password.
            raise _failed(f"cannot be reached ({type(error).__name__})") from error
        return bytes(body)


@asynccontextmanager
async def language_model(settings: Settings) -> AsyncIterator[ChatCompletions | None]:
    """The model of the settings; None where they name none. The connection ends with it."""
    if settings.llm_base_url is None:
        yield None
        return
    headers = {"Content-Type": "application/json"}
    if settings.llm_api_key is not None:
        headers["Authorization"] = f"Bearer {settings.llm_api_key.get_secret_value()}"
    async with httpx.AsyncClient(
        base_url=settings.llm_base_url,
        headers=headers,
        timeout=settings.llm_timeout_seconds,
        follow_redirects=False,  # the key is for this server and no other
    ) as client:
        yield ChatCompletions(client, settings.llm_model)


def _encoded(request: dict[str, Any]) -> bytes:
    """JSON in ASCII, which has a form for half a character too."""
    return json.dumps(request).encode("ascii")


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _failed("replied something that is no completion") from error
    if not isinstance(content, str) or not content.strip():
        raise _failed("replied nothing")
    return content


def _refused(status: int) -> LanguageModelFailed:
    hint = _HINTS.get(status)
    return _failed(f"replied with HTTP {status}" + (f" ({hint})" if hint else ""))


def _failed(what: str) -> LanguageModelFailed:
    return LanguageModelFailed(f"The language model at LLM_BASE_URL {what}.", "Look at its log.")
