"""A cook's photograph is opened safely, made lean, and stands in the place of the picture."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from guide.art.engrave import engrave
from guide.build import build
from guide.check.reading import read_and_check
from guide.core.cache import user_cache
from guide.core.progress import Progress
from guide.read import photos
from guide.read.photos import (
    MOST_PRINTED_BYTES,
    BadPhoto,
    HeldPhoto,
    draw_photo,
    inspect_photo,
    print_photo,
)

FRAME = 396.0, 212.0
# A colour for each corner: upper left, upper right, lower left, lower right.
RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (30, 60, 200), (230, 200, 40)
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def paint(wide: int = 1200, high: int = 900, mode: str = "RGB") -> Image.Image:
    """A made-up photograph of four colours, one in each quarter."""
    image = Image.new("RGB", (wide, high), RED)
    for colour, left, top in ((GREEN, 1, 0), (BLUE, 0, 1), (YELLOW, 1, 1)):
        quarter = Image.new("RGB", (wide // 2, high // 2), colour)
        image.paste(quarter, (left * wide // 2, top * high // 2))
    return image.convert(mode)


def save(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def corners(jpeg: bytes) -> list[tuple[int, int, int]]:
    """The colours of the corners, to the nearest of the four."""
    image = Image.open(io.BytesIO(jpeg))
    near = 10
    found = []
    for top in (near, image.height - near):
        for left in (near, image.width - near):
            pixel = image.getpixel((left, top))
            distances = {}
            for one in (RED, GREEN, BLUE, YELLOW):
                distances[one] = sum(abs(a - b) for a, b in zip(one, pixel, strict=True))
            found.append(min(distances, key=distances.get))
    return found


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "A camera"
    exif.get_ifd(PLACE)[1] = "N"
    return save(paint(), exif=exif.tobytes())


def test_a_photograph_is_cut_to_its_frame_and_keeps_its_corners():
    jpeg = print_photo(save(paint()), *FRAME)
    image = Image.open(io.BytesIO(jpeg))
    assert image.size == (1200, 643)
    assert corners(jpeg) == [RED, GREEN, BLUE, YELLOW]


def test_a_large_photograph_is_printed_with_220_dots_to_the_inch():
    jpeg = print_photo(save(paint(1600, 1200)), *FRAME)
    assert Image.open(io.BytesIO(jpeg)).size == (1210, 648)


@pytest.mark.parametrize(
    ("orientation", "wanted"),
    [
        (1, [RED, GREEN, BLUE, YELLOW]),
        (3, [YELLOW, BLUE, GREEN, RED]),
        (6, [BLUE, RED, YELLOW, GREEN]),
        (8, [GREEN, YELLOW, RED, BLUE]),
    ],
)
def test_a_photograph_that_lies_is_turned_upright(orientation, wanted):
    assert corners(print_photo(with_exif(orientation), *FRAME)) == wanted


def test_nothing_is_printed_of_what_the_file_knows():
    jpeg = print_photo(with_exif(6), *FRAME)
    for known in (b"Exif", b"A camera", b"ICC_PROFILE", b"http:"):
        assert known not in jpeg
    image = Image.open(io.BytesIO(jpeg))
    assert not image.getexif()
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_same_bytes_come_out_twice():
    data = save(paint(), quality=95)
    assert print_photo(data, *FRAME) == print_photo(data, *FRAME)


def test_even_noise_is_made_lean():
    noise = Image.effect_noise((1000, 700), 120).convert("RGB")
    assert len(print_photo(save(noise, quality=95), *FRAME)) <= MOST_PRINTED_BYTES


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_every_way_to_hold_colours_is_printed(mode):
    data = save(paint(mode=mode), "PNG")
    inspect_photo(data)
    image = Image.open(io.BytesIO(print_photo(data, *FRAME)))
    assert image.mode == "RGB"


def test_what_is_transparent_becomes_paper():
    clear = Image.new("RGBA", (1200, 900), (0, 0, 0, 0))
    jpeg = print_photo(save(clear, "PNG"), *FRAME)
    assert Image.open(io.BytesIO(jpeg)).getpixel((9, 9)) == (255, 255, 255)


def test_colours_of_another_profile_become_those_of_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert corners(print_photo(save(paint(), icc_profile=lab), *FRAME))[0] == RED
    assert corners(print_photo(save(paint(), icc_profile=b"broken"), *FRAME))[0] == RED


def moving() -> bytes:
    frames = [paint(), paint().rotate(180)]
    return save(frames[0], "PNG", save_all=True, append_images=frames[1:])


def huge() -> bytes:
    """The head of a PNG of 900 million pixels."""
    head = save(paint(), "PNG")[:16]
    size = struct.pack(">II", 30_000, 30_000) + b"\x08\x02\0\0\0"
    return head + size + struct.pack(">I", zlib.crc32(b"IHDR" + size)) + b"\0\0\0\0IDAT"


def hiding_text() -> bytes:
    """A PNG with a text of 4 MB in a few bytes."""
    told = PngImagePlugin.PngInfo()
    told.add_text("bomb", "0" * 4_000_000, zip=True)
    return save(paint(), "PNG", pnginfo=told)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"no picture", "no JPEG, PNG or WebP"),
        (lambda: b"", "no JPEG, PNG or WebP"),
        (lambda: save(paint(), "GIF"), "no JPEG, PNG or WebP"),
        (lambda: save(paint(900, 900)), "900 × 900 pixels, too few"),
        (lambda: save(paint(mode="CMYK")), "are CMYK"),
        (lambda: save(Image.new("I;16", (1200, 900)), "PNG"), "are I;16"),
        (lambda: save(paint())[:4000], "broken or cut off"),
        (lambda: save(paint(), "PNG")[:2000], "broken or cut off"),
        (moving, "moves"),
        (hiding_text, "no JPEG, PNG or WebP"),
        (lambda: save(Image.new("1", (9000, 9000)), "PNG"), "50 million pixels"),
        (huge, "50 million pixels"),
        (lambda: save(paint()) + bytes(photos.MOST_PHOTO_BYTES), "more than 8 MB"),
    ],
)
def test_a_file_that_cannot_be_printed_is_told(data, said):
    with pytest.raises(BadPhoto) as raised:
        inspect_photo(data())
    assert said in raised.value.what
    assert raised.value.fix


def test_a_library_that_lets_broken_pictures_pass_changes_nothing(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(BadPhoto, match="cut off"):
        inspect_photo(save(paint())[:4000])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_photograph_that_lies_counts_as_it_stands():
    lying = Image.Exif()
    lying[ORIENTATION] = 6
    narrow = save(paint(2000, 900), exif=lying.tobytes())
    with pytest.raises(BadPhoto, match="900 × 2000"):
        inspect_photo(narrow)


def test_it_is_engraved_as_one_photograph_that_fills_its_frame():
    drawing = engrave(draw_photo(HeldPhoto("x", save(paint())), *FRAME))
    assert (drawing.width, drawing.height) == FRAME
    assert drawing.photo is not None
    assert corners(drawing.photo.jpeg) == [RED, GREEN, BLUE, YELLOW]


def photographed(little: Path) -> Path:
    """The little guide with a photograph of its pea soup."""
    recipe = little / "recipes/soups/pea-soup.yaml"
    alt = "A bowl of green soup on a blue cloth."
    recipe.write_text(recipe.read_text() + f"photo: pea-soup.jpg\nphoto_alt: {alt}\n")
    (little / "recipes/soups/pea-soup.jpg").write_bytes(with_exif(1))
    return recipe


def test_the_book_shows_it_with_its_words_and_nothing_else_of_its_file(little, full):
    photographed(little)
    outcome = build(little, None, Progress(quiet=True), full, jobs=1)
    assert not outcome.failed, outcome.problems
    assert b"A camera" not in outcome.pdf
    with pikepdf.open(io.BytesIO(outcome.pdf)) as pdf:
        images = [one for one in pdf.objects if _is(one, "/Subtype", "/Image")]
        (image,) = images
        assert image.Filter == "/DCTDecode"
        # It fills the place that the words of its page leave, neither squeezed nor stretched.
        (frame,) = (one for one in pdf.objects if _is(one, "/Subtype", "/Form") and _shows(one))
        wide, high = float(frame.BBox[2]), float(frame.BBox[3])
        assert abs(int(image.Width) / int(image.Height) - wide / high) < 0.01
        assert high > 200
        figures = [one for one in pdf.objects if _is(one, "/S", "/Figure")]
        assert "A bowl of green soup on a blue cloth." in [str(one.Alt) for one in figures]


def _is(thing: object, key: str, value: str) -> bool:
    holds = isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)
    return holds and str(thing.get(key, "")) == value


def _shows(form: pikepdf.Stream) -> bool:
    """Whether a drawing shows a photograph."""
    return "/photo" in form.get("/Resources", {}).get("/XObject", {})


def test_another_photograph_of_the_same_name_is_another_recipe(little):
    recipe = photographed(little)
    before, problems = read_and_check(little, [recipe], user_cache())
    assert [problem for problem in problems if not problem.remark] == []
    (little / "recipes/soups/pea-soup.jpg").write_bytes(save(paint(1300, 900)))
    after, _ = read_and_check(little, [recipe], user_cache())
    assert before.recipe_files[0].digest != after.recipe_files[0].digest


def test_no_link_is_followed_to_a_photograph(little, tmp_path):
    recipe = photographed(little)
    elsewhere = tmp_path / "elsewhere.jpg"
    (little / "recipes/soups/pea-soup.jpg").rename(elsewhere)
    (little / "recipes/soups/pea-soup.jpg").symlink_to(elsewhere)
    _, problems = read_and_check(little, [recipe], user_cache())
    assert [problem.what for problem in problems if problem.id == "photo"] == [
        "pea-soup.jpg is a link, a folder or a device, not a file of the guide's own"
    ]
