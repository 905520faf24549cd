"""What must hold of one recipe as it is cooked and eaten: its lines, its method, its labels, its figures.

A check here may look at its recipe, the pantry, the brand and the chapters, and at nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from guide.check import oven
from guide.check.ingredient_use import Told, displaced, read_through
from guide.check.proportions import Weighed, hurried, least_minutes, odd, salting
from guide.core.amounts import Ingredient
from guide.core.problems import Mistake, Problem, did_you_mean
from guide.core.typesetting import check_degrees
from guide.derive import allergens
from guide.derive.nutrition import find_nutrition, servings, shown, weigh
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.yaml_nodes import locate, texts

# A note that speaks of a day without much strength, and a step that asks for another vessel.
EASY = re.compile(
    r"\blow-energy\b|\b(?:tired|sore)\b[^.]*\bhands?\b|\bhands are (?:tired|sore)\b|\bwhen cutting is hard\b",
    re.IGNORECASE,
)
SECOND = re.compile(
    r"\b(?:second|another|separate|two|three) (?:\w+[- ]){0,3}(?:pans?|pots?|trays?|saucepans?|dish|dishes)\b",
    re.IGNORECASE,
)
# What a preparation says of rice that was boiled yesterday: it asks for no water and no time.
COOKED = re.compile(r"\b(?:cooked|left[- ]?over)\b", re.IGNORECASE)


def ingredients_are_in_the_pantry(guide: Guide) -> Iterator[Problem]:
    """Every ingredient, in groups and swaps too, is a pantry item by one of its names."""
    for recipe_file in guide.recipe_files if guide.pantry.items else ():
        for steps, ingredient in ingredient_lines(recipe_file):
            try:
                guide.pantry.require(ingredient)
            except Mistake as mistake:
                yield Problem(
                    recipe_file.place(*steps, at=mistake.at, width=mistake.width),
                    mistake.id,
                    mistake.what,
                    mistake.fix,
                )


def ingredient_lines(recipe_file) -> Iterator[tuple[tuple, object]]:
    """Every ingredient line of a recipe with the way to it: loose, in groups, and coming in by a swap."""
    for number, entry in enumerate(recipe_file.recipe.ingredients):
        if isinstance(entry, dict):
            for heading, group in entry.items():
                key = next(
                    key.value
                    for key, _ in locate(recipe_file.node, ("ingredients", number)).entries
                )
                yield from (
                    (("ingredients", number, key, place), line) for place, line in enumerate(group)
                )
        else:
            yield ("ingredients", number), entry
    yield from (
        (("swaps", number, "for"), swap.for_)
        for number, swap in enumerate(recipe_file.recipe.swaps or ())
    )


def swaps_are_of_this_recipe(guide: Guide) -> Iterator[Problem]:
    """What a swap takes out is an ingredient of the recipe."""
    for recipe_file in guide.recipe_files if guide.pantry.items else ():
        mine = [line for steps, line in ingredient_lines(recipe_file) if steps[0] == "ingredients"]
        keys = {found[0] for line in mine if (found := guide.pantry.find(line.name))}
        for number, swap in enumerate(recipe_file.recipe.swaps or ()):
            found = guide.pantry.find(swap.swap)
            if not found or found[0] not in keys:
                names = [line.name for line in mine]
                yield Problem(
                    recipe_file.place("swaps", number, "swap"),
                    "swap-stranger",
                    f'"{swap.swap}" is not an ingredient of this recipe',
                    did_you_mean(swap.swap, names, f"name one of: {', '.join(names[:4])}, …"),
                )


def groups_keep_their_lines(guide: Guide) -> Iterator[Problem]:
    """No loose ingredient follows a group: on the page it would be read as part of it."""
    for recipe_file in guide.recipe_files:
        grouped = False
        for number, entry in enumerate(recipe_file.recipe.ingredients):
            if grouped and not isinstance(entry, dict):
                yield Problem(
                    recipe_file.place("ingredients", number),
                    "group",
                    "this line would be read as part of the group above it",
                    "move it before the first group, or into one",
                )
            grouped = grouped or isinstance(entry, dict)


@lru_cache(maxsize=16)
def _told(recipe_file: RecipeFile, pantry: Pantry) -> Told:
    """A recipe's method read through, once for the checks that ask."""
    return read_through(recipe_file.recipe, pantry)


def _held(recipe_file: RecipeFile, line: Ingredient | None, pantry: Pantry) -> frozenset[str]:
    """The allergens a recipe holds, and those of one more line, which may be a swap's."""
    more = pantry.require(line)[1].contains if line else ()
    return frozenset(
        {*allergens.derive(allergens.listed_lines(recipe_file.recipe), pantry).contains, *more}
    )


def ingredients_are_used_in_their_order(guide: Guide) -> Iterator[Problem]:
    """Each ingredient is used by a step; remarks: one listed, within its group, after one that is used later."""
    for recipe_file in guide.recipe_files:
        if not all(guide.pantry.find(line.name) for _, line in ingredient_lines(recipe_file)):
            continue
        rows = [
            (steps, line)
            for steps, line in ingredient_lines(recipe_file)
            if steps[0] == "ingredients"
        ]
        uses = _told(recipe_file, guide.pantry).uses
        for (steps, line), step in zip(rows, uses):
            if step is None:
                yield _unused(
                    recipe_file,
                    steps,
                    line,
                    sum(
                        guide.pantry.find(other.name)[0] == guide.pantry.find(line.name)[0]
                        for _, other in rows
                    ),
                )
        start = 0
        for _, group in recipe_file.recipe.groups:
            mine, mine_used = rows[start : start + len(group)], uses[start : start + len(group)]
            start += len(group)
            for number, before in displaced(mine_used) if None not in mine_used else ():
                steps, line = mine[number]
                where = (
                    f'above "{mine[before][1].text}"'
                    if before < len(mine)
                    else f'below "{mine[-1][1].text}"'
                )
                yield Problem(
                    recipe_file.place(*steps, at=line.name_at, width=len(line.name)),
                    "out-of-order",
                    f'"{line.name}" is first used in step {mine_used[number] + 1}, so its place is {where}',
                    f"move this line {where}",
                    remark=True,
                )


def _unused(recipe_file, steps: tuple, line, times: int) -> Problem:
    what = (
        f'no step uses "{line.name}"'
        if times == 1
        else f'"{line.name}" stands on {times} lines, and no step uses this one'
    )
    measure = line.text[: line.name_at].strip()
    say = (
        f'"Season with {line.name}"'
        if line.amount is None
        else f'"Add the {line.name}"'
        if times == 1
        else f'"Add the {measure} of {line.name}"'
    )
    return Problem(
        recipe_file.place(*steps, at=line.name_at, width=len(line.name)),
        "unused-ingredient",
        what,
        f"say in a step where it goes, such as {say}, or delete the line",
    )


def what_is_used_is_listed(guide: Guide) -> Iterator[Problem]:
    """Every food that a step or a preparation uses stands among the ingredients; those that bring an allergen are told apart."""
    for recipe_file in guide.recipe_files:
        if not all(guide.pantry.find(line.name) for _, line in ingredient_lines(recipe_file)):
            continue
        rows = list(ingredient_lines(recipe_file))
        listed = sum(steps[0] == "ingredients" for steps, _ in rows)
        for stranger in _told(recipe_file, guide.pantry).unlisted:
            kind, number = stranger.where
            steps, line = (
                (stranger.where, None)
                if kind == "method"
                else rows[number + (listed if kind == "swap" else 0)]
            )
            text, offset = (
                (recipe_file.recipe.method[number], 0)
                if line is None
                else (line.preparation, line.text.rfind(line.preparation))
            )
            word = text[stranger.start : stranger.end]
            key = guide.pantry.by_name.get(word.lower())
            if (
                key
                and guide.pantry.allergens
                and not _held(recipe_file, line, guide.pantry).issuperset(
                    guide.pantry.items[key].contains
                )
            ):
                continue
            yield Problem(
                recipe_file.place(*steps, at=offset + stranger.start, width=len(word)),
                "unlisted-ingredient",
                f'"{word}" is used here, but no ingredient line has it',
                "list it among the ingredients, or leave it out",
            )


def the_oven_is_hot_in_time(guide: Guide) -> Iterator[Problem]:
    """An oven or a grill is heated before it is used, to a heat that is said, and for something."""
    for recipe_file in guide.recipe_files:
        for step, mistake in oven.faults(recipe_file.recipe.method):
            yield Problem(
                recipe_file.place("method", step, at=mistake.at, width=mistake.width),
                mistake.id,
                mistake.what,
                mistake.fix,
            )


def tags_are_borne_out(guide: Guide) -> Iterator[Problem]:
    """A recipe for a low-energy day says so in a note, and one of one pan sends for no second."""
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        for number, tag in enumerate(recipe.tags or ()):
            place = recipe_file.place("tags", number)
            if tag == "low-energy" and not EASY.search(" ".join(recipe.notes or ())):
                yield Problem(
                    place,
                    "tag",
                    "no note says how this is for a low-energy day",
                    'write a note, such as "On a low-energy day, buy the onion ready-chopped", or take the tag out',
                )
            for step, text in enumerate(recipe.method) if tag == "one-pan" else ():
                if second := SECOND.search(text):
                    yield Problem(
                        place,
                        "tag",
                        f'"{second.group()}" makes more than one to wash up',
                        "take the tag one-pan out, or cook it all in one",
                        other=recipe_file.place(
                            "method", step, at=second.start(), width=len(second.group())
                        ),
                    )
            if tag in recipe.tags[:number]:
                yield Problem(place, "tag", f'"{tag}" stands twice', "delete this line")


def temperatures_agree(guide: Guide) -> Iterator[Problem]:
    """Where a text gives °C and °F, they are the same heat."""
    for recipe_file in guide.recipe_files:
        for text in texts(recipe_file.node):
            if mistake := check_degrees(text.value):
                yield Problem(
                    text.part(mistake.at, mistake.width), mistake.id, mistake.what, mistake.fix
                )


def texts_promise_nothing(guide: Guide) -> Iterator[Problem]:
    """No text of a recipe promises what its ingredients contradict, or types a label that is derived."""
    if not guide.pantry.allergens or not guide.pantry.items:
        return
    for recipe_file in guide.recipe_files:
        used = [
            (steps, line)
            for steps, line in ingredient_lines(recipe_file)
            if steps[0] == "ingredients"
        ]
        for text in texts(recipe_file.node):
            for match, leaves, diet in allergens.find_promises(text.value, guide.pantry.allergens):
                if _is_ingredient(guide, recipe_file, text):
                    continue
                place = text.part(match.start(), len(match.group()))
                broken = _first_break(guide, used, leaves, diet)
                if broken:
                    steps, line, why = broken
                    yield Problem(
                        place,
                        "false-promise",
                        f'"{match.group()}" is promised here, but the ingredients say otherwise ({line.name}: {why})',
                        "take the words out; the page says what the dish is made without",
                        other=recipe_file.place(*steps, at=line.name_at, width=len(line.name)),
                    )
                elif not diet:
                    yield Problem(
                        place,
                        "typed-label",
                        f'"{match.group()}" is a label, and labels are worked out, never typed',
                        "take the words out; the page says what the dish is made without",
                    )


def _first_break(guide: Guide, used: list, leaves: tuple[str, ...], diet: str | None):
    found = [
        (steps, line, why)
        for steps, line in used
        if guide.pantry.find(line.name)
        and (why := allergens.breaks(line, leaves, diet, guide.pantry))
    ]
    # What a dish holds says more than what a packet may hold.
    return min(found, key=lambda row: row[2].startswith("may"), default=None)


def _is_ingredient(guide: Guide, recipe_file, text) -> bool:
    """Whether the text is an ingredient line whose name the pantry knows: gluten-free oats are called so."""
    return any(
        recipe_file.text(*steps) is text
        and guide.pantry.find(line.name)
        and allergens.promised_by_name(line, guide.pantry)
        for steps, line in ingredient_lines(recipe_file)
    )


def texts_name_no_unlisted_allergen(guide: Guide) -> Iterator[Problem]:
    """No title, summary, step or preparation uses a food with an allergen that no ingredient accounts for."""
    if not guide.pantry.allergens or not guide.pantry.items:
        return
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        if not all(guide.pantry.find(line.name) for _, line in ingredient_lines(recipe_file)):
            continue
        held = _held(recipe_file, None, guide.pantry)
        told = [(("title",), 0, recipe.title, held), (("summary",), 0, recipe.summary, held)]
        told += [(("method", number), 0, step, held) for number, step in enumerate(recipe.method)]
        for steps, line in ingredient_lines(recipe_file):
            told.append(
                (
                    steps,
                    line.text.rfind(line.preparation),
                    line.preparation,
                    _held(recipe_file, line, guide.pantry),
                )
            )
        for steps, offset, text, accounted in told:
            for start, end, key in guide.pantry.named_in(text):
                missing = [
                    leaf for leaf in guide.pantry.items[key].contains if leaf not in accounted
                ]
                if missing:
                    yield Problem(
                        recipe_file.place(*steps, at=offset + start, width=end - start),
                        "unlisted-allergen",
                        f'"{text[start:end]}" brings {allergens.sentence(allergens.spell(missing, guide.pantry.allergens))}, and no ingredient does',
                        "list it among the ingredients, or leave it out",
                    )


def servings_are_sane(guide: Guide) -> Iterator[Problem]:
    """Remarks: a serving with more energy, salt or sugar than it should have, or with too little of it known."""
    food_data = guide.food_data
    if not food_data or not guide.pantry.items:
        return
    most = {chapter.folder: chapter.sugars for chapter in guide.chapters}
    for recipe_file in guide.recipe_files:
        if not all(guide.pantry.find(line.name) for _, line in ingredient_lines(recipe_file)):
            continue
        worked = find_nutrition(recipe_file, guide)
        limits = [
            ("energy", food_data.reference.sanity.energy, "kcal"),
            ("salt", food_data.reference.sanity.salt, "g of salt"),
            ("sugars", most.get(recipe_file.chapter), "g of sugars"),
        ]
        for id, limit, unit in limits:
            figure = worked.figures.get(id)
            if limit and figure and figure.value > limit:
                yield Problem(
                    recipe_file.place("serves"),
                    "sanity",
                    f"a serving holds {shown(figure.value, 1)} {unit}, above {shown(limit, 1)}",
                    "check the amounts and the servings",
                    remark=True,
                )
        if worked.known * 10 < 9:
            yield Problem(
                recipe_file.place("ingredients"),
                "sanity",
                f"only {float(worked.known):.0%} of its weight has figures",
                "./run show tells which lines have none",
                remark=True,
            )
        for (steps, line), part in zip(ingredient_lines(recipe_file), worked.parts):
            if part.grams is None and part.why != "to taste":
                yield Problem(
                    recipe_file.place(*steps, at=line.name_at, width=len(line.name)),
                    "unweighed",
                    f"{part.why}, so its figures are unknown",
                    "write grams, or add the measure to pantry/measures.csv",
                    remark=True,
                )


def amounts_are_usual(guide: Guide) -> Iterator[Problem]:
    """Remarks: amounts that do not go together as pantry/ratios.yaml has it, a serving that is too large or too small, too much or too little salt, too short a time."""
    if not guide.ratios or not guide.food_data or not guide.pantry.items:
        return
    for recipe_file in guide.recipe_files:
        if not all(guide.pantry.find(line.name) for _, line in ingredient_lines(recipe_file)):
            continue
        rows = [
            (steps, line)
            for steps, line in ingredient_lines(recipe_file)
            if steps[0] == "ingredients"
        ]
        for number, says in [
            *_odd_amounts(recipe_file, guide),
            *_odd_salt(recipe_file, guide),
            *_odd_times(recipe_file, guide),
        ]:
            steps, line = rows[number]
            yield Problem(
                recipe_file.place(*steps, at=line.name_at, width=len(line.name)),
                "ratio",
                says,
                "check the amounts; if the dish is good, widen the band in pantry/ratios.yaml and say why",
                remark=True,
            )


def _odd_amounts(recipe_file: RecipeFile, guide: Guide) -> Iterator[tuple[int, str]]:
    rows = [
        (group, line) for group, (_, mine) in enumerate(recipe_file.recipe.groups) for line in mine
    ]
    weighed = [
        (number, group, line, weigh(line, guide.pantry, guide.food_data))
        for number, (group, line) in enumerate(rows)
        if not COOKED.search(line.preparation)
    ]
    given = [
        Weighed(number, group, item, line.name, grams)
        for number, group, line, (item, grams, _) in weighed
    ]
    return (
        (found.line, found.says) for found in odd(given, servings(recipe_file.recipe), guide.ratios)
    )


def _odd_salt(recipe_file: RecipeFile, guide: Guide) -> Iterator[tuple[int, str]]:
    worked, rule = find_nutrition(recipe_file, guide), guide.ratios.salt
    figure, weight = worked.figures.get("salt"), sum(part.grams or 0 for part in worked.parts)
    salts = [
        number
        for number, part in enumerate(worked.parts)
        if rule and part.item in rule.measured and part.grams
    ]
    # A pinch is no measure, and what has no figure could be what is missing.
    measured = any(
        not worked.parts[number].line.unit or worked.parts[number].line.unit.name != "pinch"
        for number in salts
    )
    if (
        rule
        and figure
        and worked.known * 10 >= 9
        and (
            says := salting(
                figure.value * worked.servings, weight, measured and not figure.at_least, rule
            )
        )
    ):
        yield salts[0] if salts else 0, says


def _odd_times(recipe_file: RecipeFile, guide: Guide) -> Iterator[tuple[int, str]]:
    rows, least = (
        [line for _, mine in recipe_file.recipe.groups for line in mine],
        least_minutes(guide.ratios),
    )
    for number, (line, step) in enumerate(zip(rows, _told(recipe_file, guide.pantry).uses)):
        item = guide.pantry.require(line)[0]
        if (
            item in least
            and step is not None
            and not COOKED.search(line.preparation)
            and (says := hurried(least[item], recipe_file.recipe.method[step:]))
        ):
            yield number, says


def food_is_safe(guide: Guide) -> Iterator[Problem]:
    """What could hurt somebody: rice and fish kept too long, raw kidney beans, honey for babies; poultry's heat is a remark.

    Cooked rice: 24 hours (UK Food Standards Agency). Fish: 3 days at the most (USDA: 3 to 4). Dried kidney beans: ten minutes
    of hard boiling (FDA). Honey: not before twelve months (CDC). Poultry: 74 °C inside (USDA).
    """
    for recipe_file in guide.recipe_files if guide.pantry.items else ():
        used = {
            found[0]: (steps, found[1])
            for steps, line in ingredient_lines(recipe_file)
            if steps[0] == "ingredients" and (found := guide.pantry.find(line.name))
        }
        said = " ".join(
            [
                recipe_file.recipe.title,
                recipe_file.recipe.summary,
                *recipe_file.recipe.method,
                *(recipe_file.recipe.notes or ()),
            ]
        ).lower()
        days = (
            _days(recipe_file.recipe.keeps.fridge)
            if recipe_file.recipe.keeps and recipe_file.recipe.keeps.fridge
            else 0
        )
        keeping = recipe_file.place("keeps", "fridge") if days else recipe_file.place("title")
        for key, (steps, item) in used.items():
            if key.endswith("rice") and days > 1:
                yield Problem(
                    keeping,
                    "unsafe",
                    "cooked rice keeps one day: longer, and it can poison",
                    'write "1 day"',
                    other=recipe_file.place(*steps),
                )
            if item.family in ("fish", "seafood") and days > 3:
                yield Problem(
                    keeping,
                    "unsafe",
                    "cooked fish keeps three days at the most",
                    'write "2 days"',
                    other=recipe_file.place(*steps),
                )
            if (
                "kidney" in key
                and "dried" in key
                and not re.search(r"boil[^.]*\b(1\d|[2-9]\d) minutes", said)
            ):
                yield Problem(
                    recipe_file.place(*steps),
                    "unsafe",
                    "dried kidney beans poison unless they boil hard for ten minutes",
                    'say in the method: "Boil hard for 10 minutes"',
                )
            if key == "honey" and re.search(r"\b(bab(?:y|ies)|infants?|weaning)\b", said):
                yield Problem(
                    recipe_file.place(*steps),
                    "unsafe",
                    "honey is not for babies: it can carry botulism",
                    "take out the honey, or the words about babies",
                )
            if (
                re.match("(chicken|turkey)", key)
                and item.family == "meat"
                and not re.search(r"7[45] ?°c", said)
            ):
                yield Problem(
                    recipe_file.place(*steps),
                    "sanity",
                    "poultry without the heat it must reach inside",
                    'say in the method: "until it reaches 74 °C inside"',
                    remark=True,
                )


def _days(keeping: str) -> int:
    number, unit = re.search(r"(\d+) (\w+?)s?$", keeping).groups()
    return int(number) * {"hour": 0, "day": 1, "week": 7, "month": 30}[unit]
