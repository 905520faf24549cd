"""Publishes a finished edition: files that appear whole or not at all, and the manifest last.

The immutable file comes first, then the stable name, then manifest.json, which points to the
immutable file: whoever follows the manifest can never see a mix. A file whose bytes are already
right is not touched.

Nothing is written over that this program did not write. What it writes into an output folder stands
in the folder's `.lock`, by name and SHA-256, before it is written.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from guide.read.brand import Brand

EDITIONS_KEPT = 3
MANIFEST = "manifest.json"
COVER, COVER_SMALL, CONTACT_SHEET = "cover.png", "cover@160.png", "contact-sheet.webp"
# So many digits of its SHA-256 name the immutable file.
DIGITS_IN_NAME = 16
NO_PREVIEWS: Mapping[str, bytes] = MappingProxyType({})
# The folders of a guide that the program reads, and never writes into.
ROOMS = ("recipes", "pantry", "pages", "templates", "mail")
_LOCK = ".lock"
# How a lock begins. That of an earlier version of the program is empty.
_LOCK_HEAD = "what ./run build wrote into this folder\n"
# So much of a lock is read, and so many files stand in it: those of three hundred editions.
_MOST_LOCK_BYTES = 256 * 1024
_MOST_RECORDS = 1500
_RECORD = re.compile(r"([0-9a-f]{64}) ([^/\n]{1,255})")
_PART = re.compile(r"\.([^/]{1,255})\.\d{1,20}\.part")
_MOVE_IT = "move it away, then type the command again"


class NotOurs(Exception):
    """Something is in the way that this program did not write; the message says what to do."""


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
    stem = stable_name(brand.file, form).removesuffix(".pdf")
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


def stable_name(file: str, form: str) -> str:
    """The name of the PDF that stays the same in every edition; `file` is the brand's."""
    if form == "pocket":
        return file
    stem = file.removesuffix(".pdf")
    return f"{stem}-{form}.pdf"


def size_in_mail(size: int) -> int:
    """How many bytes a mail takes to carry that many: base64 in lines of 76 that end in CRLF (RFC
    2045).
    """
    characters = -(-size // 3) * 4
    lines = -(-characters // 76)
    return characters + lines * 2


def look_at_output(root: Path, output: Path, names: Sequence[str]) -> None:
    """Makes the folder of an edition, and looks whether files of these names may be written there.

    Raises NotOurs when something is in the way, OSError when the folder cannot be made.
    """
    refuse_rooms(root, output)
    output.mkdir(parents=True, exist_ok=True)
    names = (MANIFEST, COVER, COVER_SMALL, CONTACT_SHEET, *names)
    if not os.path.lexists(output / _LOCK):
        # Nothing was ever published here, and a build that is stopped leaves nothing.
        _refuse_all(_Record(-1, output, {}, old=False), names)
        return
    with _locked(output) as record:
        _refuse_all(record, names)


def _refuse_all(record: _Record, names: Iterable[str]) -> None:
    """Raises NotOurs when a file of one of these names is not of this program."""
    for name in names:
        record.refuse_foreign(record.folder / name)


def refuse_rooms(root: Path, path: Path) -> None:
    """Raises NotOurs for a path in a folder that the program reads, or the guide's folder."""
    # Path.resolve raises where links lead in a circle.
    root, path = Path(os.path.realpath(root)), Path(os.path.realpath(path))
    if path == root or any(path.is_relative_to(root / room) for room in ROOMS):
        raise NotOurs(f"{path} is a part of the guide itself: name another place to write to")


def publish(
    output: Path, pdf: bytes, facts: Manifest, previews: Mapping[str, bytes] = NO_PREVIEWS
) -> None:
    """Writes the edition into `output`, with pictures of its pages.

    Raises NotOurs or OSError; the last edition then still stands.
    """
    output.mkdir(parents=True, exist_ok=True)
    attachment = facts["attachment"]
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    # The manifest comes last.
    files = {
        attachment["file"]: pdf,
        attachment["filename"]: pdf,
        **previews,
        MANIFEST: f"{text}\n".encode(),
    }
    with _locked(output) as record:
        record.delete_parts(files)
        # The immutable file is known by its name.
        _refuse_all(record, [name for name in files if name != attachment["file"]])
        record.add(files)
        for name, data in files.items():
            place_file(output / name, data)
        # That an old edition stays is no fault of the new one.
        with suppress(OSError):
            _delete_old_editions(output, attachment)


@dataclass
class _Record:
    """What a lock says of the files of its folder: names and digests, in the order of writing.

    `old` is that of an earlier version of the program, which wrote nothing down.
    """

    lock: int
    folder: Path
    written: dict[tuple[str, str], None]
    old: bool

    def refuse_foreign(self, path: Path) -> None:
        """Raises NotOurs when there is something of that name that this program did not write."""
        try:
            facts = path.lstat()
        except FileNotFoundError:
            return
        if not stat.S_ISREG(facts.st_mode):
            raise NotOurs(f"{path} is in the way, which is no file of this program: {_MOVE_IT}")
        if self.old:
            return
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if (digest, path.name) not in self.written:
            raise NotOurs(
                f"{path} was not written by this program, or was changed since: {_MOVE_IT}"
            )

    def add(self, files: Mapping[str, bytes]) -> None:
        """Writes down what will be written. Raises OSError."""
        before = tuple(self.written)
        for name, data in files.items():
            entry = (hashlib.sha256(data).hexdigest(), name)
            self.written.pop(entry, None)
            self.written[entry] = None
        if tuple(self.written) == before:
            return
        kept = list(self.written)[-_MOST_RECORDS:]
        text = _LOCK_HEAD + "".join(f"{digest} {name}\n" for digest, name in kept)
        os.pwrite(self.lock, text.encode(), 0)
        os.ftruncate(self.lock, len(text.encode()))
        os.fsync(self.lock)

    def delete_parts(self, names: Collection[str]) -> None:
        """Deletes what a build that was stopped left unfinished of this program's files."""
        ours = {name for _, name in self.written}.union(names)
        for part in self.folder.glob(".*.part"):
            named = _PART.fullmatch(part.name)
            if named and named[1] in ours and not part.is_dir():
                part.unlink()


@contextmanager
def _locked(output: Path) -> Iterator[_Record]:
    """Makes another build wait: two at once would delete each other's unfinished files.

    Gives what was written into the folder. Raises NotOurs for a lock of somebody else's.
    """
    path = output / _LOCK
    was_there = os.path.lexists(path)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        lock = os.open(path, flags, 0o644)
    except OSError:
        if path.is_symlink() or path.is_dir():
            raise NotOurs(f"{path} is no file of this program: {_MOVE_IT}") from None
        raise
    try:
        facts = os.fstat(lock)
        # A second name of the file may be that of something precious.
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
            raise NotOurs(f"{path} is no file of this program: {_MOVE_IT}")
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield _read_record(output, lock, was_there)
    finally:
        os.close(lock)


def _read_record(output: Path, lock: int, was_there: bool) -> _Record:
    """What a lock says. Raises NotOurs when it says what no lock says."""
    text = os.pread(lock, _MOST_LOCK_BYTES, 0).decode("utf-8", "replace")
    if not text and not was_there:
        text = _LOCK_HEAD
        os.pwrite(lock, text.encode(), 0)
    if text and not text.startswith(_LOCK_HEAD):
        path = output / _LOCK
        raise NotOurs(f"{path} was not written by this program: {_MOVE_IT}")
    written: dict[tuple[str, str], None] = {}
    for line in text.split("\n"):
        entry = _RECORD.fullmatch(line)
        if entry:
            written[entry[1], entry[2]] = None
    return _Record(lock, output, written, old=not text)


def place_file(path: Path, data: bytes) -> None:
    """Puts the file there whole and readable by all, or leaves what stood there. Raises OSError.

    Does nothing when the file holds the same already.
    """
    if _holds(path, data):
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        # A link that somebody put there is not followed.
        with part.open("xb") as file:
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
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size != len(data):
            return False
        return path.read_bytes() == data
    except OSError:
        return False


def _delete_old_editions(output: Path, attachment: Attachment) -> None:
    """Deletes immutable files but the latest: mails that are queued still name the file of their
    day.
    """
    stem = attachment["filename"].removesuffix(".pdf")
    name = re.compile(rf"{re.escape(stem)}-([0-9a-f]{{{DIGITS_IN_NAME}}})\.pdf")
    earlier = []
    for path in output.glob(f"{stem}-*.pdf"):
        named = name.fullmatch(path.name)
        if named and path.name != attachment["file"] and stat.S_ISREG(path.lstat().st_mode):
            earlier.append((path.stat().st_mtime_ns, path, named[1]))
    earlier.sort(reverse=True)
    for _, path, digits in earlier[EDITIONS_KEPT - 1 :]:
        # What has another digest is somebody else's.
        if hashlib.sha256(path.read_bytes()).hexdigest().startswith(digits):
            path.unlink()


def place_html(root: Path, path: Path, text: str) -> None:
    """Writes the edition as one HTML file, which ends with a digest of the rest.

    Raises NotOurs or OSError, and leaves what stood there.
    """
    look_at_html(root, path)
    data = text.encode()
    place_file(path, data + _html_end(data))


def look_at_html(root: Path, path: Path) -> None:
    """Raises NotOurs when an HTML file must not be written there."""
    refuse_rooms(root, path)
    try:
        facts = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise NotOurs(f"{path.parent} is not a folder: make it, or name another file") from None
        return
    if stat.S_ISREG(facts.st_mode):
        said = path.read_bytes()
        end = len(said) - len(_html_end(b""))
        if said[end:] == _html_end(said[:end]):
            return
    raise NotOurs(f"{path} was not written by this program, or was changed since: {_MOVE_IT}")


def _html_end(data: bytes) -> bytes:
    """The last line of an HTML file of this program, by which it is known."""
    digest = hashlib.sha256(data).hexdigest()
    return f"\n<!-- written by ./run build --html: {digest} -->\n".encode()
