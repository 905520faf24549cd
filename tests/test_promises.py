"""What the finished file must say is taken from what the parts print, and held against the guide's
files.
"""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from guide.build import PROJECT
from guide.check.reading import read_and_check
from guide.core.problems import Place
from guide.layout import recipe_texts as texts_of_recipes
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold
from guide.layout.passages import Passage
from guide.layout.promises import promises_of_book
from guide.layout.reading_order import Block, read_blocks, read_pieces
from guide.layout.recipe_texts import recipe_texts
from guide.layout.recorded import Recorder
from guide.parse.yaml_nodes import Map, Text
from guide.read.recipe import Recipe
from guide.views.recipe_view import view
from tests.conftest import read_real_guide

TEMPLATE = [
    (Place("templates/x.html"), ()),
    (Place("templates/x.html", 7), ("made", "without")),
]


def text(words: str, line: int = 1, printed: str = "") -> Passage:
    return Passage(Place("x.yaml", line), words, printed or words)


def test_a_block_is_what_stands_between_the_ends_of_lines_and_a_row_is_one():
    html = """<p>One <b>bold</b> word<br>and a line</p><ul><li>two</li></ul>
    <table><tr><th>Pea</th><td>3</td></tr></table><p aria-hidden="true">not <i>read</i></p>
    <img alt="a pea"><style>p { color: red }</style><p>after</p>"""
    shown = [block.text for block in read_blocks(html)]
    assert shown == ["One bold word", "and a line", "two", "Pea 3", "after"]


def test_what_is_turned_on_its_side_is_a_block_apart():
    html = "<tr><th>Recipe</th><th><span data-apart>Tree <b>nuts</b></span></th><th>Page</th></tr>"
    assert read_blocks(html) == (Block("Tree nuts", apart=True), Block("Recipe Page"))
    passages = Recorder(read_blocks(html), [], TEMPLATE, {}).passages()
    assert [passage.in_order for passage in passages] == [False, True]


def test_a_mark_that_a_template_leaves_out_or_exchanges_is_missed():
    blocks = [Block("Instead of oil butter."), Block("Pea soup, 3")]
    texts = [text("Instead of oil: butter."), text("Pea soup: 3", 4)]
    told = [
        (one.prints, one.wants, one.after, one.place.line)
        for one in Recorder(blocks, texts, TEMPLATE, {}).disagreements()
    ]
    assert told == [("", ":", "instead of oil", 1), (",", ":", "butter. pea soup", 4)]
    same = Recorder(blocks[:1], [text(blocks[0].text)], TEMPLATE, {})
    assert same.disagreements() == ()


def test_pieces_know_their_lines():
    assert read_pieces("<p>\n  one\n  two <b>three</b></p>") == (
        (2, "one"),
        (3, "two"),
        (3, "three"),
    )


def test_the_words_of_a_template_are_promised_whole_with_the_text_beside_them():
    blocks = [Block("Made without milk or egg"), Block("Made without love")]
    passages = Recorder(blocks, [text("milk or egg", 4)], TEMPLATE, {}).passages()
    assert passages == (
        Passage(Place("x.yaml", 4), "milk or egg", "Made without milk or egg"),
        Passage(Place("templates/x.html", 7), "Made without love", "Made without love"),
    )


def test_a_text_that_stands_nowhere_is_promised_by_itself_where_it_belongs():
    blocks = [Block("one"), Block("two")]
    texts = [text("none"), text("one"), text("lost"), text("two")]
    passages = Recorder(blocks, texts, TEMPLATE, {}).passages()
    assert [passage.set for passage in passages] == ["none", "one", "lost", "two"]


def test_a_text_that_is_written_twice_must_be_printed_twice():
    texts = [text("salt", 1), text("salt", 2)]
    passages = Recorder([Block("salt")], texts, TEMPLATE, {}).passages()
    assert [(passage.place.line, passage.set) for passage in passages] == [(1, "salt"), (2, "salt")]


def test_a_text_that_fills_several_blocks_is_one_passage():
    blocks = [Block("Fruit"), Block("Berries"), Block("80 g"), Block("next")]
    passages = Recorder(blocks, [text("Fruit Berries 80 g")], TEMPLATE, {}).passages()
    assert [passage.set for passage in passages] == ["Fruit Berries 80 g", "next"]


def test_texts_of_one_block_are_promised_together():
    blocks = [Block("Keeps 3 days chilled, 2 months frozen.")]
    passages = Recorder(blocks, [text("3 days", 8), text("2 months", 9)], TEMPLATE, {}).passages()
    assert passages == (
        Passage(Place("x.yaml", 8), "3 days 2 months", "Keeps 3 days chilled, 2 months frozen."),
    )


def promised(little, slug: str) -> list[str]:
    """What the pages of a recipe of the little guide must say."""
    guide, _ = read_and_check(little)
    templates = little / "templates"
    composer = Composer(
        guide, fold(guide), templates if templates.is_dir() else PROJECT / "templates"
    )
    promise = next(one for one in promises_of_book(composer, {}) if one.id == f"recipe-{slug}")
    return [passage.set for passage in promise.passages]


def test_everything_that_a_recipe_prints_is_promised(little):
    said = promised(little, "oven-salmon")
    for block in (
        "Contains fish and tree nuts (walnuts)",
        "Ingredients",
        "Instead of walnuts: 20 g (¾ oz) pumpkin seeds. Then made without tree nuts too; "
        "contains fish; check the label for milk, gluten (wheat), soy, celery and mustard.",
        "and the share of a day’s intake; each is at least this much",
        "Contents · Index",
    ):
        assert block in said, block


@pytest.mark.parametrize(
    ("taken_out", "missed"),
    [
        ("{{ recipe.contains.first }}", "fish and tree nuts (walnuts)"),
        ("{{ recipe.without }}", "egg, peanuts, sesame or shellfish"),
        ("{{ recipe.summary | kept }}", "Salmon"),
        ("{{ one.share }}", "Energy 338 kcal 17%"),
    ],
)
def test_what_a_template_leaves_out_is_still_promised(little, taken_out, missed):
    shutil.copytree(PROJECT / "templates", little / "templates")
    template = little / "templates/recipe.html"
    text = template.read_text()
    assert taken_out in text
    template.write_text(text.replace(taken_out, ""))
    said = [one.replace("\u00a0", " ") for one in promised(little, "oven-salmon")]
    assert any(missed in one for one in said)


def test_every_field_of_a_recipe_is_promised_or_listed_as_not_printed():
    listed = {*texts_of_recipes.NOT_PRINTED, *texts_of_recipes.IN_ORDER}
    assert set(Recipe.model_fields) <= listed


def test_a_field_that_nobody_listed_is_promised_as_it_stands(edition):
    guide = edition[0].guide
    recipe_file = guide.recipe_files[0]
    key, value = recipe_file.node.entries[0]
    assert isinstance(value, Text)
    at = (key.place.line, key.place.column, key.place.width)
    entry = (Text("origin", at, False, key.source), Text("From the coast", at, False, key.source))
    node = Map((*recipe_file.node.entries, entry), recipe_file.node.spot)
    changed = dataclasses.replace(recipe_file, node=node)
    assert "From the coast" in [passage.set for passage in recipe_texts(changed, guide)]


REAL = read_real_guide()


def real(slug: str):
    """What the pages of a recipe of the real guide say."""
    return view(next(one for one in REAL.recipe_files if one.slug == slug), REAL)


def test_what_takes_two_swaps_stands_below_them_and_each_says_that_it_changes_no_label():
    soba = real("cold-soba-salad-with-cucumber-and-sesame")
    assert soba.after_swaps == (
        "For a dish made without sesame, swap both sesame seeds and toasted sesame oil.",
    )
    assert [swap.labels == "Same labels." for swap in soba.swaps] == [False, True, True]
    assert real("ginger-lemon-and-mint-infusion").after_swaps == ()
    (*_, lime) = real("smoky-black-bean-and-tomato-soup").swaps
    assert lime.labels == "Then nothing under Contains or Check the label."
    rice = real("brown-rice-bowl-with-sesame-tofu-and-edamame")
    assert rice.after_swaps == (
        "For a dish made without soy, swap firm tofu, edamame beans and tamari.",
    )


def test_a_swap_prints_all_labels_of_the_dish_made_with_it():
    _, nuts, _ = real("warm-puy-lentil-beetroot-and-walnut-salad").swaps
    assert nuts.labels.replace("\u00a0", " ") == (
        "Then made without tree nuts or peanuts too; contains mustard and sulphites; "
        "check the label for gluten (wheat, barley)."
    )


def test_the_major_allergens_stand_before_also():
    salad = real("warm-puy-lentil-beetroot-and-walnut-salad")
    assert salad.contains.said.replace("\u00a0", " ") == (
        "tree nuts (walnuts); also mustard and sulphites"
    )
    assert (salad.contains.others, salad.check.others) == ("mustard and sulphites", "")
    pie = real("red-lentil-cottage-pie-with-sweet-potato")
    assert (pie.contains.first, pie.contains.said) == ("", "sulphites")
