"""A part of the book, and what the book gathers from all its recipes: index, finder, references,
thanks.
"""

from __future__ import annotations

from dataclasses import dataclass

from guide.derive import allergens
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import Without
from guide.read.prose import Page, cites, page_texts
from guide.read.recipe import Chapter
from guide.views.checked import allergens_of

# The name in pages/order.yaml that stands for all chapters with their recipes.
RECIPES = "recipes"
YES, SWAP, READ, NO = "✓", "S", "?", "–"


@dataclass(frozen=True)
class Part:
    """One part of the book: its kind, its address, its title and how deep it stands in the outline.

    Level 0 continues the part before it: it stands in neither outline nor contents. `content` is
    what the part is made from: a Page, a RecipeFile, the number of a chapter, a section of the
    index or nothing.
    """

    kind: str
    id: str
    title: str
    level: int = 1
    content: object = None
    chapter: Chapter | None = None


@dataclass(frozen=True)
class IndexEntry:
    """One heading of the index with the recipes under it, as (title, address)."""

    heading: str
    recipes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    """A recipe in the finder: title, address, and a mark for each group (YES, SWAP, READ or NO)."""

    title: str
    address: str
    marks: tuple[str, ...]


Finder = tuple[tuple[str, ...], tuple[tuple[Chapter, tuple[Found, ...]], ...]]


def recipe_of(part: Part) -> RecipeFile:
    """The recipe that a part is made from."""
    assert isinstance(part.content, RecipeFile), part.id
    return part.content


def page_of(part: Part) -> Page:
    """The page of prose that a part is made from."""
    assert isinstance(part.content, Page), part.id
    return part.content


def section_of(part: Part) -> tuple[IndexEntry, ...]:
    """The section of the index that a part is made from."""
    assert isinstance(part.content, tuple), part.id
    return part.content


def chapter_of(part: Part) -> Chapter:
    """The chapter that a part belongs to."""
    assert part.chapter is not None, part.id
    return part.chapter


def address(recipe_file: RecipeFile) -> str:
    """Where links to a recipe lead."""
    return f"recipe-{recipe_file.slug}"


def index(guide: Guide) -> tuple[IndexEntry, ...]:
    """The index by ingredient, in the order of the alphabet; each entry's recipes by title."""
    return guide.memo.once(("index",), lambda: _index(guide))


def _index(guide: Guide) -> tuple[IndexEntry, ...]:
    recipes_by_heading: dict[str, dict[str, str]] = {}
    for recipe_file in guide.recipe_files:
        for heading in _index_headings(recipe_file, guide):
            recipes = recipes_by_heading.setdefault(heading, {})
            recipes[recipe_file.recipe.title] = address(recipe_file)
    entries = []
    for heading in sorted(recipes_by_heading, key=str.casefold):
        recipes = recipes_by_heading[heading]
        entries.append(IndexEntry(heading, tuple(sorted(recipes.items()))))
    return tuple(entries)


def _index_headings(recipe_file: RecipeFile, guide: Guide) -> list[str]:
    headings: list[str] = []
    for line in allergens.listed_lines(recipe_file.recipe):
        _, item = guide.pantry.require(line)
        if item.index:
            headings.append(item.index)
    return headings


def finder(guide: Guide) -> Finder:
    """Which recipe is made without what: the groups of pantry/allergens.yaml, and a row for each
    recipe by chapter.
    """
    return guide.memo.once(("finder",), lambda: _finder(guide))


def _finder(guide: Guide) -> Finder:
    chapters = []
    for chapter in guide.chapters:
        recipe_files = guide.chapter_recipes(chapter.folder)
        rows = tuple(_finder_row(recipe_file, guide) for recipe_file in recipe_files)
        chapters.append((chapter, rows))
    groups = allergens_of(guide.pantry).without
    return tuple(group.says for group in groups), tuple(chapters)


def _finder_row(recipe_file: RecipeFile, guide: Guide) -> Found:
    recipe, pantry = recipe_file.recipe, guide.pantry
    labels = allergens.derive(allergens.listed_lines(recipe), pantry)
    swapped_out: set[str] = set()
    for freeing in allergens.find_freeing(recipe, pantry):
        swapped_out.update(freeing.without)
    groups = allergens_of(pantry).without
    marks = tuple(_finder_mark(group, labels, swapped_out) for group in groups)
    return Found(recipe.title, address(recipe_file), marks)


def _finder_mark(group: Without, labels: allergens.Labels, swapped_out: set[str]) -> str:
    if group.says in labels.without:
        return YES
    if group.says in swapped_out:
        return SWAP
    contains_it = set(group.leaves) & labels.contains.keys()
    return NO if contains_it else READ


def contributors(guide: Guide) -> tuple[IndexEntry, ...]:
    """Everybody who gave a recipe, in the order of the alphabet, with the recipes."""
    return guide.memo.once(("contributors",), lambda: _contributors(guide))


def _contributors(guide: Guide) -> tuple[IndexEntry, ...]:
    recipes_by_name: dict[str, list[tuple[str, str]]] = {}
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        if recipe.contributor:
            recipes = recipes_by_name.setdefault(recipe.contributor, [])
            recipes.append((recipe.title, address(recipe_file)))
    names = sorted(recipes_by_name, key=str.casefold)
    return tuple(IndexEntry(name, tuple(recipes_by_name[name])) for name in names)


def references(guide: Guide) -> dict[str, int]:
    """The findings the book cites, numbered in the order in which a reader meets them."""
    return guide.memo.once(("references",), lambda: _references(guide))


def _references(guide: Guide) -> dict[str, int]:
    pages = {page.slug: page for page in guide.pages}
    numbers: dict[str, int] = {}
    for name in guide.order:
        if name == RECIPES:
            cited = _cited_by_recipes(guide)
        elif name in pages:
            cited = cited_by_page(pages[name])
        else:
            continue
        for finding in cited:
            numbers.setdefault(finding, len(numbers) + 1)
    return numbers


def _cited_by_recipes(guide: Guide) -> list[str]:
    cited: list[str] = []
    for chapter in guide.chapters:
        for recipe_file in guide.chapter_recipes(chapter.folder):
            cited += cited_by_recipe(recipe_file)
    return cited


def cited_by_recipe(recipe_file: RecipeFile) -> tuple[str, ...]:
    """The ids of the findings a recipe cites, in its order."""
    why = recipe_file.recipe.why
    return tuple(why.evidence) if why else ()


def cited_by_page(page: Page) -> list[str]:
    """The ids of the findings a page cites, in its order."""
    cited: list[str] = []
    for text in page_texts(page):
        cited += cites(text)
    return cited
