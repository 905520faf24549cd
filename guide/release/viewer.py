"""What a viewer shows of a finished file: the text that can be seen, its sizes, what cannot be
seen, and pictures of pages.

Only this module knows pdfium. A process that has imported it cannot be forked any more.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from types import MappingProxyType
from typing import Any, NamedTuple

# pypdfium2 brings no types, so all that comes from it is Any.
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from guide.release.seen import (
    DrawnPage,
    Picture,
    PlacedSign,
    Rectangle,
    SeenSign,
    TextPiece,
    filled_share,
    find_ill_placed,
    find_signs,
    find_unseen,
    unseen_words,
)
from guide.release.sign_sheet import SignSheet

# The kinds of objects.
_TEXT, _PATH, _GROUP = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM
_FILLED = pdfium.FPDF_TEXTRENDERMODE_FILL
# How opaque what hides its ground is; the bytes of a pixel.
OPAQUE, BYTES = 255, 4
# In pt: so near to text that it may be a ground; how wide a clip grows; what is too thin to see.
NEAR, FAR, HAIR = 3, 20_000, 0.01
# A sign has no more lines and surfaces than that.
MOST_STROKES = 4
# A page, the text of a page, or an object on a page, as pdfium hands them out.
_Page = Any
_TextPage = Any
_Object = Any


def _unchecked(function: Any) -> Callable[..., Any]:
    """A function of pdfium without ctypes' look at what it is given, which takes longer than the
    function: for those that are asked about every letter or every object on a page.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(function.restype)(address)


_letter_box = _unchecked(pdfium.FPDFText_GetCharBox)
_object_of_page = _unchecked(pdfium.FPDFPage_GetObject)
_object_of_group = _unchecked(pdfium.FPDFFormObj_GetObject)
_count_in_group = _unchecked(pdfium.FPDFFormObj_CountObjects)
_kind_of = _unchecked(pdfium.FPDFPageObj_GetType)
_object_bounds = _unchecked(pdfium.FPDFPageObj_GetBounds)
_object_matrix = _unchecked(pdfium.FPDFPageObj_GetMatrix)
_object_colour = _unchecked(pdfium.FPDFPageObj_GetFillColor)
_object_clip = _unchecked(pdfium.FPDFPageObj_GetClipPath)
_count_clips = _unchecked(pdfium.FPDFClipPath_CountPaths)
_font_size = _unchecked(pdfium.FPDFTextObj_GetFontSize)
_render_mode = _unchecked(pdfium.FPDFTextObj_GetTextRenderMode)
_set_active = _unchecked(pdfium.FPDFPageObj_SetIsActive)


class UnreadablePdf(Exception):
    """A file that pdfium cannot open or read."""


class ViewedPage(NamedTuple):
    """The text of a page that can be seen, how many characters have each size in pt, and the words
    that cannot be seen, as (words, why).

    A size is the smaller of a letter's height and width, where it is squeezed. `filled` is how far
    down the page its last words or pictures stand, from 0 to 1. `picture` is the page as it was
    asked for, three bytes a pixel. `signs` are its pictures that say something.
    """

    text: str
    sizes: dict[float, int]
    unseen: list[tuple[str, str]]
    filled: float
    picture: bytes
    signs: tuple[SeenSign, ...] = ()


class PlacedWord(NamedTuple):
    """A word on a page, and its place in pt from the upper left corner of the page."""

    text: str
    box: Rectangle


class PlacedLink(NamedTuple):
    """Where a link stands, in the same way, and the page that it leads to, from 0."""

    box: Rectangle
    page: int


class ReadPage(NamedTuple):
    """The words of a page in the order of the file, its links, and its width and height in pt."""

    words: list[PlacedWord]
    links: list[PlacedLink]
    width: float
    height: float


class PageLetters(NamedTuple):
    """The text of a page, and where each character stands: left, top, right and bottom as shares
    of the page's width and height, from its upper left corner.
    """

    text: str
    boxes: list[Rectangle]


class _Window(NamedTuple):
    """A rectangle on a page, in pt from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be seen through it."""
        return self.right - self.left < HAIR or self.top - self.bottom < HAIR

    def within(self, other: _Window) -> _Window:
        """What it has in common with another; empty when that is nothing."""
        return _Window(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


class _Matrix(NamedTuple):
    """Where points go: x to ax + cy + e, and y to bx + dy + f (ISO 32000-1, 8.3.3)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, other: _Matrix) -> _Matrix:
        """This one, and then the other."""
        if other == UNMOVED:
            return self
        return _Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def moved(self, window: _Window) -> _Window:
        """The rectangle around where the corners of another go."""
        if self == UNMOVED:
            return window
        corners = []
        for x in (window.left, window.right):
            for y in (window.bottom, window.top):
                corners.append((self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f))
        return _around(corners)

    @property
    def least_scale(self) -> float:
        """The smaller of the width and the height to which it brings a letter of one."""
        width = math.hypot(self.a, self.b)
        if not width:
            return 0.0
        # Across the line of letters, so that a slant makes none larger.
        return min(width, abs(self.a * self.d - self.b * self.c) / width)


UNMOVED = _Matrix(1, 0, 0, 1, 0, 0)
# What a sign is drawn with, line by line: how, in which colours, with how many points.
_SignKey = tuple[tuple[int, ...], ...]


class _KnownSign(NamedTuple):
    """A sign by which others are known: its name, and how many times as wide as high it is."""

    name: str
    shape: float


_KnownSigns = Mapping[_SignKey, _KnownSign]
NO_SIGNS: _KnownSigns = MappingProxyType({})


@dataclass(frozen=True)
class _SignObject:
    """A sign on a page, and the matrix of the group that it stands in."""

    thing: _Object
    matrix: _Matrix
    known: _KnownSign


class _TextObject(NamedTuple):
    """Text that is drawn in one go, and the matrix of the group that it stands in."""

    thing: _Object
    matrix: _Matrix


def read_pages(
    pdf: bytes, numbers: Sequence[int], width: int = 0, sheet: SignSheet | None = None
) -> list[ViewedPage]:
    """What can be seen on the pages of those numbers, from 0, with pictures of that width in
    pixels; 0 for none. The signs of a sheet are looked for. Raises UnreadablePdf.
    """
    found = []
    canvases, places = _Canvases(), _LetterPlaces()
    try:
        signs = _read_signs(sheet) if sheet else {}
        with pypdfium2.PdfDocument(pdf) as document:
            for number in numbers:
                reader = _PageReader(document[number], places, signs)
                found.append(reader.view(canvases, width))
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    finally:
        canvases.close()
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


def read_placed_words(pdf: bytes, numbers: Sequence[int]) -> list[ReadPage]:
    """The words and links of the pages of those numbers, from 0. Raises UnreadablePdf."""
    found, places = [], _LetterPlaces()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number in numbers:
                page = document[number]
                reader = _PageReader(page, places)
                width, height = page.get_size()
                links = list(_links(document, page, _Window(*page.get_bbox())))
                found.append(ReadPage(reader.words(), links, width, height))
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    return found


def _links(document: Any, page: _Page, box: _Window) -> Iterator[PlacedLink]:
    """The links of a page that lead to another."""
    position, link, sides = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        target = pdfium.FPDFLink_GetDest(document, link)
        if not target:
            continue
        number = pdfium.FPDFDest_GetDestPageIndex(document, target)
        if number >= 0 and pdfium.FPDFLink_GetAnnotRect(link, sides):
            # Which of two corners stands first is not said.
            low, high = sorted((sides.bottom, sides.top))
            placed = (sides.left - box.left, box.top - high, sides.right - box.left, box.top - low)
            yield PlacedLink(placed, number)


def picture_of_page(pdf: bytes, number: int, width: int) -> bytes:
    """A PNG of the page of that number, from 0, `width` pixels wide, drawn at just that size.

    It is for a screen on this machine, so it is packed quickly and not well. Raises UnreadablePdf.
    """
    packed = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[number]
            drawn = page.render(scale=width / page.get_width()).to_pil()
            drawn.save(packed, "PNG", compress_level=1)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    return packed.getvalue()


def read_letters(pdf: bytes, numbers: Sequence[int]) -> list[PageLetters]:
    """The text of the pages of those numbers, from 0, with the place of each character. Raises
    UnreadablePdf.
    """
    found, places = [], _LetterPlaces()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number in numbers:
                found.append(_PageReader(document[number], places).letters())
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    return found


def _read_signs(sheet: SignSheet) -> _KnownSigns:
    """The signs of a sheet, by what they are drawn with."""
    known: dict[_SignKey, _KnownSign] = {}
    asked = _Asked()
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        for name, thing in zip(sheet.names, _objects(document[0]), strict=True):
            matrix, key = asked.matrix(thing), _sign_key(thing, asked)
            if key is None or key in known:
                raise ValueError(f"the sign {name} cannot be told from other pictures")
            known[key] = _KnownSign(name, matrix.a / matrix.d)
    return known


def _sign_key(group: _Object, asked: _Asked) -> _SignKey | None:
    """What a group is drawn with; None for what is no sign."""
    count = _count_in_group(group)
    if not 0 < count <= MOST_STROKES:
        return None
    key = []
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    for thing in _objects_of_group(group):
        if _kind_of(thing) != _PATH:
            return None
        pdfium.FPDFPath_GetDrawMode(thing, filled, stroked)
        line = [filled.value, stroked.value, pdfium.FPDFPath_CountSegments(thing)]
        if filled.value:
            line += asked.fill_colour(thing)
        if stroked.value:
            line += _stroke_colour(thing)
        key.append(tuple(line))
    return tuple(key)


def _reduced(drawn: Image.Image, page: _Page, width: int) -> bytes:
    """The pixels of a page that was drawn, made so wide, in the order red, green, blue."""
    size = (width, round(width * page.get_height() / page.get_width()))
    blue, green, red, _ = drawn.resize(size, Image.Resampling.BOX).split()
    return Image.merge("RGB", (red, green, blue)).tobytes()


class _PageReader:
    """One page while it is read and drawn. Drawing changes what pdfium holds of it."""

    def __init__(
        self, page: _Page, places: _LetterPlaces, known_signs: _KnownSigns = NO_SIGNS
    ) -> None:
        self._page = page
        self._places = places
        self._known_signs = known_signs
        self._asked = _Asked()
        self._box = _Window(*page.get_bbox())
        self._text: _TextPage = page.get_textpage()
        self._texts: list[_TextObject] = []
        self._groups: list[_Object] = []
        self._signs: list[_SignObject] = []
        self._others: list[_Object] = []
        # Text that something fades or clips; `_piece` finds it.
        self._veiled: list[_Object] = []
        self._gather(_objects(page), UNMOVED)
        # Before colours and clips are changed.
        self._pieces = [self._piece(one) for one in self._texts]

    def _gather(self, things: Iterable[_Object], matrix: _Matrix) -> None:
        """Tells text from groups that hold text, and both from everything else."""
        for thing in things:
            kind = _kind_of(thing)
            if kind == _TEXT:
                self._texts.append(_TextObject(thing, matrix))
            elif kind == _GROUP and _has_text(thing):
                self._groups.append(thing)
                self._gather(_objects_of_group(thing), self._asked.matrix(thing).then(matrix))
            elif sign := self._known_sign(thing, kind):
                self._signs.append(_SignObject(thing, matrix, sign))
            else:
                self._others.append(thing)

    def _known_sign(self, thing: _Object, kind: int) -> _KnownSign | None:
        """Which sign an object is; None for what is none."""
        if not self._known_signs or kind != _GROUP:
            return None
        key = _sign_key(thing, self._asked)
        return self._known_signs.get(key) if key else None

    def view(self, canvases: _Canvases, width: int) -> ViewedPage:
        """What can be seen on the page, with a picture of that width in pixels; 0 for none."""
        sizes = self.sizes()
        drawn = self.draw(canvases)
        faults = find_unseen(drawn)
        filled = filled_share(drawn)
        told = unseen_words(drawn.text, find_ill_placed(drawn))
        picture = _reduced(drawn.drawn.image, self._page, width) if width else b""
        signs = tuple(find_signs(drawn))
        if not faults:
            return ViewedPage(drawn.text, sizes, told, filled, picture, signs)
        # A gap, so that two half-words are not read as one.
        seen = "".join(
            " " if number in faults else character for number, character in enumerate(drawn.text)
        )
        told = [*unseen_words(drawn.text, faults), *told]
        return ViewedPage(seen, sizes, told, filled, picture, signs)

    def sizes(self) -> dict[float, int]:
        """How many characters have each size in pt: font size times text matrix."""
        found: Counter[float] = Counter()
        text = self._text.raw
        for one, piece in zip(self._texts, self._pieces, strict=True):
            # Bytes of UTF-16 with the zero at their end.
            count = pdfium.FPDFTextObj_GetText(one.thing, text, None, 0) // 2 - 1
            if count > 0:
                found[round(piece.size, 2)] += count
        return dict(found)

    def letters(self) -> PageLetters:
        """The text of the page with the places of its letters."""
        width = self._box.right - self._box.left
        height = self._box.top - self._box.bottom
        boxes = []
        for left, top, right, bottom in self._letter_boxes():
            boxes.append((left / width, top / height, right / width, bottom / height))
        return PageLetters(self._characters(len(boxes)), boxes)

    def draw(self, canvases: _Canvases) -> DrawnPage:
        """The page's three pictures, with its text and the places of its letters."""
        width = round(self._box.right - self._box.left)
        height = round(self._box.top - self._box.bottom)
        drawn, ground, whole = canvases.of(width, height)
        drawn.clear()
        drawn.draw(self._page)
        self._show(texts=False)
        ground.clear()
        ground.draw(self._page)
        self._show(texts=True)
        whole.copy(ground)
        whole.draw(self._page)
        boxes = self._letter_boxes()
        return DrawnPage(
            drawn.picture(),
            ground.picture(),
            whole.picture(),
            self._characters(len(boxes)),
            boxes,
            self._pieces,
            self._shapes(),
            self._owner,
            [self._placed_sign(sign) for sign in self._signs],
        )

    def _show(self, texts: bool) -> None:
        """Lets only text and signs be drawn, whole and opaque, or only what may be their ground."""
        signs = [sign.thing for sign in self._signs]
        for thing in (*(text.thing for text in self._texts), *signs):
            _set_active(thing, texts)
        if not texts:
            self._hide_what_is_far()
            return
        for thing in self._others:
            _set_active(thing, False)
        for text in self._veiled:
            self._make_whole(text, is_group=False)
        for group in (*signs, *self._groups):
            self._make_whole(group, is_group=True)

    def _make_whole(self, thing: _Object, is_group: bool) -> None:
        """Takes away what fades or clips text: its transparency, and its clips."""
        colour = self._asked.fill_colour(thing)
        if colour[3] < OPAQUE or is_group:
            pdfium.FPDFPageObj_SetFillColor(thing, *colour[:3], OPAQUE)
        if _kind_of(thing) == _TEXT:
            mode = _render_mode(thing)
            if mode != _FILLED:
                pdfium.FPDFTextObj_SetTextRenderMode(thing, _FILLED)
        clip = _clip(thing)
        if clip is None or clip.is_empty:
            return
        # The clip grows until even its round corners lie beyond the page.
        across, up = FAR / (clip.right - clip.left), FAR / (clip.top - clip.bottom)
        right = (1 - across) * (clip.left + clip.right) / 2
        upward = (1 - up) * (clip.bottom + clip.top) / 2
        pdfium.FPDFPageObj_TransformClipPath(thing, across, 0, 0, up, right, upward)

    def _hide_what_is_far(self) -> None:
        """Lets nothing be drawn that can be no ground of text."""
        around = []
        for piece in self._pieces:
            begin, over, end, under = piece.box
            around.append((begin - NEAR, over - NEAR, end + NEAR, under + NEAR))
        for thing in self._others:
            left, top, right, bottom = self._turned_over(self._asked.bounds(thing))
            for begin, over, end, under in around:
                if top < under and bottom > over and left < end and right > begin:
                    break
            else:
                _set_active(thing, False)

    def _shapes(self) -> list[Rectangle]:
        """Where paths are filled with colour or drawn as lines."""
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        found = []
        for thing in self._others:
            if _kind_of(thing) == _PATH:
                pdfium.FPDFPath_GetDrawMode(thing, filled, stroked)
                if filled.value != pdfium.FPDF_FILLMODE_NONE or stroked.value:
                    found.append(self._turned_over(self._asked.bounds(thing)))
        return found

    def _turned_over(self, window: _Window) -> Rectangle:
        """A rectangle as it lies from the upper left corner of the page."""
        return (
            window.left - self._box.left,
            self._box.top - window.top,
            window.right - self._box.left,
            self._box.top - window.bottom,
        )

    def _piece(self, one: _TextObject) -> TextPiece:
        thing, asked = one.thing, self._asked
        matrix = asked.matrix(thing).then(one.matrix)
        colour = asked.fill_colour(thing)
        clip = _clip(thing)
        if clip is not None or colour[3] < OPAQUE or _render_mode(thing) != _FILLED:
            self._veiled.append(thing)
        is_upside_down = matrix.a < 0 and abs(matrix.a) > abs(matrix.b)
        return TextPiece(
            box=self._turned_over(one.matrix.moved(asked.bounds(thing))),
            size=asked.font_size(thing) * matrix.least_scale,
            colour=colour[:3],
            shown=clip is None or not clip.is_empty,
            upright=matrix.a * matrix.d >= matrix.b * matrix.c and not is_upside_down,
        )

    def _placed_sign(self, sign: _SignObject) -> PlacedSign:
        # A picture fills a square of 1 that its matrix places.
        matrix = self._asked.matrix(sign.thing).then(sign.matrix)
        width, height = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        return PlacedSign(
            sign.known.name,
            self._turned_over(matrix.moved(_Window(0, 0, 1, 1))),
            width / max(height, HAIR) / sign.known.shape,
            matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < HAIR,
        )

    def _characters(self, count: int) -> str:
        text = str(self._text.get_text_range())
        if len(text) == count:
            return text
        return "".join(chr(pdfium.FPDFText_GetUnicode(self._text, one)) for one in range(count))

    def words(self) -> list[PlacedWord]:
        """The words of the page; what stands between blanks is one."""
        boxes = self._letter_boxes()
        letters = self._characters(len(boxes))
        found = []
        start = 0
        for number in range(len(letters) + 1):
            if number < len(letters) and not letters[number].isspace():
                continue
            if number > start:
                around = boxes[start:number]
                box = (
                    min(left for left, _, _, _ in around),
                    min(top for _, top, _, _ in around),
                    max(right for _, _, right, _ in around),
                    max(bottom for _, _, _, bottom in around),
                )
                found.append(PlacedWord(letters[start:number], box))
            start = number + 1
        return found

    def _letter_boxes(self) -> list[Rectangle]:
        lefts, rights, bottoms, tops = self._places.read(self._text)
        from_left, from_top = self._box.left, self._box.top
        if from_left:
            lefts = [left - from_left for left in lefts]
            rights = [right - from_left for right in rights]
        overs = [from_top - top for top in tops]
        unders = [from_top - bottom for bottom in bottoms]
        return list(zip(lefts, overs, rights, unders, strict=True))

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each piece by the address of its text object."""
        found = {}
        for number, one in enumerate(self._texts):
            found[ctypes.addressof(one.thing.contents)] = number
        return found

    def _owner(self, character: int) -> int:
        owner = pdfium.FPDFText_GetTextObject(self._text.raw, character)
        return self._numbers.get(ctypes.addressof(owner.contents), -1) if owner else -1


class _LetterPlaces:
    """Room for the places of a page's letters, which is used again for each page."""

    def __init__(self) -> None:
        self._make_room(0)

    def _make_room(self, count: int) -> None:
        self._room = count
        # pdfium gives the sides of a letter in this order: left, right, bottom, top.
        self._sides = [(ctypes.c_double * count)() for _ in range(4)]
        size = ctypes.sizeof(ctypes.c_double)
        self._pointers = []
        for side in self._sides:
            self._pointers.append([ctypes.byref(side, size * one) for one in range(count)])

    def read(self, text: _TextPage) -> list[list[float]]:
        """The left, right, lower and upper side of each letter of a text."""
        count = text.count_chars()
        if count > self._room:
            self._make_room(max(count, 2 * self._room))
        # No step of Python is taken for a letter, of which a book has a quarter of a million.
        deque(map(_letter_box, repeat(text.raw), range(count), *self._pointers), maxlen=0)
        return [side[:count] for side in self._sides]


class _Canvas:
    """A picture that a page is drawn onto, a pixel to a pt, in the colours blue, green and red."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._stride = width * BYTES
        self._pixels = bytearray(self._stride * height)
        # The same bytes, as pdfium takes them.
        self._memory = (ctypes.c_char * len(self._pixels)).from_buffer(self._pixels)
        self._bitmap = pdfium.FPDFBitmap_CreateEx(
            width, height, pdfium.FPDFBitmap_BGRx, self._memory, self._stride
        )

    def clear(self) -> None:
        """White paper."""
        ctypes.memset(self._memory, OPAQUE, len(self._memory))

    def copy(self, other: _Canvas) -> None:
        """What another one of the same size shows."""
        ctypes.memmove(self._memory, other._memory, len(self._memory))

    def draw(self, page: _Page) -> None:
        """The page, over what is there."""
        pdfium.FPDF_RenderPageBitmap(self._bitmap, page, 0, 0, *self.size, 0, 0)

    def picture(self) -> Picture:
        """What it shows until it is drawn onto again."""
        return Picture(self.size, self._pixels)

    def close(self) -> None:
        """Lets pdfium forget it."""
        pdfium.FPDFBitmap_Destroy(self._bitmap)


class _Canvases:
    """Three pictures of one size, which are used again for each page."""

    def __init__(self) -> None:
        self._made: tuple[_Canvas, ...] = ()

    def of(self, width: int, height: int) -> tuple[_Canvas, ...]:
        """The three, in that size."""
        if not self._made or self._made[0].size != (width, height):
            self.close()
            self._made = tuple(_Canvas(width, height) for _ in range(3))
        return self._made

    def close(self) -> None:
        """Lets pdfium forget them."""
        for canvas in self._made:
            canvas.close()
        self._made = ()


class _Asked:
    """What pdfium says of an object; each answer is written over the one before."""

    def __init__(self) -> None:
        self._matrix, self._to_matrix = _answer(ctypes.c_float, 6)
        self._sides, self._to_sides = _answer(ctypes.c_float, 4)
        self._parts, self._to_parts = _answer(ctypes.c_uint, 4)
        self._size = ctypes.c_float()
        self._to_size = ctypes.byref(self._size)

    def matrix(self, thing: _Object) -> _Matrix:
        """Where the object's points go."""
        # The six numbers of an FS_MATRIX.
        if not _object_matrix(thing, self._to_matrix[0]):
            return UNMOVED
        return _Matrix._make(self._matrix[:])

    def bounds(self, thing: _Object) -> _Window:
        """The rectangle that the object takes up; nothing of what has none."""
        if not _object_bounds(thing, *self._to_sides):
            return _Window(0, 0, 0, 0)
        return _Window._make(self._sides[:])

    def fill_colour(self, thing: _Object) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity of what fills the object, each from 0 to 255."""
        if not _object_colour(thing, *self._to_parts):
            return 0, 0, 0, OPAQUE
        red, green, blue, opacity = self._parts[:]
        return red, green, blue, opacity

    def font_size(self, thing: _Object) -> float:
        """The size of a text before its matrix."""
        _font_size(thing, self._to_size)
        return float(self._size.value)


def _answer(kind: Any, count: int) -> tuple[Any, list[Any]]:
    """Room for so many numbers that pdfium answers with, and a pointer to each."""
    numbers = (kind * count)()
    size = ctypes.sizeof(kind)
    return numbers, [ctypes.byref(numbers, size * one) for one in range(count)]


def _objects(page: _Page) -> Iterator[_Object]:
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield _object_of_page(page, number)


def _objects_of_group(group: _Object) -> Iterator[_Object]:
    number = ctypes.c_ulong()
    for number.value in range(_count_in_group(group)):
        yield _object_of_group(group, number)


def _stroke_colour(thing: _Object) -> tuple[int, ...]:
    """Red, green, blue and opacity of the lines of an object, each from 0 to 255."""
    parts = [ctypes.c_uint(0) for _ in range(4)]
    pdfium.FPDFPageObj_GetStrokeColor(thing, *parts)
    return tuple(part.value for part in parts)


def _has_text(group: _Object) -> bool:
    """Whether a group holds text, or a group within it does."""
    for thing in _objects_of_group(group):
        kind = _kind_of(thing)
        # Pictures are groups of hundreds of lines.
        if kind == _PATH:
            continue
        if kind == _TEXT or (kind == _GROUP and _has_text(thing)):
            return True
    return False


def _clip(thing: _Object) -> _Window | None:
    """The rectangle around what clips an object; None where nothing does."""
    found = None
    clip = _object_clip(thing)
    for path in range(max(0, _count_clips(clip))):
        points = list(_clip_points(clip, path))
        if not points:
            continue
        around = _around(points)
        found = around if found is None else found.within(around)
    return found


def _around(points: Sequence[tuple[float, float]]) -> _Window:
    across = [x for x, _ in points]
    up = [y for _, y in points]
    return _Window(min(across), min(up), max(across), max(up))


def _clip_points(clip: _Object, path: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        yield x.value, y.value
