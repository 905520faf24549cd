"""A PDF file while it is written: its bytes so far, and where each object stands.

Objects that are not streams are packed together into streams that are (ISO 32000-1:2008, 7.5.7);
a stream at the end says where all objects are (7.5.8).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guide.core.pdf_syntax import deflated

# A row of the table of objects: its kind, and two numbers that say where the object is.
ROW = struct.Struct(">BIH")
IN_FILE, IN_PACK = 1, 2
# The generation of object 0, which stands for all free objects.
FREE = 65535
# So many objects are packed together at most: a row has two bytes for an object's place in its
# pack.
PACK = 1 << 15

NumberedText = tuple[int, bytes]


class PdfWriter:
    """Writes objects one after the other; numbers below `first_number` are given by the caller."""

    def __init__(self, first_number: int) -> None:
        self._out = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        self._rows = bytearray()
        self._waiting: list[NumberedText] = []
        self._next = first_number

    @property
    def next_number(self) -> int:
        """The number that the next object gets."""
        return self._next

    def take_number(self) -> int:
        """A number for one more object."""
        return self.take_numbers(1)

    def take_numbers(self, count: int) -> int:
        """Numbers for so many objects: the first of them."""
        first = self._next
        self._next += count
        return first

    def add_object(self, number: int, text: bytes) -> None:
        """Adds an object that is not a stream; it is written with the next pack."""
        self._waiting.append((number, text))

    def write_stream(self, number: int, text: bytes, data: bytes) -> None:
        """Writes a stream whose dictionary is `text`, with its data as it is."""
        self._set_row(number, IN_FILE, len(self._out), 0)
        self._out += stream_object(number, text, data)

    def write_deflated(self, number: int, entries: bytes, data: bytes) -> None:
        """Writes a stream with its data deflated; `entries` are those of its dictionary."""
        deflated_data = deflated(data)
        self.write_stream(number, deflated_dictionary(entries, deflated_data), deflated_data)

    def write_segment(self, first_number: int, segment: Segment) -> None:
        """Writes objects that were made to follow each other, and to stand from a number on."""
        start = len(self._out)
        self._out += segment.written
        self._rows += bytes(ROW.size * first_number - len(self._rows)) + segment.rows
        for number, offset in segment.streams:
            self._set_row(number, IN_FILE, start + offset, 0)

    def flush(self) -> None:
        """Writes the objects that wait, in packs."""
        for start in range(0, len(self._waiting), PACK):
            objects = self._waiting[start : start + PACK]
            pack = self.take_number()
            for place, (number, _) in enumerate(objects):
                self._set_row(number, IN_PACK, pack, place)
            self.write_deflated(pack, *pack_objects(objects))
        self._waiting = []

    def finish(self, catalog: int, info: int) -> bytes:
        """Writes the table of objects; the whole file."""
        table = self.take_number()
        start = len(self._out)
        self._set_row(table, IN_FILE, start, 0)
        ROW.pack_into(self._rows, 0, 0, 0, FREE)
        identifier = hashlib.sha256(self._out).hexdigest()[:32].encode()
        entries = b"/Type /XRef/Size %d/W [1 4 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]" % (
            self._next,
            catalog,
            info,
            identifier,
            identifier,
        )
        self.write_deflated(table, entries, bytes(self._rows))
        self._out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(self._out)

    def _set_row(self, number: int, kind: int, where: int, place: int) -> None:
        """Says where an object is: at an offset in the file, or in a pack at a place."""
        missing = ROW.size * (number + 1) - len(self._rows)
        if missing > 0:
            self._rows += bytes(missing)
        ROW.pack_into(self._rows, ROW.size * number, kind, where, place)


@dataclass
class Segment:
    """Consecutive objects as bytes, which can stand anywhere in a file.

    `rows` are theirs in the table of objects; those of streams still lack the place of the segment,
    so `streams` says at which offset in the segment each stands.
    """

    written: bytearray = field(default_factory=bytearray)
    rows: bytearray = field(default_factory=bytearray)
    streams: list[tuple[int, int]] = field(default_factory=list)

    def add_stream(self, number: int, text: bytes, data: bytes) -> None:
        """Adds a stream whose dictionary is `text`."""
        self.rows += ROW.pack(IN_FILE, 0, 0)
        self.streams.append((number, len(self.written)))
        self.written += stream_object(number, text, data)

    def add_packed(self, pack: int, place: int) -> None:
        """Adds the row of an object that stands in a pack."""
        self.rows += ROW.pack(IN_PACK, pack, place)


def stream_object(number: int, text: bytes, data: bytes) -> bytes:
    """A stream as it stands in the file; `text` is its dictionary."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, text, data)


def deflated_dictionary(entries: bytes, deflated_data: bytes) -> bytes:
    """The dictionary of a deflated stream with some more entries."""
    return b"<<%b/Filter /FlateDecode/Length %d>>" % (entries, len(deflated_data))


def pack_objects(objects: Sequence[NumberedText]) -> tuple[bytes, bytes]:
    """Numbered objects as one stream: the entries of its dictionary, and its data."""
    heads = []
    offset = 0
    for number, text in objects:
        heads.append(b"%d %d" % (number, offset))
        offset += len(text) + 1
    head = b" ".join(heads) + b"\n"
    entries = b"/Type /ObjStm/N %d/First %d" % (len(objects), len(head))
    return entries, head + b"\n".join(text for _, text in objects)


def pdf_string(value: str) -> bytes:
    """A string as PDF writes it: plain when it is ASCII, else UTF-16."""
    if value.isascii():
        escaped = value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return b"(%b)" % escaped.encode()
    return b"<FEFF%b>" % value.encode("utf-16-be").hex().upper().encode()


def pdf_references(numbers: Iterable[int]) -> bytes:
    """References to objects, as they stand in an array."""
    return b" ".join(b"%d 0 R" % number for number in numbers)
