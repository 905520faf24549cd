"""The figures of the pantry's ingredients as USDA gives them, and what their measures weigh."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from guide.core.memo import Memo
from guide.read.pantry_files import Reference

TRUST = ("exact", "good", "close", "unchecked")


@dataclass(frozen=True)
class Facts:
    """One ingredient's figures per 100 g (None: USDA gives none), with its record, release and trust."""

    fdc: int
    source: str
    trust: str
    values: dict[str, Fraction | None]


@dataclass(frozen=True, eq=False)
class FoodData:
    """The figures of every pantry item by its key, and the grams in each of its measures with their source.

    `memo` keeps what was worked out from them, for every part of the guide that uses the same figures.
    """

    facts: dict[str, Facts]
    measures: dict[tuple[str, str], tuple[Fraction, str]]
    reference: Reference
    memo: Memo = field(default_factory=Memo, init=False, repr=False)
