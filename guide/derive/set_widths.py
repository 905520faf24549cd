"""How wide text is when it is set, and how wide the places are that it is set in.

What has no place to break in cannot be wider than its line: the rest of it would leave the page.
Widths of letters come from `set_widths.csv`, which a test holds against the typefaces; the places
are those of templates/*.css, which a test holds against pages that are printed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# The table beside this file: a letter as its number in Unicode, and its width in each typeface, in
# thousandths of an em. A typeface that lacks the letter has none, and borrows it from LENDER.
TABLE = Path(__file__).with_suffix(".csv")
FACES = ("Display", "Head", "Note", "Text", "TextBold")
LENDER = "Text"
# A line may end at a space, and after a dash or a slash between words; not at a no-break space.
_PIECE = re.compile(r"[^ \t\r\n]+?(?:[-\u2010/](?=[^\W\d])|[\u2013\u2014](?=\w)|(?=[ \t\r\n]|$))")
_WORD = re.compile(r"[^ \t\r\n]+")
# No letter is wider than this, in em, but for a few signs.
_WIDEST = 1.1


@dataclass(frozen=True)
class Room:
    """A line of the page: its typeface, and its size, width and letter-spacing in pt."""

    face: str
    size: float
    width: float
    spacing: float = 0


# The lines of the page by what is printed on them: of the pocket page, the counter sheet and large
# type, each where its CSS gives it least room. A line that is centred or ends at the margin may
# reach a few pt beyond.
ROOMS: dict[str, tuple[Room, ...]] = {
    "title": (Room("Display", 29, 345, -0.4), Room("Display", 31, 518, -0.4)),
    # In contents, lists and the finder, the number of its page behind it.
    "title in a list": (Room("Text", 12, 126), Room("Text", 10.6, 214), Room("Text", 16.2, 203)),
    "summary": (Room("Note", 14.5, 330), Room("Note", 13, 503), Room("Note", 16.2, 330)),
    "heading": (
        Room("TextBold", 12, 330, 0.24),
        Room("TextBold", 10.8, 239, 0.22),
        Room("TextBold", 14, 330, 0.28),
    ),
    "line": (Room("Text", 13.5, 312), Room("Text", 10.8, 224), Room("Text", 16.25, 312)),
    "step": (Room("Text", 13.5, 297), Room("Text", 11.2, 211), Room("Text", 16.25, 297)),
    "note": (Room("Text", 12.5, 304), Room("Text", 10.5, 213), Room("Text", 15, 304)),
    "served": (Room("Text", 12.5, 297), Room("Text", 10.5, 211), Room("Text", 15, 297)),
    "why": (Room("Text", 12.5, 304), Room("Text", 10.8, 477), Room("Text", 14.5, 306)),
    "name": (
        *(Room("Text", 12.5, 226), Room("Text", 10.5, 239), Room("Text", 14, 226)),
        # In the thanks.
        *(Room("Head", 19, 330), Room("Head", 17, 237)),
    ),
    "chapter": (
        *(Room("Display", 42, 330, -0.75), Room("Display", 52, 451, -0.93)),
        # In the contents.
        *(Room("Head", 15.5, 296), Room("Head", 14, 214), Room("Head", 17, 296)),
    ),
    "index": (Room("TextBold", 11.5, 330), Room("TextBold", 10.8, 241), Room("TextBold", 14, 330)),
    "lead": (Room("Note", 14.5, 330), Room("Note", 17, 451), Room("Note", 16.2, 330)),
    "page title": (
        *(Room("Display", 34, 345, -0.47), Room("Display", 34, 518, -0.47)),
        *(Room("Head", 13.8, 296), Room("Head", 13, 214), Room("Head", 17, 296)),
    ),
    "first words": (Room("Note", 21, 356), Room("Note", 30, 555)),
    "long word": (Room("Display", 36.5, 334, -0.73), Room("Display", 54, 510, -1.08)),
    "last words": (Room("Display", 45, 356, -0.9), Room("Display", 67, 555, -1.34)),
    "subtitle": (Room("Note", 17, 334), Room("Note", 24, 510)),
    "foot": (Room("TextBold", 13, 272), Room("TextBold", 15, 295)),
    "call": (Room("Display", 38, 254, -0.68), Room("Display", 38, 275, -0.68)),
    "words": (Room("Note", 15, 254), Room("Note", 15, 275)),
    "button": (Room("TextBold", 15, 222), Room("TextBold", 15, 243)),
    "small": (Room("Text", 12, 254), Room("Text", 12, 275)),
    "sender": (Room("Text", 11, 254), Room("Text", 11, 275), Room("Text", 12, 254)),
}


@dataclass(frozen=True)
class PageLines:
    """A page of its own with all that stands on it: its height, what is taken by spaces and
    pictures, and the height of a line of each kind, in pt.
    """

    height: float
    taken: float
    lines: tuple[tuple[str, Room, float], ...]


@dataclass(frozen=True)
class Unbroken:
    """A stretch of text in which no line can end, and where it begins in the text, from 0."""

    text: str
    at: int


# The cover and the back page, of the pocket page and the counter sheet; in large type the cover is
# as on the pocket page. The words of the back page end with the
# arch that they stand in, and a code to scan stands among them.
COVER_PAGE = (
    PageLines(
        height=595,
        taken=399,
        lines=(
            ("first words", Room("Note", 21, 356), 26),
            ("long word", Room("Display", 36.5, 356, -0.73), 42),
            ("last words", Room("Display", 45, 356, -0.9), 48),
            ("subtitle", Room("Note", 17, 356), 21),
            ("foot", Room("TextBold", 13, 272), 16),
        ),
    ),
    PageLines(
        height=792,
        taken=489,
        lines=(
            ("first words", Room("Note", 30, 555), 38),
            ("long word", Room("Display", 54, 555, -1.08), 62),
            ("last words", Room("Display", 67, 555, -1.34), 72),
            ("subtitle", Room("Note", 24, 555), 30),
            ("foot", Room("TextBold", 15, 295), 19),
        ),
    ),
)
BACK_PAGE = (
    PageLines(
        height=535,
        taken=265,
        lines=(
            ("call", Room("Display", 38, 254, -0.68), 40),
            ("words", Room("Note", 15, 254), 20),
            ("button", Room("TextBold", 15, 222), 20),
            ("small", Room("Text", 12, 254), 16),
            ("sender", Room("Text", 11, 254), 14),
        ),
    ),
    # In large type only the sender is larger.
    PageLines(
        height=535,
        taken=261,
        lines=(
            ("call", Room("Display", 38, 254, -0.68), 40),
            ("words", Room("Note", 15, 254), 20),
            ("button", Room("TextBold", 15, 222), 20),
            ("small", Room("Text", 12, 254), 16),
            ("sender", Room("Text", 12, 254), 14.5),
        ),
    ),
    PageLines(
        height=712,
        taken=433,
        lines=(
            ("call", Room("Display", 38, 275, -0.68), 40),
            ("words", Room("Note", 15, 275), 20),
            ("button", Room("TextBold", 15, 243), 20),
            ("small", Room("Text", 12, 275), 16),
            ("sender", Room("Text", 11, 275), 14),
        ),
    ),
)
# The page that opens a chapter, in each format; a row of its list has a rule and space round
# it, and is a little higher for the two typefaces in it.
OPENING_PAGE = (
    PageLines(
        height=595,
        taken=68,
        lines=(
            ("chapter", Room("Display", 42, 330, -0.75), 44),
            ("lead", Room("Note", 14.5, 330), 19),
            ("row", Room("Text", 13.5, 296), 17),
            ("space of a row", Room("Text", 13.5, 296), 11.25),
        ),
    ),
    PageLines(
        height=792,
        taken=102,
        lines=(
            ("chapter", Room("Display", 52, 451, -0.93), 56),
            ("lead", Room("Note", 17, 451), 22),
            ("row", Room("Text", 13, 417), 18),
            ("space of a row", Room("Text", 13, 417), 12.25),
        ),
    ),
    PageLines(
        height=595,
        taken=68,
        lines=(
            ("chapter", Room("Display", 42, 330, -0.75), 44),
            ("lead", Room("Note", 16.2, 330), 20.5),
            ("row", Room("Text", 16.25, 296), 20),
            ("space of a row", Room("Text", 16.25, 296), 9.25),
        ),
    ),
)


@cache
def _letter_widths() -> dict[str, dict[str, int]]:
    """The widths of letters by typeface and letter."""
    widths: dict[str, dict[str, int]] = {face: {} for face in FACES}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            letter = chr(int(row["letter"], 16))
            for face in FACES:
                if row[face]:
                    widths[face][letter] = int(row[face])
    return widths


def has_letter(face: str, letter: str) -> bool:
    """Whether a typeface has a letter of its own."""
    return letter in _letter_widths()[face]


def set_width(text: str, room: Room) -> float:
    """How wide a text is on one line, in pt, without kerning.

    A letter that no typeface has counts an em.
    """
    table = _letter_widths()
    own, borrowed = table[room.face], table[LENDER]
    thousandths = 0
    for letter in text:
        thousandths += own.get(letter) or borrowed.get(letter, 1000)
    return thousandths * room.size / 1000 + len(text) * room.spacing


def pieces(text: str) -> Iterator[Unbroken]:
    """The pieces of a text that are never broken, in order."""
    for found in _PIECE.finditer(text):
        yield Unbroken(found[0], found.start())


def whole_words(text: str) -> Iterator[Unbroken]:
    """The words of a text, for lines that end only at spaces."""
    for found in _WORD.finditer(text):
        yield Unbroken(found[0], found.start())


def fits(text: str, room: Room) -> bool:
    """Whether a text that is never broken is no wider than its line."""
    if len(text) * room.size * _WIDEST <= room.width:
        return True
    return set_width(text, room) <= room.width


def count_fitting(text: str, room: Room) -> int:
    """How many of the first letters of a text fit on a line."""
    for count in range(len(text), 0, -1):
        if set_width(text[:count], room) <= room.width:
            return count
    return 0


def count_lines(text: str, room: Room) -> int:
    """How many lines a text takes when each is filled before the next; 0 for no text."""
    lines = 0
    filled = room.width
    space = set_width(" ", room)
    for word in text.split():
        wide = set_width(word, room)
        if filled + space + wide > room.width:
            lines += 1
            filled = wide
        else:
            filled += space + wide
    return lines


def room_left(page: PageLines, texts: Mapping[str, Sequence[str]]) -> float:
    """How many pt of a page its texts leave, which stand there by the kinds of their lines.

    Less than 0 when they do not fit.
    """
    left = page.height - page.taken
    for kind, room, height in page.lines:
        for text in texts.get(kind, ()):
            left -= height * count_lines(text, room)
    return left


def parts_of_title(title: str) -> tuple[list[str], list[str], list[str]]:
    """The words of the book's title as the cover sets them: the first two, the third, the rest."""
    words = title.split(" ")
    return words[:2], words[2:3], words[3:]


def narrowest(text: str, rooms: Sequence[Room]) -> Room | None:
    """The room that a text leaves by most, when it is never broken; None when all have room."""
    worst, most = None, 1.0
    for room in rooms:
        if fits(text, room):
            continue
        share = set_width(text, room) / room.width
        if share > most:
            worst, most = room, share
    return worst
