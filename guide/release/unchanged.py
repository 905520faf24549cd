"""Whether the edition was built before from the very same files: then it is published again.

The key is made of every file that has a say in the book, of our own code and of the engine. That
costs reading and hashing; neither WeasyPrint nor Jinja is loaded for it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.paths import PROJECT
from guide.core.problems import Problem, from_row, row
from guide.release.publish import Manifest

# The folders of a guide that have a say in the book, besides its templates.
FOLDERS = ("recipes", "pantry", "pages")
MOST_FILE_BYTES = 4 * 1024 * 1024
# What counts for a file that is not there, and for one that a guide cannot have.
MISSING = b"not there"
FOREIGN = b"no file of the guide's own"


@dataclass(frozen=True)
class StoredEdition:
    """A finished edition: the PDF, the manifest, the remarks on it, and pictures of its pages."""

    pdf: bytes
    facts: Manifest
    remarks: list[Problem]
    previews: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def templates_of(root: Path) -> Path:
    """The templates of a guide: its own, or else the project's."""
    own = root / "templates"
    return own if own.is_dir() else PROJECT / "templates"


def edition_key(root: Path, templates: Path, form: str = "pocket") -> str:
    """A key of everything an edition of the guide below `root` is made from, in one format."""
    parts: list[bytes | str] = [fingerprint.program_key(), form]
    for folder in (*(root / name for name in FOLDERS), templates):
        for name, data in _files(folder):
            parts += [f"{folder.name}/{name}", data]
    return digest(*parts, _read(root / "brand.yaml"))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, in order: its path from there, and its bytes."""
    # os.walk and text take a third of the time that pathlib takes.
    start = len(str(folder)) + 1
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = f"{place}{os.sep}{name}"
            yield path[start:], _read(path)


def _read(path: str | Path) -> bytes:
    try:
        facts = os.lstat(path)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > MOST_FILE_BYTES:
            return FOREIGN
        return Path(path).read_bytes()
    except OSError:
        return MISSING


def find_edition(cache: Cache, key: str) -> StoredEdition | None:
    """The edition that was built from what the key stands for, when the cache has all of it."""
    data = cache.get("editions", key)
    pdf = cache.get("books", key)
    if data is None or pdf is None:
        return None
    stored = json.loads(data)
    previews = {}
    for name in stored["previews"]:
        preview = cache.get("books", digest(key, name))
        if preview is None:
            return None
        previews[name] = preview
    # The whole edition stays as young as its last use.
    cache.mark_used("editions", key)
    cache.mark_used("books", key)
    for name in previews:
        cache.mark_used("books", digest(key, name))
    remarks = [from_row(problem) for problem in stored["remarks"]]
    return StoredEdition(pdf, stored["facts"], remarks, previews)


def keep_edition(cache: Cache, key: str, edition: StoredEdition) -> None:
    """Keeps an edition with which nothing was wrong."""
    cache.put("books", key, edition.pdf)
    for name, data in edition.previews.items():
        cache.put("books", digest(key, name), data)
    stored = {
        "facts": edition.facts,
        "remarks": [row(problem) for problem in edition.remarks],
        "previews": list(edition.previews),
    }
    cache.put("editions", key, json.dumps(stored).encode())
