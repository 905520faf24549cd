"""What grows in the earth or just above it: roots, bulbs, stalks, heads and mushrooms."""

from __future__ import annotations

import random
from functools import partial

from guide.art.motif_leaves import blade, curled
from guide.art.pencil import (
    Motif,
    Point,
    arcs,
    blob,
    cut_marks,
    dots,
    ellipse,
    glint,
    grains,
    group,
    leaflet,
    mirrored,
    path,
    polar,
    scattered,
    shaded,
    shape,
    smooth,
    stroke,
    wobbled,
)


def carrot(
    rng: random.Random,
    tones: tuple[str, str, str] = ("carrot", "poppy", "honey"),
    width: float = 15,
) -> str:
    fill, dark, line = tones
    out = ""
    for turn, tone in ((-30, "moss"), (30, "moss"), (-11, "leaf"), (14, "leaf")):
        lean = turn + rng.uniform(-4, 4)
        frond = cut_marks([(0, 0, 0, -28)], tone, 2.2)
        for y in (-9, -17):
            for side in (-1, 1):
                frond += leaflet(0, y, side * 46, 11, 6, tone)
        out += group(frond + leaflet(0, -22, 0, 11, 6, tone), 0, -18, lean)
    edge = wobbled(
        rng,
        mirrored(
            [
                (0, -19),
                (width * 0.75, -18),
                (width, -9),
                (width * 0.8, 12),
                (width * 0.35, 38),
                (0, 53, 1),
            ]
        ),
        0.02,
    )
    out += shape(edge, fill) + shape(shaded(edge, 0.3), dark)
    return out + arcs(
        [
            (-width * 0.9, -6, -width * 0.3, -4, 1),
            (-width * 0.66, 16, -width * 0.1, 18, 1),
            (width * 0.9, 4, width * 0.3, 6, -1),
            (width * 0.5, 28, width * 0.1, 30, -1),
        ],
        line,
        1.8,
    )


def beet(rng: random.Random) -> str:
    out = arcs(
        [(0, -14, side * 10, -32, side * -2) for side in (-1, 1)] + [(0, -14, 0, -34, 0)],
        "plum",
        3.4,
    )
    for x, y, turn in ((-8, -26, -34), (8, -26, 34), (0, -28, rng.uniform(-8, 8))):
        out += group(
            blade(rng, ("leaf", "forest", "rose"), 27, 40, 3, 3),
            x,
            y - 3,
            turn + rng.uniform(-4, 4),
            0.36,
        )
    edge = wobbled(
        rng,
        mirrored([(0, -17), (17, -16), (31, -3), (29, 16), (13, 31), (3, 40), (0, 54, 1)]),
        0.03,
    )
    return (
        out
        + shape(edge, "plum")
        + shape(shaded(edge, 0.35), "berry")
        + arcs([(-23, 2, -20, 18, -2), (-16, 20, -11, 25, -1)], "rose", 2.2)
    )


def beethalf(rng: random.Random) -> str:
    rings = "".join(
        shape(blob(rng, r, by=0.02), tone)
        for r, tone in (
            (45, "berry"),
            (40, "plum"),
            (31, "berry"),
            (26, "plum"),
            (17, "berry"),
            (12, "plum"),
        )
    )
    return rings + shape(blob(rng, 4), "rose") + glint(0, 0, 35, "rose", 2)


def bulb(rng: random.Random, tones: tuple[str, str, str, str], width: float = 36) -> str:
    """A bulb cut open from neck to root, in rings; `tones` are skin, flesh, rings and heart."""
    skin, flesh, ring, heart = tones
    edge = wobbled(
        rng,
        mirrored(
            [
                (0, -52, 1),
                (5, -39),
                (13, -28),
                (width * 0.9, -12),
                (width, 10),
                (width * 0.68, 32),
                (9, 40),
                (0, 41),
            ]
        ),
        0.025,
    )
    out = arcs([(-4, 40, -9, 50, 1), (0, 41, 0, 52, 0), (4, 40, 9, 49, -1)], "bark", 1.8) + shape(
        edge, skin
    )
    for scale, tone in ((0.87, flesh), (0.69, ring), (0.59, flesh), (0.41, ring), (0.31, flesh)):
        out += shape(
            [(x * scale, (y + 2) * scale + 3 - (1 - scale) * 2) for x, y, *_ in edge], tone
        )
    return out + leaflet(0, 12, 0, 16, 9, heart)


def garlic(rng: random.Random) -> str:
    edge = wobbled(
        rng,
        mirrored([(4, -51), (6, -36), (12, -24), (31, -6), (39, 14), (30, 34), (12, 41), (0, 40)]),
        0.02,
    )
    out = shape(edge, "oat") + shape([(x * 0.92, y * 0.96 - 0.6) for x, y in edge], "white")
    out += shape([(4, -51, 1), *edge[1:6], (12, 41, 1), (27, 24), (25, 2), (11, -18)], "oat")
    out += "".join(
        stroke(
            [(side * 2, -45), (side * 4, -26), (side * 15, -2), (side * 16, 18), (side * 5, 39)],
            "rose",
            1.7,
        )
        for side in (-1, 1)
    )
    out += stroke([(-9, -20), (-25, 0), (-28, 18), (-17, 36)], "rose", 1.5) + stroke(
        [(0, -34), (1, -8), (0, 24)], "blush", 1.5
    )
    return out + path("M-10 41C-5 46 5 46 10 41", line="bark", width=3)


def slivers(rng: random.Random) -> str:
    """Cloves of garlic, thinly sliced."""
    out = ""
    for x, y, turn in ((-24, -20, -30), (18, -26, 40), (-2, 6, 100), (-28, 28, 10), (28, 22, -60)):
        edge = wobbled(rng, mirrored([(0, -21, 1), (10, -6), (11, 10), (0, 17)]), 0.04)
        out += group(
            shape([(px * 1.12, py * 1.1, *rest) for px, py, *rest in edge], "sand")
            + shape(edge, "cream")
            + cut_marks([(0, -8, 0, 9)], "oat", 2.4),
            x,
            y,
            turn,
        )
    return out


def knobbly(rng: random.Random, tones: tuple[str, str, str]) -> str:
    """A rhizome with a cut face: ginger, turmeric."""
    skin, flesh, ring = tones
    # Points of an outline are read as rows.
    edge = [
        (-45, 2), (-38, -12), (-24, -13), (-19, -28), (-6, -32), (1, -18), (14, -17), (19, -33),
        (33, -34), (35, -19), (29, -9), (43, -4), (46, 9), (36, 17), (20, 15), (14, 29), (0, 32),
        (-7, 19), (-22, 21), (-38, 17),
    ]  # fmt: skip
    out = shape(wobbled(rng, edge, 0.05), skin)
    out += group(ellipse(0, 0, 8.6, 11, flesh) + ellipse(0, 0, 5, 7, ring), 39, 6, -14)
    return out + arcs(
        [
            (-34, -3, -28, 8, 2),
            (-22, -8, -17, 8, 2),
            (-14, -22, -5, -21, 2),
            (-5, -8, 0, 9, 2),
            (12, -9, 17, 6, 2),
            (22, -25, 30, -23, 2),
            (0, 21, 8, 22, 2),
        ],
        ring,
        2,
    )


def mushroom(rng: random.Random, cap: str = "sand", gills: str = "bark") -> str:
    lean = rng.uniform(-4, 4)
    out = path(
        f"M-14 4C-13 20 {-19 + lean:.0f} 32 {-16 + lean:.0f} 42"
        f"C{-8 + lean:.0f} 48 {10 + lean:.0f} 48 {17 + lean:.0f} 42"
        f"C{18 + lean:.0f} 30 13 18 14 4Z",
        "oat",
    )
    out += path(
        f"M4 4C6 20 {5 + lean:.0f} 36 {4 + lean:.0f} 46"
        f"C{9 + lean:.0f} 46 {14 + lean:.0f} 45 {17 + lean:.0f} 42"
        f"C{18 + lean:.0f} 30 13 18 14 4Z",
        "sand" if cap != "sand" else "honey",
    )
    out += shape(
        wobbled(
            rng,
            [
                (-46, 6, 1),
                (-41, -16),
                (-24, -37),
                (0, -44),
                (24, -37),
                (41, -16),
                (46, 6, 1),
                (22, 2),
                (0, 1),
                (-22, 2),
            ],
            0.02,
        ),
        cap,
    )
    out += path("M-46 6C-24 -2 24 -2 46 6C28 17 -28 17 -46 6Z", gills)
    out += cut_marks(
        [(x * 0.7, 4 + abs(x) / 40, x, 9 - abs(x) / 16) for x in (-34, -22, -11, 0, 11, 22, 34)],
        "oat",
        1.5,
    )
    return out + arcs([(-33, -13, -17, -31, 2)], "cream", 2.8)


def oyster(rng: random.Random) -> str:
    out = path("M-9 50C-9 36 -14 22 -20 10L24 6C16 22 10 36 11 50C5 53 -4 53 -9 50Z", "oat") + arcs(
        [(-3, 46, -9, 16, -1), (4, 46, 11, 14, 1)], "sand", 1.8
    )
    for x, y, size, turn, tone in (
        (-21, -2, 0.96, -14, "bark"),
        (23, -8, 0.9, 16, "bark"),
        (2, -16, 1.04, rng.uniform(-5, 5), "sand"),
    ):
        cap = [(-27, 4), (-20, -16), (2, -25), (24, -14), (28, 5), (14, 11), (3, 20), (-9, 12)]
        out += group(
            shape(wobbled(rng, cap, 0.04), tone)
            + arcs(
                [(2, 16, -18, 0, 2), (2, 16, -7, -12, 1), (2, 16, 8, -12, -1), (2, 16, 19, 0, -2)],
                "oat",
                1.6,
            ),
            x,
            y,
            turn,
            size,
        )
    return out


def radish(rng: random.Random) -> str:
    out = "".join(
        group(
            blade(rng, ("moss", "leaf", "mist"), 24, 42, 3, 6),
            x,
            -25,
            turn + rng.uniform(-5, 5),
            0.44,
        )
        for x, turn in ((-11, -32), (11, 32), (0, 0))
    )
    edge = wobbled(
        rng, mirrored([(0, -12), (16, -13), (28, 1), (26, 18), (11, 30), (3, 36), (0, 53, 1)]), 0.03
    )
    tip = [(-15, 27), (-5, 24), (7, 25), (15, 27), (3, 36), (0, 53, 1), (-3, 36)]
    return (
        out
        + shape(edge, "poppy")
        + shape(shaded(edge, 0.4), "plum")
        + shape(tip, "blush")
        + glint(0, 8, 20, "blush", 2.6)
    )


def tuber(
    rng: random.Random, tones: tuple[str, str, str], cut: tuple[str, str] | None = None
) -> str:
    """A potato lying on its side.

    With `cut`, the colours of the flesh and its ring, it is pointed and shows a cut face.
    """
    skin, dark, line = tones
    top: list[Point] = (
        [(-48, 8, 1), (-38, -9), (-14, -22), (16, -24), (38, -12)]
        if cut
        else [(-44, 4), (-38, -18), (-14, -30), (16, -26), (38, -16)]
    )
    foot: list[Point] = [(46, 4), (38, 20), (12, 29), (-16, 27), (-36, 19)]
    edge = wobbled(rng, top + foot, 0.035)
    out = shape(edge, skin) + shape(
        [edge[0], *edge[-1:4:-1], *((x * 0.94, y * 0.74 - 1) for x, y in edge[6:9])], dark
    )
    if cut:
        out += group(ellipse(0, 0, 12, 19, cut[0]) + ellipse(0, 0, 7.6, 13.4, cut[1]), 33, 3, -12)
    marks = [
        (-32, -2, -22, -3),
        (-12, -14, -3, -14),
        (-18, 9, -8, 9),
        (8, -6, 15, -6),
        (6, 12, 14, 11),
    ]
    return out + arcs([(*mark, rng.uniform(-2, -1)) for mark in marks], line, 2)


def celeriac(rng: random.Random) -> str:
    out = "".join(
        cut_marks([(x / 2, -20, x, -42)], tone, 7)
        for x, tone in ((-17, "moss"), (17, "moss"), (-6, "sage"), (7, "fern"))
    )
    out += arcs([(x * 0.5, 30, x, 50, x / 12) for x in (-22, -10, 3, 14, 24)], "sand", 2.6)
    edge = blob(rng, 39, 34, 0, 8, 0.05, 11)
    out += shape(edge, "oat") + path(
        "M14 -26C40 -20 46 16 26 36C18 44 -8 46 -18 38C20 34 26 4 14 -26Z", "sand"
    )
    return out + arcs(
        [
            (-26, -2, -16, -4, 2),
            (-12, 14, -2, 14, 2),
            (-28, 18, -20, 20, 2),
            (-4, -12, 6, -12, 2),
            (12, 22, 20, 20, 2),
        ],
        "bark",
        1.8,
    )


def fennel(rng: random.Random) -> str:
    out = ""
    for x, turn, tone in ((-12, -24, "sage"), (12, 24, "sage"), (0, rng.uniform(-6, 6), "fern")):
        out += group(
            cut_marks([(0, 0, 0, -14)], tone, 8)
            + cut_marks(
                [
                    (0, -12, 0, -32),
                    *((0, y, side * 8, y - 8) for y in (-14, -20, -26) for side in (-1, 1)),
                ],
                "leaf",
                1.8,
            ),
            x * 0.6,
            -12,
            turn,
        )
    edge = wobbled(
        rng, mirrored([(0, -16), (11, -17), (27, 4), (34, 22), (24, 40), (8, 46), (0, 46)]), 0.025
    )
    out += shape(edge, "mist") + shape(shaded(edge, 0.5), "fern")
    return out + arcs(
        [(-3, -14, -3, 44, -6), (3, -14, 3, 44, 6), (-8, -12, -17, 40, -9), (8, -12, 17, 40, 9)],
        "moss",
        1.6,
    )


def leek(rng: random.Random) -> str:
    sway = rng.uniform(-4, 4)
    out = path(f"M-9 -4C-14 -18 -26 -30 {-34 + sway:.0f} -46C-18 -42 -4 -30 2 -12Z", "forest")
    out += path(f"M9 -4C12 -20 22 -32 {33 + sway:.0f} -42C32 -26 20 -10 9 4Z", "forest")
    out += path(f"M-10 0C-8 -20 -14 -34 {-15 + sway:.0f} -52C-2 -44 6 -28 8 0Z", "leaf")
    out += path(f"M0 2C2 -18 8 -38 {15 + sway:.0f} -50C19 -34 15 -14 9 6Z", "moss")
    out += path(
        "M-9 -8C-10 8 -10 28 -10 39C-6 45 6 45 10 39C10 26 10 8 9 -8C5 2 -4 2 -9 -8Z", "fern"
    )
    out += path(
        "M-9.6 10C-10 20 -10 32 -10 39C-6 45 6 45 10 39C10 30 10 20 9.6 10C4 16 -4 16 -9.6 10Z",
        "white",
    )
    out += path("M4 13C6 12 8 11 9.6 10C10 20 10 30 10 39C8 41 6 43 4 43Z", "mist") + cut_marks(
        [(-5, 37, -5, 0), (0, 39, 0, 4)], "sage", 1.5
    )
    return out + arcs([(x * 0.8, 43, x * 1.2, 53, x / 8) for x in (-9, -3, 3, 9)], "sand", 2)


def springonion(rng: random.Random) -> str:
    out = ""
    for x, turn in ((-8, 11), (8, -11)):
        sway = rng.uniform(-4, 4)
        body = path(f"M-3 14C-6 -10 -11 -28 {-24 + sway:.0f} -46C-9 -38 0 -10 3 14Z", "leaf")
        body += path(f"M-2 14C3 -8 8 -24 {9 + sway:.0f} -48C12 -24 8 -4 4 14Z", "moss")
        body += path("M-4 4C-4 16 -11 24 -11 34C-9 43 9 43 11 34C11 24 5 16 5 4Z", "mist")
        body += path("M3 40C8 39 11 37 11 34C11 24 5 16 5 4L1 4C3 18 7 28 3 40Z", "fern")
        out += group(
            body
            + arcs([(-4, 40, -7, 52, 1), (0, 40, 0, 53, 0), (4, 40, 7, 52, -1)], "sand", 1.7)
            + cut_marks([(-4, 34, -2, 14)], "sage", 1.5),
            x,
            0,
            turn,
        )
    return out + path("M-12 1C-4 5 4 5 12 1", line="carrot", width=4)


def celery(rng: random.Random) -> str:
    out = ""
    for x, turn, fill, dark in (
        (-10, -15, "moss", "leaf"),
        (10, 15, "moss", "leaf"),
        (0, rng.uniform(-5, 5), "fern", "sage"),
    ):
        top = "".join(
            leaflet(
                tx,
                ty,
                tt + rng.uniform(-8, 8),
                19,
                14,
                "leaf" if x else "moss",
                "forest" if x else "leaf",
            )
            for tx, ty, tt in ((-2, -20, -58), (2, -20, 58), (0, -24, 0))
        )
        out += group(
            top
            + path("M-8 46C-8 20 -5 0 -4 -22L4 -22C5 0 9 20 9 46C4 50 -4 50 -8 46Z", fill)
            + cut_marks([(4, 44, 1.6, -14)], dark, 1.6)
            + cut_marks([(-3, 44, -1.6, -14)], "mist", 1.6),
            x,
            3,
            turn,
        )
    return out


def asparagus(rng: random.Random) -> str:
    out = ""
    for x, turn, height, fill, dark, scale in (
        (-13, -13, 0, "moss", "leaf", "forest"),
        (13, 12, 2, "moss", "leaf", "forest"),
        (0, 0, -2, "fern", "moss", "leaf"),
    ):
        edge = mirrored([(0, -50, 1), (5.6, -40), (7.6, -27), (5.4, -12), (5, 50)])
        body = shape(edge, fill) + shape(shaded(edge, 0.2), dark)
        body += "".join(
            leaflet(scale_x, scale_y, lean, 11, 6, scale)
            for scale_x, scale_y, lean in (
                (-4.4, -18, 20),
                (4.4, -20, -20),
                (-3, -30, 14),
                (3, -32, -14),
                (0, -39, 0),
                (-4, 4, 24),
                (4, 24, -24),
            )
        )
        out += group(body, x, height, turn + rng.uniform(-3, 3))
    return out + path("M-15 22C-6 26 6 26 15 22", line="turmeric", width=4)


def artichoke(rng: random.Random) -> str:
    out = path("M-6 30L-7 52L7 52L6 30Z", "moss")
    for y, count, size in ((34, 5, 38), (26, 4, 38), (24, 5, 50), (20, 4, 54), (16, 3, 58)):
        tones = ("moss", "leaf") if count % 2 else ("sage", "moss")
        out += "".join(
            leaflet(
                (at - (count - 1) / 2) * 5,
                y,
                (at - (count - 1) / 2) * (22 if y > 24 else 13) + rng.uniform(-3, 3),
                size,
                25,
                *tones,
            )
            for at in range(count)
        )
    return out + "".join(
        leaflet(x, 34, turn + rng.uniform(-3, 3), 34, 27, "fern", "sage")
        for x, turn in ((-8, -32), (8, 32), (0, 0))
    )


def broccoli(
    rng: random.Random, tones: tuple[str, str, str, str] = ("leaf", "forest", "sage", "fern")
) -> str:
    fill, dark, mark, stalk = tones
    out = path("M-13 0C-11 20 -12 34 -9 49C-4 52 6 52 10 49C12 34 11 20 13 0Z", stalk) + path(
        "M3 6C5 24 4 40 4 51C7 51 9 50 10 49C12 34 11 20 13 0Z", mark
    )
    out += cut_marks([(-7, 22, -22, 4), (7, 22, 22, 4)], stalk, 8)
    for x, y, r, tone in (
        (-28, -4, 17, dark),
        (28, -4, 17, dark),
        (0, -30, 18, dark),
        (-15, -21, 18, fill),
        (16, -20, 18, fill),
        (0, -5, 19, fill),
    ):
        out += shape(blob(rng, r, r * 0.92, x, y, 0.08, 9), tone)
    spots = [(x * 0.92, y * 0.6 - 15) for x, y, _ in scattered(rng, 17, 36, 0.05)]
    return out + arcs([(x - 2.4, y, x + 2.4, y, -1.6) for x, y in spots], mark, 1.6)


def tenderstem(rng: random.Random) -> str:
    out = ""
    for x, turn, tone in ((-12, -17, "forest"), (13, 16, "forest"), (0, 2, "leaf")):
        crown = shape(
            [
                (px + rng.uniform(-1, 1), py)
                for px, py in (
                    (-8, -20),
                    (-18, -24),
                    (-17, -34),
                    (-9, -37),
                    (-4, -46),
                    (5, -46),
                    (9, -37),
                    (17, -35),
                    (18, -24),
                    (9, -20),
                )
            ],
            tone,
        )
        crown += dots([(-9, -31), (-2, -41), (3, -34), (9, -29), (-4, -27), (2, -24)], 2, "sage")
        out += group(
            cut_marks([(0, 50, 0, -24)], "moss", 7)
            + cut_marks([(0, 6, -7, -22), (0, 6, 7, -22)], "moss", 4.4)
            + leaflet(2, 24, 40, 20, 10, "moss", "leaf")
            + crown,
            x,
            0,
            turn + rng.uniform(-3, 3),
        )
    return out


def cauliflower(rng: random.Random) -> str:
    outer = blade(rng, ("moss", "leaf", "mist"), 30, 40, 3, 0)
    out = "".join(
        group(outer, side * 28, 14, side * (40 + rng.uniform(-4, 4)), 0.72, side > 0)
        for side in (-1, 1)
    )
    for x, y, r, tone in (
        (-22, -6, 19, "oat"),
        (22, -6, 19, "oat"),
        (0, -25, 18, "oat"),
        (-10, -9, 19, "white"),
        (12, -8, 19, "white"),
    ):
        out += shape(blob(rng, r, r * 0.94, x, y, 0.07, 9), tone)
    spots = [(x, y * 0.7 - 9) for x, y, _ in scattered(rng, 8, 28, 0.05)]
    out += arcs([(x - 2.4, y, x + 2.4, y, -1.6) for x, y in spots], "sand", 1.5)
    for x, turn, pair in ((-9, -58, ("leaf", "forest")), (9, 58, ("forest", "leaf"))):
        out += leaflet(x, 46, turn, 44, 26, *pair)
    return (
        out
        + leaflet(0, 50, rng.uniform(-5, 5), 32, 27, "moss", "leaf")
        + cut_marks([(0, 48, 0, 26), (-14, 44, -38, 28), (14, 44, 38, 28)], "mist", 1.8)
    )


def cabbage(
    rng: random.Random,
    tones: tuple[str, str, str] = ("plum", "berry", "blush"),
    curly: float = 0.12,
) -> str:
    """A head cut through the middle, its leaves folded round the heart."""
    fill, dark, line = tones
    out = shape(blob(rng, 45, 43, by=0.025, count=10), dark) + shape(
        blob(rng, 41, 39, by=0.025, count=10), fill
    )
    for r in (33, 25, 17, 9):
        ring = [
            polar(
                number * 30 + r * 5,
                r * (1 + (curly if number % 2 else -curly) + rng.uniform(-0.05, 0.05)),
            )
            for number in range(12)
        ]
        out += path(smooth(ring), line=line, width=2.2)
    out += path("M-5 42C-3 26 -2 14 0 2C2 14 3 26 5 42Z", "cream")
    return out + arcs(
        [(0, 20, -13, 8, 2), (0, 20, 13, 8, -2), (0, 30, -20, 22, 2), (0, 30, 20, 22, -2)],
        "cream",
        2.6,
    )


def savoy(rng: random.Random) -> str:
    outer = curled(rng, ("leaf", "forest", "fern"), 30, 40, 4, 0.1)
    out = "".join(
        group(outer, side * 19, 4, side * (38 + rng.uniform(-4, 4)), 0.82, side > 0)
        for side in (-1, 1)
    )
    out += shape(blob(rng, 32, 33, 0, 4, 0.06, 12), "moss") + path(
        "M-3 38C-36 26 -30 -22 4 -28C-14 -8 -12 20 -3 38Z", "sage"
    )
    out += path("M2 38C34 26 34 -16 6 -26C20 -6 16 20 2 38Z", "leaf")
    return out + arcs(
        [
            (0, 38, 2, -22, -2),
            (-4, 30, -20, 8, -3),
            (-3, 16, -14, -8, -2),
            (5, 28, 22, 8, 3),
            (5, 12, 16, -8, 2),
        ],
        "mist",
        1.8,
    )


def pod(rng: random.Random) -> str:
    edge: list[Point] = [
        (-48, -20, 1),
        (-26, -8),
        (0, -4),
        (28, -10),
        (49, -24, 1),
        (40, 6),
        (16, 22),
        (-12, 20),
        (-36, 4),
    ]
    edge = wobbled(rng, edge, 0.025)
    out = path("M-46 -19C-50 -24 -49 -28 -46 -32", line="moss", width=3) + shape(edge, "forest")
    out += shape([(x * 0.88, y * 0.82 + 1, *rest) for x, y, *rest in edge], "leaf")
    for x, y, r in ((-27, 3, 6.6), (-12.5, 8, 8), (4, 9.5, 8.6), (20, 6, 7.6), (32.6, -2, 5.4)):
        out += shape(blob(rng, r, x=x, y=y, by=0.03, count=6), "fern") + glint(
            x, y, r * 0.6, "cream", 1.5
        )
    return out + path("M-48 -20C-30 -8 26 -4 49 -24C30 0 -24 0 -48 -20Z", "moss")


def peas(rng: random.Random) -> str:
    spots = scattered(rng, 11, 39, 0.05)
    out = "".join(
        shape(blob(rng, 10.4, x=x, y=y, by=0.04, count=6), "moss" if number % 3 else "leaf")
        for number, (x, y, _) in enumerate(spots)
    )
    return out + arcs([(x - 5.4, y - 1, x - 1, y - 5.4, 1.4) for x, y, _ in spots], "mist", 2)


def greenbeans(rng: random.Random) -> str:
    out = ""
    for x, turn, bow, fill in (
        (-13, 24, 9, "leaf"),
        (13, -22, -9, "forest"),
        (0, 2, rng.choice((-7, 7)), "moss"),
    ):
        line = [(0, -42), (bow, -16), (bow, 16), (0, 42)]
        bean = (
            stroke(line, fill, 8.4)
            + arcs([(0, -44, -2, -52, 1)], "forest" if fill == "moss" else "moss", 2.6)
            + dots([(bow * 0.75, y) for y in (-24, -8, 8, 24)], 3, "mist")
            + cut_marks([(0, 42, -bow * 0.3, 50)], fill, 3)
        )
        out += group(bean, x, 0, turn + rng.uniform(-4, 4))
    return out


def edamame(rng: random.Random) -> str:
    def husk(fill: str, dark: str, bean: str) -> str:
        edge = wobbled(
            rng,
            [
                (0, -46, 1),
                (8, -34),
                (13, -22),
                (11, -10),
                (14, 0),
                (11, 11),
                (13, 22),
                (8, 34),
                (0, 44, 1),
                (-9, 34),
                (-12, 22),
                (-9, 11),
                (-13, 0),
                (-9, -10),
                (-12, -22),
                (-8, -34),
            ],
            0.02,
        )
        out = (
            cut_marks([(0, -44, 2, -52)], dark, 3)
            + shape(edge, fill)
            + shape(
                [edge[0], *edge[1:8], edge[8], *((x * 0.3, y) for x, y, *_ in edge[7:0:-1])], dark
            )
        )
        return (
            out
            + "".join(ellipse(0, y, 6.4, 8, bean) for y in (-22, 0, 22))
            + arcs([(-3, y - 1, 0, y - 5, 1) for y in (-22, 0, 22)], "cream", 1.5)
        )

    out = group(husk("moss", "leaf", "fern"), -15, -1, 20 + rng.uniform(-4, 4), 0.98)
    return out + group(husk("sage", "moss", "mist"), 16, 2, -14 + rng.uniform(-4, 4), 0.94)


def sweetcorn(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -51), (11, -44), (17, -24), (18, 4), (14, 30), (0, 36)]), 0.02
    )
    rows = [
        (x * (1 - max(0, -y - 20) / 52), y, 90) for y in range(-42, 24, 8) for x in (-12, -4, 4, 12)
    ]
    out = shape(edge, "turmeric") + grains(rows, 7, 5.4, "honey")
    out += path("M-3 50C-30 36 -34 8 -25 -24C-20 -4 -16 18 -2 26Z", "moss") + path(
        "M3 50C30 36 34 8 25 -24C20 -4 16 18 2 26Z", "leaf"
    )
    out += path(f"M0 51C-19 40 -19 20 {rng.uniform(-6, 6):.0f} -2C18 18 19 40 0 51Z", "sage")
    return out + arcs([(0, 48, 0, 12, 0), (-6, 44, -23, 4, 5), (6, 44, 23, 4, -5)], "mist", 1.6)


def waterchestnut(rng: random.Random) -> str:
    out = shape(blob(rng, 27, 23, -17, -14, 0.03), "bark") + path(
        "M-20 -35C-19 -42 -14 -46 -10 -47C-12 -42 -12 -38 -12 -35Z", "bark"
    )
    out += arcs([(-42, -16, 8, -16, -5), (-38, -4, 4, -4, -5)], "sand", 1.8)
    return (
        out
        + shape(blob(rng, 27, 25, 17, 17, 0.03), "bark")
        + shape(blob(rng, 22.6, 21, 17, 17, 0.02), "cream")
        + arcs([(4, 12, 12, 4, 2)], "oat", 2.4)
    )


ROOTS: dict[str, Motif] = {
    "carrot": carrot,
    "parsnip": partial(carrot, tones=("oat", "sand", "bark"), width=18),
    "beet": beet,
    "beethalf": beethalf,
    "garlic": garlic,
    "garlicslice": slivers,
    "onion": partial(bulb, tones=("turmeric", "cream", "honey", "sage")),
    "redonion": partial(bulb, tones=("plum", "cream", "rose", "plum")),
    "shallot": partial(bulb, tones=("rust", "cream", "blush", "rose"), width=25),
    "ginger": partial(knobbly, tones=("sand", "honey", "bark")),
    "turmeric": partial(knobbly, tones=("turmeric", "carrot", "poppy")),
    "mushroom": mushroom,
    "shiitake": partial(mushroom, cap="bark", gills="sand"),
    "oystermushroom": oyster,
    "radish": radish,
    "potato": partial(tuber, tones=("sand", "bark", "cream")),
    "newpotato": partial(tuber, tones=("honey", "sand", "bark")),
    "sweetpotato": partial(tuber, tones=("rust", "plum", "blush"), cut=("honey", "carrot")),
    "celeriac": celeriac,
    "fennel": fennel,
    "leek": leek,
    "springonion": springonion,
    "celery": celery,
    "asparagus": asparagus,
    "artichoke": artichoke,
    "broccoli": broccoli,
    "tenderstem": tenderstem,
    "cauliflower": cauliflower,
    "cabbage": cabbage,
    "whitecabbage": partial(cabbage, tones=("fern", "moss", "leaf"), curly=0.07),
    "savoy": savoy,
    "pea": pod,
    "peas": peas,
    "greenbeans": greenbeans,
    "edamame": edamame,
    "sweetcorn": sweetcorn,
    "waterchestnut": waterchestnut,
}
