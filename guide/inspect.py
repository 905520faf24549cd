"""What is in the finished PDF against what should be in it.

GATES is the table of contents. A gate is given the opened proof and yields problems; any one of them stops the
edition. Words are read with pdfium, as a viewer reads them, and text that is clipped away or off the page does not
count; structure is read with pikepdf.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from guide.brand import Brand
from guide.place import Place, Problem, counted
from guide.typography import within, words

# Keys and actions that a mail gateway takes for a program, wherever they stand in the file.
ACTIVE = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AcroForm", "/XFA", "/RichMedia"}
ACTIONS = {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/Thread", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm",
           "/ImportData", "/SetOCGState", "/Rendition", "/GoTo3DView", "/RichMediaExecute"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A stretch of text that must be printed: where it was written, its words there, and as it is set."""

    place: Place
    written: str
    set: str


@dataclass(frozen=True)
class Promise:
    """What one signature must say, in order, and where it must lead, from its first page to the next signature's."""

    id: str
    title: str
    wanted: tuple[Wanted, ...] = ()
    leads_to: frozenset[str] = frozenset()


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

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file's objects."""
        return pikepdf.open(io.BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[tuple[str, ...]]:
        """The words a reader can see on each page, in the order a viewer reads them."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return [words(visible(page), self.same) for page in document]

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


def visible(page: pypdfium2.PdfPage) -> str:
    """The text of a page without the characters that are clipped away or stand outside the page."""
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    seen, last, bounds = [], None, (left, bottom, right, top)
    box = [ctypes.c_double() for _ in range(4)]
    for number in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, number))
        owner = pdfium.FPDFText_GetTextObject(text, number)
        if owner:
            address = ctypes.addressof(owner.contents)
            if address != last:
                last, bounds = address, _bounds(owner, (left, bottom, right, top))
            pdfium.FPDFText_GetCharBox(text, number, *box)
            x1, x2, y1, y2 = (value.value for value in box)
            slack = (y2 - y1) / 5 + .5
            if x1 < bounds[0] - slack or x2 > bounds[2] + slack or y1 < bounds[1] - slack or y2 > bounds[3] + slack:
                # A gap, so that two half-words are not read as one.
                seen.append(" ")
                continue
        seen.append(character)
    return "".join(seen)


def _bounds(owner: Any, page: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    clip = pdfium.FPDFPageObj_GetClipPath(owner)
    left, bottom, right, top = page
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            points.append((x.value, y.value))
        if points:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            bottom, top = max(bottom, min(p[1] for p in points)), min(top, max(p[1] for p in points))
    return left, bottom, right, top


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
        text = [word for number in span for word in _without_foot(proof.pages[number - 1], promise.title, number)]
        at = 0
        for wanted in promise.wanted:
            missing = within(words(wanted.written, proof.same), words(wanted.set, proof.same))
            found = _find(words(wanted.set, proof.same), text, at)
            if found is None:
                missing = missing or within(words(wanted.set, proof.same), tuple(text[at:]))
            else:
                at = found
            if missing or found is None:
                said = f"lost on the way to the page: {', '.join(missing)}" if missing else f'not whole or not in order on the page: "{wanted.set}"'
                yield proof.fault("pdf-lost-words", f"{said} (pages {span[0]} to {span[-1]})",
                                  "a template hides it or leaves it out: give it room in templates/", wanted.place)  # fmt: skip


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
    for thing in proof.opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and thing.get("/Subtype") != "/Type0":
            name = re.sub(r"^/([A-Z]{6}\+)?", "", str(thing.get("/BaseFont", "/?")))
            descriptor = thing.get("/FontDescriptor")
            # A slant or weight we did not cut is faked by the machine, and its name says so.
            ours = re.fullmatch(r"Guide-(Display|Head|Note|Text|Text-Semi-Bold|Text-Italic)", name)
            if not ours or descriptor is None or not any(key in descriptor for key in ("/FontFile2", "/FontFile3")):
                strange.add(name)
    for name in sorted(strange):
        yield proof.fault("pdf-font", f'the font "{name}" is not the guide\'s own',
                          "name a Guide family in templates/book.css; a letter our faces lack is drawn by the machine's fonts")  # fmt: skip


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
    for thing in [*proof.opened.objects, proof.opened.trailer]:
        found |= _active(thing)
    for key in sorted(found):
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
        missing = [title for title in proof.outline if title not in found]
        said = f"lacks {', '.join(missing)}" if missing else f"is not the book's: {', '.join(found)}"
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
        proof.opened.check_pdf_syntax()
    except pikepdf.PdfError as error:
        yield proof.fault("pdf-broken", f"the file cannot be opened: {re.sub(r'[^ -~]', '?', str(error))}",
                          "build again; if it stays, see guide/press.py")  # fmt: skip


GATES: tuple[Callable[[Proof], Iterator[Problem]], ...] = (
    every_word_is_there,
    only_our_fonts,
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
