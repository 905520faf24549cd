"""A press that stays in memory: the pages of one part, or the whole book, after each change.

    with resident.begin(root) as press:
        press.pages("recipe-pea-soup")
        press.book()

Each call looks at the files as they are now: recipes, pantry, pages, brand, templates, styles. What
has not changed is not read, set, printed or inspected again. While something is wrong, problems are
told and the last good pages stay. What is made ready is begun anew now and then, and freed memory
is given back. One worker prints parts and reads pages; it is started first, so that it holds no
copy of the guide. benchmarks/resident.py measures how memory grows over many edits.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from guide import build
from guide.core import process, workers
from guide.core.cache import Cache, user_cache
from guide.core.problems import Place, Problem, arrange
from guide.core.progress import Progress
from guide.layout import fonts
from guide.layout.compose import Composer, PageNumbers
from guide.layout.formats import FORMATS, BadTemplate
from guide.layout.part_kinds import fold
from guide.press import bind, paginate
from guide.press.printed_part import PrintedPart
from guide.read.editions import Edition
from guide.read.load import Guide
from guide.views.book import Part

# A guide that has been printed is one great cycle of objects, and Python looks for such garbage
# later and later the more it holds: so it is told to when there are so many more blocks of memory,
# of some 80 bytes each; with a book, for which nobody waits as for pages, or at last with pages.
COLLECTED_WITH_BOOK, COLLECTED_WITH_PAGES = 50_000, 100_000
# What a problem is called that this module finds itself.
_KIND = "press"


@dataclass(frozen=True)
class PartPages:
    """The pages of one part as a PDF of their own, and every problem and remark of the guide.

    `part` is its name in the book, such as "recipe-pea-soup", `first` the number of its first page,
    `pages` how many it has. With a fault these are the last good pages, and `pdf` is b"" when there
    have been none.
    """

    part: str
    problems: tuple[Problem, ...]
    pdf: bytes = field(default=b"", repr=False)
    first: int = 1
    pages: int = 0

    @property
    def failed(self) -> bool:
        """Whether the pages are older than the files."""
        return build.has_failed(self.problems)


@dataclass(frozen=True)
class Book:
    """The bound and inspected book, and every problem and remark.

    `parts` are the names of its parts with their first pages, in order. With a fault it is the last
    good book, and `pdf` is b"" when there has been none.
    """

    problems: tuple[Problem, ...]
    pdf: bytes = field(default=b"", repr=False)
    pages: int = 0
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the book is older than the files."""
        return build.has_failed(self.problems)


def begin(
    root: Path, form: str = FORMATS[0], cache: Cache | None = None, jobs: int = 0
) -> Resident:
    """A press for the guide below `root`, in one format; it prints when it is asked.

    Without a `cache`, that of the user is taken; `jobs` parts are printed at once (0: one a core).
    """
    return Resident(root, form, cache or user_cache(), jobs or workers.default_jobs())


class Resident:
    """A press that stays. Whoever begins one closes it, or uses it in `with`."""

    def __init__(self, root: Path, form: str, cache: Cache, jobs: int) -> None:
        self._root = root
        self._edition = Edition(name=form, form=form)
        self._cache = cache
        self._jobs = jobs
        self._workshop = build.Workshop(jobs)
        self._book = Book(())
        self._paginated: paginate.Paginated | None = None
        self._has_begun = False
        self._blocks = 0
        self._glyphs: dict[str, frozenset[int]] = {}
        self._last: dict[str, PartPages] = {}

    def __enter__(self) -> Resident:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker."""
        self._workshop.close()

    def book(self) -> Book:
        """The whole book as the files are now, bound and inspected.

        Raises OSError, build.NoPango.
        """
        self._has_begun = True
        made = self._make_book()
        self._collect_after(COLLECTED_WITH_BOOK)
        # An inspection leaves many pieces of memory free.
        process.give_back_memory()
        return made

    def _collect_after(self, most: int) -> None:
        """Collects garbage when so many blocks of memory have come since the last time."""
        if sys.getallocatedblocks() - self._blocks >= most:
            gc.collect()
            process.give_back_memory()
            self._blocks = sys.getallocatedblocks()

    def _make_book(self) -> Book:
        request = build.BuildRequest(self._root, None, self._edition, jobs=self._jobs)
        result = build.build_edition(request, Progress(quiet=True), self._cache, self._workshop)
        if result.failed or result.paginated is None or result.facts is None:
            self._book = replace(self._book, problems=tuple(result.problems))
            return self._book
        self._paginated = result.paginated
        self._glyphs = _glyphs_of(result.paginated.sheets)
        self._book = Book(
            problems=tuple(result.problems),
            pdf=result.pdf,
            pages=result.facts["pages"],
            parts=tuple(result.paginated.numbers.items()),
        )
        # The pages of parts that are gone are forgotten.
        for name in [name for name in self._last if name not in result.paginated.numbers]:
            del self._last[name]
        return self._book

    def read(self) -> tuple[Guide | None, list[Problem]]:
        """The guide as the files are now, with every problem and remark. Raises OSError."""
        return self._workshop.read(self._root, self._cache, self._jobs)

    def composer(self) -> Composer | None:
        """What has set the parts that were printed last; None before the first."""
        return self._workshop.composer

    def pages(self, part: str, numbers: PageNumbers | None = None) -> PartPages:
        """The pages of the part of that name as the files are now.

        Numbers of other pages, and of its own, are those of the last good book, or else 0 and 1;
        the first call makes one. A caller that knows the `numbers` of a book needs none of its own.
        Raises OSError, build.NoPango, and KeyError when the book has no such part.
        """
        self._collect_after(COLLECTED_WITH_PAGES)
        if numbers is None:
            numbers = self._numbers()
        guide, problems = self.read()
        if guide is None or build.has_failed(problems):
            return self._stay(part, problems)
        guide, wrong = self._workshop.tailor(guide, self._edition, self._cache)
        problems = arrange([*problems, *wrong])
        if build.has_failed(problems):
            return self._stay(part, problems)
        parts = fold(guide)
        found = {one.id: one for one in parts}[part]
        try:
            made = self._print(guide, parts, found, numbers)
        except (BadTemplate, workers.Lost) as error:
            return self._stay(part, arrange([*problems, _problem_of(error)]))
        made = replace(made, problems=tuple(problems))
        self._last[part] = made
        return made

    def _numbers(self) -> PageNumbers:
        """The first pages of the parts of the last good book; the first call makes one."""
        if not self._has_begun:
            self.book()
        return self._paginated.numbers if self._paginated else {}

    def _stay(self, part: str, problems: list[Problem]) -> PartPages:
        """The last good pages of a part, with what is wrong now."""
        last = self._last.get(part, PartPages(part, ()))
        return replace(last, problems=tuple(problems))

    def _print(
        self, guide: Guide, parts: tuple[Part, ...], part: Part, numbers: PageNumbers
    ) -> PartPages:
        """The pages of one part. Raises BadTemplate, workers.Lost."""
        make = partial(build.compose, guide, parts, self._cache, self._edition.form, _say_nothing)
        composed = self._workshop.compose(guide, make)
        queue = build.print_queue(
            composed.composer, composed.files, self._cache, self._jobs, workshop=self._workshop
        )
        first = numbers.get(part.id, 1)
        with closing(queue):
            part_html = composed.composer.set(part, numbers)
            (printed,) = queue.print([part_html])
            if part_html.measures:
                places = {name: (page, y) for name, page, _, y in printed.anchors}
                (printed,) = queue.print([composed.composer.set(part, numbers, places)])
            folios = self._folios(composed.composer, queue, first + len(printed.pages) - 1)
        pdf = self._bind(composed, printed, folios, first)
        return PartPages(part.id, (), pdf, first, len(printed.pages))

    def _folios(
        self, composer: Composer, queue: paginate.PrintQueue, last: int
    ) -> list[PrintedPart]:
        """The numbers of all pages up to that one, and the bar at their foot: those of the last
        book, and what it lacks.
        """
        found = list(self._paginated.folios) if self._paginated else []
        known = [one for one in found if one.numbered]
        bars = [one for one in found if not one.numbered]
        firsts = range(len(known) * paginate.FOLIOS + 1, last + 1, paginate.FOLIOS)
        missing = [composer.folios(first, paginate.FOLIOS) for first in firsts]
        if not bars:
            missing += composer.foot_bar()
        return [*known, *queue.print(missing), *bars]

    def _bind(
        self,
        composed: build.Composed,
        printed: PrintedPart,
        folios: list[PrintedPart],
        first: int,
    ) -> bytes:
        """One part as a PDF of its own, whose first page has that number."""
        composer = composed.composer
        brand = composed.guide.brand
        assert brand is not None
        info = replace(build.document_info(brand), first_page=first)
        return bind.bind(
            [printed],
            folios,
            partial(build.engraved_picture, composer, self._cache),
            self._cutter(composed),
            info,
        ).pdf

    def _cutter(self, composed: build.Composed) -> Callable[[str, frozenset[int]], fonts.Embedded]:
        """Gives typefaces with all the letters of English and of the last book: cutting one takes
        a while.
        """

        def embed(cut: str, used: frozenset[int]) -> fonts.Embedded:
            file = composed.files[f"guide:/fonts/{cut}.ttf"][1]
            known = self._glyphs.get(cut, frozenset()) | fonts.plain_glyphs(file, self._cache)
            return fonts.embed(file, known | used, self._cache)

        return embed


def _glyphs_of(sheets: Iterable[PrintedPart]) -> dict[str, frozenset[int]]:
    """The glyphs that printed parts use of each of the guide's own typefaces."""
    found: dict[str, set[int]] = {}
    for sheet in sheets:
        for face in sheet.faces.values():
            found.setdefault(face.cut, set()).update(face.letters)
    return {cut: frozenset(glyphs) for cut, glyphs in found.items()}


def _problem_of(error: BadTemplate | workers.Lost) -> Problem:
    if isinstance(error, BadTemplate):
        return error.problem
    return Problem(Place("templates/book.html"), _KIND, f"{error.name}: {error.what}", error.fix)


def _say_nothing() -> None:
    pass
