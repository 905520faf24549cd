"""Draws the vessel a dish is served in, with the dish in it.

Vessels are seen from above, a jar and a glass from the side. Each has its middle at (x, y) and is
`wide` and `high` pt large. The food is given as motifs, the most important first.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from guide.art.paper import Paint, Paper, framed_box, paper_outline
from guide.art.pencil import circle, ellipse, n, path, polar, stroke
from guide.art.pigments import PIGMENTS
from guide.art.scatter import Area, Away, Circle, Occupied, ScatterStyle, size, strew, turned

# Glazes: the colours of the rim and the inside.
GLAZES = (
    ("rust", "carrot"),
    ("sea", "lagoon"),
    ("forest", "moss"),
    ("berry", "plum"),
    ("bark", "sand"),
    ("plum", "rose"),
)
# The colours of a liquid and of the swirl on it when nothing is known of it.
PLAIN = ("honey", "turmeric")
# Greens lie under the rest, round the rim.
GREENS = frozenset(["spinach", "kale", "lettuce", "rocket", "pakchoi", "leaf"])
# Herbs are put on a dish at the end.
HERBS = frozenset(
    [
        "basil",
        "bay",
        "sage",
        "thyme",
        "oregano",
        "rosemary",
        "tarragon",
        "curryleaf",
        "dill",
        "mint",
        "parsley",
        "coriander",
        "chives",
        "sprig",
    ]
)
# Motifs that show a jug, a jar or a packet, and so never lie in another vessel.
PACKED = frozenset(
    [
        "oil",
        "sesameoil",
        "vinegar",
        "redvinegar",
        "soysauce",
        "wine",
        "jar",
        "nutbutter",
        "tahini",
        "mustard",
        "mayonnaise",
        "pesto",
        "kimchi",
        "miso",
        "hummus",
        "tea",
        "broth",
        "milk",
        "oatdrink",
        "coconutmilk",
        "honey",
        "molasses",
        "yoghurt",
        "tin",
        "puree",
        "flour",
        "curry",
        "paprika",
        "sumac",
        "herbmix",
        "sugar",
        "salt",
    ]
)
# Ingredients that are not seen in the finished dish: those, and bulbs, roots and whole spices.
UNSEEN = PACKED | frozenset(
    [
        "olive",
        "ginger",
        "turmeric",
        "lemongrass",
        "chamomile",
        "maple",
        "peppercorn",
        "clove",
        "allspice",
        "mustardseed",
        "corianderseed",
        "nigella",
        "cumin",
        "fennelseed",
        "caraway",
        "cardamom",
        "nutmeg",
        "vanilla",
        "cinnamon",
        "staranise",
        "butter",
        "chocolate",
        "cocoa",
    ]
)
# Slices float in a drink.
SLICES = frozenset(("lemonslice", "limeslice", "orange", "grapefruit"))
# Ingredients that are drawn whole on a table, and the motif that shows them ready to eat.
DISHED = {
    "beet": "beethalf",
    "pomegranate": "pomegranateseed",
    "pea": "peas",
    "oat": "flakedalmond",
    "barley": "brownrice",
    "wheat": "couscous",
    "spaghetti": "noodles",
    "lemon": "lemonslice",
    "lime": "limeslice",
    "garlic": "garlicslice",
}


# Clear is a broth or a tea, smooth is blended, thick is a stew.
Body = Literal["clear", "smooth", "thick"]


@dataclass(frozen=True)
class ServedDish:
    """A dish in its vessel.

    `food` are the motifs that lie in it, the most important first; a little of `upon` lies on top.
    A soup or a drink has a body, and the colours of the liquid and of the swirl or drops on it.
    """

    vessel: str
    food: tuple[str, ...]
    body: Body = "smooth"
    liquid: tuple[str, str] = PLAIN
    upon: tuple[str, ...] = ()


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


# How far a board's handle sticks out to the right, in pt.
HANDLE = 48


def place_food(rng: random.Random, vessel: str, width: float, height: float) -> DishPlace:
    """Where a vessel stands in a picture of that size: beside the middle, as large as possible."""
    side = rng.choice((0.655, 0.655, 0.345))
    foot = 11 + height / 40
    if vessel in ("tray", "board"):
        high = min((height - foot) * 0.76, width * 0.42)
        wide = min(high * 1.78, width * 0.68)
        x = width * (0.5 + (side - 0.5) * 0.6)
        if vessel == "board":
            wide = min(wide, width - HANDLE - 20)
            x = max(wide / 2 + 10, min(x, width - wide / 2 - HANDLE - 10))
        return DishPlace(x, (height - foot) * 0.5 + 2, wide, high)
    if vessel in ("jar", "glass"):
        high = min((height - foot) * 0.9, width * 0.62)
        return DishPlace(
            width * side, (height - foot) * 0.5 + 3, high * (0.62 if vessel == "jar" else 0.5), high
        )
    r = min((height - foot) * 0.465, width * 0.31)
    if vessel == "mug":
        r *= 0.98
    return DishPlace(width * side, (height - foot) * 0.5 + 2, 2 * r, 2 * r)


def away(vessel: str, at: DishPlace) -> Away:
    """A function that says how far a point is from a vessel's edge, in pt; negative inside."""
    if vessel in ("tray", "board", "jar", "glass"):
        wide, high = at.wide / 2 + (3 if vessel == "tray" else 0), at.high / 2

        def from_box(x: float, y: float) -> float:
            a, b = abs(x - at.x) - wide, abs(y - at.y) - high
            far = math.hypot(max(a, 0), max(b, 0)) + min(max(a, b), 0)
            if vessel == "board":
                far = min(
                    far, max(abs(x - at.x - wide - HANDLE + 30) - 32, abs(y - at.y) - high * 0.2)
                )
            return far

        return from_box
    return lambda x, y: math.hypot(x - at.x, y - at.y) - at.r


def seen(names: Sequence[str]) -> tuple[str, ...]:
    """At most six motifs that show those ingredients in a dish; never a jug or a jar."""
    open_ = [name for name in names if name not in PACKED]
    shown = [name for name in open_ if name not in UNSEEN] or open_[:3]
    return tuple(dict.fromkeys(DISHED.get(name, name) for name in shown))[:6]


def serve(rng: random.Random, dish: ServedDish, paper: Paper, p: Paint, at: DishPlace) -> str:
    """Draws a vessel with the dish in it."""
    if dish.vessel == "mug":
        names = [DISHED.get(name, name) for name in dish.food + dish.upon]
        return _mug(rng, paper, names, p, at, dish)
    food = list(seen(dish.food)) or ["sprig"]
    upon = [DISHED.get(name, name) for name in dish.upon if name not in UNSEEN]
    if dish.vessel in ("bowl", "plate"):
        served = _SERVED[dish.vessel](rng, paper, food, p, at)
        return served + _topped(rng, paper, [name for name in upon if name not in food][:2], at)
    food = list(dict.fromkeys(food + upon))
    if dish.vessel not in _POURED:
        return _SERVED[dish.vessel](rng, paper, food, p, at)
    return _POURED[dish.vessel](rng, paper, food, p, at, dish)


def glaze(rng: random.Random, p: Paint) -> tuple[str, str]:
    """A glaze that differs clearly from the chapter's colour."""

    def apart(pair: tuple[str, str]) -> float:
        mine, its = (
            tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
            for colour in (PIGMENTS[pair[0]], p.ground)
        )
        return sum((a - b) ** 2 for a, b in zip(mine, its, strict=True))

    return rng.choice(sorted(GLAZES, key=apart)[2:])


# The pieces that dishes are built of


def _lattice(rng: random.Random, at: DishPlace, step: float) -> Iterator[tuple[float, float]]:
    """Points over a disc, about a step apart in uneven rows, in random order."""
    turn, rows = rng.uniform(0, math.tau), int(at.r / (step * 0.866)) + 1
    points = []
    for row in range(-rows, rows + 1):
        for column in range(-rows - 1, rows + 2):
            a, b = (
                (column + row % 2 / 2 + rng.uniform(-0.16, 0.16)) * step,
                (row * 0.866 + rng.uniform(-0.16, 0.16)) * step,
            )
            x, y = a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn)
            if x * x + y * y < at.r**2:
                points.append((at.x + x, at.y + y))
    rng.shuffle(points)
    return iter(points)


def _long(name: str) -> bool:
    """Whether a motif is much longer than wide."""
    return len(paper_outline(name)) > 2


def _heap(
    rng: random.Random,
    paper: Paper,
    name: str,
    at: DishPlace,
    scale: float,
    inside: Callable[[float, float], bool],
) -> str:
    """Many pieces of one motif wherever `inside` allows, each over the last."""
    by = scale * size(name)
    laid = []
    for x, y in _lattice(rng, at, 50 * by * (0.98 if _long(name) else 1.12)):
        if inside(x, y):
            turn = (
                math.degrees(math.atan2(y - at.y, x - at.x)) + 90 + rng.uniform(-24, 24)
                if _long(name)
                else rng.uniform(0, 360)
            )
            laid.append(paper.lay(name, x, y, turn // 5 * 5, by, rng.randrange(2)))
    return "".join(laid)


def _rim(rng: random.Random, paper: Paper, name: str, at: DishPlace, r: float, scale: float) -> str:
    """Leaves round a rim, their tips outward."""
    count = max(9, round(math.tau * r / (50 * scale * size(name) * 0.62)))
    start = rng.uniform(0, 360)
    laid = []
    for number in range(count):
        angle = start + 360 * number / count + rng.uniform(-5, 5)
        x, y = polar(angle, r * rng.uniform(0.94, 1.02), at.x, at.y)
        laid.append(
            paper.lay(
                name, x, y, angle + 90 + rng.randrange(-20, 21), scale * size(name), number % 2
            )
        )
    return "".join(laid)


def _strewn(rng: random.Random, at: DishPlace, r: float, colours: Sequence[str], count: int) -> str:
    """Seeds scattered over a dish: short strokes, one path for each colour."""
    out = ""
    for colour in colours:
        d = ""
        for _ in range(count // len(colours)):
            angle, far = rng.uniform(0, 360), r * math.sqrt(rng.random())
            x, y = polar(angle, far, at.x, at.y)
            a, b = polar(rng.uniform(0, 360), r * 0.018)
            d += f"M{n(x - a)} {n(y - b)}L{n(x + a)} {n(y + b)}"
        out += path(d, line=colour, width=r * 0.034)
    return out


def _garnish(rng: random.Random, paper: Paper, name: str, x: float, y: float, scale: float) -> str:
    """Three sprigs from one point."""
    start = rng.uniform(0, 360)
    turns = [start + 112 * number + rng.uniform(-14, 14) for number in range(3)]
    by = scale * size(name)
    return "".join(
        paper.lay(name, *polar(turn - 90, 30 * by, x, y), turn, by, number % 2)
        for number, turn in enumerate(turns)
    )


def _topped(rng: random.Random, paper: Paper, names: Sequence[str], at: DishPlace) -> str:
    """A few pieces of each on top of a dish, round its middle."""
    start, out = rng.uniform(0, 360), ""
    for number in range(3 * len(names)):
        name = names[number % len(names)]
        x, y = polar(
            start + 360 * number / (3 * len(names)) + rng.uniform(-12, 12),
            at.r * rng.uniform(0.34, 0.5),
            at.x,
            at.y,
        )
        out += paper.lay(
            name, x, y, rng.randrange(0, 360, 5), at.r / 100 * 0.5 * size(name), number % 2
        )
    return out


def _split(names: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The greens, the herbs, and the rest; with no rest, all names take its place."""
    greens = [name for name in names if name in GREENS]
    herbs = [name for name in names if name in HERBS]
    rest = [name for name in names if name not in GREENS and name not in HERBS]
    return greens, herbs, rest or list(names)


# The vessels


def _round(at: DishPlace, p: Paint, rim: str, inner: str, bed: str) -> str:
    """A round vessel with its shadow, its rim in two rings and its bed."""
    return (
        circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade)
        + circle(at.x, at.y, at.r, rim)
        + circle(at.x, at.y, at.r * 0.945, inner)
        + circle(at.x, at.y, at.r * 0.895, bed)
    )


def _bowl(rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace) -> str:
    rim, inner = glaze(rng, p)
    greens, herbs, rest = _split(names)
    r, unit = at.r * 0.895, at.r / 100
    dish = DishPlace(at.x, at.y, 2 * r, 2 * r)
    bed = "mist" if greens else "cream"
    out = _rim(rng, paper, greens[0], at, r * 0.78, unit * 0.5) if greens else ""
    # More kinds could not be told apart at the size of a bowl.
    shown = rest[: 4 if at.r > 60 else 3]
    if len(shown) == 1 and greens:
        shown.append(greens[-1])
    star = next((name for name in shown if not _long(name)), shown[0])
    weights = [1.35 if number == 0 else 1.0 for number in range(len(shown))]
    start, total = rng.uniform(0, math.tau), sum(weights)
    reach = r * (0.8 if greens else 1.0)
    for name, weight in zip(shown, weights, strict=True):
        span = math.tau * weight / total

        def inside(x: float, y: float, start: float = start, span: float = span) -> bool:
            far = math.hypot(x - at.x, y - at.y)
            return far < reach and (math.atan2(y - at.y, x - at.x) - start) % math.tau < span

        out += _heap(rng, paper, name, dish, unit * 0.46, inside)
        start += span
    out += paper.lay(
        star,
        at.x + rng.uniform(-0.1, 0.1) * r,
        at.y + rng.uniform(-0.1, 0.1) * r,
        rng.randrange(-25, 26),
        unit * 0.78 * size(star),
        0,
    )
    if herbs:
        out += _garnish(
            rng, paper, herbs[0], *polar(rng.uniform(0, 360), r * 0.3, at.x, at.y), unit * 0.3
        )
    out += _strewn(rng, at, r * 0.86, ("cream", "bark"), 22)
    return _round(at, p, rim, inner, bed) + paper.within(circle(at.x, at.y, r, "#000000"), out)


def _soup(
    rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace, dish: ServedDish
) -> str:
    rim, inner = glaze(rng, p)
    greens, herbs, rest = _split(names)
    r, unit = at.r * 0.895, at.r / 100
    liquid, swirl = dish.liquid
    turn = rng.uniform(0, 360)
    side = turn + 96
    out = ""
    if dish.body == "smooth":
        floating = [*rest[:3], *greens[:1]]
        # A spiral that grows wider as it unwinds.
        out += stroke(
            [polar(turn + 34 * step, r * (0.06 + 0.021 * step), at.x, at.y) for step in range(26)],
            swirl,
            r * 0.05,
        )
        # Food floats in a crescent along one side, larger in its outer row.
        places = [
            (side + (number - 5) * 15, 0.5 if number % 2 else 0.72, 0.42 if number % 2 else 0.54)
            for number in range(11)
        ]
    else:
        floating = [*rest[:5], *greens[:2]]
        # Food lies all over the soup.
        places = [
            (side + number * 137.5, 0.86 * math.sqrt((number + 0.5) / 17), 0.5)
            for number in range(17)
        ]
    # Shuffled round by round, so that no kind lies all in one place; there is more than is needed.
    deck = [name for _ in places for name in rng.sample(floating, len(floating))]
    for number, (name, (angle, far, scale)) in enumerate(zip(deck, places, strict=False)):
        x, y = polar(angle + rng.uniform(-4, 4), r * far + rng.uniform(-2, 2) * unit, at.x, at.y)
        out += paper.lay(
            name, x, y, rng.randrange(0, 360, 5), unit * scale * size(name), number % 2
        )
    if herbs:
        out += _garnish(rng, paper, herbs[0], *polar(side, r * 0.32, at.x, at.y), unit * 0.42)
    # Drops of oil.
    for number in range(7 if dish.body == "smooth" else 14):
        x, y = polar(side + 150 + 34 * number, r * rng.uniform(0.62, 0.86), at.x, at.y)
        out += circle(x, y, r * rng.choice((0.02, 0.03, 0.045)), swirl)
    out += _strewn(rng, at, r * 0.8, ("forest",), 15)
    # A clear broth shows where the bowl curves up to its rim.
    deep = circle(at.x, at.y, r * 0.93, "none", swirl, r * 0.02) if dish.body == "clear" else ""
    shown = paper.within(circle(at.x, at.y, r, "#000000"), deep + out)
    return (
        _spoon(at, turn, p, left=at.x < paper.width / 2) + _round(at, p, rim, inner, liquid) + shown
    )


def _spoon(at: DishPlace, turn: float, p: Paint, left: bool) -> str:
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


def _plate(rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace) -> str:
    greens, herbs, rest = _split(names)
    r, unit = at.r * 0.72, at.r / 100
    china = circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade) + circle(
        at.x, at.y, at.r, "white"
    )
    china += circle(at.x, at.y, at.r * 0.955, "none", p.ground, 1.4) + circle(
        at.x, at.y, at.r * 0.75, "cream", p.shade, 0.8
    )
    main, *others = dict.fromkeys(rest + greens + herbs)
    out, side = "", rng.uniform(0, 360)
    for number, name in enumerate(others[:2]):
        middle = polar(side + 90 + 180 * number, r * 0.56, at.x, at.y)

        def inside(x: float, y: float, middle: tuple[float, float] = middle) -> bool:
            return (
                math.hypot(x - middle[0], y - middle[1]) < r * 0.56
                and math.hypot(x - at.x, y - at.y) < r * 0.94
            )

        out += _heap(rng, paper, name, DishPlace(at.x, at.y, 2 * r, 2 * r), unit * 0.46, inside)
    if greens:
        out += _garnish(rng, paper, greens[0], *polar(side, r * 0.3, at.x, at.y), unit * 0.42)
    scale = unit * (0.86 if len(paper_outline(main)) > 1 else 0.7) * size(main)
    # A single food lies in a ring, else the main food in a row.
    alone = [(0, 0), *((side + 72 * number, 0.66) for number in range(5))]
    for number, (angle, far) in enumerate(
        [(side, -0.46), (0, 0), (side, 0.46)] if others else alone
    ):
        x, y = polar(angle, r * far, at.x, at.y)
        out += paper.lay(
            main,
            x,
            y,
            side + 90 + rng.randrange(-12, 13) if _long(main) else rng.randrange(-18, 19),
            scale,
            number % 2,
        )
    if herbs:
        out += _garnish(rng, paper, herbs[0], at.x, at.y, unit * 0.3)
    return china + out + _strewn(rng, at, r * 0.95, ("moss", "bark"), 18)


def _panel(x: float, y: float, wide: float, high: float, corner: float, fill: str) -> str:
    """A box with rounded corners and its middle at (x, y)."""
    fill = PIGMENTS.get(fill, fill)
    return (
        f'<rect x="{n(x - wide / 2)}" y="{n(y - high / 2)}" width="{n(wide)}" height="{n(high)}"'
        f' rx="{n(corner)}" fill="{fill}"/>'
    )


def _tray(rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace) -> str:
    rim, inner = glaze(rng, p)
    x, y, wide, high = at.x, at.y, at.wide, at.high
    pan = (
        _panel(x + 4, y + 6, wide + 6, high, 14, p.shade)
        + _panel(x, y, wide + 6, high, 14, rim)
        + _panel(x, y, wide - 4, high - 10, 10, inner)
    )
    # Baking paper, not quite straight, so that dark food stands out.
    a, b = wide / 2 - 8, high / 2 - 10
    corners = [
        (x + sx * a + rng.uniform(-3, 3), y + sy * b + rng.uniform(-2.5, 2.5))
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    pan += path("M" + "L".join(f"{n(px)} {n(py)}" for px, py in corners) + "Z", "cream")
    greens, herbs, rest = _split(names)
    main, others = rest[0], (rest[1:] + greens[:1] + herbs[:1]) or names
    occupied, laid = Occupied(), ""
    scale, many = high / 100 * (0.54 if len(paper_outline(main)) > 1 else 0.44) * size(main), 3
    # Long food lies side by side at an angle, as fillets do.
    left, top, right, low = framed_box(main)
    lean = rng.choice((-1, 1)) * (58 if right - left > low - top else 26)
    for number in range(many):
        px, py = (
            x + (number - (many - 1) / 2) * wide * 0.28,
            y + (0.05 if number % 2 else -0.05) * high,
        )
        # The food round them may lie a little under them.
        occupied.put(turned(main, px, py, lean, scale * 0.84))
        laid += paper.lay(main, px, py, lean + rng.randrange(-5, 6), scale, number % 2)

    def allowed(circles: Sequence[Circle], _tier: float) -> bool:
        return all(
            abs(cx - x) + r * 0.92 < a and abs(cy - y) + r * 0.92 < b for cx, cy, r in circles
        )

    area = (x - a, y - b, x + a, y + b)
    style = ScatterStyle(
        high / 100 * 0.38,
        allowed,
        gap=-1.5,
        tiers=(1, 0.78, 0.6, 0.46),
        lean=180,
        fine=0.34,
        kin=False,
    )
    around = strew(rng, paper, occupied, others, area, style)
    inner_area = (x - a + 4, y - b + 4, x + a - 4, y + b - 4)
    return pan + around + laid + _grains(rng, occupied, inner_area, 40)


def _grains(rng: random.Random, occupied: Occupied, area: Area, count: int) -> str:
    """Pepper and seeds where nothing else lies."""
    d = ""
    for _ in range(count):
        x, y = rng.uniform(area[0], area[2]), rng.uniform(area[1], area[3])
        if occupied.free(((x, y, 1),), 1.5):
            d += f"M{n(x)} {n(y)}L{n(x + rng.uniform(-1, 1))} {n(y + rng.uniform(-1, 1))}"
    return path(d, line="sand", width=1.3) if d else ""


def _bare_board(rng: random.Random, p: Paint, at: DishPlace) -> str:
    """A wooden board with its handle and its grain."""
    x, y, wide, high = at.x, at.y, at.wide, at.high
    handle = _panel(x + wide / 2 + HANDLE - 30, y, 60, high * 0.2, high * 0.1, "sand")
    wood = (
        _panel(x + 4, y + 6, wide, high, 16, p.shade)
        + handle
        + circle(x + wide / 2 + HANDLE - 12, y, 3.6, p.tint)
    )
    wood += _panel(x, y, wide, high, 16, "sand")
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


def _board(rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace) -> str:
    x, y, wide, high = at.x, at.y, at.wide, at.high
    wood = _bare_board(rng, p, at)
    occupied = Occupied()

    def allowed(circles: Sequence[Circle], _tier: float) -> bool:
        return all(
            abs(cx - x) + r * 0.95 < wide / 2 - 4 and abs(cy - y) + r * 0.95 < high / 2 - 4
            for cx, cy, r in circles
        )

    greens, herbs, rest = _split(names)
    others = [name for name in rest[1:] + herbs + greens if name != rest[0]]
    scale = high / 100 * (0.62 if others else 0.46) * size(rest[0])
    out = ""
    # A single food lies in two rows.
    places = (
        [(-0.27, 0), (0, 0), (0.27, 0)]
        if others
        else [(a, b) for b in (-0.22, 0.22) for a in (-0.345, -0.115, 0.115, 0.345)]
    )
    for number, (px, py) in enumerate((x + a * wide, y + b * high) for a, b in places):
        turn = rng.randrange(-20, 21)
        occupied.put(turned(rest[0], px, py, turn, scale), rest[0], px, py, 0)
        out += paper.lay(rest[0], px, py, turn, scale, number % 2)
    if not others:
        return wood + out
    area = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    style = ScatterStyle(high / 100 * 0.4, allowed, gap=0.6, tiers=(1, 0.7, 0.5), lean=90, fine=0.4)
    return wood + strew(rng, paper, occupied, others, area, style) + out


def _mug(
    rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace, dish: ServedDish
) -> str:
    rim, inner = glaze(rng, p)
    _, herbs, _ = _split(names)
    cup = DishPlace(at.x, at.y, at.wide * 0.7, at.high * 0.7)
    saucer = circle(at.x + at.r * 0.045, at.y + at.r * 0.075, at.r, p.shade) + circle(
        at.x, at.y, at.r, "white"
    )
    saucer += circle(at.x, at.y, at.r * 0.94, "none", inner, 1.6)
    turn = rng.choice((35, 145))
    hx, hy = polar(turn, cup.r * 1.18, at.x, at.y)
    ex, ey = polar(turn, cup.r * 0.8, at.x, at.y)
    handle = path(f"M{n(ex)} {n(ey)}L{n(hx)} {n(hy)}", line=rim, width=at.r * 0.15)
    liquid, swirl = dish.liquid
    r = cup.r * 0.86
    top = (
        circle(at.x, at.y, cup.r, rim)
        + circle(at.x, at.y, cup.r * 0.93, inner)
        + circle(at.x, at.y, r, liquid)
    )
    drink = (
        _tea(rng, paper, names, at, r, swirl)
        if dish.body == "clear"
        else _milk(rng, paper, herbs, at, r, swirl)
    )
    return saucer + handle + top + paper.within(circle(at.x, at.y, r, "#000000"), drink)


def _milk(
    rng: random.Random, paper: Paper, herbs: list[str], at: DishPlace, r: float, swirl: str
) -> str:
    """Foam in the colour of the drink, dusted with spice."""
    foam = "".join(
        stroke(
            [polar(angle, far * r, at.x, at.y) for angle in (170, 205, 245, 285, 328)],
            swirl,
            r * 0.06,
        )
        for far in (0.36, 0.58, 0.8)
    )
    foam += (
        _garnish(rng, paper, herbs[0], at.x + r * 0.1, at.y + r * 0.2, r / 100 * 0.35)
        if herbs
        else ""
    )
    return foam + _strewn(rng, at, r * 0.75, ("bark",), 16)


def _tea(
    rng: random.Random, paper: Paper, names: list[str], at: DishPlace, r: float, deep: str
) -> str:
    """A clear drink that shows the curve of the cup.

    A few bubbles lie at its edge; a slice and leaves float on it when the dish has them.
    """
    out = circle(at.x, at.y, r * 0.9, "none", deep, r * 0.03) + circle(
        at.x, at.y, r * 0.56, "none", deep, r * 0.015
    )
    side = rng.uniform(0, 360)
    for number in range(5):
        x, y = polar(
            side + 150 + 17 * number + rng.uniform(-4, 4), r * rng.uniform(0.72, 0.82), at.x, at.y
        )
        out += circle(x, y, r * rng.choice((0.025, 0.04)), "none", deep, r * 0.015)
    slices = [name for name in names if name in SLICES]
    leaves = [name for name in names if name in HERBS]
    if slices:
        x, y = polar(side, r * 0.34, at.x, at.y)
        by = r / 100 * 1.6 * size(slices[0])
        out += circle(x + r * 0.03, y + r * 0.05, 42 * by, deep) + paper.lay(
            slices[0], x, y, rng.randrange(0, 360, 5), by
        )
    for number in range(2 if leaves else 0):
        x, y = polar(side + 100 + 50 * number, r * 0.46, at.x, at.y)
        out += paper.lay(
            leaves[0],
            x,
            y,
            rng.randrange(0, 360, 5),
            r / 100 * (0.5 - 0.12 * number) * size(leaves[0]),
            number,
        )
    return out


def _layers(
    rng: random.Random, paper: Paper, names: list[str], box: tuple[float, float, float, float]
) -> str:
    """Food in layers between glass walls, the most important on top.

    `box` is the left, the top, the width and the height of the food.
    """
    left, top, wide, high = box
    shown = names[:4] if len(names) > 2 else (names * 3)[:3]
    each = high / len(shown)
    out = ""
    beds = ("cream", "oat", "honey", "blush", "mist")
    for number, name in enumerate(shown):
        y = top + number * each
        bow = each * 0.16
        surface = (
            f"M{n(left)} {n(y + bow)}"
            f"Q{n(left + wide / 2)} {n(y - bow)} {n(left + wide)} {n(y + bow)}"
        )
        out += path(f"{surface}V{n(top + high + 4)}H{n(left)}Z", beds[number % len(beds)])
        by = each / 100 * (0.92 if number else 1.1) * size(name)
        count = max(2, round(wide / (74 * by)))
        for column in range(count):
            x, low = (
                left + wide * (column + 0.5) / count,
                y + each * (0.5 + rng.uniform(-0.08, 0.08)),
            )
            out += paper.lay(name, x, low, rng.randrange(-30, 31), by, column % 2)
    return out


def _jar(rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace) -> str:
    rim, inner = glaze(rng, p)
    left, top, wide, high = at.x - at.wide / 2, at.y - at.high / 2, at.wide, at.high
    body = _panel(at.x, top + high * 0.585, wide - 8, high * 0.77, wide * 0.13, "white")
    glass = ellipse(at.x + 4, top + high - 1, wide * 0.52, high * 0.035, p.shade)
    glass += _panel(at.x, top + high * 0.565, wide, high * 0.83, wide * 0.16, "ice") + _panel(
        at.x, top + high * 0.13, wide * 0.8, high * 0.12, 3, "ice"
    )
    lid = _panel(at.x, top + high * 0.07, wide * 0.88, high * 0.115, 4, rim) + _panel(
        at.x, top + high * 0.096, wide * 0.88, high * 0.03, 1, inner
    )
    shine = path(
        f"M{n(left + wide * 0.13)} {n(top + high * 0.32)}V{n(top + high * 0.6)}",
        line="white",
        width=wide * 0.035,
    )
    filled = _layers(rng, paper, names, (left, top + high * 0.27, wide, high * 0.71))
    return glass + paper.within(body, filled) + shine + lid


def _glass(
    rng: random.Random, paper: Paper, names: list[str], p: Paint, at: DishPlace, dish: ServedDish
) -> str:
    left, top, wide, high = (
        at.x - at.wide / 2,
        at.y - at.high / 2 + at.high * 0.1,
        at.wide,
        at.high * 0.9,
    )
    slope = wide * 0.1

    def wall(inset: float, from_top: float) -> str:
        a, b = left + inset + slope * from_top / high, left + wide - inset - slope * from_top / high
        foot = top + high - inset
        c, d = left + slope + inset, left + wide - slope - inset
        bottom = (
            f"L{n(c)} {n(foot - 5)}Q{n(c + 1)} {n(foot)} {n(c + 7)} {n(foot)}"
            f"L{n(d - 7)} {n(foot)}Q{n(d - 1)} {n(foot)} {n(d)} {n(foot - 5)}"
        )
        return f"M{n(a)} {n(top + from_top)}{bottom}L{n(b)} {n(top + from_top)}Z"

    liquid, swirl = dish.liquid
    straw = path(
        f"M{n(at.x + wide * 0.05)} {n(top + high * 0.8)}"
        f"L{n(at.x + wide * 0.34)} {n(top - high * 0.1)}",
        line=p.deep,
        width=wide * 0.06,
    )
    drink = path(wall(4, high * 0.16), liquid)
    inside = ""
    for number, name in enumerate((names * 2)[:5]):
        x, y = at.x + (0.2 if number % 2 else -0.2) * wide, top + high * (0.3 + 0.14 * number)
        inside += paper.lay(
            name, x, y, rng.randrange(0, 360, 5), wide / 100 * 0.36 * size(name), number % 2
        )
    top_foam, low_foam = n(top + high * 0.16), n(top + high * 0.22)
    foam = path(
        f"M{n(left)} {top_foam}H{n(left + wide)}V{low_foam}"
        f"Q{n(at.x)} {n(top + high * 0.27)} {n(left)} {low_foam}Z",
        swirl,
    )
    shadow = ellipse(at.x + 4, top + high - 1, wide * 0.42, high * 0.03, p.shade)
    wedge = paper.lay(
        names[0], left + wide * 0.06, top + high * 0.04, -18, wide / 100 * 0.5 * size(names[0])
    )
    return (
        shadow
        + path(wall(0, 0), "ice")
        + drink
        + paper.within(path(wall(4, high * 0.16), "#000000"), foam + inside)
        + straw
        + wedge
    )


_SERVED = {"bowl": _bowl, "plate": _plate, "tray": _tray, "board": _board, "jar": _jar}
_POURED = {"soup": _soup, "glass": _glass}
