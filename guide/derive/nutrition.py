"""What a serving holds, from USDA's figures, and how far they are to be trusted.

Unknown is never 0: a figure with an unknown part says "at least", and one whose main part is
unknown is left out. Grams come from the amount, the unit and the ingredient's own measure. Optional
ingredients count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial

from guide.core.amounts import Amount, Ingredient, Unit
from guide.derive.allergens import listed_lines
from guide.read.food_data import TRUST, Facts, FoodData
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import FigureRow, Pattern, Reference
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


@dataclass(frozen=True)
class WeighedLine:
    """One line of a recipe in grams as eaten; None when the line does not say or nobody knows.

    `row` is the row of figures that counts for it: of a lemon that is juiced, the row of its juice.
    `why` says why its figures are not known, or is "".
    """

    line: Ingredient
    item: str
    row: str
    grams: Fraction | None
    why: str = ""

    @cached_property
    def hundreds(self) -> Fraction:
        """Its grams in hundreds, since figures are given per 100 g; 0 when they are not known."""
        return (self.grams or NOTHING) / 100


Parts = tuple[WeighedLine, ...]


@dataclass(frozen=True)
class Figure:
    """One figure of a serving, in the unit of its row in pantry/reference.yaml.

    `at_least` says that some of it is not known, `share` is the part of a day's value, `sources`
    are the USDA records it stands on, `unknown` the names of the ingredients that are missing from
    it.
    """

    id: str
    value: Fraction
    at_least: bool
    share: Fraction | None
    sources: tuple[int, ...]
    unknown: tuple[str, ...]
    trust: str


@dataclass(frozen=True)
class Nutrition:
    """A recipe's parts, and the figures, vitamins and pattern servings of one serving."""

    parts: Parts
    servings: Fraction
    figures: dict[str, Figure]
    vitamins: dict[str, Figure]
    patterns: Amounts

    @property
    def known(self) -> Fraction:
        """The share of the dish's grams, water included, that has figures."""
        total = NOTHING
        missing = NOTHING
        for part in self.parts:
            grams = part.grams or NOTHING
            total += grams
            if part.why:
                missing += grams
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
    words = (line.describing or line.name).lower().split()
    return [word for word in words if word in pantry.units.describing]


def weigh(
    line: Ingredient, pantry: Pantry, food_data: FoodData
) -> tuple[str, Fraction | None, str]:
    """A line's item, its grams as eaten, and why they are not known, or "".

    Raises Mistake for an ingredient the pantry does not know.
    """
    key, _ = pantry.require(line)
    if line.amount is None:
        return key, None, "to taste"
    count = middle(line.amount)
    unit = unit_of(line, pantry)
    if line.size:
        grams, why = _weigh_packs(count, line.size, _is_container(unit, pantry), key, food_data)
    elif unit and unit.kind == "mass":
        grams, why = count * unit.holds, ""
    elif unit and unit.kind == "volume":
        grams, why = _weigh_volume(count, unit, key, food_data)
    else:
        grams, why = _weigh_pieces(count, unit, line, pantry, food_data)
    return key, grams, why


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


def _weigh_volume(count: Fraction, unit: Unit, key: str, food_data: FoodData) -> Weight:
    """The grams of so many spoons, cups or millilitres, and why they are not known."""
    grams = _grams_in(food_data, key, unit.name)
    if grams is not None:
        return count * grams, ""
    for measure, ml in VOLUMES.items():
        grams = _grams_in(food_data, key, measure)
        if grams is not None:
            return count * grams * (unit.holds / ml), ""
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
    measures += size_words(line, pantry)
    measures += PIECES
    for measure in measures:
        found = food_data.measures.get((key, measure))
        if found:
            grams, source = found
            why = "its weight is an estimate" if source.startswith("estimate") else ""
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
        parts.append(WeighedLine(line=line, item=key, row=row, grams=grams, why=why))
    return tuple(parts)


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
    make = partial(work_out, recipe, listed_lines(recipe), guide.pantry, food_data)
    # A recipe is checked in a guide of its own with the same pantry, so what it holds is kept with
    # the figures.
    return food_data.memo.once(("nutrition", recipe_file), make)


def work_out(
    recipe: Recipe, lines: tuple[Ingredient, ...], pantry: Pantry, food_data: FoodData
) -> Nutrition:
    """What one serving of those lines holds.

    Raises Mistake for an ingredient the pantry does not know.
    """
    parts = weigh_all(recipe, lines, pantry, food_data)
    eaters = servings(recipe)
    reference = food_data.reference
    figures: dict[str, Figure] = {}
    for row in reference.figures:
        figure = _work_out_figure(row, parts, eaters, food_data)
        if figure:
            figures[row.id] = figure
    vitamins: dict[str, Figure] = {}
    for row in reference.vitamins:
        figure = _work_out_figure(row, parts, eaters, food_data)
        if figure and (figure.share or NOTHING) * 100 >= reference.least:
            vitamins[row.id] = figure
    return Nutrition(
        parts=parts,
        servings=eaters,
        figures=figures,
        vitamins=vitamins,
        patterns=_count_patterns(parts, eaters, pantry, reference),
    )


@dataclass
class _Sum:
    """One figure summed over a dish: what each row of figures adds, and what is not known.

    `weight` leaves out what pantry/reference.yaml calls weightless: water says nothing of how much
    of a dish is known.
    """

    amounts: Amounts = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unknown_grams: Fraction = NOTHING
    weight: Fraction = NOTHING


def _add_up(row: FigureRow, parts: Parts, eaters: Fraction, food_data: FoodData) -> _Sum:
    found = _Sum()
    matters = row.day * food_data.reference.taste_matters
    for part in parts:
        grams = part.grams or NOTHING
        content = _content(row, food_data.facts.get(part.row))
        if part.item not in food_data.reference.weightless:
            found.weight += grams
        if part.grams is None and part.why == "to taste":
            # A gram of pepper in the pot cannot matter to any figure; a gram of salt does to one.
            if content is None or content / 100 / eaters >= matters:
                found.unknown.append(part.line.name)
        elif part.why or content is None:
            found.unknown.append(part.line.name)
            found.unknown_grams += grams
        elif part.row in found.amounts:
            found.amounts[part.row] += part.hundreds * content
        else:
            found.amounts[part.row] = part.hundreds * content
    return found


def _content(row: FigureRow, facts: Facts | None) -> Fraction | None:
    """A figure of 100 g of a food; None when it is not known."""
    if facts is None:
        return None
    total = NOTHING
    for column, factor in row.from_.items():
        value = facts.values.get(column)
        if value is None:
            return None
        if factor == 1 and len(row.from_) == 1:
            return value
        total += value * factor
    return total


def find_least(row: FigureRow, recipe_file: RecipeFile, guide: Guide) -> tuple[Fraction, bool]:
    """The least that one serving holds of a figure, and whether all of it is known.

    What has no figure can only add to it, so the least is given however much is not known; this is
    for warnings, where a sum that is left out would be taken for a little. Raises Mistake.
    """
    worked = find_nutrition(recipe_file, guide)
    if guide.food_data is None:
        raise ValueError("figures need a guide whose pantry/reference.yaml could be read")
    found = _add_up(row, worked.parts, worked.servings, guide.food_data)
    return sum(found.amounts.values(), NOTHING) / worked.servings, not found.unknown


def _work_out_figure(
    row: FigureRow, parts: Parts, eaters: Fraction, food_data: FoodData
) -> Figure | None:
    """One figure of a serving; None when too much of it is unknown, or it is an uncertain trace."""
    found = _add_up(row, parts, eaters, food_data)
    most_unknown = food_data.reference.most_unknown
    if not found.amounts:
        return None
    if found.weight and found.unknown_grams / found.weight > most_unknown:
        return None
    total = sum(found.amounts.values(), NOTHING)
    value = total / eaters
    # "At least nothing" says nothing, and neither does a trace of fish oil in a dish without fish.
    is_uncertain = found.unknown or row.least
    if is_uncertain and value < row.day * TRACE:
        return None
    return Figure(
        id=row.id,
        value=value,
        at_least=bool(found.unknown),
        share=value / row.day if row.day else None,
        sources=_list_sources(found.amounts, food_data),
        unknown=tuple(found.unknown),
        trust=_worst_trust(found.amounts, total, food_data),
    )


def _list_sources(amounts: Amounts, food_data: FoodData) -> tuple[int, ...]:
    """The USDA records of every row that adds anything."""
    sources: set[int] = set()
    for row, amount in amounts.items():
        if amount:
            sources.add(food_data.facts[row].fdc)
    return tuple(sorted(sources))


def _worst_trust(amounts: Amounts, total: Fraction, food_data: FoodData) -> str:
    """The total is worth no more than the worst of what makes up its bulk."""
    least = total * BULK
    bulk = [key for key, amount in amounts.items() if amount >= least]
    grades = [food_data.facts[key].trust for key in bulk or amounts]
    return max(grades, key=TRUST.index)


def _count_patterns(
    parts: Parts, eaters: Fraction, pantry: Pantry, reference: Reference
) -> Amounts:
    """Servings of each part of the eating pattern in one serving; of some, the kinds of food."""
    patterns = {pattern.id: pattern for pattern in reference.patterns}
    counts: Amounts = {}
    counted_kinds: set[str] = set()
    for part in parts:
        pattern = _pattern_of(part, pantry, reference, patterns)
        if pattern is None:
            continue
        so_far = counts.get(pattern.id, NOTHING)
        if pattern.grams:
            one_serving = pantry.items[part.item].serving or pattern.grams
            if part.grams:
                counts[pattern.id] = so_far + part.grams / one_serving / eaters
        elif part.item not in counted_kinds:
            counted_kinds.add(part.item)
            counts[pattern.id] = so_far + 1
    return {id: counts[id] for id in patterns if id in counts}


def _pattern_of(
    part: WeighedLine, pantry: Pantry, reference: Reference, patterns: dict[str, Pattern]
) -> Pattern | None:
    item = pantry.items[part.item]
    id = item.pattern or reference.families.get(item.family, "")
    return patterns.get(id)


def is_trace(value: Fraction, places: int) -> bool:
    """Whether a figure is too small to be printed to that many places, and still not nothing."""
    doubled = value * 2 * 10**places
    return value > 0 and doubled < 1


def shown(value: Fraction, places: int) -> str:
    """A figure as printed: rounded down never to nothing; "under 0.1" says so for a trace."""
    if is_trace(value, places):
        smallest = Fraction(1, 10**places)
        return f"under {float(smallest):g}"
    if places == 0:
        return str(round(value))
    return f"{float(round(value, places)):.{places}f}"
