"""What must hold of the guide's files together: names that differ, the order of the parts, the
links of the pages, a week that can be planned, and what marketing wrote into brand.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from guide.check.places import (
    BRAND_FILE,
    CHAPTERS_FILE,
    EXCUSED_FILE,
    FOOD_WORDINGS_FILE,
    ORDER_FILE,
    REFERENCE_FILE,
    SHOP_FILE,
    WEEK_FILE,
    WORDINGS_FILE,
    place_in,
    place_of_key,
)
from guide.core.cache import Cache
from guide.core.problems import Place, Problem, did_you_mean
from guide.parse.yaml_nodes import Map, texts
from guide.read.brand import is_placeholder
from guide.read.editions import DISHES
from guide.read.load import Guide, RecipeFile
from guide.read.prose import Page
from guide.read.recipe import DAY, OPTIONAL_PARTS, REQUIRED_PARTS, WITHOUT_PAGE

# A guide of one recipe has more bytes.
LEAST_BUDGET = 100_000
# What the addresses of chapters, recipes, findings and sections of the index begin with.
_ADDRESSES = ("chapter-", "recipe-", "ref-", "index-", "week-")


def titles_differ(guide: Guide) -> Iterator[Problem]:
    """No two recipes share a title."""
    titles: dict[str, RecipeFile] = {}
    for recipe_file in guide.recipe_files:
        title = recipe_file.recipe.title
        first = titles.setdefault(title.casefold(), recipe_file)
        if first is recipe_file:
            continue
        place = recipe_file.place("title")
        what = f'another recipe is called "{title}" too'
        fix = "give this one a title of its own"
        yield Problem(place, "same-title", what, fix, other=first.place("title"))


def recipe_files_are_named_apart(guide: Guide) -> Iterator[Problem]:
    """No two recipes share a file name, also when they stand in different chapters."""
    slugs: dict[str, RecipeFile] = {}
    for recipe_file in guide.recipe_files:
        slug = recipe_file.slug
        first = slugs.setdefault(slug, recipe_file)
        if first is recipe_file:
            continue
        place = Place(recipe_file.path)
        what = f'another chapter has a file "{slug}.yaml" too'
        fix = "rename this one: the name is its address in the book"
        yield Problem(place, "same-file-name", what, fix, other=Place(first.path))


def days_have_come(guide: Guide) -> Iterator[Problem]:
    """No dish was cooked, and no excuse stands, from a day on that is still to come."""
    # Somewhere it is tomorrow already.
    latest = date.today() + timedelta(days=1)
    for recipe_file in guide.recipe_files:
        tested = recipe_file.recipe.tested
        if tested and tested.date > latest:
            yield _day_to_come(recipe_file.place("tested", "date"), tested.date.isoformat())
    for number, excuse in enumerate(guide.excuses):
        # ISO days are in the order of their letters.
        if DAY.fullmatch(excuse.since) and excuse.since > latest.isoformat():
            yield _day_to_come(place_in(guide, EXCUSED_FILE, number, "since"), excuse.since)


def _day_to_come(place: Place, day: str) -> Problem:
    what = f"{day} is still to come"
    return Problem(place, "day", what, "write the day on which it was")


def chapters_have_recipes(guide: Guide) -> Iterator[Problem]:
    """Each chapter has at least one recipe, readable or not."""
    for number, chapter in enumerate(guide.chapters):
        folder = guide.root / "recipes" / chapter.folder
        if any(folder.glob("[!_.]*")):
            continue
        place = place_in(guide, CHAPTERS_FILE, number, "folder")
        what = f'the chapter "{chapter.folder}" has no recipes'
        fix = f"put a recipe into recipes/{chapter.folder}/, or take the chapter out"
        yield Problem(place, "empty-chapter", what, fix)


def chapters_have_palettes(guide: Guide) -> Iterator[Problem]:
    """Each chapter names a palette of brand.yaml."""
    if guide.brand is None:
        return
    known = list(guide.brand.palettes)
    for number, chapter in enumerate(guide.chapters):
        if chapter.palette in known:
            continue
        place = place_in(guide, CHAPTERS_FILE, number, "palette")
        what = f'brand.yaml has no palette "{chapter.palette}"'
        choices = ", ".join(known)
        fix = did_you_mean(chapter.palette, known, f"use one of: {choices}")
        yield Problem(place, "unknown-palette", what, fix)


def order_names_parts_once(guide: Guide) -> Iterator[Problem]:
    """The book's order names parts that exist, each of them once."""
    slugs = [page.slug for page in guide.pages]
    known = [*REQUIRED_PARTS, *OPTIONAL_PARTS, *slugs]
    choices = ", ".join(known)
    for number, part in enumerate(guide.order):
        if part not in known:
            place = place_in(guide, ORDER_FILE, number)
            what = f'the book has no part "{part}"'
            otherwise = f"write pages/{part}.md, or use one of: {choices}"
            fix = did_you_mean(part, known, otherwise)
            yield Problem(place, "unknown-part", what, fix)
        elif part in guide.order[:number]:
            place = place_in(guide, ORDER_FILE, number)
            what = f'"{part}" comes twice'
            yield Problem(place, "same-part", what, "keep it where it belongs")


def wordings_stand_on_their_pages(guide: Guide) -> Iterator[Problem]:
    """What pages/units.yaml says in another way stands once on the page that it names."""
    pages = {page.slug: page for page in guide.pages}
    for number, wording in enumerate(guide.wordings):
        page = pages.get(wording.page)
        if page is None:
            place = place_in(guide, WORDINGS_FILE, number, "page")
            fix = did_you_mean(wording.page, list(pages), "name a page of pages/")
            yield Problem(place, "stale-wording", f'there is no page "{wording.page}"', fix)
            continue
        place = place_in(guide, WORDINGS_FILE, number, "written")
        count = page.body.count(wording.written)
        yield from _must_stand_once(place, count, f"pages/{wording.page}.md")


def food_wordings_stand_in_their_files(guide: Guide) -> Iterator[Problem]:
    """What pages/without.yaml says in another way stands once in its file, and is food we know."""
    said = _texts_said_otherwise(guide)
    known = _known_to_leave_out(guide)
    for number, wording in enumerate(guide.food_wordings):
        for at, name in enumerate(wording.without):
            if name not in known:
                place = place_in(guide, FOOD_WORDINGS_FILE, number, "without", at)
                fix = did_you_mean(name, known, "name a group, an allergen or a food of the pantry")
                yield Problem(place, "stale-wording", f'nobody can leave out "{name}"', fix)
        if wording.file not in said:
            place = place_in(guide, FOOD_WORDINGS_FILE, number, "file")
            what = f"no words of {wording.file} can be said in another way"
            yield Problem(
                place, "stale-wording", what, did_you_mean(wording.file, list(said), "name a page")
            )
            continue
        place = place_in(guide, FOOD_WORDINGS_FILE, number, "written")
        count = len(wording.pattern.findall("\n\n".join(said[wording.file])))
        yield from _must_stand_once(place, count, wording.file)


def _must_stand_once(place: Place, count: int, file: str) -> Iterator[Problem]:
    """The problem of words that stand another number of times in the file they are said of."""
    if count != 1:
        often = "do not stand" if not count else f"stand {count} times"
        fix = f"copy the words from {file} as they stand there"
        yield Problem(place, "stale-wording", f"these words {often} in {file}", fix)


def _texts_said_otherwise(guide: Guide) -> dict[str, list[str]]:
    """By file, the texts that an edition without a food may have to say in another way."""
    said = {page.source.path: [page.body] for page in guide.pages}
    said[CHAPTERS_FILE] = [words for one in guide.chapters for words in (one.title, one.lead)]
    if guide.shop is not None:
        said[SHOP_FILE] = [aisle.says for aisle in guide.shop.aisles]
    if guide.food_data is not None:
        said[REFERENCE_FILE] = [one.says for one in guide.food_data.reference.patterns]
    return said


def _known_to_leave_out(guide: Guide) -> list[str]:
    """The ids of groups, of allergens and of foods."""
    known = list(guide.pantry.items)
    groups = guide.pantry.allergens.groups if guide.pantry.allergens else ()
    for group in groups:
        known += [group.id, *group.leaves]
    return list(dict.fromkeys(known))


def order_leaves_nothing_out(guide: Guide) -> Iterator[Problem]:
    """The book's order names every part that each guide has, and every page."""
    if not guide.order:
        return
    slugs = [page.slug for page in guide.pages]
    for part in [*REQUIRED_PARTS, *slugs]:
        if part in guide.order:
            continue
        place = place_in(guide, ORDER_FILE)
        what = f'"{part}" is not in the order of the book'
        yield Problem(place, "missing-part", what, f'add a line "- {part}"')


def the_cover_comes_first(guide: Guide) -> Iterator[Problem]:
    """The book begins with its cover."""
    cover = REQUIRED_PARTS[0]
    if cover not in guide.order or guide.order[0] == cover:
        return
    place = place_in(guide, ORDER_FILE, guide.order.index(cover))
    what = "the cover stands behind other parts"
    fix = f'make "- {cover}" the first line of the order'
    yield Problem(place, "cover-first", what, fix)


def pages_are_no_parts(guide: Guide) -> Iterator[Problem]:
    """No page has the name of a part that the program makes, or of an address in it."""
    taken = (*REQUIRED_PARTS, *OPTIONAL_PARTS, WITHOUT_PAGE, DISHES)
    for page in guide.pages:
        if page.slug not in taken and not page.slug.startswith(_ADDRESSES):
            continue
        what = f'"{page.slug}" is a name that the book has for a part of its own'
        slug = f"our-{page.slug}"
        fix = f"mv pages/{page.slug}.md pages/{slug}.md, and write - {slug} in {ORDER_FILE}"
        yield Problem(Place(page.source.path), "page-name", what, fix)


def a_week_can_be_planned(guide: Guide, cache: Cache) -> Iterator[Problem]:
    """The recipes make a week that keeps to pantry/week.yaml.

    To be asked only of a guide in which no other check found a mistake.
    """
    if not _has_all_that_a_week_needs(guide):
        return
    # Not loaded where no week is planned.
    from guide.planning import meal_plan

    try:
        meal_plan.week(guide, cache)
    except meal_plan.NoPlan as no_plan:
        place = place_in(guide, WEEK_FILE, *no_plan.steps)
        yield Problem(place, "no-plan", no_plan.what, no_plan.fix)
    if "weeks" in guide.order:
        yield from _missing_weeks(guide, cache)


def _missing_weeks(guide: Guide, cache: Cache) -> Iterator[Problem]:
    """The weeks of one page that the recipes do not make: the book goes without these pages."""
    from guide.planning.other_weeks import plan_other_weeks

    if guide.week is None:
        return
    for number in plan_other_weeks(guide, cache).missing:
        other = guide.week.others[number]
        place = place_in(guide, WEEK_FILE, "others", number, "id")
        what = f'the recipes make no week "{other.id}", so this edition goes without its page'
        fix = "add recipes that fit it, or ask less of it"
        yield Problem(place, "no-plan", what, fix, remark=True)


def snacks_are_recipes(guide: Guide) -> Iterator[Problem]:
    """The week's snacks are recipes of the guide."""
    if guide.week is None or len(guide.recipe_files) != len(guide.recipes_seen):
        return
    known = [recipe_file.slug for recipe_file in guide.recipe_files]
    for number, slug in enumerate(guide.week.snacks):
        if slug not in known:
            place = place_in(guide, WEEK_FILE, "snacks", number)
            what = f'this guide has no recipe "{slug}", so the week does without it'
            fix = did_you_mean(slug, known, "name another recipe, or take the line out")
            yield Problem(place, "unknown-choice", what, fix, remark=True)


def _has_all_that_a_week_needs(guide: Guide) -> bool:
    """Whether the guide prints a week, and everything was read that the week is made from."""
    if guide.week is None or guide.food_data is None:
        return False
    if not guide.pantry.items:
        return False
    if len(guide.recipe_files) != len(guide.recipes_seen):
        return False
    return not {"plan", "weeks", "shopping"}.isdisjoint(guide.order)


def page_links_lead_somewhere(guide: Guide) -> Iterator[Problem]:
    """A page's links within the book lead to a part, a chapter or a recipe of it."""
    targets = set(guide.order) - {"recipes"}
    if not any(file.recipe.contributor for file in guide.recipe_files):
        targets.discard("thanks")
    for chapter in guide.chapters:
        targets.add(f"chapter-{chapter.folder}")
    for slug in guide.recipes_seen:
        targets.add(f"recipe-{slug}")
    for page in guide.pages:
        for link in page.links:
            if link.startswith("#") and link[1:] not in targets:
                yield _dead_link(page, link, targets)


def _dead_link(page: Page, link: str, targets: set[str]) -> Problem:
    place = _place_of_link(page, link)
    what = f'the book has no part "{link}"'
    otherwise = "write #recipe- and the recipe's file name"
    fix = did_you_mean(link[1:], sorted(targets), otherwise)
    return Problem(place, "dead-link", what, fix)


def _place_of_link(page: Page, link: str) -> Place:
    opening = "]("
    written = f"{opening}{link})"
    for number, line in enumerate(page.source.lines, 1):
        at = line.find(written)
        if at >= 0:
            column = at + len(opening) + 1
            return page.source.place(number, column, len(link))
    return page.source.place()


def budget_rises(guide: Guide) -> Iterator[Problem]:
    """The byte budget's target, remark and limit come in that order."""
    if guide.brand is None:
        return
    budget = guide.brand.budget
    place = place_of_key(guide, BRAND_FILE, (), "budget")
    if budget.fail < LEAST_BUDGET:
        what = f"no guide has {budget.fail:,} bytes or fewer: its typefaces alone take as much"
        fix = "write bytes, such as 1500000, 2000000, 2500000"
        yield Problem(place, "budget", what, fix)
        return
    if 0 < budget.target <= budget.remark <= budget.fail:
        return
    what = "the byte budget does not rise from target to remark to fail"
    fix = "write them in that order, such as 1500000, 2000000, 2500000"
    yield Problem(place, "budget", what, fix)


def placeholders_are_listed(guide: Guide) -> Iterator[Problem]:
    """Remarks: what only the owner knows and has not filled in yet."""
    node = guide.nodes.get(BRAND_FILE)
    if not isinstance(node, Map):
        return
    for text in texts(node):
        if is_placeholder(text.value):
            what = f"{text.value} is still a placeholder"
            fix = "write the real one in its place"
            yield Problem(text.place, "placeholder", what, fix, remark=True)
