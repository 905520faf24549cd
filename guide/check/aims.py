"""What the recipes offer together, held against recipes/aims.yaml.

It is counted from derived labels and figures: a recipe offers what its labels and figures say, or
its labels after one of its own swaps. Only what cannot be derived is read from its tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from guide.check.pantry import unknown_choice
from guide.check.places import AIMS_FILE, place_in, place_of_key
from guide.core.amounts import Ingredient
from guide.core.problems import Problem, counted
from guide.derive import allergens
from guide.derive.nutrition import Figure, find_nutrition, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens, FigureRow
from guide.read.recipe import Aim, Aims, Recipe

# So many of the recipes that come nearest to a missed aim are named.
NEAREST = 3


class Lack(NamedTuple):
    """What a recipe lacks of an aim: how far off it is (0 is near), and that in words."""

    distance: Fraction
    words: str


def offers(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> bool:
    """Whether an aim counts that recipe. Raises Mistake for an ingredient the pantry lacks."""
    return find_lack(recipe_file, aim, guide) is None


def aims_are_reached(guide: Guide) -> Iterator[Problem]:
    """The recipes together offer what recipes/aims.yaml promises.

    Nothing is counted while a recipe cannot be read or names an unknown ingredient.
    """
    aims = guide.aims
    if aims is None or guide.food_data is None or not _can_be_counted(guide):
        return
    yield from _missing_recipes(guide, aims)
    yield from _uneven_chapters(guide, aims)
    for number, aim in enumerate(aims.aims):
        yield from _missed_aim(guide, aim, number)


def aims_name_what_can_be_counted(guide: Guide) -> Iterator[Problem]:
    """Every aim names labels that are derived and figures that are worked out."""
    if guide.aims is None or guide.food_data is None or guide.pantry.allergens is None:
        return
    labels = [without.says for without in guide.pantry.allergens.without]
    figures = [row.id for row in guide.food_data.reference.figures]
    for number, aim in enumerate(guide.aims.aims):
        for label_number, label in enumerate(aim.without):
            if label not in labels:
                place = place_in(guide, AIMS_FILE, "aims", number, "without", label_number)
                yield unknown_choice(place, label, labels)
        for id in aim.figures:
            if id not in figures:
                place = place_of_key(guide, AIMS_FILE, ("aims", number, "figures"), id)
                yield unknown_choice(place, id, figures)


def _can_be_counted(guide: Guide) -> bool:
    """Whether every recipe was read, and the pantry knows every ingredient of them."""
    if len(guide.recipe_files) != len(guide.recipes_seen):
        return False
    for recipe_file in guide.recipe_files:
        for line in _named_ingredients(recipe_file.recipe):
            if guide.pantry.find(line.name) is None:
                return False
    return True


def _named_ingredients(recipe: Recipe) -> list[Ingredient]:
    """Every ingredient of a recipe, and of its swaps."""
    lines = list(allergens.listed_lines(recipe))
    for swap in recipe.swaps or ():
        lines.append(swap.for_)
    return lines


def _missing_recipes(guide: Guide, aims: Aims) -> Iterator[Problem]:
    count = len(guide.recipe_files)
    if count >= aims.recipes:
        return
    recipes = counted(count, "recipe")
    place = place_in(guide, AIMS_FILE, "recipes")
    what = f"the guide has {recipes}, and {aims.recipes} are promised"
    yield Problem(place, "missed-aim", what, "add recipes, or promise fewer")


def _uneven_chapters(guide: Guide, aims: Aims) -> Iterator[Problem]:
    """The chapters with fewer recipes than are meant, and as remarks those with more."""
    least, most = aims.chapter
    for chapter in guide.chapters:
        count = len(guide.chapter_recipes(chapter.folder))
        if least <= count <= most:
            continue
        # A cook who adds one recipe more than planned has made no mistake.
        has_too_many = count > most
        recipes = counted(count, "recipe")
        place = place_in(guide, AIMS_FILE, "chapter")
        what = f'the chapter "{chapter.folder}" has {recipes}, where {least} to {most} are meant'
        fix = f"add recipes to recipes/{chapter.folder}/"
        if has_too_many:
            fix = f"move recipes out of recipes/{chapter.folder}/"
        yield Problem(place, "missed-aim", what, fix, remark=has_too_many)


def _missed_aim(guide: Guide, aim: Aim, number: int) -> Iterator[Problem]:
    """The aim when fewer recipes reach it than are wanted, with those that come nearest."""
    lacking: list[tuple[Fraction, str, str]] = []
    for recipe_file in guide.recipe_files:
        lack = find_lack(recipe_file, aim, guide)
        if lack is not None:
            entry = f"{recipe_file.slug} ({lack.words})"
            lacking.append((lack.distance, recipe_file.path, entry))
    count = len(guide.recipe_files) - len(lacking)
    if count >= aim.recipes:
        return
    lacking.sort()
    nearest = "; ".join(entry for _, _, entry in lacking[:NEAREST])
    recipes = counted(count, "recipe")
    place = place_in(guide, AIMS_FILE, "aims", number, "says")
    what = f"{aim.says}: {recipes}, and {aim.recipes} are wanted"
    yield Problem(place, "missed-aim", what, f"the nearest: {nearest}")


def find_lack(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> Lack | None:
    """What a recipe lacks most of an aim; None when the aim counts it.

    Raises Mistake for an ingredient that the pantry does not know.
    """
    recipe = recipe_file.recipe
    lacks = [
        _lacks_label(recipe_file, aim, guide),
        _lacks_figure(recipe_file, aim, guide),
        _takes_too_long(recipe, aim),
        _lacks_tag(recipe, aim),
        _does_not_keep(recipe, aim),
    ]
    return max((lack for lack in lacks if lack is not None), default=None)


def _lacks_label(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> Lack | None:
    """What a recipe contains that it is to be made without, when none of its swaps helps."""
    pantry = guide.pantry
    if not aim.without or pantry.allergens is None:
        return None
    wanted = set(aim.without)

    def find() -> tuple[tuple[str, ...], ...]:
        return tuple(_labels_of(recipe_file.recipe, pantry))

    # Every aim asks for the same labels, and so does the next guide with this recipe.
    labels = pantry.memo.once(("labels with swaps", recipe_file), find)
    if any(wanted.issubset(without) for without in labels):
        return None
    listed = allergens.listed_lines(recipe_file.recipe)
    leaves = _leaves_of(wanted, pantry.allergens)
    names = _names_with(leaves, listed, pantry)
    words = allergens.sentence(names)
    return Lack(Fraction(len(names)), f"needs a swap for {words}")


def _labels_of(recipe: Recipe, pantry: Pantry) -> Iterator[tuple[str, ...]]:
    """What a recipe is made without: as it is listed, and with each of its swaps."""
    yield allergens.derive(allergens.listed_lines(recipe), pantry).without
    for swap in recipe.swaps or ():
        yield allergens.derive(allergens.swapped(recipe, swap, pantry), pantry).without


def _leaves_of(wanted: set[str], known: Allergens) -> set[str]:
    """The allergens that a dish made without those has none of."""
    leaves: set[str] = set()
    for without in known.without:
        if without.says in wanted:
            leaves.update(without.leaves)
    return leaves


def _names_with(leaves: set[str], lines: Iterable[Ingredient], pantry: Pantry) -> list[str]:
    """The printed names of the items that contain those allergens or may do so, each once."""
    names: list[str] = []
    for line in lines:
        _, item = pantry.require(line)
        name = item.names[0]
        held = {*item.contains, *item.check}
        if name not in names and not held.isdisjoint(leaves):
            names.append(name)
    return names


def _lacks_figure(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> Lack | None:
    """By how much a serving misses the figure of the aim that it comes nearest to."""
    food_data = guide.food_data
    if not aim.figures or food_data is None:
        return None
    rows = {row.id: row for row in food_data.reference.figures}
    nutrition = find_nutrition(recipe_file, guide)
    best_share = Fraction(0)
    best_words = "no such figure"
    # Of equal shares the last id in the alphabet is named.
    for id, least in sorted(aim.figures.items()):
        row = rows.get(id)
        if row is None:
            continue
        figure = nutrition.figures.get(id)
        # What could be unknown to a tenth or more is not counted, however much of it is known.
        amount = figure.value if figure else Fraction(0)
        share = amount / least
        if share >= best_share:
            best_share = share
            best_words = _say_how_near(row, figure, least)
    if best_share >= 1:
        return None
    return Lack(1 - best_share, best_words)


def _say_how_near(row: FigureRow, figure: Figure | None, least: Fraction) -> str:
    if figure is None:
        return f"{row.says} is not worked out"
    return f"{shown(figure.value, 2)} of {shown(least, 2)} {row.unit} of {row.says}"


def _minutes_of_work(recipe: Recipe) -> int:
    if recipe.time.prep is None:
        return 0
    return recipe.time.prep.high


def _takes_too_long(recipe: Recipe, aim: Aim) -> Lack | None:
    work = _minutes_of_work(recipe)
    if aim.prep is None or work <= aim.prep:
        return None
    return Lack(Fraction(work - aim.prep), f"takes {work} min of work")


def _lacks_tag(recipe: Recipe, aim: Aim) -> Lack | None:
    tags = recipe.tags or ()
    if aim.tag is None or aim.tag in tags:
        return None
    # A dish with little work is the likeliest to deserve a tag.
    work = _minutes_of_work(recipe)
    return Lack(Fraction(work), f"has no tag {aim.tag}, {work} min of work")


def _does_not_keep(recipe: Recipe, aim: Aim) -> Lack | None:
    if aim.keeps is None:
        return None
    keeps = recipe.keeps
    if keeps is not None:
        times = {"fridge": keeps.fridge, "freezer": keeps.freezer}
        if times[aim.keeps]:
            return None
    return Lack(Fraction(1), f"does not say how long it keeps in the {aim.keeps}")
