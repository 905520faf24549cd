"""What a serving holds: sums that can be checked by hand, and unknowns that stay unknown."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction

import pytest

import build_guide
from guide.check.reading import read_and_check
from guide.core.amounts import parse
from guide.derive import allergens
from guide.derive.nutrition import find_nutrition, is_trace, shown, weigh, work_out
from guide.layout import views
from tests.conftest import LITTLE, read_real_guide

LITTLES = read_and_check(LITTLE)[0]
REAL = read_real_guide()
CARDS = {recipe_file.slug: recipe_file for recipe_file in LITTLES.recipe_files}


def worked(slug: str, **changes):
    recipe = CARDS[slug].recipe.model_copy(update=changes)
    return work_out(recipe, allergens.listed_lines(recipe), LITTLES.pantry, LITTLES.food_data)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("500 g carrots", 500),
        ("1 large onion", 150),
        ("2 tbsp olive oil", 27),
        ("1 lb carrots", "453.59237"),
        ("1 medium carrot", 61),
        ("1/2 lemon, juiced", 24),
        ("2 × 130 g salmon fillets", 260),
        ("20–30 g dill", 25),
        ("2 cloves garlic", 6),
        ("1/4 tsp fine salt", "1.5"),
        ("1 cup water", 240),
    ],
)
def test_a_line_is_weighed_by_its_own_measure(text, grams):
    _, found, why = weigh(parse(text, LITTLES.pantry.units), LITTLES.pantry, LITTLES.food_data)
    assert (found, why) == (Fraction(grams), "")


def test_a_can_is_weighed_drained():
    _, grams, _ = weigh(
        parse("2 × 400 g cans chickpeas, drained", REAL.pantry.units), REAL.pantry, REAL.food_data
    )
    assert round(grams) == 478


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("flaky salt, to taste", "to taste"),
        ("2 pinches dill", "nobody has weighed one pinch of it"),
    ],
)
def test_what_nobody_weighed_has_no_grams(text, why):
    assert weigh(parse(text, LITTLES.pantry.units), LITTLES.pantry, LITTLES.food_data)[1:] == (
        None,
        why,
    )


def test_a_serving_is_the_sum_of_its_parts_by_hand():
    # 400 g of frozen peas at 77 kcal and 5.22 g of protein per 100 g, for two and a half.
    figures = worked("pea-soup").figures
    assert figures["energy"].value == Fraction(77 * 4) / Fraction(5, 2)
    assert figures["protein"].value == Fraction("5.22") * 4 / Fraction(5, 2)
    assert figures["salt"].value == (Fraction(108 * 4) + Fraction(4 * 5)) * Fraction(
        "0.0025"
    ) / Fraction(5, 2)
    assert (
        figures["energy"].share == figures["energy"].value / 2000 and not figures["energy"].at_least
    )


def test_per_serving_times_servings_is_the_whole_whatever_the_servings():
    two = CARDS["carrot-soup"].recipe
    eight = two.model_copy(update={"serves": dataclasses.replace(two.serves, low=8)})
    few, many = (
        work_out(recipe, allergens.listed_lines(recipe), LITTLES.pantry, LITTLES.food_data)
        for recipe in (two, eight)
    )
    for id, figure in many.figures.items():
        assert figure.value * 8 == few.figures[id].value * 2


def test_unknown_is_at_least_and_never_nothing():
    figures = worked("oven-salmon").figures
    assert figures["energy"].at_least and figures["energy"].unknown == ("vegetable stock",)


def test_even_a_gram_of_the_unknown_is_never_nothing():
    recipe = CARDS["pea-soup"].recipe
    found = work_out(
        recipe,
        (*allergens.listed_lines(recipe), parse("1 g ghee", LITTLES.pantry.units)),
        LITTLES.pantry,
        LITTLES.food_data,
    )
    assert found.figures["energy"].at_least and not worked("pea-soup").figures["energy"].at_least


def test_a_figure_whose_main_part_is_unknown_is_left_out():
    recipe = CARDS["oven-salmon"].recipe
    stock = parse("500 ml vegetable stock", LITTLES.pantry.units)
    found = work_out(
        recipe, (*allergens.listed_lines(recipe), stock), LITTLES.pantry, LITTLES.food_data
    )
    assert "energy" not in found.figures and found.known < Fraction(1, 2)


def test_salt_to_taste_leaves_only_the_salt_unknown():
    figures = worked("carrot-soup").figures
    assert figures["salt"].at_least and "flaky salt" in figures["salt"].unknown
    assert "flaky salt" not in figures["energy"].unknown


def test_what_is_not_eaten_is_taken_off():
    salt = parse("1/4 tsp fine salt", LITTLES.pantry.units)
    with_it, without = worked("oven-salmon"), worked("oven-salmon", not_eaten=(salt,))
    assert (
        with_it.figures["salt"].value - without.figures["salt"].value
        == Fraction("1.5") * 38758 / 100 * Fraction("0.0025") / 2
    )


def test_juice_is_reckoned_as_juice():
    (part,) = (part for part in worked("oven-salmon").parts if part.item == "lemon")
    assert (part.row, part.grams) == ("lemon juiced", 24)


def test_a_total_is_trusted_no_more_than_the_worst_of_its_bulk():
    food_data = dataclasses.replace(
        LITTLES.food_data,
        facts=LITTLES.food_data.facts
        | {"peas": dataclasses.replace(LITTLES.food_data.facts["peas"], trust="close")},
    )
    recipe = CARDS["pea-soup"].recipe
    assert (
        work_out(recipe, allergens.listed_lines(recipe), LITTLES.pantry, food_data)
        .figures["energy"]
        .trust
        == "close"
    )
    assert worked("pea-soup").figures["energy"].trust != "close"


def test_servings_of_the_pattern_are_counted():
    assert worked("pea-soup").patterns == {"vegetables": Fraction(2)}


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        ("12.4", 0, "12"),
        ("0.26", 1, "0.3"),
        ("0.04", 1, "under 0.1"),
        ("0", 1, "0.0"),
        ("0.3", 0, "under 1"),
    ],
)
def test_a_trace_is_not_rounded_to_nothing(value, places, said):
    assert shown(Fraction(value), places) == said


def test_every_figure_of_the_real_pantry_names_its_record_and_every_weight_its_source():
    for key, facts in REAL.food_data.facts.items():
        assert facts.fdc > 0 and facts.source, key
        item = REAL.pantry.items[key.removesuffix(" juiced")]
        assert key.endswith(" juiced") or item.fdc == facts.fdc, key
    for (item, measure), (grams, source) in REAL.food_data.measures.items():
        assert grams > 0 and source.startswith(("USDA ", "estimate: ", "1/16 tsp")), (item, measure)


@pytest.mark.parametrize("guide", [LITTLES, REAL], ids=["little", "real"])
def test_what_is_drained_is_a_unit_and_what_is_weightless_is_an_item(guide):
    units = {unit.name for unit in guide.pantry.units.by_name.values() if unit.kind == "count"}
    assert guide.pantry.units.containers and guide.pantry.units.containers <= units
    assert set(guide.food_data.reference.weightless) <= set(guide.pantry.items)


def test_a_recipe_is_worked_out_once_for_all_that_ask():
    recipe_file = CARDS["pea-soup"]
    alone = dataclasses.replace(LITTLES, recipe_files=(recipe_file,))
    assert find_nutrition(recipe_file, LITTLES) is find_nutrition(recipe_file, alone)


def test_of_every_real_recipe_nine_tenths_of_the_weight_are_known():
    for recipe_file in REAL.recipe_files:
        found = work_out(
            recipe_file.recipe,
            allergens.listed_lines(recipe_file.recipe),
            REAL.pantry,
            REAL.food_data,
        )
        assert found.known >= Fraction(9, 10), (recipe_file.slug, float(found.known))
        assert {"energy", "protein"} <= set(found.figures), recipe_file.slug


def test_show_gives_machines_the_recipe_with_grams_labels_and_sources(capsys):
    assert (
        build_guide.main(
            ["show", "--json", "--root", str(LITTLE), str(LITTLE / "recipes/fish/oven-salmon.yaml")]
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert {
        "slug",
        "serves",
        "ingredients",
        "contains",
        "check",
        "without",
        "nutrition",
        "servings_of",
    } <= set(found)
    assert found["ingredients"][0] == {
        "text": "2 × 130 g salmon fillets, skin on",
        "item": "salmon",
        "grams": 260.0,
        "optional": False,
        "unknown": "",
    }
    assert (
        found["contains"] == ["fish", "walnut"]
        and "milk" in found["check"]
        and "egg" in found["without"]
    )
    assert found["nutrition"]["energy_kcal"]["at_least"] is True and found["nutrition"][
        "energy_kcal"
    ]["sources"] == [167747, 170187, 175167]


def test_show_gives_people_the_same_in_words(capsys):
    assert (
        build_guide.main(
            ["show", "--root", str(LITTLE), str(LITTLE / "recipes/fish/oven-salmon.yaml")]
        )
        == 0
    )
    said = capsys.readouterr().out
    for line in (
        "   260.0 g  2 × 130 g salmon fillets, skin on  [salmon]",
        "  fish: salmon fillets",
        "Made without egg, peanuts, sesame or shellfish",
    ):
        assert line in said


def test_show_of_a_recipe_with_a_mistake_tells_the_mistake(little, capsys):
    path = little / "recipes/soups/pea-soup.yaml"
    path.write_text(path.read_text().replace("peas", "paes"))
    assert build_guide.main(["show", "--root", str(little), str(path)]) == 1
    assert "is not in the pantry" in capsys.readouterr().out
    assert build_guide.main(["show", "--root", str(little), str(little / "brand.yaml")]) == 2


def test_a_little_omega_3_is_known_and_not_printed():
    recipe_file = next(
        recipe_file
        for recipe_file in REAL.recipe_files
        if recipe_file.slug == "turkish-red-lentil-soup-with-lemon"
    )
    held = work_out(
        recipe_file.recipe, allergens.listed_lines(recipe_file.recipe), REAL.pantry, REAL.food_data
    ).figures
    seen = views.view(recipe_file, REAL)
    assert 0 < held["ala"].share < Fraction(15, 100)
    assert not [figure for figure in seen.figures if "Omega-3" in figure.says] and not [
        name for name in seen.unknown if "omega" in name
    ]
    salmon = views.view(
        next(
            recipe_file
            for recipe_file in REAL.recipe_files
            if recipe_file.slug == "miso-salmon-traybake"
        ),
        REAL,
    )
    assert [
        figure.says
        for figure in salmon.figures
        if figure.percent >= 15 and figure.says in ("Omega-3 ALA", "EPA + DHA")
    ] == ["Omega-3 ALA", "EPA + DHA"]


def test_a_trace_is_printed_as_one_and_never_as_the_least():
    view = views.view(
        next(
            recipe_file
            for recipe_file in REAL.recipe_files
            if recipe_file.slug == "ginger-lemon-and-mint-infusion"
        ),
        REAL,
    )
    assert "Protein under 1\u00a0g 0%" in [figure.said for figure in view.figures]
    assert (
        is_trace(Fraction(4, 100), 1)
        and not is_trace(Fraction(5, 100), 1)
        and not is_trace(Fraction(0), 1)
    )
    for recipe_file in REAL.recipe_files:
        for figure in views.view(recipe_file, REAL).figures:
            assert figure.hedge in ("", "at least", "under") and not (
                figure.hedge == "at least" and float(figure.value.split("\u00a0")[0]) == 0
            )


@pytest.mark.parametrize(
    ("slug", "one"),
    [
        ("miso-salmon-traybake", "serving"),
        ("soft-banana-and-oat-cookies", "of 16 cookies"),
        ("beetroot-hummus-with-cucumber-and-dill", "of 5 servings"),
    ],
)
def test_the_page_says_what_its_figures_are_for_one_of(slug, one):
    assert (
        views.view(
            next(recipe_file for recipe_file in REAL.recipe_files if recipe_file.slug == slug), REAL
        ).one
        == one
    )


def test_tree_nuts_do_not_part_at_the_end_of_a_line():
    told = [
        text
        for recipe_file in REAL.recipe_files
        for view in [views.view(recipe_file, REAL)]
        for text in (view.contains, view.check, view.without)
        if "nuts" in text
    ]
    assert (
        told
        and not any("tree nuts" in text for text in told)
        and any("tree\u00a0nuts" in text for text in told)
    )
