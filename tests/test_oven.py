"""Whoever does only what a method says finds the oven hot, and never heats it for nothing."""

from __future__ import annotations

import pytest

from guide.check.oven import find_heat_mistakes
from guide.derive.method_language import MethodLanguage
from tests.conftest import read_real_guide

GUIDE = read_real_guide()
LANGUAGE = MethodLanguage(GUIDE.method_words).heat
HEAT = "Heat the oven to 200 °C (180 °C fan)."


def find_words(*method: str) -> list[tuple[int, str]]:
    """Each fault as the step it stands in and the words it points to."""
    return [
        (step, method[step][mistake.at : mistake.at + mistake.width])
        for step, mistake in find_heat_mistakes(method, LANGUAGE)
    ]


@pytest.mark.parametrize(
    ("method", "found"),
    [
        (["Bake for 20 minutes."], [(0, "Bake")]),
        (["Toss with the oil and roast for 20 minutes."], [(0, "roast")]),
        (["Bake.", HEAT], [(0, "Bake")]),
        (["Lay on a baking tray. Slide it into the oven."], [(0, "into the oven")]),
        (["Put the pan under the hot grill for 3 minutes."], [(0, "under the hot grill")]),
        ([HEAT, "Line a baking tray with baking paper.", "Fry the onion."], [(0, "Heat the oven")]),
        (["Heat the grill (broiler) to high.", "Fry the onion."], [(0, "Heat the grill")]),
        (["Heat the oven.", "Bake."], [(0, "Heat the oven")]),
        (["Heat the oven to 200 °C.", "Bake."], [(0, "200 °C")]),
        (["Heat the oven to 400 °F.", "Bake."], [(0, "400 °F")]),
        (["Heat the oven to 200C.", "Bake."], [(0, "200C")]),
        (["Heat the oven to 200–220 °C.", "Bake."], [(0, "200–220 °C")]),
        (["Heat the oven to 200–220 °C (180–150 °C fan).", "Bake."], [(0, "200–220 °C")]),
        (["Heat the oven to 180C fan.", "Bake."], [(0, "Heat the oven")]),
        (["Line a tray. Heat the oven to 200 °C (200 °C fan).", "Bake."], [(0, "200 °C")]),
        ([HEAT, "Bake.", "Turn the oven up to 220 °C and bake for 5 minutes."], [(2, "220 °C")]),
    ],
)
def test_what_misleads_about_the_oven_is_found(method, found):
    assert find_words(*method) == found


@pytest.mark.parametrize(
    "method",
    [
        [HEAT, "Bake for 20 minutes."],
        ["Heat the oven to 200C/180C fan/gas 6.", "Bake."],
        ["Heat the oven to 200C/fan 180C.", "Bake."],
        ["Heat the oven to 200–220 °C (180–200 °C fan).", "Bake."],
        [HEAT, "Bake.", "Turn the oven up by 20 °C and bake for 5 minutes."],
        [HEAT + " Toss the peppers with the oil and roast for 20 minutes."],
        [
            "Preheat the oven to 180 °C (fan 160 °C).",
            "Put in the oven. Turn the oven off and leave in the oven.",
        ],
        [
            "Roast the nuts in a dry frying pan.",
            "Fold in the lentils and roast peppers and serve the bake.",
        ],
        [
            "Dry-roast the cumin.",
            "Stir in the baking powder and line a baking tray with baking paper.",
        ],
        ["Heat the grill (broiler) to high.", "Grill for 3 minutes."],
        ["Heat the grill pan and grill the fish in the pan."],
        ["Warm the oil in an ovenproof pan."],
    ],
)
def test_a_method_that_can_be_followed_is_left_alone(method):
    assert find_words(*method) == []


def test_what_to_type_is_a_heat_for_both_ovens():
    ((_, mistake),) = find_heat_mistakes(["Heat the oven to 350 °F.", "Bake."], LANGUAGE)
    assert '"180 °C (160 °C fan)"' in mistake.fix


def test_an_oven_that_nobody_heats_is_found_in_each_of_our_recipes_that_bakes():
    baking = [
        recipe_file.recipe.method
        for recipe_file in GUIDE.recipe_files
        if any(
            "Heat the oven" in step or "heat the oven" in step for step in recipe_file.recipe.method
        )
    ]
    assert len(baking) > 15
    for method in baking:
        assert list(find_heat_mistakes(method, LANGUAGE)) == []
        cold = [
            step.replace("Heat the oven to", "Think of").replace("heat the oven to", "think of")
            for step in method
        ]
        assert [mistake.what for _, mistake in find_heat_mistakes(cold, LANGUAGE)] == [
            "the oven is used here, and no step before has heated it"
        ]
