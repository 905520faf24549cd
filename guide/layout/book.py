"""The guide as an ordered list of parts, the parts that a printer folds and a binder binds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from guide.derive import allergens
from guide.read.load import Guide, RecipeFile
from guide.read.prose import cites, page_texts
from guide.read.recipe import Chapter

SECTION = 1200
# What the parts are called that the program makes, besides cover and back page.
TITLES = {
    "contents": "Contents",
    "index": "Index by ingredient",
    "references": "References",
    "finder": "Find a recipe made without",
    "fortnight": "Your two weeks",
    "thanks": "With thanks",
    "plan": "Seven calm days",
    "shopping": "The shopping list",
    "lists": "What to cook when",
}


@dataclass(frozen=True)
class Part:
    """One part of the book: which template prints it, its address, its title and how deep it stands in the outline.

    Level 0 continues the part before it: it stands in neither outline nor contents. `content` is what the part is made
    from: a Page, a Chapter, a Card, a section of the index or nothing.
    """

    kind: str
    id: str
    title: str
    level: int = 1
    content: Any = None
    chapter: Chapter | None = None


def fold(guide: Guide) -> tuple[Part, ...]:
    """The parts of the whole guide, in the order pages/order.yaml gives."""
    pages = {page.slug: page for page in guide.pages}
    made: list[Part] = []
    for name in guide.order:
        if name == "recipes":
            for number, chapter in enumerate(guide.chapters, 1):
                made.append(
                    Part("opener", f"chapter-{chapter.folder}", chapter.title, 1, number, chapter)
                )
                made += (
                    Part(
                        "recipe",
                        address(recipe_file),
                        recipe_file.recipe.title,
                        2,
                        recipe_file,
                        chapter,
                    )
                    for recipe_file in guide.chapter_recipes(chapter.folder)
                )
        elif name in pages:
            made.append(Part("page", name, pages[name].title, 1, pages[name]))
        elif name == "thanks" and not contributors(guide):
            continue
        elif name == "index":
            sections = _sections(index(guide))
            made += (
                Part(
                    "index",
                    name if number == 1 else f"{name}-{number}",
                    TITLES[name],
                    int(number == 1),
                    section,
                )
                for number, section in enumerate(sections, 1)
            )
        else:
            made.append(Part(name, name, TITLES.get(name, ""), 1))
    return tuple(made)


def address(recipe_file: RecipeFile) -> str:
    """Where links to a recipe lead."""
    return f"recipe-{recipe_file.slug}"


@dataclass(frozen=True)
class IndexEntry:
    """One heading of the index with the recipes under it, as (title, address)."""

    heading: str
    recipes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def index(guide: Guide) -> tuple[IndexEntry, ...]:
    """The index by ingredient, in the order of the alphabet; each entry's recipes in the order of their titles."""
    found: dict[str, dict[str, str]] = {}
    for recipe_file in guide.recipe_files:
        for _, lines in recipe_file.recipe.groups:
            for line in lines:
                _, item = guide.pantry.require(line)
                if item.index:
                    found.setdefault(item.index, {})[recipe_file.recipe.title] = address(
                        recipe_file
                    )
    return tuple(
        IndexEntry(heading, tuple(sorted(found[heading].items())))
        for heading in sorted(found, key=str.casefold)
    )


@dataclass(frozen=True)
class Found:
    """A recipe in the finder: title, address, and what it has to do with each group (YES, SWAP, READ or NO)."""

    title: str
    address: str
    marks: tuple[str, ...]


YES, SWAP, READ, NO = "✓", "S", "?", "–"


@lru_cache(maxsize=2)
def finder(guide: Guide) -> tuple[tuple[str, ...], tuple[tuple[Chapter, tuple[Found, ...]], ...]]:
    """Which recipe is made without what: the groups of pantry/allergens.yaml, and chapter by chapter a row for each recipe."""
    groups = guide.pantry.allergens.without

    def mark(recipe_file: RecipeFile, held: allergens.Labels, swapped: set[str], group) -> str:
        if group.says in held.without:
            return YES
        if group.says in swapped:
            return SWAP
        return NO if set(group.leaves) & held.contains.keys() else READ

    def row(recipe_file: RecipeFile) -> Found:
        held = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
        swapped = {
            says
            for swap in recipe_file.recipe.swaps or ()
            for says in allergens.change(recipe_file.recipe, swap, guide.pantry).without
        }
        return Found(
            recipe_file.recipe.title,
            address(recipe_file),
            tuple(mark(recipe_file, held, swapped, group) for group in groups),
        )

    chapters = (
        (chapter, tuple(row(recipe_file) for recipe_file in guide.chapter_recipes(chapter.folder)))
        for chapter in guide.chapters
    )
    return tuple(group.says for group in groups), tuple(chapters)


@lru_cache(maxsize=2)
def contributors(guide: Guide) -> tuple[IndexEntry, ...]:
    """Everybody who gave a recipe, in the order of the alphabet, with the recipes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for recipe_file in guide.recipe_files:
        if recipe_file.recipe.contributor:
            found.setdefault(recipe_file.recipe.contributor, []).append(
                (recipe_file.recipe.title, address(recipe_file))
            )
    return tuple(IndexEntry(name, tuple(found[name])) for name in sorted(found, key=str.casefold))


def _sections(entries: tuple[IndexEntry, ...]) -> list[tuple[IndexEntry, ...]]:
    """The index in sections of about SECTION rows, for a book so large that one would keep a single worker at it for minutes."""
    sections: list[list[IndexEntry]] = [[]]
    rows = 0
    for entry in entries:
        if rows >= SECTION:
            sections.append([])
            rows = 0
        sections[-1].append(entry)
        rows += len(entry.recipes)
    return [tuple(section) for section in sections]


@lru_cache(maxsize=2)
def references(guide: Guide) -> dict[str, int]:
    """The findings the book cites, numbered in the order in which a reader meets them; nothing else is listed."""
    found: list[str] = []
    for part in fold(guide):
        if part.kind == "recipe" and part.content.recipe.why:
            found += part.content.recipe.why.evidence
        elif part.kind == "page":
            found += [id for block in page_texts(part.content) for id in cites(block)]
    return {id: number for number, id in enumerate(dict.fromkeys(found), 1)}
