"""What a dish is good with: foods with labels of their own, counted in nothing."""

from __future__ import annotations

import pypdfium2
import pytest

from guide.check.reading import read_and_check
from guide.core.problems import Mistake
from guide.derive.allergens import spell_members
from guide.layout.recipe_texts import recipe_texts
from guide.lines.ingredient_lines import parse_name
from guide.read.load import Guide, RecipeFile
from guide.views.finder import finder
from guide.views.food_index import index
from guide.views.recipe_told import as_dict, as_text
from guide.views.recipe_view import view, view_served
from tests.conftest import LITTLE, read_real_guide

SERVED = "serve_with:\n  - rolled oats\n  - parsley\n"
PANTRY = read_real_guide().pantry


def read_pea_soup(root=LITTLE) -> tuple[RecipeFile, Guide]:
    guide, problems = read_and_check(root)
    assert guide is not None and all(problem.remark for problem in problems), problems
    [soup] = [one for one in guide.recipe_files if one.slug == "pea-soup"]
    return soup, guide


@pytest.mark.parametrize(
    ("food", "said"),
    [
        ("naan", "naan (contains wheat; check the label for milk, egg, soy and sesame)"),
        ("corn tortillas", "corn tortillas (check the label for wheat)"),
        (
            "couscous",
            "couscous (contains wheat; check the label for soy and mustard)",
        ),
        ("brown rice", "brown rice"),
    ],
)
def test_a_food_is_named_with_its_own_labels_and_with_none_when_it_has_none(food, said):
    line = parse_name(food, PANTRY.units)
    assert view_served(line, PANTRY).said.replace("\u00a0", " ") == said


def test_within_brackets_members_stand_for_their_group_unless_it_is_all_of_it():
    gluten = ("wheat", "rye", "barley", "oats")
    assert spell_members(("walnut", "wheat"), PANTRY.allergens) == ["wheat", "walnuts"]
    assert spell_members(gluten, PANTRY.allergens) == ["gluten"]
    assert spell_members(("milk",), PANTRY.allergens) == ["milk"]


def test_the_page_and_its_promise_say_what_a_dish_is_good_with(edition):
    with pypdfium2.PdfDocument(edition[0].pdf) as document:
        said = " ".join(page.get_textpage().get_text_range() for page in document)
    whole = " ".join(said.replace("\u00a0", " ").split())
    oats = "rolled oats (contains oats; check the label for wheat and barley)"
    assert f"Good with {oats} or parsley." in whole
    soup, guide = read_pea_soup()
    passages = recipe_texts(soup, guide)
    served = [passage for passage in passages if passage.place.line in (15, 16)]
    assert [passage.written for passage in served] == ["rolled oats", "parsley"]
    assert [passage.set.replace("\u00a0", " ") for passage in served] == [oats, "parsley."]


def test_what_a_dish_is_good_with_is_counted_in_nothing(little):
    path = little / "recipes/soups/pea-soup.yaml"
    soup, guide = read_pea_soup(little)
    with_ideas, row = as_dict(soup, guide), finder(guide)
    headings = index(guide)
    path.write_text(path.read_text().replace(SERVED, ""))
    soup, guide = read_pea_soup(little)
    without_ideas = as_dict(soup, guide)
    assert with_ideas.pop("serve_with") and not without_ideas.pop("serve_with")
    assert with_ideas == without_ideas
    assert row == finder(guide) and headings == index(guide)
    assert view(soup, guide).serve_with == ()


def test_show_tells_what_is_not_counted_with_its_labels():
    soup, guide = read_pea_soup()
    oats, parsley = as_dict(soup, guide)["serve_with"]
    assert (oats["item"], oats["contains"], oats["check"]) == (
        "rolled-oats",
        ["oats"],
        ["wheat", "barley"],
    )
    assert (parsley["contains"], parsley["check"]) == ([], [])
    assert "Good with, and not counted\n  rolled oats (contains oats;" in as_text(soup, guide)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2 naan", 'take the amount out: write "naan"'),
        ("100 g couscous, cooked", 'take the amount out: write "couscous"'),
        ("some naan", 'take the amount out: write "naan"'),
        ("a dollop of soya yogurt", 'take the amount out: write "soya yogurt"'),
        ("two flatbreads", 'take the amount out: write "flatbreads"'),
        ("naan, warmed", 'write "naan"'),
        ("naan (optional)", 'write "naan"'),
    ],
)
def test_an_amount_or_more_words_are_sent_back_with_the_name_alone(text, fix):
    with pytest.raises(Mistake) as caught:
        parse_name(text, PANTRY.units)
    assert (caught.value.id, caught.value.fix) == ("ingredient-form", fix)


def test_no_real_recipe_is_listed_under_what_it_is_only_good_with(real_guide):
    breads = {"flatbread", "naan", "pitta-bread", "crusty-bread"}
    for recipe_file in real_guide.recipe_files:
        for line in recipe_file.recipe.serve_with or ():
            key, item = real_guide.pantry.require(line)
            assert key not in breads or item.index is None
