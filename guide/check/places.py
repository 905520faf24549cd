"""Where the thing stands that a problem is about: in which file, and where in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from guide.core.amounts import Ingredient
from guide.core.problems import Place
from guide.parse.source import Source
from guide.parse.yaml_nodes import Map, Text, locate, texts
from guide.read.load import Guide, RecipeFile
from guide.read.prose import Page

# The guide's files by their paths from its root.
ALLERGENS_FILE = "pantry/allergens.yaml"
BRAND_FILE = "brand.yaml"
CHAPTERS_FILE = "recipes/chapters.yaml"
AIMS_FILE = "recipes/aims.yaml"
ORDER_FILE = "pages/order.yaml"
EVIDENCE_FILE = "pantry/evidence.yaml"
EXCUSED_FILE = "pages/excused.yaml"
WORDINGS_FILE = "pages/units.yaml"
FOOD_WORDINGS_FILE = "pages/without.yaml"
ALLERGEN_WORDS_FILE = "pantry/allergen-words.yaml"
MOTIFS_FILE = "pantry/motifs.yaml"
WEEK_FILE = "pantry/week.yaml"
LISTS_FILE = "pantry/lists.yaml"
SHOP_FILE = "pantry/shop.yaml"
REFERENCE_FILE = "pantry/reference.yaml"
RATIOS_FILE = "pantry/ratios.yaml"
FIT_FILE = "pantry/fit.yaml"

# The way down to a node of a YAML file, such as ("bounds", 0, "figure").
NodePath = tuple[str | int, ...]
# The place of some characters of a text: where they begin in it, counted from 0, and how many.
FindPlace = Callable[[int, int], Place]

# How many characters before and after some words are looked for together with them. The same
# words may stand elsewhere on the page, so the first try is the one with most neighbours.
_NEIGHBOURS = ((12, 12), (12, 0), (0, 12), (0, 0))


def place_in(guide: Guide, path: str, *steps: str | int) -> Place:
    """The place of a node of a YAML file of the guide. Raises KeyError for a file it has not."""
    return locate(guide.nodes[path], steps).place


def place_in_item(guide: Guide, key: str, *steps: str | int) -> Place:
    """The place of a node of an item of the pantry. Raises KeyError for an item it has not."""
    return place_in(guide, guide.item_files[key], key, *steps)


def place_of_key(guide: Guide, path: str, steps: NodePath, key: str) -> Place:
    """The place of a key in the mapping at `steps`; of the mapping itself when it lacks the key."""
    node = locate(guide.nodes[path], steps)
    if not isinstance(node, Map):
        return node.place
    found = node.key(key)
    if found is None:
        return node.place
    return found.place


def places_in_file(path: str) -> FindPlace:
    """Finds every character at the beginning of that file: for a text that is its name."""

    def find_place(_at: int, _width: int) -> Place:
        return Place(path)

    return find_place


def places_in_line(source: Source, number: int) -> FindPlace:
    """Finds the characters of one whole line, which is counted from 1."""

    def find_place(at: int, width: int) -> Place:
        return source.place(number, at + 1, width)

    return find_place


def places_in_page(page: Page, block: str) -> FindPlace:
    """Finds the characters of a block of words in the Markdown that they were written as."""

    def find_place(at: int, width: int) -> Place:
        words = block[at : at + width]
        place = _find_with_neighbours(page.source, block, at, width)
        if place is None:
            place = _find_without_markup(page.source, words)
        if place is None:
            place = _find_first_word(page.source, words)
        return place

    return find_place


def place_of_sentence(page: Page, sentence: str) -> Place:
    """Where a sentence begins in a page's Markdown, which may break its lines and mark its words.

    Three words together are looked for, from the first word of the sentence on.
    """
    starts = [0]
    for space in re.finditer(" ", sentence):
        starts.append(space.end())
    for start in starts:
        words = re.match(r"\S+(?: \S+){0,2}", sentence[start:])
        if words is None:
            continue
        found = _find_in_lines(page.source, words[0])
        if found is not None:
            number, at = found
            return page.source.place(number, at + 1, len(words[0]))
    return page.source.place()


def _find_in_lines(source: Source, wanted: str) -> tuple[int, int] | None:
    """The first line, from 1, that has those characters, and where in it, from 0."""
    for number, line in enumerate(source.lines, 1):
        at = line.find(wanted)
        if at >= 0:
            return number, at
    return None


def _find_with_neighbours(source: Source, block: str, at: int, width: int) -> Place | None:
    """The words at that position of the block, on the line that has the same words round them."""
    for before, after in _NEIGHBOURS:
        start = max(0, at - before)
        end = at + width + after
        found = _find_in_lines(source, block[start:end])
        if found is not None:
            number, line_at = found
            column = line_at + at - start + 1
            return source.place(number, column, width)
    return None


def _find_without_markup(source: Source, words: str) -> Place | None:
    """The words on a line that has marks of emphasis or code between their letters."""
    for number, line in enumerate(source.lines, 1):
        letters = ""
        columns = []
        for column, character in enumerate(line, 1):
            if character not in "*_`":
                letters += character
                columns.append(column)
        at = letters.find(words)
        if at >= 0:
            first = columns[at]
            last = columns[at + len(words) - 1]
            return source.place(number, first, last - first + 1)
    return None


def _find_first_word(source: Source, words: str) -> Place:
    """The first of the words, when a line ends between them; else the beginning of the file."""
    first = words.split()[0]
    number, at = _find_in_lines(source, first) or (1, 0)
    return source.place(number, at + 1, len(first))


def find_texts(
    recipe_file: RecipeFile, left_out: Container[str] = ()
) -> Iterator[tuple[str, Text]]:
    """Every text of a recipe that says something, with its field; none of the fields left out."""
    for key, node in recipe_file.node.entries:
        if key.value in left_out:
            continue
        for text in texts(node):
            # Of a recipe with a swap made, most are blank.
            if text.value:
                yield key.value, text


class ListedLine(NamedTuple):
    """An ingredient line and the way down to it."""

    steps: NodePath
    ingredient: Ingredient

    @property
    def field(self) -> object:
        """The field it stands in: "ingredients", "swaps" or "serve_with"."""
        return self.steps[0]


def find_lines(recipe_file: RecipeFile) -> Iterator[ListedLine]:
    """Every ingredient line: loose, in groups, coming in by a swap, and served with the dish."""
    for number, entry in enumerate(recipe_file.recipe.ingredients):
        if isinstance(entry, Ingredient):
            for food in entry.apart:
                yield ListedLine(("ingredients", number), food)
            continue
        node = locate(recipe_file.node, ("ingredients", number))
        # The heading as it is written: the recipe has it with its spaces put right.
        heading = _find_first_key(node)
        for group in entry.values():
            for place, line in enumerate(group):
                for food in line.apart:
                    yield ListedLine(("ingredients", number, heading, place), food)
    for number, swap in enumerate(recipe_file.recipe.swaps or ()):
        if not swap.for_.unread:
            yield ListedLine(("swaps", number, "for"), swap.for_)
    for number, served in enumerate(recipe_file.recipe.serve_with or ()):
        if not served.unread:
            yield ListedLine(("serve_with", number), served)


def _find_first_key(node: object) -> str:
    if isinstance(node, Map):
        for key, _ in node.entries:
            return key.value
    return ""
