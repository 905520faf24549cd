"""Whether the edition was built before from the very same files: then it is published again.

The key is made of every file that has a say in the book, of our own code and of the engine. That
costs reading and hashing; neither WeasyPrint nor Jinja nor pydantic is loaded for it.

Where the folder is the same to the last byte as when it was published, publishing it once more
would change nothing: then the PDF is not even read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import Problem, from_row, row
from guide.read.editions import Edition

if TYPE_CHECKING:
    from guide.release.publish import Manifest, Outcome


@dataclass(frozen=True)
class StoredEdition:
    """A finished edition: the PDF, the manifest, the remarks on it, and pictures of its pages."""

    pdf: bytes
    facts: Manifest
    remarks: list[Problem]
    previews: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def edition_key(seen: str, edition: Edition) -> str:
    """A key of an edition; `seen` is that of all that is read of a guide.

    To look an edition up, `see_guide` gives it; to keep one, the guide that was built says what the
    build saw. So what somebody edits meanwhile is not kept under the key of what stood there.
    """
    return digest(fingerprint.program_key(), repr(edition), seen)


def find_asked(cache: Cache, seen: str, asked: Edition) -> Edition | None:
    """The edition that was meant the last time by what is asked for; None when nobody knows."""
    data = cache.get("asked", edition_key(seen, asked))
    if data is None:
        return None
    said = json.loads(data)
    return Edition(**{name: _as_said(value) for name, value in said.items()})


def keep_asked(cache: Cache, seen: str, asked: Edition, meant: Edition) -> None:
    """Keeps which edition is meant by what was asked for, as long as no file changes."""
    cache.put("asked", edition_key(seen, asked), json.dumps(asdict(meant)).encode())


def _as_said(value: object) -> Any:
    # JSON knows no tuples.
    return tuple(value) if isinstance(value, list) else value


def find_edition(cache: Cache, key: str) -> StoredEdition | None:
    """The edition that was built from what the key stands for, when the cache has all of it."""
    stored = _find_stored(cache, key)
    pdf = cache.get("books", key)
    if stored is None or pdf is None:
        return None
    previews = {}
    for name in stored["previews"]:
        preview = cache.get("books", digest(key, name))
        if preview is None:
            return None
        previews[name] = preview
    return StoredEdition(pdf, stored["facts"], _remarks_of(stored), previews)


def find_standing(cache: Cache, key: str, looks: str) -> tuple[Manifest, list[Problem]] | None:
    """The manifest of an edition and the remarks on it, when it stands whole in a folder that looks
    like that, as `OutputFolder.look` says; None when that is not known.
    """
    stored = _find_stored(cache, key) if looks else None
    if stored is None or cache.get("standing", digest(key, looks)) is None:
        return None
    cache.mark_used("standing", digest(key, looks))
    return stored["facts"], _remarks_of(stored)


def keep_standing(cache: Cache, key: str, outcome: Outcome) -> None:
    """Keeps how the folder looks that an edition was published into: to publish it once more would
    change nothing. Where there was something to tell, it is to be told again.
    """
    if outcome.looks and not outcome.remarks and not outcome.notices:
        cache.put("standing", digest(key, outcome.looks), b"")


def _find_stored(cache: Cache, key: str) -> dict[str, Any] | None:
    """What is said of an edition that was kept. All of it stays as young as its last use."""
    data = cache.get("editions", key)
    if data is None:
        return None
    stored: dict[str, Any] = json.loads(data)
    cache.mark_used("editions", key)
    cache.mark_used("books", key)
    for name in stored["previews"]:
        cache.mark_used("books", digest(key, name))
    return stored


def _remarks_of(stored: Mapping[str, Any]) -> list[Problem]:
    return [from_row(problem) for problem in stored["remarks"]]


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
