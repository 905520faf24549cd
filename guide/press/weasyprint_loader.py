"""WeasyPrint and pydyf, with types, and imported without Pango and the libraries it needs.

Each shared library is opened when a function of it is first called. So a process can import
WeasyPrint and read styles, and can still be forked (see `guide.core.workers`). All that uses
WeasyPrint or pydyf gets them from here. The few functions that WeasyPrint calls while it is
imported are answered from a table; if another version calls more, the import fails and names what
it asked for. fontTools is imported when something of it is used, which the press does not do, and
WeasyPrint's own styles are read when a page is first set in them. What the libraries declare is
not parsed again: pango.csv has it as cffi has parsed it, for the text of the locked WeasyPrint. If
WeasyPrint was imported before, it is used as it is.
"""

from __future__ import annotations

import csv
import os
import sys
from ast import literal_eval
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

# Any: cffi has no types, and what a shared library gives may be a function, a number or a pointer.
from typing import TYPE_CHECKING, Any

import _cffi_backend  # type: ignore[import-untyped]  # it has no types of its own
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
# What WeasyPrint declares of the libraries, as cffi has parsed it: the digest of the module that
# says it, and what cffi's compiled part is given. A test holds it against WeasyPrint.
DECLARATIONS = Path(__file__).with_name("pango.csv")
_NOTHING = _cffi_backend.FFI().new("char *")


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

    `open_file` opens a file, and the interpreter's own library for None. Raises OSError when none
    of its files loads.
    """

    def __init__(self, open_file: Callable[[str | None], Any], files: tuple[str, ...]) -> None:
        self._open_file = open_file
        self._files = files
        self._library: Any = None
        self._importing = True

    def __getattr__(self, name: str) -> Any:
        if name.isupper():
            # A constant is known by its declaration; the interpreter's own library has them all.
            found = getattr(self._open_file(None), name)
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
                return self._open_file(file)
            except OSError as reason:
                reasons.append(reason)
        raise reasons[0]


class DeclaredFfi(_cffi_backend.FFI):  # type: ignore[misc]  # it has no types
    """cffi's compiled part, which knows all declarations from the start."""

    def cdef(self, _text: str) -> None:
        """Parses nothing: to parse C takes a tenth of a second."""


def declaring_module() -> bytes:
    """The module of WeasyPrint that declares the libraries, as it is installed. Raises OSError."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise FileNotFoundError
    return Path(spec.origin).with_name("text").joinpath("ffi.py").read_bytes()


def _declared_ffi() -> DeclaredFfi | None:
    """What gives the libraries' functions; None when another WeasyPrint declares other ones."""
    try:
        source = declaring_module()
    except OSError:
        # What cannot be read cannot be imported either, and that is told.
        return None
    with DECLARATIONS.open(encoding="utf-8", newline="") as file:
        told = {name: literal_eval(value) for name, value in csv.reader(file)}
    if told.pop("of") != sha256(source).hexdigest():
        return None
    return DeclaredFfi("weasyprint", **told)


@contextmanager
def _opened_late() -> Iterator[None]:
    """While this lasts, cffi gives late libraries for those that WeasyPrint opens."""
    late_libraries: list[LateLibrary] = []
    parsing = cffi.FFI
    declared = _declared_ffi()
    kind = parsing if declared is None else DeclaredFfi
    open_now = kind.dlopen

    def open_late(ffi: object, name: str, *_flags: int) -> LateLibrary:
        library = LateLibrary(partial(open_now, ffi), LIBRARIES[name])
        late_libraries.append(library)
        return library

    kind.dlopen = open_late
    if declared is not None:
        cffi.FFI = lambda: declared
    try:
        yield
    finally:
        cffi.FFI = parsing
        kind.dlopen = open_now
        for library in late_libraries:
            library.imported()


@contextmanager
def _own_styles_late() -> Iterator[None]:
    """While this lasts, no style sheet is parsed; WeasyPrint's own are, when a page needs them.

    The guide's pages are set in styles of their own (`PlainHtml`), and never need them. Nor do
    they need what would fetch the files that those styles name: none. From Python 3.12 on each
    fetcher reads the machine's certificates, which takes some 6 ms.
    """
    import ssl
    from urllib import request

    import tinycss2  # type: ignore[import-untyped]  # it has no types of its own

    parse, open_safely = tinycss2.parse_stylesheet, request.HTTPSHandler
    # It knows no certificates, so it would open nothing.
    nothing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    vars(request)["HTTPSHandler"] = lambda **_given: open_safely(context=nothing)
    tinycss2.parse_stylesheet = lambda _text: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
        vars(request)["HTTPSHandler"] = open_safely
    # Any: these modules have no types of their own.
    package: Any = sys.modules["weasyprint"]
    own: Any = sys.modules["weasyprint.html"]
    counter_style = package.HTML._ua_counter_style

    # WeasyPrint asks for this before it asks for any style sheet.
    def read_all(page: HTML) -> Any:
        package.HTML._ua_counter_style = counter_style
        counters = package.UA_COUNTER_STYLE
        package.UA_STYLESHEET = package.CSS(string=own.UA, counter_style=counters)
        package.UA_FORM_STYLESHEET = package.CSS(string=own.UA_FORM, counter_style=counters)
        package.PH_STYLESHEET = package.CSS(string=own.PH)
        return counter_style(page)

    package.HTML._ua_counter_style = read_all


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
        CounterStyle,
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
        with _opened_late(), _font_tools_late(), _own_styles_late():
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
    from weasyprint.css.counters import CounterStyle
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
    "CounterStyle",
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
