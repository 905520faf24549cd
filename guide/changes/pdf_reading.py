"""What a PDF of the guide says of itself: its parts and recipes, and the words of its pages.

The parts are found by the names under which its links lead to them; a file that has none is read by
its bookmarks. A stranger's PDF is read as well as it can be, and nothing of it is run.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import pikepdf

from guide.changes.version import (
    BACK,
    CHAPTER_PART,
    FRONT,
    MIDDLE,
    RECIPE_PART,
    DishLabels,
    PageWord,
    VersionPage,
    VersionPart,
    VersionRecipe,
    WordBox,
)
from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest

# What pikepdf raises for a file of which the objects are not what they must be.
BROKEN = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
READ_AT_ONCE = 40
MOST_PAGES = 5000
# Where links to the findings of the references lead: these are no parts.
_REFERENCE = "ref-"
# The foot of a page, as a share of its height: what stands lower may be its number.
_FOOT = 0.92
_STREAM = re.compile(r"^stream <[^<>]*>: ")
_NUMBER = re.compile(r"\d{1,4}[.,]?")
_CACHE_KIND = "words-of-pages"
_MOST_DEPTH = 6
# The pieces of a page that are labels, by their names in templates/words.yaml.
LABEL_STARTS = ("contains", "also", "check", "without")
_FEWEST_FIGURES = 3
_VALUE = re.compile(r"[\d.,]{1,8} [a-zµ]{1,4}")
_UNKNOWN_VALUE = "not known"


@dataclass(frozen=True)
class PageWording:
    """How a recipe's page words things: how each piece begins, by its name in templates/words.yaml,
    and the names of the figures.
    """

    starts: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[str, ...] = ()


class NoPdf(Exception):
    """A file that cannot be read as a PDF."""


def read_parts(pdf: bytes, cache: Cache, jobs: int) -> tuple[VersionPart, ...]:
    """The parts of a PDF with the words of their pages, in its order.

    Raises NoPdf.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            count = len(document.pages)
            bookmarks = list(_bookmarks(document))
            starts = _named_parts(document, dict(bookmarks)) or _parts_by_bookmark(bookmarks)
    except BROKEN as error:
        # The name of a stream in memory says nothing to anybody.
        why = _STREAM.sub("", str(error))
        raise NoPdf(why or "it has no pages") from None
    if not 0 < count <= MOST_PAGES:
        raise NoPdf(f"it has {count} pages")
    if not starts or starts[0][0] > 0:
        starts = [(0, "begin", "Begin"), *starts]
    try:
        pages = _read_pages(pdf, count, cache, jobs)
    except workers.Lost as lost:
        raise NoPdf(lost.what) from None
    return tuple(_make_parts(starts, pages))


def recipes_of(parts: Iterable[VersionPart], wording: PageWording) -> list[VersionRecipe]:
    """The recipes among the parts, with the labels and figures that their pages say."""
    found = []
    chapter = ""
    for part in parts:
        if part.id.startswith(CHAPTER_PART):
            chapter = part.id.removeprefix(CHAPTER_PART)
        if part.id.startswith(RECIPE_PART):
            found.append(
                VersionRecipe(
                    slug=part.id.removeprefix(RECIPE_PART),
                    title=part.title,
                    chapter=chapter,
                    printed=read_labels(part, wording),
                    printed_figures=read_figures(part, wording),
                )
            )
    return found


def read_labels(part: VersionPart, wording: PageWording) -> DishLabels | None:
    """The labels that the pages of a recipe say; None when there are none to read."""
    for page in part.pages:
        found = _read_label_lines(page, wording)
        if found:
            break
    else:
        return None
    contains = [*_members(found.get("contains")), *_members(found.get("also"))]
    return DishLabels(
        contains=dict.fromkeys(contains, ()),
        check=dict.fromkeys(_members(found.get("check")), ()),
        without=tuple(_members(found.get("without"))),
    )


def _read_label_lines(page: VersionPage, wording: PageWording) -> dict[str, list[str]]:
    """The lines of each label on a page, without the words that it begins with."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in _lines_of(page):
        begun = _find_start(line, wording)
        if begun:
            current = begun
            line = line.removeprefix(wording.starts[begun])
        if current in LABEL_STARTS:
            found.setdefault(current, []).append(line.strip())
    return found


def _find_start(line: str, wording: PageWording) -> str:
    """Which piece of a page begins with a line; "" for one that goes on."""
    found = ""
    for name, start in wording.starts.items():
        is_longer = len(start) > len(wording.starts.get(found, ""))
        if start and is_longer and f"{line} ".startswith(f"{start} "):
            found = name
    return found


def read_figures(part: VersionPart, wording: PageWording) -> dict[str, str] | None:
    """The figures that the pages of a recipe say, by name; None when none can be read.

    The value of a figure stands below its name, or behind it.
    """
    for page in part.pages:
        found = {}
        for name in wording.figures:
            value = _find_value(page.words, name.split())
            if value:
                found[name] = value
        # A name or two may stand in a sentence.
        if len(found) >= _FEWEST_FIGURES:
            return found
    return None


def _find_value(words: Sequence[PageWord], name: Sequence[str]) -> str:
    for number in range(len(words) - len(name)):
        here = words[number : number + len(name)]
        if [word.text for word in here] != list(name):
            continue
        end = number + len(name) - 1
        first, last = words[number].box, words[end].box
        below = [word for word in words if _stands_below(word.box, first, last)]
        below.sort(key=lambda word: word.box[0])
        said = " ".join(word.text for word in below[:2])
        if _VALUE.fullmatch(said) or said == _UNKNOWN_VALUE:
            return said
    return ""


def _stands_below(box: WordBox, first: WordBox, last: WordBox) -> bool:
    """Whether a word stands on the line below a name, in its column."""
    left, top, _, bottom = first
    height = bottom - top
    _, _, right, under = last
    right = max(right, left + 4 * height)
    middle = (box[1] + box[3]) / 2
    is_in_column = left - height / 2 <= box[0] <= right
    return is_in_column and under < middle < under + 1.8 * height


def _lines_of(page: VersionPage) -> list[str]:
    """The lines of a page without its foot."""
    lines: list[list[str]] = []
    last = -1.0
    for word in page.words:
        if word.box[3] > page.height * _FOOT:
            continue
        middle = (word.box[1] + word.box[3]) / 2
        if not lines or abs(middle - last) > (word.box[3] - word.box[1]) / 2 + 1:
            lines.append([])
            last = middle
        lines[-1].append(word.text)
    return [" ".join(line) for line in lines]


def _members(lines: Sequence[str] | None) -> list[str]:
    """The allergens of a printed label one by one: `gluten (oats, rye)` is two."""
    text = " ".join(lines or ()).replace("\u00a0", " ").replace("; also ", ", ")
    found = []
    for group in re.split(r", | and | or (?![^(]*\))|; ", _close_commas(text)):
        head, _, inner = group.strip().rstrip(".").partition(" (")
        if not inner:
            found.append(head)
            continue
        for member in re.split(r"\x00 | and | or ", inner.rstrip(")")):
            found.append(f"{head} ({member})")
    return [one for one in found if one]


def _close_commas(text: str) -> str:
    """The text with commas and conjunctions in brackets marked, so that it is not cut there."""

    def mark(match: re.Match[str]) -> str:
        return re.sub(r", | and | or ", "\x00 ", match[0])

    return re.sub(r"\([^()]{0,300}\)", mark, text)


def _bookmarks(document: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """The page, from 0, and the title of each bookmark, in the order of the outline."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    with document.open_outline(max_depth=_MOST_DEPTH) as outline:
        waiting = [(item, 0) for item in reversed(outline.root)]
        while waiting:
            item, depth = waiting.pop()
            target = item.destination
            if isinstance(target, pikepdf.Array) and len(target):
                number = numbers.get(target[0].objgen)
                if number is not None:
                    yield number, str(item.title)
            if depth < _MOST_DEPTH:
                waiting += [(child, depth + 1) for child in reversed(item.children)]


def _named_parts(document: pikepdf.Pdf, titles: Mapping[int, str]) -> list[tuple[int, str, str]]:
    """The first page, from 0, the name and the title of each part that links lead to by name."""
    names = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if names is None:
        return []
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    starts: dict[int, tuple[int, str, str]] = {}
    for key, target in pikepdf.NameTree(names).items():
        name = key if isinstance(key, str) else key.decode("utf-8", "replace")
        if name.startswith(_REFERENCE) or not isinstance(target, pikepdf.Array):
            continue
        number = numbers.get(target[0].objgen)
        if number is None:
            continue
        title = titles.get(number, name)
        known = starts.get(number)
        # A recipe is never lost behind another name of its page.
        if known is None or name.startswith((RECIPE_PART, CHAPTER_PART)):
            starts[number] = (number, name, title)
    return sorted(starts.values())


def _parts_by_bookmark(bookmarks: Iterable[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """The same from the bookmarks alone: a part is called by its title."""
    starts: dict[int, tuple[int, str, str]] = {}
    taken: set[str] = set()
    for number, title in bookmarks:
        name = title
        while name in taken:
            name += "’"
        taken.add(name)
        starts.setdefault(number, (number, name, title))
    return sorted(starts.values())


def _make_parts(
    starts: Sequence[tuple[int, str, str]], pages: Sequence[VersionPage]
) -> Iterator[VersionPart]:
    is_middle = [name.startswith((RECIPE_PART, CHAPTER_PART)) for _, name, _ in starts]
    last_middle = max((number for number, yes in enumerate(is_middle) if yes), default=-1)
    ends = [*(first for first, _, _ in starts), len(pages)]
    place = FRONT
    for number, ((begin, end), (_, name, title)) in enumerate(
        zip(pairwise(ends), starts, strict=True)
    ):
        if is_middle[number]:
            place = MIDDLE
        elif place == MIDDLE and number > last_middle:
            place = BACK
        yield VersionPart(name, title, place, tuple(pages[begin:end]))


def _read_pages(pdf: bytes, count: int, cache: Cache, jobs: int) -> list[VersionPage]:
    """The words of every page, by workers. Raises workers.Lost."""
    key = digest(fingerprint.program_key(), pdf)
    kept = cache.get(_CACHE_KIND, key)
    if kept is None:
        starts = list(range(0, count, READ_AT_ONCE))
        names = [f"reading pages from {start + 1}" for start in starts]
        found: dict[int, list[object]] = {}
        for piece, data, _ in workers.share(names, partial(_read_piece, pdf, count), jobs):
            found[piece] = json.loads(data)
        rows = [row for piece in range(len(starts)) for row in found[piece]]
        kept = json.dumps(rows, ensure_ascii=False).encode()
        cache.put(_CACHE_KIND, key, kept)
    return [_make_page(number, row) for number, row in enumerate(json.loads(kept))]


def _read_piece(pdf: bytes, count: int, piece: int) -> bytes:
    """Some pages as JSON: words, links, width and height of each."""
    # A process that has loaded pdfium cannot be forked, so only the one that reads loads it.
    from guide.release import viewer

    start = piece * READ_AT_ONCE
    numbers = range(start, min(start + READ_AT_ONCE, count))
    rows = []
    for page in viewer.read_placed_words(pdf, numbers):
        words = [[word.text, *_round(word.box)] for word in page.words]
        links = [[link.page, *_round(link.box)] for link in page.links]
        rows.append([words, links, page.width, page.height])
    # Half letters are no text.
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")


def _round(box: WordBox) -> list[float]:
    return [round(side, 2) for side in box]


def _make_page(number: int, row: Sequence[list[list[object]]]) -> VersionPage:
    words, links, width, height = row
    placed = []
    for text, *box in words:
        place = _box(box)
        is_number = _is_number_of_page(str(text), place, number, links, float(str(height)))
        placed.append(PageWord(str(text), place, is_number))
    return VersionPage(number + 1, tuple(placed), float(str(width)), float(str(height)))


def _box(sides: Sequence[object]) -> WordBox:
    left, top, right, bottom = (float(str(side)) for side in sides)
    return left, top, right, bottom


def _is_number_of_page(
    text: str,
    box: WordBox,
    number: int,
    links: Sequence[Sequence[object]],
    height: float,
) -> bool:
    """Whether a word is the number of a page: its own at the foot, or that to which a link on its
    line leads.
    """
    if not _NUMBER.fullmatch(text):
        return False
    value = int(text.rstrip(".,"))
    if value == number + 1 and box[1] > height * _FOOT:
        return True
    middle = (box[1] + box[3]) / 2
    for target, *sides in links:
        _, top, _, bottom = _box(sides)
        if target == value - 1 and top <= middle <= bottom:
            return True
    return False
