"""The guide keeps what it promises of its recipes together, and says which are nearest if not."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.check.aims import aims_are_reached, offers
from guide.check.reading import read_and_check
from guide.core.problems import Problem
from guide.derive.allergens import derive, listed_lines
from guide.read.load import Guide

# The little guide has two soups and a fish dish.
REACHED = """
recipes: "3"
chapter: ["1", "2"]
aims:
  - {says: made without fish, recipes: "2", without: [fish]}
  - {says: made without tree nuts, recipes: "3", without: [tree nuts]}
  - {says: rich in omega-3, recipes: "1", figures: {ala: "0.5", epa-dha: "5"}}
  - {says: ready within 5 minutes of work, recipes: "2", prep: "5"}
  - {says: good to freeze, recipes: "1", keeps: freezer}
  - {says: made in one pan, recipes: "0", tag: one-pan}
"""


def read_with(little: Path, aims: str = REACHED) -> Guide:
    """The little guide with those aims."""
    (little / "recipes/aims.yaml").write_text(aims)
    guide, _ = read_and_check(little)
    return guide


def missed(little: Path, old: str, new: str) -> list[Problem]:
    """What is said of the aims when one thing of them is another."""
    assert old in REACHED
    return list(aims_are_reached(read_with(little, REACHED.replace(old, new))))


def recipe_of(guide: Guide, slug: str):
    return next(recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == slug)


def aim_of(guide: Guide, says: str):
    return next(aim for aim in guide.aims.aims if aim.says == says)


def test_nothing_is_said_of_aims_that_are_reached(little):
    guide = read_with(little)
    assert len(guide.aims.aims) == 6
    assert list(aims_are_reached(guide)) == []


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ('fish, recipes: "2"', 'fish, recipes: "3"', 2),
        ('nuts, recipes: "3"', 'nuts, recipes: "4"', 3),
        ('omega-3, recipes: "1"', 'omega-3, recipes: "2"', 1),
        ('work, recipes: "2"', 'work, recipes: "3"', 2),
        ('freeze, recipes: "1"', 'freeze, recipes: "2"', 1),
        ('pan, recipes: "0"', 'pan, recipes: "1"', 0),
    ],
)
def test_each_aim_counts_the_recipes_that_reach_it_and_no_others(little, old, new, count):
    (problem,) = missed(little, old, new)
    recipes = "1 recipe" if count == 1 else f"{count} recipes"
    assert f": {recipes}, and {count + 1} are wanted" in problem.what
    assert problem.id == "missed-aim" and not problem.remark


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("[tree nuts]", "[tree nutz]", "[tree nutz]"),
        ("{ala:", "{alpha:", "alpha:"),
    ],
)
def test_an_aim_names_only_what_can_be_counted(little, old, new, column):
    (little / "recipes/aims.yaml").write_text(REACHED.replace(old, new))
    _, problems = read_and_check(little)
    (problem,) = [problem for problem in problems if problem.id == "unknown-choice"]
    line = problem.place.source
    assert line[problem.place.column - 1 :].startswith(column.lstrip("["))
    assert not problem.remark


def test_a_recipe_is_counted_as_it_is_or_after_one_swap_and_no_other_way(little):
    guide = read_with(little)
    aim = aim_of(guide, "made without tree nuts")
    salmon = recipe_of(guide, "oven-salmon")
    labels = derive(listed_lines(salmon.recipe), guide.pantry)
    assert "tree nuts" not in labels.without
    assert offers(salmon, aim, guide)
    path = little / salmon.path
    text = path.read_text()
    path.write_text(
        text.replace("swap: walnuts\n    for: 20 g pumpkin", "swap: lemon\n    for: 20 g pumpkin")
    )
    guide = read_with(little)
    assert not offers(recipe_of(guide, "oven-salmon"), aim, guide)


def test_a_figure_that_is_not_printed_does_not_count_however_much_of_it_is_known(little):
    # Of the salmon, which is most of the dish, the figure is unknown; the walnuts have it.
    path = little / "pantry/nutrition.csv"
    rows = path.read_text().splitlines()
    column = rows[0].split(",").index("ala_g")
    for number, row in enumerate(rows):
        if row.startswith("salmon,"):
            head, description, tail = row.split('"')
            cells = tail.split(",")
            # The description holds commas, so the cells are counted from the end.
            cells[column - len(rows[0].split(","))] = ""
            rows[number] = f'{head}"{description}"{",".join(cells)}'
    path.write_text("\n".join(rows) + "\n")
    guide = read_with(little)
    salmon = recipe_of(guide, "oven-salmon")
    assert guide.food_data.facts["salmon"].values["ala_g"] is None
    assert not offers(salmon, aim_of(guide, "rich in omega-3"), guide)
    only_ala = read_with(little, REACHED.replace(', epa-dha: "5"', ""))
    (problem,) = aims_are_reached(only_ala)
    assert "oven-salmon (Omega-3 ALA is not worked out)" in problem.fix


def test_the_fix_of_an_aim_says_by_how_much_the_nearest_miss_it(little):
    guide = read_with(little, REACHED.replace('ala: "0.5", epa-dha: "5"', 'ala: "2"'))
    (problem,) = aims_are_reached(guide)
    assert "oven-salmon (1.10 of 2.00 g of Omega-3 ALA)" in problem.fix


def test_a_missed_aim_names_the_three_recipes_that_are_nearest(little):
    soup = (little / "recipes/soups/pea-soup.yaml").read_text()
    for minutes in (7, 6, 8):
        text = soup.replace("prep: 5 min", f"prep: {minutes} min")
        text = text.replace("title: Pea Soup", f"title: Pea Soup {minutes}")
        (little / f"recipes/soups/pea-soup-{minutes}.yaml").write_text(text)
    aims = REACHED.replace('"1", "2"', '"1", "9"').replace('pan, recipes: "0"', 'pan, recipes: "1"')
    (problem,) = aims_are_reached(read_with(little, aims))
    assert problem.what == "made in one pan: 0 recipes, and 1 are wanted"
    assert problem.fix == (
        "the nearest: oven-salmon (has no tag one-pan, 5 min of work); "
        "pea-soup (has no tag one-pan, 5 min of work); "
        "pea-soup-6 (has no tag one-pan, 6 min of work)"
    )


def test_too_few_recipes_are_a_mistake(little):
    (problem,) = missed(little, 'recipes: "3"\nchapter', 'recipes: "4"\nchapter')
    assert problem.what == "the guide has 3 recipes, and 4 are promised" and not problem.remark


def test_one_recipe_more_than_meant_is_no_mistake_and_one_less_is(little):
    (more,) = missed(little, '["1", "2"]', '["1", "1"]')
    assert 'the chapter "soups" has 2 recipes' in more.what and more.remark
    (less,) = missed(little, '["1", "2"]', '["2", "2"]')
    assert 'the chapter "fish" has 1 recipe,' in less.what and not less.remark


def test_nothing_is_counted_while_a_recipe_is_missing(little):
    more = REACHED.replace('recipes: "3"\nchapter', 'recipes: "9"\nchapter')
    assert ["recipes" in told.what for told in aims_are_reached(read_with(little, more))] == [True]
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("serves: 2–3", "serves: many"))
    assert not list(aims_are_reached(read_with(little, more)))


def test_nothing_is_counted_while_an_ingredient_is_unknown(little):
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("400 g frozen peas", "400 g moon dust"))
    more = REACHED.replace('recipes: "3"\nchapter', 'recipes: "9"\nchapter')
    assert not list(aims_are_reached(read_with(little, more)))
