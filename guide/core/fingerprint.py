"""What the book is made with, by version: another engine can set other pages, so it is part of every key.

Nothing is imported to find out: packages are told by their records on disk, libraries by asking them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from guide.core import workers
from guide.core.cache import digest

PROGRAM = Path(__file__).resolve().parents[1]
# (What it is, its files on Linux and on a Mac, the function that tells its version.)
VERSIONED_LIBRARIES = (
    ("pango", ("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    ("harfbuzz", ("libharfbuzz.so.0", "libharfbuzz.dylib"), "hb_version_string"),
)


@cache
def packages() -> tuple[str, ...]:
    """Every installed package with its version, such as "weasyprint-70.0"."""
    folders = {
        Path(spec.origin).parent.parent
        for name in ("weasyprint", "yaml", "pydantic")
        if (spec := find_spec(name)) and spec.origin
    }
    return tuple(
        sorted(
            {
                entry.name.removesuffix(".dist-info")
                for folder in folders
                for entry in os.scandir(folder)
                if entry.name.endswith(".dist-info")
            }
        )
    )


@cache
def libraries() -> tuple[str, ...]:
    """The libraries that set letters, with their versions; "?" for one that does not load or does not tell.

    They are asked in a process of their own where this one is to be forked later: it must not load them.
    """
    if workers.start_method() != "fork":
        return _libraries()
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(tell, "\n".join(_libraries()).encode())
        finally:
            os._exit(0)
    os.close(tell)
    with open(told, encoding="utf-8") as answer:
        found = tuple(answer.read().splitlines())
    os.waitpid(child, 0)
    return found


def _libraries() -> tuple[str, ...]:
    return tuple(
        f"{name}-{_version(files, function)}" for name, files, function in VERSIONED_LIBRARIES
    )


def _version(files: tuple[str, ...], function: str) -> str:
    for file in files:
        try:
            tell = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        tell.restype = ctypes.c_char_p
        return tell().decode()
    return "?"


def versions() -> dict[str, str]:
    """What the manifest says of the engine."""
    return {
        "weasyprint": next(
            (name.rpartition("-")[2] for name in packages() if name.startswith("weasyprint-")), "?"
        )
    }


@cache
def program_key() -> str:
    """A key of the program: every file of guide/, the packages and libraries it works with, by version.

    Whatever is kept is found by this key and by what it was made from, so that nothing made by other code is ever used.
    """
    files = sorted(path for path in PROGRAM.rglob("*") if path.suffix in (".py", ".conf"))
    code = [
        part for file in files for part in (file.relative_to(PROGRAM).as_posix(), file.read_bytes())
    ]
    made = (sys.version, platform.machine(), *packages(), *libraries())
    return digest(*code, *made)
