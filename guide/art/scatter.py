"""Motifs strewn over a cloth so that none touch and no two of a kind lie side by side."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from guide.art.paper import Paper, paper_outline

# How large a motif is drawn beside the others: an egg is smaller than a fish. What is not named is drawn at nine tenths.
SIZES: dict[str, float] = {
    name: size
    for size, names in (
        (0.5, "salt peppercorn clove allspice staranise caper sugar"),
        (0.6, "flax sesame hemp chia mustardseed corianderseed nigella cumin fennelseed caraway cardamom pinenut raisin pomegranateseed feta seeds "
              "sunflowerseed pumpkinseed"),
        (0.6, "lemonslice limeslice garlicslice"),
        (0.66, "walnut almond flakedalmond brazilnut hazelnut cashew pistachio pecan chestnut peanut macadamia cranberry date quinoa couscous nutmeg "
               "newpotato radish butter"),
        (0.72, "garlic egg shallot fig strawberry raspberry blackberry cherry blackolive cinnamon vanilla tofu chickpea lentil redlentil splitpea peas "
               "cherrytomato rice brownrice buckwheat whitebean butterbean kidneybean blackbean waterchestnut chilli plum apricot kiwi beethalf"),
        (0.78, "lemon lime onion redonion mushroom shiitake tomato ginger turmeric peach honey tempeh miso hummus yoghurt tin nutbutter tahini mustard "
               "mayonnaise pesto kimchi jar chocolate cocoa puree basil mint"),
        (0.72, "meatball"),
        (0.84, "apple pear orange grapefruit blueberry oystermushroom potato sweetpotato avocado bread ryebread noodles ricenoodles soba cucumber tea "
               "chamomile broth milk oatdrink coconutmilk flour"),
        (1.0, "kale cauliflower whitecabbage cabbage fennel broccoli aubergine oil sesameoil vinegar redvinegar soysauce wine courgette pineapple "
              "spaghetti barley oat celery leek rocket"),
        (1.08, "squash pumpkin savoy watermelon lettuce sardine salmon pakchoi"),
        (1.2, "fish trout seabass whitefish mackerel"),
    )
    for name in names.split()
}  # fmt: skip
TIERS = (1.0, 0.72, 0.46)
# Two of a kind are at least so many times as far apart as where they would touch.
KIN = 1.75
CELL = 24

Circle = tuple[float, float, float]
# Left, top, right, foot.
Area = tuple[float, float, float, float]
Allowed = Callable[[Sequence[Circle], float], bool]
Away = Callable[[float, float], float]


def size(name: str) -> float:
    """The scale of a motif among others at scale 1."""
    return SIZES.get(name, 0.9)


@lru_cache(maxsize=512)
def reach(name: str) -> float:
    """How far a motif reaches from its middle, as one circle of the same room."""
    circles = paper_outline(name)
    return (
        circles[0][2]
        if len(circles) == 1
        else math.sqrt(circles[0][2] * max(abs(x) + abs(y) + r for x, y, r in circles))
    )


class Cloth:
    """What lies on a cloth, found by where it lies."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Circle]] = {}
        self._kin: dict[str, list[Circle]] = {}

    def free(self, circles: Sequence[Circle], gap: float) -> bool:
        """Whether nothing lies within `gap` pt of the circles."""
        cells = self._cells
        for x, y, r in circles:
            wide = r + gap
            for column in range(int((x - wide) // CELL), int((x + wide) // CELL) + 1):
                for row in range(int((y - wide) // CELL), int((y + wide) // CELL) + 1):
                    for other_x, other_y, other_r in cells.get((column, row), ()):
                        if (x - other_x) ** 2 + (y - other_y) ** 2 < (wide + other_r) ** 2:
                            return False
        return True

    def taken(self, x: float, y: float, r: float) -> bool:
        """Whether something surely lies within r of a point; asks only about what lies in the point's own cell."""
        for other_x, other_y, other_r in self._cells.get((int(x // CELL), int(y // CELL)), ()):
            if (x - other_x) ** 2 + (y - other_y) ** 2 < (r + other_r) ** 2:
                return True
        return False

    def alone(self, name: str, x: float, y: float, r: float) -> bool:
        """Whether no other of its kind is near."""
        for other_x, other_y, other_r in self._kin.get(name, ()):
            if (x - other_x) ** 2 + (y - other_y) ** 2 < (KIN * (r + other_r)) ** 2:
                return False
        return True

    def put(
        self, circles: Sequence[Circle], name: str = "", x: float = 0, y: float = 0, r: float = 0
    ) -> None:
        """Lays something down."""
        if name:
            self._kin.setdefault(name, []).append((x, y, r))
        for circle in circles:
            x, y, r = circle
            for column in range(int((x - r) // CELL), int((x + r) // CELL) + 1):
                for row in range(int((y - r) // CELL), int((y + r) // CELL) + 1):
                    self._cells.setdefault((column, row), []).append(circle)


def strew(rng: random.Random, paper: Paper, cloth: Cloth, names: Sequence[str], area: Area, scale: float, allowed: Allowed,
          gap: float = 2.5, tiers: Sequence[float] = TIERS, lean: int = 34, fine: float = 0.6, kin: bool = True) -> str:  # fmt: skip
    """Motifs over the area, the large ones first, as many as find room.

    `allowed` is asked for the circles a motif would take and its tier; each lies up to `lean` degrees from upright.
    Places are tried on a jittered grid, `fine` of half a motif apart; with `kin` those of a kind keep apart.
    """
    drawn: list[str] = []
    deck: list[str] = []
    for tier in tiers:
        sized = {
            name: (scale * tier * size(name), reach(name) * scale * tier * size(name))
            for name in names
        }
        least = min(paper_outline(name)[0][2] * by for name, (by, _) in sized.items()) * 0.8 + gap
        for x, y in _grid(rng, area, 50 * scale * tier * fine):
            if cloth.taken(x, y, least) or not allowed(((x, y, 0),), tier):
                continue
            if len(deck) < 2:
                deck = [*rng.sample(names, len(names)), *deck]
            # Another kind may fit where the next one does not.
            for number in (-1, -2) if len(deck) > 1 else (-1,):
                name = deck[number]
                by, far = sized[name]
                if kin and not cloth.alone(name, x, y, far):
                    continue
                turn = rng.randrange(-lean, lean + 1)
                circles = turned(name, x, y, turn, by)
                if cloth.free(circles, gap) and allowed(circles, tier):
                    deck.pop(number)
                    cloth.put(circles, name, x, y, far)
                    drawn.append(paper.lay(name, x, y, turn, by, rng.randrange(2)))
                    break
    return "".join(drawn)


def _grid(rng: random.Random, area: Area, pitch: float) -> list[tuple[float, float]]:
    """Places all over an area, each astray from its point of a grid, in no order."""
    left, top, right, foot = area
    columns, rows = int((right - left) / pitch) + 1, int((foot - top) / pitch) + 1
    wide, high = (right - left) / columns, (foot - top) / rows
    chance = rng.random
    places = sorted(
        [
            (chance(), left + (column + chance()) * wide, top + (row + chance()) * high)
            for column in range(columns)
            for row in range(rows)
        ]
    )
    return [(x, y) for _, x, y in places]


def turned(name: str, x: float, y: float, turn: float, scale: float) -> list[Circle]:
    """The circles of a motif that lies at (x, y)."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return [
        (x + cos * a - sin * b, y + sin * a + cos * b, r * scale) for a, b, r in paper_outline(name)
    ]


def crumbs(
    rng: random.Random,
    cloth: Cloth,
    area: Area,
    count: int,
    r: float,
    colour: str,
    allowed: Allowed,
) -> str:
    """Small discs where there is room left, all of them one path."""
    left, top, right, foot = area
    d = []
    for _ in range(count):
        x, y = left + (right - left) * rng.random(), top + (foot - top) * rng.random()
        circles = ((x, y, r),)
        if cloth.free(circles, r * 2.2) and allowed(circles, 0):
            cloth.put(((x, y, r * 2.5),))
            d.append(f"M{x:.1f} {y:.1f}L{x + 0.1:.1f} {y:.1f}")
    return (
        f'<path d="{"".join(d)}" fill="none" stroke="{colour}" stroke-width="{2 * r:.1f}" stroke-linecap="round"/>'
        if d
        else ""
    )
