"""Allergen labels, worked out from ingredients and never typed.

Optional ingredients count, and so does every group. "Made without" is said only of what is neither
in an ingredient nor to be looked for on a packet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guide.core.amounts import Ingredient
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens
from guide.read.recipe import Recipe, Swap

# Allergens, by their keys in pantry/allergens.yaml, with the ingredients each comes from.
Sources = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Labels:
    """What a dish holds, what its packets must be read for, and what it is made without.

    The first two are allergens, by their keys in pantry/allergens.yaml, with the ingredients each
    comes from; the last is in the words of that file.
    """

    contains: Sources = field(default_factory=dict)
    check: Sources = field(default_factory=dict)
    without: tuple[str, ...] = ()


def listed_lines(recipe: Recipe) -> tuple[Ingredient, ...]:
    """Every ingredient line of a recipe, optional ones and every group included."""
    lines: list[Ingredient] = []
    for _, group in recipe.groups:
        lines.extend(group)
    return tuple(lines)


def derive(ingredients: Iterable[Ingredient], pantry: Pantry) -> Labels:
    """The labels of those ingredients together. Raises Mistake for one the pantry does not know."""
    contains: dict[str, list[str]] = {}
    check: dict[str, list[str]] = {}
    for line in ingredients:
        _, item = pantry.require(line)
        _note_source(contains, item.contains, line.name)
        _note_source(check, item.check, line.name)
    # What is in a dish for certain need not be looked for on a packet.
    for leaf in contains:
        check.pop(leaf, None)
    allergens = _require_allergens(pantry)
    involved = contains.keys() | check.keys()
    without: list[str] = []
    for group in allergens.without:
        if involved.isdisjoint(group.leaves):
            without.append(group.says)
    return Labels(
        contains=_in_printed_order(contains, allergens),
        check=_in_printed_order(check, allergens),
        without=tuple(without),
    )


def _note_source(sources: dict[str, list[str]], leaves: Iterable[str], name: str) -> None:
    for leaf in leaves:
        names = sources.setdefault(leaf, [])
        if name not in names:
            names.append(name)


def _in_printed_order(sources: dict[str, list[str]], allergens: Allergens) -> Sources:
    ordered: Sources = {}
    for group in allergens.groups:
        for leaf in group.leaves:
            if leaf in sources:
                ordered[leaf] = tuple(sources[leaf])
    return ordered


def _require_allergens(pantry: Pantry) -> Allergens:
    if pantry.allergens is None:
        raise ValueError("labels need a pantry whose pantry/allergens.yaml could be read")
    return pantry.allergens


def swapped(recipe: Recipe, swap: Swap, pantry: Pantry) -> tuple[Ingredient, ...]:
    """The recipe's ingredients with that swap made: every line of its item is replaced."""
    replaced = _find_key(swap.swap, pantry)
    lines: list[Ingredient] = []
    for line in listed_lines(recipe):
        goes_out = replaced is not None and _find_key(line.name, pantry) == replaced
        lines.append(swap.for_ if goes_out else line)
    return tuple(lines)


def _find_key(name: str, pantry: Pantry) -> str | None:
    found = pantry.find(name)
    return found[0] if found else None


@dataclass(frozen=True)
class Change:
    """What a swap does to the labels.

    What the dish is then made without, what it no longer has to do with, what it then holds, and
    what must then be checked for. What it held before and may hold now is among the last.
    """

    without: tuple[str, ...]
    gone: tuple[str, ...]
    contains: tuple[str, ...]
    check: tuple[str, ...]


def change(recipe: Recipe, swap: Swap, pantry: Pantry) -> Change:
    """The labels before and after one swap, compared."""
    before = derive(listed_lines(recipe), pantry)
    after = derive(swapped(recipe, swap, pantry), pantry)
    without: list[str] = []
    still_named = {*after.contains, *after.check}
    for group in _require_allergens(pantry).without:
        if group.says in after.without and group.says not in before.without:
            without.append(group.says)
            # What "made without" says is not said again.
            still_named.update(group.leaves)
    return Change(
        without=tuple(without),
        gone=_not_in(before.contains, still_named),
        contains=_not_in(after.contains, before.contains),
        check=_not_in(after.check, before.check),
    )


def _not_in(leaves: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    excluded = frozenset(others)
    return tuple(leaf for leaf in leaves if leaf not in excluded)


def spell(leaves: Iterable[str], allergens: Allergens) -> list[str]:
    """Leaves as they are printed, by group: milk; gluten (wheat, oats); tree nuts (walnuts)."""
    wanted = set(leaves)
    spelt: list[str] = []
    for group in allergens.groups:
        names = [words for leaf, words in group.leaves.items() if leaf in wanted]
        if not names:
            continue
        if names == [group.says]:
            spelt.append(group.says)
        else:
            spelt.append(f"{group.says} ({', '.join(names)})")
    return spelt


def spell_members(leaves: Iterable[str], allergens: Allergens) -> list[str]:
    """Leaves as they are printed within brackets: wheat; walnuts; tree nuts when it is all."""
    wanted = set(leaves)
    spelt: list[str] = []
    for group in allergens.groups:
        names = [words for leaf, words in group.leaves.items() if leaf in wanted]
        if len(names) > 1 and len(names) == len(group.leaves):
            spelt.append(group.says)
        else:
            spelt.extend(names)
    return spelt


def sentence(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: milk, egg and fish."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0]
    first = ", ".join(words[:-1])
    return f"{first} {last} {words[-1]}"
