"""The texts of the guide's files that each part of the book must say, with where they are written.

One function for each kind of part that has any; guide/layout/part_kinds.py says which kind has
which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.core.problems import Place
from guide.core.typesetting import typeset
from guide.layout import views
from guide.layout.book import (
    Part,
    chapter_of,
    contributors,
    finder,
    page_of,
    references,
)
from guide.layout.checked import brand_of
from guide.layout.passages import Passage
from guide.layout.views import DishView
from guide.read import prose
from guide.read.load import Guide

CHAPTERS = "recipes/chapters.yaml"


def _in_file(guide: Guide, file: str, texts: Iterable[str]) -> list[Passage]:
    """Texts that stand in a file, typeset."""
    place = guide.nodes[file].place
    return [Passage(place, text, typeset(text)) for text in texts]


def cover_texts(_: Part, guide: Guide) -> list[Passage]:
    """The title, the subtitle and the line at the foot of the cover."""
    brand = brand_of(guide)
    return _in_file(guide, "brand.yaml", (brand.title, brand.subtitle, brand.cover))


def back_texts(_: Part, guide: Guide) -> list[Passage]:
    """The call to action and the sender."""
    brand = brand_of(guide)
    call = brand.call
    texts = (call.title, call.words, call.button, call.small, brand.brand, brand.address)
    return _in_file(guide, "brand.yaml", texts)


def prose_texts(part: Part, guide: Guide) -> list[Passage]:
    """The title and every block of a page of prose, and the dishes that it lists at its end."""
    page, numbers = page_of(part), references(guide)
    place = page.source.place()
    found = []
    for text in (page.title, *prose.page_texts(page)):
        printed = typeset(prose.numbered(text, numbers))
        found.append(Passage(place, prose.uncited(text), printed))
    for rich in views.view_rich(part.id, guide):
        found += [_dish_passage(dish) for dish in rich.dishes]
    return found


def opener_texts(part: Part, guide: Guide) -> list[Passage]:
    """A chapter's title and lead."""
    chapter = chapter_of(part)
    return _in_file(guide, CHAPTERS, (chapter.title, chapter.lead))


def references_texts(_: Part, guide: Guide) -> list[Passage]:
    """Every finding that is cited."""
    citations = [guide.evidence[finding].citation for finding in references(guide)]
    return _in_file(guide, "pantry/evidence.yaml", citations)


def finder_texts(_: Part, guide: Guide) -> list[Passage]:
    """The title of every recipe."""
    titles = [row.title for _, rows in finder(guide)[1] for row in rows]
    return _in_file(guide, CHAPTERS, titles)


def thanks_texts(_: Part, guide: Guide) -> list[Passage]:
    """The name of everybody who gave a recipe."""
    return _in_file(guide, "pages/order.yaml", [entry.heading for entry in contributors(guide)])


def plan_texts(_: Part, guide: Guide) -> Iterator[Passage]:
    """The days of the week with their dishes, what a day keeps to, and what must be known of it."""
    place, week = guide.nodes["pantry/week.yaml"].place, views.view_week(guide)
    for day in week.days:
        yield Passage(place, day.name, f"{day.name} {day.held}")
        for dish in day.dishes:
            yield _dish_passage(dish)
    notes = [note for _, _, note in week.times if note]
    for text in (week.bounds, *week.sources, *notes):
        yield Passage(place, text, text)


def lists_texts(_: Part, guide: Guide) -> list[Passage]:
    """Every dish on a list with what is said of it, and what is worth having in the cupboard."""
    place, lists = guide.nodes["pantry/lists.yaml"].place, views.view_lists(guide)
    found = [_dish_passage(dish) for dish in listed_dishes(lists)]
    for name, count in lists.cupboard:
        found.append(Passage(place, name, f"{name} {count}"))
    return found


def listed_dishes(lists: views.ListsView) -> list[DishView]:
    """Every dish on a list, in the order of the template."""
    dishes = [*lists.quick, *lists.cutting, *lists.freezer]
    for _, _, in_season in lists.seasons:
        dishes += in_season
    return dishes


def shopping_texts(_: Part, guide: Guide) -> list[Passage]:
    """Every aisle that has something to buy, with its lines, and what comes from the tap."""
    listed = views.view_shopping(guide)
    texts: list[str] = []
    for says, lines in (*listed.aisles, listed.home):
        if not lines:
            continue
        texts.append(says)
        for line in lines:
            texts.append(f"{views.view_bought(line).said} {line.used}".rstrip())
    texts += dict.fromkeys(line.name for line in listed.tap)
    return _in_file(guide, "pantry/shop.yaml", texts)


def _dish_passage(dish: DishView) -> Passage:
    place: Place = dish.recipe_file.place("title")
    printed = f"{dish.title} {dish.note}".rstrip()
    return Passage(place, dish.recipe_file.recipe.title, printed)
