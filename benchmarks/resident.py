"""Measures the press that stays: CPU seconds and memory over many edits of one recipe.

    .venv/bin/python benchmarks/resident.py [--edits 500] [--recipes 60] [--book-every 1]

Prints a line of JSON for each fiftieth edit, and one for all: medians of CPU seconds of all its
processes from the save to that part's pages, and from there to the bound and inspected book; and
their memory (proportional set size) after the tenth and after the last edit.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import guides  # noqa: E402, found only through the line above
from guide import resident  # noqa: E402, the same
from guide.core.cache import Cache  # noqa: E402, the same

TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> list[int]:
    """This process and the workers that it has now."""
    return [os.getpid(), *(child.pid for child in multiprocessing.active_children())]


def spent() -> float:
    """The CPU seconds of this process, of its workers, and of those that have ended."""
    own = os.times()
    total = own.user + own.system + own.children_user + own.children_system
    for pid in processes()[1:]:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def memory() -> float:
    """The memory of all processes together in MB; what they share is counted once."""
    total = 0
    for pid in processes():
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", said, re.M)[1])
    return total / 1024


def measure(root: Path, edits: int, book_every: int) -> dict[str, object]:
    """Edits the first recipe again and again; what each edit cost, and the memory."""
    recipe = sorted((root / "recipes").glob("*/[a-z]*.yaml"))[0]
    text = recipe.read_text()
    part = f"recipe-{recipe.stem}"
    pages, books, sizes = [], [], []
    with resident.begin(root, cache=Cache(root.parent / "cache")) as press:
        assert not press.book().failed
        for number in range(edits):
            recipe.write_text(text.replace("summary: ", f"summary: Take {number}. ", 1))
            before = spent()
            assert not press.pages(part).failed
            between = spent()
            pages.append(between - before)
            if number % book_every == 0:
                assert not press.book().failed
                books.append(spent() - between)
            sizes.append(memory())
            if number % 50 == 49:
                print(json.dumps({"edits": number + 1, "MB": round(sizes[-1])}), flush=True)
    recipe.write_text(text)
    tenth = min(9, edits - 1)
    return {
        "row": "resident",
        "edits": edits,
        "pages": round(statistics.median(pages), 3),
        "book": round(statistics.median(books), 3),
        "save to book": round(statistics.median(pages) + statistics.median(books), 3),
        "MB after 10": round(sizes[tenth]),
        "MB after all": round(sizes[-1]),
        "MB most": round(max(sizes)),
        "python": sys.version.split()[0],
    }


def main(given: list[str]) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--recipes", type=int, default=60)
    parser.add_argument("--book-every", type=int, default=1)
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        root = guides.write(Path(folder) / "guide", options.recipes)
        started = time.monotonic()
        found = measure(root, options.edits, options.book_every)
        found["recipes"] = options.recipes
        found["wall"] = round(time.monotonic() - started)
        print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
