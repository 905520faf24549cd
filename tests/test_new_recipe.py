"""./run new: the file of a recipe that only its cook can finish."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import build_guide
from guide.author.titles import as_slug, as_title
from tests.conftest import PROJECT

SMALL = ("a", "and", "with", "à", "la", "to", "for")


@pytest.fixture
def desk(little: Path) -> Path:
    """The little guide with what new recipes are written by."""
    shutil.copy(PROJECT / "recipes/_sample.yaml", little / "recipes")
    shutil.copy(PROJECT / "pantry/writing.yaml", little / "pantry")
    return little


@pytest.mark.parametrize(
    ("typed", "title", "slug"),
    [
        (
            "roast carrot and tahini soup",
            "Roast Carrot & Tahini Soup",
            "roast-carrot-and-tahini-soup",
        ),
        ("BLT with chips", "BLT with Chips", "blt-with-chips"),
        ("GRANDMA'S APPLE PIE", "Grandma's Apple Pie", "grandmas-apple-pie"),
        ("crème brûlée à la maison", "Crème Brûlée à la Maison", "creme-brulee-a-la-maison"),
        ("slow-cooked  beans", "Slow-Cooked Beans", "slow-cooked-beans"),
        ("a soup to wait for", "A Soup to Wait For", "a-soup-to-wait-for"),
        ("2nd-day rice", "2nd-Day Rice", "2nd-day-rice"),
        ("汤", "汤", "recipe"),
    ],
)
def test_a_title_is_put_into_title_case_and_names_the_file(typed: str, title: str, slug: str):
    assert as_title(typed, SMALL) == title
    assert as_title(title, SMALL) == title
    assert as_slug(title) == slug


def test_a_file_name_is_cut_at_a_word():
    slug = as_slug("Soup " * 40)
    assert len(slug) <= 60 and slug.endswith("-soup")


def test_a_new_recipe_fails_only_where_it_is_to_be_written(desk: Path, capsys):
    assert (
        build_guide.main(["new", "roast pea soup", "--chapter", "soups", "--root", str(desk)]) == 0
    )
    path = desk / "recipes/soups/roast-pea-soup.yaml"
    assert capsys.readouterr().out == (
        "recipes/soups/roast-pea-soup.yaml is written. Fill it in, and see its pages:\n"
        "  ./run preview roast-pea-soup\n"
        "When it is done:\n"
        "  ./run check recipes/soups/roast-pea-soup.yaml\n"
    )
    assert build_guide.main(["check", str(path), "--root", str(desk)]) == 1
    said = capsys.readouterr().out
    fields = ("summary", "serves", "time", "ingredients", "method")
    assert [f'"{field}" is still to be written' in said for field in fields] == [True] * 5
    assert said.count("[to-fill-in]") == 5 and "5 problems" in said


def test_a_new_recipe_that_is_written_is_a_recipe(desk: Path, capsys):
    build_guide.main(["new", "green soup", "--chapter", "soups", "--root", str(desk)])
    path = desk / "recipes/soups/green-soup.yaml"
    text = path.read_text()
    for old, new in (
        ("summary: TODO", "summary: Green and quick."),
        ("serves: TODO", "serves: 2"),
        ("prep: TODO", "prep: 10 min"),
        ("ingredients:\n  - TODO", "ingredients:\n  - 200 g peas\n  - 20 g parsley"),
        ("method:\n  - TODO", "method:\n  - Boil the peas for 5 minutes and blend in the parsley."),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    assert build_guide.main(["check", str(path), "--root", str(desk)]) == 0, capsys.readouterr().out


def test_a_file_that_is_there_stays(desk: Path, capsys):
    typed = ["new", "Carrot Soup", "--chapter", "soups", "--root", str(desk)]
    before = (desk / "recipes/soups/carrot-soup.yaml").read_bytes()
    assert build_guide.main(typed) == 2
    assert (desk / "recipes/soups/carrot-soup.yaml").read_bytes() == before
    assert capsys.readouterr().err == (
        "recipes/soups/carrot-soup.yaml is there already: give the recipe another title\n"
    )


@pytest.mark.parametrize(
    ("chapter", "said"),
    [
        (["--chapter", "soup"], '"soup" is not a chapter: did you mean "soups"?'),
        ([], "say which chapter it belongs to: --chapter soups; use one of: soups"),
    ],
)
def test_a_chapter_that_is_not_there_is_asked_for(desk: Path, capsys, chapter, said):
    assert build_guide.main(["new", "Bean Soup", *chapter, "--root", str(desk)]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_on_a_terminal_the_chapter_is_chosen_by_its_number(desk: Path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "1")
    assert build_guide.main(["new", "Bean Soup", "--root", str(desk)]) == 0
    assert "  1  soups" in capsys.readouterr().out
    assert (desk / "recipes/soups/bean-soup.yaml").is_file()


def test_a_guide_without_a_sample_says_what_it_lacks(little: Path, capsys):
    assert build_guide.main(["new", "Bean Soup", "--chapter", "soups", "--root", str(little)]) == 2
    assert "lacks chapters, recipes/_sample.yaml or pantry/writing.yaml" in capsys.readouterr().err
