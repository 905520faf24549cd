"""Which recipes and parts an edition has, and what its brand says: all but what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guide.derive.allergens import sentence
from guide.editions.left_out import gather
from guide.editions.prose_links import first_box, leave_out_dead_links
from guide.read.brand import Brand, Call, EditionBrand
from guide.read.editions import BOX, CARD, DISHES, SAVER, TAG, Edition, file_of
from guide.read.load import Guide, RecipeFile
from guide.read.prose import Page
from guide.read.recipe import RECIPES, WITHOUT_PAGE, Chapter


def choose_content(guide: Guide, edition: Edition) -> Guide:
    """A guide with the recipes and parts that an edition has, before foods are left out."""
    brand = _brand_of(guide, edition)
    if brand is not None and edition.ink == SAVER:
        brand = brand.in_black()
    if not edition.recipes and not edition.parts and not edition.without:
        return guide.printed_as(edition, brand)
    recipe_files = tuple(find_chosen(guide, edition))
    chosen = replace(
        guide,
        edition=edition,
        brand=brand,
        recipe_files=recipe_files,
        recipes_seen=tuple(one.slug for one in recipe_files),
        order=_order_of(guide, edition, brand),
        pages=tuple(_cut_to_boxes(guide, edition)),
    )
    return replace(chosen, chapters=tuple(_open_chapters(chosen)))


def find_chosen(guide: Guide, edition: Edition) -> Iterable[RecipeFile]:
    """The recipes that an edition chooses, in the order of the book; all when it names none."""
    if not edition.recipes:
        return guide.recipe_files
    slugs = {choice for choice in edition.recipes if not choice.startswith(TAG)}
    tags = {choice.removeprefix(TAG) for choice in edition.recipes if choice.startswith(TAG)}
    found = []
    for recipe_file in guide.recipe_files:
        if recipe_file.slug in slugs or tags.intersection(recipe_file.recipe.tags or ()):
            found.append(recipe_file)
    return found


def close_pages(guide: Guide) -> Guide:
    """A guide whose pages of prose lead to nothing that it has not."""
    there = _addresses(guide)
    pages = [leave_out_dead_links(page, there.__contains__) for page in guide.pages]
    return replace(guide, pages=tuple(pages))


def _open_chapters(guide: Guide) -> Iterator[Chapter]:
    """The chapters that have a recipe."""
    for chapter in guide.chapters:
        if guide.chapter_recipes(chapter.folder):
            yield chapter


def _addresses(guide: Guide) -> set[str]:
    """Where a link of a page may lead."""
    there = set(guide.order)
    if not any(one.recipe.contributor for one in guide.recipe_files):
        there.discard("thanks")
    if RECIPES in there:
        there.update(f"chapter-{chapter.folder}" for chapter in guide.chapters)
    there.update(f"recipe-{one.slug}" for one in guide.recipe_files)
    return there


def _cut_to_boxes(guide: Guide, edition: Edition) -> Iterator[Page]:
    """The pages of prose, those of which an edition has only the first call-out cut to that."""
    for page in guide.pages:
        yield first_box(page) if f"{page.slug}{BOX}" in edition.parts else page


def _order_of(guide: Guide, edition: Edition, brand: Brand | None) -> tuple[str, ...]:
    """The parts of an edition in the order of the book."""
    order = guide.order
    if CARD in edition.parts:
        cites = any(one.recipe.why for one in find_chosen(guide, edition))
        return (DISHES, *(name for name in order if cites and name == "references"))
    if edition.parts:
        alone = DISHES in edition.parts
        wanted = {RECIPES if name == DISHES else name.removesuffix(BOX) for name in edition.parts}
        found = [name for name in order if name in wanted]
        order = tuple(DISHES if alone and name == RECIPES else name for name in found)
    if isinstance(brand, EditionBrand) and brand.said_without:
        # What an edition leaves out is said on its first page.
        order = (*order[:1], WITHOUT_PAGE, *order[1:])
    return order


def _brand_of(guide: Guide, edition: Edition) -> Brand | None:
    """The brand as the edition prints it; the guide's own for the edition that is as it stands."""
    brand = guide.brand
    if brand is None:
        return None
    file = file_of(edition, brand.file)
    subtitle = edition.subtitle or brand.subtitle
    said = _said_by(guide, edition)
    if (file, subtitle) == (brand.file, brand.subtitle) and not edition.without and not said:
        return brand
    given = {**dict(brand), "file": file, "subtitle": subtitle}
    given["left_out"] = sentence(gather(edition.without, guide.pantry).says)
    if CARD in edition.parts:
        given["of_dish"] = next(one.recipe.title for one in find_chosen(guide, edition))
    # What was read once is not read again.
    return EditionBrand.model_construct(**{**given, **said})


def _said_by(guide: Guide, edition: Edition) -> dict[str, object]:
    """What editions.yaml has an edition say by itself, by the fields of its brand."""
    said: dict[str, object] = {}
    for declared in guide.declared:
        if declared.name != edition.name or guide.brand is None:
            continue
        if declared.note:
            said["note"] = declared.note
        if declared.call is not None:
            said["call"] = Call(**{**dict(guide.brand.call), **dict(declared.call)})
    return said
