"""Lists of dishes that are drawn up from the recipes alone: what is quick, what freezes, what asks for little cutting, what is
worth having in the cupboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from guide.read.pantry_files import Season
from guide.read.load import Card, Kitchen
from guide.derive.allergens import lines
from guide.core.problems import counted
from guide.derive.meal_plan import keeping

# The most dishes of a season that are listed.
MOST = 8


@dataclass(frozen=True)
class Entry:
    """A dish on a list, with what the list says of it."""

    card: Card
    says: str


@dataclass(frozen=True)
class Lists:
    """The lists of the edition; `cupboard` has what many recipes use, as (name, how many)."""

    quick: tuple[Entry, ...]
    freezer: tuple[Entry, ...]
    cutting: tuple[Entry, ...]
    cupboard: tuple[tuple[str, int], ...]
    seasons: tuple[tuple[Season, tuple[Entry, ...]], ...] = ()


def draw_up(kitchen: Kitchen) -> Lists:
    """Every list, the shortest time, the longest keeping, the least work and the most used first; equals in the order of the book."""
    quick = [(minutes, card) for card in kitchen.cards if (minutes := at_work(card)) <= kitchen.tally.quick]
    frozen = [(keeping(card.recipe.keeps.freezer), card) for card in kitchen.cards if card.recipe.keeps and card.recipe.keeps.freezer]
    light = [(many, card) for card in kitchen.cards if (many := cuts(card, kitchen)) is not None and many <= kitchen.tally.cuts]
    return Lists(
        tuple(Entry(card, f"{minutes} min{_waits(card)}") for minutes, card in sorted(quick, key=lambda pair: pair[0])),
        tuple(Entry(card, card.recipe.keeps.freezer) for _, card in sorted(frozen, key=lambda pair: -pair[0])),
        tuple(Entry(card, counted(many, "thing") if many else "nothing") for many, card in sorted(light, key=lambda pair: pair[0])),
        cupboard(kitchen),
        seasons(kitchen),
    )


def at_work(card: Card) -> int:
    """Minutes of hands-on and cooking time together, the longer of each range."""
    return sum(time.high for time in (card.recipe.time.prep, card.recipe.time.cook) if time)


def _waits(card: Card) -> str:
    rest = card.recipe.time.rest
    return f" + {rest.text}" if rest else ""


def cuts(card: Card, kitchen: Kitchen) -> int | None:
    """How many ingredients have to be cut, grated, peeled or crushed; None when the method asks for more that nobody counted."""
    tally = kitchen.tally
    if any(_begins(tally.steps, step) for step in card.recipe.method):
        return None
    return sum(_begins(tally.cutting, line.preparation) for line in lines(card.recipe))


def _begins(stems: tuple[str, ...], text: str) -> bool:
    return bool(re.search(rf"\b({'|'.join(map(re.escape, stems))})", text, re.IGNORECASE))


def seasons(kitchen: Kitchen) -> tuple[tuple[Season, tuple[Entry, ...]], ...]:
    """The dishes of each season, those first whose title names it: all their fresh things that have a season have this one."""
    timed = {item for season in kitchen.tally.seasons for item in season.items}
    fresh = {card: [key for key in dict.fromkeys(kitchen.pantry.require(line)[0] for line in lines(card.recipe)) if key in timed] for card in kitchen.cards}
    found = []
    for season in kitchen.tally.seasons:
        dishes = [(card, keys, [key for key in keys if _named(key, card, kitchen)]) for card, keys in fresh.items() if keys and set(keys) <= set(season.items)]
        dishes.sort(key=lambda row: (-len(row[2]), -len(row[1])))
        found.append((season, tuple(Entry(card, kitchen.pantry.items[(named or keys)[0]].names[0]) for card, keys, named in dishes[:MOST])))
    return tuple(found)


def _named(key: str, card: Card, kitchen: Kitchen) -> bool:
    title = card.recipe.title.casefold()
    return any(name.casefold() in title for name in kitchen.pantry.items[key].names)


def cupboard(kitchen: Kitchen) -> tuple[tuple[str, int], ...]:
    """What at least the share of recipes that pantry/lists.yaml gives use, water aside: (printed name, recipes), most used first."""
    used: dict[str, int] = {}
    for card in kitchen.cards:
        for key in {kitchen.pantry.require(line)[0] for line in lines(card.recipe)}:
            used[key] = used.get(key, 0) + 1
    tap = kitchen.shop.tap if kitchen.shop else ()
    common = [(kitchen.pantry.items[key].names[0], many) for key, many in used.items()
              if key not in tap and Fraction(many, len(kitchen.cards)) >= kitchen.tally.common]  # fmt: skip
    return tuple(sorted(common, key=lambda pair: (-pair[1], pair[0].casefold())))
