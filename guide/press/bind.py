"""Sheets to one PDF: page tree, page numbers, bookmarks, destinations, one structure tree, each face and picture once.

The book is written from its first byte to its last, sheet by sheet, so that a thousand recipes need no more room than
one: what a sheet keeps of itself is unpacked only while it is written. Objects are numbered in the order of the book,
so the same sheets give the same bytes whoever printed them and whenever. (ISO 32000-1:2008; PDF/UA-1 is ISO 14289-1.)
"""

from __future__ import annotations

import hashlib
import marshal
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from guide.art.engrave import Drawing, SharedDrawing
from guide.core.cache import digest
from guide.core.pdf_syntax import deflated, pdf_number
from guide.layout.fonts import Embedded
from guide.press.printed_part import (
    COLOURS,
    DOCUMENT,
    FOLIO,
    FONTS,
    KEY,
    PAGES,
    PICTURE,
    Face,
    PrintedPart,
)

CATALOG, TREE, TOP, TYPEFACES, COLOUR_SPACES, STRUCTURE, PARENTS, INFO, METADATA, MARKS = range(
    1, 11
)
FIRST = 16
# A row of the table of objects: its kind, and two numbers that tell where it is.
ROW = struct.Struct(">BIH")
# So many objects are packed together at most: a row has two bytes for an object's place in its pack.
PACK = 1 << 15
# The spaces that WeasyPrint names on every page, used or not.
LAB = b"<</lab-d50 [/Lab <</WhitePoint [0.964296 1 0.825105]/Range [-125 125 -125 125]>>]/lab-d65 [/Lab <</WhitePoint [0.950456 1 1.089058]/Range [-125 125 -125 125]>>]>>"


@dataclass(frozen=True)
class DocumentInfo:
    """What the file says of itself; `created` is a day as YYYY-MM-DD."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    created: str
    producer: str


@dataclass(frozen=True)
class BoundBook:
    """The finished book: its bytes, and how many pages it has."""

    pdf: bytes = field(repr=False)
    pages: int


Keep = Callable[[str, Callable[[], bytes]], bytes]


def bind(
    sheets: Sequence[PrintedPart],
    folios: Sequence[PrintedPart],
    pictures: Callable[[str], Drawing],
    cut: Callable[[str, frozenset[int]], Embedded],
    document_info: DocumentInfo,
    keep: Keep = lambda key, make: make(),
) -> BoundBook:
    """The sheets as one book, in their order.

    `folios` are sheets of page numbers, page for page from 1; `pictures` gives a plate by its name, `cut` a typeface by
    its name and the glyphs that are used; `keep` may give a part that was bound before by its key.
    """
    return _Binder(sheets, folios, pictures, cut, document_info, keep).bound()


def count(sheets: Iterable[PrintedPart]) -> int:
    """How many pages the sheets have together."""
    return sum(len(sheet.pages) for sheet in sheets)


class _Binder:
    """One book while it is written: its bytes so far, and where each object stands."""

    def __init__(self, sheets, folios, pictures, cut, document_info, keep):
        self.sheets, self.pictures, self.cut, self.document_info, self.keep = (
            sheets,
            pictures,
            cut,
            document_info,
            keep,
        )
        self.folios = [object_template for sheet in folios for object_template in _folios(sheet)]
        self.folio_faces = [sheet.faces for sheet in folios]
        self.out = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        self.rows = bytearray()
        self.small: list[tuple[int, bytes]] = []
        self.next = FIRST

    def bound(self) -> BoundBook:
        pages = count(self.sheets)
        self._faces()
        self._pictures()
        self.numbered = min(pages, len(self.folios))
        self.first_folio = self._take(self.numbered)
        for place, (wording, data) in enumerate(self.folios[: self.numbered], self.first_folio):
            self._stream(place, wording, data)
        self._flush()
        at = 1
        self.bases = []
        for sheet in self.sheets:
            self.bases.append(self.next)
            self._sheet(sheet, at)
            at += len(sheet.pages)
        self._trees(pages)
        self._words()
        self._flush()
        self._end()
        return BoundBook(bytes(self.out), pages)

    # ---- writing

    def _take(self, many: int = 1) -> int:
        first, self.next = self.next, self.next + many
        return first

    def _row(self, number: int, *row: int) -> None:
        """Says where an object is: (1, its offset, 0), or (2, the stream it is packed in, its place there)."""
        short = ROW.size * (number + 1) - len(self.rows)
        if short > 0:
            self.rows += bytes(short)
        ROW.pack_into(self.rows, ROW.size * number, *row)

    def _stream(self, number: int, text: bytes, data: bytes) -> None:
        self._row(number, 1, len(self.out), 0)
        self.out += b"%d 0 obj\n%b\nstream\n" % (number, text)
        self.out += data
        self.out += b"\nendstream\nendobj\n"

    def _packed(self, number: int, extra: bytes, data: bytes) -> None:
        data = deflated(data)
        self._stream(number, b"<<%b/Filter /FlateDecode/Length %d>>" % (extra, len(data)), data)

    def _object(self, number: int, text: bytes) -> None:
        self.small.append((number, text))

    def _flush(self) -> None:
        """Writes the objects that are not streams, packed into one that is."""
        for start in range(0, len(self.small), PACK):
            pack, home = self.small[start : start + PACK], self._take()
            for place, (number, _) in enumerate(pack):
                self._row(number, 2, home, place)
            self._packed(home, *_pack(pack))
        self.small = []

    # ---- what the whole book shares

    def _faces(self) -> None:
        found: dict[str, Face] = {}
        for faces in (*(sheet.faces for sheet in self.sheets), *self.folio_faces):
            for key, face in faces.items():
                known = found.get(key, face)
                found[key] = Face(
                    face.cut,
                    face.name,
                    face.family,
                    face.flags,
                    face.ascent,
                    face.descent,
                    known.widths | face.widths,
                    known.letters | face.letters,
                )
        entries = []
        for key, face in sorted(found.items()):
            cut = self.cut(face.cut, frozenset(face.letters)) if face.cut else Embedded(b"", {}, {})
            # The cut knows its widths exactly; what a page says of them is rounded at the size it used.
            widths, letters_of = face.widths | cut.widths, face.letters | cut.letters
            type0, descendant, descriptor, file, letters = (self._take() for _ in range(5))
            name = face.name.encode()
            self._object(
                type0,
                b"<</Type /Font/Subtype /Type0/BaseFont /%b/ToUnicode %d 0 R/Encoding /Identity-H/DescendantFonts [%d 0 R]>>"
                % (name, letters, descendant),
            )
            self._object(
                descendant,
                b"<</Type /Font/Subtype /CIDFontType2/BaseFont /%b/CIDSystemInfo <</Registry (Adobe)/Ordering (Identity)/Supplement 0>>"
                b"/CIDToGIDMap /Identity/W [%b]/FontDescriptor %d 0 R>>"
                % (name, _widths(widths), descriptor),
            )
            # A face that is not ours is not embedded, and the inspector says so.
            embedded = b"/FontFile2 %d 0 R" % file if face.cut else b""
            self._object(
                descriptor,
                b"<</Type /FontDescriptor/FontName /%b/FontFamily %b/Flags %d/FontBBox [0 %d %b %d]/ItalicAngle 0/Ascent %d/Descent %d"
                b"/CapHeight %d/StemV 80%b>>"
                % (
                    name,
                    text(face.family),
                    face.flags,
                    face.descent,
                    pdf_number(max(widths.values(), default=0)),
                    face.ascent,
                    face.ascent,
                    face.descent,
                    face.ascent,
                    embedded,
                ),
            )
            self._packed(file, b"/Length1 %d" % len(cut.file), cut.file)
            self._packed(letters, b"", _letters(letters_of))
            entries.append(b"/%b %d 0 R" % (key.encode(), type0))
        self._object(TYPEFACES, b"<<%b>>" % b"".join(entries))
        self._object(COLOUR_SPACES, LAB)

    def _pictures(self) -> None:
        self.plates = {name: 0 for sheet in self.sheets for name in sheet.pictures}
        drawn: dict[Drawing, int] = {}
        parts: dict[SharedDrawing, int] = {}
        for name in self.plates:
            plate = self.pictures(name)
            if plate in drawn:
                self.plates[name] = drawn[plate]
                continue
            used = [
                parts[part] if part in parts else self._part(part, parts) for part in plate.parts
            ]
            self.plates[name] = drawn[plate] = self._take()
            means = b"<<>>"
            if used:
                # Packed with the other small objects, a list of names costs next to nothing.
                listed = self._take()
                means = b"%d 0 R" % listed
                self._object(
                    listed,
                    b"<</XObject <<%b>>>>"
                    % b"".join(b"/%d %d 0 R" % row for row in enumerate(used)),
                )
            # A picture stands in a square of 1, where its stand-in would have been painted.
            extra = (
                b"/Type /XObject/Subtype /Form/BBox [0 0 %b %b]/Matrix [%b 0 0 %b 0 0]/Resources %b"
                % (
                    pdf_number(plate.width),
                    pdf_number(plate.height),
                    pdf_number(1 / plate.width, 8),
                    pdf_number(1 / plate.height, 8),
                    means,
                )
            )
            self._stream(
                self.plates[name],
                b"<<%b/Filter /FlateDecode/Length %d>>" % (extra, len(plate.drawing)),
                plate.drawing,
            )

    def _part(self, part: SharedDrawing, parts: dict[SharedDrawing, int]) -> int:
        parts[part] = self._take()
        extra = b"/Type /XObject/Subtype /Form/BBox [%d %d %d %d]/Resources <<>>" % part.box
        self._stream(
            parts[part],
            b"<<%b/Filter /FlateDecode/Length %d>>" % (extra, len(part.drawing)),
            part.drawing,
        )
        return parts[part]

    # ---- the sheets

    def _sheet(self, sheet: PrintedPart, first: int) -> None:
        base = self._take(sheet.count + 1 + _packs(sheet))
        pictures = tuple(self.plates[name] for name in sheet.pictures)
        if (
            any(number > self.numbered for number in range(first, first + len(sheet.pages)))
            and sheet.numbered
        ):
            raise ValueError(
                f"nobody has printed the number of page {max(first, self.numbered + 1)}"
            )
        place = (base, self.first_folio + first - 1, *pictures)
        data = self.keep(
            digest(hashlib.sha256(sheet.body).digest(), repr(place)),
            lambda: marshal.dumps(_segment(sheet, *place)),
        )
        written, rows, streams = marshal.loads(data)
        at = len(self.out)
        self.out += written
        self.rows += bytes(ROW.size * base - len(self.rows)) + rows
        for number, offset in streams:
            self._row(number, 1, at + offset, 0)

    # ---- what joins them

    def _trees(self, pages: int) -> None:
        joined = list(zip(self.bases, self.sheets))
        self._object(
            TREE,
            b"<</Type /Pages/Count %d/Kids [%b]>>"
            % (pages, _references(base + sheet.count for base, sheet in joined)),
        )
        self._object(
            TOP,
            b"<</Type /StructElem/S /Document/P %d 0 R/K [%b]>>"
            % (STRUCTURE, _references(base + top for base, sheet in joined for top in sheet.tops)),
        )
        keys = b" ".join(
            b"%d %d 0 R" % (base + key, base + leads)
            for base, sheet in joined
            for key, leads in enumerate(sheet.parents)
        )
        self._object(PARENTS, b"<</Nums [%b]>>" % keys)
        self._object(
            STRUCTURE,
            b"<</Type /StructTreeRoot/K [%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (TOP, PARENTS, self.next),
        )
        anchors: dict[bytes, bytes] = {}
        for base, sheet in joined:
            for name, page, x, y in sheet.anchors:
                anchors.setdefault(
                    name.encode(),
                    b"[%d 0 R /XYZ %b %b 0]"
                    % (base + sheet.pages[page], pdf_number(x), pdf_number(y)),
                )
        names = b" ".join(
            b"%b %b" % (text(name.decode()), target) for name, target in sorted(anchors.items())
        )
        self._outline(
            [
                (
                    level,
                    title,
                    b"[%d 0 R /XYZ %b %b 0]"
                    % (base + sheet.pages[page], pdf_number(x), pdf_number(y)),
                )
                for base, sheet in joined
                for level, title, page, x, y in sheet.marks
            ]
        )
        self._object(
            CATALOG,
            b"<</Type /Catalog/Pages %d 0 R/Lang %b/MarkInfo <</Marked true>>/ViewerPreferences <</DisplayDocTitle true>>/PageMode /UseOutlines/StructTreeRoot %d 0 R"
            b"/Metadata %d 0 R/Outlines %d 0 R/PageLabels <</Nums [0 <</S /D>>]>>/Names <</Dests <</Names [%b]>>>>>>"
            % (TREE, text(self.document_info.language), STRUCTURE, METADATA, MARKS, names),
        )

    def _outline(self, marks: list[tuple[int, str, bytes]]) -> None:
        root = _Mark(MARKS, 0)
        open_marks = [root]
        made: list[_Mark] = []
        for level, title, target in marks:
            while open_marks[-1].level >= level:
                open_marks.pop()
            mark = _Mark(self._take(), level, title, target, open_marks[-1])
            open_marks[-1].kids.append(mark)
            open_marks.append(mark)
            made.append(mark)
        self._object(MARKS, b"<</Type /Outlines/Count %d%b>>" % (len(made), root.ends))
        for mark in made:
            kin = mark.parent.kids
            place = kin.index(mark)
            around = b"".join(
                (
                    (b"/Prev %d 0 R" % kin[place - 1].number) if place else b"",
                    (b"/Next %d 0 R" % kin[place + 1].number) if place + 1 < len(kin) else b"",
                )
            )
            self._object(
                mark.number,
                b"<</Title %b/Dest %b/Parent %d 0 R/Count %d%b%b>>"
                % (
                    text(mark.title),
                    mark.target,
                    mark.parent.number,
                    mark.count,
                    mark.ends,
                    around,
                ),
            )

    def _words(self) -> None:
        told = self.document_info
        day = b"(D:%b)" % told.created.replace("-", "").encode()
        rows = (
            ("Title", told.title),
            ("Author", told.author),
            ("Subject", told.subject),
            ("Keywords", told.keywords),
            ("Producer", told.producer),
        )
        self._object(
            INFO,
            b"<<%b/CreationDate %b/ModDate %b>>"
            % (b"".join(b"/%b %b" % (key.encode(), text(value)) for key, value in rows), day, day),
        )
        data = _metadata(told)
        # Left as it is, so that what searches files for their metadata finds it.
        self._stream(METADATA, b"<</Type /Metadata/Subtype /XML/Length %d>>" % len(data), data)

    def _end(self) -> None:
        last = self._take()
        self._row(last, 1, len(self.out), 0)
        ROW.pack_into(self.rows, 0, 0, 0, 65535)
        digest = hashlib.sha256(self.out).hexdigest()[:32].encode()
        start = len(self.out)
        self._packed(
            last,
            b"/Type /XRef/Size %d/W [1 4 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]"
            % (self.next, CATALOG, INFO, digest, digest),
            bytes(self.rows),
        )
        self.out += b"startxref\n%d\n%%%%EOF\n" % start


def _segment(
    sheet: PrintedPart, base: int, folio: int, *pictures: int
) -> tuple[bytes, bytes, list[tuple[int, int]]]:
    """A sheet as it stands in a book in which its first object is `base` and its first page number is object `folio`.

    Gives its bytes, its rows of the table of objects, and the offsets of its streams, which those rows still lack.
    """
    home, packs = base + sheet.count, _packs(sheet)
    shared = {PAGES: home, DOCUMENT: TOP, FONTS: TYPEFACES, COLOURS: COLOUR_SPACES}

    def given(hole: int) -> int:
        if hole < 0:
            return shared[hole]
        if hole < PICTURE:
            return base + hole - KEY
        return pictures[hole - PICTURE] if hole < FOLIO else folio + hole - FOLIO

    out, rows, streams = bytearray(), bytearray(), []
    small: list[list[tuple[int, bytes]]] = [[] for _ in range(packs)]
    kids = b" ".join(b"%d 0 R" % (base + page) for page in sheet.pages)
    tree = (
        b"<</Type /Pages/Parent %d 0 R/Count %d/Kids [%b]>>" % (TREE, len(sheet.pages), kids),
        (),
        None,
    )
    for number, (wording, holes, data) in enumerate((*sheet.object_templates, tree), base):
        if holes:
            wording = wording % tuple(
                [base + hole if 0 <= hole < KEY else given(hole) for hole in holes]
            )
        elif b"%%" in wording:
            wording = wording % ()
        if data is None:
            # What is read aloud is packed apart from what is shown, so that a viewer opens pages without unpacking it.
            pack = (number - base) // PACK * 2 + (wording.startswith(b"<</Type /StructElem"))
            rows += ROW.pack(2, home + 1 + pack, len(small[pack]))
            small[pack].append((number, wording))
            continue
        rows += ROW.pack(1, 0, 0)
        streams.append((number, len(out)))
        out += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, wording, data)
    for number, pack in enumerate(small, home + 1):
        extra, data = _pack(pack)
        data = deflated(data)
        rows += ROW.pack(1, 0, 0)
        streams.append((number, len(out)))
        out += (
            b"%d 0 obj\n<<%b/Filter /FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n"
            % (number, extra, len(data), data)
        )
    return bytes(out), bytes(rows), streams


def _packs(sheet: PrintedPart) -> int:
    """How many packs the objects of a sheet are put in, with the one that holds its pages."""
    return (sheet.count // PACK + 1) * 2


def _pack(objects: Sequence[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Numbered objects as one stream: what its dictionary says, and its data."""
    heads, at = [], 0
    for number, wording in objects:
        heads.append(b"%d %d" % (number, at))
        at += len(wording) + 1
    head = b" ".join(heads) + b"\n"
    return b"/Type /ObjStm/N %d/First %d" % (len(objects), len(head)), head + b"\n".join(
        wording for _, wording in objects
    )


class _Mark:
    """A bookmark among the others."""

    def __init__(
        self,
        number: int,
        level: int,
        title: str = "",
        target: bytes = b"",
        parent: _Mark | None = None,
    ):
        self.number, self.level, self.title, self.target, self.parent = (
            number,
            level,
            title,
            target,
            parent,
        )
        self.kids: list[_Mark] = []

    @property
    def ends(self) -> bytes:
        return (
            b"/First %d 0 R/Last %d 0 R" % (self.kids[0].number, self.kids[-1].number)
            if self.kids
            else b""
        )

    @property
    def count(self) -> int:
        return len(self.kids) + sum(kid.count for kid in self.kids)


def _folios(sheet: PrintedPart) -> Iterator[tuple[bytes, bytes]]:
    """The drawing of each page of a sheet of page numbers."""
    object_templates = sheet.object_templates
    for page in sheet.pages:
        # A page names its parent, its drawing, and what that draws with.
        wording, holes, data = object_templates[object_templates[page][1][1]]
        yield wording, data


def text(value: str) -> bytes:
    """A string as PDF writes it: plain when it is ASCII, else UTF-16."""
    if value.isascii():
        return b"(%b)" % value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<FEFF%b>" % value.encode("utf-16-be").hex().upper().encode()


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _widths(widths: dict[int, float]) -> bytes:
    """Widths as runs of neighbouring glyphs."""
    out: list[bytes] = []
    last = None
    for glyph in sorted(widths):
        if last is None or glyph != last + 1:
            out.append(b"%b%d [" % (b"]" if out else b"", glyph))
        out.append(b"%b " % pdf_number(widths[glyph]))
        last = glyph
    return b"".join(out) + (b"]" if out else b"")


def _letters(letters: dict[int, str]) -> bytes:
    """Which letters each glyph stands for (Adobe Technical Note 5014)."""
    rows = [
        b"<%04x> <%b>" % (glyph, letter.encode("utf-16-be").hex().encode())
        for glyph, letter in sorted(letters.items())
    ]
    blocks = []
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        blocks.append(b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(block)))
    return b"\n".join(
        (
            b"/CIDInit /ProcSet findresource begin",
            b"12 dict begin",
            b"begincmap",
            b"/CIDSystemInfo",
            b"<</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def",
            b"/CMapName /Adobe-Identity-UCS def",
            b"/CMapType 2 def",
            b"1 begincodespacerange",
            b"<0000> <ffff>",
            b"endcodespacerange",
            *blocks,
            b"endcmap",
            b"CMapName currentdict /CMap defineresource pop",
            b"end",
            b"end",
        )
    )


def _metadata(told: DocumentInfo) -> bytes:
    """The same as the file's information, as XMP (ISO 16684-1), with the mark of PDF/UA-1."""

    def plain(value: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt>'

    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title>{plain(told.title)}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(told.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>{plain(told.subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>{escape(told.language)}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{escape(told.keywords)}</pdf:Keywords>
<pdf:Producer>{escape(told.producer)}</pdf:Producer>
<xmp:CreateDate>{told.created}</xmp:CreateDate>
<xmp:ModifyDate>{told.created}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
