"""What the pages around the recipes say, as it is printed: the week, the shopping, the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from guide.core import amounts
from guide.core.heats import NBSP
from guide.core.problems import counted
from guide.core.typesetting import typeset
from guide.derive import allergens
from guide.planning import dish_lists, meal_plan, other_weeks, shopping_list
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow, MealTimes
from guide.views import book
from guide.views.checked import food_data_of, tally_of, week_of
from guide.views.recipe_view import LineView


@dataclass(frozen=True)
class DishView:
    """A dish in the week or on a list: the meal it is, where it stands, its title, and what is said
    of it.
    """

    meal: str
    address: str
    recipe_file: RecipeFile = field(repr=False)
    title: str
    note: str


@dataclass(frozen=True)
class DayView:
    """One day of the week: its name, its dishes, how many minutes they keep the hands busy, and
    what they hold together, a person.
    """

    name: str
    dishes: tuple[DishView, ...]
    hands_on: str
    held: str


@dataclass(frozen=True)
class WeekView:
    """The week as printed: for how many, how many dishes are cooked for how many meals, its days,
    what a day keeps to, and what comes how often, as (what, how often, what to know of it);
    `sources` say where the bounds come from, `most` and `breakfast` how many minutes a day and a
    working day's breakfast take at most.
    """

    people: str
    cooked: int
    meals: int
    days: tuple[DayView, ...]
    bounds: str
    sources: tuple[str, ...]
    times: tuple[tuple[str, str, str], ...]
    most: str
    breakfast: str


@dataclass(frozen=True)
class OtherWeekView:
    """One of the weeks on one page: its name in the book, its title and lead, and its days."""

    id: str
    title: str
    lead: str
    days: tuple[DayView, ...]

    @property
    def address(self) -> str:
        """Where it stands in the book."""
        return f"week-{self.id}"


def view_week(guide: Guide) -> WeekView:
    """The week of the edition as it is printed. Raises meal_plan.NoPlan."""
    return guide.memo.once(("week view",), lambda: _view_week(guide))


def _view_week(guide: Guide) -> WeekView:
    chosen, rules = meal_plan.week(guide), week_of(guide)
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    rows = {row.id: row for row in food_data_of(guide).reference.figures}
    days = []
    for number, day in enumerate(chosen.days):
        dishes = []
        for serving in day.meals:
            dishes.append(_view_serving(serving, recipe_files[serving.slug], chosen.people))
        for snack in chosen.snacks:
            if snack.made == number:
                dishes.append(_view_snack(snack, recipe_files[snack.slug], chosen))
        held = []
        for bound, (low, _) in zip(rules.bounds, day.holds, strict=True):
            held.append(_spell_amount(low, rows[bound.figure]))
        at_least = "at least " if any(high > low for low, high in day.holds) else ""
        holds = at_least + allergens.sentence(held)
        snacks = sum(snack.hands_on for snack in chosen.snacks if snack.made == number)
        hands_on = f"{day.hands_on + snacks}{NBSP}min"
        days.append(DayView(typeset(day.name), tuple(dishes), hands_on, holds))
    bounds = []
    for bound in rules.bounds:
        most = _spell_amount(bound.most, rows[bound.figure])
        bounds.append(f"{int(bound.least):,} to {most}")
    sources = [typeset(bound.source) for bound in rules.bounds]
    times = [_view_meal_times(one) for one in rules.times]
    return WeekView(
        people=str(chosen.people),
        cooked=len(chosen.cooked()),
        meals=len(chosen.servings),
        days=tuple(days),
        bounds=allergens.sentence(bounds),
        sources=tuple(sources),
        times=tuple(times),
        most=_spell_minutes(rules.minutes),
        breakfast=_spell_minutes(rules.breakfast),
    )


def _spell_minutes(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes}{NBSP}minutes"


def _view_snack(snack: meal_plan.Snack, recipe_file: RecipeFile, plan: meal_plan.Plan) -> DishView:
    until = plan.days[snack.until].name
    return DishView(
        meal="Snack",
        address=book.address(recipe_file),
        recipe_file=recipe_file,
        title=typeset(recipe_file.recipe.title),
        note=f"lasts to {until}" if snack.until > snack.made else "",
    )


def other_week_of(part: book.Part) -> OtherWeekView:
    """The week that a part is about."""
    assert isinstance(part.content, OtherWeekView), part.id
    return part.content


def view_other_weeks(guide: Guide) -> tuple[OtherWeekView, ...]:
    """The other weeks of the edition as they are printed, those that the recipes make."""
    return guide.memo.once(("other weeks view",), lambda: _view_other_weeks(guide))


def _view_other_weeks(guide: Guide) -> tuple[OtherWeekView, ...]:
    planned = other_weeks.plan_other_weeks(guide).plans
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    weeks = []
    for one in planned:
        days = []
        for day in one.plan.days:
            dishes = []
            for serving in day.meals:
                dish = _view_serving(serving, recipe_files[serving.slug], one.plan.people)
                if one.frozen:
                    dish = replace(dish, note=_mark_unfrozen(serving, one))
                if _has_packets_to_read(serving, one, guide):
                    notes = [note for note in (dish.note, other_weeks.SEE_LABEL) if note]
                    dish = replace(dish, note=", ".join(notes))
                dishes.append(dish)
            hands_on = f"{day.hands_on}{NBSP}min" if day.hands_on else ""
            days.append(DayView(typeset(day.name), tuple(dishes), hands_on, ""))
        title, lead = typeset(one.asks.title), typeset(one.asks.lead)
        weeks.append(OtherWeekView(one.asks.id, title, lead, tuple(days)))
    return tuple(weeks)


def _mark_unfrozen(serving: meal_plan.Serving, week: other_weeks.OtherPlan) -> str:
    """What a week from the freezer says of a dish that does not come from there."""
    return "" if serving.slug in week.frozen else other_weeks.NO_CUTTING


def _has_packets_to_read(
    serving: meal_plan.Serving, week: other_weeks.OtherPlan, guide: Guide
) -> bool:
    """Whether a dish is cooked whose packets may hold what the week is to be without."""
    if serving.left_over or not week.asks.without:
        return False
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    return other_weeks.warns_of_any(recipe_files[serving.slug], week.asks.without, guide)


def _spell_amount(amount: Fraction, row: FigureRow) -> str:
    """An amount with its unit and what it is of: 1,900 kcal; 70 g protein."""
    rounded = round(amount)
    if amount >= 1000:
        # No figure of a whole day is known to the kcal.
        rounded = int(amount // 10 * 10)
    spelt = f"{rounded:,}{NBSP}{row.unit}"
    if row.id == "energy":
        return spelt
    return f"{spelt} {row.says.lower()}"


def _view_serving(serving: meal_plan.Serving, recipe_file: RecipeFile, people: int) -> DishView:
    return DishView(
        meal=serving.meal.capitalize(),
        address=book.address(recipe_file),
        recipe_file=recipe_file,
        title=typeset(recipe_file.recipe.title),
        note=_say_how_cooked(serving, recipe_file, people),
    )


def _view_meal_times(times: MealTimes) -> tuple[str, str, str]:
    return times.says, _say_how_often(times), typeset(times.note or "")


def _say_how_often(times: MealTimes) -> str:
    if times.least != times.most:
        return f"{times.least} to {times.most} times"
    words = {1: "once", 2: "twice"}
    return words.get(times.least, f"{times.least} times")


def _say_how_cooked(serving: meal_plan.Serving, recipe_file: RecipeFile, people: int) -> str:
    """What the week says of a dish: that it is left over, or how much of the recipe is cooked."""
    if serving.left_over:
        return "left over"
    share = Fraction(serving.feeds * people, recipe_file.recipe.serves.low)
    if share == 1:
        return ""
    if share == Fraction(1, 2):
        return "make half"
    if share == 2:
        return "make double"
    return f"make {amounts.mixed(share)} of it"


def view_list(entries: Sequence[dish_lists.ListedDish]) -> tuple[DishView, ...]:
    """A list of dishes as it is printed."""
    dishes = []
    for entry in entries:
        dish = DishView(
            meal="",
            address=book.address(entry.recipe_file),
            recipe_file=entry.recipe_file,
            title=typeset(entry.recipe_file.recipe.title),
            note=typeset(entry.says),
        )
        dishes.append(dish)
    return tuple(dishes)


@dataclass(frozen=True)
class ListsView:
    """The lists as printed; seasons as (name, months, dishes), the cupboard as (name, how many
    recipes).

    `minutes` is what counts as quick, `of` how many recipes the guide has.
    """

    quick: tuple[DishView, ...]
    cutting: tuple[DishView, ...]
    freezer: tuple[DishView, ...]
    seasons: tuple[tuple[str, str, tuple[DishView, ...]], ...]
    cupboard: tuple[tuple[str, str], ...]
    minutes: int
    of: int


def view_lists(guide: Guide) -> ListsView:
    """The lists of the edition as they are printed."""
    return guide.memo.once(("lists view",), lambda: _view_lists(guide))


def _view_lists(guide: Guide) -> ListsView:
    lists = dish_lists.draw_up_lists(guide)
    seasons = []
    for season, entries in lists.seasons:
        if entries:
            seasons.append((season.says, season.months, view_list(entries)))
    cupboard = []
    for name, count in lists.cupboard:
        cupboard.append((typeset(name), str(count)))
    # What is ready soon has a page of its own in most books.
    quick = () if "tonight" in guide.order else lists.quick
    return ListsView(
        quick=view_list(quick),
        cutting=view_list(lists.cutting),
        freezer=view_list(lists.freezer),
        seasons=tuple(seasons),
        cupboard=tuple(cupboard),
        minutes=tally_of(guide).quick,
        of=len(guide.recipe_files),
    )


@dataclass(frozen=True)
class ReadyView:
    """A dish that is soon ready: its time in all, and how many things there are to cut."""

    address: str
    recipe_file: RecipeFile = field(repr=False)
    title: str
    time: str
    cuts: str


@dataclass(frozen=True)
class ReadyListView:
    """What is ready within so many minutes; 0 minutes for what is no meal."""

    minutes: int
    dishes: tuple[ReadyView, ...]


def view_ready(guide: Guide) -> tuple[ReadyListView, ...]:
    """The lists of what is soon ready, as they are printed."""
    return guide.memo.once(("ready view",), lambda: tuple(_view_ready(guide)))


def _view_ready(guide: Guide) -> Iterator[ReadyListView]:
    for ready in dish_lists.list_ready(guide):
        dishes = []
        for dish in ready.dishes:
            view = ReadyView(
                address=book.address(dish.recipe_file),
                recipe_file=dish.recipe_file,
                title=typeset(dish.recipe_file.recipe.title),
                time=f"{dish.minutes}{NBSP}min",
                cuts=_say_cuts(dish.cuts),
            )
            dishes.append(view)
        yield ReadyListView(ready.minutes, tuple(dishes))


def _say_cuts(cuts: int | None) -> str:
    """How many things there are to cut; some, where nobody has counted them."""
    if cuts is None:
        return "some"
    return counted(cuts, "thing") if cuts else "nothing"


@dataclass(frozen=True)
class RichView:
    """A list of dishes that a page ends with: "100", "µg", "vitamin K", and the dishes."""

    least: str
    unit: str
    says: str
    dishes: tuple[DishView, ...]


def view_rich(page: str, guide: Guide) -> tuple[RichView, ...]:
    """The lists of dishes that a page ends with, as they are printed."""

    def view() -> tuple[RichView, ...]:
        lists = []
        for one in dish_lists.find_rich(page, guide):
            lists.append(RichView(one.least, one.unit, one.says, view_list(one.dishes)))
        return tuple(lists)

    return guide.memo.once(("rich view", page), view)


def view_shopping(guide: Guide) -> shopping_list.Listed:
    """The shopping list of the edition; its lines are set as printed by `view_bought`. Raises
    meal_plan.NoPlan.
    """
    key = ("shopping view", guide.edition.units)
    return guide.memo.once(key, lambda: shopping_list.of_week(guide))


def view_bought(line: shopping_list.Bought) -> LineView:
    """A line of the shopping list as it is printed."""
    return LineView(
        measure=line.buy.replace(" ", NBSP),
        other=line.other.replace(" ", NBSP),
        name=typeset(line.name),
        rest="",
        optional=line.optional,
    )
