"""The search for the cheapest week of meals that keeps to what pantry/week.yaml asks for.

It goes meal by meal and keeps the best beginnings of a week (a beam search; Lowerre, The Harpy
Speech Recognition System, 1976). It uses no random numbers: where two dishes are as good,
the digests of their names decide, so that the same recipes give the same week and a new one moves
little. What is unknown of a dish counts as the least and as the most it could be, never as nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from guide.read.pantry_files import PlanWeights, Week

# The least and the most of something, in thousandths of its unit.
Span = tuple[int, int]
Spans = tuple[Span, ...]
# The number of a dish in the search, and whether it is left over.
Choice = tuple[int, bool]

MEALS = ("breakfast", "lunch", "supper")
# Figures are compared as thousandths, rounded to the side on which a bound stays kept.
THOUSANDTHS = 1000
# How many beginnings of a week are kept, and whether a day far from the middle of its bounds costs
# more. When none leads to a whole week, richer days must not use up what poorer ones need, and more
# beginnings are kept.
TRIES = ((60, True), (60, False), (400, False))
# So many meals back, a dish that counts to a part of the pattern was served lately.
LATELY = 6


@dataclass(frozen=True)
class PlannedDish:
    """What the plan knows of a recipe.

    `holds` has the least and the most a serving can hold of each bounded figure, in thousandths;
    `counts` whether it counts to each part of the pattern that is asked for; `minutes` is hands-on
    and cooking time, `hands_on` the first of them, `keeps` days in the fridge, `luck` decides
    between equals, 0 to 1. A dish that `doubles` is not cooked at all, and is as easily made for
    two meals as for one.
    """

    slug: str
    chapter: str
    meals: tuple[str, ...]
    again: tuple[str, ...]
    servings: int
    minutes: int
    keeps: int
    holds: Spans
    counts: tuple[bool, ...]
    luck: float
    hands_on: int = 0
    doubles: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it counts to any part of the pattern."""
        return any(self.counts)

    def feeds_twice(self, people: int) -> bool:
        """Whether one making of it gives those people two meals."""
        return self.doubles or self.servings >= 2 * people

    def minutes_needed(self, left_over: bool) -> int:
        """Minutes at work and at the stove for a meal of it; none for a left-over."""
        return 0 if left_over else self.minutes


# A dish, and whether it is left over.
ChosenDish = tuple[PlannedDish, bool]


@dataclass(frozen=True)
class _Task:
    """The dishes and the rules as the search uses them.

    `balance` is what a day costs that is as far from the middle of a bound as its ends are apart.
    `least` and `most` are the bounds of a day in thousandths. `later` has, for each meal and bound,
    what the meals after it on that day can surely add at most, and what they can possibly add at
    least.
    """

    dishes: tuple[PlannedDish, ...]
    week: Week
    balance: float
    least: tuple[int, ...]
    most: tuple[int, ...]
    later: tuple[Spans, ...]

    @property
    def meal_count(self) -> int:
        """The meals of the whole week."""
        return len(self.week.days) * len(MEALS)


@dataclass(frozen=True)
class _Beginning:
    """A beginning of a week, with dishes by their number.

    It knows what it has cost, its meals as (dish, whether it is left over), the last day of each
    dish, what is left in the fridge as {dish: (day cooked, meals left)}, how often each part of the
    pattern came, what the day so far holds of each bounded figure, and its minutes of work.
    """

    cost: float
    meals: tuple[Choice, ...]
    last_day: dict[int, int]
    left: dict[int, tuple[int, int]]
    times: tuple[int, ...]
    held: Spans
    minutes: int = 0


class _Step(NamedTuple):
    """One meal more for a beginning. Steps sort by the cost of the week so far, never by chance."""

    cost: float
    beginning: int
    dish: int
    left_over: bool
    times: tuple[int, ...]


def search_week(dishes: tuple[PlannedDish, ...], week: Week) -> list[ChosenDish] | None:
    """The cheapest week, as (dish, whether it is left over); None when there is none."""
    if not dishes or not week.people:
        return None
    for width, balanced in TRIES:
        task = _prepare(dishes, week, balanced)
        best = _search(task, width) if task else None
        if best:
            return [(dishes[number], left_over) for number, left_over in best.meals]
    return None


def _prepare(dishes: tuple[PlannedDish, ...], week: Week, balanced: bool) -> _Task | None:
    """The rules made ready for those dishes; None when some meal has no dish at all."""
    possible: list[list[PlannedDish]] = []
    for meal in MEALS:
        able = [dish for dish in dishes if _may_be(dish, meal, week.people)]
        if not able:
            return None
        possible.append(able)
    later: list[Spans] = []
    for place in range(len(MEALS)):
        later_dishes = possible[place + 1 :]
        later.append(_sum_later(later_dishes, len(week.bounds)))
    least: list[int] = []
    most: list[int] = []
    for bound in week.bounds:
        least.append(math.ceil(bound.least * THOUSANDTHS))
        most.append(math.floor(bound.most * THOUSANDTHS))
    return _Task(
        dishes=dishes,
        week=week,
        balance=week.weights.balance if balanced else 0.0,
        least=tuple(least),
        most=tuple(most),
        later=tuple(later),
    )


def _may_be(dish: PlannedDish, meal: str, people: int) -> bool:
    if meal in dish.meals:
        return True
    return meal in dish.again and dish.feeds_twice(people)


def _sum_later(possible: list[list[PlannedDish]], bound_count: int) -> Spans:
    """Of each bound, the most that meals can surely add, and the least they can possibly add.

    `possible` has the dishes that each of the meals may be.
    """
    sums: list[Span] = []
    for bound in range(bound_count):
        surely = 0
        possibly = 0
        for dishes in possible:
            spans = [dish.holds[bound] for dish in dishes]
            surely += max(least for least, _ in spans)
            possibly += min(most for _, most in spans)
        sums.append((surely, possibly))
    return tuple(sums)


def _search(task: _Task, width: int) -> _Beginning | None:
    """The cheapest week when so many beginnings are kept at each meal; None when there is none."""
    beginnings = [_begin(task)]
    for at in range(task.meal_count):
        steps: list[_Step] = []
        for number, beginning in enumerate(beginnings):
            steps.extend(_find_steps(task, beginning, number, at))
        steps.sort()
        beginnings = _take_best(task, beginnings, steps, width, at)
    if not beginnings:
        return None
    return beginnings[0]


def _begin(task: _Task) -> _Beginning:
    nothing = (0, 0)
    return _Beginning(
        cost=0.0,
        meals=(),
        last_day={},
        left={},
        times=(0,) * len(task.week.times),
        held=(nothing,) * len(task.week.bounds),
    )


def _take_best(
    task: _Task, beginnings: list[_Beginning], steps: list[_Step], width: int, at: int
) -> list[_Beginning]:
    """The beginnings that the cheapest steps lead to, at most so many."""
    is_lunch = MEALS[at % len(MEALS)] == "lunch"
    seen: set[tuple[frozenset[Choice], Spans]] = set()
    best: list[_Beginning] = []
    for step in steps:
        if len(best) == width:
            break
        after = _take_step(task, beginnings[step.beginning], step, at)
        # The same dishes in another order are the same beginning, and would crowd out others.
        key = (frozenset(after.meals), after.held)
        if key in seen:
            continue
        # A lunch after which no supper fits leads nowhere.
        if is_lunch and not _has_steps(task, after, at + 1):
            continue
        seen.add(key)
        best.append(after)
    return best


def _has_steps(task: _Task, beginning: _Beginning, at: int) -> bool:
    steps = _find_steps(task, beginning, 0, at)
    return next(steps, None) is not None


def _find_steps(task: _Task, beginning: _Beginning, number: int, at: int) -> Iterator[_Step]:
    """What may be served at that meal and keeps every bound; `number` is that of the beginning."""
    place = at % len(MEALS)
    is_last = place == len(MEALS) - 1
    for dish_number, left_over, cost in _find_options(task, beginning, at):
        dish = task.dishes[dish_number]
        if not _leaves_time(task, beginning, dish, left_over):
            continue
        held = _add_held(beginning.held, dish)
        if not _keeps_bounds(task, held, place):
            continue
        times = _add_times(beginning.times, dish)
        if not _keeps_times(task, times, at):
            continue
        # A week that puts off what it must have would find no room for it in the end.
        cost += task.week.weights.overdue * _count_overdue(task, times, at) / len(MEALS)
        if is_last:
            # The middle between two bounds is a better day than one that just keeps to them.
            cost += task.balance * _distance_from_middle(task, held)
        yield _Step(beginning.cost + cost, number, dish_number, left_over, times)


def _leaves_time(task: _Task, beginning: _Beginning, dish: PlannedDish, left_over: bool) -> bool:
    if task.week.minutes is None:
        return True
    return beginning.minutes + dish.minutes_needed(left_over) <= task.week.minutes


def _add_held(held: Spans, dish: PlannedDish) -> Spans:
    sums: list[Span] = []
    for (low, high), (least, most) in zip(held, dish.holds, strict=True):
        sums.append((low + least, high + most))
    return tuple(sums)


def _add_times(times: tuple[int, ...], dish: PlannedDish) -> tuple[int, ...]:
    sums: list[int] = []
    for count, counts in zip(times, dish.counts, strict=True):
        sums.append(count + counts)
    return tuple(sums)


def _keeps_bounds(task: _Task, held: Spans, place: int) -> bool:
    for bound, (low, high) in enumerate(held):
        surely, possibly = task.later[place][bound]
        if low + surely < task.least[bound]:
            return False
        if high + possibly > task.most[bound]:
            return False
    return True


def _keeps_times(task: _Task, times: tuple[int, ...], at: int) -> bool:
    meals_left = task.meal_count - at - 1
    for count, rule in zip(times, task.week.times, strict=True):
        if count > rule.most or rule.least - count > meals_left:
            return False
    return True


def _count_overdue(task: _Task, times: tuple[int, ...], at: int) -> float:
    """How many meals of `times` are missing, compared with a week that has them at even gaps."""
    overdue = 0.0
    for count, rule in zip(times, task.week.times, strict=True):
        due = rule.least * (at + 1) / task.meal_count
        overdue += max(0.0, due - count)
    return overdue


def _distance_from_middle(task: _Task, held: Spans) -> float:
    distance = 0.0
    for (low, _), least, most in zip(held, task.least, task.most, strict=True):
        middle = (least + most) / 2
        apart = max(1, most - least)
        distance += abs(low - middle) / apart
    return distance


@dataclass(frozen=True)
class _MealContext:
    """What a beginning says about its next meal: when it is, and what was served near it.

    What it says of chapters is empty at breakfast, which is much the same every day.
    """

    day: int
    meal: str
    minute_cost: float
    today: frozenset[int]
    left_over_today: bool
    counted_lately: bool
    chapter_counts: dict[str, int] = field(default_factory=dict)
    chapters_today: frozenset[str] = frozenset()
    chapter_yesterday: str = ""


def _describe_meal(task: _Task, beginning: _Beginning, at: int) -> _MealContext:
    day, place = divmod(at, len(MEALS))
    meal = MEALS[place]
    today = beginning.meals[day * len(MEALS) :]
    context = _MealContext(
        day=day,
        meal=meal,
        minute_cost=_cost_minute(task, day),
        today=frozenset(dish for dish, _ in today),
        left_over_today=_has_left_over(task, today),
        counted_lately=_has_counted_lately(task, beginning),
    )
    if meal == "breakfast":
        return context
    return replace(
        context,
        chapter_counts=_count_chapters(task, beginning.meals),
        chapters_today=frozenset(task.dishes[dish].chapter for dish in context.today),
        chapter_yesterday=_chapter_a_day_before(task, beginning, at),
    )


def _cost_minute(task: _Task, day: int) -> float:
    if task.week.days[day] in task.week.unhurried:
        return task.week.weights.unhurried_minute
    return task.week.weights.minute


def _has_left_over(task: _Task, meals: tuple[Choice, ...]) -> bool:
    """Whether one of the meals is a left-over, breakfasts aside."""
    for dish, left_over in meals:
        if left_over and "breakfast" not in task.dishes[dish].meals:
            return True
    return False


def _has_counted_lately(task: _Task, beginning: _Beginning) -> bool:
    return any(task.dishes[dish].is_counted for dish, _ in beginning.meals[-LATELY:])


def _chapter_a_day_before(task: _Task, beginning: _Beginning, at: int) -> str:
    if at < len(MEALS):
        return ""
    dish, _ = beginning.meals[at - len(MEALS)]
    return task.dishes[dish].chapter


def _count_chapters(task: _Task, meals: tuple[Choice, ...]) -> dict[str, int]:
    """How many dishes of each chapter were cooked so far."""
    counts: dict[str, int] = {}
    for dish, left_over in meals:
        if not left_over:
            chapter = task.dishes[dish].chapter
            counts[chapter] = counts.get(chapter, 0) + 1
    return counts


def _find_options(task: _Task, beginning: _Beginning, at: int) -> Iterator[tuple[int, bool, float]]:
    """What may be served at that meal: (dish, whether it is left over, what it costs)."""
    context = _describe_meal(task, beginning, at)
    for number, dish in enumerate(task.dishes):
        if _may_come_again(task, beginning, context, number):
            yield number, True, _cost_left_over(task.week.weights, context, dish)
        if context.meal not in dish.meals:
            continue
        if _takes_too_long(task, context, dish):
            continue
        last_day = beginning.last_day.get(number)
        if last_day is None:
            yield number, False, _cost_cooking(task, context, dish, False)
        elif context.day - last_day > task.week.apart:
            yield number, False, _cost_cooking(task, context, dish, True)


def _takes_too_long(task: _Task, context: _MealContext, dish: PlannedDish) -> bool:
    """Whether it is a breakfast that no working day has time for."""
    week = task.week
    if week.breakfast is None or context.meal != "breakfast":
        return False
    return week.days[context.day] not in week.unhurried and dish.minutes > week.breakfast


def _may_come_again(task: _Task, beginning: _Beginning, context: _MealContext, number: int) -> bool:
    if number not in beginning.left or number in context.today:
        return False
    cooked_on, meals_left = beginning.left[number]
    dish = task.dishes[number]
    if not meals_left or context.meal not in dish.again:
        return False
    age = context.day - cooked_on
    return 0 < age <= min(task.week.again, dish.keeps)


def _cost_left_over(weights: PlanWeights, context: _MealContext, dish: PlannedDish) -> float:
    """Cooking once and eating twice pays back what the half of a dish would have cost.

    A day of left-overs is no feast, and what is to come several times in a week comes on days
    apart, as other dishes.
    """
    cost = -weights.left_over
    if context.left_over_today:
        cost += weights.left_over_today
    if dish.is_counted:
        cost += weights.left_over_counted
    return cost


def _cost_cooking(task: _Task, context: _MealContext, dish: PlannedDish, repeated: bool) -> float:
    weights = task.week.weights
    cost = weights.cooking + weights.chance * dish.luck + dish.minutes * context.minute_cost
    # What the people cannot eat at once must be eaten soon, or less of it cooked.
    if dish.servings != task.week.people:
        cost += weights.pot
    if repeated:
        cost += weights.repeated
    if context.counted_lately and dish.is_counted:
        cost += weights.counted_again
    cost += weights.chapter * context.chapter_counts.get(dish.chapter, 0)
    if context.chapter_yesterday == dish.chapter:
        cost += weights.chapter_yesterday
    if dish.chapter in context.chapters_today:
        cost += weights.chapter_today
    return cost


def _take_step(task: _Task, beginning: _Beginning, step: _Step, at: int) -> _Beginning:
    """The beginning of the week with one more meal."""
    day, place = divmod(at, len(MEALS))
    dish = task.dishes[step.dish]
    left = dict(beginning.left)
    if step.left_over:
        cooked_on, meals_left = left[step.dish]
        left[step.dish] = (cooked_on, meals_left - 1)
    else:
        # A dish comes again once, when the pot is large enough for it.
        left[step.dish] = (day, int(dish.feeds_twice(task.week.people)))
    last_day = dict(beginning.last_day)
    last_day[step.dish] = day
    held = _add_held(beginning.held, dish)
    minutes = beginning.minutes + dish.minutes_needed(step.left_over)
    if place == len(MEALS) - 1:
        # The next day begins with nothing.
        held = _begin(task).held
        minutes = 0
    meal = (step.dish, step.left_over)
    return _Beginning(
        cost=step.cost,
        meals=(*beginning.meals, meal),
        last_day=last_day,
        left=left,
        times=step.times,
        held=held,
        minutes=minutes,
    )
