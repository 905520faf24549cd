"""From the water: fish, shellfish and seaweed."""

from __future__ import annotations

import random
from functools import partial

from guide.art.pencil import Motif, arcs, cut_marks, dots, group, path, shape, stroke, wobbled


def fish(
    rng: random.Random,
    tones: tuple[str, str, str, str] = ("sea", "ice", "lagoon", "lagoon"),
    slim: float = 1,
    marks: str = "scales",
) -> str:
    """A fish that swims to the left: back, belly, fins and marks (scales, bars, spots, line)."""
    back, belly, fin, mark = tones
    tall = 20 * slim
    sway = rng.uniform(-3, 3)
    out = path(
        f"M30 0C38 -6 44 -16 53 -21C50 -8 50 8 {53:.0f} {21 + sway:.0f}C44 15 38 6 30 0Z", fin
    )
    out += path(
        f"M-10 {-tall * 0.8:.1f}C-2 {-tall - 13:.1f} 14 {-tall - 12:.1f}"
        f" 20 {-tall * 0.9:.1f}L18 {-tall * 0.5:.1f}Z",
        fin,
    )
    out += path(
        f"M-2 {tall * 0.7:.1f}C4 {tall + 10:.1f} 12 {tall + 12:.1f}"
        f" 19 {tall + 9:.1f}L12 {tall * 0.5:.1f}Z",
        fin,
    )
    top, foot = (
        [(-52, 2, 1), (-38, -tall * 0.62), (-14, -tall), (12, -tall * 0.76), (36, -4, 1)],
        [(36, 5, 1), (12, tall * 0.72), (-14, tall), (-38, tall * 0.66)],
    )
    edge = wobbled(rng, top + foot, 0.015)
    out += shape(edge, belly) + shape(
        [*edge[:5], (12, -tall * 0.1), (-14, -tall * 0.16), (-30, 0)], back
    )
    gill = [(-27, -tall * 0.74, -27, tall * 0.76, -6)]
    out += _fish_marks(marks, mark, tall, slim)
    return (
        out
        + arcs(gill, "cream", 2)
        + dots([(-38, -2 - tall * 0.1)], 7, "cream")
        + dots([(-38.4, -2 - tall * 0.1)], 3.8, "ink")
    )


def _fish_marks(marks: str, mark: str, tall: float, slim: float) -> str:
    """The marks on a fish's side: scales, bars, spots, or else a line."""
    if marks == "scales":
        return arcs(
            [
                (x, y * slim, x, (y + 7) * slim, -3.4)
                for x, y in ((-14, 2), (-3, -1), (8, 1), (19, -2), (-8, 9), (3, 7), (13, 7))
            ],
            mark,
            2,
        )
    if marks == "bars":
        return arcs(
            [
                (x, -tall * (0.95 - abs(x + 10) / 70), x + 3, -tall * 0.24, 3 if at % 2 else -3)
                for at, x in enumerate((-16, -8, 0, 8, 16, 24))
            ],
            mark,
            2.6,
        )
    if marks == "spots":
        return dots(
            [
                (x, y * slim)
                for x, y in (
                    (-16, -11),
                    (-6, -13),
                    (4, -10),
                    (14, -9),
                    (-11, -5),
                    (0, -4),
                    (10, -3),
                    (23, -4),
                    (-14, 5),
                    (4, 5),
                )
            ],
            3.2,
            mark,
        )
    return arcs([(-24, -tall * 0.1, 32, 0, 2)], mark, 2.2)


def steak(
    rng: random.Random, tones: tuple[str, str, str, str] = ("carrot", "blush", "sea", "lagoon")
) -> str:
    """A fillet that shows its flakes, its skin below."""
    flesh, line, skin, shine = tones
    edge = wobbled(
        rng,
        [
            (-48, 10),
            (-36, -10),
            (-8, -24),
            (24, -28),
            (46, -20),
            (47, -2),
            (28, 14),
            (-2, 24),
            (-34, 26),
        ],
        0.02,
    )
    out = (
        shape([(x + 1, y + 9) for x, y in edge], skin)
        + shape(edge, flesh)
        + arcs([(-34, 31, -2, 30, -2), (6, 27, 30, 17, -1)], shine, 1.8)
    )
    return out + arcs(
        [
            (x, -18 - x * 0.2 if x > -20 else -12, x + 4, 21 - max(0, x + 4) * 0.34, 7)
            for x in (-30, -17, -4, 9, 22, 35)
        ],
        line,
        2.8,
    )


def slices(rng: random.Random) -> str:
    """Smoked fish: two thin slices folded over each other, with a wedge of lemon."""
    out = ""
    for x, y, turn, tone, line in ((4, -14, -10, "poppy", "rose"), (-3, 10, 8, "carrot", "blush")):
        edge = wobbled(
            rng,
            [
                (-42, 2),
                (-34, -14),
                (-8, -20),
                (20, -17),
                (41, -8),
                (43, 6),
                (30, 16),
                (2, 17),
                (-26, 18),
                (-40, 14),
            ],
            0.025,
        )
        chevrons = [
            bow
            for step in (-24, -8, 8, 24)
            for bow in ((step, -14, step + 12, 0, -2), (step + 12, 0, step - 2, 14, -2))
        ]
        out += group(shape(edge, tone) + arcs(chevrons, line, 2.2), x, y, turn + rng.uniform(-3, 3))
    wedge = (
        path("M-17 -6C-16 8 -8 16 0 16C8 16 16 8 17 -6Z", "turmeric")
        + path("M-13 -6C-12 5 -6 12 0 12C6 12 12 5 13 -6Z", "honey")
        + cut_marks([(0, -4, 0, 10), (0, -4, -8, 5), (0, -4, 8, 5)], "cream", 1.6)
    )
    return out + group(wedge, 27, 31, -14 + rng.uniform(-5, 5))


def prawn(rng: random.Random) -> str:
    out = path(
        "M26 28C36 30 44 38 50 36C48 44 40 46 34 44C38 50 32 52 26 49C20 45 18 36 18 32Z", "poppy"
    )
    out += path(
        "M-34 12C-42 -18 -18 -42 12 -38C40 -34 50 0 30 32C26 38 18 36 16 32"
        "C24 16 18 -4 4 -6C-10 -6 -16 6 -22 16C-26 20 -33 18 -34 12Z",
        "carrot",
    )
    out += path(
        "M-34 12C-36 4 -36 -4 -33 -11C-24 -10 -14 -4 -12 2"
        "C-16 6 -19 11 -22 16C-26 20 -33 18 -34 12Z",
        "poppy",
    )
    out += arcs(
        [
            (-12, -32, -1, -8, 3),
            (8, -37, 8, -6, 3),
            (27, -29, 15, -1, 3),
            (38, -12, 20, 9, 3),
            (39, 8, 21, 20, 2),
        ],
        "blush",
        2.8,
    )
    swing = rng.uniform(-3, 3)
    out += arcs(
        [
            (-31, 16, -46, 40 + swing, 5),
            (-28, 17, -34, 46, 4),
            (-6, 0, -10, 12, 1),
            (4, 0, 3, 14, 1),
            (12, 6, 11, 20, 1),
        ],
        "rust",
        2,
    )
    return out + dots([(-25, -1)], 5.4, "ink")


def mussel(rng: random.Random) -> str:
    half = wobbled(
        rng,
        [(0, 44, 1), (-22, 22), (-29, -8), (-17, -36), (4, -44), (17, -26), (15, 6), (8, 28)],
        0.015,
    )
    out = group(
        shape(half, "ink")
        + shape([(x * 0.84, y * 0.84 + 2) for x, y, *_ in half], "lagoon")
        + shape([(x * 0.55 - 1, y * 0.56 - 2) for x, y, *_ in half], "turmeric")
        + arcs([(-11, 10, -8, -18, -4)], "honey", 2.4),
        -16,
        2,
        -18,
    )
    return out + group(
        shape(half, "sea")
        + shape([(half[4][0], half[4][1], 1), *half[5:], (0, 44, 1), (4, 10)], "ink")
        + arcs([(-20, 14, -9, -33, -7), (-12, 22, 1, -36, -5)], "lagoon", 2),
        19,
        1,
        20,
        flip=True,
    )


def nori(rng: random.Random) -> str:
    out = ""
    for x, y, turn, fill, dark in ((10, -10, 14, "leaf", "moss"), (-6, 6, -8, "forest", "leaf")):
        out += group(
            path(
                "M-33 -34C-10 -32 10 -35 34 -33C33 -10 35 10 33 34"
                "C10 32 -12 35 -34 33C-32 12 -35 -10 -33 -34Z",
                fill,
            )
            + cut_marks(
                [
                    (-22, -20, 6, -21),
                    (12, -21, 22, -20),
                    (-22, -7, -10, -8),
                    (-2, -8, 22, -6),
                    (-22, 7, 10, 6),
                    (-22, 20, -6, 21),
                    (2, 20, 22, 20),
                ],
                dark,
                2,
            ),
            x,
            y,
            turn + rng.uniform(-3, 3),
        )
    return out


def seaweed(rng: random.Random) -> str:
    out = ""
    for x, turn, fill, line, height in (
        (-14, -16, "leaf", "sage", 82),
        (15, 17, "moss", "mist", 78),
        (0, 0, "forest", "moss", 96),
    ):
        right, left = [], []
        for step in range(7):
            y, sway = 50 - height * step / 6, (6 if step % 2 else -6)
            wide = (4, 8, 10, 10, 9, 7, 0)[step]
            right.append((sway + wide, y))
            left.append((sway - wide, y))
        edge = wobbled(rng, [*right, *reversed(left[:-1])], 0.02)
        out += group(
            shape(edge, fill)
            + stroke(
                [
                    (0, 50),
                    *((6 if step % 2 else -6, 50 - height * step / 6) for step in range(1, 6)),
                ],
                line,
                2,
            ),
            x,
            0,
            turn + rng.uniform(-3, 3),
        )
    return out


def sticks(rng: random.Random) -> str:
    out = ""
    for x, y, turn in ((-8, -18, -24), (6, 0, -18), (-4, 19, -26)):
        stick = path(
            "M-38 -9C-12 -10 14 -9 38 -9C41 -4 41 4 38 9C14 10 -12 9 -38 9C-41 4 -41 -4 -38 -9Z",
            "oat",
        )
        stick += path(
            "M-38 -9C-12 -10 14 -9 38 -9C40 -6 40 -3 40 -1"
            "C14 0 -14 -1 -40 -1C-40 -4 -40 -6 -38 -9Z",
            "poppy",
        )
        out += group(
            stick
            + cut_marks([(-34, 4, 32, 4)], "white", 1.8)
            + cut_marks([(-33, -5.4, 20, -5.4)], "rose", 1.6),
            x,
            y,
            turn + rng.uniform(-4, 4),
        )
    return out


def tin(rng: random.Random) -> str:
    """An opened tin of fish."""
    curl = rng.uniform(-3, 3)
    out = path(
        "M-44 -8C-44 14 -44 20 -43 26C-24 40 24 40 43 26C44 20 44 14 44 -8Z", "lagoon"
    ) + path("M20 35C30 33 38 30 43 26C44 20 44 14 44 -8L20 2Z", "sea")
    out += path("M-44 -8C-44 -28 44 -28 44 -8C44 12 -44 12 -44 -8Z", "ice") + path(
        "M-38 -8C-38 -24 38 -24 38 -8C38 8 -38 8 -38 -8Z", "blush"
    )
    out += path(
        f"M-40 -14C-52 -30 -40 -48 {-18 + curl:.0f} -46"
        f"C{-6 + curl:.0f} -44 {-8 + curl:.0f} -38 {-16 + curl:.0f} -38"
        "C-30 -38 -34 -28 -28 -20Z",
        "mist",
    )
    out += path(f"M-40 -14C-52 -30 -40 -48 {-18 + curl:.0f} -46C-34 -42 -40 -30 -34 -18Z", "lagoon")
    out += arcs(
        [(-26, -8, -6, -15, 3), (-14, 0, 8, -8, 3), (4, -14, 24, -8, 3), (10, 1, 28, -4, 2)],
        "rose",
        2.6,
    )
    return out + arcs([(-34, 14, -8, 21, -2), (-34, 22, -14, 28, -2)], "mist", 2)


SEA: dict[str, Motif] = {
    "fish": fish,
    "trout": partial(fish, tones=("moss", "fern", "leaf", "forest"), marks="spots"),
    "seabass": partial(fish, tones=("lagoon", "ice", "sea", "sea"), slim=0.96, marks="line"),
    "whitefish": partial(fish, tones=("sand", "oat", "bark", "bark"), slim=1.06, marks="spots"),
    "mackerel": partial(fish, tones=("leaf", "ice", "sea", "ink"), slim=0.72, marks="bars"),
    "sardine": partial(fish, tones=("lagoon", "mist", "sea", "sea"), slim=0.62, marks="line"),
    "salmon": steak,
    "smokedsalmon": slices,
    "prawn": prawn,
    "mussel": mussel,
    "nori": nori,
    "seaweed": seaweed,
    "crabstick": sticks,
    "tin": tin,
}
