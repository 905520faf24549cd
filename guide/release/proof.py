"""A finished edition as the inspector holds it: its bytes, what was promised of them, and what can be read in it.

Words are read with pdfium, as a viewer reads them, and text that is clipped away or off the page does not count;
structure is read with pikepdf. What a page says, and in which sizes, is kept under a key of all the bytes it is drawn
from, so a page that is the same to the last byte is not read twice.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import pikepdf

from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest
from guide.core.problems import Place, Problem
from guide.core.typesetting import words
from guide.layout.passages import PartPromise
from guide.read.brand import Brand

# Keys and actions that a mail gateway takes for a program, wherever they stand in the file.
ACTIVE = {
    "/JavaScript",
    "/JS",
    "/OpenAction",
    "/AA",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/EF",
    "/AcroForm",
    "/XFA",
    "/RichMedia",
}
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/Thread",
    "/Sound",
    "/Movie",
    "/Hide",
    "/Named",
    "/SubmitForm",
    "/ResetForm",
    "/ImportData",
    "/SetOCGState",
    "/Rendition",
    "/GoTo3DView",
    "/RichMediaExecute",
}
# pdfium keeps what it has read of a file until the file is closed.
PAGES_READ_AT_ONCE = 200
# So many pages are read in one go, without a look at the rest of the file.
FEW_PAGES = 24
_SUSPECT = re.compile(rb"(?:%b)\b" % b"|".join(name.encode() for name in sorted(ACTIVE | ACTIONS)))


@dataclass(frozen=True)
class TypeSizes:
    """How large letters must be: any at all, in pt on the page; the text, in CSS px on a telephone (0: no matter)."""

    smallest: float = 10
    phone: float = 13


@dataclass(frozen=True)
class Reading:
    """What can be read on a page: its words in the order a viewer reads them, and how many characters have each size in pt."""

    words: tuple[str, ...]
    sizes: dict[float, int]


@dataclass
class Proof:
    """A printed edition with everything it is held against."""

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

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file's objects. Raises pikepdf.PdfError when they cannot be found without guessing."""
        return pikepdf.open(io.BytesIO(self.pdf), attempt_recovery=False)

    @cached_property
    def keys(self) -> list[str]:
        """A key of everything each page is drawn from: what it draws, its faces and pictures, its size, how it is read."""
        known: dict[tuple[int, int], bytes] = {}
        means: dict[tuple[int, int], str] = {}
        shared = digest(fingerprint.program_key(), json.dumps(self.same, sort_keys=True))
        found = []
        for page in self.opened.pages:
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            if resources.objgen not in means or resources.objgen == (0, 0):
                # The pages of a part share what they are drawn with.
                means[resources.objgen] = digest(
                    *(_drawn(thing, known) for thing in _means(resources))
                )
            found.append(digest(shared, means[resources.objgen], *_own(page)))
        return found

    @cached_property
    def pages(self) -> list[tuple[str, ...]]:
        """The words a reader can see on each page, in the order a viewer reads them. Raises pikepdf.PdfError."""
        return [reading.words for reading in self.readings]

    @cached_property
    def readings(self) -> list[Reading]:
        """What can be read on each page. Raises pikepdf.PdfError."""
        found = [self.cache.get("readings", key) for key in self.keys]
        missing = [number for number, data in enumerate(found) if data is None]
        # qpdf reads a whole file faster than we read a few dozen pages of it.
        many = len(missing) > FEW_PAGES
        for number in () if many else missing:
            _decode(self.opened.pages[number])
        size = min(PAGES_READ_AT_ONCE, -(-len(missing) // (2 * self.jobs))) if many else FEW_PAGES
        shares = [tuple(missing[start : start + size]) for start in range(0, len(missing), size)]
        names = [f"reading pages {share[0] + 1} to {share[-1] + 1}" for share in shares]
        if many:
            names, shares = ["reading the whole file", *names], [(), *shares]
        work = partial(_read, self.pdf, self.same, tuple(shares))
        for piece, data, _ in workers.share(names, work, self.jobs):
            told = json.loads(data)
            if told["fault"]:
                raise pikepdf.PdfError(told["fault"])
            for number, said in zip(shares[piece], told["pages"]):
                found[number] = json.dumps(said).encode()
                self.cache.put("readings", self.keys[number], found[number])
        return [
            Reading(tuple(said), dict(map(tuple, large))) for said, large in map(json.loads, found)
        ]

    @property
    def shape(self) -> tuple[float, float]:
        """The width and height of the first page in pt."""
        left, foot, right, top = map(float, self.opened.pages[0].mediabox)
        return right - left, top - foot

    @cached_property
    def first_pages(self) -> dict[str, int]:
        """The page, counted from 1, on which each named destination stands."""
        numbers = {page.objgen: number for number, page in enumerate(self.opened.pages, 1)}
        found = {}
        for name, target in names(self.opened).items():
            if isinstance(target, pikepdf.Dictionary):
                target = target.get("/D")
            if isinstance(target, pikepdf.Array) and target[0].objgen in numbers:
                found[name] = numbers[target[0].objgen]
        return found

    @cached_property
    def swept(self) -> tuple[list[pikepdf.Dictionary], set[str]]:
        """The file's simple fonts, and the keys and actions in it that a mail gateway takes for a program."""
        fonts, active = [], _active(self.opened.trailer)
        for thing in self.opened.objects:
            told = (thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing).unparse(
                resolved=True
            )
            # Most objects name nothing of the kind, not even in a sentence, and are done with here.
            if _SUSPECT.search(told):
                active |= _active(thing)
            if (
                b"/Font" in told
                and isinstance(thing, pikepdf.Dictionary)
                and thing.get("/Type") == "/Font"
                and thing.get("/Subtype") != "/Type0"
            ):
                fonts.append(thing)
        return fonts, active

    def span(self, promise: PartPromise) -> range:
        """The pages of a part, counted from 1; empty when it is not in the book."""
        first = self.first_pages.get(promise.id)
        if first is None:
            return range(0)
        starts = {
            self.first_pages[other.id] for other in self.promises if other.id in self.first_pages
        }
        return range(
            first, min((page for page in starts if page > first), default=len(self.pages) + 1)
        )

    def fault(self, id: str, what: str, fix: str, place: Place | None = None) -> Problem:
        """A problem of the finished file."""
        return Problem(place or Place(self.brand.file), id, what, fix)


def _own(page: pikepdf.Page) -> Iterator[bytes]:
    """What is a page's own: how large it is, what of it is seen, and its drawings."""
    for key in ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit"):
        yield page.obj[key].unparse() if key in page.obj else b""
    for drawing in _drawings(page):
        yield drawing.get("/Filter", pikepdf.Name("/None")).unparse()
        yield drawing.read_raw_bytes()


def _drawings(page: pikepdf.Page) -> Iterable[pikepdf.Stream]:
    contents = page.obj.get("/Contents", [])
    return contents if isinstance(contents, pikepdf.Array) else [contents]


def _means(resources: pikepdf.Dictionary) -> Iterator[pikepdf.Object]:
    """What pages are drawn with: faces, with what they tell of letters and widths, pictures and groups."""
    yield resources
    for font in resources.get("/Font", {}).values():
        yield font
        yield from (
            font[key]
            for key in ("/ToUnicode", "/Encoding")
            if isinstance(font.get(key), pikepdf.Stream)
        )
        for descendant in font.get("/DescendantFonts", []):
            yield descendant
            yield descendant.get("/FontDescriptor", pikepdf.Dictionary())
    for drawn in resources.get("/XObject", {}).values():
        yield drawn
        yield from _means(drawn.get("/Resources", pikepdf.Dictionary()))


def _drawn(thing: pikepdf.Object, known: dict[tuple[int, int], bytes]) -> bytes:
    """The bytes of one part, without the numbers it has in this file."""
    place = thing.objgen
    if place not in known or place == (0, 0):
        stream = isinstance(thing, pikepdf.Stream)
        told = thing.stream_dict.unparse() if stream else thing.unparse(resolved=True)
        known[place] = digest(
            re.sub(rb"\b\d+ 0 R\b", b"R", told), thing.read_raw_bytes() if stream else b""
        ).encode()
    return known[place]


def _decode(page: pikepdf.Page) -> None:
    """Reads every stream a page is drawn from to its end. Raises pikepdf.PdfError."""
    for thing in (*_drawings(page), *_means(page.obj.get("/Resources", pikepdf.Dictionary()))):
        if isinstance(thing, pikepdf.Stream):
            thing.read_bytes()
    pikepdf.parse_content_stream(page)


def _read(pdf: bytes, same: dict[str, str], shares: Sequence[tuple[int, ...]], piece: int) -> bytes:
    """What stands on the pages of one share, or what is wrong with the file, as JSON; no pages are the whole file."""
    if not shares[piece]:
        return json.dumps({"fault": _complaint(pdf), "pages": []}).encode()
    # A process that has loaded pdfium cannot be forked, so only the one that reads loads it.
    import pypdfium2

    from guide.release.page_text import sizes, visible

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = (document[number] for number in shares[piece])
            told = [[words(visible(page), same), list(sizes(page).items())] for page in pages]
    except pypdfium2.PdfiumError as error:
        return json.dumps({"fault": str(error), "pages": []}).encode()
    return json.dumps({"fault": "", "pages": told}).encode()


def _complaint(pdf: bytes) -> str:
    """What qpdf says of a file of which it has read every stream to its end; nothing when it is whole."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
            opened.check_pdf_syntax()
    except pikepdf.PdfError as error:
        return str(error) or "it is not whole"
    return ""


def names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The file's named destinations."""
    found = dict(pdf.Root.get("/Dests", {}).items()) if "/Dests" in pdf.Root else {}
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is not None:
        found |= {str(name): target for name, target in pikepdf.NameTree(tree).items()}
    return {str(name).removeprefix("/"): target for name, target in found.items()}


def _active(thing: Any) -> set[str]:
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        found = ACTIVE.intersection(thing.keys()) | ACTIONS.intersection({str(thing.get("/S", ""))})
        parts = list(thing.values())
    elif isinstance(thing, pikepdf.Array):
        found, parts = set(), list(thing)
    else:
        return set()
    # What is indirect is met by itself.
    return found.union(
        *(
            _active(part)
            for part in parts
            if isinstance(part, pikepdf.Object) and not part.is_indirect
        )
    )
