"""Measures the press that stays: CPU seconds and memory over many edits of one recipe.

    .venv/bin/python benchmarks/resident.py [--edits 500] [--recipes 60] [--book-every 1]

Prints a table for benchmarks/README.md: after the first edits and then after each fiftieth, the
memory of the press, of its worker, and of all processes (proportional set size: what they share is
counted once), and the most that all had after an edit since the row above. Then a line of JSON:
medians of CPU seconds of all its processes from the save to that part's pages, and from there to
the bound and inspected book; and by how much of itself the memory has grown since the hundredth
edit.
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
# The edits that have a row in the table: these, and each of so many.
FIRST_ROWS, ROW_EVERY = (1, 10), 50
# After so many edits nothing should grow any more.
SETTLED = 100


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


def memory() -> list[float]:
    """The memory of this process and of each worker in MB; what they share is divided by them."""
    sizes = []
    for pid in processes():
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        sizes.append(int(re.search(r"^Pss:\s+(\d+)", said, re.M)[1]) / 1024)
    return sizes


class Table:
    """A row for some of the edits, printed as soon as it is known."""

    def __init__(self) -> None:
        self.totals: list[float] = []
        self._told = 0
        print("| edits | press, MB | its worker, MB | all, MB | most since the row above, MB |")
        print("|---:|---:|---:|---:|---:|", flush=True)

    def add(self, sizes: list[float]) -> None:
        """Takes the memory of each process after the next edit."""
        self.totals.append(sum(sizes))
        number = len(self.totals)
        if number not in FIRST_ROWS and number % ROW_EVERY:
            return
        most = max(self.totals[self._told :])
        self._told = number
        cells = (number, sizes[0], sum(sizes[1:]), sum(sizes), most)
        print("| " + " | ".join(f"{cell:.0f}" for cell in cells) + " |", flush=True)

    def growth(self) -> float | None:
        """By how much of itself the memory has grown since the hundredth edit: the mean of the
        last fifty edits against that of the fifty after it.
        """
        if len(self.totals) < 3 * ROW_EVERY + SETTLED:
            return None
        before = statistics.mean(self.totals[SETTLED : SETTLED + ROW_EVERY])
        after = statistics.mean(self.totals[-ROW_EVERY:])
        return round(after / before - 1, 3)


def measure(root: Path, edits: int, book_every: int) -> dict[str, object]:
    """Edits the first recipe again and again; what each edit cost, and the memory."""
    recipe = sorted((root / "recipes").glob("*/[a-z]*.yaml"))[0]
    text = recipe.read_text()
    part = f"recipe-{recipe.stem}"
    pages, books, table = [], [], Table()
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
            table.add(memory())
    recipe.write_text(text)
    return {
        "row": "resident",
        "edits": edits,
        "pages": round(statistics.median(pages), 3),
        "book": round(statistics.median(books), 3),
        "save to book": round(statistics.median(pages) + statistics.median(books), 3),
        "MB after all": round(table.totals[-1]),
        "MB most": round(max(table.totals)),
        "grown since 100": table.growth(),
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
