"""Words for foods with an allergen: where one may stand in a recipe, and where none may."""

from __future__ import annotations

import shutil

import pytest

from guide.check.allergen_texts import FoodWord, TextScanner, find_unlisted_beside
from guide.check.reading import read_and_check
from guide.core.folding import fold_text
from guide.core.problems import Mistake
from guide.derive.allergens import derive, find_name_to_serve
from guide.lines.ingredient_lines import parse, parse_name
from guide.read.food_names import Meaning, split_name
from guide.read.pantry import Pantry
from guide.read.recipe import Recipe
from tests.conftest import LITTLE, PROJECT, TESTS, in_batches, read_real_guide, read_table


def read_cases(name: str) -> list[dict]:
    return read_table(TESTS / "cases" / name)


PANTRY: Pantry = read_real_guide().pantry
LITTLE_GUIDE = read_and_check(LITTLE)[0]
BARE: Pantry = LITTLE_GUIDE.pantry
STEPS = read_cases("allergen-texts.yaml")
INNOCENT = read_cases("innocent-texts.yaml")
SECOND_FOODS = read_cases("second-foods.yaml")
# Not stopped, though each should be: words that mean something harmless more often.
MISSED = {
    "Some marrons from the farm dam, boiled, shelled and tossed in.",
    "Sticky rice, carrots and a fistful of cobs from the hedge, toasted.",
}
# Stopped although they bring nothing: some make what the recipe does not list, one is a name.
STOPPED = {
    "Pop the tray on the shelf below the bread, if you're baking.",
    "The nutcracker on my shelf has never met a nut.",
    "Press through a muslin, the kind sold for cheese.",
    "Roll the dough of masa into walnut-sized balls.",
    "These pancakes are pure buckwheat, dark and lacy at the rim.",
    "Chickpea flour whisked with water gives you a batter as thin as paint.",
}


def make_recipe(*lines: str, pantry: Pantry = PANTRY, **fields) -> Recipe:
    plain = {
        "title": "Slow Carrots",
        "summary": "Sweet and soft.",
        "method": ("Cook it all until soft.",),
        "notes": None,
        "swaps": None,
        "why": None,
        "ingredients": tuple(parse(line, pantry.units) for line in lines),
    }
    return LITTLE_GUIDE.recipe_files[0].recipe.model_copy(update={**plain, **fields})


def scan(text: str, recipe: Recipe, pantry: Pantry = PANTRY) -> list[str]:
    """The words of a text that no label accounts for, guesses left out."""
    scanner = TextScanner(pantry.food_names, pantry.allergen_words, pantry, recipe)
    return [
        text[word.start : word.end] for word in scanner.find_unlisted(text) if not word.is_guess
    ]


CARROTS = make_recipe("400 g carrots", "200 g brown rice", "2 tbsp olive oil", "1 onion")


def test_there_are_enough_cases():
    assert len(STEPS) >= 400
    assert len(INNOCENT) >= 300


@pytest.mark.parametrize("cases", in_batches(STEPS))
def test_a_text_that_adds_an_allergen_is_stopped(cases):
    for case in cases:
        says = case["says"]
        assert bool(scan(says, CARROTS)) == (says not in MISSED), says


@pytest.mark.parametrize("cases", in_batches(INNOCENT))
def test_an_innocent_text_passes(cases):
    for case in cases:
        found = scan(case["says"], CARROTS)
        assert bool(found) == (case["says"] in STOPPED), (case["says"], found)


def accounts_for_all(text: str, brings: list[str]) -> bool:
    """Whether a line is asked about, or labels all that its foods bring."""
    try:
        line = parse(text, PANTRY.units)
        labels = derive(line.apart, PANTRY)
    except Mistake:
        return True
    if set(brings) <= labels.contains.keys():
        return True
    recipe = make_recipe().model_copy(update={"ingredients": line.apart})
    scanner = TextScanner(PANTRY.food_names, PANTRY.allergen_words, PANTRY, recipe)
    found = find_unlisted_beside(line, text, scanner, PANTRY)
    return any(not word.is_guess for word in found)


@pytest.mark.parametrize("cases", in_batches(SECOND_FOODS))
def test_no_line_hides_a_second_food(cases):
    for case in cases:
        assert accounts_for_all(case["line"], case["brings"]), case["line"]


@pytest.mark.parametrize(
    ("lines", "step", "words"),
    [
        (("400 g carrots",), "Make the pesto and stir it in.", ["pesto"]),
        (("400 g carrots", "50 g parmesan"), "Make the pesto and stir it in.", []),
        (("400 g carrots", "50 g parmesan"), "For the pesto, pound it all.", []),
        (("400 g carrots", "50 g parmesan"), "Pound until you have a loose pesto.", []),
        (("400 g carrots", "50 g parmesan"), "Serve with pesto.", ["pesto"]),
        (("400 g carrots",), "Mash and shape into cakes.", []),
    ],
)
def test_a_dish_that_a_step_only_names_is_believed_when_something_of_it_is_listed(
    lines, step, words
):
    assert scan(step, make_recipe(*lines, method=(step,))) == words


def test_the_plain_words_of_a_title_name_no_product():
    assert scan("Carrots in Their Sunday Best", CARROTS) == []
    assert scan("Carrots with Kabanos", CARROTS) == ["Kabanos"]


@pytest.mark.parametrize(
    "text",
    [
        "Serve with n\u00e0an.",
        "Serve with NAAN.",
        "Serve with na\u00adan.",
        "Serve with n4an.",
        "Serve with n.a.a.n.",
        "Serve with garlic\u2011naan.",
        "Serve with\nnaans.",
        "Serve with n\u0430an.",
    ],
)
def test_no_spelling_hides_a_word(text):
    assert scan(text, CARROTS)


def test_the_word_is_found_where_it_is_written():
    text = "Stir in the cr\u00e8me fra\u00eeche, and a caf\u00e9\u2011style naan."
    assert scan(text, CARROTS) == ["cr\u00e8me fra\u00eeche", "naan"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Serve with grilled kabanos.", ["kabanos"]),
        ("Kabanos make it a supper.", []),
        ("Carrots with Kabanos and Rice", ["Kabanos"]),
        ("Call them 'naans' or not.", ["naans"]),
        ("Whisk, stir, rewarm and unmould the unstrained carrots.", []),
        ("A trayful, a panful and a traybake.", []),
        ("It is how Xanthippa cooks.", []),
        ("Zbigniew taught me this.", []),
        ("A BBQ supper, 2 tbsp a head.", []),
    ],
)
def test_a_word_that_nobody_knows_may_be_a_food(text, words):
    assert scan(text, CARROTS) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A tin of John West goes in.", ["John West"]),
        ("Season it with Aromat, not salt.", ["Aromat"]),
        ("Stir in Marigold to taste.", ["Marigold"]),
        ("A tin of San Marzano tomatoes goes in.", []),
        ("A pinch of Maldon, to finish.", []),
        ("Serve it with love.", []),
        ("We ate it with Anna on Sunday.", []),
    ],
)
def test_a_name_where_a_food_stands_may_be_a_product(text, words):
    assert scan(text, CARROTS) == words


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("20 g desiccated coconut", "desiccated coconut"),
        ("2 tbsp chilli crisp", "crispy chilli in oil"),
        ("1 tbsp chilli paste", "sambal"),
        ("100 g dried mango", "dried mangoes"),
        ("100 g kimchi", "kimchi"),
    ],
)
def test_a_listed_food_has_what_its_own_labels_say_and_no_more(line, name):
    text = f"Add {name} and rice."
    assert scan(text, make_recipe(line)) == []
    assert scan(text, CARROTS) == [name]


@pytest.mark.parametrize("text", ["Add coconut, milk and rice.", "Now add coconut, milk and rice."])
def test_no_name_goes_beyond_a_comma(text):
    assert scan(text, CARROTS) == ["milk"]


@pytest.mark.parametrize(
    "text",
    ["It is how Xanthippa cooks.", "Zbigniew taught me this."],
)
def test_a_name_of_somebody_or_of_a_place_is_no_food(text):
    assert find_words(text) == []


def test_a_food_before_a_tool_is_none():
    assert scan("Take the cheese grater and the bread knife.", CARROTS) == []
    assert scan("Grate cheese over it.", CARROTS) == ["cheese"]
    assert scan("Drink a milk mug of tea.", CARROTS) == ["milk"]


def test_a_guide_without_plain_words_takes_every_word_for_one():
    assert scan("Serve with kabanos.", make_recipe("400 g frozen peas", pantry=BARE), BARE) == []


def test_what_nobody_knows_is_told_with_a_way_out(little):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text()
    (little / "pantry/plain-words.txt").write_text((PROJECT / "pantry/plain-words.txt").read_text())
    path.write_text(text.replace("- Blend until smooth.", "- Blend with kabanos until smooth."))
    found = [one for one in read_and_check(little)[1] if '"kabanos"' in one.what]
    assert [one.id for one in found] == ["unlisted-allergen"]
    assert found[0].what.startswith('nobody here knows what "kabanos" is')
    assert found[0].fix.endswith('add "kabanos" to look_alikes in pantry/allergen-words.yaml')


def test_what_the_labels_name_may_be_spoken_of():
    recipe = make_recipe("200 g spaghetti", "20 g butter")
    assert scan("Drain the pasta and stir in the butter with some cream.", recipe) == []
    assert scan("Scatter with walnuts.", recipe) == ["walnuts"]


def test_a_food_that_often_brings_an_allergen_needs_that_one_too():
    recipe = make_recipe("200 g spaghetti")
    assert scan("Serve with naan.", recipe) == ["naan"]
    recipe = make_recipe("200 g spaghetti", "20 g butter", "2 eggs")
    assert scan("Serve with naan.", recipe) == []


def test_the_short_name_of_a_listed_food_is_that_food_where_the_text_says_the():
    recipe = make_recipe("300 ml oat milk", method=("Warm the oat milk.", "Whisk the milk."))
    assert scan("Whisk the milk.", recipe) == []
    assert scan("Whisk the warm milk.", recipe) == []
    assert scan("Add milk.", recipe) == ["milk"]


def test_a_short_name_before_the_first_full_one_means_another_food():
    steps = ("Melt the butter in a pan.", "Stir in the peanut butter.")
    recipe = make_recipe("2 tbsp peanut butter", method=steps)
    assert scan(steps[0], recipe) == ["butter"]
    assert scan(steps[1], recipe) == []


@pytest.mark.parametrize(
    ("steps", "stopped"),
    [
        (("Whisk the milk.", "Warm the oat milk, and serve."), [["milk"], []]),
        (("Whisk the milk.", "Add the oat milk."), [["milk"], []]),
        (("Now warm the oat milk.", "Whisk the milk.", "Froth the milk."), [[], [], []]),
        (("Boil the oat milk and whisk the milk.",), [[]]),
        (("Whisk the milk.", "Froth the milk."), [[], []]),
        (
            ("Warm the oat milk.", "Cold milk is best.", "Add creamy milk."),
            [[], ["milk"], ["milk"]],
        ),
    ],
)
def test_a_short_name_is_believed_once_the_full_one_has_been_read(steps, stopped):
    recipe = make_recipe("300 ml oat milk", method=steps)
    assert [scan(step, recipe) for step in steps] == stopped


def test_peanut_butter_is_never_called_the_butter():
    steps = ("Stir in the peanut butter.", "Melt the butter in a pan.")
    recipe = make_recipe("2 tbsp peanut butter", method=steps)
    assert scan(steps[1], recipe) == ["butter"]


def test_a_dish_may_be_what_the_recipe_is_by_its_title_but_not_what_it_is_served_with():
    pancakes = make_recipe("200 g buckwheat flour", title="Buckwheat Pancakes")
    assert scan("Stack the pancakes.", pancakes) == []
    beside = make_recipe("200 g buckwheat flour", title="Carrot Mash with Pancakes")
    assert scan("Stack the pancakes.", beside) == ["pancakes"]


@pytest.mark.parametrize(
    ("title", "step", "word"),
    [
        ("Garlic Butter Carrots", "Melt the garlic butter.", "garlic butter"),
        ("Carrots in Cream", "Pour in the cream.", "cream"),
        ("Cheese Carrots", "Grate the cheese over.", "cheese"),
        ("Carrot Milk", "Add the milk.", "milk"),
        ("Naan Carrots", "Tear the naan over.", "naan"),
        ("Carrot Soup", "Blend it to a soup, then roll it in the naan.", "naan"),
        ("Pesto Carrots", "Stir in the pesto.", "pesto"),
    ],
)
def test_a_title_excuses_no_food_that_the_dish_only_has_in_it(title, step, word):
    recipe = make_recipe("400 g carrots", "2 tbsp olive oil", title=title, method=(step,))
    assert scan(step, recipe) == [word]


def test_the_end_of_the_name_of_a_dish_means_that_dish():
    cookies = make_recipe("200 g oats", title="Chocolate Chip Cookies")
    assert scan("Stack the cookies.", make_recipe("200 g oats")) == ["cookies"]
    assert scan("Stack the cookies.", cookies) == []


def test_a_food_that_a_kitchen_also_makes_may_be_what_the_recipe_makes():
    slaw = make_recipe("400 g white cabbage", title="Cabbage Coleslaw")
    assert scan("Toss the coleslaw.", slaw) == []
    assert scan("Serve with the coleslaw.", CARROTS) == ["coleslaw"]


def test_a_dish_may_be_what_a_heading_names():
    lines = parse("200 g wholemeal flour", PANTRY.units), parse("1 carrot", PANTRY.units)
    recipe = make_recipe().model_copy(update={"ingredients": ({"For the flatbreads": lines},)})
    assert scan("Warm the flatbreads.", recipe) == []


@pytest.mark.parametrize(
    ("title", "lines", "words"),
    [
        ("Speedy Carrot Kedgeree", ("400 g carrots",), ["Kedgeree"]),
        ("Speedy Carrot Kedgeree", ("200 g salmon",), []),
        ("Carrot Cake", ("400 g carrots", "2 eggs"), []),
        ("Carrot Cake", ("400 g carrots",), ["Carrot Cake"]),
        ("Turkey Meatballs", ("400 g turkey mince",), []),
        ("Moules Marinière with Carrots", ("400 g carrots",), ["Moules Marinière"]),
        ("Carrot Orzotto", ("400 g carrots",), ["Orzotto"]),
    ],
)
def test_a_title_is_believed_when_the_lines_have_some_of_what_such_a_dish_brings(
    title, lines, words
):
    assert scan(title, make_recipe(*lines, title=title)) == words


def test_a_heading_is_believed_no_sooner_than_a_title():
    lines = (parse("2 tbsp olive oil", PANTRY.units),)
    recipe = make_recipe().model_copy(update={"ingredients": ({"For the aioli": lines},)})
    assert scan("For the aioli", recipe) == ["aioli"]


def test_a_dish_that_is_not_believed_is_told_with_every_way_out(little):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text()
    path.write_text(text.replace("title: Pea Soup", "title: Pea Omelette"))
    shutil.copy(PROJECT / "pantry/allergen-words.yaml", little / "pantry/allergen-words.yaml")
    told = [one for one in read_and_check(little)[1] if one.id == "unlisted-allergen"]
    assert told[0].what == '"Omelette" brings egg, and no ingredient does'
    assert told[0].fix.endswith("list what it is made of or name it otherwise")


def test_two_letters_of_a_name_are_the_name_and_letters_in_other_words_are_not():
    assert scan("Top with PB&J, or just PB.", CARROTS) == ["PB&J", "PB"]
    assert scan("Add Lea & Perrins, M&Ms and V8 juice.", CARROTS) == [
        "Lea & Perrins",
        "M&Ms",
        "V8 juice",
    ]
    assert scan("Peas & carrots.", CARROTS) == []
    assert scan("Line a muffin tin with paper cases and press in the rice.", CARROTS) == []
    assert scan("If the lemon isn't juicy, roll it about first.", CARROTS) == []


def test_a_dish_may_be_what_a_step_makes():
    step = "Mix everything and shape it into twelve small burgers."
    recipe = make_recipe("400 g carrots", method=(step,))
    assert scan(step, recipe) == []
    assert scan("Serve in burger buns.", recipe) == ["burger buns"]


def test_a_batter_is_made_of_whatever_flour_is_listed():
    assert scan("Rest the batter.", make_recipe("200 g buckwheat flour")) == []
    assert scan("Dip them in batter.", CARROTS) == ["batter"]


def test_an_unknown_compound_is_taken_for_the_food_it_is_made_of():
    assert scan("Brush with egglaze.", CARROTS) == ["egglaze"]
    assert scan("Cut the eggplant for five minutes.", CARROTS) == []


def test_the_allergens_that_a_name_may_carry_are_known():
    names = PANTRY.food_names
    assert "mollusc" in names.find_allergens("scallops")
    assert "almond" in names.find_allergens("almond butter")
    assert {"milk"} <= names.find_allergens("grilled halloumi")
    assert "crustacean" in names.find_allergens("lobster")
    assert names.find_allergens("nut oil") == PANTRY.food_names.find_allergens("nuts")


def test_every_text_of_a_recipe_is_read_and_just_the_word_is_pointed_at(little):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text()
    path.write_text(text.replace("- Blend until smooth.", "- Blend, and scatter with walnuts."))
    (problem,) = (one for one in read_and_check(little)[1] if one.id == "unlisted-allergen")
    first = problem.place.column - 1
    assert problem.place.source[first : first + problem.place.width] == "walnuts"
    assert problem.fix.startswith("if it goes into the dish")


def test_allergens_of_several_foods_in_one_name_are_all_known():
    found = PANTRY.food_names.find_allergens("carrots with walnuts and butter")
    assert {"walnut", "milk"} <= found


def find_words(text: str) -> list[FoodWord]:
    scanner = TextScanner(PANTRY.food_names, PANTRY.allergen_words, PANTRY, CARROTS)
    return scanner.find_unlisted(text)


@pytest.mark.parametrize(
    ("text", "is_remark"),
    [
        ("Boil the rice. Kabanos make it a supper.", True),
        ("Serve the rice with kabanos.", False),
        ("Add kabanos at the end.", False),
        ("A dreich evening asks for rice.", True),
        ("The oven hums its zzyzx of a song.", True),
        ("Chop the parsley with a mezzalunetta.", True),
    ],
)
def test_a_word_nobody_knows_is_a_fault_only_where_a_food_stands(text: str, is_remark: bool):
    (word,) = find_words(text)
    assert (word.is_unknown, word.is_guess) == (True, is_remark)


@pytest.mark.parametrize(
    "text",
    [
        "Dark, tart and good from the pan.",
        "Grease a deep dish.",
        "The tart apples hold their shape.",
    ],
)
def test_a_taste_and_a_deep_dish_are_no_food(text: str):
    assert find_words(text) == []


def test_what_is_proposed_for_serve_with_passes_there():
    proposed = 0
    names = PANTRY.food_names
    for word in (word for entry in PANTRY.allergen_words.foods for word in entry.words):
        meaning = names.phrases[tuple(split_name(fold_text(word).text))]
        name = find_name_to_serve(word, meaning, PANTRY)
        if not name:
            continue
        proposed += 1
        _, item = PANTRY.require(parse_name(name, PANTRY.units))
        assert all(leaves & set(item.contains) for leaves in meaning.brings), (word, name)
        assert all(leaves & {*item.contains, *item.check} for leaves in meaning.check), (word, name)
    assert proposed >= 1000


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("toast", "toast"),
        ("buttered toast", "buttered toast"),
        ("Egg roll", "Egg roll"),
        ("shortbread", "all-butter shortbread"),
        ("kabanos", ""),
    ],
)
def test_a_food_to_serve_is_proposed_by_a_name_that_the_pantry_knows(written, name):
    meaning = PANTRY.food_names.phrases.get(tuple(split_name(written)), Meaning((frozenset(),)))
    assert find_name_to_serve(written, meaning, PANTRY) == name


def test_a_word_that_nobody_knows_is_told_once(little):
    path = little / "recipes/soups/pea-soup.yaml"
    text = path.read_text()
    for name in ("plain-words.txt", "allergen-words.yaml"):
        shutil.copy(PROJECT / "pantry" / name, little / "pantry" / name)
    said = "- Kabanos make it rich. Blend with kabanos.\n  - Serve with Kabanos."
    path.write_text(text.replace("- Blend until smooth.", said))
    (told,) = [one for one in read_and_check(little)[1] if "kabanos" in one.what.lower()]
    assert told.what.endswith("; it stands in 2 more places")
    assert not told.remark
