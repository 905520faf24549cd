"""A key of everything a page of a finished file is drawn from.

Two pages with the same key look the same and say the same, whatever the numbers of their objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pikepdf

from guide.core import fingerprint
from guide.core.cache import digest

# The width in pixels of a page on the contact sheet, and the kind of its picture in the cache.
THUMB_WIDTH, THUMBS = 96, "previews"
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
# What decides how large a page is and which part of it is shown.
_GEOMETRY = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
# A folio is drawn behind the page's own words, as `guide/press/bind.py` lays it there: one number,
# which begins as far to the left as it needs to.
_FOLIO_AT = 1
_FOLIO = re.compile(
    rb"(?P<before>[^<]*/Artifact\n<</Type /Pagination>>\nBDC\n[^<]*\n1 0 0 -1 )[\d.]+"
    rb"(?P<after> [\d.]+ Tm\n/\w+ [\d.]+ Tf\n)\[(?P<glyphs>(?:<[0-9a-f]{4}>0 ?)+)\] TJ\nET\nEMC"
    rb"[Q\n]*"
)
_GLYPH = re.compile(rb"<[0-9a-f]{4}>")
# What an object that stands within another has for a number.
_DIRECT = (0, 0)
# The keys of objects by their numbers in a file.
_KnownKeys = dict[tuple[int, int], str]


@dataclass(frozen=True)
class PageKey:
    """The keys of a page: of all of it, of all but its folio, and of that.

    `body` says how many digits the folio has besides: another number of as many, drawn in the same
    place, meets the same things on the page. `folio` is "" for a page without one.
    """

    whole: str
    body: str = ""
    folio: str = ""


def page_keys(pdf: pikepdf.Pdf, shared: str) -> list[str]:
    """The key of each page; `shared` is a key of what decides how all of them are read."""
    return [key.whole for key in split_keys(pdf, shared)]


def split_keys(pdf: pikepdf.Pdf, shared: str) -> list[PageKey]:
    """The keys of each page, with its folio and without.

    `shared` is a key of what decides how all of them are read.
    """
    known: _KnownKeys = {}
    keys = []
    for page in pdf.pages:
        resources = resources_of(page)
        # The pages of a part share what they are drawn with.
        key = _once(resources, known, partial(_resources_key, resources, known))
        keys.append(_key_of(page, digest(shared, key)))
    return keys


def _key_of(page: pikepdf.Page, shared: str) -> PageKey:
    """The keys of a page; `shared` is a key of what all pages with its resources share."""
    drawings = drawings_of(page)
    own = list(_own(page, drawings))
    whole = digest(shared, *own)
    if len(drawings) < _FOLIO_AT + 1:
        return PageKey(whole)
    drawn = _FOLIO.fullmatch(drawings[_FOLIO_AT].read_bytes())
    if drawn is None:
        return PageKey(whole)
    # What a folio is apart from its number, and from how far to the left that begins.
    about = drawn["before"] + drawn["after"]
    digits = len(_GLYPH.findall(drawn["glyphs"]))
    # The filter and the data of each drawing stand at the end.
    start = len(_GEOMETRY) + 2 * _FOLIO_AT
    body = digest(shared, *own[:start], *own[start + 2 :], about, str(digits))
    return PageKey(whole, body, digest(shared, drawn[0]))


def picture_key(page_key: str, width: int) -> str:
    """The key of a picture of a page, `width` pixels wide."""
    return digest(fingerprint.program_key(), str(width), page_key)


def resources_of(page: pikepdf.Page) -> pikepdf.Object:
    """What a page is drawn with, as one dictionary."""
    resources: pikepdf.Object = page.obj.get("/Resources", pikepdf.Dictionary())
    return resources


def drawings_of(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The streams that draw a page."""
    contents = page.obj.get("/Contents", pikepdf.Array())
    if isinstance(contents, pikepdf.Array):
        return list(contents)
    return [contents]


def drawn_with(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """What pages are drawn with: typefaces, with what gives their letters and widths, pictures,
    groups.
    """
    nothing = pikepdf.Dictionary()
    yield resources
    for font in resources.get("/Font", nothing).values():
        yield from _font_objects(font)
    for drawing in resources.get("/XObject", nothing).values():
        yield drawing
        yield from drawn_with(drawing.get("/Resources", nothing))


def _font_objects(font: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield font
    for key in ("/ToUnicode", "/Encoding"):
        if isinstance(font.get(key), pikepdf.Stream):
            yield font[key]
    for descendant in font.get("/DescendantFonts", pikepdf.Array()):
        yield descendant
        yield descendant.get("/FontDescriptor", pikepdf.Dictionary())


def _own(page: pikepdf.Page, drawings: Iterable[pikepdf.Object]) -> Iterator[bytes]:
    """What is a page's own: how large it is, what of it is shown, and its drawings."""
    for key in _GEOMETRY:
        yield page.obj[key].unparse() if key in page.obj else b""
    for drawing in drawings:
        yield drawing.get("/Filter", pikepdf.Name("/None")).unparse()
        yield drawing.read_raw_bytes()


def _once(thing: pikepdf.Object, known: _KnownKeys, make: Callable[[], str]) -> str:
    """The key of an object that other parts may be drawn with as well."""
    number = thing.objgen
    if number == _DIRECT:
        return make()
    if number not in known:
        known[number] = make()
    return known[number]


def _resources_key(resources: pikepdf.Object, known: _KnownKeys) -> str:
    """A key of all that `drawn_with` gives."""
    nothing = pikepdf.Dictionary()
    found = [_object_key(resources)]
    for font in resources.get("/Font", nothing).values():
        found.append(_once(font, known, partial(_font_key, font)))
    for drawing in resources.get("/XObject", nothing).values():
        found.append(_once(drawing, known, partial(_drawing_key, drawing, known)))
    return digest(*found)


def _font_key(font: pikepdf.Object) -> str:
    return digest(*map(_object_key, _font_objects(font)))


def _drawing_key(drawing: pikepdf.Object, known: _KnownKeys) -> str:
    resources = drawing.get("/Resources", pikepdf.Dictionary())
    return digest(_object_key(drawing), _resources_key(resources, known))


def _object_key(thing: pikepdf.Object) -> str:
    """A key of one object, without the numbers it has in this file."""
    if isinstance(thing, pikepdf.Stream):
        text, data = thing.stream_dict.unparse(), thing.read_raw_bytes()
    else:
        text, data = thing.unparse(resolved=True), b""
    return digest(_REFERENCE.sub(b"R", text), data)
