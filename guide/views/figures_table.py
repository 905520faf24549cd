"""Every figure of every recipe, as the table at the end of the book has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from guide.core import amounts
from guide.core.heats import NBSP
from guide.core.typesetting import typeset
from guide.derive.allergens import sentence
from guide.derive.nutrition import Figure, Nutrition, find_nutrition, is_trace, servings, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow, Reference
from guide.read.recipe import Chapter
from guide.views.book import address
from guide.views.checked import food_data_of

AT_LEAST = "≥"
ENERGY = "energy"


@dataclass(frozen=True)
class HeldView:
    """All figures of one serving of a dish, as printed; `one` says of what, if of no serving.

    `figures` are "fibre 9 g", `vitamins` "iron 31%", `unknown` is what is not known, and why.
    """

    title: str
    address: str
    recipe_file: RecipeFile
    one: str
    figures: tuple[str, ...]
    vitamins: tuple[str, ...]
    unknown: tuple[str, ...]


def view_day(guide: Guide) -> str:
    """What a day's intake is taken to be, of each figure: 2,000 kcal, protein 50 g."""
    days = []
    for row in food_data_of(guide).reference.figures:
        name = "" if row.id == ENERGY else f"{_name(row)}{NBSP}"
        amount = f"{float(row.day):,.2f}".rstrip("0").rstrip(".")
        days.append(f"{name}{amount}{NBSP}{row.unit}")
    return sentence(days)


def view_figures(guide: Guide) -> tuple[tuple[Chapter, tuple[HeldView, ...]], ...]:
    """The figures of all recipes, chapter by chapter."""
    return guide.memo.once(("figures of all",), lambda: tuple(_view_chapters(guide)))


def _view_chapters(guide: Guide) -> Iterator[tuple[Chapter, tuple[HeldView, ...]]]:
    for chapter in guide.chapters:
        recipe_files = guide.chapter_recipes(chapter.folder)
        yield chapter, tuple(_view_held(recipe_file, guide) for recipe_file in recipe_files)


def _view_held(recipe_file: RecipeFile, guide: Guide) -> HeldView:
    reference = food_data_of(guide).reference
    worked = find_nutrition(recipe_file, guide)
    figures = dict(_printed(reference.figures, worked.figures))
    return HeldView(
        title=typeset(recipe_file.recipe.title),
        address=address(recipe_file),
        recipe_file=recipe_file,
        one=_name_one(recipe_file),
        figures=tuple(figures.values()),
        vitamins=tuple(_vitamins(reference, worked)),
        unknown=tuple(_unknown(reference, worked, figures)),
    )


def _name_one(recipe_file: RecipeFile) -> str:
    """What the figures are for one of, where that is no plain serving: 1 of 12 cookies."""
    serves = recipe_file.recipe.serves
    if not serves.noun and not serves.high:
        return ""
    count = amounts.mixed(servings(recipe_file.recipe))
    return f"1 of {count} {serves.noun or 'servings'}"


def _printed(rows: Iterable[FigureRow], figures: dict[str, Figure]) -> Iterator[tuple[str, str]]:
    """The figures that are worth printing, by their ids."""
    for row in rows:
        figure = figures.get(row.id)
        if figure is None or figure.share is None:
            continue
        is_little = figure.share * 100 < row.least
        is_hardly_known = figure.at_least and is_trace(figure.value, row.places)
        if not is_little and not is_hardly_known:
            yield row.id, _spell(row, figure)


def _spell(row: FigureRow, figure: Figure) -> str:
    """A figure with its unit: fibre ≥ 9 g. Energy says by its unit what it is."""
    said = [] if row.id == ENERGY else [_name(row)]
    if figure.at_least:
        said.append(AT_LEAST)
    value = shown(figure.value, row.places).replace(" ", NBSP)
    said += [value, row.unit]
    return NBSP.join(said)


def _name(row: FigureRow) -> str:
    """Small, as within a line, but for what is short for something."""
    words = row.says.split()
    if words[0].istitle() and "-" not in words[0]:
        words[0] = words[0].lower()
    return NBSP.join(words)


def _vitamins(reference: Reference, worked: Nutrition) -> Iterator[str]:
    """The vitamins and minerals, the largest share of a day first."""
    found = []
    for row in reference.vitamins:
        figure = worked.vitamins.get(row.id)
        if figure is not None and figure.share is not None:
            found.append((-figure.share, row, figure))
    found.sort(key=lambda one: one[0])
    for _, row, figure in found:
        said = [row.says.replace(" ", NBSP)]
        if figure.at_least:
            said.append(AT_LEAST)
        said.append(f"{round((figure.share or Fraction(0)) * 100)}%")
        yield NBSP.join(said)


def _unknown(reference: Reference, worked: Nutrition, printed: dict[str, str]) -> Iterator[str]:
    """What is not known of what every recipe should have, and why, once for each reason."""
    names: dict[str, list[str]] = {}
    for row in reference.figures:
        if row.id in printed or row.least:
            continue
        withheld = worked.withheld.get(row.id)
        reasons = ", ".join(withheld.reasons) if withheld else ""
        names.setdefault(reasons, []).append(row.says.lower())
    for reasons, figures in names.items():
        why = f" ({reasons})" if reasons else ""
        yield typeset(f"{sentence(figures)}{why}")
