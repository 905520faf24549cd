"""Allergen labels: worked out from ingredients, and never less than they say."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from guide.check.reading import read_and_check
from guide.derive.allergens import (
    Labels,
    by_rank,
    derive,
    derive_swapped,
    find_freeing,
    find_swapped_key,
    involved_when_swapped,
    listed_lines,
    sentence,
    spell,
    spell_check,
    spell_members,
    swapped,
)
from guide.lines.ingredient_lines import parse
from tests.conftest import LITTLE, TESTS, read_real_guide

PANTRY = read_real_guide().pantry
REAL = read_real_guide().recipe_files
LOOKALIKES = [line.split(" | ") for line in (TESTS / "lookalikes.txt").read_text().splitlines()]

(NUTS,) = (group.leaves.keys() for group in PANTRY.allergens.groups if group.id == "tree-nuts")


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
        ("peanut butter", {"peanut"}, {"almond", "pine-nut"}),
        ("surimi", {"fish", "egg", "wheat"}, {"milk", "crustacean"}),
    ],
)
def test_more_look_alikes(name, contains, check):
    found = derive([line(f"100 g {name}")], PANTRY)
    assert set(found.contains) == contains and check <= set(found.check)


def test_crab_sticks_are_no_crab_and_an_unknown_name_is_nothing_at_all():
    from guide.core.problems import Mistake

    for text in ("4 prawn sticks", "2 crab tails", "100 g coconut yogurt", "1 tbsp mustered"):
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
    before = derive(listed_lines(recipe_file.recipe), guide.pantry)
    made = derive_swapped(recipe_file.recipe, (nuts,), guide.pantry)
    assert set(made.without) - set(before.without) == {"tree nuts"}
    made = derive_swapped(recipe_file.recipe, (oats,), guide.pantry)
    assert made.contains.keys() - before.contains.keys() == {"oats"}
    assert made.check.keys() - before.check.keys() == {"barley"}


def real(slug: str):
    """The recipe of the real guide whose file begins so."""
    (recipe_file,) = (recipe_file for recipe_file in REAL if recipe_file.slug.startswith(slug))
    return recipe_file.recipe


def test_a_swap_that_leaves_an_allergen_to_check_for_does_not_make_the_dish_without_it():
    recipe = real("shakshuka")
    eggs = next(swap for swap in recipe.swaps if swap.swap == "eggs")
    made = derive_swapped(recipe, (eggs,), PANTRY)
    # Tofu takes the egg's place, but the bread's packet has still to be read for egg.
    assert "egg" in made.check and "egg" not in made.without


def test_where_one_swap_is_not_enough_the_fewest_that_are_stand_together():
    freed = [
        ([swap.swap for swap in freeing.swaps], freeing.without)
        for freeing in find_freeing(real("cold-soba"), PANTRY)
    ]
    assert freed == [
        (["sesame seeds"], ("tree nuts", "peanuts")),
        (["sesame seeds", "toasted sesame oil"], ("sesame",)),
    ]


def test_where_it_takes_every_swap_of_a_recipe_all_of_them_stand_together():
    recipe = real("cold-soba")
    both = tuple(swap for swap in recipe.swaps if "sesame" in swap.swap)
    assert [swap.swap for swap in both] == ["sesame seeds", "toasted sesame oil"]
    freed = find_freeing(recipe.model_copy(update={"swaps": both}), PANTRY)
    assert (both, ("sesame",)) in freed


def test_the_only_swap_of_a_recipe_can_be_enough():
    recipe = real("cold-soba")
    (seeds,) = (swap for swap in recipe.swaps if swap.swap == "sesame seeds")
    freed = find_freeing(recipe.model_copy(update={"swaps": (seeds,)}), PANTRY)
    assert freed == (((seeds,), ("tree nuts", "peanuts")),)


def test_what_one_swap_brings_in_another_does_not_take_out_again():
    recipe = real("golden-oats")
    seeds, apple, _ = recipe.swaps
    apple = apple.model_copy(update={"for_": line("20 g pumpkin seeds")})
    made = derive_swapped(recipe, (seeds, apple), PANTRY)
    assert (seeds.swap, seeds.for_.name) == ("pumpkin seeds", "sunflower seeds")
    assert set(made.check["sesame"]) == {"pumpkin seeds", "sunflower seeds"}


def test_what_is_involved_with_any_swaps_is_what_the_labels_of_the_swapped_dish_say():
    guide = read_real_guide()
    for recipe_file in guide.recipe_files:
        recipe = recipe_file.recipe
        swaps = [
            swap
            for swap in recipe.swaps or ()
            if find_swapped_key(swap.swap, listed_lines(recipe), guide.pantry)
        ]
        wanted = []
        for size in range(1, len(swaps) + 1):
            for made in combinations(swaps, size):
                labels = derive_swapped(recipe, made, guide.pantry)
                wanted.append(labels.contains.keys() | labels.check.keys())
        assert list(involved_when_swapped(recipe, guide.pantry)) == wanted


def test_each_swap_that_is_made_together_is_needed():
    for recipe_file in REAL:
        recipe = recipe_file.recipe
        for freeing in find_freeing(recipe, PANTRY):
            for left_out in freeing.swaps:
                fewer = [swap for swap in freeing.swaps if swap is not left_out]
                without = derive_swapped(recipe, fewer, PANTRY).without
                assert not set(freeing.without) & set(without), recipe_file.slug


def test_allergens_are_spelt_by_group_with_their_members_named():
    assert spell(["walnut", "milk", "oats", "wheat", "almond"], PANTRY.allergens) == [
        "milk",
        "gluten (wheat, oats)",
        "tree nuts (almonds, walnuts)",
    ]


@pytest.mark.parametrize(
    ("leaves", "printed"),
    [
        ([], []),
        (["milk"], ["milk"]),
        (["walnut"], ["walnuts"]),
        (["walnut", "almond"], ["almonds", "walnuts"]),
        (["wheat", "rye", "barley"], ["wheat", "rye", "barley"]),
        (["wheat", "rye", "barley", "oats"], ["gluten"]),
        (["peanut", *NUTS], ["peanuts", "tree nuts"]),
    ],
)
def test_within_brackets_a_group_is_named_only_where_all_of_it_is_meant(leaves, printed):
    assert spell_members(leaves, PANTRY.allergens) == printed


def test_a_group_of_two_is_named_as_one_and_a_group_of_one_by_what_it_is():
    milk = PANTRY.allergens.groups[0]
    two = {"crustacean": "crustaceans", "mollusc": "molluscs"}
    groups = (
        milk.model_copy(update={"says": "dairy"}),
        milk.model_copy(update={"says": "shellfish", "leaves": two}),
    )
    allergens = PANTRY.allergens.model_copy(update={"groups": groups})
    assert spell_members(["milk", "crustacean", "mollusc"], allergens) == ["milk", "shellfish"]
    assert spell_members(["mollusc"], allergens) == ["molluscs"]
    assert spell(["milk", "mollusc"], allergens) == ["dairy (milk)", "shellfish (molluscs)"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["milk"], "milk"),
        (["milk", "egg"], "milk and egg"),
        (["milk", "egg", "fish"], "milk, egg and fish"),
        (["milk", "egg", "fish", "soy"], "milk, egg, fish and soy"),
    ],
)
def test_a_sentence_leaves_no_allergen_out(words, said):
    assert sentence(words) == said
    assert sentence(words, "or") == said.replace(" and ", " or ")


def test_a_packet_is_read_for_a_group_by_its_name_and_for_some_of_it_by_theirs():
    almonds = derive([line("30 g almonds")], PANTRY)
    seeds = derive([line("30 g pumpkin seeds")], PANTRY)
    bread = derive([line("30 g rye bread")], PANTRY)

    def asks(found: Labels) -> list[str]:
        return spell_check(found.check, found.contains, PANTRY.allergens)

    assert asks(almonds) == ["peanuts", "other tree nuts"]
    assert asks(seeds) == ["peanuts", "tree nuts", "sesame"]
    assert "tree nuts (almonds, hazelnuts, walnuts)" in asks(bread)
    with_milk = derive([line("30 g almonds"), line("30 g butter")], PANTRY)
    assert "milk" in with_milk.contains
    assert asks(with_milk) == ["peanuts", "other tree nuts"]
    # Gluten cereals are always named: wheat is an allergen by itself.
    assert spell_check(["wheat", "rye", "barley", "oats"], (), PANTRY.allergens) == [
        "gluten (wheat, rye, barley, oats)"
    ]


def test_the_major_allergens_come_before_those_of_the_eu_and_uk_alone():
    leaves = ["milk", "barley", "mollusc", "pine-nut", "celery", "mustard", "lupin", "sulphites"]
    assert by_rank(leaves, PANTRY.allergens) == (leaves[:4], leaves[4:])


def test_nuts_ask_for_one_another_and_for_peanuts_and_seeds_for_both_and_sesame():
    for key, item in PANTRY.items.items():
        held = {*item.contains, *item.check}
        if item.family == "nut":
            assert {"peanut", *NUTS} <= held, key
        if item.family == "seed":
            assert {"peanut", "sesame", *NUTS} <= held, key


@pytest.mark.parametrize(
    ("name", "contains", "check"),
    [
        ("soba noodles", {"wheat"}, {"egg"}),
        ("dark chocolate", set(), {"milk", "wheat", "soy", "peanut", *NUTS}),
        ("cocoa powder", set(), {"milk", "peanut", *NUTS}),
        ("vegetable stock cube", {"celery"}, {"egg", "milk", "wheat", "barley", "soy", "mustard"}),
        ("chicken stock", set(), {"celery", "egg", "milk", "wheat", "barley", "soy", "mustard"}),
        ("pesto", {"milk", "cashew", "pine-nut"}, {"egg", "peanut", "walnut"}),
        ("kimchi", set(), {"mollusc", "sesame", "fish", "crustacean", "soy", "wheat"}),
        ("nori", set(), {"fish", "crustacean", "mollusc", "soy"}),
        ("wakame", set(), {"fish", "crustacean", "mollusc", "soy"}),
        ("raisins", set(), {"sulphites", "peanut", *NUTS}),
        ("oat drink", {"oats"}, {"wheat", "barley", "soy", "almond", "hazelnut"}),
        ("rye bread", {"rye"}, {"wheat", "milk", "egg", "peanut", "walnut", "sesame"}),
    ],
)
def test_labels_that_were_mended_stay_so(name, contains, check):
    item = PANTRY.items[PANTRY.find(name).key]
    assert set(item.contains) == contains and check <= set(item.check)


@pytest.mark.parametrize("name", ["carrot", "apple", "cod", "chicken breast", "brown rice"])
def test_fresh_food_of_one_kind_asks_for_nothing(name):
    assert PANTRY.items[PANTRY.find(name).key].check == ()


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


def test_each_name_of_words_is_found_where_it_begins():
    names = [name for name in PANTRY.by_name if name.replace(" ", "").isalpha()]
    for name in names[::5]:
        found = PANTRY.named_in(f"{name.title()}, a food")
        assert (0, len(name), PANTRY.by_name[name]) in found, name


def test_each_word_that_begins_a_name_is_known_to():
    names = PANTRY.food_names
    for phrase in tuple(names.phrases)[::5]:
        assert names.begins_name(phrase[0], phrase[0])
    assert names.begins_name("Eggwash", "eggwash") and not names.begins_name("until", "until")


@pytest.mark.parametrize(
    ("name", "lines", "key"),
    [
        ("haddock", ("450 g undyed smoked haddock", "1 onion"), "smoked-haddock"),
        ("turkey mince", ("1 lb ground turkey",), "turkey-mince"),
        ("haddock", ("200 g smoked haddock", "200 g haddock"), "haddock"),
        ("mushrooms", ("200 g oyster mushrooms", "200 g shiitake mushrooms"), None),
        ("milk", ("300 ml oat milk",), None),
        ("butter", ("50 g peanut butter",), None),
    ],
)
def test_a_swap_names_its_ingredient_by_a_short_name_where_only_one_fits(name, lines, key):
    read = [parse(line, PANTRY.units) for line in lines]
    assert find_swapped_key(name, read, PANTRY) == key
