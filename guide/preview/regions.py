"""Which words of the guide's files stand where on a printed page.

The letters of a page are compared with those of each passage that its part must say, spaces,
marks and accents aside. So a passage is found however it is set and wherever its lines break.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from guide.core.problems import Place
from guide.release.seen import Rectangle

# A passage goes on overleaf behind at most so many letters: the foot of its page.
MOST_FOOT = 200
# A part of a passage is looked for by itself when it has so many letters.
LEAST_PART = 12


@dataclass(frozen=True)
class LetteredPage:
    """A page as a viewer reads it: its text, and for each character where it stands, in shares of
    the width and the height of the page.
    """

    text: str
    boxes: Sequence[Rectangle] = field(repr=False)


@dataclass(frozen=True)
class PlacedText:
    """Words that a part must say, as they are set, and where they were written."""

    text: str
    place: Place


@dataclass(frozen=True)
class Region:
    """A rectangle of a page, counted from 0, in the same shares, and the place of its words."""

    page: int
    box: Rectangle
    place: Place


@dataclass(frozen=True)
class _Letters:
    """The letters of some pages in a row; for each its page, its character there, and whether a
    word begins with it.
    """

    row: str
    at: Sequence[tuple[int, int]]
    begins: Sequence[bool]

    def ends_word(self, end: int) -> bool:
        """Whether a word ends before that letter."""
        return end >= len(self.row) or self.begins[end]


def find_regions(pages: Sequence[LetteredPage], passages: Iterable[PlacedText]) -> list[Region]:
    """Where the passages stand on the pages of their part, large rectangles before small ones.

    Passages come in about the order in which they stand. What is not found has no region.
    """
    letters = _letters_of(pages)
    free = bytearray(b"\x01" * len(letters.row))
    found: list[Region] = []
    at = 0
    for passage in passages:
        wanted = _fold(passage.text)
        stretches = _find(wanted, letters, free, at) or _find(wanted, letters, free, 0)
        for start, end in stretches:
            free[start:end] = bytes(end - start)
            found += _regions_of(pages, letters, start, end, passage.place)
            at = end
    return sorted(found, key=_area, reverse=True)


def _fold(text: str) -> str:
    """The letters and figures of a text, without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).lower()))


def _letters_of(pages: Sequence[LetteredPage]) -> _Letters:
    row: list[str] = []
    at: list[tuple[int, int]] = []
    begins: list[bool] = []
    for number, page in enumerate(pages):
        is_first = True
        for position, character in enumerate(page.text):
            folded = _fold(character)
            if not folded:
                is_first = True
                continue
            for letter in folded:
                row.append(letter)
                at.append((number, position))
                begins.append(is_first)
                is_first = False
    return _Letters("".join(row), at, begins)


def _find(wanted: str, letters: _Letters, free: bytearray, at: int) -> list[tuple[int, int]]:
    """The stretches of letters that say those words: one, or two when a page ends between."""
    if not wanted:
        return []
    start = _find_whole(wanted, letters, free, at)
    if start >= 0:
        return [(start, start + len(wanted))]
    return list(_find_parted(wanted, letters, free, at))


def _find_whole(wanted: str, letters: _Letters, free: bytearray, at: int) -> int:
    """Where words stand in a row and belong to no other passage; -1 when nowhere."""
    while (at := letters.row.find(wanted, at)) >= 0:
        end = at + len(wanted)
        if letters.begins[at] and letters.ends_word(end) and all(free[at:end]):
            return at
        at += 1
    return -1


def _find_parted(
    wanted: str, letters: _Letters, free: bytearray, at: int
) -> Iterator[tuple[int, int]]:
    """The two stretches of a passage that goes on overleaf, behind the foot of its page."""
    if len(wanted) < 2 * LEAST_PART:
        return
    start = letters.row.find(wanted[:LEAST_PART], at)
    if start < 0 or not letters.begins[start]:
        return
    end = start
    while end < len(letters.row) and letters.row[end] == wanted[end - start]:
        end += 1
    rest = wanted[end - start :]
    again = letters.row.find(rest, end, end + len(rest) + MOST_FOOT)
    if again >= 0 and all(free[start:end]):
        yield start, end
        yield again, again + len(rest)


def _regions_of(
    pages: Sequence[LetteredPage], letters: _Letters, start: int, end: int, place: Place
) -> Iterator[Region]:
    """A rectangle around the letters of a stretch, on each page that it stands on."""
    by_page: dict[int, list[Rectangle]] = {}
    for page, position in letters.at[start:end]:
        by_page.setdefault(page, []).append(pages[page].boxes[position])
    for page, boxes in by_page.items():
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        yield Region(page, (min(lefts), min(tops), max(rights), max(bottoms)), place)


def _area(region: Region) -> float:
    left, top, right, bottom = region.box
    return (right - left) * (bottom - top)
