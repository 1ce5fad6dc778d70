"""The README against the code."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli import app

ROOT = Path(__file__).parents[2]


def test_every_command_of_the_readme_exists_and_the_other_way_round() -> None:
    """Nobody is told of a command that is not there, or left to find one that is."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `hearsay (\w+)", readme, re.MULTILINE))
    there = {command.callback.__name__ for command in app.registered_commands if command.callback}
    there |= {str(group.name) for group in app.registered_groups}
    assert told == there


def test_every_make_target_of_the_readme_exists() -> None:
    """`make X` in the README is a target with a line of help."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):.*## ", makefile, re.MULTILINE))
    told = set(re.findall(r"(?:^    |`)make (\w+)", readme, re.MULTILINE))
    assert told >= {"run", "test"}
    assert told <= targets


def test_every_linked_file_exists() -> None:
    """No link of the README leads nowhere."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
