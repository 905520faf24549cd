"""Whether the edition was built before from the very same files: then it is handed over again, and nothing is read twice.

The key is made of every file that has a say in the book, of our own code and of the engine. It costs reading and
hashing; neither WeasyPrint nor Jinja is loaded for it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import Problem, from_row, row

OURS = Path(__file__).resolve().parents[2] / "templates"
ROOMS = ("recipes", "pantry", "pages", "templates")
MOST_FILE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class StoredEdition:
    """A finished edition: the PDF, the manifest's facts, the remarks that were made on it, and pictures of its pages."""

    pdf: bytes
    facts: dict
    remarks: list[Problem]
    previews: dict[str, bytes] = field(default_factory=dict, repr=False)


def templates_of(root: Path) -> Path:
    """The templates of a guide: its own, or else the project's."""
    return root / "templates" if (root / "templates").is_dir() else OURS


def edition_key(root: Path, templates: Path, form: str = "pocket") -> str:
    """A key of everything an edition of the guide below `root` is made from, in one of the formats."""
    rooms = [root / room for room in ROOMS if room != "templates"]
    parts: list[bytes | str] = [fingerprint.program_key(), form]
    for room in (*rooms, templates):
        parts += (part for path, data in _files(room) for part in (f"{room.name}/{path}", data))
    return digest(*parts, _bytes(root / "brand.yaml"))


def _files(room: Path) -> Iterator[tuple[str, bytes]]:
    for folder, folders, names in os.walk(room):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            yield os.path.relpath(path, room), _bytes(path)


def _bytes(path: str | Path) -> bytes:
    try:
        facts = os.lstat(path)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > MOST_FILE_BYTES:
            return b"no file of the guide's own"
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b"not there"


def find_edition(cache: Cache, key: str) -> StoredEdition | None:
    """The edition that was built from what the key stands for."""
    data, pdf = cache.get("editions", key), cache.get("books", key)
    if data is None or pdf is None:
        return None
    told = json.loads(data)
    cache.used("editions", key)
    cache.used("books", key)
    previews = {name: cache.get("books", digest(key, name)) for name in told["album"]}
    if None in previews.values():
        return None
    for name in previews:
        cache.used("books", digest(key, name))
    return StoredEdition(
        pdf, told["facts"], [from_row(problem) for problem in told["remarks"]], previews
    )


def keep_edition(cache: Cache, key: str, edition: StoredEdition) -> None:
    """Keeps an edition with which nothing was wrong."""
    cache.put("books", key, edition.pdf)
    for name, data in edition.previews.items():
        cache.put("books", digest(key, name), data)
    told = {
        "facts": edition.facts,
        "remarks": [row(problem) for problem in edition.remarks],
        "album": list(edition.previews),
    }
    cache.put("editions", key, json.dumps(told).encode())
