"""How wide text is when it is set, and how wide the places are that it is set in.

What has no place to break in cannot be wider than its line: the rest of it would leave the page.
Widths of letters come from `set_widths.csv`, which a test holds against the typefaces; the places,
from `rooms.csv` and `full_pages.csv`, are those of templates/*.css, which a test holds against
pages that are printed.
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
# The lines of the page by what is printed on them, and the pages that must hold all their lines.
ROOM_TABLE = TABLE.with_name("rooms.csv")
FULL_PAGES = TABLE.with_name("full_pages.csv")
FACES = ("Display", "Head", "Note", "Text", "TextBold", "TextItalic")
LENDER = "Text"
# A line may end at a space, and after a dash or a slash between words; not at a no-break space.
_PIECE = re.compile(r"[^ \t\r\n]+?(?:[-\u2010/](?=[^\W\d])|[\u2013\u2014](?=\w)|(?=[ \t\r\n]|$))")
# Without one of these a text is one piece.
_PARTING = re.compile(r"[-\u2010/\u2013\u2014 \t\r\n]")
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


@cache
def rooms_of(kind: str) -> tuple[Room, ...]:
    """The lines that a text of a kind is printed on: of the pocket page, the counter sheet and
    large type, each where its CSS gives it least room.

    A line that is centred or ends at the margin may reach a few pt beyond. Raises KeyError for a
    kind that no line has.
    """
    found = []
    for row in _read_table(ROOM_TABLE):
        if row["kind"] == kind:
            found.append(_read_room(row))
    if not found:
        raise KeyError(kind)
    return tuple(found)


@cache
def pages_of(name: str) -> tuple[PageLines, ...]:
    """A page of its own in each format: the "cover", the "back" page, the "opening" of a chapter.

    The cover of large type is that of the pocket page. The words of the back page end with the
    arch that they stand in, and a code to scan stands among them. A row of the list that opens a
    chapter has a rule and space round it, and is a little higher for the two typefaces in it.
    Raises KeyError for any other page.
    """
    lines: dict[str, list[tuple[str, Room, float]]] = {}
    pages: dict[str, PageLines] = {}
    for row in _read_table(FULL_PAGES):
        if row["page"] != name:
            continue
        of_format = lines.setdefault(row["format"], [])
        line_height = float(row["line"])
        of_format.append((row["kind"], _read_room(row), line_height))
        height = float(row["height"])
        taken = float(row["taken"])
        pages[row["format"]] = PageLines(height, taken, tuple(of_format))
    if not pages:
        raise KeyError(name)
    return tuple(pages.values())


@cache
def _read_table(file: Path) -> list[dict[str, str]]:
    text = file.read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return list(rows)


def _read_room(row: Mapping[str, str]) -> Room:
    size = float(row["size"])
    width = float(row["width"])
    spacing = float(row["spacing"] or 0)
    return Room(row["face"], size, width, spacing)


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


class _Widths(dict[str, int]):
    """The widths of letters in a typeface; a letter that no typeface has counts an em."""

    def __missing__(self, _: str) -> int:
        return 1000


@cache
def _widths_in(face: str) -> _Widths:
    """The widths of letters in a typeface, with those that it borrows."""
    table = _letter_widths()
    widths = _Widths(table[LENDER])
    for letter, width in table[face].items():
        if width:
            widths[letter] = width
    return widths


def has_letter(face: str, letter: str) -> bool:
    """Whether a typeface has a letter of its own."""
    return letter in _letter_widths()[face]


def set_width(text: str, room: Room) -> float:
    """How wide a text is on one line, in pt, without kerning.

    A letter that no typeface has counts an em.
    """
    thousandths = sum(map(_widths_in(room.face).__getitem__, text))
    return thousandths * room.size / 1000 + len(text) * room.spacing


def split_pieces(text: str) -> list[str]:
    """The pieces of a text that are never broken, in order, as `pieces` has them."""
    if text and not _PARTING.search(text):
        return [text]
    return _PIECE.findall(text)


def pieces(text: str) -> Iterator[Unbroken]:
    """The pieces of a text that are never broken, in order."""
    for found in _PIECE.finditer(text):
        yield Unbroken(found[0], found.start())


def whole_words(text: str) -> Iterator[Unbroken]:
    """The words of a text, for lines that end only at spaces."""
    for found in _WORD.finditer(text):
        yield Unbroken(found[0], found.start())


def may_be_wide(text: str, rooms: Sequence[Room]) -> bool:
    """Whether a piece of a text may be wider than one of those lines; most texts have none."""
    longest = max(map(len, text.split(" ")))
    return any(longest * room.size * _WIDEST > room.width for room in rooms)


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
    worst = None
    most = 1.0
    for room in rooms:
        if fits(text, room):
            continue
        share = set_width(text, room) / room.width
        if share > most:
            worst = room
            most = share
    return worst
