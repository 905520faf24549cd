"""A measure is set into a step only where the step takes the whole of its line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from guide.core.amounts import Ingredient
from guide.derive.method_language import MethodLanguage
from guide.derive.step_amounts import find_set_measures
from guide.layout.recipe_texts import recipe_texts
from guide.read.recipe import Recipe
from guide.views.markup import timed
from guide.views.recipe_view import view, view_line
from guide.views.step_view import view_steps
from tests.conftest import TESTS, in_batches, read_real_guide, read_table

GUIDE = read_real_guide()
PANTRY = GUIDE.pantry
LANGUAGE = MethodLanguage(GUIDE.method_words)
CASES = read_table(TESTS / "cases" / "step-amounts.yaml")
MARKED = re.compile(r" \[(\??)([^]]*)\]")


def read(lines: list, steps: list[str]) -> Recipe:
    recipe = {
        "title": "T",
        "summary": "S",
        "serves": "2",
        "time": {},
        "ingredients": lines,
        "method": steps,
    }
    return Recipe.model_validate(recipe, context={"units": PANTRY.units})


def lines_of(recipe: Recipe) -> list[Ingredient]:
    return [line for _, group in recipe.groups for line in group]


def measures_of(recipe: Recipe) -> list[str]:
    return [view_line(line, PANTRY).measure for line in lines_of(recipe)]


def mark(recipe: Recipe) -> list[str]:
    """The steps with their measures in brackets."""
    measures = [measure.replace("\xa0", " ") for measure in measures_of(recipe)]
    marked = []
    for text, found in zip(recipe.method, find_set_measures(recipe, PANTRY, LANGUAGE), strict=True):
        for one in reversed(found):
            text = f"{text[: one.at]} [{measures[one.line]}]{text[one.at :]}"
        marked.append(text)
    return marked


def is_as_wanted(wanted: str, marked: str) -> bool:
    """Whether every measure that must be there is there, and no other but those that may."""
    pattern = ""
    at = 0
    for match in MARKED.finditer(wanted):
        pattern += re.escape(wanted[at : match.start()])
        set_ = re.escape(f" [{match[2]}]")
        pattern += f"(?:{set_})?" if match[1] else set_
        at = match.end()
    return re.fullmatch(pattern + re.escape(wanted[at:]), marked) is not None


@pytest.mark.parametrize("cases", in_batches(CASES, 40))
def test_a_step_has_the_measures_that_a_careful_cook_would_set_and_no_other(cases):
    wrong = []
    for case in cases:
        plain = [MARKED.sub("", step) for step in case["steps"]]
        for wanted, marked in zip(case["steps"], mark(read(case["lines"], plain)), strict=True):
            if not is_as_wanted(wanted, marked):
                wrong.append(f"{marked}\n  for {wanted}")
    assert wrong == []


@cache
def set_in_real_recipes() -> dict[str, Counter]:
    """How often each line of each real recipe is set, by the recipe's path."""
    found = {}
    for recipe_file in GUIDE.recipe_files:
        steps = find_set_measures(recipe_file.recipe, PANTRY, LANGUAGE)
        found[recipe_file.path] = Counter(one.line for step in steps for one in step)
    return found


def test_no_line_is_set_twice_and_a_food_on_two_lines_never_is():
    for recipe_file in GUIDE.recipe_files:
        lines = lines_of(recipe_file.recipe)
        keys = [PANTRY.require(line)[0] for line in lines]
        for number, often in set_in_real_recipes()[recipe_file.path].items():
            assert often == 1
            assert keys.count(keys[number]) == 1
            assert lines[number].amount is not None
            assert not lines[number].optional


def test_more_than_half_of_the_measures_of_the_guide_stand_in_a_step():
    measured = 0
    for recipe_file in GUIDE.recipe_files:
        measured += sum(line.amount is not None for line in lines_of(recipe_file.recipe))
    set_ = sum(map(len, set_in_real_recipes().values()))
    assert set_ > measured / 2


def test_half_of_a_food_in_any_step_takes_its_measure_out_of_all():
    """Whichever line is set, one more step that takes a part of it unsets it, and it alone."""
    for recipe_file in GUIDE.recipe_files[::12]:
        recipe = recipe_file.recipe
        before = set_in_real_recipes()[recipe_file.path]
        lines = lines_of(recipe)
        for number in before:
            more = replace_method(recipe, f"Add half the {lines[number].name}.")
            steps = find_set_measures(more, PANTRY, LANGUAGE)
            after = {one.line for step in steps for one in step}
            assert number not in after
            assert after <= before.keys()


def replace_method(recipe: Recipe, step: str) -> Recipe:
    return recipe.model_copy(update={"method": (*recipe.method, step)})


def test_a_line_that_is_gone_or_stands_twice_has_no_measure():
    lines = ["100 g rolled oats", "350 ml unsweetened oat drink", "300 ml water"]
    step = "Stir in the oats, the oat drink and the water."
    assert mark(read(lines, [step])) == [
        "Stir in the oats [100 g], the oat drink [350 ml] and the water [300 ml]."
    ]
    for number in range(3):
        measure = f" [{measures_of(read(lines, [step]))[number]}]".replace("\xa0", " ")
        shorter = [line for at, line in enumerate(lines) if at != number]
        assert measure not in mark(read(shorter, [step]))[0]
        assert measure not in mark(read([*lines, lines[number]], [step]))[0]


def test_a_guide_without_words_for_it_sets_no_measure():
    words = GUIDE.method_words.model_copy(update={"amounts": None})
    recipe = GUIDE.recipe_files[0].recipe
    assert not any(find_set_measures(recipe, PANTRY, MethodLanguage(words)))


def test_a_step_is_printed_as_it_is_written_with_the_measures_of_the_list_between():
    for recipe_file in GUIDE.recipe_files[::9]:
        seen = view(recipe_file, GUIDE)
        measures = measures_of(recipe_file.recipe)
        listed = [line.measure for _, lines in seen.groups for line in lines]
        assert measures == listed
        plain = view_steps(recipe_file, measures, replace(GUIDE, method_words=None))
        for step, bare in zip(seen.method, plain, strict=True):
            assert "".join(piece.text for piece in step.pieces) == bare.said
            assert {piece.amount for piece in step.pieces} - {""} <= set(listed)
            # Cut into pieces it has the same times in bold.
            pieces = "".join(str(timed(piece.text)) for piece in step.pieces)
            assert pieces == str(timed(bare.said))


def test_a_bare_count_is_not_set_into_a_step():
    (recipe_file,) = [one for one in GUIDE.recipe_files if one.slug == "golden-oats"]
    recipe = read(["4 large eggs", "120 g plain flour"], ["Whisk the eggs with the flour."])
    changed = replace(recipe_file, recipe=recipe)
    (step,) = view_steps(changed, measures_of(recipe), GUIDE)
    assert step.said.replace("\u00a0", " ") == "Whisk the eggs with the flour 120 g."


def test_what_a_recipe_promises_has_its_measures():
    recipe_file = GUIDE.recipe_files[0]
    promised = [passage.set for passage in recipe_texts(recipe_file, GUIDE)]
    for step in view(recipe_file, GUIDE).method:
        assert step.said in promised
    assert any(piece.amount for step in view(recipe_file, GUIDE).method for piece in step.pieces)
