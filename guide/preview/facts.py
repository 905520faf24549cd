"""What is derived of a recipe, as plain data for the page: labels with what brings them, grams of
each line, figures with their sources, what is unknown, and words new to the guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

# Any: what goes out as JSON is of many kinds.
from typing import Any

from guide.check.places import find_lines
from guide.core.problems import Place, Problem
from guide.derive import allergens as labels
from guide.derive.nutrition import Figure, Nutrition, find_nutrition, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow
from guide.views.new_words import find_new_words
from guide.views.recipe_view import view_served

PlainData = dict[str, Any]


def place_as_json(place: Place) -> PlainData:
    """A place for the page, with the whole line that it is on."""
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "source": place.source,
    }


def problem_as_json(problem: Problem) -> PlainData:
    """A problem or remark for the page, with its second place where it has one."""
    return {
        "place": place_as_json(problem.place),
        "other": place_as_json(problem.other) if problem.other else None,
        "kind": problem.id,
        "what": problem.what,
        "fix": problem.fix,
        "remark": problem.remark,
    }


def describe_recipe(recipe_file: RecipeFile, guide: Guide) -> PlainData:
    """All that is derived of a recipe of a guide without problems."""
    recipe = recipe_file.recipe
    nutrition = find_nutrition(recipe_file, guide)
    found = labels.derive(labels.listed_lines(recipe), guide.pantry)
    known = nutrition.known
    return {
        "serves": recipe.serves.text,
        "contains": list(_sources(found.contains, guide)),
        "check": list(_sources(found.check, guide)),
        "without": list(found.without),
        "served": [_served(line, guide) for line in recipe.serve_with or ()],
        "lines": list(_lines(recipe_file, nutrition)),
        "known": None if known is None else float(known),
        "figures": list(_figures(nutrition, guide)),
        "missing": list(_missing(nutrition, guide)),
        "patterns": list(_patterns(nutrition, guide)),
        "new_words": find_new_words(guide.root / recipe_file.path, guide.root),
    }


def _sources(sources: labels.Sources, guide: Guide) -> Iterator[PlainData]:
    """Labels with the ingredients that bring them; those that the same bring stand together."""
    allergens = guide.pantry.allergens
    assert allergens is not None, "a guide without problems has its allergens"
    by_source: dict[tuple[str, ...], list[str]] = {}
    for leaf, names in sources.items():
        by_source.setdefault(names, []).append(leaf)
    for names, leaves in by_source.items():
        for says in labels.spell(leaves, allergens):
            yield {"says": says, "from": list(names)}


def _served(line: Any, guide: Guide) -> PlainData:
    """A food that the dish is good with, and that is not counted, with its own labels."""
    found = labels.derive([line], guide.pantry)
    return {
        "says": view_served(line, guide.pantry).said,
        "contains": list(_sources(found.contains, guide)),
        "check": list(_sources(found.check, guide)),
    }


def _lines(recipe_file: RecipeFile, nutrition: Nutrition) -> Iterator[PlainData]:
    """Each ingredient line in grams as eaten, with its place and what is unknown of it."""
    places = {}
    for listed in find_lines(recipe_file):
        if listed.field == "ingredients":
            places[listed.ingredient.text] = recipe_file.place(*listed.steps)
    for part in nutrition.parts:
        place = places.get(part.line.text)
        yield {
            "text": part.line.text,
            "item": part.item,
            "grams": _rounded(part.grams, 1),
            "optional": part.line.optional,
            "unknown": part.why,
            "place": place_as_json(place) if place else None,
        }


def _rounded(value: Fraction | None, places: int) -> float | None:
    if value is None:
        return None
    return float(round(value, places))


def _rows(guide: Guide) -> Iterable[FigureRow]:
    food_data = guide.food_data
    assert food_data is not None, "a guide without problems has its figures"
    return (*food_data.reference.figures, *food_data.reference.vitamins)


def _figures(nutrition: Nutrition, guide: Guide) -> Iterator[PlainData]:
    rows = {row.id: row for row in _rows(guide)}
    for figure in (*nutrition.figures.values(), *nutrition.vitamins.values()):
        yield _figure(figure, rows[figure.id])


def _figure(figure: Figure, row: FigureRow) -> PlainData:
    """One figure of a serving, with its share of a day, its sources and what it lacks."""
    return {
        "says": row.says,
        "value": shown(figure.value, row.places or 1),
        "unit": row.unit,
        "least": figure.at_least,
        "share": _rounded(figure.share, 3),
        "trust": figure.trust,
        "sources": list(figure.sources),
        "unknown": list(figure.unknown),
    }


def _missing(nutrition: Nutrition, guide: Guide) -> Iterator[PlainData]:
    """Each figure that is not worked out, with the reasons."""
    for row in _rows(guide):
        withheld = nutrition.withheld.get(row.id)
        if withheld:
            yield {"says": row.says, "reasons": list(withheld.reasons)}


def _patterns(nutrition: Nutrition, guide: Guide) -> Iterator[PlainData]:
    assert guide.food_data is not None
    for row in guide.food_data.reference.patterns:
        if row.id in nutrition.patterns:
            yield {"says": row.says, "count": _rounded(nutrition.patterns[row.id], 1)}
