"""The shopping list of the week: every ingredient of every planned dish, summed exactly and told in amounts a shop sells.

Grams, millilitres and pieces are summed apart. Where one item comes in several of them, they are brought together in
grams by the pantry's own measures; what the pantry has not weighed stays apart, as in "2 and 300 g".
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from guide.core.amounts import (
    Amount,
    Ingredient,
    Unit,
    decimal,
    mixed,
    us_fluid,
    us_mass,
    us_volume,
)
from guide.core.cache import Cache
from guide.derive.allergens import listed_lines
from guide.derive.meal_plan import Plan, week
from guide.read.food_data import FoodData
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.read.pantry_files import Item, Pack, Shop

# From so many grams on, one weighs several of a thing.
PLENTY = 400


@dataclass(frozen=True)
class Heap:
    """So much of one item, exactly: `kind` is mass (g), volume (ml) or count; of a count, `unit` is what is counted, and
    `size` what one of it holds.
    """

    kind: str
    amount: Amount
    unit: str = ""
    size: tuple[Fraction, Unit] | None = None

    @property
    def same(self) -> tuple:
        """Heaps of the same measure can be added."""
        return self.kind, self.unit, self.size


@dataclass(frozen=True)
class Bought:
    """One line of the list: the item, how much of it the dishes need, what to buy, in metric and US, and what that leaves to say.

    `buy` is empty for what is only used to taste.
    """

    item: str
    name: str
    needs: tuple[Heap, ...]
    optional: bool
    buy: str = ""
    other: str = ""
    used: str = ""

    @property
    def said(self) -> str:
        """The whole line as a reader meets it."""
        parts = (
            self.buy,
            f"({self.other})" if self.other else "",
            self.name,
            "(optional)" if self.optional else "",
            self.used,
        )
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Listed:
    """The list: aisles with their lines, in the order of the shop, what a kitchen has already, and what nobody buys."""

    aisles: tuple[tuple[str, tuple[Bought, ...]], ...]
    home: tuple[str, tuple[Bought, ...]]
    tap: tuple[Bought, ...]

    @property
    def lines(self) -> tuple[Bought, ...]:
        """Every line, wherever it stands."""
        return (*(line for _, own in self.aisles for line in own), *self.home[1], *self.tap)


def of_week(guide: Guide, cache: Cache = Cache(None)) -> Listed:
    """The list of the edition's own week. Raises plan.NoPlan."""
    return draw_up_shopping(week(guide, cache), guide)


def draw_up_shopping(plan: Plan, guide: Guide) -> Listed:
    """The list of that week. Raises Mistake for an ingredient the pantry does not know."""
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    needed: dict[tuple[str, bool], list[tuple[Ingredient, Fraction]]] = {}
    for slug, eaters in plan.cooked():
        recipe = recipe_files[slug].recipe
        for line in listed_lines(recipe):
            key, _ = guide.pantry.require(line)
            needed.setdefault((key, line.optional), []).append(
                (line, Fraction(eaters, recipe.serves.low))
            )
    for key, optional in [both for both in needed if both[1] and (both[0], False) in needed]:
        # What one dish needs and another may have is bought once.
        needed[key, False] += needed.pop((key, optional))
    shop, pantry = guide.shop, guide.pantry
    placed: dict[str, list[Bought]] = {}
    for (key, optional), used in needed.items():
        item = pantry.items[key]
        pack = shop.packs.get(key)
        heaps = gather_lines(
            key, used, pantry, guide.food_data, weighed=bool(pack and pack.grams and not pack.count)
        )
        where = _aisle(key, item, heaps, shop)
        if where == shop.home.says and any(line.amount is None for line, _ in used):
            # Of what is also added to taste nobody knows how much it takes.
            heaps = ()
        bought = Bought(key, _name(item, heaps), heaps, optional)
        placed.setdefault(where, []).append(
            _in_hand(bought, guide.food_data)
            if where in (shop.home.says, "")
            else _in_packs(bought, pack)
        )
    for own in placed.values():
        own.sort(key=lambda line: (line.name.casefold(), line.optional))
    aisles = tuple(
        (aisle.says, tuple(placed[aisle.says])) for aisle in shop.aisles if aisle.says in placed
    )
    return Listed(
        aisles, (shop.home.says, tuple(placed.get(shop.home.says, ()))), tuple(placed.get("", ()))
    )


def gather_lines(
    key: str,
    used: Iterable[tuple[Ingredient, Fraction]],
    pantry: Pantry,
    food_data: FoodData,
    weighed: bool = False,
) -> tuple[Heap, ...]:
    """Those lines of one item, each so many times, summed; nothing is rounded. `weighed`: it is sold by weight, so sum it so."""
    parts = [(line, _heap(line, times, pantry)) for line, times in used if line.amount is not None]
    if weighed or len({heap.same for _, heap in parts}) > 1:
        # Only what the pantry has weighed can be added to grams.
        parts = [(line, _weighed(key, line, heap, food_data)) for line, heap in parts]
    sums: dict[tuple, Heap] = {}
    for _, heap in parts:
        so_far = sums.get(heap.same)
        sums[heap.same] = Heap(
            heap.kind,
            _plus(so_far.amount, heap.amount) if so_far else heap.amount,
            heap.unit,
            heap.size,
        )
    return tuple(sums.values())


def _plus(one: Amount, other: Amount) -> Amount:
    low, high = one.low + other.low, (one.high or one.low) + (other.high or other.low)
    return Amount(low, high if high > low else None)


def _heap(line: Ingredient, times: Fraction, pantry: Pantry) -> Heap:
    amount = line.amount.times(times)
    unit = line.unit or pantry.find(line.name)[2]
    if line.size:
        return Heap(
            "count",
            amount,
            unit.name if unit else "",
            (line.size[0] * line.size[1].holds, line.size[1]),
        )
    if unit and unit.kind != "count":
        return Heap(unit.kind, amount.times(unit.holds))
    return Heap("count", amount, unit.name if unit else "")


def _weighed(key: str, line: Ingredient, heap: Heap, food_data: FoodData) -> Heap:
    """The heap in grams where the pantry has weighed its measure; as it is where it has not."""
    one = None
    if heap.kind == "mass":
        return heap
    if heap.kind == "volume":
        found = [
            (food_data.measures.get((key, name)), ml)
            for name, ml in (("ml", 1), ("tsp", 5), ("tbsp", 15), ("cup", 240))
        ]
        one = next((weight[0] / ml for weight, ml in found if weight), None)
    elif heap.size:
        one = (
            heap.size[0]
            if heap.size[1].kind == "mass" and heap.unit not in ("can", "jar")
            else None
        )
    else:
        words = (
            [heap.unit]
            if heap.unit
            else [
                word
                for word in (line.describing or line.name).lower().split()
                if word in ("small", "medium", "large")
            ]
        )
        names = words if heap.unit else [*words, "each", "medium", "large"]
        one = next(
            (weight[0] for name in names if (weight := food_data.measures.get((key, name)))), None
        )
    return heap if one is None else Heap("mass", heap.amount.times(one))


def _aisle(key: str, item: Item, heaps: tuple[Heap, ...], shop: Shop) -> str:
    """The aisle an item stands in; "" for what comes from the tap."""
    if key in shop.tap:
        return ""
    units = {heap.unit for heap in heaps}
    for fits in (
        lambda aisle: units & set(aisle.units),
        lambda aisle: key in aisle.items,
        lambda aisle: item.family in aisle.families,
    ):
        if found := next((aisle for aisle in (shop.home, *shop.aisles) if fits(aisle)), None):
            return found.says
    return shop.aisles[-1].says


def _name(item: Item, heaps: tuple[Heap, ...]) -> str:
    """The printed name, in the singular for one piece and in the plural for several, where the pantry has both."""
    first, known = item.names[0], set(item.names)
    plural = next((name for name in (f"{first}s", f"{first}es") if name in known), first)
    single = next((name for name in item.names if first in (f"{name}s", f"{name}es")), first)
    if len(heaps) != 1:
        return first
    heap = heaps[0]
    if heap.kind == "mass":
        return plural if _most(heap) >= PLENTY else first
    if heap.kind != "count" or heap.unit:
        return first
    return plural if math.ceil(_most(heap)) > 1 else single


def _most(heap: Heap) -> Fraction:
    return heap.amount.high or heap.amount.low


def measured(heap: Heap) -> tuple[str, str]:
    """A heap as it is printed, in metric and, where it is weighed or poured, in US measures."""
    amount, most = heap.amount, _most(heap)
    if heap.kind == "mass":
        return _grams(amount), us_mass(amount)
    if heap.kind == "volume":
        # Below a quarter of a cup a cook uses spoons, which are the same in both systems.
        return (_litres(amount), us_volume(amount)) if most >= 60 else (us_volume(amount), "")
    if heap.size:
        grams, unit = heap.size
        shown = f"{_range(amount, mixed)} × {decimal(grams / unit.holds)} {unit.name}" + (
            f" {_plural(heap.unit, most)}" if heap.unit else ""
        )
        return shown, _each(grams, unit.kind, most)
    return f"{_range(amount, mixed)}{f' {_plural(heap.unit, most)}' if heap.unit else ''}", ""


def _each(holds: Fraction, kind: str, many: Fraction) -> str:
    other = us_mass(Amount(holds)) if kind == "mass" else us_fluid(holds)
    return f"{other} each" if many > 1 else other


def _range(amount: Amount, show) -> str:
    return show(amount.low) if amount.high is None else f"{show(amount.low)}–{show(amount.high)}"


def _grams(amount: Amount) -> str:
    heavy = (amount.high or amount.low) >= 1000
    return f"{_range(amount, lambda grams: decimal(Fraction(round(grams), 1000 if heavy else 1)))} {'kg' if heavy else 'g'}"


def _litres(amount: Amount) -> str:
    large = (amount.high or amount.low) >= 1000
    return f"{_range(amount, lambda ml: decimal(Fraction(round(ml), 1000 if large else 1)))} {'l' if large else 'ml'}"


def _plural(unit: str, many: Fraction) -> str:
    if not unit or many <= 1:
        return unit
    return {"leaf": "leaves", "loaf": "loaves", "bunch": "bunches", "pinch": "pinches"}.get(
        unit, f"{unit}s"
    )


def _joined(shown: list[tuple[str, str]]) -> tuple[str, str]:
    """Several heaps on one line; the second system only where there is one heap."""
    return (
        (shown[0] if len(shown) == 1 else (" and ".join(first for first, _ in shown), ""))
        if shown
        else ("", "")
    )


def _in_hand(bought: Bought, food_data: FoodData) -> Bought:
    """What a kitchen has: as much as the week uses and a little more, by the spoon where that is less than a scale shows."""
    shown = []
    for heap in bought.needs:
        spoon = food_data.measures.get((bought.item, "tsp"))
        light = heap.kind == "mass" and _most(heap) < 60 and spoon
        shown.append(
            measured(_rounded(Heap("volume", heap.amount.times(5 / spoon[0])) if light else heap))
        )
    buy, other = _joined(shown)
    return _with(bought, buy, other, "")


def _rounded(heap: Heap) -> Heap:
    """A heap to the next measure that a cook looks for: a quarter of a teaspoon, half a tablespoon, 50 ml, 10 g."""
    if heap.kind == "count":
        return heap
    most = _most(heap)
    step = (
        Fraction(10)
        if heap.kind == "mass"
        else Fraction(5, 4)
        if most <= 10
        else Fraction(15, 2)
        if most < 60
        else Fraction(50)
    )
    return Heap(heap.kind, Amount(step * math.ceil(most / step)))


def _in_packs(bought: Bought, pack: Pack | None) -> Bought:
    """What is bought: whole packs where the item is sold in packs, whole pieces, weights rounded up."""
    shown, used = [], []
    for heap in bought.needs:
        buy, exact = _to_buy(heap, pack)
        shown.append(buy)
        if not exact:
            used.append(
                f"{_range(heap.amount, mixed)} {_plural(heap.unit, _most(heap))}"
                if heap.size and heap.unit
                else measured(heap)[0]
            )
    buy, other = _joined(shown)
    return _with(bought, buy, other, f"uses {' and '.join(used)}" if used else "")


def _to_buy(heap: Heap, pack: Pack | None) -> tuple[tuple[str, str], bool]:
    """What to buy for a heap, and whether that is just what is needed."""
    most = _most(heap)
    holds = (
        {"mass": pack.grams, "volume": pack.ml, "count": None if heap.size else pack.count}[
            heap.kind
        ]
        if pack
        else None
    )
    if holds:
        packs = math.ceil(most / holds)
        if pack.unit:
            return (f"{packs} {_plural(pack.unit, Fraction(packs))}", ""), False
        each = Heap(heap.kind, Amount(holds))
        one, other = (
            (_litres(each.amount), us_fluid(holds)) if heap.kind == "volume" else measured(each)
        )
        return (
            one if packs == 1 else f"{packs} × {one}",
            f"{other} each" if packs > 1 and other else other,
        ), packs * holds == heap.amount.low
    if heap.kind == "count":
        whole = Amount(Fraction(math.ceil(most)))
        return measured(Heap("count", whole, heap.unit, heap.size)), whole == heap.amount
    step = 10 if most < 100 else 50 if most < 1000 else 100
    whole = Amount(Fraction(step * math.ceil(most / step)))
    return measured(Heap(heap.kind, whole)), whole == heap.amount


def _with(bought: Bought, buy: str, other: str, used: str) -> Bought:
    return Bought(bought.item, bought.name, bought.needs, bought.optional, buy, other, used)
