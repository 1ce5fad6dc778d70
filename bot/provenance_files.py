"""What is exported: in which formats, and into which file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from bot.catalogue import catalogue_for
from bot.rendering.picture import answer_picture, pictured
from retrieval.errors import BadInput, NotFound
from retrieval.model import Answer, Finding
from retrieval.provenance import plain_json, prov_json, prov_n


class Format(StrEnum):
    """How provenance is written down."""

    JSON = "json"
    PROV_JSON = "prov-json"
    PROV_N = "prov-n"
    PNG = "png"

    @property
    def suffix(self) -> str:
        """Of a file of this format."""
        suffixes = {Format.JSON: "json", Format.PROV_JSON: "prov.json", Format.PROV_N: "provn"}
        return f".{suffixes.get(self, self.value)}"


def exported(answer: Answer, form: Format) -> bytes:
    """The provenance of an answer's close findings. Blocking: some tenths of a second for PNG.

    Raises:
        NotFound: there is no evidence, and so nothing to export.
    """
    if not answer.findings:
        raise NotFound(
            "I found no evidence for this in the stored articles, so there is nothing to export.",
            "Add an article about it, or ask in other words.",
        )
    if form is Format.PNG:
        return answer_picture(answer, catalogue_for(answer.query.language))
    return _text(pictured(answer), form).encode()


def write(path: Path, content: bytes) -> None:
    """Writes a file, over one that is there.

    Raises:
        BadInput: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_new(folder: Path, form: Format, content: bytes) -> Path:
    """Writes ``hearsay-1.png`` or the like: the first that is not there yet.

    Raises:
        BadInput: it cannot be written.
    """
    number = 1
    while True:
        path = folder / f"hearsay-{number}{form.suffix}"
        try:
            with path.open("xb") as out:
                out.write(content)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _unwritable(path, error) from error
        else:
            return path


def _text(findings: Sequence[Finding], form: Format) -> str:
    writers = {Format.JSON: plain_json, Format.PROV_JSON: prov_json, Format.PROV_N: prov_n}
    return writers[form](findings)


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be written ({error.strerror}).",
        "Go to a folder where you may write, on a disk with room left.",
        file=str(path),
    )
