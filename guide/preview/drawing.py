"""Pictures of printed pages, and where their words stand: what the worker that draws does.

It alone loads pdfium, through guide/release/viewer.py, in a process that nobody forks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from guide.preview.regions import LetteredPage, PlacedText, Region, find_regions
from guide.release import viewer

# Pixels across; a screen of 4K that shows one page over its whole width.
MOST_WIDTH = 3840


@dataclass(frozen=True)
class AskPicture:
    """A page of a PDF, counted from 0, so many pixels wide."""

    pdf: bytes = field(repr=False)
    number: int
    width: int


@dataclass(frozen=True)
class AskRegions:
    """Where passages stand on the pages of their part, in a PDF that may hold others."""

    pdf: bytes = field(repr=False)
    numbers: Sequence[int]
    passages: Sequence[PlacedText] = field(repr=False)


@dataclass(frozen=True)
class ReadPages:
    """The text of each page as a viewer reads it, and the regions of the passages."""

    texts: tuple[str, ...]
    regions: tuple[Region, ...]


class Drawer:
    """Answers questions about PDFs."""

    def __call__(self, question: AskPicture | AskRegions) -> bytes | ReadPages:
        if isinstance(question, AskPicture):
            width = max(1, min(question.width, MOST_WIDTH))
            return viewer.picture_of_page(question.pdf, question.number, width)
        pages = []
        for page in viewer.read_letters(question.pdf, question.numbers):
            pages.append(LetteredPage(page.text, page.boxes))
        texts = tuple(page.text for page in pages)
        return ReadPages(texts, tuple(find_regions(pages, question.passages)))
