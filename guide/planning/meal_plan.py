"""A week of meals, chosen from the recipes of the edition by what pantry/week.yaml asks for.

`guide.planning.week_search` looks for the week; here stand what a recipe brings to it, the week
that came of it, and what is said when there is none. A dish with no figure for what is bounded is
not planned.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import counted
from guide.derive.allergens import sentence
from guide.derive.nutrition import NOTHING, Nutrition, find_nutrition, servings
from guide.planning.week_search import (
    MEALS,
    THOUSANDTHS,
    ChosenDish,
    PlannedDish,
    Span,
    search_week,
)
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureBound, MealTimes, Week
from guide.read.recipe import Chapter, Time

# Of a large chapter, so many dishes are enough to choose from.
MOST_DISHES = 24
# Days that food surely keeps, by the unit its recipe names.
DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30}
# A snack is worth making for so many days.
LEAST_SNACK_DAYS = 2
# A bound or a count that asks for nothing.
ANY_MUCH = 10**6
_NO_CACHE = Cache(None)


@dataclass(frozen=True)
class Serving:
    """One meal of the week: its dish, and whether it was cooked before.

    `feeds` says for how many meals of the week it is cooked; 0 for a left-over.
    """

    meal: str
    slug: str
    left_over: bool
    feeds: int = 1


@dataclass(frozen=True)
class PlannedDay:
    """One day with its meals.

    `holds` has the least and the most they hold of each bounded figure, in the figure's unit;
    `minutes` is hands-on and cooking time, `hands_on` the first of them.
    """

    name: str
    meals: tuple[Serving, ...]
    holds: tuple[tuple[Fraction, Fraction], ...]
    minutes: int = 0
    hands_on: int = 0


@dataclass(frozen=True)
class Snack:
    """A snack that is made on one day, by its number, and lasts until another."""

    slug: str
    made: int
    until: int
    servings: int
    hands_on: int


@dataclass(frozen=True)
class Plan:
    """A week for so many people."""

    people: int
    days: tuple[PlannedDay, ...]
    snacks: tuple[Snack, ...] = ()

    @property
    def servings(self) -> tuple[Serving, ...]:
        """Every meal in its order."""
        meals: list[Serving] = []
        for day in self.days:
            meals.extend(day.meals)
        return tuple(meals)

    def cooked(self) -> tuple[tuple[str, int], ...]:
        """What is cooked, in its order: the dish and how many servings of it."""
        dishes: list[tuple[str, int]] = []
        for serving in self.servings:
            if not serving.left_over:
                dishes.append((serving.slug, serving.feeds * self.people))
        return tuple(dishes)

    def bought(self) -> tuple[tuple[str, int], ...]:
        """What has to be bought for: every cooked dish and every snack, with its servings."""
        snacks = [(snack.slug, snack.servings) for snack in self.snacks]
        return (*self.cooked(), *snacks)


class NoPlan(Exception):
    """No week keeps to what is asked: what is wrong, and what would mend it.

    `steps` lead to the part of pantry/week.yaml that cannot be met.
    """

    def __init__(self, what: str, fix: str, steps: tuple[str | int, ...] = ()):
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.steps = steps


def keeping(text: str | None) -> int:
    """Whole days that food surely keeps: the shorter of "1–2 months", as 30."""
    if not text:
        return 0
    number, _, unit = text.partition(" ")
    shortest, _, _ = number.partition("–")
    return int(shortest) * DAYS[unit.rstrip("s")]


def luck(slug: str) -> float:
    """What decides between equals, from 0 to 1.

    It depends on the name alone, so that no other edit changes it.
    """
    return int(digest(slug)[:8], 16) / 16**8


def find_dishes(guide: Guide) -> tuple[PlannedDish, ...]:
    """The recipes that may be planned, MOST_DISHES of a chapter at most, in the order of the book.

    They are looked for once, for all weeks of the guide.
    """
    return guide.memo.once(("dishes",), partial(_list_dishes, guide))


def _list_dishes(guide: Guide) -> tuple[PlannedDish, ...]:
    dishes: list[PlannedDish] = []
    for chapter in guide.chapters:
        if not chapter.meals:
            continue
        for recipe_file in _draw_dishes(guide.chapter_recipes(chapter.folder)):
            dish = _make_dish(recipe_file, chapter, guide)
            if dish is not None:
                dishes.append(dish)
    return tuple(dishes)


def _luck_of(recipe_file: RecipeFile) -> float:
    return luck(recipe_file.slug)


def _draw_dishes(recipe_files: tuple[RecipeFile, ...]) -> Iterator[RecipeFile]:
    drawn = frozenset(sorted(recipe_files, key=_luck_of)[:MOST_DISHES])
    for recipe_file in recipe_files:
        if recipe_file in drawn:
            yield recipe_file


def _require_week(guide: Guide) -> Week:
    if guide.week is None:
        raise ValueError("a plan needs a guide whose pantry/week.yaml could be read")
    return guide.week


def _make_dish(recipe_file: RecipeFile, chapter: Chapter, guide: Guide) -> PlannedDish | None:
    """What the plan must know of a recipe; None when it may not be planned."""
    recipe = recipe_file.recipe
    # "16 cookies" are no meals for sixteen.
    if recipe.serves.noun:
        return None
    rules = _require_week(guide)
    nutrition = find_nutrition(recipe_file, guide)
    eaters = servings(recipe)
    holds: list[Span] = []
    for bound in rules.bounds:
        span = _find_span(bound, nutrition, eaters)
        if span is None:
            return None
        holds.append(span)
    counts: list[bool] = []
    for times in rules.times:
        # Nobody knows whether a dish with fish of no known weight counts as one with fish.
        if times.pattern in nutrition.uncounted:
            return None
        # As its pages say it: to the half.
        halves = round(nutrition.patterns.get(times.pattern, NOTHING) * 2)
        counts.append(halves > 0)
    hands_on = _longest(recipe.time.prep)
    cooking = _longest(recipe.time.cook)
    return PlannedDish(
        slug=recipe_file.slug,
        chapter=recipe_file.chapter,
        meals=chapter.meals,
        again=chapter.again,
        servings=recipe.serves.low,
        minutes=hands_on + cooking,
        hands_on=hands_on,
        doubles=not cooking,
        keeps=keeping(recipe.keeps.fridge) if recipe.keeps else 0,
        holds=tuple(holds),
        counts=tuple(counts),
        luck=luck(recipe_file.slug),
    )


def _longest(time: Time | None) -> int:
    """Its minutes, the longer of a range; 0 for none."""
    return time.high if time else 0


def _find_span(bound: FigureBound, nutrition: Nutrition, eaters: Fraction) -> Span | None:
    """What a serving holds of a figure at least and at most, in thousandths; None: not known."""
    figure = nutrition.figures.get(bound.figure)
    if figure is None:
        return None
    most = figure.value + figure.unknown_grams * bound.densest / eaters
    return math.floor(figure.value * THOUSANDTHS), math.ceil(most * THOUSANDTHS)


def week(guide: Guide, cache: Cache = _NO_CACHE) -> Plan:
    """The week of the edition, chosen once. Raises NoPlan.

    It is kept in the cache for the same dishes and rules; a word more in a recipe changes neither.
    """
    found = guide.memo.once(("week",), partial(_find_week, guide, cache))
    if isinstance(found, NoPlan):
        raise found
    return found


def _find_week(guide: Guide, cache: Cache) -> Plan | NoPlan:
    rules = _require_week(guide)
    dishes = find_dishes(guide)
    plan = find_plan(dishes, rules, cache)
    if plan is None:
        return _why_not(dishes, rules)
    return replace(plan, snacks=plan_snacks(plan, guide))


def find_plan(
    dishes: tuple[PlannedDish, ...], rules: Week, cache: Cache = _NO_CACHE
) -> Plan | None:
    """The best week of those dishes, or None; kept in the cache for the same dishes and rules."""
    key = digest(fingerprint.program_key(), repr(dishes), repr(rules))

    def search() -> bytes:
        chosen = search_week(dishes, rules) or ()
        meals = [[dish.slug, left_over] for dish, left_over in chosen]
        return json.dumps(meals).encode()

    meals = json.loads(cache.keep("weeks", key, search))
    if not meals:
        return None
    by_slug = {dish.slug: dish for dish in dishes}
    return _lay_out([(by_slug[slug], left_over) for slug, left_over in meals], rules)


def plan_snacks(plan: Plan, guide: Guide) -> tuple[Snack, ...]:
    """What there is between meals, one thing after the other, each for as many days as it lasts.

    A snack is made on a day that still has time for it.
    """
    rules = _require_week(guide)
    waiting = list(_find_snacks(guide))
    snacks: list[Snack] = []
    day = 0
    while day < len(plan.days):
        found = _first_that_fits(waiting, plan.days[day].minutes, rules)
        if found is None:
            day += 1
            continue
        waiting.remove(found)
        lasts = _days_it_lasts(found, plan.people)
        until = min(day + lasts, len(plan.days)) - 1
        recipe = found.recipe
        hands_on = _longest(recipe.time.prep)
        snacks.append(Snack(found.slug, day, until, recipe.serves.low, hands_on))
        day = until + 1
    return tuple(snacks)


def _find_snacks(guide: Guide) -> Iterator[RecipeFile]:
    """The snacks of pantry/week.yaml that last for two days or more."""
    rules = _require_week(guide)
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    for slug in rules.snacks:
        recipe_file = recipe_files.get(slug)
        if recipe_file and _days_it_lasts(recipe_file, rules.people) >= LEAST_SNACK_DAYS:
            yield recipe_file


def _days_it_lasts(recipe_file: RecipeFile, people: int) -> int:
    """Days that one making feeds those people, a serving a day, and surely keeps."""
    recipe = recipe_file.recipe
    keeps = keeping(recipe.keeps.fridge) if recipe.keeps else 0
    return min(keeps, int(servings(recipe)) // max(people, 1))


def _first_that_fits(waiting: list[RecipeFile], minutes: int, rules: Week) -> RecipeFile | None:
    for recipe_file in waiting:
        time = recipe_file.recipe.time
        takes = _longest(time.prep) + _longest(time.cook)
        if rules.minutes is None or minutes + takes <= rules.minutes:
            return recipe_file
    return None


def choose_week(dishes: tuple[PlannedDish, ...], rules: Week) -> Plan:
    """The best week of those dishes. Raises NoPlan."""
    plan = find_plan(dishes, rules)
    if plan is None:
        raise _why_not(dishes, rules)
    return plan


def _lay_out(chosen: list[ChosenDish], rules: Week) -> Plan:
    """The week of those dishes, three a day."""
    feeds = _count_fed(chosen)
    days: list[PlannedDay] = []
    for number, name in enumerate(rules.days):
        first = number * len(MEALS)
        meals: list[Serving] = []
        dishes: list[PlannedDish] = []
        cooked: list[PlannedDish] = []
        for at, meal in enumerate(MEALS, first):
            dish, left_over = chosen[at]
            dishes.append(dish)
            if not left_over:
                cooked.append(dish)
            meals.append(Serving(meal, dish.slug, left_over, feeds[at]))
        day = PlannedDay(
            name=name,
            meals=tuple(meals),
            holds=tuple(_sum_held(dishes, bound) for bound in range(len(rules.bounds))),
            minutes=sum(dish.minutes for dish in cooked),
            hands_on=sum(dish.hands_on for dish in cooked),
        )
        days.append(day)
    return Plan(rules.people, tuple(days))


def _sum_held(dishes: list[PlannedDish], bound: int) -> tuple[Fraction, Fraction]:
    least = 0
    most = 0
    for dish in dishes:
        low, high = dish.holds[bound]
        least += low
        most += high
    return Fraction(least, THOUSANDTHS), Fraction(most, THOUSANDTHS)


def _count_fed(chosen: list[ChosenDish]) -> list[int]:
    """For each meal of the week how many meals its cooking feeds; 0 for a left-over."""
    feeds = [0] * len(chosen)
    cooked_at: dict[str, int] = {}
    for number, (dish, left_over) in enumerate(chosen):
        if not left_over:
            cooked_at[dish.slug] = number
        feeds[cooked_at[dish.slug]] += 1
    return feeds


def _why_not(dishes: tuple[PlannedDish, ...], rules: Week) -> NoPlan:
    """Why there is no week: the bound without which there is one, or a meal with too few dishes."""
    if not rules.people:
        what = "a week for nobody cannot be planned"
        return NoPlan(what, 'write for how many people, such as people: "2"', ("people",))
    short: list[str] = []
    for meal in MEALS:
        count = sum(meal in dish.meals for dish in dishes)
        if not count:
            fix = f"name {meal} under the meals of a chapter in recipes/chapters.yaml"
            return NoPlan(f"no dish of the guide may be a {meal}", fix)
        short.append(f"{meal} {count}")
    for number, bound in enumerate(rules.bounds):
        if search_week(dishes, _without_bound(rules, number)):
            return _blame_bound(dishes, number, bound)
    for number, times in enumerate(rules.times):
        if search_week(dishes, _without_times(rules, number)):
            return _blame_times(dishes, number, times)
    for field in ("minutes", "breakfast"):
        if search_week(dishes, rules.model_copy(update={field: None})):
            return _blame_minutes(rules, field)
    if search_week(dishes, rules.model_copy(update={"apart": 0})):
        what = f"there are too few dishes for {rules.apart} days between a dish and itself"
        what += f" (dishes for {sentence(short)})"
        return NoPlan(what, "add dishes, or allow fewer days between them", ("apart",))
    what = "no week keeps to all that is asked for at once"
    return NoPlan(what, "widen the bounds, or add dishes for each meal", ("bounds",))


def _without_bound(rules: Week, number: int) -> Week:
    """The same rules with one bound that asks for nothing."""
    bounds = list(rules.bounds)
    asks_nothing = {"least": NOTHING, "most": Fraction(ANY_MUCH)}
    bounds[number] = bounds[number].model_copy(update=asks_nothing)
    return rules.model_copy(update={"bounds": tuple(bounds)})


def _without_times(rules: Week, number: int) -> Week:
    """The same rules with one count that asks for nothing."""
    times = list(rules.times)
    asks_nothing = {"least": 0, "most": ANY_MUCH}
    times[number] = times[number].model_copy(update=asks_nothing)
    return rules.model_copy(update={"times": tuple(times)})


def _blame_bound(dishes: tuple[PlannedDish, ...], number: int, bound: FigureBound) -> NoPlan:
    richest = 0
    for meal in MEALS:
        own = [dish for dish in dishes if meal in dish.meals]
        richest += max(dish.holds[number][0] for dish in own)
    how_many = counted(len(dishes), "dish", "dishes")
    least = f"{float(bound.least):g}"
    most = f"{float(bound.most):g}"
    what = f"no week of these {how_many} keeps {bound.figure} between {least} and {most} a day"
    what += f"; the three richest come to {richest // THOUSANDTHS}"
    fix = f"widen the bound of {bound.figure}, or add dishes that hold more or less of it"
    return NoPlan(what, fix, ("bounds", number))


def _blame_minutes(rules: Week, field: str) -> NoPlan:
    allowed = counted(getattr(rules, field), "minute")
    what = f"no week keeps every day within {allowed} at work and at the stove"
    if field == "breakfast":
        what = f"no week keeps the breakfast of every working day within {allowed}"
    fix = "add quicker dishes, or dishes that serve more, or allow more minutes"
    return NoPlan(what, fix, (field,))


def _blame_times(dishes: tuple[PlannedDish, ...], number: int, times: MealTimes) -> NoPlan:
    count = sum(dish.counts[number] for dish in dishes)
    how_many = counted(count, "dish counts", "dishes count")
    what = f"no week has {times.says} {times.least} to {times.most} times; {how_many} to it"
    fix = f"add a dish with {times.says}, or ask for it less often"
    return NoPlan(what, fix, ("times", number))
