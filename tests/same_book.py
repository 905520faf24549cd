"""Whether two PDFs are the same book to whoever reads, hears or sees it, in other bytes or not.

    .venv/bin/python tests/same_book.py OLD.pdf NEW.pdf

Compares, page by page, the text, the structure tags and the picture at 100 dpi, give or take a
pixel. Prints one line; exits 0 when they are the same, 1 when they differ, 2 when it was called
wrongly or a file is no PDF.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import ImageChops, ImageFilter

DPI = 100
# A pixel differs when one of its colours is this far off: less comes of rounding, and is not seen.
FAR = 16
# At most one pixel in so many may, and by no more than a letter's edge that went to the next pixel.
FEW, STEP = 100, 80
NAMED = 5


def differences(old: bytes, new: bytes) -> list[str]:
    """What differs, in words, with the pages from 1; none when the two are the same book."""
    with pypdfium2.PdfDocument(old) as one, pypdfium2.PdfDocument(new) as other:
        if len(one) != len(other):
            return [f"{len(one)} pages became {len(other)}"]
        reads, looks = [], []
        for number, (page, changed) in enumerate(zip(one, other, strict=True), 1):
            if page.get_textpage().get_text_range() != changed.get_textpage().get_text_range():
                reads.append(number)
            if not _alike(page, changed):
                looks.append(number)
    told = [_told(numbers, does) for numbers, does in ((reads, "read"), (looks, "look")) if numbers]
    with pikepdf.open(io.BytesIO(old)) as one, pikepdf.open(io.BytesIO(new)) as other:
        before, after = list(_tags(one)), list(_tags(other))
    if before != after:
        # One list may be longer than the other.
        pairs = enumerate(zip(before, after, strict=False))
        shorter = min(len(before), len(after))
        at = next((at for at, (tag, changed) in pairs if tag != changed), shorter)
        page, tag = (before if at < len(before) else after)[at][:2]
        told.append(f"tags differ from {tag} on page {page} on")
    return told


def _alike(page: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> bool:
    one, two = (each.render(scale=DPI / 72).to_pil().convert("RGB") for each in (page, other))
    if one.size != two.size:
        return False
    red, green, blue = ImageChops.difference(one, two).split()
    far = sum(ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[FAR + 1 :])
    if not far:
        return True
    # A viewer sets letters on quarters of a pixel, so one that stands a thousandth lower may be
    # drawn a step lower.
    low, high = ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)
    return far <= one.width * one.height / FEW and all(
        top <= STEP
        for here, there in ((one, two), (two, one))
        for gone in (
            ImageChops.subtract(here.filter(low), there),
            ImageChops.subtract(there, here.filter(high)),
        )
        for _, top in gone.getextrema()
    )


def _tags(pdf: pikepdf.Pdf) -> Iterator[tuple]:
    """Every structure element in its order.

    Its page from 1, its role, its depth, how much it holds, and what it says of itself.
    """
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    waiting = [(pdf.Root.StructTreeRoot.K, 0)] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        thing, depth = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += [(kid, depth) for kid in reversed(list(thing))]
        elif isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
            kids = thing.get("/K", [])
            held = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            marked = sum(not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid) for kid in held)
            says = {
                key: _plain(thing[key])
                for key in ("/Alt", "/ActualText", "/Lang", "/A", "/E", "/T")
                if key in thing
            }
            yield (
                numbers.get(thing.Pg.objgen, 0) if "/Pg" in thing else 0,
                str(thing.S),
                depth,
                marked,
                str(says),
            )
            waiting.append((kids, depth + 1))


def _plain(value) -> str:
    return (
        value.unparse(resolved=True).decode("latin-1")
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array))
        else str(value)
    )


def _told(numbers: list[int], does: str) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} {does}s otherwise"
    more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
    return f"pages {', '.join(map(str, numbers[:NAMED]))}{more} {does} otherwise"


def main(arguments: list[str]) -> int:
    """Says whether the two named files are the same book; gives the exit status."""
    if len(arguments) != 2:
        print("usage: same_book.py OLD.pdf NEW.pdf", file=sys.stderr)
        return 2
    try:
        old, new = (Path(name).read_bytes() for name in arguments)
        told = differences(old, new) if old != new else []
    except (OSError, pypdfium2.PdfiumError, pikepdf.PdfError) as error:
        print(f"cannot be compared: {error}", file=sys.stderr)
        return 2
    print(
        f"not the same book: {'; '.join(told)}"
        if told
        else "the same book, to the last byte"
        if old == new
        else "the same book in other bytes"
    )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
