"""One picture as SVG: each motif is given once in its <defs> and used wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from guide.art.engrave import box_of, part
from guide.art.motifs import cut
from guide.art.pencil import n


class ChapterColours(Protocol):
    """The colours of a chapter, as the brand gives them."""

    deep: str
    ground: str
    tint: str
    shade: str


class BookColours(Protocol):
    """The colours of the book, as the brand gives them."""

    cream: str
    turmeric: str
    forest: str


@dataclass(frozen=True)
class Paint:
    """The colours a picture may use besides its pigments.

    `dark` says that motifs lie on the chapter's dark ground.
    """

    deep: str
    ground: str
    tint: str
    shade: str
    cream: str
    accent: str
    leaf: str
    dark: bool = False


def paint(palette: ChapterColours, colours: BookColours, dark: bool = False) -> Paint:
    """A chapter's colours together with the book's."""
    return Paint(
        palette.deep,
        palette.ground,
        palette.tint,
        palette.shade,
        colours.cream,
        colours.turmeric,
        colours.forest,
        dark,
    )


class Paper:
    """One picture while it is made, width and height in pt."""

    def __init__(self, width: float, height: float, dark: bool = False):
        self.width, self.height, self.dark = width, height, dark
        self._used: dict[str, None] = {}
        self._clips: list[str] = []

    def lay(self, name: str, x: float, y: float, turn: float = 0, scale: float = 1) -> str:
        """A motif with its middle at (x, y), turned clockwise by whole degrees.

        At scale 1 it is about 100 pt wide. Its first variant is taken: turned every way, it looks
        cut by hand, and a second would cost as many bytes again.
        """
        self._used[name] = None
        turned = f" rotate({turn:.0f})" if round(turn) % 360 else ""
        transform = f"translate({n(x)} {n(y)}){turned} scale({scale:.2f})"
        return f'<use href="#{name}-0" transform="{transform}"/>'

    def within(self, outline: str, body: str) -> str:
        """The body, cut off at an outline such as `<circle r="9"/>`."""
        self._clips.append(f'<clipPath id="cut-{len(self._clips)}">{outline}</clipPath>')
        return f'<g clip-path="url(#cut-{len(self._clips) - 1})">{body}</g>'

    def svg(self, body: str) -> bytes:
        """The finished picture, cut off at its edges.

        WeasyPrint does not clip a background to its view box.
        """
        width, height = n(self.width), n(self.height)
        body = self.within(f'<rect width="{width}" height="{height}"/>', body)
        given = "".join(f'<g id="{name}-0">{cut(name, 0, self.dark)}</g>\n' for name in self._used)
        defs = f"<defs>\n{given}</defs>" if given else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}">{defs}{"".join(self._clips)}{body}</svg>'
        ).encode()


def framed_box(name: str) -> tuple[int, int, int, int]:
    """The box of a motif at scale 1: left, top, right, foot, in pt."""
    return part(cut(name, 0)).box


@lru_cache(maxsize=512)
def paper_outline(name: str) -> tuple[tuple[float, float, float], ...]:
    """The room a motif takes, as circles (x, y, r) at scale 1.

    A round motif is one circle, a long one is a row of circles.
    """
    one, other = framed_box(name), box_of(cut(name, 1))
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, foot = max(one[2], other[2]), max(one[3], other[3])
    x, y, wide, high = (left + right) / 2, (top + foot) / 2, (right - left) / 2, (foot - top) / 2
    # Fruit and leaves leave the corners of their box empty.
    slim, long = sorted((wide, high))
    if long < 1.3 * slim:
        return ((x, y, (slim + long) / 2 * 0.97),)
    count = min(5, round(long / slim + 0.6))
    reach = long - slim
    steps = [reach * (2 * step / (count - 1) - 1) for step in range(count)]
    return tuple((x, y + step, slim) if high > wide else (x + step, y, slim) for step in steps)
