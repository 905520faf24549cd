"""What was worked out once and is kept for the next build, below .cache/: safe to delete at any time.

An entry is found by a key that is made of everything that can change it, written whole or not at all, and sealed with a
secret of this user on this machine: an entry that somebody else made, or that was damaged, is as good as none. Sealing
lets a pull request bring a .cache/ of its own without anyone believing it. When the room is full, what has lain longest
unused is thrown away.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

MOST_CACHE_BYTES = 512 * 1024 * 1024
# Looking at every entry costs more than a small build.
MANY = 100
_SEAL = 32


def digest(*parts: bytes | str) -> str:
    """A key of those parts; each counts with its length, so that no two lists of parts give the same."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


class Cache:
    """A folder of sealed entries; with no folder, nothing is kept."""

    def __init__(
        self, folder: Path | None, secret: bytes | None = None, most: int = MOST_CACHE_BYTES
    ):
        self.folder, self.most = folder, most
        self._secret = secret or (_secret() if folder else b"")
        self.found = self.missed = self.kept = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry, or None when there is none to be trusted."""
        if self.folder is None:
            return None
        path = self._path(kind, key)
        try:
            data = path.read_bytes()
        except OSError:
            self.missed += 1
            return None
        if not hmac.compare_digest(data[:_SEAL], self._seal(kind, key, data[_SEAL:])):
            self.missed += 1
            return None
        self.found += 1
        return data[_SEAL:]

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keeps the entry; a disk that is full or read-only only means that it is not kept."""
        if self.folder is None:
            return
        path = self._path(kind, key)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            try:
                part.write_bytes(self._seal(kind, key, data) + data)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(self._seal(kind, key, data) + data)
            os.replace(part, path)
            self.kept += 1
        except OSError:
            _away(part)

    def keep(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The entry, made when there is none."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def used(self, kind: str, key: str) -> None:
        """Says that the entry was of use today."""
        try:
            os.utime(self._path(kind, key))
        except (OSError, TypeError):
            pass

    def tidy(self, now: bool = False) -> None:
        """Throws away what has lain longest unused, until the rest fits; looks only when much was added, or `now`."""
        if self.folder is None or not now and self.kept < MANY:
            return
        self.kept = 0
        entries = []
        for path in self.folder.glob("*/*/*"):
            try:
                facts = path.stat()
            except OSError:
                continue
            if path.name.startswith(".") and facts.st_mtime < time.time() - 3600:
                # Left by a build that was stopped while it wrote.
                _away(path)
            entries.append((facts.st_mtime_ns, facts.st_size, path))
        room = self.most
        for _, size, path in sorted(entries, reverse=True):
            room -= size
            if room < 0:
                _away(path)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key[2:]

    def _seal(self, kind: str, key: str, data: bytes) -> bytes:
        return hmac.digest(self._secret, f"{kind}/{key}/".encode() + data, "sha256")


def _away(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass


def _secret() -> bytes:
    """This user's secret on this machine, made once; of this process only where there is no place to keep one."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(
        os.path.expanduser("~"), ".local", "state"
    )
    if not os.path.isabs(home):
        # A user whom the machine does not know has no home, and would get a folder named "~" here.
        return secrets.token_bytes(_SEAL)
    path = os.path.join(home, "anti-inflammatory-recipe-guide", "seal")
    try:
        facts = os.stat(path)
        if facts.st_uid == os.getuid() and not facts.st_mode & 0o077:
            with open(path, "rb") as file:
                secret = file.read()
            if len(secret) == _SEAL:
                return secret
    except OSError:
        pass
    secret = secrets.token_bytes(_SEAL)
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        part = f"{path}.{os.getpid()}"
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        # Of two builds that start at once, the one whose secret stays is right; the other keeps nothing this time.
        os.replace(part, path)
    except OSError:
        pass
    return secret
