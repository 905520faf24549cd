"""Which parts go to press, in which order, until every page number in the book is right.

What prints no page number goes first. What prints some is printed when the lengths that decide them are known: read
off the sheets, remembered from an earlier build, or learnt by printing it once with noughts for numbers. Nothing that
is remembered is trusted: the last round is the one in which nothing moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from guide.core import workers
from guide.core.cache import Cache, digest
from guide.layout.book import Part
from guide.layout.compose import Composer, PartHtml
from guide.press import printed_part
from guide.press.printed_part import PrintedPart

FOLIOS = 50
ROUNDS = 12


class Unsettled(Exception):
    """The page numbers of the book chase each other."""


@dataclass(frozen=True)
class Timing:
    """What one forme cost: CPU seconds, whether it came from the cellar, and how many pages it has."""

    name: str
    seconds: float
    kept: bool
    pages: int


@dataclass(frozen=True)
class Paginated:
    """The sheets of the book in order, sheets of page numbers enough for them, and what each cost.

    `numbers` are the first pages of all parts, `places` what parts that measured themselves were told,
    `tightened` those that save a page with less air, and how much less.
    """

    sheets: tuple[PrintedPart, ...] = field(repr=False)
    folios: tuple[PrintedPart, ...] = field(repr=False)
    numbers: Mapping[str, int]
    places: Mapping[str, tuple[int, float]]
    tightened: Mapping[str, int]
    timings: tuple[Timing, ...]


def first_pages(parts: Iterable[Part], lengths: Mapping[str, int]) -> dict[str, int]:
    """The page on which each part begins, counted from 1; up to the first whose length nobody knows."""
    numbers, at = {}, 1
    for part in parts:
        numbers[part.id] = at
        if part.id not in lengths:
            break
        at += lengths[part.id]
    return numbers


def _printed(
    print: Callable[[PartHtml], PrintedPart], part_htmls: list[PartHtml], piece: int
) -> bytes:
    return print(part_htmls[piece]).packed()


class PrintQueue:
    """Prints formes, or finds them printed; the press is made ready only when something has to be printed.

    `engine` is a key of everything besides the forme that can change a sheet's bytes; `pictures` are those there are.
    """

    def __init__(
        self,
        ready: Callable[[], Callable[[PartHtml], PrintedPart]],
        cache: Cache,
        engine: str,
        pictures: Collection[str],
        jobs: int,
        heard: Callable[[str, int], None] = lambda said, done: None,
        patience: float = workers.PATIENCE,
    ):
        (
            self._ready,
            self._cache,
            self._engine,
            self._pictures,
            self._jobs,
            self._heard,
            self._patience,
        ) = ready, cache, engine, pictures, jobs, heard, patience
        self._print: Callable[[PartHtml], PrintedPart] | None = None
        self.timings: list[Timing] = []
        self.printed = self.kept = 0
        self._done: set[str] = set()

    def print(self, part_htmls: list[PartHtml]) -> list[PrintedPart]:
        """A sheet for each forme. Raises workers.Lost."""
        keys = [self.key(part_html) for part_html in part_htmls]
        found: dict[int, PrintedPart] = {}
        for number, key in enumerate(keys):
            data = self._cache.get("sheets", key)
            # A sheet may ask for a picture that is no longer drawn.
            if (
                data is not None
                and (kept := printed_part.unpack_part(data))
                and all(name in self._pictures for name in kept.pictures)
            ):
                found[number] = kept
                self._tell(part_htmls[number], found[number], 0.0, kept=True)
        missing = [number for number in range(len(part_htmls)) if number not in found]
        # The longest first, so that no worker is left with it at the end.
        missing.sort(key=lambda number: (-len(part_htmls[number].html), number))
        if missing:
            self.open()
            names = [part_htmls[number].id for number in missing]
            work = partial(_printed, self._print, [part_htmls[number] for number in missing])
            for piece, data, spent in workers.share(names, work, self._jobs, self._patience):
                number = missing[piece]
                found[number] = printed_part.unpack_part(data)
                if not found[number].warnings:
                    self._cache.put("sheets", keys[number], data)
                self._tell(part_htmls[number], found[number], spent, kept=False)
        return [found[number] for number in range(len(part_htmls))]

    def open(self) -> None:
        """Makes the press ready, when it is not."""
        self._print = self._print or self._ready()

    def key(self, part_html: PartHtml) -> str:
        """The key of everything that can change the forme's sheet."""
        return digest(
            "sheet",
            self._engine,
            part_html.id,
            part_html.style,
            str(part_html.numbered),
            str(part_html.worth),
            part_html.html,
        )

    def remember(self, part_html: PartHtml, length: int) -> None:
        """Keeps how many pages a forme without its numbers came to."""
        self._cache.put("lengths", self.key(part_html), str(length).encode())

    def recall(self, part_html: PartHtml) -> int | None:
        """How many pages it came to the last time."""
        found = self._cache.get("lengths", self.key(part_html))
        return int(found) if found else None

    def _tell(self, part_html: PartHtml, printed: PrintedPart, spent: float, kept: bool) -> None:
        self.timings.append(Timing(part_html.id, spent, kept, len(printed.pages)))
        self.printed += not kept
        self.kept += kept
        self._done.add(part_html.id)
        self._heard(f"{self.printed} printed, {self.kept} kept from before", len(self._done))


def paginate(composer: Composer, parts: tuple[Part, ...], room: PrintQueue) -> Paginated:
    """Every part printed with the right page numbers. Raises workers.Lost, compositor.BadTemplate, Unsettled."""
    order = {part.id: place for place, part in enumerate(parts)}
    blank = {part.id: composer.set(part, {}) for part in parts}
    asking = [part for part in parts if blank[part.id].asks]
    sheets: dict[str, PrintedPart] = {}
    lengths: dict[str, int] = {}

    named = {part.id: part for part in parts}
    places: dict[str, tuple[int, float]] = {}

    folios: dict[int, PrintedPart] = {}

    def print_all(part_htmls: list[PartHtml], numbers: Mapping[str, int]) -> None:
        # As many page numbers as are known to be needed fill the time of workers that have nothing else to do.
        sets = (
            [first for first in range(1, sum(lengths.values()) + 1, FOLIOS) if first not in folios]
            if numbers
            else []
        )
        once = room.print([*part_htmls, *(composer.folios(first, FOLIOS) for first in sets)])
        folios.update(zip(sets, once[len(part_htmls) :]))
        del once[len(part_htmls) :]
        # Only what measures itself is laid out a second time.
        again = [number for number, part_html in enumerate(part_htmls) if part_html.measures]
        seen = {
            number: {name: (page, y) for name, page, _, y in once[number].anchors}
            for number in again
        }
        twice = room.print(
            [composer.set(named[part_htmls[number].id], numbers, seen[number]) for number in again]
        )
        for number, printed in zip(again, twice):
            once[number] = printed
            places.update(seen[number])
        for part_html, printed in zip(part_htmls, once):
            sheets[part_html.id], lengths[part_html.id] = printed, len(printed.pages)

    # What stands before the parts it names cannot know its numbers until it knows its own length.
    guessed = {}
    for part in asking:
        if part.kind == "opener":
            # It has one page, or else the last round says so.
            guessed[part.id] = 1
        elif any(order.get(name, -1) >= order[part.id] for name in blank[part.id].asks):
            guessed[part.id] = room.recall(blank[part.id])
    print_all(
        [
            blank[part.id]
            for part in parts
            if not blank[part.id].asks or guessed.get(part.id, 0) is None
        ],
        {},
    )
    lengths |= {id: length for id, length in guessed.items() if length is not None}

    set_with: dict[str, PartHtml] = {}
    for _ in range(ROUNDS):
        numbers = first_pages(parts, lengths)
        ready = [part for part in asking if blank[part.id].asks <= numbers.keys()]
        part_htmls = [composer.set(part, numbers) for part in ready]
        moved = [part_html for part_html in part_htmls if set_with.get(part_html.id) != part_html]
        if not moved and len(ready) == len(asking):
            break
        if not moved:
            # They wait for each other: the first is printed with noughts to learn its length.
            moved = [blank[next(part.id for part in asking if part.id not in lengths)]]
        set_with |= {part_html.id: part_html for part_html in moved}
        print_all(moved, numbers)
    else:
        raise Unsettled
    for id, length in guessed.items():
        if length != lengths[id] and named[id].kind != "opener":
            room.remember(blank[id], lengths[id])
    ordered = tuple(sheets[part.id] for part in parts)
    pages = sum(len(printed.pages) for printed in ordered)
    sets = range(1, pages + 1, FOLIOS)
    missing = [first for first in sets if first not in folios]
    folios.update(zip(missing, room.print([composer.folios(first, FOLIOS) for first in missing])))
    tightened = {id: printed.tightened for id, printed in sheets.items() if printed.tightened}
    return Paginated(
        ordered,
        tuple(folios[first] for first in sets),
        numbers,
        places,
        tightened,
        tuple(room.timings),
    )
