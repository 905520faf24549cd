"""Pictures of the pages are published with the file, and drawn again only when a page changes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from guide.build import build
from guide.core.cache import user_cache
from guide.core.progress import Progress
from guide.release import previews
from tests.conftest import LITTLE


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_cover_and_the_contact_sheet_stand_beside_the_file(edition):
    output = edition[1]
    cover, small, sheet = (
        picture((output / name).read_bytes())
        for name in ("cover.png", "cover@160.png", "contact-sheet.webp")
    )
    assert (cover.format, cover.width, small.width, sheet.format) == ("PNG", 600, 160, "WEBP")
    assert abs(cover.height / cover.width - 595.28 / 396) < 0.01
    assert cover.convert("RGB").getpixel((300, 300)) == (252, 246, 234), (
        "the plate of the cover is cream"
    )


def test_the_contact_sheet_shows_every_page_in_its_order(edition):
    outcome = edition[0]
    sheet = picture(outcome.previews["contact-sheet.webp"]).convert("L")
    across = (sheet.width - previews.GAP) // (previews.PAGE_WIDTH + previews.GAP)
    high = round(previews.PAGE_WIDTH * 595.28 / 396)
    pages = [
        sheet.crop((x, y, x + previews.PAGE_WIDTH, y + high))
        for number in range(outcome.facts["pages"])
        for x, y in [
            (
                previews.GAP + number % across * (previews.PAGE_WIDTH + previews.GAP),
                previews.GAP + number // across * (high + previews.GAP),
            )
        ]
    ]
    small = (
        picture(outcome.previews["cover.png"])
        .convert("L")
        .resize(pages[0].size, Image.Resampling.BOX)
    )
    first, cover = (
        image.resize((6, 9), Image.Resampling.BOX).tobytes() for image in (pages[0], small)
    )
    assert max(abs(a - b) for a, b in zip(first, cover, strict=True)) < 12
    assert all(min(page.getextrema()) < 140 for page in pages), "no page is blank"


def test_a_sheet_of_very_many_pages_shows_each_smaller_and_grows_no_more():
    for pages, size in ((250, (128, 193)), (1000, (128, 193)), (9000, (128, 193))):
        sheet = previews._Sheet(pages, size)
        white = b"\xff" * (size[0] * size[1] * 3)
        for number in (0, pages - 1):
            sheet.paste(number, white)
        width, height = sheet._size
        assert width * height * pages <= previews.MOST_SHEET_PIXELS * 1.1
        assert (sheet._size == size) == (pages == 250)
        image = sheet._image
        assert max(image.size) < 16_383
        shown = sum(count for count, colour in image.getcolors() if colour == (255, 255, 255))
        assert shown == 2 * width * height


def test_only_pages_that_look_another_way_are_drawn_again(little, tmp_path, full):
    build(little, tmp_path / "out", Progress(quiet=True), full, jobs=1)
    kept = set((full.folder / "previews").rglob("*"))
    recipe = little / "recipes/soups/pea-soup.yaml"
    recipe.write_text(recipe.read_text().replace("summary: ", "summary: Quite ", 1))
    build(little, tmp_path / "out", Progress(quiet=True), full, jobs=1)
    files = [path for path in set((full.folder / "previews").rglob("*")) - kept if path.is_file()]
    assert len(files) == 2, "one page, and the sheet it stands on"


@pytest.mark.real
@pytest.mark.parametrize("form", ["counter"])
def test_other_formats_pass_every_gate_and_are_published_apart(tmp_path, form):
    # The rules of PDF/UA are held by the real guide in every format, beside the suite.
    outcome = build(LITTLE, tmp_path, Progress(quiet=True), user_cache(), form=form)
    assert not outcome.failed, outcome.problems
    assert (
        outcome.facts["format"] == form
        and outcome.facts["attachment"]["filename"] == f"little-guide-{form}.pdf"
    )
