"""A week of meals, chosen from the recipes of the edition by what pantry/week.yaml asks for.

`guide.derive.week_search` looks for the week; here stand what a recipe brings to it, the week that came of it, and what
is said when there is none. A dish with no figure for what is bounded is not planned.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypedDict, cast

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import counted
from guide.derive.allergens import sentence
from guide.derive.nutrition import NOTHING, Nutrition, find_nutrition, servings
from guide.derive.week_search import MEALS, THOUSAND, PlannedDish, search_week
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureBound, MealTimes, Week

# Of a large chapter, so many dishes are enough to choose from.
MOST_DISHES = 24
# Days that food surely keeps, by the unit its recipe names.
DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30}
# A bound or a count that asks for nothing.
ANY_MUCH = 10**6
_NO_CACHE = Cache(None)


@dataclass(frozen=True)
class Serving:
    """One meal of the week: its dish, whether it was cooked before, and, of what is cooked now, how many meals it feeds."""

    meal: str
    slug: str
    left_over: bool
    feeds: int = 1


@dataclass(frozen=True)
class PlannedDay:
    """One day: its meals, and the least and the most its dishes hold of each bounded figure, in the figure's unit."""

    name: str
    meals: tuple[Serving, ...]
    holds: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class Plan:
    """A week for so many people."""

    people: int
    days: tuple[PlannedDay, ...]

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


class NoPlan(Exception):
    """No week keeps to what is asked: which part of pantry/week.yaml cannot be met, what is wrong, and what would mend it."""

    def __init__(self, what: str, fix: str, steps: tuple[str | int, ...] = ()):
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.steps = steps


class _Facts(TypedDict):
    """What is worked out of a recipe and kept in the cache; the fields of PlannedDish of the same names."""

    servings: int
    minutes: int
    keeps: int
    holds: list[tuple[int, int]]
    counts: list[bool]


def keeping(text: str | None) -> int:
    """Whole days that food surely keeps: the shorter of "1–2 months", as 30."""
    if not text:
        return 0
    number, _, unit = text.partition(" ")
    shortest, _, _ = number.partition("–")
    return int(shortest) * DAYS[unit.rstrip("s")]


def luck(slug: str) -> float:
    """What decides between equals, from 0 to 1: it hangs on the name alone, so that no other edit changes it."""
    return int(digest(slug)[:8], 16) / 16**8


def find_dishes(guide: Guide, cache: Cache = _NO_CACHE) -> tuple[PlannedDish, ...]:
    """The recipes that may be planned, MOST_DISHES of a chapter at most, in the order of the book.

    Each is worked out once for as long as it stays the same.
    """
    dishes: list[PlannedDish] = []
    for chapter in guide.chapters:
        if not chapter.meals:
            continue
        for recipe_file in _draw_dishes(guide.chapter_recipes(chapter.folder)):
            facts = _cached_facts(recipe_file, guide, cache)
            if facts is None:
                continue
            dish = PlannedDish(
                slug=recipe_file.slug,
                chapter=recipe_file.chapter,
                meals=chapter.meals,
                again=chapter.again,
                servings=facts["servings"],
                minutes=facts["minutes"],
                keeps=facts["keeps"],
                holds=tuple((least, most) for least, most in facts["holds"]),
                counts=tuple(facts["counts"]),
                luck=luck(recipe_file.slug),
            )
            dishes.append(dish)
    return tuple(dishes)


def _luck_of(recipe_file: RecipeFile) -> float:
    return luck(recipe_file.slug)


def _draw_dishes(recipe_files: tuple[RecipeFile, ...]) -> Iterator[RecipeFile]:
    drawn = frozenset(sorted(recipe_files, key=_luck_of)[:MOST_DISHES])
    for recipe_file in recipe_files:
        if recipe_file in drawn:
            yield recipe_file


def _cached_facts(recipe_file: RecipeFile, guide: Guide, cache: Cache) -> _Facts | None:
    key = digest(
        fingerprint.program_key(),
        guide.world,
        json.dumps(_list_questions(_require_week(guide))),
        recipe_file.path,
        recipe_file.digest,
    )

    def make() -> bytes:
        return json.dumps(_work_out_facts(recipe_file, guide)).encode()

    # The key has all of our code in it, and the entry is sealed, so it is what _work_out_facts gave.
    return cast("_Facts | None", json.loads(cache.keep("dishes", key, make)))


def _list_questions(rules: Week) -> list[str]:
    """What the facts of a dish hang on, of the rules."""
    questions = [f"{bound.figure} {bound.densest}" for bound in rules.bounds]
    questions += [times.pattern for times in rules.times]
    return questions


def _require_week(guide: Guide) -> Week:
    if guide.week is None:
        raise ValueError("a plan needs a guide whose pantry/week.yaml could be read")
    return guide.week


def _work_out_facts(recipe_file: RecipeFile, guide: Guide) -> _Facts | None:
    """What the plan must know of a recipe; None when it may not be planned."""
    recipe = recipe_file.recipe
    # "16 cookies" are no meals for sixteen.
    if recipe.serves.noun:
        return None
    rules = _require_week(guide)
    nutrition = find_nutrition(recipe_file, guide)
    eaters = servings(recipe)
    holds: list[tuple[int, int]] = []
    for bound in rules.bounds:
        span = _least_and_most(bound, nutrition, eaters)
        if span is None:
            return None
        holds.append(span)
    counts: list[bool] = []
    for times in rules.times:
        # As its pages say it: to the half.
        halves = round(nutrition.patterns.get(times.pattern, NOTHING) * 2)
        counts.append(halves > 0)
    minutes = 0
    for part in (recipe.time.prep, recipe.time.cook):
        if part:
            minutes += part.high
    return {
        "servings": recipe.serves.low,
        "minutes": minutes,
        "keeps": keeping(recipe.keeps.fridge) if recipe.keeps else 0,
        "holds": holds,
        "counts": counts,
    }


def _least_and_most(
    bound: FigureBound, nutrition: Nutrition, eaters: Fraction
) -> tuple[int, int] | None:
    """What a serving holds of a figure at least and at most, in thousandths; None when nobody can say."""
    figure = nutrition.figures.get(bound.figure)
    if figure is None:
        return None
    unknown_grams = NOTHING
    for part in nutrition.parts:
        if part.line.name in figure.unknown:
            if part.grams is None:
                return None
            unknown_grams += part.grams
    most = figure.value + unknown_grams * bound.densest / eaters
    return math.floor(figure.value * THOUSAND), math.ceil(most * THOUSAND)


def week(guide: Guide, cache: Cache = _NO_CACHE) -> Plan:
    """The week of the edition, chosen once for the same dishes and rules; a word more in a recipe changes neither. Raises NoPlan."""
    found = guide.memo.once(("week",), partial(_find_week, guide, cache))
    if isinstance(found, NoPlan):
        raise found
    return found


def _find_week(guide: Guide, cache: Cache) -> Plan | NoPlan:
    rules = _require_week(guide)
    dishes = find_dishes(guide, cache)
    key = digest(fingerprint.program_key(), repr(dishes), repr(rules))
    kept = cache.get("weeks", key)
    if kept is not None:
        by_slug = {dish.slug: dish for dish in dishes}
        chosen = [(by_slug[slug], left_over) for slug, left_over in json.loads(kept)]
        return _lay_out(chosen, rules)
    try:
        plan = choose(dishes, rules)
    except NoPlan as none:
        return none
    meals = [[serving.slug, serving.left_over] for serving in plan.servings]
    cache.put("weeks", key, json.dumps(meals).encode())
    return plan


def choose(dishes: tuple[PlannedDish, ...], rules: Week) -> Plan:
    """The best week of those dishes. Raises NoPlan."""
    chosen = search_week(dishes, rules)
    if chosen is None:
        raise _why_not(dishes, rules)
    return _lay_out(chosen, rules)


def _lay_out(chosen: list[tuple[PlannedDish, bool]], rules: Week) -> Plan:
    """The week of those dishes, three a day."""
    feeds = _count_fed(chosen)
    days: list[PlannedDay] = []
    for number, name in enumerate(rules.days):
        first = number * len(MEALS)
        meals: list[Serving] = []
        dishes: list[PlannedDish] = []
        for place, meal in enumerate(MEALS):
            dish, left_over = chosen[first + place]
            dishes.append(dish)
            meals.append(Serving(meal, dish.slug, left_over, feeds[first + place]))
        holds: list[tuple[Fraction, Fraction]] = []
        for bound in range(len(rules.bounds)):
            least = sum(dish.holds[bound][0] for dish in dishes)
            most = sum(dish.holds[bound][1] for dish in dishes)
            holds.append((Fraction(least, THOUSAND), Fraction(most, THOUSAND)))
        days.append(PlannedDay(name, tuple(meals), tuple(holds)))
    return Plan(rules.people, tuple(days))


def _count_fed(chosen: list[tuple[PlannedDish, bool]]) -> list[int]:
    """For each meal of the week how many meals its cooking feeds; 0 for a left-over."""
    feeds = [0] * len(chosen)
    cooked_at: dict[str, int] = {}
    for number, (dish, left_over) in enumerate(chosen):
        if not left_over:
            cooked_at[dish.slug] = number
        feeds[cooked_at[dish.slug]] += 1
    return feeds


def _why_not(dishes: tuple[PlannedDish, ...], rules: Week) -> NoPlan:
    """Which bound stands in the way: the one without which there is a week; or the meal that has too few dishes."""
    if not rules.people:
        return NoPlan(
            "a week for nobody cannot be planned",
            'write for how many people, such as people: "2"',
            ("people",),
        )
    counts = {meal: sum(meal in dish.meals for dish in dishes) for meal in MEALS}
    for meal, count in counts.items():
        if not count:
            return NoPlan(
                f"no dish of the guide may be a {meal}",
                f"name {meal} under the meals of a chapter in recipes/chapters.yaml",
            )
    for number, bound in enumerate(rules.bounds):
        open_bound = bound.model_copy(update={"least": NOTHING, "most": Fraction(ANY_MUCH)})
        bounds = _replace_at(rules.bounds, number, open_bound)
        if search_week(dishes, rules.model_copy(update={"bounds": bounds})):
            return _blame_bound(dishes, number, bound)
    for number, times in enumerate(rules.times):
        open_times = times.model_copy(update={"least": 0, "most": ANY_MUCH})
        all_times = _replace_at(rules.times, number, open_times)
        if search_week(dishes, rules.model_copy(update={"times": all_times})):
            return _blame_times(dishes, number, times)
    if search_week(dishes, rules.model_copy(update={"apart": 0})):
        short = [f"{meal} {count}" for meal, count in counts.items()]
        return NoPlan(
            f"there are too few dishes for {rules.apart} days between a dish and itself"
            f" (dishes for {sentence(short)})",
            "add dishes, or allow fewer days between them",
            ("apart",),
        )
    return NoPlan(
        "no week keeps to all that is asked for at once",
        "widen the bounds, or add dishes for each meal",
        ("bounds",),
    )


def _replace_at(rules: tuple[object, ...], number: int, rule: object) -> tuple[object, ...]:
    return (*rules[:number], rule, *rules[number + 1 :])


def _blame_bound(dishes: tuple[PlannedDish, ...], number: int, bound: FigureBound) -> NoPlan:
    richest = 0
    for meal in MEALS:
        richest += max(dish.holds[number][0] for dish in dishes if meal in dish.meals)
    how_many = counted(len(dishes), "dish", "dishes")
    return NoPlan(
        f"no week of these {how_many} keeps {bound.figure} between {float(bound.least):g}"
        f" and {float(bound.most):g} a day; the three richest come to {richest // THOUSAND}",
        f"widen the bound of {bound.figure}, or add dishes that hold more or less of it",
        ("bounds", number),
    )


def _blame_times(dishes: tuple[PlannedDish, ...], number: int, times: MealTimes) -> NoPlan:
    count = sum(dish.counts[number] for dish in dishes)
    how_many = counted(count, "dish counts", "dishes count")
    return NoPlan(
        f"no week has {times.says} {times.least} to {times.most} times; {how_many} to it",
        f"add a dish with {times.says}, or ask for it less often",
        ("times", number),
    )
