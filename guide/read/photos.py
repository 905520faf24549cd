"""A cook's own photograph: opened safely, and made ready to be printed.

A file is hostile until it is known: only JPEG, PNG and WebP are opened, at most so many bytes and
pixels of them. What is printed has been turned upright, cut to its frame, made small, and holds
nothing but its colours: no place, no camera, no preview. The same bytes come out wherever the
Pillow of the lock is installed from its wheels, which bring their own codecs; another Pillow, or
one that was built with the codecs of a system, may write others.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image, ImageCms, ImageFile, ImageOps

from guide.parse.source import MOST_PHOTO_BYTES

# So many pixels take 150 MB while they are turned and cut.
MOST_PIXELS = 50_000_000
# Fewer would be coarse on the page: 180 dots to the inch of the pocket page.
LEAST_WIDE, LEAST_HIGH = 1000, 700
# Dots to the inch on the page; more can be told apart by nobody.
_DOTS = 220
_POINTS_IN_INCH = 72
# What one photograph may add to the book, and the qualities of JPEG that are tried for it.
MOST_PRINTED_BYTES = 90_000
_QUALITIES = (82, 76, 70, 64, 58, 52)
# When no quality will do, it has so much less width and height.
_SMALLER = 0.85
_SMALLEST = 64
_FORMATS = ("JPEG", "PNG", "WEBP")
# Ways to hold colours that become red, green and blue without a table of inks.
_MODES = ("RGB", "RGBA", "RGBX", "L", "LA", "P", "PA", "1")
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class HeldPhoto:
    """The bytes of a photograph's file, known by their digest."""

    digest: str
    data: bytes = field(repr=False, compare=False)


class BadPhoto(Exception):
    """A file that cannot be printed as a photograph; `what` and `fix` are told to its cook."""

    def __init__(self, what: str, fix: str):
        super().__init__(what)
        self.what = what
        self.fix = fix


def inspect_photo(data: bytes) -> None:
    """Looks whether a file can be printed. Raises BadPhoto."""
    if len(data) > MOST_PHOTO_BYTES:
        megabytes = MOST_PHOTO_BYTES // 1024**2
        raise BadPhoto(
            f"the photograph has more than {megabytes} MB",
            "save it smaller, 2000 pixels wide, as JPEG",
        )
    with _strictly_opened(data) as image:
        wide, high = _find_upright_size(image)
        if wide < LEAST_WIDE or high < LEAST_HIGH:
            raise BadPhoto(
                f"the photograph has {wide} × {high} pixels, too few for its place on the page",
                f"take one of at least {LEAST_WIDE} × {LEAST_HIGH} pixels",
            )
        # An eighth of the pixels of a JPEG tells as well whether it is whole.
        image.draft("RGB", (wide // 8, high // 8))
        _load(image)


def draw_photo(photo: HeldPhoto, width: float, height: float) -> bytes:
    """The photograph in a frame of that width and height in pt, as SVG. Raises BadPhoto."""
    jpeg = print_photo(photo.data, width, height)
    wide, high = Image.open(io.BytesIO(jpeg)).size
    encoded = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}"><image width="{width:g}" height="{height:g}"'
        f' data-pixels="{wide} {high}" href="data:image/jpeg;base64,{encoded}"/></svg>'
    ).encode()


def print_photo(data: bytes, width: float, height: float) -> bytes:
    """The photograph as it is printed in a frame of that width and height in pt: a lean JPEG.

    Raises BadPhoto.
    """

    wide, high = round(width * _DOTS / _POINTS_IN_INCH), round(height * _DOTS / _POINTS_IN_INCH)
    with _strictly_opened(data) as image:
        profile = image.info.get("icc_profile")
        # A JPEG is read at half its size, or less, where that is still twice as large as its frame.
        image.draft("RGB", (2 * max(wide, high), 2 * max(wide, high)))
        _load(image)
        upright = ImageOps.exif_transpose(image)
        plain = _to_srgb(_without_holes(upright), profile)
    shrink = min(1, plain.width / wide, plain.height / high)
    while True:
        size = (max(1, round(wide * shrink)), max(1, round(high * shrink)))
        fitted = ImageOps.fit(plain, size, Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            found = _encode(fitted, quality)
            if len(found) <= MOST_PRINTED_BYTES:
                return found
        if min(size) <= _SMALLEST:
            raise BadPhoto("the photograph cannot be made small enough", "choose another one")
        shrink *= _SMALLER


@contextmanager
def _strictly_opened(data: bytes) -> Iterator[Image.Image]:
    """The image of a file, of which nothing may be missing. Raises BadPhoto.

    WeasyPrint lets Pillow pass over what is missing, for all that use it in the process.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield _open(data)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _open(data: bytes) -> Image.Image:
    """The image of a file, before its pixels are read. Raises BadPhoto."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it takes for a bomb; its pixels are counted below.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:
        raise BadPhoto(
            "this file is no JPEG, PNG or WebP picture", "export the photograph as JPEG"
        ) from None
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    # A telephone may keep several pictures in one JPEG: the first is the photograph.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise BadPhoto("this picture moves, and paper does not", "save one of its pictures as JPEG")
    if image.mode not in _MODES:
        raise BadPhoto(
            f"the colours of this picture are {image.mode}, not red, green and blue",
            "export the photograph as JPEG in RGB (sRGB)",
        )
    return image


def _too_many_pixels() -> BadPhoto:
    millions = MOST_PIXELS // 1_000_000
    return BadPhoto(
        f"the photograph has more than {millions} million pixels", "save it 2000 pixels wide"
    )


def _load(image: Image.Image) -> None:
    """Reads the pixels. Raises BadPhoto for a file that is cut off or broken."""
    try:
        image.load()
    except Exception:
        raise BadPhoto("the photograph is broken or cut off", "copy or export it again") from None


def _find_upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height when it stands as it was taken (EXIF's orientations from 5 on lie)."""
    orientation_tag, lying = 0x0112, range(5, 9)
    try:
        orientation = image.getexif().get(orientation_tag, 1)
    except Exception:
        orientation = 1
    if orientation in lying:
        return image.height, image.width
    return image.width, image.height


def _without_holes(image: Image.Image) -> Image.Image:
    """The image in red, green and blue; what is transparent becomes paper."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, _WHITE)
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in the colours of sRGB, which the book is printed in."""

    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(image, own, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return image if found is None else found


def _encode(image: Image.Image, quality: int) -> bytes:
    """The image as JPEG with nothing but its pixels."""
    bare = image.copy()
    bare.info = {}
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=quality, optimize=True, progressive=False, subsampling="4:2:0")
    return file.getvalue()
