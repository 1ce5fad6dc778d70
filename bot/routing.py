"""What a plain message is: a question, an article, or nothing to go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.submissions import has_header
from retrieval.drafts import count_words

# The longest of 388 labelled questions has 25 words, and nobody asks in 60; a news item that is
# shorter than that is told from a question by its paragraphs.
ARTICLE_WORDS: Final = 60
PARAGRAPHED_WORDS: Final = 40

_WORD: Final = re.compile(r"\w")
_WORDS: Final = re.compile(r"[\w'’-]+")
# In the languages that people write to it in so far; whole messages, without signs and capitals.
_GREETINGS: Final = frozenset(
    {
        *("hello", "hi", "hey", "hello there", "hi there", "good morning", "good evening"),
        *("thanks", "thank you", "ok", "okay", "bye", "goodbye", "help", "start"),
        *("bonjour", "salut", "bonsoir", "coucou", "merci", "merci beaucoup", "aide", "au revoir"),
        *("привет", "здравствуйте", "добрый день", "добрый вечер", "спасибо", "помощь"),
        *("hallo", "guten tag", "guten morgen", "guten abend", "danke", "hilfe"),
        *("hola", "buenos días", "buenas tardes", "gracias", "ayuda", "olá", "obrigado", "ciao"),
        *("مرحبا", "السلام عليكم", "شكرا", "你好", "谢谢", "xin chào", "cảm ơn"),
    }
)
_BREAK: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """An article, as its text."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No word in it."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """Small talk: a word or two, and nothing asked."""


Route = Question | Pasted | Nothing | Greeting


def route(text: str, *, forwarded: bool) -> Route:
    """What is to be done with a message.

    Forwarding is how articles are handed in, so a forward is one however short it is, and the
    refusal then says why; the same goes for a text under a header ("Publisher: …").
    """
    if _WORD.search(text) is None:
        return Nothing()
    if forwarded or has_header(text) or _reads_like_an_article(text):
        return Pasted(text)
    return Greeting() if _is_greeting(text) else Question(text.strip())


def _is_greeting(text: str) -> bool:
    said = " ".join(_WORDS.findall(text.casefold()))
    return said in _GREETINGS


def _reads_like_an_article(text: str) -> bool:
    words = count_words(text)
    paragraphed = _BREAK.search(text.strip()) is not None
    return words >= ARTICLE_WORDS or (paragraphed and words >= PARAGRAPHED_WORDS)
