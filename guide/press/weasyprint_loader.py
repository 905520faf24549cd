"""WeasyPrint, imported without Pango and its kin: each library is opened when something of it is first called.

So a process can import WeasyPrint and read style sheets, and still be forked: see `workers`. Everything that uses
WeasyPrint gets it from here. What WeasyPrint calls already while it is imported is answered here, from a table; should
another version call for more, the import fails and says what it asked for. If WeasyPrint was imported before, it is
taken as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cffi

# Without a configuration of ours, fontconfig reads the machine's typefaces and writes to the home folder.
FONTCONFIG = Path(__file__).resolve().with_name("fonts.conf")
# The name WeasyPrint tries first, and the files that hold the library on Linux and on a Mac.
LIBRARIES = {
    "libgobject-2.0-0": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libharfbuzz-0": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "libharfbuzz-subset-0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "libharfbuzz-vector-0": ("libharfbuzz-vector.so.0", "libharfbuzz-vector.0.dylib"),
    "libfontconfig-1": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
}
# Units of Pango in one unit of a device (PANGO_SCALE in pango-types.h).
PANGO_SCALE = 1024
WHILE_IMPORTED = {
    "g_type_init": lambda: None,
    "pango_units_from_double": lambda units: round(units * PANGO_SCALE),
    "pango_units_to_double": lambda units: units / PANGO_SCALE,
    # Whether the machine has typefaces does not matter.
    "FcInitLoadConfigAndFonts": lambda: _NOTHING,
    "FcConfigDestroy": lambda config: None,
    "FcConfigGetFonts": lambda config, which: SimpleNamespace(nfont=1),
    "FcSetSystem": 0,
}
_open = cffi.FFI.dlopen
_NOTHING = cffi.FFI().new("char *")


class LateLibrary:
    """A shared library that is opened when one of its functions is first asked for. Raises OSError when none loads."""

    def __init__(self, ffi: cffi.FFI, files: tuple[str, ...]):
        self._ffi, self._files, self._library, self._importing = ffi, files, None, True

    def __getattr__(self, name: str) -> Any:
        if name.isupper():
            # A constant is known by its declaration; the interpreter's own library has them all.
            found = getattr(_open(self._ffi, None), name)
        elif self._importing:
            return WHILE_IMPORTED[name]
        else:
            found = getattr(self._opened(), name)
        # Found in the object itself the next time, without coming by here.
        self.__dict__[name] = found
        return found

    def imported(self) -> None:
        """From now on the library itself answers."""
        self._importing = False

    def _opened(self) -> Any:
        if self._library is None:
            os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)
            self._library = self._first()
        return self._library

    def _first(self) -> Any:
        reasons = []
        for file in self._files:
            try:
                return _open(self._ffi, file)
            except OSError as reason:
                reasons.append(reason)
        raise reasons[0]


@contextmanager
def _late() -> Iterator[None]:
    """Lets cffi give late libraries for those that WeasyPrint opens."""
    made: list[LateLibrary] = []

    def late(ffi: cffi.FFI, name: str, flags: int = 0) -> LateLibrary:
        made.append(LateLibrary(ffi, LIBRARIES[name]))
        return made[-1]

    cffi.FFI.dlopen = late
    try:
        yield
    finally:
        cffi.FFI.dlopen = _open
        for library in made:
            library.imported()


if "weasyprint" not in sys.modules:
    with _late():
        import weasyprint.text.fonts

import weasyprint
import weasyprint.pdf

# Read in at the first picture otherwise, by every worker anew.
from PIL import PngImagePlugin  # noqa: F401
from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = [
    "CSS",
    "HTML",
    "AbsolutePlaceholder",
    "Document",
    "FontConfiguration",
    "URLFetcher",
    "URLFetcherResponse",
    "boxes",
    "weasyprint",
]
