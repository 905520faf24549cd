"""What is offered for a name that the pantry does not know never takes an allergen away."""

from __future__ import annotations

import difflib

import pytest

from guide.core.problems import Mistake, nearest
from guide.lines.ingredient_lines import parse
from guide.read.food_names import CARRIES_NOTHING, Carried, carried_by_the_nearest, find_near_names
from tests.conftest import read_real_guide

PANTRY = read_real_guide().pantry


def fix_of(name: str) -> str:
    """What the check says to write instead of a name."""
    with pytest.raises(Mistake) as told:
        PANTRY.require(parse(f"100 g {name}", PANTRY.units))
    return told.value.fix


def brings(*leaves: str) -> Carried:
    return Carried(frozenset(leaves))


@pytest.mark.parametrize("cutoff", [0.6, 0.8])
@pytest.mark.parametrize(
    "written", ["onoin", "Gruyere chese", "crème fraîche", "piñon", "two\nlines", "a", "", "?"]
)
def test_the_nearest_of_many_names_are_those_that_difflib_finds(written, cutoff):
    known = [*PANTRY.by_name][::3]
    found = difflib.get_close_matches(written.lower(), known, 3, cutoff)
    assert nearest(written, known, 3, cutoff) == found


@pytest.mark.parametrize("known", [[], ["two\nlines", "onion"]])
def test_the_nearest_are_found_among_names_of_any_kind(known):
    assert nearest("onoin", known) == known[1:]


NAMES = {
    "scallions": CARRIES_NOTHING,
    "worcester sauce": Carried(frozenset(["fish"]), frozenset(["wheat", "soy"])),
    "oyster mushrooms": CARRIES_NOTHING,
    "peanut butter": brings("peanut"),
}


@pytest.mark.parametrize(
    ("written", "carries"),
    [
        ("scallops", brings("mollusc")),
        ("oyster sauce", brings("mollusc", "soy", "wheat")),
        ("almond butter", brings("almond")),
    ],
)
def test_no_name_is_offered_that_carries_less_than_the_word(written, carries):
    assert find_near_names(written, carries, NAMES) == []


def test_a_name_that_carries_as_much_is_offered():
    assert find_near_names("peanut buter", brings("peanut"), NAMES) == ["peanut butter"]


def test_a_name_that_carries_as_much_is_offered_however_many_are_more_alike():
    alike = {f"almond butte{letter}": CARRIES_NOTHING for letter in "abcdefghijklmnopqrstuvwxyz"}
    names = {**alike, "almond paste": brings("almond")}
    assert find_near_names("almond butter", brings("almond"), names) == ["almond paste"]


def test_what_is_only_to_be_checked_does_not_stand_for_what_is_contained():
    names = {"oat milk": Carried(frozenset(["oats"]), frozenset(["soy"]))}
    assert find_near_names("soy milk", brings("soy"), names) == []
    only_checked = Carried(check=frozenset(["soy"]))
    assert find_near_names("oat milc", only_checked, names) == ["oat milk"]


def test_a_word_of_which_nothing_is_known_is_taken_for_a_slip_of_the_pen_or_for_nothing():
    assert find_near_names("scalions", CARRIES_NOTHING, NAMES) == ["scallions"]
    assert find_near_names("stallion", CARRIES_NOTHING, {"medallions": CARRIES_NOTHING}) == []


def test_a_slip_of_the_pen_in_a_food_carries_what_the_food_carries():
    foods = {"scallops": brings("mollusc"), "onions": CARRIES_NOTHING}
    assert carried_by_the_nearest("scalops", foods, foods.__getitem__) == brings("mollusc")
    assert carried_by_the_nearest("bricks", foods, foods.__getitem__) == CARRIES_NOTHING


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("scalops", "scallions"),
        ("scallop meat", "scallions"),
        ("almund butter", "cacao butter"),
        ("oystr sauce", "worcester sauce"),
        ("haloumy", "shallot"),
        ("lobstre", '"butter"'),
        ("gaot milk", '"oat milk"'),
        ("soya milc", "oat milk"),
    ],
)
def test_a_food_with_an_allergen_is_not_taken_for_one_without(name, never):
    assert never not in fix_of(name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("onoin", "onion"),
        ("courgete", "courgette"),
        ("peanut buter", "peanut butter"),
        ("dark choclate", "dark chocolate"),
        ("chicken stok", "chicken stock"),
    ],
)
def test_slips_of_the_pen_are_understood(name, meant):
    assert f'did you mean "{meant}"' in fix_of(name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("onoin", "onoin"), ("axolotl", "axolotl"), ("axolotl eggs", "'axolotl eggs'")],
)
def test_a_fix_ends_with_how_to_add_the_ingredient(name, typed):
    assert fix_of(name).endswith(f"and type: ./run pantry add {typed}")
