"""Measures in one system alone, as an edition prints them, and what must be found of a text."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from guide.build import BuildRequest, build_edition, has_failed
from guide.check.reading import read_and_check
from guide.core.amounts import VULGAR
from guide.core.cache import user_cache
from guide.core.conversions import OneSystem
from guide.core.progress import Progress
from guide.core.typesetting import typeset, within, words
from guide.derive.one_system import print_line, weigh_food
from guide.editions.choosing import choose_content
from guide.layout.compose import Composer
from guide.layout.part_kinds import fold
from guide.layout.passages import Sayings
from guide.layout.recipe_texts import find_untold, recipe_texts
from guide.layout.texts import finder_texts
from guide.lines.ingredient_lines import parse
from guide.read.editions import Edition
from guide.read.load import Guide
from guide.read.prose import placed_blocks
from guide.views.book import Part, page_in_units
from guide.views.recipe_view import view_line
from tests.conftest import LITTLE, read_real_guide

GUIDE = read_real_guide()
PANTRY, UNITS, FOOD_DATA = GUIDE.pantry, GUIDE.pantry.units, GUIDE.food_data
SYSTEMS = ("us", "metric")
FOLDERS = tuple(chapter.folder for chapter in GUIDE.chapters)
FINDER = Part("finder", "finder", "Find a recipe made without", content=FOLDERS)
# In g or ml; a spoon of it is what a figure may be out by.
HOLDS = {"g": 1, "kg": 1000, "ml": 1, "l": 1000, "oz": Fraction("28.35"), "lb": Fraction("453.6")}
HOLDS |= {"tsp": 5, "tbsp": 15, "cup": 240, "quart": 946, "fl oz": Fraction("29.57")}


def line_in(system: str, written: str) -> str:
    """An ingredient line as an edition of that system prints it, with plain spaces."""
    line = view_line(parse(written, UNITS), PANTRY, system, FOOD_DATA)
    return line.said.replace("\u00a0", " ").replace("\u2011", "-")


def text_in(system: str, written: str, converts: bool = True) -> str:
    shown = typeset(written, OneSystem(PANTRY.measuring, system, converts))
    return shown.replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize(
    ("written", "us", "metric"),
    [
        ("200 g rolled oats", "2½ cups rolled oats", "200 g rolled oats"),
        ("90 g rolled oats", "1 cup plus 2 tbsp rolled oats", "90 g rolled oats"),
        ("800 g rolled oats", "10 cups rolled oats", "800 g rolled oats"),
        ("200 ml water", "¾ cup plus 1 tbsp water", "200 ml water"),
        ("80–100 ml water", "5–7 tbsp water", "80–100 ml water"),
        ("2 l water", "2 quarts water", "2 l water"),
        ("500 g plums, stoned", "1 lb 2 oz plums, stoned", "500 g plums, stoned"),
        ("10 g parsley", "2½ tbsp parsley", "10 g parsley"),
        # Of a few grams of a herb nobody weighed a spoon of, what one of herbs weighs.
        ("10 g mint", "3 tbsp mint", "10 g mint"),
        ("5 g dill, chopped", "1½ tbsp dill, chopped", "5 g dill, chopped"),
        ("2 tbsp honey", "2 tbsp honey", "2 tbsp honey"),
        ("1 onion, chopped", "1 onion, chopped", "1 onion, chopped"),
        ("2 cups rolled oats", "2 cups rolled oats", "160 g rolled oats"),
        ("1 lb (450 g) carrots", "1 lb carrots", "450 g carrots"),
        ("450 g (1 lb) carrots", "1 lb carrots", "450 g carrots"),
        ("about 300 g carrots", "about 10½ oz carrots", "about 300 g carrots"),
        ("2 carrots (300 g)", "2 (10½ oz in all) carrots", "2 (300 g in all) carrots"),
        # A can is named by what it is marked with there, beans by theirs.
        ("2 × 400 g cans chickpeas", "2 × 15 oz cans chickpeas", "2 × 400 g cans chickpeas"),
        ("1 × 400 g can tomatoes", "1 × 14.5 oz can tomatoes", "1 × 400 g can tomatoes"),
        ("3 × 120 g cans sardines", "3 × 3.75 oz cans sardines", "3 × 120 g cans sardines"),
        ("4 × 130 g cod fillets", "4 × 4½ oz cod fillets", "4 × 130 g cod fillets"),
        ("1 leek, in 2 cm slices", "1 leek, in ¾-inch slices", "1 leek, in 2 cm slices"),
    ],
)
def test_a_line_is_told_in_the_system_of_the_edition(written, us, metric):
    assert (line_in("us", written), line_in("metric", written)) == (us, metric)


@pytest.mark.parametrize(
    ("written", "us", "metric"),
    [
        ("Cut a 29 cm square.", "Cut an 11-inch square.", "Cut a 29 cm square."),
        ("Cut an 8 inch square.", "Cut an 8-inch square.", "Cut a 20 cm square."),
        ("slices 2 cm wide", "slices ¾ inch wide", "slices 2 cm wide"),
        ("a tin of 30 × 20 cm", "a tin of 12 × 8 inches", "a tin of 30 × 20 cm"),
        ("(26–28 cm)", "(10–11 inches)", "(26–28 cm)"),
        ("a 200 ml mug", "a 7 fl oz mug", "a 200 ml mug"),
        # Pots of 4 quarts are sold, and none of 4¼.
        ("a pan of at least 4 litres", "a pan of at least 4 quarts", "a pan of at least 4 litres"),
        ("200 ml of it", "¾ cup plus 1 tbsp of it", "200 ml of it"),
        ("about 80 g (3 oz), or", "about 3 oz, or", "about 80 g, or"),
        ("3 oz / 80 g of it", "3 oz of it", "80 g of it"),
        ("at 200 °C (180 °C fan)", "at 400 °F (350 °F fan)", "at 200 °C (180 °C fan)"),
        ("at 200C/180C fan/gas 6", "at 400 °F (350 °F fan)", "at 200 °C (180 °C fan, gas 6)"),
        ("at 200 °C / 400 °F now", "at 400 °F now", "at 200 °C now"),
        ("200C/400F (fan 180C/350F)", "400 °F (fan 350 °F)", "200 °C (fan 180 °C)"),
        ("by 20 °C/35 °F (180 °C fan)", "by 35 °F (180 °C fan)", "by 20 °C (180 °C fan)"),
        ("between 200 and 220 °C", "between 400 and 425 °F", "between 200 and 220 °C"),
        ("5 to 8 oz", "5 to 8 oz", "140 to 230 g"),
        ("1.5 l (6¼ cups) of it", "6¼ cups of it", "1.5 l of it"),
        ("30 × 20 cm (12 × 8 in)", "12 × 8 inches", "30 × 20 cm"),
        ("200 and 300 g of it", "200 and 300 g of it", "200 and 300 g of it"),
        ("at gas mark 6", "at 400 °F", "at 200 °C / gas mark 6"),
        ("at minus 18 °C", "at 0 °F", "at minus 18 °C"),
        ("it is 10 °C hotter", "it is 20 °F hotter", "it is 10 °C hotter"),
    ],
)
def test_running_text_is_told_in_the_system_of_the_edition(written, us, metric):
    assert (text_in("us", written), text_in("metric", written)) == (us, metric)
    for system, shown in (("us", us), ("metric", metric)):
        promised = OneSystem(PANTRY.measuring, system).promise(written)
        assert within(words(promised), words(shown)) == []


def test_a_page_of_prose_keeps_its_grams_unless_it_gives_both():
    written = "30 g of fibre a day, and a fist of 80 g (3 oz)"
    assert text_in("us", written, converts=False) == "30 g of fibre a day, and a fist of 3 oz"


def test_a_page_names_a_convection_oven_where_it_prints_us_measures():
    (using,) = [page for page in GUIDE.pages if page.slug == "using"]
    printed = {}
    for system in SYSTEMS:
        guide = GUIDE.printed_as(Edition(name="", units=system))
        printed[system] = page_in_units(using, guide).body
    assert "for a convection oven, called fan here, in brackets." in printed["us"]
    assert "conventional oven (fan in brackets)." in printed["metric"]


def test_a_page_may_have_rows_of_its_own_where_it_prints_us_measures():
    (british,) = [page for page in GUIDE.pages if page.slug == "words"]
    rows = {}
    for system in SYSTEMS:
        guide = GUIDE.printed_as(Edition(name="", units=system))
        cells = [block.text for block in placed_blocks(page_in_units(british, guide))]
        rows[system] = cells
    assert "Convection oven, pitcher" in rows["us"]
    assert set(rows["metric"]) < set(rows["us"])


def in_base_units(measure: str, grams_in_cup: Fraction | None) -> Fraction:
    """What a measure holds, in g or ml, or, of what is weighed in cups, in g."""
    total = Fraction(0)
    for figure, unit in re.findall(r"([\d½⅓⅔¼¾⅛./]+) (fl oz|[a-z]+?)s?\b", measure):
        whole = re.match(r"[\d.]*", figure)[0]
        value = Fraction(whole or 0) + VULGAR.get(figure[len(whole) :], 0)
        is_scooped = grams_in_cup and unit in ("tsp", "tbsp", "cup")
        total += value * HOLDS[unit] * (grams_in_cup / 240 if is_scooped else 1)
    return total


def test_no_us_measure_of_a_recipe_is_further_out_than_a_cook_measures():
    for recipe_file in GUIDE.recipe_files:
        for _, lines in recipe_file.recipe.groups:
            for line in lines:
                if line.size or line.unit is None or line.unit.kind == "count":
                    continue
                food = weigh_food(line.name, PANTRY, FOOD_DATA)
                measure, besides = print_line(line, "us", food)
                assert not besides
                exact = line.amount.low * line.unit.holds
                per_cup = food.cup or (food.spoon and food.spoon * 16)
                is_mass = line.unit.kind == "mass"
                told = in_base_units(measure.split("–")[-1], per_cup if is_mass else None)
                spoon = (per_cup or 240) / 16 if is_mass and "oz" not in measure else 15
                exact = line.amount.most * line.unit.holds
                assert abs(told - exact) <= max(exact * 6 / 100, spoon / 2), line.text


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_word_of_a_recipe_is_promised_in_either_system(system):
    guide = GUIDE.printed_as(Edition(name="", units=system))
    same = UNITS.printed()
    for recipe_file in guide.recipe_files[::10]:
        for passage in recipe_texts(recipe_file, guide):
            assert within(words(passage.written, same), words(passage.set, same)) == []


@pytest.mark.parametrize(
    ("written", "printed", "lost"),
    [
        ("200 g rolled oats, toasted", "2½ cups rolled oats, toasted", ""),
        ("200 g rolled oats, toasted", "2½ cups rolled oats", "toasted"),
        ("1 × 400 g can chickpeas", "15 oz can chickpeas", ""),
        ("1 leek, in 2 cm slices", "1 leek, in ¾ inch slices", ""),
        ("1 leek, in 2 cm slices", "1 leek, in slices", "inch 3/4"),
        ("1 leek, in 12 pieces", "1 leek, in pieces", "12"),
    ],
)
def test_what_a_line_says_besides_its_measure_must_be_found(written, printed, lost):
    line = parse(written, UNITS)
    reader = OneSystem(PANTRY.measuring, "us")
    food = weigh_food(line.name, PANTRY, FOOD_DATA)
    measure, _ = print_line(line, "us", food)
    assert find_untold(line, printed, [measure], UNITS, reader) == lost


def test_a_text_promises_each_measure_and_every_other_word():
    reader = OneSystem(PANTRY.measuring, "us")
    promised = reader.promise("Bake at 200 °C  for 20 minutes, then cut a 29 cm square.")
    assert words(promised) == words("Bake at 400 °F for 20 minutes, then cut an 11-inch square.")


@pytest.fixture(scope="module")
def plain() -> Guide:
    """The little guide in US measures, for who saves ink."""
    guide, problems = read_and_check(LITTLE, cache=user_cache())
    assert guide is not None and not has_failed(problems)
    return choose_content(guide, Edition(name="", units="us", ink="saver"))


def test_who_saves_ink_gets_black_on_white_and_no_pictures_but_signs(plain):
    composer = Composer(plain, fold(plain))
    styles = "".join(composer.styles["pages"])
    assert {
        colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", composer.styles["pages"][1])
    } == {*("#000000", "#FFFFFF", "#808080")}
    assert styles.rindex(".holds { background-color: transparent") > styles.rindex(".ch-soups")
    html = "".join(composer.set(part, {}).html for part in composer.parts)
    shown = set(re.findall(r"guide:/art/([a-z]+)", html))
    assert shown <= {"strength", "body", "code", "spot"}
    drawn = composer.picture("holds")
    assert drawn == composer.picture("holds-less") and b"#000000" in drawn


def test_what_a_page_says_of_colour_is_true_without_any(plain):
    sayings = Sayings(vars(Composer(plain, fold(plain)).words))
    (lead,) = [one for one in finder_texts(FINDER, plain, sayings) if "made without all" in one.set]
    assert "in italics" in lead.set


@pytest.mark.real
@pytest.mark.parametrize("form", ["pocket", "counter", "large"])
def test_a_little_edition_in_one_system_without_colour_passes_every_gate(form):
    edition = Edition(name="", form=form, units="us", ink="saver")
    request = BuildRequest(LITTLE, None, edition, jobs=1)
    outcome = build_edition(request, Progress(quiet=True), user_cache())
    assert not outcome.failed, outcome.problems


def test_the_range_of_an_amount_keeps_its_ends():
    assert line_in("us", "20–30 g dill") == "¾–1 oz dill"
