"""What each part of the guide says, as it is printed: measures in both systems, labels, figures, typeset words.

`printed` is the other half of the completeness gate: what each recipe's pages must say, word for word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from guide.core import amounts, fingerprint
from guide.core.amounts import Ingredient
from guide.core.cache import digest
from guide.core.typesetting import NBSP, balanced, typeset
from guide.derive import allergens, claims, dish_lists, meal_plan, shopping_list
from guide.derive.nutrition import Figure, find_nutrition, is_trace, servings, shown
from guide.layout import book
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import FigureRow, MealTimes, Reference
from guide.read.recipe import Recipe, Swap

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class LineView:
    """An ingredient line as printed: measure in bold, its counterpart, the ingredient, what is done to it."""

    measure: str
    other: str
    name: str
    rest: str
    optional: bool

    @property
    def said(self) -> str:
        """The whole line as a reader meets it."""
        parts = (
            self.measure,
            f"({self.other})" if self.other else "",
            self.name + self.rest,
            "(optional)" if self.optional else "",
        )
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class SwapView:
    """A swap as printed: what goes out, the line that comes in, and what that does to the labels."""

    out: str
    line: LineView
    without: str
    gone: str
    contains: str
    check: str


@dataclass(frozen=True)
class FigureView:
    """A figure as printed: its name, "at least" or "under", its value with unit, and its share of a day in whole per cent."""

    says: str
    hedge: str
    value: str
    percent: int

    @property
    def said(self) -> str:
        """The figure as a reader meets it."""
        return " ".join(
            part for part in (self.says, self.hedge, self.value, f"{self.percent}%") if part
        )


@dataclass(frozen=True)
class WhyView:
    """What research says: the sentence, the findings' ids and numbers, and the strength of the weakest."""

    text: str
    references: tuple[tuple[str, int], ...]
    strength: str


@dataclass(frozen=True)
class RecipeView:
    """A recipe as printed; every text is typeset and still to be escaped."""

    title: tuple[str, ...]
    summary: str
    serves: str
    makes: str
    one: str
    times: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[LineView, ...]], ...]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    swaps: tuple[SwapView, ...]
    contains: str
    check: str
    without: str
    figures: tuple[FigureView, ...]
    all_least: bool
    unknown: tuple[str, ...]
    vitamins: tuple[FigureView, ...]
    patterns: tuple[tuple[str, str], ...]
    why: WhyView | None
    fridge: str
    freezer: str
    contributor: str
    tested: str


def view_line(line: Ingredient, pantry: Pantry) -> LineView:
    """An ingredient line in metric and US, as the pantry knows its measures."""
    measure, other = amounts.printed(line, pantry.grams_in_cup(line.name), pantry.pours(line.name))
    rest = f", {typeset(line.preparation, measures=True)}" if line.preparation else ""
    return LineView(
        measure.replace(" ", NBSP),
        other.replace(" ", NBSP),
        typeset(line.name),
        rest,
        line.optional,
    )


def _spelt(leaves: Iterable[str], pantry: Pantry, last: str = "and") -> str:
    return allergens.sentence(allergens.spell(leaves, pantry.allergens), last)


def _whole(told: str) -> str:
    """Labels whose one name of two words does not part at the end of a line, where "nuts" alone would be met first."""
    return told.replace("tree nuts", f"tree{NBSP}nuts")


def view_swap(recipe: Recipe, swap: Swap, pantry: Pantry) -> SwapView:
    """A swap with what it does to the labels, computed from the ingredients before and after."""
    made = allergens.change(recipe, swap, pantry)
    return SwapView(
        typeset(swap.swap),
        view_line(swap.for_, pantry),
        allergens.sentence(made.without, "or"),
        _spelt(made.gone, pantry, "or"),
        _spelt(made.contains, pantry),
        _spelt(made.check, pantry),
    )


def _figures(rows: Iterable, found: dict[str, Figure], each: bool) -> tuple[FigureView, ...]:
    """Figures as printed; `each` says "at least" beside each that is, for a dish in which not all are."""
    return tuple(_figure(row, found[row.id], each) for row in rows if row.id in found)


def _tells(row: FigureRow, figure: Figure) -> bool:
    """Whether a figure is worth printing: enough of a day's, and not "at least" a trace."""
    return figure.share * 100 >= row.least and not (
        figure.at_least and is_trace(figure.value, row.places)
    )


def _figure(row: FigureRow, figure: Figure, each: bool) -> FigureView:
    value = shown(figure.value, row.places)
    hedge = (
        "at least"
        if each and figure.at_least
        else "under"
        if is_trace(figure.value, row.places)
        else ""
    )
    return FigureView(
        row.says.replace("vitamin ", f"vitamin{NBSP}"),
        hedge,
        f"{value.removeprefix('under ')}{NBSP}{row.unit}",
        round(figure.share * 100),
    )


def _servings(reference: Reference, found: dict[str, Fraction]) -> tuple[tuple[str, str], ...]:
    """Servings of the pattern to the half, without those below it; kinds of herbs and spices as they are counted."""
    halves = (
        (row, found[row.id] if not row.grams else Fraction(round(found[row.id] * 2), 2))
        for row in reference.patterns
        if row.id in found
    )
    return tuple((row.says, amounts.mixed(count)) for row, count in halves if count)


def spelt(day: date) -> str:
    """A day in words, in no order that another country would read otherwise: 8 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def view_why(recipe: Recipe, guide: Guide) -> WhyView | None:
    """What research says of a recipe, with the numbers of its references."""
    if not recipe.why:
        return None
    numbers = book.references(guide)
    weakest = claims.weakest([guide.evidence[id] for id in recipe.why.evidence], guide.rules)
    return WhyView(
        typeset(recipe.why.text),
        tuple((id, numbers[id]) for id in recipe.why.evidence),
        weakest.strength,
    )


def _one(recipe: Recipe) -> str:
    """What the figures are for one of: a serving; how many of them there are, where that was not said or is no serving."""
    serves = recipe.serves
    return (
        f"of {amounts.mixed(servings(recipe))} {serves.noun or 'servings'}"
        if serves.noun or serves.high
        else "serving"
    )


@lru_cache(maxsize=2048)
def view(recipe_file: RecipeFile, guide: Guide) -> RecipeView:
    """A recipe's texts as they are printed, worked out once for its pages and for their promise."""
    recipe, pantry, food_data = recipe_file.recipe, guide.pantry, guide.food_data
    held = allergens.derive(allergens.listed_lines(recipe), pantry)
    worked = find_nutrition(recipe_file, guide)
    figures = {
        row.id: worked.figures[row.id]
        for row in food_data.reference.figures
        if row.id in worked.figures and _tells(row, worked.figures[row.id])
    }
    all_least = all(figure.at_least for figure in figures.values())
    times = ((name, getattr(recipe.time, name)) for name in ("prep", "cook", "rest"))
    return RecipeView(
        title=tuple(balanced(typeset(recipe.title), 25.3)),
        summary=typeset(recipe.summary),
        serves="" if recipe.serves.noun else recipe.serves.text,
        makes=recipe.serves.text if recipe.serves.noun else "",
        one=_one(recipe),
        times=tuple((name, typeset(time.text).capitalize()) for name, time in times if time),
        groups=tuple(
            (typeset(heading), tuple(view_line(line, pantry) for line in lines))
            for heading, lines in recipe.groups
        ),
        method=tuple(typeset(step, measures=True) for step in recipe.method),
        notes=tuple(typeset(note, measures=True) for note in recipe.notes or ()),
        swaps=tuple(view_swap(recipe, swap, pantry) for swap in recipe.swaps or ()),
        contains=_whole(_spelt(held.contains, pantry)),
        check=_whole(_spelt(held.check, pantry)),
        without=_whole(allergens.sentence(held.without, "or")),
        figures=_figures(food_data.reference.figures, figures, not all_least),
        all_least=all_least,
        unknown=tuple(
            row.says.lower()
            for row in food_data.reference.figures
            if row.id not in figures and not row.least
        ),
        vitamins=_figures(
            sorted(
                food_data.reference.vitamins,
                key=lambda row: -worked.vitamins[row.id].share if row.id in worked.vitamins else 0,
            ),
            worked.vitamins,
            not all_least,
        ),
        patterns=_servings(food_data.reference, worked.patterns),
        why=view_why(recipe, guide),
        fridge=typeset(recipe.keeps.fridge or "") if recipe.keeps else "",
        freezer=typeset(recipe.keeps.freezer or "") if recipe.keeps else "",
        contributor=typeset(recipe.contributor or ""),
        tested=typeset(f"{recipe.tested.name}, {spelt(recipe.tested.date)}")
        if recipe.tested
        else "",
    )


@dataclass(frozen=True)
class DishView:
    """A dish in the week or on a list: the meal it is, where it stands, its title, and what is said of it."""

    meal: str
    address: str
    recipe_file: RecipeFile
    title: str
    note: str


@dataclass(frozen=True)
class DayView:
    """One day of the week: its name, its dishes, and what they hold together, a person."""

    name: str
    dishes: tuple[DishView, ...]
    held: str


@dataclass(frozen=True)
class WeekView:
    """The week as printed: for how many, how many dishes are cooked for how many meals, its days, what a day keeps to, and
    what comes how often, as (what, how often, what to know of it); `sources` say where the bounds come from.
    """

    people: str
    cooked: int
    meals: int
    days: tuple[DayView, ...]
    bounds: str
    sources: tuple[str, ...]
    times: tuple[tuple[str, str, str], ...]


@lru_cache(maxsize=2)
def view_week(guide: Guide) -> WeekView:
    """The week of the edition as it is printed. Raises plan.NoPlan."""
    chosen, rules, recipe_files = (
        meal_plan.week(guide),
        guide.week,
        {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files},
    )
    rows = {row.id: row for row in guide.food_data.reference.figures}

    def spelt(number: Fraction, figure: str) -> str:
        # No figure of a whole day is known to the kcal.
        shown = number // 10 * 10 if number >= 1000 else round(number)
        return f"{int(shown):,}{NBSP}{rows[figure].unit}" + (
            f" {rows[figure].says.lower()}" if figure != "energy" else ""
        )

    days = []
    for day in chosen.days:
        dishes = (
            DishView(
                serving.meal.capitalize(),
                book.address(recipe_file := recipe_files[serving.slug]),
                recipe_file,
                typeset(recipe_file.recipe.title),
                _cooking(serving, recipe_file, chosen.people),
            )
            for serving in day.meals
        )
        least = any(high > low for low, high in day.holds)
        held = allergens.sentence(
            [spelt(low, bound.figure) for bound, (low, _) in zip(rules.bounds, day.holds)]
        )
        days.append(
            DayView(typeset(day.name), tuple(dishes), f"{'at least ' if least else ''}{held}")
        )
    bounds = allergens.sentence(
        [f"{int(bound.least):,} to {spelt(bound.most, bound.figure)}" for bound in rules.bounds]
    )
    times = tuple((times.says, _often(times), typeset(times.note or "")) for times in rules.times)
    return WeekView(
        str(chosen.people),
        len(chosen.cooked()),
        len(chosen.servings),
        tuple(days),
        bounds,
        tuple(typeset(bound.source) for bound in rules.bounds),
        times,
    )


def _often(times: MealTimes) -> str:
    if times.least == times.most:
        return {1: "once", 2: "twice"}.get(times.least, f"{times.least} times")
    return f"{times.least} to {times.most} times"


def _cooking(serving: meal_plan.Serving, recipe_file: RecipeFile, people: int) -> str:
    """What the week says of a dish: that it was cooked before, or how much of the recipe is cooked."""
    if serving.left_over:
        return "left over"
    share = Fraction(serving.feeds * people, recipe_file.recipe.serves.low)
    return (
        ""
        if share == 1
        else {Fraction(1, 2): "make half", Fraction(2): "make double"}.get(
            share, f"make {amounts.mixed(share)} of it"
        )
    )


def view_list(entries: tuple[dish_lists.ListedDish, ...]) -> tuple[DishView, ...]:
    """A list of dishes as it is printed."""
    return tuple(
        DishView(
            "",
            book.address(entry.recipe_file),
            entry.recipe_file,
            typeset(entry.recipe_file.recipe.title),
            typeset(entry.says),
        )
        for entry in entries
    )


@lru_cache(maxsize=2)
def view_lists(guide: Guide) -> dict:
    """The lists of the edition as they are printed, by their names; the cupboard as (name, how many recipes)."""
    drawn = dish_lists.draw_up_lists(guide)
    shown = {name: view_list(getattr(drawn, name)) for name in ("quick", "freezer", "cutting")}
    seasons = tuple(
        (season.says, season.months, view_list(entries))
        for season, entries in drawn.seasons
        if entries
    )
    return shown | {
        "seasons": seasons,
        "cupboard": tuple((typeset(name), str(many)) for name, many in drawn.cupboard),
        "minutes": guide.tally.quick,
        "of": len(guide.recipe_files),
    }


@lru_cache(maxsize=2)
def view_shopping(guide: Guide) -> shopping_list.Listed:
    """The shopping list of the edition; what it says is set as it is printed by `shown`. Raises plan.NoPlan."""
    return shopping_list.of_week(guide)


def shown_buy(line: shopping_list.Bought) -> LineView:
    """A line of the shopping list as it is printed."""
    return LineView(
        line.buy.replace(" ", NBSP),
        line.other.replace(" ", NBSP),
        typeset(line.name),
        "",
        line.optional,
    )


def recipe_key(recipe_file: RecipeFile, guide: Guide) -> str:
    """A key of all that decides what a recipe's pages say: itself, what all recipes share, the numbers it cites, our code."""
    numbers = book.references(guide)
    cited = [
        f"{id} {numbers.get(id)}"
        for id in (recipe_file.recipe.why.evidence if recipe_file.recipe.why else ())
    ]
    return digest(
        fingerprint.program_key(), guide.world, recipe_file.path, recipe_file.digest, *cited
    )


# What recipes that were just set must say, by their keys.
_PRINTED: dict[str, list[tuple[tuple, str, str]]] = {}


def promised_texts(recipe_file: RecipeFile, guide: Guide) -> list[tuple[tuple, str, str]]:
    """What a recipe's pages must say, in order: (the way to it in the YAML, as written, as printed)."""
    return _PRINTED.pop(recipe_key(recipe_file, guide), None) or _printed(recipe_file, guide)


def remember(recipe_file: RecipeFile, guide: Guide, rows: list[tuple[tuple, str, str]]) -> None:
    """Spares `printed` its work for a recipe that a worker has just set."""
    _PRINTED[recipe_key(recipe_file, guide)] = rows


def _printed(recipe_file: RecipeFile, guide: Guide) -> list[tuple[tuple, str, str]]:
    seen, recipe = view(recipe_file, guide), recipe_file.recipe
    wanted: list[tuple[tuple, str, str]] = [
        (("title",), recipe.title, " ".join(seen.title)),
        (("summary",), recipe.summary, seen.summary),
        (("serves",), recipe.serves.text, seen.serves or seen.makes),
    ]
    wanted += [(("time", name), getattr(recipe.time, name).text, text) for name, text in seen.times]
    # Labels are written nowhere, so what is derived stands for what was written.
    wanted += [
        (("ingredients",), said, said) for said in (seen.contains, seen.check, seen.without) if said
    ]
    if seen.why:
        numbers = " ".join(str(number) for _, number in seen.why.references)
        wanted.append((("why", "text"), recipe.why.text, f"{seen.why.text} {numbers}"))
    lines = iter(line for _, group in seen.groups for line in group)
    for number, entry in enumerate(recipe.ingredients):
        if isinstance(entry, Ingredient):
            wanted.append((("ingredients", number), entry.text, next(lines).said))
            continue
        for heading, group in entry.items():
            wanted.append((("ingredients", number), heading, typeset(heading)))
            wanted += [
                (("ingredients", number, heading, place), line.text, next(lines).said)
                for place, line in enumerate(group)
            ]
    wanted += [
        (("method", number), recipe.method[number], text) for number, text in enumerate(seen.method)
    ]
    wanted += [
        (("notes", number), recipe.notes[number], text) for number, text in enumerate(seen.notes)
    ]
    for number, swap in enumerate(seen.swaps):
        wanted.append((("swaps", number, "swap"), recipe.swaps[number].swap, swap.out))
        wanted.append((("swaps", number, "for"), recipe.swaps[number].for_.text, swap.line.said))
        wanted += [
            (("swaps", number), said, said)
            for said in (swap.without, swap.gone, swap.contains, swap.check)
            if said
        ]
    wanted += [(("ingredients",), figure.said, figure.said) for figure in seen.figures]
    if seen.unknown:
        wanted.append((("ingredients",), " ".join(seen.unknown), " ".join(seen.unknown)))
    for figure in seen.vitamins:
        said = f"{figure.says} {'at least ' if figure.hedge == 'at least' else ''}{figure.percent}%"
        wanted.append((("ingredients",), said, said))
    wanted += [
        (("ingredients",), f"{says} {count}", f"{says} {count}") for says, count in seen.patterns
    ]
    if recipe.keeps:
        wanted += [
            (("keeps", name), getattr(recipe.keeps, name), getattr(seen, name))
            for name in ("fridge", "freezer")
            if getattr(recipe.keeps, name)
        ]
    if recipe.contributor:
        wanted.append((("contributor",), recipe.contributor, seen.contributor))
    # That nobody has cooked it yet is written nowhere, and is owed to the reader.
    said = f"Kitchen-tested by {seen.tested}" if seen.tested else "Not yet kitchen-tested"
    wanted.append(
        (
            ("tested", "name") if recipe.tested else ("ingredients",),
            recipe.tested.name if recipe.tested else said,
            said,
        )
    )
    return wanted
