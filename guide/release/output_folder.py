"""A folder that editions are published into: locked, with a record of what was written there, and
files that appear whole or not at all.

Nothing is written over that this program did not write. What it writes into an output folder stands
in the folder's `.lock`, by name and SHA-256, before it is written. The folder is held open: moved
while somebody publishes, it gets the rest of the set where it went, and no other folder does.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from guide.core import cache

# The folders of a guide that the program reads, and never writes into.
ROOMS = ("recipes", "pantry", "pages", "templates", "mail", "review")
MOVE_IT = "move it away, then type the command again"
_LOCK = ".lock"
# How a lock begins. That of an earlier version of the program is empty.
_LOCK_HEAD = "what ./run build wrote into this folder\n"
# So much of a lock is read. Of one that is half as long the latest records stay, those of some
# eighty sets of ten editions, and those of what lies in the folder.
_MOST_LOCK_BYTES = 2 * 1024 * 1024
_MOST_RECORDS = 6000
_RECORD = re.compile(r"([0-9a-f]{64}) ([^/\n]{1,255})")
_PART = re.compile(r"\.([^/]{1,255})\.\d{1,20}\.part")
# How often a lock is taken anew because its folder was moved or deleted meanwhile.
_MOST_TRIES = 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class NotOurs(Exception):
    """Something is in the way that this program did not write; the message says what to do."""


class Withdrawn(Exception):
    """These very bytes were withdrawn; the message says why, and what to do."""


@dataclass
class OutputFolder:
    """A locked folder, and what its lock says was written there: names and digests, in the order
    of writing.

    `number` is the folder itself and `lock` the open file that holds the record. `path` serves to
    name things. `old` is a record of an earlier version of the program, which wrote nothing down;
    -1 as `lock` is a folder that nothing was published into.
    """

    path: Path
    number: int
    lock: int
    written: dict[tuple[str, str], None] = field(default_factory=dict)
    old: bool = False
    # The digests of contents that were looked at. Most files stand there under two names, and as
    # they are going to be written.
    _digests: dict[bytes, str] = field(default_factory=dict, repr=False)

    def digest(self, data: bytes) -> str:
        """The SHA-256 of what a file holds or is going to hold, in hexadecimal digits."""
        if data not in self._digests:
            self._digests[data] = hashlib.sha256(data).hexdigest()
        return self._digests[data]

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None for what is not there or is no file. Raises OSError."""
        try:
            file = os.open(name, _READ, dir_fd=self.number)
        except OSError:
            return None
        with os.fdopen(file, "rb") as opened:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                return None
            return opened.read()

    def list_names(self) -> list[str]:
        """The names of everything in the folder, in order."""
        with os.scandir(self.number) as entries:
            return sorted(entry.name for entry in entries)

    def look(self) -> str:
        """A digest of all names and bytes in the folder, its lock among them; "" when there is
        something in it that this program did not write down. Raises OSError.
        """
        ours = {name for _, name in self.written} | {_LOCK}
        parts: list[str | bytes] = []
        for name in self.list_names():
            data = self.read(name) if name in ours else None
            if data is None:
                return ""
            parts += [name, hashlib.sha256(data).digest()]
        return cache.digest(*parts)

    def facts(self, name: str) -> os.stat_result | None:
        """What the system knows of a file; None for one that is not there."""
        try:
            return os.stat(name, dir_fd=self.number, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def refuse_foreign(self, names: Iterable[str]) -> None:
        """Raises NotOurs when there is something of such a name that this program did not write."""
        for name in names:
            self._refuse_foreign(name)

    def _refuse_foreign(self, name: str) -> None:
        path = self.path / name
        facts = self.facts(name)
        if facts is None:
            return
        if not stat.S_ISREG(facts.st_mode):
            raise NotOurs(f"{path} is in the way, which is no file of this program: {MOVE_IT}")
        if self.old:
            return
        digest = self.digest(self.read(name) or b"")
        if (digest, name) not in self.written:
            raise NotOurs(
                f"{path} was not written by this program, or was changed since: {MOVE_IT}"
            )

    def write_down(self, files: Mapping[str, bytes]) -> None:
        """Writes into the lock what will be written. Raises OSError.

        Lines are added and none is changed, so that a full disk or a kill costs the last one.
        """
        lines = []
        for name, data in files.items():
            entry = (self.digest(data), name)
            if entry not in self.written:
                lines.append(f"{entry[0]} {name}\n")
            # The order is that of the last writing.
            self.written.pop(entry, None)
            self.written[entry] = None
        if not lines:
            return
        end = os.fstat(self.lock).st_size
        if end > _MOST_LOCK_BYTES // 2:
            self._write_lock_anew()
            return
        text = "".join(lines)
        if not end:
            text = _LOCK_HEAD + text
        elif os.pread(self.lock, 1, end - 1) != b"\n":
            text = f"\n{text}"
        _write_all(self.lock, text.encode(), end)

    def _write_lock_anew(self) -> None:
        """A lock of the latest records alone in the place of one that has grown long."""
        text = _LOCK_HEAD + "".join(f"{digest} {name}\n" for digest, name in self._list_needed())
        part = f".{_LOCK}.{os.getpid()}.part"
        self.delete(part)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        number = os.open(part, flags, 0o644, dir_fd=self.number)
        try:
            # Whoever waits for the old one finds that it is another file by now.
            fcntl.flock(number, fcntl.LOCK_EX)
            _write_all(number, text.encode(), 0)
            os.replace(part, _LOCK, src_dir_fd=self.number, dst_dir_fd=self.number)
        except BaseException:
            os.close(number)
            self.delete(part)
            raise
        os.close(self.lock)
        self.lock = number

    def _list_needed(self) -> Iterator[tuple[str, str]]:
        """The records of what lies in the folder, however old they are, and the latest others."""
        latest = set(list(self.written)[-_MOST_RECORDS:])
        there = set(self.list_names())
        for digest, name in self.written:
            is_needed = (digest, name) in latest
            if not is_needed and name in there:
                is_needed = hashlib.sha256(self.read(name) or b"").hexdigest() == digest
            if is_needed:
                yield digest, name

    def adopt(self) -> None:
        """Writes down what an earlier version of the program left, which wrote nothing down."""
        if not self.old:
            return
        found = {}
        for name in self.list_names():
            data = None if name == _LOCK else self.read(name)
            if data is not None:
                found[name] = data
        self.write_down(found)
        self.old = False

    def delete_parts(self, names: Collection[str]) -> None:
        """Deletes what a build that was stopped left unfinished of this program's files."""
        ours = {name for _, name in self.written}.union(names)
        for part in self.list_names():
            named = _PART.fullmatch(part)
            if named and named[1] in ours and not (self.path / part).is_dir():
                self.delete(part)

    def delete(self, name: str) -> None:
        """Deletes a file, if it is there."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.number)

    def place(self, name: str, data: bytes) -> None:
        """Puts the file there whole and readable by all, or leaves what stood there. Raises
        OSError.

        Does nothing when the file holds the same already.
        """
        if self._holds(name, data):
            return
        part = f".{name}.{os.getpid()}.part"
        try:
            self.delete(part)
            # A link that somebody put there is not followed.
            number = os.open(part, _WRITE, 0o644, dir_fd=self.number)
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(number, 0o644)
                os.fsync(number)
            os.replace(part, name, src_dir_fd=self.number, dst_dir_fd=self.number)
        except OSError as error:
            # The system names a file in the folder alone.
            error.filename = str(self.path / name)
            raise
        finally:
            self.delete(part)
        # The new name must outlast a power cut as well.
        os.fsync(self.number)

    def _holds(self, name: str, data: bytes) -> bool:
        facts = self.facts(name)
        if facts is None or not stat.S_ISREG(facts.st_mode) or facts.st_size != len(data):
            return False
        return self.read(name) == data


@contextmanager
def locked(path: Path) -> Iterator[OutputFolder]:
    """The folder, made where it is missing; another build waits for this one.

    Two at once would delete each other's unfinished files. Raises NotOurs for a lock of somebody
    else's, OSError when the folder cannot be made.
    """
    folder = _take_lock(path)
    try:
        yield folder
        if not _is_same(folder.number, path):
            raise NotOurs(f"{path} was moved away while it was written: type the command again")
    finally:
        os.close(folder.lock)
        os.close(folder.number)


def _take_lock(path: Path) -> OutputFolder:
    """The folder of that name with its lock held. Raises NotOurs and OSError."""
    for _ in range(_MOST_TRIES):
        path.mkdir(parents=True, exist_ok=True)
        number = os.open(path, _OPEN_FOLDER)
        lock = -1
        try:
            was_there, lock = _open_lock(path, number)
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Whoever held it may have moved the folder, or deleted the lock with the rest.
            if _is_same(number, path) and _is_same(lock, _LOCK, number):
                return _read_record(OutputFolder(path, number, lock), was_there)
        except BaseException:
            _close(lock, number)
            raise
        _close(lock, number)
    raise NotOurs(f"{path} is moved away again and again: type the command again when it stays")


def _open_lock(path: Path, number: int) -> tuple[bool, int]:
    """Whether there was a lock, and the lock. Raises NotOurs for one of somebody else's."""
    name = path / _LOCK
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    was_there = os.path.lexists(name)
    try:
        lock = os.open(_LOCK, flags, 0o644, dir_fd=number)
    except OSError as error:
        if name.is_symlink() or name.is_dir():
            raise NotOurs(f"{name} is no file of this program: {MOVE_IT}") from None
        error.filename = str(name)
        raise
    facts = os.fstat(lock)
    # A second name of the file may be that of something precious.
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
        os.close(lock)
        raise NotOurs(f"{name} is no file of this program: {MOVE_IT}")
    return was_there, lock


def _write_all(number: int, data: bytes, start: int) -> None:
    """Writes bytes into an open file, and onto the disk. Raises OSError."""
    done = 0
    while done < len(data):
        done += os.pwrite(number, data[done:], start + done)
    os.fsync(number)


def _close(*numbers: int) -> None:
    for number in numbers:
        if number >= 0:
            os.close(number)


def _is_same(number: int, name: str | Path, folder: int | None = None) -> bool:
    """Whether what is open is what has that name."""
    try:
        there = os.stat(name, dir_fd=folder)
    except OSError:
        return False
    return os.path.samestat(os.fstat(number), there)


def _read_record(folder: OutputFolder, was_there: bool) -> OutputFolder:
    """The folder with what its lock says. Raises NotOurs when it says what no lock says."""
    text = os.pread(folder.lock, _MOST_LOCK_BYTES, 0).decode("utf-8", "replace")
    if not text and not was_there:
        text = _LOCK_HEAD
        os.pwrite(folder.lock, text.encode(), 0)
    if text and not text.startswith(_LOCK_HEAD):
        path = folder.path / _LOCK
        raise NotOurs(f"{path} was not written by this program: {MOVE_IT}")
    for line in text.split("\n"):
        entry = _RECORD.fullmatch(line)
        if entry:
            folder.written.pop((entry[1], entry[2]), None)
            folder.written[entry[1], entry[2]] = None
    folder.old = not text
    return folder


def look_at_folder(path: Path) -> str:
    """What `OutputFolder.look` gives of a folder; "" for one that nothing was published into.

    Raises NotOurs or OSError, as publishing does.
    """
    # No lock is made to look.
    if not os.path.lexists(path / _LOCK):
        return ""
    with locked(path) as folder:
        return folder.look()


def refuse_rooms(root: Path, path: Path) -> None:
    """Raises NotOurs for a path in a folder that the program reads, or the guide's folder."""
    # Path.resolve raises where links lead in a circle.
    root, path = Path(os.path.realpath(root)), Path(os.path.realpath(path))
    if path == root or any(path.is_relative_to(root / room) for room in ROOMS):
        raise NotOurs(f"{path} is a part of the guide itself: name another place to write to")


def look_at_output(root: Path, output: Path, names: Iterable[str]) -> None:
    """Makes the folder of an edition, and looks whether files of these names may be written there.

    Raises NotOurs when something is in the way, OSError when the folder cannot be made.
    """
    refuse_rooms(root, output)
    output.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(output / _LOCK):
        with locked(output) as folder:
            folder.refuse_foreign(names)
        return
    # Nothing was ever published here, and a build that is stopped leaves nothing.
    with _opened(output) as folder:
        folder.refuse_foreign(names)


@contextmanager
def _opened(path: Path) -> Iterator[OutputFolder]:
    """A folder without its lock."""
    number = os.open(path, _OPEN_FOLDER)
    try:
        yield OutputFolder(path, number, -1)
    finally:
        os.close(number)


def place_file(path: Path, data: bytes) -> None:
    """Puts one file into a folder, whole and readable by all, or leaves what stood there. Raises
    OSError.
    """
    with _opened(path.parent) as folder:
        folder.place(path.name, data)
