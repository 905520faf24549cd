"""The private parts of WeasyPrint that the guide uses, and all that it replaces in it.

A laid out part is taken over as PDF objects, before WeasyPrint writes them: the finisher, which
WeasyPrint offers, gives them. Of each typeface a part keeps only what its pages use, since the
finished book embeds each typeface once; WeasyPrint would cut one for every part. The lock pins the
version that these names belong to, and the tests fail when one of them changes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from hashlib import sha256

# Any: what WeasyPrint adds up or writes may be a number, a list, bytes or an object.
from typing import Any

from guide.core import pdf_syntax
from guide.layout.compose import PartHtml
from guide.layout.foot_bar import BarLink
from guide.parse import html_tree
from guide.press import page_measures
from guide.press.page_measures import ClosingPicture
from guide.press.patches import Patch, patched
from guide.press.printed_part import (
    BAR,
    BAR_LINKS,
    COLOURS,
    DOCUMENT,
    FONTS,
    KEY,
    PAGES,
    PICTURE,
    Anchor,
    Bookmark,
    Face,
    ObjectTemplate,
    PrintedPart,
    body_of_objects,
    object_template,
)
from guide.press.structure_tree import (
    DECORATION,
    RUNNING_FOOT,
    HoledObject,
    MarkedWords,
    StructureTree,
    build_tree,
)
from guide.press.style_shortcuts import SharedStyles
from guide.press.weasyprint_loader import (
    CSS,
    HTML,
    CounterStyle,
    Document,
    PageStream,
    PdfArray,
    PdfDictionary,
    PdfFile,
    PdfFont,
    PdfObject,
    PdfStream,
    PdfString,
    URLFetcher,
    URLFetcherResponse,
)

_ElementWrapper = vars(sys.modules["cssselect2"])["ElementWrapper"]

# Rules of WeasyPrint's own styles that give every element five pseudo-elements for notes, each with
# a computed style of its own. A page without notes is laid out a tenth faster without them.
_NOTES = re.compile(r"^::(?:foot)?note-\w+ .*$", re.MULTILINE)

# The family that stands for all that no face is named for, as fonts.conf has it.
FALLBACK = "No Such Family"
# No more bytes than these go to the next line for the sake of a space; longer ends are not tried.
HANGING = 60
# The numbers between glyphs, found while glyphs are passed over; and the signs of a number that is
# not whole.
_BETWEEN = re.compile(r"<[0-9a-f]*>|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")
_NOT_WHOLE = re.compile(r"\.|e-")

# What PDF calls the two kinds of contents that are not read aloud (ISO 32000-1:2008, 14.8.2.2).
_ARTIFACTS = {RUNNING_FOOT: b"<</Type /Pagination>>", DECORATION: b"<</Type /Layout>>"}

# The types of C in which Pango and HarfBuzz are asked and answer.
_TYPES = (
    *("char *", "char[]", "char[4]", "int *", "unsigned int *", "hb_tag_t[100]"),
    *("PangoFcFontMap *", "FcChar8 **", "PangoRectangle *", "PangoLogAttr[]"),
)


def read_types() -> None:
    """Reads the types of C: cffi takes 2 ms for each that is new, and forked workers inherit it."""
    ffi = vars(sys.modules["weasyprint.text.ffi"])["ffi"]
    for name in _TYPES:
        ffi.typeof(name)


class ClosedFetcher(URLFetcher):
    """A fetcher that opens nothing, and has nothing of what opens addresses.

    WeasyPrint's own makes that ready each time: from Python 3.12 on it reads the certificates of
    the machine, which takes 4 ms for each style sheet and each page.
    """

    # WeasyPrint asks for this when an address was refused: the page is laid out without it.
    _fail_on_errors = False

    def __init__(self) -> None:
        """Makes nothing ready."""

    def fetch(
        self,
        url: str,  # noqa: ARG002  # each is refused
        headers: object = None,  # noqa: ARG002  # WeasyPrint may give some
    ) -> URLFetcherResponse:
        """Raises ValueError."""
        raise ValueError("the press opens only the guide's own templates, fonts and pictures")


@cache
def plain_styles() -> tuple[CSS, CounterStyle]:
    """WeasyPrint's own styles without the rules for notes, and the ways they number lists; read
    once in a process.
    """
    text = vars(sys.modules["weasyprint.html"])["UA"]
    counter_style = CounterStyle()
    plain = CSS(
        string=_NOTES.sub("", text), url_fetcher=ClosedFetcher(), counter_style=counter_style
    )
    return plain, counter_style


def fallback_face(address: str) -> str:
    """The rule for the face of families that nobody named, drawn from the file at an address."""
    return f'@font-face {{ font-family: "{FALLBACK}"; src: url({address}) }}'


class PlainHtml(HTML):
    """HTML without notes, which WeasyPrint lays out the same and faster.

    `shared` are the styles that it may have in common with other pages; a page that is not as plain
    as ours has its own.
    """

    def __init__(
        self, *, string: str, url_fetcher: URLFetcher, shared: SharedStyles | None = None
    ) -> None:
        root = html_tree.read_tree(string)
        if root is None:
            super().__init__(string=string, url_fetcher=url_fetcher)
            self.shared = None
        else:
            self.shared = shared
            self.base_url = None
            self.url_fetcher = url_fetcher
            self.media_type = "print"
            self.etree_element = root
            self.wrapper_element = _ElementWrapper.from_html_root(root)
        # WeasyPrint looks for style sheets and metadata among all elements, one after the other.
        self.wrapper_element.query_all = self._find_elements

    # Any: an element as cssselect2 has it.
    def _find_elements(self, *names: str) -> Iterator[Any]:
        """The elements that have one of some names."""
        for element in self.etree_element.iter():
            if element.tag in names:
                yield _ElementWrapper.from_html_root(element)

    # WeasyPrint gives it, and our pages have no forms.
    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002
        return [plain_styles()[0]]

    def _ua_counter_style(self) -> list[dict[str, Any]]:
        return [plain_styles()[1].copy()]


class _NamedForFile(PdfFont):
    """A typeface tagged for its file: newer Pango has features in its name, which made the tag."""

    def __init__(self, pango_font: object, description: object, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.digest = sha256(self.file_content).hexdigest()
        if self.family == FALLBACK:
            # Its file is one of ours, but it stands for a family that is not: it is never embedded.
            self.digest = FALLBACK
        # Nothing of it is embedded here, and it is as large as all that a part keeps.
        self.file_content = b""
        variations = sorted(self.variations.items())
        drawn = repr((self.digest, self.index, self.style, self.weight, variations))
        first_bytes = sha256(drawn.encode()).digest()[:6]
        self.hash = "".join(chr(65 + byte % 26) for byte in first_bytes)
        # The rest of the name tells of a slant or a weight that was asked for and may be a fake.
        asked_for = self.name.partition(b"+")[2]
        self.name = b"/%b+%b" % (self.hash.encode(), asked_for)


def add_in_order(values: Iterable[Any], start: Any = 0) -> Any:
    """The sum of the values, added one after the other.

    From Python 3.12 on, `sum` makes up for what each addition of floats loses, so its last digits
    differ.
    """
    for value in values:
        start = start + value
    return start


def _replace_sums() -> None:
    """Gives every module of WeasyPrint our `sum` in place of Python's."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("weasyprint.", "tinycss2.")):
            vars(module)["sum"] = add_in_order


# Once for a process, when this module is imported: all that it prints is added up in this way.
_replace_sums()


_split_first_line = vars(sys.modules["weasyprint.text.line_break"])["split_first_line"]


# Any: Pango's layout, a line's end, its width, height and baseline, as WeasyPrint hands them on.
def _split_with_hanging_space(  # noqa: PLR0913  # they are those of WeasyPrint's function
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """What WeasyPrint says of the first line of a text; the space that ends the text may hang.

    Pango 1.50 takes last words to the next line for the sake of a space that nobody sees.
    """

    def split(some_text: str, width: float | None) -> tuple[Any, ...]:
        found: tuple[Any, ...] = _split_first_line(
            some_text, style, context, width, justification_spacing, is_line_start, minimum
        )
        return found

    found = split(text, max_width)
    next_line = found[2]
    if next_line is None or max_width is None:
        return found
    if not text.endswith(" ") or style["white_space"] != "normal":
        return found
    if len(text.encode()) - next_line > HANGING:
        return found
    _, _, next_line, width, *_ = split(text.rstrip(" "), max_width)
    if next_line is not None or width > max_width:
        return found
    return split(text, None)


def _let_spaces_hang() -> None:
    """Gives every module of WeasyPrint that splits lines our function in place of its own."""
    for name in ("layout.inline", "layout.preferred", "text.line_break"):
        module = sys.modules[f"weasyprint.{name}"]
        parameters = (
            "text",
            "style",
            "context",
            "max_width",
            "justification_spacing",
            "is_line_start",
            "minimum",
        )
        Patch(module, "split_first_line", parameters, _split_with_hanging_space).check()
        vars(module)["split_first_line"] = _split_with_hanging_space


_let_spaces_hang()


# Nine numbers of ten were written before: shares of colours, left edges, sizes.
_write_number = lru_cache(maxsize=4096)(pdf_syntax.pdf_number)


def _to_bytes(item: Any) -> bytes:
    """What pydyf writes for an item, with numbers in our form."""
    kind = type(item)
    if kind is bytes:
        known: bytes = item
        return known
    if kind is float:
        return _write_number(item)
    if isinstance(item, PdfObject):
        return item.data
    return bytes(item) if kind is MarkedWords else str(item).encode("ascii")


def _number_in_our_form(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    return pdf_syntax.pdf_number(float(found[1]), 3).decode()


def _show_text(stream: PdfStream, glyphs: str) -> None:
    """Shows glyphs, such as "<0024>-9<0029>", with the numbers between them in our form."""
    if _NOT_WHOLE.search(glyphs):
        glyphs = _BETWEEN.sub(_number_in_our_form, glyphs)
    stream.stream.append(b"[%b] TJ" % glyphs.encode("ascii"))


class _PageReferences:
    """The references of all pages, gathered when a page was added and not at every question."""

    def __get__(self, pdf: PdfFile, owner: type) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = vars(pdf).get("_gathered", ())
        kids = pdf.pages["Kids"]
        # A page is three entries: its number, 0 and R.
        if len(known) * 3 != len(kids):
            known = tuple(b"%d 0 R" % number for number in kids[::3])
            vars(pdf)["_gathered"] = known
        return known


def _no_fonts(*_arguments: object) -> PdfDictionary:
    return PdfDictionary()


def _write_nothing(*_arguments: object) -> None:
    pass


_RasterImage = vars(sys.modules["weasyprint.images"])["RasterImage"]
_make_image = _RasterImage.get_x_object


def _name_image(image: Any, interpolate: bool, dpi_ratio: float) -> PdfStream:
    """A picture as an object; of a stand-in nothing but its size, since the book drops it."""
    if image.height != 1:
        made: PdfStream = _make_image(image, interpolate, dpi_ratio)
        return made
    return PdfStream([], {"Subtype": "/Image", "Width": image.width, "Height": 1})


class _TakenOver:
    """Gets the objects of a part from WeasyPrint, and keeps it from writing them."""

    pdf: PdfFile
    tree: StructureTree

    def add_tags(
        self, pdf: PdfFile, document: Document, _version: object, streams: Sequence[PageStream]
    ) -> None:
        """Stands in for WeasyPrint's `add_tags`."""
        self.tree = build_tree(pdf, document.pages, streams)

    def finish(self, _document: Document, pdf: PdfFile) -> None:
        """Is the finisher that WeasyPrint calls before it writes."""
        self.pdf = pdf
        pdf.write = _write_nothing

    def patches(self) -> tuple[Patch, ...]:
        """All that is replaced in WeasyPrint and pydyf while a part is drawn."""
        pydyf = sys.modules["pydyf"]
        pdf = sys.modules["weasyprint.pdf"]
        stream = sys.modules["weasyprint.pdf.stream"]
        fonts = ("pdf", "fonts", "compress", "subset", "options")
        tags = ("pdf", "document", "pdf_version", "page_streams")
        font = ("pango_font", "description", "font_size")
        return (
            Patch(pdf, "build_fonts_dictionary", fonts, _no_fonts),
            Patch(pdf, "add_tags", tags, self.add_tags),
            Patch(stream, "Font", font, _NamedForFile),
            Patch(_RasterImage, "get_x_object", ("self", "interpolate", "dpi_ratio"), _name_image),
            # WeasyPrint asks for them once for each element, and pydyf gathers them anew each time.
            Patch(PdfFile, "page_references", ("self",), _PageReferences()),
            Patch(pydyf, "_to_bytes", ("item",), _to_bytes),
            Patch(PdfStream, "show_text", ("self", "text"), _show_text),
        )


def take_part(
    document: Document,
    cut_names: Mapping[str, str],
    pictures: Sequence[str] = (),
    part_html: PartHtml | None = None,
) -> PrintedPart:
    """A laid out part as a PrintedPart; with room for its page numbers where `part_html` has some.

    `cut_names` are the guide's own typefaces by the SHA-256 of their files. `pictures` are the
    names of the pictures asked for, in the order of the widths of their stand-ins. Links to other
    parts are kept. Raises patches.LibraryChanged when this is not the WeasyPrint we know.
    """
    own_anchors = {anchor for page in document.pages for anchor in page.anchors}
    _keep_links_to_other_parts(document, own_anchors)
    taken = _TakenOver()
    with patched(*taken.patches()):
        document.write_pdf(finisher=taken.finish, pdf_variant="pdf/ua-1")
        # Within the patches, because objects are turned to bytes as pydyf does it.
        part = _PartMaker(document, taken).make(pictures, part_html)
    return replace(
        part,
        anchors=_find_anchors(document, own_anchors),
        bookmarks=_find_bookmarks(document),
        faces=_find_faces(document, cut_names),
        warnings=_warn_of_missing_letters(document),
    )


def _keep_links_to_other_parts(document: Document, own_anchors: Collection[str]) -> None:
    """Makes WeasyPrint keep links whose target is not here: the last page says that it has them."""
    last = document.pages[-1]
    wanted = set()
    for page in document.pages:
        for link in page.links:
            if link[0] == "internal" and link[1] not in own_anchors:
                wanted.add(link[1])
    for anchor in sorted(wanted):
        last.anchors[anchor] = (0, 0, 0, 0)


class _PartMaker:
    """The objects of one part while they are made into a PrintedPart, in small steps."""

    def __init__(self, document: Document, taken: _TakenOver) -> None:
        self._document = document
        self._pdf = taken.pdf
        self._tree = taken.tree
        self._pages = [int(number) for number in self._pdf.pages["Kids"][::3]]
        self._drawings = [self._at(self._object(page)["Contents"]) for page in self._pages]
        self._resources = self._at(self._object(self._pages[0])["Resources"])
        fonts = _number_in(self._resources["Font"])
        colours = _number_in(self._resources["ColorSpace"])
        # What a reference to an object outside the part becomes, by the object's number.
        self._shared = {
            self._pdf.pages.number: PAGES,
            self._tree.document: DOCUMENT,
            fonts: FONTS,
            colours: COLOURS,
        }
        # The first object of a PDF file stands for all that are free.
        self._dropped = {0, self._pdf.catalog.number, *self._shared}

    def make(self, pictures: Sequence[str], part_html: PartHtml | None) -> PrintedPart:
        """The part without its anchors, bookmarks, faces and warnings."""
        numbered = part_html is None or part_html.numbered
        bar_links = part_html.bar if part_html else ()
        self._drop_what_the_book_writes()
        self._declare_opaque()
        self._finish_drawings()
        page_arrays = self._finish_pages(numbered)
        link_owners = self._number_links()
        bar = self._lay_bar(bar_links, len(page_arrays) + len(link_owners))
        self._share_stand_ins()
        fitted = page_measures.fit_pictures(self._document, pictures)
        closing = page_measures.find_closing_picture(self._document)
        gap = None
        if closing is not None:
            self._draw_closing(closing, len(fitted))
            fitted = (*fitted, closing.picture)
            gap = (closing.picture, closing.gap)
        kept = [thing for thing in self._pdf.objects if thing.number not in self._dropped]
        numbers = dict(self._shared)
        for number, thing in enumerate(kept):
            numbers[thing.number] = number
        return PrintedPart(
            count=len(kept),
            body=body_of_objects(_make_template(thing, numbers) for thing in kept),
            pages=tuple(numbers[page] for page in self._pages),
            tops=tuple(numbers[top] for top in self._tree.tops),
            parents=(
                *(numbers[number] for number in (*page_arrays, *link_owners)),
                *(BAR_LINKS - place for _ in bar for place in range(len(bar_links))),
            ),
            anchors=(),
            bookmarks=(),
            faces={},
            pictures=fitted,
            numbered=numbered,
            closing=gap,
            bar=tuple(tuple(numbers[number] for number in page) for page in bar),
            bar_says=tuple(link.says for link in bar_links),
        )

    # Any: an object is a dictionary or a stream, as the place says where its number stood.
    def _object(self, number: int) -> Any:
        return self._pdf.objects[number]

    # Any: see _object.
    def _at(self, reference: bytes) -> Any:
        return self._object(_number_in(reference))

    def _drop_what_the_book_writes(self) -> None:
        """Drops bookmarks and metadata, which are written once for the whole book."""
        for thing in self._pdf.objects:
            if _is_metadata(thing) or _is_bookmark(thing):
                self._dropped.add(thing.number)

    def _declare_opaque(self) -> None:
        """Page numbers are laid on later, and say that they are opaque before they are drawn."""
        states = self._resources["ExtGState"]
        states.setdefault("a1.0", PdfDictionary({"ca": 1}))
        states.setdefault("A1.0", PdfDictionary({"CA": 1}))

    def _finish_drawings(self) -> None:
        for drawing, owners in zip(self._drawings, self._tree.owners, strict=True):
            marked = _mark_artifacts(drawing.stream, owners)
            drawing.stream[:] = [b"\n".join((b"q", *self._unwrap_groups(marked), b"Q"))]

    def _unwrap_groups(self, operators: list[bytes]) -> list[Any]:
        """The operators with each group that only sets pictures drawn in its place.

        Such a group costs more than what it holds.
        """
        names = [name for name in self._resources["XObject"] if _is_group_name(name)]
        called = {b"/%b Do" % name.encode(): name for name in names}
        if called.keys().isdisjoint(operators):
            return operators
        unwrapped: list[Any] = []
        for operator in operators:
            name = called.get(operator)
            group = self._find_plain_group(name) if name else None
            if group is None:
                unwrapped.append(operator)
                continue
            inner = self._at(group.extra["Resources"])
            unwrapped += (b"q", *group.stream, b"Q")
            self._resources["XObject"].update(inner["XObject"])
            del self._resources["XObject"][name]
            self._dropped |= {group.number, inner.number}
        return unwrapped

    def _find_plain_group(self, name: str) -> Any:
        """The group of that name when it draws pictures and nothing that needs it to be a group."""
        if name not in self._resources["XObject"]:
            return None
        group = self._at(self._resources["XObject"][name])
        if group.extra.get("Subtype") != "/Form":
            return None
        inner = self._at(group.extra["Resources"])
        if inner.get("ExtGState") or inner.get("Pattern") or inner.get("Shading"):
            return None
        if any(_is_group_name(key) for key in inner["XObject"]):
            return None
        return group

    def _finish_pages(self, numbered: bool) -> list[int]:
        """Gives pages their keys and page numbers, and arrays of the elements they show.

        Returns the numbers of the arrays.
        """
        arrays = []
        for number, owners in enumerate(self._tree.owners):
            page = self._object(self._pages[number])
            if numbered:
                page["Contents"] = PdfArray([page["Contents"], b"%d 0 F" % number])
            page["StructParents"] = b"%d 0 K" % number
            # What is not read aloud has no owner.
            named = [b"%d 0 R" if owner > 0 else b"null" for owner in owners]
            known = [owner for owner in owners if owner > 0]
            array = HoledObject(b"[%b]" % b" ".join(named), known)
            self._pdf.add_object(array)
            arrays.append(array.number)
        return arrays

    def _number_links(self) -> list[int]:
        """Gives links keys after those of the pages; returns the elements that own them."""
        owners = []
        for key, (annotation, owner) in enumerate(self._tree.links, len(self._pages)):
            annotation["StructParent"] = b"%d 0 K" % key
            owners.append(owner)
        return owners

    def _lay_bar(self, links: Sequence[BarLink], key: int) -> list[list[int]]:
        """Lays the bar under each page, and its links over it; `key` is the first that is free.

        Returns the annotations of each page. The book has the drawing, and the elements of the
        links: each is told once, after all that is read.
        """
        if not links:
            return []
        drawing = PdfDictionary()
        self._pdf.add_object(drawing)
        self._shared[drawing.number] = BAR
        self._dropped.add(drawing.number)
        texts = [_annotate(link) for link in links]
        laid: list[list[int]] = []
        for number in self._pages:
            page = self._object(number)
            contents = page["Contents"]
            drawings = contents if isinstance(contents, PdfArray) else [contents]
            page["Contents"] = PdfArray([*drawings, drawing.reference])
            notes = page.setdefault("Annots", PdfArray())
            laid.append([])
            for text in texts:
                note = HoledObject(text, [KEY + key])
                self._pdf.add_object(note)
                notes.append(note.reference)
                laid[-1].append(note.number)
                key += 1
        return laid

    def _share_stand_ins(self) -> None:
        """Turns references to stand-ins, which are one line high, to pictures by their width."""
        for thing in self._pdf.objects:
            if not isinstance(thing, PdfStream) or thing.extra.get("Subtype") != "/Image":
                continue
            if thing.extra.get("Height") == 1:
                self._shared[thing.number] = PICTURE + thing.extra["Width"] - 1
                self._dropped.add(thing.number)

    def _draw_closing(self, closing: ClosingPicture, number: int) -> None:
        """Draws a picture below the last words; `number` is its place among the pictures."""
        self._drawings[closing.page].stream[:0] = _draw_picture_at(closing)
        picture = PdfDictionary()
        self._pdf.add_object(picture)
        self._resources["XObject"]["closing"] = picture.reference
        self._shared[picture.number] = PICTURE + number
        self._dropped.add(picture.number)


def _annotate(link: BarLink) -> bytes:
    """A link of the bar at the foot of a page, as ISO 14289-1 wants it: with words, and a hole for
    its key.
    """
    # In the order in which WeasyPrint has them.
    edges = (link.left, link.top, link.right, link.bottom)
    note = PdfDictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": PdfArray(edges),
            "Border": PdfArray((0, 0, 0)),
            "Dest": PdfString(link.address),
            "Contents": PdfString(f"Go to {link.says}"),
            "F": 4,
            "StructParent": b"0 0 K",
        }
    )
    text, _, _ = object_template(note.data, {})
    return text


def _number_in(reference: bytes) -> int:
    """The number in a reference, such as `12 0 R`."""
    return int(reference.split()[0])


def _is_metadata(thing: PdfObject) -> bool:
    return isinstance(thing, PdfStream) and thing.extra.get("Type") == "/Metadata"


def _is_bookmark(thing: PdfObject) -> bool:
    """Whether it is a bookmark, or the object that stands for all of them."""
    if not isinstance(thing, PdfDictionary):
        return False
    return thing.keys() >= {"Title", "Dest"} or thing.keys() == {"First", "Last", "Count"}


def _mark_artifacts(operators: Sequence[Any], owners: Sequence[int]) -> list[bytes]:
    """The operators as bytes, with marked contents that no element owns turned to artifacts."""
    marked: list[Any] = list(operators)
    for place, operator in enumerate(operators):
        if type(operator) is bytes:
            continue
        number = -1
        if type(operator) is MarkedWords:
            number = operator.number
        elif isinstance(operator, PdfDictionary):
            number = operator.get("MCID", -1)
        if number >= 0 and owners[number] in _ARTIFACTS:
            marked[place - 1] = b"/Artifact"
            marked[place] = _ARTIFACTS[owners[number]]
        else:
            marked[place] = _to_bytes(operator)
    return marked


def _is_group_name(name: str) -> bool:
    """Whether WeasyPrint gives that name to a group; those of pictures begin with an i."""
    return name.startswith("x")


def _draw_picture_at(closing: ClosingPicture) -> list[bytes]:
    width = pdf_syntax.pdf_number(closing.width)
    height = pdf_syntax.pdf_number(closing.height)
    y = pdf_syntax.pdf_number(closing.y)
    return [
        b"/Artifact <</Type /Layout>> BDC",
        b"q",
        b"%b 0 0 %b 0 %b cm" % (width, height, y),
        b"/closing Do",
        b"Q",
        b"EMC",
    ]


def _make_template(thing: PdfObject, numbers: Mapping[int, int]) -> ObjectTemplate:
    if isinstance(thing, HoledObject):
        # Keys are no numbers of objects.
        holes = [hole if hole >= KEY else numbers[hole] for hole in thing.holes]
        return thing.text, tuple(holes), None
    if not isinstance(thing, PdfStream):
        return object_template(thing.data, numbers)
    data = b"\n".join([_to_bytes(item) for item in thing.stream])
    extra = PdfDictionary(thing.extra)
    if "Filter" not in extra:
        data = pdf_syntax.deflated(data)
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(data)
    return object_template(extra.data, numbers, data)


def _find_anchors(document: Document, own_anchors: Collection[str]) -> tuple[Anchor, ...]:
    """The part's own anchors; one that goes on overleaf stands where it begins."""
    anchors: dict[str, Anchor] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            if name in own_anchors and name not in anchors:
                anchors[name] = (name, number, *_from_foot(x, y, page.height))
    return tuple(anchors.values())


def _find_bookmarks(document: Document) -> tuple[Bookmark, ...]:
    bookmarks = []
    for number, page in enumerate(document.pages):
        for level, title, (x, y, *_), _ in page.bookmarks:
            bookmarks.append((level, title, number, *_from_foot(x, y, page.height)))
    return tuple(bookmarks)


def _from_foot(x: float, y: float, page_height: float) -> tuple[float, float]:
    """A place in px from the top left of a page, in pt from its bottom left."""
    return x * page_measures.PT_PER_PX, (page_height - y) * page_measures.PT_PER_PX


def _warn_of_missing_letters(document: Document) -> tuple[str, ...]:
    missing: set[str] = set()
    for font in document.fonts.values():
        missing.update(chr(code) for code in font.missing)
    return tuple(f'no typeface has the letter "{letter}"' for letter in sorted(missing))


def _find_faces(document: Document, cut_names: Mapping[str, str]) -> dict[str, Face]:
    """What the part uses of each typeface, by the name that its pages give it."""
    faces: dict[str, Face] = {}
    for font in document.fonts.values():
        widths, letters = font.widths, font.to_unicode
        if font.hash in faces:
            known = faces[font.hash]
            widths, letters = known.widths | widths, known.letters | letters
        # While a part was drawn, all its typefaces were made as _NamedForFile.
        digest = font.digest if isinstance(font, _NamedForFile) else ""
        faces[font.hash] = Face(
            cut=cut_names.get(digest, ""),
            name=font.name[1:].decode(),
            family=font.family,
            flags=font.flags,
            ascent=font.ascent,
            descent=font.descent,
            widths=widths,
            letters=letters,
        )
    return faces
