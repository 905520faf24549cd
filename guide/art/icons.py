"""Small signs beside words. Their shape alone tells them apart: box, triangle, eye, tick, dots."""

from __future__ import annotations

from guide.art.paper import Paint, Paper
from guide.art.pencil import circle, path


def tick_box(p: Paint) -> bytes:
    """The box a cook ticks beside an ingredient."""
    return Paper(12, 12).svg(
        '<rect x=".7" y=".7" width="10.6" height="10.6" rx="2.4" fill="#FFFFFF"'
        f' stroke="{p.deep}" stroke-width="1.1"/>'
    )


def triangle(fill: str, mark: str) -> bytes:
    """The sign of what a dish contains: a triangle with a stroke."""
    corner = (
        f'<path d="M6 1.4L11 10.4H1Z" fill="{fill}" stroke="{fill}" stroke-width="1.2"'
        ' stroke-linejoin="round"/>'
    )
    return Paper(12, 12).svg(
        corner + path("M6 4.5V7", line=mark, width=1.5) + circle(6, 9, 0.85, mark)
    )


def eye(colour: str) -> bytes:
    """The sign to read the packet: an eye."""
    lid = path("M.8 6C3 2.4 9 2.4 11.2 6C9 9.6 3 9.6 .8 6Z", line=colour, width=1.3)
    return Paper(12, 12).svg(lid + circle(6, 6, 1.9, colour))


def tick(colour: str) -> bytes:
    """The sign of what a dish is made without: a tick."""
    drawn = (
        f'<path d="M1.8 6.4L4.8 9.4L10.4 2.8" fill="none" stroke="{colour}" stroke-width="1.9"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return Paper(12, 12).svg(drawn)


def meter(full: int, colour: str) -> bytes:
    """How strong the evidence is: three dots, of which the first `full` are filled."""
    return Paper(36, 11).svg(
        "".join(
            circle(6 + 12 * place, 5.5, 4, colour if place < full else "none", colour, 1.2)
            for place in range(3)
        )
    )


def code(text: str, colour: str) -> bytes:
    """A text as a QR code (ISO/IEC 18004), one pt a module.

    Round it lies the quiet zone of four modules that readers need.
    """
    # Imported here: a code is seldom drawn anew, and its package takes a while to load.
    import segno

    rows = segno.make(text, error="m", micro=False).matrix
    side = len(rows) + 8
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + 4} {y + 4}H{x + 4}V{y + 5}H{start + 4}Z")
            x += 1
    return Paper(side, side).svg(
        f'<rect width="{side}" height="{side}" fill="#FFFFFF"/>' + path("".join(runs), colour)
    )
