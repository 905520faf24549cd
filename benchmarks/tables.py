"""Writes what was measured into benchmarks/README.md, between two markers for each table.

    .venv/bin/python benchmarks/tables.py FILE [--to DOCUMENT]

FILE has the lines of JSON that benchmarks/run.py and benchmarks/peers.py wrote with `--json`. A
marker is a comment of Markdown: `<!-- cost: -->` before, `<!-- :cost -->` after. What stands
between them is written anew; all else stays as it is.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import run  # noqa: E402, found only through the line above

README = Path(__file__).with_name("README.md")
HEADS = ("", "recipes", "CPU s", "against the first", "wall s", "", "peak MB", "bytes")
Line = Mapping[str, object]


class NoMarkers(Exception):
    """The document has no place for that table."""


def make_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def put(document: Path, name: str, text: str) -> None:
    """Writes the text between the markers of that name. Raises NoMarkers and writes nothing."""
    before, after = f"<!-- {name}: -->", f"<!-- :{name} -->"
    written = document.read_text("utf-8")
    place = re.compile(re.escape(before) + ".*?" + re.escape(after), re.DOTALL)
    if not place.search(written):
        raise NoMarkers(f"{document.name} has no {before} with a {after} after it")
    new = f"{before}\n{text.strip()}\n{after}"
    document.write_text(place.sub(lambda _: new, written, count=1), "utf-8")


def cost_table(lines: Sequence[Line], names: Mapping[str, str]) -> str:
    """The table of costs: medians of all turns; ratios are of medians with as many recipes."""
    turns: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        # What a build laid out in vain is a row too, and has no cost.
        if "cpu" in line:
            turns.setdefault((str(line["row"]), int(str(line["recipes"]))), []).append(line)
    firsts: dict[int, tuple[float, float]] = {}
    rows = []
    for (row, recipes), measured in turns.items():
        cpu, wall, memory, size = (
            statistics.median(float(str(line[figure])) for line in measured)
            for figure in ("cpu", "wall", "memory", "size")
        )
        first = firsts.get(recipes)
        firsts.setdefault(recipes, (cpu, wall))
        less = f"{first[0] / cpu:.1f} × less" if first and cpu else ""
        faster = f"{first[1] / wall:.1f} × faster" if first and wall else ""
        bytes_told = f"{size:,.0f}" if size else ""
        peak = f"{memory:.0f}" if memory else ""
        told = (names.get(row, row), f"{recipes:,}", f"{cpu:.2f}", less)
        rows.append((*told, f"{wall:.2f}", faster, peak, bytes_told))
    return make_table(HEADS, rows)


def peer_list(lines: Sequence[Line]) -> str:
    """What differs in the file of each peer, the last that was told of it."""
    told = {str(line["peer"]): str(line["differs"]) for line in lines if "peer" in line}
    return "\n".join(f"- {peer}: {differs}." for peer, differs in told.items())


def main(given: list[str]) -> int:
    """Writes the tables for which there are lines; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", type=Path)
    parser.add_argument("--to", type=Path, default=README)
    options = parser.parse_args(given)
    lines = [json.loads(line) for line in options.lines.read_text("utf-8").splitlines() if line]
    if any("cpu" in line for line in lines):
        put(options.to, "cost", cost_table(lines, vars(run).get("NAMES", {})))
    if any("peer" in line for line in lines):
        put(options.to, "peers", peer_list(lines))
    print(f"wrote {options.to.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
