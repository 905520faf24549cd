"""What a dish is served in, still empty: bowls, plates, trays, pans, glasses, mugs.

All are seen from above, glasses from the side. A vessel has its middle at (x, y) and is `wide` and
`high` pt large.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from guide.art.paper import Paint
from guide.art.pencil import PIGMENTS, circle, ellipse, n, path, polar, stroke
from guide.art.scatter import Away

# Glazes: the colours of the rim and the inside.
GLAZES = (
    ("rust", "carrot"),
    ("sea", "lagoon"),
    ("forest", "moss"),
    ("berry", "plum"),
    ("bark", "sand"),
    ("plum", "rose"),
)
# Vessels that are about twice as wide as high, and those with straight sides.
LONG = ("tray", "dish", "board", "rack", "glasses", "pack")
STRAIGHT = (*LONG, "jar", "glass")
# How far the handle of a board and of a pan stick out to the right, in pt; the pan's is a part of
# its radius.
HANDLE, PAN_HANDLE = 48, 1.15


@dataclass(frozen=True)
class DishPlace:
    """Where a vessel stands, and how large it is."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def r(self) -> float:
        """Half its smaller side."""
        return min(self.wide, self.high) / 2

    def within(self, part: float) -> DishPlace:
        """The same place, smaller."""
        return DishPlace(self.x, self.y, self.wide * part, self.high * part)


def place_food(rng: random.Random, vessel: str, width: float, height: float) -> DishPlace:
    """Where a vessel stands in a picture of that size: beside the middle, as large as possible."""
    side = rng.choice((0.63, 0.63, 0.37))
    foot = 8 + height / 40
    middle = (height - foot) * 0.5 + 1
    if vessel in LONG:
        high = min((height - foot) * 0.84, width * 0.42)
        wide = min(high * 1.86, width * 0.7)
        x = width * (0.5 + (side - 0.5) * 0.6)
        if vessel == "board":
            wide = min(wide, width - HANDLE - 20)
            x = max(wide / 2 + 10, min(x, width - wide / 2 - HANDLE - 10))
        return DishPlace(x, middle, wide, high)
    if vessel in ("jar", "glass"):
        high = min((height - foot) * 0.92, width * 0.62)
        return DishPlace(width * side, middle, high * (0.62 if vessel == "jar" else 0.5), high)
    r = min((height - foot) * 0.482, width * 0.31)
    if vessel == "pan":
        # Its handle lies to the right.
        side = 0.37
    return DishPlace(width * side, middle, 2 * r, 2 * r)


def place_beside(vessel: str, at: DishPlace, width: float) -> DishPlace:
    """Where something smaller stands beside a vessel: on the side with more room."""
    left = at.x > width / 2
    edge = at.wide / 2 + (at.r * PAN_HANDLE if vessel == "pan" and not left else 0)
    room = at.x - edge if left else width - at.x - edge
    r = min(at.r * 0.6, room * 0.44)
    away = edge + min(room * 0.5, r * 1.25)
    return DishPlace(at.x - away if left else at.x + away, at.y + at.r * 0.2, 2 * r, 2 * r)


def away(vessel: str, at: DishPlace) -> Away:
    """A function that says how far a point is from a vessel's edge, in pt; negative inside."""
    if vessel not in STRAIGHT:

        def from_disc(x: float, y: float) -> float:
            far = math.hypot(x - at.x, y - at.y) - at.r
            if vessel == "pan":
                far = min(far, _from_line(at, x, y) - at.r * 0.1)
            return far

        return from_disc
    wide, high = at.wide / 2 + (3 if vessel == "tray" else 0), at.high / 2

    def from_box(x: float, y: float) -> float:
        a, b = abs(x - at.x) - wide, abs(y - at.y) - high
        far = math.hypot(max(a, 0), max(b, 0)) + min(max(a, b), 0)
        if vessel == "board":
            far = min(far, max(abs(x - at.x - wide - HANDLE + 30) - 32, abs(y - at.y) - high * 0.2))
        return far

    return from_box


def _from_line(at: DishPlace, x: float, y: float) -> float:
    """How far a point is from the line of a pan's handle."""
    end = at.r * (1 + PAN_HANDLE)
    along = max(0.0, min(end, (x - at.x) * COS + (y - at.y) * SIN))
    return math.hypot(x - at.x - along * COS, y - at.y - along * SIN)


# The way a pan's handle points: to the right and a little up.
COS, SIN = math.cos(math.radians(-14)), math.sin(math.radians(-14))


def glaze(rng: random.Random, p: Paint) -> tuple[str, str]:
    """A glaze that differs clearly from the chapter's colour."""

    def apart(pair: tuple[str, str]) -> float:
        mine, its = (
            tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
            for colour in (PIGMENTS[pair[0]], p.ground)
        )
        return sum((a - b) ** 2 for a, b in zip(mine, its, strict=True))

    return rng.choice(sorted(GLAZES, key=apart)[2:])


def panel(x: float, y: float, wide: float, high: float, corner: float, fill: str) -> str:
    """A box with rounded corners and its middle at (x, y)."""
    fill = PIGMENTS.get(fill, fill)
    return (
        f'<rect x="{n(x - wide / 2)}" y="{n(y - high / 2)}" width="{n(wide)}" height="{n(high)}"'
        f' rx="{n(corner)}" fill="{fill}"/>'
    )


def bowl(rng: random.Random, p: Paint, at: DishPlace, bed: str) -> str:
    """A glazed bowl whose food begins at 0.9 of its radius; `bed` is the colour under it."""
    rim, inner = glaze(rng, p)
    return (
        circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade)
        + circle(at.x, at.y, at.r, rim)
        + circle(at.x, at.y, at.r * 0.945, inner)
        + circle(at.x, at.y, at.r * 0.895, bed)
    )


def plate(p: Paint, at: DishPlace) -> str:
    """A white plate with a line on its rim; its flat middle has 0.76 of its radius."""
    return (
        circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade)
        + circle(at.x, at.y, at.r, "white")
        + circle(at.x, at.y, at.r * 0.955, "none", p.ground, 1.4)
        + circle(at.x, at.y, at.r * 0.77, "cream", p.shade, 0.8)
    )


def pan(p: Paint, at: DishPlace, bed: str) -> str:
    """A frying pan with its handle to the right; `bed` is the colour of its bottom."""
    near, far = at.r * 0.96, at.r * (1 + PAN_HANDLE)
    line = f"M{n(at.x + near * COS)} {n(at.y + near * SIN)}"
    line += f"L{n(at.x + far * COS)} {n(at.y + far * SIN)}"
    hole = (at.x + (far - 3) * COS, at.y + (far - 3) * SIN)
    shadow = f"M{n(at.x + near * COS)} {n(at.y + near * SIN + 6)}"
    shadow += f"L{n(at.x + far * COS + 3)} {n(at.y + far * SIN + 6)}"
    return (
        circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade)
        + path(shadow, line=p.shade, width=at.r * 0.19)
        + path(line, line="ink", width=at.r * 0.19)
        + circle(*hole, at.r * 0.035, p.tint)
        + circle(at.x, at.y, at.r, "ink")
        + circle(at.x, at.y, at.r * 0.93, "bark")
        + circle(at.x, at.y, at.r * 0.885, bed)
    )


def pot(rng: random.Random, p: Paint, at: DishPlace, bed: str) -> str:
    """A round casserole with two ears."""
    rim, inner = glaze(rng, p)
    out = circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade)
    for side in (-1, 1):
        out += panel(at.x + side * at.r * 0.99, at.y, at.r * 0.3, at.r * 0.46, at.r * 0.1, rim)
        out += panel(at.x + side * at.r * 1.04, at.y, at.r * 0.1, at.r * 0.22, at.r * 0.05, p.tint)
    return (
        out
        + circle(at.x, at.y, at.r * 0.97, rim)
        + circle(at.x, at.y, at.r * 0.9, inner)
        + circle(at.x, at.y, at.r * 0.86, bed)
    )


def tray(rng: random.Random, p: Paint, at: DishPlace) -> str:
    """A dark baking tray, on which what was roasted stands out."""
    rim, inner = glaze(rng, p)
    x, y, wide, high = at.x, at.y, at.wide, at.high
    out = (
        panel(x + 4, y + 6, wide + 6, high, 14, p.shade)
        + panel(x, y, wide + 6, high, 14, rim)
        + panel(x, y, wide - 4, high - 10, 10, inner)
    )
    a, b = wide / 2 - 7, high / 2 - 9
    corners = [
        (x + sx * a + rng.uniform(-3, 3), y + sy * b + rng.uniform(-2.5, 2.5))
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return out + path("M" + "L".join(f"{n(px)} {n(py)}" for px, py in corners) + "Z", "bark")


def oven_dish(rng: random.Random, p: Paint, at: DishPlace, bed: str) -> str:
    """A deep oven dish with two handles; its food begins 9 pt inside."""
    rim, inner = glaze(rng, p)
    x, y, wide, high = at.x, at.y, at.wide, at.high
    return (
        panel(x + 4, y + 6, wide, high, 22, p.shade)
        + panel(x, y, wide + 18, high * 0.34, 9, rim)
        + panel(x, y, wide, high, 22, rim)
        + panel(x, y, wide - 9, high - 9, 18, inner)
        + panel(x, y, wide - 18, high - 18, 15, bed)
    )


def inside_dish(at: DishPlace) -> str:
    """The outline of what lies in an oven dish, to cut at."""
    return panel(at.x, at.y, at.wide - 18, at.high - 18, 15, "#000000")


def board(rng: random.Random, p: Paint, at: DishPlace) -> str:
    """A wooden board with its handle and its grain."""
    x, y, wide, high = at.x, at.y, at.wide, at.high
    handle = panel(x + wide / 2 + HANDLE - 30, y, 60, high * 0.2, high * 0.1, "sand")
    wood = (
        panel(x + 4, y + 6, wide, high, 16, p.shade)
        + handle
        + circle(x + wide / 2 + HANDLE - 12, y, 3.6, p.tint)
    )
    wood += panel(x, y, wide, high, 16, "sand")
    for step in range(5):
        line = y - high / 2 + high * (step + 0.8) / 5.6
        bows = (rng.uniform(-4, 4), rng.uniform(-4, 4))
        wood += stroke(
            [
                (x + part * wide / 2, line + bow)
                for part, bow in zip((-0.94, -0.4, 0.4, 0.94), (0, *bows, 0), strict=True)
            ],
            "oat",
            0.9,
        )
    return wood


def rack(p: Paint, at: DishPlace) -> str:
    """A wire rack to cool on."""
    x, y, wide, high = at.x, at.y, at.wide, at.high
    left, top, right, low = x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
    across = "".join(f"M{n(left)} {n(top + high * step / 6)}H{n(right)}" for step in range(1, 6))
    down = "".join(f"M{n(left + wide * step / 12)} {n(top)}V{n(low)}" for step in range(1, 12))
    frame = f"M{n(left)} {n(top)}H{n(right)}V{n(low)}H{n(left)}Z"
    shadow = f"M{n(left + 4)} {n(low + 5)}H{n(right + 4)}V{n(top + 5)}"
    return (
        path(shadow, line=p.shade, width=3)
        + path(down, line="sand", width=1.4)
        + path(across, line="sand", width=1.4)
        + path(frame, line="bark", width=3)
    )


def glass_wall(x: float, top: float, wide: float, high: float, inset: float = 0) -> str:
    """The outline of a glass that narrows to its foot, from `top` down."""
    half, low, foot = wide / 2 - inset, wide * 0.38 - inset, top + high - inset
    return (
        f"M{n(x - half)} {n(top)}L{n(x - low)} {n(foot - 6)}"
        f"Q{n(x - low + 1)} {n(foot)} {n(x - low + 7)} {n(foot)}"
        f"H{n(x + low - 7)}Q{n(x + low - 1)} {n(foot)} {n(x + low)} {n(foot - 6)}"
        f"L{n(x + half)} {n(top)}Z"
    )


def cup(rng: random.Random, p: Paint, at: DishPlace, drink: str) -> str:
    """A mug on its saucer, from above, with its drink; the drink has 0.55 of the radius."""
    rim, inner = glaze(rng, p)
    x, y, r = at.x, at.y, at.r
    turn = 155 if at.x > 200 else 25
    handle = polar(turn, r * 0.8, x, y)
    return (
        circle(x + r * 0.045, y + r * 0.075, r, p.shade)
        + circle(x, y, r, "white")
        + circle(x, y, r * 0.95, "none", p.ground, 1.3)
        + circle(x + r * 0.04, y + r * 0.06, r * 0.66, p.shade)
        + circle(*handle, r * 0.15, "none", rim, r * 0.09)
        + circle(x, y, r * 0.66, rim)
        + circle(x, y, r * 0.6, inner)
        + circle(x, y, r * 0.55, drink)
    )


def lidded_jar(rng: random.Random, p: Paint, at: DishPlace) -> tuple[str, str]:
    """A jar and its lid, apart, so that food comes between them; it fills its lower three parts."""
    rim, inner = glaze(rng, p)
    top, wide, high = at.y - at.high / 2, at.wide, at.high
    glass = ellipse(at.x + 4, top + high - 1, wide * 0.52, high * 0.035, p.shade)
    glass += panel(at.x, top + high * 0.565, wide, high * 0.83, wide * 0.16, "ice")
    glass += panel(at.x, top + high * 0.13, wide * 0.8, high * 0.12, 3, "ice")
    lid = panel(at.x, top + high * 0.07, wide * 0.88, high * 0.115, 4, rim)
    return glass, lid + panel(at.x, top + high * 0.096, wide * 0.88, high * 0.03, 1, inner)


def spoon(at: DishPlace, turn: float, p: Paint, left: bool) -> str:
    """The handle of a wooden spoon that leans against the rim, on the side with more room."""
    turn = (38 if left else 118) + turn % 24
    (x, y), (to_x, to_y), (end_x, end_y) = (
        polar(turn, at.r * far, at.x, at.y) for far in (0.9, 1.42, 1.36)
    )
    shadow = path(
        f"M{n(x + 3)} {n(y + 4)}L{n(to_x + 3)} {n(to_y + 4)}", line=p.shade, width=at.r * 0.1
    )
    wood = path(f"M{n(x)} {n(y)}L{n(to_x)} {n(to_y)}", line="sand", width=at.r * 0.1)
    return (
        shadow
        + wood
        + path(f"M{n(end_x)} {n(end_y)}L{n(to_x)} {n(to_y)}", line="bark", width=at.r * 0.1)
    )
