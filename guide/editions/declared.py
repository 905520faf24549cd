"""The editions of editions.yaml: what is wrong there, and which of them is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guide.check.places import place_in
from guide.core.problems import Mistake, Problem, did_you_mean
from guide.editions.left_out import find_meant
from guide.read.declared_editions import EDITIONS_FILE
from guide.read.editions import BOX, DISHES, PAGE_FORMATS, POCKET, TAG, Edition, file_of
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.read.recipe import RECIPES, REQUIRED_PARTS


def declared_editions(guide: Guide) -> tuple[Edition, ...]:
    """The declared editions in their order; of a guide that declares none, one for each format."""
    if not guide.declared:
        return tuple(Edition(name=form, form=form) for form in PAGE_FORMATS)
    return tuple(with_ids(one.edition, guide.pantry) for one in guide.declared)


def with_ids(edition: Edition, pantry: Pantry) -> Edition:
    """An edition that names what it leaves out by ids, each once. Raises Mistake for a word that
    means nothing.
    """
    ids: dict[str, None] = {}
    for word in edition.without:
        ids |= dict.fromkeys(find_meant(word, pantry).ids)
    return replace(edition, without=tuple(ids))


def find_declared(edition: Edition, guide: Guide) -> Edition:
    """The declared edition that is the same as the one asked for; that one where there is none."""
    asked = with_ids(edition, guide.pantry)
    for declared in declared_editions(guide):
        # Whoever asks for nothing is given the edition that is mailed, whatever it is.
        asks_for_nothing = declared.name == POCKET and asked == Edition(name="")
        if asks_for_nothing or declared.content == asked.content:
            return declared
    return asked


def check_length(guide: Guide, pages: int) -> Iterator[Problem]:
    """The problem of an edition that came to more pages than editions.yaml lets it have."""
    for number, declared in enumerate(guide.declared):
        if declared.name != guide.edition.name or declared.pages is None:
            continue
        if pages > declared.pages:
            place = place_in(guide, EDITIONS_FILE, number, "pages")
            what = f"this edition came to {pages} pages, and may have {declared.pages}"
            fix = "choose fewer recipes or parts, or let it have more"
            yield Problem(place, "too-long", what, fix)


def check_editions(guide: Guide) -> Iterator[Problem]:
    """What editions.yaml asks for is there: foods, recipes and parts, and a name for each file."""
    for number, declared in enumerate(guide.declared):
        edition = declared.edition
        for field in ("without", "recipes"):
            for at, what, fix in _unknown_choices(edition, field, guide):
                place = place_in(guide, EDITIONS_FILE, number, field, at)
                yield Problem(place, "unknown-choice", what, fix)
        known = [*guide.order, DISHES, *(f"{page.slug}{BOX}" for page in guide.pages)]
        for at, name in enumerate(edition.parts):
            if name not in known:
                place = place_in(guide, EDITIONS_FILE, number, "parts", at)
                fix = did_you_mean(name, known, "name parts of pages/order.yaml")
                yield Problem(place, "unknown-part", f'the book has no part "{name}"', fix)
        yield from _missing_parts(guide, number, edition)
    yield from _editions_differ(guide)


def find_unknown_choices(edition: Edition, guide: Guide) -> Iterator[tuple[str, str]]:
    """Foods and recipes that an edition names and nobody knows: what is wrong, and the fix."""
    for field in ("without", "recipes"):
        for _, what, fix in _unknown_choices(edition, field, guide):
            yield what, fix


def _unknown_choices(edition: Edition, field: str, guide: Guide) -> Iterator[tuple[int, str, str]]:
    """The same of one field, each with its place in the list."""
    for at, choice in enumerate(getattr(edition, field)):
        if field == "without" and guide.pantry.items:
            try:
                find_meant(choice, guide.pantry)
            except Mistake as mistake:
                yield at, mistake.what, mistake.fix
        if field == "recipes" and choice not in _choices_of_recipes(guide):
            what = f'this guide has no recipe "{choice}"'
            if choice.startswith(TAG):
                what = f'no recipe has the tag "{choice.removeprefix(TAG)}"'
            otherwise = "write the name of a recipe's file without .yaml"
            yield at, what, did_you_mean(choice, _choices_of_recipes(guide), otherwise)


def _choices_of_recipes(guide: Guide) -> list[str]:
    """What an edition may choose recipes by."""
    tags: set[str] = set()
    for recipe_file in guide.recipe_files:
        tags.update(f"{TAG}{tag}" for tag in recipe_file.recipe.tags or ())
    return [*guide.recipes_seen, *sorted(tags)]


def _missing_parts(guide: Guide, number: int, edition: Edition) -> Iterator[Problem]:
    """What every edition must have and this one lacks: links of each recipe lead there."""
    if not edition.parts:
        return
    needed = [name for name in REQUIRED_PARTS if name not in (RECIPES, "index")]
    if DISHES not in edition.parts:
        needed.append(RECIPES)
    for name in needed:
        if name not in edition.parts:
            place = place_in(guide, EDITIONS_FILE, number, "parts")
            what = f'"{name}" is not among the parts of the edition "{edition.name}"'
            yield Problem(place, "missing-part", what, f'add "{name}"')


def _editions_differ(guide: Guide) -> Iterator[Problem]:
    """No two editions have one name, one file, or the same in it."""
    names: dict[str, int] = {}
    files: dict[str, int] = {}
    brand_file = guide.brand.file if guide.brand else "guide.pdf"
    for number, declared in enumerate(guide.declared):
        edition = declared.edition
        place = place_in(guide, EDITIONS_FILE, number, "name")
        first = names.setdefault(edition.name, number)
        if first != number:
            other = place_in(guide, EDITIONS_FILE, first, "name")
            what = f'another edition is called "{edition.name}" too'
            yield Problem(place, "same-name", what, "give this one another name", other=other)
            continue
        file = file_of(edition, brand_file)
        first = files.setdefault(file, number)
        if first != number:
            other = place_in(guide, EDITIONS_FILE, first, "name")
            what = f'another edition has the file "{file}" too'
            fix = 'give this one a name of its own under "file"'
            yield Problem(place, "same-name", what, fix, other=other)
