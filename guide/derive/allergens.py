"""Allergen labels, worked out from ingredients and never typed.

Optional ingredients count, and so does every group. "Made without" is said only of what is neither in an ingredient
nor to be looked for on a packet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guide.core.amounts import Ingredient
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens
from guide.read.recipe import Recipe, Swap

ANIMAL = {
    "meat": ("meat", "fish", "seafood"),
    "animal": ("meat", "fish", "seafood", "egg", "dairy"),
}


@dataclass(frozen=True)
class Labels:
    """What a dish holds, what its packets must be read for, and what it is made without.

    The first two are leaves with the ingredients each comes from; the last is in the words of pantry/allergens.yaml.
    """

    contains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    check: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()


def listed_lines(recipe: Recipe) -> tuple[Ingredient, ...]:
    """Every ingredient line of a recipe, optional ones and every group included."""
    return tuple(line for _, group in recipe.groups for line in group)


def derive(ingredients: Iterable[Ingredient], pantry: Pantry) -> Labels:
    """The labels of those ingredients together. Raises Mistake for one the pantry does not know."""
    contains: dict[str, list[str]] = {}
    check: dict[str, list[str]] = {}
    for line in ingredients:
        _, item = pantry.require(line)
        for leaves, found in ((item.contains, contains), (item.check, check)):
            for leaf in leaves:
                if line.name not in found.setdefault(leaf, []):
                    found[leaf].append(line.name)
    order = [leaf for group in pantry.allergens.groups for leaf in group.leaves]
    held = {leaf: tuple(contains[leaf]) for leaf in order if leaf in contains}
    read = {leaf: tuple(check[leaf]) for leaf in order if leaf in check and leaf not in contains}
    return Labels(
        held,
        read,
        tuple(
            one.says
            for one in pantry.allergens.without
            if not {*held, *read}.intersection(one.leaves)
        ),
    )


def swapped(recipe: Recipe, swap: Swap, pantry: Pantry) -> tuple[Ingredient, ...]:
    """The recipe's ingredients with that swap made: every line of the item that goes out is replaced."""
    out = pantry.find(swap.swap)
    return tuple(
        swap.for_ if (found := pantry.find(line.name)) and out and found[0] == out[0] else line
        for line in listed_lines(recipe)
    )


@dataclass(frozen=True)
class Change:
    """What a swap does to the labels: what the dish is then made without, what it no longer has to do with, what it
    then holds, and what it must then be checked for, a leaf that moves from the one to the other too.
    """

    without: tuple[str, ...]
    gone: tuple[str, ...]
    contains: tuple[str, ...]
    check: tuple[str, ...]


def change(recipe: Recipe, swap: Swap, pantry: Pantry) -> Change:
    """The labels before and after one swap, compared."""
    before, after = (
        derive(listed_lines(recipe), pantry),
        derive(swapped(recipe, swap, pantry), pantry),
    )
    without = [
        one
        for one in pantry.allergens.without
        if one.says in after.without and one.says not in before.without
    ]
    told = {leaf for one in without for leaf in one.leaves}
    return Change(
        tuple(one.says for one in without),
        tuple(
            leaf for leaf in before.contains if leaf not in {*after.contains, *after.check, *told}
        ),
        tuple(leaf for leaf in after.contains if leaf not in before.contains),
        tuple(leaf for leaf in after.check if leaf not in before.check),
    )


def spell(leaves: Iterable[str], allergens: Allergens) -> list[str]:
    """Leaves as they are printed, by group: milk; gluten (wheat, oats); tree nuts (walnuts)."""
    leaves, said = set(leaves), []
    for group in allergens.groups:
        names = [words for leaf, words in group.leaves.items() if leaf in leaves]
        if names:
            said.append(
                group.says if names == [group.says] else f"{group.says} ({', '.join(names)})"
            )
    return said


def sentence(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Words as a sentence lists them: milk, egg and fish."""
    return (
        words[0]
        if len(words) == 1
        else f"{', '.join(words[:-1])} {last} {words[-1]}"
        if words
        else ""
    )


def find_promises(
    text: str, allergens: Allergens
) -> Iterator[tuple[re.Match, tuple[str, ...], str | None]]:
    """Every promise in a text: where it stands, the leaves that break it, and the kind of diet it names."""
    for promise in allergens.promises:
        for match in re.finditer(rf"\b(?:{promise.words})\b", text, re.IGNORECASE):
            yield match, promise.leaves, promise.diet


def breaks(line: Ingredient, leaves: tuple[str, ...], diet: str | None, pantry: Pantry) -> str:
    """Why an ingredient breaks a promise, in words, or nothing when it keeps it."""
    _, item = pantry.require(line)
    held = [leaf for leaf in item.contains if leaf in leaves]
    if held:
        return f"contains {sentence(spell(held, pantry.allergens))}"
    if diet and (item.family in ANIMAL[diet] or item.diet and diet == "animal"):
        return "comes from an animal"
    read = [leaf for leaf in item.check if leaf in leaves]
    return f"may contain {sentence(spell(read, pantry.allergens))}" if read else ""


def promised_by_name(line: Ingredient, pantry: Pantry) -> bool:
    """Whether the promise in a line is part of the ingredient's own name, such as gluten-free oats."""
    rest = line.text.replace(line.name, "", 1)
    return any(find_promises(line.name, pantry.allergens)) and not any(
        find_promises(rest, pantry.allergens)
    )
