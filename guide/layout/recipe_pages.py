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
    Panel,
    RecipePieces,
    Setting,
    chunk_heights,
    count_pages,
    height,
    height_of,
    length,
)
from guide.read.load import Guide, RecipeFile
from guide.views.recipe_view import RecipeView, view

POCKET, COUNTER, LARGE = "pocket", "counter", "large"
LEVELS = (0, 1, 2, 3)
# A counter sheet has one level more, wider than the others by what `wider` says in the table.
SHEET_LEVELS = (*LEVELS, 4)
WIDEST = SHEET_LEVELS[-1]
# What goes on to a second sheet has room, and stands at this level.
LONG_LEVEL = 1
# The columns of a counter sheet, from the narrowest of ingredients to the widest.
SPLITS = range(7)
# What is against a spread, in no unit: less is better. A page too many outweighs all.
PAGE_TOO_MANY = 1000
METHOD_BROKEN = 400
CLOSER = (0, 4, 12, 26)
HALF_EMPTY, THIRD_EMPTY = 60, 10
NOTES_PARTED, NOTES_TURNED, NOTES_BEFORE, WHY_AFTER = 9, 4, 3, 2
AHEAD_AFTER, RESCUE_BEFORE = 2, 8
# Ingredients and method share a page at the levels below this.
CLOSEST_TOGETHER = 2
# So many notes are shared out between two pages one by one.
MOST_PARTED = 5
# The least and most of a page of ingredients, in pt, that a picture fills, and its distance.
DRIFT_LEAST, DRIFT_MOST, DRIFT_ABOVE = 90, 230, 16
# The lowest and highest picture of a counter sheet, and what stays free below its columns, in pt.
HERO_LOWEST, HERO_HIGHEST, SHEET_FREE = 60, 200, 8


@dataclass(frozen=True)
class RecipePages:
    """How a recipe is spread over its pages.

    `levels` are for style sheets: how close lines stand, by format and page. `drift` is the height
    of the picture below the ingredients of a pocket page, 0 for none, and `hero` that of the
    picture of a counter sheet, in pt. `first` is the panel beside the ingredients, and `later` that
    beside the method; `why_first`: the box about research stands beside the ingredients.
    """

    levels: str
    drift: int
    hero: int
    first: Panel
    later: Panel
    why_first: bool


class _Place(NamedTuple):
    """Where the parts of a recipe stand that may stand on either page."""

    first: Panel
    later: Panel
    why_first: bool


class _Spread(NamedTuple):
    """One way to spread a recipe over pages, and what is against it."""

    against: float
    place: _Place
    gather: int
    cook: int
    together: bool
    runs_on: bool = False


@dataclass(frozen=True)
class _Texts:
    """What a recipe has to gather and to cook, in the places that were chosen."""

    gather: tuple[PagePiece, ...]
    cook: tuple[PagePiece, ...]


class _Heights:
    """How high the parts of a recipe are at a level, each worked out once, in pt."""

    def __init__(self, pieces: RecipePieces, setting: Setting):
        self.page = length(setting.form, "page")
        self.between = length(setting.form, "between")
        self._pieces = pieces
        self._setting = setting
        self.gather = chunk_heights(pieces.gather, setting)
        self.cook = chunk_heights(pieces.cook, setting)
        self.why = chunk_heights(pieces.why, setting)
        self._high: dict[PagePiece, float] = {}
        self._panels: dict[Panel, tuple[float, ...]] = {}

    def panel(self, panel: Panel) -> tuple[float, ...]:
        """How high a panel is."""
        if panel not in self._panels:
            heights = [self._height_of(piece) for piece in self._pieces.panel(panel)]
            self._panels[panel] = (sum(heights),) if heights else ()
        return self._panels[panel]

    def _height_of(self, piece: PagePiece) -> float:
        if piece not in self._high:
            self._high[piece] = height_of(piece, self._setting)
        return self._high[piece]

    def pages(self, place: _Place) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The heights on the page of ingredients, and on that of the method."""
        before = self.why if place.why_first else ()
        behind = () if place.why_first else self.why
        gather = (*self.gather, *before, *self.panel(place.first))
        cook = (*self.cook, *self.panel(place.later), *behind)
        return gather, cook


def plan_pages(recipe_file: RecipeFile, guide: Guide) -> RecipePages:
    """How a recipe is spread over its pages in every format, worked out once."""

    def plan() -> RecipePages:
        return spread_recipe(view(recipe_file, guide))

    return guide.memo.once(("pages", recipe_file.path, guide.edition.units), plan)


def spread_recipe(recipe: RecipeView) -> RecipePages:
    """How a recipe is spread over its pages in every format."""
    pieces = RecipePieces(recipe)
    best = _choose_spread(pieces, tuple(_find_places(recipe)), POCKET)
    large = _choose_spread(pieces, (best.place,), LARGE)
    texts = _place_texts(pieces, best.place)
    sheet = _choose_columns(pieces, texts)
    levels = [*_name_levels(POCKET, best), *_name_levels(LARGE, large), *sheet.levels]
    free = length(LARGE, "look") - height(pieces.head, Setting(LARGE, 0))
    if free < HERO_LOWEST:
        levels.append(f"{LARGE}-bare")
    if large.runs_on:
        levels.append(f"{LARGE}-on")
    return RecipePages(
        levels=" ".join(levels),
        drift=0 if best.together else _draw_below(texts, best.gather),
        hero=sheet.hero,
        first=best.place.first,
        later=best.place.later,
        why_first=best.place.why_first,
    )


def _name_levels(form: str, chosen: _Spread) -> Iterator[str]:
    yield f"{form}-gather-{chosen.gather}"
    yield f"{form}-cook-{chosen.cook}"
    if chosen.together:
        yield f"{form}-one"


def _place_texts(pieces: RecipePieces, place: _Place) -> _Texts:
    before = pieces.why if place.why_first else ()
    behind = () if place.why_first else pieces.why
    gather = (*pieces.gather, *before, *pieces.panel(place.first))
    cook = (*pieces.cook, *pieces.panel(place.later), *behind)
    return _Texts(gather, cook)


def _find_places(recipe: RecipeView) -> Iterator[_Place]:
    """Every way to share out between two pages what may stand on either."""
    numbers = tuple(range(len(recipe.notes)))
    either = {True: (True, False), False: (False,)}
    for first_notes, ahead, rescue, why_first in product(
        _find_parts(len(numbers)),
        either[bool(recipe.ahead)],
        either[bool(recipe.rescue)],
        (True, False) if recipe.why else (True,),
    ):
        later_notes = tuple(number for number in numbers if number not in first_notes)
        first = Panel(first_notes, ahead, rescue)
        later = Panel(
            later_notes, bool(recipe.ahead) and not ahead, bool(recipe.rescue) and not rescue
        )
        yield _Place(first, later, why_first)


def _find_parts(count: int) -> Iterator[tuple[int, ...]]:
    """Every choice of so many notes that may stand beside the ingredients; many go together."""
    if count > MOST_PARTED:
        yield from ((), tuple(range(count)))
        return
    for many in range(count + 1):
        yield from combinations(range(count), many)


def _choose_spread(pieces: RecipePieces, places: Sequence[_Place], form: str) -> _Spread:
    """The best of the places and levels of a recipe in a format."""
    by_level = [_Heights(pieces, Setting(form, level)) for level in LEVELS]
    found: list[_Spread] = []
    for place in places:
        found += _find_levels(by_level, place)
    return min(found)


def _find_levels(by_level: Sequence[_Heights], place: _Place) -> Iterator[_Spread]:
    """Every choice of levels for a recipe whose parts have their places."""
    against = _judge_place(place)
    gathered = []
    cooked = []
    for level, heights in enumerate(by_level):
        gather, cook = heights.pages(place)
        both = sum(gather) + sum(cook) + heights.between
        if level < CLOSEST_TOGETHER and both <= heights.page:
            yield _Spread(against + 2 * CLOSER[level], place, level, level, together=True)
        gathered.append(_judge_page(gather, level, heights.page))
        cooked.append(_judge_page(cook, level, heights.page))
    for gather_level, cook_level in product(LEVELS, LEVELS):
        closer = PAGE_TOO_MANY + against + gathered[gather_level] + cooked[cook_level]
        if cooked[cook_level] >= PAGE_TOO_MANY:
            closer += METHOD_BROKEN
        runs_on = gathered[gather_level] >= PAGE_TOO_MANY
        yield _Spread(closer, place, gather_level, cook_level, together=False, runs_on=runs_on)


def _judge_place(place: _Place) -> float:
    """What is against where things stand: notes parted, turned, or far from what they speak of."""
    first, later = place.first, place.later
    against = NOTES_BEFORE * len(first.notes)
    if first.notes and later.notes:
        against += NOTES_PARTED
    if first.notes != tuple(range(len(first.notes))):
        against += NOTES_TURNED
    if later.ahead:
        against += AHEAD_AFTER
    if first.rescue:
        against += RESCUE_BEFORE
    return against + (0 if place.why_first else WHY_AFTER)


def _judge_page(heights: Sequence[float], level: int, page: float) -> float:
    """What is against setting a page so: pages too many, close lines, half of it empty."""
    count = count_pages(heights, page)
    against = PAGE_TOO_MANY * (count - 1) + CLOSER[level]
    if count > 1:
        return against
    filled = sum(heights) / page
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


def _choose_columns(pieces: RecipePieces, texts: _Texts) -> _Sheet:
    """The roomiest level at which a recipe stands on one sheet, and columns that end alike."""
    for level in SHEET_LEVELS:
        above = height(pieces.head, Setting(COUNTER, level))
        wanted = length(COUNTER, "hero", str(level))
        # Each column has most room where the other has least.
        most = _free_on_sheet(above, texts, level, SPLITS[-1], SPLITS[0])
        if most < wanted and level != WIDEST:
            continue
        free, split = max((_free_on_sheet(above, texts, level, at, at), at) for at in SPLITS)
        if free >= wanted:
            break
    if free < 0:
        level = LONG_LEVEL
    levels = [f"{COUNTER}-{level}", f"{COUNTER}-split-{split}"]
    if free < HERO_LOWEST:
        levels.append(f"{COUNTER}-bare")
    if free < 0:
        levels.append(f"{COUNTER}-long")
    return _Sheet(tuple(levels), max(HERO_LOWEST, min(HERO_HIGHEST, int(free))))


def _free_on_sheet(above: float, texts: _Texts, level: int, of_gather: int, of_cook: int) -> float:
    """How much of a counter sheet is left, in pt, by what stands above its columns and is so high,
    and by the ingredients and the method, each as wide as at a split of its own.
    """
    gathered = Setting(COUNTER, level, length(COUNTER, "gathered", str(of_gather)))
    wider = length(COUNTER, "wider", str(level)) if level == WIDEST else 0
    cooked = Setting(COUNTER, level, length(COUNTER, "cooked", str(of_cook)) + wider)
    columns = max(height(texts.gather, gathered), height(texts.cook, cooked))
    used = above + columns
    return length(COUNTER, "page") - used - SHEET_FREE
