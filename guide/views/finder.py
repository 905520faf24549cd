"""Which recipe is made without what: a mark for each recipe and each group of allergens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from guide.derive import allergens
from guide.editions.left_out import gather
from guide.read.load import Guide, RecipeFile
from guide.read.pantry import Pantry
from guide.read.pantry_files import Without
from guide.read.recipe import Chapter
from guide.views.book import address
from guide.views.checked import allergens_of

# Full, empty, or neither: in grey and from afar they are told apart by their shape alone.
HOLDS, SWAP, READ, FREE = "●", "↔", "?", "○"


@dataclass(frozen=True)
class Mark:
    """What the finder says of a recipe and a group: a sign, and the words that are read aloud."""

    sign: str
    says: str


@dataclass(frozen=True)
class Found:
    """A recipe in the finder: its title, its address, and a mark for each group."""

    title: str
    address: str
    marks: tuple[Mark, ...]

    @property
    def is_free(self) -> bool:
        """Whether it is made without all of the groups."""
        return all(mark.sign == FREE for mark in self.marks)


@dataclass(frozen=True)
class Finder:
    """The groups in the order of their columns, and the recipes by chapter."""

    groups: tuple[str, ...]
    chapters: tuple[tuple[Chapter, tuple[Found, ...]], ...]


def finder(guide: Guide) -> Finder:
    """Which recipe is made without what, of the groups that pantry/allergens.yaml has for it."""
    return guide.memo.once(("finder",), lambda: _finder(guide))


def _finder(guide: Guide) -> Finder:
    chapters = []
    for chapter in guide.chapters:
        recipe_files = guide.chapter_recipes(chapter.folder)
        rows = tuple(_find_once(recipe_file, guide) for recipe_file in recipe_files)
        chapters.append((chapter, rows))
    groups = tuple(group.says for group in _columns(guide))
    return Finder(groups, tuple(chapters))


def _columns(guide: Guide) -> tuple[Without, ...]:
    """What is looked for, with the headings of pantry/allergens.yaml; all of `without` if none.

    What the whole edition is made without needs no looking for, unless a packet may hold it.
    """
    return guide.memo.once(("finder columns",), lambda: tuple(_list_columns(guide)))


def _list_columns(guide: Guide) -> Iterator[Without]:
    left_out = gather(guide.edition.without, guide.pantry).leaves
    for column in _known_columns(guide.pantry):
        if not left_out.issuperset(column.leaves) or _has_to_be_read(column, guide):
            yield column


def _has_to_be_read(column: Without, guide: Guide) -> bool:
    """Whether a dish of the edition has a packet to be read for it."""
    for recipe_file in guide.recipe_files:
        labels = allergens.derive(allergens.listed_lines(recipe_file.recipe), guide.pantry)
        if not labels.check.keys().isdisjoint(column.leaves):
            return True
    return False


def _known_columns(pantry: Pantry) -> tuple[Without, ...]:
    """The same of the whole guide."""
    known = allergens_of(pantry)
    leaves = {group.id: tuple(group.leaves) for group in known.groups}
    leaves |= {group.says: group.leaves for group in known.without}
    columns = []
    for name, heading in known.finder.items():
        columns.append(Without(says=heading, leaves=leaves[name]))
    return tuple(columns) or known.without


def _find_once(recipe_file: RecipeFile, guide: Guide) -> Found:
    """The row of a recipe; one that has not changed has it in the next guide too."""
    make = partial(_find, recipe_file, guide)
    headings = tuple(column.says for column in _columns(guide))
    key = ("finder row", recipe_file, guide.edition.without, headings)
    return guide.pantry.memo.once(key, make)


def _find(recipe_file: RecipeFile, guide: Guide) -> Found:
    recipe, pantry = recipe_file.recipe, guide.pantry
    written = allergens.derive(allergens.listed_lines(recipe), pantry)
    swapped = tuple(allergens.involved_when_swapped(recipe, pantry))
    left_out = gather(guide.edition.without, pantry).leaves
    marks = []
    for group in _columns(guide):
        # What is left out already is not swapped again: its packets are to be seen.
        is_left_out = left_out.issuperset(group.leaves)
        marks.append(_mark(group, written, () if is_left_out else swapped))
    return Found(recipe.title, address(recipe_file), tuple(marks))


def _mark(group: Without, written: allergens.Labels, swapped: tuple[frozenset[str], ...]) -> Mark:
    """What is said of a group; `swapped` is what the dish involves with each choice of swaps."""
    if _is_free(group, written):
        return Mark(FREE, f"made without {group.says}")
    if any(involved.isdisjoint(group.leaves) for involved in swapped):
        return Mark(SWAP, f"{group.says}: swap")
    if written.contains.keys().isdisjoint(group.leaves):
        return Mark(READ, f"{group.says}: check the label")
    return Mark(HOLDS, f"contains {group.says}")


def _is_free(group: Without, labels: allergens.Labels) -> bool:
    """Whether nothing holds any of the group, and no packet has to be read for it."""
    involved = labels.contains.keys() | labels.check.keys()
    return involved.isdisjoint(group.leaves)
