"""One recipe as it will be printed: its lines in grams, its labels and where they come from, its figures and what is unknown."""

from __future__ import annotations

from fractions import Fraction

from guide.derive import allergens as labels
from guide.derive.nutrition import Nutrition, shown, work_out
from guide.read.load import Guide, RecipeFile


def figures(recipe_file: RecipeFile, guide: Guide) -> Nutrition:
    """What one serving of a recipe holds."""
    return work_out(
        recipe_file.recipe, labels.listed_lines(recipe_file.recipe), guide.pantry, guide.food_data
    )


def as_dict(recipe_file: RecipeFile, guide: Guide) -> dict:
    """The recipe for machines: grams to a tenth, figures to three places, labels by their leaves."""
    held, worked = (
        labels.derive(labels.listed_lines(recipe_file.recipe), guide.pantry),
        figures(recipe_file, guide),
    )
    units = {
        row.id: row.unit
        for row in (*guide.food_data.reference.figures, *guide.food_data.reference.vitamins)
    }
    return {
        "slug": recipe_file.slug,
        "serves": recipe_file.recipe.serves.text,
        "ingredients": [
            {
                "text": part.line.text,
                "item": part.item,
                "grams": _float(part.grams, 1),
                "optional": part.line.optional,
                "unknown": part.why,
            }
            for part in worked.parts
        ],
        "contains": list(held.contains),
        "check": list(held.check),
        "without": list(held.without),
        "triggers": sorted(
            {trigger for part in worked.parts for trigger in guide.pantry.items[part.item].triggers}
        ),
        "nutrition": {
            _key(figure.id, units[figure.id]): {
                "value": _float(figure.value, 3),
                "at_least": figure.at_least,
                "share_of_day": _float(figure.share, 3),
                "trust": figure.trust,
                "sources": list(figure.sources),
                "unknown": list(figure.unknown),
            }
            for figure in [*worked.figures.values(), *worked.vitamins.values()]
        },
        "servings_of": {pattern: _float(count, 2) for pattern, count in worked.patterns.items()},
        "known": _float(worked.known, 3),
    }


def _key(id: str, unit: str) -> str:
    """A figure's name for machines, with its unit: energy_kcal, vitamin_a_ug."""
    return f"{id}_{unit}".replace("-", "_").replace("µ", "u")


def _float(value: Fraction | None, places: int) -> float | None:
    return None if value is None else float(round(value, places))


def as_text(recipe_file: RecipeFile, guide: Guide) -> str:
    """The recipe for people, as a page of plain text."""
    held, worked = (
        labels.derive(labels.listed_lines(recipe_file.recipe), guide.pantry),
        figures(recipe_file, guide),
    )
    allergens, reference = guide.pantry.allergens, guide.food_data.reference
    out = [
        recipe_file.recipe.title,
        f"serves {recipe_file.recipe.serves.text}",
        "",
        "Ingredients, in grams as eaten",
    ]
    for part in worked.parts:
        grams = "      ?" if part.grams is None else f"{float(part.grams):7.1f}"
        out.append(
            f"  {grams} g  {part.line.text}  [{part.item}]"
            + (f"  ({part.why})" if part.why else "")
        )
    out += ["", f"Of the weight, {float(worked.known):.0%} has figures."]
    for said, found in (("Contains", held.contains), ("Check the label for", held.check)):
        out += ["", said + ("" if found else " nothing on the lists")]
        out += [
            f"  {labels.spell([leaf], allergens)[0]}: {', '.join(names)}"
            for leaf, names in found.items()
        ]
    out += [
        "",
        "Made without " + (labels.sentence(held.without, "or") or "none of the groups"),
        "",
        "A serving holds",
    ]
    says = {row.id: row for row in (*reference.figures, *reference.vitamins)}
    for figure in [*worked.figures.values(), *worked.vitamins.values()]:
        row = says[figure.id]
        line = f"  {row.says:<22}{'at least ' if figure.at_least else '':>9}{shown(figure.value, row.places or 1):>8} {row.unit:<5}{float(figure.share):5.0%} of a day"
        out.append(
            f"{line}  trust {figure.trust}; FDC {', '.join(map(str, figure.sources))}"
            + (f"; unknown: {', '.join(figure.unknown)}" if figure.unknown else "")
        )
    missing = [row.says for row in reference.figures if row.id not in worked.figures]
    if missing:
        out.append(f"  not printed, since the main part is unknown: {', '.join(missing)}")
    out += ["", "Servings of the pattern"]
    out += [
        f"  {row.says:<22}{float(worked.patterns[row.id]):5.1f}"
        for row in reference.patterns
        if row.id in worked.patterns
    ]
    return "\n".join(out)
