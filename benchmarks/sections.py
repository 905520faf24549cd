"""How many pages each piece of the book takes, and how many bytes the book has.

    .venv/bin/python benchmarks/sections.py [FILE.pdf] [--json]

Counts from the bookmarks of a finished file; without one, that in output/. The last lines are held
against what the pocket book may have at most, and the exit status is 1 when it has more.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pikepdf

PROJECT = Path(__file__).resolve().parent.parent
FILE = PROJECT / "output/anti-inflammatory-recipe-guide.pdf"
# What the pocket book may have at most.
MOST_PAGES = 280
MOST_INDEX = 6
MOST_BYTES = 1_500_000


def first_pages(pdf: pikepdf.Pdf) -> list[tuple[str, int, int]]:
    """Each outermost bookmark with its page from 1, and how many bookmarks stand below it."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found = []
    with pdf.open_outline() as outline:
        for item in outline.root:
            page = numbers[item.destination[0].objgen]
            found.append((item.title, page, len(item.children)))
    return found


def count_pages(path: Path) -> dict[str, object]:
    """The pages of each piece by its title, those of recipes together, all pages and bytes."""
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        begins = first_pages(pdf)
    ends = [page for _, page, _ in begins[1:]] + [pages + 1]
    pieces: dict[str, int] = {}
    recipes = 0
    recipe_pages = 0
    for (title, page, below), end in zip(begins, ends, strict=True):
        if below:
            # A chapter's first page is its opener.
            recipes += below
            recipe_pages += end - page - 1
        else:
            pieces[title] = end - page
    return {
        "pieces": pieces,
        "recipes": recipes,
        "recipe pages": recipe_pages,
        "pages": pages,
        "bytes": path.stat().st_size,
    }


def main() -> int:
    """Prints the counts; 1 when the pocket book has too many."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    counts = count_pages(given.file)
    if given.json:
        print(json.dumps(counts, indent=1))
    pieces = counts["pieces"]
    for title, pages in pieces.items():
        if not given.json:
            print(f"{pages:5}  {title}")
    recipes = max(1, counts["recipes"])
    rows = [
        ("pages a recipe", f"{counts['recipe pages'] / recipes:.2f}", None, 0),
        ("pages of index", pieces.get("Index", 0), MOST_INDEX, pieces.get("Index", 0)),
        ("pages", counts["pages"], MOST_PAGES, counts["pages"]),
        ("bytes", f"{counts['bytes']:,}", MOST_BYTES, counts["bytes"]),
    ]
    too_many = False
    for name, shown, most, value in rows:
        limit = f" of {most:,} at most" if most else ""
        if not given.json:
            print(f"{shown} {name}{limit}")
        too_many = too_many or bool(most and value > most)
    return int(too_many)


if __name__ == "__main__":
    sys.exit(main())
