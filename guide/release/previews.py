"""Pictures of the finished pages, for a web page and for a look at the whole book at once.

They are drawn from the file as it is published, with pdfium. A page that looks as it did is not
drawn again.
"""

from __future__ import annotations

import io
import marshal
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from PIL import (
    Image,
    PngImagePlugin,  # noqa: F401  # without these two Pillow loads all it has to save a picture
    WebPImagePlugin,  # noqa: F401
)

from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.release.page_keys import THUMB_WIDTH, THUMBS, picture_key
from guide.release.publish import CONTACT_SHEET, COVER, COVER_SMALL

# The width in pixels of the cover as a web page and a list of downloads show it.
COVERS = {COVER: 600, COVER_SMALL: 160}
# Of the contact sheet, in pixels: the width of a page, the gaps between pages; and the ground.
PAGE_WIDTH, GAP, GROUND = THUMB_WIDTH, 6, "#DDDDDD"
FEWEST_ACROSS = 8
# So many pixels all pages have together on the sheet, those of some 430 pages: to write a sheet
# takes twelve bytes for each. A WebP is at most 16,383 pixels wide besides.
MOST_SHEET_PIXELS = 10_500_000
PAGES_DRAWN_AT_ONCE = 40
# The sheet of a book with more pages is not written while the covers are drawn: both take room.
MOST_PAGES_MEANWHILE = 500
_CACHE_KIND = THUMBS

NOTHING_DRAWN: Mapping[int, bytes] = MappingProxyType({})

_Name = TypeVar("_Name", bound=Hashable)


@dataclass(frozen=True)
class _Task:
    """Pictures to draw in one go: covers, by their names, or pages, by their numbers from 0."""

    covers: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What is said of it when it is lost."""
        if self.covers:
            return ", ".join(self.covers)
        return f"drawing pages {self.pages[0] + 1} to {self.pages[-1] + 1}"


def draw_previews(
    pdf: bytes,
    keys: Sequence[str],
    shape: tuple[float, float],
    cache: Cache,
    jobs: int,
    drawn: Mapping[int, bytes] = NOTHING_DRAWN,
) -> dict[str, bytes]:
    """The cover in two sizes and the contact sheet, as files by their names.

    `keys` are those of what each page is drawn from, `shape` is the width and height of a page in
    pt. `drawn` are the pages that were drawn already, by their numbers from 0. Raises
    workers.Lost.
    """
    code = fingerprint.program_key()
    size = (PAGE_WIDTH, round(PAGE_WIDTH * shape[1] / shape[0]))
    cover_keys = {name: digest(code, name, keys[0]) for name in COVERS}
    page_keys = [picture_key(key, PAGE_WIDTH) for key in keys]
    sheet_key = digest(code, *keys)

    covers = _find_kept(cache, cover_keys)
    sheet = cache.get(_CACHE_KIND, sheet_key)
    drawing = None if sheet is not None else _Sheet(len(keys), size)
    missing_pages: list[int] = []
    if drawing is not None:
        # One after the other: those of a thousand recipes together would be as large as the sheet.
        for number, key in enumerate(page_keys):
            pixels = drawn.get(number) or cache.get(_CACHE_KIND, key)
            if pixels is None:
                missing_pages.append(number)
            else:
                drawing.paste(number, pixels)
    missing_covers = [name for name in COVERS if name not in covers]
    tasks = _make_tasks(missing_covers, missing_pages)

    names = [task.name for task in tasks]
    work = partial(_draw, pdf, tasks)
    meanwhile = None
    if drawing is not None and not missing_pages and len(keys) <= MOST_PAGES_MEANWHILE:
        # A sheet that has all its pages is written while the covers are drawn.
        meanwhile = drawing.encode
    for piece, data, _ in workers.share(names, work, jobs, meanwhile=meanwhile):
        task, pictures = tasks[piece], marshal.loads(data)
        if task.covers:
            for name, cover in zip(task.covers, pictures, strict=True):
                covers[name] = cover
                cache.put(_CACHE_KIND, cover_keys[name], cover)
            continue
        for number, pixels in zip(task.pages, pictures, strict=True):
            cache.put(_CACHE_KIND, page_keys[number], pixels)
            if drawing is not None:
                drawing.paste(number, pixels)
    if drawing is not None:
        sheet = drawing.encode()
        cache.put(_CACHE_KIND, sheet_key, sheet)
    return {**covers, CONTACT_SHEET: sheet or b""}


def _find_kept(cache: Cache, keys: Mapping[_Name, str]) -> dict[_Name, bytes]:
    """The pictures that the cache has, by their names."""
    found = {}
    for name, key in keys.items():
        data = cache.get(_CACHE_KIND, key)
        if data is not None:
            found[name] = data
    return found


def _make_tasks(covers: Sequence[str], pages: Sequence[int]) -> list[_Task]:
    """The covers and pages as pieces of work, the covers first because they take longest."""
    tasks = [_Task(covers=tuple(covers))] if covers else []
    for start in range(0, len(pages), PAGES_DRAWN_AT_ONCE):
        tasks.append(_Task(pages=tuple(pages[start : start + PAGES_DRAWN_AT_ONCE])))
    return tasks


def _draw(pdf: bytes, tasks: Sequence[_Task], piece: int) -> bytes:
    """The pictures of one task: covers as PNG, pages with three bytes a pixel."""
    # A process that has loaded pdfium cannot be forked, so only the one that draws loads it.
    from guide.release import viewer

    task = tasks[piece]
    pictures = []
    for name in task.covers:
        (cover,) = viewer.draw_pages(pdf, [0], COVERS[name])
        pictures.append(_encode(cover, "PNG"))
    for page in viewer.draw_pages(pdf, task.pages, PAGE_WIDTH):
        pictures.append(page.tobytes())
    return marshal.dumps(pictures)


class _Sheet:
    """All pages side by side, about twice as wide as high when there are many, of one size.

    They are drawn in a size that is given, and made smaller where there are very many.
    """

    def __init__(self, pages: int, size: tuple[int, int]) -> None:
        self._drawn = size
        self._size = width, height = _fit(pages, size)
        wanted = round((2 * pages * height / width) ** 0.5)
        self._across = min(pages, max(FEWEST_ACROSS, wanted))
        down = -(-pages // self._across)
        whole = (self._across * (width + GAP) + GAP, down * (height + GAP) + GAP)
        self._image = Image.new("RGB", whole, GROUND)
        self._encoded = b""

    def paste(self, number: int, pixels: bytes) -> None:
        """Puts the page of that number, from 0, into its place."""
        width, height = self._size
        row, column = divmod(number, self._across)
        corner = (GAP + column * (width + GAP), GAP + row * (height + GAP))
        page = Image.frombytes("RGB", self._drawn, pixels)
        if self._size != self._drawn:
            page = page.resize(self._size, Image.Resampling.BOX)
        self._image.paste(page, corner)
        self._encoded = b""

    def encode(self) -> bytes:
        """The sheet as WebP."""
        if not self._encoded:
            # To look for a smaller file would take twice as long, for a tenth of its bytes.
            self._encoded = _encode(self._image, "WEBP", quality=70, method=0)
        return self._encoded


def _fit(pages: int, size: tuple[int, int]) -> tuple[int, int]:
    """The size in which so many pages fit on the sheet: that one, or a smaller one."""
    width, height = size
    scale = (MOST_SHEET_PIXELS / (pages * width * height)) ** 0.5
    return size if scale >= 1 else (round(width * scale), round(height * scale))


def _encode(image: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
