"""Leaves and herbs."""

from __future__ import annotations

import math
import random
from functools import partial

from guide.art.pencil import (
    Motif,
    along,
    arcs,
    cut_marks,
    group,
    leaflet,
    n,
    path,
    polar,
    shape,
    smooth,
    stroke,
    wobbled,
)

GREEN = ("leaf", "forest", "mist")


def blade(
    rng: random.Random,
    tones: tuple[str, str, str] = GREEN,
    width: float = 25,
    height: float = 43,
    veins: int = 4,
    bend: float = 7,
) -> str:
    """A leaf in two halves, light and dark, with its veins incised; `width` is that of one half."""
    light, dark, vein = tones
    lean, wide = (
        rng.choice((-1, 1)) * rng.uniform(0.5, 1) * bend,
        width * rng.uniform(0.95, 1.05) * 1.25,
    )
    rib = ((0, height), (-lean * 0.7, height * 0.3), (lean * 0.7, -height * 0.4), (lean, -height))
    edges = {
        side: (
            (0, height),
            (side * wide, height * 0.55),
            (side * wide * 0.9, -height * 0.4),
            (lean, -height),
        )
        for side in (-1, 1)
    }

    def curve(points: tuple[tuple[float, float], ...]) -> str:
        return "C" + " ".join(f"{n(x)} {n(y)}" for x, y in points)

    back = curve(rib[2::-1]) + "Z"
    start = f"M0 {n(height)}"
    out = path(start + curve(edges[-1][1:]) + curve(edges[1][2::-1]) + "Z", light) + path(
        start + curve(edges[1][1:]) + back, dark
    )
    twigs = []
    for step in range(veins):
        t = 0.14 + 0.52 * step / max(1, veins - 1)
        x, y = along(rib, t)
        for side in (-1, 1):
            to_x, to_y = along(edges[side], t + 0.16)
            twigs.append((x, y, x + (to_x - x) * 0.72, y + (to_y - y) * 0.72 - 2, side * -1.4))
    tip = along(rib, 0.86)
    spine = path(
        f"M0 {n(height + 8)}L0 {n(height)}C{n(rib[1][0])} {n(rib[1][1])}"
        f" {n(rib[2][0])} {n(rib[2][1])} {n(tip[0])} {n(tip[1])}",
        line=vein,
        width=2,
    )
    return out + spine + arcs(twigs, vein, 1.3)


def branch(  # noqa: PLR0913  a shape is given by its measures
    rng: random.Random,
    tones: tuple[str, str, str],
    pairs: int,
    length: float,
    width: float,
    angle: float = 52,
    paired: bool = True,
) -> str:
    """A stem with leaves left and right that grow smaller to its tip.

    `tones` are those of the two sides and the stem.
    """
    light, dark, stem = tones
    lean = rng.choice((-1, 1)) * rng.uniform(5, 9)
    line = ((0, 50), (lean, 20), (-lean, -12), (lean * 0.6, -38))
    out = path(f"M0 50C{n(lean)} 20 {n(-lean)} -12 {n(lean * 0.6)} -38", line=stem, width=2.2)
    for step in range(pairs):
        t = 0.16 + 0.78 * step / (pairs - 1)
        for side, tone in ((-1, light), (1, dark)):
            x, y = along(line, t if paired or side < 0 else t - 0.39 / (pairs - 1))
            size = 1 - 0.38 * t + rng.uniform(-0.05, 0.05)
            out += leaflet(
                x,
                y,
                side * (angle - 14 * t) + rng.uniform(-6, 6),
                length * size,
                width * size,
                tone,
            )
    return out + leaflet(*along(line, 0.99), lean, length * 0.68, width * 0.66, light)


def curled(
    rng: random.Random,
    tones: tuple[str, str, str],
    width: float,
    height: float,
    frills: int,
    depth: float,
) -> str:
    """A leaf with a frilled edge on a thick rib."""
    fill, fold, rib = tones
    right = []
    for step in range(frills * 2 + 1):
        t = step / (frills * 2)
        full = math.sin(math.pi * (0.1 + 0.86 * t)) ** 0.7 * width
        right.append(
            (
                full * (1 + depth if step % 2 else 1 - depth) + rng.uniform(-1.5, 1.5),
                -height + 1.82 * height * t,
            )
        )
    left = [(-x + rng.uniform(-2, 2), y + rng.uniform(-2, 2)) for x, y in reversed(right)]
    edge = [(0, -height - 2), *right, (0, height * 0.86), *left]
    inner = [(x * 0.66, y * 0.9 - 1) for x, y in edge]
    twigs = [
        (0, y, side * reach, y - 15, side * -2)
        for y, reach in ((24, 17), (8, 19), (-8, 17), (-22, 11))
        for side in (-1, 1)
    ]
    out = shape(edge, fill) + shape(inner, fold) + arcs(twigs, rib, 1.8)
    return out + path(
        f"M0 {n(height + 8)}L1 {n(height * 0.3)}L0 {n(-height * 0.72)}", line=rib, width=3.6
    )


def dill(rng: random.Random) -> str:
    lean = rng.uniform(-5, 5)
    line = ((0, 52), (lean, 20), (-lean, -10), (lean, -44))
    wide, fine = [], []
    for step in range(6):
        x, y = along(line, 0.2 + 0.13 * step)
        for side in (-1, 1):
            length, angle = 32 - 3.6 * step + rng.uniform(-2, 2), -90 + side * (54 - 3 * step)
            to_x, to_y = polar(angle, length, x, y)
            wide.append((x, y, to_x, to_y, side * -2))
            for part in (0.45, 0.75):
                from_x, from_y = x + (to_x - x) * part, y + (to_y - y) * part
                fine += [
                    (from_x, from_y, *polar(angle + way * 40, 12 - 7 * part, from_x, from_y))
                    for way in (-1, 1)
                ]
    return (
        cut_marks(fine, "moss", 1.7)
        + path(f"M0 52C{n(lean)} 20 {n(-lean)} -10 {n(lean)} -44", line="leaf", width=2.2)
        + arcs(wide, "leaf", 2)
    )


def mint(rng: random.Random) -> str:
    def toothed(length: float, fill: str, dark: str) -> str:
        right = []
        for step in range(6):
            full = math.sin(math.pi * (0.16 + 0.8 * step / 6)) * length * 0.33
            y = -length * (0.04 + step / 6.4)
            right += [(full + 1.6, y - 3, 1), (full * 0.9, y - length / 8, 1)]
        half = [(0, 0, 1), *right, (0, -length, 1)]
        whole = [*half, *((-x, y, 1) for x, y, _ in reversed(right))]
        veins: list[tuple[float, float, float, float]] = [(0, -3, 0, -length * 0.8)]
        for t in (0.2, 0.42):
            for side in (-1, 1):
                veins.append((0, -length * t, side * length * 0.17, -length * (t + 0.15)))
        return shape(whole, fill) + shape(half, dark) + cut_marks(veins, "mist", 1.4)

    out = path("M0 52C3 30 -3 10 0 -8", line="leaf", width=2.6)
    for x, y, turn, length, light, dark in (
        (0, 24, -64, 38, "moss", "leaf"),
        (0, 24, 64, 38, "leaf", "moss"),
        (0, 4, -38, 40, "leaf", "forest"),
        (0, 4, 38, 40, "forest", "leaf"),
    ):
        out += group(toothed(length, light, dark), x, y, turn + rng.uniform(-6, 6))
    return out + group(toothed(40, "moss", "leaf"), 0, -10, rng.uniform(-7, 7))


def lobed(
    rng: random.Random,
    lobes: tuple[tuple[float, float], ...],
    sharp: bool,
    tones: tuple[str, str, str],
) -> str:
    """Three leaflets on one stalk: parsley with sharp lobes, coriander with round ones.

    Each lobe is its angle from the tip and its reach.
    """
    light, dark, stem = tones
    right: list[tuple[float, ...]] = []
    for angle, reach in lobes:
        at = (0, -17)
        for way, part in (
            ((-19, 0.86), (-10, 0.74), (0, 1), (10, 0.74), (19, 0.86))
            if sharp
            else ((-13, 0.8), (0, 1), (13, 0.8))
        ):
            x, y = polar(angle + way - 90, reach * part, *at)
            right.append((x, y, 1) if sharp else (x, y))
        notch = polar(angle + 26 - 90, reach * 0.45, *at)
        right.append((*notch, 1))
    tip = (
        [(-10, -40, 1), (-5, -39, 1), (0, -48, 1), (5, -39, 1), (10, -40, 1)]
        if sharp
        else [(-6, -45), (6, -45)]
    )
    start = [polar(14 - 90, 15, 0, -17)]
    side = [(*start[0], 1), *right[:-1]]
    edge = [
        (0, 0, 1),
        *((-x, y, *rest) for x, y, *rest in reversed(side)),
        *((x, y, *rest) for x, y, *rest in tip),
        *side,
    ]
    veins = [
        (0, 0, 0, -36),
        *(
            (0, -12, *polar(side * angle - 90, reach * 0.62, 0, -17))
            for angle, reach in lobes
            for side in (-1, 1)
        ),
    ]
    out = path(
        "M0 54C3 38 -2 26 0 2M0 34C-6 28 -12 24 -18 20M0 34C6 28 12 24 18 20", line=stem, width=2.6
    )
    for x, y, turn, size, fill in (
        (-15, 22, -62, 0.72, dark),
        (15, 22, 62, 0.72, dark),
        (0, 8, rng.uniform(-6, 6), 1.0, light),
    ):
        out += group(
            path(smooth(wobbled(rng, edge, 0.03)), fill) + cut_marks(veins, "mist", 1.6),
            x,
            y,
            turn + rng.uniform(-5, 5),
            size * 0.98,
        )
    return out


def rocket(rng: random.Random) -> str:
    right = [
        (0, -46),
        (13, -40),
        (17, -28),
        (12, -18),
        (5, -14),
        (16, -11),
        (20, -2),
        (13, 2),
        (4, 4),
        (13, 9),
        (15, 17),
        (8, 18),
        (3, 21),
        (8, 27),
        (7, 32),
        (2, 34),
        (1.6, 50),
    ]
    left = [(-x * rng.uniform(0.86, 1.1), y + rng.uniform(1, 4)) for x, y in reversed(right[1:])]
    veins = [
        (0, y, side * reach, y - 8, side * -1)
        for y, reach in ((-14, 10), (6, 13), (22, 8))
        for side in (-1, 1)
    ]
    return (
        shape([*right, *left], "leaf")
        + shape([*right, (0, 50)], "forest")
        + stroke([(0, 52), (1, 20), (0, -34)], "fern", 2)
        + arcs(veins, "fern", 1.3)
    )


def chives(rng: random.Random) -> str:
    out = ""
    for number, (x, height) in enumerate(((-14, 40), (14, 42), (-7, 47), (7, 46), (0, 50))):
        to_x = x * 1.5 + rng.uniform(-4, 4)
        out += path(
            f"M{n(x * 0.35)} 50C{n(x * 0.5)} 10 {n(x)} -20 {n(to_x)} {n(-height)}",
            line=("leaf", "moss", "forest", "leaf", "moss")[number],
            width=4,
        )
    return out + path("M-9 26C-3 30 3 30 9 26", line="sand", width=3.4)


def lemongrass(rng: random.Random) -> str:
    out = ""
    for x, turn in ((-10, -7), (10, 8)):
        tip = rng.uniform(-3, 3)
        stalk = path(f"M-4 -2C-5 -18 -8 -34 {-15 + tip:.0f} -48C-4 -40 2 -22 4 -2Z", "moss")
        stalk += path(f"M-2 0C-1 -18 4 -36 {9 + tip:.0f} -52C10 -32 7 -16 4 0Z", "leaf")
        stalk += path(
            "M-4 -6C-5 10 -9 26 -8 46C-3 50 3 50 8 46C9 26 5 10 4 -6C2 -1 -2 -1 -4 -6Z", "fern"
        )
        stalk += path(
            "M-7.4 26C-8 34 -8 40 -8 46C-3 50 3 50 8 46C8 40 8 34 7.4 26C3 31 -3 31 -7.4 26Z",
            "blush",
        )
        out += group(
            stalk + cut_marks([(-2, 45, -1, 2), (4, 43, 2, 8)], "moss", 1.5),
            x,
            0,
            turn + rng.uniform(-2, 2),
        )
    return out


def lettuce(rng: random.Random) -> str:
    return curled(rng, ("moss", "fern", "cream"), 37, 43, 6, 0.1)


def pakchoi(rng: random.Random) -> str:
    def stalk(fill: str, rib: str) -> str:
        paddle = wobbled(
            rng,
            [(-4, 2), (-16, -8), (-18, -28), (-8, -44), (6, -45), (17, -30), (15, -10), (4, 2)],
            0.04,
        )
        out = path("M-9 44C-12 26 -6 6 -4 -10L4 -10C6 6 12 26 9 44C4 49 -4 49 -9 44Z", rib) + shape(
            paddle, fill
        )
        out += cut_marks(
            [(0, 38, 0, -32), (0, -6, -9, -18), (0, -6, 9, -18)],
            "fern" if fill == "forest" else "mist",
            1.8,
        )
        return out + cut_marks([(-4, 38, -2, 6), (4, 38, 2, 6)], "sage", 1.5)

    sides = group(stalk("forest", "fern"), -16, 1, -9) + group(stalk("forest", "fern"), 16, 1, 9)
    return sides + group(stalk("leaf", "mist"), 0, 3, rng.uniform(-4, 4))


def tealeaf(rng: random.Random) -> str:
    """Two leaves and a bud, as tea is picked."""
    out = path("M2 52C4 36 -2 20 0 0", line="moss", width=3)
    for x, y, turn, length in ((1, 26, -52, 1.0), (0, 14, 46, 1.06)):
        out += group(
            blade(rng, width=21, height=40, veins=3, bend=5),
            *polar(turn - 90, 25, x, y),
            turn + rng.uniform(-4, 4),
            0.6 * length,
        )
    return (
        out
        + leaflet(0, 6, rng.uniform(-6, 6), 56, 19, "moss", "leaf")
        + cut_marks([(0, 0, 0, -32)], "mist", 1.5)
    )


LEAVES: dict[str, Motif] = {
    "leaf": blade,
    "spinach": partial(blade, tones=("leaf", "forest", "fern"), width=30, height=38, veins=3),
    "basil": partial(blade, tones=("moss", "leaf", "mist"), width=33, height=35, veins=3, bend=9),
    "bay": partial(blade, tones=("sage", "moss", "cream"), width=15, height=45, veins=5, bend=9),
    "sage": partial(blade, tones=("fern", "sage", "leaf"), width=19, height=40, veins=5, bend=5),
    "tealeaf": tealeaf,
    "sprig": partial(branch, tones=("leaf", "moss", "forest"), pairs=6, length=22, width=12),
    "thyme": partial(branch, tones=("moss", "leaf", "bark"), pairs=9, length=12, width=8, angle=60),
    "oregano": partial(
        branch, tones=("sage", "moss", "bark"), pairs=5, length=21, width=17, angle=66
    ),
    "rosemary": partial(
        branch, tones=("leaf", "forest", "bark"), pairs=12, length=21, width=5, angle=44
    ),
    "tarragon": partial(
        branch, tones=("moss", "leaf", "leaf"), pairs=6, length=32, width=7, angle=40, paired=False
    ),
    "curryleaf": partial(
        branch,
        tones=("forest", "leaf", "moss"),
        pairs=5,
        length=29,
        width=13,
        angle=64,
        paired=False,
    ),
    "kale": partial(
        curled, tones=("leaf", "forest", "sage"), width=31, height=44, frills=7, depth=0.15
    ),
    "lettuce": lettuce,
    "dill": dill,
    "watercress": partial(
        branch, tones=("leaf", "moss", "moss"), pairs=3, length=29, width=27, angle=78
    ),
    "mint": mint,
    "parsley": partial(
        lobed, lobes=((50, 27), (103, 24)), sharp=True, tones=("leaf", "forest", "moss")
    ),
    "coriander": partial(
        lobed, lobes=((40, 25), (92, 24)), sharp=False, tones=("moss", "leaf", "moss")
    ),
    "rocket": rocket,
    "chives": chives,
    "lemongrass": lemongrass,
    "pakchoi": pakchoi,
}
