"""Which signatures go to press, in which order, until every page number in the book is right.

What prints no page number goes first. What prints some is printed when the lengths that decide them are known: read
off the sheets, remembered from an earlier build, or learnt by printing it once with noughts for numbers. Nothing that
is remembered is trusted: the last round is the one in which nothing moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from guide.press import printed_part
from guide.core import workers
from guide.layout.book import Signature
from guide.core.cache import Cellar, digest
from guide.layout.compose import Compositor, Forme
from guide.press.printed_part import Sheet

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
class Imposed:
    """The sheets of the book in order, sheets of page numbers enough for them, and what each cost.

    `numbers` are the first pages of all parts, `places` what parts that measured themselves were told,
    `tightened` those that save a page with less air, and how much less.
    """

    sheets: tuple[Sheet, ...] = field(repr=False)
    folios: tuple[Sheet, ...] = field(repr=False)
    numbers: Mapping[str, int]
    places: Mapping[str, tuple[int, float]]
    tightened: Mapping[str, int]
    timings: tuple[Timing, ...]


def first_pages(signatures: Iterable[Signature], lengths: Mapping[str, int]) -> dict[str, int]:
    """The page on which each signature begins, counted from 1; up to the first whose length nobody knows."""
    numbers, at = {}, 1
    for signature in signatures:
        numbers[signature.id] = at
        if signature.id not in lengths:
            break
        at += lengths[signature.id]
    return numbers


def _printed(print: Callable[[Forme], Sheet], formes: list[Forme], piece: int) -> bytes:
    return print(formes[piece]).packed()


class Pressroom:
    """Prints formes, or finds them printed; the press is made ready only when something has to be printed.

    `engine` is a key of everything besides the forme that can change a sheet's bytes; `pictures` are those there are.
    """

    def __init__(self, ready: Callable[[], Callable[[Forme], Sheet]], cellar: Cellar, engine: str, pictures: Collection[str], jobs: int,
                 heard: Callable[[str, int], None] = lambda said, done: None, patience: float = workers.PATIENCE):  # fmt: skip
        self._ready, self._cellar, self._engine, self._pictures, self._jobs, self._heard, self._patience = ready, cellar, engine, pictures, jobs, heard, patience
        self._print: Callable[[Forme], Sheet] | None = None
        self.timings: list[Timing] = []
        self.printed = self.kept = 0
        self._done: set[str] = set()

    def print(self, formes: list[Forme]) -> list[Sheet]:
        """A sheet for each forme. Raises workers.Lost."""
        keys = [self.key(forme) for forme in formes]
        found: dict[int, Sheet] = {}
        for number, key in enumerate(keys):
            data = self._cellar.get("sheets", key)
            # A sheet may ask for a picture that is no longer drawn.
            if data is not None and (kept := printed_part.unpack(data)) and all(name in self._pictures for name in kept.pictures):
                found[number] = kept
                self._tell(formes[number], found[number], 0.0, kept=True)
        missing = [number for number in range(len(formes)) if number not in found]
        # The longest first, so that no worker is left with it at the end.
        missing.sort(key=lambda number: (-len(formes[number].html), number))
        if missing:
            self.open()
            names = [formes[number].id for number in missing]
            work = partial(_printed, self._print, [formes[number] for number in missing])
            for piece, data, spent in workers.share(names, work, self._jobs, self._patience):
                number = missing[piece]
                found[number] = printed_part.unpack(data)
                if not found[number].warnings:
                    self._cellar.put("sheets", keys[number], data)
                self._tell(formes[number], found[number], spent, kept=False)
        return [found[number] for number in range(len(formes))]

    def open(self) -> None:
        """Makes the press ready, when it is not."""
        self._print = self._print or self._ready()

    def key(self, forme: Forme) -> str:
        """The key of everything that can change the forme's sheet."""
        return digest("sheet", self._engine, forme.id, forme.style, str(forme.numbered), str(forme.worth), forme.html)

    def remember(self, forme: Forme, length: int) -> None:
        """Keeps how many pages a forme without its numbers came to."""
        self._cellar.put("lengths", self.key(forme), str(length).encode())

    def recall(self, forme: Forme) -> int | None:
        """How many pages it came to the last time."""
        found = self._cellar.get("lengths", self.key(forme))
        return int(found) if found else None

    def _tell(self, forme: Forme, printed: Sheet, spent: float, kept: bool) -> None:
        self.timings.append(Timing(forme.id, spent, kept, len(printed.pages)))
        self.printed += not kept
        self.kept += kept
        self._done.add(forme.id)
        self._heard(f"{self.printed} printed, {self.kept} kept from before", len(self._done))


def impose(compositor: Compositor, signatures: tuple[Signature, ...], room: Pressroom) -> Imposed:
    """Every signature printed with the right page numbers. Raises workers.Lost, compositor.BadTemplate, Unsettled."""
    order = {signature.id: place for place, signature in enumerate(signatures)}
    blank = {signature.id: compositor.set(signature, {}) for signature in signatures}
    asking = [signature for signature in signatures if blank[signature.id].asks]
    sheets: dict[str, Sheet] = {}
    lengths: dict[str, int] = {}

    named = {signature.id: signature for signature in signatures}
    places: dict[str, tuple[int, float]] = {}

    folios: dict[int, Sheet] = {}

    def print_all(formes: list[Forme], numbers: Mapping[str, int]) -> None:
        # As many page numbers as are known to be needed fill the time of workers that have nothing else to do.
        sets = [first for first in range(1, sum(lengths.values()) + 1, FOLIOS) if first not in folios] if numbers else []
        once = room.print([*formes, *(compositor.folios(first, FOLIOS) for first in sets)])
        folios.update(zip(sets, once[len(formes) :]))
        del once[len(formes) :]
        # Only what measures itself is laid out a second time.
        again = [number for number, forme in enumerate(formes) if forme.measures]
        seen = {number: {name: (page, y) for name, page, _, y in once[number].anchors} for number in again}
        twice = room.print([compositor.set(named[formes[number].id], numbers, seen[number]) for number in again])
        for number, printed in zip(again, twice):
            once[number] = printed
            places.update(seen[number])
        for forme, printed in zip(formes, once):
            sheets[forme.id], lengths[forme.id] = printed, len(printed.pages)

    # What stands before the parts it names cannot know its numbers until it knows its own length.
    guessed = {}
    for signature in asking:
        if signature.kind == "opener":
            # It has one page, or else the last round says so.
            guessed[signature.id] = 1
        elif any(order.get(name, -1) >= order[signature.id] for name in blank[signature.id].asks):
            guessed[signature.id] = room.recall(blank[signature.id])
    print_all([blank[signature.id] for signature in signatures if not blank[signature.id].asks or guessed.get(signature.id, 0) is None], {})
    lengths |= {id: length for id, length in guessed.items() if length is not None}

    set_with: dict[str, Forme] = {}
    for _ in range(ROUNDS):
        numbers = first_pages(signatures, lengths)
        ready = [signature for signature in asking if blank[signature.id].asks <= numbers.keys()]
        formes = [compositor.set(signature, numbers) for signature in ready]
        moved = [forme for forme in formes if set_with.get(forme.id) != forme]
        if not moved and len(ready) == len(asking):
            break
        if not moved:
            # They wait for each other: the first is printed with noughts to learn its length.
            moved = [blank[next(signature.id for signature in asking if signature.id not in lengths)]]
        set_with |= {forme.id: forme for forme in moved}
        print_all(moved, numbers)
    else:
        raise Unsettled
    for id, length in guessed.items():
        if length != lengths[id] and named[id].kind != "opener":
            room.remember(blank[id], lengths[id])
    ordered = tuple(sheets[signature.id] for signature in signatures)
    pages = sum(len(printed.pages) for printed in ordered)
    sets = range(1, pages + 1, FOLIOS)
    missing = [first for first in sets if first not in folios]
    folios.update(zip(missing, room.print([compositor.folios(first, FOLIOS) for first in missing])))
    tightened = {id: printed.tightened for id, printed in sheets.items() if printed.tightened}
    return Imposed(ordered, tuple(folios[first] for first in sets), numbers, places, tightened, tuple(room.timings))
