"""Editions that leave foods out: what is left out, which swaps are made, and what a page says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from guide.check.pantry import foods_are_made_from_items
from guide.check.suite import check_swapped, may_be_dropped
from guide.core.problems import Mistake
from guide.derive.allergens import derive, listed_lines
from guide.derive.rewording import NotCertain
from guide.derive.swapping import make_swaps
from guide.editions.closing_up import leave_out_weeks
from guide.editions.left_out import find_made_from, resolve
from guide.editions.tailoring import tailor, tailor_recipe
from guide.editions.wordings import say_otherwise, say_pattern
from guide.layout.recipe_texts import recipe_texts
from guide.parse.source import Source
from guide.parse.validation import fit
from guide.parse.yaml_nodes import read_nodes, texts, values
from guide.read.editions import Edition
from guide.read.load import Guide, RecipeFile, load_guide
from guide.read.recipe import Recipe
from guide.views.food_index import index
from guide.views.recipe_view import recipe_key, view
from tests.conftest import read_real_guide

REAL = read_real_guide()
# The search for a week costs more than all else here.
GUIDE = replace(REAL, order=tuple(set(REAL.order) - {"plan", "shopping", "weeks"}))
PANTRY = GUIDE.pantry
RECIPES = {one.slug: one for one in GUIDE.recipe_files}


def read_recipe(text: str) -> RecipeFile:
    """A recipe that stands in no file."""
    node, problems = read_nodes(Source("recipes/bowls/made-up.yaml", text))
    recipe, others = fit(Recipe, node, PANTRY.units)
    assert not problems and not others, (problems, others)
    return RecipeFile("made-up", "bowls", "recipes/bowls/made-up.yaml", recipe, node, "made-up")


def write_recipe(lines: list[str], steps: list[str], swap: str, comes_in: str, more="") -> str:
    """A recipe of those lines and steps with one swap."""
    listed = "\n".join(f"  - {line}" for line in lines)
    told = "\n".join(f"  - {step}" for step in steps)
    return (
        "title: A Made-Up Dish\nsummary: Something to eat.\nserves: 4\ntime:\n  prep: 5 min\n"
        f"ingredients:\n{listed}\nmethod:\n{told}\n"
        f"swaps:\n  - swap: {swap}\n    for: {comes_in}\n{more}"
    )


def make(text: str, *numbers: int) -> RecipeFile:
    return make_swaps(read_recipe(text), numbers or (0,), PANTRY, GUIDE.method_words)


def without(*words: str, of: Guide = GUIDE) -> tuple:
    """The real guide without those words, and what it tells of that."""
    return tailor(of, Edition(name="", without=resolve(words, PANTRY).ids))


@pytest.mark.parametrize(
    ("word", "ids", "says"),
    [
        ("milk", ("milk",), "milk"),
        ("dairy", ("milk",), "milk"),
        ("Eggs", ("egg",), "egg"),
        ("nuts", ("tree-nuts",), "tree nuts"),
        ("tree nuts", ("tree-nuts",), "tree nuts"),
        ("peanut", ("peanuts",), "peanuts"),
        ("shellfish", ("crustaceans", "molluscs"), "shellfish"),
        ("gluten", ("gluten",), "gluten"),
        ("wheat", ("wheat",), "wheat"),
        ("soya", ("soy",), "soy"),
        ("walnuts", ("walnut",), "walnuts"),
        ("tomato", ("tomato",), "tomatoes"),
        ("root ginger", ("ginger",), "ginger"),
        ("fine sea salt", ("fine-salt",), "fine salt"),
    ],
)
def test_a_word_leaves_out_a_group_an_allergen_or_a_food(word, ids, says):
    left_out = resolve([word], PANTRY)
    assert (left_out.ids, left_out.says) == (ids, (says,))


def test_words_that_mean_the_same_are_left_out_once():
    left_out = resolve(["milk", "dairy", "lactose"], PANTRY)
    assert left_out.ids == ("milk",) and left_out.leaves == {"milk"}


def test_a_word_that_nobody_knows_is_sent_back_with_the_nearest():
    with pytest.raises(Mistake) as told:
        resolve(["milk", "tomatto"], PANTRY)
    assert told.value.id == "unknown-food"
    assert told.value.what == (
        '"tomatto" is no allergen and no food of the pantry, so nobody can leave it out'
    )
    assert "tomato" in told.value.fix


@pytest.mark.parametrize(
    ("food", "holds", "free"),
    [
        (
            "tomato",
            ["tomato-puree", "passata", "ketchup", "salsa", "cherry-tomato"],
            ["red-pepper"],
        ),
        ("potato", ["new-potato", "potato-starch"], ["sweet-potato"]),
        ("butter", ["garlic-butter"], ["butter-beans", "butternut-squash"]),
        (
            "grapes",
            ["raisins", "red-wine", "red-wine-vinegar", "sherry-vinegar"],
            ["cider-vinegar"],
        ),
        ("chickpeas", ["gram-flour", "hummus"], ["peas"]),
        ("lemon", ["lemon-curd", "hummus"], ["chocolate", "dried-mint"]),
        ("garlic", ["garlic-powder", "harissa", "pesto"], ["onion"]),
    ],
)
def test_what_is_made_from_a_food_goes_with_it(food, holds, free):
    made = find_made_from(food, PANTRY)
    assert made.issuperset(holds) and made.isdisjoint(free)


def test_a_made_food_of_unknown_make_leaves_a_recipe_out_and_a_known_one_does_not():
    tomato = resolve(["tomato"], PANTRY)
    milk = resolve(["milk"], PANTRY)
    assert tomato.judge("curry-paste", PANTRY) == "unknown"
    assert tomato.judge("tamari", PANTRY) == "free"
    assert milk.judge("curry-paste", PANTRY) == "free"
    lines = ["200 g carrots", "1 tbsp curry paste"]
    steps = ["Boil the carrots for 10 minutes and stir in the curry paste."]
    text = write_recipe(lines, steps, "carrots", "200 g parsnips")
    assert tailor_recipe(read_recipe(text), tomato, GUIDE).why == (
        "nobody has written down what curry paste is made from"
    )


def test_a_food_is_made_from_items_of_the_pantry_and_not_from_itself(little):
    foods = little / "pantry/foods/all.yaml"
    text = foods.read_text()
    at = text.index("\n", text.index("  labels:", text.index("\nwalnut:")))
    foods.write_text(f"{text[:at]}\n  made_from: [walnuts, walnut]{text[at:]}")
    guide, _ = load_guide(little)
    assert [problem.what for problem in foods_are_made_from_items(guide)] == [
        '"walnuts" is not an item of the pantry',
        '"walnut" is not an item of the pantry',
    ]


# What a step says, the food in it, what comes in, and what the step says then; "" where no rule
# is certain.
SAID = [
    (
        "Stir in the pumpkin seeds.",
        "40 g pumpkin seeds",
        "40 g sunflower seeds",
        "Stir in the sunflower seeds.",
    ),
    (
        "Toast the pumpkin seeds until they pop.",
        "40 g pumpkin seeds",
        "40 g sunflower seeds",
        "Toast the sunflower seeds until they pop.",
    ),
    (
        "Scatter the seeds over the top.",
        "40 g pumpkin seeds",
        "40 g sunflower seeds",
        "Scatter the seeds over the top.",
    ),
    (
        "Pour in the oat drink and warm it.",
        "500 ml unsweetened oat drink",
        "500 ml unsweetened soya drink",
        "Pour in the soya drink and warm it.",
    ),
    (
        "Oat drink goes in last.",
        "500 ml unsweetened oat drink",
        "500 ml unsweetened soya drink",
        "Soya drink goes in last.",
    ),
    (
        "Add the black beans and simmer until the beans are soft.",
        "1 × 400 g can black beans, drained",
        "1 × 400 g can kidney beans, drained",
        "Add the kidney beans and simmer until the beans are soft.",
    ),
    (
        "Add the kale and cook for 5 minutes.",
        "200 g kale, shredded",
        "200 g savoy cabbage, shredded",
        "Add the savoy cabbage and cook for 5 minutes.",
    ),
    (
        "Squeeze over the lime juice.",
        "1 lime, juiced",
        "1/2 lemon, juiced",
        "Squeeze over the lemon juice.",
    ),
    # The number of the names differs, and so would a verb or a pronoun.
    ("Add the spinach and cook until it wilts.", "200 g spinach", "200 g frozen peas", ""),
    (
        "Add the spinach. Stir for 2 minutes.",
        "200 g spinach",
        "200 g frozen peas",
        "Add the peas. Stir for 2 minutes.",
    ),
    # What counts the food, or makes another thing of its name.
    ("Put a plum on each plate.", "4 plums", "4 pears", ""),
    ("Lay 2 plums on each plate.", "4 plums", "4 pears", ""),
    ("Brush with the plum glaze.", "4 plums", "4 pears", ""),
    # Another kind of food is cooked in another way, and so is what the swap itself cooks.
    ("Crack the eggs into the pan.", "4 large eggs", "200 g firm tofu", ""),
    (
        "Boil the farro for 20 minutes.",
        "200 g pearled farro",
        "200 g quinoa, simmered for 12 minutes",
        "",
    ),
]


@pytest.mark.parametrize(("step", "line", "comes_in", "said"), SAID)
def test_a_step_names_what_comes_in_where_nothing_else_changes(step, line, comes_in, said):
    name = PANTRY.items[PANTRY.find(read_line(line)).key].names[0]
    text = write_recipe([line], [step], name, comes_in)
    if not said:
        with pytest.raises(NotCertain):
            make(text)
        return
    made = make(text)
    assert made.recipe.method == (said,)
    assert made.recipe.ingredients[0].text == comes_in


def read_line(line: str) -> str:
    """The name of the food of a line."""
    made = read_recipe(write_recipe([line], ["Eat it."], "salt", "1 tsp salt"))
    return made.recipe.ingredients[0].name


def test_a_food_that_stands_on_another_line_too_is_not_exchanged_by_rule():
    lines = ["1 tbsp extra-virgin olive oil", "1 tsp toasted sesame oil", "2 carrots"]
    steps = ["Fry the carrots in the olive oil.", "Add the sesame oil."]
    text = write_recipe(lines, steps, "toasted sesame oil", "1 tsp extra-virgin olive oil")
    with pytest.raises(NotCertain, match="stands on another line too"):
        make(text)


def test_a_swap_may_say_itself_which_lines_and_steps_change():
    more = """\
    ingredients:
      - line: 4 tbsp water
        says: 2 tbsp water
      - line: 1 pinch fine salt
    title: A Dish with Avocado
    summary: It is green.
    time:
      prep: 25 min
    method:
      - step: 1
        says: Mash the avocado.
        then: Add the water.
      - step: 3
    need:
      - a fork
    keeps:
      fridge: 1 day
need:
  - a blender
  - a jug
keeps:
  fridge: 3 days
  freezer: 2 months
notes:
  - Tahini stiffens.
  - Eat it.
tested:
  name: Ann
  date: 2026-03-08
"""
    lines = ["60 g tahini", "4 tbsp water", "1 pinch fine salt"]
    steps = ["Stir the tahini and salt.", "Serve the tahini cold.", "Wait for the tahini."]
    made = make(write_recipe(lines, steps, "tahini", "1 avocado, mashed", more))
    recipe = made.recipe
    assert [line.text for line in recipe.ingredients] == ["1 avocado, mashed", "2 tbsp water"]
    assert recipe.method == ("Mash the avocado.", "Add the water.", "Serve the avocado cold.")
    assert (recipe.title, recipe.summary) == ("A Dish with Avocado", "It is green.")
    assert (recipe.keeps.fridge, recipe.keeps.freezer) == ("1 day", None)
    assert recipe.need == ("a fork",)
    assert recipe.time.prep.text == "25 min"
    assert (recipe.notes, recipe.tested, recipe.swaps) == (("Eat it.",), None, None)
    assert [swap.swap for swap in made.made_with] == ["tahini"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("    method:\n      - step: 9\n        says: Eat it.\n", "the recipe has no step 9"),
        ("    ingredients:\n      - line: 2 l water\n", 'the recipe has no line "2 l water"'),
        (
            "    ingredients:\n      - line: 60 g tahini\n        says: 70 g tahini\n",
            "tahini is still in it",
        ),
    ],
)
def test_what_a_swap_says_of_another_recipe_is_told(more, told):
    text = write_recipe(["60 g tahini"], ["Stir the tahini."], "tahini", "1 avocado", more)
    with pytest.raises(NotCertain) as doubt:
        make(text)
    assert doubt.value.what == told


@cache
def list_made() -> list[tuple[RecipeFile, RecipeFile]]:
    """Each recipe of the guide with each of its swaps made, where that is certain."""
    found = []
    for one in GUIDE.recipe_files:
        for number in range(len(one.recipe.swaps or ())):
            try:
                found.append((one, make_swaps(one, (number,), PANTRY, GUIDE.method_words)))
            except NotCertain:
                continue
    return found


def test_a_swap_takes_out_what_it_says_and_is_a_recipe_of_the_same_file():
    assert len(list_made()) > 100
    for one, made in list_made():
        [swap] = made.made_with
        brought = PANTRY.find(swap.for_.name).key
        keys = {PANTRY.find(line.name).key for line in listed_lines(made.recipe)}
        out = {PANTRY.find(line.name).key for line in listed_lines(one.recipe)} - keys
        assert brought in keys and out, (one.slug, swap.swap)
        assert made.digest != one.digest and made.path == one.path
        assert (made.recipe.tested, made.recipe.photo) == (None, None)
        # The nodes say what the recipe says, each at a place of its file.
        if made.recipe.summary:
            assert fit(Recipe, made.node, PANTRY.units) == (made.recipe, []), one.slug
        assert {text.place.path for text in texts(made.node)} == {one.path}


def test_a_swapped_recipe_passes_every_check_of_a_recipe():
    one = RECIPES["shawarma-style-chicken-with-tahini-sauce"]
    made = make_swaps(one, (0,), PANTRY, GUIDE.method_words)
    problems = list(check_swapped(made, one, GUIDE))
    # Its note speaks of tahini; an edition drops that.
    assert all(may_be_dropped(problem, made) for problem in problems)
    assert [one.recipe.title, made.recipe.title] == [
        "Shawarma-Style Chicken with Tahini Sauce",
        "Shawarma-Style Chicken with Avocado Sauce",
    ]


def test_an_edition_has_no_recipe_whose_labels_name_what_it_leaves_out():
    editions = {}
    for words in [("milk",), ("milk", "wheat"), ("tomato",), ("milk", "tomato")]:
        guide, problems = without(*words)
        left_out = resolve(words, PANTRY)
        editions[words] = {one.slug for one in guide.recipe_files}
        assert len(editions[words]) > 30
        for one in guide.recipe_files:
            lines = listed_lines(one.recipe)
            assert left_out.leaves.isdisjoint(derive(lines, PANTRY).contains), one.slug
            assert all(left_out.judge_line(line, PANTRY) == "free" for line in lines), one.slug
            swaps = one.recipe.swaps or ()
            assert all(left_out.judge_line(swap.for_, PANTRY) == "free" for swap in swaps)
        told = {problem.place.path for problem in problems}
        gone = {one.path for one in GUIDE.recipe_files if one.slug not in editions[words]}
        assert gone <= told and all(problem.remark for problem in problems)
    for words, more in combinations(editions, 2):
        # Leaving out more never adds a recipe.
        if set(words) < set(more):
            assert editions[more] <= editions[words]


def test_no_text_of_an_edition_names_what_it_leaves_out():
    guide, _ = without("egg")
    for one in guide.recipe_files:
        for text in values(one.node):
            words = f" {text.value.lower()}"
            assert " egg" not in words and "omelette" not in words, (one.slug, text.value)
    curry = next(one for one in guide.recipe_files if one.slug == "egg-and-red-lentil-curry")
    assert curry.recipe.title == "Chickpea & Red Lentil Curry"
    assert [swap.swap for swap in curry.recipe.swaps] == ["red lentils", "spinach"]
    assert curry.recipe.notes is None


def test_a_recipe_with_nothing_of_it_is_in_as_it_is():
    guide, _ = without("peanuts")
    assert guide.recipe_files == GUIDE.recipe_files
    plain_edition, problems = tailor(GUIDE, Edition())
    assert plain_edition.recipe_files == GUIDE.recipe_files and problems == []


def test_what_must_be_checked_on_a_packet_stays_in_with_its_label():
    guide, _ = without("wheat")
    oats = next(one for one in guide.recipe_files if one.slug == "golden-oats")
    assert "wheat" in view(oats, guide).check.said


def test_a_swapped_recipe_says_on_its_page_what_was_swapped():
    guide, _ = without("nuts")
    pears = next(one for one in guide.recipe_files if one.slug.startswith("baked-pears"))
    seen = view(pears, guide)
    assert seen.made_with == "blueberries for walnuts"
    assert "".join(seen.title).replace("\u00a0", " ").count("Blueberries") == 1
    said = [passage.written for passage in recipe_texts(pears, guide)]
    assert not [text for text in said if "alnut" in text and "for walnuts" not in text]


def test_an_edition_says_what_it_goes_without_and_why():
    no_breakfast = {"soups", "bowls"}
    few = tuple(one for one in REAL.recipe_files if one.chapter in no_breakfast)
    guide, problems = without("peanuts", of=replace(REAL, recipe_files=few))
    [week] = problems
    assert week.id == "left-out" and week.remark
    assert week.what.startswith("this edition goes without a week and its shopping list: ")
    assert {"plan", "shopping", "weeks"}.isdisjoint(guide.order)
    _, problems = without("egg")
    [frittata] = [one for one in problems if one.place.path.startswith("recipes/")]
    assert frittata.what == (
        "the edition without egg goes without this recipe: "
        "it has large eggs, and no swap of its own takes that out"
    )


def test_an_edition_with_too_few_recipes_is_refused():
    guide, problems = without("olive oil")
    [refusal] = [problem for problem in problems if not problem.remark]
    assert refusal.id == "few-recipes"
    assert refusal.what == (
        f"without extra-virgin olive oil {len(guide.recipe_files)} recipes are left, "
        "and an edition has 12 or more"
    )
    unknown = replace(Edition(), without=("nothing",))
    [problem] = tailor(GUIDE, unknown)[1]
    assert problem.id == "unknown-food"


def test_a_chapter_without_recipes_is_closed():
    only_fish = replace(
        GUIDE, recipe_files=tuple(one for one in GUIDE.recipe_files if one.chapter != "bowls")
    )
    closed, _ = tailor(only_fish, Edition(name="", without=("egg",)))
    assert "bowls" not in {chapter.folder for chapter in closed.chapters}


def said_around(*words: str) -> str:
    """What pages, chapters, aisles and the pattern say in an edition without those words."""
    left_out = resolve(words, PANTRY)
    edition = Edition(name="", without=left_out.ids)
    guide = say_otherwise(replace(REAL, edition=edition), left_out)
    assert guide.shop is not None and guide.food_data is not None
    said = [page.body for page in guide.pages if page.slug in ("plate", "more")]
    said += [text for one in guide.chapters for text in (one.title, one.lead)]
    said += [aisle.says for aisle in guide.shop.aisles]
    said += [say_pattern(one.says, guide) for one in guide.food_data.reference.patterns]
    return "\n".join(said)


@pytest.mark.parametrize(
    ("words", "gone", "there"),
    [
        (("egg",), ("egg", "Egg"), ("beans or fish", "\nPoultry\n", "\nChilled\n")),
        (("egg", "fish"), ("egg", "mackerel", "canned fish"), ("beans and lentils",)),
        (("nuts", "peanuts"), ("Nuts", "almond", "nuts and", ", nuts"), ("**Seeds**", "\nseeds\n")),
        (("nuts",), ("nuts and seeds",), ("seeds and peanuts",)),
        (("wheat",), ("wheat", "Toast"), ("Oats, brown rice, barley, quinoa",)),
        (("gluten",), ("Oats", "oats", "barley", "Porridge"), ("Eggs and a pot of",)),
        (("soy",), ("tofu",), ("Or lentils or poultry.",)),
        (("walnuts",), ("Walnuts",), ("  Almonds, sunflower", "Nuts and seeds", "nuts and seeds")),
    ],
)
def test_the_words_around_the_recipes_offer_nothing_that_is_left_out(words, gone, there):
    said = said_around(*words)
    assert [one for one in gone if one in said] == []
    assert [one for one in there if one not in said] == []


def test_an_edition_without_nuts_has_no_extra_week_without_them():
    def weeks(*words: str, of: tuple[str, ...] = ("pea-white-bean-and-mint-soup",)) -> list[str]:
        edition = Edition(name="", without=resolve(words, PANTRY).ids)
        dishes = tuple(RECIPES[slug] for slug in of)
        week = leave_out_weeks(replace(REAL, edition=edition, recipe_files=dishes)).week
        assert week is not None
        return [other.id for other in week.others]

    every = weeks("milk")
    assert "no-nuts" in every
    assert weeks("nuts", "peanuts") == weeks("nuts") == [one for one in every if one != "no-nuts"]
    assert weeks("peanuts", of=("warm-puy-lentil-beetroot-and-walnut-salad",)) == every


def test_the_key_of_a_recipe_knows_what_an_edition_calls_the_pattern():
    counts = next(
        one for one in REAL.recipe_files if ("nuts and seeds", "½") in view(one, REAL).patterns
    )
    keys = set()
    for words in ((), ("nuts",), ("nuts", "peanuts")):
        edition = Edition(name="", without=resolve(words, PANTRY).ids)
        keys.add(recipe_key(counts, replace(REAL, edition=edition)))
    assert len(keys) == 3


def test_the_index_has_a_dish_under_what_a_swap_has_brought():
    left_out = resolve(["egg"], PANTRY)
    made = tailor_recipe(RECIPES["shakshuka-with-cannellini-beans"], left_out, GUIDE).recipe_file
    assert made is not None and "tofu" not in made.recipe.title.lower()
    headings = {entry.heading for entry in index(replace(GUIDE, recipe_files=(made,)))}
    assert "Tofu" in headings
