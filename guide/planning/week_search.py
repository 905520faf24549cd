"""The search for the cheapest week of meals that keeps to what pantry/week.yaml asks for.

It goes meal by meal and keeps the best beginnings of a week (a beam search; Lowerre, The Harpy
Speech Recognition System, 1976). It uses no random numbers: where two dishes are as good,
the digests of their names decide, so that the same recipes give the same week and a new one moves
little. What is unknown of a dish counts as the least and as the most it could be, never as nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    `least` and `most` are the bounds of a day in thousandths, and `middles` what lies in the middle
    of each two, with how far they are apart. `later` has, for each meal and bound,
    what the meals after it on that day can surely add at most, and what they can possibly add at
    least. `counted` are the dishes that count to a part of the pattern.
    """

    dishes: tuple[PlannedDish, ...]
    week: Week
    balance: float
    least: tuple[int, ...]
    most: tuple[int, ...]
    middles: tuple[tuple[float, int], ...]
    later: tuple[Spans, ...]
    counted: frozenset[int]

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


class _Option(NamedTuple):
    """A dish that may be served at a meal; `cost` is that of cooking it, whatever came before."""

    dish: int
    left_over: bool
    cost: float = 0.0


class _Times(NamedTuple):
    """How often each part of the pattern came, and what it costs that some are overdue."""

    counts: tuple[int, ...]
    cost: float


class _Meal:
    """A meal of the week. It remembers what is asked of it for many beginnings and is the same."""

    def __init__(self, task: _Task, at: int) -> None:
        self.at = at
        self.day, self.place = divmod(at, len(MEALS))
        self.name = MEALS[self.place]
        self.is_last = self.place == len(MEALS) - 1
        self._task = task
        self._options = tuple(_list_options(task, self))
        self._fitting: dict[tuple[Spans, int], list[_Option]] = {}
        self._times: dict[tuple[tuple[int, ...], tuple[bool, ...]], _Times | None] = {}

    def find_fitting(self, held: Spans, minutes: int) -> list[_Option]:
        """What may be cooked when the day so far holds that much and took so many minutes."""
        key = (held, minutes)
        if key not in self._fitting:
            room = self.find_room(held)
            fitting: list[_Option] = []
            for option in self._options:
                dish = self._task.dishes[option.dish]
                if _is_within(dish.holds, room) and self.has_time(minutes + dish.minutes):
                    fitting.append(option)
            self._fitting[key] = fitting
        return self._fitting[key]

    def find_room(self, held: Spans) -> Spans:
        """The least a dish must surely hold of each bounded figure, and the most that it may."""
        task = self._task
        room: list[Span] = []
        for bound, (low, high) in enumerate(held):
            surely, possibly = task.later[self.place][bound]
            room.append((task.least[bound] - surely - low, task.most[bound] - possibly - high))
        return tuple(room)

    def has_time(self, minutes: int) -> bool:
        """Whether a day may take so many minutes."""
        most = self._task.week.minutes
        return most is None or minutes <= most

    def add_times(self, times: tuple[int, ...], dish: PlannedDish) -> _Times | None:
        """The parts of the pattern that came, with that dish; None where a rule forbids it."""
        key = (times, dish.counts)
        if key not in self._times:
            self._times[key] = _judge_times(self._task, _add_times(times, dish), self.at)
        return self._times[key]


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
    middles: list[tuple[float, int]] = []
    for bound in week.bounds:
        low = math.ceil(bound.least * THOUSANDTHS)
        high = math.floor(bound.most * THOUSANDTHS)
        least.append(low)
        most.append(high)
        middles.append(((low + high) / 2, max(1, high - low)))
    return _Task(
        dishes=dishes,
        week=week,
        balance=week.weights.balance if balanced else 0.0,
        least=tuple(least),
        most=tuple(most),
        middles=tuple(middles),
        later=tuple(later),
        counted=frozenset(number for number, dish in enumerate(dishes) if dish.is_counted),
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
    meals = [_Meal(task, at) for at in range(task.meal_count)]
    beginnings = [_begin(task)]
    for at, meal in enumerate(meals):
        steps: list[_Step] = []
        for number, beginning in enumerate(beginnings):
            steps.extend(_find_steps(task, beginning, number, meal))
        steps.sort()
        beginnings = _take_best(task, beginnings, steps, width, meals[at:])
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
    task: _Task, beginnings: list[_Beginning], steps: list[_Step], width: int, meals: list[_Meal]
) -> list[_Beginning]:
    """The beginnings that the cheapest steps lead to, at most so many.

    `meals` are the meal of the steps and those after it.
    """
    meal = meals[0]
    seen: set[tuple[frozenset[Choice], Spans]] = set()
    best: list[_Beginning] = []
    for step in steps:
        if len(best) == width:
            break
        after = _take_step(task, beginnings[step.beginning], step, meal)
        # The same dishes in another order are the same beginning, and would crowd out others.
        key = (frozenset(after.meals), after.held)
        if key in seen:
            continue
        # A lunch after which no supper fits leads nowhere.
        if meal.name == "lunch" and not _has_steps(task, after, meals[1]):
            continue
        seen.add(key)
        best.append(after)
    return best


def _has_steps(task: _Task, beginning: _Beginning, meal: _Meal) -> bool:
    for choice in _find_choices(task, beginning, meal):
        if meal.add_times(beginning.times, task.dishes[choice.dish]) is not None:
            return True
    return False


def _find_steps(task: _Task, beginning: _Beginning, number: int, meal: _Meal) -> Iterator[_Step]:
    """What may be served at that meal and keeps every bound; `number` is that of the beginning."""
    around = _look_around(task, beginning, meal)
    for choice in _find_choices(task, beginning, meal):
        dish = task.dishes[choice.dish]
        times = meal.add_times(beginning.times, dish)
        if times is None:
            continue
        if choice.left_over:
            cost = _cost_left_over(task.week.weights, around, dish)
        else:
            repeated = choice.dish in beginning.last_day
            cost = _cost_cooking(task.week.weights, around, dish, choice.cost, repeated)
        # A week that puts off what it must have would find no room for it in the end.
        cost += times.cost
        if meal.is_last:
            # The middle between two bounds is a better day than one that just keeps to them.
            cost += task.balance * _distance_from_middle(task, beginning.held, dish)
        yield _Step(beginning.cost + cost, number, choice.dish, choice.left_over, times.counts)


def _find_choices(task: _Task, beginning: _Beginning, meal: _Meal) -> Iterator[_Option]:
    """What may be served at that meal and keeps the bounds of its day."""
    yield from _find_left_over(task, beginning, meal)
    for option in meal.find_fitting(beginning.held, beginning.minutes):
        last_day = beginning.last_day.get(option.dish)
        if last_day is None or meal.day - last_day > task.week.apart:
            yield option


def _find_left_over(task: _Task, beginning: _Beginning, meal: _Meal) -> Iterator[_Option]:
    for number, (cooked_on, meals_left) in beginning.left.items():
        dish = task.dishes[number]
        if not meals_left or meal.name not in dish.again:
            continue
        if not 0 < meal.day - cooked_on <= min(task.week.again, dish.keeps):
            continue
        today = beginning.meals[meal.day * len(MEALS) :]
        if any(served == number for served, _ in today):
            continue
        room = meal.find_room(beginning.held)
        if _is_within(dish.holds, room) and meal.has_time(beginning.minutes):
            yield _Option(number, True)


def _is_within(holds: Spans, room: Spans) -> bool:
    for (least, most), (lower, upper) in zip(holds, room, strict=True):
        if least < lower or most > upper:
            return False
    return True


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


def _judge_times(task: _Task, times: tuple[int, ...], at: int) -> _Times | None:
    """What those times cost at that meal; None where a rule can no longer be kept."""
    meals_left = task.meal_count - at - 1
    for count, rule in zip(times, task.week.times, strict=True):
        if count > rule.most or rule.least - count > meals_left:
            return None
    overdue = task.week.weights.overdue * _count_overdue(task, times, at)
    return _Times(times, overdue / len(MEALS))


def _count_overdue(task: _Task, times: tuple[int, ...], at: int) -> float:
    """How many meals of `times` are missing, compared with a week that has them at even gaps."""
    overdue = 0.0
    for count, rule in zip(times, task.week.times, strict=True):
        due = rule.least * (at + 1) / task.meal_count
        overdue += max(0.0, due - count)
    return overdue


def _distance_from_middle(task: _Task, held: Spans, dish: PlannedDish) -> float:
    """How far a day is from the middle of its bounds that ends with that dish."""
    distance = 0.0
    for (low, _), (least, _), (middle, apart) in zip(held, dish.holds, task.middles, strict=True):
        distance += abs(low + least - middle) / apart
    return distance


@dataclass(frozen=True)
class _Around:
    """What a beginning says about its next meal: what was served near it.

    What it says of chapters is empty at breakfast, which is much the same every day.
    """

    left_over_today: bool
    counted_lately: bool
    chapter_counts: dict[str, int] = field(default_factory=dict)
    chapters_today: frozenset[str] = frozenset()
    chapter_yesterday: str = ""


def _look_around(task: _Task, beginning: _Beginning, meal: _Meal) -> _Around:
    today = beginning.meals[meal.day * len(MEALS) :]
    left_over_today = _has_left_over(task, today)
    counted_lately = any(dish in task.counted for dish, _ in beginning.meals[-LATELY:])
    if meal.name == "breakfast":
        return _Around(left_over_today, counted_lately)
    return _Around(
        left_over_today=left_over_today,
        counted_lately=counted_lately,
        chapter_counts=_count_chapters(task, beginning.meals),
        chapters_today=frozenset(task.dishes[dish].chapter for dish, _ in today),
        chapter_yesterday=_chapter_a_day_before(task, beginning, meal.at),
    )


def _list_options(task: _Task, meal: _Meal) -> Iterator[_Option]:
    """What may be cooked for that meal in any week, with what that costs at least."""
    week = task.week
    minute_cost = _cost_minute(task, meal.day)
    for number, dish in enumerate(task.dishes):
        if meal.name not in dish.meals or _takes_too_long(task, meal, dish):
            continue
        cost = week.weights.cooking + week.weights.chance * dish.luck + dish.minutes * minute_cost
        # What the people cannot eat at once must be eaten soon, or less of it cooked.
        if dish.servings != week.people:
            cost += week.weights.pot
        yield _Option(number, False, cost)


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


def _takes_too_long(task: _Task, meal: _Meal, dish: PlannedDish) -> bool:
    """Whether it is a breakfast that no working day has time for."""
    week = task.week
    if week.breakfast is None or meal.name != "breakfast":
        return False
    return week.days[meal.day] not in week.unhurried and dish.minutes > week.breakfast


def _cost_left_over(weights: PlanWeights, around: _Around, dish: PlannedDish) -> float:
    """Cooking once and eating twice pays back what the half of a dish would have cost.

    A day of left-overs is no feast, and what is to come several times in a week comes on days
    apart, as other dishes.
    """
    cost = -weights.left_over
    if around.left_over_today:
        cost += weights.left_over_today
    if dish.is_counted:
        cost += weights.left_over_counted
    return cost


def _cost_cooking(
    weights: PlanWeights, around: _Around, dish: PlannedDish, least: float, repeated: bool
) -> float:
    """What cooking a dish costs that costs so much at least."""
    cost = least
    if repeated:
        cost += weights.repeated
    if around.counted_lately and dish.is_counted:
        cost += weights.counted_again
    cost += weights.chapter * around.chapter_counts.get(dish.chapter, 0)
    if around.chapter_yesterday == dish.chapter:
        cost += weights.chapter_yesterday
    if dish.chapter in around.chapters_today:
        cost += weights.chapter_today
    return cost


def _take_step(task: _Task, beginning: _Beginning, step: _Step, meal: _Meal) -> _Beginning:
    """The beginning of the week with one more meal."""
    dish = task.dishes[step.dish]
    left = dict(beginning.left)
    if step.left_over:
        cooked_on, meals_left = left[step.dish]
        left[step.dish] = (cooked_on, meals_left - 1)
    else:
        # A dish comes again once, when the pot is large enough for it.
        left[step.dish] = (meal.day, int(dish.feeds_twice(task.week.people)))
    last_day = dict(beginning.last_day)
    last_day[step.dish] = meal.day
    held = _add_held(beginning.held, dish)
    minutes = beginning.minutes + dish.minutes_needed(step.left_over)
    if meal.is_last:
        # The next day begins with nothing.
        held = _begin(task).held
        minutes = 0
    return _Beginning(
        cost=step.cost,
        meals=(*beginning.meals, (step.dish, step.left_over)),
        last_day=last_day,
        left=left,
        times=step.times,
        held=held,
        minutes=minutes,
    )
