"""The guide as an ordered list of signatures, the parts that a printer folds and a binder binds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from guide.derive import allergens
from guide.read.load import Card, Kitchen
from guide.read.recipe import Chapter
from guide.read.prose import cites, said

SECTION = 1200
# What the parts are called that the program makes, besides cover and back page.
TITLES = {"contents": "Contents", "index": "Index by ingredient", "references": "References", "finder": "Find a recipe made without",
          "fortnight": "Your two weeks", "thanks": "With thanks", "plan": "Seven calm days", "shopping": "The shopping list", "lists": "What to cook when"}  # fmt: skip


@dataclass(frozen=True)
class Signature:
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


def fold(kitchen: Kitchen) -> tuple[Signature, ...]:
    """The signatures of the whole guide, in the order pages/order.yaml gives."""
    pages = {page.slug: page for page in kitchen.pages}
    made: list[Signature] = []
    for part in kitchen.order:
        if part == "recipes":
            for number, chapter in enumerate(kitchen.chapters, 1):
                made.append(Signature("opener", f"chapter-{chapter.folder}", chapter.title, 1, number, chapter))
                made += (
                    Signature("recipe", address(card), card.recipe.title, 2, card, chapter)
                    for card in kitchen.chapter_cards(chapter.folder)
                )
        elif part in pages:
            made.append(Signature("page", part, pages[part].title, 1, pages[part]))
        elif part == "thanks" and not contributors(kitchen):
            continue
        elif part == "index":
            sections = _sections(index(kitchen))
            made += (Signature("index", part if number == 1 else f"{part}-{number}", TITLES[part], int(number == 1), section) for number, section in enumerate(sections, 1))
        else:
            made.append(Signature(part, part, TITLES.get(part, ""), 1))
    return tuple(made)


def address(card: Card) -> str:
    """Where links to a recipe lead."""
    return f"recipe-{card.slug}"


@dataclass(frozen=True)
class Entry:
    """One heading of the index with the recipes under it, as (title, address)."""

    heading: str
    recipes: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def index(kitchen: Kitchen) -> tuple[Entry, ...]:
    """The index by ingredient, in the order of the alphabet; each entry's recipes in the order of their titles."""
    found: dict[str, dict[str, str]] = {}
    for card in kitchen.cards:
        for _, lines in card.recipe.groups:
            for line in lines:
                _, item = kitchen.pantry.require(line)
                if item.index:
                    found.setdefault(item.index, {})[card.recipe.title] = address(card)
    return tuple(Entry(heading, tuple(sorted(found[heading].items()))) for heading in sorted(found, key=str.casefold))


@dataclass(frozen=True)
class Found:
    """A recipe in the finder: title, address, and what it has to do with each group (YES, SWAP, READ or NO)."""

    title: str
    address: str
    marks: tuple[str, ...]


YES, SWAP, READ, NO = "✓", "S", "?", "–"


@lru_cache(maxsize=2)
def finder(kitchen: Kitchen) -> tuple[tuple[str, ...], tuple[tuple[Chapter, tuple[Found, ...]], ...]]:
    """Which recipe is made without what: the groups of pantry/allergens.yaml, and chapter by chapter a row for each recipe."""
    groups = kitchen.pantry.allergens.without

    def mark(card: Card, held: allergens.Labels, swapped: set[str], group) -> str:
        if group.says in held.without:
            return YES
        if group.says in swapped:
            return SWAP
        return NO if set(group.leaves) & held.contains.keys() else READ

    def row(card: Card) -> Found:
        held = allergens.derive(allergens.lines(card.recipe), kitchen.pantry)
        swapped = {says for swap in card.recipe.swaps or () for says in allergens.change(card.recipe, swap, kitchen.pantry).without}
        return Found(card.recipe.title, address(card), tuple(mark(card, held, swapped, group) for group in groups))

    chapters = ((chapter, tuple(row(card) for card in kitchen.chapter_cards(chapter.folder))) for chapter in kitchen.chapters)
    return tuple(group.says for group in groups), tuple(chapters)


@lru_cache(maxsize=2)
def contributors(kitchen: Kitchen) -> tuple[Entry, ...]:
    """Everybody who gave a recipe, in the order of the alphabet, with the recipes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for card in kitchen.cards:
        if card.recipe.contributor:
            found.setdefault(card.recipe.contributor, []).append((card.recipe.title, address(card)))
    return tuple(Entry(name, tuple(found[name])) for name in sorted(found, key=str.casefold))


def _sections(entries: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """The index in sections of about SECTION rows, for a book so large that one would keep a single worker at it for minutes."""
    sections: list[list[Entry]] = [[]]
    rows = 0
    for entry in entries:
        if rows >= SECTION:
            sections.append([])
            rows = 0
        sections[-1].append(entry)
        rows += len(entry.recipes)
    return [tuple(section) for section in sections]


@lru_cache(maxsize=2)
def references(kitchen: Kitchen) -> dict[str, int]:
    """The findings the book cites, numbered in the order in which a reader meets them; nothing else is listed."""
    found: list[str] = []
    for signature in fold(kitchen):
        if signature.kind == "recipe" and signature.content.recipe.why:
            found += signature.content.recipe.why.evidence
        elif signature.kind == "page":
            found += [id for block in said(signature.content) for id in cites(block)]
    return {id: number for number, id in enumerate(dict.fromkeys(found), 1)}
