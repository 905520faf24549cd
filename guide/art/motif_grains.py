"""Grains, pulses, nuts, seeds, and what is milled and rolled from them."""

from __future__ import annotations

import random
from functools import partial

from guide.art.pencil import (
    Motif,
    arcs,
    blob,
    cut_marks,
    dots,
    glint,
    grains,
    group,
    leaflet,
    mirrored,
    n,
    path,
    polar,
    scattered,
    shaded,
    shape,
    smooth,
    stroke,
    wobbled,
)


def ear(
    rng: random.Random,
    tones: tuple[str, str, str] = ("turmeric", "sand", "bark"),
    beards: bool = True,
) -> str:
    light, dark, stem = tones
    lean = rng.choice((-1, 1)) * rng.uniform(1, 4)
    kernels, awns = "", []
    for step in range(6):
        y = 16 - step * 9.6
        for side, tone in ((-1, light), (1, dark)):
            kernels += leaflet(side * 2.4, y, side * 40, 19, 10, tone)
            awns.append((side * 13, y - 13, side * 20, y - 28))
    kernels += leaflet(0, -37, 0, 16, 10, light)
    out = stroke([(lean * 2, 54), (lean, 34), (0, 16)], stem, 2.4) + leaflet(
        lean, 38, lean * 10, 24, 7, "sage"
    )
    return (
        out
        + cut_marks([(0, 16, 0, -38)], stem, 2)
        + (cut_marks([*awns, (0, -50, 0, -57)], dark, 1.3) if beards else "")
        + kernels
    )


def oat(rng: random.Random) -> str:
    stems, husks = "", ""
    for x, y, to_x, to_y, turn in (
        (0, 22, -25, 22, 14),
        (0, 14, 26, 16, -14),
        (0, 2, -21, -4, 14),
        (-1, -8, 20, -12, -14),
        (-2, -20, -14, -26, 12),
        (-2, -28, 11, -33, -12),
    ):
        tip_x, tip_y = to_x + rng.uniform(-2, 2), to_y + rng.uniform(-2, 2)
        stems += (
            f"M{n(x)} {n(y)}C{n(x + (tip_x - x) * 0.3)} {n(y - 15)}"
            f" {n(tip_x)} {n(tip_y - 14)} {n(tip_x)} {n(tip_y)}"
        )
        husks += leaflet(tip_x, tip_y - 2, 180 + turn, 24, 15, "honey", "turmeric") + cut_marks(
            [(tip_x, tip_y + 4, *polar(90 + turn, 17, tip_x, tip_y))], "cream", 1.4
        )
    return (
        path("M3 55C1 30 1 4 -3 -36" + stems, line="sand", width=2)
        + husks
        + leaflet(-3, -34, 6, 17, 10, "honey", "turmeric")
    )


def sown(  # noqa: PLR0913  a shape is given by its measures
    rng: random.Random,
    tones: tuple[str, ...],
    count: int,
    length: float,
    width: float,
    radius: float = 40,
    shine: str = "",
    jitter: float = 0.06,
    below: str = "",
) -> str:
    """Seeds or grains scattered over a disc, in several tones.

    With `shine` each has a line of that colour, with `below` they lie on a heap of that colour.
    """
    places = scattered(rng, count, radius, jitter)
    out = shape(blob(rng, radius - 2, by=0.04, count=10), below) if below else ""
    out += "".join(
        grains(places[at :: len(tones)], length, width, tone) for at, tone in enumerate(tones)
    )
    return out + (grains(places, length * 0.5, width * 0.16, shine) if shine else "")


def drops(  # noqa: PLR0913  a shape is given by its measures
    rng: random.Random,
    tones: tuple[str, ...],
    count: int,
    length: float,
    width: float,
    line: str = "",
    radius: float = 38,
) -> str:
    """Pointed seeds strewn over a disc: pumpkin, sunflower, almond flakes."""
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, count, radius, 0.05)):
        seed = leaflet(0, length / 2, 0, length, width, tones[number % len(tones)])
        seed += (
            cut_marks([(0, length * 0.3, 0, -length * 0.16)], line, max(1.3, length / 14))
            if line
            else ""
        )
        out += group(seed, x, y, turn)
    return out


def quinoa(rng: random.Random) -> str:
    places = scattered(rng, 34, 40, 0.05)
    rings = [(*polar(turn, 3, x, y), *polar(turn + 150, 3.2, x, y), 2.2) for x, y, turn in places]
    out = (
        shape(blob(rng, 39, 38, by=0.04, count=10), "honey")
        + dots(places[::3], 10, "sand")
        + dots(places[1::3], 10, "oat")
    )
    return out + dots(places[2::3], 10, "turmeric") + arcs(rings, "cream", 1.5)


def rice(rng: random.Random, tones: tuple[str, str, str] = ("white", "oat", "sand")) -> str:
    places = scattered(rng, 30, 40, 0.04, 180)
    under = [(x + 0.8, y + 1, turn) for x, y, turn in places]
    return (
        grains(under, 17, 6.4, tones[2])
        + grains(places[::2], 16.4, 5.6, tones[0])
        + grains(places[1::2], 16.4, 5.6, tones[1])
    )


def buckwheat(rng: random.Random) -> str:
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 14, 38, 0.04)):
        edge = wobbled(rng, [(0, -10.5, 1), (8, 2), (5.6, 8.6), (-5.6, 8.6), (-8, 2)], 0.06)
        out += group(
            shape(edge, ("sand", "bark", "rust")[number % 3])
            + cut_marks([(0, -6, 0, 1), (0, 1, 4, 5), (0, 1, -4, 5)], "oat", 1.5),
            x,
            y,
            turn,
        )
    return out


def noodles(
    rng: random.Random, tones: tuple[str, str, str] = ("honey", "turmeric", "cream")
) -> str:
    """A nest of ribbons seen from above."""
    out = shape(blob(rng, 43, 37, by=0.04, count=10), tones[1])
    for number, (r, squeeze) in enumerate(
        ((38, 0.86), (31, 0.8), (24, 0.86), (17, 0.8), (10, 0.8))
    ):
        ring = blob(
            rng, r, r * squeeze, rng.uniform(-2, 2), rng.uniform(-2, 2), 0.05, 7, rng.uniform(0, 90)
        )
        out += path(smooth(ring), line=tones[0], width=5.4) + path(
            smooth(ring[number % 3 : number % 3 + 4], closed=False), line=tones[2], width=1.5
        )
    return out + path(
        f"M26 20C38 26 46 22 {48 + rng.uniform(-2, 2):.0f} 34M-22 -24C-32 -36 -40 -30 -46 -38",
        line=tones[0],
        width=5.4,
    )


def spaghetti(
    rng: random.Random, tones: tuple[str, str, str] = ("honey", "turmeric", "rust")
) -> str:
    stalks = [
        (x * 0.5 + rng.uniform(-1, 1), 8, x * 1.15 + rng.uniform(-2, 2), -50 + abs(x) * 0.2)
        for x in range(-18, 19, 4)
    ]
    feet = [(x, 8, x * 2.1 + rng.uniform(-2, 2), 50 - abs(x) * 0.2) for x, *_ in stalks]
    out = cut_marks(stalks[::2] + feet[::2], tones[1], 3.6) + cut_marks(
        stalks[1::2] + feet[1::2], tones[0], 3.6
    )
    return out + path("M-11 8C-4 12 4 12 11 8", line=tones[2], width=5)


def bread(
    rng: random.Random, tones: tuple[str, str, str, str] = ("bark", "sand", "oat", "cream")
) -> str:
    crust, rind, crumb, holes = tones
    edge = wobbled(
        rng,
        [
            (-44, -10),
            (-36, -30),
            (-10, -36),
            (14, -37),
            (38, -29),
            (45, -8),
            (36, 4),
            (37, 28),
            (28, 37),
            (0, 38),
            (-28, 37),
            (-37, 28),
            (-36, 4),
        ],
        0.015,
    )
    out = (
        shape(edge, crust)
        + shape([(x * 0.94, y * 0.94) for x, y in edge], rind)
        + shape([(x * 0.85, y * 0.85 + 0.5) for x, y in edge], crumb)
    )
    holes_at = [(x * 0.85, y * 0.8, turn) for x, y, turn in scattered(rng, 15, 34, 0.08, 180)]
    return out + grains(holes_at[::2], 8, 4, holes) + grains(holes_at[1::2], 5, 3, rind)


def cake(
    rng: random.Random,
    tones: tuple[str, str, str],
    flecks: tuple[str, ...],
    size: float = 7,
    r: float = 43,
) -> str:
    """Something shaped by hand and baked or fried: a round with a dark edge and a paler top.

    Pieces of its ingredients show in it.
    """
    edge, crust, crumb = tones
    rim = blob(rng, r, by=0.025, count=11)
    out = (
        shape([(x * 1.01 + 2, y * 1.01 + 4) for x, y in rim], edge)
        + shape(rim, crust)
        + shape(blob(rng, r * 0.8, x=-1, y=-2, by=0.05, count=10), crumb)
    )
    places = scattered(rng, 18, r * 0.78, 0.07, 180)
    return out + "".join(
        grains(places[at :: len(flecks)], size * 1.6, size * 0.8, tone)
        for at, tone in enumerate(flecks)
    )


def sack(rng: random.Random, tones: tuple[str, str, str] = ("oat", "sand", "bark")) -> str:
    """A small sack of flour with its mouth rolled down."""
    fill, dark, line = tones
    edge = wobbled(
        rng,
        [(-30, -20), (30, -20), (37, 8), (35, 40), (24, 46), (-24, 46), (-35, 40), (-37, 8)],
        0.02,
    )
    out = (
        shape(blob(rng, 27, 18, 0, -28, 0.04), dark)
        + shape(blob(rng, 25, 16, 0, -28, 0.04), "white")
        + shape(edge, fill)
    )
    out += path("M12 -18C24 4 24 26 16 46L26 46C34 44 36 40 36 32C38 8 36 -8 30 -20Z", dark)
    out += path(
        smooth(
            wobbled(
                rng,
                [
                    (-35, -24),
                    (0, -20),
                    (35, -24),
                    (37, -17),
                    (34, -11),
                    (0, -6),
                    (-34, -11),
                    (-37, -17),
                ],
                0.02,
            )
        ),
        dark,
    )
    out += cut_marks([(0, 36, 0, 8)], line, 2) + "".join(
        leaflet(0, y, side * 36, 13, 7, "turmeric") for y in (31, 22, 13) for side in (-1, 1)
    )
    return out + leaflet(0, 10, 0, 13, 7, "turmeric")


def chickpeas(rng: random.Random, tones: tuple[str, str] = ("honey", "turmeric")) -> str:
    """Round, with a beak and a seam."""
    fill, line = tones
    out = ""
    for x, y in [(0, 0), *(polar(turn, 29) for turn in range(-90, 270, 60))]:
        edge = wobbled(
            rng,
            mirrored([(0, -17, 1), (6, -12), (13.6, -5), (13.4, 7), (5, 13.6), (0, 12.4)]),
            0.03,
        )
        out += group(
            shape(edge, fill)
            + shape(shaded(edge, 0.66), line)
            + arcs([(0, -15, 1, 3, 2.4)], "rust", 1.8),
            x,
            y,
            rng.uniform(-60, 60),
        )
    return out


def lentils(rng: random.Random, tones: tuple[str, str, str]) -> str:
    light, dark, shine = tones
    places = scattered(rng, 21, 39, 0.04, 180)
    out = grains(places[::3], 17.4, 15, dark) + grains(places[1::3] + places[2::3], 17.4, 15, light)
    return out + arcs([(x - 4, y - 0.6, x + 1, y - 4, 1.6) for x, y, _ in places], shine, 1.6)


def kidneys(rng: random.Random, tones: tuple[str, str, str], size: float = 0.8) -> str:
    """Beans: curved, with a bright eye in the hollow."""
    fill, dark, eye = tones
    out = ""
    for number, (x, y, turn) in enumerate(
        (
            (-21, -29, -24),
            (17, -30, 30),
            (-32, 1, 74),
            (1, 0, -12),
            (33, 3, -64),
            (-15, 30, 22),
            (20, 32, -18),
        )
    ):
        edge = wobbled(
            rng,
            [
                (-19, 1),
                (-13, -10),
                (1, -13),
                (15, -9),
                (20, 3),
                (13, 11),
                (5, 6),
                (-3, 6),
                (-11, 11),
            ],
            0.03,
        )
        bean = (
            shape(edge, dark if number % 3 == 2 else fill)
            + arcs([(-12, -4, 1, -9, 1.4)], eye, 2)
            + cut_marks([(-1, 4.4, 3, 4.4)], eye, 2.6)
        )
        out += group(bean, x, y, turn + rng.uniform(-14, 14), size)
    return out


def walnut(rng: random.Random) -> str:
    out = shape(blob(rng, 42, 39, by=0.03, count=9), "bark") + shape(
        blob(rng, 36, 33, by=0.03, count=9), "sand"
    )
    for flip in (False, True):
        half = wobbled(
            rng,
            [
                (2, -27),
                (11, -29),
                (20, -22),
                (27, -20),
                (26, -11),
                (31, -3),
                (26, 5),
                (28, 14),
                (19, 18),
                (15, 27),
                (4, 27),
                (3, 14),
                (7, 4),
                (3, -10),
            ],
            0.03,
        )
        out += group(
            shape(half, "oat")
            + arcs(
                [
                    (8, -20, 17, -13, 2),
                    (23, -12, 10, -5, -3),
                    (24, 3, 11, 4, 3),
                    (20, 12, 9, 18, -2),
                ],
                "bark",
                2,
            ),
            flip=flip,
        )
    return out + stroke([(0, -31), (1, -8), (-1, 10), (0, 31)], "bark", 2.4)


def kernels(
    rng: random.Random, tones: tuple[str, str, str], width: float = 15, lines: int = 3
) -> str:
    """Three kernels that point together, veined along: almonds, brazil nuts."""
    fill, dark, line = tones
    out = ""
    for x, y, turn in ((-18, -13, 26), (20, -11, -22), (0, 24, 86)):
        edge = wobbled(
            rng,
            mirrored([(0, -29, 1), (width * 0.64, -15), (width, 5), (width * 0.7, 20), (0, 26)]),
            0.03,
        )
        veins = [
            (side * width * 0.16, -18, side * width * 0.42, 17, side * 2)
            for side in ((-1, 0.1, 1) if lines == 3 else (0.1,))
        ]
        out += group(
            shape(edge, fill) + shape(shaded(edge, 0.5), dark) + arcs(veins, line, 1.7),
            x,
            y,
            turn + rng.uniform(-7, 7),
            1.1,
        )
    return out


def flakes(rng: random.Random) -> str:
    out = ""
    for x, y, turn in scattered(rng, 9, 35, 0.04):
        edge = wobbled(rng, mirrored([(0, -15, 1), (7.6, -6), (8, 5), (0, 13)]), 0.05)
        out += group(
            shape(edge, "sand")
            + shape([(px * 0.76, py * 0.84) for px, py, *_ in edge], "oat")
            + cut_marks([(0, -6, 0, 5)], "cream", 1.8),
            x,
            y,
            turn,
        )
    return out


def hazelnut(rng: random.Random) -> str:
    out = leaflet(-4, -12, -52, 40, 30, "moss", "leaf") + leaflet(
        6, -14, 40, 36, 27, "leaf", "forest"
    )
    for x, y, turn in ((-19, 6, -12), (20, 2, 14), (2, 27, 4)):
        edge = wobbled(rng, mirrored([(0, -19), (12, -16), (18, -3), (12, 13), (0, 20, 1)]), 0.03)
        cap = path(
            "M-15 -6C-18 -14 -8 -20 0 -20C8 -20 18 -14 15 -6"
            "C10 -10 8 -4 4 -8C1 -3 -3 -4 -5 -8C-8 -4 -11 -10 -15 -6Z",
            "oat",
        )
        out += group(
            shape(edge, "rust")
            + shape(shaded(edge, 0.45), "bark")
            + arcs([(-9, -2, -4, 12, -1)], "blush", 2.2)
            + cap,
            x,
            y,
            turn + rng.uniform(-8, 8),
        )
    return out


def cashew(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-15, -18, -20), (19, -4, 70), (-9, 22, 190)):
        nut = path(
            "M-22 8C-26 -12 -10 -23 5 -21C20 -19 26 -4 20 4"
            "C15 10 8 4 4 -3C0 -8 -7 -4 -8 4C-8 14 -18 18 -22 8Z",
            "honey",
        )
        nut += path(
            "M-22 8C-26 -12 -10 -23 5 -21C-10 -16 -18 -6 -15 13C-18 14 -21 12 -22 8Z", "oat"
        ) + arcs([(-2, -14, 14, -6, -4)], "sand", 2)
        out += group(nut, x, y, turn + rng.uniform(-8, 8), 0.98)
    return out


def pistachio(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-17, -15, -30), (18, -12, 24), (-2, 22, 88)):
        edge = mirrored([(0, -26), (13, -16), (17, 2), (12, 18), (0, 23)])
        out += group(
            shape(wobbled(rng, edge, 0.03), "oat")
            + path("M0 -27C-10 -12 -10 8 -2 18C8 8 10 -12 0 -27Z", "moss")
            + path("M0 -27C2 -10 2 6 -2 18C8 8 10 -12 0 -27Z", "plum")
            + arcs([(-12, -8, -10, 10, -2)], "sand", 1.8),
            x,
            y,
            turn + rng.uniform(-7, 7),
        )
    return out


def pecan(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-17, 0, -12), (18, 2, 14)):
        edge = wobbled(
            rng, mirrored([(0, -37), (9, -32), (16, -12), (16, 12), (8, 33), (0, 36)]), 0.03
        )
        out += group(
            shape(edge, "rust")
            + shape(shaded(edge, 0.2), "bark")
            + path(
                "M0 -35L0 34M-7 -24C-10 -8 -10 8 -6 24M7 -24C10 -8 10 8 6 24", line="sand", width=2
            ),
            x,
            y,
            turn + rng.uniform(-6, 6),
        )
    return out


def chestnut(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((17, -14, 20), (-15, 10, -12)):
        edge = wobbled(
            rng, mirrored([(0, -31, 1), (8, -23), (29, -10), (29, 14), (16, 24), (0, 26)]), 0.025
        )
        out += group(
            shape(edge, "bark")
            + path("M-26 15C-14 8 14 8 26 15C20 25 8 27 0 27C-8 27 -20 25 -26 15Z", "sand")
            + arcs([(-20, -4, -6, -16, 3)], "oat", 2.4)
            + cut_marks([(0, -31, 0, -37)], "sand", 3),
            x,
            y,
            turn + rng.uniform(-6, 6),
        )
    return out


def peanut(rng: random.Random) -> str:
    out = ""
    for x, y, turn, size in ((12, -14, 56, 0.94), (-12, 14, 36, 1)):
        edge = wobbled(
            rng,
            mirrored([(0, -40), (13, -34), (16, -21), (10, -5), (18, 14), (16, 31), (0, 38)]),
            0.03,
        )
        marks = [(sx * 5, y0, sx * 5.4, y0 + 9, sx) for y0 in (-30, -17, 2, 17) for sx in (-1, 1)]
        out += group(
            shape(edge, "sand" if size == 1 else "turmeric")
            + arcs(marks, "oat" if size == 1 else "honey", 2),
            x,
            y,
            turn + rng.uniform(-6, 6),
            size,
        )
    return out


def pinenut(rng: random.Random) -> str:
    return "".join(
        group(
            leaflet(0, 10, 0, 22, 15, "honey" if number % 3 else "oat")
            + cut_marks([(-1, 5, -1, -5)], "cream", 2)
            + cut_marks([(0, -9, 0, -10)], "sand", 3.4),
            x,
            y,
            turn,
        )
        for number, (x, y, turn) in enumerate(scattered(rng, 13, 38, 0.05))
    )


def macadamia(rng: random.Random) -> str:
    out = ""
    for x, y, half in ((-15, -16, False), (19, -2, True), (-10, 22, True)):
        out += group(
            (
                shape(blob(rng, 19, by=0.03), "bark")
                + shape(blob(rng, 14.6, by=0.02), "cream")
                + glint(0, 0, 9, "oat", 2.6)
            )
            if half
            else shape(blob(rng, 18, by=0.03), "oat")
            + shape(blob(rng, 12, 13, 3, 3, 0.04), "honey")
            + glint(0, 0, 12, "white", 2.4),
            x,
            y,
        )
    return out


def sunflower(rng: random.Random) -> str:
    return drops(rng, ("ink", "ink", "bark"), 13, 22, 12, "cream")


GRAINS: dict[str, Motif] = {
    "barley": ear,
    "wheat": partial(ear, tones=("honey", "turmeric", "sand"), beards=False),
    "oat": oat,
    "quinoa": quinoa,
    "rice": rice,
    "brownrice": partial(rice, tones=("sand", "oat", "bark")),
    "couscous": partial(
        sown,
        tones=("honey", "turmeric", "sand"),
        count=50,
        length=6.8,
        width=6.4,
        radius=41,
        below="oat",
    ),
    "buckwheat": buckwheat,
    "noodles": noodles,
    "ricenoodles": partial(noodles, tones=("white", "sand", "oat")),
    "soba": partial(noodles, tones=("sand", "bark", "oat")),
    "spaghetti": spaghetti,
    "bread": bread,
    "ryebread": partial(bread, tones=("ink", "bark", "sand", "oat")),
    "flour": sack,
    "fritter": partial(cake, tones=("bark", "turmeric", "honey"), flecks=("leaf", "moss", "sand")),
    "fishcake": partial(cake, tones=("bark", "sand", "honey"), flecks=("carrot", "leaf", "oat")),
    "cookie": partial(
        cake, tones=("bark", "sand", "oat"), flecks=("berry", "sand", "cream"), size=8.4
    ),
    "oatcake": partial(
        cake, tones=("bark", "turmeric", "oat"), flecks=("leaf", "cream", "bark", "cream"), size=6.4
    ),
    "pancake": partial(
        cake, tones=("sand", "honey", "turmeric"), flecks=("honey", "honey", "rust"), size=4.4
    ),
    "meatball": partial(
        cake, tones=("bark", "rust", "sand"), flecks=("rust", "bark", "leaf"), size=6
    ),
    "chickpea": chickpeas,
    "lentil": partial(lentils, tones=("leaf", "forest", "sage")),
    "redlentil": partial(lentils, tones=("carrot", "turmeric", "honey")),
    "splitpea": partial(lentils, tones=("turmeric", "honey", "cream")),
    "whitebean": partial(kidneys, tones=("oat", "mist", "sand")),
    "butterbean": partial(kidneys, tones=("oat", "honey", "sand"), size=0.92),
    "kidneybean": partial(kidneys, tones=("rust", "berry", "blush")),
    "blackbean": partial(kidneys, tones=("ink", "berry", "rose"), size=0.8),
    "walnut": walnut,
    "almond": partial(kernels, tones=("sand", "bark", "oat")),
    "flakedalmond": flakes,
    "brazilnut": partial(kernels, tones=("bark", "rust", "sand"), width=13, lines=1),
    "hazelnut": hazelnut,
    "cashew": cashew,
    "pistachio": pistachio,
    "pecan": pecan,
    "chestnut": chestnut,
    "peanut": peanut,
    "pinenut": pinenut,
    "macadamia": macadamia,
    "seeds": partial(drops, tones=("bark", "sand", "leaf"), count=17, length=15, width=9),
    "pumpkinseed": partial(
        drops, tones=("leaf", "moss"), count=11, length=25, width=15, line="fern"
    ),
    "sunflowerseed": sunflower,
    "flax": partial(drops, tones=("bark", "rust", "sand"), count=24, length=13, width=8),
    "sesame": partial(drops, tones=("oat", "honey", "sand"), count=26, length=13, width=8.4),
    "hemp": partial(sown, tones=("sage", "oat", "moss"), count=26, length=9.6, width=8),
    "chia": partial(sown, tones=("ink", "bark", "sand"), count=44, length=6.4, width=4.6),
}
