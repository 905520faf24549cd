"""Telling pages of the little guide look as somebody last saw and liked them.

Pictures are 100 px wide and few in colours: enough to see that something moved, went or came,
little enough to be kept beside the tests. After a change that was meant, look at the pages, then:
BLESS=1 ./run test tests/test_looks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from guide.release.proof import Proof

LOOKS = Path(__file__).parent / "looks"
# What to look at: a part of the book by its address, and which of its pages from its first.
PAGES = {
    "cover": ("cover", 0),
    "contents": ("contents", 0),
    "opener": ("chapter-soups", 0),
    "recipe": ("recipe-carrot-soup", 0),
    "method": ("recipe-carrot-soup", 1),
    "index": ("index", 0),
}
WIDTH = 100
# A pixel differs when one of its colours is this far off; a page, when more than so many of its
# pixels in a thousand do.
FAR, MOST = 48, 4


@pytest.fixture(scope="module")
def seen(edition) -> dict[str, Image.Image]:
    """The pages as they look now."""
    outcome, _ = edition
    first = Proof(outcome.pdf, outcome.guide.brand, (), (), frozenset()).first_pages
    with pypdfium2.PdfDocument(outcome.pdf) as document:
        pages = {
            name: document[first[part] - 1 + further] for name, (part, further) in PAGES.items()
        }
        return {name: reduced(page) for name, page in pages.items()}


def reduced(page: pypdfium2.PdfPage) -> Image.Image:
    """A page 100 px wide in 64 colours; each pixel is the mean of nine, so hairs do not count."""
    large = page.render(scale=3 * WIDTH / page.get_width()).to_pil().convert("RGB")
    return large.reduce(3).quantize(64, dither=Image.Dither.NONE)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, Image.Image]:
    """How many pixels in a thousand differ, and which: black on white."""
    if one.size != other.size:
        return 1000, Image.new("L", one.size, 0)
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    marks = worst.point(lambda value: 0 if value > FAR else 255)
    return 1000 * marks.histogram()[0] / (one.width * one.height), marks


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name, seen, tmp_path):
    kept = LOOKS / f"{name}.png"
    if os.environ.get("BLESS"):
        seen[name].save(kept, optimize=True)
    with Image.open(kept) as wanted:
        many, marks = apart(seen[name], wanted)
        if many > MOST:
            for what, picture in (
                ("expected", wanted),
                ("actual", seen[name]),
                ("difference", marks),
            ):
                picture.save(tmp_path / f"{name}-{what}.png")
    assert many <= MOST, (
        f"{many:.0f} pixels in 1,000 differ; look into {tmp_path}, "
        "and if it is meant: BLESS=1 ./run test tests/test_looks.py"
    )


def test_nothing_is_kept_that_is_not_looked_at():
    kept = {path.name: path for path in LOOKS.iterdir()}
    for name in set(kept) - {f"{name}.png" for name in PAGES} if os.environ.get("BLESS") else ():
        kept.pop(name).unlink()
    assert sorted(kept) == sorted(f"{name}.png" for name in PAGES)
    assert sum(path.stat().st_size for path in kept.values()) < 100_000


@pytest.mark.parametrize("name", PAGES)
def test_a_line_that_goes_and_a_picture_that_moves_are_seen(name, seen):
    spoilt = seen[name].convert("RGB")
    ink = spoilt.convert("L").point(lambda value: 255 - value)
    band = max(
        range(0, spoilt.height - 5), key=lambda top: sum(ink.crop((8, top, 92, top + 5)).tobytes())
    )
    ImageDraw.Draw(spoilt).rectangle((8, band, 92, band + 4), "#FFFFFF")
    assert apart(seen[name], spoilt)[0] > MOST
    assert apart(seen[name], ImageChops.offset(seen[name].convert("RGB"), 0, 4))[0] > MOST


def test_a_shade_of_difference_is_none(seen):
    paler = seen["recipe"].convert("RGB").point(lambda value: min(255, value + 12))
    assert apart(seen["recipe"], paler)[0] == 0
