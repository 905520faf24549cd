"""What a viewer shows of a finished file: the text that can be seen, its sizes, and pictures of
pages.

Only this module knows pdfium. A process that has imported it cannot be forked any more.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

# pypdfium2 brings no types, so all that comes from it is Any.
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

# A page, the text of a page, or an object on a page, as pdfium hands them out.
_Page = Any
_TextPage = Any
_Object = Any


class UnreadablePdf(Exception):
    """A file that pdfium cannot open or read."""


class ViewedPage(NamedTuple):
    """The text of a page that can be seen, and how many characters have each size in pt."""

    text: str
    sizes: dict[float, int]


class _Box(NamedTuple):
    """A rectangle on a page, in pt from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def read_pages(pdf: bytes, numbers: Sequence[int]) -> list[ViewedPage]:
    """What can be seen on the pages of those numbers, from 0. Raises UnreadablePdf."""
    found = []
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number in numbers:
                page = document[number]
                text = page.get_textpage()
                found.append(ViewedPage(_visible_text(page, text), _text_sizes(page, text)))
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    return found


def draw_pages(pdf: bytes, numbers: Sequence[int], width: int) -> list[Image.Image]:
    """Pictures of the pages of those numbers, from 0, `width` pixels wide."""
    drawn = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in numbers:
            page = document[number]
            # Drawn twice as large and reduced, so that small letters are grey and not broken.
            large = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
            size = (width, round(width * page.get_height() / page.get_width()))
            drawn.append(large.resize(size, Image.Resampling.BOX))
    return drawn


def _text_sizes(page: _Page, text: _TextPage) -> dict[float, int]:
    """How many characters of a page have each size: font size times text matrix, in pt."""
    found: Counter[float] = Counter()
    for piece, scale in _text_pieces(page):
        # Bytes of UTF-16 with the zero at their end.
        count = pdfium.FPDFTextObj_GetText(piece, text, None, 0) // 2 - 1
        size = ctypes.c_float()
        if count > 0 and pdfium.FPDFTextObj_GetFontSize(piece, size):
            found[round(size.value * _vertical_scale(piece) * scale, 2)] += count
    return dict(found)


def _text_pieces(page: _Page) -> Iterator[tuple[_Object, float]]:
    """The text objects of a page, also those within groups, each with the scale of its group."""
    waiting = [(thing, 1.0) for thing in _objects(page)]
    while waiting:
        thing, scale = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield thing, scale
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = scale * _vertical_scale(thing)
            for part in _objects_of_group(thing):
                waiting.append((part, inner))


def _objects(page: _Page) -> Iterator[_Object]:
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, number)


def _objects_of_group(group: _Object) -> Iterator[_Object]:
    for number in range(pdfium.FPDFFormObj_CountObjects(group)):
        yield pdfium.FPDFFormObj_GetObject(group, number)


def _vertical_scale(thing: _Object) -> float:
    """How much taller an object's own matrix makes what it holds."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return 1.0
    return math.hypot(matrix.c, matrix.d)


def _visible_text(page: _Page, text: _TextPage) -> str:
    """The text of a page without the characters that are clipped away or stand outside the page."""
    page_box = _Box(*page.get_bbox())
    if _is_all_visible(page, page_box):
        return str(text.get_text_range())
    seen = []
    last_address = None
    window, is_whole = page_box, False
    for number in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, number))
        owner = pdfium.FPDFText_GetTextObject(text, number)
        if owner:
            address = ctypes.addressof(owner.contents)
            if address != last_address:
                last_address = address
                window = _window(owner, page_box)
                is_whole = _lies_within(owner, window)
            if not is_whole and _is_hidden(text, number, window):
                # A gap, so that two half-words are not read as one.
                character = " "
        seen.append(character)
    return "".join(seen)


def _is_hidden(text: _TextPage, number: int, window: _Box) -> bool:
    """Whether a character reaches out of the window through which it is seen."""
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, number, *sides)
    # pdfium gives the sides of a character in this order.
    left, right, bottom, top = (side.value for side in sides)
    slack = (top - bottom) / 5 + 0.5
    return (
        left < window.left - slack
        or right > window.right + slack
        or bottom < window.bottom - slack
        or top > window.top + slack
    )


def _is_all_visible(page: _Page, page_box: _Box) -> bool:
    """Whether all text of a page can be seen whole, so that no character need be looked at."""
    for thing in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and not _lies_within(thing, _window(thing, page_box)):
            return False
        if kind == pdfium.FPDF_PAGEOBJ_FORM and _has_text(thing):
            return False
    return True


def _has_text(group: _Object) -> bool:
    """Whether a group holds text, or a group within it does."""
    for thing in _objects_of_group(group):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and _has_text(thing):
            return True
    return False


def _lies_within(thing: _Object, window: _Box) -> bool:
    """Whether the whole of an object lies within a window."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
        return False
    box = _Box(*(side.value for side in sides))
    return (
        window.left <= box.left
        and window.bottom <= box.bottom
        and box.right <= window.right
        and box.top <= window.top
    )


def _window(thing: _Object, page_box: _Box) -> _Box:
    """The rectangle through which an object is seen: the page, less what clips the object."""
    window = page_box
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = list(_clip_points(clip, path))
        if not points:
            continue
        across = [x for x, _ in points]
        up = [y for _, y in points]
        window = _Box(
            left=max(window.left, min(across)),
            bottom=max(window.bottom, min(up)),
            right=min(window.right, max(across)),
            top=min(window.top, max(up)),
        )
    return window


def _clip_points(clip: _Object, path: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        yield x.value, y.value
