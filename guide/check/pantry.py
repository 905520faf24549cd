"""What must hold between the files of pantry/: a name that one uses, another defines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from guide.check.places import (
    ALLERGEN_WORDS_FILE,
    ALLERGENS_FILE,
    FIT_FILE,
    LISTS_FILE,
    MOTIFS_FILE,
    RATIOS_FILE,
    SHOP_FILE,
    WEEK_FILE,
    NodePath,
    place_in,
    place_in_item,
    place_of_key,
)
from guide.core.problems import Place, Problem, did_you_mean
from guide.core.word_forms import plain_name
from guide.parse.yaml_nodes import List, Map, Node, Text, locate
from guide.read.load import Guide
from guide.read.pantry_files import Allergens, Dishes

NAME_AN_ITEM = "name an item of pantry/foods, or take it out"
NAME_AN_ITEM_OR_SET = "name an item of pantry/foods or a set, or take it out"
# What a message shows as the colours of a look.
EXAMPLE = ("carrot", "rust", "honey", "cream")


def allergens_are_known(guide: Guide) -> Iterator[Problem]:
    """Every allergen and trigger that a pantry item names is in pantry/allergens.yaml.

    A packet may be read for a whole group as well.
    """
    allergens = guide.pantry.allergens
    if allergens is None:
        return
    yield from _unknown_columns(allergens, guide)
    leaves, groups = _list_allergens(allergens)
    known = {
        "contains": leaves,
        "check": leaves + groups,
        "triggers": list(allergens.triggers),
    }
    # They are looked for as they are written, before the groups of `check` are spread.
    for path in dict.fromkeys(guide.item_files.values()):
        node = guide.nodes[path]
        for key, item in node.entries if isinstance(node, Map) else ():
            if guide.item_files.get(key.value) != path:
                # It stands in another file too, which has been told.
                continue
            for field, names in known.items():
                listed = item.get(field) if isinstance(item, Map) else None
                yield from _unknown_allergens(listed, names)


def _unknown_columns(allergens: Allergens, guide: Guide) -> Iterator[Problem]:
    """Columns of the finder for what nobody knows: every dish would seem to be made without it."""
    known = [group.says for group in allergens.without]
    known += [group.id for group in allergens.groups]
    for name in allergens.finder:
        if name in known:
            continue
        place = place_of_key(guide, ALLERGENS_FILE, ("finder",), name)
        choices = ", ".join(dict.fromkeys(known))
        fix = did_you_mean(name, known, f"use one of: {choices}")
        yield Problem(place, "unknown-allergen", f'the finder cannot look for "{name}"', fix)


def _list_allergens(allergens: Allergens) -> tuple[list[str], list[str]]:
    """The ids of all allergens, and those of groups that have several."""
    leaves: list[str] = []
    groups: list[str] = []
    for group in allergens.groups:
        leaves.extend(group.leaves)
        if len(group.leaves) > 1:
            groups.append(group.id)
    return leaves, groups


def _unknown_allergens(listed: Node | None, known: list[str]) -> Iterator[Problem]:
    """What a list names and nobody knows; a list that is not there names nothing."""
    entries = listed.items if isinstance(listed, List) else ()
    for entry in entries:
        if not isinstance(entry, Text) or entry.value in known:
            continue
        leaf = entry.value
        what = f'"{leaf}" is not an allergen the guide knows'
        choices = ", ".join(known)
        fix = did_you_mean(leaf, known, f"use one of: {choices}")
        yield Problem(entry.place, "unknown-allergen", what, fix)


def allergen_words_agree(guide: Guide) -> Iterator[Problem]:
    """Each word for a food stands once, brings known allergens and has a known source."""
    words = guide.pantry.allergen_words
    if words is None or guide.pantry.allergens is None:
        return
    leaves, groups = _list_allergens(guide.pantry.allergens)
    path = ALLERGEN_WORDS_FILE
    known: dict[str, NodePath] = {}
    for field, entries in (("foods", words.foods), ("parts", words.parts)):
        for number, entry in enumerate(entries):
            node = locate(guide.nodes[path], (field, number))
            for key in ("brings", "check"):
                listed = node.get(key) if isinstance(node, Map) else None
                yield from _unknown_allergens(listed, leaves + groups)
            if entry.source not in words.sources:
                place = place_in(guide, path, field, number, "source")
                choices = ", ".join(words.sources)
                fix = did_you_mean(entry.source, words.sources, f"use one of: {choices}")
                yield Problem(place, "no-source", f'"{entry.source}" is not a source', fix)
            if field == "foods":
                yield from _find_repeated(guide, (field, number, "words"), entry.words, known)
    look_alikes = words.look_alikes.words
    yield from _find_repeated(guide, ("look_alikes", "words"), look_alikes, known)
    for number, name in enumerate(words.dishes):
        if name.lower() not in known:
            place = place_in(guide, path, "dishes", number)
            what = f'"{name}" does not stand among the foods'
            fix = "write there what it brings, or take it out here"
            yield Problem(place, "unknown-item", what, fix)


def _find_repeated(
    guide: Guide, steps: NodePath, names: Iterable[str], known: dict[str, NodePath]
) -> Iterator[Problem]:
    """Words of a list that stand a second time; the others are added to those that are known."""
    for number, name in enumerate(names):
        at = (*steps, number)
        first = known.setdefault(name.lower(), at)
        if first is not at:
            place = place_in(guide, ALLERGEN_WORDS_FILE, *at)
            other = place_in(guide, ALLERGEN_WORDS_FILE, *first)
            what = f'"{name}" stands here a second time'
            yield Problem(place, "same-name", what, "leave it with one of them", other=other)


def motifs_can_be_drawn(guide: Guide) -> Iterator[Problem]:
    """Every motif of pantry/motifs.yaml is one that can be drawn, or "none"."""
    motifs = guide.pantry.likenesses
    if motifs is None:
        return
    yield from _unknown_motifs(guide, "families", motifs.families.items())
    yield from _unknown_motifs(guide, "ingredients", motifs.ingredients.items())


def _unknown_motifs(
    guide: Guide, field: str, named: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    # Loaded only here: what was checked before needs no pictures.
    from guide.art.motifs import MOTIFS

    otherwise = 'take one of guide/art/motifs.py, draw it there, or write "none"'
    for key, motif in named:
        if motif == "none" or motif in MOTIFS:
            continue
        place = place_in(guide, MOTIFS_FILE, field, key)
        what = f'"{motif}" is not a motif that can be drawn'
        fix = did_you_mean(motif, MOTIFS, otherwise)
        yield Problem(place, "unknown-motif", what, fix)


def looks_can_be_drawn(guide: Guide) -> Iterator[Problem]:
    """Every look, colour and kind of dish in pantry/motifs.yaml is one that can be drawn."""
    if guide.pantry.likenesses is None:
        return
    dishes = guide.pantry.dishes
    for path, look in _list_looks(dishes):
        for what, fix in _judge_look(look):
            place = place_in(guide, MOTIFS_FILE, "dishes", *path)
            yield Problem(place, "unknown-motif", what, fix)
    for path, kind in _list_kinds(dishes):
        for what, fix in _judge_kind(kind):
            place = place_in(guide, MOTIFS_FILE, "dishes", *path)
            yield Problem(place, "unknown-motif", what, fix)
    for path, pigment in _list_colours(dishes):
        for what, fix in _judge_colour(pigment):
            place = place_in(guide, MOTIFS_FILE, "dishes", *path)
            yield Problem(place, "unknown-motif", what, fix)


def _list_looks(dishes: Dishes) -> Iterator[tuple[NodePath, str]]:
    """Each look, with where it stands."""
    for key, look in dishes.looks.items():
        yield ("looks", key), look
    for key, look in dishes.shaped.items():
        yield ("shaped", key), look
    for kind, looks in dishes.as_in.items():
        for key, look in looks.items():
            yield ("as_in", kind, key), look


def _list_kinds(dishes: Dishes) -> Iterator[tuple[NodePath, str]]:
    """Each kind of dish, with where it stands."""
    for kind in dishes.as_in:
        yield ("as_in", kind), kind
    for kind in dishes.kinds:
        yield ("kinds", kind), kind
    for key, kind in dishes.recipes.items():
        yield ("recipes", key), kind
    for key, kind in dishes.served_in.items():
        yield ("served_in", key), kind


def _list_colours(dishes: Dishes) -> Iterator[tuple[NodePath, str]]:
    """Each colour of what is poured or spread, with where it stands."""
    for pigment in dishes.sauces:
        yield ("sauces", pigment), pigment
    tints = {"surfaces": dishes.surfaces, "liquids": dishes.liquids, "broths": dishes.broths}
    for field, listed in tints.items():
        for number, tint in enumerate(listed):
            for place, pigment in enumerate(tint.colours):
                yield (field, number, "colours", place), pigment


def _judge_look(look: str) -> Iterator[tuple[str, str]]:
    """What keeps a look from being drawn, and how to mend it."""
    # Loaded only here: what was checked before needs no pictures.
    from guide.art.motifs import MOTIFS
    from guide.art.pieces import FORMS, count_pigments

    if look == "none" or look in MOTIFS:
        return
    form, *pigments = look.split()
    if form not in FORMS:
        otherwise = 'take one of guide/art/pieces.py, or write "none"'
        fix = did_you_mean(form, FORMS, otherwise)
        yield f'"{form}" is not a form that can be drawn', fix
        return
    for pigment in pigments:
        yield from _judge_colour(pigment)
    least, most = count_pigments(form)
    if least <= len(pigments) <= most:
        return
    wanted = str(least)
    if least < most:
        wanted = f"{least} to {most}"
    example = " ".join([form, *EXAMPLE[:least]])
    fix = f'name them behind the form, such as "{example}"'
    yield f'"{form}" takes {wanted} colours, not {len(pigments)}', fix


def _judge_colour(pigment: str) -> Iterator[tuple[str, str]]:
    from guide.art.pencil import PIGMENTS

    if pigment not in PIGMENTS:
        fix = did_you_mean(pigment, PIGMENTS, "take one of guide/art/pencil.py")
        yield f'"{pigment}" is not a colour of pictures', fix


def _judge_kind(kind: str) -> Iterator[tuple[str, str]]:
    from guide.art.dishes import KINDS

    if kind not in KINDS:
        fix = did_you_mean(kind, KINDS, "take one of guide/art/dishes.py")
        yield f'"{kind}" is not a kind of dish that can be drawn', fix


def motifs_stand_for_items(guide: Guide) -> Iterator[Problem]:
    """Every ingredient of pantry/motifs.yaml is an item of the pantry."""
    motifs = guide.pantry.likenesses
    items = guide.pantry.items
    if motifs is None or not items:
        return
    otherwise = "name an item of pantry/foods, or take the line out"
    for key in motifs.ingredients:
        if key not in items:
            place = place_of_key(guide, MOTIFS_FILE, ("ingredients",), key)
            yield _unknown_item(place, key, items, otherwise)


def pantry_names_differ(guide: Guide) -> Iterator[Problem]:
    """A name belongs to one pantry item, however its accents and hyphens are written."""
    owners: dict[str, tuple[str, int]] = {}
    for key, item in guide.pantry.items.items():
        written: set[str] = set()
        for number, name in enumerate(item.names):
            owner, first = owners.setdefault(plain_name(name), (key, number))
            is_other_spelling = owner == key and name.lower() not in written
            written.add(name.lower())
            if (owner, first) == (key, number) or is_other_spelling:
                continue
            what = f'"{name}" is already a name of another ingredient'
            fix = "leave it with one of them"
            # Looked up only now: most of ten thousand names are never told of.
            place = place_in_item(guide, key, "names", number)
            other = place_in_item(guide, owner, "names", first)
            yield Problem(place, "same-name", what, fix, other=other)


def week_names_what_exists(guide: Guide) -> Iterator[Problem]:
    """The week is bounded by figures and patterns that are worked out, and by days that it has."""
    week = guide.week
    if week is None or guide.food_data is None:
        return
    reference = guide.food_data.reference
    figures = [row.id for row in reference.figures]
    patterns = [row.id for row in reference.patterns]
    for number, bound in enumerate(week.bounds):
        if bound.figure not in figures:
            place = place_in(guide, WEEK_FILE, "bounds", number, "figure")
            yield unknown_choice(place, bound.figure, figures)
    for number, times in enumerate(week.times):
        if times.pattern not in patterns:
            place = place_in(guide, WEEK_FILE, "times", number, "pattern")
            yield unknown_choice(place, times.pattern, patterns)
    for number, day in enumerate(week.unhurried):
        if day not in week.days:
            place = place_in(guide, WEEK_FILE, "unhurried", number)
            yield unknown_choice(place, day, week.days)


def unknown_choice(place: Place, named: str, known: Collection[str]) -> Problem:
    """The problem that something is named that is none of the known ones."""
    what = f'"{named}" is none the guide knows'
    choices = ", ".join(known)
    fix = did_you_mean(named, known, f"choose one of: {choices}")
    return Problem(place, "unknown-choice", what, fix)


def seasons_name_items(guide: Guide) -> Iterator[Problem]:
    """What is picked in a season is an item of the pantry."""
    if guide.tally is None:
        return
    for number, season in enumerate(guide.tally.seasons):
        steps = ("seasons", number, "items")
        yield from _not_in_the_pantry(guide, LISTS_FILE, steps, season.items)


def foods_are_made_from_items(guide: Guide) -> Iterator[Problem]:
    """What a food is made from is an item of the pantry, and not the food itself.

    What an edition may leave out by a word for it is a group or an allergen too.
    """
    known = guide.pantry.items
    for key, item in known.items():
        for number, part in enumerate(item.made_from or ()):
            if part in known and part != key:
                continue
            place = place_in_item(guide, key, "made_from", number)
            otherwise = "write the key of an item of pantry/foods"
            yield _unknown_item(place, part, [one for one in known if one != key], otherwise)
    allergens = guide.pantry.allergens
    if allergens is None:
        return
    ids = [group.id for group in allergens.groups]
    ids += [leaf for group in allergens.groups for leaf in group.leaves]
    for word, meant in allergens.also_called.items():
        for number, one in enumerate(meant):
            if one not in ids:
                place = place_in(guide, ALLERGENS_FILE, "also_called", word, number)
                yield unknown_choice(place, one, ids)


def rich_lists_name_what_exists(guide: Guide) -> Iterator[Problem]:
    """A list of rich dishes stands on a page of the guide, and is about a figure it works out."""
    if guide.tally is None or guide.food_data is None:
        return
    reference = guide.food_data.reference
    figures = [row.id for row in (*reference.figures, *reference.vitamins)]
    pages = [page.slug for page in guide.pages]
    for number, rich in enumerate(guide.tally.rich):
        for field, named, known in (("page", rich.page, pages), ("figure", rich.figure, figures)):
            if named not in known:
                place = place_in(guide, LISTS_FILE, "rich", number, field)
                yield unknown_choice(place, named, known)


def shop_sells_items(guide: Guide) -> Iterator[Problem]:
    """The shop's aisles, the kitchen, the tap and the packs hold items of the pantry."""
    shop = guide.shop
    if shop is None:
        return
    for number, aisle in enumerate(shop.aisles):
        steps = ("aisles", number, "items")
        yield from _not_in_the_pantry(guide, SHOP_FILE, steps, aisle.items)
    yield from _not_in_the_pantry(guide, SHOP_FILE, ("home", "items"), shop.home.items)
    yield from _not_in_the_pantry(guide, SHOP_FILE, ("tap",), shop.tap)
    items = guide.pantry.items
    if not items:
        return
    for key in shop.packs:
        if key not in items:
            place = place_of_key(guide, SHOP_FILE, ("packs",), key)
            yield _unknown_item(place, key, items, NAME_AN_ITEM)


def _not_in_the_pantry(
    guide: Guide, path: str, steps: NodePath, names: Iterable[str]
) -> Iterator[Problem]:
    """Those names of a list that are no items; none while the pantry itself cannot be read."""
    items = guide.pantry.items
    if not items:
        return
    for number, name in enumerate(names):
        if name not in items:
            place = place_in(guide, path, *steps, number)
            yield _unknown_item(place, name, items, NAME_AN_ITEM)


def ratios_name_what_exists(guide: Guide) -> Iterator[Problem]:
    """Every name in pantry/ratios.yaml is an item of the pantry, or a set that the file names."""
    ratios = guide.ratios
    if ratios is None:
        return
    for name, members in ratios.sets.items():
        yield from _not_in_the_pantry(guide, RATIOS_FILE, ("sets", name), members)
    for number, ratio in enumerate(ratios.ratios):
        yield from _neither_item_nor_set(guide, ("ratios", number, "of"), ratio.of)
        yield from _neither_item_nor_set(guide, ("ratios", number, "to"), ratio.to)
    for number, portion in enumerate(ratios.portions):
        yield from _neither_item_nor_set(guide, ("portions", number, "of"), portion.of)
    for number, time in enumerate(ratios.times):
        yield from _neither_item_nor_set(guide, ("times", number, "of"), time.of)
    if ratios.salt is not None:
        steps = ("salt", "measured")
        yield from _not_in_the_pantry(guide, RATIOS_FILE, steps, ratios.salt.measured)


def fit_names_what_exists(guide: Guide) -> Iterator[Problem]:
    """pantry/fit.yaml names patterns, items, figures and findings that are there."""
    fit, food_data = guide.fit, guide.food_data
    if fit is None or food_data is None:
        return
    reference = food_data.reference
    known = {
        "counts": [pattern.id for pattern in reference.patterns],
        "figure": [row.id for row in reference.figures],
        "evidence": list(guide.evidence),
    }
    if fit.wanted is not None:
        for id in fit.wanted.counts:
            if id not in known["counts"]:
                place = place_of_key(guide, FIT_FILE, ("wanted", "counts"), id)
                yield unknown_choice(place, id, known["counts"])
        yield from _unknown_in(guide, ("wanted", "evidence"), fit.wanted.evidence, known)
    for number, little in enumerate(fit.little):
        steps = ("little", number)
        yield from _not_in_the_pantry(guide, FIT_FILE, (*steps, "items"), little.items)
        yield from _unknown_in(guide, (*steps, "evidence"), little.evidence, known)
        if little.figure and little.figure not in known["figure"]:
            place = place_in(guide, FIT_FILE, *steps, "figure")
            yield unknown_choice(place, little.figure, known["figure"])


def _unknown_in(
    guide: Guide, steps: NodePath, named: Iterable[str], known: dict[str, list[str]]
) -> Iterator[Problem]:
    """The entries of a list in pantry/fit.yaml that are none of those its field may have."""
    choices = known[str(steps[-1])]
    for number, name in enumerate(named):
        if name not in choices:
            place = place_in(guide, FIT_FILE, *steps, number)
            yield unknown_choice(place, name, choices)


def _neither_item_nor_set(guide: Guide, steps: NodePath, names: Iterable[str]) -> Iterator[Problem]:
    """Those names of a list in pantry/ratios.yaml that are neither an item nor a set there."""
    items = guide.pantry.items
    if guide.ratios is None or not items:
        return
    sets = guide.ratios.sets
    for number, name in enumerate(names):
        if name in items or name in sets:
            continue
        place = place_in(guide, RATIOS_FILE, *steps, number)
        yield _unknown_item(place, name, [*items, *sets], NAME_AN_ITEM_OR_SET)


def _unknown_item(place: Place, name: str, known: Iterable[str], otherwise: str) -> Problem:
    what = f'"{name}" is not an item of the pantry'
    fix = did_you_mean(name, known, otherwise)
    return Problem(place, "unknown-item", what, fix)
