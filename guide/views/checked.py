"""The parts of a guide that a checked guide always has, typed so.

A guide may lack its brand or its pantry files while it is being read. Nothing is laid out before
the checks have found all of them.
"""

from __future__ import annotations

from typing import TypeVar

from guide.read.brand import Brand, EditionBrand
from guide.read.food_data import FoodData
from guide.read.load import Guide
from guide.read.pantry import Pantry
from guide.read.pantry_files import Allergens, Tally, Week

_Value = TypeVar("_Value")


class Unchecked(ValueError):
    """A guide was laid out although a file that it needs was not read."""


def brand_of(guide: Guide) -> Brand:
    """The brand. Raises Unchecked."""
    return _present(guide.brand, "brand.yaml")


def note_of(guide: Guide) -> tuple[str, ...]:
    """The paragraphs below the contents of an edition that has some. Raises Unchecked."""
    brand = brand_of(guide)
    return brand.note if isinstance(brand, EditionBrand) else ()


def food_data_of(guide: Guide) -> FoodData:
    """The figures of foods. Raises Unchecked."""
    return _present(guide.food_data, "pantry/reference.yaml")


def allergens_of(pantry: Pantry) -> Allergens:
    """The allergens that are labelled. Raises Unchecked."""
    return _present(pantry.allergens, "pantry/allergens.yaml")


def week_of(guide: Guide) -> Week:
    """The rules of the week. Raises Unchecked."""
    return _present(guide.week, "pantry/week.yaml")


def tally_of(guide: Guide) -> Tally:
    """The rules of the lists. Raises Unchecked."""
    return _present(guide.tally, "pantry/lists.yaml")


def _present(value: _Value | None, file: str) -> _Value:
    if value is None:
        raise Unchecked(f"{file} was not read")
    return value
