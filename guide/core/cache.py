"""What was worked out once: kept for one build in a `Memo`, and for the next one in a `Cache`.

The cache is safe to delete at any time. An entry is found by a key made of everything that can
change it. It is written whole or not at all, and begins with a checksum of its kind, its key and
its data: a damaged entry, or one that stands under another key, is ignored and made again. When the
entries take too much room, the oldest are deleted.

The cache lies in the user's cache folder, outside the project, so that a pull request cannot bring
one along.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from guide.core.paths import user_cache_folder

Made = TypeVar("Made")

MOST_CACHE_BYTES = 512 * 1024 * 1024
# tidy() looks at every entry, which costs more than a small build: so only after this many new
# ones.
TIDIED_AFTER = 100
# A file that is being written for longer than this was left by a build that was stopped.
ABANDONED_SECONDS = 3600
_CHECKSUM_BYTES = 32
# So many answers a ledger has: those of some 4,000 pages in four editions.
MOST_ANSWERS = 16_000
# The name of an entry's file, or of one that is being written.
_ENTRY_NAME = re.compile(r"\w{62,63}|\.\w{62,63}\.\d+")


class Memo:
    """Results by key, each made when first asked for; they go with the object that has it.

    When that is packed, results go along whose key is a name, or a name and objects.
    """

    def __init__(self) -> None:
        # A key is always used with the same kind of result.
        self._made: dict[Hashable, Any] = {}
        self._made_of: dict[Hashable, tuple[str, tuple[object, ...], Any]] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made at the first call with that key. Raises what `make` raises."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def find(self, key: Hashable, kind: type[Made]) -> Made | None:
        """What was made with that key, when it is of that kind; None when nothing was made yet."""
        made = self._made.get(key)
        return made if isinstance(made, kind) else None

    def once_of(self, name: str, sources: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` gives of those very objects, made at the first call with that name and them.

        They are known by identity, so they need not be hashable; they stay while this stays.
        Raises what `make` raises.
        """
        key = (name, *map(id, sources))
        if key not in self._made_of:
            self._made_of[key] = (name, sources, make())
        made: Made = self._made_of[key][2]
        return made

    def count_packed(self) -> int:
        """How many results go along when this is packed."""
        return len(self._made_of) + sum(isinstance(key, str) for key in self._made)

    def __getstate__(self) -> object:
        named = {key: made for key, made in self._made.items() if isinstance(key, str)}
        return named, list(self._made_of.values())

    def __setstate__(self, state: Any) -> None:
        self._made, made_of = state
        # The objects have another identity now.
        self._made_of = {(name, *map(id, of)): (name, of, made) for name, of, made in made_of}


class Recent:
    """Results by key, of which so many are kept at most. When packed, none goes along."""

    def __init__(self, most: int) -> None:
        self._most = most
        # A key is always used with the same kind of result.
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made anew when it was forgotten. Raises what `make` raises."""
        if key not in self._made:
            made = make()
            if len(self._made) >= self._most:
                self._made.clear()
            self._made[key] = made
        known: Made = self._made[key]
        return known

    def __getstate__(self) -> object:
        return self._most

    def __setstate__(self, most: int) -> None:
        self._most, self._made = most, {}


def digest(*parts: bytes | str) -> str:
    """A key of those parts as 64 hexadecimal digits (SHA-256).

    Each part counts with its length, so that no two lists of parts give the same key.
    """
    found = hashlib.sha256()
    for part in parts:
        # The name of a file may hold bytes that are no UTF-8.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def user_cache() -> Cache:
    """The cache of this user; one that keeps nothing when the user has no home folder."""
    return Cache(user_cache_folder())


class Cache:
    """A folder of entries, `most` bytes in all; with no folder, nothing is kept."""

    def __init__(self, folder: Path | None, most: int = MOST_CACHE_BYTES):
        self.folder = folder
        self._most = most
        self._written = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """The data of an entry, or None when there is no whole one."""
        if self.folder is None:
            return None
        # A build asks for a thousand: this takes half as long as Path.open.
        try:
            entry = os.open(self._path(self.folder, kind, key), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            size = os.fstat(entry).st_size
            # Read in two pieces, so that nothing is copied.
            checksum, data = os.read(entry, _CHECKSUM_BYTES), os.read(entry, size)
        except OSError:
            return None
        finally:
            os.close(entry)
        return data if checksum == _checksum(kind, key, data) else None

    def has(self, kind: str, key: str) -> bool:
        """Whether there is an entry; it is not read, so it may turn out not to be whole."""
        if self.folder is None:
            return False
        return Path(self._path(self.folder, kind, key)).exists()

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keeps an entry. On a disk that is full or cannot be written, it is not kept."""
        if self.folder is None:
            return
        path = self._path(self.folder, kind, key)
        folder, _, name = path.rpartition("/")
        unfinished = f"{folder}/.{name}.{os.getpid()}"
        pieces = (_checksum(kind, key, data), data)
        try:
            self._write(self.folder, unfinished, pieces)
            os.replace(unfinished, path)  # noqa: PTH105 - strings are quicker here
            self._written += 1
        except OSError:
            _delete(Path(unfinished))

    def keep(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The data of an entry, made and kept when there is none."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def mark_used(self, kind: str, key: str) -> None:
        """Makes an entry as young as a new one."""
        if self.folder is not None:
            with suppress(OSError):
                os.utime(self._path(self.folder, kind, key))

    def tidy(self, now: bool = False) -> None:
        """Deletes the oldest entries until the rest fits; only after many new ones, or `now`."""
        if not now and self._written < TIDIED_AFTER:
            return
        self._written = 0
        entries = []
        for path in self._files():
            try:
                facts = path.stat()
            except OSError:
                continue
            unfinished = path.name.startswith(".")
            if unfinished and facts.st_mtime < time.time() - ABANDONED_SECONDS:
                _delete(path)
            entries.append((facts.st_mtime_ns, facts.st_size, path))
        room = self._most
        for _, size, path in sorted(entries, reverse=True):
            room -= size
            if room < 0:
                _delete(path)

    def clear(self) -> int:
        """Deletes every entry and gives how many bytes that freed. Raises OSError."""
        freed = 0
        folders = set()
        for path in list(self._files()):
            freed += path.stat().st_size
            path.unlink()
            folders |= {path.parent, path.parent.parent}
        # The longest path first, so that a folder is empty when its turn comes.
        for folder in sorted(folders, reverse=True):
            with suppress(OSError):
                folder.rmdir()
        return freed

    def _files(self) -> Iterator[Path]:
        """The files of all entries. Other files in the folder are nobody's business here."""
        if self.folder is None:
            return
        for path in self.folder.glob("*/*/*"):
            if _ENTRY_NAME.fullmatch(path.name):
                yield path

    @staticmethod
    def _path(folder: Path, kind: str, key: str) -> str:
        # Sixteen folders: to make one takes as long as to write an entry.
        return f"{folder}/{kind}/{key[:1]}/{key[1:]}"

    @staticmethod
    def _write(folder: Path, path: str, pieces: tuple[bytes, bytes]) -> None:
        try:
            _write_file(path, pieces)
        except FileNotFoundError:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            _write_file(path, pieces)


def _write_file(path: str, pieces: tuple[bytes, bytes]) -> None:
    """Writes a file. Raises OSError, also where the disk has no room for all of it."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        if os.writev(file, pieces) < sum(map(len, pieces)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
    finally:
        os.close(file)


class Ledger:
    """Short answers by key, which are one entry of a cache together: a file for each would take
    longer to write than the answer is worth.

    Those that were not asked for the longest are dropped. Where two processes write at once, the
    new answers of one are lost.
    """

    def __init__(self, cache: Cache, kind: str, key: str) -> None:
        self._cache, self._kind, self._key = cache, kind, key
        kept = cache.get(kind, key)
        self._answers: dict[str, str] = json.loads(kept) if kept else {}
        self._is_written = True

    def get(self, key: str) -> str | None:
        """The answer, or None when there is none."""
        answer = self._answers.pop(key, None)
        if answer is not None:
            self._answers[key] = answer
        return answer

    def put(self, key: str, answer: str) -> None:
        """Notes an answer, for `write` to keep."""
        self._answers[key] = answer
        self._is_written = False

    def write(self) -> None:
        """Keeps the answers, if any is new."""
        if not self._is_written:
            latest = dict(list(self._answers.items())[-MOST_ANSWERS:])
            self._cache.put(self._kind, self._key, json.dumps(latest).encode())
            self._is_written = True


def _checksum(kind: str, key: str, data: bytes) -> bytes:
    found = hashlib.sha256(f"{kind}/{key}/".encode())
    found.update(data)
    return found.digest()


def _delete(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
