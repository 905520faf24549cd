"""Counts the pages of a finished edition: how many a recipe takes, and how well they are used.

    .venv/bin/python benchmarks/pages.py FOLDER [--edition NAME] [--root GUIDE]

FOLDER is where `./run build --output` put the edition, with its manifest. Told are the pages of a
recipe (mean, and how many take 2, 3, 4, 5), in how many the whole method stands on one page, pages
of which less than half is used by words and pictures, panels that are parted, the pages of
everything around the recipes, all pages and bytes, and what the pocket book may have of these.
What a page says is read with pdfium; of a picture counts that it is drawn.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from guide.check.reading import read_and_check  # noqa: E402, found only through the line above
from guide.core.typesetting import words  # noqa: E402
from guide.handover import latest  # noqa: E402
from guide.views.recipe_view import view  # noqa: E402

# A page that is drawn lower than this share of its height counts as half empty.
HALF = 0.5
# What the pocket book may have at most.
MOST_PAGES, MOST_INDEX, MOST_BYTES = 280, 6, 1_500_000
# The foot of a page and its number, in pt, are not looked at.
FOOT = 50
# A pixel at least this dark says something.
PAPER = 245


@dataclass(frozen=True)
class Read:
    """A page: its words, and how much of it is used by words and pictures, from the top."""

    said: str
    used: float


def read_pages(pdf: Path) -> list[Read]:
    """Every page of a file."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        said = page.get_textpage().get_text_bounded()
        drawn = page.render(scale=0.25, grayscale=True).to_pil().convert("L")
        body = drawn.crop((0, 0, drawn.width, drawn.height - FOOT // 4))
        # Where something is drawn becomes white, and all else black.
        ink = body.point([255] * PAPER + [0] * (256 - PAPER)).getbbox()
        pages.append(Read(said, ink[3] / body.height if ink else 0.0))
    return pages


def holds(page: Read, text: str) -> bool:
    """Whether a page has the first words of a text."""
    begin = " ".join(words(text)[:6])
    return begin in " ".join(words(page.said))


def count_methods(
    recipes: Sequence[tuple[str, Sequence[Read]]], steps: dict[str, list[str]]
) -> int:
    """In how many recipes a page holds the first and the last step."""
    whole = 0
    for slug, pages in recipes:
        first, last = steps[slug][0], steps[slug][-1]
        whole += any(holds(page, first) and holds(page, last) for page in pages)
    return whole


def count_around(
    outline: Sequence[tuple[str, int]], of_recipes: set[int], starts: Sequence[int]
) -> list[tuple[str, int]]:
    """How many pages each part around the recipes takes; pages are counted from 0."""
    found = []
    for title, first in outline:
        if first not in of_recipes:
            end = min(number for number in starts if number > first)
            found.append((title, end - first))
    return found


def main() -> None:
    """Prints the counts of one edition."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--edition", metavar="NAME", help="which one (the one that is mailed)")
    parser.add_argument("--root", type=Path, default=PROJECT)
    asked = parser.parse_args()
    edition = latest(asked.folder, asked.edition)
    facts = edition.manifest
    pdf = asked.folder / edition.file
    guide, _ = read_and_check(asked.root)
    if guide is None:
        sys.exit("the guide has problems: ./run check")
    pages = read_pages(pdf)
    with_toc = pypdfium2.PdfDocument(pdf)
    outline = [(item.get_title(), item.get_dest().get_index()) for item in with_toc.get_toc()]
    starts = sorted({number for _, number in outline} | {len(pages)})
    steps = {}
    for recipe_file in guide.recipe_files:
        steps[recipe_file.slug] = [step.said for step in view(recipe_file, guide).method]
    recipes = []
    for recipe in facts["recipes"]:
        first = recipe["page"] - 1
        end = min(number for number in starts if number > first)
        recipes.append((recipe["slug"], pages[first:end]))
    lengths = Counter(len(found) for _, found in recipes)
    mean = sum(many * count for many, count in lengths.items()) / len(recipes)
    told = ", ".join(f"{lengths[many]} of {many}" for many in sorted(lengths))
    print(f"{len(recipes)} recipes, {mean:.2f} pages on average: {told}")
    print(f"the whole method on one page: {count_methods(recipes, steps)}")
    empty = [
        (slug, n) for slug, found in recipes for n, page in enumerate(found, 1) if page.used < HALF
    ]
    print(f"pages of recipes used by less than half: {len(empty)} {empty}")
    for slug, found in recipes:
        if len(found) > 3:
            print(f"  {len(found)} pages: {slug}")
    of_recipes = {recipe["page"] - 1 for recipe in facts["recipes"]}
    for title, many in count_around(outline, of_recipes, starts):
        print(f"  {title}: {many}")
    most = f"{MOST_PAGES} pages, {MOST_INDEX} of index and {MOST_BYTES:,} bytes"
    print(f"{len(pages)} pages, {pdf.stat().st_size:,} bytes; the pocket book may have {most}")


if __name__ == "__main__":
    main()
