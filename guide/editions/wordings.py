"""Words around the recipes that name a food which an edition leaves out, said in another way.

What they are and what takes their place stands in pages/without.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from guide.check.places import CHAPTERS_FILE, REFERENCE_FILE, SHOP_FILE
from guide.editions.left_out import LeftOut, gather
from guide.read.load import Guide
from guide.read.pantry_files import FoodWording, Shop
from guide.read.prose import Page
from guide.read.recipe import Chapter


def say_otherwise(guide: Guide, left_out: LeftOut) -> Guide:
    """A guide whose pages, chapters and aisles name nothing to eat that is left out."""
    fitting = _list_fitting(guide, left_out)
    if not fitting:
        return guide
    pages = [_reword_page(page, fitting) for page in guide.pages]
    chapters = [_reword_chapter(chapter, fitting) for chapter in guide.chapters]
    shop = guide.shop and _reword_shop(guide.shop, fitting)
    return replace(guide, pages=tuple(pages), chapters=tuple(chapters), shop=shop)


def say_pattern(says: str, guide: Guide) -> str:
    """The name of a part of the pattern, as the edition of a guide says it."""
    if not guide.edition.without:
        return says
    left_out = gather(guide.edition.without, guide.pantry)
    find = partial(_list_fitting, guide, left_out)
    return _reword(says, REFERENCE_FILE, guide.memo.once(("food wordings",), find))


def _list_fitting(guide: Guide, left_out: LeftOut) -> tuple[FoodWording, ...]:
    return tuple(_find_fitting(guide, left_out))


def _find_fitting(guide: Guide, left_out: LeftOut) -> Iterator[FoodWording]:
    """The wordings of whose foods all are left out, the first of those for the same words."""
    seen: set[tuple[str, str]] = set()
    for wording in guide.food_wordings:
        words = (wording.file, wording.written)
        asked = gather(wording.without, guide.pantry)
        is_fitting = asked.leaves <= left_out.leaves and asked.foods <= left_out.foods
        if is_fitting and words not in seen:
            seen.add(words)
            yield wording


def _reword(text: str, file: str, wordings: tuple[FoodWording, ...]) -> str:
    for wording in wordings:
        if wording.file == file:
            found = wording.pattern.search(text)
            if found is not None:
                text = text[: found.start()] + (wording.says or "") + text[found.end() :]
    return text


def _reword_page(page: Page, wordings: tuple[FoodWording, ...]) -> Page:
    return replace(page, body=_reword(page.body, page.source.path, wordings))


def _reword_chapter(chapter: Chapter, wordings: tuple[FoodWording, ...]) -> Chapter:
    said = {
        "title": _reword(chapter.title, CHAPTERS_FILE, wordings),
        "lead": _reword(chapter.lead, CHAPTERS_FILE, wordings),
    }
    return chapter.model_copy(update=said)


def _reword_shop(shop: Shop, wordings: tuple[FoodWording, ...]) -> Shop:
    aisles = []
    for aisle in shop.aisles:
        says = _reword(aisle.says, SHOP_FILE, wordings)
        aisles.append(aisle.model_copy(update={"says": says}))
    return shop.model_copy(update={"aisles": tuple(aisles)})
