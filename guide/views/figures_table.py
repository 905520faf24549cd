"""Every figure of every recipe, as the table at the end of the book has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
UNKNOWN_FIGURE = "?"
ENERGY = "energy"
# In a narrow column "under 1" is written as a sign.
_UNDER, LESS_THAN = "under ", "< "
_VITAMIN = "vitamin "


# Minus the share of a day, so that the largest comes first; the name; whether it is at least that.
_Share = tuple[Fraction, str, bool]


@dataclass(frozen=True)
class HeldView:
    """All figures of one serving of a dish, as printed; `one` says of what, if of no serving.

    `figures` are those that every dish has, "9", "≥ 9" or "?" where nobody knows; `others` are
    what it is worth eating for, the vitamins first: "vitamin K 31%", "C 20%".
    """

    title: str
    address: str
    recipe_file: RecipeFile = field(repr=False)
    one: str
    figures: tuple[str, ...]
    others: tuple[str, ...]


def view_columns(guide: Guide) -> tuple[tuple[str, str], ...]:
    """The names and the units of the figures that every dish has."""
    columns = []
    for row in _columns(guide):
        columns.append((row.says, row.unit))
    return tuple(columns)


def _columns(guide: Guide) -> list[FigureRow]:
    """The figures that every dish is to have, however little it holds."""
    return [row for row in food_data_of(guide).reference.figures if not row.least]


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
    figures = [_spell_cell(row, worked.figures.get(row.id)) for row in _columns(guide)]
    named = [row for row in reference.figures if row.least]
    return HeldView(
        title=typeset(recipe_file.recipe.title),
        address=address(recipe_file),
        recipe_file=recipe_file,
        one=_name_one(recipe_file),
        figures=tuple(figures),
        others=(*_printed(named, worked.figures), *_vitamins(reference, worked)),
    )


def _spell_cell(row: FigureRow, figure: Figure | None) -> str:
    """A figure without its unit; what is hardly known is not known."""
    if figure is None or (figure.at_least and is_trace(figure.value, row.places)):
        return UNKNOWN_FIGURE
    value = shown(figure.value, row.places).replace(_UNDER, LESS_THAN).replace(" ", NBSP)
    return f"{AT_LEAST}{NBSP}{value}" if figure.at_least else value


def _name_one(recipe_file: RecipeFile) -> str:
    """What the figures are for one of, where that is no plain serving: 1 of 12 cookies."""
    serves = recipe_file.recipe.serves
    if not serves.noun and not serves.high:
        return ""
    count = amounts.mixed(servings(recipe_file.recipe))
    return f"1 of {count} {serves.noun or 'servings'}"


def _printed(rows: Iterable[FigureRow], figures: dict[str, Figure]) -> Iterator[str]:
    """The figures of which a dish holds enough to be worth printing."""
    for row in rows:
        figure = figures.get(row.id)
        if figure is None or figure.share is None:
            continue
        is_little = figure.share * 100 < row.least
        is_hardly_known = figure.at_least and is_trace(figure.value, row.places)
        if not is_little and not is_hardly_known:
            yield _spell(row, figure)


def _spell(row: FigureRow, figure: Figure) -> str:
    """A figure with its name and unit: omega-3 ALA ≥ 1.2 g."""
    said = [_name(row)]
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
    """The vitamins that are letters, then the others and the minerals, the largest share first.

    The word "vitamin" stands before the first letter only.
    """
    letters: list[_Share] = []
    others: list[_Share] = []
    for row in reference.vitamins:
        figure = worked.vitamins.get(row.id)
        if figure is None or figure.share is None:
            continue
        is_letter = row.says.startswith(_VITAMIN)
        entries = letters if is_letter else others
        entries.append((-figure.share, row.says.removeprefix(_VITAMIN), figure.at_least))
    for number, (share, name, at_least) in enumerate(sorted(letters) + sorted(others)):
        said = [f"{_VITAMIN}{name}" if letters and number == 0 else name]
        if at_least:
            said.append(AT_LEAST)
        said.append(f"{round(-share * 100)}%")
        yield NBSP.join(said).replace(" ", NBSP)
