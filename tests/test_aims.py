"""The guide keeps what it promises of its recipes together, and says which are nearest when it does not."""

from __future__ import annotations

from dataclasses import replace

from guide.check import aims
from guide.check.aims import offers
from guide.check.reading import read_and_check
from guide.derive.allergens import derive, listed_lines
from guide.derive.nutrition import find_nutrition
from tests.conftest import PROJECT

KITCHEN, _ = read_and_check(PROJECT)
AIMS = {aim.says: aim for aim in KITCHEN.aims.aims}


def test_every_aim_is_reached():
    assert list(aims.missed(KITCHEN)) == []
    assert len(KITCHEN.aims.aims) >= 12


def test_an_aim_names_only_what_can_be_counted():
    says = {one.says for one in KITCHEN.pantry.allergens.without}
    figures = {row.id for row in KITCHEN.food_data.reference.figures}
    for aim in KITCHEN.aims.aims:
        assert set(aim.without) <= says and set(aim.figures) <= figures
        assert aim.without or aim.figures or aim.prep is not None or aim.tag or aim.keeps, aim.says


def test_a_recipe_is_counted_as_it_is_or_after_one_swap_and_no_other_way():
    dairy = AIMS["made without dairy"]
    pancakes = next(
        recipe_file
        for recipe_file in KITCHEN.recipe_files
        if recipe_file.slug.startswith("buckwheat-pancakes")
    )
    assert "dairy" not in derive(listed_lines(pancakes.recipe), KITCHEN.pantry).without and offers(
        pancakes, dairy, KITCHEN
    )
    unswapped = replace(pancakes, recipe=pancakes.recipe.model_copy(update={"swaps": None}))
    assert not offers(unswapped, dairy, KITCHEN)


def test_a_figure_counts_with_what_is_known_of_it_even_where_it_is_not_printed():
    omega = next(aim for aim in KITCHEN.aims.aims if "ala" in aim.figures)
    pots = next(
        recipe_file
        for recipe_file in KITCHEN.recipe_files
        if recipe_file.slug == "two-berry-chia-pots"
    )
    assert "ala" not in find_nutrition(pots, KITCHEN).figures and offers(
        pots, omega, KITCHEN
    )


def test_a_missed_aim_says_how_many_and_which_are_nearest():
    harder = KITCHEN.aims.model_copy(
        update={"aims": (AIMS["made without egg"].model_copy(update={"recipes": 60}),)}
    )
    (problem,) = aims.missed(replace(KITCHEN, aims=harder))
    count = sum(
        offers(recipe_file, AIMS["made without egg"], KITCHEN)
        for recipe_file in KITCHEN.recipe_files
    )
    assert f"{count} recipes, and 60 are wanted" in problem.what and not problem.remark
    assert "needs a swap for" in problem.fix and problem.fix.count(";") <= 2


def test_one_recipe_more_than_meant_is_no_mistake_and_one_less_is():
    def with_chapter(least: int, most: int) -> list:
        return list(
            aims.missed(
                replace(KITCHEN, aims=KITCHEN.aims.model_copy(update={"chapter": (least, most)}))
            )
        )

    assert {problem.remark for problem in with_chapter(7, 7)} == {True}
    assert {problem.remark for problem in with_chapter(8, 8)} == {False}


def test_nothing_is_counted_while_a_recipe_is_missing():
    harder = KITCHEN.aims.model_copy(update={"recipes": 1000})
    assert list(aims.missed(replace(KITCHEN, aims=harder)))
    assert not list(
        aims.missed(replace(KITCHEN, aims=harder, recipe_files=KITCHEN.recipe_files[:-1]))
    )
