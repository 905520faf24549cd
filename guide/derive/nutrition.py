"""What a serving holds, from USDA's figures: with what is unknown, and how far the figures are to be trusted.

Unknown is never 0: a figure with an unknown part says "at least", and one whose main part is unknown is left out.
Grams come from the amount, the unit and the ingredient's own measure. Optional ingredients count.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Protocol

from guide.core.amounts import Amount, Ingredient
from guide.read.food_data import TRUST, FoodData
from guide.read.pantry import Pantry
from guide.read.pantry_files import Reference
from guide.read.recipe import Recipe


@dataclass(frozen=True)
class WeighedLine:
    """One line of a recipe in grams as eaten; grams None when the line does not say or nobody knows.

    `row` is the row of figures it is reckoned by: a lemon that is juiced is reckoned as its juice.
    """

    line: Ingredient
    item: str
    row: str
    grams: Fraction | None
    why: str = ""

    @cached_property
    def hundreds(self) -> Fraction:
        """Its grams as hundreds, which is what figures are given for."""
        return self.grams / 100


@dataclass(frozen=True)
class Figure:
    """One figure of a serving: its value, whether it is the least it can be, its share of a day, what it stands on."""

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

    parts: tuple[WeighedLine, ...]
    servings: Fraction
    figures: dict[str, Figure]
    vitamins: dict[str, Figure]
    patterns: dict[str, Fraction]

    @property
    def known(self) -> Fraction:
        """The share of the dish's grams, water included, that has figures."""
        total = sum((part.grams or Fraction(0) for part in self.parts), Fraction(0))
        missing = sum((part.grams or Fraction(0) for part in self.parts if part.why), Fraction(0))
        return 1 - missing / total if total else Fraction(0)


def middle(amount: Amount) -> Fraction:
    """The middle of a range, or the number itself."""
    return amount.low if amount.high is None else (amount.low + amount.high) / 2


def weigh(
    line: Ingredient, pantry: Pantry, food_data: FoodData
) -> tuple[str, Fraction | None, str]:
    """A line's item, its grams as eaten, and why they are not known ("" when they are). Raises Mistake."""
    key, item = pantry.require(line)
    if line.amount is None:
        return key, None, "to taste"
    count = middle(line.amount)
    trailing = pantry.find(line.name)[2]
    unit = line.unit or trailing

    guessed: list[str] = []

    def measure(name: str) -> Fraction | None:
        found = food_data.measures.get((key, name))
        if found and found[1].startswith("estimate"):
            guessed.append(found[1])
        return found[0] if found else None

    if line.size:
        value, of = line.size
        total = count * value * of.holds
        if of.kind == "volume":
            ml = measure("ml")
            if ml is None:
                return key, None, "nobody has weighed one ml of it"
            total *= ml
        if unit and unit.name in ("can", "jar"):
            share = measure("can share")
            return (
                (key, total * share, "")
                if share is not None
                else (key, None, "nobody knows what the can holds when drained")
            )
        return key, total, ""
    if unit and unit.kind == "mass":
        return key, count * unit.holds, ""
    if unit and unit.kind == "volume":
        for name, ml in (
            (unit.name, None),
            ("ml", Fraction(1)),
            ("cup", Fraction(240)),
            ("tbsp", Fraction(15)),
            ("tsp", Fraction(5)),
        ):
            if (grams := measure(name)) is not None:
                return key, count * grams * (1 if ml is None else unit.holds / ml), ""
        return key, None, f"nobody has weighed one {unit.name} of it"
    words = [unit.name] if unit else []
    words += [
        word
        for word in (line.describing or line.name).lower().split()
        if word in ("small", "medium", "large")
    ]
    # Of a lemon the juice is eaten, or the zest, and hardly ever the flesh.
    words.insert(0, "zest" if _zest_only(line) else "each juiced")
    for name in [*words, "each", "medium", "large"]:
        if (grams := measure(name)) is not None:
            return key, count * grams, "its weight is an estimate" if guessed else ""
    return key, None, f"nobody has weighed {'one' if not unit else f'one {unit.name}'} of it"


def _zest_only(line: Ingredient) -> bool:
    return "zest" in line.preparation and "juice" not in line.preparation


def servings(recipe: Recipe) -> Fraction:
    """How many servings a recipe makes; the middle of a range."""
    serves = recipe.serves
    return Fraction(serves.low + (serves.high or serves.low), 2)


def weigh_all(
    recipe: Recipe, lines: tuple[Ingredient, ...], pantry: Pantry, food_data: FoodData
) -> tuple[WeighedLine, ...]:
    """Every line in grams as eaten: what the recipe declares as not eaten is taken off the line of its item."""
    thrown: dict[str, Fraction] = {}
    for line in recipe.not_eaten or ():
        key, grams, _ = weigh(line, pantry, food_data)
        thrown[key] = thrown.get(key, Fraction(0)) + (grams or 0)
    parts = []
    for line in lines:
        key, grams, why = weigh(line, pantry, food_data)
        if grams is not None and key in thrown:
            off = min(grams, thrown[key])
            thrown[key] -= off
            grams -= off
        row = (
            f"{key} juiced"
            if line.unit is None and not _zest_only(line) and f"{key} juiced" in food_data.facts
            else key
        )
        if not why and row not in food_data.facts:
            why = "USDA has no record of it"
        parts.append(WeighedLine(line, key, row, grams, why))
    return tuple(parts)


class HasRecipe(Protocol):
    """Whatever carries a recipe and is itself and no other."""

    recipe: Recipe


@lru_cache(maxsize=2048)
def of_card(recipe_file: HasRecipe, pantry: Pantry, food_data: FoodData) -> Nutrition:
    """What one serving of a recipe holds, worked out once for whoever asks. Raises Mistake."""
    return work_out(
        recipe_file.recipe,
        tuple(line for _, group in recipe_file.recipe.groups for line in group),
        pantry,
        food_data,
    )


def work_out(
    recipe: Recipe, lines: tuple[Ingredient, ...], pantry: Pantry, food_data: FoodData
) -> Nutrition:
    """What one serving of those lines holds. Raises Mistake for an ingredient the pantry does not know."""
    parts, eaters = weigh_all(recipe, lines, pantry, food_data), servings(recipe)
    reference = food_data.reference
    figures = {
        row.id: figure
        for row in reference.figures
        if (figure := _figure(row, parts, eaters, food_data))
    }
    vitamins = {
        row.id: figure
        for row in reference.vitamins
        if (figure := _figure(row, parts, eaters, food_data))
        and figure.share * 100 >= reference.least
    }
    return Nutrition(parts, eaters, figures, vitamins, _patterns(parts, eaters, pantry, reference))


def _figure(
    row, parts: tuple[WeighedLine, ...], eaters: Fraction, food_data: FoodData
) -> Figure | None:
    unknown, unknown_grams, weight = [], Fraction(0), Fraction(0)
    amounts: dict[str, Fraction] = {}
    for part in parts:
        facts = food_data.facts.get(part.row)
        values = [facts.values.get(column) for column in row.from_] if facts else [None]
        if part.item != "water":
            weight += part.grams or 0
        if part.grams is None and part.why == "to taste":
            # A gram of pepper in the pot cannot matter to any figure; a gram of salt does to one.
            if (
                None in values
                or _of(row, values) / 100 / eaters >= row.day * food_data.reference.taste_matters
            ):
                unknown.append(part.line.name)
        elif part.why or None in values:
            unknown.append(part.line.name)
            unknown_grams += part.grams or 0
        else:
            amount = part.hundreds * _of(row, values)
            amounts[part.row] = amounts[part.row] + amount if part.row in amounts else amount
    total = sum(amounts.values(), Fraction(0))
    if weight and unknown_grams / weight > food_data.reference.most_unknown or not amounts:
        return None
    # The total is worth no more than the worst of what makes up its bulk.
    bulk = [key for key, amount in amounts.items() if amount * 10 >= total] or list(amounts)
    trust = max((food_data.facts[key].trust for key in bulk), key=TRUST.index)
    value = total / eaters
    # "At least nothing" says nothing, and neither does a trace of fish oil in a dish without fish.
    if value * 200 < row.day and (unknown or row.least):
        return None
    sources = tuple(sorted({food_data.facts[key].fdc for key, amount in amounts.items() if amount}))
    return Figure(
        row.id,
        value,
        bool(unknown),
        value / row.day if row.day else None,
        sources,
        tuple(unknown),
        trust,
    )


def _of(row, values: list[Fraction]) -> Fraction:
    if list(row.from_.values()) == [1]:
        return values[0]
    return sum((value * factor for value, factor in zip(values, row.from_.values())), Fraction(0))


def _patterns(
    parts: tuple[WeighedLine, ...], eaters: Fraction, pantry: Pantry, reference: Reference
) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    kinds = set()
    for part in parts:
        item = pantry.items[part.item]
        pattern = next(
            (
                row
                for row in reference.patterns
                if row.id == (item.pattern or reference.families.get(item.family))
            ),
            None,
        )
        if pattern is None:
            continue
        if not pattern.grams:
            if part.item not in kinds:
                found[pattern.id] = found.get(pattern.id, Fraction(0)) + 1
            kinds.add(part.item)
        elif part.grams:
            found[pattern.id] = (
                found.get(pattern.id, Fraction(0))
                + part.grams / (item.serving or pattern.grams) / eaters
            )
    return {row.id: found[row.id] for row in reference.patterns if row.id in found}


def is_trace(value: Fraction, places: int) -> bool:
    """Whether a figure is too small to be printed to that many places, and still not nothing."""
    return 0 < value * 2 * 10**places < 1


def shown(value: Fraction, places: int) -> str:
    """A figure as printed: rounded down never to nothing; "under 0.1" says so for a trace."""
    if is_trace(value, places):
        return f"under {1 if places == 0 else f'{float(Fraction(1, 10**places)):g}'}"
    return f"{float(round(value, places)):.{places}f}" if places else str(round(value))
