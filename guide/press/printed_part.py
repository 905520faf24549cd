"""A printed part as it waits for the binder: PDF objects that can be given any numbers, and what they hold.

Every object is a text with a hole for each number it names, in the manner of `%d`. The numbers that belong there are
counted from the sheet's own first object; those from KEY on are keys of the book's parent tree, from PICTURE on its
pictures, from FOLIO on the page numbers that are laid onto the sheet's pages, and those below zero are objects that the
whole book shares.
"""

from __future__ import annotations

import marshal
import re
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

KEY, PICTURE, FOLIO = 1 << 24, 2 << 24, 3 << 24
PAGES, DOCUMENT, FONTS, COLOURS = -1, -2, -3, -4

# A number that the binder gives, unless it stands in a string: "add 1 0 R" may well be what a recipe says.
_NUMBER = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]{4,}>|\b(\d+) 0 ([RKF])\b", re.DOTALL)

# An object's text with its holes, the numbers for them, and a stream's data as it stands in the file.
ObjectTemplate = tuple[bytes, tuple[int, ...], bytes | None]


@dataclass(frozen=True)
class Face:
    """What a sheet uses of a typeface: widths in thousandths of an em and letters, by glyph; heights in the same."""

    cut: str
    name: str
    family: str
    flags: int
    ascent: int
    descent: int
    widths: dict[int, float] = field(repr=False)
    letters: dict[int, str] = field(repr=False)


@dataclass(frozen=True)
class PrintedPart:
    """A printed part.

    `count` objects lie in `body`. `pages` are the numbers of its page objects, `tops` of its outermost structure
    elements, `parents` of what its part of the parent tree leads to, page by page and then link by link. Anchors are
    (name, page, x, y) and marks (level, title, page, x, y), pages counted from 0 and lengths in pt from the foot;
    `pictures` are in the order of their numbers; `tightened` is which try with less air
    saved a page, `closing` the picture that ends it and how many pt are left free above that.
    """

    count: int
    body: bytes = field(repr=False)
    pages: tuple[int, ...]
    tops: tuple[int, ...]
    parents: tuple[int, ...]
    anchors: tuple[tuple[str, int, float, float], ...]
    marks: tuple[tuple[int, str, int, float, float], ...]
    faces: dict[str, Face]
    pictures: tuple[str, ...]
    numbered: bool = True
    tightened: int = 0
    closing: tuple[str, float] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def object_templates(self) -> tuple[ObjectTemplate, ...]:
        """The sheet's objects."""
        return marshal.loads(zlib.decompress(self.body))

    def packed(self) -> bytes:
        """The sheet as bytes."""
        return marshal.dumps(asdict(self))


def unpack_part(data: bytes) -> PrintedPart:
    """The sheet that `packed` wrote. The bytes must be our own: whoever keeps them has to seal them."""
    row = marshal.loads(data)
    return PrintedPart(
        **row | {"faces": {name: Face(**face) for name, face in row["faces"].items()}}
    )


def body_of_objects(object_templates: Iterable[ObjectTemplate]) -> bytes:
    """Objects as a sheet keeps them, packed small until they are bound: a thousand sheets lie side by side."""
    return zlib.compress(marshal.dumps(tuple(object_templates)), 1)


def object_template(
    text: bytes, named: dict[int, int], data: bytes | None = None
) -> ObjectTemplate:
    """An object with a hole for each reference, such as `12 0 R`, each key, `3 0 K`, and each page number, `0 0 F`.

    `named` translates the numbers of objects; keys and pages stand as they are.
    """
    numbers: list[int] = []
    parts, at = [], 0
    for match in _NUMBER.finditer(text):
        if match[1] is None:
            continue
        given = int(match[1])
        numbers.append({b"R": named.get(given), b"K": KEY + given, b"F": FOLIO + given}[match[2]])
        parts += (
            text[at : match.start()].replace(b"%", b"%%"),
            b"%d" if match[2] == b"K" else b"%d 0 R",
        )
        at = match.end()
    return b"".join((*parts, text[at:].replace(b"%", b"%%"))), tuple(numbers), data
