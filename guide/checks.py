"""What must hold across the whole guide before anything is printed: one plain function each.

CHECKS is the table of contents. A check is given the kitchen and yields problems; the order does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guide.kitchen import Kitchen
from guide.model import is_placeholder
from guide.place import Mistake, Place, Problem, counted, did_you_mean
from guide.prose import links
from guide.source import Map, locate, texts
from guide.typography import check_degrees, unprintable

PARTS = ("cover", "contents", "recipes", "index", "back")
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


def nothing_waits_unprinted(kitchen: Kitchen) -> Iterator[Problem]:
    """Remarks: a "why" is kept but not printed until its evidence can be checked."""
    for card in kitchen.cards:
        if card.recipe.why:
            yield Problem(card.place("why"), "not-printed", 'a "why" is not printed yet: the guide has no evidence register to check it',
                          "leave it, or take it out", remark=True)  # fmt: skip


CHECKS: tuple[Check, ...] = (
    ingredients_are_in_the_pantry,
    swaps_are_of_this_recipe,
    groups_keep_their_lines,
    titles_differ,
    letters_can_be_printed,
    temperatures_agree,
    pantry_names_differ,
    chapters_are_complete,
    order_is_whole,
    page_links_lead_somewhere,
    budget_rises,
    placeholders_are_listed,
    nothing_waits_unprinted,
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
