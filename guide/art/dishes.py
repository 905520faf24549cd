"""Draws a dish as it comes to the table, in what it is served in.

KINDS holds every kind of dish; pantry/motifs.yaml says which recipe is of which kind. Lengths are
in pt; `unit` is a hundredth of half the vessel, so that food grows with it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from guide.art import vessels
from guide.art.paper import Paint, Paper
from guide.art.pencil import (
    blob,
    circle,
    cut_marks,
    ellipse,
    group,
    n,
    path,
    polar,
    resized,
    shape,
    smooth,
    stroke,
)
from guide.art.pieces import is_piece, piece_size, stands
from guide.art.scatter import size
from guide.art.vessels import DishPlace

# Clear is a broth or a tea, smooth is blended, thick is a stew.
Body = Literal["clear", "smooth", "thick"]
# The colours of a liquid and of the swirl on it when nothing is known of it; those of a surface.
PLAIN = ("honey", "turmeric")
PALE = ("oat", "sand")
# Pieces that make a bed for others, and pieces that lie in a row, each over the last.
BEDS = frozenset(("rice", "kernels"))
FANNED = frozenset(("coin", "stick", "pods", "crescents", "strip", "long"))
DIPPERS = frozenset(("stick", "strip"))
WHOLE = frozenset(("fillet", "skin", "roast", "long", "cored", "patty", "drumstick"))
BREADS = frozenset(("toast", "flat"))
LEAFY = frozenset(("wilted", "ribbons", "salad"))


# What is baked of pale things turns golden.
GOLDEN = ("honey", "sand")


@dataclass(frozen=True)
class ServedDish:
    """A dish of a kind.

    `food` are the pieces that lie in it, the most important first; a little of `upon` is strewn on
    it, and `beside` stands beside it. A soup or a drink has a body, and the colours of the liquid
    and of the swirl or drops on it. What is mashed, set or baked has a `surface`. `sauce` is the
    pigment of what is trickled over it, "" for none.
    """

    kind: str
    food: tuple[str, ...]
    upon: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    body: Body = "thick"
    liquid: tuple[str, str] = PLAIN
    surface: tuple[str, str] = PALE
    sauce: str = ""


@dataclass(frozen=True)
class Plating:
    """A dish while it is served: its dice, its sheet, the chapter's colours and where it stands."""

    rng: random.Random
    paper: Paper
    paint: Paint
    at: DishPlace
    dish: ServedDish

    @property
    def unit(self) -> float:
        """A hundredth of half the vessel."""
        return self.at.r / 100

    def lay(self, name: str, x: float, y: float, turn: float | None = None, k: float = 1) -> str:
        """A piece at (x, y), `k` times its usual size, turned by chance when nobody says how."""
        if turn is None:
            turn = self.rng.uniform(-34, 34) if stands(name) else self.rng.uniform(0, 360)
        by = self.unit * k * bite(name)
        return self.paper.lay(name, x, y, turn // 5 * 5, by)


def baked(surface: tuple[str, str]) -> tuple[str, str]:
    """The colours of a surface when it comes out of an oven."""
    return GOLDEN if surface[0] in ("oat", "cream", "white") else surface


def form(name: str) -> str:
    """The form of a piece."""
    return name.partition("_")[0]


def bite(name: str) -> float:
    """The scale of a piece, or of a motif that is eaten as it is, where half a dish is 100 pt."""
    return piece_size(name) if is_piece(name) else 0.46 * size(name)


def main_first(names: Sequence[str]) -> list[str]:
    """The names with the first that lies whole in front, such as a fillet."""
    whole = [name for name in names if form(name) in WHOLE][:1]
    return [*whole, *(name for name in names if name not in whole)]


Inside = Callable[[float, float], bool]


def disc(at: DishPlace, part: float) -> Inside:
    """Whether a point lies in that part of a round vessel."""
    return lambda x, y: math.hypot(x - at.x, y - at.y) < at.r * part


def box(at: DishPlace, inset: float) -> Inside:
    """Whether a point lies so far inside a long vessel."""
    wide, high = at.wide / 2 - inset, at.high / 2 - inset
    return lambda x, y: abs(x - at.x) < wide and abs(y - at.y) < high


# How food lies


def lattice(s: Plating, step: float, inside: Inside) -> list[tuple[float, float]]:
    """Points about a step apart in uneven rows, in random order."""
    points = []
    rows, columns = int(s.at.high / step / 1.7) + 1, int(s.at.wide / step / 2) + 1
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            x = s.at.x + (column + row % 2 / 2 + s.rng.uniform(-0.2, 0.2)) * step
            y = s.at.y + (row * 0.866 + s.rng.uniform(-0.2, 0.2)) * step
            if inside(x, y):
                points.append((x, y))
    s.rng.shuffle(points)
    return points


def deal(s: Plating, names: Sequence[str]) -> Iterator[str]:
    """The names over and over in random order; of many, the first twice as often."""
    weighted = [*names[:1], *names] if len(names) > 2 else list(names)
    while True:
        yield from s.rng.sample(weighted, len(weighted))


def spread_out(s: Plating, names: Sequence[str], step: float, inside: Inside, k: float = 1) -> str:
    """Pieces all over a place, about `step` parts of its half apart."""
    if not names:
        return ""
    if len(set(names)) == 1 and form(names[0]) not in (*BEDS, "oats"):
        # One food by itself would hide what it lies in.
        step *= 1.4 if form(names[0]) in LEAFY else 1.12
    points = lattice(s, step * s.at.r, inside)
    crowd = len(set(names)) > 1
    laid = []
    for name, (x, y) in zip(deal(s, names), points, strict=False):
        # A leaf would hide what lies beside it.
        laid.append(s.lay(name, x, y, k=k * 0.76 if crowd and form(name) in LEAFY else k))
    return "".join(laid)


def clump(s: Plating, name: str, middle: tuple[float, float], reach: float, k: float = 1) -> str:
    """A heap of one food about a point, its top in the middle; `reach` is in pt."""
    wide = 100 * s.unit * bite(name) * k
    count = max(3, round((reach / wide) ** 2 * 3.1 + 1))
    start = s.rng.uniform(0, 360)
    laid = []
    for number in range(count - 1, -1, -1):
        far = max(0.0, reach - wide * 0.36) * math.sqrt((number + 0.3) / count)
        laid.append(s.lay(name, *polar(start + number * 137.5, far, *middle), k=k))
    return "".join(laid)


def fan(s: Plating, name: str, middle: tuple[float, float], reach: float, turn: float) -> str:
    """Slices or sticks in a row across `turn`, each over the last."""
    wide = 100 * s.unit * bite(name)
    step = wide * (0.44 if form(name) == "coin" else 0.62)
    count = max(2, min(7, round(2 * reach / step)))
    # Sticks and strips lie across the row.
    lying = turn if form(name) in ("stick", "cube") else turn + 90
    if form(name) == "coin":
        lying = 0
    laid = []
    for number in range(count):
        far = (number - (count - 1) / 2) * step
        x, y = polar(turn, far, *middle)
        laid.append(s.lay(name, x, y, lying + s.rng.uniform(-9, 9)))
    return "".join(laid)


def heap(s: Plating, name: str, middle: tuple[float, float], reach: float, turn: float) -> str:
    """One food as it is best put on a dish: fanned or in a heap."""
    if form(name) in FANNED:
        x, y = polar(turn + 90, reach * 0.3, *middle)
        above, below = fan(s, name, (2 * middle[0] - x, 2 * middle[1] - y), reach, turn), ""
        if reach > 100 * s.unit * bite(name) * 0.6:
            below = fan(s, name, (x, y), reach * 0.9, turn)
        return above + below
    return clump(s, name, middle, reach)


def strewn(s: Plating, names: Sequence[str], reach: float, count: int = 7) -> str:
    """A little of each over the middle; `reach` is a part of the half."""
    out, start = "", s.rng.uniform(0, 360)
    for number in range(count if names else 0):
        far = s.at.r * reach * math.sqrt((number + 0.4) / count)
        x, y = polar(start + number * 137.5, far, s.at.x, s.at.y)
        out += s.lay(names[number % len(names)], x, y)
    return out


def trickle(s: Plating, reach: float, wide: float = 0) -> str:
    """The sauce, trickled to and fro in thin slanting lines."""
    if not s.dish.sauce:
        return ""
    wide, points = wide or s.at.r * reach, []
    for number in range(11):
        side = 1 if number % 2 else -1
        x = s.at.x + (number - 5) / 5 * wide + side * s.at.r * 0.09
        high = s.at.r * reach * (0.72 - 0.05 * abs(number - 5)) * s.rng.uniform(0.85, 1)
        points.append((x, s.at.y - side * high))
    thick = s.at.r * 0.042
    low = [(x, y + thick * 0.6) for x, y in points]
    shade = "sand" if s.dish.sauce in ("white", "cream") else "forest"
    return stroke(low, shade, thick) + stroke(points, s.dish.sauce, thick)


def oil_drops(s: Plating, colour: str, count: int = 9) -> str:
    """Drops of oil near the rim."""
    out = ""
    for number in range(count):
        far = s.at.r * s.rng.uniform(0.55, 0.78)
        x, y = polar(150 + 41 * number + s.rng.uniform(-8, 8), far, s.at.x, s.at.y)
        out += circle(x, y, s.at.r * s.rng.choice((0.018, 0.028, 0.04)), colour)
    return out


def swirl(s: Plating, colour: str, reach: float) -> str:
    """A spiral as a spoon leaves it."""
    turn = s.rng.uniform(0, 360)
    points = [
        polar(turn + 34 * step, s.at.r * reach * (0.1 + 0.045 * step), s.at.x, s.at.y)
        for step in range(21)
    ]
    return stroke(points, colour, s.at.r * 0.05)


def in_round(s: Plating, part: float, body: str) -> str:
    """A drawing cut off at a round vessel's food."""
    return s.paper.within(circle(s.at.x, s.at.y, s.at.r * part, "#000000"), body)


# What stands beside a dish


def aside(s: Plating, at: DishPlace) -> str:
    """Toast on the cloth, sticks to dip on a plate, or a small bowl of what is eaten with it."""
    toasts = [name for name in s.dish.beside if form(name) in BREADS]
    others = [name for name in s.dish.beside if form(name) not in BREADS][:3]
    near = replace(s, at=at)
    if not others:
        return "".join(
            near.lay(toasts[0], at.x + dx * at.r, at.y + dy * at.r, turn, k=1.25)
            for dx, dy, turn in ((-0.24, -0.3, -16), (0.26, 0.34, 10))
        )
    if form(others[0]) in BEDS:
        bed = vessels.bowl(s.rng, s.paint, at, "cream")
        return bed + in_round(near, 0.885, spread_out(near, others[:1], 0.42, disc(at, 0.84), 1.15))
    out = vessels.plate(s.paint, at)
    for number, name in enumerate(others):
        turn = -60 + 360 * number / len(others)
        middle = polar(turn, at.r * (0.36 if len(others) > 1 else 0), at.x, at.y)
        big = replace(near, at=DishPlace(at.x, at.y, at.wide * 1.3, at.high * 1.3))
        out += heap(big, name, middle, at.r * (0.46 if len(others) > 1 else 0.66), turn + 90)
    return out


# Kinds of dish


def _soup(s: Plating) -> str:
    """A soup, by its body: smooth with a swirl, a clear broth, or thick with what is in it."""
    if s.dish.body == "smooth" and s.dish.kind == "soup":
        return _smooth(s)
    liquid, drop = s.dish.liquid
    noodles = [name for name in s.dish.food if form(name) == "noodles"]
    food = [name for name in s.dish.food if name not in noodles][:6]
    out = ""
    if s.dish.body == "clear":
        out += circle(s.at.x, s.at.y, s.at.r * 0.83, "none", drop, s.at.r * 0.02)
    turn = s.rng.uniform(0, 360)
    for number in range(4 if noodles else 0):
        x, y = polar(turn + 90 * number, s.at.r * 0.36, s.at.x, s.at.y)
        out += s.lay(noodles[0], x, y, k=1.1)
    out += spread_out(
        s,
        food,
        0.42 if noodles else 0.37 if s.dish.body == "clear" else 0.33,
        disc(s.at, 0.77),
        0.9,
    )
    out += oil_drops(s, drop, 12 if s.dish.body == "clear" else 7) + _finish(s)
    left = s.at.x < s.paper.width / 2
    handle = "" if s.dish.beside else vessels.spoon(s.at, turn, s.paint, left)
    return handle + vessels.bowl(s.rng, s.paint, s.at, liquid) + in_round(s, 0.895, out)


def _finish(s: Plating) -> str:
    """A spoonful of sauce in the middle, and what is strewn over a dish at the end."""
    out = ""
    if s.dish.sauce:
        edge = blob(s.rng, s.at.r * 0.32, s.at.r * 0.27, s.at.x, s.at.y, by=0.14, count=9)
        near = replace(s, at=s.at.within(0.32))
        out = shape(edge, s.dish.sauce) + swirl(near, "moss", 0.8)
    return out + strewn(s, s.dish.upon[:2], 0.5, 8)


def _smooth(s: Plating) -> str:
    liquid, tone = s.dish.liquid
    out = swirl(s, s.dish.sauce or tone, 0.8)
    side = s.rng.uniform(0, 360)
    floating = [*s.dish.food[:2], *s.dish.upon][:3]
    large = any(form(name) in ("flaked", "beans", "torn", "morsels") for name in floating[:1])
    for number in range((6 if large else 9) if floating else 0):
        far = 0.3 if number % 2 else 0.56
        x, y = polar(side + (number - 4) * (25 if large else 17), s.at.r * far, s.at.x, s.at.y)
        out += s.lay(floating[number % len(floating)], x, y, k=1.1)
    out += oil_drops(s, s.dish.sauce or tone)
    left = s.at.x < s.paper.width / 2
    return (
        vessels.spoon(s.at, side, s.paint, left)
        + vessels.bowl(s.rng, s.paint, s.at, liquid)
        + in_round(s, 0.895, out)
    )


def _pan(s: Plating) -> str:
    """A pan of sauce with what simmers in it; eggs lie in a ring on top."""
    eggs = [name for name in s.dish.food if form(name) in ("poached", "boiled", "ball")]
    food = [name for name in s.dish.food if name not in eggs][:5]
    out = spread_out(s, food, 0.34, disc(s.at, 0.78)) + oil_drops(s, s.dish.liquid[1], 7)
    start, many = s.rng.uniform(0, 360), 7 if eggs and form(eggs[0]) == "ball" else 5
    if eggs and form(eggs[0]) == "poached":
        many = 4
    for number in range(many if eggs else 0):
        far = s.at.r * (0.5 if many < 7 or number else 0)
        x, y = polar(start + 360 / (many - many // 7) * number, far, s.at.x, s.at.y)
        out += s.lay(eggs[0], x, y)
    out += strewn(s, s.dish.upon[:2], 0.7, 7)
    return vessels.pan(s.paint, s.at, s.dish.liquid[0]) + in_round(s, 0.885, out)


def _hash(s: Plating) -> str:
    """A pan of fried pieces without a sauce."""
    out = spread_out(s, s.dish.food[:5], 0.29, disc(s.at, 0.82)) + strewn(
        s, s.dish.upon[:2], 0.7, 6
    )
    return vessels.pan(s.paint, s.at, "bark") + in_round(s, 0.885, out)


def _pot(s: Plating) -> str:
    """A casserole on the table."""
    out = spread_out(s, s.dish.food[:6], 0.33, disc(s.at, 0.76)) + oil_drops(s, s.dish.liquid[1], 7)
    out += strewn(s, s.dish.upon[:2], 0.6, 7)
    return vessels.pot(s.rng, s.paint, s.at, s.dish.liquid[0]) + in_round(s, 0.86, out)


def _heaps(s: Plating) -> str:
    """A bowl of grain with heaps upon it."""
    beds = [name for name in s.dish.food if form(name) in BEDS]
    leafy = [name for name in s.dish.food if form(name) in LEAFY and name not in beds]
    under = (beds or leafy)[:1]
    shown = [name for name in s.dish.food if name not in under][:5]
    out = spread_out(s, under, 0.36, disc(s.at, 0.86))
    start, many = s.rng.uniform(0, 360), max(1, len(shown))
    wide = {1: 0.62, 2: 0.54, 3: 0.5, 4: 0.44}.get(many, 0.4)
    for number, name in reversed(list(enumerate(shown))):
        turn = start + 360 * number / many
        far = 0.12 if many == 1 else 0.46
        middle = polar(turn, s.at.r * far, s.at.x, s.at.y)
        out += heap(s, name, middle, s.at.r * wide * (1.18 if number == 0 else 0.92), turn + 90)
    out += trickle(s, 0.5) + strewn(s, s.dish.upon[:2], 0.5, 5)
    return vessels.bowl(s.rng, s.paint, s.at, "oat") + in_round(s, 0.895, out)


def _tossed(s: Plating) -> str:
    """A salad whose pieces lie all through each other."""
    beds = [name for name in s.dish.food if form(name) in BEDS]
    leafy = [name for name in s.dish.food if form(name) in LEAFY]
    shown = [name for name in s.dish.food if name not in beds and name not in leafy][:6]
    out = spread_out(s, beds[:1], 0.38, disc(s.at, 0.86))
    out += spread_out(s, leafy[:1], 0.27 if not beds else 0.4, disc(s.at, 0.84))
    if s.dish.kind == "herbed":
        out += spread_out(s, s.dish.upon[:1], 0.2, disc(s.at, 0.84), 1.1)
    out += spread_out(s, shown, 0.33, disc(s.at, 0.76)) + trickle(s, 0.56)
    out += strewn(s, s.dish.upon[:3], 0.78, 14)
    return vessels.bowl(s.rng, s.paint, s.at, "mist") + in_round(s, 0.895, out)


def _platter(s: Plating) -> str:
    """A salad on a plate: leaves below, the rest in loose heaps."""
    leafy = [name for name in s.dish.food if form(name) in LEAFY]
    shown = [name for name in s.dish.food if name not in leafy][:5]
    out = ""
    for number in range(11 if leafy else 0):
        x, y = polar(33 * number, s.at.r * 0.66, s.at.x, s.at.y)
        out += s.lay(leafy[0], x, y, 33 * number + 90 + s.rng.uniform(-25, 25))
    beds = [name for name in shown if form(name) in BEDS][:1]
    for name in beds:
        out += clump(s, name, (s.at.x, s.at.y), s.at.r * 0.66)
    loose = [name for name in shown if name not in beds]
    out += spread_out(s, loose, 0.33, disc(s.at, 0.6), 1.1)
    out += trickle(s, 0.5) + strewn(s, s.dish.upon[:2], 0.5, 8)
    return vessels.plate(s.paint, s.at) + in_round(s, 0.94, out)


def _noodles(s: Plating) -> str:
    """A bowl or a plate of noodles with what is tossed through them."""
    nests = [name for name in s.dish.food if form(name) in ("noodles", "tubes")] or [
        "noodles_honey_sand"
    ]
    food = [name for name in s.dish.food if name not in nests][:4]
    shade = nests[0].split("_")[2]
    out, start = "", s.rng.uniform(0, 360)
    for number in range(8):
        far = 0.5 if number else 0
        x, y = polar(start + 51.4 * number, s.at.r * far, s.at.x, s.at.y)
        out += s.lay(nests[0], x, y, k=0.95)
    out += spread_out(s, food, 0.38, disc(s.at, 0.68)) + trickle(s, 0.5)
    out += strewn(s, s.dish.upon[:3], 0.66, 9)
    return vessels.bowl(s.rng, s.paint, s.at, shade) + in_round(s, 0.895, out)


def _risotto(s: Plating) -> str:
    """Creamy grains with the rest on top in the middle."""
    beds = [name for name in s.dish.food if form(name) in BEDS] or ["rice_cream_oat"]
    shown = [name for name in s.dish.food if name not in beds][:3]
    out = spread_out(s, beds[:1], 0.34, disc(s.at, 0.86))
    for name in reversed(shown[1:]):
        out += spread_out(s, [name], 0.5, disc(s.at, 0.7))
    for name in shown[:1]:
        out += spread_out(s, [name], 0.34, disc(s.at, 0.66), 1.15)
    out += strewn(s, s.dish.upon[:2], 0.62, 9)
    return vessels.bowl(s.rng, s.paint, s.at, beds[0].split("_")[2]) + in_round(s, 0.895, out)


def _porridge(s: Plating) -> str:
    """A creamy bowl with toppings in a bow along one side."""
    surface, shade = s.dish.surface
    side = s.rng.uniform(200, 340)
    out = ""
    for part in (0.7, 0.44):
        line = [polar(side + 120 + 40 * step, s.at.r * part, s.at.x, s.at.y) for step in range(4)]
        out += stroke(line, shade, s.at.r * 0.03)
    out += spread_out(s, [f"specks_white_{shade}"], 0.44, disc(s.at, 0.8))
    shown = s.dish.food[:3]
    many = max(1, len(shown))
    for number, name in reversed(list(enumerate(shown))):
        turn = side + (number - (many - 1) / 2) * 72
        middle = polar(turn, s.at.r * 0.42, s.at.x, s.at.y)
        out += heap(s, name, middle, s.at.r * (0.5 if many < 3 else 0.42), turn + 90)
    out += strewn(s, s.dish.upon[:3], 0.5, 7) + trickle(s, 0.3)
    return vessels.bowl(s.rng, s.paint, s.at, surface) + in_round(s, 0.895, out)


def _dip(s: Plating) -> str:
    """A bowl of a smooth dip, swirled, with oil in its hollow."""
    surface, shade = s.dish.surface
    out = ""
    for part, start in ((0.74, 200), (0.52, 20), (0.3, 230)):
        line = [polar(start + 34 * step, s.at.r * part, s.at.x, s.at.y) for step in range(6)]
        out += stroke(line, shade, s.at.r * 0.09)
    oil = s.dish.sauce or "turmeric"
    line = [polar(70 + 40 * step, s.at.r * 0.41, s.at.x, s.at.y) for step in range(5)]
    out += stroke(line, oil, s.at.r * 0.06) + oil_drops(s, oil, 7)
    out += strewn(s, s.dish.upon[:3], 0.62, 9)
    return vessels.bowl(s.rng, s.paint, s.at, surface) + in_round(s, 0.895, out)


def _smash(s: Plating) -> str:
    """A rough mash of vegetables, not smooth."""
    surface, shade = s.dish.surface
    food = [name for name in s.dish.food if name not in s.dish.beside]
    out = spread_out(s, [f"crackle_{shade}_{surface}"], 0.34, disc(s.at, 0.84))
    out += spread_out(s, food[:2], 0.36, disc(s.at, 0.76), 0.85)
    out += strewn(s, s.dish.upon[:3], 0.66, 11)
    return vessels.bowl(s.rng, s.paint, s.at, surface) + in_round(s, 0.895, out)


def _snack(s: Plating) -> str:
    """A bowl heaped with one thing."""
    out = spread_out(s, s.dish.food[:1], 0.3, disc(s.at, 0.82), 1.05)
    out += spread_out(s, s.dish.food[1:2], 0.62, disc(s.at, 0.7)) + strewn(
        s, s.dish.upon[:2], 0.75, 9
    )
    return vessels.bowl(s.rng, s.paint, s.at, "oat") + in_round(s, 0.895, out)


def _greens(s: Plating) -> str:
    """A plate heaped with cooked leaves."""
    out = ""
    for name in reversed(s.dish.food[:3]):
        turn = s.rng.uniform(0, 360)
        out += clump(s, name, polar(turn, s.at.r * 0.1, s.at.x, s.at.y), s.at.r * 0.76)
    out += spread_out(s, s.dish.food[:2], 0.5, disc(s.at, 0.5)) + strewn(
        s, s.dish.upon[:2], 0.55, 7
    )
    return vessels.plate(s.paint, s.at) + in_round(s, 0.94, out)


def _plated(s: Plating) -> str:
    """A plate with its main food in a row, and what is eaten with it in heaps beside."""
    main, *sides = main_first(s.dish.food)
    sides = [*s.dish.beside, *(name for name in sides if name not in s.dish.beside)][:3]
    out, tilt = "", s.rng.choice((-1, 1)) * s.rng.uniform(8, 20)
    for number, name in enumerate(sides):
        turn = tilt + (
            -62 + 62 * number if len(sides) > 2 else -44 + 88 * number if sides[1:] else 0
        )
        middle = polar(turn, s.at.r * 0.42, s.at.x, s.at.y)
        out += heap(s, name, middle, s.at.r * (0.5 if len(sides) < 3 else 0.38), turn + 90)
    out += _main(s, main, 180 + tilt if sides else None)
    out += trickle(s, 0.4) + strewn(s, s.dish.upon[:2], 0.66, 7)
    return vessels.plate(s.paint, s.at) + in_round(s, 0.94, out)


def _main(s: Plating, main: str, turn: float | None) -> str:
    """The main food of a plate: three in a row on the side of `turn`, or in a ring."""
    if turn is None:
        return "".join(
            s.lay(main, *polar(72 * step, s.at.r * 0.44, s.at.x, s.at.y)) for step in range(5)
        )
    if form(main) in ("fillet", "skin"):
        x, y = polar(turn, s.at.r * 0.3, s.at.x, s.at.y)
        return s.lay(main, x, y, turn + 90 + 180, k=1.16)
    middle = polar(turn, s.at.r * 0.34, s.at.x, s.at.y)
    return "".join(
        s.lay(main, *polar(turn + 90, far * s.at.r, *middle)) for far in (-0.42, 0.42, 0)
    )


def _toast(s: Plating) -> str:
    """Slices of toast with what is piled on them."""
    toasts = [name for name in (*s.dish.beside, *s.dish.food) if form(name) in BREADS]
    slice_ = toasts[0] if toasts else "toast_sand_oat_honey"
    piled = [name for name in s.dish.food if form(name) not in BREADS][:3]
    out = ""
    for side in (-1, 1):
        x, y = s.at.x + side * s.at.r * 0.42, s.at.y + side * s.at.r * 0.07
        out += s.lay(slice_, x, y, side * 7, k=1.2)
        for number, name in enumerate(reversed(piled)):
            out += clump(s, name, (x, y - number * 2), s.at.r * (0.4 - 0.13 * number), 0.86)
        near = replace(s, at=DishPlace(x, y, s.at.wide, s.at.high))
        out += strewn(near, s.dish.upon[:2], 0.22, 3)
    return vessels.plate(s.paint, s.at) + out


def _pancakes(s: Plating) -> str:
    """A stack of pancakes, what is poured over them on top."""
    out = ""
    for number in range(4):
        x, y = s.at.x + (-9, 8, -5, 3)[number] * s.unit, s.at.y + (18 - 11 * number) * s.unit
        out += circle(x + 2 * s.unit, y + 5 * s.unit, 53 * s.unit, "rust")
        out += circle(x, y, 53 * s.unit, "honey") + circle(x, y, 47 * s.unit, "turmeric")
    low, top = s.at.y + 16 * s.unit, s.at.y - 14 * s.unit
    near = replace(s, at=DishPlace(s.at.x + 2 * s.unit, top, s.at.wide, s.at.high))
    juice = blob(s.rng, 38 * s.unit, 34 * s.unit, near.at.x, near.at.y, by=0.12, count=9)
    out += shape(juice, s.dish.liquid[0])
    creams = [name for name in s.dish.food if form(name) == "dollop"][:1]
    for name in creams:
        out += s.lay(name, near.at.x - 8 * s.unit, top - 6 * s.unit, 0, 0.9)
    fruit = [name for name in s.dish.food if name not in creams][:1]
    out += spread_out(near, fruit, 0.3, disc(near.at, 0.36)) + strewn(near, s.dish.upon, 0.3)
    for name in fruit:
        for turn in (20, 55, 95, 140):
            out += s.lay(name, *polar(turn, s.at.r * 0.66, s.at.x, low - 8 * s.unit), k=0.8)
    return vessels.plate(s.paint, s.at) + out


def _tray(s: Plating) -> str:
    """A tray with its main food in a row and the rest roasted round it."""
    main, *others = main_first(s.dish.food)
    sides = others or [main]
    large = form(main) in WHOLE
    if not large:
        sides = [main, *others]
    thin = form(main) == "long"
    out = spread_out(s, sides[:5], 0.5 if thin else 0.42, box(s.at, 20), 1.05)
    many = 9 if thin else 4
    step, lean = s.at.wide * 0.92 / many, s.rng.choice((-1, 1)) * 24
    for number in range(many if large else 0):
        x = s.at.x + (number - (many - 1) / 2) * step
        y = s.at.y + (0.08 if number % 2 else -0.08) * s.at.high
        turn = lean + (62 if not thin else 180 * (number % 2))
        out += s.lay(main, x, y, turn + s.rng.uniform(-9, 9), k=1.25 if thin else 0.92)
    out += trickle(s, 0.5, s.at.wide * 0.36) + _along(s, s.dish.upon[:2], 9)
    return vessels.tray(s.rng, s.paint, s.at) + out


def _along(s: Plating, names: Sequence[str], count: int) -> str:
    """A little of each, all along a long vessel."""
    out = ""
    for number in range(count if names else 0):
        x = s.at.x + ((number + 0.5) / count - 0.5) * s.at.wide * 0.84
        y = s.at.y + s.rng.uniform(-0.3, 0.3) * s.at.high
        out += s.lay(names[number % len(names)], x, y)
    return out


def _baked(s: Plating) -> str:
    """An oven dish of pieces in their juices; large ones lie on top in a row."""
    main, *others = main_first(s.dish.food)
    large = form(main) in WHOLE
    sides = others if large else [main, *others]
    out = spread_out(s, sides[:5], 0.36, box(s.at, 16))
    many = 5 if form(main) == "cored" else 4
    step = s.at.wide * 0.92 / many
    for number in range(many if large else 0):
        x, y = s.at.x + (number - (many - 1) / 2) * step, s.at.y
        turn = s.rng.uniform(-9, 9) + (90 if form(main) != "cored" else 180 * (number % 2))
        out += s.lay(main, x, y, turn, k=1.2 if form(main) == "cored" else 0.84)
    out += _along(s, s.dish.upon[:3], 12)
    bed = s.dish.liquid[0]
    dish = vessels.oven_dish(s.rng, s.paint, s.at, bed)
    return dish + s.paper.within(vessels.inside_dish(s.at), out)


def _round_corners(at: DishPlace, inset: float) -> list[tuple[float, float]]:
    """Points round a long vessel, `inset` pt inside, its corners cut."""
    a, b = at.wide / 2 - inset, at.high / 2 - inset
    right = [(a * 0.3, -b), (a * 0.7, -b), (a * 0.95, -b * 0.85), (a, -b * 0.4), (a, b * 0.4)]
    right += [(a * 0.95, b * 0.85), (a * 0.7, b), (a * 0.3, b)]
    return [(at.x + x, at.y + y) for x, y in [*right, *((-x, y) for x, y in reversed(right))]]


def _mash(s: Plating) -> str:
    """A pie under a mash with browned ridges; where a spoonful is gone the filling shows."""
    surface, shade = s.dish.surface
    left, top = s.at.x - s.at.wide / 2, s.at.y - s.at.high / 2
    bright, groove = ("turmeric", "rust") if surface == "carrot" else ("white", shade)
    fishy = any(form(name) in ("flaked", "fillet") for name in s.dish.food)
    filling_bed = "cream" if fishy else "rust"
    # The filling bubbles up at the edge.
    edge = [
        (x + s.rng.uniform(-5, 5), y + s.rng.uniform(-4, 4))
        for x, y in _round_corners(s.at, 20 * s.unit)
    ]
    out = shape([(x, y + 4) for x, y in edge], groove) + shape(edge, surface)
    for x, y in lattice(s, s.at.r * 0.62, box(s.at, 26)):
        out += shape(blob(s.rng, s.at.r * 0.2, s.at.r * 0.1, x, y, by=0.2), bright)
    for row in range(9):
        wave, low = (-9 if row // 3 % 2 else 9) * s.unit, s.at.high * (row + row // 3 - 5) / 13.5
        line = [
            (s.at.x + s.at.wide * 0.105 * step, s.at.y + low + (wave if step % 2 else -wave))
            for step in range(-4, 5)
        ]
        out += stroke(line, groove, 2.6 * s.unit)
    corner = (left + s.at.wide * 0.8, top + s.at.high * 0.74)
    hole = blob(s.rng, s.at.wide * 0.17, s.at.high * 0.27, *corner, by=0.09, count=10)
    out += shape(resized(hole, 1, -2 * s.unit, -4 * s.unit), shade) + shape(hole, filling_bed)
    filling = "".join(
        s.lay(name, *polar(turn, far * s.unit, *corner), k=0.62)
        for name, turn, far in zip(
            (list(s.dish.food[:4]) * 4)[:8], range(0, 360, 45), (30, 20, 34, 22) * 2, strict=False
        )
    )
    out += s.paper.within(path(smooth(hole), "#000000"), filling)
    dish = vessels.oven_dish(s.rng, s.paint, s.at, filling_bed)
    return dish + s.paper.within(vessels.inside_dish(s.at), out)


def _crumble(s: Plating) -> str:
    """Fruit under a rough crumble; its juice bubbles up at the edge, and a spoonful is gone."""
    juice, bright = s.dish.liquid
    golden, toasted = baked(s.dish.surface)
    crumb = f"oats_{golden}_{toasted}"
    left, top = s.at.x - s.at.wide / 2, s.at.y - s.at.high / 2
    corner = (left + s.at.wide * 0.79, top + s.at.high * 0.72)

    def covered(x: float, y: float) -> bool:
        gone = math.hypot((x - corner[0]) / s.at.wide * s.at.high * 1.3, y - corner[1])
        return box(s.at, 11)(x, y) and gone > s.at.high * 0.27

    out = ""
    for number in range(16):
        x, y = polar(number * 22.5, 1)
        x, y = s.at.x + x * (s.at.wide / 2 - 13), s.at.y + y * (s.at.high / 2 - 13)
        out += circle(x, y, s.at.r * s.rng.choice((0.03, 0.05)), bright)
    for fruit in s.dish.food[:1]:
        for turn in range(0, 360, 72):
            x, y = polar(turn, 17 * s.unit, *corner)
            out += s.lay(fruit, x, y, k=0.95)
    brown = f"oats_{toasted}_bark"
    out += spread_out(s, [crumb, brown], 0.28, covered, 0.78)
    out += spread_out(s, ["crackle_bark_oat"], 0.6, covered, 0.9)
    out += _along(s, s.dish.upon[:2], 7)
    dish = vessels.oven_dish(s.rng, s.paint, s.at, juice)
    return dish + s.paper.within(vessels.inside_dish(s.at), out)


def _crust(s: Plating) -> str:
    """A golden bake with pieces set into its top."""
    golden, brown = baked(s.dish.surface)
    out = spread_out(s, [f"crackle_{brown}_oat", f"crackle_bark_{brown}"], 0.36, box(s.at, 5))
    out += spread_out(s, s.dish.food[:3], 0.46, box(s.at, 24), 1.1) + _along(s, s.dish.upon[:2], 9)
    dish = vessels.oven_dish(s.rng, s.paint, s.at, golden)
    return dish + s.paper.within(vessels.inside_dish(s.at), out)


# A sheet of paper that was twisted shut at both ends, and the opening torn into it: points as parts
# of half its width and height.
SHEET = (
    (-0.74, -0.16), (-0.94, -0.44), (-1, -0.1), (-0.97, 0.16), (-1, 0.42), (-0.74, 0.16),
    (-0.6, 0.8), (-0.3, 0.98), (0, 0.93), (0.34, 1), (0.62, 0.76),
    (0.74, 0.16), (1, 0.38), (0.96, 0.1), (1, -0.16), (0.95, -0.42), (0.74, -0.16),
    (0.58, -0.84), (0.3, -0.95), (0.02, -1), (-0.32, -0.94), (-0.6, -0.78),
)  # fmt: skip
OPENING = (
    (-0.66, 0), (-0.56, -0.42), (-0.4, -0.5), (-0.22, -0.68), (0, -0.62), (0.2, -0.7),
    (0.38, -0.54), (0.55, -0.44), (0.66, 0), (0.56, 0.4), (0.38, 0.5), (0.2, 0.66),
    (0.02, 0.6), (-0.2, 0.68), (-0.38, 0.5), (-0.56, 0.44),
)  # fmt: skip


def _parcel(s: Plating) -> str:
    """A paper parcel, opened: a fillet on its vegetables."""
    x, y, wide, high = s.at.x, s.at.y, s.at.wide / 2, s.at.high / 2
    sheet = [(x + a * wide, y + b * high, 1) for a, b in SHEET]
    low = [(px + 4, py + 6, 1) for px, py, _ in sheet]
    opening = [(x + a * wide, y + b * high, 1) for a, b in OPENING]
    flaps = [(x + a * wide, y + b * high * 1.12 - 2, 1) for a, b in OPENING]
    out = shape(low, s.paint.shade) + shape(sheet, "oat") + shape(flaps, "white")
    out += shape(opening, "cream")
    for side in (-1, 1):
        folds = [(side * 0.76, row * 0.05, side * 0.98, row * 0.22) for row in (-1, 0, 1)]
        folds += [(side * 0.72, row * 0.12, side * 0.5, row * 0.66) for row in (-1, 1)]
        lines = [(x + a * wide, y + b * high, x + c * wide, y + d * high) for a, b, c, d in folds]
        out += cut_marks(lines, "sand", 1.4)
    main, *others = main_first(s.dish.food)

    def bed(px: float, py: float) -> bool:
        return math.hypot((px - x) / wide / 0.6, (py - y) / high / 0.58) < 1

    thin = [name for name in others if form(name) in ("shreds", "ring")]
    out += spread_out(s, [name for name in others if name not in thin][:3], 0.42, bed, 1.05)
    out += s.lay(main, x, y, -6, k=1.4 if form(main) in ("fillet", "skin") else 1)
    for number, name in enumerate(2 * thin[:2]):
        out += s.lay(name, x + (number - 1.5) * wide * 0.15, y + s.rng.uniform(-8, 8), k=0.9)
    return out + _along(replace(s, at=s.at.within(0.55)), s.dish.upon[:3], 9)


def _frittata(s: Plating) -> str:
    """A round set omelette on a board, a wedge of it cut out."""
    x, y, r = s.at.x - s.at.wide * 0.2, s.at.y, s.at.high * 0.45
    near = replace(s, at=DishPlace(x, y, 2 * r, 2 * r))
    top = circle(x, y, r, "rust") + circle(x, y, r * 0.965, "turmeric")
    top += circle(x, y, r * 0.89, "honey")
    for turn in range(0, 360, 60):
        px, py = polar(turn + 20, r * 0.55, x, y)
        top += shape(blob(s.rng, r * 0.2, r * 0.13, px, py, by=0.15), "turmeric")
    inside = [name for name in s.dish.food if form(name) != "salad"][:3]
    top += spread_out(near, inside, 0.4, disc(near.at, 0.78), 0.9)
    top += strewn(near, s.dish.upon[:2], 0.75, 7)
    first, last = polar(-24, r * 1.02, x, y), polar(26, r * 1.02, x, y)
    piece = f"M{n(x)} {n(y)}L{n(first[0])} {n(first[1])}"
    piece += f"A{n(r * 1.02)} {n(r * 1.02)} 0 0 1 {n(last[0])} {n(last[1])}Z"
    rest = f"M{n(x)} {n(y)}L{n(first[0])} {n(first[1])}"
    rest += f"A{n(r * 1.02)} {n(r * 1.02)} 0 1 0 {n(last[0])} {n(last[1])}Z"
    out = vessels.board(s.rng, s.paint, s.at)
    out += circle(x + 3, y + 5, r, "bark")
    out += path(piece, "sand") + s.paper.within(path(rest, "#000000"), top)
    sides = path(f"M{n(x)} {n(y)}L{n(first[0])} {n(first[1])}", line="turmeric", width=4)
    sides += path(f"M{n(x)} {n(y)}L{n(last[0])} {n(last[1])}", line="rust", width=2)
    shift = r * 0.34
    moved = group(path(piece, "bark"), shift + 3, 5) + group(
        s.paper.within(path(piece, "#000000"), top), shift, 0
    )
    side = (s.at.x + s.at.wide * 0.34, s.at.y + s.at.high * 0.02)
    leaves = ""
    for name in [name for name in (*s.dish.beside, *s.dish.food) if form(name) in LEAFY][:1]:
        leaves = clump(near, name, side, r * 0.62, 0.9)
    return out + sides + leaves + moved


def _rack(s: Plating) -> str:
    """Biscuits that cool on a rack, in two rows."""
    name = (s.dish.food or ("oatcake",))[0]
    out = vessels.rack(s.paint, s.at)
    for row in (-1, 1):
        for column in range(4):
            x = s.at.x + (column - 1.5) * s.at.wide * 0.235
            y = s.at.y + row * s.at.high * 0.235
            by = s.at.high * 0.0046
            turn = s.rng.randrange(-20, 21)
            out += circle(x + 2, y + 4, 41 * by, s.paint.shade)
            out += s.paper.lay(name, x, y, turn, by)
    return out


def _board(s: Plating) -> str:
    """A board with what is put on it."""
    main, *others = s.dish.food
    out = vessels.board(s.rng, s.paint, s.at)
    for number in range(3):
        x, y = s.at.x + (number - 1) * s.at.wide * 0.27, s.at.y
        out += s.lay(main, x, y, s.rng.uniform(-12, 12), k=1.1)
    return out + spread_out(s, others[:3], 0.6, box(s.at, 22)) + _along(s, s.dish.upon[:2], 6)


def _pots(s: Plating) -> str:
    """Two glasses of something set, from the side, with what tops it."""
    surface, shade = s.dish.surface
    wide, high = s.at.high * 0.74, s.at.high * 0.82
    top = s.at.y + s.at.high / 2 - high
    out = ""
    for number in (-1, 1):
        x = s.at.x + number * wide * 0.62
        near = replace(s, at=DishPlace(x, top + high * 0.2, wide * 1.5, wide * 1.5))
        wall = vessels.glass_wall(x, top, wide, high)
        fill = vessels.glass_wall(x, top, wide, high, 4)
        out += ellipse(x + 4, top + high - 1, wide * 0.44, high * 0.035, s.paint.shade)
        out += path(wall, "ice")
        inside = f"M{n(x - wide)} {n(top + high * 0.24)}"
        inside += f"Q{n(x)} {n(top + high * 0.16)} {n(x + wide)} {n(top + high * 0.24)}"
        body = path(f"{inside}V{n(top + high)}H{n(x - wide)}Z", surface)
        body += path(
            f"M{n(x - wide)} {n(top + high * 0.62)}"
            f"Q{n(x - wide * 0.2)} {n(top + high * 0.54)} {n(x)} {n(top + high * 0.62)}"
            f"T{n(x + wide)} {n(top + high * 0.62)}".replace("T", "L")
            + f"V{n(top + high)}H{n(x - wide)}Z",
            shade,
        )
        specks = [name for name in s.dish.upon if form(name) in ("specks", "seeds", "oats")]
        for step in range(4 if specks else 0):
            body += near.lay(
                specks[0], x + (step % 2 - 0.5) * wide * 0.42, top + high * (0.38 + 0.14 * step)
            )
        out += s.paper.within(path(fill, "#000000"), body)
        topping = [*s.dish.food, *(name for name in s.dish.upon if name not in specks)][:3]
        for step in range(7 if topping else 0):
            px = x + (step % 4 - 1.5 + (0.5 if step > 3 else 0)) * wide * 0.22
            py = top + high * (0.17 if step < 4 else 0.06)
            out += near.lay(topping[step % len(topping)], px, py, k=0.95)
        shine = f"M{n(x - wide * 0.38)} {n(top + high * 0.34)}"
        shine += f"L{n(x - wide * 0.33)} {n(top + high * 0.68)}"
        out += path(shine, line="white", width=wide * 0.045)
    return out


def _smoothie(s: Plating) -> str:
    """A tall glass with a straw."""
    liquid, foam = s.dish.liquid
    wide, high = s.at.wide, s.at.high * 0.88
    top = s.at.y + s.at.high / 2 - high
    straw = f"M{n(s.at.x + wide * 0.05)} {n(top + high * 0.8)}"
    straw += f"L{n(s.at.x + wide * 0.34)} {n(top - high * 0.12)}"
    body = path(
        f"M{n(s.at.x - wide)} {n(top + high * 0.14)}H{n(s.at.x + wide)}V{n(top + high)}"
        f"H{n(s.at.x - wide)}Z",
        liquid,
    )
    body += path(
        f"M{n(s.at.x - wide)} {n(top + high * 0.14)}H{n(s.at.x + wide)}V{n(top + high * 0.2)}"
        f"Q{n(s.at.x)} {n(top + high * 0.27)} {n(s.at.x - wide)} {n(top + high * 0.2)}Z",
        foam,
    )
    near = replace(s, at=DishPlace(s.at.x, s.at.y, wide * 2, wide * 2))
    body += _along(replace(near, at=DishPlace(s.at.x, s.at.y, wide * 0.8, high)), s.dish.upon, 5)
    out = ellipse(s.at.x + 4, top + high - 1, wide * 0.42, high * 0.03, s.paint.shade)
    out += path(vessels.glass_wall(s.at.x, top, wide, high), "ice")
    out += path(straw, line=s.paint.deep, width=wide * 0.07)
    out += s.paper.within(path(vessels.glass_wall(s.at.x, top, wide, high, 4), "#000000"), body)
    for name in s.dish.food[:1]:
        out += near.lay(name, s.at.x - wide * 0.4, top + high * 0.06, -18, 0.7)
    return out


# A curl of steam: how far up, and how far to the side, as parts of a drink's radius.
STEAM = ((-0.3, 0), (-0.1, 0.07), (0.12, -0.05), (0.34, 0.06))


def _mug(s: Plating) -> str:
    """A mug from above: tea with what steeps in it, or milk with its foam."""
    liquid, tone = s.dish.liquid
    r, x, y = s.at.r * 0.55, s.at.x, s.at.y
    near = replace(s, at=DishPlace(x, y, 2 * r, 2 * r))
    out = circle(x, y, r * 0.97, "none", tone, r * 0.03)
    shown = [*s.dish.food, *s.dish.upon]
    if s.dish.body == "clear":
        for number, name in enumerate((shown[:3] * 3)[:4]):
            px, py = polar(70 + 97 * number, r * 0.46, x, y)
            out += near.lay(name, px, py, k=3 if number < 2 else 2.1)
    else:
        for part in (0.75, 0.5, 0.26):
            line = [polar(200 + 32 * step, r * part, x, y) for step in range(4)]
            out += stroke(line, tone, r * 0.07)
        for number in range(5):
            px, py = polar(20 + 29 * number, r * (0.78 if number % 2 else 0.6), x, y)
            out += circle(px, py, r * (0.05 if number % 2 else 0.08), tone)
        out += strewn(near, s.dish.upon[:1], 0.5, 3)
    # It is hot.
    for side in (-0.34, 0, 0.34):
        steam = [(x + (side + bend) * r, y - step * r) for step, bend in STEAM]
        out += stroke(steam, "white", r * 0.055)
    cup = vessels.cup(s.rng, s.paint, s.at, liquid)
    return cup + s.paper.within(circle(x, y, r, "#000000"), out)


def _jar(s: Plating) -> str:
    """A lidded jar with food in layers."""
    glass, lid = vessels.lidded_jar(s.rng, s.paint, s.at)
    left, top, wide = s.at.x - s.at.wide / 2, s.at.y - s.at.high / 2, s.at.wide
    low, high = top + s.at.high * 0.27, s.at.high * 0.71
    near = replace(s, at=DishPlace(s.at.x, low + high / 2, wide, high))
    body = path(
        f"M{n(left)} {n(low)}H{n(left + wide)}V{n(low + high)}H{n(left)}Z", s.dish.surface[0]
    )
    inside = spread_out(near, (s.dish.food or s.dish.upon)[:4], 0.5, box(near.at, 4), 1.3)
    outline = vessels.panel(
        s.at.x, top + s.at.high * 0.585, wide - 8, s.at.high * 0.77, wide * 0.13, "white"
    )
    return glass + s.paper.within(outline, body + inside) + lid


def _burger(s: Plating) -> str:
    """A filled bun from the side, on a plate, and what is eaten with it."""
    unit, x, y = s.unit, s.at.x, s.at.y
    unit *= 1.25
    wide, out = 52 * unit, ""
    patty = next((name for name in s.dish.food if form(name) == "patty"), "patty_rust_bark_sand")
    _, skin, dark, *_ = patty.split("_")
    sides = [name for name in s.dish.food if name != patty][:2]
    for number, name in enumerate(sides):
        turn = 150 + 240 * number
        out += clump(s, name, polar(turn, s.at.r * 0.62, x, y), s.at.r * 0.24, 0.8)
    low = vessels.panel(x, y + 30 * unit, 2 * wide, 24 * unit, 11 * unit, "turmeric")
    leaf = [
        (x + (step - 5) / 5 * wide * 1.1, y + (10 + 5 * (step % 2)) * unit) for step in range(11)
    ]
    out += vessels.panel(x + 3, y + 36 * unit, 2 * wide, 24 * unit, 11 * unit, "sand") + low
    out += vessels.panel(x, y + 15 * unit, 2.1 * wide, 19 * unit, 9 * unit, dark)
    out += vessels.panel(x, y + 12 * unit, 2.1 * wide, 16 * unit, 8 * unit, skin)
    out += stroke([(px, py - 8 * unit) for px, py in leaf], "leaf", 9 * unit)
    out += vessels.panel(x, y - 4 * unit, 1.8 * wide, 7 * unit, 3 * unit, "poppy")
    top = f"M{n(x - wide)} {n(y - 7 * unit)}C{n(x - wide)} {n(y - 54 * unit)} "
    top += f"{n(x + wide)} {n(y - 54 * unit)} {n(x + wide)} {n(y - 7 * unit)}Z"
    out += path(top, "turmeric")
    seeds = "".join(
        ellipse(x + dx * unit, y + dy * unit, 3.4 * unit, 2 * unit, "cream", turn)
        for dx, dy, turn in (
            (-24, -24, -20),
            (-4, -33, 0),
            (18, -28, 16),
            (4, -19, 0),
            (34, -17, 20),
        )
    )
    return vessels.plate(s.paint, s.at) + out + seeds


def _tacos(s: Plating) -> str:
    """Three folded breads in a row, filled to the brim."""
    out, unit = "", s.unit
    shown = [name for name in s.dish.food if form(name) not in BREADS][:4]
    for number in (-1, 0, 1):
        x, y, turn = s.at.x + number * 44 * unit, s.at.y + number * 4 * unit, 82 + number * 5
        near = replace(s, at=DishPlace(x, y, s.at.wide, s.at.high))
        shell = blob(s.rng, 58 * unit, 31 * unit, x, y, by=0.03, count=10, turn=turn)
        out += shape(resized(shell, 1, 3, 4), "sand") + shape(shell, "honey")
        for step in range(9 if shown else 0):
            px, py = polar(turn, (step - 4) * 11.5 * unit, x - 6 * unit, y)
            out += near.lay(shown[step % len(shown)], px, py, k=0.8)
        fold = [polar(turn + swing, far * unit, x + 14 * unit, y) for swing, far in FOLD]
        out += shape(fold, "honey") + stroke(fold[:4], "turmeric", 2.4 * unit)
        out += strewn(near, s.dish.upon[:1], 0.26, 2)
    return vessels.plate(s.paint, s.at) + out


# The front of a folded bread: angles from its length, and how far away, in hundredths.
FOLD = ((180, 54), (130, 9), (50, 9), (0, 54), (-30, 30), (-90, 17), (-150, 30))


def _pizza(s: Plating) -> str:
    """A round flat bread on a board, with what lies on it."""
    x, y, r = s.at.x, s.at.y, s.at.high * 0.46
    near = replace(s, at=DishPlace(x, y, 2 * r, 2 * r))
    out = vessels.board(s.rng, s.paint, s.at) + circle(x + 3, y + 4, r, "bark")
    out += shape(blob(s.rng, r, r, x, y, by=0.02, count=12), "turmeric")
    out += shape(blob(s.rng, r * 0.86, r * 0.86, x, y, by=0.03, count=12), s.dish.liquid[0])
    shown = [name for name in s.dish.food if form(name) not in BREADS][:5]
    out += spread_out(near, shown, 0.36, disc(near.at, 0.74), 0.85)
    out += trickle(near, 0.5) + strewn(near, s.dish.upon[:2], 0.7, 8)
    cuts = "".join(
        f"M{n(x)} {n(y)}L{n(px)} {n(py)}"
        for px, py in (polar(turn, r * 0.98, x, y) for turn in range(10, 360, 90))
    )
    return out + path(cuts, line="bark", width=1.6)


def _stuffed(s: Plating) -> str:
    """Halves of a vegetable, filled."""
    out, unit = "", s.unit
    shell, flesh = s.dish.surface
    filling = s.dish.food[:4]
    for number in (-1, 1):
        x, y = s.at.x + number * 37 * unit, s.at.y
        near = replace(s, at=DishPlace(x, y, s.at.wide, s.at.high))
        edge = blob(s.rng, 33 * unit, 58 * unit, x, y, by=0.02, count=10, turn=number * 8)
        out += shape(resized(edge, 1, 3, 5), s.paint.shade) + shape(edge, "bark")
        inner = [(x + (px - x) * 0.9, y + (py - y) * 0.93) for px, py, *_ in edge]
        out += shape(inner, shell) + stroke([*inner, inner[0]], flesh, 2 * unit)

        def hollow(px: float, py: float, x: float = x) -> bool:
            return math.hypot((px - x) / 24, (py - s.at.y) / 47) < unit

        out += spread_out(near, filling, 0.26, hollow, 0.75)
        out += strewn(near, s.dish.upon[:2], 0.26, 4)
    return vessels.plate(s.paint, s.at) + out


def _muffins(s: Plating) -> str:
    """Muffins on a rack, in their paper cases."""
    out, unit = vessels.rack(s.paint, s.at), s.unit
    golden, brown = baked(s.dish.surface)
    shown = [*s.dish.food, *s.dish.upon][:3]
    for row in (-1, 1):
        for column in range(4):
            x = s.at.x + (column - 1.5) * s.at.wide * 0.235
            y = s.at.y + row * s.at.high * 0.235
            case = [
                (*polar(15 * step, (42 if step % 2 else 37) * unit, x, y), 1) for step in range(24)
            ]
            out += circle(x + 2, y + 4, 40 * unit, s.paint.shade) + shape(case, "oat")
            out += shape(blob(s.rng, 34 * unit, 33 * unit, x, y, by=0.04), brown)
            out += shape(blob(s.rng, 30 * unit, 28 * unit, x - 2 * unit, y - 2 * unit), golden)
            for step in range(5 if shown else 0):
                px, py = polar(72 * step + 30 * column, 16 * unit, x, y)
                out += s.lay(shown[step % len(shown)], px, py, k=0.44)
    return out


def _loaf(s: Plating) -> str:
    """A loaf on a board, two slices cut from it."""
    golden, brown = baked(s.dish.surface)
    x, y, wide, high = s.at.x, s.at.y, s.at.wide, s.at.high
    out = vessels.board(s.rng, s.paint, s.at)
    loaf = vessels.panel(x - wide * 0.17, y, wide * 0.5, high * 0.62, high * 0.16, "bark")
    out += (
        vessels.panel(x - wide * 0.165, y + 5, wide * 0.5, high * 0.62, high * 0.16, brown) + loaf
    )
    out += vessels.panel(x - wide * 0.18, y - 3, wide * 0.46, high * 0.5, high * 0.13, "sand")
    for step in range(4):
        px = x + (step * 0.1 - 0.34) * wide
        out += stroke(
            [(px, y + high * 0.16), (px + wide * 0.03, y), (px + wide * 0.05, y - high * 0.17)],
            "bark",
            3,
        )
    shown = [*s.dish.food, *s.dish.upon][:3]
    for number in (0, 1):
        px, py = x + wide * (0.22 + 0.15 * number), y + high * (0.05 - 0.1 * number)
        out += s.lay(f"toast_bark_{golden}_{brown}", px, py, 12 - 20 * number, k=0.8)
        for step in range(5 if shown else 0):
            sx, sy = polar(72 * step, 15 * s.unit, px, py)
            out += s.lay(shown[step % len(shown)], sx, sy, k=0.45)
    return out


def _bars(s: Plating) -> str:
    """A traybake cut into bars on its paper."""
    golden, brown = baked(s.dish.surface)
    shown = [*s.dish.food, *s.dish.upon][:4]
    out = vessels.board(s.rng, s.paint, s.at)
    wide, high = s.at.wide * 0.21, s.at.high * 0.37
    for row in (-1, 1):
        for column in range(4):
            x, y = s.at.x + (column - 1.5) * wide * 1.1, s.at.y + row * high * 0.57
            out += vessels.panel(x + 2, y + 5, wide, high, 5, "bark")
            out += vessels.panel(x, y, wide, high, 5, brown)
            out += vessels.panel(x - 1, y - 2, wide - 4, high - 5, 4, golden)
            out += s.lay(f"crackle_{brown}_oat", x, y, 90, k=0.8)
            for step in range(3 if shown else 0):
                px, py = x + (step - 1) * wide * 0.25, y + s.rng.uniform(-0.2, 0.2) * high
                out += s.lay(shown[step % len(shown)], px, py, k=0.55)
    return out


@dataclass(frozen=True)
class DishKind:
    """What a kind of dish is served in, and what draws it.

    `blended`: its ingredients are not seen any more, only what is put on it or beside it. `beside`
    says what stands beside it: "grain" for grains and bread, "with" for those and the vegetables
    behind the title's "with", "group" for what has a group of its own, "sticks" for what is dipped.
    Without food, a kind that `needs_food` is drawn as a plain bowl. `crumb`: it is baked of a
    dough, which fruit does not dye.
    """

    vessel: str
    draw: Callable[[Plating], str]
    blended: bool = False
    beside: str = ""
    needs_food: bool = False
    crumb: bool = False


KINDS: dict[str, DishKind] = {
    "soup": DishKind("bowl", _soup),
    "stew": DishKind("bowl", _soup, beside="with"),
    "pan": DishKind("pan", _pan, beside="grain"),
    "shakshuka": DishKind("pan", _pan, beside="grain"),
    "hash": DishKind("pan", _hash, beside="grain"),
    "pot": DishKind("pot", _pot, beside="grain"),
    "heaps": DishKind("bowl", _heaps),
    "tossed": DishKind("bowl", _tossed),
    "herbed": DishKind("bowl", _tossed),
    "platter": DishKind("plate", _platter),
    "noodles": DishKind("bowl", _noodles),
    "risotto": DishKind("bowl", _risotto),
    "porridge": DishKind("bowl", _porridge),
    "dip": DishKind("bowl", _dip, blended=True, beside="group"),
    "smash": DishKind("bowl", _smash, beside="sticks"),
    "snack": DishKind("bowl", _snack),
    "greens": DishKind("plate", _greens),
    "plated": DishKind("plate", _plated, beside="group", needs_food=True),
    "toast": DishKind("plate", _toast),
    "pancakes": DishKind("plate", _pancakes),
    "tray": DishKind("tray", _tray, beside="grain", needs_food=True),
    "baked": DishKind("dish", _baked, beside="grain", needs_food=True),
    "mash": DishKind("dish", _mash),
    "crumble": DishKind("dish", _crumble, crumb=True),
    "crust": DishKind("dish", _crust, crumb=True),
    "parcel": DishKind("pack", _parcel, beside="grain", needs_food=True),
    "frittata": DishKind("board", _frittata, beside="group"),
    "rack": DishKind("rack", _rack, blended=True),
    "board": DishKind("board", _board, needs_food=True),
    "pots": DishKind("glasses", _pots),
    "smoothie": DishKind("glass", _smoothie, blended=True),
    "mug": DishKind("mug", _mug),
    "jar": DishKind("jar", _jar),
    "fried": DishKind("bowl", _tossed),
    "burger": DishKind("plate", _burger),
    "tacos": DishKind("plate", _tacos),
    "pizza": DishKind("board", _pizza),
    "stuffed": DishKind("plate", _stuffed, needs_food=True),
    "muffins": DishKind("rack", _muffins, crumb=True),
    "loaf": DishKind("board", _loaf, crumb=True),
    "bars": DishKind("board", _bars, crumb=True),
}


def serve(
    rng: random.Random, dish: ServedDish, paper: Paper, p: Paint, at: DishPlace
) -> tuple[str, str, DishPlace | None]:
    """A dish in its vessel, what stands beside it, and where that stands."""
    kind = KINDS[dish.kind]
    serving = Plating(rng, paper, p, at, dish)
    draw = kind.draw
    if kind.needs_food and not dish.food:
        draw = _dip
    served = draw(serving)
    if not (kind.beside and dish.beside) or dish.kind in ("plated", "frittata"):
        return served, "", None
    place = vessels.place_beside(kind.vessel, at, paper.width)
    return served, aside(serving, place), place
