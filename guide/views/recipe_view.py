"""What a recipe's pages say, as it is printed: measures in both systems, labels, figures, typeset
words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guide.core import amounts, fingerprint
from guide.core.amounts import BOTH, Ingredient
from guide.core.cache import digest
from guide.core.conversions import MeasureReader, OneSystem
from guide.core.heats import NBSP
from guide.core.typesetting import balanced, typeset
from guide.derive import allergens, claims, one_system
from guide.derive.allergens import Labels
from guide.derive.nutrition import Figure, Nutrition, find_nutrition, is_trace, servings, shown
from guide.derive.swapping import name_in_steps
from guide.editions.wordings import say_pattern
from guide.read.food_data import FoodData
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens, FigureRow, Reference
from guide.read.recipe import Recipe, Swap, Times
from guide.views import book
from guide.views.checked import allergens_of, food_data_of
from guide.views.step_view import StepView, view_steps

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
# Waiting of so many minutes is not added up with minutes at work.
_LONG_WAIT = 480
_HOUR = 60
# What stands in place of a figure that nobody can work out.
NOT_KNOWN = f"not{NBSP}known"
# How wide a recipe's title may be on a line, in letters of average width.
TITLE_WIDTH = 25.3


@dataclass(frozen=True)
class LineView:
    """An ingredient line as printed: measure in bold, its counterpart, the ingredient, what is done
    to it.
    """

    measure: str
    other: str
    name: str
    rest: str
    optional: bool

    @property
    def said(self) -> str:
        """The whole line as a reader meets it."""
        parts = [self.measure]
        if self.other:
            parts.append(f"({self.other})")
        parts.append(self.name + self.rest)
        if self.optional:
            parts.append("(optional)")
        return " ".join(filter(None, parts))


@dataclass(frozen=True)
class LabelView:
    """What a dish contains, or what its packets must be read for, as printed.

    The major allergens come first; the others are set less loudly.
    """

    first: str = ""
    others: str = ""

    @property
    def said(self) -> str:
        """The whole label as a reader meets it; empty when there is nothing to say."""
        if self.first and self.others:
            return f"{self.first}; also {self.others}"
        return self.first or self.others


@dataclass(frozen=True)
class SwapView:
    """A swap as printed: what goes out, the line that comes in, and all that the labels of the
    dish say then.
    """

    out: str
    line: LineView
    labels: str


@dataclass(frozen=True)
class ServedView:
    """What a dish is good with, as printed: a food, and its labels, empty when it has none."""

    name: str
    labels: str

    @property
    def said(self) -> str:
        """The food with its labels as a reader meets them."""
        return f"{self.name} ({self.labels})" if self.labels else self.name


@dataclass(frozen=True)
class FigureView:
    """A figure as printed: its name, "under", its value with unit, "at least", its share of a day.

    `value` and `share` are empty where it is not known.
    """

    says: str
    under: str = ""
    value: str = ""
    hedge: str = ""
    share: str = ""

    @property
    def said(self) -> str:
        """The figure as a reader meets it."""
        parts = (self.says, self.under, self.value or NOT_KNOWN, self.share, self.hedge)
        return " ".join(filter(None, parts))


@dataclass(frozen=True)
class WhyView:
    """What research says: the sentence, the findings' ids and numbers, and the strength of the
    weakest.
    """

    text: str
    references: tuple[tuple[str, int], ...]
    strength: str


@dataclass(frozen=True)
class RecipeView:
    """A recipe as printed; every text is typeset and still to be escaped.

    `made_with` are the swaps that were made in it for an edition that leaves a food out.
    """

    title: tuple[str, ...]
    summary: str
    serves: str
    makes: str
    one: str
    total: str
    times: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[LineView, ...]], ...]
    method: tuple[StepView, ...]
    serve_with: tuple[ServedView, ...]
    photo_alt: str
    need: tuple[str, ...]
    ahead: str
    rescue: str
    notes: tuple[str, ...]
    swaps: tuple[SwapView, ...]
    after_swaps: tuple[str, ...]
    contains: LabelView
    check: LabelView
    without: str
    figures: tuple[FigureView, ...]
    all_least: bool
    unknown: tuple[str, ...]
    patterns: tuple[tuple[str, str], ...]
    why: WhyView | None
    fridge: str
    freezer: str
    contributor: str
    source: str
    tested: str
    made_with: str = ""


def view_line(
    line: Ingredient, pantry: Pantry, system: str = BOTH, food_data: FoodData | None = None
) -> LineView:
    """An ingredient line in metric and US, or in one of them, as the pantry knows its measures."""
    if system == BOTH:
        grams_in_cup, pours = pantry.grams_in_cup(line.name), pantry.pours(line.name)
        measure, other = amounts.printed(line, grams_in_cup, pours)
    else:
        food = one_system.weigh_food(line.name, pantry, food_data)
        measure, other = one_system.print_line(line, system, food)
    rest = ""
    if line.preparation:
        reader = one_system.reader_in(system, pantry)
        rest = f", {typeset(line.preparation, reader)}"
    return LineView(
        measure=measure.replace(" ", NBSP),
        other=other.replace(" ", NBSP),
        name=typeset(line.name),
        rest=rest,
        optional=line.optional,
    )


def _view_contains(labels: Labels, known: Allergens) -> LabelView:
    first, others = allergens.by_rank(labels.contains, known)
    return _view_label(allergens.spell(first, known), allergens.spell(others, known))


def _view_check(labels: Labels, known: Allergens) -> LabelView:
    first, others = allergens.by_rank(labels.check, known)
    held = labels.contains
    return _view_label(
        allergens.spell_check(first, held, known), allergens.spell_check(others, held, known)
    )


def _view_label(first: Sequence[str], others: Sequence[str]) -> LabelView:
    return LabelView(_list_groups(first), _list_groups(others))


def _list_groups(groups: Sequence[str], last: str = "and") -> str:
    """Groups as a sentence lists them. No line ends after "tree": "nuts" says something else.

    The last of three or more stands on no line alone: it is tied to the one before.
    """
    said = allergens.sentence(groups, last)
    end = f" {last} ".join(groups[-2:])
    if len(groups) > 2 and "(" not in end:
        said = said.removesuffix(end) + end.replace(" ", NBSP)
    return said.replace("tree nuts", f"tree{NBSP}nuts")


def view_swap(
    recipe: Recipe,
    swap: Swap,
    pantry: Pantry,
    system: str = BOTH,
    food_data: FoodData | None = None,
) -> SwapView:
    """A swap with the labels of the dish when it is made, worked out from all its ingredients."""
    before = allergens.derive(allergens.listed_lines(recipe), pantry)
    after = allergens.derive_swapped(recipe, (swap,), pantry)
    known = allergens_of(pantry)
    labels = "Same labels."
    if _spell_labels(before, known) != _spell_labels(after, known):
        said = _say_labels(before, after, known)
        labels = f"Then {said or 'nothing under Contains or Check the label'}."
    line = view_line(swap.for_, pantry, system, food_data)
    return SwapView(typeset(swap.swap), line, labels)


def _spell_labels(labels: Labels, known: Allergens) -> tuple[list[str], list[str]]:
    """What a dish contains and what its packets must be read for, member by member."""
    contains = allergens.spell(labels.contains, known)
    return contains, allergens.spell_check(labels.check, labels.contains, known)


def _say_labels(before: Labels, after: Labels, known: Allergens) -> str:
    """All that a dish contains and must be checked for after a swap, and what it is then made
    without too, besides what the labels say of the dish itself.
    """
    newly = [group for group in after.without if group not in before.without]
    says = []
    if newly:
        says.append(f"made without {_list_groups(newly, 'or')} too")
    contains, check = _spell_labels(after, known)
    if contains:
        says.append(f"contains {_list_groups(contains)}")
    if check:
        says.append(f"check the label for {_list_groups(check)}")
    return "; ".join(says)


def _say_together(recipe: Recipe, pantry: Pantry) -> tuple[str, ...]:
    """What is left out only by several swaps together, as printed after them."""
    said = []
    for freeing in allergens.find_freeing(recipe, pantry):
        if len(freeing.swaps) < 2:
            continue
        groups = _list_groups(freeing.without, "or")
        names = allergens.sentence([typeset(swap.swap) for swap in freeing.swaps])
        both = "both " if len(freeing.swaps) == 2 else ""
        said.append(f"For a dish made without {groups}, swap {both}{names}.")
    return tuple(said)


def view_served(line: Ingredient, pantry: Pantry) -> ServedView:
    """What a dish is good with, with the labels of that food alone: contains wheat; check ..."""
    labels = allergens.derive([line], pantry)
    said = []
    if labels.contains:
        held = allergens.spell_members(labels.contains, allergens_of(pantry))
        said.append(f"contains {_list_groups(held)}")
    if labels.check:
        to_check = allergens.spell_members(labels.check, allergens_of(pantry))
        said.append(f"check the label for {_list_groups(to_check)}")
    return ServedView(typeset(line.name), "; ".join(said))


def _share(figure: Figure) -> Fraction:
    """A figure's share of a day; every figure that has a row with a day's value has one."""
    assert figure.share is not None, figure.id
    return figure.share


def _is_worth_printing(row: FigureRow, figure: Figure) -> bool:
    """Whether a figure is enough of a day's, and not "at least" a trace."""
    if _share(figure) * 100 < row.least:
        return False
    return not (figure.at_least and is_trace(figure.value, row.places))


def _view_figures(
    reference: Reference, figures: dict[str, Figure], hedge_each: bool
) -> tuple[FigureView, ...]:
    """The figures of a recipe's own pages, those that are not known among them.

    `hedge_each` puts "at least" beside each that is, for a dish in which not all are.
    """
    found = []
    for row in _rows_on_page(reference):
        if row.id in figures:
            found.append(_view_figure(row, figures[row.id], hedge_each))
        else:
            found.append(FigureView(row.says))
    return tuple(found)


def _rows_on_page(reference: Reference) -> tuple[FigureRow, ...]:
    """The figures that stand on a recipe's own pages, in the order of pantry/reference.yaml."""
    rows = {row.id: row for row in reference.figures}
    if not reference.on_page:
        return reference.figures
    return tuple(rows[id] for id in reference.on_page if id in rows)


def _view_figure(row: FigureRow, figure: Figure, hedge_each: bool) -> FigureView:
    value = shown(figure.value, row.places).removeprefix("under ")
    hedge = ""
    under = ""
    if hedge_each and figure.at_least:
        hedge = "at least"
    elif is_trace(figure.value, row.places):
        under = "under"
    percent = round(_share(figure) * 100)
    return FigureView(row.says, under, f"{value}{NBSP}{row.unit}", hedge, f"{percent}%")


def _view_patterns(
    reference: Reference, servings_by_pattern: dict[str, Fraction], guide: Guide
) -> tuple[tuple[str, str], ...]:
    """Servings of the pattern to the half, without those below it; kinds of herbs and spices as
    counted.
    """
    found = []
    for row in reference.patterns:
        count = servings_by_pattern.get(row.id, Fraction(0))
        if row.grams:
            count = Fraction(round(count * 2), 2)
        if count:
            found.append((say_pattern(row.says, guide), amounts.mixed(count)))
    return tuple(found)


def spell_day(day: date) -> str:
    """A day in words, in no order that another country would read otherwise: 8 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def view_why(recipe: Recipe, guide: Guide) -> WhyView | None:
    """What research says of a recipe, with the numbers of its references."""
    if not recipe.why:
        return None
    numbers = book.references(guide)
    cited = recipe.why.evidence
    weakest = claims.weakest([guide.evidence[id] for id in cited], guide.rules)
    text = typeset(recipe.why.text)
    references = tuple((id, numbers[id]) for id in cited)
    return WhyView(text, references, weakest.strength)


def _name_one(recipe: Recipe) -> str:
    """What the figures are for one of: a serving, or of how many when that must be said."""
    serves = recipe.serves
    if not serves.noun and not serves.high:
        return "serving"
    noun = serves.noun or "servings"
    count = amounts.mixed(servings(recipe))
    return f"of {count} {noun}"


def view(recipe_file: RecipeFile, guide: Guide) -> RecipeView:
    """A recipe's texts as they are printed, worked out once for its pages and for their promise."""
    key = ("view", recipe_file.path, guide.edition.units)
    return guide.memo.once(key, lambda: _view(recipe_file, guide))


def _view(recipe_file: RecipeFile, guide: Guide) -> RecipeView:
    recipe, pantry = recipe_file.recipe, guide.pantry
    system, food_data = guide.edition.units, food_data_of(guide)
    reader = one_system.reader_in(system, pantry)
    reference = food_data.reference
    labels = allergens.derive(allergens.listed_lines(recipe), pantry)
    nutrition = find_nutrition(recipe_file, guide)
    figures = _printed_figures(reference, nutrition)
    all_least = bool(figures) and all(figure.at_least for figure in figures.values())
    known = allergens_of(pantry)
    title = balanced(typeset(recipe.title), TITLE_WIDTH)
    swaps = []
    for swap in recipe.swaps or ():
        swaps.append(view_swap(recipe, swap, pantry, system, food_data))
    groups = _view_groups(recipe, guide)
    measures = [line.measure for _, lines in groups for line in lines]
    serves, makes = _say_servings(recipe)
    fridge, freezer = _say_how_long_it_keeps(recipe)
    return RecipeView(
        title=tuple(title),
        summary=typeset(recipe.summary),
        serves=serves,
        makes=makes,
        one=_name_one(recipe),
        total=spell_total(recipe.time),
        times=_view_times(recipe),
        groups=groups,
        method=view_steps(recipe_file, measures, guide),
        serve_with=tuple(view_served(line, pantry) for line in recipe.serve_with or ()),
        photo_alt=typeset(recipe.photo_alt or "") if recipe.photo else "",
        need=_typeset_all(recipe.need or (), reader),
        ahead=typeset(recipe.ahead or "", reader),
        rescue=typeset(recipe.rescue or "", reader),
        notes=_typeset_all(recipe.notes or (), reader),
        swaps=tuple(swaps),
        after_swaps=_say_together(recipe, pantry),
        contains=_view_contains(labels, known),
        check=_view_check(labels, known),
        without=_list_groups(labels.without, "or"),
        figures=_view_figures(reference, figures, not all_least),
        all_least=all_least,
        unknown=_view_withheld(reference, nutrition, figures),
        patterns=_view_patterns(reference, nutrition.patterns, guide),
        why=view_why(recipe, guide),
        fridge=fridge,
        freezer=freezer,
        contributor=typeset(recipe.contributor or ""),
        source=typeset(recipe.source.from_) if recipe.source else "",
        tested=_say_who_tested(recipe),
        made_with=_say_what_was_swapped(recipe_file, guide),
    )


def _say_servings(recipe: Recipe) -> tuple[str, str]:
    """How many it serves, or else what it makes; the other is empty."""
    serves = recipe.serves
    if serves.noun:
        return "", serves.text
    return serves.text, ""


def _say_how_long_it_keeps(recipe: Recipe) -> tuple[str, str]:
    """How long it keeps in the fridge and in the freezer; empty where that is not said."""
    keeps = recipe.keeps
    if keeps is None:
        return "", ""
    return typeset(keeps.fridge or ""), typeset(keeps.freezer or "")


def _say_who_tested(recipe: Recipe) -> str:
    """Who cooked it as it is written, and when; empty when nobody has."""
    tested = recipe.tested
    if tested is None:
        return ""
    day = spell_day(tested.date)
    return typeset(f"{tested.name}, {day}")


def _say_what_was_swapped(recipe_file: RecipeFile, guide: Guide) -> str:
    """The swaps that an edition made in it: "oat drink for milk"; empty when there are none."""
    words = guide.method_words.rewording if guide.method_words else None
    said = []
    for swap in recipe_file.made_with:
        said.append(f"{name_in_steps(swap.for_, words)} for {swap.swap}")
    return typeset(allergens.sentence(said))


def spell_total(time: Times) -> str:
    """How long a dish takes in all, as printed: its hands-on time, its cooking and its waiting.

    What stands for days or overnight is named beside the hours.
    """
    low = 0
    high = 0
    apart = ""
    for duration in (time.prep, time.cook, time.rest):
        if duration is None:
            continue
        if duration.low >= _LONG_WAIT:
            apart = typeset(duration.text)
            continue
        low += duration.low
        high += duration.high
    spelt = _spell_minutes(high)
    if low < high < _HOUR:
        spelt = f"{low}–{spelt}"
    elif low < high:
        spelt = f"{_spell_minutes(low)}–{spelt}"
    if apart and high:
        return f"{spelt} + {apart}"
    return apart.capitalize() or spelt


def _spell_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    parts = []
    if hours:
        parts.append(f"{hours}{NBSP}h")
    if rest or not hours:
        parts.append(f"{rest}{NBSP}min")
    # A line may end between the two: beside other times there is little room.
    return " ".join(parts)


def _view_times(recipe: Recipe) -> tuple[tuple[str, str], ...]:
    time = recipe.time
    durations = {"prep": time.prep, "cook": time.cook, "rest": time.rest}
    times = []
    for name, duration in durations.items():
        if duration:
            shown = typeset(duration.text).capitalize()
            times.append((name, shown))
    return tuple(times)


def _view_groups(recipe: Recipe, guide: Guide) -> tuple[tuple[str, tuple[LineView, ...]], ...]:
    system, pantry = guide.edition.units, guide.pantry
    groups = []
    for heading, lines in recipe.groups:
        shown = tuple(view_line(line, pantry, system, guide.food_data) for line in lines)
        groups.append((typeset(heading), shown))
    return tuple(groups)


def _typeset_all(texts: Iterable[str], reader: MeasureReader | OneSystem) -> tuple[str, ...]:
    return tuple(typeset(text, reader) for text in texts)


def _printed_figures(reference: Reference, nutrition: Nutrition) -> dict[str, Figure]:
    """The figures of a serving that its pages show and that are worth printing, by their ids."""
    printed = {}
    for row in _rows_on_page(reference):
        figure = nutrition.figures.get(row.id)
        if figure is not None and _is_worth_printing(row, figure):
            printed[row.id] = figure
    return printed


def _view_withheld(
    reference: Reference, nutrition: Nutrition, printed: dict[str, Figure]
) -> tuple[str, ...]:
    """Why figures of a recipe's pages are not known.

    Figures with the same reasons stand together; where there is no figure at all, only the reasons
    are said.
    """
    names: dict[str, list[str]] = {}
    for row in _rows_on_page(reference):
        if row.id in printed:
            continue
        withheld = nutrition.withheld.get(row.id)
        reasons = ", ".join(withheld.reasons) if withheld else ""
        names.setdefault(reasons, []).append(row.says.lower())
    if not printed:
        return tuple(typeset(reasons) for reasons in names)
    found = []
    for reasons, figures in names.items():
        said = allergens.sentence(figures)
        if reasons:
            said += f" ({reasons})"
        found.append(typeset(said))
    return tuple(found)


def recipe_key(recipe_file: RecipeFile, guide: Guide) -> str:
    """A key of all that decides what a recipe's pages say: itself, what all recipes share, its
    citations' numbers, words of the edition, our code.
    """
    numbers = book.references(guide)
    cited = [f"{id} {numbers.get(id)}" for id in book.cited_by_recipe(recipe_file)]
    return digest(
        fingerprint.program_key(),
        guide.world,
        guide.edition.units,
        guide.edition.ink,
        recipe_file.path,
        recipe_file.digest,
        *cited,
        *_patterns_said_otherwise(recipe_file, guide),
    )


def _patterns_said_otherwise(recipe_file: RecipeFile, guide: Guide) -> Iterator[str]:
    """The parts of the pattern of a recipe that the edition calls by another name."""
    if guide.edition.without:
        for row in food_data_of(guide).reference.patterns:
            says = say_pattern(row.says, guide)
            if says != row.says and row.id in find_nutrition(recipe_file, guide).patterns:
                yield says
