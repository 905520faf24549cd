"""What must hold of one recipe as it is cooked and eaten: its lines, its method, its labels, its figures.

A check here may look at its recipe, the pantry, the brand and the chapters, and at nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from guide.check import oven
from guide.derive import allergens
from guide.core.amounts import Ingredient
from guide.read.load import Card, Kitchen
from guide.check.ingredient_use import Told, displaced, read_through
from guide.derive.nutrition import of_card, servings, shown, weigh
from guide.read.pantry import Pantry
from guide.core.problems import Mistake, Problem, did_you_mean
from guide.check.proportions import Weighed, hurried, least_minutes, odd, salting
from guide.read.yaml_nodes import locate, texts
from guide.core.typesetting import check_degrees

# A note that speaks of a day without much strength, and a step that asks for another vessel.
EASY = re.compile(r"\blow-energy\b|\b(?:tired|sore)\b[^.]*\bhands?\b|\bhands are (?:tired|sore)\b|\bwhen cutting is hard\b", re.IGNORECASE)
SECOND = re.compile(r"\b(?:second|another|separate|two|three) (?:\w+[- ]){0,3}(?:pans?|pots?|trays?|saucepans?|dish|dishes)\b", re.IGNORECASE)
# What a preparation says of rice that was boiled yesterday: it asks for no water and no time.
COOKED = re.compile(r"\b(?:cooked|left[- ]?over)\b", re.IGNORECASE)


def ingredients_are_in_the_pantry(kitchen: Kitchen) -> Iterator[Problem]:
    """Every ingredient, in groups and swaps too, is a pantry item by one of its names."""
    for card in kitchen.cards if kitchen.pantry.items else ():
        for steps, ingredient in lines(card):
            try:
                kitchen.pantry.require(ingredient)
            except Mistake as mistake:
                yield Problem(card.place(*steps, at=mistake.at, width=mistake.width), mistake.id, mistake.what, mistake.fix)


def lines(card) -> Iterator[tuple[tuple, object]]:
    """Every ingredient line of a recipe with the way to it: loose, in groups, and coming in by a swap."""
    for number, entry in enumerate(card.recipe.ingredients):
        if isinstance(entry, dict):
            for heading, group in entry.items():
                key = next(key.value for key, _ in locate(card.node, ("ingredients", number)).entries)
                yield from ((("ingredients", number, key, place), line) for place, line in enumerate(group))
        else:
            yield ("ingredients", number), entry
    yield from ((("swaps", number, "for"), swap.for_) for number, swap in enumerate(card.recipe.swaps or ()))


def swaps_are_of_this_recipe(kitchen: Kitchen) -> Iterator[Problem]:
    """What a swap takes out is an ingredient of the recipe."""
    for card in kitchen.cards if kitchen.pantry.items else ():
        mine = [line for steps, line in lines(card) if steps[0] == "ingredients"]
        keys = {found[0] for line in mine if (found := kitchen.pantry.find(line.name))}
        for number, swap in enumerate(card.recipe.swaps or ()):
            found = kitchen.pantry.find(swap.swap)
            if not found or found[0] not in keys:
                names = [line.name for line in mine]
                yield Problem(card.place("swaps", number, "swap"), "swap-stranger",
                              f'"{swap.swap}" is not an ingredient of this recipe',
                              did_you_mean(swap.swap, names, f"name one of: {', '.join(names[:4])}, …"))  # fmt: skip


def groups_keep_their_lines(kitchen: Kitchen) -> Iterator[Problem]:
    """No loose ingredient follows a group: on the page it would be read as part of it."""
    for card in kitchen.cards:
        grouped = False
        for number, entry in enumerate(card.recipe.ingredients):
            if grouped and not isinstance(entry, dict):
                yield Problem(card.place("ingredients", number), "group", "this line would be read as part of the group above it",
                              "move it before the first group, or into one")  # fmt: skip
            grouped = grouped or isinstance(entry, dict)


@lru_cache(maxsize=16)
def _told(card: Card, pantry: Pantry) -> Told:
    """A recipe's method read through, once for the checks that ask."""
    return read_through(card.recipe, pantry)


def _held(card: Card, line: Ingredient | None, pantry: Pantry) -> frozenset[str]:
    """The allergens a recipe holds, and those of one more line, which may be a swap's."""
    more = pantry.require(line)[1].contains if line else ()
    return frozenset({*allergens.derive(allergens.lines(card.recipe), pantry).contains, *more})


def ingredients_are_used_in_their_order(kitchen: Kitchen) -> Iterator[Problem]:
    """Each ingredient is used by a step; remarks: one listed, within its group, after one that is used later."""
    for card in kitchen.cards:
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        rows = [(steps, line) for steps, line in lines(card) if steps[0] == "ingredients"]
        uses = _told(card, kitchen.pantry).uses
        for (steps, line), step in zip(rows, uses):
            if step is None:
                yield _unused(card, steps, line, sum(kitchen.pantry.find(other.name)[0] == kitchen.pantry.find(line.name)[0] for _, other in rows))
        start = 0
        for _, group in card.recipe.groups:
            mine, mine_used = rows[start : start + len(group)], uses[start : start + len(group)]
            start += len(group)
            for number, before in displaced(mine_used) if None not in mine_used else ():
                steps, line = mine[number]
                where = f'above "{mine[before][1].text}"' if before < len(mine) else f'below "{mine[-1][1].text}"'
                yield Problem(card.place(*steps, at=line.name_at, width=len(line.name)), "out-of-order",
                              f'"{line.name}" is first used in step {mine_used[number] + 1}, so its place is {where}',
                              f"move this line {where}", remark=True)  # fmt: skip


def _unused(card, steps: tuple, line, times: int) -> Problem:
    what = f'no step uses "{line.name}"' if times == 1 else f'"{line.name}" stands on {times} lines, and no step uses this one'
    measure = line.text[: line.name_at].strip()
    say = f'"Season with {line.name}"' if line.amount is None else f'"Add the {line.name}"' if times == 1 else f'"Add the {measure} of {line.name}"'
    return Problem(card.place(*steps, at=line.name_at, width=len(line.name)), "unused-ingredient", what,
                   f"say in a step where it goes, such as {say}, or delete the line")  # fmt: skip


def what_is_used_is_listed(kitchen: Kitchen) -> Iterator[Problem]:
    """Every food that a step or a preparation uses stands among the ingredients; those that bring an allergen are told apart."""
    for card in kitchen.cards:
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        rows = list(lines(card))
        listed = sum(steps[0] == "ingredients" for steps, _ in rows)
        for stranger in _told(card, kitchen.pantry).unlisted:
            kind, number = stranger.where
            steps, line = (stranger.where, None) if kind == "method" else rows[number + (listed if kind == "swap" else 0)]
            text, offset = (card.recipe.method[number], 0) if line is None else (line.preparation, line.text.rfind(line.preparation))
            word = text[stranger.start : stranger.end]
            key = kitchen.pantry.by_name.get(word.lower())
            if key and kitchen.pantry.allergens and not _held(card, line, kitchen.pantry).issuperset(kitchen.pantry.items[key].contains):
                continue
            yield Problem(card.place(*steps, at=offset + stranger.start, width=len(word)), "unlisted-ingredient",
                          f'"{word}" is used here, but no ingredient line has it', "list it among the ingredients, or leave it out")  # fmt: skip


def the_oven_is_hot_in_time(kitchen: Kitchen) -> Iterator[Problem]:
    """An oven or a grill is heated before it is used, to a heat that is said, and for something."""
    for card in kitchen.cards:
        for step, mistake in oven.faults(card.recipe.method):
            yield Problem(card.place("method", step, at=mistake.at, width=mistake.width), mistake.id, mistake.what, mistake.fix)


def tags_are_borne_out(kitchen: Kitchen) -> Iterator[Problem]:
    """A recipe for a low-energy day says so in a note, and one of one pan sends for no second."""
    for card in kitchen.cards:
        recipe = card.recipe
        for number, tag in enumerate(recipe.tags or ()):
            place = card.place("tags", number)
            if tag == "low-energy" and not EASY.search(" ".join(recipe.notes or ())):
                yield Problem(place, "tag", "no note says how this is for a low-energy day",
                              'write a note, such as "On a low-energy day, buy the onion ready-chopped", or take the tag out')  # fmt: skip
            for step, text in enumerate(recipe.method) if tag == "one-pan" else ():
                if second := SECOND.search(text):
                    yield Problem(place, "tag", f'"{second.group()}" makes more than one to wash up', "take the tag one-pan out, or cook it all in one",
                                  other=card.place("method", step, at=second.start(), width=len(second.group())))  # fmt: skip
            if tag in recipe.tags[:number]:
                yield Problem(place, "tag", f'"{tag}" stands twice', "delete this line")


def temperatures_agree(kitchen: Kitchen) -> Iterator[Problem]:
    """Where a text gives °C and °F, they are the same heat."""
    for card in kitchen.cards:
        for text in texts(card.node):
            if mistake := check_degrees(text.value):
                yield Problem(text.part(mistake.at, mistake.width), mistake.id, mistake.what, mistake.fix)


def texts_promise_nothing(kitchen: Kitchen) -> Iterator[Problem]:
    """No text of a recipe promises what its ingredients contradict, or types a label that is derived."""
    if not kitchen.pantry.allergens or not kitchen.pantry.items:
        return
    for card in kitchen.cards:
        used = [(steps, line) for steps, line in lines(card) if steps[0] == "ingredients"]
        for text in texts(card.node):
            for match, leaves, diet in allergens.promises(text.value, kitchen.pantry.allergens):
                if _is_ingredient(kitchen, card, text):
                    continue
                place = text.part(match.start(), len(match.group()))
                broken = _first_break(kitchen, used, leaves, diet)
                if broken:
                    steps, line, why = broken
                    yield Problem(place, "false-promise", f'"{match.group()}" is promised here, but the ingredients say otherwise ({line.name}: {why})',
                                  "take the words out; the page says what the dish is made without",
                                  other=card.place(*steps, at=line.name_at, width=len(line.name)))  # fmt: skip
                elif not diet:
                    yield Problem(place, "typed-label", f'"{match.group()}" is a label, and labels are worked out, never typed',
                                  "take the words out; the page says what the dish is made without")  # fmt: skip


def _first_break(kitchen: Kitchen, used: list, leaves: tuple[str, ...], diet: str | None):
    found = [(steps, line, why) for steps, line in used
             if kitchen.pantry.find(line.name) and (why := allergens.breaks(line, leaves, diet, kitchen.pantry))]  # fmt: skip
    # What a dish holds says more than what a packet may hold.
    return min(found, key=lambda row: row[2].startswith("may"), default=None)


def _is_ingredient(kitchen: Kitchen, card, text) -> bool:
    """Whether the text is an ingredient line whose name the pantry knows: gluten-free oats are called so."""
    return any(card.text(*steps) is text and kitchen.pantry.find(line.name) and allergens.promised_by_name(line, kitchen.pantry)
               for steps, line in lines(card))  # fmt: skip


def texts_name_no_unlisted_allergen(kitchen: Kitchen) -> Iterator[Problem]:
    """No title, summary, step or preparation uses a food with an allergen that no ingredient accounts for."""
    if not kitchen.pantry.allergens or not kitchen.pantry.items:
        return
    for card in kitchen.cards:
        recipe = card.recipe
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        held = _held(card, None, kitchen.pantry)
        told = [(("title",), 0, recipe.title, held), (("summary",), 0, recipe.summary, held)]
        told += [(("method", number), 0, step, held) for number, step in enumerate(recipe.method)]
        for steps, line in lines(card):
            told.append((steps, line.text.rfind(line.preparation), line.preparation, _held(card, line, kitchen.pantry)))
        for steps, offset, text, accounted in told:
            for start, end, key in kitchen.pantry.named_in(text):
                missing = [leaf for leaf in kitchen.pantry.items[key].contains if leaf not in accounted]
                if missing:
                    yield Problem(card.place(*steps, at=offset + start, width=end - start), "unlisted-allergen",
                                  f'"{text[start:end]}" brings {allergens.sentence(allergens.spell(missing, kitchen.pantry.allergens))}, and no ingredient does',
                                  "list it among the ingredients, or leave it out")  # fmt: skip


def servings_are_sane(kitchen: Kitchen) -> Iterator[Problem]:
    """Remarks: a serving with more energy, salt or sugar than it should have, or with too little of it known."""
    larder = kitchen.larder
    if not larder or not kitchen.pantry.items:
        return
    most = {chapter.folder: chapter.sugars for chapter in kitchen.chapters}
    for card in kitchen.cards:
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        worked = of_card(card, kitchen.pantry, larder)
        limits = [("energy", larder.reference.sanity.energy, "kcal"), ("salt", larder.reference.sanity.salt, "g of salt"), ("sugars", most.get(card.chapter), "g of sugars")]
        for id, limit, unit in limits:
            figure = worked.figures.get(id)
            if limit and figure and figure.value > limit:
                yield Problem(card.place("serves"), "sanity", f"a serving holds {shown(figure.value, 1)} {unit}, above {shown(limit, 1)}",
                              "check the amounts and the servings", remark=True)  # fmt: skip
        if worked.known * 10 < 9:
            yield Problem(card.place("ingredients"), "sanity", f"only {float(worked.known):.0%} of its weight has figures",
                          "./run show tells which lines have none", remark=True)  # fmt: skip
        for (steps, line), part in zip(lines(card), worked.parts):
            if part.grams is None and part.why != "to taste":
                yield Problem(card.place(*steps, at=line.name_at, width=len(line.name)), "unweighed", f"{part.why}, so its figures are unknown",
                              "write grams, or add the measure to pantry/measures.csv", remark=True)  # fmt: skip


def amounts_are_usual(kitchen: Kitchen) -> Iterator[Problem]:
    """Remarks: amounts that do not go together as pantry/ratios.yaml has it, a serving that is too large or too small, too much or too little salt, too short a time."""
    if not kitchen.ratios or not kitchen.larder or not kitchen.pantry.items:
        return
    for card in kitchen.cards:
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        rows = [(steps, line) for steps, line in lines(card) if steps[0] == "ingredients"]
        for number, says in [*_odd_amounts(card, kitchen), *_odd_salt(card, kitchen), *_odd_times(card, kitchen)]:
            steps, line = rows[number]
            yield Problem(card.place(*steps, at=line.name_at, width=len(line.name)), "ratio", says,
                          "check the amounts; if the dish is good, widen the band in pantry/ratios.yaml and say why", remark=True)  # fmt: skip


def _odd_amounts(card: Card, kitchen: Kitchen) -> Iterator[tuple[int, str]]:
    rows = [(group, line) for group, (_, mine) in enumerate(card.recipe.groups) for line in mine]
    weighed = [(number, group, line, weigh(line, kitchen.pantry, kitchen.larder)) for number, (group, line) in enumerate(rows) if not COOKED.search(line.preparation)]
    given = [Weighed(number, group, item, line.name, grams) for number, group, line, (item, grams, _) in weighed]
    return ((found.line, found.says) for found in odd(given, servings(card.recipe), kitchen.ratios))


def _odd_salt(card: Card, kitchen: Kitchen) -> Iterator[tuple[int, str]]:
    worked, rule = of_card(card, kitchen.pantry, kitchen.larder), kitchen.ratios.salt
    figure, weight = worked.figures.get("salt"), sum(part.grams or 0 for part in worked.parts)
    salts = [number for number, part in enumerate(worked.parts) if rule and part.item in rule.measured and part.grams]
    # A pinch is no measure, and what has no figure could be what is missing.
    measured = any(not worked.parts[number].line.unit or worked.parts[number].line.unit.name != "pinch" for number in salts)
    if rule and figure and worked.known * 10 >= 9 and (says := salting(figure.value * worked.servings, weight, measured and not figure.at_least, rule)):
        yield salts[0] if salts else 0, says


def _odd_times(card: Card, kitchen: Kitchen) -> Iterator[tuple[int, str]]:
    rows, least = [line for _, mine in card.recipe.groups for line in mine], least_minutes(kitchen.ratios)
    for number, (line, step) in enumerate(zip(rows, _told(card, kitchen.pantry).uses)):
        item = kitchen.pantry.require(line)[0]
        if item in least and step is not None and not COOKED.search(line.preparation) and (says := hurried(least[item], card.recipe.method[step:])):
            yield number, says


def food_is_safe(kitchen: Kitchen) -> Iterator[Problem]:
    """What could hurt somebody: rice and fish kept too long, raw kidney beans, honey for babies; poultry's heat is a remark.

    Cooked rice: 24 hours (UK Food Standards Agency). Fish: 3 days at the most (USDA: 3 to 4). Dried kidney beans: ten minutes
    of hard boiling (FDA). Honey: not before twelve months (CDC). Poultry: 74 °C inside (USDA).
    """
    for card in kitchen.cards if kitchen.pantry.items else ():
        used = {found[0]: (steps, found[1]) for steps, line in lines(card) if steps[0] == "ingredients" and (found := kitchen.pantry.find(line.name))}
        said = " ".join([card.recipe.title, card.recipe.summary, *card.recipe.method, *(card.recipe.notes or ())]).lower()
        days = _days(card.recipe.keeps.fridge) if card.recipe.keeps and card.recipe.keeps.fridge else 0
        keeping = card.place("keeps", "fridge") if days else card.place("title")
        for key, (steps, item) in used.items():
            if key.endswith("rice") and days > 1:
                yield Problem(keeping, "unsafe", "cooked rice keeps one day: longer, and it can poison", 'write "1 day"', other=card.place(*steps))
            if item.family in ("fish", "seafood") and days > 3:
                yield Problem(keeping, "unsafe", "cooked fish keeps three days at the most", 'write "2 days"', other=card.place(*steps))
            if "kidney" in key and "dried" in key and not re.search(r"boil[^.]*\b(1\d|[2-9]\d) minutes", said):
                yield Problem(card.place(*steps), "unsafe", "dried kidney beans poison unless they boil hard for ten minutes",
                              'say in the method: "Boil hard for 10 minutes"')  # fmt: skip
            if key == "honey" and re.search(r"\b(bab(?:y|ies)|infants?|weaning)\b", said):
                yield Problem(card.place(*steps), "unsafe", "honey is not for babies: it can carry botulism", "take out the honey, or the words about babies")
            if re.match("(chicken|turkey)", key) and item.family == "meat" and not re.search(r"7[45] ?°c", said):
                yield Problem(card.place(*steps), "sanity", "poultry without the heat it must reach inside",
                              'say in the method: "until it reaches 74 °C inside"', remark=True)  # fmt: skip


def _days(keeping: str) -> int:
    number, unit = re.search(r"(\d+) (\w+?)s?$", keeping).groups()
    return int(number) * {"hour": 0, "day": 1, "week": 7, "month": 30}[unit]
