"""What is in the finished PDF against what should be in it.

GATES is the table of contents. A gate is given the opened proof and yields problems; any one of them stops the
edition. Words are read with pdfium, as a viewer reads them, and text that is clipped away or off the page does not
count; structure is read with pikepdf. What a page says, and in which sizes, is kept under a key of all the bytes it is drawn
from, so a page that is the same to the last byte is not read twice.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Any

import pikepdf
import pypdfium2

from guide import crew, engine
from guide.brand import Brand
from guide.cellar import Cellar, digest
from guide.place import Place, Problem, counted
from guide.sight import sizes, visible
from guide.typography import within, words

# Keys and actions that a mail gateway takes for a program, wherever they stand in the file.
ACTIVE = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AcroForm", "/XFA", "/RichMedia"}
ACTIONS = {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/Thread", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm",
           "/ImportData", "/SetOCGState", "/Rendition", "/GoTo3DView", "/RichMediaExecute"}  # fmt: skip
# The width of a telephone's screen in CSS px.
PHONE = 390
# pdfium keeps what it has read of a file until the file is closed.
PAGES_A_SHARE = 200
_SUSPECT = re.compile(rb"(?:%b)\b" % b"|".join(name.encode() for name in sorted(ACTIVE | ACTIONS)))


@dataclass(frozen=True)
class Wanted:
    """A stretch of text that must be printed: where it was written, its words there, and as it is set."""

    place: Place
    written: str
    set: str


@dataclass(frozen=True)
class Promise:
    """What one signature must say, in order, and where it must lead, from its first page to the next signature's.

    With a `key` of everything that decides what is wanted, a promise that was kept by the same pages is not asked again;
    `wanted` may then be what finds it out.
    """

    id: str
    title: str
    wanted: tuple[Wanted, ...] | Callable[[], tuple[Wanted, ...]] = ()
    leads_to: frozenset[str] = frozenset()
    key: str = ""

    @property
    def passages(self) -> tuple[Wanted, ...]:
        """All that must be said."""
        return self.wanted() if callable(self.wanted) else self.wanted


@dataclass(frozen=True)
class Legible:
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
    promises: tuple[Promise, ...]
    outline: tuple[str, ...]
    links: frozenset[str]
    warnings: tuple[str, ...] = ()
    same: dict[str, str] = field(default_factory=dict)
    cellar: Cellar = field(default_factory=lambda: Cellar(None))
    jobs: int = 1
    legible: Legible = Legible()

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file's objects. Raises pikepdf.PdfError when they cannot be found without guessing."""
        return pikepdf.open(io.BytesIO(self.pdf), attempt_recovery=False)

    @cached_property
    def keys(self) -> list[str]:
        """A key of everything each page is drawn from: what it draws, its faces and pictures, its size, how it is read."""
        known: dict[tuple[int, int], bytes] = {}
        means: dict[tuple[int, int], str] = {}
        shared = digest(engine.key("inspect", "sight", "typography"), json.dumps(self.same, sort_keys=True))
        found = []
        for page in self.opened.pages:
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            if resources.objgen not in means or resources.objgen == (0, 0):
                # The pages of a signature share what they are drawn with.
                means[resources.objgen] = digest(*(_drawn(thing, known) for thing in _means(resources)))
            found.append(digest(shared, means[resources.objgen], *_own(page)))
        return found

    @cached_property
    def pages(self) -> list[tuple[str, ...]]:
        """The words a reader can see on each page, in the order a viewer reads them. Raises pikepdf.PdfError."""
        return [reading.words for reading in self.readings]

    @cached_property
    def readings(self) -> list[Reading]:
        """What can be read on each page. Raises pikepdf.PdfError."""
        found = [self.cellar.get("readings", key) for key in self.keys]
        if any(data is None for data in found):
            missing = [number for number, data in enumerate(found) if data is None]
            # qpdf reads a whole file faster than we read a few dozen pages of it.
            many = len(missing) > 24
            for number in () if many else missing:
                _decode(self.opened.pages[number])
            size = min(PAGES_A_SHARE, -(-len(missing) // (2 * self.jobs))) if many else len(missing)
            shares = [missing[start : start + size] for start in range(0, len(missing), size)]

            def read(piece: int) -> bytes:
                with pypdfium2.PdfDocument(self.pdf) as document:
                    pages = (document[number] for number in shares[piece])
                    return json.dumps([[words(visible(page), self.same), list(sizes(page).items())] for page in pages]).encode()

            def work(piece: int) -> bytes:
                return read(piece - 1) if piece else _complaint(self.opened)

            if many:
                tasks = ["reading the whole file", *(f"reading pages {share[0] + 1} to {share[-1] + 1}" for share in shares)]
                told = {piece: data for piece, data, _ in crew.share(tasks, work, self.jobs)}
                if told[0]:
                    raise pikepdf.PdfError(told[0].decode())
            else:
                told = {1: read(0)}
            for piece, share in enumerate(shares, 1):
                for number, said in zip(share, json.loads(told[piece])):
                    found[number] = json.dumps(said).encode()
                    self.cellar.put("readings", self.keys[number], found[number])
        return [Reading(tuple(said), dict(map(tuple, large))) for said, large in map(json.loads, found)]

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
            told = (thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing).unparse(resolved=True)
            # Most objects name nothing of the kind, not even in a sentence, and are done with here.
            if _SUSPECT.search(told):
                active |= _active(thing)
            if b"/Font" in told and isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and thing.get("/Subtype") != "/Type0":
                fonts.append(thing)
        return fonts, active

    def span(self, promise: Promise) -> range:
        """The pages of a signature, counted from 1; empty when it is not in the book."""
        first = self.first_pages.get(promise.id)
        if first is None:
            return range(0)
        starts = {self.first_pages[other.id] for other in self.promises if other.id in self.first_pages}
        return range(first, min((page for page in starts if page > first), default=len(self.pages) + 1))

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
        yield from (font[key] for key in ("/ToUnicode", "/Encoding") if isinstance(font.get(key), pikepdf.Stream))
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
        known[place] = digest(re.sub(rb"\b\d+ 0 R\b", b"R", told), thing.read_raw_bytes() if stream else b"").encode()
    return known[place]


def _decode(page: pikepdf.Page) -> None:
    """Reads every stream a page is drawn from to its end. Raises pikepdf.PdfError."""
    for thing in (*_drawings(page), *_means(page.obj.get("/Resources", pikepdf.Dictionary()))):
        if isinstance(thing, pikepdf.Stream):
            thing.read_bytes()
    pikepdf.parse_content_stream(page)


def _complaint(opened: pikepdf.Pdf) -> bytes:
    """What qpdf says of a file of which it has read every stream to its end; nothing when it is whole."""
    try:
        opened.check_pdf_syntax()
    except pikepdf.PdfError as error:
        return str(error).encode() or b"it is not whole"
    return b""


def names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The file's named destinations."""
    found = dict(pdf.Root.get("/Dests", {}).items()) if "/Dests" in pdf.Root else {}
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is not None:
        found |= {str(name): target for name, target in pikepdf.NameTree(tree).items()}
    return {str(name).removeprefix("/"): target for name, target in found.items()}


def every_word_is_there(proof: Proof) -> Iterator[Problem]:
    """Each title, ingredient, step, note and swap stands on its recipe's pages, whole and in order."""
    for promise in proof.promises:
        span = proof.span(promise)
        if not span:
            yield proof.fault("pdf-lost-words", f'"{promise.title or promise.id}" is not in the book', "see that its template has the signature's id")
            continue
        key = promise.key and digest(engine.key("inspect", "sight", "typography"), promise.key, promise.title, *(proof.keys[number - 1] for number in span))
        if key and proof.cellar.get("proofs", key) is not None:
            continue
        text = [word for number in span for word in _without_foot(proof.pages[number - 1], promise.title, number)]
        at, kept = 0, True
        for wanted in promise.passages:
            missing = within(words(wanted.written, proof.same), words(wanted.set, proof.same))
            found = _find(words(wanted.set, proof.same), text, at)
            if found is None:
                missing = missing or within(words(wanted.set, proof.same), tuple(text[at:]))
            else:
                at = found
            if missing or found is None:
                kept = False
                said = f"lost on the way to the page: {', '.join(missing)}" if missing else f'not whole or not in order on the page: "{wanted.set}"'
                yield proof.fault("pdf-lost-words", f"{said} (pages {span[0]} to {span[-1]})",
                                  "a template hides it or leaves it out: give it room in templates/", wanted.place)  # fmt: skip
        if key and kept:
            proof.cellar.put("proofs", key, b"kept")


def _without_foot(page: tuple[str, ...], title: str, number: int) -> tuple[str, ...]:
    for foot in ((*words(title), str(number)), (str(number), *words(title)), (str(number),)):
        if page[-len(foot) :] == foot:
            return page[: -len(foot)]
        if page[: len(foot)] == foot:
            return page[len(foot) :]
    return page


def _find(wanted: tuple[str, ...], text: list[str], at: int) -> int | None:
    if not wanted:
        return at
    last = len(text) - len(wanted)
    while at <= last:
        try:
            at = text.index(wanted[0], at, last + 1)
        except ValueError:
            return None
        if tuple(text[at : at + len(wanted)]) == wanted:
            return at + len(wanted)
        at += 1
    return None


def only_our_fonts(proof: Proof) -> Iterator[Problem]:
    """Every embedded font is one of the guide's own cuts, and every font is embedded."""
    strange = set()
    for font in proof.swept[0]:
        name = re.sub(r"^/([A-Z]{6}\+)?", "", str(font.get("/BaseFont", "/?")))
        descriptor = font.get("/FontDescriptor")
        # A slant or weight we did not cut is faked by the machine, and its name says so.
        ours = re.fullmatch(r"Guide-(Display|Head|Note|Text|Text-Semi-Bold|Text-Italic)", name)
        if not ours or descriptor is None or not any(key in descriptor for key in ("/FontFile2", "/FontFile3")):
            strange.add(name)
    for name in sorted(strange):
        yield proof.fault("pdf-font", f'the font "{name}" is not the guide\'s own',
                          "name a Guide family in templates/book.css; a letter our faces lack is drawn by the machine's fonts")  # fmt: skip


def no_letter_is_too_small(proof: Proof) -> Iterator[Problem]:
    """The smallest letter of each page is one a reader can make out."""
    for number, reading in enumerate(proof.readings, 1):
        smallest = min(reading.sizes, default=math.inf)
        # A hundredth of a point is lost in rounding.
        if smallest < proof.legible.smallest - .02:
            yield proof.fault("pdf-small", f"page {number} has letters of {smallest:g} pt, and the smallest may be {float(proof.legible.smallest):g} pt",
                              "give them a larger size in templates/book.css")  # fmt: skip


def it_reads_on_a_phone(proof: Proof) -> Iterator[Problem]:
    """Text is large enough on a telephone that shows a page as wide as its screen of 390 CSS px.

    px = pt × 390 / page width in pt. Its text is what is set in the largest size that a tenth of all letters have: titles
    are larger and few, and in a short book labels and figures may be more than the steps.
    """
    found: Counter[float] = Counter()
    for page, reading in zip(proof.opened.pages, proof.readings):
        left, _, right, _ = map(float, page.cropbox)
        for size, many in reading.sizes.items():
            found[round(size * PHONE / (right - left), 2)] += many
    shown = max((size for size, many in found.items() if many * 10 >= found.total()), default=math.inf)
    if shown < proof.legible.phone - .02:
        yield proof.fault("pdf-phone", f"on a phone the text is {shown:.1f} px, and the least may be {float(proof.legible.phone):g} px",
                          "set the text larger in templates/book.css, or make the page narrower")  # fmt: skip


def the_press_is_silent(proof: Proof) -> Iterator[Problem]:
    """WeasyPrint had nothing to complain about."""
    for warning in proof.warnings:
        yield proof.fault("pdf-warning", f"WeasyPrint warns: {warning}", "mend what it names in templates/")


def it_is_tagged(proof: Proof) -> Iterator[Problem]:
    """The file is tagged, titled, names its language and says that it is PDF/UA-1."""
    root = proof.opened.Root
    lacks = []
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        lacks.append("tags")
    if str(root.get("/Lang", "")) != proof.brand.language:
        lacks.append("the language")
    if str(proof.opened.docinfo.get("/Title", "")) != proof.brand.whole_title:
        lacks.append("the title")
    lacks += [field.strip("/").lower() for field in ("/Author", "/Subject", "/Keywords") if not str(proof.opened.docinfo.get(field, ""))]
    with proof.opened.open_metadata() as metadata:
        if metadata.get("{http://www.aiim.org/pdfua/ns/id/}part") != "1":
            lacks.append("the PDF/UA-1 mark")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        lacks.append("the wish that viewers show its title")
    if lacks:
        yield proof.fault("pdf-tags", f"the file lacks {', '.join(lacks)}", "see templates/book.html and guide/press.py")


def links_lead_somewhere(proof: Proof) -> Iterator[Problem]:
    """Every link has its destination or leads where the brand or a page says, and none that was promised is missing."""
    known = names(proof.opened)
    for promise in proof.promises:
        reached = {str(note.get("/Dest", "")) for number in proof.span(promise) for note in proof.opened.pages[number - 1].obj.get("/Annots", [])}
        for name in sorted(promise.leads_to - reached):
            yield proof.fault("pdf-link", f'the {promise.id} has no link to "{name}"', "see the rows of its template")
    for number, page in enumerate(proof.opened.pages, 1):
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") != "/Link":
                continue
            action = note.get("/A", pikepdf.Dictionary())
            target = note.get("/Dest", action.get("/D"))
            if action.get("/S") == "/URI":
                if str(action.URI) not in proof.links:
                    yield proof.fault("pdf-link", f"page {number} links to {action.URI}, which neither brand.yaml nor a page names",
                                      "take the link out of the template")  # fmt: skip
            elif target is None or (not isinstance(target, pikepdf.Array) and str(target).removeprefix("/") not in known):
                yield proof.fault("pdf-link", f"page {number} links to {target or 'nothing'}, which is not in the book",
                                  "give the part that id, or take the link out")  # fmt: skip


def nothing_acts(proof: Proof) -> Iterator[Problem]:
    """No script, action, form, attachment or encryption: nothing a mail gateway would stop."""
    found = {"/Encrypt"} if proof.opened.is_encrypted else set()
    for key in sorted(found | proof.swept[1]):
        yield proof.fault("pdf-active", f"the file holds {key}, which mail gateways take for a program",
                          "take out what makes it: forms, scripts, attachments or opening actions")  # fmt: skip


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
    return found.union(*(_active(part) for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect))


def outline_is_whole(proof: Proof) -> Iterator[Problem]:
    """The bookmarks are the book's parts, chapters and recipes, in order."""
    with proof.opened.open_outline() as outline:
        def walk(items):
            for item in items:
                yield item.title
                yield from walk(item.children)

        found = tuple(walk(outline.root))
    if found != proof.outline:
        missing = list(dict.fromkeys(title for title in proof.outline if title not in found))
        place, (has, wants) = next((place, pair) for place, pair in enumerate(zip_longest(found, proof.outline), 1) if pair[0] != pair[1])
        said = f'has "{has or "nothing"}" as its number {place}, where "{wants or "nothing"}" belongs'
        if missing:
            said = f"lacks {', '.join(missing[:5])}{f' and {len(missing) - 5} more' if len(missing) > 5 else ''}"
        yield proof.fault("pdf-outline", f"the list of bookmarks {said}", "see data-bm in templates/")


def it_is_small_enough(proof: Proof) -> Iterator[Problem]:
    """The file fits the byte budget; a remark when it is getting large."""
    size, budget = len(proof.pdf), proof.brand.budget
    if size > budget.fail:
        yield proof.fault("pdf-too-big", f"the file has {size:,} bytes; mail takes {budget.fail:,}",
                          "make pictures simpler, or raise budget.fail in brand.yaml if your mail service takes more")  # fmt: skip
    elif size > budget.remark:
        yield Problem(Place(proof.brand.file), "pdf-too-big", f"the file has {size:,} bytes, {counted(size - budget.target, 'byte')} above the target",
                      "look for pictures that could be simpler", remark=True)  # fmt: skip


def it_is_whole(proof: Proof) -> Iterator[Problem]:
    """It is a PDF that a reader can open, from its first byte to its last."""
    if not proof.pdf.startswith(b"%PDF-") or not proof.pdf.rstrip().endswith(b"%%EOF"):
        yield proof.fault("pdf-broken", "the file is not a whole PDF", "build again; if it stays, see guide/press.py")
        return
    try:
        # Whatever was read before was whole then, and its bytes are the same.
        proof.pages
        for font in proof.swept[0]:
            for key in {"/FontFile2", "/FontFile3"} & font.get("/FontDescriptor", pikepdf.Dictionary()).keys():
                font.FontDescriptor[key].read_bytes()
    except (pikepdf.PdfError, pypdfium2.PdfiumError, crew.Lost) as error:
        yield proof.fault("pdf-broken", f"the file cannot be opened: {re.sub(r'[^ -~]', '?', str(error))}",
                          "build again; if it stays, see guide/press.py")  # fmt: skip


GATES: tuple[Callable[[Proof], Iterator[Problem]], ...] = (
    every_word_is_there,
    only_our_fonts,
    no_letter_is_too_small,
    it_reads_on_a_phone,
    the_press_is_silent,
    it_is_tagged,
    links_lead_somewhere,
    nothing_acts,
    outline_is_whole,
    it_is_small_enough,
)


def inspect(proof: Proof) -> list[Problem]:
    """Every fault and remark of every gate; only the first when the file cannot be opened at all."""
    broken = list(it_is_whole(proof))
    return broken or [problem for gate in GATES for problem in gate(proof)]
