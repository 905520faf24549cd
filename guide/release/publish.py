"""Hands a finished edition over: files that appear whole or not at all, and the manifest last.

The immutable file comes first, then the stable name, then manifest.json, which points to the immutable file: whoever
follows the manifest can never see a mix. Nothing is touched whose bytes are already right.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guide.read.brand import Brand

KEPT = 3
MANIFEST = "manifest.json"


def manifest(
    pdf: bytes,
    brand: Brand,
    pages: int,
    recipes: list[tuple[str, str, int]],
    built_with: dict[str, str],
    form: str = "pocket",
) -> dict:
    """What systems need to know of an edition; `recipes` are (slug, title, first page). No clock, no path."""
    digest = hashlib.sha256(pdf).hexdigest()
    stem = brand.file.removesuffix(".pdf") + ("" if form == "pocket" else f"-{form}")
    return {
        "manifest": 1,
        "title": brand.whole_title,
        "edition": brand.edition,
        "language": brand.language,
        "format": form,
        "attachment": {
            "file": f"{stem}-{digest[:16]}.pdf",
            "filename": f"{stem}.pdf",
            "media_type": "application/pdf",
            "bytes": len(pdf),
            "bytes_in_mail": in_mail(len(pdf)),
            "sha256": digest,
        },
        "pages": pages,
        "pdf": "PDF/UA-1",
        "recipes": [{"slug": slug, "title": title, "page": page} for slug, title, page in recipes],
        "built_with": built_with,
    }


def in_mail(size: int) -> int:
    """How many bytes a mail takes to carry that many: base64 in lines of 76 that end in CRLF (RFC 2045)."""
    letters = -(-size // 3) * 4
    return letters + -(-letters // 76) * 2


def publish(output: Path, pdf: bytes, facts: dict, previews: dict[str, bytes] = {}) -> None:
    """Writes the edition into `output`, with pictures of its pages. Raises OSError; the last edition then still stands."""
    output.mkdir(parents=True, exist_ok=True)
    attachment = facts["attachment"]
    with _alone(output):
        for stale in output.glob(".*.part"):
            stale.unlink()
        place_file(output / attachment["file"], pdf)
        place_file(output / attachment["filename"], pdf)
        for name, data in previews.items():
            place_file(output / name, data)
        place_file(
            output / MANIFEST, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
        )
        _prune(output, attachment)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    # Two builds at once would clear away each other's unfinished files.
    with open(output / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def place_file(path: Path, data: bytes) -> None:
    """Puts the file there whole and readable by all, or leaves what stood there; nothing when it is the same already."""
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _prune(output: Path, attachment: dict) -> None:
    stem = attachment["filename"].removesuffix(".pdf")
    editions = [
        path
        for path in output.glob(f"{stem}-*.pdf")
        if len(path.stem) == len(stem) + 17 and path.name != attachment["file"]
    ]
    editions.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    # Mails that are queued still name the file of their day.
    for path in editions[KEPT - 1 :]:
        path.unlink()
