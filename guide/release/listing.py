"""What the manifest lists of recipes, and the words by which readers leave something out."""

from __future__ import annotations

from guide.derive.allergens import derive, listed_lines
from guide.derive.nutrition import Figure, find_nutrition
from guide.editions.left_out import gather
from guide.handover import fold_name
from guide.read.editions import Edition
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.release.manifests import LeavesOut, ListedRecipe, NamedGroup

# Figures are given to so many places.
_PLACES = 3


def list_recipe(recipe_file: RecipeFile, guide: Guide, page: int, pages: int) -> ListedRecipe:
    """A recipe as the manifest lists it; `page` is its first, from 1, `pages` how many it has.

    Raises Mistake for an ingredient the pantry does not know.
    """
    labels = derive(listed_lines(recipe_file.recipe), guide.pantry)
    listed: ListedRecipe = {
        "slug": recipe_file.slug,
        "title": recipe_file.recipe.title,
        "page": page,
        "pages": pages,
        "contains": list(labels.contains),
        "check": list(labels.check),
    }
    if guide.food_data is None:
        return listed
    nutrition = find_nutrition(recipe_file, guide)
    units = {row.id: row.unit for row in guide.food_data.reference.figures}
    figures: dict[str, float | None] = {}
    at_least: list[str] = []
    for id, unit in units.items():
        figure = nutrition.figures.get(id)
        name = name_figure(id, unit)
        figures[name] = _round(figure)
        if figure is not None and figure.at_least:
            at_least.append(name)
    listed["figures"] = figures
    if at_least:
        listed["at_least"] = at_least
    return listed


def name_figure(id: str, unit: str) -> str:
    """A figure's name for machines, with its unit: energy_kcal, salt_g."""
    return f"{id}_{unit}".replace("-", "_").replace("µ", "u")


def _round(figure: Figure | None) -> float | None:
    """A figure for machines; None for one that nobody knows."""
    return None if figure is None else float(round(figure.value, _PLACES))


def list_groups(pantry: Pantry) -> dict[str, NamedGroup]:
    """Every word by which readers leave out allergens, as names of the manifest."""
    allergens = pantry.allergens
    if allergens is None:
        return {}
    listed: dict[str, NamedGroup] = {}
    for group in allergens.groups:
        for leaf, says in group.leaves.items():
            listed[leaf] = {"says": says, "allergens": [leaf], "label": False}
    for group in allergens.groups:
        listed[group.id] = {"says": group.says, "allergens": list(group.leaves), "label": True}
    for without in allergens.without:
        name = fold_name(without.says)
        listed[name] = {"says": without.says, "allergens": list(without.leaves), "label": True}
    for word, ids in allergens.also_called.items():
        means: list[str] = []
        for id in ids:
            means += listed[id]["allergens"]
        says = allergens.says_of(ids) or word
        listed.setdefault(fold_name(word), {"says": says, "allergens": means, "label": False})
    return listed


def list_left_out(edition: Edition, pantry: Pantry) -> LeavesOut:
    """What an edition leaves out: the allergens of its groups, and its foods with all that is made
    from one. Raises Mistake for an id that is neither.
    """
    left_out = gather(edition.without, pantry)
    return {"allergens": sorted(left_out.leaves), "foods": sorted(left_out.foods)}
