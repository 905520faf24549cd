"""One recipe as it will be printed, as text and as data.

Its lines in grams, its labels and where they come from, its figures, and what is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from guide.core.amounts import Ingredient
from guide.derive import allergens as labels
from guide.derive.nutrition import Figure, Nutrition, shown, work_out
from guide.read.food_data import FoodData
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow
from guide.views.recipe_view import view_served


def _food_data(guide: Guide) -> FoodData:
    """The food data of a guide without problems: such a guide has them."""
    assert guide.food_data is not None
    return guide.food_data


def _figure_rows(guide: Guide) -> dict[str, FigureRow]:
    """What the pantry says of each figure and vitamin, by its id."""
    reference = _food_data(guide).reference
    return {row.id: row for row in (*reference.figures, *reference.vitamins)}


def _all_figures(nutrition: Nutrition) -> list[Figure]:
    return [*nutrition.figures.values(), *nutrition.vitamins.values()]


def work_out_figures(recipe_file: RecipeFile, guide: Guide) -> Nutrition:
    """What one serving of a recipe holds."""
    recipe = recipe_file.recipe
    lines = labels.listed_lines(recipe)
    data = _food_data(guide)
    return work_out(recipe, lines, guide.pantry, data)


def as_dict(recipe_file: RecipeFile, guide: Guide) -> dict[str, Any]:
    """The recipe for machines: grams to a tenth, figures to three places, labels by their leaves.

    It goes out as JSON, so its values are of many kinds.
    """
    recipe = recipe_file.recipe
    found = labels.derive(labels.listed_lines(recipe), guide.pantry)
    nutrition = work_out_figures(recipe_file, guide)
    rows = _figure_rows(guide)
    ingredients = []
    triggers: set[str] = set()
    for part in nutrition.parts:
        item = guide.pantry.items[part.item]
        triggers.update(item.triggers)
        ingredients.append(
            {
                "text": part.line.text,
                "item": part.item,
                "grams": _round(part.grams, 1),
                "optional": part.line.optional,
                "unknown": part.why,
            }
        )
    figures = {}
    for figure in _all_figures(nutrition):
        key = _key(figure.id, rows[figure.id].unit)
        figures[key] = _figure_as_dict(figure)
    withheld = {}
    for one in nutrition.withheld.values():
        key = _key(one.id, rows[one.id].unit)
        withheld[key] = list(one.reasons)
    servings = {name: _round(count, 2) for name, count in nutrition.patterns.items()}
    return {
        "slug": recipe_file.slug,
        "serves": recipe.serves.text,
        "ingredients": ingredients,
        "contains": list(found.contains),
        "check": list(found.check),
        "without": list(found.without),
        "serve_with": [_served_as_dict(line, guide) for line in recipe.serve_with or ()],
        "triggers": sorted(triggers),
        "nutrition": figures,
        "not_worked_out": withheld,
        "servings_of": servings,
        "known": _round(nutrition.known, 3),
    }


def _served_as_dict(line: Ingredient, guide: Guide) -> dict[str, Any]:
    key, _ = guide.pantry.require(line)
    found = labels.derive([line], guide.pantry)
    return {
        "text": line.text,
        "item": key,
        "contains": list(found.contains),
        "check": list(found.check),
    }


def _figure_as_dict(figure: Figure) -> dict[str, Any]:
    return {
        "value": _round(figure.value, 3),
        "at_least": figure.at_least,
        "share_of_day": _round(figure.share, 3),
        "trust": figure.trust,
        "sources": list(figure.sources),
        "unknown": list(figure.unknown),
    }


def _key(id: str, unit: str) -> str:
    """A figure's name for machines, with its unit: energy_kcal, vitamin_a_ug."""
    name = f"{id}_{unit}"
    return name.replace("-", "_").replace("µ", "u")


def _round(value: Fraction | None, places: int) -> float | None:
    if value is None:
        return None
    rounded = round(value, places)
    return float(rounded)


def as_text(recipe_file: RecipeFile, guide: Guide) -> str:
    """The recipe for people, as a page of plain text."""
    recipe = recipe_file.recipe
    found = labels.derive(labels.listed_lines(recipe), guide.pantry)
    nutrition = work_out_figures(recipe_file, guide)
    lines = [recipe.title, f"serves {recipe.serves.text}", ""]
    lines += _ingredient_lines(nutrition)
    lines += _source_lines("Contains", found.contains, guide)
    lines += _source_lines("Check the label for", found.check, guide)
    without = labels.sentence(found.without, "or") or "none of the groups"
    lines += ["", f"Made without {without}"]
    lines += _served_lines(recipe_file, guide)
    lines += ["", "A serving holds"]
    rows = _figure_rows(guide)
    for figure in _all_figures(nutrition):
        lines.append(_figure_line(figure, rows[figure.id]))
    lines += _missing_figures(nutrition, guide)
    lines += ["", "Servings of the pattern"]
    for row in _food_data(guide).reference.patterns:
        if row.id in nutrition.patterns:
            servings = float(nutrition.patterns[row.id])
            lines.append(f"  {row.says:<22}{servings:5.1f}")
    return "\n".join(lines)


def _ingredient_lines(nutrition: Nutrition) -> Iterator[str]:
    yield "Ingredients, in grams as eaten"
    for part in nutrition.parts:
        grams = "      ?" if part.grams is None else f"{float(part.grams):7.1f}"
        why = f"  ({part.why})" if part.why else ""
        yield f"  {grams} g  {part.line.text}  [{part.item}]{why}"
    yield ""
    if nutrition.known is None:
        yield "Something has no weight, so nobody knows how much of the dish has figures."
    else:
        share = float(nutrition.known)
        yield f"Of the weight, {share:.0%} has figures."


def _source_lines(
    heading: str, sources: Mapping[str, tuple[str, ...]], guide: Guide
) -> Iterator[str]:
    """Allergens under a heading, each with the ingredients that bring it."""
    yield ""
    if not sources:
        yield f"{heading} nothing on the lists"
        return
    allergens = guide.pantry.allergens
    assert allergens is not None, "a guide without problems has its allergens"
    yield heading
    for leaf, names in sources.items():
        spelt = labels.spell([leaf], allergens)
        brought_by = ", ".join(names)
        yield f"  {spelt[0]}: {brought_by}"


def _served_lines(recipe_file: RecipeFile, guide: Guide) -> Iterator[str]:
    """What the dish is good with, each food with its own labels; nothing of it is counted."""
    served = recipe_file.recipe.serve_with
    if not served:
        return
    yield ""
    yield "Good with, and not counted"
    for line in served:
        key, _ = guide.pantry.require(line)
        served_view = view_served(line, guide.pantry)
        yield f"  {served_view.said}  [{key}]"


def _figure_line(figure: Figure, row: FigureRow) -> str:
    """One figure of a serving, in columns, with its share of a day and its sources."""
    at_least = "at least " if figure.at_least else ""
    value = shown(figure.value, row.places or 1)
    share = float(figure.share or 0)
    sources = ", ".join(map(str, figure.sources))
    unknown = f"; unknown: {', '.join(figure.unknown)}" if figure.unknown else ""
    return (
        f"  {row.says:<22}{at_least:>9}{value:>8} {row.unit:<5}{share:5.0%} of a day"
        f"  trust {figure.trust}; FDC {sources}{unknown}"
    )


def _missing_figures(nutrition: Nutrition, guide: Guide) -> Iterator[str]:
    """A line for each figure that is not worked out, with the reason."""
    for row in _food_data(guide).reference.figures:
        if row.id in nutrition.withheld:
            reasons = ", ".join(nutrition.withheld[row.id].reasons)
            yield f"  {row.says:<22}not worked out: {reasons}"
