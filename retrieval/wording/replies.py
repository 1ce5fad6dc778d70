"""What a language model replied, taken apart: leniently found, strictly read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from retrieval.errors import LanguageModelFailed

_THINKING: Final = re.compile(r"<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary, with the ids of the findings that it goes by."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The ids of the findings that were chosen, best first, and what is said of them."""

    chosen: tuple[int, ...]
    sentences: tuple[Sentence, ...]


def read_rewrite(reply: str) -> str:
    """The question in other words, not checked yet.

    Raises:
        LanguageModelFailed: the reply is not of the form that was asked for.
    """
    question = _object_in(reply).get("question")
    if not isinstance(question, str):
        raise _unusable("there is no question in it")
    return " ".join(question.split())


def read_choice(reply: str, count: int) -> Choice:
    """Which of ``count`` findings were chosen, and the summary, not checked yet.

    Raises:
        LanguageModelFailed: the reply is not of the form that was asked for, or has an id that
            was not given.
    """
    data = _object_in(reply)
    sentences = data.get("summary") or []
    if not isinstance(sentences, list):
        raise _unusable("its summary is no list")
    return Choice(
        chosen=_ids(data.get("chosen"), range(1, count + 1)),
        sentences=tuple(_sentence(each, range(1, count + 1)) for each in sentences),
    )


def _sentence(data: object, given: Sequence[int]) -> Sentence:
    if not isinstance(data, dict) or not isinstance(data.get("sentence"), str):
        raise _unusable("a sentence of its summary is none")
    return Sentence(" ".join(data["sentence"].split()), _ids(data.get("ids"), given))


def _ids(data: object, given: Sequence[int]) -> tuple[int, ...]:
    """Each once. True is a number to Python, and 1.0 is one to JSON; neither is an id."""
    if not isinstance(data, list):
        raise _unusable("it has no list of ids")
    if not all(type(number) is int and number in given for number in data):
        raise _unusable("it has an id that was not given")
    return tuple(dict.fromkeys(data))


def _object_in(reply: str) -> dict[str, Any]:
    """The first JSON object, whatever stands around it: code fences, thoughts, a greeting."""
    text = _THINKING.sub("", reply)
    try:
        data, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    except (ValueError, RecursionError) as error:
        raise _unusable("there is no JSON in it") from error
    if not isinstance(data, dict):  # a text that begins with "{" has an object or nothing
        raise _unusable("there is no JSON in it")
    return data


def _unusable(reason: str) -> LanguageModelFailed:
    return LanguageModelFailed(
        f"The language model's reply cannot be used: {reason}.",
        "Try another model (LLM_MODEL).",
    )
