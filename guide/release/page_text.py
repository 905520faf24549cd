"""What can be seen on a page of a finished file, read with pdfium as a viewer reads it."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


def sizes(page: pypdfium2.PdfPage) -> dict[float, int]:
    """The sizes in pt that a page's letters are set in, each with how many characters are: font size times text matrix."""
    found: Counter[float] = Counter()
    text = page.get_textpage()
    for thing, scale in _texts(page):
        # Bytes of UTF-16 with the zero at their end.
        many = pdfium.FPDFTextObj_GetText(thing, text, None, 0) // 2 - 1
        size = ctypes.c_float()
        if many > 0 and pdfium.FPDFTextObj_GetFontSize(thing, size):
            found[round(size.value * _height(thing) * scale, 2)] += many
    return dict(found)


def _texts(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, float]]:
    """The pieces of text of a page, also those within drawings, with how much larger what they stand in makes them."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page, number), 1.0)
        for number in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while waiting:
        thing, scale = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield thing, scale
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = scale * _height(thing)
            waiting += (
                (pdfium.FPDFFormObj_GetObject(thing, number), inner)
                for number in range(pdfium.FPDFFormObj_CountObjects(thing))
            )


def _height(thing: Any) -> float:
    """How much taller an object's own matrix makes what it holds."""
    matrix = pdfium.FS_MATRIX()
    return math.hypot(matrix.c, matrix.d) if pdfium.FPDFPageObj_GetMatrix(thing, matrix) else 1.0


def visible(page: pypdfium2.PdfPage) -> str:
    """The text of a page without the characters that are clipped away or stand outside the page."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    if _all_within(page, (left, bottom, right, top)):
        return text.get_text_range()
    seen, last, bounds, inside = [], None, (left, bottom, right, top), False
    box = [ctypes.c_double() for _ in range(4)]
    for number in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, number))
        owner = pdfium.FPDFText_GetTextObject(text, number)
        if owner:
            address = ctypes.addressof(owner.contents)
            if address != last:
                last, bounds = address, _bounds(owner, (left, bottom, right, top))
                inside = _within(owner, bounds)
            if inside:
                seen.append(character)
                continue
            pdfium.FPDFText_GetCharBox(text, number, *box)
            x1, x2, y1, y2 = (value.value for value in box)
            slack = (y2 - y1) / 5 + 0.5
            if (
                x1 < bounds[0] - slack
                or x2 > bounds[2] + slack
                or y1 < bounds[1] - slack
                or y2 > bounds[3] + slack
            ):
                # A gap, so that two half-words are not read as one.
                seen.append(" ")
                continue
        seen.append(character)
    return "".join(seen)


def _all_within(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> bool:
    """Whether every piece of text of a page can be seen whole, so that none of its characters need be asked."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and not _within(thing, _bounds(thing, bounds)):
            return False
        if kind == pdfium.FPDF_PAGEOBJ_FORM and _has_text(thing):
            return False
    return True


def _has_text(form: Any) -> bool:
    """Whether letters stand in a group, or in one within it."""
    for number in range(pdfium.FPDFFormObj_CountObjects(form)):
        thing = pdfium.FPDFFormObj_GetObject(form, number)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if (
            kind == pdfium.FPDF_PAGEOBJ_TEXT
            or kind == pdfium.FPDF_PAGEOBJ_FORM
            and _has_text(thing)
        ):
            return True
    return False


def _within(owner: Any, bounds: tuple[float, float, float, float]) -> bool:
    """Whether the whole of a text object can be seen."""
    box = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(owner, *box):
        return False
    left, bottom, right, top = (value.value for value in box)
    return left >= bounds[0] and bottom >= bounds[1] and right <= bounds[2] and top <= bounds[3]


def _bounds(
    owner: Any, page: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    clip = pdfium.FPDFPageObj_GetClipPath(owner)
    left, bottom, right, top = page
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            pdfium.FPDFPathSegment_GetPoint(
                pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y
            )
            points.append((x.value, y.value))
        if points:
            left, right = (
                max(left, min(p[0] for p in points)),
                min(right, max(p[0] for p in points)),
            )
            bottom, top = (
                max(bottom, min(p[1] for p in points)),
                min(top, max(p[1] for p in points)),
            )
    return left, bottom, right, top
