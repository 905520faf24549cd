"""Weeks of one page beside the edition's own: without nut ingredients, quick, for bad days.

Each is planned like the edition's week, of the dishes that meet what pantry/week.yaml asks of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from guide.core.cache import Cache
from guide.derive import allergens
from guide.planning.dish_lists import count_cuts, freezes
from guide.planning.meal_plan import Plan, find_dishes, find_plan
from guide.planning.week_search import PlannedDish
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import OtherWeek, Week

_NO_CACHE = Cache(None)
NO_CUTTING = "nothing to cut"
FROM_FREEZER = "from the freezer"
SEE_LABEL = "see label"


@dataclass(frozen=True)
class OtherPlan:
    """One of the other weeks: what it asks for, its plan, and which dishes the freezer gives."""

    asks: OtherWeek
    plan: Plan
    frozen: frozenset[str]


@dataclass(frozen=True)
class OtherPlans:
    """The weeks that the recipes make, and the places in pantry/week.yaml of those they do not."""

    plans: tuple[OtherPlan, ...]
    missing: tuple[int, ...]


def plan_other_weeks(guide: Guide, cache: Cache = _NO_CACHE) -> OtherPlans:
    """The other weeks of the edition, planned once."""
    return guide.memo.once(("other weeks",), partial(_plan_all, guide, cache))


def _plan_all(guide: Guide, cache: Cache) -> OtherPlans:
    rules = guide.week
    if rules is None:
        return OtherPlans((), ())
    plans: list[OtherPlan] = []
    missing: list[int] = []
    for number, asks in enumerate(rules.others):
        dishes = tuple(_find_fitting(asks, guide))
        plan = find_plan(dishes, _relax(rules, asks), cache)
        if plan is None:
            missing.append(number)
        else:
            plans.append(OtherPlan(asks, plan, _find_frozen(asks, plan, guide)))
    return OtherPlans(tuple(plans), tuple(missing))


def _relax(rules: Week, asks: OtherWeek) -> Week:
    """The rules of the edition's week, but for what is to come at least so many times."""
    times = tuple(one.model_copy(update={"least": 0}) for one in rules.times)
    apart = rules.apart if asks.apart is None else asks.apart
    return rules.model_copy(update={"times": times, "apart": apart})


def _find_fitting(asks: OtherWeek, guide: Guide) -> Iterator[PlannedDish]:
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    for dish in find_dishes(guide):
        if asks.dish is not None and dish.minutes > asks.dish:
            continue
        recipe_file = recipe_files[dish.slug]
        if asks.easy and not _is_easy(recipe_file, asks, guide):
            continue
        if asks.without and holds_any(recipe_file, asks.without, guide):
            continue
        if FROM_FREEZER in asks.easy and freezes(recipe_file):
            # It was cooked on a better day.
            dish = replace(dish, minutes=0, hands_on=0)
        yield dish


def _is_easy(recipe_file: RecipeFile, asks: OtherWeek, guide: Guide) -> bool:
    if FROM_FREEZER in asks.easy and freezes(recipe_file):
        return True
    return NO_CUTTING in asks.easy and count_cuts(recipe_file, guide) == 0


def holds_any(recipe_file: RecipeFile, groups: tuple[str, ...], guide: Guide) -> bool:
    """Whether an ingredient, an optional one too, contains an allergen of one of those groups."""
    labels = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
    return _names_any(labels.contains, groups, guide)


def warns_of_any(recipe_file: RecipeFile, groups: tuple[str, ...], guide: Guide) -> bool:
    """Whether a packet must be read for an allergen of one of those groups."""
    labels = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
    return _names_any(labels.check, groups, guide)


def _names_any(named: Mapping[str, object], groups: tuple[str, ...], guide: Guide) -> bool:
    known = guide.pantry.allergens
    if known is None:
        # What is unknown never counts as free of anything.
        return True
    for group in known.without:
        if group.says in groups and not named.keys().isdisjoint(group.leaves):
            return True
    return False


def _find_frozen(asks: OtherWeek, plan: Plan, guide: Guide) -> frozenset[str]:
    if FROM_FREEZER not in asks.easy:
        return frozenset()
    planned = {serving.slug for serving in plan.servings}
    frozen: set[str] = set()
    for recipe_file in guide.recipe_files:
        if recipe_file.slug in planned and freezes(recipe_file):
            frozen.add(recipe_file.slug)
    return frozenset(frozen)
