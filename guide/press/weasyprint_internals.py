"""The parts of WeasyPrint that are not its public surface, all that the press touches of them.

A printed page is taken over as objects, before it is written: the finisher that WeasyPrint offers gives them. Faces are
taken as what a page uses of them, since the binder embeds each face once for the whole book; WeasyPrint would cut one
for every part. The lock pins the version these names belong to, and `tests/test_press.py` fails when they change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pydyf

from guide.core import pdf_syntax
from guide.press import structure_tree
from guide.press.printed_part import (
    COLOURS,
    DOCUMENT,
    FONTS,
    PAGES,
    PICTURE,
    Face,
    ObjectTemplate,
    PrintedPart,
    body_of_objects,
    object_template,
)
from guide.press.structure_tree import FOOT, ORNAMENT, Tree
from guide.press.weasyprint_loader import boxes, weasyprint

# Rules of WeasyPrint's own style sheet that give every element five pseudo-elements for notes, each with a computed
# style of its own; without notes that is a tenth of the work of a page.
_NOTES = re.compile(r"^::(?:foot)?note-\w+ .*$", re.MULTILINE)

# The family of what no face is named for, as fonts.conf has it.
FALLBACK = "No Such Family"
# No more bytes than these go to the next line for the sake of a space; longer ends are not tried.
HANGING = 60
# Numbers between glyphs, past the glyphs; and whether one is longer than a whole number.
_BETWEEN = re.compile(r"<[0-9a-f]*>|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")
_LONG = re.compile(r"\.|e-")

# The heights in pt at which pictures are drawn, as the compositor knows them.
LOWEST, TALLEST = 60, 600
# What stays free between the last words of a part and the picture that closes it, in pt.
BREATH = 8
_ARTIFACTS = {FOOT: b"<</Type /Pagination>>", ORNAMENT: b"<</Type /Layout>>"}


@cache
def plain_styles() -> weasyprint.CSS:
    text = (Path(weasyprint.__file__).parent / "css/html5_ua.css").read_text("utf-8")
    return weasyprint.CSS(string=_NOTES.sub("", text))


def fallback_face(address: str) -> str:
    """The rule for the face of all families that nobody named, drawn from the file at that address."""
    return f'@font-face {{ font-family: "{FALLBACK}"; src: url({address}) }}'


class PlainHtml(weasyprint.HTML):
    """HTML without footnotes, which WeasyPrint lays out the same and faster."""

    def _ua_stylesheets(self, forms=False):
        return [plain_styles()]


class _Font(weasyprint.pdf.fonts.Font):
    """A typeface tagged for its file: newer Pango has features in its name, which made the tag."""

    def __init__(self, pango_font, description, font_size):
        super().__init__(pango_font, description, font_size)
        self.digest = sha256(self.file_content).hexdigest()
        if self.family == FALLBACK:
            # Its file is one of ours, but it stands for a family that is not: it is never embedded.
            self.digest = FALLBACK
        drawn = repr(
            (self.digest, self.index, self.style, self.weight, sorted(self.variations.items()))
        )
        self.hash = "".join(chr(65 + byte % 26) for byte in sha256(drawn.encode()).digest()[:6])
        # The rest of the name tells of a slant or a weight that was asked for and may be a fake.
        self.name = b"/%b+%b" % (self.hash.encode(), self.name.partition(b"+")[2])


def added(values: Iterable, start=0):
    """The sum of the values, one after the other.

    From Python 3.12 on the `sum` of floats makes up for what each addition loses, and the last digits are others.
    """
    for value in values:
        start = start + value
    return start


for _name, _module in list(sys.modules.items()):
    if _name.startswith(("weasyprint.", "tinycss2.")):
        _module.sum = added


split_first_line = weasyprint.text.line_break.split_first_line


def _split(
    text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False
):
    """What WeasyPrint says of the first line of a text; the space that ends the text may hang.

    Pango 1.50 takes last words to the next line for the sake of a space that nobody sees.
    """
    given = style, context, max_width, justification_spacing, is_line_start, minimum
    found = split_first_line(text, *given)
    left = found[2]
    if left is None or max_width is None or text[-1:] != " " or style["white_space"] != "normal":
        return found
    if len(text.encode()) - left > HANGING:
        return found
    _, _, left, width, *_ = split_first_line(text.rstrip(" "), *given)
    if left is not None or width > max_width:
        return found
    whole = style, context, None, justification_spacing, is_line_start, minimum
    return split_first_line(text, *whole)


for _module in (weasyprint.layout.inline, weasyprint.layout.preferred, weasyprint.text.line_break):
    _module.split_first_line = _split


def _to_bytes(item) -> bytes:
    """What pydyf writes for an item, with numbers as we write them."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return pdf_syntax.pdf_number(item)
    return item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")


def _show_text(stream: pydyf.Stream, glyphs: str) -> None:
    """Shows glyphs, such as "<0024>-9<0029>", with the numbers between them as we write them."""
    if _LONG.search(glyphs):
        glyphs = _BETWEEN.sub(
            lambda found: (
                pdf_syntax.pdf_number(float(found[1]), 3).decode() if found[1] else found[0]
            ),
            glyphs,
        )
    stream.stream.append(b"[%b] TJ" % glyphs.encode("ascii"))


class _Taken(Exception):
    """The objects are ours; WeasyPrint need not write them."""


def take(
    document: weasyprint.Document,
    cuts: dict[str, str],
    pictures: Sequence[str] = (),
    numbered: bool = True,
    complaints: Callable[[], Iterable[str]] = tuple,
) -> PrintedPart:
    """A laid out part as a sheet; with room for its page numbers when it is `numbered`.

    `cuts` are the guide's own typefaces, as names by the SHA-256 of their files; `pictures` are the names of those that
    were asked for, in the order of their stand-ins' widths; `complaints` gives what WeasyPrint had to say. Links to other
    parts are kept.
    """
    here = {anchor for page in document.pages for anchor in page.anchors}
    wanted = {link[1] for page in document.pages for link in page.links if link[0] == "internal"}
    # WeasyPrint drops a link whose target it does not know, so the last page says it has them all.
    document.pages[-1].anchors.update(dict.fromkeys(sorted(wanted - here), (0, 0, 0, 0)))
    caught: list[PrintedPart] = []
    grown: list[Tree] = []

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        caught.append(
            _sheet(document, pdf, grown[0], here, cuts, tuple(pictures), numbered, complaints)
        )
        raise _Taken

    nothing = patch(
        "weasyprint.pdf.build_fonts_dictionary",
        lambda pdf, fonts, compress, subset, options: pydyf.Dictionary(),
    )
    # Asked for once for each element; WeasyPrint gathers all pages anew each time.
    pages = patch("pydyf.PDF.page_references", _References())
    tags = patch(
        "weasyprint.pdf.add_tags",
        lambda pdf, document, version, streams: grown.append(
            structure_tree.grow(pdf, document, streams)
        ),
    )
    numbers, texts = (
        patch("pydyf._to_bytes", _to_bytes),
        patch("pydyf.Stream.show_text", _show_text),
    )
    with nothing, pages, tags, numbers, texts, patch("weasyprint.pdf.stream.Font", _Font):
        try:
            document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1")
        except _Taken:
            pass
    return caught[0]


class _References:
    """The pages' references, gathered once a page is added and not at every question."""

    def __get__(self, pdf: pydyf.PDF, owner: type) -> tuple[bytes, ...]:
        known = getattr(pdf, "_gathered", ())
        if len(known) * 3 != len(pdf.pages["Kids"]):
            known = pdf._gathered = tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3])
        return known


def _sheet(
    document,
    pdf: pydyf.PDF,
    grown: Tree,
    here: set[str],
    cuts: dict[str, str],
    pictures: tuple[str, ...],
    numbered: bool,
    complaints,
) -> PrintedPart:
    objects = pdf.objects
    pages = [int(number) for number in pdf.pages["Kids"][::3]]
    resources = _at(pdf, objects[pages[0]]["Resources"])
    dropped = {0, pdf.pages.number, pdf.catalog.number, grown.document}
    dropped |= {int(resources["Font"].split()[0]), int(resources["ColorSpace"].split()[0])}
    dropped |= {thing.number for thing in objects if _told_anew(thing)}

    # Page numbers are laid on later, and say that they are opaque before they are drawn.
    resources["ExtGState"].setdefault("a1.0", pydyf.Dictionary({"ca": 1}))
    resources["ExtGState"].setdefault("A1.0", pydyf.Dictionary({"CA": 1}))
    pictures = _fitted(document, pictures)
    closing = _closing(document)
    arrays = []
    for number, (page, owners) in enumerate(zip(pages, grown.owners)):
        stream = _at(pdf, objects[page]["Contents"])
        stream.stream[:] = [
            b"q",
            *_flat(_decorated(stream.stream, owners), resources, dropped, pdf),
            b"Q",
        ]
        if closing and number == closing.page:
            stream.stream[:0] = _drawn(closing)
        if numbered:
            objects[page]["Contents"] = pydyf.Array([stream.reference, b"%d 0 F" % number])
        objects[page]["StructParents"] = b"%d 0 K" % number
        array = pydyf.Array(objects[owner].reference if owner > 0 else "null" for owner in owners)
        pdf.add_object(array)
        arrays.append(array.number)
    for place, (annotation, _) in enumerate(grown.links, len(pages)):
        annotation["StructParent"] = b"%d 0 K" % place

    named = {pdf.pages.number: PAGES, grown.document: DOCUMENT}
    named[int(resources["Font"].split()[0])] = FONTS
    named[int(resources["ColorSpace"].split()[0])] = COLOURS
    for thing in objects:
        if (
            isinstance(thing, pydyf.Stream)
            and thing.extra.get("Subtype") == "/Image"
            and thing.extra.get("Height") == 1
        ):
            named[thing.number] = PICTURE + thing.extra["Width"] - 1
            dropped.add(thing.number)
    if closing:
        ended = pydyf.Dictionary()
        pdf.add_object(ended)
        resources["XObject"]["closing"] = ended.reference
        named[ended.number] = PICTURE + len(pictures)
        dropped.add(ended.number)
        pictures = (*pictures, closing.picture)
    kept = [thing for thing in objects if thing.number not in dropped]
    named |= {thing.number: number for number, thing in enumerate(kept)}
    object_templates = [
        _stream(thing, named)
        if isinstance(thing, pydyf.Stream)
        else object_template(thing.data, named)
        for thing in kept
    ]

    anchors, marks = [], []
    for number, page in enumerate(document.pages):
        height = page.height
        for anchor, (x, y, *_) in page.anchors.items():
            # A part that goes on overleaf is met again there.
            if anchor in here:
                here.remove(anchor)
                anchors.append((anchor, number, x * 0.75, (height - y) * 0.75))
        marks += [
            (level, label, number, x * 0.75, (height - y) * 0.75)
            for level, label, (x, y, *_), _ in page.bookmarks
        ]
    tops = tuple(named[number] for number in grown.tops)
    parents = tuple(named[number] for number in (*arrays, *(owner for _, owner in grown.links)))
    missing = sorted({chr(code) for font in document.fonts.values() for code in font.missing})
    warnings = (
        *dict.fromkeys(complaints()),
        *(f'no typeface has the letter "{letter}"' for letter in missing),
    )
    return PrintedPart(
        len(object_templates),
        body_of_objects(object_templates),
        tuple(named[page] for page in pages),
        tops,
        parents,
        tuple(anchors),
        tuple(marks),
        _faces(document, cuts),
        pictures,
        numbered,
        closing=(closing.picture, closing.gap) if closing else None,
        warnings=warnings,
    )


@dataclass(frozen=True)
class _Closing:
    """A picture below the last words of a part: its page, from 0, and its place from the foot, in pt."""

    picture: str
    page: int
    y: float
    width: float
    height: float
    gap: float


def _closing(document) -> _Closing | None:
    """The picture that a template asks for with `data-closing`, when its last page has that much room left.

    The attribute names the picture, the least and the greatest height in pt, as in "tail-pea-soup 96 240".
    """
    page, told, used = _end(document)
    if not told:
        return None
    name, least, most = told.split()
    left = page.height * 0.75 - used
    height = min(int(left) - BREATH, int(most))
    if height < int(least):
        return None
    foot = (page.margin_height() - page.content_box_y() - page.height) * 0.75
    return _Closing(
        f"{name}@{height}",
        len(document.pages) - 1,
        foot,
        page.margin_width() * 0.75,
        height,
        left - height,
    )


def _end(document) -> tuple:
    """The last page, what its closing asks for, and how many pt of the page stand above that; all of it when there is none."""
    page = document.pages[-1]._page_box
    for box in page.descendants():
        if box.element is not None and "data-closing" in box.element.attrib:
            return (
                page,
                box.element.attrib["data-closing"],
                (box.position_y - page.content_box_y()) * 0.75,
            )
    return page, "", page.height * 0.75


def over(document: weasyprint.Document) -> float:
    """How many pt of the last page are written on that the pages between the first and it had no room for."""
    between = (page._page_box for page in document.pages[1:-1])
    return _end(document)[2] - sum(_spare(page) for page in between)


def _spare(page) -> float:
    """How many pt of a page are free below its last line; what stands in its margins is no line of it."""
    foot = page.content_box_y() + page.height
    lines = (
        box.position_y + box.height
        for box in page.descendants()
        if isinstance(box, boxes.LineBox) and box.position_y < foot
    )
    return max(0, foot - max(lines, default=page.content_box_y())) * 0.75


def _drawn(closing: _Closing) -> list[bytes]:
    place = b"%b 0 0 %b 0 %b cm" % (
        pdf_syntax.pdf_number(closing.width),
        pdf_syntax.pdf_number(closing.height),
        pdf_syntax.pdf_number(closing.y),
    )
    return [b"/Artifact <</Type /Layout>> BDC", b"q", place, b"/closing Do", b"Q", b"EMC"]


def _fitted(document, pictures: tuple[str, ...]) -> tuple[str, ...]:
    """The pictures, each that was asked for as "@fit" under the height in pt of the place it is painted in."""
    if not any(name.endswith("@fit") for name in pictures):
        return pictures
    heights = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            for layer in box.background.layers if box.background else ():
                if getattr(layer.image, "height", 0) == 1:
                    heights[layer.image.width] = round(layer.size[1] * 0.75)

    def fitted(number: int) -> int:
        # A place of another height shows the picture squeezed or stretched; it must not end the edition.
        return min(TALLEST, max(LOWEST, heights.get(number, LOWEST)))

    return tuple(
        f"{name.removesuffix('fit')}{fitted(number)}" if name.endswith("@fit") else name
        for number, name in enumerate(pictures, 1)
    )


def _at(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]


def _told_anew(thing) -> bool:
    """Whether the binder writes it for the whole book: bookmarks and metadata."""
    if isinstance(thing, pydyf.Stream):
        return thing.extra.get("Type") == "/Metadata"
    return isinstance(thing, dict) and (
        {"Title", "Dest"} <= thing.keys() or {"First", "Last", "Count"} == set(thing)
    )


def _decorated(stream: list, owners: Sequence[int]) -> list:
    """The stream with the marked contents that no element owns turned to decoration."""
    out = list(stream)
    for at, item in enumerate(out):
        if (
            isinstance(item, pydyf.Dictionary)
            and "MCID" in item
            and owners[item["MCID"]] in _ARTIFACTS
        ):
            out[at - 1], out[at] = b"/Artifact", _ARTIFACTS[owners[item["MCID"]]]
    return out


def _flat(stream: list, resources: pydyf.Dictionary, dropped: set[int], pdf: pydyf.PDF) -> list:
    """The stream with each group that only sets pictures drawn in its place, for the group costs more than what it holds."""
    out = []
    for item in stream:
        text = bytes(item) if isinstance(item, bytes) else b""
        name = text[1:-3].decode() if text.endswith(b" Do") and text.startswith(b"/x") else ""
        group = _at(pdf, resources["XObject"][name]) if name in resources["XObject"] else None
        inner = (
            _at(pdf, group.extra["Resources"])
            if group is not None and group.extra.get("Subtype") == "/Form"
            else None
        )
        if (
            inner is None
            or any(inner.get(key) for key in ("ExtGState", "Pattern", "Shading"))
            or any(key.startswith("x") for key in inner["XObject"])
        ):
            out.append(item)
            continue
        out += (b"q", *group.stream, b"Q")
        resources["XObject"].update(inner["XObject"])
        del resources["XObject"][name]
        dropped |= {group.number, inner.number}
    return out


def _stream(thing: pydyf.Stream, named: dict[int, int]) -> ObjectTemplate:
    data = b"\n".join(_to_bytes(item) for item in thing.stream)
    extra = pydyf.Dictionary(thing.extra)
    if "Filter" not in extra:
        data = pdf_syntax.deflated(data)
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(data)
    return object_template(extra.data, named, data)


def _faces(document, cuts: dict[str, str]) -> dict[str, Face]:
    faces: dict[str, Face] = {}
    for font in document.fonts.values():
        known = faces.get(font.hash)
        widths, letters = (known.widths, known.letters) if known else ({}, {})
        cut = cuts.get(font.digest, "")
        faces[font.hash] = Face(
            cut,
            font.name[1:].decode(),
            font.family,
            font.flags,
            font.ascent,
            font.descent,
            widths | font.widths,
            letters | font.to_unicode,
        )
    return faces
