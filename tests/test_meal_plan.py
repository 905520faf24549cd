"""The week of meals: what it keeps to, that it stays the same, what is said when there is none."""

from __future__ import annotations

import dataclasses
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from guide.check.guide_files import a_week_can_be_planned, snacks_are_recipes
from guide.core.cache import Cache
from guide.derive import allergens
from guide.derive.nutrition import find_nutrition
from guide.lines.ingredient_lines import parse
from guide.parse.yaml_nodes import plain, read_yaml
from guide.planning import dish_lists, meal_plan
from guide.planning.meal_plan import NoPlan, choose_week, keeping
from guide.planning.other_weeks import OtherPlans, plan_other_weeks
from guide.planning.week_search import MEALS, PlannedDish
from guide.read.load import Guide, load_guide
from guide.read.pantry_files import OtherWeek, Week
from guide.views.plan_view import view_other_weeks
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def guide(real_guide) -> Guide:
    return real_guide


@pytest.fixture(scope="module")
def recipe_files(guide) -> dict:
    return {recipe_file.slug: recipe_file for recipe_file in guide.recipe_files}


@pytest.fixture(scope="module")
def week(guide) -> meal_plan.Plan:
    return meal_plan.week(guide)


WEEK = "pantry/week.yaml"
WEIGHTS = plain(read_yaml(WEEK, (PROJECT / WEEK).read_bytes())[0])["weights"]


def rules(**changed) -> Week:
    """Rules with one bounded figure and one part of the pattern; they ask for nothing of either."""
    return Week.model_validate(
        {
            "people": "2",
            "days": ["One", "Two", "Three"],
            "apart": "3",
            "again": "2",
            "bounds": [ENERGY | {"least": "0", "most": "9999"}],
            "times": [OILY | {"least": "0", "most": "9"}],
            "weights": WEIGHTS,
        }
        | changed
    )


def dish(slug: str, energy: tuple[int, int] = (500, 500), **changed) -> PlannedDish:
    plain = PlannedDish(
        slug=slug,
        chapter=f"{slug}s",
        meals=("lunch", "supper"),
        again=("lunch", "supper"),
        servings=2,
        minutes=30,
        keeps=2,
        holds=(tuple(1000 * end for end in energy),),
        counts=(False,),
        luck=meal_plan.luck(slug),
    )
    return dataclasses.replace(plain, **changed)


BREAKFASTS = tuple(
    dish(f"porridge-{number}", (400, 400), meals=("breakfast",), again=("breakfast",))
    for number in range(3)
)
SUPPERS = tuple(dish(f"pie-{number}") for number in range(6))
ENERGY = {"figure": "energy", "least": "1300", "most": "1600", "densest": "9", "source": "made up"}
OILY = {"pattern": "oily-fish", "says": "oily fish", "least": "1", "most": "1"}


def test_every_day_has_its_three_meals_of_dishes_that_may_be_those_meals(guide, week, recipe_files):
    allowed = {chapter.folder: chapter for chapter in guide.chapters}
    assert [day.name for day in week.days] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]
    for day in week.days:
        assert tuple(serving.meal for serving in day.meals) == MEALS
        for serving in day.meals:
            chapter = allowed[recipe_files[serving.slug].chapter]
            assert serving.meal in (chapter.again if serving.left_over else chapter.meals), serving


def test_the_bounds_of_each_day_hold_when_they_are_reckoned_anew_from_the_recipes(
    guide, week, recipe_files
):
    for day in week.days:
        for bound in guide.week.bounds:
            least = most = Fraction(0)
            for serving in day.meals:
                worked = find_nutrition(recipe_files[serving.slug], guide)
                figure = worked.figures[bound.figure]
                unknown = sum(
                    (part.most for part in worked.parts if part.line.name in figure.unknown),
                    Fraction(0),
                )
                least, most = (
                    least + figure.value,
                    most + figure.value + unknown * bound.densest / worked.servings,
                )
            assert bound.least <= least <= most <= bound.most, (
                day.name,
                bound.figure,
                float(least),
                float(most),
            )


def test_no_day_asks_for_more_work_than_the_rules_allow(guide, week, recipe_files):
    rules = guide.week
    for day in week.days:
        cooked = [serving for serving in day.meals if not serving.left_over]
        worked = [dish_lists.at_work(recipe_files[serving.slug]) for serving in cooked]
        assert day.minutes == sum(worked) <= rules.minutes
        breakfast = next(serving for serving in day.meals if serving.meal == "breakfast")
        if breakfast in cooked and day.name not in rules.unhurried:
            assert dish_lists.at_work(recipe_files[breakfast.slug]) <= rules.breakfast


def test_each_snack_is_made_on_a_day_with_time_for_it_and_keeps_until_the_next(
    guide, week, recipe_files
):
    assert week.snacks
    for before, after in pairwise(week.snacks):
        assert after.made > before.until
    for snack in week.snacks:
        recipe_file = recipe_files[snack.slug]
        days = snack.until - snack.made + 1
        assert days <= keeping(recipe_file.recipe.keeps.fridge)
        assert days * week.people <= snack.servings
        minutes = week.days[snack.made].minutes + dish_lists.at_work(recipe_file)
        assert minutes <= guide.week.minutes
    assert set(week.bought()) > set(week.cooked())


def test_each_other_week_has_only_dishes_that_are_what_it_asks_for(guide, recipe_files):
    plans = {one.asks.id: one for one in plan_other_weeks(guide).plans}
    assert list(plans) == ["no-nuts", "thirty-minutes", "hard-days"]
    for serving in plans["no-nuts"].plan.servings:
        lines = allergens.listed_lines(recipe_files[serving.slug].recipe)
        contains = allergens.derive(lines, guide.pantry).contains
        assert not {"peanut", "walnut", "almond", "hazelnut", "cashew"} & contains.keys()
    notes = set()
    for day in view_other_weeks(guide)[0].days:
        for dish in day.dishes:
            lines = allergens.listed_lines(dish.recipe_file.recipe)
            warned = {"peanut", "almond"} & allergens.derive(lines, guide.pantry).check.keys()
            if dish.note != "left over":
                notes.add((bool(warned), "see label" in dish.note))
    assert notes == {(True, True), (False, False)}, "packets that warn are to be read"
    for serving in plans["thirty-minutes"].plan.servings:
        assert dish_lists.at_work(recipe_files[serving.slug]) <= 30
    hard = plans["hard-days"]
    for serving in hard.plan.servings:
        recipe_file = recipe_files[serving.slug]
        frozen = recipe_file.recipe.keeps and recipe_file.recipe.keeps.freezer
        assert frozen or dish_lists.count_cuts(recipe_file, guide) == 0
        assert bool(frozen) == (serving.slug in hard.frozen)


def test_a_week_that_the_recipes_do_not_make_has_no_page_and_is_remarked_on(guide):
    impossible = OtherWeek(id="no-time", title="A week", lead="In no time.", dish=1)
    rules = guide.week.model_copy(update={"others": (impossible,)})
    changed = dataclasses.replace(guide, week=rules)
    assert plan_other_weeks(changed) == OtherPlans((), (0,))
    (remark,) = a_week_can_be_planned(changed, Cache(None))
    assert remark.remark and 'the recipes make no week "no-time"' in remark.what


def test_a_snack_that_is_no_recipe_of_the_guide_is_told(guide):
    rules = guide.week.model_copy(update={"snacks": ("two-berry-chia-pot",)})
    (problem,) = snacks_are_recipes(dataclasses.replace(guide, week=rules))
    assert (
        problem.what == 'this guide has no recipe "two-berry-chia-pot", so the week does without it'
    )
    assert problem.remark
    assert "two-berry-chia-pots" in problem.fix


def test_what_is_unknown_of_a_dish_counts_as_the_most_it_could_be(guide):
    found = {one.slug: one for one in meal_plan.find_dishes(guide)}
    unsure = found["mackerel-with-warm-potato-and-bean-salad"]
    # 10 g of mustard without a figure, in two servings, could add 9 kcal a gram.
    assert unsure.holds[0][1] - unsure.holds[0][0] in (45000, 45001)
    assert "cold-soba-salad-with-cucumber-and-sesame" not in found, "its fibre is not known"


@pytest.mark.parametrize(
    "text", ["olive oil, to taste", "2 salmon fillets", "1 handful flaked almonds"]
)
def test_a_dish_that_could_hold_much_more_than_is_known_is_not_planned(guide, text):
    # Of salmon without a weight nobody knows whether it is one of the two meals of oily fish.
    chosen = next(
        one for one in guide.recipe_files if one.slug == "turkish-red-lentil-soup-with-lemon"
    )
    more = parse(text, guide.pantry.units)
    recipe = chosen.recipe.model_copy(update={"ingredients": (*chosen.recipe.ingredients, more)})
    changed = dataclasses.replace(chosen, recipe=recipe, digest=text)
    assert _slugs(dataclasses.replace(guide, recipe_files=(chosen,))) == {chosen.slug}
    assert _slugs(dataclasses.replace(guide, recipe_files=(changed,))) == set()


def _slugs(guide) -> set[str]:
    return {dish.slug for dish in meal_plan.find_dishes(guide)}


def test_oily_fish_comes_twice_and_on_days_apart(guide, week, recipe_files):
    days = [
        number
        for number, day in enumerate(week.days)
        for serving in day.meals
        if round(
            find_nutrition(recipe_files[serving.slug], guide).patterns.get("oily-fish", Fraction(0))
            * 2
        )
    ]
    assert len(days) == 2 and days[1] - days[0] >= 2


def test_a_dish_comes_again_only_as_a_left_over_that_still_keeps(guide, week, recipe_files):
    cooked, eaten = {}, {}
    for number, day in enumerate(week.days):
        for serving in day.meals:
            keeps = recipe_files[serving.slug].recipe.keeps
            if serving.left_over:
                assert 1 <= number - cooked[serving.slug] <= min(2, keeping(keeps.fridge)), serving
            else:
                assert number - eaten.get(serving.slug, -9) > guide.week.apart
                cooked[serving.slug] = number
            eaten[serving.slug] = number
    assert sum(serving.left_over for serving in week.servings) >= 5, "cook once, eat twice"


def test_no_pot_feeds_more_than_it_holds(week, recipe_files):
    again = Counter(serving.slug for serving in week.servings if serving.left_over)
    for slug, eaters in week.cooked():
        assert eaters == week.people * (1 + again[slug])
        recipe = recipe_files[slug].recipe
        # What is only stirred together is as easily made double.
        assert not again[slug] or eaters <= recipe.serves.low or recipe.time.cook is None


def test_the_same_recipes_give_the_same_week_in_whatever_order_they_are_read(guide, week):
    found = meal_plan.find_dishes(guide)
    read_again, _ = load_guide(PROJECT)
    assert week == meal_plan.week(read_again)
    assert week.days == choose_week(tuple(reversed(found)), guide.week).days


def test_a_small_edit_moves_little(guide, week):
    planned = {serving.slug for serving in week.servings}
    kept = tuple(
        one
        for one in meal_plan.find_dishes(guide)
        if one.slug in planned or one.slug != "yellow-split-pea-dal-with-tempered-spices"
    )
    assert choose_week(kept, guide.week).days == week.days, (
        "a dish that was not planned is not missed"
    )


def test_what_was_chosen_is_kept_and_chosen_anew_when_a_rule_changes(guide, tmp_path, monkeypatch):
    cache = Cache(tmp_path)
    first = meal_plan.week(dataclasses.replace(guide), cache)
    monkeypatch.setattr(meal_plan, "search_week", lambda *_: pytest.fail("searched again"))
    assert meal_plan.week(dataclasses.replace(guide), cache) == first
    again = dataclasses.replace(guide)
    assert meal_plan.week(again, cache) is meal_plan.week(again)


def test_for_more_people_there_are_fewer_left_overs_and_larger_pots(guide):
    found = meal_plan.find_dishes(guide)
    four = choose_week(found, guide.week.model_copy(update={"people": 4, "minutes": None}))
    doubled = {dish.slug for dish in found if dish.doubles}
    assert {serving.slug for serving in four.servings if serving.left_over} <= doubled
    assert {eaters for slug, eaters in four.cooked() if slug not in doubled} == {4}
    one = choose_week(meal_plan.find_dishes(guide), guide.week.model_copy(update={"people": 1}))
    assert all(eaters <= 2 for _, eaters in one.cooked())


def test_food_keeps_as_many_days_as_it_surely_does():
    assert [
        keeping(text) for text in (None, "1 day", "2–3 days", "12 hours", "2 weeks", "1–2 months")
    ] == [0, 1, 2, 0, 14, 30]


def test_a_left_over_is_never_older_than_it_keeps():
    found = (*BREAKFASTS, *(dish(f"stew-{number}", servings=4, keeps=1) for number in range(6)))
    for days in (choose_week(found, rules()).days,):
        for before, after in pairwise(days):
            stale = {serving.slug for serving in after.meals if serving.left_over}
            assert stale <= {serving.slug for serving in before.meals if not serving.left_over}


@pytest.mark.parametrize(
    ("found", "changed", "what", "fix"),
    [
        (
            SUPPERS,
            {},
            "no dish of the guide may be a breakfast",
            "name breakfast under the meals of a chapter",
        ),
        (
            (*BREAKFASTS, *SUPPERS[:2]),
            {},
            "too few dishes for 3 days between a dish and itself"
            " (dishes for breakfast 3, lunch 2 and supper 2)",
            "add dishes",
        ),
        (
            (*BREAKFASTS, *SUPPERS),
            {"bounds": [ENERGY | {"least": "1500"}]},
            "energy between 1500 and 1600 a day; the three richest come to 1400",
            "widen the bound of energy",
        ),
        (
            (*BREAKFASTS, *SUPPERS),
            {"times": [OILY]},
            "no week has oily fish 1 to 1 times; 0 dishes count to it",
            "add a dish with oily fish",
        ),
        ((*BREAKFASTS, *SUPPERS), {"people": "0"}, "a week for nobody", 'such as people: "2"'),
    ],
)
def test_when_there_is_no_week_the_bound_that_stands_in_the_way_is_named_with_what_mends_it(
    found, changed, what, fix
):
    with pytest.raises(NoPlan) as none:
        choose_week(tuple(found), rules(**changed))
    assert what in none.value.what and fix in none.value.fix


def test_what_could_break_a_bound_is_not_planned():
    unsure = tuple(dish(f"riddle-{number}", energy=(500, 900)) for number in range(6))
    week = choose_week((*BREAKFASTS, *SUPPERS, *unsure), rules(bounds=[ENERGY]))
    assert not any(serving.slug.startswith("riddle") for serving in week.servings)
    with pytest.raises(NoPlan) as none:
        choose_week((*BREAKFASTS, *unsure), rules(bounds=[ENERGY]))
    assert "keeps energy between" in none.value.what
