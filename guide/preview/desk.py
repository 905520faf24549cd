"""What the preview shows now, and the work that keeps it so: one thing after another, that which
somebody waits for first.

After a save the parts that somebody looks at are printed and shown at once; then what is derived of
them; then, when nobody has saved for a while, a worker of its own binds and inspects the whole
book, standing back for the others. It ends with each book, and a save ends it sooner: so nothing
waits for a book, and its memory is given back.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

# Any: a worker gives what it was asked for.
from typing import Any

from guide.core.problems import Problem, arrange, counted
from guide.preview.drawing import AskPicture, AskRegions, Drawer, ReadPages
from guide.preview.facts import PlainData, place_as_json, problem_as_json
from guide.preview.preview_workers import PreviewWorker, WorkerLost
from guide.preview.printing import (
    AskBook,
    AskFacts,
    AskPages,
    AskReading,
    Begin,
    PartFacts,
    PartOfBook,
    Printer,
    ReadGuide,
    ShownBook,
    ShownPage,
    ShownPart,
)

# The name under which a viewer asks for all parts.
WHOLE_BOOK = "book"
# So many seconds after the last save the book is bound; so long a change of many files settles.
QUIET, SETTLING, MANY_FILES = 1.5, 0.15, 4
# So many parts and bytes of pictures are kept.
MOST_PARTS, MOST_PICTURES = 12, 24_000_000
# So many saved parts are printed at once for those who look at the whole book.
MOST_AT_ONCE = 4
# So many notices are shown.
MOST_NOTICES = 5
# After so many prints the worker that prints is replaced, since a press grows with each.
RELIEVED_AFTER = 60
# How far the worker that binds stands back (nice(2)).
STANDS_BACK = 10


@dataclass
class Viewer:
    """Somebody who looks at a part, or at the whole book. `bell` rings when there is news."""

    part: str
    bell: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class _Shelf:
    """A part that is shown: its pages, what is derived, and as of which edit each of them is."""

    shown: ShownPart | None = None
    facts: PartFacts | None = None
    printed: int = -1
    told: int = -1
    first: int = 0
    json: PlainData = field(default_factory=dict)
    facts_json: PlainData = field(default_factory=dict)
    regions: tuple[bytes, PlainData] | None = None


class Desk:
    """The state of a preview of the guide below `root`. All but the workers runs in one loop.

    `begins_with` is the part that the first viewer will look at.
    """

    def __init__(self, root: Path, form: str, begin: Begin, begins_with: str):
        self._root = root
        self._begins_with = begins_with
        self._begin = begin
        self.form = form
        self.ended = False
        self._press, self._binder = self._make_printers()
        self._drawer = PreviewWorker("the worker that draws", Drawer)
        self._viewers: list[Viewer] = []
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._reading = ReadGuide((), False)
        self._parts: tuple[PartOfBook, ...] = ()
        self._book = ShownBook(self._reading, False)
        self._binding: asyncio.Task[None] | None = None
        self._prints = 0
        self._fresh: PreviewWorker | None = None
        self._relieving: asyncio.Task[None] | None = None
        self._work = asyncio.Event()
        self._edits = 0
        self._bound = -1
        self._saved = time.monotonic()
        self._changed: set[str] = set()
        self._notices: list[str] = []
        self._doing = "reading the guide"
        self._said = ""
        self._sections: dict[str, PlainData] = {}
        self._read_at = -1
        self._gone: dict[str, PartOfBook] = {}
        self._moves: dict[str, str] = {}

    # What the server asks and tells.

    def add(self, viewer: Viewer) -> None:
        """Somebody has come; what they look at is printed next."""
        self._viewers.insert(0, viewer)
        self._work.set()

    def remove(self, viewer: Viewer) -> None:
        """Somebody has gone."""
        self._viewers.remove(viewer)

    def sections(self, viewer: Viewer) -> dict[str, PlainData]:
        """All that a viewer is shown, by section; one that has not changed is the same object."""
        shelf = self._shelves.get(viewer.part)
        found = dict(self._sections)
        if viewer.part == WHOLE_BOOK:
            for part in self._saved_parts():
                saved = self._shelves.get(part)
                if saved and saved.json:
                    found[f"part {part}"] = saved.json
        elif shelf is not None:
            found["part"] = shelf.json
            found["facts"] = shelf.facts_json
            found.pop("book", None)
        else:
            found.pop("book", None)
        return found

    def change_files(self, paths: Iterable[str]) -> None:
        """Files have changed, so whatever is shown is old; no paths: any may have."""
        paths = frozenset(paths)
        self._edits += 1
        self._saved = time.monotonic()
        if len(paths) >= MANY_FILES or not paths:
            self._saved += SETTLING
        self._changed |= paths
        if self._binding is not None:
            self._binder.stop()
        self._work.set()

    def change_form(self, form: str) -> None:
        """Another format is shown from now on, to everybody."""
        if form == self.form:
            return
        self.form = form
        for worker in (self._press, self._binder):
            worker.stop()
            worker.retire()
        self._press, self._binder = self._make_printers()
        self._shelves.clear()
        self._sections.pop("book", None)
        self._book = ShownBook(self._reading, False)
        self.change_files(())

    async def picture(self, key: str, width: int) -> bytes | None:
        """A page as a PNG; None for a page that is not shown."""
        known = self._pictures.get((key, width))
        if known is not None:
            self._pictures.move_to_end((key, width))
            return known
        found = self._find_page(key)
        if found is None:
            return None
        pdf, number = found
        drawn: bytes = await self._ask(self._drawer, AskPicture(pdf, number, width))
        self._pictures[key, width] = drawn
        while sum(map(len, self._pictures.values())) > MOST_PICTURES:
            self._pictures.popitem(last=False)
        return drawn

    async def regions(self, part: str) -> PlainData:
        """What the pages of a part say, and where its words were written."""
        shelf = self._shelf(part)
        pdf, numbers = self._pages_of(part)
        if not pdf:
            return {"texts": [], "regions": []}
        if shelf.facts is None or shelf.told != shelf.printed:
            await self._tell(part)
        passages = shelf.facts.passages if shelf.facts else ()
        if shelf.regions is None or shelf.regions[0] is not pdf:
            read: ReadPages = await self._ask(self._drawer, AskRegions(pdf, numbers, passages))
            shelf.regions = (pdf, _read_as_json(read))
        return shelf.regions[1]

    async def run(self) -> None:
        """Works until it is ended."""
        self._publish()
        while not self.ended:
            job = self._next_job()
            if job is None:
                self._doing = ""
                self._publish()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._work.wait(), self._pause())
                self._work.clear()
                await self._settle()
                continue
            try:
                await job()
            except WorkerLost as lost:
                if not lost.on_purpose:
                    self._notice(f"{lost}; it is tried again after the next save")
            self._publish()

    def end(self) -> None:
        """Lets the work and all viewers end; questions that are not answered yet are lost."""
        self.ended = True
        self._work.set()
        for worker in self._workers():
            worker.stop()
        for viewer in self._viewers:
            viewer.bell.set()

    def end_workers(self) -> None:
        """Ends every process that was begun."""
        for worker in self._workers():
            worker.end()

    def _workers(self) -> list[PreviewWorker]:
        workers = [self._press, self._binder, self._drawer]
        if self._fresh is not None:
            workers.append(self._fresh)
        return workers

    # What is done next.

    def _make_printers(self) -> tuple[PreviewWorker, PreviewWorker]:
        make = partial(Printer, self._begin, self._root, self.form)
        press = PreviewWorker("the worker that prints", make)
        return press, PreviewWorker("the worker that binds", make, STANDS_BACK)

    async def _settle(self) -> None:
        """Waits until a change of many files is over."""
        while not self.ended and (rest := self._saved - time.monotonic()) > 0:
            await asyncio.sleep(rest)

    def _pause(self) -> float | None:
        """So many seconds there is nothing to do; None until somebody rings."""
        if not self._wants_book():
            return None
        return max(0.0, self._saved + QUIET - time.monotonic())

    def _wants_book(self) -> bool:
        is_old = self._bound != self._edits and not self._reading.failed
        return is_old and self._binding is None

    def _next_job(self) -> Callable[[], Awaitable[None]] | None:
        if not self._parts and self._read_at != self._edits:
            return self._read
        wanted = self._wanted()
        for part in wanted:
            if self._is_old(part):
                return partial(self._print, part)
        for part in wanted:
            shelf = self._shelves[part]
            if shelf.told != shelf.printed and shelf.shown and not shelf.shown.failed:
                return partial(self._tell, part)
        if self._wants_book() and time.monotonic() >= self._saved + QUIET:
            self._binding = asyncio.create_task(self._bind())
        return None

    def _wanted(self) -> list[str]:
        """The parts that somebody waits for, whoever came last first."""
        wanted: dict[str, None] = {}
        if self._begins_with != WHOLE_BOOK and self._begins_with not in self._shelves:
            # The browser takes as long to start as the first pages to print.
            wanted[self._begins_with] = None
        for viewer in self._viewers:
            if viewer.part != WHOLE_BOOK:
                wanted[viewer.part] = None
            else:
                wanted |= dict.fromkeys(self._saved_parts())
        return list(wanted)

    def _saved_parts(self) -> list[str]:
        """The parts whose files were saved since the last book."""
        found = [part.id for part in self._parts if part.path in self._changed]
        return found[:MOST_AT_ONCE]

    def _is_old(self, part: str) -> bool:
        shelf = self._shelf(part)
        if shelf.printed != self._edits:
            return True
        return bool(shelf.shown and not shelf.shown.failed and shelf.first != self._first(part))

    def _first(self, part: str) -> int:
        return dict(self._book.parts).get(part, 0)

    def _shelf(self, part: str) -> _Shelf:
        shelf = self._shelves.setdefault(part, _Shelf())
        self._shelves.move_to_end(part)
        while len(self._shelves) > MOST_PARTS:
            self._shelves.popitem(last=False)
        return shelf

    # The jobs.

    async def _read(self) -> None:
        self._doing = "reading the guide"
        self._read_at = self._edits
        reading: ReadGuide = await self._ask(self._press, AskReading())
        self._accept(reading)

    async def _print(self, part: str) -> None:
        shelf = self._shelf(part)
        # What is saved from now on makes it old again.
        shelf.printed, shelf.first = self._edits, self._first(part)
        begun = time.monotonic()
        self._doing = f"printing {self._title(part)}"
        self._publish()
        question = AskPages(part, dict(self._book.parts))
        shown: ShownPart = await self._ask(self._press, question)
        lost = _lost_pieces(shown)
        if lost:
            for problem in lost:
                self._notice(f"{problem.what}; another worker has taken its place")
            shown = await self._ask(self._press, question)
        self._accept(shown.reading)
        if shown.gone:
            self._say_gone(part, shelf)
            return
        if not shown.pdf and shelf.shown is not None:
            # A new worker has no last good pages.
            shown = ShownPart(part, shown.reading, *_last_good(shelf.shown), failed=True)
        shelf.shown = shown
        shelf.json = _part_as_json(shown)
        self._said = _tell_pages(self._title(part), shown, time.monotonic() - begun)
        self._prints += 1
        if self._prints >= RELIEVED_AFTER and self._fresh is None:
            self._relieving = asyncio.create_task(self._relieve())

    async def _relieve(self) -> None:
        """Makes another worker ready to print, and then lets it take the place of the old one."""
        form, press = self.form, self._press
        fresh, _ = self._make_printers()
        self._fresh = fresh
        loop = asyncio.get_running_loop()
        try:
            for part in self._wanted():
                question = AskPages(part, dict(self._book.parts))
                await loop.run_in_executor(fresh.thread, fresh.ask, question)
        except WorkerLost as lost:
            if not lost.on_purpose:
                self._notice(f"{lost}; the old one goes on")
        else:
            # Unless somebody has changed the format, or it has ended.
            if self._press is press and self.form == form and not self.ended:
                self._press, fresh = fresh, press
        finally:
            self._prints = 0
            self._fresh = None
            fresh.retire()

    async def _tell(self, part: str) -> None:
        shelf = self._shelf(part)
        shelf.told = shelf.printed
        question = AskFacts(part, dict(self._book.parts))
        facts: PartFacts | None = await self._ask(self._press, question)
        shelf.facts = facts
        shelf.regions = None
        if facts is not None:
            shelf.facts_json = {"part": part, "recipe": facts.recipe}

    async def _bind(self) -> None:
        edits, changed, binder = self._edits, set(self._changed), self._binder
        try:
            loop = asyncio.get_running_loop()
            book: ShownBook = await loop.run_in_executor(binder.thread, binder.ask, AskBook())
        except WorkerLost as lost:
            if not lost.on_purpose:
                self._notice(f"{lost}; the book is bound again after the next save")
                self._bound = edits
            return
        finally:
            binder.thread.submit(binder.end)
            self._binding = None
            self._work.set()
        if edits != self._edits:
            return
        self._bound = edits
        self._changed -= changed
        if book.pdf:
            self._book = book
        else:
            self._book = ShownBook(book.reading, True, *_last_book(self._book))
        self._accept(book.reading)
        pages = counted(len(self._book.pages), "page")
        if book.reading.failed:
            self._said = "The whole book was printed, and something is wrong with it."
        else:
            self._said = f"The whole book was printed and inspected: {pages}."

    async def _ask(self, worker: PreviewWorker, question: object) -> Any:
        """An answer; a worker that dies is asked again, and named."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(worker.thread, worker.ask, question)
        except WorkerLost as lost:
            if lost.on_purpose or not lost.died or self.ended:
                raise
            self._notice(f"{lost}; another has taken its place")
            self._publish()
        return await loop.run_in_executor(worker.thread, worker.ask, question)

    # What is shown.

    def _accept(self, reading: ReadGuide) -> None:
        """What a worker read is what is shown now; its parts stay when it could not tell any."""
        self._reading = reading
        if reading.parts:
            self._follow_names({part.id: part for part in reading.parts})
            self._parts = reading.parts

    def _follow_names(self, parts: dict[str, PartOfBook]) -> None:
        """Notes which parts have gone, and where those went that only have another name."""
        before = {part.id: part for part in self._parts}
        come = [part for name, part in parts.items() if name not in before]
        self._gone |= {name: part for name, part in before.items() if name not in parts}
        self._gone = {name: part for name, part in self._gone.items() if name not in parts}
        for name, old in self._gone.items():
            for part in come:
                if part.title == old.title or len(come) == len(self._gone) == 1:
                    self._moves[name] = part.id

    def _say_gone(self, part: str, shelf: _Shelf) -> None:
        """A part is no more: a file was deleted, or has another name."""
        title = self._gone[part].title if part in self._gone else part
        moved = self._moves.get(part, "") if part in self._gone else ""
        last = shelf.json or _part_as_json(ShownPart(part, self._reading))
        shelf.json = {**last, "title": title, "gone": True, "moved": moved}
        shelf.told = shelf.printed
        self._said = f"{title} is gone from the guide."

    def _known_parts(self) -> tuple[PartOfBook, ...]:
        """The parts of the guide; of one that was never whole its recipes by their names."""
        if self._parts:
            return self._parts
        found = []
        for name in self._reading.recipes:
            slug = name.rpartition("/")[2].removesuffix(".yaml")
            title = slug.replace("-", " ").title()
            found.append(PartOfBook(f"recipe-{slug}", title, "recipe", "", name))
        return tuple(found)

    def _title(self, part: str) -> str:
        for one in self._known_parts():
            if one.id == part:
                return one.title
        return part

    def _notice(self, said: str) -> None:
        clock = time.strftime("%H:%M:%S")
        self._notices = [*self._notices, f"{clock}  {said}"][-MOST_NOTICES:]

    def _problems(self) -> list[Problem]:
        """The problems of the files, and those that only the inspection of the book has found."""
        found = list(self._reading.problems)
        if self._bound == self._edits and not self._reading.failed:
            found += self._book.reading.problems
        return arrange(found)

    def _publish(self) -> None:
        """Rings for every viewer when something is to be shown anew."""
        self._renew("guide", self._guide_as_json())
        self._renew("problems", self._problems_as_json())
        self._renew("status", self._status_as_json())
        if self._book.pages:
            self._renew("book", self._book_as_json())
        for viewer in self._viewers:
            viewer.bell.set()

    def _renew(self, name: str, section: PlainData) -> None:
        """A section that says what it said before stays the object that it was."""
        if self._sections.get(name) != section:
            self._sections[name] = section

    def _guide_as_json(self) -> PlainData:
        return {
            "title": self._reading.title or self._sections.get("guide", {}).get("title", ""),
            "form": self.form,
            "parts": [vars(part) for part in self._known_parts()],
            "colours": self.colours(),
        }

    def colours(self) -> PlainData:
        """The colours of the brand; the last good ones while it cannot be read."""
        last: PlainData = self._sections.get("guide", {}).get("colours", {})
        return dict(self._reading.colours) or last

    def _problems_as_json(self) -> PlainData:
        rows = []
        excused = 0
        for problem in self._problems():
            if problem.id == "excused":
                excused += 1
            else:
                rows.append(problem_as_json(problem))
        return {"rows": rows, "excused": excused}

    def _status_as_json(self) -> PlainData:
        return {
            "doing": self._doing,
            "failed": self._reading.failed,
            "said": self._said,
            "notices": list(self._notices),
            "inspected": self._bound == self._edits and not self._book.failed,
            "binding": self._binding is not None,
            "bound_before": bool(self._book.pages),
        }

    def _book_as_json(self) -> PlainData:
        return {
            "parts": [{"id": part, "first": first} for part, first in self._book.parts],
            "pages": _pages_as_json(self._book.pages),
            "failed": self._book.failed or self._reading.failed,
        }

    def _find_page(self, key: str) -> tuple[bytes, int] | None:
        """The PDF with a page of that key, and the number of the page from 0."""
        printed: list[ShownPart | ShownBook] = [self._book]
        for shelf in self._shelves.values():
            if shelf.shown is not None:
                printed.append(shelf.shown)
        for one in reversed(printed):
            for number, page in enumerate(one.pages):
                if page.key == key:
                    return one.pdf, number
        return None

    def _pages_of(self, part: str) -> tuple[bytes, list[int]]:
        """The PDF that a part stands in, and the numbers of its pages there, from 0."""
        shelf = self._shelf(part)
        if shelf.shown is not None and shelf.shown.pdf:
            return shelf.shown.pdf, list(range(len(shelf.shown.pages)))
        firsts = [first for _, first in self._book.parts]
        last = len(self._book.pages) + 1
        for (name, first), following in zip(self._book.parts, [*firsts[1:], last], strict=False):
            if name == part:
                return self._book.pdf, list(range(first - 1, following - 1))
        return b"", []


def _last_good(shown: ShownPart) -> tuple[bytes, tuple[ShownPage, ...], int]:
    return shown.pdf, shown.pages, shown.first


def _last_book(
    book: ShownBook,
) -> tuple[bytes, tuple[ShownPage, ...], tuple[tuple[str, int], ...]]:
    return book.pdf, book.pages, book.parts


def _lost_pieces(shown: ShownPart) -> list[Problem]:
    """The problems that say a worker was lost."""
    return [problem for problem in shown.reading.problems if problem.id == "press"]


def _pages_as_json(pages: Iterable[ShownPage]) -> list[PlainData]:
    return [vars(page) for page in pages]


def _part_as_json(shown: ShownPart) -> PlainData:
    title = ""
    for part in shown.reading.parts:
        if part.id == shown.part:
            title = part.title
    return {
        "part": shown.part,
        "title": title,
        "pages": _pages_as_json(shown.pages),
        "first": shown.first,
        "failed": shown.failed,
        "gone": False,
        "moved": "",
    }


def _tell_pages(title: str, shown: ShownPart, seconds: float) -> str:
    if shown.failed:
        return f"{title}: the last good pages stay until what is wrong is mended."
    return f"{title}: {counted(len(shown.pages), 'page')}, printed in {seconds:.1f} s."


def _read_as_json(read: ReadPages) -> PlainData:
    regions = []
    for region in read.regions:
        place = place_as_json(region.place)
        regions.append({"page": region.page, "box": list(region.box), "place": place})
    return {"texts": list(read.texts), "regions": regions}
