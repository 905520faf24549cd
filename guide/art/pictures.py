"""The pictures of the guide: pure functions that return SVG, always the same for the same seed.

Lengths are in pt. A picture's colours are its chapter's (`Paint`) and the pigments of its motifs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from guide.art import dishes, vessels
from guide.art.paper import Paint, Paper, framed_box
from guide.art.pencil import arcs, blob, circle, group, leaflet, mirrored, n, path, smooth
from guide.art.scatter import Circle, Crumbs, Occupied, ScatterStyle, crumbs, size, strew

# What lies on the ground of the cover and of the back page.
HARVEST = (
    "avocado",
    "blueberry",
    "salmon",
    "lemon",
    "carrot",
    "beet",
    "garlic",
    "redonion",
    "mushroom",
    "pear",
    "fig",
    "pomegranate",
    "walnut",
    "cabbage",
    "broccoli",
    "mackerel",
    "lime",
    "raspberry",
    "kale",
    "thyme",
    "olive",
    "tomato",
    "squash",
    "artichoke",
    "chickpea",
    "turmeric",
    "radish",
    "orange",
    "asparagus",
    "parsley",
)
# The plate's half, its two quarters, and what lies beside it.
HALF = (
    "kale",
    "broccoli",
    "spinach",
    "radish",
    "beethalf",
    "cabbage",
    "carrot",
    "tomato",
    "courgette",
    "pepper",
)
PROTEIN = ("salmon", "chickpea", "egg", "lentil", "mackerel")
GRAIN = ("brownrice", "quinoa", "bread", "barley", "couscous")
BESIDE = ("oil", "lemon", "parsley", "turmeric")

# The right half of a body 200 pt high, from its neck down over the arm and the leg to where the
# legs part. Points of an outline are read as rows.
FIGURE = (
    (0, 26, 1), (6.5, 29, 1), (6.8, 38), (11, 42.5), (21, 45), (28, 51), (30.5, 63), (32.5, 79),
    (36, 94), (40.5, 106), (44.5, 114), (44.8, 123), (41.5, 128.5), (37.8, 126), (36.4, 118.5, 1),
    (34.2, 122), (31.6, 120.5), (32.2, 111), (28.5, 97), (25, 82), (22.5, 67, 1), (20.5, 78),
    (19, 88), (20, 98), (22.3, 111), (22.3, 127), (20, 144), (18, 156), (18.8, 167), (16.6, 181),
    (14.2, 190), (18.5, 195.5), (16.5, 199), (8.5, 199), (6.6, 193), (6.8, 183), (5.4, 168),
    (6, 156), (4.6, 140), (1.6, 116), (0, 112, 1),
)  # fmt: skip
# Lines that tell the two sides apart, to the right of the middle: folds of the collar, the elbows
# and the knees in front; of the shoulder blades, the seat and the knees at the back.
FOLDS = {
    "front": ((7.5, 47.5, 17, 50, -1), (28, 83.5, 33.2, 81.5, -1.2), (8.5, 157, 15.5, 157, -1.5)),
    "back": ((9, 53, 15.5, 69, 2.5), (0, 109, 16, 107, -3.5), (7.5, 155, 16.5, 155, 1.5)),
}


def foot(width: float, height: float, edge: float, rise: float) -> str:
    """The outline of a picture whose foot is curved: at its sides it ends `edge` pt higher.

    It begins outside the page on three sides, or a thin white line could show at the page's edges.
    """
    side = n(height - edge)
    return f"M-2 -2H{n(width + 2)}V{side}Q{n(width / 2)} {n(height + rise)} -2 {side}Z"


def hero(
    seed: str, dish: dishes.ServedDish, names: Sequence[str], p: Paint, width: float, height: float
) -> bytes:
    """A recipe's opening picture: its dish among its ingredients, on the chapter's tint.

    Its foot is curved. `names` are its motifs, the most important first. Heights from about 120 to
    280 pt look well.
    """
    rng = random.Random(f"hero:{seed}")
    # Dice of its own, so that the dish is the same at any height.
    chef = random.Random(f"dish:{seed}")
    paper, occupied = Paper(width, height), Occupied()
    vessel = dishes.KINDS[dish.kind].vessel
    at = vessels.place_food(chef, vessel, width, height)
    served, beside, near = dishes.serve(chef, dish, paper, p, at)
    away = vessels.away(vessel, at)

    def allowed(circles: Sequence[Circle], _tier: float) -> bool:
        for x, y, r in circles:
            if away(x, y) <= r + 5:
                return False
            if near is not None and math.hypot(x - near.x, y - near.y) < near.r * 1.1 + r + 3:
                return False
        return True

    scale = max(0.4, min(0.64, 0.28 + height / 620))
    area = (-6, -6, width + 6, height + 2)
    style = ScatterStyle(scale, allowed, gap=9, tiers=(1, 0.7))
    around = strew(rng, paper, occupied, names[:6], area, style)
    dust = crumbs(
        rng,
        occupied,
        (0, 0, width, height),
        Crumbs(int(width * height / 900), 1.5, p.shade),
        allowed,
    )
    edge = 10 + height / 28
    frame = foot(width, height, edge, edge - 4)
    return paper.svg(
        paper.within(path(frame, "#000000"), path(frame, p.tint) + dust + around + beside + served)
    )


def opener(seed: str, names: Sequence[str], p: Paint, width: float, height: float) -> bytes:
    """A chapter's ingredients on its dark ground.

    The foot is curved and leaves room for the chapter's numeral.
    """
    rng, paper, occupied = (
        random.Random(f"opener:{seed}"),
        Paper(width, height, dark=True),
        Occupied(),
    )
    occupied.put(((width / 2, height - 4, 30),))
    area = (-8, -8, width + 8, height + 4)
    field = strew(
        rng,
        paper,
        occupied,
        names,
        area,
        ScatterStyle(0.74, tiers=(1, 0.76, 0.54, 0.4), fine=0.3),
    )
    colour = p.cream if p.ground == p.accent else p.accent
    dots = crumbs(rng, occupied, area, Crumbs(int(width * height / 160), 1.7, colour))
    frame = foot(width, height, 34, 26)
    return paper.svg(paper.within(path(frame, "#000000"), path(frame, p.ground) + dots + field))


def _night(rng: random.Random, paper: Paper, occupied: Occupied, p: Paint) -> str:
    """The ground of the cover and the back page: the book's ingredients on its dark colour."""
    area = (-10, -10, paper.width + 10, paper.height + 10)
    ground = (
        f'<rect x="-2" y="-2" width="{n(paper.width + 4)}" height="{n(paper.height + 4)}"'
        f' fill="{p.ground}"/>'
    )
    style = ScatterStyle(0.78, gap=1.6, tiers=(1, 0.8, 0.6, 0.44), fine=0.3)
    field = strew(rng, paper, occupied, HARVEST, area, style)
    count = int(paper.width * paper.height / 130)
    return ground + crumbs(rng, occupied, area, Crumbs(count, 1.7, p.accent)) + field


def cover(p: Paint, width: float, height: float, top: float) -> bytes:
    """The cover: ingredients lie all round a plate that holds the title.

    `top` is how far the plate's middle lies below the page's top. At the foot there is room for a
    line of words, 62 pt high and four fifths of the page wide.
    """
    rng, paper, occupied = random.Random("cover"), Paper(width, height, dark=True), Occupied()
    x, y, r = width / 2, top, width * 0.444
    occupied.put(
        ((x, y, r + 4), *((x + step * width * 0.05, height - 31, 15) for step in range(-6, 7)))
    )
    plate = circle(x + 5, y + 10, r + 2.5, _mixed(p.ground, p.deep, 0.4)) + circle(
        x + 4, y + 8, r, _mixed(p.ground, p.deep, 0.75)
    )
    plate += (
        circle(x, y, r, p.cream)
        + circle(x, y, r - 10, "none", p.accent, 1.5)
        + circle(x, y, r - 14.5, "none", "sand", 0.7)
    )
    return paper.svg(_night(rng, paper, occupied, p) + plate)


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between the two; share 0 is the one, 1 the other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def arch(width: float, height: float) -> tuple[float, float, float, float]:
    """Where the panel of the back page stands: left, top, right, foot."""
    return width * 0.115, height * 0.145, width * 0.885, height * 0.905


def back(p: Paint, width: float, height: float) -> bytes:
    """The back page: the cover's ground round a panel with an arch, see `arch`."""
    rng, paper, occupied = random.Random("back"), Paper(width, height, dark=True), Occupied()
    left, top, right, low = arch(width, height)
    r = (right - left) / 2
    occupied.put(((width / 2, top + r, r + 3),))
    # The rest of the panel as rows of circles, so that no motif is drawn where it is hidden.
    for row in range(1 + int((low - top - r) // 24)):
        occupied.put(
            [
                (x, min(top + r + row * 24, low - 14), 16)
                for x in range(int(left) + 16, int(right) - 15, 12)
            ]
        )

    def panel(inset: float) -> str:
        a, b, c, d, q = left + inset, top + inset, right - inset, low - inset, r - inset
        return (
            f"M{n(a)} {n(d - 8)}V{n(b + q)}A{n(q)} {n(q)} 0 0 1 {n(c)} {n(b + q)}"
            f"V{n(d - 8)}Q{n(c)} {n(d)} {n(c - 8)} {n(d)}"
            f"H{n(a + 8)}Q{n(a)} {n(d)} {n(a)} {n(d - 8)}Z"
        )

    shadow = "".join(
        group(path(panel(-soft), _mixed(p.ground, p.deep, dark)), over, 2 * over)
        for over, soft, dark in ((5, 2.5, 0.4), (4, 0, 0.75))
    )
    front = (
        path(panel(0), p.cream)
        + path(panel(9), line=p.accent, width=1.3)
        + path(panel(13), line="sand", width=0.7)
    )
    return paper.svg(_night(rng, paper, occupied, p) + shadow + front)


def tailpiece(seed: str, names: Sequence[str], p: Paint, width: float, height: float) -> bytes:
    """A band of the recipe's ingredients that fills a short last page.

    They are large in its middle, small and few at its edges.
    """
    rng, paper, occupied = random.Random(f"tail:{seed}"), Paper(width, height), Occupied()
    sway, lean = rng.uniform(0, math.tau), rng.choice((-1, 1)) * rng.uniform(0.04, 0.1)

    def depth(x: float, y: float) -> float:
        """1 along a line that waves through the picture, 0 at its top and foot."""
        line = height * (0.5 + 0.09 * math.sin(sway + x / width * 4.4) + lean * (x / width - 0.5))
        return 1 - abs(y - line) / (height * 0.5)

    def allowed(circles: Sequence[Circle], tier: float) -> bool:
        least = {1.0: 0.58, 0.72: 0.36, 0.46: 0.18}.get(tier, 0.06)
        for _, y, r in circles:
            if y - r <= 0 or y + r >= height:
                return False
        deep = [depth(x, y) for x, y, _ in circles]
        return min(deep) > least * rng.uniform(0.7, 1.3)

    area = (-8, 0, width + 8, height)
    scale = max(0.4, min(0.7, height / 250))
    style = ScatterStyle(scale, allowed, gap=3.5)
    drift = strew(rng, paper, occupied, names[:8], area, style)
    dust = Crumbs(int(width * height / 420), 1.5, p.shade)
    return paper.svg(crumbs(rng, occupied, area, dust, allowed) + drift)


def plate_diagram(p: Paint, width: float, height: float) -> bytes:
    """One good plate.

    Half of it is vegetables, on the left; a quarter is fish, eggs and pulses, above a quarter of
    whole grains. Oil and herbs lie beside it.
    """
    rng, paper = random.Random("plate"), Paper(width, height)
    x, y, r = width / 2, height / 2 - 2, height / 2 - 7
    out = (
        circle(x + 3.5, y + 6, r, p.shade)
        + circle(x, y, r, "white", p.shade, 0.8)
        + circle(x, y, r * 0.94, "none", p.ground, 1.2)
    )
    for sector in (
        _Sector(x, y, r, 90, 270, "sage", HALF, 0.44 * height / 210),
        _Sector(x, y, r, 270, 360, "ice", PROTEIN, 0.46 * height / 210),
        _Sector(x, y, r, 0, 90, "honey", GRAIN, 0.44 * height / 210),
    ):
        out += _filled_sector(rng, paper, sector)
    inner = r * 0.83
    out += path(
        f"M{n(x)} {n(y - inner)}V{n(y + inner)}M{n(x)} {n(y)}H{n(x + inner)}", line="white", width=4
    )
    for number, name in enumerate(BESIDE):
        # Two on the left, two on the right.
        side, low = (-1, 1)[number % 2], number // 2
        gap = (width / 2 - r) / 2
        out += paper.lay(
            name,
            x + side * (r + gap),
            y + (-0.42 + 0.84 * low) * r,
            side * 10,
            min(gap / 46, 0.8) * size(name),
        )
    return paper.svg(out)


@dataclass(frozen=True)
class _Sector:
    """A part of the plate about (x, y): its angles, its colour and the motifs that fill it."""

    x: float
    y: float
    r: float
    first: float
    last: float
    ground: str
    names: tuple[str, ...]
    scale: float


def _filled_sector(rng: random.Random, paper: Paper, sector: _Sector) -> str:
    x, y, r, first, last = sector.x, sector.y, sector.r, sector.first, sector.last
    inner = r * 0.83
    a, b = (
        (x + inner * math.cos(math.radians(angle)), y + inner * math.sin(math.radians(angle)))
        for angle in (first, last)
    )
    outline = f"M{n(x)} {n(y)}L{n(a[0])} {n(a[1])}A{n(inner)} {n(inner)} 0 0 1 {n(b[0])} {n(b[1])}Z"

    def allowed(circles: Sequence[Circle], _tier: float) -> bool:
        for cx, cy, q in circles:
            if math.hypot(cx - x, cy - y) + q * 0.6 > inner:
                return False
            turn = (math.degrees(math.atan2(cy - y, cx - x)) - first) % 360
            if turn > last - first:
                return False
            # Motifs keep off the white lines between the sectors.
            if abs(cx - x) < q * 0.8 + 2:
                return False
            if last - first < 180 and abs(cy - y) < q * 0.8 + 2:
                return False
        return True

    style = ScatterStyle(
        sector.scale,
        allowed,
        gap=-2.5,
        tiers=(1, 0.8, 0.6, 0.46),
        lean=50,
        fine=0.22,
        kin=False,
    )
    square = (x - r, y - r, x + r, y + r)
    food = strew(rng, paper, Occupied(), sector.names, square, style)
    return paper.within(path(outline, "#000000"), path(outline, sector.ground) + food)


def body_outline(p: Paint, side: str, width: float, height: float) -> bytes:
    """The outline of a body, from the front or the back, for readers to shade with a pencil."""
    scale = height / 203
    folds = [
        line
        for x, y, to_x, to_y, bow in FOLDS[side]
        for line in ((x, y, to_x, to_y, bow), (-x, y, -to_x, to_y, -bow))
    ]
    if side == "back":
        folds.append((0, 48, 0, 100, 0.6))
    ears = "".join(
        path(smooth(blob(random.Random("ear"), 2.4, 3.6, x, 17.5)), p.cream, p.deep, 1.1)
        for x in (-12.6, 12.6)
    )
    head = path(
        smooth(blob(random.Random("head"), 12.4, 15.4, 0, 16.6, by=0.012, count=10)),
        p.cream,
        p.deep,
        1.1,
    )
    drawn = (
        path(smooth(mirrored(FIGURE)), p.cream, p.deep, 1.1)
        + ears
        + head
        + arcs(folds, p.deep, 0.7)
    )
    return Paper(width, height).svg(group(drawn, width / 2, 0.6 * scale, scale=scale))


def flourish(width: float, height: float) -> bytes:
    """A divider: two sprigs back to back."""
    x, y, pairs = width / 2, height / 2, 7
    reach = width / 2 - 6
    out = ""
    for side in (-1, 1):
        out += path(
            f"M{n(x + side * 6)} {n(y)}"
            f"Q{n(x + side * reach / 2)} {n(y - 1)} {n(x + side * reach * 0.94)} {n(y)}",
            line="leaf",
            width=1,
        )
        for step in range(pairs):
            grown = height * (0.62 - 0.26 * step / pairs)
            at = x + side * (5 + (reach - 12) * step / pairs)
            out += "".join(
                leaflet(
                    at,
                    y,
                    side * 90 - side * half * 38,
                    grown,
                    grown * 0.5,
                    "leaf" if half > 0 else "moss",
                )
                for half in (-1, 1)
            )
        out += leaflet(x + side * (reach - 6), y, side * 90, height * 0.4, height * 0.2, "moss")
    return Paper(width, height).svg(out + circle(x, y, height * 0.17, "turmeric"))


def spot(name: str, wide: float) -> bytes:
    """One motif by itself, as large as it may be in a square."""
    left, top, right, low = framed_box(name)
    paper = Paper(wide, wide)
    scale = wide / max(right - left, low - top)
    return paper.svg(
        paper.lay(
            name,
            wide / 2 - (left + right) / 2 * scale,
            wide / 2 - (top + low) / 2 * scale,
            0,
            int(scale * 100) / 100,
        )
    )
