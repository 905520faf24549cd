"""What is in the finished PDF against what should be in it.

GATES is the table of contents. A gate is given the opened proof and yields problems; any one of them stops the
edition.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

import pikepdf

from guide.core import fingerprint
from guide.core.cache import digest
from guide.core.problems import Place, Problem, counted
from guide.core.typesetting import within, words
from guide.release.proof import Proof, names

# The width of a telephone's screen in CSS px.
PHONE = 390


def every_word_is_there(proof: Proof) -> Iterator[Problem]:
    """Each title, ingredient, step, note and swap stands on its recipe's pages, whole and in order."""
    for promise in proof.promises:
        span = proof.span(promise)
        if not span:
            yield proof.fault(
                "pdf-lost-words",
                f'"{promise.title or promise.id}" is not in the book',
                "see that its template has the part's id",
            )
            continue
        key = promise.key and digest(
            fingerprint.program_key(),
            promise.key,
            promise.title,
            *(proof.keys[number - 1] for number in span),
        )
        if key and proof.cache.get("proofs", key) is not None:
            continue
        text = [
            word
            for number in span
            for word in _without_foot(proof.pages[number - 1], promise.title, number)
        ]
        at, kept = 0, True
        for wanted in promise.passages:
            missing = within(words(wanted.written, proof.same), words(wanted.set, proof.same))
            begin = at if wanted.in_order else 0
            found = _find(words(wanted.set, proof.same), text, begin)
            if found is None:
                missing = missing or within(words(wanted.set, proof.same), tuple(text[begin:]))
            elif wanted.in_order:
                at = found
            if missing or found is None:
                kept = False
                said = (
                    f"lost on the way to the page: {', '.join(missing)}"
                    if missing
                    else f'not whole or not in order on the page: "{wanted.set}"'
                )
                yield proof.fault(
                    "pdf-lost-words",
                    f"{said} (pages {span[0]} to {span[-1]})",
                    "a template hides it or leaves it out: give it room in templates/",
                    wanted.place,
                )
        if key and kept:
            proof.cache.put("proofs", key, b"kept")


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
        if (
            not ours
            or descriptor is None
            or not any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
        ):
            strange.add(name)
    for name in sorted(strange):
        yield proof.fault(
            "pdf-font",
            f'the font "{name}" is not the guide\'s own',
            "name a Guide family in templates/book.css; a letter our faces lack is drawn by the machine's fonts",
        )


def no_letter_is_too_small(proof: Proof) -> Iterator[Problem]:
    """The smallest letter of each page is one a reader can make out."""
    for number, reading in enumerate(proof.readings, 1):
        smallest = min(reading.sizes, default=math.inf)
        # A hundredth of a point is lost in rounding.
        if smallest < proof.legible.smallest - 0.02:
            yield proof.fault(
                "pdf-small",
                f"page {number} has letters of {smallest:g} pt, and the smallest may be {float(proof.legible.smallest):g} pt",
                "give them a larger size in templates/book.css",
            )


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
    shown = max(
        (size for size, many in found.items() if many * 10 >= found.total()), default=math.inf
    )
    if shown < proof.legible.phone - 0.02:
        yield proof.fault(
            "pdf-phone",
            f"on a phone the text is {shown:.1f} px, and the least may be {float(proof.legible.phone):g} px",
            "set the text larger in templates/book.css, or make the page narrower",
        )


def the_press_is_silent(proof: Proof) -> Iterator[Problem]:
    """WeasyPrint had nothing to complain about."""
    for warning in proof.warnings:
        yield proof.fault(
            "pdf-warning", f"WeasyPrint warns: {warning}", "mend what it names in templates/"
        )


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
    lacks += [
        field.strip("/").lower()
        for field in ("/Author", "/Subject", "/Keywords")
        if not str(proof.opened.docinfo.get(field, ""))
    ]
    with proof.opened.open_metadata() as metadata:
        if metadata.get("{http://www.aiim.org/pdfua/ns/id/}part") != "1":
            lacks.append("the PDF/UA-1 mark")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        lacks.append("the wish that viewers show its title")
    if lacks:
        yield proof.fault(
            "pdf-tags",
            f"the file lacks {', '.join(lacks)}",
            "see templates/book.html and guide/press/print_part.py",
        )


def links_lead_somewhere(proof: Proof) -> Iterator[Problem]:
    """Every link has its destination or leads where the brand or a page says, and none that was promised is missing."""
    known = names(proof.opened)
    for promise in proof.promises:
        reached = {
            str(note.get("/Dest", ""))
            for number in proof.span(promise)
            for note in proof.opened.pages[number - 1].obj.get("/Annots", [])
        }
        for name in sorted(promise.leads_to - reached):
            yield proof.fault(
                "pdf-link",
                f'the {promise.id} has no link to "{name}"',
                "see the rows of its template",
            )
    for number, page in enumerate(proof.opened.pages, 1):
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") != "/Link":
                continue
            action = note.get("/A", pikepdf.Dictionary())
            target = note.get("/Dest", action.get("/D"))
            if action.get("/S") == "/URI":
                if str(action.URI) not in proof.links:
                    yield proof.fault(
                        "pdf-link",
                        f"page {number} links to {action.URI}, which neither brand.yaml nor a page names",
                        "take the link out of the template",
                    )
            elif target is None or (
                not isinstance(target, pikepdf.Array) and str(target).removeprefix("/") not in known
            ):
                yield proof.fault(
                    "pdf-link",
                    f"page {number} links to {target or 'nothing'}, which is not in the book",
                    "give the part that id, or take the link out",
                )


def nothing_acts(proof: Proof) -> Iterator[Problem]:
    """No script, action, form, attachment or encryption: nothing a mail gateway would stop."""
    found = {"/Encrypt"} if proof.opened.is_encrypted else set()
    for key in sorted(found | proof.swept[1]):
        yield proof.fault(
            "pdf-active",
            f"the file holds {key}, which mail gateways take for a program",
            "take out what makes it: forms, scripts, attachments or opening actions",
        )


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
        place, (has, wants) = next(
            (place, pair)
            for place, pair in enumerate(zip_longest(found, proof.outline), 1)
            if pair[0] != pair[1]
        )
        said = (
            f'has "{has or "nothing"}" as its number {place}, where "{wants or "nothing"}" belongs'
        )
        if missing:
            said = f"lacks {', '.join(missing[:5])}{f' and {len(missing) - 5} more' if len(missing) > 5 else ''}"
        yield proof.fault(
            "pdf-outline", f"the list of bookmarks {said}", "see data-bm in templates/"
        )


def it_is_small_enough(proof: Proof) -> Iterator[Problem]:
    """The file fits the byte budget; a remark when it is getting large."""
    size, budget = len(proof.pdf), proof.brand.budget
    if size > budget.fail:
        yield proof.fault(
            "pdf-too-big",
            f"the file has {size:,} bytes; mail takes {budget.fail:,}",
            "make pictures simpler, or raise budget.fail in brand.yaml if your mail service takes more",
        )
    elif size > budget.remark:
        yield Problem(
            Place(proof.brand.file),
            "pdf-too-big",
            f"the file has {size:,} bytes, {counted(size - budget.target, 'byte')} above the target",
            "look for pictures that could be simpler",
            remark=True,
        )


def it_is_whole(proof: Proof) -> Iterator[Problem]:
    """It is a PDF that a reader can open, from its first byte to its last."""
    if not proof.pdf.startswith(b"%PDF-") or not proof.pdf.rstrip().endswith(b"%%EOF"):
        yield proof.fault(
            "pdf-broken",
            "the file is not a whole PDF",
            "build again; if it stays, see guide/press/print_part.py",
        )
        return
    try:
        # Whatever was read before was whole then, and its bytes are the same.
        proof.pages
        for font in proof.swept[0]:
            for key in {"/FontFile2", "/FontFile3"} & font.get(
                "/FontDescriptor", pikepdf.Dictionary()
            ).keys():
                font.FontDescriptor[key].read_bytes()
    except pikepdf.PdfError as error:
        yield proof.fault(
            "pdf-broken",
            f"the file cannot be opened: {re.sub(r'[^ -~]', '?', str(error))}",
            "build again; if it stays, see guide/press/print_part.py",
        )


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
