"""What must hold of every room but the recipes, and between the rooms: names that exist, an order, a week, colours, aims."""

from __future__ import annotations

from collections.abc import Iterator

from guide.art.motifs import MOTIFS
from guide.check import aims, contrast
from guide.core.cache import Cache
from guide.core.problems import Place, Problem, did_you_mean
from guide.derive import meal_plan
from guide.read.brand import PAIRS, is_placeholder
from guide.read.load import Guide
from guide.read.part_names import OPTIONAL_PARTS, REQUIRED_PARTS
from guide.read.prose import links
from guide.read.yaml_nodes import Map, locate, texts


def titles_differ(guide: Guide) -> Iterator[Problem]:
    """No two recipes share a title or a file name."""
    titles, slugs = {}, {}
    for recipe_file in guide.recipe_files:
        title = recipe_file.recipe.title.casefold()
        if title in titles:
            yield Problem(
                recipe_file.place("title"),
                "same-title",
                f'another recipe is called "{recipe_file.recipe.title}" too',
                "give this one a title of its own",
                other=titles[title].place("title"),
            )
        if recipe_file.slug in slugs:
            yield Problem(
                Place(recipe_file.path),
                "same-file-name",
                f'another chapter has a file "{recipe_file.slug}.yaml" too',
                "rename this one: the name is its address in the book",
                other=Place(slugs[recipe_file.slug].path),
            )
        titles.setdefault(title, recipe_file)
        slugs.setdefault(recipe_file.slug, recipe_file)


def chapters_are_complete(guide: Guide) -> Iterator[Problem]:
    """Each chapter has recipes and a palette of the brand's."""
    node = guide.nodes.get("recipes/chapters.yaml")
    for number, chapter in enumerate(guide.chapters):
        if not any((guide.root / "recipes" / chapter.folder).glob("[!_.]*")):
            yield Problem(
                locate(node, (number, "folder")).place,
                "empty-chapter",
                f'the chapter "{chapter.folder}" has no recipes',
                f"put a recipe into recipes/{chapter.folder}/, or take the chapter out",
            )
        if guide.brand and chapter.palette not in guide.brand.palettes:
            known = list(guide.brand.palettes)
            yield Problem(
                locate(node, (number, "palette")).place,
                "unknown-palette",
                f'brand.yaml has no palette "{chapter.palette}"',
                did_you_mean(chapter.palette, known, f"use one of: {', '.join(known)}"),
            )


def aims_are_reached(guide: Guide) -> Iterator[Problem]:
    """The recipes together offer what recipes/aims.yaml promises."""
    yield from aims.missed(guide)


def allergens_are_known(guide: Guide) -> Iterator[Problem]:
    """Every allergen and trigger a pantry item names is in pantry/allergens.yaml."""
    node, allergens = guide.nodes.get("pantry/ingredients.yaml"), guide.pantry.allergens
    if not allergens:
        return
    known = [leaf for group in allergens.groups for leaf in group.leaves]
    for key, item in guide.pantry.items.items():
        for name, words in (
            ("contains", known),
            ("check", known),
            ("triggers", list(allergens.triggers)),
        ):
            for number, leaf in enumerate(getattr(item, name)):
                if leaf not in words:
                    yield Problem(
                        locate(node, (key, name, number)).place,
                        "unknown-allergen",
                        f'"{leaf}" is not an allergen the guide knows',
                        did_you_mean(leaf, words, f"use one of: {', '.join(words)}"),
                    )


def motifs_are_in_the_library(guide: Guide) -> Iterator[Problem]:
    """Every motif of pantry/motifs.yaml can be drawn, and stands for an item that there is."""
    node, given = guide.nodes.get("pantry/motifs.yaml"), guide.pantry.likenesses
    if not given:
        return
    for room in ("families", "ingredients"):
        for key, motif in getattr(given, room).items():
            if motif != "none" and motif not in MOTIFS:
                yield Problem(
                    locate(node, (room, key)).place,
                    "unknown-motif",
                    f'"{motif}" is not a motif that can be drawn',
                    did_you_mean(
                        motif,
                        MOTIFS,
                        'take one of guide/art/motifs.py, draw it there, or write "none"',
                    ),
                )
    for key in given.ingredients if guide.pantry.items else ():
        if key not in guide.pantry.items:
            place = next(
                name.place
                for name, _ in locate(node, ("ingredients",)).entries
                if name.value == key
            )
            yield Problem(
                place,
                "unknown-item",
                f'"{key}" is not an item of the pantry',
                did_you_mean(
                    key,
                    guide.pantry.items,
                    "name an item of pantry/ingredients.yaml, or take the line out",
                ),
            )


def pantry_names_differ(guide: Guide) -> Iterator[Problem]:
    """A name belongs to one pantry item."""
    node = guide.nodes.get("pantry/ingredients.yaml")
    seen: dict[str, Place] = {}
    for key, item in guide.pantry.items.items():
        for number, name in enumerate(item.names):
            place = locate(node, (key, "names", number)).place
            if name.lower() in seen:
                yield Problem(
                    place,
                    "same-name",
                    f'"{name}" is already a name of another ingredient',
                    "leave it with one of them",
                    other=seen[name.lower()],
                )
            seen.setdefault(name.lower(), place)


def order_is_whole(guide: Guide) -> Iterator[Problem]:
    """The book's order names parts that exist, each once, and leaves no page out."""
    node = guide.nodes.get("pages/order.yaml")
    if node is None or not guide.order:
        return
    slugs = [page.slug for page in guide.pages]
    known = [*REQUIRED_PARTS, *OPTIONAL_PARTS, *slugs]
    for number, part in enumerate(guide.order):
        place = locate(node, (number,)).place
        if part not in known:
            yield Problem(
                place,
                "unknown-part",
                f'the book has no part "{part}"',
                did_you_mean(
                    part, known, f"write pages/{part}.md, or use one of: {', '.join(known)}"
                ),
            )
        elif part in guide.order[:number]:
            yield Problem(place, "same-part", f'"{part}" comes twice', "keep it where it belongs")
    for part in [*REQUIRED_PARTS, *slugs]:
        if part not in guide.order:
            yield Problem(
                node.place,
                "missing-part",
                f'"{part}" is not in the order of the book',
                f'add a line "- {part}"',
            )


def week_and_shop_name_what_exists(guide: Guide) -> Iterator[Problem]:
    """The week is bounded by figures and parts of the pattern that are worked out, and the shop sells items of the pantry."""
    week, shop = guide.week, guide.shop
    node = guide.nodes.get("pantry/week.yaml")
    if week and guide.food_data:
        reference = guide.food_data.reference
        rows = [
            (("bounds", number, "figure"), bound.figure, [row.id for row in reference.figures])
            for number, bound in enumerate(week.bounds)
        ]
        rows += [
            (("times", number, "pattern"), times.pattern, [row.id for row in reference.patterns])
            for number, times in enumerate(week.times)
        ]
        rows += [
            (("unhurried", number), day, list(week.days))
            for number, day in enumerate(week.unhurried)
        ]
        for steps, named, known in rows:
            if named not in known:
                yield Problem(
                    locate(node, steps).place,
                    "unknown-choice",
                    f'"{named}" is none the guide knows',
                    did_you_mean(named, known, f"choose one of: {', '.join(known)}"),
                )
    node, tally = guide.nodes.get("pantry/lists.yaml"), guide.tally
    for number, season in enumerate(tally.seasons if tally and guide.pantry.items else ()):
        for place, item in enumerate(season.items):
            if item not in guide.pantry.items:
                yield Problem(
                    locate(node, ("seasons", number, "items", place)).place,
                    "unknown-item",
                    f'"{item}" is not an item of the pantry',
                    did_you_mean(
                        item,
                        guide.pantry.items,
                        "name an item of pantry/ingredients.yaml, or take it out",
                    ),
                )
    node = guide.nodes.get("pantry/shop.yaml")
    if shop and guide.pantry.items:
        named = [
            (("aisles", number, "items", place), item)
            for number, aisle in enumerate(shop.aisles)
            for place, item in enumerate(aisle.items)
        ]
        named += [
            *((("home", "items", place), item) for place, item in enumerate(shop.home.items)),
            *((("tap", place), item) for place, item in enumerate(shop.tap)),
        ]
        for place, item in [
            *((locate(node, steps).place, item) for steps, item in named),
            *((locate(node, ("packs",)).key(item).place, item) for item in shop.packs),
        ]:
            if item not in guide.pantry.items:
                yield Problem(
                    place,
                    "unknown-item",
                    f'"{item}" is not an item of the pantry',
                    did_you_mean(
                        item,
                        guide.pantry.items,
                        "name an item of pantry/ingredients.yaml, or take it out",
                    ),
                )


def ratios_name_what_exists(guide: Guide) -> Iterator[Problem]:
    """Every name in pantry/ratios.yaml is an item of the pantry, or a set that the file itself names."""
    node, rules = guide.nodes.get("pantry/ratios.yaml"), guide.ratios
    if not rules or not guide.pantry.items:
        return
    known = {*guide.pantry.items, *rules.sets}
    named = [(("sets", name), items, guide.pantry.items) for name, items in rules.sets.items()]
    named += [
        (("ratios", number, side), names, known)
        for number, rule in enumerate(rules.ratios)
        for side, names in (("of", rule.of), ("to", rule.to))
    ]
    named += [
        (("portions", number, "of"), portion.of, known)
        for number, portion in enumerate(rules.portions)
    ]
    named += [(("times", number, "of"), done.of, known) for number, done in enumerate(rules.times)]
    named += [(("salt", "measured"), rules.salt.measured, guide.pantry.items)] if rules.salt else []
    for steps, names, has in named:
        for place, name in enumerate(names):
            if name not in has:
                yield Problem(
                    locate(node, (*steps, place)).place,
                    "unknown-item",
                    f'"{name}" is not an item of the pantry',
                    did_you_mean(
                        name,
                        sorted(has),
                        f"name an item of pantry/ingredients.yaml{' or a set' if has is known else ''}, or take it out",
                    ),
                )


def a_week_can_be_planned(guide: Guide, cache: Cache) -> Iterator[Problem]:
    """The recipes make a week that keeps to pantry/week.yaml; asked only of a guide that is whole and without a mistake."""
    whole = (
        guide.week
        and guide.food_data
        and guide.pantry.items
        and len(guide.recipe_files) == len(guide.recipes_seen)
    )
    if not whole or not {"plan", "shopping"} & set(guide.order):
        return
    try:
        meal_plan.week(guide, cache)
    except meal_plan.NoPlan as none:
        yield Problem(
            locate(guide.nodes["pantry/week.yaml"], none.steps).place,
            "no-plan",
            none.what,
            none.fix,
        )


def page_links_lead_somewhere(guide: Guide) -> Iterator[Problem]:
    """A page's links within the book lead to a part, a chapter or a recipe of it."""
    known = {
        *guide.order,
        *(f"chapter-{chapter.folder}" for chapter in guide.chapters),
        *(f"recipe-{slug}" for slug in guide.recipes_seen),
    }
    for page in guide.pages:
        for link in links(page):
            if link.startswith("#") and link[1:] not in known:
                number = next(
                    number
                    for number, line in enumerate(page.source.lines, 1)
                    if f"]({link})" in line
                )
                at = page.source.lines[number - 1].index(f"]({link})") + 2
                yield Problem(
                    page.source.place(number, at + 1, len(link)),
                    "dead-link",
                    f'the book has no part "{link}"',
                    did_you_mean(
                        link[1:], sorted(known), "write #recipe- and the recipe's file name"
                    ),
                )


def colours_stand_out(guide: Guide) -> Iterator[Problem]:
    """Every text colour stands out from each ground it is written on, in every chapter's palette."""
    if not guide.brand:
        return
    brand, node = guide.brand, guide.nodes["brand.yaml"]
    shared = {"white": ("#FFFFFF", ())} | {
        name: (colour, ("colours", name)) for name, colour in brand.colours
    }
    worst: dict[tuple, tuple] = {}
    for palette, colours in brand.palettes.items():
        known = shared | {name: (colour, ("palettes", palette, name)) for name, colour in colours}
        for pair in ((ink, ground) for ink, grounds in PAIRS.items() for ground in grounds):
            light, dark = sorted(pair, key=lambda name: -contrast.luminance(known[name][0]))
            found = contrast.ratio(known[light][0], known[dark][0])
            # One colour may be too pale for several grounds; what mends the worst mends all.
            if found < worst.get(known[dark], (contrast.TEXT,))[0]:
                worst[known[dark]] = (
                    found,
                    pair,
                    known[pair[0]][0],
                    known[pair[1]][0],
                    known[light],
                )
    for (colour, steps), (found, (ink, ground), of_ink, of_ground, (light, way)) in worst.items():
        better = contrast.darkened(colour, light, contrast.TEXT)
        yield Problem(
            (locate(node, steps) if steps else locate(node, way)).place,
            "contrast",
            f"{ink} {of_ink} on {ground} {of_ground} has a contrast of {found:.1f}, and text needs {contrast.TEXT}",
            f'write "{better}", the same colour darker'
            if better and steps
            else "make the lighter of the two lighter",
            other=locate(node, way).place if way and steps else None,
        )


def budget_rises(guide: Guide) -> Iterator[Problem]:
    """The byte budget's target, remark and limit come in that order."""
    if (
        guide.brand
        and not 0
        < guide.brand.budget.target
        <= guide.brand.budget.remark
        <= guide.brand.budget.fail
    ):
        yield Problem(
            guide.nodes["brand.yaml"].key("budget").place,
            "budget",
            "the byte budget does not rise from target to remark to fail",
            "write them in that order, such as 1500000, 2000000, 2500000",
        )


def placeholders_are_listed(guide: Guide) -> Iterator[Problem]:
    """Remarks: what only the owner knows and has not filled in yet."""
    node = guide.nodes.get("brand.yaml")
    for text in texts(node) if isinstance(node, Map) else ():
        if is_placeholder(text.value):
            yield Problem(
                text.place,
                "placeholder",
                f"{text.value} is still a placeholder",
                "write the real one in its place",
                remark=True,
            )
