"""Facts about ingredients, looked up by the names cooks use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from guide.core.amounts import Ingredient, Unit, Units, likely_unit
from guide.core.problems import Mistake, did_you_mean
from guide.read.pantry_files import Allergens, Item, Likenesses

_JOINED = re.compile(r"\s+(?:and|or|&|/|plus|with)\s+|\s*/\s*")
# Units a cook puts behind the name: "2 garlic cloves". Not sticks or slices: crab sticks are no crab.
TRAILING = {"clove", "leaf", "sprig", "fillet", "bulb", "head"}


@dataclass(frozen=True, eq=False)
class Pantry:
    """Every item under each of its names, the units its amounts may be in, and the motifs that stand for them in pictures."""

    items: dict[str, Item]
    by_name: dict[str, str]
    units: Units
    allergens: Allergens | None = None
    likenesses: Likenesses | None = None

    def find(self, name: str) -> tuple[str, Item, Unit | None] | None:
        """The item a cook means: its key, the item, and a unit that stood after the name ("2 garlic cloves").

        Describing words at the front are passed over; None when the pantry does not know it.
        """
        words = name.lower().split()
        while words:
            key = self.by_name.get(" ".join(words))
            if key:
                return key, self.items[key], None
            trailing = self.units.get(words[-1])
            if (
                trailing
                and trailing.name in TRAILING
                and (key := self.by_name.get(" ".join(words[:-1])))
            ):
                return key, self.items[key], trailing
            if words[0] not in self.units.describing:
                return None
            words = words[1:]
        return None

    def require(self, ingredient: Ingredient) -> tuple[str, Item]:
        """The item of an ingredient line. Raises Mistake, with the nearest names, when the pantry does not have it."""
        found = self.find(ingredient.name)
        if found:
            return found[0], found[1]
        name, at = ingredient.name, ingredient.name_at
        if (
            ingredient.unit is None
            and (slip := likely_unit(name, self.units))
            and self.find(name.partition(" ")[2].strip())
        ):
            raise Mistake(
                "unknown-unit",
                f'"{slip[0]}" is not a unit',
                f'did you mean "{slip[1]}"?',
                at,
                len(slip[0]),
            )
        parts = [part for part in _JOINED.split(name) if part]
        if len(parts) > 1 and self.find(parts[0]):
            raise Mistake(
                "unknown-ingredient",
                f'"{name}" is two ingredients on one line',
                f'give each a line of its own: "{parts[0]}", then "{parts[1]}"',
                at,
                len(name),
            )
        bare = (
            " ".join(word for word in name.split() if word.lower() not in self.units.describing)
            or name
        )
        raise Mistake(
            "unknown-ingredient",
            f'"{name}" is not in the pantry',
            did_you_mean(
                bare,
                self.by_name,
                "write a name from pantry/ingredients.yaml, or add the ingredient there; "
                "say what is done to it after a comma",
            ),
            at,
            len(name),
        )

    def motif(self, key: str) -> str:
        """The motif that stands for an item, by its key; "none" for what no picture shows."""
        if not self.likenesses:
            return "none"
        return self.likenesses.ingredients.get(key) or self.likenesses.families.get(
            self.items[key].family, "none"
        )

    def named_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every pantry name in a text, longest first where several begin: (start, end, key of its item)."""
        words = [
            (match.start(), match.end())
            for match in re.finditer(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text)
        ]
        at = 0
        while at < len(words):
            for count in range(min(6, len(words) - at), 0, -1):
                start, end = words[at][0], words[at + count - 1][1]
                key = self.by_name.get(" ".join(text[start:end].lower().split()))
                if key:
                    yield start, end, key
                    at += count
                    break
            else:
                at += 1

    def grams_in_cup(self, name: str) -> Fraction | None:
        """The weight of one cup of what that name means, where USDA gives it."""
        found = self.find(name)
        return found[1].cup if found else None

    def pours(self, name: str) -> bool:
        """Whether a cup of it is simply 240 ml."""
        found = self.find(name)
        return bool(found) and found[1].family in ("liquid", "oil")


def stock(
    items: dict[str, Item],
    units: Units,
    allergens: Allergens | None = None,
    likenesses: Likenesses | None = None,
) -> Pantry:
    """A pantry of those items; the first item to claim a name has it."""
    by_name: dict[str, str] = {}
    for key, item in items.items():
        for name in item.names:
            by_name.setdefault(name.lower(), key)
    return Pantry(items, by_name, units, allergens, likenesses)
