"""The shopping list: nothing lost, sums exact, amounts that a shop sells."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from fractions import Fraction

import pytest

from guide.check import pantry
from guide.core.amounts import BOTH, US, Amount
from guide.derive import allergens
from guide.derive.allergens import listed_lines
from guide.derive.one_system import weigh_item
from guide.lines.ingredient_lines import parse
from guide.planning import dish_lists, meal_plan, shopping_list
from guide.planning.shopping_list import Quantity, gather_lines
from guide.read.load import Guide
from guide.read.pantry_files import Pack


@pytest.fixture(scope="module")
def guide(real_guide) -> Guide:
    return real_guide


@pytest.fixture(scope="module")
def listed(guide) -> shopping_list.Listed:
    return shopping_list.of_week(guide)


def summed(
    guide: Guide, *texts: str, times: Fraction = Fraction(1), by_weight: bool = False
) -> tuple[Quantity, ...]:
    found = [parse(text, guide.pantry.units) for text in texts]
    return gather_lines(
        guide.pantry.require(found[0])[0],
        [(line, times) for line in found],
        guide.pantry,
        guide.food_data,
        by_weight,
    )


def bought(guide: Guide, *texts: str, pack: Pack | None = None, system: str = BOTH) -> str:
    found = [parse(text, guide.pantry.units) for text in texts]
    key, item = guide.pantry.require(found[0])
    needs = gather_lines(
        key,
        [(line, Fraction(1)) for line in found],
        guide.pantry,
        guide.food_data,
        bool(pack and pack.grams),
    )
    return shopping_list._buy_in_packs(
        shopping_list.Bought(
            key, shopping_list._choose_name(item, needs, guide.shop), needs, False
        ),
        pack,
        shopping_list.Teller(guide.shop, system, weigh_item(key, guide.pantry, guide.food_data)),
    ).said


@pytest.mark.parametrize(
    ("line", "sold", "said"),
    [
        ("400 g firm tofu", "14 oz", "14 oz firm tofu"),
        ("450 g firm tofu", "14 oz", "2 × 14 oz firm tofu uses 1 lb"),
        ("1.45 l oat drink", "32 fl oz", "2 × 32 fl oz unsweetened oat drink uses 6 cups"),
        ("500 g jasmine rice", "2 lb", "2 lb jasmine rice uses 2⅔ cups"),
        ("120 g raisins", "12 oz", "12 oz raisins uses 1 cup"),
        ("660 g rolled oats", "18 oz", "2 × 18 oz rolled oats uses 8 cups"),
        # A cup of it is not sold by weight.
        ("500 ml oat drink", "14 oz", "2 cups unsweetened oat drink"),
    ],
)
def test_a_us_edition_buys_packs_as_they_are_marked_there(guide, line, sold, said):
    assert bought(guide, line, pack=Pack(us=sold), system=US) == said
    assert bought(guide, line, pack=Pack(us=sold)) == bought(guide, line)


def test_every_ingredient_of_every_planned_dish_is_on_the_list(guide, listed):
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    on_it = {(line.item, line.optional) for line in listed.lines}
    wanted = {
        (guide.pantry.require(line)[0], line.optional)
        for slug, _ in meal_plan.week(guide).bought()
        for line in listed_lines(recipe_files[slug].recipe)
    }
    assert {item for item, _ in on_it} == {item for item, _ in wanted} and len(on_it) > 40
    assert {item for item, optional in on_it if optional} == {item for item, _ in wanted} - {
        item for item, optional in wanted if not optional
    }
    assert len(listed.lines) == len(on_it), "each once"


def test_no_gram_is_lost_between_the_recipes_and_the_list(guide, listed):
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    kinds: dict[str, set[str]] = defaultdict(set)
    for slug, eaters in meal_plan.week(guide).bought():
        recipe = recipe_files[slug].recipe
        share = Fraction(eaters, recipe.serves.low)
        for line in listed_lines(recipe):
            if line.amount and not line.optional:
                item = guide.pantry.require(line)[0]
                kinds[item].add(line.unit.kind if line.unit else "piece")
                amount = line.amount.high or line.amount.low
                sums[item] += amount * share * (line.unit.holds if line.unit else 1)
    summed_up = 0
    for line in listed.lines:
        if not line.optional and kinds[line.item] in ({"mass"}, {"piece"}):
            (quantity,) = line.needs
            assert (quantity.amount.high or quantity.amount.low) == sums[line.item], line.item
            summed_up += 1
    assert summed_up > 15, "whichever dishes the week has"


def test_half_a_dish_needs_half_and_thirds_stay_thirds(guide):
    assert summed(guide, "1 onion", "2 large onions", times=Fraction(1, 3)) == (
        Quantity("count", Amount(Fraction(1))),
    )
    assert summed(guide, "100 g spinach", "1 kg spinach", times=Fraction(1, 3)) == (
        Quantity("mass", Amount(Fraction(1100, 3))),
    )
    assert summed(guide, "20–30 g dill", "10 g dill") == (
        Quantity("mass", Amount(Fraction(30), Fraction(40))),
    )


def test_spoons_and_grams_are_added_only_where_the_pantry_has_weighed_the_spoon(guide):
    assert summed(guide, "1 tbsp olive oil", "2 tsp olive oil") == (
        Quantity("volume", Amount(Fraction(25))),
    )
    assert summed(guide, "1 tbsp capers", "10 g capers") == (
        Quantity("mass", Amount(Fraction("18.6"))),
    )
    assert summed(guide, "1 tbsp mint", "10 g mint") == (
        Quantity("volume", Amount(Fraction(15))),
        Quantity("mass", Amount(Fraction(10))),
    )
    assert summed(guide, "1 medium carrot", "100 g carrots") == (
        Quantity("mass", Amount(Fraction(161))),
    )


def test_what_is_only_to_taste_is_listed_without_an_amount(guide):
    assert summed(guide, "black pepper, to taste") == ()


@pytest.mark.parametrize(
    ("texts", "pack", "said"),
    [
        (["1/2 onion", "1 onion"], None, "2 onions uses 1½"),
        (["1 small onion"], None, "1 onion"),
        (["35 g dill"], Pack(unit="bunch", grams="30"), "2 bunches dill uses 35 g"),
        (["240 g brown rice"], Pack(grams="500"), "500 g (1 lb 2 oz) brown rice uses 240 g"),
        (
            ["700 g brown rice"],
            Pack(grams="500"),
            "2 × 500 g (1 lb 2 oz each) brown rice uses 700 g",
        ),
        (["1 × 400 g can chickpeas"], None, "1 × 400 g can (14 oz) chickpeas"),
        (
            ["1/2 × 400 g can chickpeas", "1 × 400 g can chickpeas"],
            None,
            "2 × 400 g cans (14 oz each) chickpeas uses 1½ cans",
        ),
        (["12 garlic cloves"], Pack(unit="head", count="10"), "2 heads garlic uses 12 cloves"),
        (["520 g spinach"], None, "550 g (1 lb 3 oz) spinach uses 520 g"),
        (["4 × 130 g salmon fillets"], None, "4 × 130 g (4½ oz each) salmon fillets"),
        (
            ["1.1 l unsweetened oat drink"],
            Pack(ml="1000"),
            "2 × 1 l (34 fl oz each) unsweetened oat drink uses 1.1 l",
        ),
    ],
)
def test_what_to_buy_is_what_a_shop_sells_and_never_less_than_is_used(guide, texts, pack, said):
    assert bought(guide, *texts, pack=pack) == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["2 tsp maple syrup", "1 tbsp maple syrup"], "2 tbsp maple syrup"),
        (["2 tsp sweet paprika", "3/4 tsp sweet paprika"], "1 tbsp sweet paprika"),
        (["482 ml extra-virgin olive oil"], "500 ml (2 cups) extra-virgin olive oil"),
        (["31 g fine salt"], "2 tbsp fine salt"),
        (["1/2 tsp ground cumin", "1/3 tsp ground cumin"], "1 tsp ground cumin"),
    ],
)
def test_what_to_have_at_home_is_a_measure_cooks_know_and_never_less_than_is_used(
    guide, texts, said
):
    found = [parse(text, guide.pantry.units) for text in texts]
    key, item = guide.pantry.require(found[0])
    needs = gather_lines(
        key, [(line, Fraction(1)) for line in found], guide.pantry, guide.food_data
    )
    assert (
        shopping_list._take_from_home(
            shopping_list.Bought(
                key, shopping_list._choose_name(item, needs, guide.shop), needs, False
            ),
            guide.food_data,
            shopping_list.Teller(guide.shop),
        ).said
        == said
    )


def test_of_what_is_added_to_taste_the_list_names_no_amount(listed):
    (pepper,) = [line for line in listed.lines if line.item == "black-pepper"]
    assert pepper.said == "black pepper"


def test_every_pack_holds_something_and_every_family_has_an_aisle(guide):
    shop = guide.shop
    assert all(pack.grams or pack.ml or pack.count or pack.us for pack in shop.packs.values())
    families = {family for aisle in (*shop.aisles, shop.home) for family in aisle.families}
    assert {item.family for item in guide.pantry.items.values()} <= families


def test_what_a_kitchen_has_stands_apart_and_water_is_not_bought(listed):
    says, home = listed.home
    assert says == "Check that you have" and {
        "extra-virgin-olive-oil",
        "fine-salt",
        "ground-cumin",
    } <= {line.item for line in home}
    assert {line.item for line in listed.tap} == {"water"}
    aisles = dict(listed.aisles)
    assert {line.item for line in aisles["Cans & jars"]} >= {"chickpeas", "chopped-tomatoes"}
    assert not {line.item for _, own in listed.aisles for line in own} & {
        line.item for line in (*home, *listed.tap)
    }


def test_the_lists_hold_what_their_headings_say_and_leave_nothing_out(guide):
    drawn = dish_lists.draw_up_lists(guide)
    for recipe_file in guide.recipe_files:
        times = recipe_file.recipe.time
        assert (sum(time.high for time in (times.prep, times.cook) if time) <= 20) == (
            recipe_file in [entry.recipe_file for entry in drawn.quick]
        )
        assert bool(recipe_file.recipe.keeps and recipe_file.recipe.keeps.freezer) == (
            recipe_file in [entry.recipe_file for entry in drawn.freezer]
        )
    says = {entry.recipe_file.slug: entry.says for entry in drawn.quick}
    assert says["raspberry-and-flax-overnight-oats"] == "15 min + overnight"


def test_a_dish_whose_method_asks_for_more_cutting_is_not_called_easy_on_the_hands(guide):
    recipe_files = {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}
    assert dish_lists.count_cuts(recipe_files["golden-oats"], guide) is None, (
        "an apple is sliced on the way"
    )
    assert dish_lists.count_cuts(recipe_files["plum-and-oat-crumble"], guide) == 2
    assert dish_lists.count_cuts(recipe_files["two-berry-chia-pots"], guide) == 1, (
        "half a lemon has to be cut"
    )
    assert all(
        dish_lists.count_cuts(entry.recipe_file, guide) <= guide.tally.cuts
        for entry in dish_lists.draw_up_lists(guide).cutting
    )


def test_the_cupboard_counts_recipes_not_lines(guide):
    found = dict(dish_lists.draw_up_lists(guide).cupboard)
    many = sum(
        any(guide.pantry.require(line)[0] == "garlic" for line in listed_lines(recipe_file.recipe))
        for recipe_file in guide.recipe_files
    )
    assert found["garlic"] == many and "water" not in found and min(found.values()) >= 12


def test_a_dish_of_a_season_has_nothing_fresh_of_another(guide):
    timed = {item for season in guide.tally.seasons for item in season.items}
    for season, entries in dish_lists.draw_up_lists(guide).seasons:
        assert 0 < len(entries) <= guide.tally.most, season.says
        for entry in entries:
            fresh = {
                guide.pantry.require(line)[0]
                for line in allergens.listed_lines(entry.recipe_file.recipe)
            } & timed
            assert fresh and fresh <= set(season.items)


def test_the_dishes_whose_titles_name_the_season_come_first_and_are_listed_for_it(guide):
    drawn = {season.says: entries for season, entries in dish_lists.draw_up_lists(guide).seasons}
    autumn = {entry.recipe_file.slug: entry.says for entry in drawn["In autumn"]}
    assert (
        autumn["tuscan-white-bean-and-cavolo-nero-stew"] == "cavolo nero"
        and "roast-butternut-squash-and-ginger-soup" in autumn
    )
    assert not any("peas" in entry.says for entries in drawn.values() for entry in entries), (
        "what is bought frozen has no season"
    )
    for season in guide.tally.seasons:
        names = [name.lower() for item in season.items for name in guide.pantry.items[item].names]
        named = [
            any(name in entry.recipe_file.recipe.title.lower() for name in names)
            for entry in drawn[season.says]
        ]
        assert any(named) and named == sorted(named, reverse=True), season.says


def test_a_season_names_items_of_the_pantry(guide):
    tally = guide.tally.model_copy(
        update={"seasons": (guide.tally.seasons[0].model_copy(update={"items": ("asparagas",)}),)}
    )
    (found,) = [
        problem
        for problem in pantry.seasons_name_items(dataclasses.replace(guide, tally=tally))
        if "asparagas" in problem.what
    ]
    assert (found.id, found.place.path) == (
        "unknown-item",
        "pantry/lists.yaml",
    ) and "asparagus" in found.fix
