"""The kinds of parts a book is made of, and the book as an ordered list of parts.

PART_KINDS is the registry. To add a kind of part: one entry here, one template of the same name in
templates/, and, when pages/order.yaml names it, its name in guide/read/recipe.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from guide.core.problems import Place
from guide.core.typesetting import typeset
from guide.derive.cover_line import cover_line
from guide.derive.one_system import prose_reader
from guide.layout import book_pictures, recipe_pages, texts
from guide.layout.book_pictures import NamedPicture
from guide.layout.formats import Sizes
from guide.layout.passages import Passage, Sayings, Sign
from guide.layout.recipe_texts import recipe_texts
from guide.layout.signs import recipe_signs
from guide.planning import dish_lists
from guide.read import prose
from guide.read.editions import DISHES
from guide.read.load import Guide
from guide.read.recipe import RECIPES, WITHOUT_PAGE
from guide.views import book, figures_table, finder, food_index, plan_view, recipe_view
from guide.views.book import (
    IndexEntry,
    Part,
    address,
    chapter_of,
    chapters_of,
    page_of,
    recipe_of,
    section_of,
)
from guide.views.checked import brand_of, note_of, week_of
from guide.views.without_words import without_of

PAGE = "page"
# The index is cut into sections of about so many rows: a thousand take 50 MB while they are laid
# out, and two workers each lay out one.
SECTION_ROWS = 500
# A table of all recipes is cut between chapters, after so many rows: while it is laid out, a row
# of the finder takes 0.25 MB.
TABLE_ROWS = 100

_Entry = TypeVar("_Entry")

Content = Mapping[str, object]


def _no_content(*_: object) -> Content:
    return {}


def _typeset_title(part: Part, _: Guide) -> str:
    return typeset(part.title)


def _no_signs(*_: object) -> Iterable[Sign]:
    return ()


def _no_links(*_: object) -> Iterable[str]:
    return ()


def _no_names(_: Part) -> tuple[str, ...]:
    return ()


def _no_pictures(*_: object) -> Iterable[NamedPicture]:
    return ()


def _no_key(*_: object) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class PartKind:
    """One kind of part. Its template is templates/{name}.html.

    `find_parts`: the parts of this kind that a name in pages/order.yaml asks for.
    `order_name`: the name that asks for it there; "" when it is the kind's own name.
    `content`: what its template is given besides the part and what all templates share.
    `outline_title`: its bookmark.
    `must_say`: all that it must print, in the order of its template, with where it is written;
    without it nobody knows whether its template leaves out words or makes some up.
    `must_show`: the pictures that say something, with the words beside them.
    `must_link`: the addresses in the book that it must link to.
    `pictures`: the pictures of its own, by name.
    `picture_names`: their names, where many parts have some and few are drawn in one build.
    `source`: the file it is printed from; without one, its template.
    `key`: a key of all that decides what its pages say, for a kind that prints no page numbers;
    what was made under the same key is kept from build to build. "" keeps nothing.
    """

    name: str
    find_parts: Callable[[str, Guide], Iterable[Part]]
    order_name: str = ""
    content: Callable[[Part, Guide], Content] = _no_content
    outline_title: Callable[[Part, Guide], str] = _typeset_title
    must_say: Callable[[Part, Guide, Sayings], Iterable[Passage]] | None = None
    must_show: Callable[[Part, Guide, Sayings], Iterable[Sign]] = _no_signs
    must_link: Callable[[Part, Guide], Iterable[str]] = _no_links
    pictures: Callable[[Part, Guide, Sizes], Iterable[NamedPicture]] = _no_pictures
    picture_names: Callable[[Part], tuple[str, ...]] = _no_names
    source: Callable[[Part, Guide], Place] | None = None
    key: Callable[[Part, Guide], str] = _no_key

    @property
    def asked_by(self) -> str:
        """The name in pages/order.yaml that asks for it; PAGE stands for the names of all pages."""
        return self.order_name or self.name

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.name}.html"

    def place(self, part: Part, guide: Guide) -> Place:
        """The file that a part is printed from."""
        if self.source is None:
            return Place(f"templates/{self.template}")
        return self.source(part, guide)


def one_part(kind: str, title: str) -> Callable[[str, Guide], list[Part]]:
    """For a kind of which a book has one part: the part, under the name that asks for it."""

    def find_parts(name: str, _: Guide) -> list[Part]:
        return [Part(kind, name, title)]

    return find_parts


def _cover_content(_: Part, guide: Guide) -> Content:
    return {"line": cover_line(guide), "without": without_of(guide)}


def _contents_content(_: Part, guide: Guide) -> Content:
    return {"note": note_of(guide)}


def _without(name: str, guide: Guide) -> list[Part]:
    said = without_of(guide)
    return [Part("without", name, said.title)] if said else []


def _without_content(_: Part, guide: Guide) -> Content:
    return {"without": without_of(guide)}


def _cover_bookmark(*_: object) -> str:
    return "Cover"


def _back_bookmark(_: Part, guide: Guide) -> str:
    return typeset(brand_of(guide).call.title)


def _openers(_: str, guide: Guide) -> list[Part]:
    parts = []
    for number, chapter in enumerate(guide.chapters, 1):
        part_id = f"chapter-{chapter.folder}"
        parts.append(Part("opener", part_id, chapter.title, content=number, chapter=chapter))
    return parts


def _opener_content(part: Part, guide: Guide) -> Content:
    recipes = []
    for recipe_file in guide.chapter_recipes(chapter_of(part).folder):
        title = typeset(recipe_file.recipe.title)
        ease = dish_lists.find_ease(recipe_file, guide)
        recipes.append((address(recipe_file), title, ease))
    return {"recipes": recipes}


def _opener_links(part: Part, guide: Guide) -> list[str]:
    return [address(one) for one in guide.chapter_recipes(chapter_of(part).folder)]


def _recipes(_: str, guide: Guide) -> list[Part]:
    parts = []
    for chapter in guide.chapters:
        for recipe_file in guide.chapter_recipes(chapter.folder):
            part_id, title = address(recipe_file), recipe_file.recipe.title
            parts.append(Part("recipe", part_id, title, 2, recipe_file, chapter))
    return parts


def _dishes(guide: Guide) -> list[Part]:
    """The recipes of a book that has no pages for chapters."""
    return [replace(part, level=1) for part in _recipes(RECIPES, guide)]


def _recipe_content(part: Part, guide: Guide) -> Content:
    recipe_file = recipe_of(part)
    return {
        "recipe": recipe_view.view(recipe_file, guide),
        "pages": recipe_pages.plan_pages(recipe_file, guide),
    }


def _recipe_texts(part: Part, guide: Guide, sayings: Sayings) -> tuple[Passage, ...]:
    return recipe_texts(recipe_of(part), guide, sayings)


def _recipe_place(part: Part, _: Guide) -> Place:
    return recipe_of(part).node.place


def _recipe_key(part: Part, guide: Guide) -> str:
    return recipe_view.recipe_key(recipe_of(part), guide)


def _recipe_links(part: Part, guide: Guide) -> list[str]:
    cited = book.cited_by_recipe(recipe_of(part))
    homes = [name for name in ("contents", "index") if name in guide.order]
    return [*homes, *_reference_addresses(cited)]


def _all_recipes(_: Part, guide: Guide) -> list[str]:
    return [address(recipe_file) for recipe_file in guide.recipe_files]


def _pages(name: str, guide: Guide) -> list[Part]:
    parts = []
    for page in guide.pages:
        if page.slug == name:
            content = book.page_in_units(page, guide)
            parts.append(Part(PAGE, name, page.title, content=content))
    return parts


@dataclass(frozen=True)
class _Prose:
    """The words of a page, made into HTML when a template prints them.

    They hang on the page, on the files beside the recipes, on the edition's units, and on the
    numbers of what is cited.
    """

    page: prose.Page
    rest: str
    units: str
    references: dict[str, int]
    guide: Guide = field(repr=False)

    def __html__(self) -> str:
        html = prose.html(self.page, partial(typeset, measures=prose_reader(self.guide)))
        return prose.numbered(html, self.references, linked=True)


def _page_content(part: Part, guide: Guide) -> Content:
    said = _Prose(page_of(part), guide.rest, guide.edition.units, book.references(guide), guide)
    return {"prose": said, "rich": plan_view.view_rich(part.id, guide)}


def _page_links(part: Part, guide: Guide) -> list[str]:
    page = page_of(part)
    addresses = [link[1:] for link in page.links if link.startswith("#")]
    addresses += _reference_addresses(book.cited_by_page(page))
    for rich in plan_view.view_rich(part.id, guide):
        addresses += [dish.address for dish in rich.dishes]
    return addresses


def _reference_addresses(findings: Iterable[str]) -> list[str]:
    return [f"ref-{finding}" for finding in findings]


def _page_place(part: Part, _: Guide) -> Place:
    return page_of(part).source.place()


def _thanks(name: str, guide: Guide) -> list[Part]:
    if not book.contributors(guide):
        return []
    return [Part("thanks", name, "With thanks")]


def _thanks_content(_: Part, guide: Guide) -> Content:
    return {"contributors": book.contributors(guide)}


def _thanks_links(_: Part, guide: Guide) -> list[str]:
    return _entry_links(book.contributors(guide))


def _entry_links(entries: Iterable[IndexEntry]) -> list[str]:
    return [recipe for entry in entries for _, recipe in entry.recipes]


def _index_parts(name: str, guide: Guide) -> list[Part]:
    sections = _cut(food_index.index(guide), lambda entry: len(entry.recipes), SECTION_ROWS)
    return _continued(Part("index", name, "Index"), sections)


def _index_content(part: Part, _: Guide) -> Content:
    return {"index": section_of(part)}


def _index_links(part: Part, _: Guide) -> list[str]:
    return _entry_links(section_of(part))


def _cut(
    entries: Iterable[_Entry], count_rows: Callable[[_Entry], int], most: int
) -> list[tuple[_Entry, ...]]:
    """Entries in sections, none of which goes on after so many rows; one section without any."""
    sections: list[list[_Entry]] = [[]]
    rows = 0
    for entry in entries:
        if rows >= most:
            sections.append([])
            rows = 0
        sections[-1].append(entry)
        rows += count_rows(entry)
    return [tuple(section) for section in sections]


def _continued(first: Part, sections: list[tuple[_Entry, ...]]) -> list[Part]:
    """A part for each section: the first as it is given, and those that continue it."""
    parts = [replace(first, content=sections[0])]
    for number, section in enumerate(sections[1:], 2):
        parts.append(replace(first, id=f"{first.id}-{number}", level=0, content=section))
    return parts


def _table(kind: str, title: str) -> Callable[[str, Guide], list[Part]]:
    """For a table of all recipes: its parts, under the name that asks for it."""

    def find_parts(name: str, guide: Guide) -> list[Part]:
        folders = [chapter.folder for chapter in guide.chapters]
        sections = _cut(folders, lambda folder: len(guide.chapter_recipes(folder)), TABLE_ROWS)
        return _continued(Part(kind, name, title), sections)

    return find_parts


def _table_links(part: Part, guide: Guide) -> list[str]:
    listed = [(chapter, guide.chapter_recipes(chapter.folder)) for chapter in guide.chapters]
    return [address(recipe) for _, recipes in chapters_of(part, listed) for recipe in recipes]


def _references_content(_: Part, guide: Guide) -> Content:
    findings = []
    for finding, number in book.references(guide).items():
        findings.append((finding, number, guide.evidence[finding]))
    return {"findings": findings}


def _finder_content(part: Part, guide: Guide) -> Content:
    whole = finder.finder(guide)
    return {"finder": replace(whole, chapters=chapters_of(part, whole.chapters))}


def _tonight_content(_: Part, guide: Guide) -> Content:
    return {"ready": plan_view.view_ready(guide)}


def _tonight_links(_: Part, guide: Guide) -> list[str]:
    return [dish.address for ready in plan_view.view_ready(guide) for dish in ready.dishes]


def _values_content(part: Part, guide: Guide) -> Content:
    held = chapters_of(part, figures_table.view_figures(guide))
    return {
        "chapters_held": held,
        "columns": figures_table.view_columns(guide),
        "day": figures_table.view_day(guide),
    }


def _plan_content(_: Part, guide: Guide) -> Content:
    more = plan_view.view_other_weeks(guide) if "weeks" in guide.order else ()
    return {"week": plan_view.view_week(guide), "more": more}


def _plan_links(_: Part, guide: Guide) -> list[str]:
    days = plan_view.view_week(guide).days
    return [dish.address for day in days for dish in day.dishes]


def _weeks(_: str, guide: Guide) -> list[Part]:
    parts = []
    for week in plan_view.view_other_weeks(guide):
        parts.append(Part("week", week.address, week.title, content=week))
    return parts


def _week_content(part: Part, _: Guide) -> Content:
    return {"week": plan_view.other_week_of(part)}


def _week_links(part: Part, _: Guide) -> list[str]:
    days = plan_view.other_week_of(part).days
    return [dish.address for day in days for dish in day.dishes]


def _shopping_content(_: Part, guide: Guide) -> Content:
    return {
        "listed": plan_view.view_shopping(guide),
        "shown": plan_view.view_bought,
        "people": week_of(guide).people,
    }


def _lists_content(_: Part, guide: Guide) -> Content:
    return dict(vars(plan_view.view_lists(guide)))


def _lists_links(_: Part, guide: Guide) -> list[str]:
    return [dish.address for dish in texts.listed_dishes(plan_view.view_lists(guide))]


COVER = PartKind(
    name="cover",
    find_parts=one_part("cover", ""),
    content=_cover_content,
    outline_title=_cover_bookmark,
    must_say=texts.cover_texts,
)
WITHOUT = PartKind(
    name="without",
    find_parts=_without,
    order_name=WITHOUT_PAGE,
    content=_without_content,
    must_say=texts.without_texts,
)
CONTENTS = PartKind(
    name="contents",
    find_parts=one_part("contents", "Contents"),
    content=_contents_content,
    must_say=texts.contents_texts,
    must_link=_all_recipes,
)
PROSE = PartKind(
    name=PAGE,
    find_parts=_pages,
    content=_page_content,
    must_say=texts.prose_texts,
    must_link=_page_links,
    source=_page_place,
)
OPENER = PartKind(
    name="opener",
    find_parts=_openers,
    order_name=RECIPES,
    content=_opener_content,
    must_say=texts.opener_texts,
    must_link=_opener_links,
    pictures=book_pictures.opener_pictures,
)
RECIPE = PartKind(
    name="recipe",
    find_parts=_recipes,
    order_name=RECIPES,
    content=_recipe_content,
    must_say=_recipe_texts,
    must_show=recipe_signs,
    must_link=_recipe_links,
    pictures=book_pictures.recipe_pictures,
    picture_names=book_pictures.names_of_recipe,
    source=_recipe_place,
    key=_recipe_key,
)
PLAN = PartKind(
    name="plan",
    find_parts=one_part("plan", "Seven calm days"),
    content=_plan_content,
    must_say=texts.plan_texts,
    must_link=_plan_links,
)
WEEK = PartKind(
    name="week",
    find_parts=_weeks,
    order_name="weeks",
    content=_week_content,
    must_say=texts.week_texts,
    must_link=_week_links,
)
SHOPPING = PartKind(
    name="shopping",
    find_parts=one_part("shopping", "The shopping list"),
    content=_shopping_content,
    must_say=texts.shopping_texts,
)
LISTS = PartKind(
    name="lists",
    find_parts=one_part("lists", "What to cook when"),
    content=_lists_content,
    must_say=texts.lists_texts,
    must_link=_lists_links,
)
FORTNIGHT = PartKind(
    name="fortnight",
    find_parts=one_part("fortnight", "Your two weeks"),
    must_say=texts.fortnight_texts,
)
FINDER = PartKind(
    name="finder",
    find_parts=_table("finder", "Find a recipe made without"),
    content=_finder_content,
    must_say=texts.finder_texts,
    must_link=_table_links,
)
TONIGHT = PartKind(
    name="tonight",
    find_parts=one_part("tonight", "Ready tonight"),
    content=_tonight_content,
    must_say=texts.tonight_texts,
    must_link=_tonight_links,
)
VALUES = PartKind(
    name="values",
    find_parts=_table("values", "What a serving holds"),
    content=_values_content,
    must_say=texts.values_texts,
    must_link=_table_links,
)
INDEX = PartKind(
    name="index",
    find_parts=_index_parts,
    content=_index_content,
    must_say=texts.index_texts,
    must_link=_index_links,
)
REFERENCES = PartKind(
    name="references",
    find_parts=one_part("references", "References"),
    content=_references_content,
    must_say=texts.references_texts,
)
THANKS = PartKind(
    name="thanks",
    find_parts=_thanks,
    content=_thanks_content,
    must_say=texts.thanks_texts,
    must_link=_thanks_links,
)
BACK = PartKind(
    name="back",
    find_parts=one_part("back", ""),
    outline_title=_back_bookmark,
    must_say=texts.back_texts,
)

# Kinds that the same name in pages/order.yaml asks for stand in this order in each chapter.
PART_KINDS = (
    COVER,
    WITHOUT,
    CONTENTS,
    PROSE,
    OPENER,
    RECIPE,
    PLAN,
    WEEK,
    SHOPPING,
    LISTS,
    FORTNIGHT,
    FINDER,
    TONIGHT,
    INDEX,
    VALUES,
    REFERENCES,
    THANKS,
    BACK,
)


def kind_of(part: Part) -> PartKind:
    """The registry's entry for a part. Raises KeyError for a kind that it does not have."""
    for kind in PART_KINDS:
        if kind.name == part.kind:
            return kind
    raise KeyError(part.kind)


def fold(guide: Guide) -> tuple[Part, ...]:
    """The parts of the whole guide, in the order that pages/order.yaml gives."""
    slugs = {page.slug for page in guide.pages} - {RECIPES}
    parts: list[Part] = []
    for name in guide.order:
        if name == DISHES:
            parts += _dishes(guide)
            continue
        asked = PAGE if name in slugs else name
        found: list[Part] = []
        for kind in PART_KINDS:
            if kind.asked_by == asked:
                found += kind.find_parts(name, guide)
        parts += _by_chapter(found, guide)
    return tuple(parts)


def _by_chapter(parts: list[Part], guide: Guide) -> list[Part]:
    """Parts of several kinds chapter by chapter: an opener, then its recipes; parts of no chapter
    first.
    """
    ordered = [part for part in parts if part.chapter is None]
    for chapter in guide.chapters:
        ordered += [part for part in parts if part.chapter == chapter]
    return ordered
