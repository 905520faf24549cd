"""What is known of the recipes of a guide that was read: labels, figures, and what their files say.

Labels and figures are worked out as for the pages. A recipe of which they cannot be worked out has
none here: nothing is taken for free of an allergen, or for 0, because it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from pydantic import BaseModel

from guide.changes.version import DishLabels, VersionRecipe
from guide.core.amounts import Ingredient
from guide.core.heats import NBSP
from guide.core.problems import Mistake
from guide.derive import allergens
from guide.derive.allergens import Sources
from guide.derive.nutrition import Nutrition, find_nutrition, is_trace, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Allergens, FigureRow
from guide.read.recipe import Recipe
from guide.views.recipe_view import view_served, view_swap

NO_FIGURE = "not known"
# What the title of a recipe is compared by stands elsewhere.
_TITLE = "title"


def list_recipes(guide: Guide) -> tuple[VersionRecipe, ...]:
    """The recipes of a guide in the order of the book, those read in part with what is known."""
    found = [*guide.recipe_files, *guide.partly_read]
    whole = set(guide.recipe_files)
    listed = []
    for recipe_file in found:
        is_whole = recipe_file in whole
        recipe = recipe_file.recipe
        listed.append(
            VersionRecipe(
                slug=recipe_file.slug,
                title=recipe.title,
                chapter=recipe_file.chapter,
                labels=find_labels(recipe, guide) if is_whole else None,
                figures=find_figures(recipe_file, guide) if is_whole else None,
                texts=tuple(list_texts(recipe)) if is_whole else None,
            )
        )
    order = {chapter.folder: number for number, chapter in enumerate(guide.chapters)}
    listed.sort(key=lambda one: (order.get(one.chapter, len(order)), one.slug))
    return tuple(listed)


def find_labels(recipe: Recipe, guide: Guide) -> DishLabels | None:
    """The labels of a dish; None when an ingredient is not known."""
    known = guide.pantry.allergens
    if known is None:
        return None
    try:
        labels = allergens.derive(allergens.listed_lines(recipe), guide.pantry)
        besides = tuple(_say_besides(recipe, guide))
    except Mistake:
        return None
    return DishLabels(
        contains=_spell_each(labels.contains, known),
        check=_spell_each(labels.check, known),
        without=labels.without,
        besides=besides,
    )


def _spell_each(sources: Sources, known: Allergens) -> Mapping[str, tuple[str, ...]]:
    """Allergens as they are printed, each by itself, with the ingredients that bring it."""
    spelt = {}
    for leaf, names in sources.items():
        (words,) = allergens.spell([leaf], known)
        spelt[words] = names
    return spelt


def _say_besides(recipe: Recipe, guide: Guide) -> Iterator[str]:
    """What swaps and companions say of labels. Raises Mistake."""
    for swap in recipe.swaps or ():
        seen = view_swap(recipe, swap, guide.pantry)
        yield f"Instead of {swap.swap}: {swap.for_.text}. {seen.labels}".replace(NBSP, " ")
    for line in recipe.serve_with or ():
        yield f"Good with {view_served(line, guide.pantry).said}".replace(NBSP, " ")


def find_figures(recipe_file: RecipeFile, guide: Guide) -> Mapping[str, str] | None:
    """The figures of a serving by name, as printed; None when they cannot be worked out."""
    food_data = guide.food_data
    if food_data is None:
        return None
    try:
        nutrition = find_nutrition(recipe_file, guide)
    except Mistake:
        return None
    found = {}
    for row in food_data.reference.figures:
        found[row.says] = _say_figure(row, row.places, nutrition)
    for row in food_data.reference.vitamins:
        # The page says how much of a day's intake they are, and no amount.
        found[row.says] = _say_figure(row, row.places or 1, nutrition)
    return found


def _say_figure(row: FigureRow, places: int, nutrition: Nutrition) -> str:
    figure = nutrition.figures.get(row.id) or nutrition.vitamins.get(row.id)
    if figure is None:
        return NO_FIGURE
    return say_value(row, places, figure.value, figure.at_least)


def say_value(row: FigureRow, places: int, value: Fraction, at_least: bool) -> str:
    """A figure of a serving as it is printed: `438 kcal`, `at least 3 g`."""
    said = f"{shown(value, places)} {row.unit}"
    return f"at least {said}" if at_least and not is_trace(value, places) else said


def list_texts(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """What the file of a recipe says besides its title, as (field, text), in its order."""
    for name, field in Recipe.model_fields.items():
        if name != _TITLE:
            yield from _flatten(field.alias or name, getattr(recipe, name))


def _flatten(name: str, value: object) -> Iterator[tuple[str, str]]:
    """The texts in a value of a recipe, each under the name of its field."""
    if value is None:
        return
    if isinstance(value, BaseModel):
        for inner, field in type(value).model_fields.items():
            yield from _flatten(f"{name}: {field.alias or inner}", getattr(value, inner))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _flatten(name, one)
    elif isinstance(value, dict):
        for heading, lines in value.items():
            yield name, f"{heading}:"
            yield from _flatten(name, lines)
    elif isinstance(value, Ingredient):
        yield name, value.text
    elif isinstance(value, date):
        yield name, value.isoformat()
    else:
        yield name, str(getattr(value, "text", value))
