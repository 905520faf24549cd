"""What the workers that print do: the pages of one part after each save, or the whole book."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

import pikepdf

from guide.core.problems import Problem, arrange
from guide.editions.declared import check_editions
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold, kind_of
from guide.layout.promises import promise_of_part
from guide.preview.facts import PlainData, describe_recipe
from guide.preview.regions import PlacedText
from guide.read.load import Guide, RecipeFile
from guide.release.page_keys import page_keys
from guide.views.book import Part

# The first pages of the parts of the book by their names.
Numbers: TypeAlias = Mapping[str, int]


class PagesOfPart(Protocol):
    """The pages of a part as a press gives them; see PartPages in guide/resident.py."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def first(self) -> int: ...
    @property
    def failed(self) -> bool: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


class BookOfParts(Protocol):
    """The bound and inspected book as a press gives it."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def parts(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def failed(self) -> bool: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


class Press(Protocol):
    """A press that stays. guide/resident.py has it, which no room may import."""

    def read(self) -> tuple[Guide | None, list[Problem]]: ...
    def pages(self, part: str, numbers: Numbers | None = None) -> PagesOfPart: ...
    def book(self) -> BookOfParts: ...
    def composer(self) -> Composer | None: ...
    def close(self) -> None: ...


# Begins a press for the guide in a folder, in one format.
Begin = Callable[[Path, str], Press]


@dataclass(frozen=True)
class AskReading:
    """What the guide says now, and what is wrong with it; nothing is printed."""


@dataclass(frozen=True)
class AskPages:
    """The pages of a part, numbered as in a book whose parts begin on those pages."""

    part: str
    numbers: Numbers = field(repr=False)


@dataclass(frozen=True)
class AskFacts:
    """What is derived of a part that was printed, and where its words were written."""

    part: str
    numbers: Numbers = field(repr=False)


@dataclass(frozen=True)
class AskBook:
    """The whole book, bound and inspected."""


@dataclass(frozen=True)
class PartOfBook:
    """A part by its name, with its title, its kind, its chapter and the file it is written in."""

    id: str
    title: str
    kind: str
    chapter: str
    path: str


@dataclass(frozen=True)
class ReadGuide:
    """What a guide says: its problems and remarks, its parts, its title and its colours.

    A guide with a fault has neither parts nor colours, unless its brand could be read.
    """

    problems: tuple[Problem, ...]
    failed: bool
    parts: tuple[PartOfBook, ...] = ()
    recipes: tuple[str, ...] = ()
    title: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownPage:
    """A page: a key of everything it is drawn from, its width and height in pt."""

    key: str
    width: float
    height: float


@dataclass(frozen=True)
class ShownPart:
    """The pages of a part. `failed`: they are older than the files; `gone`: the book has it no
    more.
    """

    part: str
    reading: ReadGuide
    pdf: bytes = field(default=b"", repr=False)
    pages: tuple[ShownPage, ...] = ()
    first: int = 1
    failed: bool = False
    gone: bool = False


@dataclass(frozen=True)
class PartFacts:
    """What is derived of a recipe, None for another part, and the words of any part, placed."""

    part: str
    recipe: PlainData | None
    passages: tuple[PlacedText, ...] = field(repr=False)


@dataclass(frozen=True)
class ShownBook:
    """The whole book, and the problems that only its inspection has found."""

    reading: ReadGuide
    failed: bool
    pdf: bytes = field(default=b"", repr=False)
    pages: tuple[ShownPage, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()


Question: TypeAlias = AskReading | AskPages | AskFacts | AskBook
Reply: TypeAlias = ReadGuide | ShownPart | PartFacts | ShownBook | None


class Printer:
    """Answers questions about the guide below `root` with a press of one format."""

    def __init__(self, begin: Begin, root: Path, form: str):
        self._press = begin(root, form)

    def __call__(self, question: Question) -> Reply:
        if isinstance(question, AskPages):
            return self._pages(question)
        if isinstance(question, AskFacts):
            return self._facts(question)
        if isinstance(question, AskBook):
            return self._book()
        return self._read()

    def _read(self, problems: Sequence[Problem] | None = None) -> ReadGuide:
        """The guide as it was read; with the problems of what came after, where it had any."""
        guide, found = self._press.read()
        if problems is None:
            problems = found
        if guide is not None:
            problems = arrange([*problems, *check_editions(guide)])
        problems = tuple(problems)
        failed = any(not problem.remark for problem in problems)
        if guide is None:
            return ReadGuide(problems, failed)
        brand = guide.brand
        return ReadGuide(
            problems,
            failed,
            () if any(not problem.remark for problem in found) else _list_parts(guide),
            tuple(sorted(guide.recipes_seen)),
            brand.title if brand else "",
            brand.colours.model_dump() if brand else {},
        )

    def _pages(self, question: AskPages) -> ShownPart:
        try:
            made = self._press.pages(question.part, question.numbers)
        except KeyError:
            return ShownPart(question.part, self._read(), gone=True)
        reading = self._read(made.problems)
        pages = list_pages(made.pdf)
        return ShownPart(question.part, reading, made.pdf, pages, made.first, made.failed)

    def _facts(self, question: AskFacts) -> PartFacts | None:
        composer = self._press.composer()
        guide, problems = self._press.read()
        is_whole = all(problem.remark for problem in problems)
        if composer is None or (is_whole and composer.guide is not guide):
            # Of a part of the book that was not printed here.
            with suppress(KeyError):
                self._press.pages(question.part, question.numbers)
            composer = self._press.composer()
        if composer is None:
            return None
        for part in composer.parts:
            if part.id == question.part:
                promise = promise_of_part(composer, part, question.numbers)
                placed = [PlacedText(one.set, one.place) for one in promise.passages]
                return PartFacts(part.id, _describe(part, composer.guide), tuple(placed))
        return None

    def _book(self) -> ShownBook:
        bound = self._press.book()
        reading = self._read(bound.problems)
        return ShownBook(reading, bound.failed, bound.pdf, list_pages(bound.pdf), bound.parts)


def _describe(part: Part, guide: Guide) -> PlainData | None:
    if not isinstance(part.content, RecipeFile):
        return None
    return describe_recipe(part.content, guide)


def _list_parts(guide: Guide) -> tuple[PartOfBook, ...]:
    found = []
    for part in fold(guide):
        kind = kind_of(part)
        chapter = part.chapter.title if part.chapter else ""
        title = part.title or kind.outline_title(part, guide)
        path = kind.place(part, guide).path
        found.append(PartOfBook(part.id, title, part.kind, chapter, path))
    return tuple(found)


def list_pages(pdf: bytes) -> tuple[ShownPage, ...]:
    """The pages of a PDF by their keys; none for b""."""
    if not pdf:
        return ()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = []
        for page, key in zip(opened.pages, page_keys(opened, ""), strict=True):
            left, bottom, right, top = map(float, page.cropbox)
            pages.append(ShownPage(key, right - left, top - bottom))
        return tuple(pages)
