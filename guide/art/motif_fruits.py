"""Fruit, and the vegetables that are fruit to a gardener."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import partial

from guide.art.pencil import (
    Motif,
    Point,
    arcs,
    blob,
    cut_marks,
    dots,
    glint,
    grains,
    group,
    leaflet,
    mirrored,
    path,
    polar,
    resized,
    scattered,
    shaded,
    shape,
    star,
    stroke,
    wobbled,
)


def wheel(rng: random.Random, tones: tuple[str, str, str], segments: int = 9, r: float = 45) -> str:
    """A citrus fruit cut across: rind, pith and segments."""
    rind, pith, flesh = tones
    out = shape(blob(rng, r, by=0.015), rind) + shape(blob(rng, r * 0.89, by=0.01), pith)
    wide = math.tan(math.pi / segments) * r * 0.8
    for number in range(segments):
        wedge = path(
            f"M0 {-r * 0.1:.1f}L{-wide * 0.84:.1f} {-r * 0.7:.1f}"
            f"Q{-wide * 0.8:.1f} {-r * 0.8:.1f} {-wide * 0.4:.1f} {-r * 0.82:.1f}"
            f"L{wide * 0.4:.1f} {-r * 0.82:.1f}"
            f"Q{wide * 0.8:.1f} {-r * 0.8:.1f} {wide * 0.84:.1f} {-r * 0.7:.1f}Z",
            flesh,
        )
        out += group(wedge, turn=number * 360 / segments + rng.uniform(-2, 2))
    drops = [
        polar(number * 360 / segments - 90 + rng.uniform(-5, 5), r * 0.56)
        for number in range(0, segments, 2)
    ]
    return out + cut_marks([(x, y, x * 1.18, y * 1.18) for x, y in drops], pith, r / 20)


def pointed(rng: random.Random, skin: tuple[str, str], slice_: tuple[str, str, str]) -> str:
    """A lemon or lime with a leaf, and a slice before it."""
    edge = wobbled(
        rng,
        mirrored([(0, -39, 1), (5, -33), (19, -25), (28, -6), (25, 14), (9, 29), (0, 35, 1)]),
        0.02,
    )
    whole = (
        leaflet(1, -36, 68, 30, 17, "leaf", "forest")
        + shape(edge, skin[0])
        + shape(shaded(edge, 0.5), skin[1])
        + glint(0, -3, 18, "cream", 2.6)
    )
    return group(whole, 13, -11, 24 + rng.uniform(-4, 4)) + group(
        wheel(rng, slice_, 8, 29), -18, 19
    )


def berries(rng: random.Random) -> str:
    berry = shape(blob(rng, 17, by=0.025, count=6), "sea") + glint(0, 0, 11.5, "lagoon")
    crown = shape(star(5, 8.4, 3.4, 0, 0), "ink")
    out = leaflet(-9, -14, -46, 37, 25, "leaf", "forest") + leaflet(
        6, -16, 34, 36, 23, "moss", "leaf"
    )
    for x, y in ((-22, 2), (19, -2), (-2, -12), (31, 23), (-31, 28), (1, 22)):
        out += group(
            berry + group(crown, 3, 3, rng.uniform(0, 72)),
            x + rng.uniform(-2, 2),
            y + rng.uniform(-2, 2),
            0,
            rng.uniform(0.92, 1.05),
        )
    return out


def drupelets(rng: random.Random, tones: tuple[str, str, str], long: float = 1) -> str:
    """A raspberry or blackberry: beads round a cone, under a green collar."""
    shade, bead, shine = tones
    edge = wobbled(
        rng,
        mirrored([(0, -24), (20, -24), (32, -10), (28, 14), (14, 36 * long), (0, 45 * long)]),
        0.02,
    )
    spots = []
    for y, count in ((-17, 4), (-6, 5), (5, 5), (16, 4), (27, 3), (38, 2)):
        wide = 13 if y < 0 else 13 - y * 0.07
        spots += [
            (
                (at - (count - 1) / 2) * wide + rng.uniform(-1, 1),
                (y + 20) * long - 20 - abs(at - (count - 1) / 2) * 1.4,
            )
            for at in range(count)
        ]
    out = (
        shape(edge, shade)
        + dots(spots, 11.6, bead)
        + dots([(x - 2, y - 2.4) for x, y in spots], 3.2, shine)
    )
    out += cut_marks([(0, -28, 2, -46)], "moss", 3)
    return out + "".join(
        leaflet(0, -30, turn + rng.uniform(-6, 6), 22, 10, "moss", "leaf")
        for turn in (-112, -66, 66, 112, -20, 24)
    )


def strawberry(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -20), (19, -26), (35, -14), (32, 10), (15, 36), (0, 49)]), 0.025
    )
    out = shape(edge, "poppy") + shape(shaded(edge, 0.5), "rust")
    pips = [
        (x, y, 90)
        for y, xs in (
            (-8, (-22, -7, 8, 23)),
            (6, (-15, 0, 15)),
            (20, (-20, -7, 7, 18)),
            (33, (-6, 6)),
        )
        for x in xs
    ]
    out += grains(pips, 5, 2.4, "honey") + cut_marks([(0, -24, 3, -44)], "moss", 3.4)
    out += "".join(
        leaflet(0, -26, turn + rng.uniform(-5, 5), 28, 13, "moss", "leaf")
        for turn in (-106, -68, 68, 106)
    )
    return out + leaflet(0, -30, 172, 20, 12, "moss", "leaf")


def cherry(rng: random.Random) -> str:
    out = path("M-20 12C-18 -16 -4 -34 12 -46C16 -28 22 -10 22 8", line="leaf", width=3) + leaflet(
        11, -45, 78 + rng.uniform(-10, 10), 36, 22, "moss", "leaf"
    )
    for x, y, tone, dark in ((22, 22, "rust", "berry"), (-20, 26, "poppy", "rust")):
        edge = wobbled(rng, mirrored([(0, -15), (10, -19), (21, -6), (17, 14), (0, 21)]), 0.03)
        out += group(
            shape(edge, tone) + shape(shaded(edge, 0.45), dark) + glint(0, 1, 13, "blush", 2.6),
            x,
            y,
        )
    return out


def stonefruit(
    rng: random.Random,
    tones: tuple[str, str, str],
    leaf: tuple[str, str] = ("leaf", "forest"),
    tall: float = 1,
) -> str:
    """A whole fruit with its seam and a leaf: plum, peach."""
    fill, dark, seam = tones
    edge = wobbled(
        rng,
        [
            (x, y * tall)
            for x, y in mirrored([(0, -30), (16, -35), (36, -20), (38, 8), (24, 34), (0, 42)])
        ],
        0.02,
    )
    out = cut_marks([(0, -28 * tall, 3, -46)], "bark", 3.6) + leaflet(
        2, -38 * tall, 62 + rng.uniform(-8, 8), 38, 22, *leaf
    )
    out += (
        shape(edge, fill)
        + shape(shaded(edge, 0.62), dark)
        + stroke([(0, -30 * tall), (-13, -10), (-14, 16), (-2, 41 * tall)], seam, 2.2)
    )
    return out + glint(-2, 2, 28, "cream", 2.6)


def halved(rng: random.Random, skin: str, flesh: str, stone: tuple[str, str]) -> str:
    """A fruit cut open with its stone, and its other half behind."""
    edge = mirrored([(0, -27), (12, -31), (30, -18), (31, 8), (18, 28), (0, 34)])
    back = wobbled(rng, edge, 0.02)
    out = group(
        shape(back, skin)
        + glint(0, 0, 22, "honey", 2.4)
        + leaflet(0, -28, 40, 26, 15, "leaf", "forest"),
        16,
        -13,
        18,
        0.94,
    )
    front = wobbled(rng, edge, 0.02)
    return out + group(
        shape(front, skin)
        + shape(resized(front, 0.87), flesh)
        + shape(blob(rng, 10, 13, 0, 3, 0.04), stone[0])
        + arcs([(-3, -4, -3, 9, -2), (3, -5, 4, 8, 2)], stone[1], 1.8),
        -12,
        11,
    )


def pome(rng: random.Random, right: Sequence[Point], skin: str, heart: float) -> str:
    """An apple or pear cut in half: skin, flesh, core and two pips."""
    edge = wobbled(rng, mirrored(right), 0.02)
    top = right[0][1]
    out = path(
        f"M0 {top + 4:.0f}C0 {top - 6:.0f} 3 {top - 10:.0f} 8 {top - 14:.0f}",
        line="bark",
        width=3.4,
    )
    out += leaflet(3, top - 3, 60 + rng.uniform(-8, 8), 31, 19, "leaf", "forest")
    out += shape(edge, skin) + shape([(x * 0.87, y * 0.89 + 1) for x, y, *_ in edge], "cream")
    core = mirrored([(0, heart - 17, 1), (10, heart - 5), (10, heart + 9), (0, heart + 18, 1)])
    out += shape(core, "oat") + cut_marks([(0, heart - 17, 0, top + 12)], "sand", 1.6)
    return (
        out
        + leaflet(-1.6, heart - 6, 194, 14, 6.6, "bark")
        + leaflet(1.6, heart - 6, 166, 14, 6.6, "bark")
    )


def fig(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(3, -50), (6, -38), (20, -22), (36, 4), (33, 28), (16, 42), (0, 45)]), 0.025
    )
    out = shape(edge, "berry")
    out += "".join(
        shape([(x * size, y * size + shift) for x, y, *_ in edge], tone)
        for size, shift, tone in ((0.86, 2, "fern"), (0.76, 3, "blush"), (0.6, 7, "poppy"))
    )
    out += shape([(x * 0.3, y * 0.3 + 12) for x, y, *_ in edge], "rose")
    return out + dots(
        [(x * 0.85, y + 13) for x, y, _ in scattered(rng, 26, 19, 0.05)], 2.6, "honey"
    )


def pomegranate(rng: random.Random) -> str:
    out = path("M-11 -32L-16 -51L-6 -45L0 -53L6 -45L16 -51L11 -32Z", "rust") + shape(
        blob(rng, 44, 42, 0, 5, 0.02), "poppy"
    )
    out += shape(blob(rng, 37, 35, 0, 5, 0.02), "blush")
    spots = [
        (number * 60 - 90 + at + rng.uniform(-3, 3), r)
        for number in range(6)
        for at, r in ((0, 11), (-15, 25), (15, 25))
    ]
    aril = [(*polar(turn, r, 0, 5), turn) for turn, r in spots]
    out += (
        grains(aril[::2], 12.4, 8.6, "plum")
        + grains(aril[1::2], 12.4, 8.6, "rust")
        + cut_marks([(x - 2, y - 2, x - 1, y - 3) for x, y, _ in aril], "blush", 2)
    )
    return out + cut_marks(
        [(*polar(turn, 9, 0, 5), *polar(turn, 34, 0, 5)) for turn in range(-60, 300, 60)],
        "cream",
        2,
    )


def seedheap(rng: random.Random) -> str:
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 15, 38, 0.04)):
        out += group(
            leaflet(0, 9, 0, 20, 20, "poppy" if number % 3 else "plum")
            + cut_marks([(-3, 3, -3, -2)], "blush", 2.4),
            x,
            y,
            turn,
        )
    return out


def avocado(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -49), (13, -43), (20, -22), (33, 8), (28, 36), (0, 49)]), 0.02
    )
    out = (
        shape(edge, "forest")
        + shape(resized(edge, 0.9), "moss")
        + shape([(x * 0.78, y * 0.82 + 1) for x, y, *_ in edge], "honey")
    )
    return out + shape(blob(rng, 14.5, 15.5, 0, 17, 0.03), "bark") + glint(0, 17, 9, "sand", 2.6)


def banana(rng: random.Random) -> str:
    def finger(fill: str, dark: str) -> str:
        out = path("M-34 -34C-38 4 -12 36 34 34C38 30 38 26 36 23C8 20 -14 -4 -22 -38Z", fill)
        out += path("M-34 -34C-38 4 -12 36 34 34C36 32 37 30 37.4 28C0 28 -26 4 -34 -34Z", dark)
        out += path("M36 23C38 26 38 30 34 34L43 33L44 27Z", "bark")
        return (
            out
            + path("M-34 -34C-34 -40 -34 -44 -33 -48L-25 -49C-24 -45 -23 -41 -22 -38Z", "moss")
            + arcs([(-24, -14, 4, 18, -5)], "cream", 2)
        )

    return group(finger("turmeric", "sand"), 9, -4, -20 + rng.uniform(-3, 3), 0.96) + group(
        finger("honey", "turmeric"), -3, 5, rng.uniform(-3, 3), 0.98
    )


def coconut(rng: random.Random) -> str:
    out = shape(blob(rng, 34, 33, 14, -13, 0.03), "bark") + arcs(
        [(0, -38, 30, -38, 3), (-4, -30, 40, -27, 4), (34, -34, 44, -8, 3)], "sand", 1.8
    )
    out += dots([(20, -38), (29, -33), (31, -42)], 4, "ink")
    out += shape(blob(rng, 35, 33, -11, 13, 0.03), "bark") + shape(
        blob(rng, 30, 28, -11, 13, 0.02), "white"
    )
    return (
        out
        + shape(blob(rng, 19, 17, -11, 15, 0.03), "oat")
        + arcs([(-24, 10, -12, 1, 3)], "sand", 2)
    )


def mango(rng: random.Random) -> str:
    """A cheek of mango, scored."""
    edge = wobbled(
        rng,
        [
            (-6, -45),
            (16, -43),
            (35, -25),
            (40, 4),
            (27, 31),
            (0, 45),
            (-25, 39),
            (-37, 16),
            (-31, -7),
            (-17, -24),
        ],
        0.015,
    )
    out = (
        path("M-4 -42C-5 -47 -8 -50 -10 -52", line="bark", width=4)
        + shape(edge, "poppy")
        + shape([(x * 0.88, y * 0.88) for x, y in edge], "turmeric")
    )
    lines = []
    for turn in (-58, 32):
        for off in (-20, -7, 7, 20):
            reach = 34 * math.sqrt(1 - (off / 33) ** 2) * (0.98 if turn < 0 else 0.84)
            x, y = polar(turn + 90, off, 1, 0)
            lines.append(
                (*polar(turn, reach, x, y), *polar(turn + 180, reach, x, y), rng.uniform(-2, 2))
            )
    return out + arcs(lines, "honey", 2.6)


def dates(rng: random.Random) -> str:
    out = ""
    for x, y, turn, tone in ((-14, -16, 28, "bark"), (17, -4, -24, "rust"), (-8, 24, 74, "bark")):
        edge = wobbled(rng, mirrored([(0, -28), (10, -22), (13, 0), (10, 20), (0, 27)]), 0.04)
        out += group(
            path("M0 -26L0 -33", line="sand", width=4.4)
            + shape(edge, tone)
            + arcs([(-4, -18, -6, 16, -2), (1, -12, 1, 20, 2), (6, -18, 6, 6, 2)], "sand", 1.7),
            x,
            y,
            turn + rng.uniform(-6, 6),
        )
    return out


def grapes(rng: random.Random) -> str:
    bead = blob(rng, 10.8, by=0.03, count=6)
    out = path("M0 -24C0 -36 -2 -42 -6 -49", line="bark", width=3.6) + leaflet(
        0, -34, 66, 38, 28, "leaf", "forest"
    )
    for number, (x, y) in enumerate(
        (
            (-27, -16),
            (-9, -20),
            (9, -20),
            (27, -15),
            (-18, -2),
            (0, -4),
            (18, -1),
            (-10, 14),
            (9, 15),
            (-1, 31),
            (15, 32),
            (5, 45),
        )
    ):
        out += group(
            shape(bead, "plum" if number % 3 else "berry") + glint(0, 0, 6, "rose", 2),
            x + rng.uniform(-1, 1),
            y + rng.uniform(-1, 1),
        )
    return out


def kiwi(rng: random.Random) -> str:
    out = (
        shape(blob(rng, 43, 40, by=0.02), "bark")
        + shape(blob(rng, 38, 35, by=0.02), "moss")
        + shape(blob(rng, 28, 25, by=0.03, count=10), "leaf")
    )
    out += shape(blob(rng, 12, 10, by=0.04), "cream")
    rays = [(polar(turn, 12), polar(turn, 24)) for turn in range(0, 360, 30)]
    out += cut_marks([(*a, *b) for a, b in rays], "fern", 1.6)
    return out + grains(
        [(*polar(turn + rng.uniform(-3, 3), 18), turn) for turn in range(15, 375, 30)],
        6.4,
        3.2,
        "ink",
    )


def pineapple(rng: random.Random) -> str:
    out = ""
    for x, turn, size, light, dark in (
        (-4, -50, 27, "moss", "leaf"),
        (4, 50, 27, "moss", "leaf"),
        (-3, -26, 35, "leaf", "forest"),
        (3, 26, 35, "leaf", "forest"),
        (0, 0, 41, "moss", "leaf"),
    ):
        out += leaflet(x, -12, turn + rng.uniform(-4, 4), size, 11, light, dark)
    edge = wobbled(rng, mirrored([(0, -18), (18, -15), (27, 4), (26, 28), (15, 46), (0, 50)]), 0.02)
    out += shape(edge, "turmeric") + shape(shaded(edge, 0.5), "carrot")
    eyes = [
        (x, y)
        for row, y in enumerate(range(-8, 46, 11))
        for x in ((-16, 0, 16) if row % 2 else (-8, 8))
    ]
    return (
        out
        + "".join(group(path("M0 -5L5.4 0L0 5L-5.4 0Z", "honey"), x, y) for x, y in eyes)
        + dots(eyes, 2.4, "bark")
    )


def watermelon(rng: random.Random) -> str:
    dip = rng.uniform(-2, 2)
    out = path(f"M-48 -20C-44 24 -20 42 0 42C20 42 44 24 48 {-20 + dip:.0f}Z", "forest")
    out += path(f"M-43 -20C-39 20 -18 36 0 36C18 36 39 20 43 {-20 + dip:.0f}Z", "mist")
    out += path(f"M-39 -20C-35 16 -16 31 0 31C16 31 35 16 39 {-20 + dip:.0f}Z", "poppy")
    pips = (
        (-24, -2, -14),
        (-9, 2, -6),
        (8, 2, 6),
        (24, -2, 14),
        (-15, 17, -8),
        (1, 19, 0),
        (16, 16, 8),
    )
    out += "".join(leaflet(x, y, turn + rng.uniform(-8, 8), 9, 6, "ink") for x, y, turn in pips)
    return out + arcs([(-34, -14, -26, 10, -2)], "rose", 2.2)


def raisins(
    rng: random.Random, tones: tuple[str, str, str] = ("berry", "plum", "rose"), size: float = 11.4
) -> str:
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 8, 36, 0.05, 180)):
        out += group(
            shape(blob(rng, size, size * 0.74, by=0.09, count=7), tones[number % 2])
            + arcs(
                [(-size * 0.6, -1, size * 0.3, -2, 1.4), (-size * 0.2, 3, size * 0.6, 2, -1.2)],
                tones[2],
                1.6,
            ),
            x,
            y,
            turn,
        )
    return out


def tomato(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -27), (16, -33), (38, -21), (44, 4), (30, 31), (0, 39)]), 0.02
    )
    out = shape(edge, "poppy") + shape(shaded(edge, 0.62), "rust") + glint(-2, 4, 30, "blush", 3)
    out += "".join(
        leaflet(0, -26, turn + rng.uniform(-8, 8), 25, 8.6, "leaf", "forest")
        for turn in (-104, -60, 60, 104, 180)
    )
    return out + path("M0 -26C0 -36 3 -42 8 -46", line="leaf", width=4)


def vine(rng: random.Random) -> str:
    out = path(
        "M-8 -50C-2 -30 4 -10 2 12M1 -18C10 -22 16 -20 20 -14"
        "M-4 -34C-12 -32 -18 -28 -20 -20M2 10C2 14 2 18 2 22",
        line="leaf",
        width=3,
    )
    for x, y, tone, dark in (
        (-20, -4, "poppy", "rust"),
        (22, 4, "carrot", "rust"),
        (-2, 32, "poppy", "rust"),
    ):
        edge = wobbled(rng, mirrored([(0, -16), (11, -16), (20, 0), (13, 15), (0, 19)]), 0.03)
        out += group(
            shape(edge, tone)
            + shape(shaded(edge, 0.5), dark)
            + glint(0, 1, 12, "blush", 2.4)
            + shape(star(5, 13, 3, 0, -14, 90 + rng.uniform(-20, 20)), "leaf"),
            x,
            y,
        )
    return out


def pepper(rng: random.Random, tones: tuple[str, str, str]) -> str:
    fill, dark, line = tones
    edge = wobbled(
        rng,
        mirrored([(0, -21), (14, -31), (34, -25), (39, -2), (31, 24), (22, 43), (11, 44), (0, 40)]),
        0.02,
    )
    out = (
        shape(edge, fill)
        + shape(shaded(edge, 0.62), dark)
        + path("M-4 -24C-17 -4 -15 26 -9 42C-4 42 2 42 8 42C15 22 14 -6 4 -24Z", fill)
    )
    out += arcs([(-6, -20, -9, 41, 8), (6, -20, 9, 41, -8)], dark, 1.8) + arcs(
        [(-30, -10, -25, 18, -2)], line, 2.8
    )
    return out + path(
        f"M-15 -25C-10 -31 -5 -30 -4 -33C-4 -40 -2 -45 {4 + rng.uniform(-2, 4):.0f} -51"
        "L11 -48C6 -42 5 -38 5 -33C8 -30 12 -30 16 -25"
        "C8 -21 4 -19 0 -17C-4 -19 -8 -21 -15 -25Z",
        "leaf" if fill != "leaf" else "moss",
    )


def chilli(rng: random.Random) -> str:
    def pod(fill: str, dark: str) -> str:
        out = path("M-9 -28C-16 -4 -6 28 22 44C10 22 10 -6 9 -28Z", fill) + path(
            "M0 -28C-1 -2 4 24 22 44C10 22 10 -6 9 -28Z", dark
        )
        out += arcs([(-7, -16, -3, 10, -2)], "blush", 2.2)
        return out + path(
            "M-12 -26C-11 -34 -6 -36 -2 -36C-2 -42 -4 -46 -8 -50L-2 -52"
            "C3 -47 4 -42 3 -36C8 -35 12 -32 12 -26C8 -29 4 -25 0 -25"
            "C-4 -25 -8 -29 -12 -26Z",
            "leaf",
        )

    return group(pod("rust", "berry"), 11, 0, -26 + rng.uniform(-4, 4), 0.92) + group(
        pod("poppy", "rust"), -12, 1, 12 + rng.uniform(-4, 4)
    )


def aubergine(rng: random.Random) -> str:
    edge = wobbled(
        rng,
        [
            (-6, -30),
            (8, -30),
            (15, -14),
            (27, 4),
            (32, 26),
            (20, 44),
            (-2, 49),
            (-24, 42),
            (-31, 22),
            (-24, 0),
            (-14, -16),
        ],
        0.02,
    )
    out = shape(edge, "berry")
    out += shape(
        [
            (-8, -26, 1),
            (-16, -10),
            (-26, 10),
            (-28, 26),
            (-18, 40),
            (-4, 46, 1),
            (-12, 30),
            (-12, 10),
            (-6, -10),
        ],
        "plum",
    )
    out += stroke([(-20, 6), (-22, 20), (-18, 31)], "rose", 2.6)
    return group(
        out
        + path(
            f"M-19 -18C-16 -32 -8 -36 -4 -37C-4 -42 -6 -46 {-10 + rng.uniform(-2, 2):.0f} -50"
            "L-2 -53C4 -47 5 -42 5 -37"
            "C12 -35 18 -28 19 -15C14 -20 10 -20 7 -12C4 -20 -2 -20 -6 -10C-8 -18 -12 -20 -19 -18Z",
            "moss",
        ),
        0,
        0,
        14,
    )


def marrow(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -40), (9, -38), (12, -20), (14, 10), (14, 34), (8, 43), (0, 45)]), 0.015
    )
    whole = (
        path("M-6 -38L-8 -52L7 -53L6 -38Z", "moss")
        + shape(edge, "leaf")
        + shape(shaded(edge, 0.4), "forest")
    )
    whole += cut_marks([(-8, -26, -9.6, 30), (-2.6, -34, -3, -6), (-2.6, 4, -3, 38)], "fern", 1.8)
    coin = shape(blob(rng, 18, by=0.02), "forest") + shape(blob(rng, 15, by=0.02), "mist")
    coin += grains([(*polar(turn, 7.4), turn) for turn in range(0, 360, 45)], 5, 2.2, "sage")
    return group(whole, -8, -2, 26 + rng.uniform(-3, 3)) + group(coin, 25, 27)


def cucumber(rng: random.Random) -> str:
    def coin(r: float) -> str:
        out = (
            shape(blob(rng, r, by=0.015), "forest")
            + shape(blob(rng, r * 0.9, by=0.01), "sage")
            + shape(blob(rng, r * 0.82, by=0.015), "mist")
        )
        start = rng.uniform(0, 120)
        seeds = [
            (*polar(start + third * 120 + at, r * (0.5 if at else 0.56)), start + third * 120 + at)
            for third in range(3)
            for at in (-32, 0, 32)
        ]
        out += cut_marks(
            [(0, 0, *polar(start + 60 + third * 120, r * 0.26)) for third in range(3)],
            "sage",
            r / 22,
        )
        return out + grains(seeds, r * 0.26, r * 0.12, "moss")

    return group(coin(31), 17, -17) + group(coin(33), -14, 13)


def squash(rng: random.Random) -> str:
    edge = wobbled(
        rng,
        mirrored([(0, -45), (11, -44), (17, -34), (16, -14), (25, 4), (35, 22), (27, 42), (0, 48)]),
        0.02,
    )
    out = (
        path("M-5 -42L-6 -53L6 -54L5 -42Z", "moss")
        + shape(edge, "sand")
        + shape([(x * 0.88, y * 0.93 + 0.6) for x, y, *_ in edge], "turmeric")
    )
    out += shape(blob(rng, 17.5, 16, 0, 24, 0.04), "carrot")
    seeds = [polar(turn + rng.uniform(-6, 6), 9, 0, 24) for turn in range(0, 360, 60)]
    out += "".join(
        group(leaflet(0, 4, 0, 9, 5.4, "cream"), x, y, number * 60 - 90)
        for number, (x, y) in enumerate(seeds)
    )
    return out + arcs([(-7, -34, -6, -2, 1), (5, -36, 6, -8, -1)], "honey", 1.8)


def pumpkin(rng: random.Random) -> str:
    out = path(
        f"M-6 -26C-5 -34 -8 -40 {-12 + rng.uniform(-3, 3):.0f} -45L-3 -50C4 -44 5 -36 7 -26Z",
        "moss",
    )
    for x, wide, tone in (
        (-27, 20, "poppy"),
        (27, 20, "poppy"),
        (-15, 20, "carrot"),
        (15, 20, "carrot"),
        (0, 17, "turmeric"),
    ):
        out += shape(blob(rng, wide, 33 if x else 35, x, 6, 0.02), tone)
    return out + arcs(
        [(-22, -16, -24, 26, -5), (-5, -18, -6, 24, -3), (24, -14, 24, 26, 5)], "honey", 2
    )


def olive(rng: random.Random) -> str:
    line = [(-6, 50), (4, 22), (-2, -10), (6, -42)]
    out = stroke(line, "bark", 2.4)
    for x, y, turn, pair in (
        (0, 34, -50, ("sage", "moss")),
        (3, 26, 52, ("moss", "leaf")),
        (3, 8, -58, ("moss", "leaf")),
        (-1, -2, 56, ("sage", "moss")),
        (-1, -20, -46, ("sage", "moss")),
        (3, -30, 44, ("moss", "leaf")),
        (6, -38, 4, ("moss", "leaf")),
    ):
        out += leaflet(x, y, turn + rng.uniform(-7, 7), 31 if y > -30 else 22, 11, *pair)
    for x, y, tone in (
        (-13, 23, "forest"),
        (15, 15, "leaf"),
        (-12, -8, "leaf"),
        (14, -15, "forest"),
    ):
        out += shape(blob(rng, 8, 10.4, x, y, 0.03, 7), tone) + arcs(
            [(x - 4.4, y - 1, x - 1.4, y - 6, 1)], "mist", 2
        )
    return out


def olives(rng: random.Random) -> str:
    out = leaflet(-6, -10, -28, 40, 14, "sage", "moss") + leaflet(
        4, -12, 34, 38, 13, "moss", "leaf"
    )
    for x, y, turn in ((-20, 8, -24), (20, 6, 22), (0, 28, 80)):
        out += group(
            shape(blob(rng, 16, 20, by=0.03), "berry") + arcs([(-9, -2, -4, -13, 2)], "rose", 2.6),
            x,
            y,
            turn + rng.uniform(-8, 8),
        )
    return out


def capers(rng: random.Random) -> str:
    out = leaflet(-4, -8, -48, 42, 28, "fern", "sage") + leaflet(4, -8, 48, 42, 28, "sage", "moss")
    for x, y, tone in (
        (-22, 12, "leaf"),
        (22, 12, "moss"),
        (0, 2, "moss"),
        (-9, 33, "moss"),
        (14, 36, "leaf"),
    ):
        out += group(
            shape(blob(rng, 11.5, 12.5, by=0.05), tone)
            + arcs([(-6, 4, 5, -9, 4), (-2, 10, 8, 0, 3)], "mist", 1.7),
            x,
            y,
            rng.uniform(-40, 40),
        )
    return out


APPLE = [(0, -27), (13, -34), (36, -27), (42, -2), (33, 28), (14, 42), (0, 38)]
PEAR = [(0, -38), (10, -36), (15, -20), (24, 0), (35, 20), (27, 40), (0, 47)]
FRUITS: dict[str, Motif] = {
    "lemon": partial(pointed, skin=("honey", "turmeric"), slice_=("turmeric", "cream", "honey")),
    "lime": partial(pointed, skin=("moss", "leaf"), slice_=("leaf", "cream", "fern")),
    "lemonslice": partial(wheel, tones=("turmeric", "cream", "honey"), segments=8, r=42),
    "limeslice": partial(wheel, tones=("leaf", "cream", "fern"), segments=8, r=42),
    "orange": partial(wheel, tones=("carrot", "cream", "turmeric")),
    "grapefruit": partial(wheel, tones=("turmeric", "cream", "rose"), segments=11),
    "blueberry": berries,
    "cranberry": partial(raisins, tones=("rust", "poppy", "blush")),
    "raspberry": partial(drupelets, tones=("plum", "rose", "blush"), long=0.92),
    "blackberry": partial(drupelets, tones=("ink", "berry", "rose")),
    "strawberry": strawberry,
    "cherry": cherry,
    "plum": partial(stonefruit, tones=("plum", "berry", "rose")),
    "peach": partial(stonefruit, tones=("honey", "carrot", "rust"), tall=0.96),
    "apricot": partial(halved, skin="carrot", flesh="turmeric", stone=("bark", "sand")),
    "apple": partial(pome, right=APPLE, skin="poppy", heart=3),
    "pear": partial(pome, right=PEAR, skin="moss", heart=19),
    "fig": fig,
    "pomegranate": pomegranate,
    "pomegranateseed": seedheap,
    "avocado": avocado,
    "banana": banana,
    "coconut": coconut,
    "mango": mango,
    "date": dates,
    "grape": grapes,
    "kiwi": kiwi,
    "pineapple": pineapple,
    "watermelon": watermelon,
    "raisin": raisins,
    "tomato": tomato,
    "cherrytomato": vine,
    "pepper": partial(pepper, tones=("poppy", "rust", "blush")),
    "greenpepper": partial(pepper, tones=("leaf", "forest", "fern")),
    "yellowpepper": partial(pepper, tones=("honey", "turmeric", "cream")),
    "chilli": chilli,
    "aubergine": aubergine,
    "courgette": marrow,
    "cucumber": cucumber,
    "squash": squash,
    "pumpkin": pumpkin,
    "olive": olive,
    "blackolive": olives,
    "caper": capers,
}
