"""The figures of the pantry's ingredients as USDA gives them, and what their measures weigh."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import get_args

from guide.core.cache import Memo
from guide.core.problems import Mistake, Place, did_you_mean
from guide.read.file_reader import FileReader
from guide.read.pantry_files import Family, Reference

# Figures of 100 g by their columns; None where nobody gives one.
Values = dict[str, Fraction | None]

TRUST = ("exact", "good", "close", "unchecked")
_FACT_COLUMNS = ("item", "fdc", "source", "trust")
_USUAL_COLUMNS = ("family", "source")
_MEASURE_COLUMNS = ("item", "measure", "grams", "source")
_NO_SOURCE = Mistake(
    "no-source", "this figure does not say where it comes from", "write its source in the row"
)
_NUMBER = re.compile(r"\d+(\.\d+)?")
# "lemon juiced" has the figures of the juice of the item "lemon".
_JUICED = " juiced"


@dataclass(frozen=True)
class Facts:
    """One ingredient's figures per 100 g; None where USDA gives none.

    `fdc` is its record in FoodData Central, `source` the release, `trust` one of TRUST. `older` is
    another record of the same food, which what `fdc` does not measure is taken from.
    """

    fdc: int
    source: str
    trust: str
    values: Values
    older: int | None = None

    @property
    def records(self) -> tuple[int, ...]:
        """Every record the figures are from."""
        return (self.fdc,) if self.older is None else (self.fdc, self.older)


@dataclass(frozen=True, eq=False)
class FoodData:
    """The figures of the pantry's items, and what their measures weigh.

    `facts` is keyed by item; `measures` by item and measure, with grams and their source; `usual`
    has, for a family, what 100 g of its foods hold at most as a rule.
    `memo` keeps what was worked out from them, for every guide that uses the same figures.
    """

    facts: dict[str, Facts]
    measures: dict[tuple[str, str], tuple[Fraction, str]]
    reference: Reference
    usual: dict[str, Values] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo, init=False, repr=False)


def read_food_data(files: FileReader, items: Collection[str]) -> FoodData | None:
    """The tables of pantry/ for those items; None without items or pantry/reference.yaml."""
    reference = files.read_shape("pantry/reference.yaml", Reference)
    if reference is None or not items:
        return None
    return FoodData(
        facts=_read_facts(files, items, reference),
        measures=_read_measures(files, items),
        reference=reference,
        usual=_read_usual(files, reference),
    )


def _columns_of(reference: Reference) -> list[str]:
    """The columns that any figure is summed from."""
    columns: set[str] = set()
    for figure in (*reference.figures, *reference.vitamins):
        columns.update(figure.from_)
    return sorted(columns)


def _read_usual(files: FileReader, reference: Reference) -> dict[str, Values]:
    """What the foods of each family hold; nothing when there is no pantry/usual.csv."""
    usual: dict[str, Values] = {}
    columns = _columns_of(reference)
    if not files.exists("pantry/usual.csv"):
        return usual
    families = get_args(Family)
    for place, row in files.read_rows("pantry/usual.csv", _USUAL_COLUMNS):
        if row["family"] not in families:
            what = f'"{row["family"]}" is not a family of foods'
            fix = f"choose one of: {', '.join(families)}"
            files.report_mistake(place, Mistake("unknown-choice", what, fix))
        if not row["source"]:
            files.report_mistake(place, _NO_SOURCE)
        values = {column: _read_number(files, place, row, column) for column in columns}
        usual[row["family"]] = values
    return usual


def _read_facts(
    files: FileReader, items: Collection[str], reference: Reference
) -> dict[str, Facts]:
    columns = _columns_of(reference)
    facts: dict[str, Facts] = {}
    for place, row in files.read_rows("pantry/nutrition.csv", _FACT_COLUMNS):
        if not _check_row(files, place, row, items):
            continue
        values = {column: _read_number(files, place, row, column) for column in columns}
        facts[row["item"]] = Facts(
            fdc=int(row["fdc"]),
            source=row["source"],
            trust=row["trust"],
            values=values,
            older=_read_older(files, place, row),
        )
    return facts


def _read_older(files: FileReader, place: Place, row: dict[str, str]) -> int | None:
    number = _read_number(files, place, row, "older")
    return None if number is None else int(number)


def _read_measures(
    files: FileReader, items: Collection[str]
) -> dict[tuple[str, str], tuple[Fraction, str]]:
    measures: dict[tuple[str, str], tuple[Fraction, str]] = {}
    for place, row in files.read_rows("pantry/measures.csv", _MEASURE_COLUMNS):
        if not _check_row(files, place, row, items):
            continue
        grams = _read_number(files, place, row, "grams")
        if grams is not None:
            measures[row["item"], row["measure"]] = (grams, row["source"])
    return measures


def _check_row(
    files: FileReader, place: Place, row: dict[str, str], items: Collection[str]
) -> bool:
    """Whether a row counts; reports why not."""
    mistake = _find_mistake(row, items)
    if mistake is None:
        return True
    files.report_mistake(place, mistake)
    return False


def _find_mistake(row: dict[str, str], items: Collection[str]) -> Mistake | None:
    # A row that ends early has None in its last cells.
    item = row["item"] or ""
    if item.removesuffix(_JUICED) not in items:
        fix = did_you_mean(item, items, "name an item of pantry/foods, or take the row out")
        return Mistake("unknown-item", f'"{item}" is not an item of the pantry', fix)
    if not row.get("source"):
        return _NO_SOURCE
    # The table of measures has neither of these columns.
    record = row.get("fdc", "0") or ""
    if not record.isdecimal():
        return Mistake(
            "not-a-number",
            f'"{record}" under fdc is not a number',
            "write the number of its record in FoodData Central",
        )
    trust = row.get("trust", TRUST[0])
    if trust not in TRUST:
        return Mistake(
            "unknown-choice",
            f'"{trust}" is not a trust the guide knows',
            f"choose one of: {', '.join(TRUST)}",
        )
    return None


def _read_number(
    files: FileReader, place: Place, row: dict[str, str], column: str
) -> Fraction | None:
    """The number in a column; None when the cell is empty, or is no number, which is reported."""
    text = row.get(column)
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        mistake = Mistake(
            "not-a-number",
            f'"{text}" under {column} is not a number',
            "write digits, or leave it empty when it is unknown",
        )
        files.report_mistake(place, mistake)
        return None
    return _make_exact(text)


@cache
def _make_exact(text: str) -> Fraction:
    # Most cells say what another says: 0, more often than not.
    return Fraction(text)
