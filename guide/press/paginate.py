"""Which parts are printed, and in which order, until every page number in the book is right.

Parts that print no page number of another part are printed first. The others are printed once the
lengths that decide their numbers are known: read off printed parts, remembered from an earlier
build, or found by printing the part once with 0 for every number. Nothing remembered is trusted:
the loop ends with the first round in which no part changes.

A folio is a printed page number. Folios are printed apart, FOLIOS to a part, and laid onto the
pages when the book is bound, and so is the bar of links at their feet.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from guide.core import workers
from guide.core.cache import Cache, digest
from guide.layout.compose import Composer, PartHtml
from guide.press import printed_part
from guide.press.printed_part import PrintedPart
from guide.views.book import Part

if TYPE_CHECKING:
    from guide.press.print_part import Files, PartPrinter

FOLIOS = 50
# A worker that stays prints no more than these; more are shared by several.
FEW_PARTS = 3
# A book of more parts than this is long.
LONG_BOOK = 200
ROUNDS = 12
# A part's opening page is one page long; the last round finds out if one is not.
OPENER_PAGES = 1

# A cell that never makes its row higher.
_FLAT = re.compile(r'<td data-flat="">.*?</td>', re.DOTALL)

# Prints a part, or with `is_drawn=False` finds how many pages it comes to.
Print = Callable[..., PrintedPart]
# Where the anchors of a part stand: on which of its pages, from 0, and how many pt above the foot.
Places = dict[str, tuple[int, float]]


class Unsettled(Exception):
    """The page numbers of the book never stop changing."""


@dataclass(frozen=True)
class Timing:
    """What one part cost: CPU seconds, whether it was kept from before, and its pages."""

    name: str
    seconds: float
    kept: bool
    pages: int


@dataclass(frozen=True)
class Paginated:
    """The printed parts of the book in order, enough folios for them, and what each cost.

    After the folios stands the bar that is laid onto the foot of pages, where there is one.

    `numbers` are the first pages of all parts, counted from 1. `places` are the anchors that parts
    which measure themselves were given. `tightened` are the parts that save a page with less air,
    and at which level.
    """

    sheets: tuple[PrintedPart, ...] = field(repr=False)
    folios: tuple[PrintedPart, ...] = field(repr=False)
    numbers: Mapping[str, int]
    places: Mapping[str, tuple[int, float]]
    tightened: Mapping[str, int]
    timings: tuple[Timing, ...]


def first_pages(parts: Iterable[Part], lengths: Mapping[str, int]) -> dict[str, int]:
    """The page on which each part begins, from 1; up to the first part of unknown length."""
    numbers = {}
    page = 1
    for part in parts:
        numbers[part.id] = page
        if part.id not in lengths:
            break
        page += lengths[part.id]
    return numbers


def _print_packed(print_part: Print, asked: tuple[PartHtml, bool]) -> bytes:
    part_html, is_drawn = asked
    return print_part(part_html, is_drawn=is_drawn).packed()


@dataclass(frozen=True)
class AskedPart:
    """A part that is to be printed apart, and the key of its printer, with all it is made from.

    That is not sent to a worker that has such a printer.
    """

    key: str
    made_from: tuple[Mapping[str, list[str]], Files] | None
    part_html: PartHtml
    pictures: frozenset[str]


class PrinterAtHand:
    """The printer that a process has; it is made when one of another key is asked for."""

    def __init__(self) -> None:
        self._key = ""
        self._printer: PartPrinter | None = None

    def get(self, key: str, make: Callable[[], PartPrinter]) -> PartPrinter:
        """The printer of that key: the one at hand, or else what `make` gives."""
        if self._printer is None or self._key != key:
            if self._printer is not None:
                # Not one beside the other; a printer is a great cycle of objects.
                self._printer = None
                gc.collect()
            self._printer = make()
            self._key = key
        return self._printer

    def print_asked(self, asked: AskedPart) -> bytes:
        """A part as bytes; b"" when there is no such printer, nor what it is made from."""
        if asked.made_from is None and asked.key != self._key:
            return b""
        printer = self.get(asked.key, partial(_make_printer, asked.made_from))
        return printer.print(asked.part_html, asked.pictures).packed()


def _make_printer(made_from: tuple[Mapping[str, list[str]], Files] | None) -> PartPrinter:
    # Loaded by the process that prints.
    from guide.press.print_part import PartPrinter

    assert made_from is not None
    return PartPrinter(*made_from)


@dataclass(frozen=True)
class PrinterApart:
    """A printer in a worker that stays, which does other things as well."""

    worker: workers.Standing
    key: str
    styles: Mapping[str, list[str]]
    files: Files

    def print_packed(self, part_html: PartHtml, pictures: frozenset[str]) -> tuple[bytes, float]:
        """A part as bytes, and the CPU seconds it took. Raises workers.Lost."""
        asked = AskedPart(self.key, None, part_html, pictures)
        data, seconds = self.worker.ask(part_html.id, asked)
        if data:
            return data, seconds
        whole = replace(asked, made_from=(self.styles, self.files))
        return self.worker.ask(part_html.id, whole)


def _report_nothing(_message: str, _done: int) -> None:
    pass


def _do_nothing(_printed: PrintedPart) -> None:
    pass


class PrintQueue:
    """Prints parts, or finds them printed; the printer is made only when a part has to be printed.

    `engine` is a key of everything besides the part's HTML that can change the printed bytes.
    `pictures` are the names of all pictures. `report` gets a message and how many parts are done,
    `finish` each part that was printed, while workers print others.
    Whoever prints again and again lets a worker stay (`standing`), which prints what is only a few
    parts, and hands on the `sheets` that the last queue has used, by their keys. Whoever prints
    with it closes it, as `paginate` does.
    """

    def __init__(
        self,
        ready: Callable[[], Print],
        cache: Cache,
        engine: str,
        pictures: Collection[str],
        jobs: int,
    ) -> None:
        self._ready = ready
        self._cache = cache
        self._engine = engine
        self._pictures = pictures
        self._jobs = jobs
        self._print_part: Print | None = None
        self._crew: workers.Crew | None = None
        self._done: set[str] = set()
        # What was printed ahead, by its key, with the CPU seconds it took.
        self._ahead: dict[str, tuple[PrintedPart, float]] = {}
        self.report: Callable[[str, int], None] = _report_nothing
        self.finish: Callable[[PrintedPart], object] = _do_nothing
        self.timings: list[Timing] = []
        self.printed = 0
        self.kept = 0
        self.standing: PrinterApart | None = None
        self.sheets: dict[str, PrintedPart] = {}
        self.used: dict[str, PrintedPart] = {}

    def print(
        self, part_htmls: Sequence[PartHtml], counted: Collection[str] = ()
    ) -> list[PrintedPart]:
        """The printed part of each, in the same order. Raises workers.Lost.

        Of those that are only `counted`, by their ids, nothing counts but how many pages they have.
        """
        keys: list[str] = []
        found: dict[int, PrintedPart] = {}
        missing: list[int] = []
        for place, part_html in enumerate(part_htmls):
            key = self.key(part_html)
            keys.append(key)
            if key in self._ahead:
                found[place], seconds = self._ahead.pop(key)
                self._count(part_html, found[place], seconds, kept=False)
                continue
            kept = self._find_kept(key)
            if kept is None:
                missing.append(place)
                continue
            found[place] = kept
            self._count(part_html, kept, 0.0, kept=True)
        # The longest first, so that no worker is left with it at the end.
        missing.sort(key=lambda place: (-len(part_htmls[place].html), place))
        waiting = [part_htmls[place] for place in missing]
        for piece, data, seconds in self._share(waiting, counted):
            place = missing[piece]
            part_html = part_htmls[place]
            if part_html.id in counted:
                printed = printed_part.unpack_part(data)
            else:
                printed = self._take(keys[place], data)
            found[place] = printed
            self._count(part_html, printed, seconds, kept=False)
        return [found[place] for place in range(len(part_htmls))]

    def print_ahead(self, part_htmls: Sequence[PartHtml], is_alone: Callable[[], bool]) -> None:
        """Prints parts that `print` is going to be asked for, beside a process that has a core.

        `is_alone` says when that has ended; then there is one worker more. What it raises ends
        this. Raises workers.Lost.
        """
        waiting = {}
        for part_html in part_htmls:
            key = self.key(part_html)
            if self._find_kept(key) is None:
                waiting[key] = part_html
        names = [part_html.id for part_html in waiting.values()]
        asked = [(part_html, True) for part_html in waiting.values()]
        keys = list(waiting)
        crew = self._open_crew()
        crew.limit(self._jobs - 1)
        for piece, data, seconds in crew.share(names, asked):
            self._ahead[keys[piece]] = self._take(keys[piece], data), seconds
            if is_alone():
                crew.limit(self._jobs)
        crew.limit(self._jobs)

    def _take(self, key: str, data: bytes) -> PrintedPart:
        """A part that was printed just now."""
        printed = printed_part.unpack_part(data)
        if not printed.warnings:
            self._cache.put("printed-parts", key, data)
            self._use(key, printed)
        self.finish(printed)
        return printed

    def close(self) -> None:
        """Lets the workers end that stay for one round after another."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def open(self) -> Print:
        """The printer, made at the first call."""
        if self._print_part is None:
            self._print_part = self._ready()
        return self._print_part

    def key(self, part_html: PartHtml) -> str:
        """The key of everything that can change the part's printed bytes."""
        return digest(
            "printed-part",
            self._engine,
            part_html.id,
            part_html.style,
            str(part_html.numbered),
            str(part_html.worth),
            part_html.html,
            repr(part_html.bar),
        )

    def remember(self, part_html: PartHtml, length: int) -> None:
        """Keeps how many pages a part came to, under its HTML without page numbers."""
        self._cache.put("lengths", self.key(part_html), str(length).encode())

    def recall(self, part_html: PartHtml) -> int | None:
        """How many pages the part came to the last time; None when that is not known."""
        found = self._cache.get("lengths", self.key(part_html))
        return int(found) if found else None

    def _find_kept(self, key: str) -> PrintedPart | None:
        kept = self.sheets.get(key) or self.used.get(key)
        if kept is None:
            data = self._cache.get("printed-parts", key)
            if data is None:
                return None
            kept = printed_part.unpack_part(data)
        # A part that was kept may ask for a picture that is no longer drawn.
        if not all(name in self._pictures for name in kept.pictures):
            return None
        self._use(key, kept)
        return kept

    def _use(self, key: str, printed: PrintedPart) -> None:
        """Holds a part for the next queue, where there is going to be one."""
        if self.standing is not None:
            self.used[key] = printed

    def _share(
        self, part_htmls: Sequence[PartHtml], counted: Collection[str]
    ) -> Iterable[tuple[int, bytes, float]]:
        if not part_htmls:
            return ()
        if self.standing is not None and len(part_htmls) <= FEW_PARTS:
            return self._ask(self.standing, part_htmls)
        names = [part_html.id for part_html in part_htmls]
        asked = [(part_html, part_html.id not in counted) for part_html in part_htmls]
        return self._open_crew().share(names, asked)

    def _open_crew(self) -> workers.Crew:
        if self._crew is None:
            self._crew = workers.Crew(partial(_print_packed, self.open()), self._jobs)
        return self._crew

    def _ask(
        self, standing: PrinterApart, part_htmls: Sequence[PartHtml]
    ) -> Iterator[tuple[int, bytes, float]]:
        """Each part from the worker that stays. Raises workers.Lost."""
        pictures = frozenset(self._pictures)
        for piece, part_html in enumerate(part_htmls):
            yield piece, *standing.print_packed(part_html, pictures)

    def _count(
        self, part_html: PartHtml, printed: PrintedPart, seconds: float, *, kept: bool
    ) -> None:
        self.timings.append(Timing(part_html.id, seconds, kept, len(printed.pages)))
        if kept:
            self.kept += 1
        else:
            self.printed += 1
        self._done.add(part_html.id)
        self.report(f"{self.printed} printed, {self.kept} kept from before", len(self._done))


def paginate(composer: Composer, parts: tuple[Part, ...], queue: PrintQueue) -> Paginated:
    """Prints every part with the right numbers. Raises workers.Lost, BadTemplate, Unsettled."""
    try:
        return Paginator(composer, parts, queue).run()
    finally:
        queue.close()


class Paginator:
    """One book while its page numbers are found: what is printed so far, and how long parts are."""

    def __init__(self, composer: Composer, parts: tuple[Part, ...], queue: PrintQueue) -> None:
        self._composer = composer
        self._parts = parts
        self._queue = queue
        self._by_id = {part.id: part for part in parts}
        # Every part with 0 for each page number that it prints.
        self._blank = {part.id: composer.set(part, {}) for part in parts}
        self._with_numbers = [part for part in parts if self._blank[part.id].asks]
        self._printed: dict[str, PrintedPart] = {}
        self._lengths: dict[str, int] = {}
        self._places: Places = {}
        self._folios: dict[int, PrintedPart] = {}

    def run(self) -> Paginated:
        """Prints until nothing changes. Raises workers.Lost, BadTemplate, Unsettled."""
        guesses = self._guess_lengths()
        self._print_first(guesses)
        if len(self._parts) > LONG_BOOK:
            # The lists of a long book come next. Workers that have printed are some 30 MB larger.
            self._queue.close()
        for name, length in guesses.items():
            if length is not None:
                self._lengths[name] = length
        numbers = self._settle()
        self._remember_lengths(guesses)
        return self._result(numbers)

    def _guess_lengths(self) -> dict[str, int | None]:
        """Lengths of parts that need their own length to know the numbers they print.

        These are the parts that name themselves or a part behind them. None: printing will tell.
        """
        order = {part.id: place for place, part in enumerate(self._parts)}
        guesses: dict[str, int | None] = {}
        for part in self._with_numbers:
            blank = self._blank[part.id]
            if part.kind == "opener":
                guesses[part.id] = OPENER_PAGES
            elif any(order.get(name, -1) >= order[part.id] for name in blank.asks):
                guesses[part.id] = self._queue.recall(blank)
        return guesses

    def _print_first(self, guesses: Mapping[str, int | None]) -> None:
        """Prints the parts without numbers, and counts those whose length nobody can guess.

        The latter are printed again, with their numbers.
        """
        first = []
        counted = set()
        for part in self._parts:
            blank = self._blank[part.id]
            has_no_guess = part.id in guesses and guesses[part.id] is None
            if has_no_guess and not blank.measures:
                counted.add(part.id)
                # Should the page break otherwise without them, the last round finds out.
                blank = replace(blank, html=_FLAT.sub("", blank.html))
            if not blank.asks or has_no_guess:
                first.append(blank)
        self._print(first, {}, counted)

    def _settle(self) -> dict[str, int]:
        """Prints parts with their numbers until none changes; gives the first page of each part."""
        printed_with: dict[str, PartHtml] = {}
        for _ in range(ROUNDS):
            numbers = first_pages(self._parts, self._lengths)
            changed = []
            waiting = False
            for part in self._with_numbers:
                if not self._can_be_numbered(part, numbers):
                    waiting = True
                    continue
                part_html = self._composer.set(part, numbers)
                if printed_with.get(part.id) != part_html:
                    changed.append(part_html)
            if not changed and not waiting:
                return numbers
            if not changed:
                changed.append(self._first_of_unknown_length())
            for part_html in changed:
                printed_with[part_html.id] = part_html
            self._print(changed, numbers)
        raise Unsettled

    def _can_be_numbered(self, part: Part, numbers: Mapping[str, int]) -> bool:
        return self._blank[part.id].asks <= numbers.keys()

    def _first_of_unknown_length(self) -> PartHtml:
        """The first of parts that wait for each other; printed once, it has a length."""
        for part in self._with_numbers:
            if part.id not in self._lengths:
                return self._blank[part.id]
        raise Unsettled

    def _print(
        self,
        part_htmls: list[PartHtml],
        numbers: Mapping[str, int],
        counted: Collection[str] = (),
    ) -> None:
        """Prints parts that were set with the numbers, {} at first, and the folios they need.

        `counted` are the ids of those that only need a length.
        """
        firsts: list[int] = []
        if numbers:
            # Folios fill the time of workers that have nothing else to do.
            firsts = self._missing_folios()
        printed = self._queue.print([*part_htmls, *self._set_folios(firsts)], counted)
        split = len(part_htmls)
        for part_html, part in zip(part_htmls, printed[:split], strict=True):
            self._printed[part_html.id] = part
        self._folios.update(zip(firsts, printed[split:], strict=True))
        self._print_measured(part_htmls, numbers)
        for part_html in part_htmls:
            self._lengths[part_html.id] = len(self._printed[part_html.id].pages)

    def _print_measured(self, part_htmls: list[PartHtml], numbers: Mapping[str, int]) -> None:
        """Prints a second time the parts that ask where their own anchors came to stand."""
        measuring = [part_html.id for part_html in part_htmls if part_html.measures]
        again = []
        for name in measuring:
            places = {anchor: (page, y) for anchor, page, _, y in self._printed[name].anchors}
            self._places.update(places)
            again.append(self._composer.set(self._by_id[name], numbers, places))
        self._printed.update(zip(measuring, self._queue.print(again), strict=True))

    def _missing_folios(self) -> list[int]:
        """The first numbers of the sets of folios that the known pages still lack."""
        return [first for first in self._needed_folios() if first not in self._folios]

    def _needed_folios(self) -> range:
        """The first numbers of the sets of folios that the known pages need."""
        pages = sum(self._lengths.values())
        return range(1, pages + 1, FOLIOS)

    def _set_folios(self, firsts: Iterable[int]) -> list[PartHtml]:
        return [self._composer.folios(first, FOLIOS) for first in firsts]

    def _remember_lengths(self, guesses: Mapping[str, int | None]) -> None:
        for name, guess in guesses.items():
            length = self._lengths[name]
            if guess != length and self._by_id[name].kind != "opener":
                self._queue.remember(self._blank[name], length)

    def _result(self, numbers: dict[str, int]) -> Paginated:
        missing = self._missing_folios()
        bar = self._composer.foot_bar()
        printed = self._queue.print([*self._set_folios(missing), *bar])
        self._folios.update(zip(missing, printed, strict=False))
        folios = [self._folios[first] for first in self._needed_folios()]
        tightened = {}
        for name, part in self._printed.items():
            if part.tightened:
                tightened[name] = part.tightened
        return Paginated(
            sheets=tuple(self._printed[part.id] for part in self._parts),
            folios=(*folios, *printed[len(missing) :]),
            numbers=numbers,
            places=self._places,
            tightened=tightened,
            timings=tuple(self._queue.timings),
        )
