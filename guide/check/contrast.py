"""Whether text stands out from the ground it is written on.

Relative luminance and contrast ratio are those of WCAG 2.2
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and #dfn-contrast-ratio). Its criterion 1.4.3
asks 4.5 of text; large text is asked the same here. Colours are "#RRGGBB".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guide.check.places import BRAND_FILE, NodePath, place_in
from guide.core.problems import Problem
from guide.read.brand import PAIRS, Brand
from guide.read.load import Guide

TEXT = 4.5


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 (black) to 1 (white)."""
    red, green, blue = [_linear(value / 255) for value in _channels(colour)]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each from 0 to 255."""
    red = int(colour[1:3], 16)
    green = int(colour[3:5], 16)
    blue = int(colour[5:7], 16)
    return red, green, blue


def _linear(value: float) -> float:
    if value <= 0.04045:
        return value / 12.92
    # A float's power may be complex for mypy; of a positive one it is not.
    linear: float = ((value + 0.055) / 1.055) ** 2.4
    return linear


def ratio(one: str, other: str) -> float:
    """How far one colour outshines the other, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str, ground: str, least: float) -> str:
    """The brightest shade of a colour that has a contrast of `least` with a lighter one.

    Empty when not even black has.
    """
    for percent in range(100, -1, -1):
        shade = "#"
        for value in _channels(colour):
            shade += f"{value * percent // 100:02X}"
        if ratio(shade, ground) >= least:
            return shade
    return ""


@dataclass(frozen=True)
class NamedColour:
    """A colour by its name, and where in brand.yaml it stands: nowhere for white."""

    name: str
    value: str
    steps: NodePath = ()


@dataclass(frozen=True)
class Pair:
    """Text in one colour on a ground of another, and how far they stand apart."""

    ink: NamedColour
    ground: NamedColour
    ratio: float

    @property
    def dark(self) -> NamedColour:
        """The darker of the two; the ground when they are equal."""
        if luminance(self.ground.value) > luminance(self.ink.value):
            return self.ink
        return self.ground

    @property
    def light(self) -> NamedColour:
        """The other one."""
        if self.dark is self.ink:
            return self.ground
        return self.ink


def colours_stand_out(guide: Guide) -> Iterator[Problem]:
    """Every text colour stands out from each ground it is written on, in every palette."""
    if guide.brand is None:
        return
    # One colour may be too pale for several grounds: what mends the worst pair mends them all.
    worst: dict[tuple[str, NodePath], Pair] = {}
    for pair in pairs_in_use(guide.brand):
        if pair.ratio >= TEXT:
            continue
        dark = pair.dark
        known = worst.setdefault((dark.value, dark.steps), pair)
        if pair.ratio < known.ratio:
            worst[dark.value, dark.steps] = pair
    for pair in worst.values():
        yield _too_pale(pair, guide)


def pairs_in_use(brand: Brand) -> Iterator[Pair]:
    """Every text colour with each ground that templates/ put it on, palette by palette."""
    white = NamedColour("white", "#FFFFFF")
    shared = {"white": white}
    for name, value in brand.colours:
        shared[name] = NamedColour(name, value, ("colours", name))
    for palette, colours in brand.palettes.items():
        known = dict(shared)
        for name, value in colours:
            known[name] = NamedColour(name, value, ("palettes", palette, name))
        for ink, grounds in PAIRS.items():
            for ground in grounds:
                contrast = ratio(known[ink].value, known[ground].value)
                yield Pair(known[ink], known[ground], contrast)


def _too_pale(pair: Pair, guide: Guide) -> Problem:
    ink, ground = pair.ink, pair.ground
    dark, light = pair.dark, pair.light
    both = f"{ink.name} {ink.value} on {ground.name} {ground.value}"
    what = f"{both} has a contrast of {pair.ratio:.1f}, and text needs {TEXT}"
    fix = "make the lighter of the two lighter"
    place = place_in(guide, BRAND_FILE, *(dark.steps or light.steps))
    other = None
    if dark.steps:
        shade = darkened(dark.value, light.value, TEXT)
        if shade:
            fix = f'write "{shade}", the same colour darker'
        if light.steps:
            other = place_in(guide, BRAND_FILE, *light.steps)
    return Problem(place, "contrast", what, fix, other=other)
