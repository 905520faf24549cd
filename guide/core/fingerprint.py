"""What the book is made with, by version: another engine can lay out other pages, so it is part of
every key.

Nothing is imported to find out: packages are found by their records on disk, libraries are asked.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from guide.core import process
from guide.core.cache import digest
from guide.core.paths import PROJECT

PROGRAM = Path(__file__).resolve().parents[1]
LOCK = PROJECT / "requirements.lock"
# Packages in whose folders all others lie.
_FOUND_BESIDE = ("weasyprint", "yaml", "pydantic")
_RECORD = ".dist-info"
# (What it is, its files on Linux and on a Mac, the function that gives its version.)
VERSIONED_LIBRARIES = (
    ("pango", ("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    ("harfbuzz", ("libharfbuzz.so.0", "libharfbuzz.dylib"), "hb_version_string"),
)
UNKNOWN_VERSION = "?"
# What the files of the program end in.
_OURS = (".py", ".conf", ".csv")


@cache
def packages() -> tuple[str, ...]:
    """Every installed package that a build uses, with its version, such as "weasyprint-70.0".

    Those are the packages of the lock: what only tests need changes nothing that is printed.
    Without a lock all installed packages count.
    """
    locked = _locked_packages()
    folders = set()
    for name in _FOUND_BESIDE:
        spec = find_spec(name)
        if spec and spec.origin:
            folders.add(Path(spec.origin).parent.parent)
    found = set()
    for folder in folders:
        for entry in os.scandir(folder):
            package = entry.name.removesuffix(_RECORD)
            if package == entry.name:
                continue
            if not locked or _normal_name(package.rpartition("-")[0]) in locked:
                found.add(package)
    return tuple(sorted(found))


def _locked_packages() -> set[str]:
    """The names of the packages in requirements.lock; none where there is no lock."""
    try:
        lines = LOCK.read_text("utf-8").splitlines()
    except OSError:
        return set()
    names = set()
    for line in lines:
        name, pin, _ = line.partition("==")
        if pin:
            names.add(_normal_name(name))
    return names


def _normal_name(name: str) -> str:
    """A package's name in the form in which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def libraries() -> tuple[str, ...]:
    """The libraries that draw letters, with their versions; "?" for one that does not load.

    Where this process is to be forked later, another process asks them, because this one must not
    load them.
    """
    if process.start_method() != "fork":
        return _ask_libraries()
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(write_end, "\n".join(_ask_libraries()).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as answer:
        found = tuple(answer.read().splitlines())
    os.waitpid(child, 0)
    return found


def missing_libraries() -> list[str]:
    """The names of the libraries that cannot be loaded."""
    versions = (library.rpartition("-") for library in libraries())
    return [name for name, _, version in versions if version == UNKNOWN_VERSION]


def _ask_libraries() -> tuple[str, ...]:
    found = []
    for name, files, function in VERSIONED_LIBRARIES:
        found.append(f"{name}-{_version(files, function)}")
    return tuple(found)


def _version(files: tuple[str, ...], function: str) -> str:
    for file in files:
        try:
            version = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        version.restype = ctypes.c_char_p
        # ctypes cannot say in types that the call now gives bytes.
        text: bytes = version()
        return text.decode()
    return UNKNOWN_VERSION


def versions() -> dict[str, str]:
    """What the manifest says of the engine."""
    for package in packages():
        name, _, version = package.rpartition("-")
        if name == "weasyprint":
            return {name: version}
    return {"weasyprint": UNKNOWN_VERSION}


@cache
def program_key() -> str:
    """A key of the program: every file of guide/, and the packages and libraries it works with, by
    version.

    Whatever is kept is found by this key and by what it was made from, so that nothing made by
    other code is used.
    """
    parts: list[str | bytes] = []
    for file in sorted(_own_files(str(PROGRAM))):
        parts += [file.removeprefix(f"{PROGRAM}/"), _read_file(file)]
    return digest(*parts, sys.version, os.uname().machine, *packages(), *libraries())


def _read_file(file: str) -> bytes:
    """All of a file, in half the time that Path.read_bytes takes. Raises OSError."""
    number = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = os.fstat(number).st_size
        pieces = []
        while piece := os.read(number, size + 1):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(number)


def _own_files(folder: str) -> Iterator[str]:
    """The files of the program in a folder and those below it."""
    for entry in os.scandir(folder):
        if entry.name.endswith(_OURS):
            yield entry.path
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _own_files(entry.path)
