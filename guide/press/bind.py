"""Printed parts to one PDF: pages, page numbers, bookmarks, destinations and one structure tree.

The book is written from its first byte to its last, part by part, so that a thousand recipes need
no more memory than one: the objects of a part are unpacked only while they are written. Each
typeface and each picture is written once. Objects are numbered in the order of the book, so the
same parts give the same bytes whoever printed them and whenever. (ISO 32000-1:2008; PDF/UA-1 is
ISO 14289-1.)

A folio is a printed page number; see `paginate`.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from guide.art.engrave import Drawing, Photograph, SharedDrawing
from guide.core.cache import digest
from guide.core.pdf_syntax import deflated, pdf_number
from guide.layout.fonts import Embedded
from guide.press import pdf_writer
from guide.press.font_objects import merge_faces, write_face
from guide.press.pdf_writer import (
    PdfWriter,
    Segment,
    deflated_dictionary,
    pack_objects,
    pdf_references,
    pdf_string,
)
from guide.press.printed_part import (
    BAR,
    BAR_LINKS,
    COLOURS,
    DOCUMENT,
    FOLIO,
    FONTS,
    KEY,
    PAGES,
    PICTURE,
    ObjectTemplate,
    PrintedPart,
)

# The numbers of the objects that every book has; those of its parts begin at FIRST.
CATALOG = 1
PAGE_TREE = 2
DOCUMENT_ELEMENT = 3
TYPEFACES = 4
COLOUR_SPACES = 5
STRUCTURE = 6
PARENTS = 7
INFO = 8
METADATA = 9
OUTLINE = 10
# The drawing of the bar at each foot, the paragraph of its links, and the first of these.
BAR_DRAWING = 11
BAR_PARAGRAPH = 12
BAR_LINK = 13
FIRST = 24
# The small objects of so many parts are deflated together: that is a fifth less than each part's
# alone, and an edit deflates no more than these again.
PACKED_TOGETHER = 8
# What parts share, besides their pages.
_SHARED = {
    DOCUMENT: DOCUMENT_ELEMENT,
    FONTS: TYPEFACES,
    COLOURS: COLOUR_SPACES,
    BAR: BAR_DRAWING,
}
# So many links have numbers.
MOST_LINKS = FIRST - BAR_LINK
# The spaces that WeasyPrint names on every page, used or not.
LAB = (
    b"<</lab-d50 [/Lab <</WhitePoint [0.964296 1 0.825105]/Range [-125 125 -125 125]>>]"
    b"/lab-d65 [/Lab <</WhitePoint [0.950456 1 1.089058]/Range [-125 125 -125 125]>>]>>"
)
_CATALOG = (
    b"<</Type /Catalog/Pages %d 0 R/Lang %b/MarkInfo <</Marked true>>"
    b"/ViewerPreferences <</DisplayDocTitle true>>/PageMode /UseOutlines/StructTreeRoot %d 0 R"
    b"/Metadata %d 0 R/Outlines %d 0 R/PageLabels <</Nums [0 <</S /D%b>>]>>"
    b"/Names <</Dests <</Names [%b]>>>>>>"
)
# A picture stands in a square of 1, where its stand-in would have been painted.
_PHOTO = (
    b"<</Type /XObject/Subtype /Image/Width %d/Height %d/ColorSpace /DeviceRGB"
    b"/BitsPerComponent 8/Filter /DCTDecode/Length %d>>"
)
_PICTURE = b"/Type /XObject/Subtype /Form/BBox [0 0 %b %b]/Matrix [%b 0 0 %b 0 0]/Resources %b"


@dataclass(frozen=True)
class DocumentInfo:
    """What the file says of itself; `created` is a day as YYYY-MM-DD.

    `first_page` is the number of its first page: that of some parts of a book is not 1.
    """

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    created: str
    producer: str
    first_page: int = 1


@dataclass(frozen=True)
class BoundBook:
    """The finished book: its bytes, and how many pages it has."""

    pdf: bytes = field(repr=False)
    pages: int


# Gives what was made before under a key, or else makes it.
Keep = Callable[[str, Callable[[], bytes]], bytes]
FindPicture = Callable[[str], Drawing]
CutFont = Callable[[str, frozenset[int]], Embedded]


def _always_make(_key: str, make: Callable[[], bytes]) -> bytes:
    return make()


def bind(
    parts: Sequence[PrintedPart],
    folios: Sequence[PrintedPart],
    find_picture: FindPicture,
    cut_font: CutFont,
    document_info: DocumentInfo,
    keep: Keep = _always_make,
) -> BoundBook:
    """The parts as one book, in their order.

    `folios` are parts of printed page numbers, page for page from 1; one that is not numbered is
    the bar at the foot of pages. `find_picture` gives a picture
    by its name, `cut_font` a typeface by its name and the glyphs that are used. `keep` may give the
    bytes of a part that was bound before by their key. Raises ValueError when a page lacks its
    folio.
    """
    return _Binder(parts, folios, document_info).bind(find_picture, cut_font, keep)


def count(parts: Iterable[PrintedPart]) -> int:
    """How many pages the parts have together."""
    return sum(len(part.pages) for part in parts)


@dataclass(frozen=True)
class _Place:
    """Where a part stands in a book: the numbers of its first object, first folio and pictures."""

    base: int
    first_folio: int
    pictures: tuple[int, ...]

    def number_of(self, hole: int) -> int:
        """The number for a hole of the part's objects that is no object of its own."""
        if hole >= FOLIO:
            return self.first_folio + hole - FOLIO
        if hole >= PICTURE:
            return self.pictures[hole - PICTURE]
        return self.base + hole - KEY


class _Binder:
    """One book while it is bound."""

    def __init__(
        self,
        parts: Sequence[PrintedPart],
        folios: Sequence[PrintedPart],
        document_info: DocumentInfo,
    ) -> None:
        self._parts = parts
        self._folios = [part for part in folios if part.numbered]
        self._bars = [part for part in folios if not part.numbered]
        self._info = document_info
        self._writer = PdfWriter(FIRST)
        self._picture_numbers: dict[str, int] = {}
        # The number of each part's first object.
        self._bases: list[int] = []

    def bind(self, find_picture: FindPicture, cut_font: CutFont, keep: Keep) -> BoundBook:
        """The book."""
        pages = count(self._parts)
        self._write_faces(cut_font)
        self._write_pictures(find_picture)
        first_folio, folio_count = self._write_folios(pages)
        self._write_bar()
        self._writer.flush()
        first_folios: list[int] = []
        page = 1
        for part in self._parts:
            last_page = page + len(part.pages) - 1
            if part.numbered and last_page > folio_count:
                missing = self._info.first_page - 1 + max(page, folio_count + 1)
                raise ValueError(f"nobody has printed the number of page {missing}")
            first_folios.append(first_folio + page - 1)
            page = last_page + 1
        for start in range(0, len(self._parts), PACKED_TOGETHER):
            end = start + PACKED_TOGETHER
            self._write_parts(self._parts[start:end], first_folios[start:end], keep)
        self._write_page_tree(pages)
        self._write_structure()
        self._write_outline()
        self._write_catalog()
        self._write_info()
        self._writer.flush()
        return BoundBook(self._writer.finish(CATALOG, INFO), pages)

    # ---- what the whole book shares

    def _write_faces(self, cut_font: CutFont) -> None:
        faces = merge_faces(part.faces for part in (*self._parts, *self._folios, *self._bars))
        entries = []
        for key, face in sorted(faces.items()):
            embedded = Embedded(0, deflated(b""), {}, {})
            if face.cut:
                embedded = cut_font(face.cut, frozenset(face.letters))
            number = write_face(self._writer, face, embedded)
            entries.append(b"/%b %d 0 R" % (key.encode(), number))
        self._writer.add_object(TYPEFACES, b"<<%b>>" % b"".join(entries))
        self._writer.add_object(COLOUR_SPACES, LAB)

    def _write_pictures(self, find_picture: FindPicture) -> None:
        """Writes each drawing once, whatever names it has."""
        drawn: dict[Drawing, int] = {}
        shared: dict[SharedDrawing, int] = {}
        for part in self._parts:
            for name in part.pictures:
                if name in self._picture_numbers:
                    continue
                drawing = find_picture(name)
                if drawing not in drawn:
                    drawn[drawing] = self._write_drawing(drawing, shared)
                self._picture_numbers[name] = drawn[drawing]

    def _write_drawing(self, drawing: Drawing, shared: dict[SharedDrawing, int]) -> int:
        """Writes a drawing, and what it shares with others when that is not yet in `shared`."""
        used = []
        for piece in drawing.parts:
            if piece not in shared:
                shared[piece] = self._write_shared(piece)
            used.append(shared[piece])
        number = self._writer.take_number()
        resources = b"<<>>"
        called: list[tuple[int | str, int]] = list(enumerate(used))
        if drawing.photo is not None:
            called.append(("photo", self._write_photo(drawing.photo)))
        if called:
            # Packed with the other small objects, a list of names costs next to nothing.
            listed = self._writer.take_number()
            resources = b"%d 0 R" % listed
            names = b"".join(b"/%b %d 0 R" % (str(name).encode(), one) for name, one in called)
            self._writer.add_object(listed, b"<</XObject <<%b>>>>" % names)
        entries = _PICTURE % (
            pdf_number(drawing.width),
            pdf_number(drawing.height),
            pdf_number(1 / drawing.width, 8),
            pdf_number(1 / drawing.height, 8),
            resources,
        )
        self._writer.write_stream(
            number, deflated_dictionary(entries, drawing.drawing), drawing.drawing
        )
        return number

    def _write_photo(self, photo: Photograph) -> int:
        number = self._writer.take_number()
        entries = (photo.wide, photo.high, len(photo.jpeg))
        self._writer.write_stream(number, _PHOTO % entries, photo.jpeg)
        return number

    def _write_shared(self, piece: SharedDrawing) -> int:
        number = self._writer.take_number()
        entries = b"/Type /XObject/Subtype /Form/BBox [%d %d %d %d]/Resources <<>>" % piece.box
        self._writer.write_stream(
            number, deflated_dictionary(entries, piece.drawing), piece.drawing
        )
        return number

    def _write_folios(self, pages: int) -> tuple[int, int]:
        """Writes the folios of so many pages; the number of the first, and how many there were."""
        drawings: list[tuple[bytes, bytes]] = []
        for part in self._folios:
            drawings += _find_drawings(part)
        skipped = self._info.first_page - 1
        needed = drawings[skipped : skipped + pages]
        first = self._writer.take_numbers(len(needed))
        for number, (text, data) in enumerate(needed, first):
            self._writer.write_stream(number, text, data)
        return first, len(needed)

    def _write_bar(self) -> None:
        """Writes the drawing of the bar. Raises ValueError when it is wanted and not there."""
        for part in self._bars:
            [(text, data)] = _find_drawings(part)
            self._writer.write_stream(BAR_DRAWING, text, data)
        if not self._bars and any(part.bar for part in self._parts):
            raise ValueError("nobody has printed the bar at the foot of the pages")

    # ---- the parts

    def _write_parts(
        self, parts: Sequence[PrintedPart], first_folios: Sequence[int], keep: Keep
    ) -> None:
        """Writes parts that follow each other: the objects of each, its pages, and their packs."""
        places: list[_Place] = []
        for part, first_folio in zip(parts, first_folios, strict=True):
            base = self._writer.take_numbers(part.count + 1)
            self._bases.append(base)
            pictures = tuple(self._picture_numbers[name] for name in part.pictures)
            places.append(_Place(base, first_folio, pictures))
        first_pack = self._writer.take_numbers(_count_packs(parts))

        def make() -> bytes:
            segment = _make_segment(parts, places, first_pack)
            return marshal.dumps((bytes(segment.written), bytes(segment.rows), segment.streams))

        bodies = [hashlib.sha256(part.body).digest() for part in parts]
        key = digest(b"".join(bodies), repr(places))
        written, rows, streams = marshal.loads(keep(key, make))
        self._writer.write_segment(places[0].base, Segment(written, rows, streams))

    # ---- what joins them

    def _placed_parts(self) -> Iterator[tuple[int, PrintedPart]]:
        """Each part with the number of its first object."""
        return zip(self._bases, self._parts, strict=True)

    def _write_page_tree(self, pages: int) -> None:
        kids = pdf_references(base + part.count for base, part in self._placed_parts())
        text = b"<</Type /Pages/Count %d/Kids [%b]>>" % (pages, kids)
        self._writer.add_object(PAGE_TREE, text)

    def _write_structure(self) -> None:
        tops: list[int] = []
        keys: list[bytes] = []
        for base, part in self._placed_parts():
            tops += [base + top for top in part.tops]
            for key, owner in enumerate(part.parents):
                number = base + owner if owner >= 0 else BAR_LINK + BAR_LINKS - owner
                keys.append(b"%d %d 0 R" % (base + key, number))
        if self._bars:
            tops.append(BAR_PARAGRAPH)
            self._write_bar_links()
        self._writer.add_object(
            DOCUMENT_ELEMENT,
            b"<</Type /StructElem/S /Document/P %d 0 R/K [%b]>>"
            % (STRUCTURE, pdf_references(tops)),
        )
        self._writer.add_object(PARENTS, b"<</Nums [%b]>>" % b" ".join(keys))
        self._writer.add_object(
            STRUCTURE,
            b"<</Type /StructTreeRoot/K [%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (DOCUMENT_ELEMENT, PARENTS, self._writer.next_number),
        )

    def _write_bar_links(self) -> None:
        """Writes what is read of the bar: one paragraph, in which each link stands once."""
        targets: dict[str, list[bytes]] = {}
        for base, part in self._placed_parts():
            for page, notes in zip(part.pages, part.bar, strict=False):
                for says, note in zip(part.bar_says, notes, strict=True):
                    reference = b"<</Type /OBJR/Obj %d 0 R/Pg %d 0 R>>" % (base + note, base + page)
                    targets.setdefault(says, []).append(reference)
        numbers = range(BAR_LINK, BAR_LINK + len(targets))
        text = b"<</Type /StructElem/S /P/P %d 0 R/K [%b]>>"
        kids = pdf_references(numbers)
        self._writer.add_object(BAR_PARAGRAPH, text % (DOCUMENT_ELEMENT, kids))
        for number, (says, found) in zip(numbers, targets.items(), strict=True):
            text = b"<</Type /StructElem/S /Link/P %d 0 R/Alt %b/K [%b]>>"
            alt = pdf_string(f"Go to {says}")
            self._writer.add_object(number, text % (BAR_PARAGRAPH, alt, b"".join(found)))

    def _write_catalog(self) -> None:
        language = pdf_string(self._info.language)
        names = self._collect_destinations()
        first = self._info.first_page
        start = b"/St %d" % first if first > 1 else b""
        text = _CATALOG % (PAGE_TREE, language, STRUCTURE, METADATA, OUTLINE, start, names)
        self._writer.add_object(CATALOG, text)

    def _collect_destinations(self) -> bytes:
        """Where each anchor stands, sorted by name; of two with one name the first counts."""
        targets: dict[bytes, bytes] = {}
        for base, part in self._placed_parts():
            for name, page, x, y in part.anchors:
                targets.setdefault(name.encode(), _destination(base + part.pages[page], x, y))
        entries = []
        # Sorted as bytes, as readers of PDF look names up.
        for key, target in sorted(targets.items()):
            entries.append(b"%b %b" % (pdf_string(key.decode()), target))
        return b" ".join(entries)

    def _write_outline(self) -> None:
        root = _Bookmark(OUTLINE, 0)
        # The last bookmark of each level from the root down.
        path = [root]
        bookmarks: list[_Bookmark] = []
        for base, part in self._placed_parts():
            for level, title, page, x, y in part.bookmarks:
                while path[-1].level >= level:
                    path.pop()
                target = _destination(base + part.pages[page], x, y)
                bookmark = _Bookmark(self._writer.take_number(), level, title, target)
                path[-1].add_kid(bookmark)
                path.append(bookmark)
                bookmarks.append(bookmark)
        text = b"<</Type /Outlines/Count %d%b>>" % (len(bookmarks), root.first_and_last())
        self._writer.add_object(OUTLINE, text)
        for bookmark in bookmarks:
            self._writer.add_object(bookmark.number, bookmark.text())

    def _write_info(self) -> None:
        info = self._info
        day = b"(D:%b)" % info.created.replace("-", "").encode()
        entries = (
            ("Title", info.title),
            ("Author", info.author),
            ("Subject", info.subject),
            ("Keywords", info.keywords),
            ("Producer", info.producer),
        )
        written = b"".join(b"/%b %b" % (key.encode(), pdf_string(value)) for key, value in entries)
        text = b"<<%b/CreationDate %b/ModDate %b>>" % (written, day, day)
        self._writer.add_object(INFO, text)
        data = _metadata(info)
        # Not deflated, so that a program that searches files for their metadata finds it.
        dictionary = b"<</Type /Metadata/Subtype /XML/Length %d>>" % len(data)
        self._writer.write_stream(METADATA, dictionary, data)


def _make_segment(
    parts: Sequence[PrintedPart], places: Sequence[_Place], first_pack: int
) -> Segment:
    """The objects of parts as they stand in a book, and the packs that hold the small ones."""
    packs: list[list[tuple[int, bytes]]] = [[] for _ in range(_count_packs(parts))]
    segment = Segment()
    for part, place in zip(parts, places, strict=True):
        page_tree = place.base + part.count
        templates = (*part.object_templates, _page_tree_of(part, place.base))
        for number, (text, holes, data) in enumerate(templates, place.base):
            filled = _fill_holes(text, holes, place, page_tree)
            if data is not None:
                segment.add_stream(number, filled, data)
                continue
            # What is read aloud is packed apart from what is shown, so that a viewer opens pages
            # without unpacking it.
            is_read_aloud = filled.startswith(b"<</Type /StructElem")
            position = number - places[0].base
            pack = position // pdf_writer.PACK * 2 + is_read_aloud
            segment.add_packed(first_pack + pack, len(packs[pack]))
            packs[pack].append((number, filled))
    for number, pack_of_objects in enumerate(packs, first_pack):
        entries, data = pack_objects(pack_of_objects)
        deflated_data = deflated(data)
        segment.add_stream(number, deflated_dictionary(entries, deflated_data), deflated_data)
    return segment


def _fill_holes(text: bytes, holes: tuple[int, ...], place: _Place, pages: int) -> bytes:
    """An object with its numbers; `pages` is the object that holds the part's pages."""
    if not holes:
        return text.replace(b"%%", b"%")
    base = place.base
    numbers = []
    for hole in holes:
        if 0 <= hole < KEY:
            numbers.append(base + hole)
        elif hole == PAGES:
            numbers.append(pages)
        elif hole < 0:
            numbers.append(_SHARED[hole])
        else:
            numbers.append(place.number_of(hole))
    return text % tuple(numbers)


def _page_tree_of(part: PrintedPart, base: int) -> ObjectTemplate:
    """The object that holds the pages of a part, below that of the whole book."""
    kids = pdf_references(base + page for page in part.pages)
    text = b"<</Type /Pages/Parent %d 0 R/Count %d/Kids [%b]>>" % (
        PAGE_TREE,
        len(part.pages),
        kids,
    )
    return text, (), None


def _count_packs(parts: Sequence[PrintedPart]) -> int:
    """How many packs the objects of parts are put in, with those that hold their pages."""
    objects = sum(part.count + 1 for part in parts)
    return ((objects - 1) // pdf_writer.PACK + 1) * 2


def _find_drawings(part: PrintedPart) -> Iterator[tuple[bytes, bytes]]:
    """The drawing of each page of a part of folios: its dictionary and its data."""
    templates = part.object_templates
    for page in part.pages:
        # A page names its parent, its drawing, and what that draws with.
        _, page_holes, _ = templates[page]
        text, _, data = templates[page_holes[1]]
        if data is None:
            raise ValueError("a page of page numbers has no drawing")
        yield text, data


class _Bookmark:
    """A bookmark among the others; the root of them all has level 0 and no parent."""

    def __init__(self, number: int, level: int, title: str = "", target: bytes = b"") -> None:
        self.number = number
        self.level = level
        self._title = title
        self._target = target
        self._parent: _Bookmark | None = None
        self._before: _Bookmark | None = None
        self._after: _Bookmark | None = None
        self._kids: list[_Bookmark] = []

    def add_kid(self, kid: _Bookmark) -> None:
        """Adds a bookmark behind the others below this one."""
        kid._parent = self
        if self._kids:
            kid._before = self._kids[-1]
            kid._before._after = kid
        self._kids.append(kid)

    def first_and_last(self) -> bytes:
        """References to the first and last bookmark below this one, if there is any."""
        if not self._kids:
            return b""
        return b"/First %d 0 R/Last %d 0 R" % (self._kids[0].number, self._kids[-1].number)

    def text(self) -> bytes:
        """The bookmark as a PDF object."""
        parent = self._parent.number if self._parent is not None else OUTLINE
        around = b""
        if self._before is not None:
            around += b"/Prev %d 0 R" % self._before.number
        if self._after is not None:
            around += b"/Next %d 0 R" % self._after.number
        return b"<</Title %b/Dest %b/Parent %d 0 R/Count %d%b%b>>" % (
            pdf_string(self._title),
            self._target,
            parent,
            self._count(),
            self.first_and_last(),
            around,
        )

    def _count(self) -> int:
        """How many bookmarks stand below this one, on all levels."""
        return len(self._kids) + sum(kid._count() for kid in self._kids)


def _destination(page: int, x: float, y: float) -> bytes:
    """A place on a page, in pt from its foot."""
    return b"[%d 0 R /XYZ %b %b 0]" % (page, pdf_number(x), pdf_number(y))


def _metadata(info: DocumentInfo) -> bytes:
    """The same as the file's information, as XMP (ISO 16684-1), with the mark of PDF/UA-1."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    namespaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about="" {namespaces}>
<pdfuaid:part>1</pdfuaid:part>
<dc:title>{_in_default_language(info.title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(info.author, quote=False)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>{_in_default_language(info.subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>{escape(info.language, quote=False)}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{escape(info.keywords, quote=False)}</pdf:Keywords>
<pdf:Producer>{escape(info.producer, quote=False)}</pdf:Producer>
<xmp:CreateDate>{info.created}</xmp:CreateDate>
<xmp:ModifyDate>{info.created}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _in_default_language(value: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value, quote=False)}</rdf:li></rdf:Alt>'
