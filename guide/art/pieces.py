"""Food as it lies in a finished dish: diced, sliced, shredded, flaked, poached, roasted.

A piece is named by its form and its pigments, such as dice_carrot_rust: which food looks so is
said in pantry/motifs.yaml. Each form is drawn in about 100 pt square round (0, 0), light from the
upper left.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from inspect import Parameter, signature

from guide.art.pencil import (
    Point,
    arcs,
    blob,
    circle,
    cut_marks,
    dots,
    grains,
    group,
    leaflet,
    mirrored,
    n,
    path,
    polar,
    resized,
    scattered,
    shape,
    stroke,
    wobbled,
)


def _cut_straight(points: Sequence[Point], fill: str) -> str:
    """A piece of paper with straight edges."""
    return path("M" + "L".join(f"{n(x)} {n(y)}" for x, y, *_ in points) + "Z", fill)


def _block(rng: random.Random, side: float, x: float, y: float, tones: Sequence[str]) -> str:
    """One cube: its top, and its two sides away from the light."""
    half, deep = side / 2, side * 0.26
    a, b, c, d = (
        polar(turn + rng.uniform(-7, 7), half * 1.38 * rng.uniform(0.93, 1.07), x, y)
        for turn in (205, 295, 25, 115)
    )
    low = [(b[0] + deep * 0.7, b[1] + deep), (c[0] + deep * 0.7, c[1] + deep)]
    low.append((d[0] + deep * 0.7, d[1] + deep))
    return _cut_straight([b, low[0], low[1], low[2], d, c], tones[1]) + _cut_straight(
        [a, b, c, d], tones[0]
    )


# What is cut


def _dice(rng: random.Random, flesh: str, shade: str, _core: str = "", mark: str = "") -> str:
    """Three cubes; `mark` browns the edges of what is roasted."""
    out = ""
    for x, y in ((-20, -18), (20, -10), (-6, 22)):
        out += group(_block(rng, 34, 0, 0, (flesh, shade)), x, y, rng.uniform(-16, 16))
        if mark:
            out += cut_marks([(x - 8, y - 5, x + 6, y - 8), (x - 6, y + 4, x + 4, y + 3)], mark, 4)
    return out


def _cube(rng: random.Random, top: str, side: str, speck: str) -> str:
    """One large cube, such as tofu, with the marks of the pan or the seeds on its top."""
    x, y = rng.uniform(-3, 3), -8
    specks = [(x + a * 0.42 - 2, y + b * 0.4 - 2, turn) for a, b, turn in scattered(rng, 9, 46)]
    return _block(rng, 60, x, y, (top, side)) + grains(specks, 9, 5, speck)


def _coin(rng: random.Random, flesh: str, edge: str, core: str = "") -> str:
    """A round slice with its skin, and its core when it has one."""
    out = shape(blob(rng, 44, 43, by=0.02), edge) + shape(blob(rng, 38, 37, by=0.03), flesh)
    if core:
        rays = [(*polar(turn, 9), *polar(turn, 23)) for turn in range(8, 360, 45)]
        out += cut_marks(rays, core, 5)
    return out + arcs([(*polar(200, 29), *polar(255, 29), 5)], edge, 3)


def _ring(rng: random.Random, outer: str, inner: str, middle: str) -> str:
    """Rings of a leek, an onion or an olive: a wide one and a narrow one."""
    out = ""
    for x, y, r in ((-13, -11, 31), (25, 26, 19)):
        out += shape(blob(rng, r, r * 0.96, x, y, by=0.04), outer)
        out += shape(blob(rng, r * 0.74, r * 0.72, x, y, by=0.05), inner)
        out += shape(blob(rng, r * 0.4, r * 0.38, x, y, by=0.08), middle)
    return out


def _strip(rng: random.Random, flesh: str, shade: str, _core: str = "") -> str:
    """Two soft strips, such as roast pepper or fried onion."""
    out = ""
    for y, bow, turn in ((-15, -15, -8), (17, 13, 10)):
        line = [(-40, rng.uniform(-4, 4)), (-14, bow), (14, bow * 0.8), (40, rng.uniform(-4, 4))]
        low = [(px + 1, py + 5) for px, py in line]
        out += group(stroke(low, shade, 17) + stroke(line, flesh, 15), 0, y, turn)
    return out


def _stick(rng: random.Random, flesh: str, edge: str, _core: str = "") -> str:
    """Three sticks side by side, as cut for a dip or a bowl."""
    out = ""
    for x, turn in ((-25, -7), (0, 3), (25, 9)):
        a, b = rng.uniform(-46, -40), rng.uniform(40, 46)
        out += group(
            _cut_straight([(-9, a), (9, a + 3), (9, b), (-9, b - 3)], flesh)
            + _cut_straight([(4, a + 2), (10, a + 3), (10, b), (4, b - 1)], edge),
            x,
            0,
            turn,
        )
    return out


def _wedge(rng: random.Random, flesh: str, skin: str, line: str) -> str:
    """A wedge of a round fruit or root, its skin below."""
    outer: list[Point] = [(-46, -12, 1), (-30, 16), (0, 28), (30, 16), (46, -12, 1)]
    inner: list[Point] = [(30, -11), (0, -17), (-30, -11)]
    whole = wobbled(rng, [*outer, *inner], 0.02)
    flat = [(x * 0.88, y * 0.72 - 4, *rest) for x, y, *rest in whole]
    veins = [(-22, -5, 0, 10, 4), (0, 10, 22, -5, 4)]
    return shape(whole, skin) + shape(flat, flesh) + arcs(veins, line, 4)


def _layered(rng: random.Random, flesh: str, skin: str, line: str) -> str:
    """A roast wedge whose layers part: onion or fennel."""
    out = ""
    for step, tone in enumerate((skin, flesh, line, flesh)):
        wide, high = 45 - 10 * step, 30 - 9 * step
        edge: list[Point] = [(-wide, -14, 1), (-wide * 0.6, high * 0.6), (0, high)]
        edge += [(wide * 0.6, high * 0.6), (wide, -14, 1), (0, -20 + 3 * step)]
        out += shape(wobbled(rng, edge, 0.03), tone)
    return out


def _half(rng: random.Random, flesh: str, skin: str, seed: str) -> str:
    """A small round fruit cut in half, with its seeds: a cherry tomato."""
    out = shape(blob(rng, 42, 40, by=0.03), skin) + shape(blob(rng, 33, 31, by=0.04), flesh)
    places = [polar(turn + rng.uniform(-8, 8), 19) for turn in range(20, 380, 60)]
    return out + grains([(x, y, 90) for x, y in places], 11, 7, seed)


def _stoned(rng: random.Random, flesh: str, skin: str, hollow: str) -> str:
    """A quarter of a stoned fruit, such as a plum, with the hollow of its stone."""
    edge: list[Point] = [(-44, -6, 1), (-28, -24), (0, -28), (28, -24), (44, -6, 1), (26, 22)]
    edge += [(0, 31), (-26, 22)]
    whole = wobbled(rng, edge, 0.02)
    return (
        shape(whole, skin)
        + shape(resized(whole, 0.84, 0, -5), flesh)
        + shape(blob(rng, 15, 8, 0, -9, by=0.06), hollow)
    )


def _floret(rng: random.Random, head: str, shade: str, stalk: str) -> str:
    """A floret from the side: a short forked stalk under a knobbly head."""
    out = _cut_straight([(-9, 4), (9, 4), (13, 44), (-11, 45)], stalk)
    out += cut_marks([(0, 20, -22, 4), (2, 20, 22, 4)], stalk, 9)
    knobs = [(-30, -2, 15), (30, -2, 15), (-17, -18, 18), (17, -18, 18), (0, -27, 17), (0, -4, 17)]
    for x, y, r in knobs:
        out += circle(x + rng.uniform(-2, 2), y + 3, r, shade)
    for x, y, r in knobs:
        out += circle(x - 2 + rng.uniform(-2, 2), y - 2, r * 0.78, head)
    flecks = [(x * 0.75, y * 0.6 - 9) for x, y, _ in scattered(rng, 9, 36)]
    return out + dots(flecks, 5, shade)


def _long(rng: random.Random, flesh: str, skin: str, core: str) -> str:
    """A root or a pod cut in half along, its cut side up."""
    edge = mirrored([(0, -46), (15, -43), (17, -22), (11, 16), (4, 46), (0, 49)])
    whole = wobbled(rng, edge, 0.015)
    return (
        shape(whole, skin)
        + shape(resized(whole, 0.86, -1, -1), flesh)
        + stroke([(0, -32), (1, -4), (-1, 30)], core, 6)
    )


def _pods(rng: random.Random, skin: str, shade: str) -> str:
    """Four cooked green beans."""
    out = ""
    for y, tone in ((-27, shade), (-9, skin), (9, shade), (26, skin)):
        bow = rng.uniform(-8, 8)
        line = [(-43, y + rng.uniform(-5, 5)), (0, y + bow), (43, y + rng.uniform(-5, 5))]
        out += stroke(line, tone, 11)
    return out


def _crescents(rng: random.Random, flesh: str, skin: str) -> str:
    """Thin slices of an apple, a pear or an avocado, fanned."""
    out = ""
    for step in range(3):
        edge: list[Point] = [(-44, 4, 1), (-27, -19), (0, -27), (27, -19), (44, 4, 1), (0, -2)]
        inner: list[Point] = [(-38, 2, 1), (-24, -14), (0, -21), (24, -14), (38, 2, 1), (0, -2)]
        one = shape(edge, skin) + shape(inner, flesh) + arcs([(-18, -4, 18, -4, 6)], skin, 1.2)
        out += group(one, -5 + 5 * step + rng.uniform(-1, 1), -18 + 22 * step, -12 + 12 * step)
    return out


def _cored(rng: random.Random, flesh: str, skin: str, core: str) -> str:
    """A soft baked pear, cut in half, its core scooped out."""
    edge = mirrored([(0, -46), (9, -43), (14, -24), (29, -3), (34, 18), (25, 40), (0, 46)])
    whole = wobbled(rng, edge, 0.015)
    out = cut_marks([(0, -44, 4, -52)], "bark", 5) + shape(whole, skin)
    out += shape(resized(whole, 0.84, -1, 1), flesh) + shape(blob(rng, 9, 11, 0, 17, by=0.05), core)
    out += stroke([(0, -34), (1, -14), (0, 6)], core, 3)
    return out + arcs([(-20, 24, -13, -4, 5), (20, 24, 13, -4, -5)], core, 2)


# What is leafy


def _wilted(rng: random.Random, leaf: str, dark: str, vein: str) -> str:
    """A heap of soft leaves, folded over each other."""
    out = ""
    for x, y, turn, tone in (
        (-16, 14, -100, dark),
        (20, 12, 70, dark),
        (-14, -10, -38, leaf),
        (16, -12, 28, leaf),
        (2, 20, 150, leaf),
    ):
        edge = mirrored([(0, -30, 1), (16, -20), (20, 0), (12, 19), (0, 25)])
        rib = stroke([(0, -20), (2, 0), (0, 22)], vein, 3)
        out += group(shape(wobbled(rng, edge, 0.1), tone) + rib, x, y, turn + rng.uniform(-18, 18))
    return out


def _ribbons(rng: random.Random, leaf: str, dark: str, vein: str) -> str:
    """Shredded leaves that curl."""
    out = ""
    for step, tone in enumerate((dark, leaf, dark, leaf, vein, leaf)):
        y = -34 + 13 * step
        bow = rng.choice((-1, 1)) * rng.uniform(8, 17)
        line = [(-40 + rng.uniform(0, 8), y), (-14, y + bow), (14, y - bow * 0.5), (40, y + 3)]
        out += stroke(line, tone, 5 if tone == vein else 11)
    return out


def _shreds(rng: random.Random, one: str, other: str, _core: str = "") -> str:
    """A tangle of what was grated or cut to matchsticks."""
    lines: dict[str, list[tuple[float, float, float, float, float]]] = {one: [], other: []}
    for number, (x, y, turn) in enumerate(scattered(rng, 26, 33, 0.1, 180)):
        (a, b), (c, d) = polar(turn, 17, x, y), polar(turn + 180, 17, x, y)
        lines[one if number % 3 else other].append((a, b, c, d, rng.uniform(-5, 5)))
    return arcs(lines[other], other, 5.5) + arcs(lines[one], one, 5.5)


def _chopped(rng: random.Random, leaf: str, dark: str) -> str:
    """Chopped herbs: small leaves that lie apart."""
    out = ""
    for number, (x, y, turn) in enumerate(scattered(rng, 9, 40, 0.08)):
        out += leaflet(x, y, turn, 22, 12, dark if number % 3 == 2 else leaf)
    return out


def _leaves(rng: random.Random, leaf: str, dark: str) -> str:
    """Three whole herb leaves from one point."""
    out = ""
    for turn in (-58, 62, 2):
        out += leaflet(0, 18, turn + rng.uniform(-9, 9), 56, 32, leaf, dark)
    return out


def _salad(rng: random.Random, leaf: str, dark: str, vein: str) -> str:
    """One crisp salad leaf with a wavy edge."""
    edge: list[Point] = [(0, -48), (17, -40), (15, -27), (25, -16), (17, -5), (24, 8), (12, 18)]
    whole = wobbled(rng, mirrored([*edge, (4, 24), (0, 48)]), 0.04)
    side = [(x, y) for x, y in whole if x >= 0]
    ribs = [(0, -12, 13, -22, 1), (0, 4, 12, -2, 1), (0, -12, -13, -22, -1), (0, 4, -12, -2, -1)]
    return (
        shape(whole, leaf)
        + shape([*side, (0, 0)], dark)
        + stroke([(0, -38), (1, 0), (0, 46)], vein, 4)
        + arcs(ribs, vein, 2.4)
    )


def _slice_of_cap(rng: random.Random, flesh: str, cap: str, gill: str) -> str:
    """A slice of a mushroom, its cap browned."""
    edge: list[Point] = [(0, -32), (26, -26), (43, -2), (36, 9, 1), (13, 7, 1), (11, 34), (0, 37)]
    whole = wobbled(rng, mirrored(edge), 0.02)
    return (
        shape(whole, cap)
        + shape(resized(whole, 0.84, 0, 2), flesh)
        + arcs([(-27, 3, -7, 0, 3), (7, 0, 27, 3, 3)], gill, 5)
    )


# Grains, pulses, nuts and seeds


def _rice(rng: random.Random, grain: str, shade: str) -> str:
    """A spoonful of grains, each seen."""
    places = scattered(rng, 34, 43, 0.06, 180)
    bed = shape(blob(rng, 46, 44, by=0.06), shade)
    return bed + grains(places, 17, 8.4, grain)


def _beans(rng: random.Random, skin: str, shade: str, eye: str = "") -> str:
    """Five cooked beans."""
    out = ""
    for x, y, turn in ((-22, -22, -28), (22, -24, 34), (0, 3, -8), (-25, 28, 62), (25, 27, -30)):
        edge = wobbled(
            rng,
            [(-22, 2), (-16, -11), (0, -14), (17, -10), (22, 3), (13, 13), (0, 8), (-13, 13)],
            0.03,
        )
        one = shape(resized(edge, 1, 2, 3), shade) + shape(edge, skin)
        if eye:
            one += grains([(0, 5, 0)], 8, 5, eye)
        out += group(one, x, y, turn + rng.uniform(-14, 14))
    return out


def _pulses(rng: random.Random, skin: str, shade: str) -> str:
    """Seven chickpeas, each with its beak."""
    out = ""
    for x, y, turn in scattered(rng, 7, 37, 0.05):
        ball = circle(1.6, 2.4, 15, shade) + circle(0, 0, 14.4, skin)
        out += group(ball + arcs([(-2, -7, 6, -1, 3)], shade, 3), x, y, turn)
    return out


def _pearls(rng: random.Random, skin: str, shine: str, shade: str = "") -> str:
    """Peas, blueberries or lentils: a spoonful of small balls."""
    places = scattered(rng, 11, 41, 0.06)
    out = dots([(x + 1.6, y + 2.4) for x, y, _ in places], 24, shade) if shade else ""
    out += dots(places, 23, skin)
    return out + dots([(x - 4, y - 4) for x, y, _ in places], 6, shine)


def _kernels(rng: random.Random, skin: str, shade: str) -> str:
    """A spoonful of lentils or other small grains."""
    places = scattered(rng, 30, 44, 0.05, 180)
    bed = shape(blob(rng, 45, 43, by=0.06), shade)
    return bed + dots(places, 12, skin) + dots(places[::4], 5, shade)


def _bits(rng: random.Random, flesh: str, shade: str, skin: str) -> str:
    """Broken nuts."""
    out = ""
    for x, y in ((-20, -17), (20, -12), (-3, 22)):
        edge = blob(rng, 19, 16, by=0.2, count=7, turn=rng.uniform(0, 60))
        one = shape(resized(edge, 1.14, 1.5, 2.5), skin) + shape(edge, flesh)
        out += group(one + arcs([(-9, -4, 7, 4, 4), (-2, 9, 9, -7, -3)], shade, 3), x, y)
    return out


def _seeds(rng: random.Random, skin: str, shade: str) -> str:
    """Seven seeds that lie apart."""
    out = ""
    for x, y, turn in scattered(rng, 7, 41, 0.06):
        out += leaflet(x, y, turn, 25, 15, skin, shade)
    return out


def _specks(rng: random.Random, one: str, other: str) -> str:
    """Very small seeds or spices, strewn thinly."""
    places = scattered(rng, 17, 45, 0.12, 180)
    return grains(places[::2], 10, 6, one) + grains(places[1::2], 10, 6, other)


def _flakes(rng: random.Random, flesh: str, rim: str) -> str:
    """Five thin slices of almond."""
    out = ""
    for x, y, turn in scattered(rng, 5, 36, 0.06):
        edge = mirrored([(0, -19, 1), (11, -6), (9, 13), (0, 17)])
        out += group(shape(edge, rim) + shape(resized(edge, 0.78), flesh), x, y, turn)
    return out


def _oats(rng: random.Random, flake: str, shade: str) -> str:
    """Crumble or granola: rough lumps of toasted oats."""
    out = ""
    for x, y, _ in scattered(rng, 8, 38, 0.08):
        edge = blob(rng, 15, 13, x, y, by=0.2, count=6, turn=rng.uniform(0, 60))
        out += shape(resized(edge, 1, 1.5, 3), shade) + shape(edge, flake)
    return out


def _noodles(rng: random.Random, strand: str, shade: str) -> str:
    """A twist of long noodles."""
    out = ""
    for step in range(9):
        r = 10 + step * 4.2
        start = rng.uniform(0, 360)
        line = [polar(start + 28 * turn, r * rng.uniform(0.93, 1.07)) for turn in range(11)]
        out += stroke(line, shade if step % 3 == 0 else strand, 5.4)
    return out


def _tubes(rng: random.Random, pasta: str, shade: str) -> str:
    """Three short tubes of pasta."""
    out = ""
    for x, y, lean in ((-12, -22, 20), (14, 2, -34), (-10, 26, 8)):
        tube = _cut_straight([(-30, -11), (24, -11), (32, 11), (-22, 11)], pasta)
        tube += cut_marks([(-22, -3, 25, -3), (-20, 4, 27, 4)], shade, 2.4)
        turn = lean + rng.uniform(-8, 8)
        out += group(tube + path("M24 -11L32 11", line=shade, width=5), x, y, turn)
    return out


# Fish, meat, eggs, tofu


def _fillet(rng: random.Random, flesh: str, flake: str, edge: str) -> str:
    """A cooked fillet: its flakes part in bows."""
    outer: list[Point] = [(-50, -12), (-40, -24), (-4, -27), (32, -19), (54, -6), (58, 3)]
    whole = wobbled(rng, [*outer, (38, 15), (2, 25), (-38, 24), (-51, 8)], 0.012)
    bows = [(x, -19 + x / 9, x + 6, 19 - x / 7, -9) for x in (-32, -14, 4, 22)]
    return (
        shape(resized(whole, 1, 1, 5), edge)
        + shape(whole, flesh)
        + arcs(bows, flake, 3.4)
        + stroke([(-44, 2), (0, -3), (44, 0)], flake, 2)
    )


def _skin_side(rng: random.Random, back: str, belly: str, mark: str) -> str:
    """A crisp fillet, skin up: dark back, pale belly, and scores of the knife."""
    edge: list[Point] = [(-52, 2, 1), (-30, -19), (4, -24), (36, -15), (54, -2, 1), (34, 15)]
    whole = wobbled(rng, [*edge, (0, 22), (-32, 17)], 0.012)
    upper: list[Point] = [*whole[:5], (20, -1), (0, 3), (-24, 1)]
    bars = [(x, -16, x + 4, -3, 4) for x in (-28, -14, 0, 14, 28)]
    scores = [(x, 5, x + 8, 14) for x in (-24, -4, 16)]
    return (
        shape(resized(whole, 1, 1, 5), "sand")
        + shape(whole, belly)
        + shape(upper, back)
        + arcs(bars, mark, 4.4)
        + cut_marks(scores, mark, 2.6)
    )


def _flaked(rng: random.Random, flesh: str, flake: str, edge: str) -> str:
    """A chunk of fish that falls into flakes."""
    whole = blob(rng, 42, 31, by=0.07, count=9)
    bows = [(x, -22, x + 5, 22, -8) for x in (-20, 0, 20)]
    return shape(resized(whole, 1, 2, 5), edge) + shape(whole, flesh) + arcs(bows, flake, 4)


def _torn(rng: random.Random, flesh: str, shade: str) -> str:
    """Shredded poultry: four torn strips."""
    out = ""
    for y, turn in ((-28, 7), (-9, -9), (10, 5), (29, -6)):
        line = [(-38 + rng.uniform(0, 9), 0), (0, rng.uniform(-8, 8)), (38 - rng.uniform(0, 9), 0)]
        low = [(px, py + 4) for px, py in line]
        out += group(stroke(low, shade, 14) + stroke(line, flesh, 12), 0, y, turn)
    return out


def _roast(rng: random.Random, skin: str, shade: str, mark: str) -> str:
    """A roast piece of poultry or meat, browned in stripes."""
    edge: list[Point] = [(-42, -18), (-18, -34), (14, -31), (41, -17), (46, 8), (26, 30), (-4, 26)]
    whole = wobbled(rng, [*edge, (-26, 34), (-46, 12)], 0.05)
    bars = [(-26, -12, -6, -22, 2), (-26, 8, 20, -16, 2), (-8, 18, 30, -2, 2)]
    return (
        shape(resized(whole, 1, 1.5, 6), shade)
        + shape(whole, skin)
        + arcs(bars, mark, 6.5)
        + arcs([(-33, -8, -16, -25, 4)], "cream", 3)
    )


def _morsels(rng: random.Random, skin: str, shade: str, mark: str) -> str:
    """Three bites of browned poultry or meat."""
    out = ""
    for x, y in ((-19, -18), (21, -9), (-6, 23)):
        edge = blob(rng, 21, 17, by=0.13, count=7, turn=rng.uniform(0, 50))
        one = shape(resized(edge, 1, 1.5, 4), shade) + shape(edge, skin)
        out += group(one + arcs([(-11, 1, 10, -5, 3)], mark, 5), x, y, rng.uniform(-20, 20))
    return out


def _ball(rng: random.Random, skin: str, shade: str, mark: str) -> str:
    """A browned ball, round to the light."""
    out = shape(blob(rng, 44, 43, 1, 3, by=0.02), shade)
    out += shape(blob(rng, 37, 36, -4, -4, by=0.03), skin)
    flecks = [(x - 4, y - 2) for x, y, _ in scattered(rng, 7, 27)]
    return out + dots(flecks, 5.5, shade) + shape(blob(rng, 11, 7, -17, -20, by=0.1), mark)


def _patty(rng: random.Random, skin: str, shade: str, mark: str) -> str:
    """A fried cake: a crisp rim, browned in patches."""
    out = shape(blob(rng, 46, 44, 1, 4, by=0.04, count=11), shade)
    out += shape(blob(rng, 44, 41, -1, -2, by=0.05, count=11), skin)
    for x, y, r in ((-14, -12, 12), (15, -4, 15), (-4, 20, 10)):
        out += shape(blob(rng, r * 1.2, r * 0.8, x, y, by=0.16), shade)
    green = [(x, y, turn) for x, y, turn in scattered(rng, 11, 38, 0.1, 180)]
    return out + grains(green, 12, 6.5, mark) + arcs([(-34, -6, -16, -31, 5)], "cream", 3)


def _poached(rng: random.Random, yolk: str = "turmeric", white: str = "white") -> str:
    """An egg that set in a sauce: a soft white with an uneven rim."""
    out = shape(blob(rng, 47, 44, 1.5, 3, by=0.09, count=10), "oat")
    out += shape(blob(rng, 46, 42, by=0.1, count=10), white)
    out += circle(2.4, 1.6, 19, "carrot") + circle(1, -1, 18, yolk)
    return out + arcs([(-9, -3, 1, -13, 4)], "cream", 4)


def _boiled(rng: random.Random, yolk: str = "turmeric", white: str = "white") -> str:
    """Half a boiled egg."""
    edge = mirrored([(0, -46), (19, -36), (34, -4), (31, 24), (16, 40), (0, 44)])
    out = shape(resized(edge, 1, 2, 4), "sand") + shape(wobbled(rng, edge, 0.01), white)
    out += circle(0, 8, 19, "carrot") + circle(-0.6, 7, 17, yolk)
    return out + arcs([(-10, 5, -1, -5, 4)], "cream", 4)


def _scrambled(rng: random.Random, egg: str = "honey", shade: str = "turmeric") -> str:
    """Soft folds of scrambled egg."""
    out = ""
    for x, y, rx in ((-23, 10, 24), (22, 12, 25), (-5, -16, 27), (3, 15, 24), (23, -14, 19)):
        edge = blob(rng, rx, rx * 0.72, x, y, by=0.12, count=7)
        out += shape(resized(edge, 1, 1.5, 4), shade) + shape(edge, egg)
        out += arcs([(x - rx * 0.6, y, x + rx * 0.4, y - 4, 5)], "cream", 4)
    return out


def _dollop(rng: random.Random, cream: str, shade: str) -> str:
    """A spoonful of yoghurt or sauce with a swirl."""
    turn = rng.uniform(0, 360)
    coil = [polar(turn + 52 * step, 4 + 3.4 * step) for step in range(9)]
    out = shape(blob(rng, 46, 43, 1.5, 4, by=0.05), shade)
    return out + shape(blob(rng, 44, 41, -1, -1, by=0.05), cream) + stroke(coil, shade, 5)


def _toast(rng: random.Random, crust: str, crumb: str, hole: str) -> str:
    """A slice of toasted bread."""
    edge: list[Point] = [(0, -42), (26, -41), (44, -30), (43, -12), (37, -2), (38, 34), (30, 42)]
    whole = wobbled(rng, mirrored([*edge, (0, 43)]), 0.012)
    out = shape(resized(whole, 1, 1.5, 4), "bark") + shape(whole, crust)
    out += shape(resized(whole, 0.88), crumb)
    pores = [(x * 0.8, y * 0.78, turn) for x, y, turn in scattered(rng, 12, 40, 0.1, 180)]
    return out + grains(pores, 8, 5, hole)


def _flat(rng: random.Random, crumb: str, brown: str, edge: str) -> str:
    """A round flat bread with the blisters of the pan."""
    out = shape(blob(rng, 46, 44, 1, 3, by=0.03, count=10), edge)
    out += shape(blob(rng, 45, 42, -1, -1, by=0.03, count=10), crumb)
    for x, y, turn in scattered(rng, 7, 34, 0.1, 180):
        out += shape(blob(rng, 8, 5, x, y, by=0.2, count=6, turn=turn), brown)
    return out


def _rubble(rng: random.Random, crust: str, crumb: str) -> str:
    """Fried breadcrumbs."""
    out = ""
    for x, y, _ in scattered(rng, 8, 42, 0.1):
        edge = blob(rng, 9, 8, x, y, by=0.2, count=6)
        out += shape(resized(edge, 1, 1, 2), crust) + shape(edge, crumb)
    return out


def _quartered(rng: random.Random, flesh: str, peel: str, pith: str) -> str:
    """A quarter of a slice of orange or lemon."""
    out = ""
    for r, tone in ((62, peel), (54, pith), (48, flesh)):
        rim = [polar(turn, r, -26, -26) for turn in (0, 30, 60, 90)]
        out += path(
            f"M-26 -26L{n(rim[0][0])} {n(rim[0][1])}A{r} {r} 0 0 1 {n(rim[3][0])} {n(rim[3][1])}Z",
            tone,
        )
    rays = [(-26, -26, *polar(turn, 47, -26, -26)) for turn in (30, 60)]
    return group(out + cut_marks(rays, pith, 3), 6, 6, rng.uniform(-3, 3))


def _crackle(rng: random.Random, brown: str, golden: str) -> str:
    """A patch of a baked top: toasted flakes, some darker."""
    places = scattered(rng, 15, 44, 0.1, 180)
    low = [(x + 1.5, y + 2.5, turn) for x, y, turn in places]
    return grains(low, 19, 13, brown) + grains(places, 17, 10.5, golden)


Form = Callable[..., str]
# How wide a piece lies in a dish whose half is 100 pt.
FORMS: dict[str, tuple[float, Form]] = {
    "dice": (0.46, _dice),
    "cube": (0.42, _cube),
    "coin": (0.34, _coin),
    "ring": (0.34, _ring),
    "ringlet": (0.22, _ring),
    "strip": (0.5, _strip),
    "stick": (0.46, _stick),
    "wedge": (0.42, _wedge),
    "layered": (0.46, _layered),
    "half": (0.3, _half),
    "stoned": (0.38, _stoned),
    "floret": (0.5, _floret),
    "long": (0.9, _long),
    "pods": (0.52, _pods),
    "crescents": (0.7, _crescents),
    "cored": (0.8, _cored),
    "wilted": (0.56, _wilted),
    "ribbons": (0.5, _ribbons),
    "shreds": (0.5, _shreds),
    "chopped": (0.42, _chopped),
    "leaves": (0.3, _leaves),
    "salad": (0.6, _salad),
    "mushroom": (0.46, _slice_of_cap),
    "rice": (0.5, _rice),
    "beans": (0.46, _beans),
    "pulses": (0.44, _pulses),
    "pearls": (0.4, _pearls),
    "kernels": (0.46, _kernels),
    "bits": (0.36, _bits),
    "seeds": (0.46, _seeds),
    "specks": (0.4, _specks),
    "flakes": (0.38, _flakes),
    "oats": (0.5, _oats),
    "noodles": (0.9, _noodles),
    "tubes": (0.6, _tubes),
    "fillet": (1.0, _fillet),
    "skin": (1.0, _skin_side),
    "skinlet": (0.62, _skin_side),
    "flaked": (0.5, _flaked),
    "torn": (0.5, _torn),
    "roast": (0.74, _roast),
    "morsels": (0.56, _morsels),
    "ball": (0.42, _ball),
    "patty": (0.72, _patty),
    "poached": (0.72, _poached),
    "boiled": (0.5, _boiled),
    "scrambled": (0.7, _scrambled),
    "curds": (0.4, _scrambled),
    "dollop": (0.5, _dollop),
    "toast": (0.9, _toast),
    "flat": (0.9, _flat),
    "rubble": (0.36, _rubble),
    "quartered": (0.34, _quartered),
    "crackle": (0.5, _crackle),
}


# Forms that are turned a little only: they show light from one side.
STANDING = frozenset(
    (
        *("dice", "cube", "ball", "patty", "pulses", "toast", "roast", "boiled", "poached"),
        *("scrambled", "dollop", "morsels", "bits", "crackle"),
    )
)


def is_piece(name: str) -> bool:
    """Whether a name says a form and its pigments."""
    return "_" in name


def cut_piece(name: str, rng: random.Random) -> str:
    """The piece of a name. Raises KeyError for a form or a pigment that is not known."""
    form, *tones = name.split("_")
    return FORMS[form][1](rng, *tones)


def count_pigments(form: str) -> tuple[int, int]:
    """How many pigments a form takes: the least and the most."""
    _, *parameters = signature(FORMS[form][1]).parameters.values()
    least = sum(parameter.default is Parameter.empty for parameter in parameters)
    return least, len(parameters)


def piece_size(name: str) -> float:
    """How large a piece lies in a dish, as a scale for a dish whose half is 100 pt."""
    return FORMS[name.partition("_")[0]][0]


def stands(name: str) -> bool:
    """Whether a piece shows light from one side, or has an up and a down."""
    return name.partition("_")[0] in STANDING
