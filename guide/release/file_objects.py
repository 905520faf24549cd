"""What the objects of a finished file are, without a look at each.

Most lie packed in streams by the hundred: tags, links, bookmarks. What such a stream names is found
in its text, and its objects are looked at only where that is notable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

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
_SUSPECT = re.compile(rb"(?:%b)\b" % b"|".join(name.encode() for name in sorted(ACTIVE | ACTIONS)))
# The same in a stream of objects, with what every typeface has some of, and any name in which a
# letter is written as two digits.
_FACE = rb"/Type\s*/Font\b|/(?:BaseFont|FontDescriptor|FontMatrix|CharProcs)\b"
_NOTABLE = re.compile(rb"%b|%b|#[0-9A-Fa-f]{2}" % (_SUSPECT.pattern, _FACE))
# Where a file says where its list of objects stands, and how an object begins.
_LIST_AT = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_BEGINNING = re.compile(rb"(\d+) 0 obj\b")
# How an entry in that list begins when an object stands by itself.
_BY_ITSELF = 1


@dataclass(frozen=True)
class FileObjects:
    """What the objects of a file are: its simple fonts, and what a mail gateway stops."""

    fonts: tuple[pikepdf.Dictionary, ...]
    active: frozenset[str]


def look_at_objects(pdf: pikepdf.Pdf, data: bytes) -> FileObjects:
    """What the objects of a file are; `data` is the file. Raises pikepdf.PdfError."""
    fonts = []
    active = _active_keys(pdf.trailer)
    for thing in _notable_objects(pdf, data):
        is_stream = isinstance(thing, pikepdf.Stream)
        text = (thing.stream_dict if is_stream else thing).unparse(resolved=True)
        # Most objects name nothing of the kind, not even in a sentence.
        if _SUSPECT.search(text):
            active |= _active_keys(thing)
        if b"/Font" in text and isinstance(thing, pikepdf.Dictionary) and _is_font(thing):
            fonts.append(thing)
    return FileObjects(tuple(fonts), frozenset(active))


def streams_of(pdf: pikepdf.Pdf, data: bytes) -> Iterator[pikepdf.Stream]:
    """All streams of a file; `data` is the file. Raises pikepdf.PdfError."""
    for thing in _outer_objects(pdf, data) or pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            yield thing


def _notable_objects(pdf: pikepdf.Pdf, data: bytes) -> Iterator[pikepdf.Object]:
    """The objects of a file but those in streams that name nothing notable."""
    outer = _outer_objects(pdf, data)
    if not outer:
        yield from pdf.objects
        return
    for thing in outer:
        yield thing
        if not isinstance(thing, pikepdf.Stream) or thing.get("/Type") != "/ObjStm":
            continue
        text = thing.read_bytes()
        if _NOTABLE.search(text):
            # It begins with the number of each of its objects, and where it stands.
            for number in text[: int(thing.First)].split()[: 2 * int(thing.N) : 2]:
                yield pdf.get_object(int(number), 0)


def _outer_objects(pdf: pikepdf.Pdf, data: bytes) -> list[pikepdf.Object]:
    """The objects that stand by themselves, as all streams do; none when the file has no plain
    list that says so.
    """
    at = _LIST_AT.search(data[-64:])
    beginning = _BEGINNING.match(data, int(at[1])) if at else None
    if beginning is None:
        return []
    listed = pdf.get_object(int(beginning[1]), 0)
    if not isinstance(listed, pikepdf.Stream) or "/Prev" in listed or "/Index" in listed:
        return []
    kind, place, generation = map(int, listed.W)
    length = kind + place + generation
    entries = listed.read_bytes()
    if kind != 1 or len(entries) != length * int(listed.Size):
        return []
    numbers = [number for number, said in enumerate(entries[::length]) if said == _BY_ITSELF]
    for number in numbers:
        if any(entries[number * length + kind + place : (number + 1) * length]):
            return []
    return [pdf.get_object(number, 0) for number in numbers]


def _is_font(thing: pikepdf.Dictionary) -> bool:
    """Whether an object is a font that is no composite of others."""
    return thing.get("/Type") == "/Font" and thing.get("/Subtype") != "/Type0"


def _active_keys(thing: pikepdf.Object) -> set[str]:
    """The keys and actions in an object that a mail gateway takes for a program."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    parts: list[pikepdf.Object]
    found: set[str] = set()
    if isinstance(thing, pikepdf.Dictionary):
        found |= ACTIVE.intersection(thing.keys())
        found |= ACTIONS.intersection({str(thing.get("/S", ""))})
        parts = list(thing.values())
    elif isinstance(thing, pikepdf.Array):
        parts = list(thing)
    else:
        return found
    for part in parts:
        # An indirect object is looked at by itself.
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            found |= _active_keys(part)
    return found
