"""What must hold across the whole guide before anything is printed: one plain function each.

RECIPE_CHECKS, ROOM_CHECKS and CHECKS are the table of contents. A check is given the kitchen and yields problems; the order does not
matter. One of the first kind may look at its recipe, the pantry, the brand and the chapters, and at nothing else; one
of the second at anything but recipes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from guide import aims, contrast, crew, ease, engine, labels, plan
from guide.art.motifs import MOTIFS
from guide.brand import PAIRS, is_placeholder
from guide.cellar import Cellar, digest
from guide.kitchen import Kitchen
from guide.method import displaced, first_uses
from guide.nutrition import of_card, shown
from guide.place import Mistake, Place, Problem, counted, did_you_mean, from_row, row
from guide.prose import Page, links, said, uncited
from guide.source import Map, Node, Text, locate, texts
from guide.speech import (
    findings_carry_what_is_said,
    recipes_findings_carry_what_is_said,
    recipes_words_about_health_are_backed,
    words_about_health_are_backed,
)
from guide.typography import check_degrees, unprintable

PARTS = ("cover", "contents", "recipes", "index", "references", "back")
# The program makes these too, for a guide that wants them.
MORE_PARTS = ("plan", "shopping", "lists", "finder", "fortnight", "thanks")
# The most characters a text may have, as its author types it, and what to do besides cutting: more breaks its place on the page.
LIMITS = {
    "title": (46, ""),
    "summary": (150, ""),
    "text of why": (190, ""),
    "step": (220, ", or make it two steps"),
    "swap": (90, ", or say it in a note"),
    "lead": (130, ""),
}
# A note that speaks of a day without much strength, and a step that asks for another vessel.
EASY = re.compile(r"\blow-energy\b|\b(?:tired|sore)\b[^.]*\bhands?\b|\bhands are (?:tired|sore)\b|\bwhen cutting is hard\b", re.IGNORECASE)
SECOND = re.compile(r"\b(?:second|another|separate|two|three) (?:\w+[- ]){0,3}(?:pans?|pots?|trays?|saucepans?|dish|dishes)\b", re.IGNORECASE)
# The US school grade that no page may go beyond.
GRADE = 8
Check = Callable[[Kitchen], Iterator[Problem]]


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


def allergens_are_known(kitchen: Kitchen) -> Iterator[Problem]:
    """Every allergen and trigger a pantry item names is in pantry/allergens.yaml."""
    node, allergens = kitchen.nodes.get("pantry/ingredients.yaml"), kitchen.pantry.allergens
    if not allergens:
        return
    known = [leaf for group in allergens.groups for leaf in group.leaves]
    for key, item in kitchen.pantry.items.items():
        for name, words in (("contains", known), ("check", known), ("triggers", list(allergens.triggers))):
            for number, leaf in enumerate(getattr(item, name)):
                if leaf not in words:
                    yield Problem(locate(node, (key, name, number)).place, "unknown-allergen", f'"{leaf}" is not an allergen the guide knows',
                                  did_you_mean(leaf, words, f"use one of: {', '.join(words)}"))  # fmt: skip


def motifs_are_in_the_library(kitchen: Kitchen) -> Iterator[Problem]:
    """Every motif of pantry/motifs.yaml can be drawn, and stands for an item that there is."""
    node, given = kitchen.nodes.get("pantry/motifs.yaml"), kitchen.pantry.likenesses
    if not given:
        return
    for room in ("families", "ingredients"):
        for key, motif in getattr(given, room).items():
            if motif != "none" and motif not in MOTIFS:
                yield Problem(locate(node, (room, key)).place, "unknown-motif", f'"{motif}" is not a motif that can be drawn',
                              did_you_mean(motif, MOTIFS, 'take one of guide/art/motifs.py, draw it there, or write "none"'))  # fmt: skip
    for key in given.ingredients if kitchen.pantry.items else ():
        if key not in kitchen.pantry.items:
            place = next(name.place for name, _ in locate(node, ("ingredients",)).entries if name.value == key)
            yield Problem(place, "unknown-item", f'"{key}" is not an item of the pantry',
                          did_you_mean(key, kitchen.pantry.items, "name an item of pantry/ingredients.yaml, or take the line out"))  # fmt: skip


def texts_promise_nothing(kitchen: Kitchen) -> Iterator[Problem]:
    """No text of a recipe promises what its ingredients contradict, or types a label that is derived."""
    if not kitchen.pantry.allergens or not kitchen.pantry.items:
        return
    for card in kitchen.cards:
        used = [(steps, line) for steps, line in lines(card) if steps[0] == "ingredients"]
        for text in texts(card.node):
            for match, leaves, diet in labels.promises(text.value, kitchen.pantry.allergens):
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
             if kitchen.pantry.find(line.name) and (why := labels.breaks(line, leaves, diet, kitchen.pantry))]  # fmt: skip
    # What a dish holds says more than what a packet may hold.
    return min(found, key=lambda row: row[2].startswith("may"), default=None)


def _is_ingredient(kitchen: Kitchen, card, text) -> bool:
    """Whether the text is an ingredient line whose name the pantry knows: gluten-free oats are called so."""
    return any(card.text(*steps) is text and kitchen.pantry.find(line.name) and labels.promised_by_name(line, kitchen.pantry)
               for steps, line in lines(card))  # fmt: skip


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


def texts_name_no_unlisted_allergen(kitchen: Kitchen) -> Iterator[Problem]:
    """No title, summary, step or preparation uses a food with an allergen that no ingredient accounts for."""
    if not kitchen.pantry.allergens or not kitchen.pantry.items:
        return
    for card in kitchen.cards:
        recipe = card.recipe
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        held = set(labels.derive(labels.lines(recipe), kitchen.pantry).contains)
        told = [(("title",), 0, recipe.title, held), (("summary",), 0, recipe.summary, held)]
        told += [(("method", number), 0, step, held) for number, step in enumerate(recipe.method)]
        for steps, line in lines(card):
            mine = held.union(kitchen.pantry.require(line)[1].contains)
            told.append((steps, line.text.rfind(line.preparation), line.preparation, mine))
        for steps, offset, text, accounted in told:
            for start, end, key in kitchen.pantry.named_in(text):
                missing = [leaf for leaf in kitchen.pantry.items[key].contains if leaf not in accounted]
                if missing:
                    yield Problem(card.place(*steps, at=offset + start, width=end - start), "unlisted-allergen",
                                  f'"{text[start:end]}" brings {labels.sentence(labels.spell(missing, kitchen.pantry.allergens))}, and no ingredient does',
                                  "list it among the ingredients, or leave it out")  # fmt: skip


def ingredients_are_used_in_their_order(kitchen: Kitchen) -> Iterator[Problem]:
    """Each ingredient is used by a step; remarks: one listed, within its group, after one that is used later."""
    for card in kitchen.cards:
        if not all(kitchen.pantry.find(line.name) for _, line in lines(card)):
            continue
        rows = [(steps, line) for steps, line in lines(card) if steps[0] == "ingredients"]
        uses = first_uses(card.recipe, kitchen.pantry)
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


def titles_differ(kitchen: Kitchen) -> Iterator[Problem]:
    """No two recipes share a title or a file name."""
    titles, slugs = {}, {}
    for card in kitchen.cards:
        title = card.recipe.title.casefold()
        if title in titles:
            yield Problem(card.place("title"), "same-title", f'another recipe is called "{card.recipe.title}" too',
                          "give this one a title of its own", other=titles[title].place("title"))  # fmt: skip
        if card.slug in slugs:
            yield Problem(Place(card.path), "same-file-name", f'another chapter has a file "{card.slug}.yaml" too',
                          "rename this one: the name is its address in the book", other=Place(slugs[card.slug].path))  # fmt: skip
        titles.setdefault(title, card)
        slugs.setdefault(card.slug, card)


def recipes_letters_can_be_printed(kitchen: Kitchen) -> Iterator[Problem]:
    """Every character of a recipe is one the guide's typefaces have."""
    for card in kitchen.cards:
        yield from _letters(card.node)


def _letters(node) -> Iterator[Problem]:
    for text in texts(node):
        if found := unprintable(text.value):
            yield _unprintable(text.part(found[0], 1), found[1])


def letters_can_be_printed(kitchen: Kitchen) -> Iterator[Problem]:
    """So is every character of the brand, the chapters, the week, the shop and the pages."""
    for path in ("brand.yaml", "recipes/chapters.yaml", "pantry/week.yaml", "pantry/shop.yaml"):
        if path in kitchen.nodes:
            yield from _letters(kitchen.nodes[path])
    for page in kitchen.pages:
        for number, line in enumerate(page.source.lines, 1):
            if found := unprintable(line):
                yield _unprintable(page.source.place(number, found[0] + 1), found[1])


def _unprintable(place: Place, character: str) -> Problem:
    return Problem(place, "unprintable", f'the guide\'s typefaces have no "{character}"', "write it in words, or leave it out")


def texts_fit_their_place(kitchen: Kitchen) -> Iterator[Problem]:
    """No title, summary, step, swap or word on research is longer than its place on the page."""
    for card in kitchen.cards:
        recipe = card.recipe
        told = [("title", ("title",), recipe.title), ("summary", ("summary",), recipe.summary)]
        told += [("step", ("method", number), step) for number, step in enumerate(recipe.method)]
        told += [("swap", ("swaps", number, "for"), swap.for_.text) for number, swap in enumerate(recipe.swaps or ())]
        told += [("text of why", ("why", "text"), recipe.why.text)] if recipe.why else []
        for what, steps, text in told:
            yield from _too_long(card.node, steps, what, text)


def leads_fit_their_place(kitchen: Kitchen) -> Iterator[Problem]:
    """Nor is the lead of a chapter."""
    for number, chapter in enumerate(kitchen.chapters):
        yield from _too_long(kitchen.nodes["recipes/chapters.yaml"], (number, "lead"), "lead", chapter.lead)


def _too_long(node: Node, steps: tuple, what: str, text: str) -> Iterator[Problem]:
    most, otherwise = LIMITS[what]
    over = len(text) - most
    if over > 0:
        place = locate(node, steps)
        yield Problem(place.part(most, over) if isinstance(place, Text) else place.place, "too-long",
                      f"the {what} has {len(text)} characters, and its place on the page holds {most}",
                      f"cut {counted(over, 'character')}{otherwise}")  # fmt: skip


def temperatures_agree(kitchen: Kitchen) -> Iterator[Problem]:
    """Where a text gives °C and °F, they are the same heat."""
    for card in kitchen.cards:
        for text in texts(card.node):
            if mistake := check_degrees(text.value):
                yield Problem(text.part(mistake.at, mistake.width), mistake.id, mistake.what, mistake.fix)


def pantry_names_differ(kitchen: Kitchen) -> Iterator[Problem]:
    """A name belongs to one pantry item."""
    node = kitchen.nodes.get("pantry/ingredients.yaml")
    seen: dict[str, Place] = {}
    for key, item in kitchen.pantry.items.items():
        for number, name in enumerate(item.names):
            place = locate(node, (key, "names", number)).place
            if name.lower() in seen:
                yield Problem(place, "same-name", f'"{name}" is already a name of another ingredient',
                              "leave it with one of them", other=seen[name.lower()])  # fmt: skip
            seen.setdefault(name.lower(), place)


def aims_are_reached(kitchen: Kitchen) -> Iterator[Problem]:
    """The recipes together offer what recipes/aims.yaml promises."""
    yield from aims.missed(kitchen)


def chapters_are_complete(kitchen: Kitchen) -> Iterator[Problem]:
    """Each chapter has recipes and a palette of the brand's."""
    node = kitchen.nodes.get("recipes/chapters.yaml")
    for number, chapter in enumerate(kitchen.chapters):
        if not any((kitchen.root / "recipes" / chapter.folder).glob("[!_.]*")):
            yield Problem(locate(node, (number, "folder")).place, "empty-chapter", f'the chapter "{chapter.folder}" has no recipes',
                          f"put a recipe into recipes/{chapter.folder}/, or take the chapter out")  # fmt: skip
        if kitchen.brand and chapter.palette not in kitchen.brand.palettes:
            known = list(kitchen.brand.palettes)
            yield Problem(locate(node, (number, "palette")).place, "unknown-palette", f'brand.yaml has no palette "{chapter.palette}"',
                          did_you_mean(chapter.palette, known, f"use one of: {', '.join(known)}"))  # fmt: skip


def order_is_whole(kitchen: Kitchen) -> Iterator[Problem]:
    """The book's order names parts that exist, each once, and leaves no page out."""
    node = kitchen.nodes.get("pages/order.yaml")
    if node is None or not kitchen.order:
        return
    slugs = [page.slug for page in kitchen.pages]
    known = [*PARTS, *MORE_PARTS, *slugs]
    for number, part in enumerate(kitchen.order):
        place = locate(node, (number,)).place
        if part not in known:
            yield Problem(place, "unknown-part", f'the book has no part "{part}"',
                          did_you_mean(part, known, f"write pages/{part}.md, or use one of: {', '.join(known)}"))  # fmt: skip
        elif part in kitchen.order[:number]:
            yield Problem(place, "same-part", f'"{part}" comes twice', "keep it where it belongs")
    for part in [*PARTS, *slugs]:
        if part not in kitchen.order:
            yield Problem(node.place, "missing-part", f'"{part}" is not in the order of the book', f'add a line "- {part}"')


def week_and_shop_name_what_exists(kitchen: Kitchen) -> Iterator[Problem]:
    """The week is bounded by figures and parts of the pattern that are worked out, and the shop sells items of the pantry."""
    week, shop = kitchen.week, kitchen.shop
    node = kitchen.nodes.get("pantry/week.yaml")
    if week and kitchen.larder:
        reference = kitchen.larder.reference
        rows = [(("bounds", number, "figure"), bound.figure, [row.id for row in reference.figures]) for number, bound in enumerate(week.bounds)]
        rows += [(("times", number, "pattern"), times.pattern, [row.id for row in reference.patterns]) for number, times in enumerate(week.times)]
        rows += [(("unhurried", number), day, list(week.days)) for number, day in enumerate(week.unhurried)]
        for steps, named, known in rows:
            if named not in known:
                yield Problem(locate(node, steps).place, "unknown-choice", f'"{named}" is none the guide knows',
                              did_you_mean(named, known, f"choose one of: {', '.join(known)}"))  # fmt: skip
    node, tally = kitchen.nodes.get("pantry/lists.yaml"), kitchen.tally
    for number, season in enumerate(tally.seasons if tally and kitchen.pantry.items else ()):
        for place, item in enumerate(season.items):
            if item not in kitchen.pantry.items:
                yield Problem(locate(node, ("seasons", number, "items", place)).place, "unknown-item", f'"{item}" is not an item of the pantry',
                              did_you_mean(item, kitchen.pantry.items, "name an item of pantry/ingredients.yaml, or take it out"))  # fmt: skip
    node = kitchen.nodes.get("pantry/shop.yaml")
    if shop and kitchen.pantry.items:
        named = [(("aisles", number, "items", place), item) for number, aisle in enumerate(shop.aisles) for place, item in enumerate(aisle.items)]
        named += [*((("home", "items", place), item) for place, item in enumerate(shop.home.items)), *((("tap", place), item) for place, item in enumerate(shop.tap))]
        for place, item in [*((locate(node, steps).place, item) for steps, item in named), *((locate(node, ("packs",)).key(item).place, item) for item in shop.packs)]:
            if item not in kitchen.pantry.items:
                yield Problem(place, "unknown-item", f'"{item}" is not an item of the pantry',
                              did_you_mean(item, kitchen.pantry.items, "name an item of pantry/ingredients.yaml, or take it out"))  # fmt: skip


def a_week_can_be_planned(kitchen: Kitchen, cellar: Cellar) -> Iterator[Problem]:
    """The recipes make a week that keeps to pantry/week.yaml; asked only of a guide that is whole and without a mistake."""
    whole = kitchen.week and kitchen.larder and kitchen.pantry.items and len(kitchen.cards) == len(kitchen.recipes_seen)
    if not whole or not {"plan", "shopping"} & set(kitchen.order):
        return
    try:
        plan.week(kitchen, cellar)
    except plan.NoPlan as none:
        yield Problem(locate(kitchen.nodes["pantry/week.yaml"], none.steps).place, "no-plan", none.what, none.fix)


def page_links_lead_somewhere(kitchen: Kitchen) -> Iterator[Problem]:
    """A page's links within the book lead to a part, a chapter or a recipe of it."""
    known = {*kitchen.order, *(f"chapter-{chapter.folder}" for chapter in kitchen.chapters), *(f"recipe-{slug}" for slug in kitchen.recipes_seen)}
    for page in kitchen.pages:
        for link in links(page):
            if link.startswith("#") and link[1:] not in known:
                number = next(number for number, line in enumerate(page.source.lines, 1) if f"]({link})" in line)
                at = page.source.lines[number - 1].index(f"]({link})") + 2
                yield Problem(page.source.place(number, at + 1, len(link)), "dead-link", f'the book has no part "{link}"',
                              did_you_mean(link[1:], sorted(known), "write #recipe- and the recipe's file name"))  # fmt: skip


def colours_stand_out(kitchen: Kitchen) -> Iterator[Problem]:
    """Every text colour stands out from each ground it is written on, in every chapter's palette."""
    if not kitchen.brand:
        return
    brand, node = kitchen.brand, kitchen.nodes["brand.yaml"]
    shared = {"white": ("#FFFFFF", ())} | {name: (colour, ("colours", name)) for name, colour in brand.colours}
    worst: dict[tuple, tuple] = {}
    for palette, colours in brand.palettes.items():
        known = shared | {name: (colour, ("palettes", palette, name)) for name, colour in colours}
        for pair in ((ink, ground) for ink, grounds in PAIRS.items() for ground in grounds):
            light, dark = sorted(pair, key=lambda name: -contrast.luminance(known[name][0]))
            found = contrast.ratio(known[light][0], known[dark][0])
            # One colour may be too pale for several grounds; what mends the worst mends all.
            if found < worst.get(known[dark], (contrast.TEXT,))[0]:
                worst[known[dark]] = (found, pair, known[pair[0]][0], known[pair[1]][0], known[light])
    for (colour, steps), (found, (ink, ground), of_ink, of_ground, (light, way)) in worst.items():
        better = contrast.darkened(colour, light, contrast.TEXT)
        yield Problem((locate(node, steps) if steps else locate(node, way)).place, "contrast",
                      f"{ink} {of_ink} on {ground} {of_ground} has a contrast of {found:.1f}, and text needs {contrast.TEXT}",
                      f'write "{better}", the same colour darker' if better and steps else "make the lighter of the two lighter",
                      other=locate(node, way).place if way and steps else None)  # fmt: skip


def pages_are_plain(kitchen: Kitchen) -> Iterator[Problem]:
    """No page of prose asks for more than eight years of school."""
    for page in kitchen.pages:
        blocks = [page.title, *(uncited(text) for text in said(page))]
        if found := _hard(blocks):
            what, fix, _, _, sentence = found
            yield Problem(_written(page, sentence), "hard-to-read", f"this page {what}", fix)


def recipes_are_plain(kitchen: Kitchen) -> Iterator[Problem]:
    """Remarks: a recipe whose method and notes ask for more."""
    for card in kitchen.cards:
        rows = [(name, number, text) for name in ("method", "notes") for number, text in enumerate(getattr(card.recipe, name) or ())]
        if found := _hard([text for _, _, text in rows]):
            what, fix, number, at, sentence = found
            yield Problem(card.place(*rows[number][:2], at=at, width=len(sentence)), "hard-to-read", f"this recipe {what}", fix, remark=True)


def _hard(paragraphs: list[str]) -> tuple[str, str, int, int, str] | None:
    """What is said of a text that is too hard and how to mend it, with its hardest sentence: which paragraph, where in it, its words."""
    grade = ease.grade(paragraphs)
    if grade <= GRADE:
        return None
    number, at, sentence = ease.hardest(paragraphs)
    shown = sentence if len(sentence) < 90 else sentence[:80].rpartition(" ")[0] + " …"
    return (f"reads at school grade {grade:.1f}, above {GRADE}; its hardest sentence is \"{shown}\"",
            "make that sentence two, or say it in shorter words", number, at, sentence)  # fmt: skip


def _written(page: Page, sentence: str) -> Place:
    """Where a sentence begins in the page's Markdown, which may break its lines and mark its words."""
    for start in sorted({0, *(match.end() for match in re.finditer(" ", sentence))}):
        words = re.match(r"\S+(?: \S+){0,2}", sentence[start:])
        for number, line in enumerate(page.source.lines, 1):
            if words and (at := line.find(words[0])) >= 0:
                return page.source.place(number, at + 1, len(words[0]))
    return page.source.place()


def budget_rises(kitchen: Kitchen) -> Iterator[Problem]:
    """The byte budget's target, remark and limit come in that order."""
    if kitchen.brand and not 0 < kitchen.brand.budget.target <= kitchen.brand.budget.remark <= kitchen.brand.budget.fail:
        yield Problem(kitchen.nodes["brand.yaml"].key("budget").place, "budget",
                      "the byte budget does not rise from target to remark to fail",
                      "write them in that order, such as 1500000, 2000000, 2500000")  # fmt: skip


def placeholders_are_listed(kitchen: Kitchen) -> Iterator[Problem]:
    """Remarks: what only the owner knows and has not filled in yet."""
    node = kitchen.nodes.get("brand.yaml")
    for text in texts(node) if isinstance(node, Map) else ():
        if is_placeholder(text.value):
            yield Problem(text.place, "placeholder", f"{text.value} is still a placeholder", "write the real one in its place", remark=True)


# Of one recipe, the pantry, the brand and the chapters: what these found is kept until one of them changes.
RECIPE_CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    servings_are_sane,
    food_is_safe,
    texts_promise_nothing,
    texts_name_no_unlisted_allergen,
    recipes_words_about_health_are_backed,
    recipes_findings_carry_what_is_said,
    recipes_letters_can_be_printed,
    texts_fit_their_place,
    recipes_are_plain,
    temperatures_agree,
    ingredients_are_used_in_their_order,
    tags_are_borne_out,
)
# Of everything but recipes, kept likewise.
ROOM_CHECKS: tuple[Check, ...] = (
    allergens_are_known,
    motifs_are_in_the_library,
    words_about_health_are_backed,
    findings_carry_what_is_said,
    letters_can_be_printed,
    leads_fit_their_place,
    pantry_names_differ,
    order_is_whole,
    week_and_shop_name_what_exists,
    pages_are_plain,
    colours_stand_out,
    budget_rises,
    placeholders_are_listed,
)
# Of the guide as a whole.
CHECKS: tuple[Check, ...] = (titles_differ, chapters_are_complete, page_links_lead_somewhere, aims_are_reached)


def check(kitchen: Kitchen, cellar: Cellar, jobs: int = 1) -> list[Problem]:
    """Every problem and remark of every check; `jobs` recipes are looked at at once when there are many."""
    found = [problem for run in CHECKS for problem in run(kitchen)]
    # What was found is kept until something changes of what the check looks at.
    wanted = [(ROOM_CHECKS, replace(kitchen, cards=()), digest(engine.key(), "rooms", kitchen.rest))]
    wanted += ((RECIPE_CHECKS, replace(kitchen, cards=(card,)), digest(engine.key(), "recipe", kitchen.world, card.path, card.digest)) for card in kitchen.cards)
    verdicts = [cellar.get("verdicts", key) for _, _, key in wanted]
    missing = [number for number, verdict in enumerate(verdicts) if verdict is None]

    def judge(piece: int) -> bytes:
        checks, looked_at, _ = wanted[missing[piece]]
        return json.dumps([row(problem) for run in checks for problem in run(looked_at)]).encode()

    for number, verdict in zip(missing, crew.each([wanted[number][2] for number in missing], judge, jobs)):
        verdicts[number] = verdict
        cellar.put("verdicts", wanted[number][2], verdict)
    found += [from_row(told) for verdict in verdicts for told in json.loads(verdict)]
    return found if any(not problem.remark for problem in found) else [*found, *a_week_can_be_planned(kitchen, cellar)]


def summary(problems: list[Problem], kitchen: Kitchen | None, held: str) -> str:
    """The last line of a failed check: how many problems, in how much, and what became of the output."""
    grave = [problem for problem in problems if not problem.remark]
    paths = {problem.place.path for problem in grave}
    if kitchen and all(path.startswith("recipes/") and path.count("/") == 2 for path in paths):
        where = f"{len(paths)} of {counted(len(kitchen.recipes_seen), 'recipe')}"
    else:
        where = counted(len(paths), "file")
    return f"{counted(len(grave), 'problem')} in {where}. {held}"
