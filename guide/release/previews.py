"""Pictures of the finished pages, for a web page and for a look at the whole book at once.

Drawn from the file as it is published, with pdfium; a page that looks as it did is not drawn again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image

from guide.core import fingerprint, workers
from guide.core.cache import Cache, digest

if TYPE_CHECKING:
    import pypdfium2

# Pixels: the cover as a web page and a list of downloads show it, and a page on the contact sheet.
COVERS = {"cover.png": 600, "cover@160.png": 160}
SHEET = "contact-sheet.webp"
WIDE, GAP, DESK = 96, 6, "#DDDDDD"
PAGES_DRAWN_AT_ONCE = 40


def draw_previews(
    pdf: bytes, keys: Sequence[str], shape: tuple[float, float], cache: Cache, jobs: int
) -> dict[str, bytes]:
    """The cover in two sizes and the contact sheet, as files by their names.

    `keys` are those of what each page is drawn from, `shape` is the width and height of a page in pt. Raises workers.Lost.
    """
    size = (WIDE, round(WIDE * shape[1] / shape[0]))
    length = size[0] * size[1] * 3
    code = fingerprint.program_key()
    sheet = cache.get("albums", digest(code, *keys))
    found = {name: cache.get("albums", digest(code, name, keys[0])) for name in COVERS}
    small = [
        cache.get("albums", digest(code, str(WIDE), key)) if sheet is None else b"" for key in keys
    ]
    missing = [number for number, data in enumerate(small) if data is None]
    covers = [name for name, data in found.items() if data is None]
    shares = [
        missing[start : start + PAGES_DRAWN_AT_ONCE]
        for start in range(0, len(missing), PAGES_DRAWN_AT_ONCE)
    ]

    names = [*covers, *(f"drawing pages {share[0] + 1} to {share[-1] + 1}" for share in shares)]
    for piece, data, _ in workers.share(names, partial(_draw, pdf, covers, shares), jobs):
        if piece < len(covers):
            found[covers[piece]] = data
            cache.put("albums", digest(code, covers[piece], keys[0]), data)
            continue
        for place, number in enumerate(shares[piece - len(covers)]):
            small[number] = data[place * length : (place + 1) * length]
            cache.put("albums", digest(code, str(WIDE), keys[number]), small[number])
    if sheet is None:
        sheet = _sheet([Image.frombytes("RGB", size, data) for data in small])
        cache.put("albums", digest(code, *keys), sheet)
    return {**found, SHEET: sheet}


def _draw(pdf: bytes, covers: Sequence[str], shares: Sequence[Sequence[int]], piece: int) -> bytes:
    """One cover as PNG, or the pages of one share one after the other, three bytes a pixel."""
    # A process that has loaded pdfium cannot be forked, so only the one that draws loads it.
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        if piece < len(covers):
            return _written(_drawn(document[0], COVERS[covers[piece]]), "PNG")
        return b"".join(
            _drawn(document[number], WIDE).tobytes() for number in shares[piece - len(covers)]
        )


def _drawn(page: pypdfium2.PdfPage, wide: int) -> Image.Image:
    # Drawn twice as large and made smaller, so that small letters are grey and not broken.
    drawn = page.render(scale=2 * wide / page.get_width()).to_pil().convert("RGB")
    return drawn.resize(
        (wide, round(wide * page.get_height() / page.get_width())), Image.Resampling.BOX
    )


def _sheet(pages: Sequence[Image.Image]) -> bytes:
    """All pages side by side, about twice as wide as high when there are many."""
    width, height = pages[0].size
    across = min(len(pages), max(8, round((2 * len(pages) * height / width) ** 0.5)))
    down = -(-len(pages) // across)
    desk = Image.new("RGB", (across * (width + GAP) + GAP, down * (height + GAP) + GAP), DESK)
    for number, page in enumerate(pages):
        desk.paste(
            page, (GAP + number % across * (width + GAP), GAP + number // across * (height + GAP))
        )
    return _written(desk, "WEBP", quality=70, method=2)


def _written(image: Image.Image, kind: str, **how) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()
