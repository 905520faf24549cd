"""Recipes as schema.org/Recipe in JSON-LD, for the pages of a site.

Labels are free text: schema.org has no words for "contains", and a diet that a dish is said to
suit would be a promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guide.derive import allergens
from guide.derive.nutrition import Figure, find_nutrition, is_trace, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow
from guide.read.recipe import Duration, Recipe

# JSON holds values of many kinds.
JsonObject = dict[str, Any]

# schema.org's names for the figures of pantry/reference.yaml.
_NUTRIENTS = {
    "energy": "calories",
    "protein": "proteinContent",
    "fat": "fatContent",
    "saturates": "saturatedFatContent",
    "carbohydrate": "carbohydrateContent",
    "sugars": "sugarContent",
    "fibre": "fiberContent",
}
_MG_SODIUM_IN_G_SALT = 400


def export_recipe(recipe_file: RecipeFile, guide: Guide) -> JsonObject:
    """One recipe as a schema.org/Recipe."""
    recipe = recipe_file.recipe
    found: JsonObject = {
        "@context": "https://schema.org",
        "@type": "Recipe",
        "name": recipe.title,
        "description": recipe.summary,
        "recipeYield": recipe.serves.text,
        **_say_times(recipe),
        "recipeIngredient": [line.text for line in allergens.listed_lines(recipe)],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in recipe.method],
    }
    if recipe.need:
        found["tool"] = list(recipe.need)
    advice = [*filter(None, (recipe.ahead, recipe.rescue)), *(recipe.notes or ())]
    if advice:
        found["comment"] = [{"@type": "Comment", "text": text} for text in advice]
    author = recipe.source.from_ if recipe.source else recipe.contributor
    if author:
        found["author"] = {"@type": "Person", "name": author}
    found["abstract"] = say_labels(recipe, guide)
    found["nutrition"] = _say_nutrition(recipe_file, guide)
    return found


def export_recipes(recipe_files: Iterable[RecipeFile], guide: Guide) -> JsonObject:
    """Several recipes as one graph."""
    graph = []
    for recipe_file in recipe_files:
        one = export_recipe(recipe_file, guide)
        del one["@context"]
        graph.append(one)
    return {"@context": "https://schema.org", "@graph": graph}


def say_labels(recipe: Recipe, guide: Guide) -> str:
    """The labels of a dish as sentences."""
    labels = allergens.derive(allergens.listed_lines(recipe), guide.pantry)
    known = guide.pantry.allergens
    if known is None:
        return ""
    said = []
    contains = allergens.spell(labels.contains, known)
    if contains:
        said.append(f"Contains {allergens.sentence(contains)}.")
    check = allergens.spell_check(labels.check, labels.contains, known)
    if check:
        said.append(f"Check the label for {allergens.sentence(check)}.")
    if labels.without:
        said.append(f"Made without {allergens.sentence(labels.without, 'or')}.")
    return " ".join(said)


def _say_times(recipe: Recipe) -> dict[str, str]:
    """Times in ISO 8601, the longer end of each; what rests is the total less the others."""
    times = recipe.time
    prep, cook, rest = (_minutes(time) for time in (times.prep, times.cook, times.rest))
    return {
        "prepTime": f"PT{prep}M",
        "cookTime": f"PT{cook}M",
        "totalTime": f"PT{prep + cook + rest}M",
    }


def _minutes(time: Duration | None) -> int:
    return time.high if time else 0


def _say_nutrition(recipe_file: RecipeFile, guide: Guide) -> JsonObject:
    """The figures of a serving that the guide prints; one that is not known is left out."""
    said: JsonObject = {"@type": "NutritionInformation", "servingSize": "1 serving"}
    if guide.food_data is None:
        return said
    nutrition = find_nutrition(recipe_file, guide)
    for row in guide.food_data.reference.figures:
        figure = nutrition.figures.get(row.id)
        if figure is None:
            continue
        if row.id in _NUTRIENTS:
            said[_NUTRIENTS[row.id]] = _say_figure(figure, row)
        elif row.id == "salt":
            sodium = round(figure.value * _MG_SODIUM_IN_G_SALT)
            said["sodiumContent"] = f"{'at least ' if figure.at_least else ''}{sodium} mg"
    return said


def _say_figure(figure: Figure, row: FigureRow) -> str:
    hedge = "at least " if figure.at_least and not is_trace(figure.value, row.places) else ""
    return f"{hedge}{shown(figure.value, row.places)} {row.unit}"
