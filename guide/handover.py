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
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

# The manifest as JSON has it: what it holds is written in guide/release/publish.py.
JsonManifest = dict[str, Any]
# How often a manifest is read anew because another edition was published meanwhile.
MOST_READINGS = 5


class NotReady(Exception):
    """There is no whole edition to attach; the message says what to do."""


@dataclass(frozen=True)
class Edition:
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
class _Attachment:
    """What a manifest says of the file to attach."""

    file: str
    filename: str
    media_type: str
    size: int
    sha256: str


def latest(folder: str | os.PathLike[str] = "output") -> Edition:
    """The edition the manifest in `folder` names, its size and digest verified. Raises NotReady.

    When newer editions have replaced the manifest and removed its file meanwhile, the newer
    manifest is read.
    """
    manifest_path = Path(folder, "manifest.json")
    manifest, attachment = _read_manifest(manifest_path)
    for _ in range(MOST_READINGS):
        try:
            return _verify(Path(folder), manifest, attachment)
        except NotReady:
            manifest, newer = _read_manifest(manifest_path)
            if newer == attachment:
                raise
            attachment = newer
    raise NotReady(f"{manifest_path} changes faster than it can be read: try again later")


def _verify(folder: Path, manifest: JsonManifest, attachment: _Attachment) -> Edition:
    """The edition of one manifest. Raises NotReady."""
    if not isinstance(attachment.file, str) or Path(attachment.file).name != attachment.file:
        manifest_path = folder / "manifest.json"
        raise NotReady(f"{manifest_path} names a file outside its folder: run ./run build")
    path = folder / attachment.file
    data = _read_pdf(path)
    if len(data) != attachment.size:
        raise NotReady(
            f"{path} has {len(data)} bytes, the manifest says {attachment.size}: "
            "run ./run build, or restore it"
        )
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise NotReady(
            f"{path} is not the file the manifest names (its SHA-256 differs): "
            "run ./run build, or restore it"
        )
    return Edition(data, attachment.filename, attachment.media_type, attachment.sha256, manifest)


def _read_manifest(path: Path) -> tuple[JsonManifest, _Attachment]:
    """The manifest, and what it says of the file to attach. Raises NotReady."""
    try:
        manifest = json.loads(path.read_text("utf-8"))
        entry = manifest["attachment"]
        attachment = _Attachment(
            file=entry["file"],
            filename=entry["filename"],
            media_type=entry["media_type"],
            size=entry["bytes"],
            sha256=entry["sha256"],
        )
    except FileNotFoundError:
        raise NotReady(f"{path} is missing: run ./run build") from None
    except OSError as error:
        raise NotReady(f"{path} cannot be read ({error.strerror}): check its permissions") from None
    except (ValueError, KeyError, TypeError):
        raise NotReady(f"{path} is not a manifest: run ./run build") from None
    return manifest, attachment


def _read_pdf(path: Path) -> bytes:
    """The bytes of the file that the manifest names. Raises NotReady."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotReady(
            f"{path} is missing, though the manifest names it: run ./run build, or restore it"
        ) from None
    except OSError as error:
        raise NotReady(f"{path} cannot be read ({error.strerror}): check its permissions") from None


def main(arguments: list[str]) -> int:
    """Prints the manifest after verifying the edition; 1 and one sentence when there is none."""
    try:
        edition = latest(arguments[0] if arguments else "output")
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(edition.manifest, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
