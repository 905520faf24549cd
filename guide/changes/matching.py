"""Which recipe of one version is which of the other, and which page.

Recipes are matched by name, never by number. A recipe that has another name is the same when its
words, the title aside, agree by `SAME_RECIPE` or more with one that would otherwise be gone; the
most alike are matched first, each once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guide.changes.version import RECIPE_PART, Version, VersionPage, VersionRecipe

# How many words two recipes have in common, of all that both have (0 to 1). Two soups of one kind
# agree by half; one that was edited under a new name by four fifths and more.
SAME_RECIPE = 0.75
# Two pages that have less in common are not one page before and after.
SAME_PAGE = 0.2
# A page that has no counterpart costs so much, of what two unlike pages cost.
_ALONE = 0.55


@dataclass(frozen=True)
class RecipeMatch:
    """A recipe before and after; None where there was none."""

    old: VersionRecipe | None
    new: VersionRecipe | None


def match_recipes(old: Version, new: Version) -> list[RecipeMatch]:
    """Every recipe of both versions once, in the order of the new one; those that are gone last."""
    slugs_before = {recipe.slug: recipe for recipe in old.recipes}
    slugs_now = {recipe.slug for recipe in new.recipes}
    gone = [recipe for recipe in old.recipes if recipe.slug not in slugs_now]
    come = [recipe for recipe in new.recipes if recipe.slug not in slugs_before]
    renamed = _find_renamed(old, new, gone, come)
    matches = []
    for recipe in new.recipes:
        before = slugs_before.get(recipe.slug) or renamed.get(recipe.slug)
        matches.append(RecipeMatch(before, recipe))
    taken = {recipe.slug for recipe in renamed.values()}
    matches += [RecipeMatch(recipe, None) for recipe in gone if recipe.slug not in taken]
    return matches


def _find_renamed(
    old: Version, new: Version, gone: Sequence[VersionRecipe], come: Sequence[VersionRecipe]
) -> dict[str, VersionRecipe]:
    """The recipes that have another name now, by the new one."""
    pairs = []
    for before in gone:
        for after in come:
            likeness = _compare_recipes(old, new, before, after)
            if likeness >= SAME_RECIPE:
                pairs.append((likeness, before, after))
    pairs.sort(key=lambda pair: (-pair[0], pair[1].slug, pair[2].slug))
    found: dict[str, VersionRecipe] = {}
    taken: set[str] = set()
    for _, before, after in pairs:
        if before.slug not in taken and after.slug not in found:
            found[after.slug] = before
            taken.add(before.slug)
    return found


def _compare_recipes(
    old: Version, new: Version, before: VersionRecipe, after: VersionRecipe
) -> float:
    """How alike two recipes are, from their files, or else from their pages; 0 when that is not
    known.
    """
    if before.texts is not None and after.texts is not None:
        return likeness(_words(before.texts), _words(after.texts))
    part, other = old.part(RECIPE_PART + before.slug), new.part(RECIPE_PART + after.slug)
    if part is None or other is None:
        return 0.0
    # The title stands on every page of a recipe.
    titles = {*before.title.split(), *after.title.split()}
    words = [word for word in part.words if word not in titles]
    others = [word for word in other.words if word not in titles]
    return likeness(words, others)


def _words(texts: Sequence[tuple[str, str]]) -> list[str]:
    return [word for _, text in texts for word in text.split()]


def likeness(words: Sequence[str], others: Sequence[str]) -> float:
    """How many words two texts have in common, of the words of both: 0 to 1."""
    if not words and not others:
        return 1.0
    counts, other_counts = Counter(words), Counter(others)
    shared = (counts & other_counts).total()
    return 2 * shared / (counts.total() + other_counts.total())


def match_pages(
    before: Sequence[VersionPage], after: Sequence[VersionPage]
) -> list[tuple[VersionPage | None, VersionPage | None]]:
    """The pages of a part before and after, in their order; None where there was none."""
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    costs = _page_costs(before, after)
    pairs: list[tuple[VersionPage | None, VersionPage | None]] = []
    row, column = len(before), len(after)
    while row or column:
        cost = costs[row, column]
        if (
            row
            and column
            and cost == costs[row - 1, column - 1] + _unlike(before[row - 1], after[column - 1])
        ):
            row, column = row - 1, column - 1
            pairs.append((before[row], after[column]))
        elif row and cost == costs[row - 1, column] + _ALONE:
            row -= 1
            pairs.append((before[row], None))
        else:
            column -= 1
            pairs.append((None, after[column]))
    return pairs[::-1]


def _page_costs(
    before: Sequence[VersionPage], after: Sequence[VersionPage]
) -> Mapping[tuple[int, int], float]:
    """What it costs to match the first pages of one with the first of the other, by how many."""
    costs = {(0, 0): 0.0}
    for row in range(len(before) + 1):
        for column in range(len(after) + 1):
            ways = []
            if row and column:
                unlike = _unlike(before[row - 1], after[column - 1])
                ways.append(costs[row - 1, column - 1] + unlike)
            if row:
                ways.append(costs[row - 1, column] + _ALONE)
            if column:
                ways.append(costs[row, column - 1] + _ALONE)
            if ways:
                costs[row, column] = min(ways)
    return costs


def _unlike(page: VersionPage, other: VersionPage) -> float:
    """How little two pages have in common, 0 to 1; more than two pages without counterparts when
    it is hardly anything.
    """
    alike = likeness(page.said, other.said)
    return 1 - alike if alike >= SAME_PAGE else 2.0
