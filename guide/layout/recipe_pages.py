"""How a recipe is spread over its pages, worked out from its words before anything is laid out.

On pocket pages one looks, gathers and cooks: the picture and the facts, the ingredients, the
method. Here it is decided on which of the last two pages the notes and the box about research
stand, and in each format how close lines stand, so that a page holds what belongs to it. A higher
level stands closer. Where the parts stand is the same in every format; the pocket page decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from guide.layout.recipe_blocks import (
    PagePiece,
    Setting,
    cook_blocks,
    count_pages,
    gather_blocks,
    head_blocks,
    height,
    length,
    number_later,
)
from guide.read.load import Guide, RecipeFile
from guide.views.recipe_view import RecipeView, view

POCKET, COUNTER, LARGE = "pocket", "counter", "large"
LEVELS = (0, 1, 2, 3)
# The columns of a counter sheet, from the narrowest of ingredients to the widest.
SPLITS = range(5)
# What is against a spread, in no unit: less is better. A page too many outweighs all.
PAGE_TOO_MANY = 1000
CLOSER = (0, 4, 12, 26)
HALF_EMPTY, THIRD_EMPTY = 60, 10
NOTES_PARTED, NOTES_TURNED, NOTES_BEFORE, WHY_AFTER = 9, 4, 3, 2
# So many notes are shared out between two pages one by one.
MOST_PARTED = 5
# The least and most of a page of ingredients, in pt, that a picture fills, and its distance.
DRIFT_LEAST, DRIFT_MOST, DRIFT_ABOVE = 90, 230, 16
# The lowest and highest picture of a counter sheet, and what stays free below its columns, in pt.
HERO_LOWEST, HERO_HIGHEST, SHEET_FREE = 60, 200, 4


@dataclass(frozen=True)
class RecipePages:
    """How a recipe is spread over its pages.

    `levels` are for style sheets: how close lines stand, by format and page. `drift` is the height
    of the picture below the ingredients of a pocket page, 0 for none, and `hero` that of the
    picture of a counter sheet, in pt. `first_notes` are the numbers, from 0, of the notes that
    stand beside the ingredients; so does the box about research when `why_first`. `later_notes`
    stand beside the method.
    """

    levels: str
    drift: int
    hero: int
    first_notes: tuple[int, ...]
    later_notes: tuple[int, ...]
    why_first: bool


class _Place(NamedTuple):
    """Where the parts of a recipe stand that may stand on either page."""

    first_notes: tuple[int, ...]
    why_first: bool


class _Spread(NamedTuple):
    """One way to spread a recipe over pages, and what is against it."""

    against: float
    place: _Place
    gather: int
    cook: int
    together: bool


@dataclass(frozen=True)
class _Texts:
    """What a recipe has to gather and to cook, in the places that were chosen."""

    gather: tuple[PagePiece, ...]
    cook: tuple[PagePiece, ...]


def plan_pages(recipe_file: RecipeFile, guide: Guide) -> RecipePages:
    """How a recipe is spread over its pages in every format, worked out once."""

    def plan() -> RecipePages:
        return spread_recipe(view(recipe_file, guide))

    return guide.memo.once(("pages", recipe_file.path), plan)


def spread_recipe(recipe: RecipeView) -> RecipePages:
    """How a recipe is spread over its pages in every format."""
    best = min(_find_spreads(recipe))
    texts = _place_texts(recipe, best.place)
    large = min(_find_levels(texts, best.place, LARGE))
    levels = [*_name_levels(POCKET, best), *_name_levels(LARGE, large)]
    sheet = _choose_columns(recipe, texts)
    levels += sheet.levels
    return RecipePages(
        levels=" ".join(levels),
        drift=0 if best.together else _draw_below(texts, best.gather),
        hero=sheet.hero,
        first_notes=best.place.first_notes,
        later_notes=number_later(recipe, best.place.first_notes),
        why_first=best.place.why_first,
    )


def _name_levels(form: str, chosen: _Spread) -> Iterator[str]:
    yield f"{form}-gather-{chosen.gather}"
    yield f"{form}-cook-{chosen.cook}"
    if chosen.together:
        yield f"{form}-one"


def _place_texts(recipe: RecipeView, place: _Place) -> _Texts:
    gather = gather_blocks(recipe, place.first_notes, place.why_first)
    cook = cook_blocks(recipe, place.first_notes, place.why_first)
    return _Texts(tuple(gather), tuple(cook))


def _find_spreads(recipe: RecipeView) -> Iterator[_Spread]:
    """Every way to spread a recipe over pocket pages."""
    places_of_why = (True, False) if recipe.why else (True,)
    for first_notes, why_first in product(_find_parts(len(recipe.notes)), places_of_why):
        place = _Place(first_notes, why_first)
        yield from _find_levels(_place_texts(recipe, place), place, POCKET)


def _find_parts(count: int) -> Iterator[tuple[int, ...]]:
    """Every choice of so many notes that may stand beside the ingredients; many go together."""
    if count > MOST_PARTED:
        yield from ((), tuple(range(count)))
        return
    for many in range(count + 1):
        yield from combinations(range(count), many)


def _find_levels(texts: _Texts, place: _Place, form: str) -> Iterator[_Spread]:
    """Every choice of levels for a recipe whose parts have their places."""
    against = _judge_place(place, texts)
    for level in LEVELS[:2]:
        if _fit_together(texts, Setting(form, level)):
            yield _Spread(against + 2 * CLOSER[level], place, level, level, together=True)
    gathered = [_judge_page(texts.gather, Setting(form, level)) for level in LEVELS]
    cooked = [_judge_page(texts.cook, Setting(form, level)) for level in LEVELS]
    for gather, cook in product(LEVELS, LEVELS):
        closer = PAGE_TOO_MANY + against + gathered[gather] + cooked[cook]
        yield _Spread(closer, place, gather, cook, together=False)


def _judge_place(place: _Place, texts: _Texts) -> float:
    """What is against the places of notes and research: parted, turned, far from what they say."""
    against = NOTES_BEFORE * len(place.first_notes)
    panels = [block for block in texts.cook if block.kind == "panel"]
    if place.first_notes and panels:
        against += NOTES_PARTED
    if place.first_notes != tuple(range(len(place.first_notes))):
        against += NOTES_TURNED
    return against + (0 if place.why_first else WHY_AFTER)


def _fit_together(texts: _Texts, setting: Setting) -> bool:
    """Whether what to gather and what to cook have room on one page."""
    both = height(texts.gather, setting) + height(texts.cook, setting)
    return both + length(setting.form, "between") <= length(setting.form, "page")


def _judge_page(blocks: Sequence[PagePiece], setting: Setting) -> float:
    """What is against setting a page so: pages too many, close lines, half of it empty."""
    count = count_pages(blocks, setting)
    against = PAGE_TOO_MANY * (count - 1) + CLOSER[setting.level]
    if count > 1:
        return against
    filled = height(blocks, setting) / length(setting.form, "page")
    if filled < 1 / 2:
        return against + HALF_EMPTY
    return against + (THIRD_EMPTY if filled < 2 / 3 else 0)


def _draw_below(texts: _Texts, level: int) -> int:
    """How high the picture below the ingredients of a pocket page is, in pt; 0 for none."""
    free = length(POCKET, "page") - height(texts.gather, Setting(POCKET, level)) - DRIFT_ABOVE
    return min(int(free), DRIFT_MOST) if free >= DRIFT_LEAST else 0


class _Sheet(NamedTuple):
    """How a recipe stands on a counter sheet: its levels, and the height of its picture in pt."""

    levels: tuple[str, ...]
    hero: int


def _choose_columns(recipe: RecipeView, texts: _Texts) -> _Sheet:
    """The roomiest level at which a recipe stands on one sheet, and columns that end alike."""
    head = tuple(head_blocks(recipe))
    for level in LEVELS:
        free, split = max(_free_on_sheet(head, texts, level, split) for split in SPLITS)
        least = length(COUNTER, "hero", str(level))
        if free >= least or level == LEVELS[-1]:
            break
    levels = [f"{COUNTER}-{level}", f"{COUNTER}-split-{split}"]
    if free < HERO_LOWEST:
        levels.append(f"{COUNTER}-bare")
    return _Sheet(tuple(levels), max(HERO_LOWEST, min(HERO_HIGHEST, int(free))))


def _free_on_sheet(
    head: Sequence[PagePiece], texts: _Texts, level: int, split: int
) -> tuple[float, int]:
    """How much of a counter sheet its columns leave, in pt, and which columns."""
    gathered = Setting(COUNTER, level, length(COUNTER, "gathered", str(split)))
    cooked = Setting(COUNTER, level, length(COUNTER, "cooked", str(split)))
    columns = max(height(texts.gather, gathered), height(texts.cook, cooked))
    used = height(head, Setting(COUNTER, level)) + columns
    return length(COUNTER, "page") - used - SHEET_FREE, split
