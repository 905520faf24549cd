"""What an eye can make out of a drawn page: which letters are there, and stand out, and stand free.

A page is drawn three times: as it is; without its letters, which is the ground they stand on; and
with its letters put onto that ground last, whole and opaque. The first and the third picture are
the same to the pixel where nothing covers, cuts off or fades a letter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageChops

from guide.check.contrast import ratio

# The least contrast of text, and of letters that are large: WCAG 2.2, 1.4.3.
TEXT, LARGE_TEXT = 4.5, 3.0
# From how many pt on letters are large.
LARGE = 18
# What share of a letter's ink must be seen, and of its ground set off from it.
SEEN, SET_OFF = 0.9, 0.4
# What share of a letter may lie below one of another line, where sound pages have none at all; of
# the next word; and below its own neighbour: in italics a comma tucks under the letter before.
OVERLAP, TOUCHING, TUCKED = 0.01, 0.1, 0.75
# In pt: letters of two lines stand so far apart at least, where they stand one above the other for
# so long; the closest lines of sound pages are 1.1 pt apart. What shares more of its height with
# another, in parts of it, is on the same line.
CROWDED, ABOVE, SAME_LINE = 0.75, 2, 0.5
# In pt: what is lost in rounding, and what letters of a slanted face reach over.
SLACK = 0.75
# A shape that text may stand on is so high and wide in pt; text stands on it with such a share of
# the smaller of both, and must not reach so far beyond it.
LEAST_SHAPE, STANDS_ON, BEYOND = 6, 0.1, 1
# Where a line runs through text, in parts of its height from the top, and along how much of it:
# what runs below is an underline.
THROUGH_FROM, THROUGH_TO, ALONG = 0.15, 0.7, 0.5
# Below that share of a page stands its foot.
FOOT = 0.92
# A white pixel: blue, green, red, and a byte that says nothing.
WHITE = b"\xff\xff\xff\xff"
PAPER = tuple(WHITE)

OFF_THE_PAGE = "stand off the page"
HIDDEN = "are covered, cut off or too faint to be seen"
UPSIDE_DOWN = "are mirrored or upside down"
OVERPRINTED = "are printed over other words"
RUN_TOGETHER = "run together"
TOO_CLOSE = "all but touch the letters of the next line"
STRUCK = "have a line through them"
STICKING_OUT = "stick out of the shape that they stand on"

# A sign is so high beside the words that it stands before, in parts of their size, and so near;
# how far from its own shape it may be stretched; how well it stands out (WCAG 2.2, 1.4.11).
SIGN_HEIGHT, SIGN_GAP, STRETCHED, SIGN_CONTRAST = 0.6, 1.5, 0.1, 3.0
NOT_SEEN = "is covered, cut off or too faint to be seen"
DISTORTED = "is stretched, mirrored or turned"
TOO_SMALL = "is too small beside its words"
TOO_PALE = "stands out too little from its ground"

Rectangle = tuple[float, float, float, float]
# The same in pixels.
Pixels = tuple[int, int, int, int]
Shade = tuple[int, int, int]
# What a letter's place in a text is found wanting for.
Faults = dict[int, str]


class TextPiece(NamedTuple):
    """Letters that are drawn in one go.

    `box` is (left, top, right, bottom) in pt from the upper left corner of the page, `size` in pt.
    `shown`: no clip leaves nothing of it; `upright`: neither mirrored nor upside down.
    """

    box: Rectangle
    size: float
    colour: Shade
    shown: bool = True
    upright: bool = True


@dataclass(frozen=True)
class PlacedSign:
    """A picture that says something, where it stands on a page.

    `box` is (left, top, right, bottom) in pt from the upper left corner of the page; `stretch` is
    how much wider it is than it should be; `upright`: it is not mirrored or turned.
    """

    name: str
    box: Rectangle
    stretch: float = 1
    upright: bool = True


@dataclass(frozen=True)
class SeenSign:
    """A picture that says something as a reader meets it: its name, the line of words to its right,
    and what is wrong with how it is seen, "" when nothing is.
    """

    name: str
    beside: str
    why: str = ""


class Picture:
    """A picture of a page, a pixel to a pt.

    `pixels` has four bytes for each, row by row: blue, green, red, and one that says nothing.
    """

    def __init__(self, size: tuple[int, int], pixels: bytearray) -> None:
        self.size = size
        self._pixels = pixels
        self._row = size[0] * len(WHITE)

    @cached_property
    def image(self) -> Image.Image:
        """The same for Pillow, which takes blue for red."""
        return Image.frombuffer("RGBX", self.size, self._pixels, "raw", "RGBX", self._row, 1)

    def crop(self, box: Rectangle) -> Image.Image:
        """The pixels that a box touches."""
        return self.image.crop(_pixels(self.size, box))

    def is_white(self, top: int, bottom: int) -> bool:
        """Whether nothing stands in the rows of pixels from one to before the other."""
        width, height = self.size
        below = min(bottom, height)
        white = WHITE * (width * (below - top))
        return top >= below or self._pixels.startswith(white, top * self._row)

    def colours_of_rows(self, pixels: Pixels) -> set[bytes]:
        """The colours of those pixels, where each row of them has one.

        Empty where a row has more, or some lie outside.
        """
        left, top, right, bottom = pixels
        if right > self.size[0] or bottom > self.size[1]:
            return set()
        start = top * self._row + left * len(WHITE)
        found: set[bytes] = set()
        line = b""
        for at in range(start, bottom * self._row, self._row):
            # Most rows are like the one above.
            if line and self._pixels.startswith(line, at):
                continue
            colour = bytes(self._pixels[at : at + len(WHITE)])
            line = colour * (right - left)
            if not self._pixels.startswith(line, at):
                return set()
            found.add(colour)
        return found

    def is_like(self, other: Picture) -> bool:
        """Whether another one shows the same."""
        return self._pixels == other._pixels


@dataclass
class DrawnPage:
    """A page that was drawn and read.

    `drawn`, `ground` and `whole` are its three pictures. `text` has a character for each of
    `boxes`, which are (left, top, right, bottom) in pt; `owner` gives the number of a character's
    piece, or -1. `shapes` are what is filled with colour, and lines. `signs` are on the first and
    third picture only.
    """

    drawn: Picture
    ground: Picture
    whole: Picture
    text: str
    boxes: Sequence[Rectangle]
    pieces: Sequence[TextPiece]
    shapes: Sequence[Rectangle]
    owner: Callable[[int], int] = field(repr=False)
    signs: Sequence[PlacedSign] = ()


def find_unseen(page: DrawnPage) -> Faults:
    """The characters of a page that a reader does not see as letters, each with the reason."""
    found: Faults = {}
    for look in (_off_the_page, _turned, _hidden, _pale, _overprinted, _run_together):
        for number, why in look(page):
            found.setdefault(number, why)
    return found


def find_ill_placed(page: DrawnPage) -> Faults:
    """The letters of texts that stand partly on a shape and partly beside it, have a line through
    them, or stand too close to the next line.
    """
    found: Faults = {}
    for number in _crowded(page):
        found.update(dict.fromkeys(_letters(page, number), TOO_CLOSE))
    shapes = sorted(page.shapes, key=_top)
    for number, piece in enumerate(page.pieces):
        left, top, right, bottom = piece.box
        for shape in shapes:
            # Most are nowhere near, so that is asked with few steps.
            if shape[1] >= bottom:
                break
            if shape[3] <= top or shape[0] >= right or shape[2] <= left:
                continue
            if _sticks_out(piece.box, shape):
                why = STICKING_OUT
            elif _runs_through(shape, piece.box):
                why = STRUCK
            else:
                continue
            for letter in _letters(page, number):
                found[letter] = why
    return found


def find_signs(page: DrawnPage) -> list[SeenSign]:
    """The pictures that say something, from the top, as a reader meets them."""
    found = []
    for sign in sorted(page.signs, key=_top_of_sign):
        piece = _piece_beside(page, sign)
        if piece is None:
            found.append(SeenSign(sign.name, "", _why_unseen(page, sign)))
            continue
        letters = _letters(page, piece)
        start = min(letters, default=0)
        line = page.text[start:].splitlines()[0] if letters else ""
        why = _why_unseen(page, sign)
        if sign.box[3] - sign.box[1] < SIGN_HEIGHT * page.pieces[piece].size:
            why = TOO_SMALL
        found.append(SeenSign(sign.name, line, why))
    return found


def _top_of_sign(sign: PlacedSign) -> float:
    return sign.box[1]


def _piece_beside(page: DrawnPage, sign: PlacedSign) -> int | None:
    """The number of the text that begins nearest to the right of a sign, on its line."""
    _, top, right, bottom = sign.box
    best = None
    for number, piece in enumerate(page.pieces):
        middle = (piece.box[1] + piece.box[3]) / 2
        gap = piece.box[0] - right
        if not top < middle < bottom or not -SLACK < gap < SIGN_GAP * piece.size:
            continue
        if best is None or piece.box[0] < page.pieces[best].box[0]:
            best = number
    return best


def _why_unseen(page: DrawnPage, sign: PlacedSign) -> str:
    """What is wrong with how a sign is seen; "" when nothing is."""
    if not sign.upright or abs(sign.stretch - 1) > STRETCHED:
        return DISTORTED
    if not _is_seen(page, sign.box):
        return NOT_SEEN
    inks, grounds = _shades(page.drawn, sign.box), _shades(page.ground, sign.box)
    for ink, ground in set(zip(inks, grounds, strict=True)):
        if _contrast(_red_first(ink), ground) >= SIGN_CONTRAST:
            return ""
    return TOO_PALE


def _shades(picture: Picture, box: Rectangle) -> list[Shade]:
    """The colour of each pixel within a box, in the picture's own order of colours."""
    pixels = picture.crop(box).convert("RGB").tobytes()
    return list(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))


def _top(rectangle: Rectangle) -> float:
    return rectangle[1]


def _crowded(page: DrawnPage) -> Iterator[int]:
    """The numbers of texts whose letters stand too close above those of others."""
    order = sorted(range(len(page.pieces)), key=lambda number: page.pieces[number].box[1])
    tops = [page.pieces[number].box[1] for number in order]
    for number in order:
        left, top, right, bottom = page.pieces[number].box
        first = bisect_right(tops, bottom - SAME_LINE * (bottom - top))
        for other in order[first : bisect_left(tops, bottom + CROWDED)]:
            box = page.pieces[other].box
            if min(right, box[2]) - max(left, box[0]) > ABOVE:
                yield number
                break


def _runs_through(line: Rectangle, box: Rectangle) -> bool:
    across = min(line[2], box[2]) - max(line[0], box[0])
    height = box[3] - box[1]
    if line[3] - line[1] > LEAST_SHAPE / 2 or across < ALONG * (box[2] - box[0]):
        return False
    middle = (line[1] + line[3]) / 2
    return box[1] + THROUGH_FROM * height < middle < box[1] + THROUGH_TO * height


def _sticks_out(box: Rectangle, shape: Rectangle) -> bool:
    across, down = shape[2] - shape[0], shape[3] - shape[1]
    # Rules and bars are no ground for text.
    if min(across, down) < LEAST_SHAPE or _share(box, shape) < STANDS_ON:
        return False
    beyond = max(shape[0] - box[0], box[2] - shape[2], shape[1] - box[1], box[3] - shape[3])
    return beyond > BEYOND


def filled_share(page: DrawnPage) -> float:
    """How far down a page its last words or pictures stand, from 0 to 1, without its foot."""
    height = page.drawn.size[1]
    filled = int(height * FOOT)
    while filled and page.drawn.is_white(filled - 1, filled):
        filled -= 1
    return filled / height


def _letters(page: DrawnPage, piece: int) -> list[int]:
    """The characters of a piece that have ink."""
    box = page.pieces[piece].box
    left, top, right, bottom = box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1
    found = []
    for number, (begin, over, end, under) in enumerate(page.boxes):
        # Most letters stand on other lines.
        if over > bottom or under < top or begin > right or end < left:
            continue
        if not page.text[number].isspace() and page.owner(number) == piece:
            found.append(number)
    return found


def _off_the_page(page: DrawnPage) -> Iterator[tuple[int, str]]:
    width, height = page.drawn.size
    for number, piece in enumerate(page.pieces):
        if _reaches_out(piece.box, width, height):
            for letter in _letters(page, number):
                if _reaches_out(page.boxes[letter], width, height):
                    yield letter, OFF_THE_PAGE


def _reaches_out(box: Rectangle, width: float, height: float) -> bool:
    left, top, right, bottom = box
    return left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK


def _turned(page: DrawnPage) -> Iterator[tuple[int, str]]:
    for number, piece in enumerate(page.pieces):
        if not piece.upright or not piece.shown:
            why = HIDDEN if piece.upright else UPSIDE_DOWN
            for letter in _letters(page, number):
                yield letter, why


def _hidden(page: DrawnPage) -> Iterator[tuple[int, str]]:
    """Letters of which too little ink is seen of what there would be."""
    if page.drawn.is_like(page.whole):
        return
    lost = ImageChops.difference(page.drawn.image, page.whole.image)
    around = lost.getbbox()
    if around is None:
        return
    for number, piece in enumerate(page.pieces):
        # On most pages nothing differs but a picture that stands far from text.
        if not _meet(_pixels(lost.size, piece.box), around) or _is_black(lost, piece.box):
            continue
        for letter in _letters(page, number):
            box = page.boxes[letter]
            if not _is_black(lost, box) and not _is_seen(page, box):
                yield letter, HIDDEN


def _meet(one: Pixels, other: Pixels) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _is_black(picture: Image.Image, box: Rectangle) -> bool:
    return picture.crop(_pixels(picture.size, box)).getbbox() is None


def _pixels(size: tuple[int, int], box: Rectangle) -> Pixels:
    """The pixels of a picture of that size that a box touches, one at least."""
    left, top, right, bottom = int(box[0]), int(box[1]), int(box[2]) + 1, int(box[3]) + 1
    if 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]:
        return left, top, right, bottom
    left, top = max(0, left), max(0, top)
    right, bottom = min(size[0], right), min(size[1], bottom)
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _is_seen(page: DrawnPage, box: Rectangle) -> bool:
    """Whether enough is seen of the ink that there would be within a box."""
    ink = page.drawn.crop(box)
    if ink == page.whole.crop(box):
        return ink != page.ground.crop(box)
    whole = max(1, _ink(page.whole, page.ground, box))
    share = _ink(page.drawn, page.ground, box) / whole
    missing = _ink(page.drawn, page.whole, box) / whole
    return min(share, 1 - missing) >= SEEN


def _ink(one: Picture, other: Picture, box: Rectangle) -> int:
    """How far two pictures differ within a box, in all."""
    histogram = ImageChops.difference(one.crop(box), other.crop(box)).histogram()
    # 256 counts for each colour.
    return sum(number % 256 * count for number, count in enumerate(histogram) if count)


def _pale(page: DrawnPage) -> Iterator[tuple[int, str]]:
    """Letters that stand out too little from their ground."""
    for number, piece in enumerate(page.pieces):
        least = LARGE_TEXT if piece.size >= LARGE else TEXT
        around = _pixels(page.ground.size, piece.box)
        if page.ground.is_white(around[1], around[3]) and _contrast(piece.colour, PAPER) >= least:
            continue
        if _stands_out(page.ground, around, piece.colour) >= least:
            continue
        for letter in _letters(page, number):
            shades = []
            around = _pixels(page.ground.size, page.boxes[letter])
            for count, ground in _colours(page.ground, around):
                shades.append((_contrast(piece.colour, ground), count))
            pixels = sum(count for _, count in shades)
            set_off = sum(count for stands_out, count in shades if stands_out >= least)
            if set_off < SET_OFF * pixels:
                # The shade that most of the letter stands on.
                worst = max(shades, key=_count)[0]
                yield letter, f"have a contrast of {worst:.1f} : 1, and need {least:g} : 1"


def _stands_out(ground: Picture, pixels: Pixels, ink: Shade) -> float:
    """How well a colour stands out from what is nearest to it of the ground there."""
    colours: list[object] = [tuple(colour) for colour in ground.colours_of_rows(pixels)]
    if not colours:
        colours = [colour for _, colour in _colours(ground, pixels)]
    return min(_contrast(ink, colour) for colour in colours)


def _count(shade: tuple[float, int]) -> int:
    return shade[1]


def _colours(picture: Picture, pixels: Pixels) -> list[tuple[int, object]]:
    """How many of some pixels have which colour."""
    area = picture.image.crop(pixels)
    # Most have one. To be ready for more than 256 takes longer than to count them.
    return list(area.getcolors() or area.getcolors(area.width * area.height) or ())


@lru_cache(maxsize=4096)
def _contrast(ink: Shade, ground: object) -> float:
    """How well a colour stands out from that of a pixel."""
    return ratio(_spelt(ink), _spelt(_red_first(ground)))


def _red_first(colour: object) -> Shade:
    """A pixel's colour."""
    assert isinstance(colour, tuple)
    blue, green, red = colour[:3]
    return red, green, blue


def _spelt(colour: object) -> str:
    assert isinstance(colour, tuple)
    return "#{:02X}{:02X}{:02X}".format(*colour[:3])


def _overprinted(page: DrawnPage) -> Iterator[tuple[int, str]]:
    """Letters that share their place with letters of another piece."""
    order = sorted(range(len(page.pieces)), key=lambda number: page.pieces[number].box[1])
    letters: dict[int, list[int]] = {}
    for place, one in enumerate(order):
        bottom = page.pieces[one].box[3]
        for other in order[place + 1 :]:
            if page.pieces[other].box[1] >= bottom:
                break
            if not _overlap(page.pieces[one].box, page.pieces[other].box):
                continue
            for number in (one, other):
                letters.setdefault(number, _letters(page, number))
            for first, second in _touching(page.boxes, letters[one], letters[other]):
                if _share(page.boxes[first], page.boxes[second]) > OVERLAP:
                    yield first, OVERPRINTED
                    yield second, OVERPRINTED


def _touching(
    boxes: Sequence[Rectangle], some: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The pairs of letters of two pieces whose boxes overlap."""
    for first in some:
        left, top, right, bottom = boxes[first]
        for second in others:
            box = boxes[second]
            if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]:
                yield first, second


def _overlap(one: Rectangle, other: Rectangle) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0


def _share(one: Rectangle, other: Rectangle) -> float:
    """What share of the smaller of two boxes they have in common."""
    common = _overlap(one, other)
    if not common:
        return 0
    smaller = min(
        (one[2] - one[0]) * (one[3] - one[1]), (other[2] - other[0]) * (other[3] - other[1])
    )
    return common / smaller if smaller else 1


def _run_together(page: DrawnPage) -> Iterator[tuple[int, str]]:
    """Letters pushed into the letter before, and words without a gap between them."""
    text, boxes = page.text, page.boxes
    last, gap_before, before = -1, False, (0.0, 0.0, 0.0, 0.0)
    for number, character in enumerate(text):
        if character.isspace():
            gap_before = gap_before or character == " "
            if character in "\r\n":
                last = -1
            continue
        box = boxes[number]
        # Most letters only begin where the last one ends.
        most = TOUCHING if gap_before else TUCKED
        if last >= 0 and box[0] < before[2] and _share(before, box) > most:
            yield last, RUN_TOGETHER
            yield number, RUN_TOGETHER
        before = box
        last, gap_before = number, False


def unseen_words(text: str, faults: Faults) -> list[tuple[str, str]]:
    """The words that have characters with a fault, as (words, why); one reason, one piece."""
    found: list[tuple[str, str]] = []
    if not faults:
        return found
    start = 0
    for end in [*_ends_of_words(text), len(text)]:
        word = text[start:end].strip()
        whys = [faults[number] for number in range(start, end) if number in faults]
        if word and whys:
            if found and found[-1][1] == whys[0]:
                found[-1] = (f"{found[-1][0]} {word}", whys[0])
            else:
                found.append((word, whys[0]))
        start = end
    return found


def _ends_of_words(text: str) -> Iterator[int]:
    """Where words end and spaces begin."""
    for number, (one, other) in enumerate(pairwise(text), 1):
        if other.isspace() and not one.isspace():
            yield number
