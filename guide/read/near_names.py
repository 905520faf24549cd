"""Which names of the pantry a cook may have meant by a word that it does not know.

A name that carries less than the word may carry is worse than none: whoever takes it loses an
allergen from the labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from guide.core.problems import listed, nearest

# How alike two words are, from 0 to 1 as difflib measures it: the least for a name that carries
# all that the word may carry, and for one of which that is not known.
NEAR = 0.6
ALIKE = 0.8
# So many names are looked at, and so many of them are offered.
LOOKED_AT = 20
OFFERED = 3


class Carried(NamedTuple):
    """What a food brings, and what its packet may; allergens by their keys."""

    brings: frozenset[str] = frozenset()
    check: frozenset[str] = frozenset()

    def joined(self, other: Carried) -> Carried:
        """What both carry together."""
        return Carried(self.brings | other.brings, self.check | other.check)

    def covers(self, other: Carried) -> bool:
        """Whether no label would be lost if this food stood where the other does."""
        return other.brings <= self.brings and other.check <= self.brings | self.check


CARRIES_NOTHING = Carried()


def find_near_names(written: str, may_carry: Carried, names: Mapping[str, Carried]) -> list[str]:
    """The names most like a word which carry all that the word may carry, best first.

    A word that carries nothing known may still be a food with an allergen; only a slip of the pen
    is looked for then.
    """
    cutoff = ALIKE if may_carry == CARRIES_NOTHING else NEAR
    near = nearest(written, names, LOOKED_AT, cutoff)
    return [name for name in near if names[name].covers(may_carry)][:OFFERED]


def carried_by_the_nearest(written: str, foods: Mapping[str, Carried]) -> Carried:
    """What the food may carry that a word is a slip of the pen for, if it is one: scalops."""
    for food in nearest(written, foods, 1, ALIKE):
        return foods[food]
    return CARRIES_NOTHING


def offer_names(names: list[str]) -> str:
    """What to write instead of a word that the pantry does not know."""
    add = "add the ingredient to pantry/foods, with what its packet says of allergens"
    if names:
        return f"did you mean {listed(names)}? If not, {add}"
    return f"write a name from pantry/foods; say what is done to it after a comma; or {add}"
