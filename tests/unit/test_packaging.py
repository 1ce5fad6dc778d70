"""An installed Hearsay has every module and every file that it reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHIPPED = ("bot", "retrieval", "store")
BESIDE = {".py", ".pyc"}


def setup() -> dict[str, Any]:
    made: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return made["tool"]["setuptools"]  # type: ignore[no-any-return]


def folders() -> dict[str, Path]:
    """Every package that is in the tree, by its dotted name."""
    inits = (init for name in SHIPPED for init in (ROOT / name).rglob("__init__.py"))
    return {".".join(init.parent.relative_to(ROOT).parts): init.parent for init in inits}


def test_every_package_is_installed() -> None:
    """A folder that pyproject.toml leaves out is found in a checkout and missing at a user's."""
    assert sorted(setup()["packages"]) == sorted(folders())


def test_every_file_beside_the_modules_is_installed() -> None:
    """Weights, word lists, messages and migrations go with the package that reads them."""
    patterns = setup()["package-data"]
    missing = []
    for name, folder in folders().items():
        installed = {path for each in patterns.get(name, ()) for path in folder.glob(each)}
        nested = set(folders().values()) - {folder}
        for path in folder.rglob("*"):
            own = not any(other in path.parents for other in nested if folder in other.parents)
            if own and path.is_file() and path.suffix not in BESIDE and path not in installed:
                missing.append(path.relative_to(ROOT).as_posix())
    assert not missing
