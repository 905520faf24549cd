"""What must hold of one recipe as it is cooked and eaten.

Its lines, its method, its labels and its figures; what is safe is in `food_safety`. A check here
may look at its recipe, the pantry, the brand and the chapters, and at nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guide.check.allergen_texts import (
    TextScanner,
    describe_unlisted,
    find_line_texts,
    find_unlisted_foods,
    tell_unknown_once,
)
from guide.check.oven import Inferred, find_heat_mistakes
from guide.check.places import ListedLine, NodePath, find_lines, find_texts
from guide.check.proportions import (
    LineGrams,
    describe_haste,
    describe_misfit,
    describe_unusual_salt,
    find_least_minutes,
    find_unusual_amounts,
)
from guide.core import amounts
from guide.core.amounts import Ingredient, type_number
from guide.core.problems import Mistake, Place, Problem, did_you_mean, with_fix
from guide.core.typesetting import words
from guide.derive import allergens
from guide.derive.ingredient_use import MethodReading, Unlisted, find_displaced, read_method
from guide.derive.method_language import MethodLanguage
from guide.derive.nutrition import (
    JUICED,
    PIECES,
    TO_TASTE,
    Nutrition,
    find_nutrition,
    servings,
    shown,
    unit_of,
    weigh,
)
from guide.read.food_data import FoodData
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import MethodWords, Ratios
from guide.read.recipe import Recipe

# Of a recipe with fewer tenths of its weight in figures, salt is not judged, and a remark says so.
LEAST_KNOWN = 9
# The measures of a food that a fix offers before any other.
_SPOONS = ("tbsp", "tsp")
# "1–1", from and to the same number.
_SAME_ENDS = re.compile(r"(?<![\d.,/])([\d.,/]+)–\1(?![\d.,/])")
# From this number on it was probably meant as grams; below it, a fix gives an example.
LEAST_LIKELY_GRAMS = 20
SOME_GRAMS = "200"


def sources_have_given_leave(guide: Guide) -> Iterator[Problem]:
    """Somebody asks whether a recipe that another person wrote may be published."""
    for recipe_file in guide.recipe_files:
        source = recipe_file.recipe.source
        if source is None or source.permission is not None:
            continue
        what = f"nothing says that {source.from_} lets this recipe be published"
        fix = "ask, then add under source: permission: by e-mail of 2026-03-08"
        yield Problem(recipe_file.place("source", "from"), "rights", what, fix, remark=True)


@dataclass(frozen=True)
class _Passage:
    """A text of a recipe and where it stands.

    `steps` is the way down to its node, `offset` the character of that node with which it begins;
    -1 when it stands in several places of a `line`.
    `allergens` are those that the foods it names may bring.
    """

    steps: NodePath
    offset: int
    text: str
    allergens: frozenset[str]
    line: str = ""

    def place(self, recipe_file: RecipeFile, start: int, end: int) -> Place:
        """Where those characters stand in the file."""
        if self.offset < 0:
            # A preparation that was put together from brackets and what follows the name.
            at = max(self.line.rfind(self.text[start:end]), 0)
            return recipe_file.place(*self.steps, at=at, width=end - start)
        return recipe_file.place(*self.steps, at=self.offset + start, width=end - start)


# Lines


def _list_own_lines(recipe_file: RecipeFile) -> list[ListedLine]:
    """The lines of the dish itself, without those of swaps and of what it is served with."""
    return [line for line in find_lines(recipe_file) if line.field == "ingredients"]


def _is_known(recipe_file: RecipeFile, pantry: Pantry) -> bool:
    """Whether the pantry has every ingredient of a recipe; the others are another check's."""
    return all(pantry.find(line.ingredient.name) for line in find_lines(recipe_file))


def _find_known_recipes(guide: Guide) -> Iterator[RecipeFile]:
    """The recipes of which the pantry has every ingredient."""
    for recipe_file in guide.recipe_files:
        if _is_known(recipe_file, guide.pantry):
            yield recipe_file


def _find_key(name: str, pantry: Pantry) -> str | None:
    """The item of that name, or None."""
    found = pantry.find(name)
    return found[0] if found else None


def _place_name(recipe_file: RecipeFile, line: ListedLine) -> Place:
    """Where the name of an ingredient stands."""
    name_at = line.ingredient.name_at
    width = line.ingredient.name_end - name_at
    return recipe_file.place(*line.steps, at=name_at, width=width)


def _name_remark(
    recipe_file: RecipeFile, line: ListedLine, id: str, what: str, fix: str
) -> Problem:
    """A remark at the name of an ingredient."""
    place = _place_name(recipe_file, line)
    return Problem(place, id, what, fix, remark=True)


def ingredients_are_in_the_pantry(guide: Guide) -> Iterator[Problem]:
    """Every ingredient, in groups, swaps and serving ideas too, is a pantry item by a name."""
    if not guide.pantry.items:
        return
    for recipe_file in guide.recipe_files:
        for line in find_lines(recipe_file):
            try:
                guide.pantry.require(line.ingredient)
            except Mistake as mistake:
                place = recipe_file.place(*line.steps, at=mistake.at, width=mistake.width)
                yield Problem(place, mistake.id, mistake.what, mistake.fix)


def swaps_are_of_this_recipe(guide: Guide) -> Iterator[Problem]:
    """What a swap takes out is an ingredient of the recipe."""
    if not guide.pantry.items:
        return
    for recipe_file in guide.recipe_files:
        lines = [line.ingredient for line in _list_own_lines(recipe_file)]
        names = [line.name for line in lines]
        some_names = ", ".join(names[:4])
        for number, swap in enumerate(recipe_file.recipe.swaps or ()):
            name = swap.swap
            if allergens.find_swapped_key(name, lines, guide.pantry) is not None:
                continue
            place = recipe_file.place("swaps", number, "swap")
            what = f'"{name}" is not an ingredient of this recipe'
            fix = did_you_mean(name, names, f"name one of: {some_names}, …")
            yield Problem(place, "swap-stranger", what, fix)


def groups_keep_their_lines(guide: Guide) -> Iterator[Problem]:
    """No loose ingredient follows a group: on the page it would be read as part of it."""
    for recipe_file in guide.recipe_files:
        after_group = False
        for number, entry in enumerate(recipe_file.recipe.ingredients):
            if isinstance(entry, dict):
                after_group = True
            elif after_group:
                place = recipe_file.place("ingredients", number)
                what = "this line would be read as part of the group above it"
                fix = (
                    "write it two spaces further in to make it part of that group, "
                    "or move it before the first group"
                )
                is_line = place.source.lstrip().startswith("- ")
                yield Problem(place, "group", what, with_fix(place, fix) if is_line else fix)


def amounts_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """No amount is so small, and no range so narrow, that rounding makes nothing of it."""
    for recipe_file in guide.recipe_files:
        for line in find_lines(recipe_file):
            ingredient = line.ingredient
            name = ingredient.name
            shown = amounts.printed(
                ingredient, guide.pantry.grams_in_cup(name), guide.pantry.pours(name)
            )
            lost = [measure for measure in shown if _rounds_to_nothing(measure)]
            if not lost:
                continue
            text = ingredient.text[: ingredient.name_at].strip()
            place = recipe_file.place(*line.steps, at=0, width=len(text))
            what = f'"{text}" would be printed as "{lost[0]}"'
            yield Problem(place, "amount", what, _say_larger(ingredient))


def _rounds_to_nothing(measure: str) -> bool:
    """Whether a measure as printed says 0, or a range from a number to the same."""
    says_nothing = "0" in measure and "0" in words(measure)
    return says_nothing or _SAME_ENDS.search(measure) is not None


def _say_larger(ingredient: Ingredient) -> str:
    """What to write for an amount that is too small to be printed."""
    unit, amount = ingredient.unit, ingredient.amount
    if unit is not None and amount is not None and unit.kind != "count" and not ingredient.size:
        small = "g" if unit.kind == "mass" else "ml"
        total = amount.times(unit.holds)
        said = amounts.decimal(total.low)
        if total.high is not None:
            said = f"{said}–{amounts.decimal(total.high)}"
        if not _rounds_to_nothing(said):
            return f'write "{said} {small}"'
    return 'write "a pinch of" or "a drop of" before its name, or leave the line out'


def numbers_have_a_unit(guide: Guide) -> Iterator[Problem]:
    """A line that gives a number and no unit is of a food that is counted in pieces.

    "2 extra-virgin olive oil" could be spoons or bottles. A food is counted when
    pantry/measures.csv has the weight of a piece, or when its item says so.
    """
    if guide.food_data is None:
        return
    for recipe_file in guide.recipe_files:
        for line in find_lines(recipe_file):
            ingredient = line.ingredient
            if ingredient.amount is None or ingredient.size or ingredient.others:
                continue
            found = guide.pantry.find(ingredient.name)
            if found is None or unit_of(ingredient, guide.pantry):
                continue
            if _is_counted_by_name(ingredient.name, guide.pantry):
                continue
            if found.item.counted or _has_a_piece(found.key, guide.pantry, guide.food_data):
                continue
            width = ingredient.name_end
            place = recipe_file.place(*line.steps, at=0, width=width)
            what = f'"{ingredient.text[:width]}" has no unit, and nobody counts it in pieces'
            fix = _offer_unit(ingredient, found.key, guide.pantry, guide.food_data)
            yield Problem(place, "missing-unit", what, fix)


def _has_a_piece(key: str, pantry: Pantry, food_data: FoodData) -> bool:
    """Whether somebody has weighed a piece of it, of whatever size."""
    pieces = (*PIECES, *pantry.units.describing, f"{PIECES[0]} {JUICED}", "zest")
    return any((key, piece) in food_data.measures for piece in pieces)


def _is_counted_by_name(name: str, pantry: Pantry) -> bool:
    """Whether a name says itself what is counted: 2 celery sticks, 12 sage leaves."""
    unit = pantry.units.get(name.split()[-1])
    return unit is not None and unit.kind == "count"


def _offer_unit(ingredient: Ingredient, key: str, pantry: Pantry, food_data: FoodData) -> str:
    """What to write instead: the first of its own measures, or grams."""
    amount = ingredient.amount
    figures = [amount.low, amount.high] if amount else []
    number = "–".join(type_number(value, None) for value in figures if value is not None)
    name = ingredient.name
    if ingredient.preparation:
        name = f"{name}, {ingredient.preparation}"
    unit = _find_measure(ingredient, key, pantry, food_data)
    if unit:
        return f'write the unit, such as "{number} {unit} {name}"'
    if ingredient.amount and ingredient.amount.low < LEAST_LIKELY_GRAMS:
        number = SOME_GRAMS
    return f'write how much in grams, such as "{number} g {name}"'


def _find_measure(ingredient: Ingredient, key: str, pantry: Pantry, food_data: FoodData) -> str:
    """A spoon, or else a counted unit, that the food has a weight for; or ""."""
    for spoon in _SPOONS:
        if (key, spoon) in food_data.measures:
            return spoon
    plurals = {unit.name: name for name, unit in pantry.units.by_name.items()}
    for item, measure in food_data.measures:
        unit = pantry.units.get(measure)
        if item == key and unit and unit.kind == "count":
            is_one = ingredient.amount is not None and ingredient.amount.most <= 1
            return measure if is_one else plurals[measure]
    return ""


# The method


def _get_language(words: MethodWords, guide: Guide) -> MethodLanguage:
    """The patterns for the guide's words, made once for its pantry."""
    return guide.pantry.memo.once_of("method language", (words,), lambda: MethodLanguage(words))


def _get_reading(recipe_file: RecipeFile, words: MethodWords, guide: Guide) -> MethodReading:
    """A recipe's method read through, once for the checks that ask."""

    def read() -> MethodReading:
        foods = _get_language(words, guide).foods
        return read_method(recipe_file.recipe, guide.pantry, foods)

    return guide.memo.once(("method reading", recipe_file.path), read)


def ingredients_are_used_in_their_order(guide: Guide) -> Iterator[Problem]:
    """Each ingredient is used by a step.

    A remark: it is listed, within its group, after one that is used later.
    """
    words = guide.method_words
    if not words:
        return
    for recipe_file in _find_known_recipes(guide):
        lines = _list_own_lines(recipe_file)
        uses = _get_reading(recipe_file, words, guide).uses
        keys = [_find_key(line.ingredient.name, guide.pantry) for line in lines]
        for line, key, step in zip(lines, keys, uses, strict=True):
            if step is None:
                yield _describe_unused(recipe_file, line, keys.count(key))
        start = 0
        for _, group in recipe_file.recipe.groups:
            end = start + len(group)
            yield from _find_out_of_order(recipe_file, lines[start:end], uses[start:end])
            start = end


def _describe_unused(recipe_file: RecipeFile, line: ListedLine, times: int) -> Problem:
    """The problem of a line no step uses; its food stands on so many lines."""
    ingredient = line.ingredient
    what = f'no step uses "{ingredient.name}"'
    if times > 1:
        what = f'"{ingredient.name}" stands on {times} lines, and no step uses this one'
    if ingredient.amount is None:
        to_say = f'"Season with {ingredient.name}"'
    elif times == 1:
        to_say = f'"Add the {ingredient.name}"'
    else:
        measure = ingredient.text[: ingredient.name_at].strip()
        to_say = f'"Add the {measure} of {ingredient.name}"'
    fix = f"say in a step where it goes, such as {to_say}, or delete the line"
    # It is inferred from words: the two cheeses are a food that nobody named.
    return Problem(_place_name(recipe_file, line), "unused-ingredient", what, fix, remark=True)


def _find_out_of_order(
    recipe_file: RecipeFile, lines: Sequence[ListedLine], uses: Sequence[int | None]
) -> Iterator[Problem]:
    """Remarks on the lines of one group that are listed after one that is used later."""
    known_uses = [step for step in uses if step is not None]
    if len(known_uses) < len(uses):
        return
    for number, before in find_displaced(known_uses):
        line = lines[number]
        if before < len(lines):
            where = f'above "{lines[before].ingredient.text}"'
        else:
            where = f'below "{lines[-1].ingredient.text}"'
        name = line.ingredient.name
        step = known_uses[number] + 1
        what = f'"{name}" is first used in step {step}, so its place is {where}'
        yield _name_remark(recipe_file, line, "out-of-order", what, f"move this line {where}")


def what_is_used_is_listed(guide: Guide) -> Iterator[Problem]:
    """Every food that a step or a preparation uses stands among the ingredients.

    One that brings an allergen is a problem of another kind.
    """
    words = guide.method_words
    if not words:
        return
    for recipe_file in _find_known_recipes(guide):
        for unlisted in _get_reading(recipe_file, words, guide).unlisted:
            passage = _find_passage(recipe_file, unlisted, guide.pantry)
            word = passage.text[unlisted.start : unlisted.end]
            if _is_missing_allergen(word, passage, guide.pantry):
                continue
            place = passage.place(recipe_file, unlisted.start, unlisted.end)
            what = f'"{word}" is used here, but no ingredient line has it'
            fix = (
                "list it among the ingredients; if it only goes with the dish, write it under "
                "serve_with:; if no food is meant, nothing need change"
            )
            # It is inferred from words, and labels do not hang on it: a cook is not stopped.
            yield Problem(place, "unlisted-ingredient", what, fix, remark=True)


def _find_passage(recipe_file: RecipeFile, unlisted: Unlisted, pantry: Pantry) -> _Passage:
    """The text in which something unlisted is used."""
    kind, number = unlisted.where
    held = _find_held(recipe_file, pantry)
    if kind == "method":
        return _Passage(("method", number), 0, recipe_file.recipe.method[number], held)
    field = "swaps" if kind == "swap" else "ingredients"
    lines = [line for line in find_lines(recipe_file) if line.field == field]
    return _find_preparation(lines[number], held, pantry)


def _find_preparation(line: ListedLine, held: frozenset[str], pantry: Pantry) -> _Passage:
    """What a line says is done to its food.

    The line may be a swap's and bring more allergens than the recipe holds.
    """
    ingredient = line.ingredient
    _, item = pantry.require(ingredient)
    return _Passage(
        steps=line.steps,
        offset=ingredient.text.rfind(ingredient.preparation),
        text=ingredient.preparation,
        allergens=held.union(item.contains),
        line=ingredient.text,
    )


def _find_held(recipe_file: RecipeFile, pantry: Pantry) -> frozenset[str]:
    """The allergens a recipe holds, without those of its swaps."""
    if not pantry.allergens:
        return frozenset()
    labels = allergens.derive(allergens.listed_lines(recipe_file.recipe), pantry)
    return frozenset(labels.contains)


def _is_missing_allergen(word: str, passage: _Passage, pantry: Pantry) -> bool:
    """Whether a food brings an allergen that its text does not account for.

    That is a problem of another kind.
    """
    key = pantry.by_name.get(word.lower())
    if not key or not pantry.allergens:
        return False
    return not passage.allergens.issuperset(pantry.items[key].contains)


def the_oven_is_hot_in_time(guide: Guide) -> Iterator[Problem]:
    """An oven or a grill is heated before it is used, to a heat that is said, and for something."""
    words = guide.method_words
    if not words:
        return
    language = _get_language(words, guide).heat
    for recipe_file in guide.recipe_files:
        for step, mistake in find_heat_mistakes(recipe_file.recipe.method, language):
            place = recipe_file.place("method", step, at=mistake.at, width=mistake.width)
            is_inferred = isinstance(mistake, Inferred)
            yield Problem(place, mistake.id, mistake.what, mistake.fix, remark=is_inferred)


# Tags and texts


def tags_are_borne_out(guide: Guide) -> Iterator[Problem]:
    """A recipe for a low-energy day says so in a note, and one of one pan sends for no second."""
    words = guide.method_words
    if not words:
        return
    language = _get_language(words, guide)
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        seen = set()
        for number, tag in enumerate(recipe.tags or ()):
            if tag == "low-energy":
                yield from _check_low_energy(recipe_file, number, language)
            if tag == "one-pan":
                yield from _check_one_pan(recipe_file, number, language)
            if tag in seen:
                place = recipe_file.place("tags", number)
                yield Problem(place, "tag", f'"{tag}" stands twice', "delete this line")
            seen.add(tag)


def _check_low_energy(
    recipe_file: RecipeFile, number: int, language: MethodLanguage
) -> Iterator[Problem]:
    notes = " ".join(recipe_file.recipe.notes or ())
    if not language.recipe.low_energy.search(notes):
        yield Problem(
            recipe_file.place("tags", number),
            "tag",
            "no note says how this is for a low-energy day",
            'write a note, such as "On a low-energy day, buy the onion ready-chopped", '
            "or take the tag out",
        )


def _check_one_pan(
    recipe_file: RecipeFile, number: int, language: MethodLanguage
) -> Iterator[Problem]:
    for step, text in enumerate(recipe_file.recipe.method):
        second = language.recipe.second_vessel.search(text)
        if not second:
            continue
        words = second.group()
        yield Problem(
            recipe_file.place("tags", number),
            "tag",
            f'"{words}" makes more than one to wash up',
            "take the tag one-pan out, or cook it all in one",
            other=recipe_file.place("method", step, at=second.start(), width=len(words)),
        )


def temperatures_agree(guide: Guide) -> Iterator[Problem]:
    """Heats and measures are such as a kitchen has, and are the same in both systems."""
    measuring = guide.pantry.measuring
    for recipe_file in guide.recipe_files:
        lines = find_line_texts(recipe_file)
        for field, text in find_texts(recipe_file):
            line = lines.get(id(text))
            if line is None and field == "ingredients":
                continue
            for mistake in measuring.find_mistakes(text.value):
                if line is not None and mistake.at < line.name_end:
                    # How much there is of it is for the grammar of lines to judge.
                    continue
                place = text.part(mistake.at, mistake.width)
                yield Problem(place, mistake.id, mistake.what, mistake.fix)


def photographs_can_be_printed(guide: Guide) -> Iterator[Problem]:
    """A recipe's photograph is a file beside it that can be printed, with words for who cannot see.

    Where there is none, there are no words for it either.
    """
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        if recipe.photo is None:
            if recipe.photo_alt is not None and recipe_file.text("photo") is None:
                what = "these words are for a photograph, and there is none"
                fix = 'name its file, such as "photo: pea-soup.jpg", or take the words out'
                yield Problem(recipe_file.place("photo_alt"), "photo", what, fix)
            continue
        place = recipe_file.place("photo")
        if recipe.photo_alt is None:
            what = "this photograph has no words for readers who do not see it"
            fix = 'say what it shows, such as "photo_alt: A bowl of green soup with dill"'
            yield Problem(place, "photo", what, fix)
        fault = _find_fault_of_photo(recipe_file)
        if fault is not None:
            yield Problem(place, "photo", *fault)


def _find_fault_of_photo(recipe_file: RecipeFile) -> tuple[str, str] | None:
    """Why a photograph cannot be printed, and the fix; None when it can."""
    name, data = recipe_file.recipe.photo, recipe_file.photo
    folder = f"recipes/{recipe_file.chapter}/"
    if data is None:
        return (
            f"there is no {name} beside the recipe",
            f"put it into {folder}, or take the line out",
        )
    if isinstance(data, bool):
        what = f"{name} is a link, a folder or a device, not a file of the guide's own"
        return what, f"put the photograph itself into {folder}"
    # Only a recipe with a photograph waits for the library that opens it.
    from guide.read.photos import BadPhoto, inspect_photo

    try:
        inspect_photo(data)
    except BadPhoto as bad:
        return bad.what, bad.fix
    return None


def texts_name_no_unlisted_allergen(guide: Guide) -> Iterator[Problem]:
    """No text of a recipe names a food with an allergen that no label accounts for."""
    groups, words = guide.pantry.allergens, guide.pantry.allergen_words
    if groups is None or words is None or not guide.pantry.items:
        return
    names = guide.pantry.food_names
    for recipe_file in _find_known_recipes(guide):
        scanner = TextScanner(names, words, guide.pantry, recipe_file.recipe)
        found = list(find_unlisted_foods(recipe_file, scanner, guide.pantry))
        for text, word, more in tell_unknown_once(found):
            yield describe_unlisted(text, word, groups, guide.pantry, more)


# Figures


def servings_are_sane(guide: Guide) -> Iterator[Problem]:
    """Remarks: a serving has too much energy, salt or sugar, or too little of it is known."""
    food_data = guide.food_data
    if not food_data or not guide.pantry.items:
        return
    most_sugars = {chapter.folder: chapter.sugars for chapter in guide.chapters}
    for recipe_file in _find_known_recipes(guide):
        worked = find_nutrition(recipe_file, guide)
        sugars = most_sugars.get(recipe_file.chapter)
        yield from _find_excess(recipe_file, worked, sugars, food_data)
        yield from _find_unknown_weights(recipe_file, worked)


def _find_excess(
    recipe_file: RecipeFile, worked: Nutrition, most_sugars: Fraction | None, food_data: FoodData
) -> Iterator[Problem]:
    """Remarks on too much energy (kcal), salt or sugar (g) in a serving."""
    sanity = food_data.reference.sanity
    limits = [
        ("energy", sanity.energy, "kcal"),
        ("salt", sanity.salt, "g of salt"),
        ("sugars", most_sugars, "g of sugars"),
    ]
    for id, limit, unit in limits:
        # Much of a figure may be unknown, and what is known of it be too much already.
        least = worked.at_least(id)
        if not limit or least <= limit:
            continue
        have, most = shown(least, 1), shown(limit, 1)
        place = recipe_file.place("serves")
        what = f"a serving holds {have} {unit}, above {most}"
        fix = "check the amounts and the servings"
        yield Problem(place, "sanity", what, fix, remark=True)


def _find_unknown_weights(recipe_file: RecipeFile, worked: Nutrition) -> Iterator[Problem]:
    """Remarks on too much of a dish without figures, and on each line that has no grams."""
    place = recipe_file.place("ingredients")
    if worked.known is not None and worked.known * 10 < LEAST_KNOWN:
        what = f"only {float(worked.known):.0%} of its weight has figures"
        fix = "./run show tells which lines have none"
        yield Problem(place, "sanity", what, fix, remark=True)
    withheld = worked.withheld.get("energy")
    if withheld:
        what = f"its energy is not worked out: {', '.join(withheld.reasons)}"
        fix = "write grams, or add its figures to pantry/nutrition.csv"
        yield Problem(place, "sanity", what, fix, remark=True)
    for line, part in zip(_list_own_lines(recipe_file), worked.parts, strict=False):
        if part.grams is None and part.why != TO_TASTE:
            what = f"{part.why}, so its figures are unknown"
            fix = "write grams, or add the measure to pantry/measures.csv"
            yield _name_remark(recipe_file, line, "unweighed", what, fix)


@dataclass(frozen=True)
class _Standards:
    """What the amounts of a recipe are judged by."""

    pantry: Pantry
    food_data: FoodData
    ratios: Ratios
    language: MethodLanguage


def amounts_are_usual(guide: Guide) -> Iterator[Problem]:
    """Remarks: amounts that are outside the bands of pantry/ratios.yaml.

    Amounts that do not go together, a serving that is too large or too small, too much or too
    little salt, too short a time.
    """
    words = guide.method_words
    if not guide.ratios or not guide.food_data or not guide.pantry.items or not words:
        return
    language = _get_language(words, guide)
    standards = _Standards(guide.pantry, guide.food_data, guide.ratios, language)
    fix = "check the amounts; if the dish is good, widen the band in pantry/ratios.yaml and say why"
    for recipe_file in _find_known_recipes(guide):
        lines = _list_own_lines(recipe_file)
        uses = _get_reading(recipe_file, words, guide).uses
        unusual = [
            *_find_unusual_amounts(recipe_file.recipe, standards),
            *_find_unusual_salt(find_nutrition(recipe_file, guide), standards),
            *_find_haste(recipe_file.recipe, uses, standards),
        ]
        for number, says in unusual:
            yield _name_remark(recipe_file, lines[number], "ratio", says, fix)


def recipes_suit_the_guide(guide: Guide) -> Iterator[Problem]:
    """Remarks: one for each recipe of which an editor may ask whether it suits this guide."""
    fit, food_data = guide.fit, guide.food_data
    if not fit or not food_data or not guide.pantry.items:
        return
    fix = "an editor decides: it may stay as it is, and pantry/fit.yaml says why this is asked"
    for recipe_file in _find_known_recipes(guide):
        worked = find_nutrition(recipe_file, guide)
        says = describe_misfit(worked, fit, guide.pantry, food_data.reference)
        if says:
            yield Problem(recipe_file.place("title"), "fit", says, fix, remark=True)


def _find_unusual_amounts(recipe: Recipe, standards: _Standards) -> Iterator[tuple[int, str]]:
    """Ratios and portions outside their bands: the number of a line, and what is unusual."""
    given = []
    number = 0
    for group, (_, lines) in enumerate(recipe.groups):
        for line in lines:
            if not standards.language.recipe.cooked.search(line.preparation):
                item, grams, _ = weigh(line, standards.pantry, standards.food_data)
                given.append(LineGrams(number, group, item, line.name, grams))
            number += 1
    for unusual in find_unusual_amounts(given, servings(recipe), standards.ratios):
        yield unusual.line, unusual.says


def _find_unusual_salt(worked: Nutrition, standards: _Standards) -> Iterator[tuple[int, str]]:
    """Too much or too little salt in the dish.

    The number is of the first line that measures salt, or of the first line.
    """
    rule = standards.ratios.salt
    figure = worked.figures.get("salt")
    if not rule or not worked.known or worked.known * 10 < LEAST_KNOWN:
        return
    weight = Fraction(0)
    measuring_line = None
    measured = False
    for number, part in enumerate(worked.parts):
        if not part.grams:
            continue
        weight += part.grams
        if part.item not in rule.measured:
            continue
        if measuring_line is None:
            measuring_line = number
        # A pinch is no measure.
        unit = part.line.unit
        if not unit or unit.name != "pinch":
            measured = True
    # What has no figure could be what is missing.
    asks_for_least = measured and figure is not None and not figure.at_least
    salt = worked.at_least("salt") * worked.servings
    says = describe_unusual_salt(salt, weight, asks_for_least, rule)
    if says:
        yield measuring_line or 0, says


def _find_haste(
    recipe: Recipe, uses: Sequence[int | None], standards: _Standards
) -> Iterator[tuple[int, str]]:
    """Foods that cannot be cooked in the time that their steps take."""
    least = find_least_minutes(standards.ratios)
    lines = allergens.listed_lines(recipe)
    for number, (line, step) in enumerate(zip(lines, uses, strict=True)):
        item, _ = standards.pantry.require(line)
        if item not in least or step is None:
            continue
        if standards.language.recipe.cooked.search(line.preparation):
            continue
        says = describe_haste(least[item], recipe.method[step:], standards.language.times)
        if says:
            yield number, says
