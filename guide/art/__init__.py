"""Pictures cut from flat colour: pure functions to SVG, the same every time for the same seed.

Colours come from brand.yaml; lengths are in pt of the pocket page.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from guide.brand import Colours, Palette

Draw = Callable[[random.Random, "Paint"], str]


@dataclass(frozen=True)
class Paint:
    """The colours a picture may use."""

    deep: str
    ground: str
    tint: str
    shade: str
    cream: str
    accent: str
    leaf: str
    dark: bool = False


def paint(palette: Palette, colours: Colours, dark: bool = False) -> Paint:
    """A chapter's colours together with the book's; `dark` for motifs that lie on the chapter's ground."""
    return Paint(palette.deep, palette.ground, palette.tint, palette.shade, colours.cream, colours.turmeric, colours.forest, dark)


def svg(width: float, height: float, body: str) -> bytes:
    """A drawing of that size, clipped to it (WeasyPrint does not clip a background to its view box)."""
    clip = f'<clipPath id="page"><rect width="{n(width)}" height="{n(height)}"/></clipPath>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(width)}" height="{n(height)}" '
        f'viewBox="0 0 {n(width)} {n(height)}">{clip}<g clip-path="url(#page)">{body}</g></svg>'
    ).encode()


def n(value: float) -> str:
    """A number with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _circle(x: float, y: float, r: float, fill: str, line: str = "", width: float = 0) -> str:
    edge = f' stroke="{line}" stroke-width="{n(width)}"' if line else ""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"{edge}/>'


def _path(d: str, fill: str = "none", line: str = "", width: float = 0) -> str:
    edge = f' stroke="{line}" stroke-width="{n(width)}" stroke-linecap="round"' if line else ""
    return f'<path d="{d}" fill="{fill}"{edge}/>'


def _leaf(rng: random.Random, p: Paint) -> str:
    w = rng.uniform(5.5, 7.5)
    fill, vein = (p.shade, p.ground) if p.dark else (p.leaf, p.tint)
    return _path(f"M0 -15C{n(w)} -8 {n(w)} 6 0 15C{n(-w)} 6 {n(-w)} -8 0 -15Z", fill) + _path("M0 -11V17", line=vein, width=1)


def _sprig(rng: random.Random, p: Paint) -> str:
    fill = p.shade if p.dark else p.leaf
    stem = _path("M0 18V-16", line=fill, width=1.4)
    leaves = ""
    for step in range(4):
        y = 12 - step * 8
        size = rng.uniform(7, 9) - step
        leaves += "".join(
            _path(f"M0 {n(y)}C{n(side * size * .5)} {n(y - size)} {n(side * size)} {n(y - size)} {n(side * size * 1.2)} {n(y - size)}"
                  f"C{n(side * size)} {n(y)} {n(side * size * .4)} {n(y + 1)} 0 {n(y)}Z", fill)
            for side in (-1, 1)
        )  # fmt: skip
    return stem + leaves


def _berries(rng: random.Random, p: Paint) -> str:
    fill, spark = (p.tint, p.ground) if p.dark else (p.deep, p.tint)
    turn = rng.uniform(0, 2)
    spots = [(6.5 * math.cos(turn + i * 2.1), 6.5 * math.sin(turn + i * 2.1)) for i in range(3)]
    return "".join(_circle(x, y, 6, fill) + _circle(x - 1.6, y - 1.8, 1.3, spark) for x, y in spots)


def _slice(rng: random.Random, p: Paint) -> str:
    rind, flesh = p.accent, p.cream
    if p.ground == p.accent and p.dark:
        rind = p.deep
    wedges = ""
    for i in range(8):
        a, b = i * math.pi / 4 + .08, (i + 1) * math.pi / 4 - .08
        wedges += f"M{n(2 * math.cos((a + b) / 2))} {n(2 * math.sin((a + b) / 2))}" \
                  f"L{n(9.6 * math.cos(a))} {n(9.6 * math.sin(a))}A9.6 9.6 0 0 1 {n(9.6 * math.cos(b))} {n(9.6 * math.sin(b))}Z"
    return _circle(0, 0, 13, rind) + _circle(0, 0, 11.4, flesh) + _path(wedges, rind)


def _seeds(rng: random.Random, p: Paint) -> str:
    fill = p.cream if p.dark else p.shade
    drops = ""
    for _ in range(5):
        x, y, a = rng.uniform(-13, 13), rng.uniform(-13, 13), rng.randrange(180)
        drops += f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="3.6" ry="1.9" transform="rotate({a} {n(x)} {n(y)})" fill="{fill}"/>'
    return drops


def _ring(rng: random.Random, p: Paint) -> str:
    a, b = (p.cream, p.shade) if p.dark else (p.ground, p.cream)
    return _circle(0, 0, 11, a) + _circle(0, 0, 9, b) + _circle(0, 0, 6.4, a) + _circle(0, 0, 4.4, b) + _circle(0, 0, 2, a)


def _fish(rng: random.Random, p: Paint) -> str:
    body, mark = (p.shade, p.ground) if p.dark else (p.deep, p.tint)
    return (
        _path("M-16 0C-8 -10 6 -10 13 0L19 -7C18 -2 18 2 19 7L13 0C6 10 -8 10 -16 0Z", body)
        + _path("M-7 -6C-5 -2 -5 2 -7 6M0 -5C2 -2 2 2 0 5", line=mark, width=1)
        + _circle(-11, -1.2, 1.2, mark)
    )


MOTIFS: dict[str, Draw] = {"leaf": _leaf, "sprig": _sprig, "berries": _berries, "slice": _slice, "seeds": _seeds, "ring": _ring, "fish": _fish}
FAMILIES = {
    "vegetable": "leaf", "fruit": "slice", "pulse": "berries", "grain": "seeds", "bread": "seeds", "nut": "berries", "seed": "seeds",
    "fish": "fish", "egg": "ring", "dairy": "ring", "soy": "ring", "herb": "sprig", "spice": "seeds", "sweet": "slice",
    "oil": "leaf", "liquid": "ring", "condiment": "leaf", "meat": "sprig", "seafood": "fish",
}  # fmt: skip


def motifs(families: list[str]) -> list[str]:
    """The motifs that stand for those families of food, most frequent first, four at least."""
    counted: dict[str, int] = {}
    for family in families:
        counted[FAMILIES[family]] = counted.get(FAMILIES[family], 0) + 1
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    return (ranked + [name for name in ("sprig", "leaf", "slice", "seeds") if name not in ranked])[: max(4, len(ranked))]


def _scatter(rng: random.Random, names: list[str], p: Paint, width: float, height: float, size: float,
             keep: Callable[[float, float, float], bool], gap: float = 3) -> str:
    placed: list[tuple[float, float, float]] = []
    drawn = ""
    for tier in (1.0, .72, .5):
        r = 17 * size * tier
        for _ in range(int(width * height / (r * r) * 1.3)):
            x, y = rng.uniform(-r * .4, width + r * .4), rng.uniform(-r * .4, height + r * .4)
            if keep(x, y, r) and all((x - a) ** 2 + (y - b) ** 2 > (r + s + gap) ** 2 for a, b, s in placed):
                name = names[len(placed) % len(names)]
                placed.append((x, y, r))
                turn, scale = rng.randrange(360), size * tier
                drawn += f'<g transform="translate({n(x)} {n(y)}) rotate({turn}) scale({scale:.2f})">{MOTIFS[name](rng, p)}</g>'
    return drawn


def _inside(rng: random.Random, names: list[str], p: Paint, x: float, y: float, r: float) -> str:
    """Motifs heaped within a circle."""

    def keep(a: float, b: float, s: float) -> bool:
        return (a - r) ** 2 + (b - r) ** 2 < (r - s * .3) ** 2

    clip = f'<clipPath id="in"><circle cx="{n(r)}" cy="{n(r)}" r="{n(r)}"/></clipPath>'
    heap = "".join(_scatter(rng, names, p, 2 * r, 2 * r, size, keep, gap=-7) for size in (.8, 1))
    return f'{clip}<g transform="translate({n(x - r)} {n(y - r)})"><g clip-path="url(#in)">{heap}</g></g>'


def hero(seed: str, vessel: str, names: list[str], p: Paint, width: float, height: float) -> bytes:
    """A recipe's opening picture: its vessel among its ingredients, on the chapter's tint, with a curved foot."""
    rng = random.Random(f"hero:{seed}")
    x, y, r = width * .68, height * .47, height * .40
    wide = vessel in ("tray", "board")

    def keep(a: float, b: float, s: float) -> bool:
        if wide:
            return not (abs(a - x) < r * 1.55 + s and abs(b - y) < r * .92 + s)
        return (a - x) ** 2 + (b - y) ** 2 > (r + s + 5) ** 2

    # The picture ends a little before the white foot does, or a hair of it would show where both edges meet.
    inner = f'<clipPath id="inner"><rect width="{n(width)}" height="{n(height - 2)}"/></clipPath>'
    ground = f'<rect width="{n(width)}" height="{n(height)}" fill="{p.tint}"/>'
    around = _scatter(rng, names, p, width, height, 1, keep)
    # Drawn past the edge on three sides, or a hair of the picture would show through where edges meet.
    foot = _path(f"M-2 {n(height + 2)}V{n(height - 10)}Q{n(width / 2)} {n(height + 9)} {n(width + 2)} {n(height - 10)}V{n(height + 2)}Z", "#FFFFFF")
    return svg(width, height, f'{inner}<g clip-path="url(#inner)">{ground}{around}{_vessel(rng, vessel, names, p, x, y, r)}</g>{foot}')


def _vessel(rng: random.Random, vessel: str, names: list[str], p: Paint, x: float, y: float, r: float) -> str:
    shadow = _circle(x + 3, y + 5, r, p.shade)
    if vessel in ("tray", "board"):
        w, h = r * 3, r * 1.75
        fill, rim = (p.deep, p.shade) if vessel == "tray" else (p.shade, p.deep)

        def keep(a: float, b: float, s: float) -> bool:
            return abs(a - x) < w / 2 - s * .9 and abs(b - y) < h / 2 - s * .9

        box = f'<rect x="{n(x - w / 2)}" y="{n(y - h / 2)}" width="{n(w)}" height="{n(h)}" rx="11" fill="{fill}" stroke="{rim}" stroke-width="3"/>'
        light = Paint(p.deep, p.ground, p.tint, p.shade, p.cream, p.accent, p.leaf, dark=vessel == "tray")
        return box + _scatter(rng, names, light, x + w / 2, y + h / 2, .95, keep, gap=-3)
    rim = _circle(x, y, r, p.deep) + _circle(x, y, r - 4, p.ground)
    if vessel in ("soup", "mug"):
        surface = _circle(x, y, r - 8, p.accent if p.ground != p.accent else p.shade)
        swirl = "".join(_path(f"M{n(x - k)} {n(y)}A{n(k)} {n(k * .9)} 0 0 1 {n(x + k * .8)} {n(y - k * .35)}", line=p.cream, width=2)
                        for k in (r * .28, r * .46, r * .62))  # fmt: skip
        handle = _circle(x + r + 5, y, 11, "none", p.deep, 6) if vessel == "mug" else ""
        garnish = f'<g transform="translate({n(x + r * .1)} {n(y + r * .3)}) rotate(40)">{_sprig(rng, p)}</g>'
        return shadow + handle + rim + surface + swirl + garnish
    if vessel == "plate":
        rim = _circle(x, y, r, p.deep) + _circle(x, y, r - 2, "#FFFFFF") + _circle(x, y, r - 11, p.cream, p.shade, 1)
        return shadow + rim + _inside(rng, names, p, x, y, r - 15)
    return shadow + rim + _circle(x, y, r - 8, p.cream) + _inside(rng, names, p, x, y, r - 10)


def opener(seed: str, names: list[str], p: Paint, width: float, height: float) -> bytes:
    """A chapter's field of motifs on its ground, with a curved foot."""
    rng = random.Random(f"opener:{seed}")
    d = f"M0 0H{n(width)}V{n(height - 34)}Q{n(width / 2)} {n(height + 26)} 0 {n(height - 34)}Z"
    clip = f'<clipPath id="foot"><path d="{d}"/></clipPath>'
    field = _scatter(rng, names, p, width, height, 1.25, lambda *_: True)
    return svg(width, height, f'{clip}<g clip-path="url(#foot)">{_path(d, p.ground)}{field}</g>')


def cover(p: Paint, width: float, height: float, top: float) -> bytes:
    """The cover: motifs on the ground round a plate that leaves room for the title; `top` is the plate's centre."""
    rng = random.Random("cover")
    x, y, r = width / 2, top, width * .435
    names = ["sprig", "slice", "berries", "leaf", "ring", "fish", "seeds"]

    def keep(a: float, b: float, s: float) -> bool:
        return (a - x) ** 2 + (b - y) ** 2 > (r + s + 4) ** 2 and not (b > height - 62 - s and abs(a - x) < width * .4)

    ground = f'<rect width="{n(width)}" height="{n(height)}" fill="{p.ground}"/>'
    plate = _circle(x + 4, y + 8, r + 1, p.deep) + _circle(x, y, r, p.cream) + _circle(x, y, r - 9, "none", p.accent, 1.2)
    return svg(width, height, ground + _scatter(rng, names, p, width, height, 1.3, keep) + plate)


def back(p: Paint, width: float, height: float) -> bytes:
    """The back page: the cover's ground and motifs round the panel that stands in its middle."""
    names = ["sprig", "slice", "berries", "leaf", "ring", "fish", "seeds"]

    def keep(a: float, b: float, s: float) -> bool:
        # What lies under the panel would be drawn for nobody.
        return not (abs(a - width / 2) < width * .37 - s and height * .36 < b < height * .86 - s)

    ground = f'<rect width="{n(width)}" height="{n(height)}" fill="{p.ground}"/>'
    return svg(width, height, ground + _scatter(random.Random("back"), names, p, width, height, 1.3, keep))


def box(p: Paint) -> bytes:
    """The box a cook ticks beside an ingredient."""
    return svg(12, 12, f'<rect x=".7" y=".7" width="10.6" height="10.6" rx="2.2" fill="#FFFFFF" stroke="{p.deep}" stroke-width="1.1"/>')


def triangle(fill: str, mark: str) -> bytes:
    """The sign of what a dish contains: a triangle with a stroke."""
    return svg(12, 12, _path("M6 .8L11.6 10.8H.4Z", fill) + _path("M6 4.4V7.2", line=mark, width=1.4) + _circle(6, 9.1, .8, mark))


def eye(colour: str) -> bytes:
    """The sign to read the packet: an eye."""
    lid = f'<path d="M.8 6C3 2.4 9 2.4 11.2 6C9 9.6 3 9.6 .8 6Z" fill="none" stroke="{colour}" stroke-width="1.2"/>'
    return svg(12, 12, lid + _circle(6, 6, 1.9, colour))


def tick(colour: str) -> bytes:
    """The sign of what a dish is made without: a tick."""
    return svg(12, 12, _path("M1.8 6.4L4.8 9.4L10.4 2.8", line=colour, width=1.8))


def meter(full: int, colour: str) -> bytes:
    """How strong the evidence is: so many of three dots filled."""
    return svg(36, 11, "".join(_circle(6 + 12 * place, 5.5, 4, colour if place < full else "none", colour, 1.2) for place in range(3)))
