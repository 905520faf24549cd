"""Scatters motifs over an area so that none touch and no two of a kind lie side by side."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from guide.art.paper import Paper, paper_outline

# How large a motif is drawn beside the others: an egg is smaller than a fish. A motif that is not
# named here is drawn at nine tenths.
SIZES: dict[str, float] = {
    name: size
    for size, names in (
        (0.5, "salt peppercorn clove allspice staranise caper sugar"),
        (
            0.6,
            "flax sesame hemp chia mustardseed corianderseed nigella cumin fennelseed caraway "
            "cardamom pinenut raisin pomegranateseed feta seeds sunflowerseed pumpkinseed "
            "lemonslice limeslice garlicslice",
        ),
        (
            0.66,
            "walnut almond flakedalmond brazilnut hazelnut cashew pistachio pecan chestnut peanut "
            "macadamia cranberry date quinoa couscous nutmeg newpotato radish butter",
        ),
        (
            0.72,
            "garlic egg shallot fig strawberry raspberry blackberry cherry blackolive cinnamon "
            "vanilla tofu chickpea lentil redlentil splitpea peas cherrytomato rice brownrice "
            "buckwheat whitebean butterbean kidneybean blackbean waterchestnut chilli plum "
            "apricot kiwi beethalf meatball",
        ),
        (
            0.78,
            "lemon lime onion redonion mushroom shiitake tomato ginger turmeric peach honey "
            "tempeh miso hummus yoghurt tin nutbutter tahini mustard mayonnaise pesto kimchi jar "
            "chocolate cocoa puree basil mint",
        ),
        (
            0.84,
            "apple pear orange grapefruit blueberry oystermushroom potato sweetpotato avocado "
            "bread ryebread noodles ricenoodles soba cucumber tea chamomile broth milk oatdrink "
            "coconutmilk flour",
        ),
        (
            1.0,
            "kale cauliflower whitecabbage cabbage fennel broccoli aubergine oil sesameoil vinegar "
            "redvinegar soysauce wine courgette pineapple spaghetti barley oat celery leek rocket",
        ),
        (1.08, "squash pumpkin savoy watermelon lettuce sardine salmon pakchoi"),
        (1.2, "fish trout seabass whitefish mackerel"),
    )
    for name in names.split()
}
TIERS = (1.0, 0.72, 0.46)
# Two of a kind are at least so many times as far apart as where they would touch.
KIN = 1.75
CELL = 24

Circle = tuple[float, float, float]
# A number by which places are shuffled, and where one is.
ShuffledPlace = tuple[float, float, float]
# Left, top, right, foot.
Area = tuple[float, float, float, float]
Allowed = Callable[[Sequence[Circle], float], bool]
Away = Callable[[float, float], float]


def anywhere(_circles: Sequence[Circle], _tier: float) -> bool:
    """Allows every place of an area."""
    return True


@dataclass(frozen=True)
class ScatterStyle:
    """How motifs are scattered.

    `allowed` is asked about the circles that a motif would take, and about its tier. `gap` is the
    least distance in pt between two motifs. The tiers are the sizes that are tried, largest first,
    as parts of `scale`. Each motif is turned by up to `lean` degrees. Places are tried on a grid,
    `fine` of half a motif apart. With `kin`, motifs of the same kind keep a distance.
    """

    scale: float
    allowed: Allowed = anywhere
    gap: float = 2.5
    tiers: Sequence[float] = TIERS
    lean: int = 34
    fine: float = 0.6
    kin: bool = True


@dataclass(frozen=True)
class Crumbs:
    """How many crumbs are tried, their radius in pt, and their colour."""

    count: int
    r: float
    colour: str


def size(name: str) -> float:
    """The scale of a motif among others at scale 1."""
    return SIZES.get(name, 0.9)


@lru_cache(maxsize=512)
def reach(name: str) -> float:
    """The radius in pt of one circle that takes as much room as the motif at scale 1."""
    circles = paper_outline(name)
    return (
        circles[0][2]
        if len(circles) == 1
        else math.sqrt(circles[0][2] * max(abs(x) + abs(y) + r for x, y, r in circles))
    )


class Occupied:
    """The circles that motifs already take, in cells of CELL pt, so that a search stays local."""

    def __init__(self) -> None:
        self._cells: dict[tuple[float, float], list[Circle]] = {}
        self._kin: dict[str, list[Circle]] = {}

    def free(self, circles: Sequence[Circle], gap: float) -> bool:
        """Whether nothing lies within `gap` pt of the circles."""
        cells = self._cells
        for x, y, r in circles:
            wide = r + gap
            for column in range(int((x - wide) // CELL), int((x + wide) // CELL) + 1):
                for row in range(int((y - wide) // CELL), int((y + wide) // CELL) + 1):
                    for other_x, other_y, other_r in cells.get((column, row), ()):
                        across, down, apart = x - other_x, y - other_y, wide + other_r
                        if across * across + down * down < apart * apart:
                            return False
        return True

    def untaken(self, places: Sequence[ShuffledPlace], r: float) -> Iterator[tuple[float, float]]:
        """The places in whose own cell nothing lies within r of them, when their turn comes.

        A quick first test, of very many places: `free` looks into the neighbouring cells too.
        """
        cells = self._cells
        for _, x, y in places:
            # A float finds what stands under the same whole number.
            for other_x, other_y, other_r in cells.get((x // CELL, y // CELL), ()):
                across, down, apart = x - other_x, y - other_y, r + other_r
                if across * across + down * down < apart * apart:
                    break
            else:
                yield x, y

    def alone(self, name: str, x: float, y: float, r: float) -> bool:
        """Whether no other motif of this name is near."""
        for other_x, other_y, other_r in self._kin.get(name, ()):
            across, down, apart = x - other_x, y - other_y, KIN * (r + other_r)
            if across * across + down * down < apart * apart:
                return False
        return True

    def put(
        self, circles: Sequence[Circle], name: str = "", x: float = 0, y: float = 0, r: float = 0
    ) -> None:
        """Takes the circles; with a name, also the place (x, y, r) of a motif of that kind."""
        if name:
            self._kin.setdefault(name, []).append((x, y, r))
        for circle in circles:
            x, y, r = circle
            for column in range(int((x - r) // CELL), int((x + r) // CELL) + 1):
                for row in range(int((y - r) // CELL), int((y + r) // CELL) + 1):
                    self._cells.setdefault((column, row), []).append(circle)


def strew(
    rng: random.Random,
    paper: Paper,
    occupied: Occupied,
    names: Sequence[str],
    area: Area,
    style: ScatterStyle,
) -> str:
    """Draws as many motifs as find room in the area, the large ones first."""
    allowed, gap, lean = style.allowed, style.gap, style.lean
    drawn: list[str] = []
    deck: list[str] = []
    for tier in style.tiers:
        sized = {}
        for name in names:
            by = style.scale * tier * size(name)
            sized[name] = by, reach(name) * style.scale * tier * size(name), paper_outline(name)
        least = min(outline[0][2] * by for by, _, outline in sized.values()) * 0.8 + gap
        places = _grid(rng, area, 50 * style.scale * tier * style.fine)
        for x, y in occupied.untaken(places, least):
            if not allowed(((x, y, 0),), tier):
                continue
            if len(deck) < 2:
                deck = [*rng.sample(names, len(names)), *deck]
            # Another kind may fit where the next one does not.
            for number in (-1, -2) if len(deck) > 1 else (-1,):
                name = deck[number]
                by, far, outline = sized[name]
                if style.kin and not occupied.alone(name, x, y, far):
                    continue
                turn = _pick_turn(rng, lean)
                circles = turned(outline, x, y, turn, by)
                if occupied.free(circles, gap) and allowed(circles, tier):
                    deck.pop(number)
                    occupied.put(circles, name, x, y, far)
                    drawn.append(paper.lay(name, x, y, turn, by))
                    break
    return "".join(drawn)


def _pick_turn(rng: random.Random, lean: int) -> int:
    """What `rng.randrange(-lean, lean + 1)` gives, in a third of the time."""
    count = 2 * lean + 1
    bits = count.bit_length()
    picked = rng.getrandbits(bits)
    while picked >= count:
        picked = rng.getrandbits(bits)
    return picked - lean


def _grid(rng: random.Random, area: Area, pitch: float) -> list[ShuffledPlace]:
    """One random place in each cell of a grid over the area, in random order."""
    left, top, right, foot = area
    columns, rows = int((right - left) / pitch) + 1, int((foot - top) / pitch) + 1
    wide, high = (right - left) / columns, (foot - top) / rows
    chance = rng.random
    places = [
        (chance(), left + (column + chance()) * wide, top + (row + chance()) * high)
        for column in range(columns)
        for row in range(rows)
    ]
    places.sort(key=itemgetter(0))
    return places


def turned(
    outline: Sequence[Circle], x: float, y: float, turn: float, scale: float
) -> list[Circle]:
    """The circles of a motif at (x, y), turned by degrees and scaled."""
    angle = math.radians(turn)
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    return [(x + cos * a - sin * b, y + sin * a + cos * b, r * scale) for a, b, r in outline]


def crumbs(
    rng: random.Random,
    occupied: Occupied,
    area: Area,
    style: Crumbs,
    allowed: Allowed = anywhere,
) -> str:
    """Small discs where there is room left, all in one path; nothing when none fits."""
    r = style.r
    left, top, right, foot = area
    d = []
    for _ in range(style.count):
        x, y = left + (right - left) * rng.random(), top + (foot - top) * rng.random()
        circles = ((x, y, r),)
        if occupied.free(circles, r * 2.2) and allowed(circles, 0):
            occupied.put(((x, y, r * 2.5),))
            d.append(f"M{x:.1f} {y:.1f}L{x + 0.1:.1f} {y:.1f}")
    if not d:
        return ""
    return (
        f'<path d="{"".join(d)}" fill="none" stroke="{style.colour}"'
        f' stroke-width="{2 * r:.1f}" stroke-linecap="round"/>'
    )
