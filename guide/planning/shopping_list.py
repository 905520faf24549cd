"""The shopping list of a week, summed exactly and told in amounts a shop sells.

Grams, millilitres and pieces are summed apart. Where one item comes in several of them, they are
brought together in grams by the pantry's own measures; what the pantry has not weighed stays apart,
as in "2 and 300 g".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from guide.core.amounts import (
    BOTH,
    METRIC,
    US,
    Amount,
    Ingredient,
    Unit,
    decimal,
    mixed,
    us_fluid,
    us_kitchen_dry,
    us_mass,
    us_small_mass,
    us_volume,
)
from guide.core.cache import Cache
from guide.derive.allergens import listed_lines
from guide.derive.nutrition import PIECES, VOLUMES, size_words, unit_of
from guide.derive.one_system import Weighed, tell_size, weigh_item
from guide.planning.meal_plan import Plan, week
from guide.read.food_data import FoodData
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.read.pantry_files import Aisle, Item, Pack, Shop

# Below so many millilitres or grams a cook uses spoons, a quarter of a cup and less.
SPOONS = 60
ML_IN_TEASPOON = VOLUMES["tsp"]
# From so many grams or millilitres on, kilograms and litres are written.
KILO = 1000
# What is bought by weight is as good as used up when no more than a twentieth is left.
JUST_ENOUGH = Fraction(105, 100)
# What US shops and cooks measure: an ounce (g), from a pound on a quarter of one; a quarter of a
# cup (ml).
OUNCE, POUND = Fraction("28.349523125"), Fraction("453.59237")
FLUID_OUNCE = Fraction("29.5735")
# What marks of US packs are in: the kind of measure, and what one holds, in g or ml.
US_MARKS = {"oz": ("mass", OUNCE), "lb": ("mass", POUND), "fl oz": ("volume", FLUID_OUNCE)}
QUARTER_CUP = 60
# So much of the last pack may lack: 14 oz of tofu do for 400 g.
PACK_LACKS = Fraction(1, 20)
# So much of such an ounce or quarter may lack.
LITTLE_LESS = Fraction(1, 8)
# From so many pieces on nobody counts halves.
WHOLE_PIECES = 4
# Where what nobody buys stands.
FROM_TAP = ""
_NO_CACHE = Cache(None)

# One way of writing a number.
Writer = Callable[[Fraction], str]
# An amount as it is printed, in metric and in US measures; the second may be empty.
Printed = tuple[str, str]
# What can be added up: the kind, the unit of a count, and what one piece holds.
SumKey = tuple[str, str, tuple[Fraction, Unit] | None]
# A line of a recipe, and how many times the recipe is made.
Used = tuple[Ingredient, Fraction]
# An item, and whether the dishes can do without it.
BoughtKey = tuple[str, bool]


@dataclass(frozen=True)
class Quantity:
    """So much of one item, exactly: `kind` is mass (g), volume (ml) or count.

    Of a count, `unit` is what is counted, and `size` what one of it holds, in g or ml, with the
    unit it was written in.
    """

    kind: str
    amount: Amount
    unit: str = ""
    size: tuple[Fraction, Unit] | None = None

    @property
    def measure(self) -> SumKey:
        """Quantities of the same measure can be added."""
        return self.kind, self.unit, self.size

    @property
    def most(self) -> Fraction:
        """The upper end of a range, or the number itself."""
        return self.amount.high or self.amount.low


@dataclass(frozen=True)
class Bought:
    """One line of the list: an item, and how much of it the dishes need.

    `buy` is what to buy, in metric measures, and empty for what is only used to taste; `other` is
    the same in US measures. `used` says how much is needed where that is less. In an edition of one
    system `other` is empty, and the two are in that one.
    """

    item: str
    name: str
    needs: tuple[Quantity, ...]
    optional: bool
    buy: str = ""
    other: str = ""
    used: str = ""

    @property
    def said(self) -> str:
        """The whole line as a reader meets it."""
        parts = [self.buy]
        if self.other:
            parts.append(f"({self.other})")
        parts.append(self.name)
        if self.optional:
            parts.append("(optional)")
        parts.append(self.used)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Teller:
    """How amounts of a food are told: by the words of the shop, in a system of measures."""

    shop: Shop
    system: str = BOTH
    food: Weighed = field(default_factory=Weighed)

    def choose(self, metric: str, other: str) -> Printed:
        """Both, or that of the system alone; what has no US measure is told as it is."""
        if self.system == BOTH:
            return metric, other
        if self.system == METRIC:
            return metric, ""
        return other or metric, ""


# The heading of an aisle and its lines.
Section = tuple[str, tuple[Bought, ...]]


@dataclass(frozen=True)
class Listed:
    """The list: aisles with their lines, in the order of the shop.

    `home` is what a kitchen has already, under its heading, `tap` what nobody buys, which is not
    printed.
    """

    aisles: tuple[Section, ...]
    home: Section
    tap: tuple[Bought, ...]

    @property
    def lines(self) -> tuple[Bought, ...]:
        """Every line, wherever it stands."""
        lines: list[Bought] = []
        for _, own in self.aisles:
            lines.extend(own)
        lines.extend(self.home[1])
        lines.extend(self.tap)
        return tuple(lines)


def of_week(guide: Guide, cache: Cache = _NO_CACHE) -> Listed:
    """The list of the edition's own week. Raises meal_plan.NoPlan."""
    return draw_up_shopping(week(guide, cache), guide)


def draw_up_shopping(plan: Plan, guide: Guide) -> Listed:
    """The list of that week. Raises Mistake for an ingredient the pantry does not know."""
    if guide.shop is None:
        raise ValueError("a shopping list needs a guide whose pantry/shop.yaml could be read")
    shop = guide.shop
    placed: dict[str, list[Bought]] = {}
    for (key, optional), used in _collect_lines(plan, guide).items():
        aisle, bought = _buy_item(key, optional, used, guide)
        placed.setdefault(aisle, []).append(bought)
    for lines in placed.values():
        lines.sort(key=_shelf_rank)
    aisles: list[Section] = []
    for aisle in [own.says for own in shop.aisles]:
        if aisle in placed:
            aisles.append((aisle, tuple(placed[aisle])))
    at_home = tuple(placed.get(shop.home.says, ()))
    from_tap = tuple(placed.get(FROM_TAP, ()))
    return Listed(tuple(aisles), (shop.home.says, at_home), from_tap)


def _buy_item(key: str, optional: bool, used: list[Used], guide: Guide) -> tuple[str, Bought]:
    """The line of one item, with the aisle it stands in."""
    shop, food_data = guide.shop, guide.food_data
    if shop is None or food_data is None:
        raise ValueError("a shopping list needs pantry/shop.yaml and pantry/reference.yaml")
    pack = shop.packs.get(key)
    teller = Teller(shop, guide.edition.units, weigh_item(key, guide.pantry, food_data))
    by_weight = pack is not None and bool(pack.grams) and not pack.count
    needs = gather_lines(key, used, guide.pantry, food_data, by_weight)
    item = guide.pantry.items[key]
    aisle = _find_aisle(key, item, needs, shop)
    is_home = aisle == shop.home.says
    if is_home and any(line.amount is None for line, _ in used):
        # Of what is also added to taste nobody knows how much it takes.
        needs = ()
    bought = Bought(key, _choose_name(item, needs, shop), needs, optional)
    if is_home or aisle == FROM_TAP:
        return aisle, _take_from_home(bought, food_data, teller)
    return aisle, _buy_in_packs(bought, pack, teller)


def _shelf_rank(line: Bought) -> tuple[str, bool]:
    return line.name.casefold(), line.optional


def _collect_lines(plan: Plan, guide: Guide) -> dict[BoughtKey, list[Used]]:
    """The lines of every cooked dish, by their item and whether it is optional."""
    recipes = {recipe_file.slug: recipe_file.recipe for recipe_file in guide.recipe_files}
    needed: dict[BoughtKey, list[Used]] = {}
    for slug, eaters in plan.bought():
        recipe = recipes[slug]
        times = Fraction(eaters, recipe.serves.low)
        for line in listed_lines(recipe):
            key, _ = guide.pantry.require(line)
            lines = needed.setdefault((key, line.optional), [])
            lines.append((line, times))
    for key, optional in list(needed):
        # What one dish needs and another may have is bought once.
        if optional and (key, False) in needed:
            needed[key, False] += needed.pop((key, True))
    return needed


def gather_lines(
    key: str,
    used: Iterable[Used],
    pantry: Pantry,
    food_data: FoodData,
    by_weight: bool = False,
) -> tuple[Quantity, ...]:
    """Those lines of one item summed; nothing is rounded. `by_weight`: it is sold by weight."""
    lines: list[Ingredient] = []
    quantities: list[Quantity] = []
    for line, times in used:
        if line.amount is not None:
            lines.append(line)
            quantities.append(_read_quantity(line, line.amount.times(times), pantry))
    measures = {quantity.measure for quantity in quantities}
    if by_weight or len(measures) > 1:
        # Only what the pantry has weighed can be added to grams.
        for number, line in enumerate(lines):
            quantities[number] = _in_grams(key, line, quantities[number], pantry, food_data)
    return _sum_quantities(quantities)


def _sum_quantities(quantities: list[Quantity]) -> tuple[Quantity, ...]:
    sums: dict[SumKey, Quantity] = {}
    for quantity in quantities:
        so_far = sums.get(quantity.measure)
        if so_far:
            amount = _add_amounts(so_far.amount, quantity.amount)
            quantity = replace(quantity, amount=amount)
        sums[quantity.measure] = quantity
    return tuple(sums.values())


def _add_amounts(one: Amount, other: Amount) -> Amount:
    low = one.low + other.low
    high = (one.high or one.low) + (other.high or other.low)
    if high > low:
        return Amount(low, high)
    return Amount(low)


def _read_quantity(line: Ingredient, amount: Amount, pantry: Pantry) -> Quantity:
    unit = unit_of(line, pantry)
    if line.size and line.size[1].kind != "length":
        value, size_unit = line.size
        size = (value * size_unit.holds, size_unit)
        return Quantity("count", amount, unit.name if unit else "", size)
    if unit is None:
        return Quantity("count", amount)
    if unit.kind == "count":
        return Quantity("count", amount, unit.name)
    return Quantity(unit.kind, amount.times(unit.holds))


def _in_grams(
    key: str, line: Ingredient, quantity: Quantity, pantry: Pantry, food_data: FoodData
) -> Quantity:
    """The quantity in grams where the pantry has weighed its measure; as it is where it has not."""
    if quantity.kind == "mass":
        return quantity
    if quantity.kind == "volume":
        grams = _weigh_one_ml(key, food_data)
    elif quantity.size:
        grams = _weigh_one_pack(quantity.unit, quantity.size, pantry)
    elif quantity.unit:
        grams = _weigh_one_piece(key, [quantity.unit], food_data)
    else:
        grams = _weigh_one_piece(key, [*size_words(line, pantry), *PIECES], food_data)
    if grams is None:
        return quantity
    return Quantity("mass", quantity.amount.times(grams))


def _weigh_one_ml(key: str, food_data: FoodData) -> Fraction | None:
    # Small measures first: they are what recipes use of what is also weighed.
    for measure, ml in sorted(VOLUMES.items(), key=_ml_of):
        found = food_data.measures.get((key, measure))
        if found:
            return found[0] / ml
    return None


def _ml_of(measure: tuple[str, Fraction]) -> Fraction:
    return measure[1]


def _weigh_one_pack(unit: str, size: tuple[Fraction, Unit], pantry: Pantry) -> Fraction | None:
    """What one pack holds in grams; None for what is poured or drained."""
    holds, size_unit = size
    if size_unit.kind == "mass" and unit not in pantry.units.containers:
        return holds
    return None


def _weigh_one_piece(key: str, measures: list[str], food_data: FoodData) -> Fraction | None:
    for measure in measures:
        found = food_data.measures.get((key, measure))
        if found:
            return found[0]
    return None


def _find_aisle(key: str, item: Item, needs: tuple[Quantity, ...], shop: Shop) -> str:
    """The aisle an item stands in. Units come before items, and items before families."""
    if key in shop.tap:
        return FROM_TAP
    units = {quantity.unit for quantity in needs}
    aisles: tuple[Aisle, ...] = (shop.home, *shop.aisles)
    for aisle in aisles:
        if not units.isdisjoint(aisle.units):
            return aisle.says
    for aisle in aisles:
        if key in aisle.items:
            return aisle.says
    for aisle in aisles:
        if item.family in aisle.families:
            return aisle.says
    return shop.aisles[-1].says


def _choose_name(item: Item, needs: tuple[Quantity, ...], shop: Shop) -> str:
    """The printed name: singular for one piece, plural for several, where the pantry has both."""
    first = item.names[0]
    if len(needs) != 1:
        return first
    (quantity,) = needs
    if quantity.kind == "mass":
        return _find_plural(item) if quantity.most >= shop.several else first
    if quantity.kind != "count" or quantity.unit:
        return first
    return _find_plural(item) if quantity.most > 1 else _find_singular(item)


def _find_plural(item: Item) -> str:
    first = item.names[0]
    for plural in (f"{first}s", f"{first}es"):
        if plural in item.names:
            return plural
    return first


def _find_singular(item: Item) -> str:
    first = item.names[0]
    for name in item.names:
        if first in (f"{name}s", f"{name}es"):
            return name
    return first


def _print_quantity(quantity: Quantity, teller: Teller) -> Printed:
    """A quantity as it is printed, in metric and, where it is weighed or poured, in US measures."""
    amount = quantity.amount
    if quantity.kind == "mass":
        ounces = us_small_mass(amount) if teller.system == US else us_mass(amount)
        return teller.choose(_print_grams(amount), ounces)
    if quantity.kind == "volume":
        # Spoons are the same in both systems.
        if quantity.most < SPOONS:
            return us_volume(amount), ""
        other = us_volume(amount)
        if "+" in other:
            # "¼ cup + 3 tbsp" is for a recipe; nobody writes it on a list.
            other = us_fluid(quantity.most)
        return teller.choose(_print_litres(amount), other)
    words = [_print_range(amount, mixed)]
    other = ""
    if quantity.size:
        size, other = _print_size(quantity, quantity.size, teller)
        words += ["×", size]
    if quantity.unit:
        words.append(_pluralise(quantity.unit, quantity.most, teller.shop.plurals))
    return " ".join(words), other


def _print_size(quantity: Quantity, size: tuple[Fraction, Unit], teller: Teller) -> Printed:
    """What one can or pack holds, and the same in US measures where both are told."""
    holds, unit = size
    written = holds / unit.holds
    metric = f"{decimal(written)} {unit.name}"
    if teller.system != BOTH:
        told = tell_size(written, unit, quantity.unit, teller.system, teller.food)
        return told or metric, ""
    other = us_mass(Amount(holds)) if unit.kind == "mass" else us_fluid(holds)
    if quantity.most > 1:
        other += " each"
    return metric, other


def _print_range(amount: Amount, write: Writer) -> str:
    if amount.high is None:
        return write(amount.low)
    return f"{write(amount.low)}–{write(amount.high)}"


def _write_whole(value: Fraction) -> str:
    return decimal(Fraction(round(value)))


def _write_thousandths(value: Fraction) -> str:
    return decimal(Fraction(round(value), KILO))


def _print_grams(amount: Amount) -> str:
    if (amount.high or amount.low) >= KILO:
        return f"{_print_range(amount, _write_thousandths)} kg"
    return f"{_print_range(amount, _write_whole)} g"


def _print_litres(amount: Amount) -> str:
    if (amount.high or amount.low) >= KILO:
        return f"{_print_range(amount, _write_thousandths)} l"
    return f"{_print_range(amount, _write_whole)} ml"


def _pluralise(unit: str, count: Fraction, plurals: Mapping[str, str]) -> str:
    if not unit or count <= 1:
        return unit
    return plurals.get(unit, f"{unit}s")


def _join(printed: list[Printed]) -> Printed:
    """Several quantities on one line; the second system only where there is one of them."""
    if len(printed) == 1:
        return printed[0]
    return " and ".join(metric for metric, _ in printed), ""


def _take_from_home(bought: Bought, food_data: FoodData, teller: Teller) -> Bought:
    """What a kitchen has: as much as the week uses, or a little more.

    By the spoon where that is less than a scale shows.
    """
    teaspoon = food_data.measures.get((bought.item, "tsp"))
    printed: list[Printed] = []
    for quantity in bought.needs:
        if teaspoon and quantity.kind == "mass" and quantity.most < SPOONS:
            ml = quantity.amount.times(ML_IN_TEASPOON / teaspoon[0])
            quantity = Quantity("volume", ml)
        rounded = _round_for_home(quantity, teller.system)
        printed.append(_print_quantity(rounded, teller))
    buy, other = _join(printed)
    return replace(bought, buy=buy, other=other)


def _round_for_home(quantity: Quantity, system: str = BOTH) -> Quantity:
    """A quantity rounded up to what a cook can measure.

    To a quarter of a teaspoon, half a tablespoon, 50 ml or 10 g; in the US to a quarter of a cup.
    """
    most = quantity.most
    if quantity.kind == "count":
        return quantity
    if quantity.kind == "mass":
        step = Fraction(10)
    elif most <= 10:
        step = Fraction(5, 4)
    elif most < SPOONS:
        step = Fraction(15, 2)
    else:
        step = Fraction(QUARTER_CUP if system == US else 50)
    return Quantity(quantity.kind, Amount(step * math.ceil(most / step)))


def _buy_in_packs(bought: Bought, pack: Pack | None, teller: Teller) -> Bought:
    """What is bought: whole packs where the item is sold so, whole pieces, weights rounded up."""
    printed: list[Printed] = []
    used: list[str] = []
    for quantity in bought.needs:
        packs, exact = _choose_packs(quantity, pack, teller)
        printed.append(packs)
        if not exact:
            used.append(_print_used(quantity, teller))
    buy, other = _join(printed)
    says = f"uses {' and '.join(used)}" if used else ""
    return replace(bought, buy=buy, other=other, used=says)


def _print_used(quantity: Quantity, teller: Teller) -> str:
    if quantity.kind == "count" and quantity.most > WHOLE_PIECES:
        quantity = replace(quantity, amount=Amount(Fraction(math.ceil(quantity.most))))
    if quantity.size and quantity.unit:
        unit = _pluralise(quantity.unit, quantity.most, teller.shop.plurals)
        return f"{_print_range(quantity.amount, mixed)} {unit}"
    if teller.system == US and quantity.kind == "mass" and teller.food.cup:
        return _print_cups(quantity.amount, teller.food.cup)
    first, _ = _print_quantity(quantity, teller)
    return first


def _print_cups(grams: Amount, grams_in_cup: Fraction) -> str:
    """Grams as US recipes measure them; where that takes cups and spoons, in quarters of a cup."""
    said = us_kitchen_dry(grams, grams_in_cup)
    if " plus " not in said:
        return said
    ml = grams.times(QUARTER_CUP * 4 / grams_in_cup)
    rounded = _round_for_home(Quantity("volume", ml), US)
    return us_volume(rounded.amount)


def _choose_packs(quantity: Quantity, pack: Pack | None, teller: Teller) -> tuple[Printed, bool]:
    """What to buy of a quantity, and whether that is just what is needed."""
    marked = _count_us_packs(quantity, pack) if teller.system == US else None
    if marked:
        return marked
    holds = _pack_holds(quantity, pack)
    if pack and holds:
        return _count_packs(quantity, pack, holds, teller)
    whole = _round_for_shop(quantity, teller.system)
    bought = replace(quantity, amount=Amount(whole))
    return _print_quantity(bought, teller), _is_just_enough(whole, quantity)


def _count_us_packs(quantity: Quantity, pack: Pack | None) -> tuple[Printed, bool] | None:
    """How many packs as the US marks them, and whether that is just what is needed.

    None where nobody noted how it is sold there, or for what is not measured so.
    """
    if pack is None or not pack.us:
        return None
    figure, _, unit = pack.us.partition(" ")
    kind, holds = US_MARKS[unit]
    if quantity.kind != kind:
        return None
    one = Fraction(figure) * holds
    packs = max(1, math.ceil(quantity.most / one - PACK_LACKS))
    count = f"{packs} × " if packs > 1 else ""
    return (f"{count}{pack.us}", ""), _is_just_enough(packs * one, quantity)


def _is_just_enough(whole: Fraction, quantity: Quantity) -> bool:
    """Whether next to nothing is left of what is bought."""
    if quantity.amount.high is not None:
        return False
    if quantity.kind == "count":
        return whole == quantity.most
    return whole <= quantity.most * JUST_ENOUGH


def _pack_holds(quantity: Quantity, pack: Pack | None) -> Fraction | None:
    if pack is None:
        return None
    if quantity.kind == "mass":
        return pack.grams
    if quantity.kind == "volume":
        return pack.ml
    return None if quantity.size else pack.count


def _count_packs(
    quantity: Quantity, pack: Pack, holds: Fraction, teller: Teller
) -> tuple[Printed, bool]:
    packs = math.ceil(quantity.most / holds)
    if pack.unit:
        unit = _pluralise(pack.unit, Fraction(packs), teller.shop.plurals)
        return (f"{packs} {unit}", ""), False
    one = Amount(holds)
    if quantity.kind == "volume":
        # Bottles and cartons are sold by the fluid ounce, and not by the cup.
        metric, other = teller.choose(_print_litres(one), us_fluid(holds))
    else:
        metric, other = _print_quantity(Quantity(quantity.kind, one), teller)
    if packs > 1:
        metric = f"{packs} × {metric}"
        other = f"{other} each" if other else ""
    return (metric, other), packs * holds == quantity.amount.low


def _round_for_shop(quantity: Quantity, system: str = BOTH) -> Fraction:
    """So many whole pieces, or so many grams or millilitres as are weighed out in a shop."""
    most = quantity.most
    if quantity.kind == "count":
        return Fraction(math.ceil(most))
    if system == US and quantity.kind == "mass":
        unit = OUNCE if most <= POUND else POUND / 4
        return unit * math.ceil(most / unit - LITTLE_LESS)
    if most < 100:
        step = 10
    elif most < 1000:
        step = 50
    else:
        step = 100
    return Fraction(step * math.ceil(most / step))
