"""The pages around the recipes: what is ready tonight, openers, the index, the table of figures."""

from __future__ import annotations

import dataclasses

import pytest

from guide.derive.nutrition import find_nutrition
from guide.planning import dish_lists
from guide.read.load import Guide
from guide.views import figures_table, food_index


@pytest.fixture(scope="module")
def guide(real_guide) -> Guide:
    return real_guide


def test_what_is_ready_tonight_is_counted_with_all_its_time(guide):
    lists = dish_lists.list_ready(guide)
    meals = {chapter.folder for chapter in guide.chapters if chapter.meals}
    least = 0
    for ready in lists:
        for dish in ready.dishes:
            times = dish.recipe_file.recipe.time
            whole = sum(time.high for time in (times.prep, times.cook, times.rest) if time)
            assert dish.minutes == whole
            assert (dish.recipe_file.chapter in meals) == bool(ready.minutes)
            assert not ready.minutes or least < dish.minutes <= ready.minutes
        least = ready.minutes
    told = {dish.recipe_file.slug for ready in lists for dish in ready.dishes}
    assert "raspberry-and-flax-overnight-oats" not in told, "a night is not 15 minutes"


def test_what_makes_a_dish_easy_is_said_where_its_chapter_begins(guide):
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    ease = dish_lists.find_ease(recipe_files["pea-white-bean-and-mint-soup"], guide)
    assert ease == dish_lists.Comfort(minutes=30, no_cuts=False, one_pan=True, freezes=True)
    overnight = recipe_files["raspberry-and-flax-overnight-oats"]
    assert dish_lists.find_ease(overnight, guide).minutes == 0
    untold = dataclasses.replace(guide, tally=None)
    assert not dish_lists.find_ease(recipe_files["pea-white-bean-and-mint-soup"], untold).minutes


def test_the_index_has_main_foods_and_dishes_and_nothing_that_only_flavours(guide):
    entries = food_index.index(guide)
    headings = {entry.heading: [title for title, _ in entry.recipes] for entry in entries}
    rules = guide.tally.index
    assert not set(headings) & set(rules.leave_out)
    for british, american in rules.also.items():
        assert headings.get(british) == headings.get(american)
    assert headings["Eggplant"] == ["Aubergine & White Bean Bake with Walnuts"]
    listed = {title for entry in entries for title, _ in entry.recipes}
    assert listed == {recipe_file.recipe.title for recipe_file in guide.recipe_files}


def test_the_table_at_the_end_has_each_figure_or_says_that_it_is_not_known(guide):
    columns = [name for name, _ in figures_table.view_columns(guide)]
    basics = [row for row in guide.food_data.reference.figures if not row.least]
    assert columns == [row.says for row in basics]
    for _, dishes in figures_table.view_figures(guide):
        for dish in dishes:
            figures = find_nutrition(dish.recipe_file, guide).figures
            for row, cell in zip(basics, dish.figures, strict=True):
                figure = figures.get(row.id)
                if figure is None:
                    assert cell == "?", (dish.title, row.says)
                elif cell != "?":
                    assert cell.startswith("≥") == figure.at_least, (dish.title, row.says)
