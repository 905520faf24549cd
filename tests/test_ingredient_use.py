"""A forgotten ingredient is always found, and a cook's ordinary words are understood."""

from __future__ import annotations

import random
from functools import partial

import pytest

from guide.check.reading import read_and_check
from guide.check.recipes import tags_are_borne_out
from guide.core.word_forms import singular, split_words
from guide.derive.ingredient_use import find_displaced, find_first_uses, read_method
from guide.derive.method_language import MethodLanguage
from guide.lines.ingredient_lines import parse
from guide.read.recipe import Recipe
from tests.conftest import LITTLE, read_real_guide

GUIDE = read_real_guide()
PANTRY, LANGUAGE = GUIDE.pantry, MethodLanguage(GUIDE.method_words).foods
line = partial(parse, units=PANTRY.units)


def uses(ingredients: list, *method: str) -> tuple:
    recipe = {
        "title": "T",
        "summary": "S",
        "serves": "2",
        "time": {},
        "ingredients": ingredients,
        "method": list(method),
    }
    written = Recipe.model_validate(recipe, context={"units": PANTRY.units})
    return find_first_uses(written, PANTRY, LANGUAGE)


@pytest.mark.parametrize(
    ("ingredients", "method", "steps"),
    [
        (
            ["2 tbsp extra-virgin olive oil", "1 large onion"],
            ["Warm the oil.", "Add the onion."],
            (0, 1),
        ),
        (["400 g aubergines"], ["Roast the eggplant."], (0,)),
        (["4 roasted red peppers"], ["Slice the red peppers."], (0,)),
        (["1 fish stock cube"], ["Pour in the fish stock."], (0,)),
        (["1 fish stock cube", "1 beef stock cube"], ["Fish and beef stock go in."], (0, 0)),
        (["200 ml fish stock"], ["Now pour in all the hot fish and chicken stock."], (0,)),
        (["200 ml fish stock", "1 egg"], ["Whisk fish, and then the egg.", "Add stock."], (1, 0)),
        (["200 ml fish stock", "1 egg"], ["Ask for fish and. The stock and egg go in."], (0, 0)),
        (
            ["200 g bulgur wheat", "100 g edamame beans"],
            ["Boil the bulgur.", "Add the edamame."],
            (0, 1),
        ),
        (
            ["20 g pumpkin seeds", "20 g sunflower seeds"],
            ["Stir in the pumpkin and sunflower seeds."],
            (0, 0),
        ),
        (["20 g pumpkin seeds", "20 g sunflower seeds"], ["Toast the seeds."], (0, 0)),
        (["20 g chives", "20 g dill"], ["Warm a pan.", "Add the herbs."], (1, 1)),
        (["20 g toasted sesame seeds", "20 g black sesame seeds"], ["Add sesame seeds."], (0, 0)),
        (
            ["black pepper, to taste", "1 lemon"],
            ["Squeeze over the lemon and season to taste."],
            (0, 0),
        ),
        (["1 onion", "1 carrot"], ["Put everything in a pan."], (0, 0)),
        (["1 onion", "1 carrot"], ["Fry the onion.", "Add the remaining ingredients."], (0, 1)),
        (
            ["1 onion", {"For the dressing": ["1 lemon", "1 tbsp honey"]}],
            ["Whisk everything for the dressing.", "Add the onion."],
            (1, 0, 0),
        ),
        (
            ["1 onion", {"For the dressing": ["1 lemon", "1 tbsp honey"]}],
            ["Slice the onion and whisk the dressing ingredients."],
            (0, 0, 0),
        ),
        (
            ["1 onion", {"For the dressing": ["1 lemon", "1 tbsp honey"]}],
            ["Slice the onion.", "Pour over the dressing."],
            (0, 1, 1),
        ),
        (
            ["1 onion", {"For the top": ["10 g dill", "2 tbsp extra-virgin olive oil"]}],
            ["Fry the onion in 1 tbsp of the oil.", "Top with the dill and the rest of the oil."],
            (0, 1, 0),
        ),
        (
            ["2 tbsp extra-virgin olive oil", {"For the top": ["1 tbsp extra-virgin olive oil"]}],
            ["Warm the 2 tbsp of oil.", "Trickle over the oil for the top."],
            (0, 1),
        ),
        (["150 g spinach"], ["Boil until soft and stir in the greens."], (0,)),
        (
            ["150 g spinach", "200 g wholewheat spaghetti"],
            ["Wilt the spinach.", "Add the pasta."],
            (0, 1),
        ),
        (["100 g cheddar", "50 g Parmesan"], ["Grate both cheeses."], (0, 0)),
        (["100 g cheddar", "50 g feta"], ["Heat a pan.", "Add both the grated cheeses."], (1, 1)),
        (["1 tsp cumin", "1 tsp paprika"], ["Fry the cumin.", "Add all the spices."], (0, 1)),
        (["100 g plain flour", "50 g rye flour"], ["Mix the two flours."], (0, 0)),
        (["1 red onion", "2 spring onions"], ["Slice both types of onion."], (0, 0)),
        (["400 g can black beans", "200 g kidney beans"], ["Drain all of the beans."], (0, 0)),
        (
            ["1 red pepper", "1 yellow pepper", "black pepper, to taste"],
            ["Roast both peppers.", "Season with the black pepper."],
            (0, 0, 1),
        ),
        (
            ["1 tbsp soy sauce", "1 tbsp oyster sauce", "1 egg"],
            ["Beat the egg with both sauces."],
            (0, 0, 0),
        ),
    ],
)
def test_words_a_cook_uses_are_understood(ingredients, method, steps):
    assert uses(ingredients, *method) == steps


@pytest.mark.parametrize(
    ("ingredients", "method", "forgotten"),
    [
        (["1 onion", "1 carrot"], ["Fry the onion.", "Turn the vegetables."], 1),
        (["1 onion", "1 carrot"], ["Fry the onion, turning everything."], 1),
        (["10 g chives", "10 g dill"], ["Add the chives.", "Scatter with the herbs."], 1),
        (["1 onion", "1 carrot", "salt, to taste"], ["Fry the onion and season to taste."], 1),
        (["1 onion"], ["Boil until the onion is soft."], 0),
        # "Both" does not hide a third, and of one there are no two.
        (
            ["100 g plain flour", "50 g rye flour", "50 g rice flour"],
            ["Sift the plain and the rye flour.", "Mix both flours."],
            2,
        ),
        (["200 g pasta", "100 g cheddar"], ["Boil the pasta.", "Serve with both cheeses."], 1),
        (["1 onion", "1 carrot"], ["Fry the onion on both sides."], 1),
        (["200 g plain flour", "100 g rye flour"], ["Sift both flour sieves full."], 1),
        (["500 g potatoes", "1 onion"], ["Crush the onion with a potato masher."], 0),
        (["2 tbsp fish sauce", "500 g cod fillets"], ["Lay the fish in the sauce."], 0),
        (["2 tbsp tomato purée", "1 × 400 g can chopped tomatoes"], ["Add the tomatoes."], 0),
        (["400 g potatoes", "400 g sweet potatoes"], ["Boil the potatoes."], 1),
        (["1 red onion", "4 spring onions"], ["Fry the red onion.", "Stir the onions."], 1),
        (
            [
                "2 tbsp extra-virgin olive oil",
                {"For the top": ["1 tbsp extra-virgin olive oil", "10 g dill"]},
            ],
            ["Warm half the oil.", "Add the rest of the oil.", "Scatter with the dill."],
            1,
        ),
        (
            ["1 onion", {"For the dressing": ["1 lemon", "1 tbsp honey"]}],
            ["Slice the onion.", "For the dressing, squeeze the lemon.", "Pour over the dressing."],
            2,
        ),
        (["1 onion", {"For the tray": ["500 g potatoes"]}], ["Line a tray.", "Fry the onion."], 1),
        (["1 onion", "10 g dill"], ["Fry the onion without dill."], 1),
    ],
)
def test_words_about_something_else_do_not_hide_a_forgotten_line(ingredients, method, forgotten):
    found = uses(ingredients, *method)
    assert [number for number, step in enumerate(found) if step is None] == [forgotten]


def test_lines_that_are_used_and_in_their_order_are_left_alone():
    _, problems = read_and_check(LITTLE)
    assert [
        problem
        for problem in problems
        if problem.id in ("unused-ingredient", "unlisted-ingredient", "out-of-order")
    ] == []


def _of_a_kind(item, said: set[str]) -> bool:
    """Whether a word for all foods of its kind is said: herbs, fruit, greens, everything."""
    if item.family == "vegetable" and "green" in said:
        return True
    if item.family == "egg" and said & {"yolk", "white"}:
        return True
    if "pasta" in said and any("pasta" in name for name in item.names):
        return True
    return "everything" in said or item.family in said


def test_a_stranger_in_any_of_our_lists_is_found():
    chance = random.Random(3)
    for recipe_file in GUIDE.recipe_files:
        mine = {PANTRY.find(one.name)[0] for _, group in recipe_file.recipe.groups for one in group}
        # A kind of food in one word takes in whatever is of that kind.
        said = {
            singular(word.strip(".,"))
            for text in recipe_file.recipe.method
            for word in text.split()
        }
        strangers = [
            item.names[0]
            for key, item in sorted(PANTRY.items.items())
            if key not in mine
            and not _of_a_kind(item, said - {"everything"})
            and said.isdisjoint(split_words(item.names[0]))
        ]
        for name in chance.sample(strangers, 6):
            *front, last = recipe_file.recipe.ingredients
            one = line(f"10 g {name}")
            grown = (
                (*front, {next(iter(last)): (*next(iter(last.values())), one)})
                if isinstance(last, dict)
                else (*front, last, one)
            )
            recipe = recipe_file.recipe.model_copy(update={"ingredients": grown})
            found = find_first_uses(recipe, PANTRY, LANGUAGE)
            assert None in found, (recipe_file.slug, name)


def test_a_line_no_step_speaks_of_any_more_is_found():
    for recipe_file in GUIDE.recipe_files:
        lines = [one for _, group in recipe_file.recipe.groups for one in group]
        # A group may be spoken of by its heading; loose lines may not.
        loose = len(recipe_file.recipe.groups[0][1]) if not recipe_file.recipe.groups[0][0] else 0
        keys = [PANTRY.find(one.name)[0] for one in lines]
        found = find_first_uses(recipe_file.recipe, PANTRY, LANGUAGE)
        for number, (key, step) in enumerate(zip(keys[:loose], found[:loose], strict=True)):
            kept = tuple(
                text for place, text in enumerate(recipe_file.recipe.method) if place != step
            )
            said = {singular(word.strip(".,")) for text in kept for word in text.split()}
            names = {singular(word) for name in PANTRY.items[key].names for word in name.split()}
            if (
                keys.count(key) == 1
                and not said & names
                and not _of_a_kind(PANTRY.items[key], said)
            ):
                recipe = recipe_file.recipe.model_copy(update={"method": kept})
                cut = find_first_uses(recipe, PANTRY, LANGUAGE)
                assert cut[number] is None, (recipe_file.slug, lines[number].text)


def strangers(ingredients: list, *method: str, **more) -> list[str]:
    written = {
        "title": "T",
        "summary": "S",
        "serves": "2",
        "time": {},
        "ingredients": ingredients,
        "method": list(method),
    } | more
    recipe = Recipe.model_validate(written, context={"units": PANTRY.units})
    lines = [one for _, group in recipe.groups for one in group]
    texts = {
        "method": recipe.method,
        "line": [one.preparation for one in lines],
        "swap": [swap.for_.preparation for swap in recipe.swaps or ()],
    }
    return [
        texts[found.where[0]][found.where[1]][found.start : found.end]
        for found in read_method(recipe, PANTRY, LANGUAGE).unlisted
    ]


@pytest.mark.parametrize(
    ("ingredients", "method", "unlisted"),
    [
        (["1 onion"], "Fry the onion, then add the carrots.", ["carrots"]),
        (["1 onion"], "Fry the onion in a knob of butter.", ["butter"]),
        (["1 onion"], "Fry the onion and season with pepper.", ["pepper"]),
        (
            ["1 onion", "1 red pepper"],
            "Fry the onion and red pepper. Season with salt and pepper.",
            ["salt", "pepper"],
        ),
        (
            ["1 onion", "400 g black beans"],
            "Fry the onion and beans. Grind over black pepper.",
            ["black pepper"],
        ),
        (["1 onion"], "Pour the stock over the onion.", ["stock"]),
        (["1 onion"], "Serve the onion with the salsa.", ["salsa"]),
        (["1 onion"], "Oil a tin and lay in the onion. Serve with bread.", ["Oil", "bread"]),
        (
            ["1 onion", "2 tbsp tomato purée"],
            "Fry the onion and purée, then add the tomatoes.",
            ["tomatoes"],
        ),
        (
            ["1 onion", "2 tbsp rice vinegar"],
            "Fry the onion, then add the rice and vinegar.",
            ["rice"],
        ),
        (
            ["1 onion", "200 ml chicken stock"],
            "Fry the onion, then add the chicken and stock.",
            ["chicken"],
        ),
        (["100 ml almond drink"], "Toast the almonds in the drink.", ["almonds"]),
        (["1 onion"], "Scatter the onion with herbs.", ["herbs"]),
        (["1 onion"], "Fry the red onion.", ["red onion"]),
        (["20 g ginger"], "Grate the ginger and add the ground ginger.", ["ground ginger"]),
        (["1 onion"], "Fry the onion with a swirl of cream.", ["cream"]),
        (["1 onion, fried in ghee"], "Eat the onion.", ["ghee"]),
        (
            ["300 g salmon fillets"],
            "Fry the salmon, then add the smoked salmon.",
            ["smoked salmon"],
        ),
        (
            ["300 g salmon fillets"],
            "Fry the salmon, then add the cooked chicken.",
            ["cooked chicken"],
        ),
        (["4 chicken thighs"], "Brown the thighs, then add the chicken wings.", ["chicken wings"]),
        (["4 chicken thighs"], "Brown the thighs and serve in bread rolls.", ["bread rolls"]),
    ],
)
def test_a_food_that_is_used_and_not_listed_is_found(ingredients, method, unlisted):
    assert strangers(ingredients, method) == unlisted


@pytest.mark.parametrize(
    ("ingredients", "method"),
    [
        (["400 g cannellini beans"], "Rinse the beans under cold water, then boil them in water."),
        (["2 tbsp extra-virgin olive oil"], "Warm the oil."),
        (
            ["1 vegetable stock cube"],
            "Crumble in the stock cube, or make stock of it and pour the stock in.",
        ),
        (["1 vegetable stock cube"], "Pour the stock over."),
        (["200 g raspberries"], "Toss the berries."),
        (["1 can sardines in olive oil"], "Fry the sardines in the oil from the can."),
        (["4 chicken thighs"], "Brown the chicken."),
        (["1 red pepper", "black pepper, to taste"], "Fry the red pepper. Season with pepper."),
        (["1 tsp cumin seeds"], "Grind the cumin and scatter over the cumin."),
        (["20 g pumpkin seeds", "20 g sunflower seeds"], "Toast the pumpkin and sunflower seeds."),
        (["100 g rolled oats"], "Grind the oats to a fine flour. Tip the flour into a bowl."),
        ([{"For the pesto": ["20 g basil"]}], "Pound the basil. Spoon over the pesto."),
        (
            ["1 onion"],
            "Cut the onion to the size of a walnut and fry until it is like butter, "
            "as thick as cream, or goes orange.",
        ),
        (
            ["1 onion"],
            "Fry the onion without oil. Do not add salt yet. "
            "Use a butter knife, a rice cooker and a tea towel.",
        ),
        (["1 scallion"], "Slice the spring onion, which is a green onion."),
        (["100 g almonds"], "Toast the nuts."),
        (["100 g almonds"], "Blitz the almonds, then fold in the ground almonds."),
        (["200 g spaghetti"], "Boil the pasta and save a cup of the pasta water."),
        (
            ["1 courgette"],
            "Slice the courgette with a potato peeler and serve the courgette noodles.",
        ),
        (["1 cauliflower"], "Rice the cauliflower and spread out the cauliflower rice."),
        (["1 l water, for the broth"], "Boil the water. Ladle out the hot broth."),
        (["1 tomato"], "For the salsa, chop the tomato. Spoon over the salsa."),
        ([{"For the tomato sauce": ["1 tomato"]}], "Fry the tomato. Serve the tomato sauce."),
        (["1 lemon"], "Squeeze the lemon, add the lemon juice and serve with lemon wedges."),
        (["200 g green lentils"], "Boil the lentils. Fold in the cooked lentils."),
        (["20 g mint", "20 g dill"], "Scatter over the fresh mixed herbs."),
        (["3 eggs"], "Beat the egg yolks. Whisk the whites, then fold in the yolks."),
        (["4 chicken thighs"], "Brown the chicken pieces, then shred the cooked chicken."),
        (["300 g cod fillets"], "Lay the fish fillets in the tin and flake the fish."),
        (["200 g jasmine rice"], "Fork through the cooked rice."),
        (
            [{"For the cashew cream": ["100 g cashew nuts"]}],
            "Blend the nuts. Chill the cashew cream.",
        ),
        (["1 cauliflower"], "Slice the cauliflower and fry the cauliflower steaks."),
        (["200 g penne"], "Boil the pasta."),
        (["1 garlic clove"], "Mince the garlic, then finely mince it again."),
        (["50 g unsalted butter"], "Cream the butter."),
    ],
)
def test_what_a_listed_food_is_called_is_no_stranger(ingredients, method):
    assert strangers(ingredients, method) == []


def test_a_swap_may_speak_of_itself_and_of_the_recipe():
    swap = {"swap": "onion", "for": "1 leek, fried with the leek tops, the dill and the lemon"}
    assert strangers(["1 onion", "10 g dill"], "Fry the onion and dill.", swaps=[swap]) == ["lemon"]


def _without_one(recipe: Recipe):
    """Each line of a recipe, with the recipe as it is when somebody forgets that line."""
    for number, entry in enumerate(recipe.ingredients):
        before, after = recipe.ingredients[:number], recipe.ingredients[number + 1 :]
        if isinstance(entry, dict):
            ((heading, lines),) = entry.items()
            for place, one in enumerate(lines):
                rest = lines[:place] + lines[place + 1 :]
                yield (
                    one,
                    recipe.model_copy(
                        update={
                            "ingredients": (*before, *([{heading: rest}] if rest else []), *after)
                        }
                    ),
                )
        else:
            yield entry, recipe.model_copy(update={"ingredients": (*before, *after)})


def test_a_line_left_out_of_any_of_our_lists_is_missed_by_its_steps():
    # Where a step says "herbs", and another herb is listed, nobody can tell.
    found = []
    for recipe_file in GUIDE.recipe_files[::3]:
        keys = [PANTRY.find(one.name)[0] for _, group in recipe_file.recipe.groups for one in group]
        for one, shorter in _without_one(recipe_file.recipe):
            key = PANTRY.find(one.name)[0]
            if keys.count(key) == 1 and key != "water":
                found.append(
                    any(
                        stranger.where[0] == "method"
                        for stranger in read_method(shorter, PANTRY, LANGUAGE).unlisted
                    )
                )
    assert len(found) > 150 and sum(found) > 0.93 * len(found)


@pytest.mark.parametrize(
    ("steps", "moves"),
    [
        ([0, 1, 2], []),
        ([0, 0, 1, 1], []),
        ([1, 0], [(1, 0)]),
        ([2, 0, 0, 1], [(0, 4)]),
        ([0, 2, 1, 3], [(2, 1)]),
        ([], []),
    ],
)
def test_the_fewest_lines_are_asked_to_move(steps, moves):
    found = list(find_displaced(steps))
    assert len(found) == len(moves)
    mended = [step for number, step in enumerate(steps) if number not in dict(found)]
    assert mended == sorted(mended)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("berries", "berry"),
        ("tomatoes", "tomato"),
        ("leaves", "leaf"),
        ("radishes", "radish"),
        ("peas", "pea"),
        ("asparagus", "asparagus"),
    ],
)
def test_plurals_are_read(many, one):
    assert singular(many) == singular(one) == one


def test_the_tags_of_our_recipes_are_borne_out():
    assert list(tags_are_borne_out(GUIDE)) == []
    assert any(recipe_file.recipe.tags for recipe_file in GUIDE.recipe_files)
