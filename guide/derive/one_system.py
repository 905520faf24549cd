"""Measures as an edition of one system prints them, in metric or in US measures alone.

What a line gives in that system is printed as it stands there, and what it gives in the other alone
is told in that one. Spoons and what is counted are of both systems. A measure for which a system
has nothing is printed as it was written. Figures are rounded as guide/core/amounts.py says; a can
or pack that the US marks in its own way is named by that mark, from pantry/units.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guide.core.amounts import (
    BOTH,
    METRIC,
    METRIC_UNITS,
    US,
    Amount,
    Ingredient,
    Measured,
    Unit,
    decimal,
    metric_amount,
    metric_length,
    mixed,
    printed,
    show_amount,
    spell_besides,
    spell_unit_words,
    spell_written,
    us_fluid,
    us_kitchen_dry,
    us_kitchen_volume,
    us_lengths,
    us_mass,
    us_small_mass,
)
from guide.core.conversions import MeasureReader, OneSystem
from guide.read.food_data import FoodData
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.read.pantry_files import UsPack

_SPOONS = ("tsp", "tbsp")
_METRIC_LENGTHS = ("mm", "cm")
_SPOONS_IN_CUP = 16


@dataclass(frozen=True)
class Weighed:
    """What a food's measures are told by.

    `cup` and `spoon` are what a cup and a tablespoon of it weigh, in g, None where nobody knows;
    `packs` are the cans and packs that it is sold in.
    """

    cup: Fraction | None = None
    spoon: Fraction | None = None
    packs: tuple[UsPack, ...] = ()


def reader_in(system: str, pantry: Pantry) -> MeasureReader | OneSystem:
    """How running text of a recipe is set in an edition of that system."""
    if system == BOTH:
        return pantry.measuring
    return OneSystem(pantry.measuring, system)


def prose_reader(guide: Guide) -> OneSystem | None:
    """How pages of prose are set: where they give both systems, an edition of one prints that.

    All else they say stays, since grams of protein are grams everywhere.
    """
    system = guide.edition.units
    if system == BOTH:
        return None
    return OneSystem(guide.pantry.measuring, system, converts=False)


def weigh_food(name: str, pantry: Pantry, food_data: FoodData | None) -> Weighed:
    """What is known of the food of that name."""
    match = pantry.find(name)
    if match is None:
        return Weighed()
    return weigh_item(match.key, pantry, food_data)


def weigh_item(key: str, pantry: Pantry, food_data: FoodData | None) -> Weighed:
    """What is known of an item of the pantry."""
    item = pantry.items[key]
    measured = food_data.measures.get((key, "tbsp")) if food_data else None
    spoon = measured[0] if measured else _weigh_spoon_of_family(item.family, pantry)
    packs = []
    for pack in pantry.us_packs:
        if not pack.families or item.family in pack.families:
            packs.append(pack)
    # What names a family comes before what holds for all.
    packs.sort(key=_holds_for_all)
    return Weighed(item.cup, spoon, tuple(packs))


def _weigh_spoon_of_family(family: str, pantry: Pantry) -> Fraction | None:
    for spoon in pantry.us_spoons:
        if family in spoon.families:
            return spoon.grams
    return None


def _holds_for_all(pack: UsPack) -> bool:
    return not pack.families


def print_line(line: Ingredient, system: str, food: Weighed) -> tuple[str, str]:
    """How much of a line, in one system: its measure, and what it says of that besides; each may
    be "".
    """
    if line.amount is None:
        return "", ""
    measure, others = _choose(line, system, food)
    if line.hedge:
        measure = line.hedge.format(measure)
    return measure, ", ".join(others)


def _choose(line: Ingredient, system: str, food: Weighed) -> tuple[str, Sequence[str]]:
    """The measure of a line, and what else it says of it."""
    own = [spell_besides(other, line) for other in line.others if _is_of(other.unit, system)]
    is_counted = line.size is not None or line.unit is None or line.unit.kind == "count"
    if is_counted:
        told = own or [_tell_besides(other, line, system, food) for other in line.others]
        return _tell_count(line, system, food), told
    if _is_of(line.unit, system):
        return spell_written(line), own
    if own:
        return own[0], own[1:]
    assert line.amount is not None and line.unit is not None
    return tell_amount(line.amount, line.unit, system, food) or spell_written(line), ()


def _is_of(unit: Unit | None, system: str) -> bool:
    """Whether a unit is one of the system; a spoon, and what is counted, is of either."""
    if unit is None or unit.kind == "count" or unit.name in _SPOONS:
        return True
    if unit.name == "dessertspoon":
        return system == METRIC
    is_metric = unit.name in METRIC_UNITS or unit.name in _METRIC_LENGTHS
    return is_metric == (system == METRIC)


def _tell_besides(other: Measured, line: Ingredient, system: str, food: Weighed) -> str:
    told = tell_amount(other.amount, other.unit, system, food)
    return spell_besides(other, line, told)


def tell_amount(amount: Amount, unit: Unit, system: str, food: Weighed) -> str:
    """An amount of the other system in this one; "" where it has no measure for it."""
    total = amount.times(unit.holds)
    if unit.kind == "length":
        return us_lengths(total) if system == US else metric_length(amount)
    if system == METRIC:
        if unit.name == "cup" and food.cup:
            return metric_amount(amount.times(food.cup), "g")
        return metric_amount(total, "g" if unit.kind == "mass" else "ml")
    if unit.kind == "volume":
        return us_kitchen_volume(total)
    return _tell_grams(total, food)


def _tell_grams(grams: Amount, food: Weighed) -> str:
    """Grams in cups where a cup of it was weighed, in ounces, or in spoons where those are less."""
    if food.cup:
        return us_kitchen_dry(grams, food.cup)
    ounces = us_mass(grams)
    if not ounces and food.spoon:
        return us_kitchen_dry(grams, food.spoon * _SPOONS_IN_CUP)
    return ounces or us_small_mass(grams)


def _tell_count(line: Ingredient, system: str, food: Weighed) -> str:
    """Things that are counted, with what one of them holds: 2 × 15 oz cans."""
    if line.size is None or line.amount is None or _is_of(line.size[1], system):
        measure, _ = printed(_without_others(line), None, pours=False)
        return measure
    held, unit = line.size
    name = line.unit.name if line.unit else ""
    holds = tell_size(held, unit, name, system, food)
    if not holds:
        return printed(_without_others(line), None, pours=False)[0]
    count = show_amount(line.amount, mixed)
    said = f"{count} × {holds} {spell_unit_words(line)}"
    return said.rstrip()


def _without_others(line: Ingredient) -> Ingredient:
    """The line as if it gave its measure once, and without "about"."""
    return replace(line, others=(), hedge="")


def tell_size(held: Fraction, unit: Unit, container: str, system: str, food: Weighed) -> str:
    """What one can, pack or piece holds, in one system."""
    total = Amount(held * unit.holds)
    if system == METRIC:
        return tell_amount(Amount(held), unit, system, Weighed())
    if unit.kind == "length":
        return us_lengths(total)
    for pack in food.packs:
        if pack.unit == container and pack.grams == total.low and unit.kind == "mass":
            return f"{decimal(pack.oz)} oz"
    return us_small_mass(total) if unit.kind == "mass" else us_fluid(total.low)
