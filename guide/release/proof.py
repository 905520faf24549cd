"""A finished edition as the inspection holds it: its bytes, what was promised of it, what can be
read.

Words are read with pdfium, as a viewer reads them, and text that is clipped away or off the page
does not count; structure is read with pikepdf. What a page says, and in which sizes, is kept under
a key of all the bytes it is drawn from, so a page that is the same to the last byte is not read
twice.
"""

from __future__ import annotations

import io
import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

import pikepdf

from guide.art.engrave import Drawing
from guide.core import fingerprint, process, workers
from guide.core.cache import Cache, Ledger, Recent, digest
from guide.core.problems import Place, Problem
from guide.core.typesetting import words
from guide.layout.passages import PartPromise
from guide.read.brand import Brand
from guide.release.file_objects import FileObjects, look_at_objects, streams_of
from guide.release.page_keys import (
    THUMB_WIDTH,
    THUMBS,
    PageKey,
    drawings_of,
    drawn_with,
    picture_key,
    resources_of,
    split_keys,
)
from guide.release.sign_sheet import SignSheet, draw_sheet

# pdfium keeps what it has read of a file until the file is closed, and pictures come with it; to
# open the file of a thousand recipes again takes as long as to read some pages.
LEAST_READ_AT_ONCE, MOST_READ_AT_ONCE = 25, 100
# So many tasks there are for each worker, so that none waits long for the others at the end.
TASKS_OF_ONE = 8
PAGES_NOTED_AT_ONCE = 1000
# So many texts are remembered as words.
_MOST_TEXTS = 2000
# So many pages are read in one go, without a look at the rest of the file.
FEW_PAGES = 24


@dataclass(frozen=True)
class TypeSizes:
    """How large letters must be: any at all, in pt on the page; the text, in CSS px on a telephone.

    0 means that any size will do.
    """

    smallest: float = 10
    phone: float = 13


@dataclass(frozen=True)
class Reading:
    """What can be read on a page: its words in the order a viewer reads them, and its letters'
    sizes.

    `sizes` says how many characters have each size in pt; `unseen` are words of the page that no
    reader sees as they should be, as (words, why); `filled` is how far down it stands the last of
    what is on it, from 0 to 1. `signs` are its pictures that say something, as (name, the words to
    its right, what is wrong with how it is seen).
    """

    words: tuple[str, ...]
    sizes: dict[float, int]
    unseen: tuple[tuple[str, str], ...] = ()
    filled: float = 1
    signs: tuple[tuple[str, tuple[str, ...], str], ...] = ()

    def packed(self) -> bytes:
        """The reading as bytes, for `unpack_reading`."""
        sizes, filled = list(self.sizes.items()), round(self.filled, 2)
        fields = (self.words, sizes, self.unseen, filled, self.signs)
        return json.dumps(fields).encode()


def unpack_reading(data: bytes) -> Reading:
    """The reading that `packed` gave."""
    found, sizes, unseen, filled, signs = json.loads(data)
    told = tuple((letters, why) for letters, why in unseen)
    seen = tuple((name, tuple(beside), why) for name, beside, why in signs)
    # A book has a few thousand different words, and half a million in all.
    said = tuple(map(sys.intern, found))
    return Reading(said, dict(sizes), told, filled, seen)


class Note(NamedTuple):
    """An annotation of a page, without its object: those of a book are as large as the file.

    `acts`: it has an action, as a link to an `address` outside has; None without one. `target` is
    the name of where it leads, "" for none; `leads` the same with what its action names, None where
    that is a page itself. `edges` are left, bottom, right and top, in pt from the foot.
    """

    is_link: bool
    acts: bool
    target: str
    leads: str | None
    address: str | None
    edges: tuple[float, ...]


@dataclass
class Proof:
    """A printed edition with everything it is compared with.

    `outline` are the bookmarks it must have, `links` the addresses it may lead to, `same` other
    spellings of words, `legible` how large letters must be, `signs` the pictures that say
    something, by name; without them none is looked for. With `thumbs`, pages that are looked at
    are kept as pictures for the contact sheet, and stand in `drawn` by their numbers from 0 where
    there is no cache. `standing` is a worker that reads a few pages, where there is one that stays.
    """

    pdf: bytes
    brand: Brand
    promises: tuple[PartPromise, ...]
    outline: tuple[str, ...]
    links: frozenset[str]
    warnings: tuple[str, ...] = ()
    same: dict[str, str] = field(default_factory=dict)
    cache: Cache = field(default_factory=lambda: Cache(None))
    jobs: int = 1
    legible: TypeSizes = TypeSizes()
    signs: dict[str, Drawing] = field(default_factory=dict, repr=False)
    thumbs: bool = False
    standing: workers.Standing | None = field(default=None, repr=False)
    drawn: dict[int, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file's objects. Raises pikepdf.PdfError when finding them takes guessing."""
        return pikepdf.open(io.BytesIO(self.pdf), attempt_recovery=False)

    @cached_property
    def keys(self) -> list[str]:
        """A key of everything each page is drawn from, and of how it is read."""
        return [key.whole for key in self.split]

    @cached_property
    def split(self) -> list[PageKey]:
        """The same with the keys of pages apart from their numbers."""
        same = json.dumps(self.same, sort_keys=True)
        signs = [f"{name} {digest(drawing.drawing)}" for name, drawing in self.signs.items()]
        shared = digest(fingerprint.program_key(), same, *signs)
        return split_keys(self.opened, shared)

    @cached_property
    def pages(self) -> list[tuple[str, ...]]:
        """The words that can be seen on each page, in a viewer's order. Raises pikepdf.PdfError."""
        return [reading.words for reading in self.readings]

    @cached_property
    def readings(self) -> list[Reading]:
        """What can be read on each page. Raises pikepdf.PdfError."""
        found: dict[int, Reading] = {}
        for number, key in enumerate(self.split):
            reading = self._find_reading(key)
            if reading is not None:
                found[number] = reading
        missing = [number for number in range(len(self.keys)) if number not in found]
        for number, data in self._read_pages(missing).items():
            found[number] = unpack_reading(data)
            self._keep_reading(number, found[number], data)
        self._folios.write()
        return [found[number] for number in range(len(self.keys))]

    def _keep_reading(self, number: int, reading: Reading, data: bytes) -> None:
        """Keeps the reading of a page: apart from its number, so that it is that of others that
        differ from it in nothing but theirs.

        A page that shows its number more than once, or not in plain sight, is kept as it is.
        """
        key = self.split[number]
        folio = str(number + 1)
        beside = [word for _, words_beside, _ in reading.signs for word in words_beside]
        is_plain = reading.words.count(folio) == 1 and not reading.unseen and folio not in beside
        if not key.folio or not is_plain:
            self.cache.put("readings", key.whole, data)
            return
        at = str(reading.words.index(folio))
        self._folios.put(key.folio, folio)
        self.cache.put("bodies", key.body, b"%s\n%s" % (at.encode(), data))

    def _find_reading(self, key: PageKey) -> Reading | None:
        """The reading of a page that was read before, maybe with another number at its foot.

        Its number was read at the foot of another page then, where it was seen as it should be.
        """
        folio = self._folios.get(key.folio)
        body = self.cache.get("bodies", key.body) if folio else None
        if folio is None or body is None:
            data = self.cache.get("readings", key.whole)
            return unpack_reading(data) if data else None
        at, _, data = body.partition(b"\n")
        reading = unpack_reading(data)
        said = list(reading.words)
        said[int(at)] = sys.intern(folio)
        return replace(reading, words=tuple(said))

    def _read_pages(self, missing: Sequence[int]) -> dict[int, bytes]:
        """The packed readings of those pages, counted from 0. Raises pikepdf.PdfError."""
        tasks = self._reading_tasks(missing)
        names = [_task_name(task) for task in tasks]
        width = THUMB_WIDTH if self.thumbs else 0
        sheet = draw_sheet(self.signs) if self.signs and tasks else None
        work = partial(_read, self.pdf, self.same, tasks, width, sheet)
        found: dict[int, bytes] = {}
        for piece, data in self._share(names, work):
            line, _, pictures = data.partition(b"\n")
            answer = json.loads(line)
            if answer["fault"]:
                raise pikepdf.PdfError(answer["fault"])
            start = 0
            for number, (reading, length) in zip(tasks[piece], answer["pages"], strict=True):
                found[number] = reading.encode()
                if length:
                    self._keep_picture(number, pictures[start : start + length])
                start += length
        return found

    def _share(self, names: Sequence[str], work: workers.Work) -> Iterator[tuple[int, bytes]]:
        """Each reading as it comes. Raises workers.Lost."""
        if self.standing is not None and len(names) == 1:
            yield 0, self.standing.ask(names[0], work)[0]
            return
        meanwhile = self._look_meanwhile if "opened" in vars(self) else None
        for piece, data, _ in workers.share(names, work, self.jobs, meanwhile=meanwhile):
            yield piece, data

    def _look_meanwhile(self) -> None:
        """Finds out what the gates ask for, while others read the pages."""
        # What fails here fails again when it is asked for, and is told then.
        with suppress(Exception):
            for promise in self.promises:
                if not self.is_kept(promise):
                    _ = promise.recording
            _ = self.notes, self.objects

    def is_kept(self, promise: PartPromise) -> bool:
        """Whether the same promise was found to be kept by the same pages before."""
        key = self._promise_key(promise)
        return self._proofs.get(key) is not None

    def note_kept(self, promises: Iterable[PartPromise]) -> None:
        """Notes for the next time that promises were found to be kept."""
        for promise in promises:
            key = self._promise_key(promise)
            if key:
                self._proofs.put(key, "kept")
        self._proofs.write()

    @cached_property
    def _said(self) -> Recent:
        """Texts as words."""
        return Recent(_MOST_TEXTS)

    @cached_property
    def _folios(self) -> Ledger:
        """The numbers that folios were read as, by the keys of these."""
        return Ledger(self.cache, "folios", fingerprint.program_key())

    @cached_property
    def _proofs(self) -> Ledger:
        """The promises that were kept, by their keys."""
        return Ledger(self.cache, "proofs", fingerprint.program_key())

    def _promise_key(self, promise: PartPromise) -> str:
        """A key of a promise and of the pages that have to keep it; "" for a promise without a
        key.
        """
        if not promise.key:
            return ""
        pages = [self.keys[number - 1] for number in self.span(promise)]
        return digest(fingerprint.program_key(), promise.key, promise.title, *pages)

    def _keep_picture(self, number: int, picture: bytes) -> None:
        """Keeps the picture of a page for the contact sheet."""
        if self.cache.folder is None:
            self.drawn[number] = picture
        self.cache.put(THUMBS, picture_key(self.keys[number], THUMB_WIDTH), picture)

    def _reading_tasks(self, missing: Sequence[int]) -> list[tuple[int, ...]]:
        """The pages to be read in one go each.

        Raises pikepdf.PdfError when what they are drawn from is not whole.
        """
        if len(missing) <= FEW_PAGES:
            for number in missing:
                _decode(self.opened.pages[number])
            return [tuple(missing)] if missing else []
        # qpdf reads a whole file faster than we read a few dozen pages of it.
        _decode_all(self.opened, self.pdf)
        # Opened again when the readers have ended: so the machine never has to hold both.
        self.close()
        tasks: list[tuple[int, ...]] = []
        share = -(-len(missing) // (TASKS_OF_ONE * self.jobs))
        size = max(LEAST_READ_AT_ONCE, min(MOST_READ_AT_ONCE, share))
        for start in range(0, len(missing), size):
            tasks.append(tuple(missing[start : start + size]))
        return tasks

    def close(self) -> None:
        """Gives up the objects of the file; they are found again when they are asked for.

        They take 700 bytes each, and a thousand recipes have a quarter of a million.
        """
        for name in ("opened", "objects"):
            vars(self).pop(name, None)
        process.give_back_memory()

    @property
    def shape(self) -> tuple[float, float]:
        """The width and height of the first page in pt."""
        left, foot, right, top = map(float, self.opened.pages[0].mediabox)
        return right - left, top - foot

    @cached_property
    def first_pages(self) -> dict[str, int]:
        """The page, counted from 1, on which each named destination stands."""
        numbers: dict[tuple[int, ...], int] = {}
        for number, page_object in enumerate(self.opened.pages, 1):
            numbers[page_object.obj.objgen] = number
        found = {}
        for name, target in names(self.opened).items():
            place = target.get("/D") if isinstance(target, pikepdf.Dictionary) else target
            if not isinstance(place, pikepdf.Array):
                continue
            page = tuple(place[0].objgen)
            if page in numbers:
                found[name] = numbers[page]
        return found

    @cached_property
    def notes(self) -> list[list[Note]]:
        """The annotations of each page: links are among them."""
        found: list[list[Note]] = []
        pages = len(self.opened.pages)
        for start in range(0, pages, PAGES_NOTED_AT_ONCE):
            if start:
                # qpdf keeps every object that was looked at.
                self.close()
            for number in range(start, min(start + PAGES_NOTED_AT_ONCE, pages)):
                found.append(_notes_of(self.opened.pages[number]))
        return found

    @cached_property
    def objects(self) -> FileObjects:
        """What the objects of the file are."""
        return look_at_objects(self.opened, self.pdf)

    def read_words(self, text: str, marks: bool) -> tuple[str, ...]:
        """The words of a text as those of pages are read: many texts stand in many parts."""
        return self._said.once((text, marks), partial(words, text, self.same, marks))

    def span(self, promise: PartPromise) -> range:
        """The pages of a part, counted from 1; empty when it is not in the book."""
        first = self.first_pages.get(promise.id)
        if first is None:
            return range(0)
        after = bisect_right(self._starts, first)
        if after < len(self._starts):
            return range(first, self._starts[after])
        return range(first, len(self.keys) + 1)

    @cached_property
    def _starts(self) -> list[int]:
        """The pages on which parts begin, in order."""
        first = self.first_pages
        return sorted(first[promise.id] for promise in self.promises if promise.id in first)

    def fault(self, id: str, what: str, fix: str, place: Place | None = None) -> Problem:
        """A problem of the finished file."""
        return Problem(place or Place(self.brand.file), id, what, fix)


def do_first(work: workers.Work) -> bytes:
    """What a worker that stays is asked for: the first piece of some work."""
    return work(0)


def _task_name(task: tuple[int, ...]) -> str:
    """What is said of a reading task when it is lost."""
    return f"reading pages {task[0] + 1} to {task[-1] + 1}"


def _decode(page: pikepdf.Page) -> None:
    """Reads every stream a page is drawn from to its end. Raises pikepdf.PdfError."""
    for thing in (*drawings_of(page), *drawn_with(resources_of(page))):
        if isinstance(thing, pikepdf.Stream):
            _read_to_end(thing)
    pikepdf.parse_content_stream(page)


def _decode_all(pdf: pikepdf.Pdf, data: bytes) -> None:
    """Reads every stream of a file to its end; `data` is the file. Raises pikepdf.PdfError."""
    try:
        for stream in streams_of(pdf, data):
            _read_to_end(stream)
        for number, page in enumerate(pdf.pages, 1):
            if not all(isinstance(drawing, pikepdf.Stream) for drawing in drawings_of(page)):
                raise pikepdf.PdfError(f"page {number} is drawn with what is no stream")
    except pikepdf.PdfError:
        # This takes ten times as long, and says where the fault is, if that is on a page.
        pdf.check_pdf_syntax()
        raise


def _read_to_end(stream: pikepdf.Stream) -> None:
    if stream.get("/Filter") == "/DCTDecode":
        # A photograph: what is in a JPEG is for the viewer to read.
        stream.read_raw_bytes()
    else:
        stream.read_bytes()


def _read(
    pdf: bytes,
    same: dict[str, str],
    tasks: Sequence[tuple[int, ...]],
    width: int,
    sheet: SignSheet | None,
    piece: int,
) -> bytes:
    """The readings of the pages of one task, or what is wrong with the file: a line of JSON.

    With a `width` in pixels, pictures of the pages follow, one after the other; the signs of a
    sheet are known.
    """
    # A process that has loaded pdfium cannot be forked, so only the one that reads loads it.
    from guide.release import viewer

    try:
        viewed = viewer.read_pages(pdf, tasks[piece], width, sheet)
    except viewer.UnreadablePdf as error:
        return json.dumps({"fault": str(error)}).encode()
    pages = []
    for page in viewed:
        found = words(page.text, same, marks=True)
        signs = []
        for sign in page.signs:
            signs.append((sign.name, words(sign.beside, same, marks=True), sign.why))
        reading = Reading(found, page.sizes, tuple(page.unseen), page.filled, tuple(signs))
        pages.append((reading.packed().decode(), len(page.picture)))
    line = json.dumps({"fault": "", "pages": pages}).encode()
    return b"\n".join((line, b"".join(page.picture for page in viewed)))


def _notes_of(page: pikepdf.Page) -> list[Note]:
    return [_note_of(thing) for thing in page.obj.get("/Annots", ())]


def _note_of(thing: pikepdf.Object) -> Note:
    action, dest = thing.get("/A"), thing.get("/Dest")
    target = dest if action is None else thing.get("/Dest", action.get("/D"))
    edges = [round(float(edge), 2) for edge in thing.get("/Rect", (0, 0, 0, 0))]
    left, one, right, other = edges
    return Note(
        is_link=thing.get("/Subtype") == "/Link",
        acts=action is not None,
        target=_name(dest),
        # A page itself, with a place on it, can be no mistake in a name.
        leads=None if isinstance(target, pikepdf.Array) else _name(target),
        address=str(action.URI) if action is not None and action.get("/S") == "/URI" else None,
        edges=(left, min(one, other), right, max(one, other)),
    )


def _name(thing: pikepdf.Object | None) -> str:
    return "" if thing is None else str(thing)


def names(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The file's named destinations."""
    found: dict[str, pikepdf.Object] = {}
    old_style = pdf.Root.get("/Dests")
    if old_style is not None:
        for key, target in old_style.items():
            found[str(key).removeprefix("/")] = target
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is not None:
        for name, target in pikepdf.NameTree(tree).items():
            found[str(name).removeprefix("/")] = target
    return found
