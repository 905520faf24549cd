"""Allergen labels: worked out from ingredients, and never less than they say."""

from __future__ import annotations

import random

import pytest

from guide.check.reading import read_and_check
from guide.core.amounts import parse
from guide.derive.allergens import Labels, change, derive, listed_lines, spell, swapped
from tests.conftest import LITTLE, TESTS, read_real_guide

PANTRY = read_real_guide().pantry
REAL = read_real_guide().recipe_files
LOOKALIKES = [line.split(" | ") for line in (TESTS / "lookalikes.txt").read_text().splitlines()]


def line(text: str):
    return parse(text, PANTRY.units)


def listed(text: str) -> set[str]:
    return set(filter(None, text.partition(":")[2].strip().split(",")))


@pytest.mark.parametrize(
    ("text", "has", "has_not", "check"), LOOKALIKES, ids=[row[0] for row in LOOKALIKES]
)
def test_look_alikes_are_not_taken_for_one_another(text, has, has_not, check):
    found = derive([line(text)], PANTRY)
    assert set(found.contains) == listed(has)
    assert not listed(has_not) & set(found.contains)
    assert listed(check) <= set(found.check) | set(found.contains)


@pytest.mark.parametrize(
    ("name", "contains", "check"),
    [
        ("rolled oats", {"oats"}, {"wheat", "barley"}),
        ("spelt flour", {"wheat"}, set()),
        ("tamari", {"soy"}, {"wheat"}),
        ("soy sauce", {"soy", "wheat"}, set()),
        ("water chestnuts", set(), set()),
        ("peanut butter", {"peanut"}, set()),
        ("surimi", {"fish"}, {"egg", "wheat", "crustacean"}),
    ],
)
def test_more_look_alikes(name, contains, check):
    found = derive([line(f"100 g {name}")], PANTRY)
    assert set(found.contains) == contains and check <= set(found.check)


def test_crab_sticks_are_no_crab_and_an_unknown_name_is_nothing_at_all():
    from guide.core.problems import Mistake

    for text in ("4 prawn sticks", "2 crab", "100 g coconut yogurt", "1 tbsp mustard"):
        with pytest.raises(Mistake):
            derive([line(text)], PANTRY)


def test_a_recipes_labels_are_the_union_over_its_ingredients_optional_ones_and_groups_too():
    for recipe_file in REAL:
        whole = derive(listed_lines(recipe_file.recipe), PANTRY)
        items = [PANTRY.require(one)[1] for one in listed_lines(recipe_file.recipe)]
        assert set(whole.contains) == {leaf for item in items for leaf in item.contains}, (
            recipe_file.slug
        )
        assert set(whole.contains) | set(whole.check) == {
            leaf for item in items for leaf in (*item.contains, *item.check)
        }, recipe_file.slug
        assert not set(whole.contains) & set(whole.check)


def test_adding_an_ingredient_never_takes_a_contains_away_nor_adds_a_made_without():
    chance, names = random.Random(5), [item.names[0] for item in PANTRY.items.values()]
    for _ in range(300):
        some = [line(f"10 g {chance.choice(names)}") for _ in range(chance.randrange(0, 6))]
        before, after = (
            derive(some, PANTRY),
            derive([*some, line(f"10 g {chance.choice(names)}")], PANTRY),
        )
        assert set(before.contains) <= set(after.contains)
        assert set(after.without) <= set(before.without)


def test_made_without_is_said_only_when_it_is_in_neither_list():
    for item in PANTRY.items.values():
        found = derive([line(f"10 g {item.names[0]}")], PANTRY)
        for one in PANTRY.allergens.without:
            assert (one.says in found.without) == (
                not set(one.leaves) & {*item.contains, *item.check}
            ), item.names[0]


def test_amounts_do_not_change_labels():
    assert derive([line("1 g walnuts")], PANTRY) == derive([line("999 g walnuts")], PANTRY)


def test_a_swap_is_made_and_the_labels_worked_out_again():
    guide, _ = read_and_check(LITTLE)
    (recipe_file,) = (
        recipe_file for recipe_file in guide.recipe_files if recipe_file.slug == "oven-salmon"
    )
    nuts, oats = recipe_file.recipe.swaps
    assert [one.name for one in swapped(recipe_file.recipe, nuts, guide.pantry)][
        3
    ] == "pumpkin seeds"
    made = change(recipe_file.recipe, nuts, guide.pantry)
    assert (made.without, made.gone, made.contains, made.check) == (("tree nuts",), (), (), ())
    made = change(recipe_file.recipe, oats, guide.pantry)
    assert (made.without, made.gone, made.contains, made.check) == ((), (), ("oats",), ("barley",))


def test_a_swap_that_leaves_an_allergen_to_check_for_says_so_and_one_that_frees_of_it_too():
    def made(slug: str, out: str):
        (recipe_file,) = (recipe_file for recipe_file in REAL if recipe_file.slug.startswith(slug))
        return change(
            recipe_file.recipe,
            next(swap for swap in recipe_file.recipe.swaps if swap.swap == out),
            PANTRY,
        )

    # Tofu takes the egg's place, but the bread's packet has still to be read for egg.
    assert (
        "egg" in made("shakshuka", "eggs").check and "egg" not in made("shakshuka", "eggs").without
    )
    assert "mustard" in made("yellow-split-pea", "mustard seeds").gone


def test_allergens_are_spelt_by_group_with_their_members_named():
    assert spell(["walnut", "milk", "oats", "wheat", "almond"], PANTRY.allergens) == [
        "milk",
        "gluten (wheat, oats)",
        "tree nuts (almonds, walnuts)",
    ]


def test_a_dish_of_nothing_contains_nothing():
    assert derive([], PANTRY) == Labels({}, {}, tuple(one.says for one in PANTRY.allergens.without))


def test_every_item_says_where_its_labels_come_from():
    for key, item in PANTRY.items.items():
        assert item.labels in PANTRY.allergens.sources
        assert item.labels != "plain" or not (item.contains or item.check), key
        assert item.labels == "typical" or not item.check, key


def test_trigger_groups_are_data_and_only_recognised_ones():
    assert set(PANTRY.allergens.triggers) == {"birch", "seeds"}
    assert PANTRY.require(line("1 carrot"))[1].triggers == ("birch",) and PANTRY.require(
        line("10 g pumpkin seeds")
    )[1].triggers == ("seeds",)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a knob of butter", ["butter"]),
        ("butter beans and butternut squash", ["butter-beans", "butternut-squash"]),
        ("coconut milk", ["coconut-milk"]),
        ("Stir in the Peanut  butter.", ["peanut-butter"]),
        ("nothing of the kind", []),
    ],
)
def test_foods_are_found_in_a_text_by_their_whole_names(text, keys):
    assert [key for _, _, key in PANTRY.named_in(text)] == keys
