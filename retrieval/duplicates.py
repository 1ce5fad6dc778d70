"""Near-duplicates: fingerprints that texts keep in another dress, by MinHash."""

from __future__ import annotations

import asyncio
import logging
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import regex

from retrieval.model import Fingerprint
from retrieval.seams import ArticleStore

if TYPE_CHECKING:
    from datasketch import MinHash

logger = logging.getLogger(__name__)

# Runs of three words. Of 2 to 5, measured on 126 articles in seven languages: two words find more
# in common between different articles (0.18 at the most, against 0.13), and from four on an
# editor's changes weigh more (of ten words in a hundred replaced: 0.51 left, against 0.60).
_RUN: Final = 3
# Scripts that put no space between words: every three characters in a row are taken for a word, so
# that a run is of five characters, about three words of Chinese.
_UNSPACED: Final = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}ー"
)
_CHARACTERS: Final = 3
_WORD: Final = regex.compile(
    rf"(?V1)(?P<unspaced>[{_UNSPACED}][{_UNSPACED}\p{{M}}]*)"
    rf"|[[\p{{L}}\p{{N}}]--[{_UNSPACED}]][[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]*"
)
_UNSEEN: Final = regex.compile(r"\p{Cf}")  # soft hyphens, joiners, direction marks

# The estimated likeness is off by 0.03 (standard error); 256 values make 64 bands of four.
_VALUES: Final = 256
_SEED: Final = 1
# Whatever changes a value above changes this name too: fingerprints are then made anew.
SCHEME: Final = "minhash affine32 256/1, runs of 3, unspaced 3, 1"
# Runs hashed at once: a matrix of 2 MB, however long the article.
_BATCH: Final = 2048


def fingerprint_of(text: str) -> Fingerprint:
    """The fingerprint of a text: the same whatever its case, punctuation and white space.

    Blocking: two milliseconds for an article of 600 words.
    """
    sketch = _empty_sketch().copy()
    runs = sorted(_runs(text))
    for start in range(0, len(runs), _BATCH):
        sketch.update_batch(runs[start : start + _BATCH])
    return Fingerprint(SCHEME, np.asarray(sketch.hashvalues, dtype="<u4").tobytes())


async def fingerprint_missing(store: ArticleStore) -> int:
    """Makes the fingerprints that stored articles lack; how many they were.

    Articles that were stored by a version without fingerprints, or with others, have none of this
    scheme. The earliest come first, so that a twin finds the article that it repeats.

    Raises:
        StoreError: the store cannot be read or written.
    """
    done = 0
    async for articles in store.without_fingerprint(SCHEME):
        if not done:
            logger.info("Making fingerprints of articles that have none.")
        made = await asyncio.to_thread(
            lambda batch: {article.id: fingerprint_of(article.text) for article in batch}, articles
        )
        await store.add_fingerprints(made)
        done += len(articles)
    return done


@cache
def _empty_sketch() -> MinHash:
    # Imported with the first article: it brings parts of scipy, 0.4 s and 42 MB that nobody
    # needs who only asks.
    from datasketch import MinHash  # noqa: PLC0415

    return MinHash(num_perm=_VALUES, seed=_SEED, scheme="affine32")


def _runs(text: str) -> set[bytes]:
    """Every three words in a row; of a shorter text all there are, or the text itself."""
    words = list(_words(text))
    if not words:
        words = text.split()
    ends = range(min(_RUN, len(words)), len(words) + 1)
    return {" ".join(words[max(0, end - _RUN) : end]).encode("utf-8", "replace") for end in ends}


def _words(text: str) -> Iterator[str]:
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    for match in _WORD.finditer(plain):
        word = match.group()
        if match["unspaced"] is None:
            yield word
        else:
            for start in range(max(1, len(word) - _CHARACTERS + 1)):
                yield word[start : start + _CHARACTERS]
