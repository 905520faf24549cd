"""A week of meals, chosen from the recipes of the edition by what pantry/week.yaml asks for.

The search goes meal by meal and keeps the best beginnings of a week (a beam search; Lowerre, The Harpy Speech Recognition
System, 1976). It throws no dice: where two dishes are as good, the digests of their names decide, so that the same recipes
give the same week and a new one moves little. What is unknown of a dish counts as the least and as the most it could be,
never as nothing; a dish with no figure for what is bounded is not planned.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from guide.core import fingerprint
from guide.core.cache import Cache, digest
from guide.core.problems import counted
from guide.derive.allergens import sentence
from guide.derive.nutrition import of_card, servings
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Week

MEALS = ("breakfast", "lunch", "supper")
# Figures are compared as thousandths, rounded to the side on which a bound stays kept.
MILLE = 1000
# How many beginnings of a week are kept, and how dear a day far from the middle of its bounds is. When none leads to a whole
# week, richer days must not use up what poorer ones need, and more beginnings are kept.
TRIES = ((60, 1.0), (60, 0.0), (400, 0.0))
# Of a large chapter, so many dishes are enough to choose from.
MOST_DISHES = 24
_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30}


@dataclass(frozen=True)
class PlannedDish:
    """What the plan knows of a recipe.

    `holds` has the least and the most a serving can hold of each bounded figure, in thousandths; `counts` whether it counts
    to each part of the pattern that is asked for; `minutes` is hands-on and cooking time, `keeps` days in the fridge,
    `luck` decides between equals, 0 to 1.
    """

    slug: str
    chapter: str
    meals: tuple[str, ...]
    again: tuple[str, ...]
    servings: int
    minutes: int
    keeps: int
    holds: tuple[tuple[int, int], ...]
    counts: tuple[bool, ...]
    luck: float


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
        return tuple(serving for day in self.days for serving in day.meals)

    def cooked(self) -> tuple[tuple[str, int], ...]:
        """What is cooked, in its order: the dish and how many servings of it."""
        return tuple(
            (serving.slug, serving.feeds * self.people)
            for serving in self.servings
            if not serving.left_over
        )


class NoPlan(Exception):
    """No week keeps to what is asked: which part of pantry/week.yaml cannot be met, what is wrong, and what would mend it."""

    def __init__(self, what: str, fix: str, steps: tuple[str | int, ...] = ()):
        super().__init__(what)
        self.what, self.fix, self.steps = what, fix, steps


def keeping(text: str | None) -> int:
    """Whole days that food surely keeps: the shorter of "1–2 months", as 30."""
    if not text:
        return 0
    number, _, unit = text.partition(" ")
    return int(number.partition("–")[0]) * _DAYS[unit.rstrip("s")]


def dishes(guide: Guide, cache: Cache = Cache(None)) -> tuple[PlannedDish, ...]:
    """The recipes that may be planned, MOST_DISHES of a chapter at most, each worked out once for as long as it stays the same."""
    found = []
    for chapter in guide.chapters:
        own = guide.chapter_recipes(chapter.folder) if chapter.meals else ()
        chosen = {
            recipe_file.slug
            for recipe_file in sorted(own, key=lambda recipe_file: luck(recipe_file.slug))[
                :MOST_DISHES
            ]
        }
        for recipe_file in own:
            if recipe_file.slug not in chosen:
                continue
            key = digest(
                fingerprint.program_key(),
                guide.world,
                json.dumps(_asked(guide.week)),
                recipe_file.path,
                recipe_file.digest,
            )
            told = json.loads(
                cache.keep("dishes", key, lambda: json.dumps(_told(recipe_file, guide)).encode())
            )
            if told:
                found.append(
                    PlannedDish(
                        recipe_file.slug,
                        recipe_file.chapter,
                        chapter.meals,
                        chapter.again,
                        told["servings"],
                        told["minutes"],
                        told["keeps"],
                        tuple(map(tuple, told["holds"])),
                        tuple(told["counts"]),
                        luck(recipe_file.slug),
                    )
                )
    return tuple(found)


def luck(slug: str) -> float:
    """What decides between equals, from 0 to 1: it hangs on the name alone, so that no other edit changes it."""
    return int(digest(slug)[:8], 16) / 16**8


def _asked(week: Week) -> list[str]:
    return [
        *(f"{bound.figure} {bound.densest}" for bound in week.bounds),
        *(times.pattern for times in week.times),
    ]


def _told(recipe_file: RecipeFile, guide: Guide) -> dict | None:
    """What the plan must know of a recipe; None when it may not be planned."""
    recipe = recipe_file.recipe
    # "16 cookies" are no meals for sixteen.
    if recipe.serves.noun:
        return None
    worked = of_card(recipe_file, guide.pantry, guide.food_data)
    holds = []
    for bound in guide.week.bounds:
        figure = worked.figures.get(bound.figure)
        grams = [part.grams for part in worked.parts if figure and part.line.name in figure.unknown]
        if figure is None or any(gram is None for gram in grams):
            return None
        unknown = sum(grams, Fraction(0)) * bound.densest / servings(recipe)
        holds.append(
            (math.floor(figure.value * MILLE), math.ceil((figure.value + unknown) * MILLE))
        )
    # As its pages say it: to the half.
    counts = [
        round(worked.patterns.get(times.pattern, Fraction(0)) * 2) > 0 for times in guide.week.times
    ]
    time = recipe.time
    minutes = sum(part.high for part in (time.prep, time.cook) if part)
    keeps = keeping(recipe.keeps.fridge) if recipe.keeps else 0
    return {
        "servings": recipe.serves.low,
        "minutes": minutes,
        "keeps": keeps,
        "holds": holds,
        "counts": counts,
    }


# Weeks by the key of all that decides them, for a process that asks again.
_CHOSEN: dict[str, Plan | NoPlan] = {}


def week(guide: Guide, cache: Cache = Cache(None)) -> Plan:
    """The week of the edition, chosen once for the same dishes and rules; a word more in a recipe changes neither. Raises NoPlan."""
    key = digest(
        fingerprint.program_key(),
        guide.rest,
        *(
            part
            for recipe_file in guide.recipe_files
            for part in (recipe_file.path, recipe_file.digest)
        ),
    )
    if key not in _CHOSEN:
        found = dishes(guide, cache)
        asked = digest(fingerprint.program_key(), repr(found), repr(guide.week))
        kept = cache.get("weeks", asked)
        if kept is None:
            try:
                made = choose(found, guide.week)
                cache.put(
                    "weeks",
                    asked,
                    json.dumps(
                        [[serving.slug, serving.left_over] for serving in made.servings]
                    ).encode(),
                )
            except NoPlan as none:
                made = none
        else:
            known = {dish.slug: dish for dish in found}
            made = _plan(
                [(known[slug], left_over) for slug, left_over in json.loads(kept)], guide.week
            )
        _CHOSEN.clear()
        _CHOSEN[key] = made
    if isinstance(_CHOSEN[key], NoPlan):
        raise _CHOSEN[key]
    return _CHOSEN[key]


def choose(found: tuple[PlannedDish, ...], rules: Week) -> Plan:
    """The best week of those dishes. Raises NoPlan."""
    chosen = _search(found, rules)
    if chosen is None:
        raise _why_not(found, rules)
    return _plan(chosen, rules)


def _plan(chosen: list[tuple[PlannedDish, bool]], rules: Week) -> Plan:
    """The week of those dishes, three a day."""
    feeds: dict[int, int] = {}
    cooked: dict[str, int] = {}
    for number, (dish, left_over) in enumerate(chosen):
        if not left_over:
            cooked[dish.slug] = number
        feeds[cooked[dish.slug]] = feeds.get(cooked[dish.slug], 0) + 1
    days = []
    for number, name in enumerate(rules.days):
        own = range(number * len(MEALS), (number + 1) * len(MEALS))
        meals = tuple(
            Serving(MEALS[at % len(MEALS)], chosen[at][0].slug, chosen[at][1], feeds.get(at, 0))
            for at in own
        )
        holds = tuple(
            tuple(
                Fraction(sum(chosen[at][0].holds[bound][end] for at in own), MILLE)
                for end in (0, 1)
            )
            for bound in range(len(rules.bounds))
        )
        days.append(PlannedDay(name, meals, holds))
    return Plan(rules.people, tuple(days))


@dataclass(frozen=True)
class _Begun:
    """A beginning of a week: what it has cost, its meals, and what is left in the fridge as {dish: (day cooked, meals left)}."""

    cost: float
    chosen: tuple[tuple[int, bool], ...]
    last: dict[int, int]
    left: dict[int, tuple[int, int]]
    times: tuple[int, ...]
    held: tuple[tuple[int, int], ...]


def _search(found: tuple[PlannedDish, ...], rules: Week) -> list[tuple[PlannedDish, bool]] | None:
    """The cheapest week, as (dish, whether it is left over); None when there is none."""
    if not found or not rules.people:
        return None
    for width, dear in TRIES:
        if (best := _beam(found, rules, width, dear)) is not None:
            return [(found[dish], left_over) for dish, left_over in best.chosen]
    return None


@dataclass(frozen=True)
class _Asked:
    """The rules as the search uses them: bounds in thousandths, and what the rest of a day can add at most and must add at least."""

    rules: Week
    dear: float
    least: tuple[int, ...]
    most: tuple[int, ...]
    ceiling: tuple[tuple[int, ...], ...]
    floor: tuple[tuple[int, ...], ...]


def _asked_of(found: tuple[PlannedDish, ...], rules: Week, dear: float) -> _Asked | None:
    """The rules made ready for those dishes; None when some meal has no dish at all."""
    able = [
        [
            dish
            for dish in found
            if meal in dish.meals or meal in dish.again and dish.servings >= 2 * rules.people
        ]
        for meal in MEALS
    ]
    if not all(able):
        return None
    bounds = range(len(rules.bounds))
    ceiling = tuple(
        tuple(
            sum(max(dish.holds[bound][0] for dish in own) for own in able[place + 1 :])
            for bound in bounds
        )
        for place in range(len(MEALS))
    )
    floor = tuple(
        tuple(
            sum(min(dish.holds[bound][1] for dish in own) for own in able[place + 1 :])
            for bound in bounds
        )
        for place in range(len(MEALS))
    )
    return _Asked(
        rules,
        dear,
        tuple(math.ceil(bound.least * MILLE) for bound in rules.bounds),
        tuple(math.floor(bound.most * MILLE) for bound in rules.bounds),
        ceiling,
        floor,
    )


def _beam(found: tuple[PlannedDish, ...], rules: Week, width: int, dear: float) -> _Begun | None:
    asked = _asked_of(found, rules, dear)
    if asked is None:
        return None
    begun = [_Begun(0.0, (), {}, {}, (0,) * len(rules.times), ((0, 0),) * len(rules.bounds))]
    for at in range(len(rules.days) * len(MEALS)):
        options = sorted(
            (cost, number, dish, left_over, times)
            for number, state in enumerate(begun)
            for cost, dish, left_over, times in _fitting(found, state, asked, at)
        )
        kept: dict[tuple, _Begun] = {}
        for cost, number, dish, left_over, times in options:
            if len(kept) == width:
                break
            after = _after(begun[number], found, rules, at, cost, dish, left_over, times)
            # The same dishes in another order are the same beginning, and would crowd out others.
            key = (frozenset(after.chosen), after.held)
            # A lunch after which no supper fits leads nowhere.
            if key not in kept and (
                at % len(MEALS) != len(MEALS) - 2 or any(_fitting(found, after, asked, at + 1))
            ):
                kept[key] = after
        begun = list(kept.values())
    return begun[0] if begun else None


def _fitting(
    found: tuple[PlannedDish, ...], state: _Begun, asked: _Asked, at: int
) -> Iterator[tuple[float, int, bool, tuple[int, ...]]]:
    """What may be served at that meal and keeps every bound: (cost of the week so far, dish, whether it is left over, times)."""
    rules, place, total = asked.rules, at % len(MEALS), len(asked.rules.days) * len(MEALS)
    least, most, ceiling, floor = asked.least, asked.most, asked.ceiling[place], asked.floor[place]
    for dish, left_over, cost in _options(found, state, rules, at):
        held = [
            (low + less, high + more)
            for (low, high), (less, more) in zip(state.held, found[dish].holds)
        ]
        if any(
            low + ceiling[bound] < least[bound] or high + floor[bound] > most[bound]
            for bound, (low, high) in enumerate(held)
        ):
            continue
        times = tuple(had + counts for had, counts in zip(state.times, found[dish].counts))
        if any(
            had > rule.most or rule.least - had > total - at - 1
            for had, rule in zip(times, rules.times)
        ):
            continue
        # A week that puts off what it must have would find no room for it in the end.
        cost += sum(
            max(0.0, rule.least * (at + 1) / total - had) for had, rule in zip(times, rules.times)
        ) / len(MEALS)
        if place == len(MEALS) - 1:
            # The middle between two bounds is a better day than one that just keeps to them.
            cost += asked.dear * sum(
                abs(low - (least[bound] + most[bound]) / 2) / max(1, most[bound] - least[bound])
                for bound, (low, _) in enumerate(held)
            )
        yield state.cost + cost, dish, left_over, times


def _options(
    found: tuple[PlannedDish, ...], state: _Begun, rules: Week, at: int
) -> Iterator[tuple[int, bool, float]]:
    """What may be served at that meal, with what it costs: (dish, whether it is left over, cost)."""
    day, meal = at // len(MEALS), MEALS[at % len(MEALS)]
    unhurried = rules.days[day] in rules.unhurried
    today = [dish for dish, _ in state.chosen[day * len(MEALS) :]]
    stale = any(
        left_over and "breakfast" not in found[dish].meals
        for dish, left_over in state.chosen[day * len(MEALS) :]
    )
    lately = [dish for dish, _ in state.chosen[-2 * len(MEALS) :] if any(found[dish].counts)]
    before = state.chosen[at - len(MEALS)][0] if at >= len(MEALS) else None
    chapters: dict[str, int] = {}
    for dish, left_over in state.chosen:
        chapters[found[dish].chapter] = chapters.get(found[dish].chapter, 0) + (not left_over)
    for number, dish in enumerate(found):
        if number in state.left:
            cooked, meals = state.left[number]
            if (
                meals
                and meal in dish.again
                and 0 < day - cooked <= min(rules.again, dish.keeps)
                and number not in today
            ):
                # Cooking once and eating twice pays back what the half of a dish would have cost; a day of left-overs is no feast, and
                # what is to come several times in a week comes on days apart, as other dishes.
                yield (
                    number,
                    True,
                    -1.0 + (4.0 if stale else 0.0) + (3.0 if any(dish.counts) else 0.0),
                )
        last = state.last.get(number)
        if meal not in dish.meals or last is not None and day - last <= rules.apart:
            continue
        cost = 1.0 + 0.5 * dish.luck + dish.minutes * (0.004 if unhurried else 0.012)
        # What the people cannot eat at once must be eaten soon, or less of it cooked.
        cost += 0.0 if dish.servings == rules.people else 1.0
        cost += 2.0 if last is not None else 0.0
        cost += 2.0 if lately and any(dish.counts) else 0.0
        cost += 0.25 * chapters.get(dish.chapter, 0) if meal != "breakfast" else 0.0
        cost += (
            0.6
            if before is not None and found[before].chapter == dish.chapter and meal != "breakfast"
            else 0.0
        )
        cost += (
            0.8
            if meal != "breakfast" and any(found[other].chapter == dish.chapter for other in today)
            else 0.0
        )
        yield number, False, cost


def _after(
    state: _Begun,
    found: tuple[PlannedDish, ...],
    rules: Week,
    at: int,
    cost: float,
    dish: int,
    left_over: bool,
    times: tuple[int, ...],
) -> _Begun:
    """The beginning of the week with one more meal."""
    day, place = divmod(at, len(MEALS))
    left = dict(state.left)
    if left_over:
        left[dish] = (left[dish][0], left[dish][1] - 1)
    else:
        # A dish comes again once, when the pot is large enough for it.
        left[dish] = (day, 1 if found[dish].servings >= 2 * rules.people else 0)
    held = tuple(
        (low + less, high + more)
        for (low, high), (less, more) in zip(state.held, found[dish].holds)
    )
    if place == len(MEALS) - 1:
        held = ((0, 0),) * len(held)
    return _Begun(
        cost, (*state.chosen, (dish, left_over)), state.last | {dish: day}, left, times, held
    )


def _why_not(found: tuple[PlannedDish, ...], rules: Week) -> NoPlan:
    """Which bound stands in the way: the one without which there is a week; or the meal that has too few dishes."""
    if not rules.people:
        return NoPlan(
            "a week for nobody cannot be planned",
            'write for how many people, such as people: "2"',
            ("people",),
        )
    for meal in MEALS:
        own = [dish for dish in found if meal in dish.meals]
        if not own:
            return NoPlan(
                f"no dish of the guide may be a {meal}",
                f"name {meal} under the meals of a chapter in recipes/chapters.yaml",
            )
    for number, bound in enumerate(rules.bounds):
        if _search(
            found,
            _but(
                rules,
                bounds=(
                    *rules.bounds[:number],
                    bound.model_copy(update={"least": Fraction(0), "most": Fraction(10**6)}),
                    *rules.bounds[number + 1 :],
                ),
            ),
        ):
            tops = [
                max(dish.holds[number][0] for dish in found if meal in dish.meals) for meal in MEALS
            ]
            return NoPlan(
                f"no week of these {counted(len(found), 'dish', 'dishes')} keeps {bound.figure} between {float(bound.least):g} and {float(bound.most):g} a day; "
                f"the three richest come to {sum(tops) // MILLE}",
                f"widen the bound of {bound.figure}, or add dishes that hold more or less of it",
                ("bounds", number),
            )
    for number, times in enumerate(rules.times):
        if _search(
            found,
            _but(
                rules,
                times=(
                    *rules.times[:number],
                    times.model_copy(update={"least": 0, "most": 10**6}),
                    *rules.times[number + 1 :],
                ),
            ),
        ):
            have = sum(dish.counts[number] for dish in found)
            return NoPlan(
                f"no week has {times.says} {times.least} to {times.most} times; {counted(have, 'dish counts', 'dishes count')} to it",
                f"add a dish with {times.says}, or ask for it less often",
                ("times", number),
            )
    if _search(found, _but(rules, apart=0)):
        short = [f"{meal} {sum(meal in dish.meals for dish in found)}" for meal in MEALS]
        return NoPlan(
            f"there are too few dishes for {rules.apart} days between a dish and itself (dishes for {sentence(short)})",
            "add dishes, or allow fewer days between them",
            ("apart",),
        )
    return NoPlan(
        "no week keeps to all that is asked for at once",
        "widen the bounds, or add dishes for each meal",
        ("bounds",),
    )


def _but(rules: Week, **changed) -> Week:
    """The same rules but for what is changed."""
    return rules.model_copy(update=changed)
