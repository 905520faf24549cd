"""A guide read from its files: what a cache keeps, and tables that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.read.file_reader import ReadCache
from guide.read.load import load_guide


def test_a_cache_keeps_what_has_not_changed(little: Path):
    cache = ReadCache()
    before, _ = load_guide(little, cache=cache)
    soup = little / "recipes/soups/carrot-soup.yaml"
    soup.write_text(soup.read_text().replace("serves: 2", "serves: 6"))
    after, problems = load_guide(little, cache=cache)
    assert problems == []
    old = {file.slug: file.recipe for file in before.recipe_files}
    new = {file.slug: file.recipe for file in after.recipe_files}
    assert new["carrot-soup"].serves.low == 6
    assert new["pea-soup"] is old["pea-soup"]


def test_a_guide_read_without_a_cache_shares_nothing(little: Path, monkeypatch: pytest.MonkeyPatch):
    # Not the one that the tests share.
    monkeypatch.setattr("guide.read.load.ReadCache", ReadCache)
    first, _ = load_guide(little)
    second, _ = load_guide(little)
    assert first.recipe_files[0].recipe == second.recipe_files[0].recipe
    assert first.recipe_files[0].recipe is not second.recipe_files[0].recipe


def test_a_cache_holds_no_more_than_its_most(little: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ReadCache, "MOST", 3)
    cache = ReadCache()
    guide, problems = load_guide(little, cache=cache)
    assert problems == []
    assert guide.recipe_files
    assert len(cache._nodes) == len(cache._shapes) == 3


@pytest.mark.parametrize(
    ("file", "find", "put", "what"),
    [
        ("nutrition.csv", "item,", "thing,", 'the column "item" is missing'),
        ("measures.csv", "grams", "weight", 'the column "grams" is missing'),
        ("nutrition.csv", ",170393,", ",17O393,", '"17O393" under fdc is not a number'),
    ],
)
def test_a_table_that_cannot_be_read_is_a_problem(
    little: Path, file: str, find: str, put: str, what: str
):
    table = little / "pantry" / file
    text = table.read_text()
    assert find in text
    table.write_text(text.replace(find, put, 1))
    _, problems = load_guide(little)
    assert what in [problem.what for problem in problems]


def test_an_item_stands_in_one_file_of_foods(little: Path):
    (little / "pantry/foods/more.yaml").write_text(
        "soup-pasta:\n  names: [soup pasta]\n  family: grain\n  labels: typical\n"
        "parsley:\n  names: [flat parsley]\n  family: herb\n  labels: plain\n"
    )
    guide, problems = load_guide(little)
    (problem,) = problems
    assert problem.place.path == "pantry/foods/more.yaml" and problem.place.line == 5
    assert problem.what == '"parsley" is already an item of pantry/foods/all.yaml'
    assert problem.fix == "leave it in one of the two files, or give it another key"
    assert problem.other is not None and problem.other.path == "pantry/foods/all.yaml"
    assert guide.item_files["soup-pasta"] == "pantry/foods/more.yaml"
    assert guide.pantry.items["parsley"].names[0] == "parsley"


def test_a_file_of_foods_is_named_plainly_and_one_is_there(little: Path):
    foods = little / "pantry/foods"
    (foods / "all.yaml").rename(foods / "All Foods.yaml")
    _, problems = load_guide(little)
    said = {(problem.place.path, problem.what, problem.fix) for problem in problems}
    assert (
        "pantry/foods/All Foods.yaml",
        '"All Foods.yaml" is not the name of a file of foods',
        "name it with small letters, digits and hyphens, ending in .yaml",
    ) in said
    assert (
        "pantry/foods",
        "pantry/foods has no file of foods",
        "git checkout -- pantry/foods",
    ) in said


def test_a_change_of_foods_changes_what_the_book_is_kept_under(little: Path):
    before, _ = load_guide(little)
    path = little / "pantry/foods/all.yaml"
    path.write_text(path.read_text() + "# A remark.\n")
    after, _ = load_guide(little)
    assert before.rest != after.rest and before.world != after.world
