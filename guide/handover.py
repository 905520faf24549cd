"""Finds, verifies and gives the latest edition: what an e-mail worker imports. Standard library only.

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


class NotReady(Exception):
    """There is no whole edition to attach; the message says what to do."""


@dataclass(frozen=True)
class Edition:
    """A verified edition: its bytes, the name readers see, its media type, its SHA-256, and the manifest it came with."""

    data: bytes = field(repr=False)
    filename: str
    media_type: str
    sha256: str
    manifest: dict = field(repr=False)

    @cached_property
    def base64(self) -> str:
        """The bytes as base64 text without line breaks, as mail services' JSON takes them."""
        return base64.b64encode(self.data).decode("ascii")


def latest(folder: str | os.PathLike = "output") -> Edition:
    """The edition the manifest in `folder` names, its size and digest verified. Raises NotReady."""
    path = os.path.join(folder, "manifest.json")
    try:
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
        entry = manifest["attachment"]
        name, filename, kind = entry["file"], entry["filename"], entry["media_type"]
        size, digest = entry["bytes"], entry["sha256"]
    except FileNotFoundError:
        raise NotReady(f"{path} is missing: run ./run build") from None
    except OSError as error:
        raise NotReady(f"{path} cannot be read ({error.strerror}): check its permissions") from None
    except (ValueError, KeyError, TypeError):
        raise NotReady(f"{path} is not a manifest: run ./run build") from None
    if not isinstance(name, str) or os.path.basename(name) != name:
        raise NotReady(f"{path} names a file outside its folder: run ./run build")
    file_path = os.path.join(folder, name)
    try:
        with open(file_path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise NotReady(
            f"{file_path} is missing, though the manifest names it: run ./run build, or restore it"
        ) from None
    except OSError as error:
        raise NotReady(
            f"{file_path} cannot be read ({error.strerror}): check its permissions"
        ) from None
    if len(data) != size:
        raise NotReady(
            f"{file_path} has {len(data)} bytes, the manifest says {size}: run ./run build, or restore it"
        )
    if hashlib.sha256(data).hexdigest() != digest:
        raise NotReady(
            f"{file_path} is not the file the manifest names (its SHA-256 differs): run ./run build, or restore it"
        )
    return Edition(data, filename, kind, digest, manifest)


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
