"""What the machine refuses is said in a line."""

from __future__ import annotations

import errno
import os

import pytest

from bot import cli
from bot.settings import Settings


@pytest.mark.usefixtures("own_settings")
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "No space left on device"),
        (UnicodeEncodeError("ascii", "←", 0, 1, "not in range"), "PYTHONIOENCODING=utf-8"),
    ],
    ids=["full disk", "ASCII terminal"],
)
def test_what_the_machine_refuses_is_a_line_and_no_traceback(
    failure: Exception,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 1, the reason, and what to do."""

    async def command(_settings: Settings) -> int:
        raise failure

    with pytest.raises(SystemExit) as ended:
        cli._main(command)
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert error.startswith("hearsay: ")
    assert said in error
    assert "Traceback" not in error
