"""What is read off laid out pages: where the words end, and how high places for pictures are.

WeasyPrint lays out in px of 1/96 inch, a PDF measures in pt of 1/72 inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Any: a box, or what keeps the place for one that is positioned.
from typing import TYPE_CHECKING, Any

from guide.press.weasyprint_loader import (
    Box,
    Document,
    LineBox,
    PageBox,
    ParentBox,
    TextBox,
)

if TYPE_CHECKING:
    from guide.press.weasyprint_types import LayerImage

PT_PER_PX = 0.75
# The least and greatest height in pt at which pictures can be drawn.
LOWEST, TALLEST = 60, 600
# What stays free between the last words of a part and the picture that closes it, in pt.
BREATH = 8


@dataclass(frozen=True)
class ClosingPicture:
    """A picture below the last words of a part: its page, from 0, and its place, in pt.

    `y` is measured from the foot of the page; `gap` is left free above the picture.
    """

    picture: str
    page: int
    y: float
    width: float
    height: float
    gap: float


@dataclass(frozen=True)
class _TextEnd:
    """The last page of a part, how many pt of it are used, and the picture that it asks for."""

    page: PageBox
    used: float
    wish: str


def find_closing_picture(document: Document) -> ClosingPicture | None:
    """The picture that a template asks for with `data-closing`; None when its page lacks room.

    The attribute names the picture, the least and the greatest height in pt, as in
    "tail-pea-soup 96 240".
    """
    end = _find_text_end(document)
    if not end.wish:
        return None
    name, least, most = end.wish.split()
    page = end.page
    free = page.height * PT_PER_PX - end.used
    height = min(int(free) - BREATH, int(most))
    if height < int(least):
        return None
    foot = page.margin_height() - page.content_box_y() - page.height
    return ClosingPicture(
        picture=f"{name}@{height}",
        page=len(document.pages) - 1,
        y=foot * PT_PER_PX,
        width=page.margin_width() * PT_PER_PX,
        height=height,
        gap=free - height,
    )


def measure_overrun(document: Document) -> float:
    """How many pt stand on the last page for which no page between it and the first had room."""
    free_between = sum(_free_height(page._page_box) for page in document.pages[1:-1])
    return _find_text_end(document).used - free_between


def fit_pictures(document: Document, pictures: Sequence[str]) -> tuple[str, ...]:
    """The pictures, with "@fit" replaced by the height in pt of the place each is painted in.

    A picture's place in the list, from 1, is the width of its stand-in, by which it is found.
    """
    if not any(name.endswith("@fit") for name in pictures):
        return tuple(pictures)
    heights = _painted_heights(document)
    fitted = []
    for width, name in enumerate(pictures, 1):
        if not name.endswith("@fit"):
            fitted.append(name)
            continue
        # A place of another height shows the picture squeezed or stretched, and stops no build.
        height = min(TALLEST, max(LOWEST, heights.get(width, LOWEST)))
        fitted.append(f"{name.removesuffix('fit')}{height}")
    return tuple(fitted)


def _find_text_end(document: Document) -> _TextEnd:
    page = document.pages[-1]._page_box
    for box in page.descendants():
        if box.element is not None and "data-closing" in box.element.attrib:
            used = (box.position_y - page.content_box_y()) * PT_PER_PX
            return _TextEnd(page, used, box.element.attrib["data-closing"])
    # Without the attribute, all of the page counts as used.
    return _TextEnd(page, page.height * PT_PER_PX, "")


def _free_height(page: PageBox) -> float:
    """How many pt of a page are free below its last line; lines in its margins do not count."""
    top = page.content_box_y()
    foot = top + page.height
    last = None
    for box in page.descendants():
        if isinstance(box, LineBox) and box.position_y < foot:
            end = box.position_y + box.height
            if last is None or end > last:
                last = end
    if last is None:
        last = top
    return max(0, foot - last) * PT_PER_PX


def _painted_heights(document: Document) -> dict[int, int]:
    """The height in pt at which each stand-in, known by its width, is painted."""
    heights = {}
    for page in document.pages:
        for box in _boxes_that_paint(page._page_box):
            for image, height in _find_painted(box):
                # A gradient has no height.
                if getattr(image, "height", 0) == 1:
                    heights[image.width] = round(height * PT_PER_PX)
    return heights


def _boxes_that_paint(page: PageBox) -> Iterator[Box]:
    """All boxes of a page but those of words, in the order in which they stand."""
    waiting: list[Any] = [page]
    while waiting:
        box = waiting.pop()
        yield box
        if isinstance(box, ParentBox):
            waiting += [kid for kid in reversed(box.children) if type(kid) is not TextBox]


def _find_painted(box: Box) -> Iterator[tuple[LayerImage, float]]:
    """The pictures of a box, each with the height in px at which it is painted."""
    # A picture that is positioned is asked through what stands in its place.
    image = getattr(box, "replacement", None)
    if image is not None:
        yield image, box.height
    for layer in box.background.layers if box.background else ():
        if layer.image is not None:
            yield layer.image, layer.size[1]
