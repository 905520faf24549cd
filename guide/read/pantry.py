"""Facts about ingredients, looked up by the names cooks use."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from guide.core.amounts import Ingredient, Unit, Units, spell_line
from guide.core.cache import Memo, Recent
from guide.core.conversions import MeasureReader, TextWords
from guide.core.problems import Mistake, listed
from guide.core.word_forms import WordSet, plain_name
from guide.lines.ingredient_lines import likely_unit
from guide.read.food_names import (
    Carried,
    FoodNames,
    carried_by_the_nearest,
    find_near_names,
    make_food_names,
    offer_names,
)
from guide.read.pantry_files import (
    Allergens,
    AllergenWords,
    Dishes,
    Item,
    Likenesses,
    UsPack,
    UsSpoon,
)

# Words and signs between two ingredients on one line.
_JOINED = re.compile(r"\s{1,9}(?:and|or|&|/|plus|with)\s{1,9}|\s{0,9}/\s{0,9}")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# So many names are kept with what they mean: twice as many as the guide's recipes have.
_MOST_FOUND = 4096
# The most words a pantry name has.
_LONGEST_NAME = 6
# So many letters tell whether a name may begin there.
_FRONT = 4
_CUP_ML = 240
# A cup is heaped, shaken or sifted: so many times as much is no contradiction.
_CUPS_MAY_DIFFER = Fraction(7, 5)


class FoundItem(NamedTuple):
    """What a name means: the item with its key, and a unit that stood after the name."""

    key: str
    item: Item
    unit: Unit | None


def _refuse_other_cups(line: Ingredient, item: Item, units: Units) -> None:
    """Raises Mistake when a line's weight and its cups differ by more than two fifths.

    What is cut or grated fills a cup in another way, so that nothing is known of it.
    """
    amount, unit = line.amount, line.unit
    first = line.name.lower().split()[0]
    if item.cup is None or amount is None or unit is None or line.size or not line.others:
        return
    if units.describes(first):
        return
    measures = [(amount, unit), *((other.amount, other.unit) for other in line.others)]
    by_kind = {unit.kind: (amount, unit) for amount, unit in reversed(measures)}
    if "mass" not in by_kind or "volume" not in by_kind:
        return
    (weight, mass), (cups, volume) = by_kind["mass"], by_kind["volume"]
    grams = weight.low * mass.holds
    filled = cups.low * volume.holds * Fraction(item.cup) / _CUP_ML
    if max(grams, filled) <= min(grams, filled) * _CUPS_MAY_DIFFER:
        return
    said = f"{float(round(cups.low, 2)):g} {volume.name}"
    if volume.name == "cup" and cups.low > 1:
        said += "s"
    what = f"{said} of {line.name} weighs about {round(filled)} g, and the line says another weight"
    told = f"{float(round(weight.low, 2)):g} {mass.name}"
    fix = f'write the one you mean: "{told} {line.name}" or "{said} {line.name}"'
    raise Mistake("amount", what, fix, 0, max(1, line.name_at))


@dataclass(frozen=True, eq=False)
class Pantry:
    """Every item under each of its names, the units of amounts, and the motifs of pictures."""

    items: dict[str, Item]
    by_name: dict[str, str]
    units: Units
    allergens: Allergens | None = None
    likenesses: Likenesses | None = None
    allergen_words: AllergenWords | None = None
    text_words: TextWords = field(default_factory=TextWords)
    plain_words: Container[str] = WordSet()
    us_packs: tuple[UsPack, ...] = ()
    us_spoons: tuple[UsSpoon, ...] = ()
    # What is worked out from the pantry and other files besides the recipes.
    memo: Memo = field(default_factory=Memo, init=False, repr=False)
    found: Recent = field(default_factory=lambda: Recent(_MOST_FOUND), init=False, repr=False)

    @cached_property
    def measuring(self) -> MeasureReader:
        """How steps and notes are read for temperatures and measures."""
        return MeasureReader(self.units, self.text_words)

    @cached_property
    def food_names(self) -> FoodNames:
        """Every name of a food with the allergens that it brings, worked out when first asked."""
        return make_food_names(
            self.items.values(), self.allergen_words, self.allergens, self.plain_words
        )

    def find(self, name: str) -> FoundItem | None:
        """The item a cook means, and a unit that stood after the name ("2 garlic cloves").

        Describing words at the front are passed over; accents, hyphens and apostrophes are left to
        taste. None when the pantry does not know it.
        """
        # A name comes again in each view of a recipe, and in many recipes.
        return self.found.once(name, lambda: self._find_described(name))

    def _find_described(self, name: str) -> FoundItem | None:
        """What `find` gives, looked for."""
        words = name.lower().replace(",", " ").split()
        families: list[Collection[str]] = []
        while words:
            match = self._find_words(words)
            if match is None:
                match = self._find_qualified(words)
            if match and all(match.item.family in allowed for allowed in families):
                return match
            if not self.units.describes(words[0]):
                return None
            of_some = self.units.words.described.get(words[0])
            if of_some is not None and words[0] not in self.units.describing:
                families.append(of_some)
            words = self.units.after_description(words)
        return None

    def _find_qualified(self, words: list[str]) -> FoundItem | None:
        """The item of those words with a qualifier behind it: passata di pomodoro."""
        parted = self.units.before_qualifier(words)
        if parted is None:
            return None
        match = self._find_words(parted[0])
        return match if match and match.item.family in parted[1] else None

    def _find_words(self, words: list[str]) -> FoundItem | None:
        """The item of exactly those words, of which the last may be a unit."""
        key = self._find_key(words)
        if key:
            return FoundItem(key, self.items[key], None)
        unit = self.units.get(words[-1])
        if unit is None or unit.name not in self.units.words.behind:
            return None
        key = self._find_key(words[:-1])
        if key:
            return FoundItem(key, self.items[key], unit)
        return None

    def _find_key(self, words: list[str]) -> str | None:
        name = " ".join(words)
        # The units know all foods by their names without accents, hyphens and apostrophes.
        return self.by_name.get(name) or self.units.foods.get(plain_name(name))

    def require(self, ingredient: Ingredient) -> tuple[str, Item]:
        """The key and the item of an ingredient line.

        Raises Mistake, with the nearest names, when the pantry does not have it.
        """
        match = self.find(ingredient.name)
        if match:
            _refuse_other_cups(ingredient, match.item, self.units)
            return match.key, match.item
        raise self._explain_unknown(ingredient)

    def _explain_unknown(self, ingredient: Ingredient) -> Mistake:
        """What is probably wrong with a line whose name the pantry does not know."""
        name, at = ingredient.name, ingredient.name_at
        if ingredient.unit is None:
            slip = likely_unit(name, self.units)
            words_after_first = name.partition(" ")[2].strip()
            if slip and self.find(words_after_first):
                written, meant = slip
                return Mistake(
                    "unknown-unit",
                    f'"{written}" is not a unit',
                    f'did you mean "{meant}"?',
                    at,
                    len(written),
                )
        parts = [part for part in _JOINED.split(name) if part]
        if len(parts) > 1 and self.find(parts[0]):
            return Mistake(
                "unknown-ingredient",
                f'"{name}" is two ingredients on one line',
                f"give each a line of its own: {listed(_share_out(ingredient, parts), 'and')}",
                at,
                len(name),
            )
        fix = offer_names(name, self._find_near(self._without_describing(name)))
        return Mistake("unknown-ingredient", f'"{name}" is not in the pantry', fix, at, len(name))

    def _find_near(self, written: str) -> list[str]:
        """The names a cook may have meant, none that carries less than the word may carry."""
        names = self.memo.once(("names",), self._list_names)
        foods = self.memo.once(("foods",), self._list_foods)
        may_carry = carried_by_the_nearest(written, foods, self._find_carried)
        may_carry = may_carry.joined(Carried(self.food_names.find_allergens(written.lower())))
        return find_near_names(written, may_carry, names)

    def _list_names(self) -> dict[str, Carried]:
        """What is carried under each name of the pantry."""
        carried = {key: self._carried(key) for key in self.items}
        return {name: carried[key] for name, key in self.by_name.items()}

    def _list_foods(self) -> list[str]:
        """Every name of a food, the pantry's and others."""
        return list(dict.fromkeys((*self.by_name, *map(" ".join, self.food_names.phrases))))

    def _find_carried(self, food: str) -> Carried:
        """What is carried under a name that stands in the list of foods.

        A slip of the pen in a name of the pantry asks for no more than that item has.
        """
        key = self.by_name.get(food)
        if key is not None:
            return self._carried(key)
        return Carried(self.food_names.phrases[tuple(food.split(" "))].allergens)

    def _carried(self, key: str) -> Carried:
        item = self.items[key]
        return Carried(frozenset(item.contains), frozenset(item.check))

    def _without_describing(self, name: str) -> str:
        """The name without its describing words; all of it when it has no others."""
        words = [word for word in name.split() if word.lower() not in self.units.describing]
        return " ".join(words) or name

    def motif(self, key: str) -> str:
        """The motif that stands for an item, by its key; "none" for what no picture shows."""
        if not self.likenesses:
            return "none"
        own = self.likenesses.ingredients.get(key)
        if own:
            return own
        return self.likenesses.families.get(self.items[key].family, "none")

    @property
    def dishes(self) -> Dishes:
        """How dishes are shown."""
        return self.likenesses.dishes if self.likenesses else Dishes()

    def named_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every pantry name in a text: (start, end, key of its item).

        Where several names begin at one word, the longest counts.
        """
        words = [match.span() for match in _WORD.finditer(text)]
        fronts = self.memo.once(("fronts of names",), self._list_fronts)
        at = 0
        while at < len(words):
            start, end = words[at]
            # Most words begin no name.
            front = text[start : start + _FRONT].lower()
            if end - start >= _FRONT and front[:_FRONT] not in fronts:
                at += 1
                continue
            longest = min(_LONGEST_NAME, len(words) - at)
            for count in range(longest, 0, -1):
                end = words[at + count - 1][1]
                key = self.by_name.get(" ".join(text[start:end].lower().split()))
                if key:
                    yield start, end, key
                    at += count
                    break
            else:
                at += 1

    def _list_fronts(self) -> frozenset[str]:
        """The first letters of all names."""
        return frozenset(name[:_FRONT] for name in self.by_name)

    def grams_in_cup(self, name: str) -> Fraction | None:
        """The grams in one cup of what that name means, where USDA gives them."""
        match = self.find(name)
        return match.item.cup if match else None

    def pours(self, name: str) -> bool:
        """Whether a cup of it is simply 240 ml."""
        match = self.find(name)
        return match is not None and match.item.family in ("liquid", "oil")


def _share_out(ingredient: Ingredient, names: Sequence[str]) -> list[str]:
    """A line for each of the foods of one, each with as much of its amount."""
    amount = ingredient.amount
    preparation = ingredient.preparation
    if amount is None and not preparation:
        preparation = "to taste"
    each = amount.times(Fraction(1, len(names))) if amount else None
    lines: list[str] = []
    for name in names:
        line = replace(ingredient, name=name, amount=each, preparation=preparation, also=())
        lines.append(spell_line(line))
    return lines


def make_pantry(
    items: dict[str, Item],
    units: Units,
    allergens: Allergens | None = None,
    likenesses: Likenesses | None = None,
    allergen_words: AllergenWords | None = None,
    text_words: TextWords | None = None,
) -> Pantry:
    """A pantry of those items; the first item to claim a name has it.

    A group that an item's packet must be read for is there by its members.
    """
    if allergens is not None:
        items = {key: _with_members(item, allergens) for key, item in items.items()}
    by_name: dict[str, str] = {}
    for key, item in items.items():
        for name in item.names:
            by_name.setdefault(name.lower(), key)
    return Pantry(
        items=items,
        by_name=by_name,
        units=units,
        allergens=allergens,
        likenesses=likenesses,
        allergen_words=allergen_words,
        text_words=text_words or TextWords(),
    )


def _with_members(item: Item, allergens: Allergens) -> Item:
    """The item with the members of each group in its `check`, but for what it contains."""
    members = {group.id: tuple(group.leaves) for group in allergens.groups}
    if members.keys().isdisjoint(item.check):
        return item
    check: list[str] = []
    for name in item.check:
        for leaf in members.get(name, (name,)):
            if leaf not in item.contains and leaf not in check:
                check.append(leaf)
    return item.model_copy(update={"check": tuple(check)})
