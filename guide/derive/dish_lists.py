"""Lists of dishes that are drawn up from the recipes alone: what is quick, what freezes, what asks for little cutting, what is
worth having in the cupboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from guide.core.problems import counted
from guide.derive.allergens import listed_lines
from guide.derive.meal_plan import keeping
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Season

# The most dishes of a season that are listed.
MOST = 8


@dataclass(frozen=True)
class ListedDish:
    """A dish on a list, with what the list says of it."""

    recipe_file: RecipeFile
    says: str


@dataclass(frozen=True)
class Lists:
    """The lists of the edition; `cupboard` has what many recipes use, as (name, how many)."""

    quick: tuple[ListedDish, ...]
    freezer: tuple[ListedDish, ...]
    cutting: tuple[ListedDish, ...]
    cupboard: tuple[tuple[str, int], ...]
    seasons: tuple[tuple[Season, tuple[ListedDish, ...]], ...] = ()


def draw_up_lists(guide: Guide) -> Lists:
    """Every list, the shortest time, the longest keeping, the least work and the most used first; equals in the order of the book."""
    quick = [
        (minutes, recipe_file)
        for recipe_file in guide.recipe_files
        if (minutes := at_work(recipe_file)) <= guide.tally.quick
    ]
    frozen = [
        (keeping(recipe_file.recipe.keeps.freezer), recipe_file)
        for recipe_file in guide.recipe_files
        if recipe_file.recipe.keeps and recipe_file.recipe.keeps.freezer
    ]
    light = [
        (many, recipe_file)
        for recipe_file in guide.recipe_files
        if (many := count_cuts(recipe_file, guide)) is not None and many <= guide.tally.cuts
    ]
    return Lists(
        tuple(
            ListedDish(recipe_file, f"{minutes} min{_waits(recipe_file)}")
            for minutes, recipe_file in sorted(quick, key=lambda pair: pair[0])
        ),
        tuple(
            ListedDish(recipe_file, recipe_file.recipe.keeps.freezer)
            for _, recipe_file in sorted(frozen, key=lambda pair: -pair[0])
        ),
        tuple(
            ListedDish(recipe_file, counted(many, "thing") if many else "nothing")
            for many, recipe_file in sorted(light, key=lambda pair: pair[0])
        ),
        cupboard(guide),
        seasons(guide),
    )


def at_work(recipe_file: RecipeFile) -> int:
    """Minutes of hands-on and cooking time together, the longer of each range."""
    return sum(
        time.high for time in (recipe_file.recipe.time.prep, recipe_file.recipe.time.cook) if time
    )


def _waits(recipe_file: RecipeFile) -> str:
    rest = recipe_file.recipe.time.rest
    return f" + {rest.text}" if rest else ""


def count_cuts(recipe_file: RecipeFile, guide: Guide) -> int | None:
    """How many ingredients have to be cut, grated, peeled or crushed; None when the method asks for more that nobody counted."""
    tally = guide.tally
    if any(_begins(tally.steps, step) for step in recipe_file.recipe.method):
        return None
    return sum(
        _begins(tally.cutting, line.preparation) for line in listed_lines(recipe_file.recipe)
    )


def _begins(stems: tuple[str, ...], text: str) -> bool:
    return bool(re.search(rf"\b({'|'.join(map(re.escape, stems))})", text, re.IGNORECASE))


def seasons(guide: Guide) -> tuple[tuple[Season, tuple[ListedDish, ...]], ...]:
    """The dishes of each season, those first whose title names it: all their fresh things that have a season have this one."""
    timed = {item for season in guide.tally.seasons for item in season.items}
    fresh = {
        recipe_file: [
            key
            for key in dict.fromkeys(
                guide.pantry.require(line)[0] for line in listed_lines(recipe_file.recipe)
            )
            if key in timed
        ]
        for recipe_file in guide.recipe_files
    }
    found = []
    for season in guide.tally.seasons:
        dishes = [
            (recipe_file, keys, [key for key in keys if _named(key, recipe_file, guide)])
            for recipe_file, keys in fresh.items()
            if keys and set(keys) <= set(season.items)
        ]
        dishes.sort(key=lambda row: (-len(row[2]), -len(row[1])))
        found.append(
            (
                season,
                tuple(
                    ListedDish(recipe_file, guide.pantry.items[(named or keys)[0]].names[0])
                    for recipe_file, keys, named in dishes[:MOST]
                ),
            )
        )
    return tuple(found)


def _named(key: str, recipe_file: RecipeFile, guide: Guide) -> bool:
    title = recipe_file.recipe.title.casefold()
    return any(name.casefold() in title for name in guide.pantry.items[key].names)


def cupboard(guide: Guide) -> tuple[tuple[str, int], ...]:
    """What at least the share of recipes that pantry/lists.yaml gives use, water aside: (printed name, recipes), most used first."""
    used: dict[str, int] = {}
    for recipe_file in guide.recipe_files:
        for key in {guide.pantry.require(line)[0] for line in listed_lines(recipe_file.recipe)}:
            used[key] = used.get(key, 0) + 1
    tap = guide.shop.tap if guide.shop else ()
    common = [
        (guide.pantry.items[key].names[0], many)
        for key, many in used.items()
        if key not in tap and Fraction(many, len(guide.recipe_files)) >= guide.tally.common
    ]
    return tuple(sorted(common, key=lambda pair: (-pair[1], pair[0].casefold())))
