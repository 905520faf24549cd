"""A key of everything a page of a finished file is drawn from.

Two pages with the same key look the same and say the same, whatever the numbers of their objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from guide.core import fingerprint
from guide.core.cache import digest

# The width in pixels of a page on the contact sheet, and the kind of its picture in the cache.
THUMB_WIDTH, THUMBS = 96, "previews"
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
# What decides how large a page is and which part of it is shown.
_GEOMETRY = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
# What an object that stands within another has for a number.
_DIRECT = (0, 0)


def page_keys(pdf: pikepdf.Pdf, shared: str) -> list[str]:
    """The key of each page; `shared` is a key of what decides how all of them are read."""
    objects: dict[tuple[int, int], str] = {}
    resource_keys: dict[tuple[int, int], str] = {}
    keys = []
    for page in pdf.pages:
        resources = resources_of(page)
        number = resources.objgen
        # The pages of a part share what they are drawn with.
        if number not in resource_keys or number == _DIRECT:
            found = [_object_key(thing, objects) for thing in drawn_with(resources)]
            resource_keys[number] = digest(*found)
        keys.append(digest(shared, resource_keys[number], *_own(page)))
    return keys


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
        yield font
        for key in ("/ToUnicode", "/Encoding"):
            if isinstance(font.get(key), pikepdf.Stream):
                yield font[key]
        for descendant in font.get("/DescendantFonts", pikepdf.Array()):
            yield descendant
            yield descendant.get("/FontDescriptor", nothing)
    for drawing in resources.get("/XObject", nothing).values():
        yield drawing
        yield from drawn_with(drawing.get("/Resources", nothing))


def _own(page: pikepdf.Page) -> Iterator[bytes]:
    """What is a page's own: how large it is, what of it is shown, and its drawings."""
    for key in _GEOMETRY:
        yield page.obj[key].unparse() if key in page.obj else b""
    for drawing in drawings_of(page):
        yield drawing.get("/Filter", pikepdf.Name("/None")).unparse()
        yield drawing.read_raw_bytes()


def _object_key(thing: pikepdf.Object, known: dict[tuple[int, int], str]) -> str:
    """A key of one object, without the numbers it has in this file."""
    number = thing.objgen
    if number in known and number != _DIRECT:
        return known[number]
    if isinstance(thing, pikepdf.Stream):
        text, data = thing.stream_dict.unparse(), thing.read_raw_bytes()
    else:
        text, data = thing.unparse(resolved=True), b""
    known[number] = digest(_REFERENCE.sub(b"R", text), data)
    return known[number]
