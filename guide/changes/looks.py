"""Pages before and after as an eye sees them: drawn, held against each other, and marked.

Workers draw with pdfium. A page whose words and pixels are the same, the numbers of pages aside,
is left out.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pikepdf
from PIL import Image, ImageChops, ImageDraw

from guide.changes.differences import PageChange, PageMark, PagePair
from guide.changes.pdf_reading import BROKEN
from guide.changes.version import PageWord, VersionPage, WordBox
from guide.core import workers
from guide.release.page_keys import page_keys

# In pixels: so wide pages are drawn to be compared, and to be shown.
COMPARED_WIDTH, SHOWN_WIDTH = 210, 520
# So much of 255 a pixel differs before it counts. The same page drawn twice is the same.
_DIFFERS = 12
# Pixels that differ are gathered in squares of so many pixels; squares so near are one mark.
_SQUARE, _NEAR = 5, 2
_QUALITY = 55
PAIRS_AT_ONCE = 12
# Around a word that is left out of the comparison, and around a mark, in pt.
_MARGIN = 1.5
_MOST_MARKS = 150
# Where words differ, what stands around them moves: then only what is so wide and so high a share
# of the page is marked as looking otherwise.
_LEAST_WIDTH, _LEAST_HEIGHT = 0.15, 0.1


@dataclass(frozen=True)
class Compared:
    """The pages that differ, by the number of their pair, and how many differ in numbers only."""

    changes: dict[int, PageChange]
    numbers_only: int


def compare_pages(
    old: bytes, new: bytes, pairs: Sequence[PagePair], pictures: bool, jobs: int
) -> Compared:
    """The pairs of pages that differ. Raises workers.Lost."""
    wanted = _may_differ(old, new, pairs)
    batches: list[list[int]] = []
    looked_at: list[list[PagePair]] = []
    for start in range(0, len(wanted), PAIRS_AT_ONCE):
        batch = wanted[start : start + PAIRS_AT_ONCE]
        batches.append(batch)
        looked_at.append([pairs[number] for number in batch])
    names = [f"comparing pages of {batch[0].part}" for batch in looked_at]
    work = partial(_look_at_batch, old, new, looked_at, pictures)
    changes = {}
    for piece, data, _ in workers.share(names, work, jobs):
        for number, row in zip(batches[piece], json.loads(data), strict=True):
            if row is not None:
                changes[number] = _read_row(pairs[number], row)
    only = 0
    for number, pair in enumerate(pairs):
        if number not in changes and pair.old and pair.new:
            only += _has_other_numbers(pair.old, pair.new)
    return Compared(changes, only)


def _has_other_numbers(page: VersionPage, other: VersionPage) -> bool:
    """Whether two pages that are else the same differ in numbers of pages besides their own."""
    return _numbers_on(page) != _numbers_on(other)


def _numbers_on(page: VersionPage) -> list[str]:
    """The numbers of pages on a page, but for its own."""
    own = str(page.number)
    numbers = [word.text for word in page.words if word.is_number]
    return [number for number in numbers if number != own]


def _may_differ(old: bytes, new: bytes, pairs: Sequence[PagePair]) -> list[int]:
    """The pairs that are not drawn from the very same things."""
    if old == new:
        return []
    keys, other_keys = _keys(old), _keys(new)
    found = []
    for number, pair in enumerate(pairs):
        is_same = False
        if pair.old and pair.new and keys and other_keys:
            is_same = keys[pair.old.number - 1] == other_keys[pair.new.number - 1]
        if not is_same:
            found.append(number)
    return found


def _keys(pdf: bytes) -> list[str]:
    """A key of what each page is drawn from; none where that cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return page_keys(document, "")
    except BROKEN:
        return []


def _look_at_batch(
    old: bytes, new: bytes, batches: Sequence[Sequence[PagePair]], pictures: bool, piece: int
) -> bytes:
    """Some pairs as JSON: None for pages that are the same, else marks and pictures."""
    pairs = batches[piece]
    before = _draw(old, [pair.old for pair in pairs], COMPARED_WIDTH)
    after = _draw(new, [pair.new for pair in pairs], COMPARED_WIDTH)
    regions: list[list[WordBox] | None] = []
    for pair, first, second in zip(pairs, before, after, strict=True):
        regions.append(_differing_regions(pair, first, second))
    rows: list[object] = []
    shown_before: list[Image.Image | None] = [None] * len(pairs)
    shown_after: list[Image.Image | None] = [None] * len(pairs)
    if pictures:
        differ = [found is not None for found in regions]
        shown_before = _draw(old, _those(pairs, differ, old=True), SHOWN_WIDTH)
        shown_after = _draw(new, _those(pairs, differ, old=False), SHOWN_WIDTH)
    for number, found in enumerate(regions):
        if found is None:
            rows.append(None)
            continue
        rows.append([found, _encode(shown_before[number]), _encode(shown_after[number])])
    return json.dumps(rows).encode()


def _those(
    pairs: Sequence[PagePair], wanted: Sequence[bool], old: bool
) -> list[VersionPage | None]:
    """The pages of the pairs that are wanted; None for the others."""
    pages = []
    for pair, is_wanted in zip(pairs, wanted, strict=True):
        page = pair.old if old else pair.new
        pages.append(page if is_wanted else None)
    return pages


def _draw(pdf: bytes, pages: Sequence[VersionPage | None], width: int) -> list[Image.Image | None]:
    """Pictures of pages; None where there is no page."""
    # A process that has loaded pdfium cannot be forked, so only the one that draws loads it.
    from guide.release import viewer

    numbers = [page.number - 1 for page in pages if page]
    drawn = iter(viewer.draw_pages(pdf, numbers, width) if numbers else ())
    return [next(drawn) if page else None for page in pages]


def _differing_regions(
    pair: PagePair, before: Image.Image | None, after: Image.Image | None
) -> list[WordBox] | None:
    """Where two pictures differ, as boxes in shares of the page; None where nowhere.

    Numbers of pages are left out. A page without a counterpart differs as a whole, without boxes.
    """
    if pair.old is None or pair.new is None or before is None or after is None:
        return []
    if before.size != after.size:
        return []
    difference = ImageChops.difference(before, after).convert("L")
    for page in (pair.old, pair.new):
        _leave_out(difference, page, [word for word in page.words if word.is_number])
    if pair.same_words:
        return find_lit(difference) or None
    # What is left without the words are pictures, and lines that have moved.
    _leave_out(difference, pair.old, pair.old.words)
    _leave_out(difference, pair.new, pair.new.words)
    return [region for region in find_lit(difference) if _is_large(region)]


def _is_large(region: WordBox) -> bool:
    left, top, right, bottom = region
    return right - left >= _LEAST_WIDTH and bottom - top >= _LEAST_HEIGHT


def _leave_out(difference: Image.Image, page: VersionPage, words: Sequence[PageWord]) -> None:
    """Makes the places of words black."""
    draw = ImageDraw.Draw(difference)
    across, down = difference.width / page.width, difference.height / page.height
    for word in words:
        left, top, right, bottom = _grow(word.box)
        upper = (left * across - 1, top * down - 1)
        lower = (right * across + 1, bottom * down + 1)
        draw.rectangle((upper, lower), fill=0)


def find_lit(difference: Image.Image) -> list[WordBox]:
    """The stretches of a picture that are not black, as boxes in shares of its width and height."""
    seen = difference.point([0] * _DIFFERS + [255] * (256 - _DIFFERS))
    width, height = -(-seen.width // _SQUARE), -(-seen.height // _SQUARE)
    whole = Image.new("L", (width * _SQUARE, height * _SQUARE))
    whole.paste(seen)
    squares = whole.reduce(_SQUARE)
    data = squares.tobytes()
    lit = {divmod(number, width) for number, value in enumerate(data) if value}
    boxes = []
    while lit:
        rows, columns = _take_connected(lit)
        left, right = min(columns), max(columns) + 1
        top, bottom = min(rows), max(rows) + 1
        boxes.append((left / width, top / height, right / width, bottom / height))
    return sorted(boxes)


def _take_connected(lit: set[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Takes a square, and all that are near it, from the set; gives their rows and columns."""
    waiting = [lit.pop()]
    rows, columns = [], []
    while waiting:
        row, column = waiting.pop()
        rows.append(row)
        columns.append(column)
        for down in range(-_NEAR, _NEAR + 1):
            for across in range(-_NEAR, _NEAR + 1):
                near = (row + down, column + across)
                if near in lit:
                    lit.remove(near)
                    waiting.append(near)
    return rows, columns


def _encode(picture: Image.Image | None) -> str:
    if picture is None:
        return ""
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=_QUALITY, method=2)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _read_row(pair: PagePair, row: Sequence[object]) -> PageChange:
    regions, before, after = row
    looks = _marks_of_looks(regions if isinstance(regions, list) else [])
    gone = _marks_of_words("gone", pair.gone, pair.old)
    come = _marks_of_words("come", pair.come, pair.new)
    is_pair = pair.old is not None and pair.new is not None
    return PageChange(
        old=pair.old,
        new=pair.new,
        old_marks=gone + looks,
        new_marks=come + looks,
        same_words=is_pair and pair.same_words,
        old_picture=base64.b64decode(str(before)),
        new_picture=base64.b64decode(str(after)),
    )


def _marks_of_looks(regions: Sequence[Sequence[float]]) -> tuple[PageMark, ...]:
    found = []
    for left, top, right, bottom in regions[:_MOST_MARKS]:
        found.append(PageMark("looks", left, top, right - left, bottom - top))
    return tuple(found)


def _marks_of_words(
    kind: str, boxes: Sequence[WordBox], page: VersionPage | None
) -> tuple[PageMark, ...]:
    """Marks of words, one for words that stand side by side on a line."""
    if page is None:
        return ()
    lines: list[WordBox] = []
    for box in boxes:
        left, top, right, bottom = box
        if lines:
            last = lines[-1]
            height = max(bottom - top, last[3] - last[1])
            same_line = abs((top + bottom) - (last[1] + last[3])) < height
            if same_line and -1 < left - last[2] < height:
                lines[-1] = (last[0], min(last[1], top), right, max(last[3], bottom))
                continue
        lines.append(box)
    found = []
    for line in lines:
        left, top, right, bottom = _share(_grow(line), page)
        found.append(PageMark(kind, left, top, right - left, bottom - top))
    return tuple(found[:_MOST_MARKS])


def _grow(box: WordBox) -> WordBox:
    left, top, right, bottom = box
    return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN


def _share(box: WordBox, page: VersionPage) -> WordBox:
    left, top, right, bottom = box
    return left / page.width, top / page.height, right / page.width, bottom / page.height
