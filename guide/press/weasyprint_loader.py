"""WeasyPrint and pydyf, with types, and imported without Pango and the libraries it needs.

Each shared library is opened when a function of it is first called. So a process can import
WeasyPrint and read styles, and can still be forked (see `guide.core.workers`). All that uses
WeasyPrint or pydyf gets them from here. The few functions that WeasyPrint calls while it is
imported are answered from a table; if another version calls more, the import fails and names what
it asked for. fontTools is imported when something of it is used, which the press does not do. If
WeasyPrint was imported before, it is used as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

# Any: cffi has no types, and what a shared library gives may be a function, a number or a pointer.
from typing import TYPE_CHECKING, Any

import cffi  # type: ignore[import-untyped]  # it has no types of its own

# Without a configuration of ours, fontconfig reads the machine's typefaces and writes to the home
# folder.
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
_open: Callable[..., Any] = cffi.FFI.dlopen
_NOTHING = cffi.FFI().new("char *")


def _give_nothing(*_arguments: object) -> Any:
    return _NOTHING


def _do_nothing(*_arguments: object) -> None:
    pass


def _to_pango_units(units: float) -> int:
    return round(units * PANGO_SCALE)


def _from_pango_units(units: int) -> float:
    return units / PANGO_SCALE


def _has_typefaces(*_arguments: object) -> SimpleNamespace:
    # Whether the machine has typefaces does not matter: fontconfig says that it has one.
    return SimpleNamespace(nfont=1)


WHILE_IMPORTED = {
    "g_type_init": _do_nothing,
    "pango_units_from_double": _to_pango_units,
    "pango_units_to_double": _from_pango_units,
    "FcInitLoadConfigAndFonts": _give_nothing,
    "FcConfigDestroy": _do_nothing,
    "FcConfigGetFonts": _has_typefaces,
    "FcSetSystem": 0,
}


class LateLibrary:
    """A shared library that is opened when one of its functions is first asked for.

    Raises OSError when none of its files loads.
    """

    def __init__(self, ffi: cffi.FFI, files: tuple[str, ...]) -> None:
        self._ffi = ffi
        self._files = files
        self._library: Any = None
        self._importing = True

    def __getattr__(self, name: str) -> Any:
        if name.isupper():
            # A constant is known by its declaration; the interpreter's own library has them all.
            found = getattr(_open(self._ffi, None), name)
        elif self._importing:
            return WHILE_IMPORTED[name]
        else:
            found = getattr(self._opened(), name)
        # Python finds it in the object itself the next time, and does not call this again.
        self.__dict__[name] = found
        return found

    def imported(self) -> None:
        """From now on the library itself answers."""
        self._importing = False

    def _opened(self) -> Any:
        if self._library is None:
            os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)
            self._library = self._open_first()
        return self._library

    def _open_first(self) -> Any:
        reasons = []
        for file in self._files:
            try:
                return _open(self._ffi, file)
            except OSError as reason:
                reasons.append(reason)
        raise reasons[0]


@contextmanager
def _opened_late() -> Iterator[None]:
    """While this lasts, cffi gives late libraries for those that WeasyPrint opens."""
    late_libraries: list[LateLibrary] = []

    def open_late(ffi: cffi.FFI, name: str, *_flags: int) -> LateLibrary:
        library = LateLibrary(ffi, LIBRARIES[name])
        late_libraries.append(library)
        return library

    cffi.FFI.dlopen = open_late
    try:
        yield
    finally:
        cffi.FFI.dlopen = _open
        for library in late_libraries:
            library.imported()


# What WeasyPrint takes from fontTools, by module: to write typefaces, which the press does itself.
_FONT_TOOLS = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


class LateName:
    """A name of a module that is imported when the name is first used."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def _found(self) -> Any:
        module = import_module(self._module)
        if not hasattr(module, self._name):
            return import_module(f"{self._module}.{self._name}")
        return getattr(module, self._name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._found()(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found(), name)


@contextmanager
def _font_tools_late() -> Iterator[None]:
    """While this lasts, modules get names of fontTools that import it only when they are used."""
    if "fontTools" in sys.modules:
        yield
        return
    for module, names in _FONT_TOOLS.items():
        stand_in = ModuleType(module)
        vars(stand_in).update({name: LateName(module, name) for name in names})
        sys.modules[module] = stand_in
    try:
        yield
    finally:
        for module in _FONT_TOOLS:
            del sys.modules[module]


if TYPE_CHECKING:
    from guide.press.weasyprint_types import (
        CSS,
        HTML,
        AbsolutePlaceholder,
        Box,
        Document,
        FontConfiguration,
        InlineBox,
        LineBox,
        MarginBox,
        PageBox,
        PageStream,
        ParentBox,
        PdfArray,
        PdfDictionary,
        PdfFile,
        PdfFont,
        PdfObject,
        PdfStream,
        PdfString,
        ReplacedBox,
        TableRowGroupBox,
        TextBox,
        URLFetcher,
        URLFetcherResponse,
    )
else:
    if "weasyprint" not in sys.modules:
        with _opened_late(), _font_tools_late():
            import weasyprint.text.fonts  # noqa: F401  # imported while its libraries open late

    # Pillow reads its module for PNG at the first picture otherwise, in every worker anew.
    from PIL import PngImagePlugin  # noqa: F401  # only its import matters
    from pydyf import PDF as PdfFile
    from pydyf import Array as PdfArray
    from pydyf import Dictionary as PdfDictionary
    from pydyf import Object as PdfObject
    from pydyf import Stream as PdfStream
    from pydyf import String as PdfString
    from weasyprint import CSS, HTML, Document
    from weasyprint.formatting_structure.boxes import (
        Box,
        InlineBox,
        LineBox,
        MarginBox,
        PageBox,
        ParentBox,
        ReplacedBox,
        TableRowGroupBox,
        TextBox,
    )
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf.fonts import Font as PdfFont
    from weasyprint.pdf.stream import Stream as PageStream
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = [
    "CSS",
    "HTML",
    "AbsolutePlaceholder",
    "Box",
    "Document",
    "FontConfiguration",
    "InlineBox",
    "LineBox",
    "MarginBox",
    "PageBox",
    "PageStream",
    "ParentBox",
    "PdfArray",
    "PdfDictionary",
    "PdfFile",
    "PdfFont",
    "PdfObject",
    "PdfStream",
    "PdfString",
    "ReplacedBox",
    "TableRowGroupBox",
    "TextBox",
    "URLFetcher",
    "URLFetcherResponse",
]
