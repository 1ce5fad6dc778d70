"""The token stays out of the log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.telegram.redaction import Redaction, redacted

_SECRET = "AAF-as-if-from-botfather-0123456789"  # noqa: S105 - opens nothing
_TOKEN = f"123:{_SECRET}"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a handler of the root logger writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def _fail() -> None:
    raise ValueError(f"The token `{_TOKEN}` was rejected")


def test_the_token_is_taken_out(written: io.StringIO) -> None:
    """Of messages, of their arguments, of the text of exceptions; nothing else is."""
    log = logging.getLogger("test.redaction")
    with redacted(_TOKEN):
        log.warning("POST https://api.example/bot%s/getMe", _TOKEN)
        log.warning("quoted: bot%s", _TOKEN.replace(":", "%3A"))
        log.warning({"address": _TOKEN})
        log.warning("%d of %s", 3, "four")
        try:
            _fail()
        except ValueError:
            log.exception("Refused")
    text = written.getvalue()
    assert _SECRET not in text
    assert "POST https://api.example/bot123:…/getMe" in text
    assert "3 of four" in text
    assert "ValueError: The token `123:…` was rejected" in text


def test_afterwards_the_log_is_as_before(written: io.StringIO) -> None:
    """No filter is left behind."""
    with redacted(_TOKEN):
        pass
    logging.getLogger("test.redaction").warning("%s", _TOKEN)
    assert _SECRET in written.getvalue()


def test_a_slip_in_a_log_call_does_no_harm() -> None:
    """Too few arguments are left for the handler to report; the token is taken out all the same."""
    slip = logging.LogRecord("x", logging.WARNING, "x.py", 1, "%s and %s", ("one",), None)
    assert Redaction(_TOKEN).filter(slip)
    assert slip.args == ("one",)
    slip = logging.LogRecord("x", logging.WARNING, "x.py", 1, "%s and %s", (_TOKEN,), None)
    assert Redaction(_TOKEN).filter(slip)
    assert _SECRET not in slip.getMessage()
