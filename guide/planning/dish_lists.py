"""Lists of dishes that are drawn up from the recipes alone.

They say what is ready soon, what is quick, what freezes, what asks for little cutting, what is in
season, what is worth having in the cupboard, and what holds much of something; pantry/lists.yaml
has the measures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from guide.core.amounts import Ingredient
from guide.core.problems import counted
from guide.derive.allergens import listed_lines
from guide.derive.nutrition import find_nutrition, shown
from guide.planning.meal_plan import keeping
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow, RichList, Season, Tally

# The tag of what is made in one pan, pot, tray or dish.
ONE_PAN = "one-pan"


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


class _Ranked(NamedTuple):
    """A dish with its place in an order; the smaller rank comes first."""

    rank: int
    dish: ListedDish


def draw_up_lists(guide: Guide) -> Lists:
    """Every list, the best first: shortest time, longest keeping, least work, most used.

    Equals stand in the order of the book.
    """
    return Lists(
        quick=_list_quick(guide),
        freezer=_list_freezer(guide),
        cutting=_list_cutting(guide),
        cupboard=cupboard(guide),
        seasons=seasons(guide),
    )


def _require_tally(guide: Guide) -> Tally:
    if guide.tally is None:
        raise ValueError("lists need a guide whose pantry/lists.yaml could be read")
    return guide.tally


def _rank_of(ranked: _Ranked) -> int:
    return ranked.rank


def _in_order(found: list[_Ranked]) -> tuple[ListedDish, ...]:
    return tuple(ranked.dish for ranked in sorted(found, key=_rank_of))


def _list_quick(guide: Guide) -> tuple[ListedDish, ...]:
    most = _require_tally(guide).quick
    found: list[_Ranked] = []
    for recipe_file in guide.recipe_files:
        minutes = at_work(recipe_file)
        if minutes <= most:
            says = f"{minutes} min"
            rest = recipe_file.recipe.time.rest
            if rest:
                says += f" + {rest.text}"
            found.append(_Ranked(minutes, ListedDish(recipe_file, says)))
    return _in_order(found)


def _list_freezer(guide: Guide) -> tuple[ListedDish, ...]:
    found: list[_Ranked] = []
    for recipe_file in guide.recipe_files:
        keeps = recipe_file.recipe.keeps
        if keeps and keeps.freezer:
            dish = ListedDish(recipe_file, keeps.freezer)
            found.append(_Ranked(-keeping(keeps.freezer), dish))
    return _in_order(found)


def _list_cutting(guide: Guide) -> tuple[ListedDish, ...]:
    most = _require_tally(guide).cuts
    found: list[_Ranked] = []
    for recipe_file in guide.recipe_files:
        cuts = count_cuts(recipe_file, guide)
        if cuts is not None and cuts <= most:
            says = counted(cuts, "thing") if cuts else "nothing"
            found.append(_Ranked(cuts, ListedDish(recipe_file, says)))
    return _in_order(found)


def at_work(recipe_file: RecipeFile) -> int:
    """Minutes of hands-on and cooking time together, the longer of each range."""
    minutes = 0
    for time in (recipe_file.recipe.time.prep, recipe_file.recipe.time.cook):
        if time:
            minutes += time.high
    return minutes


def in_all(recipe_file: RecipeFile) -> int:
    """Minutes of hands-on, cooking and standing time together, the longer of each range."""
    rest = recipe_file.recipe.time.rest
    return at_work(recipe_file) + (rest.high if rest else 0)


@dataclass(frozen=True)
class ReadyDish:
    """A dish with its minutes in all, and how many things have to be cut; None if nobody knows."""

    recipe_file: RecipeFile
    minutes: int
    cuts: int | None


@dataclass(frozen=True)
class ReadyDishes:
    """What is ready within so many minutes in all, and not within those of the list before.

    `minutes` is 0 for what is no meal: snacks, sides and drinks.
    """

    minutes: int
    dishes: tuple[ReadyDish, ...]


def list_ready(guide: Guide) -> tuple[ReadyDishes, ...]:
    """What is ready within the minutes of pantry/lists.yaml, the quickest first.

    Dishes of chapters that the week serves meals from stand by their minutes, all others together
    at the end. Equals stand in the order of the book.
    """
    meals: list[ReadyDish] = []
    others: list[ReadyDish] = []
    for chapter in guide.chapters:
        listed = meals if chapter.meals else others
        for recipe_file in guide.chapter_recipes(chapter.folder):
            minutes = in_all(recipe_file)
            listed.append(ReadyDish(recipe_file, minutes, count_cuts(recipe_file, guide)))
    lists = []
    above = 0
    for most in _require_tally(guide).ready:
        lists.append(ReadyDishes(most, _ready_within(meals, above, most)))
        above = most
    lists.append(ReadyDishes(0, _ready_within(others, 0, above)))
    return tuple(one for one in lists if one.dishes)


def _ready_within(dishes: list[ReadyDish], above: int, most: int) -> tuple[ReadyDish, ...]:
    found = [dish for dish in dishes if above < dish.minutes <= most]
    return tuple(sorted(found, key=_minutes_of))


def _minutes_of(dish: ReadyDish) -> int:
    return dish.minutes


@dataclass(frozen=True)
class Comfort:
    """What makes a dish easy: minutes in all when they are few, else 0; nothing to cut; one pan;
    whether it freezes.
    """

    minutes: int = 0
    no_cuts: bool = False
    one_pan: bool = False
    freezes: bool = False


def find_ease(recipe_file: RecipeFile, guide: Guide) -> Comfort:
    """What makes a dish easy; few are the minutes of the second list of what is soon ready.

    Without pantry/lists.yaml nothing is said of minutes and cutting.
    """
    recipe = recipe_file.recipe
    one_pan = ONE_PAN in (recipe.tags or ())
    can_freeze = freezes(recipe_file)
    if guide.tally is None:
        return Comfort(one_pan=one_pan, freezes=can_freeze)
    minutes = in_all(recipe_file)
    is_quick = minutes <= max(guide.tally.ready[:2], default=0)
    no_cuts = count_cuts(recipe_file, guide) == 0
    return Comfort(minutes if is_quick else 0, no_cuts, one_pan, can_freeze)


def freezes(recipe_file: RecipeFile) -> bool:
    """Whether its recipe says how long it keeps in the freezer."""
    keeps = recipe_file.recipe.keeps
    return keeps is not None and keeps.freezer is not None


def count_cuts(recipe_file: RecipeFile, guide: Guide) -> int | None:
    """How many ingredients have to be cut, grated, peeled or crushed.

    None when the method asks for more that nobody counted. Half a lemon has to be cut, and so has
    one that is squeezed.
    """
    make = partial(_count_cuts, recipe_file, guide)
    return guide.memo.once_of("cuts", (recipe_file,), make)


def _count_cuts(recipe_file: RecipeFile, guide: Guide) -> int | None:
    tally = _require_tally(guide)
    steps = _beginning_with(tally.steps)
    if any(steps.search(step) for step in recipe_file.recipe.method):
        return None
    cutting = _beginning_with(tally.cutting)
    cuts = 0
    for line in listed_lines(recipe_file.recipe):
        if cutting.search(line.preparation) or _is_cut_open(line, guide):
            cuts += 1
    return cuts


def _is_cut_open(line: Ingredient, guide: Guide) -> bool:
    """Whether a line asks for a part of a piece, or for what is always cut."""
    key, _ = guide.pantry.require(line)
    if line.unit is not None and line.unit.name not in guide.pantry.units.whole:
        return False
    if key in _require_tally(guide).cut_open:
        return True
    return line.amount is not None and line.amount.low.denominator != 1


def _beginning_with(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a word that begins with one of those stems."""
    any_stem = "|".join(re.escape(stem) for stem in stems)
    return re.compile(rf"\b({any_stem})", re.IGNORECASE)


@dataclass(frozen=True)
class _SeasonalDish:
    """A dish with its items that have a season at all, and those of them that its title names."""

    recipe_file: RecipeFile
    items: tuple[str, ...]
    named: tuple[str, ...]


def seasons(guide: Guide) -> tuple[tuple[Season, tuple[ListedDish, ...]], ...]:
    """The dishes of each season: all their fresh things that have a season have this one.

    Those come first whose titles name these things.
    """
    tally = _require_tally(guide)
    seasonal: set[str] = set()
    for season in tally.seasons:
        seasonal.update(season.items)
    dishes: list[_SeasonalDish] = []
    for recipe_file in guide.recipe_files:
        dish = _find_seasonal(recipe_file, seasonal, guide)
        if dish.items:
            dishes.append(dish)
    dishes.sort(key=_season_rank)
    found: list[tuple[Season, tuple[ListedDish, ...]]] = []
    for season in tally.seasons:
        in_season = frozenset(season.items)
        fitting = [dish for dish in dishes if in_season.issuperset(dish.items)]
        listed = [_list_seasonal(dish, guide) for dish in fitting[: tally.most]]
        found.append((season, tuple(listed)))
    return tuple(found)


def _list_seasonal(dish: _SeasonalDish, guide: Guide) -> ListedDish:
    first, *_ = dish.named or dish.items
    return ListedDish(dish.recipe_file, guide.pantry.items[first].names[0])


def _season_rank(dish: _SeasonalDish) -> tuple[int, int]:
    """Those first whose title names most of their items, then those with most items."""
    return -len(dish.named), -len(dish.items)


def _find_seasonal(recipe_file: RecipeFile, seasonal: set[str], guide: Guide) -> _SeasonalDish:
    items: list[str] = []
    for line in listed_lines(recipe_file.recipe):
        key, _ = guide.pantry.require(line)
        if key in seasonal and key not in items:
            items.append(key)
    named = [key for key in items if _is_named(key, recipe_file, guide)]
    return _SeasonalDish(recipe_file, tuple(items), tuple(named))


def _is_named(key: str, recipe_file: RecipeFile, guide: Guide) -> bool:
    title = recipe_file.recipe.title.casefold()
    return any(name.casefold() in title for name in guide.pantry.items[key].names)


def cupboard(guide: Guide) -> tuple[tuple[str, int], ...]:
    """What many recipes use, water aside: (printed name, how many recipes), most used first.

    pantry/lists.yaml says how large their share has to be.
    """
    least = _require_tally(guide).common * len(guide.recipe_files)
    common: list[tuple[str, int]] = []
    for key, count in _count_recipes(guide).items():
        if count >= least and not _is_from_tap(key, guide):
            name = guide.pantry.items[key].names[0]
            common.append((name, count))
    common.sort(key=_cupboard_rank)
    return tuple(common)


def _count_recipes(guide: Guide) -> dict[str, int]:
    """How many recipes use each item of the pantry."""
    counts: dict[str, int] = {}
    for recipe_file in guide.recipe_files:
        items: set[str] = set()
        for line in listed_lines(recipe_file.recipe):
            key, _ = guide.pantry.require(line)
            items.add(key)
        for key in items:
            counts[key] = counts.get(key, 0) + 1
    return counts


def _is_from_tap(key: str, guide: Guide) -> bool:
    return guide.shop is not None and key in guide.shop.tap


def _cupboard_rank(entry: tuple[str, int]) -> tuple[int, str]:
    name, count = entry
    return -count, name.casefold()


@dataclass(frozen=True)
class RichDishes:
    """The dishes with at least so much of a figure in a serving, and what it is: "100", "µg",
    "vitamin K".
    """

    least: str
    unit: str
    says: str
    dishes: tuple[ListedDish, ...]


def find_rich(page: str, guide: Guide) -> tuple[RichDishes, ...]:
    """The lists of rich dishes that a page ends with, the richest dish first.

    A figure of which some is not known says "at least".
    """
    if guide.tally is None or guide.food_data is None:
        return ()
    reference = guide.food_data.reference
    rows = {row.id: row for row in (*reference.figures, *reference.vitamins)}
    found: list[RichDishes] = []
    for rich in guide.tally.rich:
        if rich.page == page:
            found.append(_list_rich(rich, rows[rich.figure], guide))
    return tuple(found)


def _list_rich(rich: RichList, row: FigureRow, guide: Guide) -> RichDishes:
    ranked: list[tuple[Fraction, ListedDish]] = []
    for recipe_file in guide.recipe_files:
        worked = find_nutrition(recipe_file, guide)
        value = worked.at_least(row.id)
        if value >= rich.least:
            known = worked.figures.get(row.id) or worked.vitamins.get(row.id)
            says = shown(value, row.places)
            if known is None or known.at_least:
                says = f"at least {says}"
            ranked.append((value, ListedDish(recipe_file, says)))
    ranked.sort(key=_richest_first)
    dishes = tuple(dish for _, dish in ranked)
    return RichDishes(shown(rich.least, row.places), row.unit, row.says, dishes)


def _richest_first(entry: tuple[Fraction, ListedDish]) -> Fraction:
    return -entry[0]
