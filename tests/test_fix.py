"""./run fix: the form of a recipe's file, with every word, amount and food as it was."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import build_guide
from guide.author.commands import read_writing_words
from guide.author.fixing import fix_text
from guide.check.reading import read_and_check
from guide.core.amounts import spell_line
from guide.core.problems import DOES_THIS, Mistake
from guide.lines.ingredient_lines import parse
from guide.read.file_reader import FileReader, ReadCache
from guide.read.recipe import read_keeping, read_serves
from guide.views.recipe_told import as_dict
from tests.conftest import PROJECT

PATH = "recipes/soups/pea-soup.yaml"
SHABBY = """\
# My grandmother's.
method:
  - 'Boil the peas for 5 minutes.'
  # She used a mill.
  - "Blend: it turns smooth."

# Peas first.
ingredients:
  - 1.50 tbsp   extra-virgin olive oil
  - 200 grams peas
  - For the top:
      - 1-2  tsp parsley , chopped
title: "pea soup and more"
serves: 2-3
time:
  prep: 10-15 min
keeps: {fridge: 2 days, freezer: 1 month}
summary: >-
  Green
  and quick.
"""


@pytest.fixture(scope="module")
def words():
    return read_writing_words(FileReader(PROJECT, ReadCache()))


@pytest.fixture(scope="module")
def units(real_guide):
    return real_guide.pantry.units


@pytest.fixture
def desk(little: Path) -> Path:
    """The little guide with the words that fix needs."""
    shutil.copy(PROJECT / "pantry/writing.yaml", little / "pantry")
    return little


def fixed(text: str, units, words) -> str:
    return fix_text(PATH, text, units, words)


def all_words(text: str) -> list[str]:
    """Every word of a file, comments and keys too, whatever its capitals and its order."""
    return sorted(re.findall(r"[^\W_]+", text.lower()))


def test_a_shabby_file_comes_out_in_form(units, words):
    lines = fixed(SHABBY, units, words).splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../../schema/recipe.json"
    keys = [line.partition(":")[0] for line in lines if re.match(r"\w+:", line)]
    assert keys == ["title", "summary", "serves", "time", "ingredients", "method", "keeps"]
    for line in (
        "title: Pea Soup & More",
        "serves: 2–3",
        "  prep: 10–15 min",
        "keeps: {fridge: 2 days, freezer: 1 month}",
        "  - 1 1/2 tbsp extra-virgin olive oil",
        "  - 200 g peas",
        "      - 1–2 tsp parsley, chopped",
        "  - Boil the peas for 5 minutes.",
        '  - "Blend: it turns smooth."',
    ):
        assert line in lines, line


def test_comments_stay_with_what_they_stand_above(units, words):
    lines = fixed(SHABBY, units, words).splitlines()
    for comment, below in (
        ("# My grandmother's.", "method:"),
        ("  # She used a mill.", '  - "Blend: it turns smooth."'),
        ("# Peas first.", "ingredients:"),
    ):
        assert lines[lines.index(comment) + 1] == below


def test_no_word_is_lost_and_a_second_time_changes_nothing(units, words):
    once = fixed(SHABBY, units, words)
    assert fixed(once, units, words) == once
    # What goes is what stands for itself in form: "grams" is g, "1.50" is 1 1/2.
    assert set(all_words(SHABBY)) - set(all_words(once)) == {"grams", "50"}
    new = set(all_words(once)) - set(all_words(SHABBY))
    assert new == {"yaml", "language", "server", "schema", "recipe", "json", "g"}


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "title: [\n", "title: 'a\n", "just words\n"])
def test_what_is_no_recipe_stays_as_it_is(units, words, text):
    assert fixed(text, units, words) == text


def test_what_cannot_be_read_stays_as_it_is(units, words):
    text = fixed("title: Soup\nserves: a crowd\ningredients:\n  - some peas\n", units, words)
    assert "serves: a crowd\n" in text and "  - some peas\n" in text


@settings(max_examples=150, deadline=None)
@given(
    st.fractions(min_value=0, max_value=500, max_denominator=8).filter(bool),
    st.sampled_from(["", "g ", "kg ", "ml ", "tbsp ", "tsp ", "cup ", "cloves ", "× 400 g can "]),
    st.sampled_from(["carrots", "garlic", "extra-virgin olive oil"]),
    st.sampled_from(["", ", chopped", " (optional)", ", peeled (optional)"]),
)
def test_a_line_in_form_is_read_as_the_same(units, amount, unit, food, end):
    whole, part = divmod(amount, 1)
    number = " ".join(str(piece) for piece in (whole, part) if piece)
    line = parse(f"{number} {unit}{food}{end}", units)
    again = parse(spell_line(line), units)
    assert (again.amount, again.size, again.unit, again.name) == (
        line.amount,
        line.size,
        line.unit,
        line.name,
    )
    assert (again.preparation, again.optional) == (line.preparation, line.optional)
    assert spell_line(again) == spell_line(line)


def test_what_is_worked_out_of_every_recipe_stays_the_same(desk: Path, capsys):
    before = derived(desk)
    for path in (desk / "recipes").glob("*/*.yaml"):
        shabby = path.read_text().replace(" tbsp ", " tablespoons ").replace("–", "-")
        path.write_text(shabby.replace("\nserves:", "\nserves: ", 1))
    assert build_guide.main(["fix", "--root", str(desk)]) == 1
    assert derived(desk) == before
    assert build_guide.main(["fix", "--yes", "--root", str(desk)]) == 0
    assert derived(desk) == before
    assert build_guide.main(["fix", "--root", str(desk)]) == 0
    assert capsys.readouterr().out.endswith("recipes fixed\nnothing to fix\n")


def derived(root: Path) -> list[dict]:
    """What the guide works out of its recipes, without their own words."""
    guide, problems = read_and_check(root)
    assert [problem for problem in problems if not problem.remark] == []
    told = []
    for recipe_file in guide.recipe_files:
        facts = as_dict(recipe_file, guide)
        for line in facts["ingredients"]:
            del line["text"]
        told.append(facts)
    return told


def test_the_difference_is_shown_and_nothing_is_written_unasked(desk: Path, capsys):
    path = desk / PATH
    path.write_text(path.read_text().replace("serves: 2–3", "serves: 2-3"))
    before = path.read_bytes()
    assert build_guide.main(["fix", str(path), "--root", str(desk)]) == 1
    said = capsys.readouterr().out
    assert f"--- {PATH}\n+++ {PATH} (fixed)" in said
    assert "-serves: 2-3\n+serves: 2–3" in said
    told = f"1 recipe to fix; nothing was written. To write this: ./run fix --yes {path}\n"
    assert said.endswith(told)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("answer", "status"), [("yes", 0), ("no", 1), ("", 1)])
def test_on_a_terminal_it_asks(desk: Path, capsys, monkeypatch, answer, status):
    path = desk / PATH
    path.write_text(path.read_text().replace("serves: 2–3", "serves: 2-3"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert build_guide.main(["fix", str(path), "--root", str(desk)]) == status
    assert ("serves: 2–3" in path.read_text()) == (status == 0)
    assert capsys.readouterr().out.endswith("1 recipe fixed\n" if not status else "was written\n")


def test_a_file_that_is_no_recipe_is_refused(desk: Path, capsys):
    assert build_guide.main(["fix", str(desk / "brand.yaml"), "--root", str(desk)]) == 2
    assert "is not a recipe of this guide" in capsys.readouterr().err


def test_the_form_is_yaml_that_says_the_same(units, words):
    one, other = (yaml.safe_load(text) for text in (SHABBY, fixed(SHABBY, units, words)))
    assert one["method"] == other["method"] and one["summary"] == other["summary"]


def test_a_line_of_two_foods_is_parted_where_it_is_certain_which_they_are(units, words):
    text = "ingredients:\n  - A:\n      - 1 chopped onion, 1 cup sliced mushrooms\n"
    once = fixed(text, units, words)
    assert "\n      - 1 chopped onion\n      - 1 cup sliced mushrooms\n" in once
    assert fixed(once, units, words) == once


@pytest.mark.parametrize(
    "line", ["Optional: 1 chopped onion, 1 cup peas", "1 chopped onion, 1 cup moonlight"]
)
def test_a_line_of_which_that_is_not_certain_stays(units, words, line):
    text = f"ingredients:\n  - {json.dumps(line)}\n"
    assert line in fixed(text, units, words)


def test_two_foods_with_amounts_are_spelled_as_they_are_read(units):
    line = parse("1 large egg plus 2 egg whites, beaten", units)
    assert spell_line(line) == "1 large egg plus 2 egg whites, beaten"
    assert parse(spell_line(line), units) == line


def test_a_loose_line_after_a_group_is_moved_before_it(units, words):
    text = """\
ingredients:
  - For the soup:
      - 200 g peas
  # She grew it.
  - 1 tbsp parsley, chopped
  - salt
"""
    assert (
        fixed(text, units, words).split("ingredients:\n")[1]
        == """\
  # She grew it.
  - 1 tbsp parsley, chopped
  - salt
  - For the soup:
      - 200 g peas
"""
    )


def test_a_note_has_dashes_between_the_figures_of_a_measure(units, words):
    text = "notes:\n  - Add 50-80 ml after 7-8 minutes at 180-200°C; ring 555-0123.\n"
    assert "50–80 ml after 7–8 minutes at 180–200°C; ring 555-0123." in fixed(text, units, words)


@pytest.mark.parametrize(
    ("field", "left", "note"),
    [
        (
            "serves: Serves 4 hungry people (or 3 and a grandson)",
            "serves: 4",
            "- Serves 4 hungry people (or 3 and a grandson)",
        ),
        (
            "keeps:\n  fridge: 1 day, it doesn't like waiting",
            "keeps:\n  fridge: 1 day",
            '''- "Fridge: 1 day, it doesn't like waiting"''',
        ),
        (
            "keeps:\n  fridge: up to 3 days in a sealed box",
            "keeps:\n  fridge: 3 days",
            '- "Fridge: up to 3 days in a sealed box"',
        ),
    ],
)
def test_what_a_field_says_besides_becomes_a_note(field, left, note, units, words):
    text = f"title: Pea Soup\n{field}\n"
    once = fixed(text, units, words)
    assert left in once
    assert note in once
    assert fixed(once, units, words) == once


@pytest.mark.parametrize(
    ("said", "left"),
    [("2 mo", "2 months"), ("1 wk", "1 week"), ("up to 3 days", "3 days"), ("a week", "1 week")],
)
def test_a_time_of_keeping_is_understood(said, left, units):
    assert read_keeping(said, units) == left


@pytest.mark.parametrize(
    "said", ["6 as a starter, 4 as a main", "Serves 10+", "Serves 4 and 2 children (or 5)"]
)
def test_what_can_mean_two_numbers_is_asked_about(said, units):
    with pytest.raises(Mistake) as refused:
        read_serves(said, units)
    assert not refused.value.fix.endswith(DOES_THIS)
