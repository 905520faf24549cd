"""A recipe without what nobody can read: the foods of its lines stand in for the lines.

A line that the grammar refuses, and a food that the pantry does not know, hide nothing else. The
checks that ask what a dish is made of are given this part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guide.core.amounts import Ingredient, name_food
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe


def find_hidden(recipe: Recipe, pantry: Pantry) -> tuple[str, ...]:
    """The lines of a recipe that are not read, or name a food that the pantry does not know."""
    lines: list[Ingredient] = []
    for entry in recipe.ingredients:
        if isinstance(entry, Ingredient):
            lines.append(entry)
            continue
        for group in entry.values():
            lines += group
    lines += [swap.for_ for swap in recipe.swaps or ()]
    lines += recipe.serve_with or ()
    return tuple(line.text for line in lines if not _is_known(line, pantry))


def take_known_part(recipe: Recipe, pantry: Pantry) -> Recipe:
    """The recipe with the known foods that stand on such a line in the place of the line.

    Nobody knows how much there is of them, nor what else the line is about.
    """
    ingredients: list[Ingredient | dict[str, tuple[Ingredient, ...]]] = []
    for entry in recipe.ingredients:
        if isinstance(entry, Ingredient):
            ingredients.append(_read_foods(entry, pantry))
            continue
        groups: dict[str, tuple[Ingredient, ...]] = {}
        for heading, lines in entry.items():
            groups[heading] = tuple(_read_foods(line, pantry) for line in lines)
        ingredients.append(groups)
    swaps = [
        swap.model_copy(update={"for_": _read_foods(swap.for_, pantry)})
        for swap in recipe.swaps or ()
    ]
    served = [_read_foods(line, pantry) for line in recipe.serve_with or ()]
    changed = {
        "ingredients": tuple(ingredients),
        "swaps": tuple(swaps) or None,
        "serve_with": tuple(served) or None,
        "not_eaten": None,
    }
    return recipe.model_copy(update=changed)


def _is_known(line: Ingredient, pantry: Pantry) -> bool:
    """Whether a line is read, and the pantry knows each of its foods."""
    return not line.unread and all(pantry.find(food.name) for food in line.apart)


def _read_foods(line: Ingredient, pantry: Pantry) -> Ingredient:
    """A line as it is; of one that is not known the foods, or nothing."""
    if _is_known(line, pantry):
        return line
    foods = list(_find_foods(line, pantry))
    if not foods:
        return replace(line, also=(), unread=True)
    return replace(foods[0], also=tuple(foods[1:]))


def _find_foods(line: Ingredient, pantry: Pantry) -> Iterator[Ingredient]:
    """Each food of a line whose name the pantry knows, without an amount."""
    for start, end, _ in pantry.named_in(line.text):
        yield replace(name_food(line.text, line.text[start:end], start), unsaid=True)
