"""The colours of paper, and the few strokes that every picture is made of.

They are written in the part of SVG that engrave.py understands.

Lengths are in pt, y runs down, angles are in degrees clockwise; numbers keep one decimal. A colour
is a pigment's name, or # and six digits. A point is (x, y), or (x, y, 1) where the outline has a
corner.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable, Sequence

# The twenty-four colours that every motif is cut from; there are no others.
PIGMENTS: dict[str, str] = {
    "ink": "#1F2A24",
    "forest": "#1F4D3A",
    "leaf": "#3E7A4F",
    "moss": "#6E9A5B",
    "sage": "#9DBB93",
    "fern": "#BCD1A8",
    "mist": "#DDE9D9",
    "turmeric": "#DE9B24",
    "honey": "#F2CF82",
    "carrot": "#D4682B",
    "poppy": "#C94334",
    "rust": "#A5432A",
    "blush": "#F3CDB9",
    "berry": "#5E2847",
    "plum": "#8C4468",
    "rose": "#D98C93",
    "sea": "#1D5564",
    "lagoon": "#5B9AA3",
    "ice": "#D3E6E6",
    "cream": "#FCF6EA",
    "oat": "#EADDC3",
    "sand": "#C9A977",
    "bark": "#6A4B35",
    "white": "#FFFFFF",
}

# The paler colour of each on a dark ground. Colours that lie side by side in a motif stay distinct.
# Colours that are bright enough (turmeric, carrot, poppy) stay as they are.
_LIGHTER = {
    "ink": "bark",
    "forest": "moss",
    "leaf": "sage",
    "moss": "fern",
    "sage": "mist",
    "fern": "mist",
    "mist": "cream",
    "rust": "carrot",
    "blush": "cream",
    "berry": "plum",
    "plum": "rose",
    "rose": "blush",
    "sea": "lagoon",
    "lagoon": "ice",
    "ice": "white",
    "cream": "white",
    "oat": "cream",
    "sand": "oat",
    "bark": "sand",
}
_NIGHT = {PIGMENTS[dark]: PIGMENTS[light] for dark, light in _LIGHTER.items()}

Point = tuple[float, ...]
# Draws a motif with the dice it is given.
Motif = Callable[[random.Random], str]


def night(svg: str) -> str:
    """The same drawing for a dark ground: every pigment that is too dark goes one step lighter."""
    return re.sub("#[0-9A-F]{6}", lambda found: _NIGHT.get(found[0], found[0]), svg)


def n(value: float) -> str:
    """A number with at most one decimal."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def hexed(colour: str) -> str:
    """The # and six digits of a colour. Raises KeyError for a name that is no pigment."""
    return colour if colour.startswith("#") or colour == "none" else PIGMENTS[colour]


# Strokes


def path(d: str, fill: str = "none", line: str = "", width: float = 0) -> str:
    """An outline in absolute steps, filled, drawn along with round ends, or both."""
    edge = (
        f' stroke="{hexed(line)}" stroke-width="{n(width)}" stroke-linecap="round"' if line else ""
    )
    return f'<path d="{d}" fill="{hexed(fill)}"{edge}/>'


def circle(x: float, y: float, r: float, fill: str, line: str = "", width: float = 0) -> str:
    """An exact circle, for pottery; fruit has an uneven outline, see `blob`."""
    edge = f' stroke="{hexed(line)}" stroke-width="{n(width)}"' if line else ""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{hexed(fill)}"{edge}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, turn: float = 0) -> str:
    """An ellipse turned about its own middle."""
    turned = f' transform="rotate({n(turn)} {n(x)} {n(y)})"' if turn else ""
    return (
        f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{hexed(fill)}"{turned}/>'
    )


def group(
    body: str, x: float = 0, y: float = 0, turn: float = 0, scale: float = 1, flip: bool = False
) -> str:
    """A drawing moved to (x, y), turned and scaled; `flip` mirrors it left to right first."""
    steps = [f"translate({n(x)} {n(y)})"] if x or y else []
    if turn:
        steps.append(f"rotate({n(turn)})")
    if scale != 1 or flip:
        steps.append(
            f"scale({-scale if flip else scale:.2f} {scale:.2f})" if flip else f"scale({scale:.2f})"
        )
    return f'<g transform="{"".join(steps)}">{body}</g>' if steps else body


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """A curve through the points (Catmull-Rom as cubic Béziers), with its corners kept."""
    count = len(points)

    def slope(at: int) -> tuple[float, float]:
        here = points[at]
        if len(here) > 2 or (not closed and at in (0, count - 1)):
            return 0, 0
        before, after = points[at - 1], points[(at + 1) % count]
        return (after[0] - before[0]) / 6, (after[1] - before[1]) / 6

    steps = [f"M{n(points[0][0])} {n(points[0][1])}"]
    for at in range(count if closed else count - 1):
        (x, y), (to_x, to_y) = points[at][:2], points[(at + 1) % count][:2]
        (out_x, out_y), (in_x, in_y) = slope(at), slope((at + 1) % count)
        steps.append(
            f"C{n(x + out_x)} {n(y + out_y)} {n(to_x - in_x)} {n(to_y - in_y)} {n(to_x)} {n(to_y)}"
        )
    return "".join(steps) + ("Z" if closed else "")


def shape(points: Sequence[Point], fill: str) -> str:
    """A piece of paper cut along those points."""
    return path(smooth(points), fill)


def stroke(points: Sequence[Point], colour: str, width: float) -> str:
    """A line through the points."""
    return path(smooth(points, closed=False), line=colour, width=width)


def cut_marks(lines: Iterable[tuple[float, float, float, float]], colour: str, width: float) -> str:
    """Straight strokes from (x, y) to (x, y), all in one path."""
    return path(
        "".join(f"M{n(x)} {n(y)}L{n(to_x)} {n(to_y)}" for x, y, to_x, to_y in lines),
        line=colour,
        width=width,
    )


def arcs(
    lines: Iterable[tuple[float, float, float, float, float]], colour: str, width: float
) -> str:
    """Curved strokes from (x, y) to (x, y), all in one path.

    The fifth number is how far a stroke bends to the left of its direction, in pt.
    """
    d = ""
    for x, y, to_x, to_y, bow in lines:
        far = math.hypot(to_x - x, to_y - y) or 1
        handle_x = (x + to_x) / 2 + 2 * bow * (to_y - y) / far
        handle_y = (y + to_y) / 2 - 2 * bow * (to_x - x) / far
        d += f"M{n(x)} {n(y)}Q{n(handle_x)} {n(handle_y)} {n(to_x)} {n(to_y)}"
    return path(d, line=colour, width=width)


def dots(points: Iterable[Point], size: float, colour: str) -> str:
    """Discs `size` wide, all in one path.

    They are very short strokes with round ends: a tenth of the bytes of circles.
    """
    return cut_marks(((x, y, x + 0.1, y) for x, y, *_ in points), colour, size)


def grains(
    places: Iterable[tuple[float, float, float]], length: float, width: float, colour: str
) -> str:
    """Grains with round ends about their places (x, y, angle), all in one path."""
    reach = (length - width) / 2
    across = [
        (x, y, reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn)))
        for x, y, turn in places
    ]
    return cut_marks(((x - a, y - b, x + a, y + b) for x, y, a, b in across), colour, width)


# Points


def polar(angle: float, r: float, x: float = 0, y: float = 0) -> tuple[float, float]:
    """The point r away from (x, y) at that angle; 0 is to the right, 90 is down."""
    return x + r * math.cos(math.radians(angle)), y + r * math.sin(math.radians(angle))


def along(curve: Sequence[Point], t: float) -> tuple[float, float]:
    """The point at t of a cubic Bézier of four points; 0 is its beginning and 1 its end."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return sum(w * p[0] for w, p in zip(weights, curve, strict=True)), sum(
        w * p[1] for w, p in zip(weights, curve, strict=True)
    )


def mirrored(right: Sequence[Point]) -> list[Point]:
    """A whole outline from its right half, from top to foot; points on the axis stay single."""
    return [*right, *((-point[0], *point[1:]) for point in reversed(right) if point[0])]


def wobbled(rng: random.Random, points: Sequence[Point], by: float = 0.03) -> list[Point]:
    """The points, each up to `by` of its distance nearer to the middle or farther away."""
    x, y = (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )
    moved: list[Point] = []
    for point in points:
        k = 1 + rng.uniform(-by, by)
        moved.append((x + (point[0] - x) * k, y + (point[1] - y) * k, *point[2:]))
    return moved


def resized(points: Sequence[Point], scale: float, x: float = 0, y: float = 0) -> list[Point]:
    """The points `scale` times as far from their origin, then moved by (x, y)."""
    return [(px * scale + x, py * scale + y, *rest) for px, py, *rest in points]


def shaded(outline: Sequence[Point], inner: float = 0.45) -> list[Point]:
    """The right side of a `mirrored` outline, usually for its shadow.

    `inner` is where the piece begins: 0 at the axis, 1 at the edge.
    """
    right = outline[: len(outline) // 2 + 1]
    ends = [(*right[0][:2], 1), (*right[-1][:2], 1)]
    return [
        ends[0],
        *right[1:-1],
        ends[1],
        *((point[0] * inner, *point[1:]) for point in reversed(right[1:-1])),
    ]


def blob(  # noqa: PLR0913  a shape is given by its measures
    rng: random.Random,
    rx: float,
    ry: float = 0,
    x: float = 0,
    y: float = 0,
    by: float = 0.04,
    count: int = 8,
    turn: float = 0,
) -> list[Point]:
    """An uneven oval, its points clockwise from `turn`; ry is rx when it is 0."""
    points: list[Point] = []
    for step in range(count):
        px, py = polar(360 * step / count, 1 + rng.uniform(-by, by))
        px, py, cos, sin = (
            px * rx,
            py * (ry or rx),
            math.cos(math.radians(turn)),
            math.sin(math.radians(turn)),
        )
        points.append((x + px * cos - py * sin, y + px * sin + py * cos))
    return points


def scattered(
    rng: random.Random, count: int, radius: float, jitter: float = 0.1, turn: float = 360
) -> list[tuple[float, float, float]]:
    """Places spread evenly over a disc, as (x, y, angle), from the middle outwards.

    They follow the golden angle, as florets do in a sunflower (H. Vogel, Mathematical Biosciences
    44, 1979), and stray by `jitter` of the radius.
    """
    start, places = rng.uniform(0, 360), []
    for number in range(count):
        x, y = polar(start + number * 137.508, radius * math.sqrt((number + 0.5) / count))
        places.append(
            (
                x + rng.uniform(-jitter, jitter) * radius,
                y + rng.uniform(-jitter, jitter) * radius,
                rng.uniform(0, turn),
            )
        )
    return places


# Small pieces that many motifs share


def leaflet(  # noqa: PLR0913  a shape is given by its measures
    x: float, y: float, turn: float, length: float, width: float, fill: str, dark: str = ""
) -> str:
    """A small leaf that grows from (x, y) and points up at turn 0; `dark` shades its right half."""
    w, far = width / 2, -length
    whole = path(
        f"M0 0C{n(-w * 1.5)} {n(far * 0.35)} {n(-w * 0.9)} {n(far * 0.8)} 0 {n(far)}"
        f"C{n(w * 0.9)} {n(far * 0.8)} {n(w * 1.5)} {n(far * 0.35)} 0 0Z",
        fill,
    )
    half = (
        path(
            f"M0 0C{n(w * 1.5)} {n(far * 0.35)} {n(w * 0.9)} {n(far * 0.8)} 0 {n(far)}"
            f"C{n(w * 0.3)} {n(far * 0.7)} {n(-w * 0.2)} {n(far * 0.4)} 0 0Z",
            dark,
        )
        if dark
        else ""
    )
    return group(whole + half, x, y, turn)


def star(
    points: int, outer: float, inner: float, x: float = 0, y: float = 0, turn: float = -90
) -> list[Point]:
    """A star with sharp tips and rounded valleys, for the green collars of fruit."""
    tips = []
    for number in range(points):
        at = turn + number * 360 / points
        tips += [(*polar(at, outer, x, y), 1), polar(at + 180 / points, inner, x, y)]
    return tips


def glint(x: float, y: float, r: float, colour: str = "cream", width: float = 2.4) -> str:
    """The highlight of a round fruit: an arc at its upper left, r from its middle (x, y)."""
    (from_x, from_y), (to_x, to_y) = polar(195, r, x, y), polar(255, r, x, y)
    return path(
        f"M{n(from_x)} {n(from_y)}A{n(r)} {n(r)} 0 0 1 {n(to_x)} {n(to_y)}",
        line=colour,
        width=width,
    )
