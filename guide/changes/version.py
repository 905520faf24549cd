"""What is known of one version of the guide: its recipes, its parts, and the words of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The parts of a book in which no recipe stands, by where they stand.
FRONT, MIDDLE, BACK = "front", "recipes", "back"
# What a PDF calls the part of a recipe or of a chapter.
RECIPE_PART, CHAPTER_PART = "recipe-", "chapter-"
# left, top, right and bottom, in pt from the upper left corner of the page.
WordBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class PageWord:
    """A word on a page, and where it stands.

    `is_number` says that it is the number of a page: it changes when pages before it do, and means
    the same.
    """

    text: str
    box: WordBox
    is_number: bool = False


@dataclass(frozen=True)
class VersionPage:
    """One page: its number from 1, its words in the order of the file, its size in pt."""

    number: int
    words: tuple[PageWord, ...]
    width: float
    height: float

    @property
    def said(self) -> tuple[str, ...]:
        """The words that mean something: all but the numbers of pages."""
        return tuple(word.text for word in self.words if not word.is_number)


@dataclass(frozen=True)
class VersionPart:
    """A part of the book: its name in links, its title, and its pages.

    `place` says where it stands: before the recipes, among them, or behind.
    """

    id: str
    title: str
    place: str
    pages: tuple[VersionPage, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All that its pages say, without the numbers of pages."""
        return tuple(word for page in self.pages for word in page.said)


@dataclass(frozen=True)
class DishLabels:
    """The labels of a dish, each allergen by itself, as the guide spells them.

    `contains` and `check` have the ingredients that bring each, where these are known. `besides` is
    what swaps and companions say of labels, sentence by sentence. None is what is not known.
    """

    contains: Mapping[str, tuple[str, ...]]
    check: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...] | None = None
    besides: tuple[str, ...] | None = None


@dataclass(frozen=True)
class VersionRecipe:
    """A recipe of one version; None is what is not known of it.

    `labels` are worked out from its ingredients, `printed` are those that its pages say. `figures`
    are those of a serving by name, and `printed_figures` those that stand on its pages. `texts` are
    what its file says, as (field, text).
    """

    slug: str
    title: str
    chapter: str = ""
    labels: DishLabels | None = None
    printed: DishLabels | None = None
    figures: Mapping[str, str] | None = None
    printed_figures: Mapping[str, str] | None = None
    texts: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Version:
    """One version of the guide.

    `name` is what it is called for a person, `form` its format. `parts` and `pdf` are empty when it
    has no pages. `gaps` are sentences on what is not known of it.
    """

    name: str
    recipes: tuple[VersionRecipe, ...]
    form: str = "pocket"
    title: str = ""
    edition: str = ""
    size: int | None = None
    page_count: int | None = None
    parts: tuple[VersionPart, ...] = ()
    pdf: bytes = field(default=b"", repr=False)
    gaps: tuple[str, ...] = ()

    def recipe(self, slug: str) -> VersionRecipe | None:
        """The recipe of that name."""
        for one in self.recipes:
            if one.slug == slug:
                return one
        return None

    def part(self, id: str) -> VersionPart | None:
        """The part of that name."""
        for one in self.parts:
            if one.id == id:
                return one
        return None
