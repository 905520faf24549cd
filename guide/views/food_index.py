"""The index: the main foods with their dishes, under every name a reader may know, and dishes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from guide.core.word_forms import split_words
from guide.derive.allergens import listed_lines
from guide.derive.nutrition import find_nutrition
from guide.read.load import Guide, RecipeFile
from guide.read.pantry_files import IndexRules, Item
from guide.views.book import IndexEntry, address
from guide.views.checked import food_data_of


def index(guide: Guide) -> tuple[IndexEntry, ...]:
    """The foods of the index and the dishes in the order of the alphabet.

    A food has its dishes by title; a dish is an entry without a heading. One whose title begins
    with a food that it stands under has no entry of its own.
    """
    return guide.memo.once(("index",), lambda: _index(guide))


def _index(guide: Guide) -> tuple[IndexEntry, ...]:
    rules = guide.tally.index if guide.tally else None
    by_heading: dict[str, dict[str, str]] = {}
    entries = []
    for recipe_file in guide.recipe_files:
        title = recipe_file.recipe.title
        one = (title, address(recipe_file))
        headings = list(_headings(recipe_file, rules, guide))
        for heading in headings:
            by_heading.setdefault(heading, {})[title] = one[1]
        begins = split_words(title)[:1]
        if rules and all(split_words(heading)[:1] != begins for heading in headings):
            entries.append(IndexEntry("", (one,)))
    for heading, dishes in by_heading.items():
        entries.append(IndexEntry(heading, tuple(sorted(dishes.items()))))
    return tuple(sorted(entries, key=_alphabetic))


def _alphabetic(entry: IndexEntry) -> tuple[str, str]:
    title, _ = entry.recipes[0]
    return (entry.heading or title).casefold(), entry.heading


def _headings(recipe_file: RecipeFile, rules: IndexRules | None, guide: Guide) -> Iterator[str]:
    """The headings that a dish stands under; without rules, those of all its foods."""
    for line in listed_lines(recipe_file.recipe):
        key, item = guide.pantry.require(line)
        if not item.index:
            continue
        if rules is None:
            yield item.index
        elif _is_main(key, item, rules, recipe_file, guide):
            yield item.index
            if item.index in rules.also:
                yield rules.also[item.index]


def _is_main(
    key: str, item: Item, rules: IndexRules, recipe_file: RecipeFile, guide: Guide
) -> bool:
    """Whether the title names a food, or the dish holds much of it; not what only flavours."""
    if item.family in rules.families or item.index in rules.leave_out:
        return False
    if _is_named(item, recipe_file.recipe.title):
        return True
    least = rules.share
    if rules.swapped is not None and key in _swapped_in(recipe_file, guide):
        least = rules.swapped
    return _share(key, recipe_file, guide) >= least


def _swapped_in(recipe_file: RecipeFile, guide: Guide) -> set[str]:
    """The foods that the swaps of a dish have brought."""
    found = [guide.pantry.find(swap.for_.name) for swap in recipe_file.made_with]
    return {one.key for one in found if one is not None}


def _is_named(item: Item, title: str) -> bool:
    said = split_words(title)
    for name in (*item.names, item.index or ""):
        wanted = split_words(name)
        for start in range(len(said) - len(wanted) + 1):
            if wanted and said[start : start + len(wanted)] == wanted:
                return True
    return False


def _share(key: str, recipe_file: RecipeFile, guide: Guide) -> Fraction:
    """What share of a dish's known grams a food has, what comes from the tap left out."""
    weightless = food_data_of(guide).reference.weightless
    own = Fraction(0)
    total = Fraction(0)
    for part in find_nutrition(recipe_file, guide).parts:
        if part.grams is None or part.item in weightless:
            continue
        total += part.grams
        if part.item == key:
            own += part.grams
    return own / total if total else total
