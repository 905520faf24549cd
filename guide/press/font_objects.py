"""Typefaces as a book embeds them: five PDF objects for each (ISO 32000-1:2008, 9.7 and 9.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guide.core.pdf_syntax import pdf_number
from guide.layout.fonts import Embedded
from guide.press.pdf_writer import PdfWriter, deflated_dictionary, pdf_string
from guide.press.printed_part import Face

# So many rows stand in a block of the table of letters at most (Adobe Technical Note 5014).
BLOCK = 100

_TYPE0 = (
    b"<</Type /Font/Subtype /Type0/BaseFont /%b/ToUnicode %d 0 R/Encoding /Identity-H"
    b"/DescendantFonts [%d 0 R]>>"
)
_CID_FONT = (
    b"<</Type /Font/Subtype /CIDFontType2/BaseFont /%b"
    b"/CIDSystemInfo <</Registry (Adobe)/Ordering (Identity)/Supplement 0>>"
    b"/CIDToGIDMap /Identity/W [%b]/FontDescriptor %d 0 R>>"
)
_DESCRIPTOR = (
    b"<</Type /FontDescriptor/FontName /%b/FontFamily %b/Flags %d/FontBBox [0 %d %b %d]"
    b"/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80%b>>"
)
_LETTERS_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
_LETTERS_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def merge_faces(parts: Iterable[Mapping[str, Face]]) -> dict[str, Face]:
    """What all parts together use of each typeface, by the name that pages give it."""
    merged: dict[str, Face] = {}
    for faces in parts:
        for key, face in faces.items():
            known = merged.get(key, face)
            merged[key] = Face(
                cut=face.cut,
                name=face.name,
                family=face.family,
                flags=face.flags,
                ascent=face.ascent,
                descent=face.descent,
                widths=known.widths | face.widths,
                letters=known.letters | face.letters,
            )
    return merged


def write_face(writer: PdfWriter, face: Face, embedded: Embedded) -> int:
    """Writes a typeface; the number of the object that pages name."""
    # The cut knows its widths exactly; those from pages are rounded at the size that was used.
    widths = face.widths | embedded.widths
    letters = face.letters | embedded.letters
    name = face.name.encode()
    type0 = writer.take_number()
    cid_font = writer.take_number()
    descriptor = writer.take_number()
    file = writer.take_number()
    letter_table = writer.take_number()
    writer.add_object(type0, _TYPE0 % (name, letter_table, cid_font))
    writer.add_object(cid_font, _CID_FONT % (name, _write_widths(widths), descriptor))
    # A typeface that is not ours is not embedded; the inspection of the book finds that.
    file_entry = b"/FontFile2 %d 0 R" % file if face.cut else b""
    widest = max(widths.values(), default=0)
    described = _DESCRIPTOR % (
        name,
        pdf_string(face.family),
        face.flags,
        face.descent,
        pdf_number(widest),
        face.ascent,
        face.ascent,
        face.descent,
        face.ascent,
        file_entry,
    )
    writer.add_object(descriptor, described)
    length = b"/Length1 %d" % embedded.size
    writer.write_stream(file, deflated_dictionary(length, embedded.deflated), embedded.deflated)
    writer.write_deflated(letter_table, b"", _write_letters(letters))
    return type0


def _write_widths(widths: Mapping[int, float]) -> bytes:
    """Widths as runs of neighbouring glyphs: the first glyph, and the widths from there on."""
    out: list[bytes] = []
    last = None
    for glyph in sorted(widths):
        if last is None:
            out.append(b"%d [" % glyph)
        elif glyph != last + 1:
            out.append(b"]%d [" % glyph)
        out.append(b"%b " % pdf_number(widths[glyph]))
        last = glyph
    if out:
        out.append(b"]")
    return b"".join(out)


def _write_letters(letters: Mapping[int, str]) -> bytes:
    """Which letters each glyph stands for (Adobe Technical Note 5014)."""
    rows = []
    for glyph, letter in sorted(letters.items()):
        code = letter.encode("utf-16-be").hex().encode()
        rows.append(b"<%04x> <%b>" % (glyph, code))
    blocks = []
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        blocks.append(b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(block)))
    return b"\n".join((_LETTERS_HEAD, *blocks, _LETTERS_FOOT))
