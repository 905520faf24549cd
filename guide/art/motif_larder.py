"""Spices, jars and bottles, and food from the dairy, the hen house and the butcher."""

from __future__ import annotations

import random
from functools import partial

from guide.art.pencil import (
    Motif,
    arcs,
    blob,
    circle,
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
    resized,
    scattered,
    shaded,
    shape,
    stroke,
    wobbled,
)


def cinnamon(rng: random.Random) -> str:
    """A bundle of quills, each rolled in from both sides, tied with string."""
    out = ""
    for x, lean, fill in ((-17, -6, "rust"), (17, 6, "rust"), (0, 0, "carrot")):
        quill = path("M-8 -46H8V46H-8Z", fill) + path("M-8 -46H-4V46H-8ZM4 -46H8V46H4Z", "bark")
        quill += cut_marks([(-1, -40, -1, 40), (2, -46, 2, 46)], "bark", 1.6)
        for end in (-46, 46):
            quill += circle(-4.4, end, 4.2, "bark") + circle(4.4, end, 4.2, "bark")
            quill += circle(-4.4, end, 1.7, "sand") + circle(4.4, end, 1.7, "sand")
        out += group(quill, x, 0, lean + rng.uniform(-2, 2))
    string = [(-27, 2, 27, 0), (-27, 7, 27, 5), (2, 3, 12, 16), (2, 3, -9, 15)]
    return group(out + cut_marks(string, "cream", 3), 0, 0, 24 + rng.uniform(-5, 5))


def aniseed(rng: random.Random) -> str:
    out = ""
    for number in range(8):
        turn = number * 45 + rng.uniform(-5, 5)
        out += group(
            leaflet(0, 0, 0, 46, 17, "bark", "rust")
            + path("M0 -14C-5 -22 -4 -32 0 -38C4 -32 5 -22 0 -14Z", "sand")
            + ellipse(0, -25, 3, 5, "ink"),
            turn=turn,
        )
    return out + circle(0, 0, 6, "sand")


def clove(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-20, -6, -24), (20, -4, 20), (0, 12, 2)):
        bud = path(
            "M-3.4 32C-5 12 -7 2 -7 -6L7 -6C7 2 5 12 3.4 32C1 34 -1 34 -3.4 32Z", "bark"
        ) + circle(0, -17, 9.6, "rust")
        bud += "".join(
            leaflet(side * 4, -3, side * at, 17, 9, "bark") for at in (78, 34) for side in (-1, 1)
        )
        bud += arcs([(-5, -18, 1, -23, 1.4), (-2, 26, -2, 4, 0)], "sand", 2)
        out += group(bud, x, y, turn + rng.uniform(-6, 6), 0.96)
    return out


def corns(
    rng: random.Random,
    tones: tuple[str, ...] = ("ink", "bark", "ink", "rust"),
    size: float = 8,
    count: int = 14,
    line: str = "sand",
) -> str:
    """Round spices strewn: peppercorns, mustard, coriander."""
    places = scattered(rng, count, 40, 0.04, 180)
    out = "".join(
        grains(places[at :: len(tones)], size * 2.2, size * 1.9, tone)
        for at, tone in enumerate(tones)
    )
    return out + arcs(
        [(x - size * 0.55, y, x + size * 0.2, y - size * 0.5, size * 0.18) for x, y, _ in places],
        line,
        max(1.4, size / 5),
    )


def ridged(
    rng: random.Random, tones: tuple[str, str, str], width: float = 8, bow: float = 0
) -> str:
    """Cumin and its kin: slender seeds with ridges, straight or curved by `bow`."""
    fill, dark, line = tones
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 14, 39, 0.03)):
        w = width / 2
        seed = path(
            f"M{bow:.0f} -13C{w - bow:.1f} -7 {w - bow:.1f} 7 {bow:.0f} 13"
            f"C{-w * 1.4 - bow:.1f} 7 {-w * 1.4 - bow:.1f} -7 {bow:.0f} -13Z",
            dark if number % 3 == 0 else fill,
        )
        out += group(seed + arcs([(-0.7, -9, -0.7, 9, -1.2 * bow)], line, 1.5), x, y, turn)
    return out


def cardamom(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-16, -10, -24), (18, -8, 22), (0, 23, 84)):
        edge = wobbled(rng, mirrored([(0, -27, 1), (9, -16), (13, 2), (9, 17), (0, 25, 1)]), 0.03)
        out += group(
            cut_marks([(0, -24, 0, -33)], "moss", 3)
            + shape(edge, "sage")
            + shape(shaded(edge, 0.4), "moss")
            + arcs([(0, -22, 0, 20, 0), (-1, -20, -3, 18, -5), (1, -20, 3, 18, 5)], "cream", 1.6),
            x,
            y,
            turn + rng.uniform(-6, 6),
        )
    return out


def nutmeg(rng: random.Random) -> str:
    out = shape(blob(rng, 23, 28, 15, -14, 0.03, turn=24), "bark") + arcs(
        [(8, -38, 30, 4, 6), (18, -40, 8, 6, 6), (2, -28, 14, 10, -2)], "sand", 1.7
    )
    out += shape(blob(rng, 26, 27, -14, 16, 0.03), "bark") + shape(
        blob(rng, 21.6, 22.6, -14, 16, 0.02), "oat"
    )
    return out + arcs(
        [
            (-28, 8, -16, 12, 3),
            (-16, 12, -6, 2, -3),
            (-30, 22, -18, 22, -3),
            (-18, 22, -6, 30, 3),
            (-4, 12, 2, 20, 3),
            (-16, 12, -18, 22, 2),
            (-14, 2, -16, 12, 1),
            (-18, 22, -20, 34, 2),
        ],
        "bark",
        2.2,
    )


def vanilla(rng: random.Random) -> str:
    tip = rng.uniform(-4, 4)
    out = path(
        f"M-34 47C-20 20 -12 -10 {-6 + tip:.0f} -46M-18 49C-8 24 6 0 {16 + tip:.0f} -42",
        line="ink",
        width=5.4,
    )
    out += path(f"M-33 46C-19 19 -11 -11 {-6 + tip:.0f} -45", line="sand", width=1.4)
    for number in range(6):
        width, tones = (17, ("cream", "honey")) if number % 2 else (11, ("honey",))
        out += leaflet(20, 14, number * 60 + rng.uniform(-5, 5), 27, width, *tones)
    return out + circle(20, 14, 6.4, "turmeric")


def spoonful(rng: random.Random, tones: tuple[str, str, str]) -> str:
    """A wooden spoon heaped with a ground spice."""
    fill, dark, speck = tones
    spoon = path("M-4 -4C-5 16 -6 34 -5 50C-2 53 2 53 5 50C6 34 5 16 4 -4Z", "bark")
    spoon += shape(
        wobbled(rng, mirrored([(0, -52), (16, -45), (22, -26), (15, -7), (0, -1)]), 0.02), "sand"
    )
    heap = wobbled(rng, mirrored([(0, -48), (12, -42), (18, -27), (11, -11), (0, -6)]), 0.04)
    spoon += (
        shape(heap, fill)
        + shape(shaded(heap, 0.3), dark)
        + dots([(-9, -30), (-4, -38), (-6, -20), (3, -30), (0, -14), (8, -22)], 2.4, speck)
    )
    return group(spoon, 6, -4, 38 + rng.uniform(-5, 5), 1.06) + dots(
        [(-6, 22), (10, 28), (-2, 34), (22, 20), (30, 32), (18, 40)], 3.4, fill
    )


def bottle(rng: random.Random, tones: tuple[str, str, str, str]) -> str:
    """A bottle with a cork: oil, vinegar, sauce.

    `tones` are the glass, the liquid, its shadow and the cork.
    """
    glass, fill, dark, cork = tones
    edge = wobbled(
        rng,
        mirrored([(0, -40), (7, -40), (7, -22), (20, -6), (22, 12), (22, 40), (17, 48), (0, 49)]),
        0.01,
    )
    out = path("M-5 -52L6 -53L6 -38L-6 -38Z", cork) + shape(edge, glass)
    level = -6 + rng.uniform(-3, 3)
    out += path(
        f"M-16.5 {level:.0f}C-6 {level + 3:.0f} 6 {level - 3:.0f} 16.5 {level:.0f}"
        "C18 8 18 20 18 38C17 44 12 45 0 45C-12 45 -17 44 -18 38"
        f"C-18 20 -18 8 -16.5 {level:.0f}Z",
        fill,
    )
    out += path(
        f"M6 {level - 1:.0f}C10 {level - 1:.0f} 14 {level - 1:.0f} 16.5 {level:.0f}"
        "C18 8 18 20 18 38C17 44 12 45 2 45"
        f"C10 36 10 12 6 {level - 1:.0f}Z",
        dark,
    )
    return (
        out + cut_marks([(-12, 4, -12, 32)], "cream", 2.8) + cut_marks([(-8, -39, 8, -39)], dark, 3)
    )


def jar(
    rng: random.Random, tones: tuple[str, str, str], lid: str = "sand", label: str = "cream"
) -> str:
    """A preserving jar with a label: pastes, purées, nut butter."""
    fill, dark, mark = tones
    edge = wobbled(
        rng, mirrored([(0, -30), (23, -30), (30, -18), (31, 10), (30, 38), (23, 46), (0, 47)]), 0.01
    )
    out = shape(edge, "ice") + shape([(x * 0.88, y * 0.84 + 6) for x, y, *_ in edge], fill)
    out += shape([(x * 0.88, y * 0.84 + 6) for x, y, *_ in shaded(edge, 0.6)], dark)
    out += path(
        "M-28 -45C-10 -47 10 -47 28 -45C29 -40 29 -36 28 -31"
        "C10 -29 -10 -29 -28 -31C-29 -36 -29 -40 -28 -45Z",
        lid,
    )
    out += path(
        "M-20 2C-7 0 8 0 20 2C21 12 21 20 20 28C8 30 -8 30 -20 28C-21 20 -21 12 -20 2Z", label
    )
    return (
        out
        + cut_marks([(-22, -38, 8, -38)], "cream", 2.2)
        + leaflet(0, 26, rng.uniform(-12, 12), 22, 14, mark)
        + cut_marks([(0, 24, 0, 12)], label, 1.5)
    )


def dish_motif(rng: random.Random, tones: tuple[str, str, str, str]) -> str:
    """A small bowl filled to the brim, its top swirled: hummus, miso, yoghurt.

    `tones` are the bowl, its foot, the filling and the swirl.
    """
    bowl, dark, fill, swirl = tones
    out = path("M-44 -8C-42 22 -24 40 0 40C24 40 42 22 44 -8Z", bowl) + path(
        "M12 39C32 34 43 16 44 -8L24 -8C28 12 24 30 12 39Z", dark
    )
    out += path("M-16 38L16 38L18 46L-18 46Z", dark)
    out += ellipse(0, -9, 44, 16, bowl) + ellipse(0, -10, 39, 13, fill)
    turn = rng.uniform(-2, 2)
    out += path(
        f"M-24 -10C-20 -20 20 -20 22 {-10 + turn:.0f}C18 -2 -8 -2 -10 -9C-6 -14 8 -14 9 -10",
        line=swirl,
        width=3,
    )
    return out + arcs([(-34, 10, -20, 29, -3)], "cream", 2.4)


def mug(rng: random.Random, tones: tuple[str, str, str, str]) -> str:
    """A cup of tea or broth, steaming."""
    cup, dark, fill, shine = tones
    out = path("M26 0C42 -6 48 8 42 18C38 26 28 28 20 28", line=dark, width=6) + path(
        "M-34 -12C-34 16 -26 42 -16 46L16 46C26 42 34 16 34 -12Z", cup
    )
    out += path("M8 46L16 46C26 42 34 16 34 -12L18 -12C20 16 16 36 8 46Z", dark)
    out += (
        ellipse(0, -12, 34, 10, cup)
        + ellipse(0, -12, 29, 7, fill)
        + arcs([(-18, -12, 4, -14, 2)], shine, 2)
        + arcs([(-24, 4, -17, 30, -2)], "cream", 2.4)
    )
    return out + "".join(
        stroke(
            [(x, -26), (x + 4, -33), (x - 2, -41), (x + 3 + rng.uniform(-2, 2), -50)], "sage", 2.2
        )
        for x in (-12, 2, 15)
    )


def pitcher(rng: random.Random, fill: str = "white", mark: str = "oat") -> str:
    """A glass jug of milk or a plant drink."""
    out = path("M24 -16C44 -22 48 20 24 22", line="sea", width=5.4)
    edge = [
        (-24, -42, 1),
        (-34, -46, 1),
        (-26, -30),
        (-20, -16),
        (-28, 12),
        (-26, 40),
        (-16, 48),
        (16, 48),
        (27, 40),
        (29, 12),
        (21, -16),
        (24, -42, 1),
    ]
    out += shape(wobbled(rng, edge, 0.01), "lagoon")
    level = -14 + rng.uniform(-2, 2)
    out += path(
        f"M-17 {level:.0f}C-6 {level + 3:.0f} 8 {level - 3:.0f} 18 {level:.0f}"
        "C24 8 25 24 22 38C19 43 14 44 0 44C-14 44 -19 43 -21 38"
        f"C-24 24 -23 8 -17 {level:.0f}Z",
        fill,
    )
    out += path(
        f"M8 {level - 1:.0f}C13 {level - 2:.0f} 16 {level - 1:.0f} 18 {level:.0f}"
        "C24 8 25 24 22 38C19 43 14 44 4 44"
        f"C14 30 14 6 8 {level - 1:.0f}Z",
        mark,
    )
    return (
        out
        + cut_marks([(-15, 4, -17, 30)], mark, 2.6)
        + cut_marks([(-16, -36, 14, -36)], "ice", 2.4)
    )


def honeyjar(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -24), (22, -24), (34, -8), (36, 16), (28, 40), (18, 46), (0, 47)]), 0.015
    )
    out = (
        shape(edge, "turmeric")
        + shape(shaded(edge, 0.6), "carrot")
        + path("M-25 -32L25 -32L25 -20L-25 -20Z", "sand")
    )
    out += path(
        "M-25 -22C-10 -20 10 -20 25 -22C26 -8 20 -6 18 -12C14 -18 10 -2 6 4"
        "C0 10 -4 2 -5 -6C-8 -14 -14 -12 -17 -4C-22 0 -26 -10 -25 -22Z",
        "honey",
    )
    dip = rng.uniform(-4, 4)
    stick = cut_marks([(0, -8, 0, -36)], "bark", 4.4) + "".join(
        ellipse(0, y, wide, 3, "bark") for y, wide in ((-4, 6), (2, 9), (8, 10), (14, 7))
    )
    return group(stick, 14, -24, 24 + dip, 0.8) + out + glint(0, 10, 25, "cream", 2.8)


def cubes(rng: random.Random, tones: tuple[str, str, str], size: float = 20) -> str:
    """Three dice with two faces in shadow: tofu, sugar, feta."""
    top, left, right = tones
    out = ""
    for to_x, to_y in ((0, -19), (-size - 1.5, 15), (size + 1.5, 15)):
        x, y = to_x + rng.uniform(-1.5, 1.5), to_y + rng.uniform(-1.5, 1.5)
        s, h = size, size * 0.56
        corners = (
            f"{x:.1f} {y - 2 * h:.1f}",
            f"{x + s:.1f} {y - h:.1f}",
            f"{x:.1f} {y:.1f}",
            f"{x - s:.1f} {y - h:.1f}",
        )
        out += path(f"M{corners[0]}L{corners[1]}L{corners[2]}L{corners[3]}Z", top)
        out += path(
            f"M{corners[3]}L{corners[2]}L{x:.1f} {y + s:.1f}L{x - s:.1f} {y + s - h:.1f}Z", left
        )
        out += path(
            f"M{corners[1]}L{corners[2]}L{x:.1f} {y + s:.1f}L{x + s:.1f} {y + s - h:.1f}Z", right
        )
        out += cut_marks([(x - s * 0.55, y - h * 1.0, x - s * 0.15, y - h * 1.42)], left, 1.8)
    return out


def feta(rng: random.Random) -> str:
    out = (
        path("M-44 -8L4 -26L44 -10L44 14L-4 34L-44 16Z", "sage")
        + path("M-44 -8L4 -26L44 -10L-4 10Z", "white")
        + path("M-44 -8L-4 10L-4 34L-44 16Z", "mist")
    )
    crumbs = [
        (-26, -8),
        (-8, -16),
        (6, -4),
        (22, -12),
        (-34, 4),
        (-18, 16),
        (-30, 12),
        (12, 14),
        (28, 6),
    ]
    out += dots([(x + rng.uniform(-1, 1), y) for x, y in crumbs], 3.4, "oat")
    return (
        out
        + leaflet(-2, -6, 56 + rng.uniform(-6, 6), 30, 13, "moss", "leaf")
        + leaflet(-4, -7, -20, 20, 11, "leaf", "moss")
    )


def tempeh(rng: random.Random) -> str:
    out = (
        path("M-46 -6L10 -26L46 -8L46 10L-8 34L-46 12Z", "bark")
        + path("M-46 -6L10 -26L46 -8L-8 14Z", "oat")
        + path("M-46 -6L-8 14L-8 34L-46 12Z", "sand")
    )
    beans = [
        (-28, -6),
        (-14, -10),
        (0, -16),
        (-12, 2),
        (4, -5),
        (18, -12),
        (8, 4),
        (24, -3),
        (34, -7),
    ]
    out += grains(
        [(x + rng.uniform(-1, 1), y, rng.uniform(-30, 30)) for x, y in beans], 9, 5.4, "honey"
    )
    return out + grains([(-36, 6, 20), (-24, 12, 40), (-16, 20, 10), (-30, 14, 0)], 7, 4.4, "oat")


def cheese(
    rng: random.Random, tones: tuple[str, str, str] = ("honey", "turmeric", "carrot")
) -> str:
    top, face, hole = tones
    out = path("M-46 4C-30 -20 -4 -32 22 -34C34 -24 42 -12 46 2Z", top) + path(
        "M-46 4L46 2L46 32L-46 36Z", face
    )
    for x, y, rx in ((-24, 20, 7), (2, 12, 5), (18, 25, 8), (38, 14, 4.4)):
        out += shape(blob(rng, rx, rx * 0.86, x, y, 0.05, 6), hole)
    return (
        out
        + shape(blob(rng, 7, 4, 10, -14, 0.05, 6), face)
        + cut_marks([(-42, 8, 42, 6)], "cream", 2)
    )


def butter(rng: random.Random) -> str:
    lean = rng.uniform(-2, 2)
    out = ellipse(0, 26, 48, 13, "lagoon") + ellipse(0, 23, 44, 10, "ice")
    out += path("M-34 -4L16 -14L34 -4L34 18L-14 29L-34 18Z", "turmeric") + path(
        "M-34 -4L16 -14L34 -4L-14 7Z", "cream"
    )
    out += path("M-34 -4L-14 7L-14 29L-34 18Z", "honey")
    out += path("M-14 7L34 -4L34 18L-14 29Z", "honey") + path(
        "M-34 -4L-14 7L-14 29L-34 18Z", "turmeric"
    )
    return out + cut_marks([(0, 5, 0, 25), (14, 2, 14, 22 + lean / 4)], "cream", 1.8)


def egg(rng: random.Random) -> str:
    edge = mirrored([(0, -45), (17, -36), (32, -6), (31, 20), (18, 38), (0, 43)])
    whole = group(
        shape(wobbled(rng, resized(edge, 0.8), 0.015), "blush") + glint(0, -2, 20, "cream", 3),
        17,
        -12,
        22,
    )
    half = wobbled(rng, resized(edge, 0.86), 0.015)
    out = whole
    return out + group(
        shape(half, "oat")
        + shape(resized(half, 0.92, 0, -0.5), "white")
        + shape(blob(rng, 15.5, x=0, y=8, by=0.04), "turmeric")
        + glint(0, 8, 10, "honey", 2.6),
        -12,
        7,
        -10,
    )


def drumstick(rng: random.Random) -> str:
    bone = (
        path("M6 14L30 36", line="oat", width=8)
        + circle(37, 35, 6.4, "oat")
        + circle(31, 42, 6.4, "oat")
        + cut_marks([(16, 25, 29, 37)], "sand", 2)
    )
    edge = wobbled(
        rng,
        [
            (-32, -40),
            (-10, -46),
            (10, -36),
            (21, -16),
            (22, 6),
            (15, 22),
            (-2, 21),
            (-22, 18),
            (-39, 2),
            (-45, -20),
        ],
        0.02,
    )
    out = bone + shape(edge, "turmeric")
    out += shape(
        [
            (10, -36, 1),
            (21, -16),
            (22, 6),
            (15, 22),
            (-2, 21),
            (-22, 18),
            (-39, 2, 1),
            (-18, 8),
            (2, 4),
            (11, -12),
        ],
        "carrot",
    )
    return out + arcs(
        [
            (-36, -14, -27, -32, 3),
            (-20, -4, -12, -6, -1),
            (-8, -20, -1, -18, -1),
            (-22, -24, -16, -26, 1),
        ],
        "honey",
        2.8,
    )


def breast(rng: random.Random) -> str:
    edge = wobbled(
        rng,
        [
            (-40, -18),
            (-18, -33),
            (10, -34),
            (33, -22),
            (40, 0),
            (26, 20),
            (2, 36),
            (-18, 45),
            (-24, 34),
            (-34, 14),
        ],
        0.02,
    )
    out = shape([(x * 1.03 + 2, y * 1.03 + 3) for x, y in edge], "sand") + shape(edge, "honey")
    out += arcs(
        [(-30, -6, 2, -26, 3), (-27, 8, 22, -20, 4), (-22, 22, 32, -6, 4), (-16, 35, 20, 16, 3)],
        "rust",
        3.6,
    )
    return (
        out
        + leaflet(28, 34, 66, 24, 9, "leaf", "forest")
        + leaflet(26, 36, 112, 20, 8, "moss", "leaf")
        + arcs([(-34, -14, -22, -26, 2)], "cream", 2.4)
    )


def thigh(rng: random.Random) -> str:
    """A boneless thigh, roasted: a flat piece with ragged ends, darker below, with leaves on it."""
    edge = wobbled(
        rng,
        [
            (-44, -2),
            (-37, -22),
            (-22, -24),
            (-6, -34),
            (16, -31),
            (26, -36),
            (42, -22),
            (38, -4),
            (46, 8),
            (30, 24),
            (10, 26),
            (-4, 34),
            (-30, 27),
        ],
        0.02,
    )
    out = shape([(x * 1.02 + 2, y * 1.02 + 4) for x, y in edge], "rust") + shape(edge, "turmeric")
    out += shape([(*edge[8], 1), *edge[9:], (-38, 12, 1), (-20, 12), (0, 14), (22, 2)], "carrot")
    out += arcs(
        [
            (-34, -6, -24, -16, 2),
            (-12, -20, 10, -24, 3),
            (-14, -6, 2, -8, 2),
            (14, -12, 30, -18, 2),
        ],
        "honey",
        3,
    )
    return (
        out
        + leaflet(4, 12, 52, 19, 9, "leaf", "forest")
        + leaflet(2, 11, -40, 17, 8, "moss", "leaf")
        + leaflet(-22, 10, 20, 13, 7, "leaf")
    )


def mince(rng: random.Random) -> str:
    out = shape(blob(rng, 44, 30, 0, 8, 0.05, 10), "rose")
    places = [
        (x, y * 0.68 + 6, turn * 0.4 - 30) for x, y, turn in scattered(rng, 30, 40, 0.04, 180)
    ]
    ends = [(*polar(turn, 6, x, y), *polar(turn + 180, 6, x, y), 2) for x, y, turn in places]
    return (
        out
        + arcs(ends[::3], "poppy", 5.4)
        + arcs(ends[1::3], "blush", 5)
        + arcs(ends[2::3], "rust", 5)
        + leaflet(26, -14, 50, 22, 12, "leaf", "forest")
    )


def chocolate(rng: random.Random) -> str:
    """A bar broken off, and two crumbs of it."""
    square = path("M-8.6 -8.2L8.4 -8.6L8.6 8.2L-8.4 8.6Z", "bark") + cut_marks(
        [(-5.4, 5, -5.4, -5), (-5.4, -5, 4.6, -5)], "sand", 1.7
    )
    out = path("M-32 -44L34 -46L35 4L24 10L15 5L12 26L2 22L-8 30L-18 25L-30 31Z", "ink")
    out += "".join(
        group(square, x, y)
        for x, y in (
            (-20, -33),
            (1, -34),
            (22, -35),
            (-20, -12),
            (1, -13),
            (22, -13),
            (-20, 9),
            (1, 8),
        )
    )
    bit = path("M-11 -9L10 -12L12 9L-9 11Z", "ink") + square
    bits = "".join(
        group(bit, x, y, turn + rng.uniform(-12, 12), 0.9)
        for x, y, turn in ((-6, 43, 20), (24, 31, -24))
    )
    return group(out, 0, -4, rng.uniform(-5, 5)) + bits


def cocoa(rng: random.Random) -> str:
    edge = wobbled(
        rng, mirrored([(0, -50, 1), (10, -38), (22, -10), (21, 18), (10, 36), (0, 44, 1)]), 0.02
    )
    pod = shape(edge, "carrot") + shape(shaded(edge, 0.45), "poppy")
    pod += path(
        "M0 -46C-1 -16 -1 16 0 40M-5 -38C-14 -14 -14 14 -6 34M6 -38C14 -14 14 14 6 34",
        line="honey",
        width=1.8,
    )
    beans = "".join(
        group(
            shape(blob(rng, 9, 13, by=0.04, count=7), "bark")
            + cut_marks([(0, -8, 0, 8)], "sand", 1.7),
            x,
            y,
            turn,
        )
        for x, y, turn in ((24, 16, 30), (8, 36, 74), (34, 36, -10))
    )
    return group(pod, -9, -3, -24 + rng.uniform(-4, 4)) + beans


def yoghurt(rng: random.Random) -> str:
    out = path("M-34 -20C-32 4 -28 32 -24 46C-8 50 8 50 24 46C28 32 32 4 34 -20Z", "ice")
    out += path(
        "M8 49C14 48 20 47 24 46C28 32 32 4 34 -20L20 -20C20 6 16 34 8 49Z", "lagoon"
    ) + ellipse(0, -20, 36, 12, "lagoon")
    out += ellipse(0, -20, 32, 9.4, "white")
    out += path(
        f"M-24 -20C-22 -34 -8 -30 -4 -38C0 -44 10 -44 8 -38"
        f"C{10 + rng.uniform(-2, 2):.0f} -28 24 -30 24 -20C14 -14 -14 -14 -24 -20Z",
        "white",
    ) + arcs([(-14, -22, 2, -31, 3), (4, -21, 16, -25, 2)], "oat", 2.2)
    out += "".join(
        shape(blob(rng, r, x=x, y=y, by=0.03, count=6), tone)
        for x, y, r, tone in ((15, -30, 6, "sea"), (-16, -27, 5.4, "plum"))
    )
    return (
        out
        + leaflet(0, 32, -38, 24, 15, "moss", "leaf")
        + leaflet(0, 32, 38, 24, 15, "leaf", "moss")
    )


def crystals(rng: random.Random, tones: tuple[str, str, str] = ("white", "ice", "lagoon")) -> str:
    """Coarse grains: sugar, salt, baking powder."""
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 17, 39, 0.06)):
        out += group(
            path("M-6 -5L5 -6L6 5L-5 6Z", tones[number % 2])
            + path("M5 -6L6 5L-5 6L2 2Z", tones[2]),
            x,
            y,
            turn,
            0.9 + number % 3 * 0.16,
        )
    return out


def coil(rng: random.Random) -> str:
    """A paste squeezed from a tube in a ribbon, with its tomato: purée."""
    tube = path("M-18 -44L18 -46L20 -50L-20 -49Z", "sand") + path(
        "M-18 -44C-20 -20 -19 0 -17 14C-8 18 8 18 17 14C19 0 20 -20 18 -46Z", "poppy"
    )
    tube += path("M4 -45L18 -46C20 -20 19 0 17 14C14 16 10 17 6 17C9 0 8 -24 4 -45Z", "rust")
    tube += (
        path("M-7 16L7 16L6 24L-6 24Z", "sand")
        + shape(blob(rng, 10, 9, -1, -14, 0.03), "cream")
        + leaflet(-1, -18, -30, 12, 8, "leaf")
    )
    tube += leaflet(-1, -18, 40, 12, 8, "leaf")
    out = group(tube, 4, -4, 30 + rng.uniform(-3, 3))
    out += path(
        "M-10 19C-24 20 -38 26 -34 34C-28 42 -6 32 -4 40C-2 47 -18 48 -26 46", line="poppy", width=7
    )
    return out + path("M-14 20C-24 21 -34 26 -32 31", line="blush", width=1.8)


LARDER: dict[str, Motif] = {
    "cinnamon": cinnamon,
    "staranise": aniseed,
    "clove": clove,
    "peppercorn": corns,
    "allspice": partial(corns, tones=("bark", "rust"), size=10, count=10),
    "mustardseed": partial(
        corns, tones=("turmeric", "honey", "sand"), size=5.6, count=24, line="cream"
    ),
    "corianderseed": partial(corns, tones=("sand", "honey"), size=8.6, count=13, line="bark"),
    "nigella": partial(ridged, tones=("ink", "bark", "sand"), width=11),
    "cumin": partial(ridged, tones=("sand", "bark", "oat")),
    "fennelseed": partial(ridged, tones=("sage", "moss", "cream"), width=9),
    "caraway": partial(ridged, tones=("bark", "rust", "sand"), width=7, bow=2),
    "cardamom": cardamom,
    "nutmeg": nutmeg,
    "vanilla": vanilla,
    "curry": partial(spoonful, tones=("turmeric", "carrot", "honey")),
    "paprika": partial(spoonful, tones=("poppy", "rust", "blush")),
    "sumac": partial(spoonful, tones=("plum", "berry", "rose")),
    "herbmix": partial(spoonful, tones=("moss", "leaf", "mist")),
    "oil": partial(bottle, tones=("fern", "turmeric", "moss", "sand")),
    "sesameoil": partial(bottle, tones=("honey", "carrot", "rust", "bark")),
    "vinegar": partial(bottle, tones=("ice", "honey", "turmeric", "sand")),
    "redvinegar": partial(bottle, tones=("blush", "plum", "berry", "sand")),
    "soysauce": partial(bottle, tones=("sand", "bark", "ink", "poppy")),
    "wine": partial(bottle, tones=("mist", "fern", "sage", "sand")),
    "jar": partial(jar, tones=("carrot", "rust", "rust")),
    "molasses": partial(jar, tones=("bark", "ink", "bark"), lid="turmeric"),
    "nutbutter": partial(jar, tones=("sand", "bark", "bark")),
    "tahini": partial(jar, tones=("oat", "sand", "turmeric"), lid="leaf"),
    "mustard": partial(jar, tones=("turmeric", "carrot", "turmeric"), lid="bark"),
    "mayonnaise": partial(jar, tones=("cream", "honey", "turmeric"), lid="lagoon", label="ice"),
    "pesto": partial(jar, tones=("moss", "leaf", "leaf")),
    "kimchi": partial(jar, tones=("poppy", "rust", "moss"), lid="forest"),
    "puree": coil,
    "miso": partial(dish_motif, tones=("lagoon", "sea", "sand", "bark")),
    "hummus": partial(dish_motif, tones=("rust", "berry", "honey", "turmeric")),
    "tea": partial(mug, tones=("mist", "sage", "moss", "fern")),
    "chamomile": partial(mug, tones=("lagoon", "sea", "turmeric", "honey")),
    "broth": partial(mug, tones=("rust", "berry", "turmeric", "honey")),
    "milk": pitcher,
    "oatdrink": partial(pitcher, fill="oat", mark="sand"),
    "coconutmilk": partial(pitcher, fill="cream", mark="mist"),
    "honey": honeyjar,
    "maple": partial(bottle, tones=("rust", "bark", "carrot", "honey")),
    "tofu": partial(cubes, tones=("white", "oat", "sand")),
    "feta": feta,
    "sugar": partial(cubes, tones=("honey", "sand", "bark"), size=18),
    "tempeh": tempeh,
    "cheese": cheese,
    "parmesan": partial(cheese, tones=("oat", "honey", "sand")),
    "butter": butter,
    "egg": egg,
    "drumstick": drumstick,
    "thigh": thigh,
    "chicken": breast,
    "mince": mince,
    "chocolate": chocolate,
    "cocoa": cocoa,
    "yoghurt": yoghurt,
    "salt": crystals,
}
