"""A printed part as it waits to be bound: PDF objects that can be given any numbers.

Every object is a text with a hole for each number in it, in the manner of `%d`. The numbers for the
holes are counted from the part's own first object. From KEY on they are keys of the book's parent
tree, from PICTURE on pictures of the part, from FOLIO on the page numbers that are laid onto its
pages. Those below zero are objects that the whole book shares.
"""

from __future__ import annotations

import marshal
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

KEY, PICTURE, FOLIO = 1 << 24, 2 << 24, 3 << 24
PAGES, DOCUMENT, FONTS, COLOURS, BAR = -1, -2, -3, -4, -5
# The elements of the links of the bar at each foot, from left to right: this one and those below.
BAR_LINKS = -6

# A number to fill in, unless it stands in a string: a recipe may well say "add 1 0 R".
_NUMBER = re.compile(
    rb"(?<!\\)\((?:[^\\()]|\\.)*+\)|<[0-9A-Fa-f]{4,}>|\b(\d+) 0 ([RKF])\b", re.DOTALL
)

# An object's text with its holes, the numbers for them, and a stream's data as it stands in the
# file.
ObjectTemplate = tuple[bytes, tuple[int, ...], bytes | None]
# Name, page from 0, and x and y in pt from the foot of the page.
Anchor = tuple[str, int, float, float]
# Level, title, page from 0, and x and y in pt from the foot of the page.
Bookmark = tuple[int, str, int, float, float]


@dataclass(frozen=True)
class Face:
    """What a part uses of a typeface.

    `widths` in thousandths of an em and `letters` are by glyph; `ascent` and `descent` are in
    thousandths of an em. `cut` is the name of the guide's own typeface, "" for another.
    """

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

    `count` objects lie in `body`. `pages` are the numbers of its page objects, `tops` of its
    outermost structure elements, `parents` of what its share of the parent tree leads to, page by
    page and then link by link. `pictures` are in the order of their numbers. `tightened` is the
    level with less air that saved a page. `closing` is the picture that ends the part, and how many
    pt are free above it. `bar` are, page by page, the annotations of the links at its foot; their
    owners belong to the book, and stand in `parents` as BAR_LINKS and what is below it. `bar_says`
    are the words of these links.
    """

    count: int
    body: bytes = field(repr=False)
    pages: tuple[int, ...]
    tops: tuple[int, ...]
    parents: tuple[int, ...]
    anchors: tuple[Anchor, ...]
    bookmarks: tuple[Bookmark, ...]
    faces: dict[str, Face]
    pictures: tuple[str, ...]
    numbered: bool = True
    tightened: int = 0
    closing: tuple[str, float] | None = None
    warnings: tuple[str, ...] = ()
    bar: tuple[tuple[int, ...], ...] = ()
    bar_says: tuple[str, ...] = ()

    @property
    def object_templates(self) -> tuple[ObjectTemplate, ...]:
        """The part's objects, unpacked anew each time."""
        # What `body_of_objects` packed.
        return cast("tuple[ObjectTemplate, ...]", marshal.loads(zlib.decompress(self.body)))

    def packed(self) -> bytes:
        """The part as bytes."""
        faces = {name: vars(face) for name, face in self.faces.items()}
        return marshal.dumps({**vars(self), "faces": faces})


def empty_part(pages: int) -> PrintedPart:
    """A part of which nobody knows more than how many pages it has."""
    return PrintedPart(
        count=0,
        body=body_of_objects(()),
        pages=(0,) * pages,
        tops=(),
        parents=(),
        anchors=(),
        bookmarks=(),
        faces={},
        pictures=(),
    )


def unpack_part(data: bytes) -> PrintedPart:
    """The part that `packed` wrote.

    The bytes must be our own, because marshal trusts them: whoever keeps them has to seal them.
    """
    fields = marshal.loads(data)
    faces = {}
    for name, face in fields.pop("faces").items():
        faces[name] = Face(**face)
    return PrintedPart(faces=faces, **fields)


def body_of_objects(object_templates: Iterable[ObjectTemplate]) -> bytes:
    """Objects as a part keeps them, packed small: a thousand parts wait side by side."""
    return zlib.compress(marshal.dumps(tuple(object_templates)), 1)


def object_template(
    text: bytes, numbers: Mapping[int, int], data: bytes | None = None
) -> ObjectTemplate:
    """An object with a hole for each number that is filled in when the book is bound.

    Those are references, such as `12 0 R`, keys of the parent tree, `3 0 K`, and page numbers,
    `0 0 F`. `numbers` translates references; keys and page numbers stand as they are. Raises
    KeyError for a reference that it does not have.
    """
    holes: list[int] = []
    pieces: list[bytes] = []
    end = 0
    for match in _NUMBER.finditer(text):
        if match[1] is None:
            continue
        pieces.append(escape_holes(text[end : match.start()]))
        number, kind = int(match[1]), match[2]
        if kind == b"K":
            holes.append(KEY + number)
            pieces.append(b"%d")
        else:
            holes.append(FOLIO + number if kind == b"F" else numbers[number])
            pieces.append(b"%d 0 R")
        end = match.end()
    pieces.append(escape_holes(text[end:]))
    return b"".join(pieces), tuple(holes), data


def escape_holes(text: bytes) -> bytes:
    """The text as it stands beside holes."""
    return text.replace(b"%", b"%%")
