"""The names of foods, and what each brings: made of a few, so that every part of them is seen."""

from __future__ import annotations

import pytest

from guide.read.food_names import FoodNames, Meaning, make_food_names, split_name
from guide.read.pantry_files import AllergenFoods, LookAlikes
from tests.conftest import read_real_guide

PANTRY = read_real_guide().pantry
BUTTER = PANTRY.items[PANTRY.find("butter").key]
PESTO = PANTRY.items[PANTRY.find("pesto").key]
MILK, EGG, WHEAT = frozenset({"milk"}), frozenset({"egg"}), frozenset({"wheat"})


def foods(*words: str, brings: tuple[str, ...] = (), check: tuple[str, ...] = ()) -> AllergenFoods:
    return AllergenFoods(brings=brings, check=check, source="plain", words=words)


def make_names(
    *entries: AllergenFoods,
    items=(),
    allergens=PANTRY.allergens,
    plain_words: frozenset[str] = frozenset(),
    **other,
) -> FoodNames:
    """The names of those entries and items, with no word of the real lists but those given."""
    plain = {"foods": entries, "parts": (), "dishes": ()}
    plain["look_alikes"] = LookAlikes(words=(), phrases=())
    words = PANTRY.allergen_words.model_copy(update={**plain, **other})
    return make_food_names(items, words, allergens, plain_words)


def meant(names: FoodNames, text: str) -> Meaning | None:
    """What a text means that is one name and no more."""
    words = split_name(text)
    found = names.find_longest(words, 0, len(words))
    return found[0] if found and found[1] == len(words) else None


def test_an_item_brings_each_allergen_that_it_contains_and_none_to_check_for():
    for names in (make_names(items=[BUTTER, PESTO]), make_food_names([BUTTER, PESTO], None, None)):
        assert meant(names, "butter").brings == (MILK,)
        assert set(meant(names, "pesto").brings) == {frozenset({leaf}) for leaf in PESTO.contains}
        assert PESTO.check and meant(names, "pesto").check == ()
        assert names.find_compound("butterball") is None


def test_a_group_is_any_of_its_allergens_and_an_allergen_is_itself():
    names = make_names(foods("granola", brings=("milk", "gluten"), check=("egg", "unheard-of")))
    gluten = frozenset({"wheat", "rye", "barley", "oats"})
    assert meant(names, "granola") == Meaning((MILK, gluten), (EGG,))
    assert meant(names, "granola").allergens == MILK | gluten | EGG
    assert meant(make_names(foods("naan", brings=("milk",)), allergens=None), "naan").brings == ()


def test_what_several_say_of_a_name_is_added_up_and_its_first_spelling_is_kept():
    names = make_names(
        foods("Butter", brings=("milk",), check=("egg",)),
        foods("butters", brings=("milk", "wheat"), check=("egg",)),
        items=[BUTTER],
        dishes=("butters",),
    )
    assert meant(names, "butter") == Meaning((MILK, WHEAT), (EGG,), True, "butter")


def test_only_what_is_listed_as_a_dish_is_one():
    names = make_names(foods("naan", "ghee", brings=("milk",)), dishes=("naan",))
    assert meant(names, "naan").is_dish
    assert not meant(names, "ghee").is_dish


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("fish mix", "fish mixes"),
        ("spritz", "spritzes"),
        ("couscous", "couscouses"),
        ("peach tarts", "peach tart"),
        ("naan", "naans"),
        ("goat cheese", "goat's cheese"),
        ("cr\u00e8me fra\u00eeche", "creme fraiche"),
        ("eggs", "egg"),
    ],
)
def test_a_name_is_known_in_either_number(name, text):
    names = make_names(foods(name, brings=("milk",)))
    assert meant(names, text).brings == (MILK,)
    assert meant(names, name if name.isascii() else text).brings == (MILK,)


def test_a_name_without_a_letter_names_nothing():
    assert make_names(foods("7", brings=("milk",))).phrases == {}


def test_the_longest_name_is_found_and_no_longer_one_than_six_words():
    six, seven = "a b c d e f", "g a b c d e f"
    names = make_names(foods("a", "a b", six, seven, brings=("milk",)))
    words = split_name(f"z {six} f")
    assert names.find_longest(words, 1, 7)[1] == 6
    assert names.find_longest(words, 1, 5)[1] == names.find_longest(words, 1, 3)[1] == 2
    assert names.find_longest(words, 1, 1)[1] == 1
    assert names.find_longest(words, 0, 8) is None
    assert names.find_longest(split_name(seven), 0, 7) is None


def test_a_compound_is_known_by_what_it_begins_or_ends_with():
    names = make_names(
        foods("tofu", "eggplant", "nut", "eggbread toast", brings=("soy",)),
        parts=(foods("egg", brings=("egg",)), foods("cheese", brings=("milk",))),
    )
    assert names.find_compound("eggwash") == Meaning((EGG,))
    assert names.find_compound("eggbread").brings == (EGG,)
    assert names.find_compound("eggwashes").brings == (EGG,)
    assert names.find_compound("goatcheese").brings == (MILK,)
    assert names.find_compound("cheeses") is None
    assert names.find_compound("eggcheese").brings == (EGG,)
    for word in ("eggplant", "eggplants", "egg", "veggies", "carrot"):
        assert names.find_compound(word) is None, word


def test_a_look_alike_brings_nothing_whatever_else_is_said_of_it():
    names = make_names(
        foods("butter", brings=("milk",)),
        parts=(foods("butter", brings=("milk",)),),
        look_alikes=LookAlikes(
            words=("butter bean", "butternut"), phrases=(r"\bbutter fingers\b",)
        ),
    )
    assert meant(names, "butter beans") == meant(names, "butternut") == Meaning()
    assert names.find_compound("butternut") is None
    assert list(names.find_no_food("Oh, Butter Fingers, and butter fingers.")) == [
        (4, 18),
        (24, 38),
    ]
    assert list(names.find_no_food("Butter them.")) == []


def test_every_food_in_a_few_words_adds_its_allergens():
    names = make_names(
        foods("peanut butter", brings=("peanuts",)),
        foods("butter", brings=("milk",)),
        parts=(foods("egg", brings=("egg",)),),
    )
    assert names.find_allergens("peanut butter") == {"peanut"}
    assert names.find_allergens("peanut butter and butter") == {"peanut", "milk"}
    assert names.find_allergens("carrots, butter, peanut butter") == {"peanut", "milk"}
    assert names.find_allergens("eggwash butter eggwash") == {"egg", "milk"}
    assert names.find_allergens("a carrot") == frozenset()


def test_only_the_group_of_a_pattern_means_no_food_where_it_has_one():
    phrases = (r"\bas thick as (cream)( ?cheese)?",)
    look_alikes = LookAlikes(words=(), phrases=phrases)
    names = make_names(foods("cream", brings=("milk",)), look_alikes=look_alikes)
    assert list(names.find_no_food("As thick as cream cheese.")) == [(12, 17)]


def test_a_product_is_found_by_its_capital_where_a_food_stands():
    products = (r"\bwith (?P<name>[A-Z][a-z]+)", r"(?P<name>[A-Z][a-z]+)'s,")
    names = make_names(foods("naan", brings=("wheat",)), products=products)
    assert list(names.find_products("Serve with Ribena, or with Tizer.")) == [(11, 17), (27, 32)]
    assert list(names.find_products("Oh, Heinz's, of course.")) == [(4, 9)]
    assert list(names.find_products("Serve with naan.")) == []


PLAIN = frozenset({"tray", "bake", "pan", "cake", "stir", "sugar"})


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("tray", True),
        ("Tray's", True),
        ("trays", True),
        ("naans", True),
        ("ox", True),
        ("xyz", False),
        ("traybake", True),
        ("traybakes", True),
        ("stirtray", True),
        ("sugarcake", True),
        ("pancake", False),
        ("cakepan", False),
        ("traybarf", False),
        ("barfbake", False),
    ],
)
def test_a_word_is_known_that_is_plain_or_of_a_name_or_made_of_two_plain_ones(word, known):
    names = make_names(foods("naan", brings=("wheat",)), plain_words=PLAIN)
    assert names.is_known(word) is known
    assert names.is_known(word) is known
    assert make_names(foods("naan", brings=("wheat",))).is_known(word)
