"""What a serving holds, from USDA's figures, and how far they are to be trusted.

Unknown is never 0: a figure with a small unknown part says "at least", and one of which a tenth or
more could be unknown is withheld. Grams come from the amount, the unit and the ingredient's own
measure. Optional ingredients count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from guide.core.amounts import Amount, Ingredient, Unit
from guide.derive.allergens import listed_lines, sentence
from guide.read.food_data import TRUST, FoodData, Values
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Family, FigureRow, Pattern, Reference
from guide.read.recipe import Recipe

# Exact numbers by the key of what they belong to.
Amounts = dict[str, Fraction]
# Grams, or None, and why they are not known, or "".
Weight = tuple[Fraction | None, str]

NOTHING = Fraction(0)
# A row of figures of its own: what is squeezed out of a fruit.
JUICED = "juiced"
# The measures of one piece, the usual first; pantry/measures.csv names them.
PIECES = ("each", "medium", "large")
# The measures of a volume that may have been weighed, and the millilitres in one.
VOLUMES = {"ml": Fraction(1), "cup": Fraction(240), "tbsp": Fraction(15), "tsp": Fraction(5)}
# A part belongs to the bulk of a figure from this share on.
BULK = Fraction(1, 10)
# Below this share of a day an uncertain figure says nothing.
TRACE = Fraction(1, 200)
# A weight that is an estimate may be so many times what was guessed.
ESTIMATE_SLACK = 2
TO_TASTE = "to taste"
UNSAID = "nobody says how much"
EXTRA = "nobody says how much more"
ESTIMATED = "its weight is an estimate"


@dataclass(frozen=True)
class WeighedLine:
    """One line of a recipe in grams as eaten; None when the line does not say or nobody knows.

    `row` is the row of figures that counts for it: of a lemon that is juiced, the row of its juice.
    `why` says why its figures are not known, or is "". `most` is the most it can weigh; None when
    that could be anything.
    """

    line: Ingredient
    item: str
    row: str
    grams: Fraction | None
    why: str
    most: Fraction | None


Parts = tuple[WeighedLine, ...]
# What 100 g of a food hold by figure; None when it is not known.
_Contents = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Figure:
    """One figure of a serving, in the unit of its row in pantry/reference.yaml.

    `at_least` says that some of it is not known, `share` is the part of a day's value, `sources`
    are the USDA records it stands on, `unknown` the names of the ingredients that are missing from
    it, `unknown_grams` the most that these weigh in the whole dish.
    """

    id: str
    value: Fraction
    at_least: bool
    share: Fraction | None
    sources: tuple[int, ...]
    unknown: tuple[str, ...]
    trust: str
    unknown_grams: Fraction


@dataclass(frozen=True)
class Withheld:
    """A figure that is neither printed nor counted, since too much of it could be unknown.

    `reasons` say what is missing, such as "no weight for chicken thighs"; `least` is what is known
    of a serving. It serves to warn of too much, and nothing else.
    """

    id: str
    reasons: tuple[str, ...]
    least: Fraction


@dataclass(frozen=True)
class Nutrition:
    """A recipe's parts, and the figures, vitamins and pattern servings of one serving.

    `withheld` has the figures and vitamins, and `uncounted` the patterns, of which too much could
    be unknown.
    """

    parts: Parts
    servings: Fraction
    figures: dict[str, Figure]
    vitamins: dict[str, Figure]
    patterns: Amounts
    withheld: dict[str, Withheld]
    uncounted: frozenset[str]

    def at_least(self, id: str) -> Fraction:
        """What a serving surely holds of a figure, withheld or not: enough to warn of too much."""
        figure = self.figures.get(id) or self.vitamins.get(id)
        if figure:
            return figure.value
        withheld = self.withheld.get(id)
        return withheld.least if withheld else NOTHING

    @property
    def known(self) -> Fraction | None:
        """The share of the dish's grams, water included, that has figures.

        What is added to taste is left out. None when something in the dish could weigh anything.
        """
        total = NOTHING
        missing = NOTHING
        for part in self.parts:
            if part.why == TO_TASTE:
                continue
            if part.most is None:
                return None
            total += part.most
            if part.why:
                missing += part.most
        if not total:
            return NOTHING
        return 1 - missing / total


def middle(amount: Amount) -> Fraction:
    """The middle of a range, or the number itself."""
    if amount.high is None:
        return amount.low
    return (amount.low + amount.high) / 2


def unit_of(line: Ingredient, pantry: Pantry) -> Unit | None:
    """The unit of a line, before its name or behind it ("2 garlic cloves")."""
    if line.unit:
        return line.unit
    found = pantry.find(line.name)
    return found[2] if found else None


def size_words(line: Ingredient, pantry: Pantry) -> list[str]:
    """The words of a line that say how large a piece is, as pantry/measures.csv does."""
    units = pantry.units
    said = (line.describing or line.name).lower().split()
    words = [units.sizes.get(word, word) for word in said]
    return [word for word in words if word in units.describing]


def is_heaped(line: Ingredient, pantry: Pantry) -> bool:
    """Whether a spoon or cup of a line holds more than it measures."""
    said = {*line.describing.lower().split(), *line.hedge.lower().split()}
    is_poured = line.unit is not None and line.unit.kind == "volume"
    return is_poured and not said.isdisjoint(pantry.units.heaped)


def weigh(
    line: Ingredient, pantry: Pantry, food_data: FoodData
) -> tuple[str, Fraction | None, str]:
    """A line's item, its grams as eaten, and why they are not known, or "".

    Raises Mistake for an ingredient the pantry does not know.
    """
    key, _ = pantry.require(line)
    if line.amount is None:
        return key, None, UNSAID if line.unsaid else TO_TASTE
    count = middle(line.amount)
    unit = unit_of(line, pantry)
    weighed = _weigh_as_said(line, count)
    if weighed is not None and not _is_container(unit, pantry):
        return key, weighed, ""
    if line.size and line.size[1].kind != "length":
        grams, why = _weigh_packs(count, line.size, _is_container(unit, pantry), key, food_data)
    elif unit and unit.kind == "mass":
        grams, why = count * unit.holds, ""
    elif unit and is_heaped(line, pantry):
        grams, why = None, f"nobody has weighed one heaped {unit.name} of it"
    elif unit and unit.kind == "volume":
        grams, why = _weigh_volume(count, unit, pantry.items[key].cup, key, food_data)
    else:
        grams, why = _weigh_pieces(count, unit, line, pantry, food_data)
    return key, grams, why


def _weigh_as_said(line: Ingredient, count: Fraction) -> Fraction | None:
    """The grams that a line itself says besides its amount: 2 onions (about 300 g)."""
    if line.unit is not None and line.unit.kind == "mass":
        return None
    for other in line.others:
        if other.unit.kind == "mass":
            grams = middle(other.amount) * other.unit.holds
            return grams * count if other.each else grams
    return None


def _is_container(unit: Unit | None, pantry: Pantry) -> bool:
    return unit is not None and unit.name in pantry.units.containers


def _grams_in(food_data: FoodData, key: str, measure: str) -> Fraction | None:
    found = food_data.measures.get((key, measure))
    return found[0] if found else None


def _weigh_packs(
    count: Fraction, size: tuple[Fraction, Unit], drained: bool, key: str, food_data: FoodData
) -> Weight:
    """The grams of so many packs, pieces or cans of that size, and why they are not known."""
    value, unit = size
    grams = count * value * unit.holds
    if unit.kind == "volume":
        in_one_ml = _grams_in(food_data, key, "ml")
        if in_one_ml is None:
            return None, "nobody has weighed one ml of it"
        grams *= in_one_ml
    if not drained:
        return grams, ""
    share = _grams_in(food_data, key, "can share")
    if share is None:
        return None, "nobody knows what the can holds when drained"
    return grams * share, ""


def _weigh_volume(
    count: Fraction, unit: Unit, cup: Fraction | None, key: str, food_data: FoodData
) -> Weight:
    """The grams of so many spoons, cups or millilitres, and why they are not known."""
    grams = _grams_in(food_data, key, unit.name)
    if grams is not None:
        return count * grams, ""
    for measure, ml in VOLUMES.items():
        grams = _grams_in(food_data, key, measure)
        if grams is not None:
            return count * grams * (unit.holds / ml), ""
    if cup is not None:
        return count * cup * (unit.holds / VOLUMES["cup"]), ""
    return None, f"nobody has weighed one {unit.name} of it"


def _weigh_pieces(
    count: Fraction, unit: Unit | None, line: Ingredient, pantry: Pantry, food_data: FoodData
) -> Weight:
    """The grams of so many pieces, and why they are not known."""
    key, _ = pantry.require(line)
    # Of a lemon the juice is eaten, or the zest, and hardly ever the flesh.
    measures = ["zest" if _is_zest_only(line) else f"each {JUICED}"]
    if unit:
        measures.append(unit.name)
    if unit is None or unit.name in pantry.units.whole:
        measures += size_words(line, pantry)
        measures += PIECES
    for measure in measures:
        found = food_data.measures.get((key, measure))
        if found:
            grams, source = found
            why = ESTIMATED if source.startswith("estimate") else ""
            return count * grams, why
    if unit:
        return None, f"nobody has weighed one {unit.name} of it"
    return None, "nobody has weighed one of it"


def _is_zest_only(line: Ingredient) -> bool:
    return "zest" in line.preparation and "juice" not in line.preparation


def servings(recipe: Recipe) -> Fraction:
    """How many servings a recipe makes; the middle of a range."""
    serves = recipe.serves
    most = serves.high or serves.low
    return Fraction(serves.low + most, 2)


def weigh_all(
    recipe: Recipe, lines: tuple[Ingredient, ...], pantry: Pantry, food_data: FoodData
) -> Parts:
    """Every line in grams as eaten.

    What the recipe declares as not eaten is taken off the lines of its item.
    """
    not_eaten: Amounts = {}
    for line in recipe.not_eaten or ():
        key, grams, _ = weigh(line, pantry, food_data)
        not_eaten[key] = not_eaten.get(key, NOTHING) + (grams or NOTHING)
    parts: list[WeighedLine] = []
    for line in lines:
        key, grams, why = weigh(line, pantry, food_data)
        if grams is not None and key in not_eaten:
            taken_off = min(grams, not_eaten[key])
            not_eaten[key] -= taken_off
            grams -= taken_off
        row = _row_for(line, key, food_data)
        if not why and row not in food_data.facts:
            why = "USDA has no record of it"
        most = _most_grams(line, grams, why, pantry, food_data.reference)
        if most is not None and why == TO_TASTE:
            most *= servings(recipe)
        parts.append(WeighedLine(line=line, item=key, row=row, grams=grams, why=why, most=most))
    # What goes in besides an amount stands behind the lines, one part for each; more water from
    # the tap changes no figure.
    reference = food_data.reference
    for part in tuple(parts):
        if part.line.extra and part.item not in reference.weightless:
            most = reference.extra
            parts.append(replace(part, grams=None, why=EXTRA, most=most))
    return tuple(parts)


def _most_grams(
    line: Ingredient, grams: Fraction | None, why: str, pantry: Pantry, reference: Reference
) -> Fraction | None:
    """The most a line can weigh, of what is to taste a serving; None when it could be anything."""
    if grams is not None:
        return grams * ESTIMATE_SLACK if why == ESTIMATED else grams
    _, item = pantry.require(line)
    if line.amount is None and line.unsaid:
        return _most_unsaid(line, reference)
    if line.amount is None:
        return reference.to_taste.get(item.family)
    count = line.amount.high or line.amount.low
    if line.size and line.size[1].kind != "length":
        value, unit = line.size
        return count * value * unit.holds * (reference.heaviest if unit.kind == "volume" else 1)
    unit_of_line = unit_of(line, pantry)
    if unit_of_line and unit_of_line.kind == "volume":
        level = count * unit_of_line.holds * reference.heaviest
        return level * reference.heaped if is_heaped(line, pantry) else level
    name = unit_of_line.name if unit_of_line else PIECES[0]
    most = _most_of_one(name, item.family, reference)
    return None if most is None else count * most


def _most_unsaid(line: Ingredient, reference: Reference) -> Fraction | None:
    """The most that can be of what has no amount; None when that could be anything."""
    words = set(line.preparation.lower().replace(",", " ").split())
    return reference.extra if words.intersection(reference.little) else None


def _most_of_one(unit: str, family: Family, reference: Reference) -> Fraction | None:
    """The most that one pinch, sprig or piece of a food can weigh; None when nobody says."""
    for rule in reference.unweighed:
        if unit in rule.units and (not rule.families or family in rule.families):
            return rule.grams
    return None


def _row_for(line: Ingredient, key: str, food_data: FoodData) -> str:
    juice = f"{key} {JUICED}"
    if line.unit is None and not _is_zest_only(line) and juice in food_data.facts:
        return juice
    return key


def find_nutrition(recipe_file: RecipeFile, guide: Guide) -> Nutrition:
    """What one serving of a recipe holds, worked out once for the whole guide. Raises Mistake."""
    food_data = guide.food_data
    if food_data is None:
        raise ValueError("figures need a guide whose pantry/reference.yaml could be read")
    recipe = recipe_file.recipe

    def make() -> _WorkedOut:
        return _WorkedOut(recipe, work_out(recipe, listed_lines(recipe), guide.pantry, food_data))

    # A recipe is checked in a guide of its own with the same pantry, so what it holds is kept with
    # the figures.
    return food_data.memo.once(_key(recipe), make).nutrition


@dataclass(frozen=True, eq=False)
class _WorkedOut:
    """What a recipe holds; it has the recipe, so that no other comes to have its identity."""

    recipe: Recipe
    nutrition: Nutrition


def _key(recipe: Recipe) -> tuple[str, int]:
    # The same recipe stands in more than one guide, and to compare recipes would take longer.
    return "nutrition", id(recipe)


def find_kept_nutrition(recipe_file: RecipeFile, guide: Guide) -> Nutrition | None:
    """What is known of a serving already; None when it was not worked out, or could not be."""
    if guide.food_data is None:
        return None
    found = guide.food_data.memo.find(_key(recipe_file.recipe), _WorkedOut)
    return found.nutrition if found else None


def keep_nutrition(recipe_file: RecipeFile, guide: Guide, nutrition: Nutrition) -> None:
    """Keeps what was worked out of that very file with that very pantry."""
    if guide.food_data is not None:
        known = _WorkedOut(recipe_file.recipe, nutrition)
        guide.food_data.memo.once(_key(recipe_file.recipe), lambda: known)


def work_out(
    recipe: Recipe, lines: tuple[Ingredient, ...], pantry: Pantry, food_data: FoodData
) -> Nutrition:
    """What one serving of those lines holds.

    Raises Mistake for an ingredient the pantry does not know.
    """
    parts = weigh_all(recipe, lines, pantry, food_data)
    eaters = servings(recipe)
    reference = food_data.reference
    dish = _Dish(parts, eaters, pantry, food_data)
    figures: dict[str, Figure] = {}
    vitamins: dict[str, Figure] = {}
    withheld: dict[str, Withheld] = {}
    for row in reference.figures:
        found = _work_out_figure(row, dish)
        if isinstance(found, Withheld):
            withheld[row.id] = found
        else:
            figures[row.id] = found
    for row in reference.vitamins:
        found = _work_out_figure(row, dish)
        if isinstance(found, Withheld):
            withheld[row.id] = found
        elif (found.share or NOTHING) * 100 >= reference.least:
            vitamins[row.id] = found
    patterns, uncounted = _count_patterns(parts, eaters, pantry, reference)
    return Nutrition(
        parts=parts,
        servings=eaters,
        figures=figures,
        vitamins=vitamins,
        patterns=patterns,
        withheld=withheld,
        uncounted=uncounted,
    )


@dataclass(frozen=True)
class _Dish:
    """What a figure is summed over, and what it is summed by."""

    parts: Parts
    eaters: Fraction
    pantry: Pantry
    food_data: FoodData

    @cached_property
    def weight(self) -> Fraction:
        """The grams of the dish at the most that each part can weigh.

        It leaves out what pantry/reference.yaml calls weightless, since water says nothing of how
        much of a dish is known, and what could weigh anything.
        """
        weightless = self.food_data.reference.weightless
        telling = [part.most for part in self.parts if part.most and part.item not in weightless]
        return sum(telling, NOTHING)

    @cached_property
    def in_a_gram(self) -> int:
        """So many make a gram that the grams of each part are a whole number of them."""
        return math.lcm(*(part.grams.denominator for part in self.parts if part.grams))

    @cached_property
    def weights(self) -> tuple[int | None, ...]:
        """What each part weighs, in those; None when nobody knows."""
        weights: list[int | None] = []
        for part in self.parts:
            weights.append(None if part.grams is None else int(part.grams * self.in_a_gram))
        return tuple(weights)

    @cached_property
    def contents(self) -> tuple[_Contents, ...]:
        """What 100 g of each part hold."""
        return tuple(_list_contents(part.row, self.food_data) for part in self.parts)


@dataclass(frozen=True)
class _Unknown:
    """A part that is missing from a figure.

    `grams` is the most it weighs and `amount` the most it adds to the figure of the dish; None when
    that could be anything. `holds_none` says that foods of its kind usually hold none of it.
    """

    part: WeighedLine
    grams: Fraction | None
    amount: Fraction | None
    holds_none: bool


@dataclass
class _Sum:
    """One figure summed over a dish: what each row of figures adds, and what is not known.

    The amounts are whole numbers, which are soonest added up: `in_one` make one of the figure.
    """

    amounts: dict[str, int]
    in_one: int
    unknown: list[_Unknown]

    @cached_property
    def total(self) -> Fraction:
        return Fraction(sum(self.amounts.values()), self.in_one)


def _add_up(row: FigureRow, dish: _Dish) -> _Sum:
    contents = [content[row.id] for content in dish.contents]
    in_one = math.lcm(*(content.denominator for content in contents if content is not None))
    amounts: dict[str, int] = {}
    unknown: list[_Unknown] = []
    for part, weight, content in zip(dish.parts, dish.weights, contents, strict=True):
        if content is not None and not content:
            # However much salt there is, it holds no energy.
            amounts.setdefault(part.row, 0)
        elif weight is not None and not part.why and content is not None:
            amount = weight * content.numerator * (in_one // content.denominator)
            amounts[part.row] = amounts.get(part.row, 0) + amount
        elif part.most != 0:
            missing = _find_unknown(part, content, row, dish)
            if not _is_too_little_to_matter(missing, row, dish):
                unknown.append(missing)
    # Figures are given per 100 g.
    return _Sum(amounts, in_one * dish.in_a_gram * 100, unknown)


def _find_unknown(
    part: WeighedLine, content: Fraction | None, row: FigureRow, dish: _Dish
) -> _Unknown:
    if content is None:
        family = dish.pantry.items[part.item].family
        content = _content(row, dish.food_data.usual.get(family, {}))
    amount = None
    if content is not None and part.most is not None:
        amount = part.most * content / 100
    return _Unknown(part, part.most, amount, holds_none=content == 0)


def _is_too_little_to_matter(unknown: _Unknown, row: FigureRow, dish: _Dish) -> bool:
    """Whether something is added to taste and cannot reach what matters, as pepper cannot."""
    if unknown.part.why != TO_TASTE or unknown.amount is None:
        return False
    return unknown.amount / dish.eaters < row.day * dish.food_data.reference.taste_matters


def _list_contents(row: str, food_data: FoodData) -> _Contents:
    """What 100 g of what has that row of figures hold, once for all recipes."""

    def find() -> _Contents:
        facts = food_data.facts.get(row)
        figures = (*food_data.reference.figures, *food_data.reference.vitamins)
        if facts is None:
            return {figure.id: None for figure in figures}
        return {figure.id: _content(figure, facts.values) for figure in figures}

    return food_data.memo.once(("contents", row), find)


def _content(row: FigureRow, values: Values) -> Fraction | None:
    """A figure of 100 g of a food; None when it is not known."""
    total = NOTHING
    for column, factor in row.from_.items():
        value = values.get(column)
        if value is None:
            return None
        if factor == 1 and len(row.from_) == 1:
            return value
        total += value * factor
    return total


def _work_out_figure(row: FigureRow, dish: _Dish) -> Figure | Withheld:
    """One figure of a serving, or why there is none."""
    found = _add_up(row, dish)
    culprits = _find_culprits(row, found, dish)
    value = found.total / dish.eaters
    # "At least nothing" says nothing, and neither does a trace of fish oil in a dish without fish.
    is_uncertain = bool(found.unknown or row.least)
    if culprits or not found.amounts or (is_uncertain and value < row.day * TRACE):
        return Withheld(row.id, _say_what_is_missing(culprits or found.unknown), value)
    return Figure(
        id=row.id,
        value=value,
        at_least=bool(found.unknown),
        share=value / row.day if row.day else None,
        sources=_list_sources(found.amounts, dish.food_data),
        unknown=tuple(unknown.part.line.name for unknown in found.unknown),
        trust=_worst_trust(found.amounts, dish.food_data),
        unknown_grams=sum((unknown.grams or NOTHING for unknown in found.unknown), NOTHING),
    )


def _find_culprits(row: FigureRow, found: _Sum, dish: _Dish) -> list[_Unknown]:
    """What makes too much of a figure unknown; nothing when that is little.

    Those are named that could be anything or are too much by themselves, or all when they are only
    together.
    """
    unknown = [one for one in found.unknown if not one.holds_none]
    if not found.amounts:
        return unknown or found.unknown
    if not unknown:
        return []
    reference = dish.food_data.reference
    whole = found.total + sum((one.amount or NOTHING for one in unknown), NOTHING)
    amounts = [_ratio(one.amount, whole) for one in unknown]
    weights = [_ratio(_telling_grams(one, row, reference), dish.weight) for one in unknown]
    most = reference.most_unknown
    is_bound = all(one.grams is not None for one in unknown)
    if is_bound and max(sum(amounts, NOTHING), sum(weights, NOTHING)) < most:
        return []
    alone: list[_Unknown] = []
    for one, by_amount, by_weight in zip(unknown, amounts, weights, strict=True):
        if one.grams is None or max(by_amount, by_weight) >= most:
            alone.append(one)
    return alone or unknown


def _telling_grams(unknown: _Unknown, row: FigureRow, reference: Reference) -> Fraction | None:
    """The weight of what is unknown, where it says how much of the figure that could be."""
    if row.id in reference.by_usual and unknown.amount is not None:
        return None
    return unknown.grams


def _ratio(part: Fraction | None, whole: Fraction) -> Fraction:
    if part is None or not whole:
        return NOTHING
    return part / whole


def _say_what_is_missing(unknown: list[_Unknown]) -> tuple[str, ...]:
    """Why a figure is withheld, each reason once: "no weight for chicken thighs"."""
    said: dict[str, list[str]] = {}
    for one in unknown:
        if one.part.why == TO_TASTE:
            lack = "no amount for"
        elif one.part.grams is None:
            lack = "no weight for"
        else:
            lack = "no figure for"
        names = said.setdefault(lack, [])
        if one.part.line.name not in names:
            names.append(one.part.line.name)
    return tuple(f"{lack} {sentence(names, 'or')}" for lack, names in said.items())


def _list_sources(amounts: Mapping[str, int], food_data: FoodData) -> tuple[int, ...]:
    """The USDA records of every row that adds anything."""
    sources: set[int] = set()
    for row, amount in amounts.items():
        if amount:
            sources.update(food_data.facts[row].records)
    return tuple(sorted(sources))


def _worst_trust(amounts: Mapping[str, int], food_data: FoodData) -> str:
    """The total is worth no more than the worst of what makes up its bulk."""
    least = math.ceil(sum(amounts.values()) * BULK)
    bulk = [key for key, amount in amounts.items() if amount >= least]
    grades = [food_data.facts[key].trust for key in bulk or amounts]
    return max(grades, key=TRUST.index)


def _count_patterns(
    parts: Parts, eaters: Fraction, pantry: Pantry, reference: Reference
) -> tuple[Amounts, frozenset[str]]:
    """Servings of each part of the eating pattern in one serving; of some, the kinds of food.

    With them come the patterns that are not counted, since too much of them has no weight.
    """
    patterns = {pattern.id: pattern for pattern in reference.patterns}
    counts: Amounts = {}
    unknown: Amounts = {}
    counted_kinds: set[str] = set()
    uncounted: set[str] = set()
    for part in parts:
        pattern = _pattern_of(part, pantry, reference, patterns)
        if pattern is None:
            continue
        so_far = counts.get(pattern.id, NOTHING)
        if not pattern.grams:
            if part.item not in counted_kinds:
                counted_kinds.add(part.item)
                counts[pattern.id] = so_far + 1
            continue
        one_serving = pantry.items[part.item].serving or pattern.grams
        if part.grams:
            counts[pattern.id] = so_far + part.grams / one_serving / eaters
        elif part.most is None:
            uncounted.add(pattern.id)
        else:
            more = part.most / one_serving / eaters
            unknown[pattern.id] = unknown.get(pattern.id, NOTHING) + more
    for id, more in unknown.items():
        if more >= (counts.get(id, NOTHING) + more) * reference.most_unknown:
            uncounted.add(id)
    kept = {id: counts[id] for id in patterns if id in counts and id not in uncounted}
    return kept, frozenset(uncounted)


def _pattern_of(
    part: WeighedLine, pantry: Pantry, reference: Reference, patterns: dict[str, Pattern]
) -> Pattern | None:
    item = pantry.items[part.item]
    id = item.pattern or reference.families.get(item.family, "")
    return patterns.get(id)


def is_trace(value: Fraction, places: int) -> bool:
    """Whether a figure is too small to be printed to that many places, and still not nothing."""
    doubled = value * 2 * 10**places
    # A half is rounded to the even digit, which is 0 here.
    return value > 0 and doubled <= 1


def shown(value: Fraction, places: int) -> str:
    """A figure as printed: rounded down never to nothing; "under 0.1" says so for a trace."""
    if is_trace(value, places):
        smallest = Fraction(1, 10**places)
        return f"under {float(smallest):g}"
    return f"{float(round(value, places)):.{places}f}"
