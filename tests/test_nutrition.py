"""What a serving holds: sums that can be checked by hand, and unknowns that stay unknown."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction

import pytest

import build_guide
from guide.check.reading import read_and_check
from guide.derive import allergens
from guide.derive.nutrition import find_nutrition, is_trace, shown, weigh, work_out
from guide.lines.ingredient_lines import parse
from guide.views import recipe_view
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
        ("20–25 g dill", "22.5"),
        ("2 cloves garlic", 6),
        ("2 garlic cloves", 6),
        ("1/4 tsp fine salt", "1.5"),
        ("1 cup water", 240),
        ("2 onions", 220),
    ],
)
def test_a_line_is_weighed_by_its_own_measure(text, grams):
    _, found, why = weigh(parse(text, LITTLES.pantry.units), LITTLES.pantry, LITTLES.food_data)
    assert (found, why) == (Fraction(grams), "")


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("100 ml honey", 140),
        ("1 cup tahini", 240),
        ("3 tsp butter", "14.2"),
        ("1 tbsp caster sugar", "12.5"),
        ("2 tbsp nutmeg", "13.2"),
        ("1 tbsp plain flour", "7.8125"),
        ("100 ml coconut milk", "95.5"),
        ("3 figs", 150),
        ("2 red onions", 220),
        ("2 × 200 ml cans coconut milk", 382),
        ("2 lemons, zest only", 12),
        ("2 lemons, zest and juice", 96),
    ],
)
def test_a_line_without_its_own_measure_is_weighed_by_another(text, grams):
    line = parse(text, REAL.pantry.units)
    _, found, _ = weigh(line, REAL.pantry, REAL.food_data)
    assert found == Fraction(grams)


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
        ("1 salmon", "nobody has weighed one of it"),
        ("2 tbsp dill", "nobody has weighed one tbsp of it"),
        ("2 × 100 ml cans dill", "nobody has weighed one ml of it"),
        ("2 × 100 g cans dill", "nobody knows what the can holds when drained"),
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


def dish(*texts: str, food_data=REAL.food_data, serves: int = 4):
    """What a serving of those lines holds, with the real pantry."""
    card = CARDS["carrot-soup"].recipe
    lines = tuple(parse(text, REAL.pantry.units) for text in texts)
    changes = {"serves": dataclasses.replace(card.serves, low=serves), "ingredients": lines}
    return work_out(card.model_copy(update=changes), lines, REAL.pantry, food_data)


def without(*items: str, measures: bool = False):
    """The real figures without those of some items, or without what their measures weigh."""
    food_data = REAL.food_data
    facts = {key: row for key, row in food_data.facts.items() if measures or key not in items}
    weights = {
        key: grams
        for key, grams in food_data.measures.items()
        if not measures or key[0] not in items
    }
    return dataclasses.replace(food_data, facts=facts, measures=weights)


BROTH = ("1 large onion", "400 g carrots", "200 g pearl barley", "1 l water")


def test_eight_chicken_thighs_without_a_weight_leave_no_figure_to_print():
    food_data = without("chicken-thigh", measures=True)
    found = dish("8 chicken thighs", *BROTH, food_data=food_data)
    assert not {"energy", "protein", "fat", "saturates", "salt"} & set(found.figures)
    assert found.withheld["energy"].reasons == ("no weight for chicken thighs",)
    assert found.known is None


def test_what_a_food_holds_none_of_is_known_without_its_weight():
    found = dish("8 chicken thighs", *BROTH, food_data=without("chicken-thigh", measures=True))
    assert found.figures["fibre"] == dish(*BROTH).figures["fibre"]
    assert not found.figures["fibre"].at_least


@pytest.mark.parametrize(
    ("text", "item", "gone", "kept"),
    [
        ("2 pieces butter", "butter", {"energy", "fat", "saturates"}, {"fibre"}),
        ("2 handfuls plain flour", "plain-flour", {"energy", "protein", "carbohydrate"}, set()),
        ("1 jar honey", "honey", {"energy", "sugars", "carbohydrate"}, {"fat", "saturates"}),
    ],
)
def test_what_nobody_weighed_takes_every_figure_with_it_that_it_adds_to(text, item, gone, kept):
    found = dish(text, *BROTH)
    assert gone.isdisjoint(found.figures) and kept <= set(found.figures)
    name = REAL.pantry.items[item].names[0]
    assert {found.withheld[id].reasons for id in gone} == {(f"no weight for {name}",)}


def test_a_crumble_whose_butter_flour_and_sugar_have_no_figures_prints_no_energy():
    crumble = ("600 g plums", "120 g plain flour", "80 g butter", "60 g caster sugar")
    missing = without("plain-flour", "butter", "caster-sugar")
    found = dish(*crumble, food_data=missing)
    assert "energy" not in found.figures and "fat" not in found.figures
    assert found.withheld["energy"].reasons == (
        "no figure for plain flour, butter or caster sugar",
    )
    assert not dish(*crumble).figures["energy"].at_least


def test_fifty_grams_of_butter_are_little_by_weight_and_most_of_the_energy():
    soup = ("1 kg carrots", "50 g butter")
    found = dish(*soup, food_data=without("butter"))
    assert Fraction(50, 1050) < REAL.food_data.reference.most_unknown
    assert {"energy", "fat", "saturates"}.isdisjoint(found.figures)
    assert found.figures["fibre"].at_least


def test_a_pinch_of_a_spice_without_figures_is_small():
    found = dish("1 pinch sumac", *BROTH)
    assert found.figures["energy"].at_least
    assert found.figures["energy"].unknown == ("sumac",)
    assert found.figures["energy"].unknown_grams == 1


@pytest.mark.parametrize("text", ["olive oil, to taste", "butter, for the tin, to taste"])
def test_fat_without_an_amount_could_be_any_amount(text):
    found = dish(text, *BROTH)
    assert {"energy", "fat", "saturates"}.isdisjoint(found.figures)
    name = text.partition(",")[0]
    assert found.withheld["fat"].reasons == (f"no amount for {name}",)
    assert "fibre" in found.figures


def test_pepper_to_taste_matters_to_nothing():
    found = dish("black pepper, to taste", *BROTH)
    assert found.figures == dish(*BROTH).figures


def test_an_eighth_of_the_weight_without_figures_leaves_out_all_but_the_energy():
    # Beetroot holds little energy, so that what is missing of it is small.
    dish_of = ("120 g beetroot", "400 g carrots", "400 g pearl barley")
    found = dish(*dish_of, food_data=without("beetroot"))
    assert found.figures["energy"].at_least
    assert set(found.figures) == {"energy", "epa-dha"} - {"epa-dha"}
    assert found.withheld["protein"].reasons == ("no figure for beetroot",)


def test_a_tenth_is_too_much_and_a_little_less_is_not():
    by_weight = dataclasses.replace(without("beetroot"), usual={})
    assert "protein" not in dish("100 g beetroot", "900 g carrots", food_data=by_weight).figures
    found = dish("99 g beetroot", "901 g carrots", food_data=by_weight)
    assert found.figures["protein"].at_least and found.figures["energy"].at_least


def with_energy(item: str, kcal: str):
    """The real figures, beetroot's aside, with so much energy in 100 g of an item."""
    food_data = without("beetroot")
    facts = food_data.facts[item]
    energy = {"energy_kcal": Fraction(kcal)}
    changed = {item: dataclasses.replace(facts, values=facts.values | energy)}
    return dataclasses.replace(food_data, facts=food_data.facts | changed)


def test_a_tenth_of_what_such_food_usually_holds_is_too_much_and_a_little_less_is_not():
    food_data = with_energy("carrot", "40")
    usual = {"vegetable": {"energy_kcal": Fraction(40)}}
    food_data = dataclasses.replace(food_data, usual=usual)
    found = dish("100 g beetroot", "900 g carrots", food_data=food_data)
    assert "energy" not in found.figures
    found = dish("99.5 g beetroot", "900.5 g carrots", food_data=food_data)
    assert found.figures["energy"].at_least


def test_an_uncertain_figure_is_told_from_a_two_hundredth_of_a_day_on():
    dish_of = ("400 g plums", "1 g beetroot")
    assert "energy" in dish(*dish_of, food_data=with_energy("plum", "10")).figures
    assert "energy" in dish(*dish_of, food_data=with_energy("plum", "9.99")).withheld


def test_many_small_unknowns_are_together_too_much_and_all_are_named():
    parts = ("60 g beetroot", "60 g leeks", "880 g carrots")
    found = dish(*parts, food_data=without("beetroot", "leek"))
    assert found.withheld["protein"].reasons == ("no figure for beetroot or leeks",)


def test_what_is_just_a_tenth_is_named_alone():
    by_weight = dataclasses.replace(without("beetroot", "leek"), usual={})
    parts = ("100 g beetroot", "50 g leeks", "850 g carrots")
    found = dish(*parts, food_data=by_weight)
    assert found.withheld["protein"].reasons == ("no figure for beetroot",)


def test_of_large_and_small_unknowns_the_large_is_named():
    parts = ("200 g beetroot", "10 g leeks", "800 g carrots")
    found = dish(*parts, food_data=without("beetroot", "leek"))
    assert found.withheld["protein"].reasons == ("no figure for beetroot",)


def test_what_is_known_of_a_withheld_figure_is_kept_to_warn_of_too_much():
    found = dish("olive oil, to taste", "400 g walnuts", *BROTH)
    assert "energy" not in found.figures
    assert found.withheld["energy"].least == dish("400 g walnuts", *BROTH).figures["energy"].value
    assert found.at_least("energy") == found.withheld["energy"].least
    assert found.at_least("fibre") == found.figures["fibre"].value
    assert found.at_least("folate") == found.vitamins["folate"].value
    assert found.at_least("no such figure") == 0


def test_water_says_nothing_of_how_much_is_known():
    parts = ("100 g beetroot", "500 g carrots", "2 l water")
    assert "protein" not in dish(*parts, food_data=without("beetroot")).figures


def test_a_spoon_that_nobody_weighed_counts_as_the_heaviest_it_could_be():
    found = dish("2 tbsp sumac", "2 kg carrots")
    (unweighed, _) = found.parts
    assert (unweighed.grams, unweighed.most) == (None, 45)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("2 pinches sumac", 2),
        ("1–3 sprigs sage", 15),
        ("4 cardamom pods", 20),
        ("1 handful tarragon", 100),
        ("2 handfuls plain flour", None),
        ("3 cloves, to taste", "0.25"),
        ("2 × 400 ml cans coconut milk, shaken", 764),
        ("1 sprig rosemary", "1.4"),
        ("2 × 400 g cans kidney beans, drained", 800),
        ("2 × 100 ml jars sumac, chopped", 300),
        ("2 × 0.1 l jars sumac, chopped", 300),
        ("2 cloves sumac", 30),
        ("1 sprig kale", None),
    ],
)
def test_the_most_that_a_line_can_weigh(text, most):
    if text.startswith("3 cloves"):
        text = "ground cloves, to taste"
        most = Fraction(most) * 4
    (part,) = dish(text).parts
    assert part.most == (None if most is None else Fraction(most))


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("2 apricots", 70),
        ("2 pieces apricot", 70),
        ("1 handful apricots", None),
        ("1 can apricots", None),
    ],
)
def test_a_measure_that_is_no_whole_one_does_not_weigh_what_one_does(text, grams):
    (part,) = dish(text).parts
    assert part.grams == grams


def test_salmon_without_a_weight_counts_to_no_pattern_and_to_no_plan():
    food_data = without("salmon", measures=True)
    found = dish("2 salmon fillets", *BROTH, food_data=food_data)
    assert found.uncounted == {"oily-fish"} and "oily-fish" not in found.patterns
    assert "vegetables" in found.patterns


def test_a_spoon_that_nobody_weighed_leaves_a_pattern_uncounted_from_a_tenth_on():
    food_data = without("carrot", measures=True)
    # Of carrots 45 g at the most.
    found = dish("2 tbsp carrots", "405 g frozen peas", food_data=food_data)
    assert (found.uncounted, found.patterns) == ({"vegetables"}, {})
    found = dish("2 tbsp carrots", "406 g frozen peas", food_data=food_data)
    assert (found.uncounted, found.patterns) == (set(), {"vegetables": Fraction(406, 320)})


def test_what_foods_of_a_family_hold_none_of_is_small_whatever_it_weighs():
    # No vegetable of the pantry has fish oil, so that nori is not what makes it unknown.
    found = dish("260 g salmon fillets", "200 g nori")
    assert found.figures["epa-dha"].at_least
    assert found.figures["epa-dha"].unknown == ("nori",)
    assert "protein" not in found.figures


def test_what_is_thrown_away_is_taken_off_line_by_line():
    card = CARDS["carrot-soup"].recipe
    units = LITTLES.pantry.units
    lines = tuple(parse(text, units) for text in ("1 g fine salt", "2 g fine salt", "3 g honey"))
    thrown = (parse("1 1/2 g fine salt", units), parse("1/4 g fine salt", units))
    recipe = card.model_copy(update={"ingredients": lines, "not_eaten": thrown})
    parts = work_out(recipe, lines, LITTLES.pantry, LITTLES.food_data).parts
    assert [part.grams for part in parts] == [0, Fraction("1.25"), 3]


def test_a_vitamin_is_listed_from_fifteen_per_cent_of_a_day_on():
    def held(niacin: str):
        facts = REAL.food_data.facts["plum"]
        changed = facts.values | {"niacin_mg": Fraction(niacin)}
        own = {"plum": dataclasses.replace(facts, values=changed)}
        food_data = dataclasses.replace(REAL.food_data, facts=REAL.food_data.facts | own)
        return dish("400 g plums", food_data=food_data).vitamins

    assert "niacin" in held("2.4") and "niacin" not in held("2.39")


def test_less_than_a_tenth_of_a_figure_does_not_lower_its_trust():
    peas = LITTLES.food_data.facts["peas"]
    worse = {"dill": dataclasses.replace(peas, trust="close")}
    better = {"peas": dataclasses.replace(peas, trust="exact")}
    food_data = dataclasses.replace(
        LITTLES.food_data, facts=LITTLES.food_data.facts | worse | better
    )

    def trust(*texts: str) -> str:
        card = CARDS["pea-soup"].recipe
        lines = tuple(parse(text, LITTLES.pantry.units) for text in texts)
        return work_out(card, lines, LITTLES.pantry, food_data).figures["energy"].trust

    assert trust("362 g peas", "38 g dill") == "exact"
    assert trust("360 g peas", "40 g dill") == "close"


def test_a_cell_that_is_taken_from_an_older_record_names_both_records():
    facts = REAL.food_data.facts["beetroot"]
    assert facts.records == (2685576, 169145)
    assert {2685576, 169145} <= set(dish("200 g beetroot").figures["energy"].sources)


def test_a_figure_whose_main_part_is_unknown_is_left_out():
    recipe = CARDS["oven-salmon"].recipe
    stock = parse("500 ml vegetable stock", LITTLES.pantry.units)
    found = work_out(
        recipe, (*allergens.listed_lines(recipe), stock), LITTLES.pantry, LITTLES.food_data
    )
    assert "energy" not in found.figures and found.known < Fraction(1, 2)


def test_salt_to_taste_leaves_only_the_salt_unknown():
    found = worked("carrot-soup")
    assert found.withheld["salt"].reasons == ("no amount for flaky salt",)
    assert "salt" not in found.figures
    assert "flaky salt" not in found.figures["energy"].unknown


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


def test_of_the_pattern_foods_are_added_up_and_of_herbs_the_kinds():
    herbs = ("10 g dill", "300 g parsley", "5 g dill")
    assert dish(*herbs).patterns == {"herbs-and-spices": 2}
    assert dish("500 ml water", "320 g carrots").patterns == {"vegetables": 1}
    vegetables = ("160 g carrots", "80 g frozen peas", "80 g carrots")
    assert dish(*vegetables, *herbs, serves=2).patterns == {
        "vegetables": 2,
        "herbs-and-spices": 2,
    }


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        ("12.4", 0, "12"),
        ("0.26", 1, "0.3"),
        ("0.04", 1, "under 0.1"),
        ("0", 1, "0.0"),
        ("0.3", 0, "under 1"),
        ("0.05", 1, "under 0.1"),
        ("0.051", 1, "0.1"),
        ("0.5", 0, "under 1"),
        ("0.51", 0, "1"),
        ("0", 0, "0"),
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
    seen = recipe_view.view(recipe_file, REAL)
    assert 0 < held["ala"].share < Fraction(15, 100)
    assert not [figure for figure in seen.figures if "Omega-3" in figure.says] and not [
        name for name in seen.unknown if "omega" in name
    ]


def test_a_trace_is_printed_as_one_and_never_as_the_least():
    view = recipe_view.view(
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
        and is_trace(Fraction(5, 100), 1)
        and not is_trace(Fraction(6, 100), 1)
        and not is_trace(Fraction(0), 1)
    )
    for recipe_file in REAL.recipe_files:
        for figure in recipe_view.view(recipe_file, REAL).figures:
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
        recipe_view.view(
            next(recipe_file for recipe_file in REAL.recipe_files if recipe_file.slug == slug), REAL
        ).one
        == one
    )


def test_tree_nuts_do_not_part_at_the_end_of_a_line():
    told = [
        text
        for recipe_file in REAL.recipe_files
        for view in [recipe_view.view(recipe_file, REAL)]
        for text in (view.contains.said, view.check.said, view.without)
        if "nuts" in text
    ]
    assert (
        told
        and not any("tree nuts" in text for text in told)
        and any("tree\u00a0nuts" in text for text in told)
    )


def seen_with(text: str, *, alone: bool = False):
    """What the page of the little carrot soup says of its figures with one line more."""
    card = CARDS["carrot-soup"]
    more = parse(text, LITTLES.pantry.units)
    lines = (more,) if alone else (*card.recipe.ingredients, more)
    recipe = card.recipe.model_copy(update={"ingredients": lines, "swaps": None})
    changed = dataclasses.replace(card, recipe=recipe, digest=text)
    return recipe_view.view(changed, dataclasses.replace(LITTLES))


def test_the_page_says_why_a_figure_is_not_worked_out():
    seen = seen_with("20 g honey")
    assert seen.unknown == ("salt (no amount for flaky salt)",)
    seen = seen_with("olive oil, to taste")
    assert seen.unknown == (
        "energy, fat and saturates (no amount for olive oil)",
        "salt (no amount for flaky salt or olive oil)",
    )
    assert [figure.said.replace("\u00a0", " ") for figure in seen.figures if not figure.value] == [
        "Energy not known",
        "Fat not known",
        "Saturates not known",
        "Salt not known",
    ]


def test_a_page_without_any_figure_says_why():
    seen = seen_with("2 walnuts", alone=True)
    assert not [figure for figure in seen.figures if figure.value] and not seen.all_least
    assert seen.unknown == ("no weight for walnuts",)


def test_machines_are_told_what_is_not_worked_out(capsys):
    path = str(LITTLE / "recipes/soups/carrot-soup.yaml")
    assert build_guide.main(["show", "--json", "--root", str(LITTLE), path]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["not_worked_out"]["salt_g"] == ["no amount for flaky salt"]
    assert "salt_g" not in found["nutrition"]


def test_people_are_told_what_is_not_worked_out(capsys):
    path = str(LITTLE / "recipes/soups/carrot-soup.yaml")
    assert build_guide.main(["show", "--root", str(LITTLE), path]) == 0
    said = capsys.readouterr().out
    assert "  Salt                  not worked out: no amount for flaky salt" in said
