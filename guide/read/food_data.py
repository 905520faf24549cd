"""The figures of the pantry's ingredients as USDA gives them, and what their measures weigh."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guide.read.pantry_files import Reference

TRUST = ("exact", "good", "close", "unchecked")


@dataclass(frozen=True)
class Facts:
    """One ingredient's figures per 100 g; None where USDA gives none.

    `fdc` is its record in FoodData Central, `source` the release, `trust` one of TRUST.
    """

    fdc: int
    source: str
    trust: str
    values: dict[str, Fraction | None]


@dataclass(frozen=True, eq=False)
class FoodData:
    """The figures of the pantry's items, and what their measures weigh.

    `facts` is keyed by item; `measures` by item and measure, with grams and their source.
    """

    facts: dict[str, Facts]
    measures: dict[tuple[str, str], tuple[Fraction, str]]
    reference: Reference
