"""A part of the book, and what the book gathers from all its recipes: references, thanks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from guide.core.amounts import BOTH, US
from guide.read.editions import DISHES
from guide.read.load import Guide, RecipeFile
from guide.read.prose import Page, cites, page_texts
from guide.read.recipe import RECIPES as RECIPES
from guide.read.recipe import Chapter

_Listed = TypeVar("_Listed")


@dataclass(frozen=True)
class Part:
    """One part of the book: its kind, its address, its title and how deep it stands in the outline.

    Level 0 continues the part before it: it stands in neither outline nor contents. `content` is
    what the part is made from: a Page, a RecipeFile, the number of a chapter, a section of the
    index, the folders of the chapters that a table shows, or nothing.
    """

    kind: str
    id: str
    title: str
    level: int = 1
    content: object = None
    chapter: Chapter | None = None


@dataclass(frozen=True)
class IndexEntry:
    """One heading of a list with the recipes under it, as (title, address); "" has none."""

    heading: str
    recipes: tuple[tuple[str, str], ...]


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


def chapters_of(
    part: Part, listed: Iterable[tuple[Chapter, _Listed]]
) -> tuple[tuple[Chapter, _Listed], ...]:
    """Of what is listed chapter by chapter, what stands in the chapters of a part."""
    assert isinstance(part.content, tuple), part.id
    return tuple(entry for entry in listed if entry[0].folder in part.content)


def chapter_of(part: Part) -> Chapter:
    """The chapter that a part belongs to."""
    assert part.chapter is not None, part.id
    return part.chapter


def address(recipe_file: RecipeFile) -> str:
    """Where links to a recipe lead."""
    return f"recipe-{recipe_file.slug}"


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
        if name in (RECIPES, DISHES):
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


def page_in_units(page: Page, guide: Guide) -> Page:
    """A page of prose with the words that belong to the measures of the edition."""
    system = guide.edition.units
    body = page.body
    for wording in guide.wordings:
        if wording.page == page.slug and system != BOTH:
            said = wording.us if system == US else wording.metric
            body = body.replace(wording.written, said, 1)
    return page if body == page.body else replace(page, body=body)


def cited_by_page(page: Page) -> list[str]:
    """The ids of the findings a page cites, in its order."""
    cited: list[str] = []
    for text in page_texts(page):
        cited += cites(text)
    return cited
