"""What must hold across the whole guide before anything is printed: one plain function each.

CHECKS is the table of contents. A check is given the kitchen and yields problems; the order does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guide import claims, labels
from guide.kitchen import Kitchen
from guide.model import is_placeholder
from guide.nutrition import shown, work_out
from guide.place import Mistake, Place, Problem, counted, did_you_mean
from guide.prose import cites, links, said, uncited
from guide.source import Map, decode, locate, texts
from guide.typography import check_degrees, unprintable

PARTS = ("cover", "contents", "recipes", "index", "references", "back")
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
        worked = work_out(card.recipe, labels.lines(card.recipe), kitchen.pantry, larder)
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


def words_about_health_are_backed(kitchen: Kitchen) -> Iterator[Problem]:
    """Every text goes through the claim rules: recipes, chapters, pages, the brand's words, and the templates' own."""
    if not kitchen.rules:
        return
    used: set[int] = set()
    for heard in spoken(kitchen):
        for claim in claims.find(heard.text, kitchen.rules):
            place = heard.place(claim.start, claim.end - claim.start)
            words = heard.text[claim.start : claim.end]
            number = next((number for number, excuse in enumerate(kitchen.excuses) if excuse.file == place.path and excuse.rule == claim.rule.id
                           and excuse.words.casefold() in words.casefold()), None)  # fmt: skip
            if number is not None:
                used.add(number)
                yield Problem(place, "excused", f'"{words}" is let stand ({claim.rule.id}): {kitchen.excuses[number].reason}',
                              "take it out of pages/excused.yaml when it is no longer needed", remark=True)  # fmt: skip
            elif claim.severity == "block":
                yield Problem(place, "claim", f'"{words}": {claim.rule.why}', f"{claim.rule.fix} [rule {claim.rule.id}]")
            elif claim.severity == "warn" and heard.excused:
                continue
            elif claim.severity == "warn" and not claims.carried(claim, heard.cited):
                kind = f" about a {claim.rule.needs}" if claim.rule.needs else ""
                yield Problem(place, "claim-evidence", f'"{words}" cites no finding{kind} that carries it: {claim.rule.why}',
                              f"{claim.rule.fix} [rule {claim.rule.id}]")  # fmt: skip
            elif claim.severity == "ask" and not (heard.cited and heard.reviewed):
                yield Problem(place, "claim-review", f'"{words}" is for a person to read first: {claim.rule.why}',
                              f"{claim.rule.fix} [rule {claim.rule.id}]")  # fmt: skip
    node = kitchen.nodes.get("pages/excused.yaml")
    for number, excuse in enumerate(kitchen.excuses):
        if number not in used:
            yield Problem(locate(node, (number, "words")).place, "stale-excuse", f'{excuse.file} no longer says "{excuse.words}" in a way {excuse.rule} finds',
                          "take this entry out")  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A text the guide prints: where its characters stand, the findings it cites, and whether a person has read it.

    Excused from citing: a template's heading, which stands over texts that cite for themselves, and a text whose
    citation is itself the mistake.
    """

    text: str
    place: Callable[[int, int], Place]
    cited: tuple = ()
    reviewed: bool = False
    excused: bool = False


def spoken(kitchen: Kitchen) -> Iterator[Said]:
    """Every text of the guide. The title and subtitle are the owner's and stand apart."""
    for card in kitchen.cards:
        why = card.recipe.why
        cited = tuple(kitchen.evidence[id] for id in why.evidence if id in kitchen.evidence) if why else ()
        reviewed = bool(card.recipe.reviewed_by)
        for key, node in card.node.entries:
            for text in texts(node):
                if key.value not in ("vessel", "reviewed_by") and not (key.value == "why" and text is not card.text("why", "text")):
                    mine = key.value == "why"
                    yield Said(text.value, text.part, cited if mine else (), reviewed, mine and len(cited) < len(why.evidence))
        yield Said(card.slug.replace("-", " "), lambda at, width, card=card: Place(card.path))
    for chapter in kitchen.nodes["recipes/chapters.yaml"].items if "recipes/chapters.yaml" in kitchen.nodes else ():
        for text in texts(chapter):
            yield Said(text.value, text.part)
    brand = kitchen.nodes.get("brand.yaml")
    for key, node in brand.entries if isinstance(brand, Map) else ():
        for text in texts(node) if key.value not in ("title", "subtitle") else ():
            yield Said(text.value.replace("-", " ") if key.value == "file" else text.value, text.part)
    for page in kitchen.pages:
        for block in [page.title, *said(page)]:
            cited = tuple(kitchen.evidence[id] for id in cites(block) if id in kitchen.evidence)
            yield Said(uncited(block), _in_page(page, uncited(block)), cited, bool(cited))
    for path in sorted((kitchen.root / "templates").glob("*.html")):
        source = decode(f"templates/{path.name}", path.read_bytes())
        for number, line in enumerate(source.lines, 1):
            # Tags and template code become blanks of the same length; what a reader is told stays where it stands.
            shown = re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*?(?:alt|title)=|<[^>]*>", lambda m: " " * len(m[0]), line)
            yield Said(shown, lambda at, width, source=source, number=number: source.place(number, at + 1, width), excused=True)


def _in_page(page, block: str) -> Callable[[int, int], Place]:
    def place(at: int, width: int) -> Place:
        words = block[at : at + width]
        # With its neighbours first: the word may stand elsewhere on the page too.
        for before, after in ((12, 12), (12, 0), (0, 12)):
            start = max(0, at - before)
            around = block[start : at + width + after]
            for number, line in enumerate(page.source.lines, 1):
                if (found := line.find(around)) >= 0:
                    return page.source.place(number, found + at - start + 1, width)
        for number, line in enumerate(page.source.lines, 1):
            if (found := line.find(words)) >= 0:
                return page.source.place(number, found + 1, width)
        # Markup stands between the letters: they are found without it, and placed with it.
        for number, line in enumerate(page.source.lines, 1):
            bare = [(column, character) for column, character in enumerate(line, 1) if character not in "*_`"]
            if (found := "".join(character for _, character in bare).find(words)) >= 0:
                first, last = bare[found][0], bare[found + len(words) - 1][0]
                return page.source.place(number, first, last - first + 1)
        # A line's end stands between the words: the line that has the first of them.
        first = words.split()[0]
        number = next((number for number, line in enumerate(page.source.lines, 1) if first in line), 1)
        return page.source.place(number, max(page.source.lines[number - 1].find(first), 0) + 1, len(first))

    return place


def findings_carry_what_is_said(kitchen: Kitchen) -> Iterator[Problem]:
    """A "why" cites findings that are in the register, are about this food, and carry no more than they found."""
    for card in kitchen.cards:
        why = card.recipe.why
        if not why:
            continue
        for number, id in enumerate(why.evidence):
            if id not in kitchen.evidence:
                yield Problem(card.place("why", "evidence", number), "unknown-evidence", f'"{id}" is not in pantry/evidence.yaml',
                              did_you_mean(id, kitchen.evidence, "cite a finding that is there, or take the why out"))  # fmt: skip
            elif kitchen.pantry.items:
                items = [(found[0], found[1].family) for line in labels.lines(card.recipe) if (found := kitchen.pantry.find(line.name))]
                if not claims.speaks_of(kitchen.evidence[id], items):
                    yield Problem(card.place("why", "evidence", number), "overclaim", "the finding is about foods that are not in this dish",
                                  f"it is about: {', '.join(kitchen.evidence[id].foods)}")  # fmt: skip
        cited = [kitchen.evidence[id] for id in why.evidence if id in kitchen.evidence]
        for start, end, said_why in claims.overclaims(why.text, cited):
            yield Problem(card.place("why", "text", at=start, width=end - start), "overclaim", said_why, "say what the finding carries: its supports are in pantry/evidence.yaml")
    for page in kitchen.pages:
        for block in said(page):
            for id in cites(block):
                if id not in kitchen.evidence:
                    yield Problem(_in_page(page, f"[@{id}]")(0, len(id) + 3), "unknown-evidence", f'"{id}" is not in pantry/evidence.yaml',
                                  did_you_mean(id, kitchen.evidence, "cite a finding that is there, or take the sentence out"))  # fmt: skip
            cited = [kitchen.evidence[id] for id in cites(block) if id in kitchen.evidence]
            for start, end, said_why in claims.overclaims(uncited(block), cited):
                yield Problem(_in_page(page, uncited(block))(start, end - start), "overclaim", said_why,
                              "say what the finding carries: its supports are in pantry/evidence.yaml")  # fmt: skip


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


def letters_can_be_printed(kitchen: Kitchen) -> Iterator[Problem]:
    """Every character is one the guide's typefaces have."""
    nodes = [card.node for card in kitchen.cards]
    nodes += [kitchen.nodes[path] for path in ("brand.yaml", "recipes/chapters.yaml") if path in kitchen.nodes]
    for node in nodes:
        for text in texts(node):
            if found := unprintable(text.value):
                yield _unprintable(text.part(found[0], 1), found[1])
    for page in kitchen.pages:
        for number, line in enumerate(page.source.lines, 1):
            if found := unprintable(line):
                yield _unprintable(page.source.place(number, found[0] + 1), found[1])


def _unprintable(place: Place, character: str) -> Problem:
    return Problem(place, "unprintable", f'the guide\'s typefaces have no "{character}"', "write it in words, or leave it out")


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
    known = [*PARTS, *slugs]
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


CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    servings_are_sane,
    food_is_safe,
    allergens_are_known,
    texts_promise_nothing,
    words_about_health_are_backed,
    findings_carry_what_is_said,
    titles_differ,
    letters_can_be_printed,
    temperatures_agree,
    pantry_names_differ,
    chapters_are_complete,
    order_is_whole,
    page_links_lead_somewhere,
    budget_rises,
    placeholders_are_listed,
)


def check(kitchen: Kitchen) -> list[Problem]:
    """Every problem and remark of every check."""
    return [problem for run in CHECKS for problem in run(kitchen)]


def summary(problems: list[Problem], kitchen: Kitchen | None, held: str) -> str:
    """The last line of a failed check: how many problems, in how much, and what became of the output."""
    grave = [problem for problem in problems if not problem.remark]
    paths = {problem.place.path for problem in grave}
    if kitchen and all(path.startswith("recipes/") and path.count("/") == 2 for path in paths):
        where = f"{len(paths)} of {counted(len(kitchen.recipes_seen), 'recipe')}"
    else:
        where = counted(len(paths), "file")
    return f"{counted(len(grave), 'problem')} in {where}. {held}"
