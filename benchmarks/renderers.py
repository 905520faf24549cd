"""Shows chosen pages as four viewers draw them, side by side, for a person to look at.

    .venv/bin/python benchmarks/renderers.py [PDF] [--pages 1,7,8] [--width 396] [--to FILE]

pdfium draws in Chrome and Android, poppler in Linux's viewers, MuPDF in e-readers, Ghostscript
before many a printer. Under each page stands how much of it differs from pdfium's; what is missing
on this machine is said, not guessed. MuPDF comes with the tests' packages; the others are Debian's
poppler-utils and ghostscript. FILE is output/renderers.png when none is named.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

PROJECT = Path(__file__).resolve().parent.parent
GAP, CAPTION = 12, 34
Drawn = Callable[[Path, int, int], Image.Image]


def by_pdfium(pdf: Path, page: int, width: int) -> Image.Image:
    """The page, counted from 1, so many px wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page - 1]
        return sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")


def by_poppler(pdf: Path, page: int, width: int) -> Image.Image:
    """The same by pdftoppm."""
    return _told(
        "pdftoppm",
        "-f",
        str(page),
        "-l",
        str(page),
        "-scale-to-x",
        str(width),
        "-scale-to-y",
        "-1",
        "-png",
        str(pdf),
    )


def by_mupdf(pdf: Path, page: int, width: int) -> Image.Image:
    """The same by MuPDF, through pymupdf."""
    import pymupdf

    with pymupdf.open(pdf) as document:
        sheet = document[page - 1]
        scale = width / sheet.rect.width
        return Image.open(
            io.BytesIO(sheet.get_pixmap(matrix=pymupdf.Matrix(scale, scale)).tobytes("png"))
        ).convert("RGB")


def by_ghostscript(pdf: Path, page: int, width: int) -> Image.Image:
    """The same by gs, at the resolution that makes it so wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        dots = 72 * width / document[page - 1].get_width()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.png"
        _told(
            "gs",
            "-q",
            "-dSAFER",
            "-dBATCH",
            "-dNOPAUSE",
            "-sDEVICE=png16m",
            "-dTextAlphaBits=4",
            "-dGraphicsAlphaBits=4",
            f"-r{dots}",
            f"-dFirstPage={page}",
            f"-dLastPage={page}",
            f"-sOutputFile={target}",
            str(pdf),
            picture=False,
        )
        return Image.open(io.BytesIO(target.read_bytes())).convert("RGB")


def _told(*command: str, picture: bool = True) -> Image.Image | None:
    done = subprocess.run(command, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB") if picture else None


def here() -> tuple[dict[str, Drawn], dict[str, str]]:
    """The viewers of this machine by name and version, and what to type for those that it lacks."""
    found: dict[str, Drawn] = {f"pdfium {pypdfium2.PDFIUM_INFO.build}": by_pdfium}
    lacking = {}
    if shutil.which("pdftoppm"):
        found[_version("poppler", "pdftoppm", "-v")] = by_poppler
    else:
        lacking["poppler"] = "apt-get install poppler-utils"
    try:
        import pymupdf
    except ImportError:
        lacking["MuPDF"] = "./run test, which installs pymupdf"
    else:
        found[f"MuPDF {pymupdf.mupdf_version}"] = by_mupdf
    if shutil.which("gs"):
        found[_version("Ghostscript", "gs", "--version")] = by_ghostscript
    else:
        lacking["Ghostscript"] = "apt-get install ghostscript"
    return found, lacking


def _version(name: str, *command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    told = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return f"{name} {told[0] if told else ''}".strip()


def apart(one: Image.Image, other: Image.Image) -> float:
    """The percentage of pixels that clearly differ; hinting and smoothing are let pass."""
    difference = ImageChops.difference(one.convert("L"), other.resize(one.size).convert("L"))
    return 100 * sum(difference.histogram()[96:]) / (one.width * one.height)


def side_by_side(pdf: Path, pages: list[int], width: int, viewers: dict[str, Drawn]) -> Image.Image:
    """One row a page, one column a viewer, each with a caption below it."""
    rows = [[draw(pdf, page, width) for draw in viewers.values()] for page in pages]
    height = sum(max(picture.height for picture in row) + CAPTION + GAP for row in rows) + GAP
    sheet = Image.new("RGB", ((width + GAP) * len(viewers) + GAP, height), "#D0D0D0")
    pen, letters, top = ImageDraw.Draw(sheet), ImageFont.load_default(15), GAP
    for page, row in zip(pages, rows, strict=True):
        for column, (name, picture) in enumerate(zip(viewers, row, strict=True)):
            left = GAP + column * (width + GAP)
            sheet.paste(picture, (left, top))
            beside = f": {apart(row[0], picture):.2f} % unlike" if column else ""
            pen.text(
                (left, top + picture.height + 6),
                f"page {page}, {name}{beside}",
                fill="#000000",
                font=letters,
            )
        top += max(picture.height for picture in row) + CAPTION + GAP
    return sheet


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """The command line, taken apart. argparse ends the process with 2 on wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "pdf", type=Path, nargs="?", default=PROJECT / "output/anti-inflammatory-recipe-guide.pdf"
    )
    parser.add_argument("--pages", default="1,5,6,7", help="page numbers with commas between them")
    parser.add_argument("--width", type=int, default=396, help="of each page, in px")
    parser.add_argument("--to", type=Path, default=PROJECT / "output/renderers.png")
    return parser.parse_args(given)


def main(arguments: list[str]) -> int:
    """Draws, saves, and says what is missing."""
    given = parse_arguments(arguments)
    viewers, lacking = here()
    for name, fix in lacking.items():
        print(f"{name} is missing on this machine: {fix}", file=sys.stderr)
    if not given.pdf.exists():
        print(f"{given.pdf} is missing: ./run build", file=sys.stderr)
        return 3
    given.to.parent.mkdir(parents=True, exist_ok=True)
    side_by_side(
        given.pdf, [int(page) for page in given.pages.split(",")], given.width, viewers
    ).save(given.to, optimize=True)
    print(f"wrote {given.to}: {', '.join(viewers)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
