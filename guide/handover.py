"""Finds, verifies and gives the latest edition: what an e-mail worker imports. Standard library
only.

    from guide.handover import latest
    pdf = latest("output")
    message.add_attachment(pdf.data, maintype="application", subtype="pdf", filename=pdf.filename)

`python -m guide.handover [FOLDER]` verifies the edition and prints its manifest: a health check.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import stat
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

# The manifest as JSON has it: what it holds is written in guide/release/publish.py.
JsonManifest = dict[str, Any]
# How often a manifest is read anew because another edition was published meanwhile.
MOST_READINGS = 5
# A thousand recipes take 150,000; no mail carries a tenth of such a PDF.
MOST_MANIFEST_BYTES = 1024 * 1024
MOST_PDF_BYTES = 100_000_000
_MOST_DEPTH = 8
# What guide/read/brand.py lets a file be called, with the format and the digest behind it: such
# a name means the same to every mail program, and leads out of no folder.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,150}\.pdf", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MEDIA_TYPE = "application/pdf"
# Links are not followed, and what is no file keeps nobody waiting.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_RESTORE = "run ./run build, or restore it"


class NotReady(Exception):
    """There is no whole edition to attach; the message says what to do."""


@dataclass(frozen=True)
class Attachment:
    """A verified edition.

    Its bytes, the name that readers see, its media type, its SHA-256, and the manifest it came
    with.
    """

    data: bytes = field(repr=False)
    filename: str
    media_type: str
    sha256: str
    manifest: JsonManifest = field(repr=False)

    @cached_property
    def base64(self) -> str:
        """The bytes as base64 text without line breaks, as mail services' JSON takes them."""
        return base64.b64encode(self.data).decode("ascii")


@dataclass(frozen=True)
class _Listed:
    """What a manifest says of the file to attach."""

    file: str
    filename: str
    media_type: str
    size: int
    sha256: str


def latest(folder: str | os.PathLike[str] = "output") -> Attachment:
    """The edition the manifest in `folder` names, its size and digest verified. Raises NotReady for
    whatever is wrong with it.

    When newer editions have replaced the manifest and removed its file meanwhile, the newer
    manifest is read.
    """
    try:
        manifest_path = Path(folder, "manifest.json")
    except TypeError:
        raise NotReady("the folder of the edition is named by text or a path") from None
    try:
        return _find_latest(manifest_path)
    except MemoryError:
        raise NotReady(f"{manifest_path}: too little memory to read the edition") from None


def _find_latest(manifest_path: Path) -> Attachment:
    """The edition of the manifest, read anew when it was replaced meanwhile. Raises NotReady."""
    manifest, attachment = _read_manifest(manifest_path)
    for _ in range(MOST_READINGS):
        try:
            return _verify(manifest_path.parent, manifest, attachment)
        except NotReady:
            manifest, newer = _read_manifest(manifest_path)
            if newer == attachment:
                raise
            attachment = newer
    raise NotReady(f"{manifest_path} changes faster than it can be read: try again later")


def _verify(folder: Path, manifest: JsonManifest, attachment: _Listed) -> Attachment:
    """The edition of one manifest. Raises NotReady."""
    path = folder / attachment.file
    missing = f"{path} is missing, though the manifest names it: {_RESTORE}"
    # What is longer is not read to its end.
    data, size = _read_file(path, attachment.size, missing)
    if size != attachment.size or len(data) != attachment.size:
        raise NotReady(f"{path} has {size} bytes, the manifest says {attachment.size}: {_RESTORE}")
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise NotReady(
            f"{path} is not the file the manifest names (its SHA-256 differs): {_RESTORE}"
        )
    return Attachment(data, attachment.filename, _MEDIA_TYPE, attachment.sha256, manifest)


def _read_manifest(path: Path) -> tuple[JsonManifest, _Listed]:
    """The manifest, and what it says of the file to attach. Raises NotReady."""
    data, size = _read_file(path, MOST_MANIFEST_BYTES, f"{path} is missing: run ./run build")
    if size > MOST_MANIFEST_BYTES:
        raise NotReady(f"{path} has {size} bytes, too many for a manifest: run ./run build")
    try:
        manifest = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        _refuse_strange_values(manifest)
        entry = manifest["attachment"]
        attachment = _Listed(
            file=entry["file"],
            filename=entry["filename"],
            media_type=entry["media_type"],
            size=entry["bytes"],
            sha256=entry["sha256"],
        )
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NotReady(f"{path} is not a manifest: run ./run build") from None
    _refuse_strange_attachment(path, attachment)
    return manifest, attachment


def _refuse_constant(name: str) -> None:
    """Raises ValueError for NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _refuse_strange_values(manifest: object) -> None:
    """Raises ValueError for what cannot be printed as JSON: lists within lists without end, half
    letters.
    """
    waiting = [(manifest, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _MOST_DEPTH:
            raise ValueError("too deep")
        if isinstance(value, str):
            value.encode("utf-8")
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, dict):
            for key, item in value.items():
                key.encode("utf-8")
                waiting.append((item, depth + 1))


def _refuse_strange_attachment(path: Path, attachment: _Listed) -> None:
    """Raises NotReady for what is no attachment of this program's."""
    if not _is_like(_NAME, attachment.file):
        raise NotReady(f"{path} names a file outside its folder, or no PDF: run ./run build")
    if not _is_like(_NAME, attachment.filename):
        raise NotReady(
            f"{path} calls the attachment what no attachment may be called: run ./run build"
        )
    if attachment.media_type != _MEDIA_TYPE:
        raise NotReady(f"{path} says that the attachment is no {_MEDIA_TYPE}: run ./run build")
    # A boolean is a whole number to Python.
    if type(attachment.size) is not int or not 0 < attachment.size <= MOST_PDF_BYTES:
        raise NotReady(
            f"{path} says of the attachment how large it is, and that cannot be: run ./run build"
        )
    if not _is_like(_DIGEST, attachment.sha256):
        raise NotReady(f"{path} has no SHA-256 of the attachment: run ./run build")


def _is_like(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _read_file(path: Path, most: int, missing: str) -> tuple[bytes, int]:
    """At most `most` bytes of a file, and how many it has. Raises NotReady.

    Nothing is read of what is no file of its own: a link, a folder, a FIFO, a device.
    """
    try:
        number = os.open(path, _READ)
        try:
            facts = os.fstat(number)
            if not stat.S_ISREG(facts.st_mode):
                raise NotReady(f"{path} is not a file: run ./run build")
            with os.fdopen(number, "rb", closefd=False) as file:
                return file.read(min(most, facts.st_size)), facts.st_size
        finally:
            os.close(number)
    except FileNotFoundError:
        raise NotReady(missing) from None
    except OSError as error:
        if path.is_symlink():
            raise NotReady(f"{path} is a link, not a file: run ./run build") from None
        raise NotReady(f"{path} cannot be read ({error.strerror}): check its permissions") from None
    except ValueError:
        raise NotReady("no folder is named like that") from None


def main(arguments: list[str]) -> int:
    """Prints the manifest after verifying the edition; 1 and one sentence when there is none."""
    try:
        edition = latest(arguments[0] if arguments else "output")
        _print(json.dumps(edition.manifest, indent=1) + "\n")
    except NotReady as error:
        sentence = "".join(letter if letter.isprintable() else "�" for letter in str(error))
        print(sentence, file=sys.stderr)
        return 1
    return 0


def _print(text: str) -> None:
    """Writes a text to standard output. Raises NotReady when that cannot be written."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter must not complain of what is left when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise NotReady(f"the manifest cannot be printed ({error.strerror})") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
