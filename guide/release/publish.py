"""Publishes a finished edition: files that appear whole or not at all, and the manifest last.

The immutable file comes first, then the stable name, then manifest.json, which points to the
immutable file: whoever follows the manifest can never see a mix. A file whose bytes are already
right is not touched.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from guide.read.brand import Brand

EDITIONS_KEPT = 3
MANIFEST = "manifest.json"
# So many digits of its SHA-256 name the immutable file.
DIGITS_IN_NAME = 16
NO_PREVIEWS: Mapping[str, bytes] = MappingProxyType({})


class Attachment(TypedDict):
    """What the manifest says of the file to attach; `bytes_in_mail` is its size in a mail."""

    file: str
    filename: str
    media_type: str
    bytes: int
    bytes_in_mail: int
    sha256: str


class ListedRecipe(TypedDict):
    """What the manifest says of a recipe; `page` counts from 1."""

    slug: str
    title: str
    page: int


class Manifest(TypedDict):
    """What systems need to know of an edition, as manifest.json holds it."""

    manifest: int
    title: str
    edition: str
    language: str
    format: str
    attachment: Attachment
    pages: int
    pdf: str
    recipes: list[ListedRecipe]
    built_with: dict[str, str]


def manifest(
    pdf: bytes,
    brand: Brand,
    pages: int,
    recipes: Sequence[tuple[str, str, int]],
    built_with: dict[str, str],
    form: str = "pocket",
) -> Manifest:
    """The manifest of an edition; `recipes` are (slug, title, first page). It has no clock and no
    path.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    stem = brand.file.removesuffix(".pdf")
    if form != "pocket":
        stem = f"{stem}-{form}"
    listed: list[ListedRecipe] = []
    for slug, title, page in recipes:
        listed.append({"slug": slug, "title": title, "page": page})
    return {
        "manifest": 1,
        "title": brand.whole_title,
        "edition": brand.edition,
        "language": brand.language,
        "format": form,
        "attachment": {
            "file": f"{stem}-{digest[:DIGITS_IN_NAME]}.pdf",
            "filename": f"{stem}.pdf",
            "media_type": "application/pdf",
            "bytes": len(pdf),
            "bytes_in_mail": size_in_mail(len(pdf)),
            "sha256": digest,
        },
        "pages": pages,
        "pdf": "PDF/UA-1",
        "recipes": listed,
        "built_with": built_with,
    }


def size_in_mail(size: int) -> int:
    """How many bytes a mail takes to carry that many: base64 in lines of 76 that end in CRLF (RFC
    2045).
    """
    characters = -(-size // 3) * 4
    lines = -(-characters // 76)
    return characters + lines * 2


def publish(
    output: Path, pdf: bytes, facts: Manifest, previews: Mapping[str, bytes] = NO_PREVIEWS
) -> None:
    """Writes the edition into `output`, with pictures of its pages.

    Raises OSError; the last edition then still stands.
    """
    output.mkdir(parents=True, exist_ok=True)
    attachment = facts["attachment"]
    with _locked(output):
        for stale in output.glob(".*.part"):
            stale.unlink()
        place_file(output / attachment["file"], pdf)
        place_file(output / attachment["filename"], pdf)
        for name, data in previews.items():
            place_file(output / name, data)
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        place_file(output / MANIFEST, f"{text}\n".encode())
        _delete_old_editions(output, attachment)


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Makes another build wait: two at once would delete each other's unfinished files."""
    with (output / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def place_file(path: Path, data: bytes) -> None:
    """Puts the file there whole and readable by all, or leaves what stood there. Raises OSError.

    Does nothing when the file holds the same already.
    """
    if _holds(path, data):
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    # The new name must outlast a power cut as well.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _delete_old_editions(output: Path, attachment: Attachment) -> None:
    """Deletes immutable files but the latest: mails that are queued still name the file of their
    day.
    """
    stem = attachment["filename"].removesuffix(".pdf")
    name_length = len(stem) + 1 + DIGITS_IN_NAME
    earlier = []
    for path in output.glob(f"{stem}-*.pdf"):
        if len(path.stem) == name_length and path.name != attachment["file"]:
            earlier.append(path)
    earlier.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in earlier[EDITIONS_KEPT - 1 :]:
        path.unlink()
