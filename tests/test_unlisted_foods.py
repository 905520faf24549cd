"""What is said of a food that a text names and no label accounts for, and just where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.check.reading import read_and_check
from guide.core.problems import Problem

SOUP = "recipes/soups/pea-soup.yaml"
WAYS_OUT = (
    "if it goes into the dish, list it among the ingredients; if it is eaten with it, "
    'take it out here and write "{0}" under serve_with:'
)
# Of what the pantry does not know.
ADD = WAYS_OUT + ', after ./run pantry add "{0}"'


def edit(root: Path, *edits: tuple[str, str]) -> None:
    """Replaces words of the pea soup, each once."""
    path = root / SOUP
    text = path.read_text()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text)


def found_in(root: Path) -> list[Problem]:
    return [one for one in read_and_check(root)[1] if one.id == "unlisted-allergen"]


def pointed(problem: Problem) -> str:
    first = problem.place.column - 1
    return problem.place.source[first : first + problem.place.width]


@pytest.mark.parametrize(
    ("step", "word", "what"),
    [
        ("Scatter with walnuts.", "walnuts", "brings tree nuts (walnuts), and no ingredient does"),
        ("Scatter with nuts.", "nuts", "brings tree nuts, and no ingredient does"),
        (
            "Serve with naan.",
            "naan",
            "brings gluten (wheat), often milk too, and no label of this dish says so",
        ),
        (
            "Blend with a stock cube.",
            "stock cube",
            "often brings celery, and no label of this dish says so",
        ),
    ],
)
def test_the_allergens_of_the_food_are_told_with_every_way_out(little: Path, step, word, what):
    edit(little, ("Blend until smooth.", step))
    (problem,) = found_in(little)
    assert (problem.what, pointed(problem)) == (f'"{word}" {what}', word)
    ways_out = WAYS_OUT if word == "walnuts" else ADD
    assert problem.fix == ways_out.format(word)


def test_the_listed_food_that_may_be_meant_is_offered(little: Path):
    edit(
        little,
        ("  - 500 ml water", "  - 500 ml water\n  - 10 g pumpkin butter"),
        ("Blend until smooth.", "Blend with butter and the pumpkin butter."),
    )
    path = little / "pantry/foods/all.yaml"
    text = path.read_text()
    path.write_text(text.replace("[pumpkin seeds]", "[pumpkin seeds, pumpkin butter]"))
    (problem,) = found_in(little)
    assert problem.what == '"butter" brings milk, and no ingredient does'
    meant = 'if you mean the pumpkin butter, write "pumpkin butter"; '
    assert problem.fix == meant + ADD.format("butter")


def test_a_swap_accounts_for_what_it_brings_and_no_other_text_does(little: Path):
    swap = "swaps:\n  - swap: water\n    for: 10 g walnuts, not other nuts\nmethod:"
    edit(little, ("method:", swap))
    assert found_in(little) == []
    edit(little, ("not other nuts", "walnuts in butter"))
    assert [pointed(problem) for problem in found_in(little)] == ["butter"]


@pytest.mark.parametrize(
    "line",
    ["10 g walnuts or ghee", "10 g walnuts plus 5 g ghee", "10 g pumpkin seeds plus 5 g ghee"],
)
def test_each_food_of_a_swap_accounts_for_itself(little: Path, line):
    edit(little, ("method:", f"swaps:\n  - swap: water\n    for: {line}\nmethod:"))
    assert found_in(little) == []


@pytest.mark.parametrize(
    "old_and_new",
    [
        ("title: Pea Soup", "title: Pea Soup of Walnuts"),
        ("Green, quick", "Green, walnuts, quick"),
        ("frozen peas", "frozen peas, walnuts"),
        ("method:", "notes:\n  - Walnuts are good.\n  - Fine.\nmethod:"),
        ("Blend until smooth.", "Blend until smooth. Now the walnuts."),
    ],
)
def test_every_text_is_read_and_those_after_it(little: Path, old_and_new):
    edit(little, old_and_new)
    assert [pointed(problem).lower() for problem in found_in(little)] == ["walnuts"]


def test_people_figures_and_times_name_no_food(little: Path):
    edit(little, ("method:", "contributor: Ann Butter\nmethod:"))
    assert found_in(little) == []
    edit(little, ("Blend until smooth.", "Blend with butter."))
    assert [pointed(problem) for problem in found_in(little)] == ["butter"]
