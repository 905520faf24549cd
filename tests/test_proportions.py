"""Amounts are asked about when a cook would ask, and a good recipe is left alone."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from functools import partial

import pytest

from guide.check.proportions import (
    LineGrams,
    add_minutes,
    describe_haste,
    describe_misfit,
    describe_unusual_salt,
    expand_sets,
    find_least_minutes,
    find_unusual_amounts,
)
from guide.check.reading import read_and_check
from guide.check.recipes import amounts_are_usual, recipes_suit_the_guide
from guide.core.cache import user_cache
from guide.derive.method_language import MethodLanguage
from guide.derive.nutrition import servings, weigh, work_out
from guide.lines.ingredient_lines import parse
from tests.conftest import PROJECT, read_real_guide

GUIDE = read_real_guide()
PANTRY, FOOD_DATA, RULES = GUIDE.pantry, GUIDE.food_data, GUIDE.ratios
TIMES = MethodLanguage(GUIDE.method_words).times
line = partial(parse, units=PANTRY.units)


def find_unusual(*groups: list[str], serves: int = 4) -> list[tuple[str, str]]:
    """What is odd about those groups of lines: the line it is told at, and the sentence."""
    rows = [(number, line(text)) for number, group in enumerate(groups) for text in group]
    given = []
    for place, (group, one) in enumerate(rows):
        item, grams, _ = weigh(one, PANTRY, FOOD_DATA)
        given.append(LineGrams(place, group, item, one.name, grams))
    return [
        (rows[found.line][1].text, found.says)
        for found in find_unusual_amounts(given, Fraction(serves), RULES)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["280 g jasmine rice", "400 ml water"],
        ["240 g brown rice", "2 l water"],
        ["180 g jasmine rice", "2 l water"],
        ["150 g quinoa", "325 ml water"],
        ["100 g rolled oats", "350 ml unsweetened oat drink", "300 ml water"],
        ["250 g rolled oats", "120 ml water"],
        ["160 g soba noodles", "2 l water", "700 ml water"],
        ["250 g red lentils", "900 ml water", "1 × 400 g can chopped tomatoes"],
        [
            "180 g buckwheat flour",
            "2 tsp baking powder",
            "2 large eggs",
            "270 ml unsweetened oat drink",
        ],
        ["1 tbsp ground flaxseed", "3 tbsp water"],
        ["60 g chia seeds", "400 ml unsweetened oat drink"],
        ["20 g plain flour", "500 ml milk"],
        ["200 g jasmine rice", "100 g red lentils", "20 ml water"],
        ["120 g gram flour", "400 g courgettes"],
    ],
)
def test_what_cooks_usually_do_is_left_alone(lines):
    assert find_unusual(lines) == []


@pytest.mark.parametrize(
    ("lines", "at", "says"),
    [
        (
            ["280 g jasmine rice", "40 ml water"],
            1,
            "40 g of liquid to 280 g of jasmine rice; usual is 310–730 g, to be absorbed",
        ),
        (
            ["240 g brown rice", "1 l water"],
            1,
            "1000 g of liquid to 240 g of brown rice; usual is 1200 g or more, boiled in plenty",
        ),
        (
            ["250 g pearl barley", "300 ml water"],
            1,
            "300 g of liquid to 250 g of pearl barley; usual is 620 g or more, until tender",
        ),
        (
            ["320 g spaghetti", "1 onion"],
            0,
            "no liquid to 320 g of spaghetti; usual is 700–1440 g, cooked in its own sauce",
        ),
        (
            ["100 g rolled oats", "2 l water"],
            1,
            "2000 g of liquid to 100 g of rolled oats; "
            "usual is 150–900 g, soaked, baked or as porridge",
        ),
        (
            ["180 g plain flour", "2 tbsp baking powder"],
            1,
            "28 g of baking powder to 180 g of plain flour; usual is 1.8–14 g, to raise it",
        ),
        (
            ["250 g rolled oats", "2 tsp bicarbonate of soda"],
            1,
            "9.2 g of bicarbonate of soda to 250 g of rolled oats; usual is 0.5–3.8 g, to raise it",
        ),
        (
            ["1 tbsp ground flaxseed", "1 tbsp water"],
            1,
            "15 g of water to 7 g of ground flaxseed; usual is 24–63 g, in place of an egg",
        ),
        (
            ["60 g chia seeds", "100 ml unsweetened oat drink"],
            1,
            "100 g of liquid to 60 g of chia seeds; usual is 210–720 g, for a pudding",
        ),
    ],
)
def test_what_a_cook_would_ask_about_is_told_at_its_line_with_the_usual_amount(lines, at, says):
    assert find_unusual(lines) == [(lines[at], says)]


def test_a_serving_is_held_to_what_one_person_eats():
    assert find_unusual(["4 × 130 g cod fillets"]) == []
    assert find_unusual(["4 × 130 g cod fillets"], serves=1) == [
        ("4 × 130 g cod fillets", "520 g of raw fish a serving; usual is 60–250 g")
    ]
    assert find_unusual(["300 ml extra-virgin olive oil"]) == [
        ("300 ml extra-virgin olive oil", "68 g of oil and fat a serving; usual is at most 30 g")
    ]


def test_the_water_of_another_group_is_not_counted_unless_there_is_no_other():
    assert find_unusual(["280 g jasmine rice", "400 ml water"], ["3 l water", "1 onion"]) == []
    assert find_unusual(["280 g jasmine rice"], ["400 ml water"]) == []
    assert find_unusual(["100 g rolled oats"], ["3 l water"]) == []


def test_rice_that_was_cooked_before_asks_for_no_water_and_no_time():
    recipe = next(
        recipe_file
        for recipe_file in GUIDE.recipe_files
        if recipe_file.slug == "tofu-and-broccoli-tray-with-ginger-rice"
    )
    text = (PROJECT / recipe.path).read_text()
    for put, found in (
        ("jasmine rice, rinsed", ["ratio"]),
        ("jasmine rice, cooked and cooled", []),
    ):
        mine = text.replace("400 ml water", "50 ml water").replace(
            "jasmine rice, rinsed until the water is almost clear", put
        )
        drafts = {recipe.path: mine.encode()}
        path = PROJECT / recipe.path
        _, problems = read_and_check(PROJECT, [path], user_cache(), drafts=drafts)
        assert [problem.id for problem in problems if problem.id == "ratio"] == found


def test_what_is_not_weighed_is_not_judged():
    given = [
        LineGrams(0, 0, "jasmine-rice", "jasmine rice", Fraction(200)),
        LineGrams(1, 0, "water", "water", None),
    ]
    assert list(find_unusual_amounts(given, Fraction(2), RULES)) == []


def test_salt_is_held_to_the_weight_of_the_dish():
    assert describe_unusual_salt(Fraction(6), Fraction(2000), True, RULES.salt) == ""
    assert (
        describe_unusual_salt(Fraction(40), Fraction(2000), True, RULES.salt)
        == "the dish has 40 g of salt in 2000 g; usual is 2.4–30 g"
    )
    assert (
        describe_unusual_salt(Fraction(1), Fraction(2000), True, RULES.salt)
        == "the dish has 1 g of salt in 2000 g; usual is 2.4–30 g"
    )
    # A pudding with a pinch, or with none, lacks nothing.
    assert describe_unusual_salt(Fraction(1), Fraction(2000), False, RULES.salt) == ""


@pytest.mark.parametrize(
    ("steps", "most"),
    [
        (["Bake for 12–15 minutes.", "Leave for 30 seconds."], Fraction(31, 2)),
        (["Simmer for 1 hour, then 10 minutes more."], 70),
        (["Serve."], 0),
        (["Boil for the time on the packet, about 3 minutes."], None),
        (["Leave overnight.", "Fry for 3 minutes."], None),
        (["Simmer for half an hour."], None),
    ],
)
def test_the_most_that_steps_can_take_is_counted_or_unknown(steps, most):
    assert add_minutes(steps, TIMES) == most


def test_a_time_in_which_nothing_can_cook_is_told():
    thigh, rice = (
        find_least_minutes(RULES)["chicken-thigh"],
        find_least_minutes(RULES)["brown-rice"],
    )
    assert (
        describe_haste(thigh, ["Roast for 12–15 minutes.", "Leave for 5 minutes."], TIMES)
        == "its steps take at most 20 minutes from here on; usual is 25 or more"
    )
    assert describe_haste(thigh, ["Roast for 40–45 minutes."], TIMES) == ""
    assert describe_haste(rice, ["Boil for the time on the packet."], TIMES) == ""


def test_hardly_any_of_our_recipes_is_asked_about():
    assert len(list(amounts_are_usual(GUIDE))) < len(GUIDE.recipe_files) / 10
    assert len(list(recipes_suit_the_guide(GUIDE))) < len(GUIDE.recipe_files) / 10


def tell_misfit(*lines: str, serves: int = 4) -> str:
    """What is remarked about a dish of those lines."""
    recipe = GUIDE.recipe_files[0].recipe
    serving = dataclasses.replace(recipe.serves, low=serves, high=None)
    dish = recipe.model_copy(update={"serves": serving, "not_eaten": None})
    worked = work_out(dish, tuple(line(text) for text in lines), PANTRY, FOOD_DATA)
    return describe_misfit(worked, GUIDE.fit, PANTRY, FOOD_DATA.reference)


def test_a_dish_that_suits_the_guide_less_is_told_in_one_sentence():
    assert tell_misfit("250 g plain flour", "200 g caster sugar", "200 g butter") == (
        "a serving has hardly any vegetables, fruit, pulses, whole grains, nuts and seeds, oily "
        "fish, olive oil or herbs and spices; 50 g of butter and other hard fat, above 15 g; 50 g "
        "of sugar and sweets, above 25 g; 62 g of white flour and white bread, above 60 g"
    )
    assert "220 g of oil, as for deep frying" in tell_misfit("900 g sunflower oil", "1 kg carrots")
    assert "75 g of alcohol" in tell_misfit("300 g red wine", "1 kg carrots")
    assert tell_misfit("400 g carrots", "20 g butter", "1 tbsp honey", "100 g red wine") == ""


def test_meat_is_told_when_it_is_no_poultry(monkeypatch):
    chicken = PANTRY.items["chicken-breast"]
    assert tell_misfit("600 g chicken breast", "400 g carrots") == ""
    monkeypatch.setitem(PANTRY.items, "chicken-breast", chicken.model_copy(update={"safety": ()}))
    said = tell_misfit("600 g chicken breast", "400 g carrots")
    assert said == "a serving has 150 g of red or processed meat, above 50 g"


def test_what_has_no_weight_does_not_make_a_dish_unfit():
    assert tell_misfit("1 handful spinach", "4 eggs") == ""
    assert tell_misfit("salt, to taste", "400 g carrots") == ""


def test_too_much_salt_is_told_once():
    # Above 2.4 g the check of servings tells it.
    assert "2.2 g of salt" in tell_misfit("400 g carrots", "8 g fine salt")
    assert tell_misfit("400 g carrots", "16 g fine salt") == ""


def test_what_suits_the_guide_names_what_there_is(little):
    (little / "pantry/fit.yaml").write_text(
        "wanted:\n  least: '1'\n  counts: {roots: '1'}\n  why: So.\n  evidence: [a-study]\n"
        "little:\n  - {says: salt, figure: salts, items: [butters], most: '1', why: So.}\n"
    )
    _, problems = read_and_check(little)
    mine = [problem for problem in problems if problem.place.path == "pantry/fit.yaml"]
    assert [(problem.id, problem.place.line) for problem in mine] == [
        ("unknown-choice", 3),
        ("unknown-choice", 5),
        ("unknown-choice", 7),
        ("unknown-item", 7),
    ]


def test_nine_times_the_grain_in_the_same_water_is_told():
    for recipe_file in GUIDE.recipe_files:
        rows = [
            (group, one)
            for group, (_, mine) in enumerate(recipe_file.recipe.groups)
            for one in mine
        ]
        weighed = [(group, one, *weigh(one, PANTRY, FOOD_DATA)[:2]) for group, one in rows]
        dry = expand_sets(
            [
                "jasmine-rice",
                "brown-rice",
                "quinoa",
                "bulgur-wheat",
                "pearl-barley",
                "farro",
                "soba-noodles",
                "wholewheat-spaghetti",
            ],
            RULES,
        )
        if any(item in dry for _, _, item, _ in weighed):
            more = [
                LineGrams(n, group, item, one.name, grams and grams * (9 if item in dry else 1))
                for n, (group, one, item, grams) in enumerate(weighed)
            ]
            assert list(find_unusual_amounts(more, servings(recipe_file.recipe), RULES)), (
                recipe_file.slug
            )


def test_each_rule_says_who_says_so():
    assert all(
        rule.why.startswith("Kitchen rule of thumb")
        for rule in (*RULES.ratios, *RULES.portions, *RULES.times)
    )
    assert all(
        way.most is None or way.least < way.most for rule in RULES.ratios for way in rule.ways
    )
