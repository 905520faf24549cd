"""What the recipes offer together, counted from derived labels and figures and held against recipes/aims.yaml.

A recipe offers what its labels and figures say, or its labels after one of its own swaps; only what cannot be derived
is read from its tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from guide.core.problems import Problem, counted
from guide.derive import allergens
from guide.derive.nutrition import find_nutrition, shown
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import FigureRow
from guide.read.recipe import Aim
from guide.read.yaml_nodes import locate

NEAREST = 3


def offers(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> bool:
    """Whether a recipe is one of those an aim counts. Raises Mistake for an ingredient the pantry does not know."""
    return _wanting(recipe_file, aim, guide) is None


def missed(guide: Guide) -> Iterator[Problem]:
    """Every aim that fewer recipes reach than are promised, with those that come nearest; nothing while a recipe cannot be read."""
    aims, node = guide.aims, guide.nodes.get("recipes/aims.yaml")
    whole = len(guide.recipe_files) == len(guide.recipes_seen) and all(
        guide.pantry.find(line.name)
        for recipe_file in guide.recipe_files
        for line in _named(recipe_file)
    )
    if not aims or not guide.food_data or not whole:
        return
    if len(guide.recipe_files) < aims.recipes:
        yield Problem(
            locate(node, ("recipes",)).place,
            "missed-aim",
            f"the guide has {counted(len(guide.recipe_files), 'recipe')}, and {aims.recipes} are promised",
            "add recipes, or promise fewer",
        )
    least, most = aims.chapter
    for chapter in guide.chapters:
        count = len(guide.chapter_recipes(chapter.folder))
        if not least <= count <= most:
            # A cook who adds one more than planned has made no mistake.
            yield Problem(
                locate(node, ("chapter",)).place,
                "missed-aim",
                f'the chapter "{chapter.folder}" has {counted(count, "recipe")}, where {least} to {most} are meant',
                f"{'add recipes to' if count < least else 'move recipes out of'} recipes/{chapter.folder}/",
                remark=count > most,
            )
    for number, aim in enumerate(aims.aims):
        wanting = {
            recipe_file: found
            for recipe_file in guide.recipe_files
            if (found := _wanting(recipe_file, aim, guide))
        }
        count = len(guide.recipe_files) - len(wanting)
        if count < aim.recipes:
            near = sorted(wanting.items(), key=lambda row: (row[1][0], row[0].path))[:NEAREST]
            yield Problem(
                locate(node, ("aims", number, "says")).place,
                "missed-aim",
                f"{aim.says}: {counted(count, 'recipe')}, and {aim.recipes} are wanted",
                f"the nearest: {'; '.join(f'{recipe_file.slug} ({what})' for recipe_file, (_, what) in near)}",
            )


def _named(recipe_file: RecipeFile):
    return (
        *allergens.listed_lines(recipe_file.recipe),
        *(swap.for_ for swap in recipe_file.recipe.swaps or ()),
    )


def _wanting(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> tuple[Fraction, str] | None:
    """What a recipe lacks of an aim: how far off it is (0 is near) and in words; None when it lacks nothing."""
    found = [
        what
        for what in (
            _held(recipe_file, aim, guide),
            _short(recipe_file, aim, guide),
            _slow(recipe_file, aim),
            _untagged(recipe_file, aim),
            _unkept(recipe_file, aim),
        )
        if what
    ]
    return max(found) if found else None


def _held(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> tuple[Fraction, str] | None:
    if not aim.without:
        return None
    pantry, recipe = guide.pantry, recipe_file.recipe
    made = [
        allergens.listed_lines(recipe),
        *(allergens.swapped(recipe, swap, pantry) for swap in recipe.swaps or ()),
    ]
    if any(set(aim.without) <= set(allergens.derive(lines, pantry).without) for lines in made):
        return None
    leaves = {
        leaf for one in pantry.allergens.without if one.says in aim.without for leaf in one.leaves
    }
    items = [pantry.require(line)[1] for line in allergens.listed_lines(recipe)]
    names = list(
        dict.fromkeys(
            item.names[0] for item in items if leaves.intersection((*item.contains, *item.check))
        )
    )
    return Fraction(len(names)), f"needs a swap for {allergens.sentence(names)}"


def _short(recipe_file: RecipeFile, aim: Aim, guide: Guide) -> tuple[Fraction, str] | None:
    if not aim.figures:
        return None
    rows = {row.id: row for row in guide.food_data.reference.figures}
    held = {id: _known(recipe_file, rows[id], guide) for id in aim.figures if id in rows}
    share, id = max(
        ((held[id] / least, id) for id, least in aim.figures.items() if id in held),
        default=(Fraction(0), ""),
    )
    if share >= 1:
        return None
    return (
        1 - share,
        f"{shown(held[id], 2)} of {shown(aim.figures[id], 2)} {rows[id].unit} of {rows[id].says}"
        if id
        else "no such figure",
    )


def _known(recipe_file: RecipeFile, row: FigureRow, guide: Guide) -> Fraction:
    """The least a serving holds: what is known of it, even where too much is unknown to print a figure."""
    total = Fraction(0)
    worked = find_nutrition(recipe_file, guide)
    for part in worked.parts:
        facts = guide.food_data.facts.get(part.row)
        values = (
            [facts.values.get(column) for column in row.from_] if facts and part.grams else [None]
        )
        if None not in values:
            total += part.hundreds * sum(
                value * factor for value, factor in zip(values, row.from_.values())
            )
    return total / worked.servings


def _slow(recipe_file: RecipeFile, aim: Aim) -> tuple[Fraction, str] | None:
    work = recipe_file.recipe.time.prep.high if recipe_file.recipe.time.prep else 0
    return (
        (Fraction(work - aim.prep), f"takes {work} min of work")
        if aim.prep is not None and work > aim.prep
        else None
    )


def _untagged(recipe_file: RecipeFile, aim: Aim) -> tuple[Fraction, str] | None:
    if not aim.tag or aim.tag in (recipe_file.recipe.tags or ()):
        return None
    work = recipe_file.recipe.time.prep.high if recipe_file.recipe.time.prep else 0
    return Fraction(work), f"has no tag {aim.tag}, {work} min of work"


def _unkept(recipe_file: RecipeFile, aim: Aim) -> tuple[Fraction, str] | None:
    kept = (
        getattr(recipe_file.recipe.keeps, aim.keeps)
        if aim.keeps and recipe_file.recipe.keeps
        else None
    )
    return (
        (Fraction(1), f"does not say how long it keeps in the {aim.keeps}")
        if aim.keeps and not kept
        else None
    )
