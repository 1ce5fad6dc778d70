"""Start, first answer and memory on this machine: ``make performance``."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import bot.telegram.application  # noqa: F401 - a running bot has Telegram's library loaded
from benchmarks.articles import stand_in_articles
from bot.composition import open_assistant
from bot.settings import load_settings

_QUESTION: Final = "who claimed Iran supplies drones?"
_PASSAGES: Final = 1_000
_KILOBYTES_PER_MEGABYTE: Final = 1_024


def main() -> None:
    """First start (model to prepare), second start, then memory with 1,000 passages."""
    with tempfile.TemporaryDirectory(prefix="hearsay-benchmark-") as folder:
        environment = os.environ | {"DATA_DIR": folder, "TELEGRAM_BOT_TOKEN": ""}
        _say("first start to first answer, model prepared on the way", _start(environment), "s")
        _say("start to first answer, model prepared", _start(environment), "s")
        os.environ.update(environment)
        asyncio.run(_fill(Path(folder)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_PER_MEGABYTE
        _say(f"peak memory with {_PASSAGES:,} passages", peak, "MB")


def _start(environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        input=_QUESTION,
        text=True,
        env=environment,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


async def _fill(folder: Path) -> None:
    settings = load_settings().model_copy(update={"data_dir": folder})
    async with open_assistant(settings) as assistant:
        started = time.perf_counter()
        for submission in stand_in_articles(_PASSAGES):
            await assistant.add(submission)
        _say(f"adding {_PASSAGES:,} passages", time.perf_counter() - started, "s")
        started = time.perf_counter()
        for _ in range(10):
            await assistant.ask(_QUESTION)
        _say("a question", (time.perf_counter() - started) * 100, "ms")


def _say(what: str, value: float, unit: str) -> None:
    sys.stdout.write(f"{what:58} {value:8.1f} {unit}\n")


if __name__ == "__main__":
    main()
